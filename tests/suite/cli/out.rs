//! Where data goes: wide as it is without a terminal, and into files that are whole, closed to others and never the book's.

use crate::help::place::Place;
use ketnap::text::width;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

/// A file's bytes after `-o` has written it.
fn written(place: &Place, args: &[&str], name: &str) -> Vec<u8> {
    let path = place.home.path().join(name);
    let mut args = args.to_vec();
    args.extend(["-o", path.to_str().unwrap()]);
    assert_eq!(place.ok(&args), "", "{args:?}: nothing is printed as well");
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    fs::read(path).unwrap()
}

fn beside(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn without_a_terminal_no_line_of_a_table_is_wrapped_and_no_id_is_broken() {
    let place = Place::sample();
    let pipeline = place.json(&["report", "pipeline"]);
    let rows = pipeline["rows"].as_array().unwrap();
    let text = place.ok(&["report", "pipeline"]);
    assert_eq!(text.lines().count(), rows.len() + 2, "{text}");
    for row in rows {
        let holds = |line: &str| {
            let word = |key: &str| line.contains(row[key].as_str().unwrap());
            word("candidate") && word("unit") && word("name")
        };
        assert!(text.lines().any(holds), "{row}: {text}");
    }
    assert!(text.lines().any(|line| width(line) > 80), "{text}");
    for report in place.reports() {
        let args = ["report", report.as_str()];
        let narrow = place.command().env("COLUMNS", "100").args(args).output();
        let narrow = String::from_utf8(narrow.unwrap().stdout).unwrap();
        assert!(place.ok(&args).lines().count() <= narrow.lines().count());
    }
}

#[test]
fn columns_wins_when_it_is_set_and_keeps_ids_whole() {
    let place = Place::sample();
    let at = |columns: &str, args: &[&str]| {
        let output = place.command().env("COLUMNS", columns).args(args).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    for report in place.reports() {
        for columns in [100, 132] {
            let text = at(&columns.to_string(), &["report", &report]);
            let widest = text.lines().map(width).max().unwrap();
            assert!(widest <= columns, "{report}, {columns}: {text}");
        }
    }
    let ids: Vec<String> = {
        let rows = place.json(&["report", "pipeline"]);
        let rows = rows["rows"].as_array().unwrap().iter();
        let ids = rows.flat_map(|row| [row["candidate"].clone(), row["unit"].clone()]);
        ids.map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    for columns in ["1", "20", "40", "80"] {
        let text = at(columns, &["report", "pipeline"]);
        for id in &ids {
            let whole = text.lines().any(|line| line.split(' ').any(|w| w == id));
            assert!(whole, "{columns}: {id} is broken: {text}");
        }
    }
    let natural = place.ok(&["report", "pipeline"]);
    for nonsense in ["", "0", "-5", "wide"] {
        assert_eq!(at(nonsense, &["report", "pipeline"]), natural);
    }
    let huge = at("99999999", &["report", "pipeline"]);
    // A header of two words has two lines.
    assert_eq!(huge.lines().count(), natural.lines().count() + 1);
}

#[test]
fn a_reader_that_goes_away_is_no_error_for_any_command() {
    let place = Place::sample();
    let commands = ["report quota", "report analysis", "rules", "log", "check"];
    let more = ["info", "--help", "completions bash", "show mau-19"];
    for args in commands.iter().chain(&more) {
        let line = format!("{} {args} | true", env!("CARGO_BIN_EXE_ketnap"));
        let output = Command::new("bash")
            .args(["-o", "pipefail", "-c", &line])
            .env("KETNAP_DATA_DIR", place.data())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args}: {said}");
        assert!(!said.contains("pipe"), "{args}: {said}");
    }
}

#[test]
fn every_report_goes_to_a_file_in_the_form_of_its_ending() {
    let place = Place::sample();
    for report in place.reports() {
        let args = ["report", report.as_str()];
        for (ending, format) in [
            ("txt", "table"),
            ("csv", "csv"),
            ("json", "json"),
            ("MD", "md"),
        ] {
            let bytes = written(&place, &args, &format!("{report}.{ending}"));
            let printed = place.ok(&[args[0], args[1], "--format", format]);
            let mark: &[u8] = if format == "csv" {
                b"\xef\xbb\xbf"
            } else {
                b""
            };
            assert_eq!(
                bytes,
                [mark, printed.as_bytes()].concat(),
                "{report} {ending}"
            );
        }
    }
    for args in [
        &["log"][..],
        &["check"],
        &["info"],
        &["rules"],
        &["show", "mau-19"],
    ] {
        let json = written(&place, args, "one.json");
        assert!(
            serde_json::from_slice::<serde_json::Value>(&json).is_ok(),
            "{args:?}"
        );
    }
    let named = written(
        &place,
        &["report", "quota", "--format", "json"],
        "quota.csv",
    );
    assert!(
        named.starts_with(b"{"),
        "what is named comes before the ending"
    );
    let left: Vec<String> = beside(place.home.path());
    assert!(
        left.iter().all(|name| !name.contains(".ketnap-")),
        "{left:?}"
    );
}

#[test]
fn a_byte_order_mark_is_printed_only_when_asked_for() {
    let place = Place::sample();
    let csv = ["report", "quota", "--format", "csv"];
    assert!(!place.ok(&csv).starts_with('\u{feff}'));
    let marked = place.ok(&[&csv[..], &["--bom"]].concat());
    assert_eq!(marked, format!("\u{feff}{}", place.ok(&csv)));
    let (code, said) = place.fails(&["report", "quota", "--bom"]);
    assert_eq!(code, 2);
    assert!(said.contains("--format csv"), "{said}");
    let (code, said) = place.fails(&["report", "quota", "-o", "quota.docx"]);
    assert_eq!(code, 2);
    assert!(
        said.contains("quota.docx") && said.contains("--format"),
        "{said}"
    );
}

#[test]
fn no_file_of_the_book_is_written_over_by_whatever_path_it_is_named() {
    let place = Place::sample();
    let before = place.files();
    let data = place.data();
    symlink(&data, place.home.path().join("tat")).unwrap();
    symlink(data.join("units"), place.home.path().join("to-chuc")).unwrap();
    let home = place.home.path().display().to_string();
    for path in [
        format!("{home}/data/book.ron"),
        format!("{home}/data/so.csv"),
        format!("{home}/data/units/bac-kan.ron"),
        format!("{home}/data/.local/so.csv"),
        format!("{home}/tat/book.ron"),
        format!("{home}/to-chuc/so.csv"),
        format!("{home}/data/units/../.local/../book.ron"),
    ] {
        let (code, said) = place.fails(&["report", "quota", "--format", "csv", "-o", &path]);
        assert_eq!(code, 3, "{path}: {said}");
        assert!(said.contains("thư mục dữ liệu"), "{path}: {said}");
        let (code, said) = place.fails(&["backup", "-o", &path]);
        assert_eq!(code, 3, "{path}: {said}");
    }
    let inside = place
        .command()
        .current_dir(data.join("units"))
        .args(["report", "quota", "-o", "so.csv"])
        .output()
        .unwrap();
    assert_eq!(inside.status.code(), Some(3));
    assert_eq!(place.files(), before);
}

#[test]
fn only_a_plain_file_is_replaced_and_every_refusal_names_the_path() {
    let place = Place::sample();
    let home = place.home.path();
    let at = |name: &str| home.join(name);
    fs::write(at("cu.csv"), "bảng cũ").unwrap();
    fs::set_permissions(at("cu.csv"), fs::Permissions::from_mode(0o644)).unwrap();
    let csv = written(&place, &["report", "quota"], "cu.csv");
    assert!(csv.starts_with(b"\xef\xbb\xbf"));
    fs::write(at("dich.csv"), "của người khác").unwrap();
    symlink(at("dich.csv"), at("lien-ket.csv")).unwrap();
    fs::create_dir(at("thu-muc.csv")).unwrap();
    let made = Command::new("mkfifo").arg(at("ong.csv")).status().unwrap();
    assert!(made.success());
    let long = "d".repeat(300) + ".csv";
    for name in [
        "lien-ket.csv",
        "thu-muc.csv",
        "ong.csv",
        "khong-co/so.csv",
        "cu.csv/so.csv",
        &long,
    ] {
        let path = at(name).display().to_string();
        let (code, said) = place.fails(&["report", "quota", "-o", &path]);
        assert_eq!(code, 3, "{name}: {said}");
        assert!(said.contains(&path), "{name}: {said}");
        assert!(!said.contains("os error"), "{name}: {said}");
    }
    let (_, said) = place.fails(&["report", "quota", "--format", "csv", "-o", "/dev/null"]);
    assert!(said.contains("/dev/null"), "{said}");
    let (_, said) = place.fails(&["report", "quota", "--format", "csv", "-o", "khong-co/"]);
    assert!(
        said.contains("/khong-co"),
        "shown from the root down: {said}"
    );
    assert_eq!(
        fs::read(at("dich.csv")).unwrap(),
        "của người khác".as_bytes()
    );
    assert!(
        fs::symlink_metadata(at("lien-ket.csv"))
            .unwrap()
            .is_symlink()
    );
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    let place = Place::sample();
    let folder = place.home.path().join("ra");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("so.json"), "cũ").unwrap();
    let line = format!(
        "ulimit -f 1; {} report pipeline --format json -o {}",
        env!("CARGO_BIN_EXE_ketnap"),
        folder.join("so.json").display()
    );
    let output = Command::new("bash")
        .args(["-c", &line])
        .env("KETNAP_DATA_DIR", place.data())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.contains("so.json") && !said.contains("os error"),
        "{said}"
    );
    assert_eq!(beside(&folder), ["so.json"]);
    assert_eq!(fs::read_to_string(folder.join("so.json")).unwrap(), "cũ");
}

#[test]
fn a_file_given_out_is_its_owners_alone_under_any_umask() {
    let place = Place::sample();
    for umask in ["000", "022", "777"] {
        let to = place.home.path().join(format!("so-{umask}.csv"));
        let line = format!(
            "umask {umask}; {} report quota -o {}",
            env!("CARGO_BIN_EXE_ketnap"),
            to.display()
        );
        let done = Command::new("bash")
            .args(["-c", &line])
            .env("KETNAP_DATA_DIR", place.data())
            .status()
            .unwrap();
        assert!(done.success());
        assert_eq!(fs::metadata(to).unwrap().mode() & 0o7777, 0o600, "{umask}");
    }
}
