//! Screen 4 by keys: it follows the organisation and the year, its rows lead back to the board.

use crate::desk::Desk;
use crate::world::{person_id, unit_id};
use ketnap::app::{Pane, Part, Screen};
use ketnap::rules::Spot;

fn made(desk: &Desk) -> u32 {
    let data = desk.app.screens.insight.data.as_ref().unwrap();
    data.curve.last().unwrap().admitted()
}

#[test]
fn it_follows_the_organisation_and_the_year() {
    let mut desk = Desk::new();
    desk.press("4");
    assert_eq!(desk.app.screens.open, Screen::Analysis);
    assert_eq!(made(&desk), 69);
    desk.press("[");
    assert_eq!(made(&desk), 67);
    desk.press("] /").write("nông thượng").press("Enter");
    assert_eq!(made(&desk), 13);
    desk.press("1");
    assert!(
        desk.app.screens.insight.data.is_none(),
        "nothing is kept for a closed screen"
    );
    let node = desk.app.screens.board.tree.node().unwrap();
    let Spot::Unit(at) = desk.app.figures.tree.nodes[node].spot else {
        panic!()
    };
    assert_eq!(desk.app.book.units()[at].id, unit_id("nong-thuong"));
}

#[test]
fn parts_go_round() {
    let mut desk = Desk::new();
    desk.press("4 ←");
    assert_eq!(desk.app.screens.insight.part, Part::Waiting);
    desk.press("Tab Tab");
    assert_eq!(desk.app.screens.insight.part, Part::Years);
}

#[test]
fn a_row_leads_to_the_board() {
    let mut desk = Desk::new();
    desk.press("4 ← ↓ ↓ Enter");
    assert_eq!(desk.app.screens.open, Screen::Board);
    assert_eq!(desk.app.screens.board.focus, Pane::Pipeline);
    let line = desk.app.screens.board.pipeline.line().unwrap();
    assert_eq!(line.person(&desk.app.book).id, person_id("mau-19"));
    desk.press("Tab g 4 ← Enter");
    assert_eq!(desk.app.screens.open, Screen::Board, "a weak cell");
    desk.press("4 → → → Enter");
    assert_eq!(
        desk.app.screens.open,
        Screen::Analysis,
        "a chart leads nowhere"
    );
    assert!(!desk.said().is_empty());
}

#[test]
fn an_edit_is_seen_at_once() {
    let mut desk = Desk::new();
    desk.press("4");
    let before = made(&desk);
    desk.press("3 /").write("mau 30").press("Enter > 4");
    assert_eq!(made(&desk), before + 1);
    desk.press("u");
    assert_eq!(made(&desk), before);
}
