//! Lists taken over on the board: shown, answered row by row, written as one edit, taken back.

use super::{book, fixture, marks, person, ward};
use crate::desk::Desk;
use crate::help::place::Place;
use crate::world::day;
use ketnap::app::{Answer, App, Effect, Msg, Side};
use ketnap::model::import::{Issue, Mark, Take};
use ketnap::store::{Access, Store};
use std::path::Path;

/// The board on a book, on the day of the lists.
pub(super) fn board(place: &Place, access: Access) -> Desk {
    let mut desk = Desk::on(Store::new(place.data(), access));
    desk.world.today = day(2026, 11, 27);
    let book = desk.app.book.clone();
    desk.app = App::new(book, &desk.world, access == Access::ReadOnly, 1);
    desk
}

/// The board with a file's list open.
pub(super) fn opened(place: &Place, file: &Path) -> Desk {
    let mut desk = board(place, Access::ReadWrite);
    desk.press("I").write(file.to_str().unwrap()).press("Enter");
    desk
}

pub(super) fn pasted(place: &Place, rows: &str) -> Desk {
    let mut desk = board(place, Access::ReadWrite);
    desk.send(Msg::Paste(rows.to_owned()));
    desk
}

pub(super) fn count(desk: &Desk, mark: Mark) -> usize {
    let open = desk.app.taking().expect("a list is open");
    open.preview().expect("it is read").reading.count(mark)
}

/// Chooses the answer for the selected row that the program would word with a key.
pub(super) fn answer(desk: &mut Desk, wanted: impl Fn(&Answer) -> bool) {
    desk.press("Enter");
    let menu = desk.app.taking().unwrap().menu.clone();
    let menu = menu.expect("something is offered");
    let place = menu.answers.iter().position(wanted);
    for _ in 0..place.unwrap_or_else(|| panic!("not offered: {:?}", menu.answers)) {
        desk.press("↓");
    }
    desk.press("Enter");
}

#[test]
fn a_wards_list_and_its_quotas_come_in_by_a_few_keys_and_one_undo_takes_each_back() {
    let place = ward(&[]);
    let empty = place.files();
    let mut desk = opened(&place, &fixture("02-quan-chung-uu-tu.xlsx"));
    assert_eq!(count(&desk, Mark::Asked), 4);
    // The sections above the people are no records.
    desk.press("f");
    answer(&mut desk, |it| *it == Answer::NewBodies);
    assert_eq!((count(&desk, Mark::New), count(&desk, Mark::Asked)), (4, 0));
    desk.press("Ctrl+S");
    assert!(desk.app.taking().is_none(), "{}", desk.said());
    assert!(desk.said().contains("4 dòng"), "{}", desk.said());
    assert_eq!(desk.saves.len(), 1);
    assert_eq!(book(&place).header().imports.len(), 1);
    let people = |place: &Place| {
        let book = book(place);
        book.units()
            .iter()
            .map(|unit| unit.candidates.len())
            .sum::<usize>()
    };
    assert_eq!(people(&place), 4);
    desk.press("u");
    let mut after = place.files();
    let units = place.data().join("units");
    let head = place.data().join("book.ron");
    after.retain(|path, _| path.starts_with(&units) || *path == head);
    let before: Vec<_> = empty
        .iter()
        .filter(|(path, _)| after.contains_key(*path))
        .collect();
    assert!(after.iter().collect::<Vec<_>>() == before, "other bytes");
    assert_eq!(people(&place), 0);
    desk.press("Ctrl+R");
    assert_eq!(people(&place), 4);
    // The quotas of the same ward.
    desk.press("I")
        .write(fixture("11-giao-chi-tieu.xlsx").to_str().unwrap())
        .press("Enter f");
    while count(&desk, Mark::Asked) > 0 {
        answer(&mut desk, |it| *it == Answer::NewBodies);
    }
    desk.press("Ctrl+S");
    let quotas = super::run(
        &place,
        &["report", "quota", "--year", "2026", "--format", "json"],
    );
    let report: serde_json::Value = serde_json::from_str(&quotas).unwrap();
    assert_eq!(report["rows"][0]["quotas"][0]["allotted"], 7, "{report}");
    // They are seen where quotas are, without a key for another plan.
    desk.press("2");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("05-KH/ĐU"), "{screen}");
}

