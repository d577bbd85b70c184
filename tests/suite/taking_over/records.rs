//! What a row becomes in the book: the way walked, papers, helpers, votes, letters, remarks, each marked with its import.

use super::{book, fixture, import, list_in, person, run, ward};
use crate::world::{code, day};
use ketnap::model::{PartialDay, Place as Stands, Step};
use serde_json::Value;

fn way(steps: &[Step]) -> Vec<(String, String)> {
    let stage = |step: &Step| match &step.to {
        Stands::Stage(id) => id.to_string(),
        other => format!("{other:?}"),
    };
    steps
        .iter()
        .map(|step| (stage(step), step.on.to_string()))
        .collect()
}

#[test]
fn a_register_gives_the_way_the_certificate_the_decision_and_the_helper() {
    let place = ward(&[]);
    import(
        &place,
        &fixture("01-doi-tuong-dang.xlsx"),
        &["--new-units", "--yes"],
    );
    let found = person(&place, "Quàng Thị Mẫu 2");
    let right = [
        ("course", "2022-05-27"),
        ("dossier", "2022-10-03"),
        ("ceremony", "2023-11-15"),
        ("probation", "2023-12-19"),
    ];
    let right = right.map(|(stage, day)| (stage.to_owned(), day.to_owned()));
    assert_eq!(way(&found.steps), right);
    assert!(found.steps.iter().all(|step| step.taken_over == Some(1)));
    let paper = |form: &str| {
        let mut papers = found.papers.iter();
        papers.find(|paper| paper.form == code(form)).unwrap()
    };
    let certificate = paper("CN-NTVD");
    assert_eq!(certificate.number.as_deref(), Some("281/CN"));
    assert_eq!(certificate.on, Some(day(2022, 10, 3).into()));
    assert_eq!(certificate.from, Some(day(2022, 9, 9).into()));
    assert_eq!(certificate.until, Some(day(2022, 9, 18).into()));
    assert_eq!(certificate.taken_over, Some(1));
    assert_eq!(paper("9-KND").number.as_deref(), Some("112-QĐ/ĐU"));
    assert_eq!(found.helpers.len(), 1);
    assert_eq!(found.helpers[0].name, "Trần Thị Mẫu 90");
    assert_eq!(found.helpers[0].from, Some(day(2022, 5, 27).into()));
    assert_eq!(found.notes.len(), 1);
    assert_eq!(found.notes[0].text, "thay: Đỗ Văn Mẫu 91");
    let unknown = person(&place, "Mùa A Mẫu 4");
    assert_eq!(unknown.born, PartialDay::of_year(2002));
    assert_eq!(
        way(&unknown.steps),
        [("source".to_owned(), "2026-11-27".to_owned())]
    );
    assert_eq!(unknown.steps[0].taken_over, Some(1));
    let imports = book(&place).header().imports.clone();
    assert_eq!((imports.len(), imports[0].n, imports[0].rows), (1, 1, 3));
    assert_eq!(imports[0].sha256.len(), 64);
}

const LIST: &str = "\
Họ và tên;Năm sinh;Chi bộ;Thẩm tra nơi;Thẩm tra gửi;Thẩm tra trả lời;Họp chi bộ;Số NQ;Ngày trình;Người giúp đỡ;Vướng mắc;Số thẻ đảng
Nông Văn Mẫu 51;1999;Chi bộ Mẫu;Xã Mẫu Hai;01/02/2026;20/02/2026;12/07/2026 (14/15);07-NQ/CB;20/07/2026;Lý Thị Mẫu 8, Bế Văn Mẫu 9;;
Hà Thị Mẫu 52;06/2001;Chi bộ Mẫu;;;05/03/2026;13/07/2026;;;;chưa rõ;MB-001
";

