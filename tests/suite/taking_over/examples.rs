//! The examples of lists: the command shows the right reading, writes what needs no answer, and finds nothing new a second time.

use super::{TODAY, book, fixture, import, marks, run, ward};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The examples with their right readings.
fn expected() -> Value {
    serde_json::from_slice(&std::fs::read(fixture("expected.json")).unwrap()).unwrap()
}

/// An example in a new book: the reading, and what is written.
fn holds(name: &str) {
    let expected = expected();
    let right = &expected[name];
    let options = right["options"].as_array().unwrap().iter();
    let options: Vec<&str> = options.map(|word| word.as_str().unwrap()).collect();
    let needs_cell = options.contains(&"UNIT");
    let place = ward(if needs_cell { &["Chi bộ Mẫu"] } else { &[] });
    let options: Vec<&str> = options
        .into_iter()
        .map(|word| {
            if word == "UNIT" {
                "Chi bộ Mẫu"
            } else {
                word
            }
        })
        .collect();
    let before = place.files();
    let read = import(
        &place,
        &fixture(name),
        &[&options[..], &["--dry-run"]].concat(),
    );
    assert_eq!(read["counts"], right["counts"], "{name}");
    assert_eq!(read["letters"], right["letters"], "{name}");
    assert_eq!(read["sheets_off"], right["sheets_off"], "{name}");
    assert_eq!(marks(&read), marks(right), "{name}");
    assert_eq!(place.files(), before, "{name}: a dry run writes nothing");
    let taken = import(&place, &fixture(name), &[&options[..], &["--yes"]].concat());
    assert_eq!(taken["counts"], right["counts"], "{name}");
    let count = |read: &Value, mark: &str| read["counts"][mark].as_u64().unwrap();
    let people: usize = book(&place)
        .units()
        .iter()
        .map(|unit| unit.candidates.len())
        .sum();
    let quotas = right["rows"].as_array().unwrap().iter();
    let quotas = quotas.filter(|row| row.get("target").is_some()).count();
    if quotas == 0 {
        assert_eq!(people as u64, count(right, "new"), "{name}");
    }
    let written = place.files();
    let again = import(&place, &fixture(name), &[&options[..], &["--yes"]].concat());
    assert_eq!(count(&again, "same"), count(right, "new"), "{name}: again");
    assert_eq!(
        count(&again, "asked"),
        count(right, "asked"),
        "{name}: again"
    );
    assert_eq!(count(&again, "new"), 0, "{name}: again");
    assert_eq!(place.files(), written, "{name}: nothing new is written");
}

#[test]
fn each_example_is_shown_written_and_known_again() {
    let expected = expected();
    let files = expected.as_object().unwrap().keys();
    let files: BTreeSet<&String> = files.filter(|name| *name != "codes").collect();
    assert_eq!(files.len(), 9);
    for name in files {
        if expected[name.as_str()]["refused"] == json!(true) {
            continue;
        }
        holds(name);
    }
}

#[test]
fn a_statistical_form_is_refused_and_nothing_is_written() {
    let place = ward(&[]);
    let before = place.files();
    let file = fixture("12-bieu-2-btctw.xlsx");
    for word in ["--dry-run", "--yes"] {
        let (code, said) = place.fails(&["import", file.to_str().unwrap(), word]);
        assert_eq!(code, 3);
        assert!(said.contains("Biểu số 2-BTCTW"), "{said}");
    }
    assert_eq!(place.files(), before);
}

/// The row of the top in `report quota` of a year.
fn quota(place: &crate::help::place::Place, year: &str) -> Value {
    let args = ["report", "quota", "--year", year, "--format", "json"];
    let report: Value = serde_json::from_str(&run(place, &args)).unwrap();
    report["rows"][0].clone()
}

#[test]
fn the_admitted_of_the_lists_count_in_their_years() {
    let place = ward(&["Chi bộ Mẫu"]);
    import(
        &place,
        &fixture("01-doi-tuong-dang.xlsx"),
        &["--new-units", "--yes"],
    );
    let options = ["--unit", "Chi bộ Mẫu", "--as-day", "ceremony", "--yes"];
    import(&place, &fixture("05-dang-vien-du-bi.ods"), &options);
    for (year, admitted) in [("2022", 0), ("2023", 1), ("2024", 0), ("2025", 2)] {
        assert_eq!(quota(&place, year)["admitted"], json!(admitted), "{year}");
    }
}

#[test]
fn a_table_of_quotas_gives_its_numbers_its_plan_and_who_is_exempt() {
    let place = ward(&[]);
    let options = ["--as", "quota", "--new-units", "--yes"];
    import(&place, &fixture("11-giao-chi-tieu.xlsx"), &options);
    let book = book(&place);
    let today = TODAY.parse().unwrap();
    let tracks = &book.settings().tracks;
    let track = tracks
        .iter()
        .find(|track| track.name == "05-KH/ĐU")
        .unwrap();
    let (mut all, mut women, mut exempt) = (0, 0, Vec::new());
    for unit in book.units() {
        let of = |group: Option<&str>| {
            let group = group.map(crate::world::code);
            unit.quota_on(2026, &track.id, group.as_ref(), today)
                .map(|row| row.target)
        };
        all += of(None).unwrap_or(0);
        women += of(Some("women")).unwrap_or(0);
        if unit.exemption_on(2026, today).is_some() {
            exempt.push(unit.name_on(today).to_owned());
        }
    }
    assert_eq!((all, women), (7, 4));
    assert_eq!(exempt, ["Chi bộ thôn Mẫu 3"]);
    let least = book.units().iter().flat_map(|unit| &unit.quotas);
    assert_eq!(least.filter(|row| row.at_least).count(), 1);
    let members = book.units().iter().flat_map(|unit| &unit.members);
    let mut members: Vec<u32> = members.map(|row| row.members).collect();
    members.sort_unstable();
    assert_eq!(members, [9, 18, 24, 31]);
}