#[test]
fn every_example_shows_on_the_board_what_the_command_shows() {
    for name in [
        "01-doi-tuong-dang.xlsx",
        "02-quan-chung-uu-tu.xlsx",
        "04-abc-vntime.xls",
        "05-dang-vien-du-bi.ods",
        "07-unicode-text.txt",
        "08-windows-1258.csv",
        "09-tcvn3.csv",
        "11-giao-chi-tieu.xlsx",
    ] {
        let place = ward(&[]);
        let file = fixture(name);
        let shown = super::import(&place, &file, &["--dry-run"]);
        let desk = opened(&place, &file);
        let open = desk.app.taking().unwrap();
        let rows = &open.preview().unwrap().reading.rows;
        let told: Vec<String> = rows
            .iter()
            .filter(|row| row.mark != Mark::Skipped)
            .map(|row| format!("{:?}", row.mark).to_lowercase())
            .collect();
        assert_eq!(told, marks(&shown), "{name}");
    }
    let desk = opened(&ward(&[]), &fixture("12-bieu-2-btctw.xlsx"));
    assert!(desk.app.taking().unwrap().preview().is_none());
}

#[test]
fn what_words_for_a_cell_mean_is_said_once_and_known_from_then_on() {
    let place = ward(&["Chi bộ Tổ dân phố 1"]);
    let rows = "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tKhu Một\nLê Mẫu B\t1991\tKhu Một\n";
    let mut desk = pasted(&place, rows);
    assert_eq!(count(&desk, Mark::Asked), 2);
    answer(&mut desk, |it| matches!(it, Answer::ChooseBody(Some(_))));
    desk.write("to dan pho 1").press("Enter");
    assert_eq!(count(&desk, Mark::New), 2);
    desk.press("Ctrl+S");
    let cell = book(&place);
    let cell = cell.units().iter().find(|unit| !unit.aliases.is_empty());
    assert_eq!(cell.unwrap().aliases, ["Khu Một"]);
    // Another list of the same office asks nothing.
    let again = "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu C\t1992\tkhu một\n";
    desk.send(Msg::Paste(again.to_owned()));
    assert_eq!((count(&desk, Mark::New), count(&desk, Mark::Asked)), (1, 0));
}

#[test]
fn what_a_row_waits_for_is_offered_before_what_is_only_told_of_it() {
    let place = ward(&[]);
    // The order of day and month cannot be proved in any row: told. The cell is not known: asked.
    let rows = "Họ và tên\tNgày sinh\tChi bộ\nLê Mẫu A\t03/04/1990\tKhu Một\n\
        Lê Mẫu B\t05/06/1991\tKhu Hai\n";
    let mut desk = pasted(&place, rows);
    let row = desk.app.taking().unwrap().row().unwrap().clone();
    let codes: Vec<Issue> = row.problems.iter().map(|problem| problem.code).collect();
    assert!(codes.contains(&Issue::AmbiguousDay) && codes.contains(&Issue::UnknownUnit));
    desk.press("Enter");
    let menu = desk.app.taking().unwrap().menu.clone().unwrap();
    assert_eq!(menu.answers[0], Answer::NewBody("Khu Một".to_owned()));
    let order = |answer: &Answer| matches!(answer, Answer::Order(_));
    assert!(menu.answers.iter().any(order), "{:?}", menu.answers);
}

