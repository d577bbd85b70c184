//! What became of each row of the last import: kept on this machine without a value, shown with the book as it is, erased with the person.

use super::{TODAY, fixture, import, list_in, person, run, ward};
use crate::help::place::Place;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

const LIST: &str = "Họ và tên;Năm sinh;Chi bộ\n\
    Vi Văn Mẫu 71;1994;Chi bộ Mẫu\n\
    Hà Thị Mẫu 72;1995;Chi bộ Mẫu\n\
    Lý Văn Mẫu 73;1996;Chi bộ Lạ Mẫu\n\
    Cộng;;\n";

fn last(place: &Place) -> Value {
    serde_json::from_str(&run(place, &["import", "--last", "--format", "json"])).unwrap()
}

/// What is said beside the data.
fn said(place: &Place, args: &[&str]) -> String {
    let all = [args, &["--today", TODAY, "--lang", "en"]].concat();
    let output = place.run(&all);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn fails(place: &Place, args: &[&str]) -> String {
    let all = [args, &["--today", TODAY, "--lang", "en"]].concat();
    let (code, said) = place.fails(&all);
    assert_eq!(code, 3, "{said}");
    said
}

fn folder(place: &Place) -> PathBuf {
    place.data().join(".local/imports")
}

/// A book with a list taken over, of which one row asks.
fn taken() -> (Place, PathBuf) {
    let place = ward(&["Chi bộ Mẫu"]);
    let file = list_in(&place, "a.csv", LIST);
    import(&place, &file, &["--yes"]);
    (place, file)
}

#[test]
fn what_only_a_list_takes_goes_with_no_look_at_the_last_one() {
    let (place, file) = taken();
    let file = file.to_str().unwrap();
    for more in [
        &[file][..],
        &["--unit", "Chi bộ Mẫu"],
        &["--sheet", "A"],
        &["--as", "people"],
        &["--letters", "vni"],
        &["--map", "A=name"],
        &["--track", "1"],
        &["--year", "2026"],
        &["--new-units"],
        &["--as-day", "decision"],
        &["--dates", "dmy"],
        &["--capitals", "lower"],
        &["--take", "book"],
        &["--accept", "2"],
        &["--dry-run"],
        &["--yes"],
    ] {
        let (code, said) = place.fails(&[&["import", "--last"], more].concat());
        assert_eq!(code, 2, "{more:?}: {said}");
    }
}

#[test]
fn each_row_is_told_with_its_mark_its_record_and_what_it_asks() {
    let (place, _) = taken();
    let told = last(&place);
    assert_eq!(told["import"], 2);
    assert_eq!(told["sha256"].as_str().unwrap().len(), 64);
    let rows = told["rows"].as_array().unwrap();
    let marks: Vec<&Value> = rows.iter().map(|row| &row["mark"]).collect();
    assert_eq!(marks, ["new", "new", "asked", "skipped"]);
    let first = person(&place, "Vi Văn Mẫu 71").id;
    assert_eq!(rows[0]["candidate"], first.as_str());
    assert_eq!(rows[0]["name"], "Vi Văn Mẫu 71");
    assert_eq!(
        (&rows[0]["row"], &rows[0]["taken"], &rows[0]["sheet"]),
        (&json!(2), &json!(true), &Value::Null)
    );
    assert_eq!(rows[2]["candidate"], Value::Null);
    let unknown = json!([{"cell": "C4", "code": "unknown-unit"}]);
    assert_eq!(rows[2]["problems"], unknown);
    let told = said(&place, &["import", "--last"]);
    assert!(
        told.contains("Import 2: 4 rows of the file, 2 of them written")
            && told.contains("1 rows that ask"),
        "{told}"
    );
    for (format, part) in [
        ("table", "an organisation that the book lacks"),
        ("csv", "Hà Thị Mẫu 72"),
        ("md", "| 2 | new | Vi Văn Mẫu 71 |"),
    ] {
        let args = ["import", "--last", "--format", format, "--lang", "en"];
        let text = run(&place, &args);
        assert!(text.contains(part), "{format}: {text}");
    }
}

#[test]
fn rows_of_a_table_of_quotas_are_told_with_their_organisations() {
    let place = ward(&["Chi bộ Mẫu"]);
    let told = last(&place);
    let row = &told["rows"][0];
    assert_eq!((&row["mark"], &row["taken"]), (&json!("new"), &json!(true)));
    let unit = row["unit"].as_str().unwrap();
    assert!(
        super::book(&place)
            .units()
            .iter()
            .any(|it| it.id.as_str() == unit)
    );
    assert!(run(&place, &["import", "--last"]).contains("Chi bộ Mẫu"));
}

#[test]
fn a_sheet_is_told_by_its_place_and_no_value_is_kept() {
    let place = ward(&[]);
    let file = fixture("01-doi-tuong-dang.xlsx");
    import(&place, &file, &["--new-units", "--yes"]);
    let told = last(&place);
    assert!(told["rows"][0]["sheet"].is_u64(), "{told:#}");
    let files: Vec<PathBuf> = fs::read_dir(folder(&place))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files, [folder(&place).join("1.ron")]);
    let text = fs::read_to_string(&files[0]).unwrap();
    let read = import(&place, &file, &["--new-units", "--dry-run"]);
    let rows = read["rows"].as_array().unwrap();
    let values = rows.iter().flat_map(|row| {
        let fields = row["fields"].as_object().unwrap().values();
        fields.chain([&row["name"], &row["unit"], &row["sheet"]])
    });
    let values: Vec<&str> = values.filter_map(Value::as_str).collect();
    assert!(values.len() > 20, "{values:?}");
    for value in values.iter().filter(|value| value.len() > 3) {
        assert!(!text.contains(value), "{value} stands in {text}");
    }
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&files[0]), mode(&folder(&place))), (0o600, 0o700));
}

