//! What is typed and perhaps not meant: asked about once, taken as typed if it is meant, listed by `check`; people who stand twice.

use crate::desk::{Desk, sample};
use crate::help::place::Place;
use crate::world::{day, person_id, unit_id};
use ketnap::app::command::Command;
use ketnap::app::{Msg, Overlay};
use ketnap::config::Config;
use ketnap::model::{Candidate, Change, ScalarField};
use ketnap::rules::{Counted, Figures, Known, Severity, findings};
use serde_json::Value;
use std::fs;

const CELL: &str = "duong-quang-mau-1";
const GARBLED: [(&str, &str, &str); 5] = [
    ("NguyÔn ThÞ MÉu", "TCVN3", "Nguyễn Thị Mẫu"),
    ("L\u{ad}¬ng V¨n MÉu", "TCVN3", "Lương Văn Mẫu"),
    ("Nguyeãn Thò Maãu", "VNI", "Nguyễn Thị Mẫu"),
    ("NguyêÞn Thiò MâÞu", "1258", "Nguyễn Thị Mẫu"),
    ("Nguyá»…n Thá»‹ Máº«u", "bảng mã", "Nguyễn Thị Mẫu"),
];

/// The findings of one kind that `check` lists, by record.
fn listed(place: &Place, code: &str) -> Vec<(String, String)> {
    let output = place.run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = report["findings"].as_array().unwrap().iter();
    let kind = rows.filter(|row| row["code"] == code);
    let kind = kind.map(|row| {
        assert_eq!(row["level"], "warning", "{row}");
        let id = row["candidate"].as_str().or(row["unit"].as_str());
        (
            id.unwrap_or_default().to_owned(),
            row["message"].as_str().unwrap().to_owned(),
        )
    });
    kind.collect()
}

#[test]
fn garbled_names_and_remarks_are_refused_on_the_command_line_unless_they_are_meant() {
    let place = Place::sample();
    let before = place.files();
    for (typed, looks, perhaps) in GARBLED {
        let field = format!("name={typed}");
        let places = format!("residence={typed}");
        for args in [
            &["add", "--unit", CELL, "--name", typed][..],
            &["set", "mau-19", &field],
            &["set", "mau-19", "phone=0900000001", &places],
            &["note", "mau-19", typed],
            &[
                "advance",
                "mau-24",
                "--to",
                "source",
                "--on",
                "2022-11-26",
                "--reason",
                typed,
            ],
        ] {
            let (code, told) = place.fails(args);
            assert_eq!(code, 3, "{args:?}");
            for word in [looks, perhaps, "--as-typed"] {
                assert!(told.contains(word), "{args:?}: {told}");
            }
        }
    }
    assert_eq!(place.files(), before);
    assert_eq!(listed(&place, "garbled"), []);
    place.ok(&["set", "mau-19", "name=NguyÔn ThÞ MÉu", "--as-typed"]);
    place.ok(&["note", "mau-24", "--as-typed", "gặp NguyÔn V¨n MÉu"]);
    let file = place.data().join(format!("units/{CELL}.ron"));
    assert!(fs::read_to_string(file).unwrap().contains("NguyÔn ThÞ MÉu"));
    let found = listed(&place, "garbled");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].0 == "mau-19" && found[0].1.starts_with("name:"));
    assert!(found[1].0 == "mau-24" && found[1].1.starts_with("notes:"));
    assert!(found[0].1.contains("TCVN3"), "{found:?}");
    // What was there before is not asked about again.
    place.ok(&["set", "mau-19", "ethnicity=Tày"]);
    place.ok(&["set", "mau-19", "name=Nguyễn Thị Mẫu"]);
    assert_eq!(listed(&place, "garbled").len(), 1);
    // A new book's organisation is asked about too.
    let empty = Place::empty();
    let (code, told) = empty.fails(&["init", "--name", "§¶ng bé x· MÉu"]);
    assert!(code == 3 && told.contains("Đảng bộ xã Mẫu"), "{told}");
}

fn name_of(desk: &Desk, id: &str) -> String {
    let (_, person) = desk.app.book.candidate(&person_id(id)).unwrap();
    person.name.clone()
}

fn fault(desk: &Desk) -> Option<&'static str> {
    match desk.app.overlays.last() {
        Some(Overlay::Prompt(prompt)) => prompt.fault.as_ref().map(|fault| fault.key),
        Some(Overlay::Form(form)) => form.fault.as_ref().map(|fault| fault.key),
        _ => None,
    }
}