#[test]
fn a_difference_is_settled_for_a_field_of_a_row_and_the_rest_otherwise() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let list = |work: &str, phone: &str| {
        format!(
            "Họ và tên\tNgày sinh\tChi bộ\tSố điện thoại\tNơi làm việc\n\
             Lê Thị Mẫu\t01/02/1990\tChi bộ Mẫu A\t{phone}\t{work}\n\
             Trần Văn Mẫu\t01/02/1991\tChi bộ Mẫu A\t{phone}\t{work}\n"
        )
    };
    let mut desk = pasted(&place, &list("Trường Mẫu 1", "0912345678"));
    desk.press("Ctrl+S");
    desk.send(Msg::Paste(list("Trường Mẫu 2", "0912345679")));
    assert_eq!(count(&desk, Mark::Conflict), 2);
    desk.press("Ctrl+S");
    assert!(
        desk.said().contains("còn 2 dòng chờ trả lời"),
        "{}",
        desk.said()
    );
    let fields: Vec<String> = desk
        .app
        .taking()
        .unwrap()
        .row()
        .unwrap()
        .differing()
        .map(str::to_owned)
        .collect();
    assert_eq!(fields.len(), 2);
    // All rows keep one field; of the other the first row takes the file's.
    let (kept, taken) = (&fields[0], &fields[1]);
    let of = |field: &str, in_row: bool, take: Take| {
        let field = Some(field.to_owned());
        move |it: &Answer| {
            matches!(it, Answer::Take(at, own)
                if at.field == field && at.row.is_some() == in_row && *own == take)
        }
    };
    answer(&mut desk, of(kept, false, Take::Book));
    answer(&mut desk, of(taken, true, Take::File));
    desk.press("Ctrl+S");
    let first = person(&place, "Lê Thị Mẫu");
    let second = person(&place, "Trần Văn Mẫu");
    let told = |person: &ketnap::model::Candidate| {
        (
            person.phone.clone().unwrap_or_default(),
            person.work.clone().unwrap_or_default(),
        )
    };
    let (old, new) = (
        ("0912345678", "Trường Mẫu 1"),
        ("0912345679", "Trường Mẫu 2"),
    );
    let want = if kept == "phone" {
        (old.0, new.1)
    } else {
        (new.0, old.1)
    };
    assert_eq!(told(&first), (want.0.to_owned(), want.1.to_owned()));
    assert_eq!(told(&second), (old.0.to_owned(), old.1.to_owned()));
}

#[test]
fn a_row_is_left_out_and_taken_after_all() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let rows =
        "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tChi bộ Mẫu A\nLê Mẫu B\t1991\tChi bộ Mẫu A\n";
    let mut desk = pasted(&place, rows);
    let taken = |desk: &Desk| {
        desk.app
            .taking()
            .unwrap()
            .preview()
            .unwrap()
            .plan
            .taken
            .len()
    };
    desk.press("Space");
    assert_eq!(taken(&desk), 1);
    desk.press("Space");
    assert_eq!(taken(&desk), 2);
    desk.press("↓ Space Ctrl+S");
    let names: Vec<String> = book(&place)
        .units()
        .iter()
        .flat_map(|unit| &unit.candidates)
        .map(|person| person.name.clone())
        .collect();
    assert_eq!(names, ["Lê Mẫu A"]);
}

#[test]
fn who_may_be_somebody_of_the_book_is_said_to_be_that_one_or_another() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let first = "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tChi bộ Mẫu A\n";
    // Without a birth nobody can tell.
    let second = "Họ và tên\tChi bộ\tSố điện thoại\nLê Mẫu A\tChi bộ Mẫu A\t0912345678\n";
    for same in [true, false] {
        let mut desk = pasted(&place, first);
        desk.press("Ctrl+S");
        desk.send(Msg::Paste(second.to_owned()));
        assert_eq!(count(&desk, Mark::Asked), 1);
        if same {
            answer(&mut desk, |it| matches!(it, Answer::Same(..)));
            assert_eq!(count(&desk, Mark::Filled), 1);
        } else {
            answer(&mut desk, |it| matches!(it, Answer::Accept(_)));
            assert_eq!(count(&desk, Mark::New), 1);
        }
        desk.press("Ctrl+S");
        let book = book(&place);
        let people: Vec<_> = book
            .units()
            .iter()
            .flat_map(|unit| &unit.candidates)
            .collect();
        assert_eq!(people.len(), if same { 1 } else { 2 });
        assert!(people.iter().any(|person| person.phone.is_some()));
        desk.press("u");
    }
}