#[test]
fn a_row_that_differs_is_told_as_left_or_as_taken_from_the_file() {
    let place = ward(&["Chi bộ Mẫu"]);
    let head = "Họ và tên;Năm sinh;Chi bộ;Dân tộc\n";
    let one = |people: &str| format!("{head}Vi Văn Mẫu 71;1994;Chi bộ Mẫu;{people}\n");
    import(&place, &list_in(&place, "a.csv", &one("Tày")), &["--yes"]);
    let more = one("Nùng") + "Hà Thị Mẫu 72;1995;Chi bộ Mẫu;Dao\n";
    let file = list_in(&place, "b.csv", &more);
    import(&place, &file, &["--yes"]);
    let row = last(&place)["rows"][0].clone();
    assert_eq!(
        (&row["mark"], &row["taken"]),
        (&json!("conflict"), &json!(false))
    );
    assert_eq!(row["name"], "Vi Văn Mẫu 71");
    let told = said(&place, &["import", "--last"]);
    assert!(
        told.contains("0 rows that ask or are in error, 1 that differ"),
        "{told}"
    );
    import(&place, &file, &["--take", "file", "--yes"]);
    let row = last(&place)["rows"][0].clone();
    assert_eq!(
        (&row["mark"], &row["taken"]),
        (&json!("conflict"), &json!(true))
    );
    let told = run(&place, &["import", "--last", "--lang", "en"]);
    assert!(told.contains("the file's taken"), "{told}");
}

#[test]
fn an_import_that_wrote_nothing_leaves_what_was_kept() {
    let (place, file) = taken();
    let before = place.files();
    import(&place, &file, &["--yes"]);
    import(&place, &file, &["--new-units", "--dry-run"]);
    assert_eq!(place.files(), before);
}

#[test]
fn an_import_that_was_taken_back_is_told_so_and_gives_way_to_the_next() {
    let (place, file) = taken();
    run(&place, &["undo"]);
    let told = said(&place, &["import", "--last"]);
    assert!(
        told.contains("Import 2 is not in the book any more"),
        "{told}"
    );
    let text = run(&place, &["import", "--last", "--lang", "en"]);
    assert!(text.contains("no record in the book any more"), "{text}");
    run(&place, &["undo", "1", "--yes"]);
    // Now the first number is free again, and what was kept of the second goes.
    import(&place, &file, &["--new-units", "--yes"]);
    assert_eq!(last(&place)["import"], 1);
    assert!(!folder(&place).join("2.ron").exists());
    let told = said(&place, &["import", "--last"]);
    assert!(!told.contains("any more"), "{told}");
}

#[test]
fn a_later_import_of_which_nothing_is_kept_is_told() {
    let (place, _) = taken();
    fs::remove_file(folder(&place).join("2.ron")).unwrap();
    assert_eq!(last(&place)["import"], 1);
    let told = said(&place, &["import", "--last"]);
    assert!(told.contains("The book has a later import, 2"), "{told}");
}

