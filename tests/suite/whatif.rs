//! Screen 2 and the people behind its numbers, by keys: order, drill-down, what-if, nothing saved.

use crate::desk::{Desk, sample};
use crate::world::person_id;
use ketnap::app::{Outlooks, Overlay, Pane, QuotaOrder, Screen};
use ketnap::model::CandidateId;
use ketnap::rules::{Class, Classes, Spot};

fn open(desk: &Desk) -> &Outlooks {
    match desk.app.overlays.last() {
        Some(Overlay::Outlooks(open)) => open,
        other => panic!("{other:?}"),
    }
}

fn classes(desk: &Desk) -> (Classes, Option<Classes>) {
    open(desk).classes(desk.app.see(&desk.world))
}

/// Goes to a person of the open list.
fn go_to(desk: &mut Desk, id: &CandidateId) {
    for _ in 0..200 {
        let line = open(desk).line().unwrap();
        if line.person(&desk.app.book).id == *id {
            return;
        }
        desk.press("↓");
    }
    panic!("{id} is not listed");
}

#[test]
fn every_number_of_the_city_opens_to_names() {
    let mut desk = Desk::new();
    desk.press("2 Enter");
    let (real, other) = classes(&desk);
    assert_eq!(other, None);
    assert_eq!(real.done, 69);
    let listed = |class| {
        let lines = open(&desk).rows.lines().iter();
        let of = lines.filter_map(|line| open(&desk).of(desk.app.see(&desk.world), *line));
        of.filter(|seen| seen.class == class).count() as u32
    };
    let unlisted = desk.app.figures.tally(0).unlisted;
    assert_eq!(listed(Class::Done) + unlisted, real.done);
    assert_eq!(listed(Class::OnTrack), real.on_track);
    assert_eq!(listed(Class::Tight), real.tight);
    assert_eq!(listed(Class::NotThisYear), real.not_this_year);
}

#[test]
fn a_what_if_moves_the_classes_and_saves_nothing() {
    let mut desk = Desk::new();
    desk.press("2 Enter");
    let (real, _) = classes(&desk);
    go_to(&mut desk, &person_id("mau-19"));
    desk.press("Space");
    let (still, other) = classes(&desk);
    let other = other.unwrap();
    assert_eq!(still, real, "the real numbers stay");
    assert_eq!(
        (other.on_track, other.closed),
        (real.on_track - 1, real.closed + 1)
    );
    desk.press("Space");
    assert_eq!(classes(&desk), (real, None), "taken back");
    desk.press("+ + +");
    let other = classes(&desk).1.unwrap();
    assert_eq!(
        other.on_track,
        real.on_track - 1,
        "six weeks longer is too long"
    );
    assert_eq!(other.all(), real.all());
    desk.press("- - -");
    assert_eq!(classes(&desk), (real, None));
    desk.press("a").write("le ket nap").press("Enter");
    let other = classes(&desk).1.unwrap();
    assert_eq!(other.all(), real.all() + 1, "one more");
    desk.press("Esc");
    assert_eq!(desk.app.book, sample());
    assert!(desk.saves.is_empty());
    desk.press("Enter");
    assert_eq!(classes(&desk), (real, None), "gone with the list");
}

#[test]
fn down_to_the_person_and_back() {
    let mut desk = Desk::new();
    desk.press("2 Enter");
    go_to(&mut desk, &person_id("mau-46"));
    desk.press("o");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Sheet(_))));
    desk.press("Esc Enter");
    assert_eq!(
        (desk.app.screens.open, desk.app.screens.board.focus),
        (Screen::Board, Pane::Pipeline)
    );
    let line = desk.app.screens.board.pipeline.line().unwrap();
    assert_eq!(line.person(&desk.app.book).id, person_id("mau-46"));
}

#[test]
fn a_ceremony_moves_somebody_from_on_track_to_done_and_back() {
    let mut desk = Desk::new();
    desk.press("2");
    let count = |desk: &Desk| desk.app.see(&desk.world).forecast().count(0);
    let before = count(&desk);
    desk.press("3 /").write("mau 30").press("Enter > 2");
    let after = count(&desk);
    assert_eq!(after.done, before.done + 1);
    assert_eq!(after.all(), before.all());
    desk.press("u");
    assert_eq!(count(&desk), before);
}

#[test]
fn the_most_at_risk_stand_first_and_the_selection_stays() {
    let mut desk = Desk::new();
    desk.press("2 /").write("nông thượng").press("Enter s");
    assert_eq!(desk.app.screens.quotas.order, QuotaOrder::Risk);
    let name = |node: usize| desk.app.see(&desk.world).name_of(node);
    let rows: Vec<String> = desk
        .app
        .screens
        .quotas
        .rows
        .iter()
        .map(|node| name(*node))
        .collect();
    assert_eq!(
        rows,
        [
            "Đảng bộ TP. Bắc Kạn",
            "Đảng bộ xã Dương Quang",
            "Đảng bộ xã Nông Thượng"
        ]
    );
    assert_eq!(name(desk.app.screens.quotas.at), "Đảng bộ xã Nông Thượng");
    let nodes = &desk.app.figures.tree.nodes;
    assert!(matches!(
        nodes[desk.app.screens.quotas.at].spot,
        Spot::Unit(_)
    ));
    desk.press("s");
    assert_eq!(
        desk.app.screens.quotas.rows.len(),
        desk.app.figures.tree.nodes.len()
    );
}