#[test]
fn a_column_that_nobody_knows_is_said_to_fill_a_field() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let rows = "Họ và tên\tNăm sinh\tChi bộ\tXyz\nLê Mẫu A\t1990\tChi bộ Mẫu A\t0912345678\n";
    let mut desk = pasted(&place, rows);
    desk.press("Tab ↓ ↓ ↓ Enter")
        .write("dien thoai")
        .press("Enter");
    assert_eq!(desk.app.taking().unwrap().side, Side::Columns);
    desk.press("Ctrl+S");
    assert_eq!(
        person(&place, "Lê Mẫu A").phone.as_deref(),
        Some("0912345678")
    );
}

#[test]
fn with_a_book_for_reading_only_a_list_can_be_looked_at_and_nothing_is_written() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let before = place.files();
    let mut desk = board(&place, Access::ReadOnly);
    desk.press("I")
        .write(fixture("02-quan-chung-uu-tu.xlsx").to_str().unwrap())
        .press("Enter f");
    answer(&mut desk, |it| *it == Answer::NewBodies);
    assert_eq!(count(&desk, Mark::New), 4);
    desk.press("Ctrl+S");
    assert!(desk.app.taking().is_some());
    assert!(desk.saves.is_empty());
    assert!(!desk.said().is_empty());
    assert_eq!(place.files(), before);
}

#[test]
fn what_another_board_saves_meanwhile_is_seen_by_the_list_and_kept() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let rows =
        "Họ và tên\tNăm sinh\tChi bộ\tSố điện thoại\nLê Mẫu A\t1990\tChi bộ Mẫu A\t0912345678\n";
    let mut first = pasted(&place, rows);
    let mut second = pasted(&place, rows);
    second.press("Ctrl+S");
    // The first one sees at its next look that all of it is there.
    first.look();
    assert_eq!(count(&first, Mark::Same), 1);
    first.press("Esc");
    // Another that has not looked yet is joined by the save.
    let more = "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu B\t1991\tChi bộ Mẫu A\n";
    first.send(Msg::Paste(more.to_owned()));
    second.send(Msg::Paste(more.replace('B', "C")));
    second.press("Ctrl+S");
    first.press("Ctrl+S");
    let mut names: Vec<String> = book(&place)
        .units()
        .iter()
        .flat_map(|unit| &unit.candidates)
        .map(|person| person.name.clone())
        .collect();
    names.sort();
    assert_eq!(names, ["Lê Mẫu A", "Lê Mẫu B", "Lê Mẫu C"]);
    assert_eq!(book(&place).header().imports.len(), 4);
}

#[test]
fn a_list_half_answered_is_gone_on_with_after_the_line_was_cut() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let rows = "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tKhu Một\nLê Mẫu B\t1991\tKhu Hai\n";
    let mut desk = pasted(&place, rows);
    answer(&mut desk, |it| matches!(it, Answer::NewBody(_)));
    assert_eq!((count(&desk, Mark::New), count(&desk, Mark::Asked)), (1, 1));
    let draft = desk.app.draft().expect("it is kept");
    let kept = ron::to_string(&draft).unwrap();
    let mut again = board(&place, Access::ReadWrite);
    again.app.offer_drafts(vec![ron::from_str(&kept).unwrap()]);
    again.press("Enter");
    assert_eq!(
        (count(&again, Mark::New), count(&again, Mark::Asked)),
        (1, 1)
    );
}

#[test]
fn a_list_that_is_given_up_while_it_is_read_is_stopped_and_what_comes_late_opens_nothing() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let mut desk = pasted(
        &place,
        "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tChi bộ Mẫu A\n",
    );
    let ask = desk.effects.iter().find_map(|effect| match effect {
        Effect::ReadList(ask) => Some(ask.asked),
        _ => None,
    });
    desk.press("Esc");
    assert!(desk.effects.contains(&Effect::StopList));
    let late = Err(ketnap::model::Message::info("taking.open"));
    desk.send(Msg::ListRead(ask.unwrap(), Box::new(late)));
    assert!(desk.app.taking().is_none());
}