#[test]
fn without_an_import_and_with_a_file_that_cannot_be_read_a_sentence_says_so() {
    let place = ward(&[]);
    let told = fails(&place, &["import", "--last"]);
    assert!(told.contains("keeps nothing of an import"), "{told}");
    let (place, _) = taken();
    let kept = folder(&place).join("2.ron");
    let whole = fs::read_to_string(&kept).unwrap();
    let cases = [
        (whole.replace("format: 2", "format: 7, more: []"), "newer"),
        (whole[..whole.len() / 2].to_owned(), "2.ron"),
        (whole.replace("row: 3", "row: \"ba\""), "2.ron:"),
        (String::new(), "2.ron"),
    ];
    for (text, part) in cases {
        fs::write(&kept, &text).unwrap();
        let told = fails(&place, &["import", "--last"]);
        assert!(
            told.contains(part) && told.contains("became"),
            "{part}: {told}"
        );
        assert_eq!(
            fs::read_to_string(&kept).unwrap(),
            text,
            "it is left as it is"
        );
    }
}

#[test]
fn what_cannot_be_kept_does_not_hinder_the_import() {
    let place = ward(&["Chi bộ Mẫu"]);
    fs::remove_dir_all(folder(&place)).unwrap();
    fs::write(folder(&place), "chỗ này có tệp").unwrap();
    let file = list_in(&place, "a.csv", LIST);
    let told = said(&place, &["import", file.to_str().unwrap(), "--yes"]);
    assert!(
        told.contains("2 rows taken over") && told.contains("could not be kept"),
        "{told}"
    );
    person(&place, "Vi Văn Mẫu 71");
}

#[test]
fn it_only_reads_a_book_that_is_only_looked_at() {
    let (place, _) = taken();
    let before = place.files();
    let args = ["import", "--last", "--read-only", "--format", "json"];
    let told: Value = serde_json::from_str(&run(&place, &args)).unwrap();
    assert_eq!(told["import"], 2);
    assert_eq!(place.files(), before);
    let (code, _) = place.fails(&["import", "--last", "--yes"]);
    assert_eq!(code, 2);
    let (code, _) = place.fails(&["import"]);
    assert_eq!(code, 2);
}

#[test]
fn show_names_what_is_kept_and_erase_takes_the_persons_row_out() {
    let (place, _) = taken();
    let id = person(&place, "Vi Văn Mẫu 71").id;
    let kept = folder(&place).join("2.ron");
    assert!(fs::read_to_string(&kept).unwrap().contains(id.as_str()));
    let shown: Value =
        serde_json::from_str(&run(&place, &["show", id.as_str(), "--format", "json"])).unwrap();
    let places = shown["kept"].as_array().unwrap();
    let own = places.iter().find(|row| row["kind"] == "import");
    assert_eq!(own.unwrap()["path"], ".local/imports/2.ron", "{shown:#}");
    run(
        &place,
        &["erase", id.as_str(), "--reason", "theo yêu cầu", "--yes"],
    );
    assert!(!fs::read_to_string(&kept).unwrap().contains(id.as_str()));
    let rows = last(&place)["rows"].as_array().unwrap().len();
    assert_eq!(rows, 3, "the others are told still");
}

#[test]
fn erase_removes_what_is_kept_where_it_cannot_be_read() {
    let (place, _) = taken();
    let id = person(&place, "Vi Văn Mẫu 71").id;
    let kept = folder(&place).join("2.ron");
    fs::write(&kept, format!("(dở dang, person: \"{id}\"")).unwrap();
    let told = said(
        &place,
        &["erase", id.as_str(), "--reason", "yêu cầu", "--yes"],
    );
    assert!(!kept.exists(), "{told}");
}

#[test]
fn a_copy_of_the_book_does_not_hold_it() {
    let (place, _) = taken();
    let copy = place.home.path().join("sao.tar.gz");
    run(&place, &["backup", "-o", copy.to_str().unwrap()]);
    run(&place, &["restore", copy.to_str().unwrap()]);
    let told = fails(&place, &["import", "--last"]);
    assert!(told.contains("keeps nothing of an import"), "{told}");
    person(&place, "Vi Văn Mẫu 71");
}