#[test]
fn a_line_or_form_of_the_board_complains_once_and_a_second_enter_takes_it_as_typed() {
    for (typed, looks, perhaps) in GARBLED {
        let mut desk = Desk::new();
        desk.press("/").write("mau 19").press("Enter e Ctrl+U");
        desk.send(Msg::Paste(typed.to_owned()));
        desk.press("Enter");
        assert_eq!(fault(&desk), Some("refused.doubtful"), "{typed}");
        let screen = desk.screen(140, 24);
        assert!(
            screen.contains(looks) && screen.contains(perhaps),
            "{screen}"
        );
        assert_eq!(name_of(&desk, "mau-19"), "Hà Thị Mẫu 19");
        // Another line is asked about anew.
        desk.write(" MÉu").press("Enter");
        assert_eq!(fault(&desk), Some("refused.doubtful"));
        desk.press("Enter");
        assert_eq!(fault(&desk), None);
        assert_ne!(name_of(&desk, "mau-19"), "Hà Thị Mẫu 19");
    }
    let mut desk = Desk::new();
    desk.press("/").write("mau 19").press("Enter a");
    desk.write("TrÇn V¨n MÉu").press("Enter");
    assert_eq!(fault(&desk), Some("refused.doubtful"));
    desk.press("Ctrl+U").write("Trần Văn Mẫu").press("Enter");
    assert_eq!(desk.saves.len(), 1);
    // The name of an organisation.
    desk.press("Tab e Ctrl+U");
    desk.write("Chi bé th«n MÉu").press("Enter");
    assert_eq!(fault(&desk), Some("refused.doubtful"));
    desk.press("Esc");
    assert_eq!(desk.saves.len(), 1);
}

#[test]
fn a_form_with_a_garbled_place_complains_once() {
    let mut desk = Desk::new();
    desk.press("/").write("mau 24").press("Enter Enter");
    desk.send(Msg::Do(Command::AddLetter));
    desk.press("↓");
    desk.write("Đảng ủy x· MÉu Hai").press("Enter");
    assert_eq!(fault(&desk), Some("refused.doubtful"));
    assert_eq!(desk.saves.len(), 0);
    desk.press("Enter");
    assert_eq!(desk.saves.len(), 1);
}

/// `set` on somebody of the sample: born 23/08/1991, a woman.
const WOMAN: &str = "mau-19";

#[test]
fn an_identity_number_is_twelve_digits_that_agree_with_birth_and_sex() {
    let place = Place::sample();
    for good in [
        "000191000001",
        "000 191 000 001",
        "000191-000-001",
        "123456789",
        "",
    ] {
        place.ok(&["set", WOMAN, &format!("id_number={good}")]);
    }
    let before = place.files();
    for (bad, said) in [
        ("12345678901", "12 chữ số"),
        ("0001910000011", "13"),
        ("1", "12 chữ số"),
        ("00019100000O", "chỉ gồm chữ số"),
        ("không nhớ", "chỉ gồm chữ số"),
        ("000191000001?", "chỉ gồm chữ số"),
        // Lost zeros are offered only where the number then agrees.
        ("191000001 00", "12 chữ số"),
        ("00191000001", "thêm 1 số 0"),
        ("0191000001", "thêm 2 số 0"),
        ("0091000001", "12 chữ số"),
        ("0192000001", "12 chữ số"),
    ] {
        for option in [&[][..], &["--as-typed"]] {
            let field = format!("id_number={bad}");
            let (code, told) = place.fails(&[&["set", WOMAN, &field], option].concat());
            assert!(code == 3 && told.contains(said), "{bad}: {told}");
            assert_eq!(
                told.contains("số 0 ở đầu"),
                said.starts_with("thêm"),
                "{bad}: {told}"
            );
        }
    }
    for (doubtful, said) in [
        ("000091000001", "Giới tính"),
        ("000192000001", "Năm sinh"),
        ("000391000001", "ở sau năm nay"),
        ("000991000001", "ở sau năm nay"),
    ] {
        let field = format!("id_number={doubtful}");
        let (code, told) = place.fails(&["set", WOMAN, &field]);
        assert!(
            code == 3 && told.contains(said) && told.contains("--as-typed"),
            "{told}"
        );
    }
    assert_eq!(place.files(), before);
    assert_eq!(listed(&place, "id-number"), []);
    // Never changed: what is meant stands as it was typed, and is listed.
    place.ok(&["set", WOMAN, "id_number=000 091 000 001", "--as-typed"]);
    let stored = place.json(&["show", WOMAN]);
    assert_eq!(stored["record"]["id_number"], "000 091 000 001");
    assert_eq!(listed(&place, "id-number").len(), 1);
    // A birth or a sex that disagrees with the number on record is asked about as well.
    place.ok(&["set", WOMAN, "id_number=000191000001"]);
    assert_eq!(listed(&place, "id-number"), []);
    for field in ["born=1992-08-23", "sex=nam"] {
        assert_eq!(place.fails(&["set", WOMAN, field]).0, 3);
        place.ok(&["set", WOMAN, field, "--as-typed"]);
    }
    // Together they are judged together.
    place.ok(&[
        "set",
        WOMAN,
        "born=2001-02-03",
        "sex=nam",
        "id_number=000201000001",
    ]);
    place.ok(&[
        "set",
        WOMAN,
        "born=",
        "sex=",
        "id_number=000399000001",
        "--as-typed",
    ]);
    // Without both on record no zero is offered.
    place.ok(&["set", WOMAN, "id_number="]);
    let (_, told) = place.fails(&["set", WOMAN, "id_number=00191000001"]);
    assert!(!told.contains("số 0 ở đầu"), "{told}");
}