#[test]
fn a_path_is_completed_as_far_as_one_way_goes_on() {
    let place = ward(&[]);
    let dir = place.home.path().join("tệp");
    std::fs::create_dir_all(dir.join("Lưu trữ")).unwrap();
    for name in [
        "danh sách 2025.xlsx",
        "danh sách 2026.CSV",
        "ảnh.jpg",
        ".ẩn.xlsx",
    ] {
        std::fs::write(dir.join(name), "").unwrap();
    }
    let mut desk = board(&place, Access::ReadWrite);
    let typed = |desk: &Desk| match desk.app.overlays.last() {
        Some(ketnap::app::Overlay::Prompt(prompt)) => prompt.input.value().to_owned(),
        other => panic!("no line: {other:?}"),
    };
    let dir = dir.to_str().unwrap();
    for (begun, path) in [
        (format!("{dir}/d"), format!("{dir}/danh sách 202")),
        (
            format!("{dir}/danh sách 2026"),
            format!("{dir}/danh sách 2026.CSV"),
        ),
        (format!("{dir}/L"), format!("{dir}/Lưu trữ/")),
        (format!("{dir}/ả"), format!("{dir}/ả")),
        (format!("{dir}/"), format!("{dir}/")),
        ("/không/có".to_owned(), "/không/có".to_owned()),
    ] {
        desk.press("I").write(&begun).press("Tab");
        assert_eq!(typed(&desk), path);
        desk.press("Esc");
    }
}

#[test]
fn of_whom_a_list_tells_no_step_it_is_not_known_since_when() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let rows = "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tChi bộ Mẫu A\n";
    let mut desk = pasted(&place, rows);
    desk.press("Ctrl+S");
    let id = person(&place, "Lê Mẫu A").id;
    let sheet = ketnap::app::Sheet::person(id);
    desk.app.overlays.push(ketnap::app::Overlay::Sheet(sheet));
    let screen = desk.screen(100, 40);
    assert!(screen.contains("chưa biết từ ngày nào"), "{screen}");
    desk.press("Esc");
    let report = super::run(&place, &["report", "pipeline", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["rows"][0]["since"], serde_json::Value::Null);
    assert_eq!(report["rows"][0]["days"], serde_json::Value::Null);
}

#[test]
fn a_first_start_makes_a_book_and_asks_for_the_list() {
    let mut desk = Desk::new();
    desk.app = App::first_start(&desk.world, 1);
    desk.press("↓ ↓ Enter Enter")
        .write("Đảng bộ xã Mẫu")
        .press("Enter");
    assert!(matches!(desk.effects.last(), Some(Effect::Create(_))));
    let book = book(&ward(&[]));
    desk.send(Msg::Opened(Box::new(book)));
    assert!(matches!(
        desk.app.overlays.last(),
        Some(ketnap::app::Overlay::Prompt(prompt)) if prompt.ask == ketnap::app::Ask::ListFile
    ));
}

#[test]
fn the_window_of_a_list_at_small_and_large_sizes() {
    let place = ward(&["Chi bộ Mẫu A"]);
    let mut desk = opened(&place, &fixture("02-quan-chung-uu-tu.xlsx"));
    insta::assert_snapshot!("taking_rows_80", desk.screen(80, 24));
    insta::assert_snapshot!("taking_rows_120", desk.screen(120, 36));
    insta::assert_snapshot!("taking_rows_40", desk.screen(40, 12));
    desk.press("Enter");
    insta::assert_snapshot!("taking_answers_80", desk.screen(80, 24));
    desk.press("Esc Tab ↓");
    insta::assert_snapshot!("taking_columns_80", desk.screen(80, 24));
}
