//! Quotas, exemptions, floors and marks as they are entered on the sheets.

use crate::board::go_to;
use crate::desk::Desk;
use crate::quotas::{NORTH_CELL, admitted, book, today, uneven};
use crate::world::{code, day, person_id, unit_id};
use ketnap::app::{FormFor, Overlay, SheetRow};
use ketnap::model::{Code, Refusal, Sex, UnitClass};
use ketnap::text::Lang;

#[test]
fn a_quota_for_a_group_is_entered_and_taken_out_on_the_sheet() {
    let mut desk = Desk::with(uneven(), Lang::Vi);
    desk.press("2 ↓ o a Enter");
    assert!(matches!(desk.form().what, FormFor::Quota(_, None)));
    // The last group is the conscripts.
    desk.press("↓ ← ↓").write("3");
    desk.press("↓ ↓ ↓ ↓ ↓ ↓").write("6/2/2023");
    let screen = desk.screen(100, 30);
    assert!(
        screen.contains("Hạn theo ngày nhập ngũ: 06/08/2022."),
        "{screen}"
    );
    desk.press("Enter");
    let unit = |desk: &Desk| desk.app.book.unit(&unit_id("bac")).unwrap().clone();
    let row = unit(&desk).quotas.pop().unwrap();
    assert_eq!((row.group, row.target), (Some(code("conscripts")), 3));
    assert_eq!(row.deadline, Some(day(2022, 8, 6)));
    let screen = desk.screen(100, 30);
    let shown = "thanh niên nhập ngũ trong năm: 3 · hạn 06/08/2022";
    assert!(screen.contains(shown), "{screen}");
    // The rows of the quotas follow eight others.
    desk.press("g ↓ ↓ ↓ ↓ ↓ ↓ ↓ ↓ ↓ ↓ Delete");
    assert_eq!(unit(&desk).quotas.len(), 2);
    // Another group is not due by an enlistment.
    desk.press("a Enter ↓ → ↓").write("3");
    desk.press("↓ ↓ ↓ ↓ ↓ ↓").write("6/2/2023").press("Enter");
    assert_eq!(desk.form().fault, Some(Refusal::NoEnlistment.message()));
}

#[test]
fn a_number_is_corrected_or_revised_by_its_form() {
    let mut desk = Desk::with(uneven(), Lang::Vi);
    let quotas = |desk: &Desk| {
        let rows = desk.app.book.unit(&unit_id("bac")).unwrap().quotas.clone();
        let plain = rows.into_iter().filter(|row| row.group.is_none());
        plain.map(|row| (row.target, row.from)).collect::<Vec<_>>()
    };
    desk.press("2 ↓ r Ctrl+U").write("98").press("Enter");
    assert_eq!(quotas(&desk), [(97, None), (98, Some(today()))]);
    desk.press("o g ↓ ↓ ↓ ↓ ↓ ↓ ↓ ↓ e Ctrl+U")
        .write("96")
        .press("Enter");
    assert_eq!(quotas(&desk), [(96, None), (98, Some(today()))]);
    let screen = desk.screen(100, 30);
    assert!(screen.contains("96 · đã thay"), "{screen}");
    assert!(screen.contains("98 · từ 27/11/2022"), "{screen}");
    // A revision owes its day.
    desk.press("e ↓ → Enter");
    assert_eq!(desk.form().fault, Some(Refusal::Empty.message()));
    desk.press("Esc Esc")
        .press("e Ctrl+U")
        .write("99")
        .press("Enter");
    assert_eq!(quotas(&desk), [(96, None), (99, Some(today()))]);
}

#[test]
fn an_exemption_and_a_floor_are_entered_on_the_sheets() {
    let mut desk = Desk::with(uneven(), Lang::Vi);
    desk.press("2 ↓ o a ↓ Enter ↓ Ctrl+U").write("1/5");
    desk.press("↓").write("Thông báo mẫu").press("Enter");
    let unit = |desk: &Desk| desk.app.book.unit(&unit_id("bac")).unwrap().clone();
    let row = unit(&desk).exemptions.pop().unwrap();
    assert_eq!((row.year, row.from), (2022, day(2022, 5, 1)));
    assert_eq!(row.basis.as_deref(), Some("Thông báo mẫu"));
    let screen = desk.screen(100, 30);
    assert!(screen.contains("Miễn chỉ tiêu 2022"), "{screen}");
    // Floors are the book's: offered at its root.
    desk.press("a");
    assert!(!desk.screen(100, 30).contains("mức tối thiểu"));
    desk.press("Esc Esc ↑ o a")
        .write("toi thieu")
        .press("Enter");
    desk.press("↓ ↓ → → ↓").write("5").press("Enter");
    let floors = &desk.app.book.settings().floors;
    assert_eq!(floors.len(), 1);
    assert_eq!(
        (&floors[0].class, floors[0].least),
        (&UnitClass::Kind(code("ward")), 5)
    );
    let screen = desk.screen(100, 30);
    assert!(
        screen.contains("≥ 5 · Đảng bộ phường, xã, đặc khu"),
        "{screen}"
    );
    go_to(&mut desk, SheetRow::Floor(0));
    desk.press("Delete");
    assert!(desk.app.book.settings().floors.is_empty());
}

#[test]
fn a_person_is_marked_as_of_a_group_on_the_sheet() {
    let mut woman = admitted(1);
    woman.sex = Some(Sex::Female);
    let book = book(|_, units| units[NORTH_CELL].candidates = vec![woman]);
    let mut desk = Desk::with(book, Lang::Vi);
    desk.press("Tab f Enter");
    let at = |desk: &mut Desk| {
        let Some(Overlay::Sheet(sheet)) = desk.app.overlays.last() else {
            panic!("no sheet");
        };
        let rows = sheet.rows(desk.app.see(&desk.world));
        rows.get(sheet.at) == Some(&SheetRow::Groups)
    };
    for _ in 0..60 {
        if at(&mut desk) {
            break;
        }
        desk.press("↓");
    }
    desk.press("e");
    // What the record tells is not asked.
    let Some(Overlay::Pick(picker)) = desk.app.overlays.last() else {
        panic!("nothing to pick from");
    };
    let offered = picker.items.iter().filter_map(|item| item.offers.row());
    let offered: Vec<&str> = offered.map(Code::as_str).collect();
    let others = [
        "youth",
        "militia",
        "ethnic-minority",
        "private-enterprise",
        "conscripts",
    ];
    assert_eq!(offered, others);
    desk.write("dan quan").press("Enter");
    let person = desk.app.book.candidate(&person_id("mau-01")).unwrap().1;
    assert_eq!(person.groups, [code("militia")]);
    assert!(desk.screen(100, 40).contains("nữ; dân quân"));
}