#[test]
fn a_telephone_is_ten_digits_and_no_text() {
    let place = Place::sample();
    for good in ["0912345001", "0912 345 001", "0912.345.001", ""] {
        place.ok(&["set", WOMAN, &format!("phone={good}")]);
    }
    let before = place.files();
    for (bad, said) in [
        ("xin gọi buổi tối", "chỉ gồm chữ số"),
        ("0912345001 (mẹ)", "chỉ gồm chữ số"),
        ("123456789012345678901234567890", "30"),
        ("-", "chỉ gồm chữ số"),
    ] {
        let (code, told) = place.fails(&["set", WOMAN, &format!("phone={bad}"), "--as-typed"]);
        assert!(code == 3 && told.contains(said), "{bad}: {told}");
    }
    for (doubtful, said) in [
        ("912345001", "số 0 ở đầu"),
        ("012345001", "ở đây có 9"),
        ("09123450011", "ở đây có 11"),
        ("0900", "ở đây có 4"),
        ("+84 912 345 001", "ở đây có 11"),
    ] {
        let field = format!("phone={doubtful}");
        let (code, told) = place.fails(&["set", WOMAN, &field]);
        assert!(code == 3 && told.contains(said), "{doubtful}: {told}");
        assert_eq!(told.contains("số 0 ở đầu"), said == "số 0 ở đầu", "{told}");
    }
    assert_eq!(place.files(), before);
    place.ok(&["set", WOMAN, "phone=912345001", "--as-typed"]);
    assert_eq!(place.json(&["show", WOMAN])["record"]["phone"], "912345001");
    assert_eq!(listed(&place, "phone").len(), 1);
}

#[test]
fn numbers_typed_on_the_sheet_are_asked_about_and_stored_ones_only_listed() {
    let mut desk = Desk::new();
    desk.press("/").write("mau 19").press("Enter Enter");
    let at_number = |row: &str| row.contains('▸') && row.contains("Số căn cước");
    let mut rows = 0;
    while !desk.screen(100, 40).lines().any(at_number) {
        desk.press("↓");
        rows += 1;
        assert!(rows < 100, "no row of the number");
    }
    desk.press("e").write("12345678901").press("Enter Enter");
    assert_eq!(fault(&desk), Some("refused.malformed"));
    desk.press("Ctrl+U").write("000091000001").press("Enter");
    assert_eq!(fault(&desk), Some("refused.doubtful"));
    assert_eq!(desk.saves.len(), 0);
    desk.press("Enter");
    assert_eq!(desk.saves.len(), 1);

    // A record of before with numbers that are none goes on being edited.
    let place = Place::sample();
    let file = place.data().join(format!("units/{CELL}.ron"));
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replacen(
        "        residence: \"Thôn Mẫu 1\",\n        source: \"local-officer\",\n        youth_union: false,\n",
        "        residence: \"Thôn Mẫu 1\",\n        source: \"local-officer\",\n        youth_union: false,\n        id_number: \"12345678901\",\n        phone: \"gọi mẹ\",\n",
        1,
    );
    fs::write(&file, text).unwrap();
    assert_eq!(listed(&place, "id-number").len(), 1);
    assert_eq!(listed(&place, "phone").len(), 1);
    place.ok(&["note", "mau-19", "đã gặp"]);
    place.ok(&["set", "mau-19", "ethnicity=Nùng", "born=1991-08-24"]);
}

