//! Lists that come in: whole processes up to the preview, against other programs that read the same file.

use crate::Ground;
use crate::generate::CITY_CELLS;
use crate::process::{number, run};
use crate::table::{Budget, Table, at_most, median};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const TURNS: usize = 7;
/// How many rows the lists have. Both come into the city, so that they are compared by their rows alone.
const ROWS: [u32; 2] = [3_000, 60_000];
const MEGABYTES: f64 = 300.0;

const HEADINGS: [&str; 12] = [
    "TT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Dân tộc",
    "Quê quán",
    "Nơi cư trú",
    "Trình độ học vấn",
    "Nghề nghiệp",
    "Ngày vào Đoàn",
    "Số căn cước",
    "Chi bộ",
];

/// A workbook of people whom the city does not have, in its cells.
fn list(path: &Path, rows: u32) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "DANH SÁCH QUẦN CHÚNG ƯU TÚ (mẫu)")?;
    sheet.write_row(2, 0, HEADINGS)?;
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for n in 1..=rows {
        let at = n + 2;
        let on = |years: u32| {
            ExcelDateTime::from_serial_datetime(f64::from(30_000 + years * 365 + n % 3_000))
        };
        sheet.write(at, 0, n)?;
        sheet.write(at, 1, format!("Lò Mẫu Danh Sách {n}"))?;
        sheet.write_with_format(at, 2, &on(0)?, &day)?;
        sheet.write(at, 3, ["Nam", "Nữ"][n as usize % 2])?;
        sheet.write(at, 4, ["Tày", "Nùng", "Kinh", "Dao"][n as usize % 4])?;
        sheet.write(at, 5, format!("Xã Mẫu {}", n % 97))?;
        sheet.write(at, 6, format!("Thôn Mẫu {}", n % 397))?;
        sheet.write(at, 7, "12/12")?;
        sheet.write(
            at,
            8,
            ["Nông dân", "Viên chức", "Công nhân"][n as usize % 3],
        )?;
        sheet.write_with_format(at, 9, &on(16)?, &day)?;
        sheet.write(at, 10, format!("001{n:09}"))?;
        sheet.write(at, 11, format!("Chi bộ thôn Mẫu {}", n % CITY_CELLS + 1))?;
    }
    workbook.save(path)
}

fn import(file: &Path, ground: &Ground) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ketnap"));
    command.args(["import", "--dry-run", "--format", "json"]);
    command.arg(file);
    command.arg("--data-dir").arg(&ground.city);
    command.arg("--config-dir").arg(&ground.config);
    command
}

fn libreoffice(file: &Path, dir: &Path) -> Command {
    let mut command = Command::new("soffice");
    let profile = dir.join("profile");
    command.arg(format!(
        "-env:UserInstallation=file://{}",
        profile.display()
    ));
    command.args(["--headless", "--convert-to", "csv", "--outdir"]);
    command.arg(dir).arg(file);
    command
}

fn calamine(file: &Path) -> Command {
    let mut command = Command::new("python3");
    let open = "import sys, python_calamine as c; b = c.CalamineWorkbook.from_path(sys.argv[1])";
    let rows = "print(len(b.get_sheet_by_index(0).to_python()))";
    command.args(["-c", &format!("{open}; {rows}")]).arg(file);
    command
}

/// Whether another program is here and reads the list.
fn reads(mut command: Command) -> bool {
    let end = command.stdin(Stdio::null()).output();
    end.is_ok_and(|end| end.status.success())
}

/// The most memory that a process takes, in megabytes, as far as it can be seen until it ends.
fn peak(mut command: Command) -> f64 {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = quiet.stderr(Stdio::null()).spawn().expect("the program");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("its end").is_none() {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        if told.contains("VmHWM:") {
            most = most.max(number(&told, "VmHWM:"));
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    most as f64 / 1024.0
}

/// Lists up to their preview.
pub(crate) fn measure(ground: &Ground, table: &mut Table) {
    let dir = ground.config.with_file_name("lists");
    std::fs::create_dir(&dir).expect("a folder of lists");
    let mut medians = Vec::new();
    for rows in ROWS {
        let file: PathBuf = dir.join(format!("{rows}.xlsx"));
        list(&file, rows).expect("a list");
        let office = rows == ROWS[0] && reads(libreoffice(&file, &dir));
        let python = reads(calamine(&file));
        let [mut times, mut office_times, mut python_times] = [const { Vec::new() }; 3];
        for _ in 0..TURNS {
            times.push(run(import(&file, ground)));
            office_times.extend(office.then(|| run(libreoffice(&file, &dir))));
            python_times.extend(python.then(|| run(calamine(&file))));
        }
        let time = median(&times);
        let what = format!("import of {rows} rows to the preview, city");
        let mut against = |other: &str, floors: &[Duration], most: f64| {
            let what = format!("{what}, against {other}");
            if floors.is_empty() {
                let why = format!("not measured: there is no {other} here");
                table.number(&what, why, None);
            } else {
                let floor = median(floors);
                table.time(&what, time, floor, Some(at_most(most, time, floor)));
            }
        };
        if rows == ROWS[0] {
            against("LibreOffice", &office_times, 0.6);
        }
        against("python-calamine", &python_times, 1.0);
        medians.push((what, time, peak(import(&file, ground))));
    }
    if let [(fewer, few, _), (more, many, peak)] = &medians[..] {
        let what = format!("{more} against {fewer}");
        table.time(&what, *many, *few, Some(at_most(25.0, *many, *few)));
        let budget = Budget(format!("<= {MEGABYTES} MB"), *peak <= MEGABYTES);
        let what = format!("peak memory of the {more}");
        table.number(&what, format!("{peak:.0} MB"), Some(budget));
    }
}
