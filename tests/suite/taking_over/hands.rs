//! What a clerk's hands did at the first trial: answers taken back, a path mended, counts that follow, days that a heading names.

use super::board::{answer, board, count, opened, pasted};
use super::{book, fixture, ward};
use crate::desk::Desk;
use crate::world::day;
use ketnap::app::Answer;
use ketnap::app::Msg;
use ketnap::model::import::{Mark, What};
use ketnap::store::Access;

#[test]
fn an_answer_is_taken_back_and_a_list_with_answers_is_not_closed_by_one_key() {
    let place = ward(&[]);
    let empty = place.files();
    let rows = "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tKhu Một\nLê Mẫu B\t1991\tKhu Hai\n";
    let mut desk = pasted(&place, rows);
    desk.press("Ctrl+S");
    assert!(desk.screen(80, 24).contains("còn 2 dòng chờ trả lời"));
    desk.press("u");
    assert!(
        desk.screen(80, 24)
            .contains("Chưa có câu trả lời nào để bỏ")
    );
    answer(&mut desk, |it| matches!(it, Answer::NewBody(_)));
    assert_eq!((count(&desk, Mark::New), count(&desk, Mark::Asked)), (1, 1));
    desk.press("↓");
    answer(&mut desk, |it| *it == Answer::NewBodies);
    assert_eq!((count(&desk, Mark::New), count(&desk, Mark::Asked)), (2, 0));
    desk.press("u");
    assert_eq!((count(&desk, Mark::New), count(&desk, Mark::Asked)), (1, 1));
    desk.press("Esc");
    assert!(desk.screen(80, 24).contains("Esc lần nữa là đóng"));
    desk.press("↓").press("Esc");
    assert!(desk.app.taking().is_some(), "it was moved in meanwhile");
    desk.press("Esc");
    assert!(desk.app.taking().is_none());
    assert_eq!(place.files(), empty);
}

#[test]
fn the_counts_above_the_rows_follow_what_was_answered() {
    let place = ward(&["Chi bộ Mẫu"]);
    let rows = "Họ và tên\tNăm sinh\tChi bộ\nLÊ MẪU A\t1990\tChi bộ Mẫu\nLê Mẫu B\t1991\tKhu Hai\n";
    let mut desk = pasted(&place, rows);
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("thêm mới 1 · cần hỏi 1 · sẽ ghi 1"),
        "{screen}"
    );
    assert!(
        screen.contains("1 dòng có điều nên xem (dấu !)"),
        "{screen}"
    );
    desk.press("Space");
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("thêm mới 1 · để lại 1 · sẽ ghi 1"),
        "{screen}"
    );
}

#[test]
fn a_path_that_leads_to_no_list_is_mended_where_it_was_typed() {
    let place = ward(&[]);
    let wrong = fixture("02-khong-co.xlsx");
    let mut desk = opened(&place, &wrong);
    assert!(desk.screen(80, 24).contains("Enter: sửa đường dẫn"));
    desk.press("Enter");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("02-khong-co.xlsx"), "{screen}");
    for _ in 0.."khong-co.xlsx".len() {
        desk.press("Backspace");
    }
    desk.write("quan-chung-uu-tu.xlsx").press("Enter");
    assert_eq!(count(&desk, Mark::Asked), 4);
}

#[test]
fn what_is_wrong_with_a_typed_line_stands_beside_it_on_every_screen() {
    let place = ward(&[]);
    for (width, height) in [(80, 24), (120, 36), (60, 16)] {
        let mut desk = board(&place, Access::ReadWrite);
        desk.press("I").press("Enter");
        let screen = desk.screen(width, height);
        assert!(screen.contains("Đường dẫn tệp"), "{screen}");
        assert!(screen.contains("Cần có nội dung."), "{screen}");
    }
}

#[test]
fn a_column_fills_again_what_it_was_read_as() {
    let place = ward(&[]);
    let mut desk = opened(&place, &fixture("11-giao-chi-tieu.xlsx"));
    let fields = |desk: &Desk| -> Vec<String> {
        let open = desk.app.taking().unwrap();
        let columns = open.columns().into_iter();
        columns.map(|(_, column)| column.field.clone()).collect()
    };
    let read = fields(&desk);
    let at = read
        .iter()
        .position(|field| field == "target+group")
        .unwrap();
    desk.press("Tab");
    for _ in 0..at {
        desk.press("↓");
    }
    desk.press("Enter").write("ghi chu").press("Enter");
    assert_ne!(fields(&desk), read);
    desk.press("Enter").write("tu nhan").press("Enter");
    assert_eq!(fields(&desk), read);
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Chỉ tiêu + Nhóm riêng"), "{screen}");
    assert!(!screen.contains("at_least"), "{screen}");
}