#[test]
fn the_same_person_added_again_is_said_and_listed() {
    let place = Place::sample();
    let add = |name: &str, more: &[&str]| {
        let output = place.run(&[&["add", "--unit", CELL, "--name", name], more].concat());
        assert!(output.status.success());
        let id = String::from_utf8(output.stdout).unwrap().trim().to_owned();
        (id, String::from_utf8(output.stderr).unwrap())
    };
    let (first, said) = add("Y Bhăm H'Mẫu", &["--born", "1/2/1990"]);
    assert_eq!(said, "");
    assert_eq!(listed(&place, "same-person"), []);
    // Folded: the accents, the apostrophe, the blanks, the case.
    let (second, said) = add("y  bham H’Mau", &["--born", "1/2/1990"]);
    assert!(
        said.contains(&first) && said.contains("ngày sinh"),
        "{said}"
    );
    // Of two, the one that stands later names the other.
    let found = listed(&place, "same-person");
    assert_eq!(found.len(), 1, "{found:?}");
    for id in [&first, &second] {
        assert!(found[0].0 == *id || found[0].1.contains(id), "{found:?}");
    }
    let (_, said) = add("Y Bhăm H'Mẫu", &["--born", "2/2/1990"]);
    assert_eq!(said, "", "somebody else of the same name");
    assert_eq!(listed(&place, "same-person"), found);
    let (third, said) = add("Y Bhăm H'Mẫu", &[]);
    assert!(
        said.contains(&first) && said.contains(&second) && said.contains("chi bộ"),
        "{said}"
    );
    let found = listed(&place, "same-person");
    let told = found
        .iter()
        .any(|(id, text)| *id == third || text.contains(&third));
    assert!(found.len() > 1 && told, "{found:?}");
    // Renumbered, renamed, of another birth.
    let told = |args: &[&str]| {
        let output = place.run(args);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(told(&["set", "mau-19", "id_number=000191000001"]), "");
    assert!(told(&["set", "mau-25", "id_number=000191-000001", "--as-typed"]).contains("mau-19"));
    assert_eq!(told(&["set", "mau-25", "id_number="]), "");
    assert!(told(&["set", "mau-25", "name=hà thị mẫu 19", "born=23/8/1991"]).contains("mau-19"));
    assert!(told(&["set", "mau-25", "born=24/8/1991"]).is_empty());
    assert!(told(&["set", "mau-25", "born=23/8/1991"]).contains("mau-19"));
    assert_eq!(told(&["set", "mau-25", "ethnicity=Tày"]), "");

    let mut desk = Desk::new();
    desk.press("/").write("mau 19").press("Enter a");
    desk.write("Trần Mẫu").press("Enter");
    assert_eq!(desk.app.notice.as_ref().unwrap().key, "said.added");
    desk.press("a").write("tran  mau").press("Enter");
    let said = desk.said();
    assert!(
        said.contains("Đã thêm") && said.contains("cùng chi bộ"),
        "{said}"
    );
    assert_eq!(desk.saves.len(), 2, "said, not refused");
    desk.press("e Ctrl+U").write("Trần Mẫu Khác").press("Enter");
    desk.press("e Ctrl+U").write("Trần Mẫu").press("Enter");
    assert!(desk.said().contains("Có thể trùng"), "{}", desk.said());
}

#[test]
fn nothing_of_the_sample_is_doubtful() {
    let (book, config) = (sample(), Config::load(None, None));
    let today = day(2022, 11, 27);
    let figures = Figures::new(Known::new(&book, &config.rules, today), 2022);
    let kinds = ["garbled", "other-dj", "id-number", "phone", "same-person"];
    let found = findings(Counted::new(&book, &config.rules, &figures));
    let found: Vec<_> = found
        .iter()
        .filter(|row| kinds.contains(&row.code))
        .collect();
    assert!(found.is_empty(), "{found:?}");
    // And they are looked for.
    let mut book = book;
    let mut person = Candidate::new(
        person_id("khac"),
        "Ðỗ ThÞ MÉu".to_owned(),
        config.rules.procedure.first().id.clone(),
        today,
    );
    person.phone = Some("một".to_owned());
    person.id_number = Some("2".to_owned());
    let change = Change::AddCandidate(unit_id(CELL), Box::new(person));
    book.edit(change).unwrap();
    let figures = Figures::new(Known::new(&book, &config.rules, today), 2022);
    let found = findings(Counted::new(&book, &config.rules, &figures));
    for kind in &kinds[..4] {
        let one = found.iter().find(|row| row.code == *kind).unwrap();
        assert_eq!(one.level, Severity::Warning);
        assert_eq!(one.candidate, Some(person_id("khac")));
    }
    assert_eq!(ScalarField::named("phone").unwrap(), ScalarField::Phone);
}