#[test]
fn votes_letters_helpers_and_what_no_field_holds_are_on_record() {
    let place = ward(&["Chi bộ Mẫu"]);
    let file = list_in(&place, "danh-sach.csv", LIST);
    let read = import(&place, &file, &["--yes"]);
    assert_eq!(super::marks(&read), ["new", "new"], "{read:#}");
    let first = person(&place, "Nông Văn Mẫu 51");
    assert_eq!(first.letters.len(), 1);
    let letter = &first.letters[0];
    assert_eq!(letter.place, "Xã Mẫu Hai");
    assert_eq!(
        (letter.sent, letter.answered),
        (Some(day(2026, 2, 1)), Some(day(2026, 2, 20)))
    );
    let vote = &first.votes[0];
    assert_eq!((vote.on, vote.n, vote.agree), (day(2026, 7, 12), 15, 14));
    assert_eq!(
        (vote.present, vote.against),
        (None, None),
        "nothing is made up"
    );
    let names: Vec<&str> = first.helpers.iter().map(|guide| &*guide.name).collect();
    assert_eq!(names, ["Lý Thị Mẫu 8", "Bế Văn Mẫu 9"]);
    let second = person(&place, "Hà Thị Mẫu 52");
    assert_eq!(second.born, PartialDay::of_month(2001, 6));
    assert!(second.letters.is_empty() && second.votes.is_empty() && second.card.is_none());
    let notes: Vec<&str> = second.notes.iter().map(|note| &*note.text).collect();
    let said = notes.join("\n");
    assert!(!said.contains("13/07/2026"), "the paper holds it: {said}");
    for part in ["chưa rõ", "05/03/2026", "MB-001"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let again = import(&place, &file, &["--yes"]);
    assert_eq!(super::marks(&again), ["same", "same"], "{again:#}");
}

#[test]
fn the_journal_tells_of_the_import_and_undo_restores_the_bytes() {
    let place = ward(&["Chi bộ Mẫu"]);
    let records = |place: &crate::help::place::Place| {
        let mut files = place.files();
        files.retain(|path, _| {
            let path = path.strip_prefix(place.data()).unwrap();
            path.starts_with("units") || path.starts_with("book.ron")
        });
        files
    };
    let before = records(&place);
    let list = fixture("02-quan-chung-uu-tu.xlsx");
    import(&place, &list, &["--new-units", "--yes"]);
    assert_ne!(records(&place), before);
    let lines: Vec<String> = place
        .files()
        .into_iter()
        .filter(|(path, _)| path.starts_with(place.data().join("journal")))
        .flat_map(|(_, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let told: Vec<&String> = lines
        .iter()
        .filter(|line| line.starts_with("TakenOver"))
        .collect();
    assert_eq!(told.len(), 2, "{lines:#?}");
    assert!(
        told[1].contains("import: 2") && told[1].contains("rows: 4"),
        "{told:?}"
    );
    for line in &lines {
        assert!(
            !line.contains("quan-chung") && !line.contains("Mẫu"),
            "{line}"
        );
    }
    run(&place, &["undo"]);
    assert_eq!(records(&place), before);
    let read = import(&place, &list, &["--new-units", "--yes"]);
    assert_eq!(read["counts"]["new"], 4, "after the undo it is new again");
}

#[test]
fn check_says_of_each_person_what_the_way_lacks() {
    let place = ward(&[]);
    import(
        &place,
        &fixture("01-doi-tuong-dang.xlsx"),
        &["--new-units", "--yes"],
    );
    let found: Value =
        serde_json::from_str(&run(&place, &["check", "--format", "json", "--lang", "en"])).unwrap();
    let rows = found["findings"].as_array().unwrap().iter();
    let rows: Vec<&Value> = rows.filter(|row| row["code"] == "history").collect();
    let of = |name: &str| {
        let id = person(&place, name).id;
        let found = rows.iter().find(|row| row["candidate"] == id.as_str());
        found.map(|row| row["message"].as_str().unwrap().to_owned())
    };
    assert!(of("Mùa A Mẫu 4").unwrap().contains("no day of any step"));
    let said = of("Quàng Thị Mẫu 2").unwrap();
    assert!(
        said.contains("Verification") || said.contains("verification"),
        "{said}"
    );
    // Recognised, and nothing lies between that and the first stage.
    assert_eq!(of("Nguyễn Văn Mẫu 3"), None);
}
