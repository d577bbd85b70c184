//! Lists that go out as a workbook or as csv: values of their kinds, text never a formula, one way to write the file.

use super::{TODAY, import, list_in, run, ward};
use crate::help::place::Place;
use calamine::{Data, DataType as _, Reader, Xlsx, open_workbook};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

const LIST: &str = "Họ và tên;Ngày sinh;Chi bộ;Số CCCD;Điện thoại;Ngày họp công nhận;Ghi chú\n\
    Vi Văn Mẫu 71;02/03/1994;Chi bộ Mẫu;001094000011;0912000071;05/06/2025;=2+2\n\
    Hà Thị Mẫu 72;1995;Chi bộ Mẫu;;;;@SUM(A1)\n\
    Lý Văn Mẫu 73;05/1996;Chi bộ Mẫu;;;;-1 và +1\n";

/// A book with three people of whom different parts are known.
fn place() -> Place {
    let place = ward(&["Chi bộ Mẫu"]);
    import(&place, &list_in(&place, "a.csv", LIST), &["--yes"]);
    place
}

fn out(place: &Place, name: &str, args: &[&str]) -> PathBuf {
    let path = place.home.path().join(name);
    run(
        place,
        &[&["export", "people", "-o", path.to_str().unwrap()], args].concat(),
    );
    path
}

/// The values of the one sheet, by the row and the heading.
fn cells(path: &Path) -> BTreeMap<(usize, String), Data> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let heads: Vec<String> = sheet
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let rows = sheet.rows().enumerate().skip(1);
    rows.flat_map(|(at, row)| {
        let named = heads.iter().cloned().zip(row.iter().cloned());
        named.map(move |(head, value)| ((at, head), value))
    })
    .collect()
}

/// A part of the package as text.
fn part(path: &Path, name: &str) -> String {
    let mut package = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    package
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn days_are_days_and_what_is_known_in_part_is_text() {
    let place = place();
    let path = out(&place, "ra.xlsx", &[]);
    let cells = cells(&path);
    let of = |name: &str, head: &str| {
        let mut rows = cells.iter();
        let row = rows
            .find(|(_, value)| value.get_string() == Some(name))
            .unwrap()
            .0
            .0;
        cells[&(row, head.to_owned())].clone()
    };
    let day = of("Vi Văn Mẫu 71", "Ngày sinh");
    assert_eq!(day.as_date().unwrap().to_string(), "1994-03-02", "{day:?}");
    assert_eq!(
        of("Hà Thị Mẫu 72", "Ngày sinh"),
        Data::String("1995".into())
    );
    let month = of("Lý Văn Mẫu 73", "Ngày sinh");
    assert!(
        month.get_string().is_some_and(|text| text.contains("1996")),
        "{month:?}"
    );
    for value in cells.values() {
        assert!(!value.to_string().contains("001094000011"), "{value:?}");
    }
}

#[test]
fn identity_numbers_and_telephones_are_text_and_keep_their_zeros() {
    let place = place();
    let path = out(&place, "ra.xlsx", &["--unmasked", "gửi Đảng ủy"]);
    let cells = cells(&path);
    for number in ["001094000011", "0912000071"] {
        let text = Data::String(number.to_owned());
        assert!(
            cells.values().any(|value| *value == text),
            "{number}: {cells:?}"
        );
    }
}

#[test]
fn no_text_is_a_formula() {
    let place = place();
    let path = out(&place, "ra.xlsx", &[]);
    let sheet = part(&path, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{sheet}");
    let held = cells(&path);
    for text in ["=2+2", "@SUM(A1)", "-1 và +1"] {
        let text = Data::String(text.to_owned());
        assert!(held.values().any(|value| *value == text), "{held:?}");
    }
}

#[test]
fn the_sheet_is_ready_to_be_filtered_and_printed() {
    let place = place();
    let path = out(&place, "ra.xlsx", &[]);
    let sheet = part(&path, "xl/worksheets/sheet1.xml");
    for held in [
        "<autoFilter ref=\"A1:",
        "state=\"frozen\"",
        "ySplit=\"1\"",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "fitToPage=\"1\"",
        "fitToHeight=\"0\"",
    ] {
        assert!(sheet.contains(held), "{held}: {sheet}");
    }
    let styles = part(&path, "xl/styles.xml");
    assert!(
        styles.contains("Times New Roman") && styles.contains("<b/>"),
        "{styles}"
    );
    assert!(styles.contains("dd/mm/yyyy"), "{styles}");
    let book = part(&path, "xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles"), "{book}");
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    // The same book gives the same bytes.
    let again = out(&place, "ra-2.xlsx", &[]);
    assert_eq!(fs::read(&path).unwrap(), fs::read(&again).unwrap());
}

#[test]
fn the_list_to_be_filled_in_goes_out_likewise() {
    let place = ward(&[]);
    let path = place.home.path().join("mau.XLSX");
    run(
        &place,
        &["export", "template", "-o", path.to_str().unwrap()],
    );
    let held = cells(&path);
    assert!(held.keys().any(|(_, head)| head == "Họ và tên"), "{held:?}");
}

#[test]
fn csv_has_its_mark_and_the_sign_that_is_asked_for() {
    let place = place();
    let path = out(&place, "ra.csv", &["--separator", ";"]);
    let text = fs::read_to_string(&path).unwrap();
    let head = text.lines().next().unwrap();
    assert!(
        head.starts_with('\u{feff}') && head.contains(';') && !head.contains(','),
        "{head}"
    );
    let again = import(&place, &path, &["--dry-run"]);
    assert_eq!(again["counts"]["same"], 3, "{again:#}");
    let tabs = out(&place, "ra-2.csv", &["--separator", "tab"]);
    let text = fs::read_to_string(tabs).unwrap();
    assert!(text.lines().next().unwrap().contains('\t'), "{text}");
    let plain = fs::read_to_string(out(&place, "ra-3.csv", &[])).unwrap();
    assert!(plain.starts_with('\u{feff}') && plain.lines().next().unwrap().contains(','));
}

#[test]
fn what_cannot_be_written_is_refused_with_a_sentence() {
    let place = place();
    let before = place.files();
    let home = place.home.path();
    let file = |name: &str| home.join(name).to_str().unwrap().to_owned();
    let (odd, book) = (file("ra.xls"), file("ra.xlsx"));
    let inside = place.data().join("ra.xlsx");
    for (args, code, part) in [
        (vec!["-o", &odd], 2, ".xlsx, .csv"),
        (vec!["-o", &book, "--format", "csv"], 2, "workbook"),
        (vec!["-o", &book, "--separator", ";"], 2, "workbook"),
        (vec!["--separator", ";"], 2, "for CSV only"),
        (vec!["--separator", "x"], 2, "comma, semicolon, tab"),
        (vec!["-o", inside.to_str().unwrap()], 3, ""),
    ] {
        let list = ["export", "people", "--lang", "en", "--today", TODAY];
        let (got, said) = place.fails(&[&list[..], &args].concat());
        assert!(got == code && said.contains(part), "{args:?}: {got} {said}");
    }
    assert!(!home.join("ra.xlsx").exists() && !home.join("ra.xls").exists());
    assert_eq!(place.files(), before);
}
