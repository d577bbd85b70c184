//! Numbers that are hidden otherwise go out only with a reason, which the journal keeps.

use super::{TODAY, import, list_in, person, run, ward};
use crate::help::place::Place;
use serde_json::{Value, json};
use std::fs;

const LIST: &str = "Họ và tên;Ngày sinh;Chi bộ;Số CCCD;Điện thoại\n\
    Vi Văn Mẫu 71;02/03/1994;Chi bộ Mẫu;001094000011;0912000071\n\
    Hà Thị Mẫu 72;1995;Chi bộ Mẫu;;0912000072\n\
    Lý Văn Mẫu 73;1996;Chi bộ Mẫu;;\n";

const REASON: &str = "nộp hồ sơ theo công văn 12";

/// A book with three people, two of them with numbers.
fn place() -> Place {
    let place = ward(&["Chi bộ Mẫu"]);
    import(&place, &list_in(&place, "a.csv", LIST), &["--yes"]);
    place
}

fn export(place: &Place, args: &[&str]) -> (String, String) {
    let list = [
        "export", "people", "--format", "csv", "--lang", "en", "--today", TODAY,
    ];
    let output = place.run(&[&list, args].concat());
    assert!(output.status.success(), "{output:?}");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

fn log(place: &Place) -> Vec<Value> {
    let log: Value = serde_json::from_str(&run(place, &["log", "--format", "json"])).unwrap();
    log["rows"].as_array().unwrap().clone()
}

#[test]
fn without_a_reason_no_number_goes_out_and_nothing_is_journalled() {
    let place = place();
    let before = place.files();
    let (data, said) = export(&place, &[]);
    assert!(!data.contains("0912") && !data.contains("001094"), "{data}");
    assert!(
        said.contains("Identity numbers and telephones are not in the list"),
        "{said}"
    );
    assert_eq!(place.files(), before);
    let list = ["export", "people", "--lang", "en"];
    for none in [&["--unmasked", "  "][..], &["--unmasked"]] {
        let (code, said) = place.fails(&[&list, none].concat());
        assert_eq!(code, 2, "{said}");
    }
    assert_eq!(place.files(), before);
}

#[test]
fn with_a_reason_the_journal_says_whose_numbers_went_out_and_why() {
    let place = place();
    let (data, said) = export(&place, &["--unmasked", REASON]);
    for number in ["001094000011", "0912000071", "0912000072"] {
        assert!(data.contains(number), "{data}");
    }
    assert!(
        said.contains("3 people were given out, 2 of them"),
        "{said}"
    );
    let (first, second) = (
        person(&place, "Vi Văn Mẫu 71").id,
        person(&place, "Hà Thị Mẫu 72").id,
    );
    let rows = log(&place);
    let rows: Vec<&Value> = rows
        .iter()
        .filter(|row| row["given_out"] == "people")
        .collect();
    assert_eq!(rows.len(), 2, "{rows:#?}");
    for row in &rows {
        assert_eq!(
            (&row["outcome"], &row["reason"]),
            (&json!("shown"), &json!(REASON))
        );
        let fields = if row["record"] == first.as_str() {
            json!(["id_number", "phone"])
        } else {
            assert_eq!(row["record"], second.as_str());
            json!(["phone"])
        };
        assert_eq!(row["fields"], fields);
    }
    let words = run(&place, &["log", "--lang", "en"]);
    assert!(
        words.contains("given out with numbers in full (people), reason: nộp hồ sơ"),
        "{words}"
    );
    let words = run(&place, &["log", "--lang", "vi"]);
    assert!(words.contains("với số đầy đủ"), "{words}");
    // No number stands in the journal, and the book is sound.
    let journal = place.data().join("journal");
    let mut folders = vec![journal];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(path).unwrap();
                assert!(
                    !text.contains("0912000071") && !text.contains("001094"),
                    "{text}"
                );
            }
        }
    }
    run(&place, &["check"]);
    // Nothing was changed that could be taken back.
    run(&place, &["undo"]);
    let people = super::book(&place)
        .units()
        .iter()
        .map(|unit| unit.candidates.len())
        .sum::<usize>();
    assert_eq!(people, 0, "the import is what undo takes back");
}

#[test]
fn a_book_that_is_only_looked_at_gives_no_numbers_out() {
    let place = place();
    let before = place.files();
    let out = place.home.path().join("ra.xlsx");
    let args = [
        "export",
        "people",
        "--unmasked",
        REASON,
        "--read-only",
        "--lang",
        "en",
        "-o",
        out.to_str().unwrap(),
    ];
    let (code, said) = place.fails(&args);
    assert!(
        code == 3 && said.contains("open for reading only"),
        "{code} {said}"
    );
    assert!(!out.exists());
    assert_eq!(place.files(), before);
}

#[test]
fn the_journal_has_the_line_before_the_file_is_made() {
    let place = place();
    let out = place.home.path().join("không có").join("ra.xlsx");
    let args = [
        "export",
        "people",
        "--unmasked",
        REASON,
        "-o",
        out.to_str().unwrap(),
    ];
    let (code, said) = place.fails(&[&args[..], &["--today", TODAY]].concat());
    assert_eq!(code, 3, "{said}");
    assert_eq!(
        log(&place)
            .iter()
            .filter(|row| row["given_out"] == "people")
            .count(),
        2
    );
}

#[test]
fn where_nobody_has_a_number_nothing_is_journalled() {
    let place = ward(&["Chi bộ Mẫu"]);
    let list = "Họ và tên;Năm sinh;Chi bộ\nVi Văn Mẫu 71;1994;Chi bộ Mẫu\n";
    import(&place, &list_in(&place, "a.csv", list), &["--yes"]);
    let before = place.files();
    export(&place, &["--unmasked", REASON]);
    assert_eq!(place.files(), before);
}

#[test]
fn show_tells_it_and_erase_names_what_the_clerk_has_to_destroy() {
    let place = place();
    export(&place, &["--unmasked", REASON]);
    let with = person(&place, "Hà Thị Mẫu 72").id;
    let without = person(&place, "Lý Văn Mẫu 73").id;
    let shown = run(&place, &["show", with.as_str(), "--lang", "en"]);
    assert!(shown.contains("given out with numbers in full"), "{shown}");
    let erase = |id: &str| {
        let args = [
            "erase",
            id,
            "--reason",
            "theo yêu cầu",
            "--yes",
            "--lang",
            "en",
        ];
        let output = place.run(&[&args[..], &["--today", TODAY]].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let said = erase(with.as_str());
    assert!(
        said.contains("destroy these files yourself") && said.contains(REASON),
        "{said}"
    );
    let said = erase(without.as_str());
    assert!(!said.contains("destroy these files yourself"), "{said}");
}