#[test]
fn words_that_were_said_to_mean_a_committee_are_known_again() {
    let place = ward(&["Chi bộ Mẫu"]);
    let rows = "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tKhối cơ quan\n";
    let root = book(&place).header().roots.last().unwrap().value.clone();
    let name = book(&place)
        .unit(&root)
        .unwrap()
        .name_on(day(2026, 11, 27))
        .to_owned();
    let mut desk = pasted(&place, rows);
    answer(&mut desk, |it| matches!(it, Answer::ChooseBody(Some(_))));
    desk.write(&name).press("Enter").press("Ctrl+S");
    desk.send(Msg::Paste(rows.to_owned()));
    assert_eq!(
        (count(&desk, Mark::Same), count(&desk, Mark::Asked)),
        (1, 0)
    );
}

#[test]
fn a_count_of_members_is_of_the_day_that_its_heading_names() {
    let place = ward(&["Chi bộ Mẫu"]);
    for (heading, expected) in [
        ("Tổng số đảng viên đến 31/12/2025", day(2025, 12, 31)),
        ("Tổng số đảng viên đến ngày 30/6/2026", day(2026, 6, 30)),
        ("Tổng số đảng viên", day(2026, 11, 27)),
        ("Tổng số đảng viên đến 31/12/2026", day(2026, 11, 27)),
    ] {
        let text = format!("TT\tTên chi bộ\t{heading}\tChỉ tiêu năm 2026\n1\tChi bộ Mẫu\t18\t2\n");
        let desk = pasted(&place, &text);
        let open = desk.app.taking().unwrap();
        let row = &open.preview().unwrap().reading.rows;
        let allotted = row.iter().find_map(|row| match &row.what {
            What::Quota(allotted) => Some(allotted.clone()),
            _ => None,
        });
        let allotted = allotted.expect(heading);
        assert_eq!(allotted.members, Some(18), "{heading}");
        let on = allotted.members_on.unwrap_or(day(2026, 11, 27));
        assert_eq!(on, expected, "{heading}");
    }
    let place = ward(&[]);
    let mut desk = opened(&place, &fixture("11-giao-chi-tieu.xlsx"));
    answer(&mut desk, |it| *it == Answer::NewBodies);
    desk.press("Ctrl+S");
    let book = book(&place);
    let counts = book.units().iter().flat_map(|unit| &unit.members);
    let days: Vec<_> = counts.map(|row| row.on).collect();
    assert!(
        !days.is_empty() && days.iter().all(|on| *on == day(2025, 12, 31)),
        "{days:?}"
    );
}

#[test]
fn a_name_with_what_nobody_sees_makes_a_tidy_organisation_or_an_error_of_its_rows() {
    let place = ward(&[]);
    let (a, b, c) = ("Chi bộ\u{200b} Mẫu A", "Chi bộ Mẫu \u{425}", "Chi bộ Mẫu C");
    let rows = format!(
        "Họ và tên\tNăm sinh\tNghề nghiệp\n{a}\nLê Mẫu A\t1990\tNông dân\n\
         {b}\nLê Mẫu B\t1991\tNông dân\n{c}\nLê Mẫu C\t1992\tNông dân\n"
    );
    let mut desk = pasted(&place, &rows);
    desk.press("f");
    answer(&mut desk, |it| *it == Answer::NewBodies);
    desk.press("Ctrl+S");
    let book = book(&place);
    let names: Vec<&str> = book
        .units()
        .iter()
        .map(|unit| unit.name_on(day(2026, 11, 27)))
        .collect();
    assert!(
        names.contains(&"Chi bộ Mẫu A") && names.contains(&"Chi bộ Mẫu C"),
        "{names:?} {}",
        desk.said()
    );
    let people = book.units().iter().map(|unit| unit.candidates.len());
    assert!(people.sum::<usize>() >= 2);
}
