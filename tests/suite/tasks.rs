//! Screen 3 by keys: what stands there, the way to the board, and that an edit takes a task away.

use crate::desk::Desk;
use crate::world::person_id;
use ketnap::app::{Overlay, Pane, Screen, Sheet};
use ketnap::model::Subject;
use ketnap::rules::{Harm, Task};

fn names(desk: &Desk) -> Vec<String> {
    let tasks = desk.app.screens.agenda.tasks.iter();
    let book = &desk.app.book;
    let id = |task: &Task| match task.line() {
        Some(line) => line.person(book).id.to_string(),
        None => book.units()[task.unit()].id.to_string(),
    };
    tasks.map(id).collect()
}

#[test]
fn the_screen_holds_what_the_report_holds() {
    let mut desk = Desk::new();
    desk.press("3");
    assert_eq!(desk.app.screens.open, Screen::Agenda);
    let first = ["mau-52", "mau-41", "mau-31", "xuat-hoa-mau-1", "mau-57"];
    assert_eq!(names(&desk)[..5], first);
    assert_eq!(desk.app.screens.agenda.task().unwrap().harm, Harm::Overdue);
    let near = names(&desk).len();
    desk.press("f");
    assert!(
        names(&desk).len() > near,
        "sixty days hold more than thirty"
    );
    desk.press("f f f");
    assert_eq!(names(&desk).len(), near);
}

#[test]
fn one_key_goes_to_the_row_and_another_opens_the_sheet() {
    let mut desk = Desk::new();
    desk.press("3 ↓ o");
    let open = Sheet::person(person_id("mau-41")).subject;
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Sheet(s)) if s.subject == open));
    assert!(matches!(open, Subject::Person(_)));
    desk.press("Esc Enter");
    assert_eq!(desk.app.screens.open, Screen::Board);
    assert_eq!(desk.app.screens.board.focus, Pane::Pipeline);
    let line = desk.app.screens.board.pipeline.line().unwrap();
    assert_eq!(line.person(&desk.app.book).id, person_id("mau-41"));
    assert!(
        desk.app.screens.agenda.tasks.is_empty(),
        "nothing is kept for a closed screen"
    );
}

#[test]
fn only_the_selected_organisation_is_asked_for() {
    let mut desk = Desk::new();
    desk.press("/").write("dương quang").press("Enter 3");
    assert!(names(&desk).len() > 1, "all of the book at first");
    desk.press("t f");
    assert_eq!(names(&desk), ["mau-19"]);
    desk.press("/").write("khong ai").press("Enter");
    assert!(desk.said().contains("Không thấy"), "{}", desk.said());
}

#[test]
fn what_was_done_is_gone_from_the_list() {
    let mut desk = Desk::new();
    desk.press("3 /").write("mau 30").press("Enter");
    let task = desk.app.screens.agenda.task().unwrap();
    let line = task.line().unwrap();
    assert_eq!(line.person(&desk.app.book).id, person_id("mau-30"));
    desk.press(">");
    assert!(!names(&desk).contains(&"mau-30".to_owned()));
    assert!(
        desk.app.screens.agenda.task().is_some(),
        "the next one is selected"
    );
    desk.press("u");
    assert!(names(&desk).contains(&"mau-30".to_owned()));
}

#[test]
fn the_reason_of_a_day_opens_here_too() {
    let mut desk = Desk::new();
    desk.press("3 w");
    assert!(
        matches!(desk.app.overlays.last(), Some(Overlay::Why(why)) if why.id == person_id("mau-52"))
    );
    desk.press("w q");
}
