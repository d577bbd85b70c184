//! What was said of the columns of a list is remembered by its headings, in the user's folder, without a value of anybody.

use super::{TODAY, import, list_in, person, run, ward};
use crate::help::place::Place;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const HEAD: &str = "Họ và tên;Năm sinh;Chi bộ;Cột lạ;Cột khác\n";

fn list(rows: &str) -> String {
    format!("{HEAD}{rows}")
}

fn one(at: usize) -> String {
    list(&format!(
        "Vi Văn Mẫu {at};1994;Chi bộ Mẫu;Bản Mẫu {at};thợ mộc\n"
    ))
}

fn kept(place: &Place) -> PathBuf {
    place.home.path().join("config/mappings.ron")
}

/// What is said beside the data, of a command that succeeds.
fn said(place: &Place, file: &Path, args: &[&str]) -> String {
    let list = [
        "import",
        file.to_str().unwrap(),
        "--today",
        TODAY,
        "--lang",
        "en",
    ];
    let output = place.run(&[&list, args].concat());
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Field by heading, as the reading has it.
fn columns(read: &Value) -> Vec<(String, String)> {
    let columns = read["tables"][0]["columns"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    columns
        .map(|it| (text(&it["heading"]), text(&it["field"])))
        .collect()
}

fn has(read: &Value, heading: &str, field: &str) -> bool {
    columns(read).contains(&(heading.to_owned(), field.to_owned()))
}

/// A book in which a list was taken over with an answer about two columns.
fn answered() -> Place {
    let place = ward(&["Chi bộ Mẫu"]);
    let file = list_in(&place, "a.csv", &one(71));
    let args = ["--map", "D=residence", "--map", "cột khác=note", "--yes"];
    let told = said(&place, &file, &args);
    assert!(told.contains("remembered in"), "{told}");
    place
}

#[test]
fn the_next_list_with_these_headings_is_read_in_the_same_way() {
    let place = answered();
    let file = list_in(&place, "b.csv", &one(72));
    let told = said(&place, &file, &["--yes"]);
    assert!(told.contains("known from the last time"), "{told}");
    let found = person(&place, "Vi Văn Mẫu 72");
    assert_eq!(found.residence.as_deref(), Some("Bản Mẫu 72"));
    assert_eq!(found.notes[0].text, "thợ mộc");
    let text = fs::read_to_string(kept(&place)).unwrap();
    assert!(!text.contains("Mẫu") && !text.contains("thợ"), "{text}");
    let mode = fs::metadata(kept(&place)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let shut = fs::metadata(place.home.path().join("config")).unwrap();
    assert_eq!(shut.permissions().mode() & 0o777, 0o700);
}

#[test]
fn headings_are_the_same_whatever_their_letters_and_others_are_not() {
    let place = answered();
    let other = one(73).replace("Cột lạ", "CỘT  LẠ");
    let read = import(&place, &list_in(&place, "b.csv", &other), &["--dry-run"]);
    assert!(
        has(&read, "CỘT LẠ", "residence") || has(&read, "CỘT  LẠ", "residence"),
        "{read:#}"
    );
    for other in [
        one(73).replace("Cột lạ;Cột khác", "Cột khác;Cột lạ"),
        one(73).replace("Cột lạ", "Cột lạ nữa"),
    ] {
        let file = list_in(&place, "c.csv", &other);
        let read = import(&place, &file, &["--dry-run"]);
        assert_eq!(columns(&read).len(), 3, "{read:#}");
        let told = said(&place, &file, &["--dry-run"]);
        assert!(!told.contains("known from the last time"), "{told}");
    }
}

#[test]
fn what_is_said_now_goes_before_what_was_said_and_the_rest_stays() {
    let place = answered();
    let file = list_in(&place, "b.csv", &one(74));
    let read = import(&place, &file, &["--map", "Cột lạ=work", "--yes"]);
    assert!(
        has(&read, "Cột lạ", "work") && has(&read, "Cột khác", "note"),
        "{read:#}"
    );
    // And this is what is remembered from now on.
    let read = import(&place, &file, &["--dry-run"]);
    assert!(
        has(&read, "Cột lạ", "work") && has(&read, "Cột khác", "note"),
        "{read:#}"
    );
    let text = fs::read_to_string(kept(&place)).unwrap();
    assert_eq!(text.matches("headings:").count(), 1, "{text}");
    // A column of which nothing is to be taken.
    import(&place, &file, &["--map", "D=", "--yes"]);
    let read = import(&place, &file, &["--dry-run"]);
    assert_eq!(read["tables"][0]["left_out"], json!(["Cột lạ"]), "{read:#}");
}

#[test]
fn nothing_is_remembered_of_a_list_that_is_only_looked_at() {
    let place = ward(&["Chi bộ Mẫu"]);
    let file = list_in(&place, "a.csv", &one(71));
    let map = ["--map", "D=residence"];
    import(&place, &file, &[&map[..], &["--dry-run"]].concat());
    import(&place, &file, &map);
    import(&place, &file, &[&map[..], &["--read-only"]].concat());
    import(&place, &file, &["--yes"]);
    assert!(!kept(&place).exists());
}

#[test]
fn two_that_fit_a_heading_are_asked_once() {
    let place = ward(&["Chi bộ Mẫu"]);
    let list = |at: usize| {
        format!(
            "Họ và tên;Năm sinh;Chi bộ;Nơi ở, quê quán\nVi Văn Mẫu {at};1994;Chi bộ Mẫu;Bản Mẫu\n"
        )
    };
    let file = list_in(&place, "a.csv", &list(75));
    import(&place, &file, &["--map", "D=home", "--yes"]);
    let file = list_in(&place, "b.csv", &list(76));
    import(&place, &file, &["--yes"]);
    assert_eq!(
        person(&place, "Vi Văn Mẫu 76").home.as_deref(),
        Some("Bản Mẫu")
    );
}

#[test]
fn a_file_edited_by_hand_keeps_all_that_stands_in_it() {
    let place = answered();
    let text = fs::read_to_string(kept(&place)).unwrap();
    let remark = "  // danh sách của phường\n  rows: [ // từ trên xuống\n";
    let edited = text
        .replace("  rows: [\n", remark)
        .replace("),\n  ],", ") // cũ\n  ],");
    assert_ne!(edited, text);
    fs::write(kept(&place), &edited).unwrap();
    let other = one(77).replace("Cột khác", "Cột thứ ba");
    let told = said(
        &place,
        &list_in(&place, "b.csv", &other),
        &["--map", "E=note", "--yes"],
    );
    assert!(told.contains("remembered in"), "{told}");
    let now = fs::read_to_string(kept(&place)).unwrap();
    assert!(now.contains(remark) && now.contains("// cũ"), "{now}");
    assert_eq!(now.matches("headings:").count(), 2, "{now}");
    let again = import(&place, &list_in(&place, "c.csv", &one(78)), &["--dry-run"]);
    assert!(has(&again, "Cột lạ", "residence"), "{again:#}");
    run(&place, &["check"]);
}

#[test]
fn a_file_without_rows_gets_its_first() {
    let place = ward(&["Chi bộ Mẫu"]);
    fs::create_dir_all(place.home.path().join("config")).unwrap();
    fs::write(kept(&place), "(format: 1, rows: [ // chưa có\n])\n").unwrap();
    let file = list_in(&place, "a.csv", &one(71));
    said(&place, &file, &["--map", "D=residence", "--yes"]);
    let now = fs::read_to_string(kept(&place)).unwrap();
    assert!(now.contains("// chưa có"), "{now}");
    let read = import(&place, &file, &["--dry-run"]);
    assert!(has(&read, "Cột lạ", "residence"), "{read:#}");
}

#[test]
fn a_broken_file_is_told_with_its_place_left_as_it_is_and_the_import_goes_on() {
    let whole = fs::read_to_string(kept(&answered())).unwrap();
    for (text, place_of) in [
        (
            whole.replace("column: 4", "column: \"tư\""),
            "mappings.ron:4:",
        ),
        (
            whole.replace("\"residence\"", "\"nothing.there\""),
            "mappings.ron:4:",
        ),
        (
            whole.replace("headings: \"", "headings: \"x"),
            "mappings.ron:4:",
        ),
        (whole.replace("format: 1", "format: 9"), "mappings.ron:2:"),
        (whole[..whole.len() - 5].to_owned(), "mappings.ron:"),
    ] {
        let place = ward(&["Chi bộ Mẫu"]);
        fs::create_dir_all(place.home.path().join("config")).unwrap();
        fs::write(kept(&place), &text).unwrap();
        let file = list_in(&place, "a.csv", &one(71));
        let told = said(&place, &file, &["--map", "D=residence", "--yes"]);
        assert!(told.contains(place_of), "{text}: {told}");
        assert!(told.contains("could not be remembered"), "{told}");
        assert!(told.contains("1 rows taken over"), "{told}");
        let found = person(&place, "Vi Văn Mẫu 71");
        assert_eq!(found.residence.as_deref(), Some("Bản Mẫu 71"));
        assert_eq!(fs::read_to_string(kept(&place)).unwrap(), text);
    }
}

#[test]
fn a_folder_that_cannot_be_written_does_not_hinder_the_import() {
    let place = ward(&["Chi bộ Mẫu"]);
    fs::write(place.home.path().join("config"), "chỗ này có tệp").unwrap();
    let file = list_in(&place, "a.csv", &one(71));
    let told = said(&place, &file, &["--map", "D=residence", "--yes"]);
    assert!(
        told.contains("could not be remembered") && told.contains("1 rows taken over"),
        "{told}"
    );
}
