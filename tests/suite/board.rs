//! The pure update: keys in, state and effects out, no disk and no terminal.

use crate::desk::{Desk, sample};
use crate::world::{day, person_id, unit_id};
use ketnap::app::{Effect, FormFor, Msg, Overlay, Pane, SaveMark, Screen, SheetRow, Turn};
use ketnap::model::{Place, ScalarField};
use ketnap::text::Lang;

/// The board with the selection on a person, in the pipeline of the root.
pub(crate) fn at(id: &str) -> Desk {
    let mut desk = Desk::new();
    desk.press("Tab");
    for _ in 0..200 {
        if desk
            .app
            .screens
            .board
            .pipeline
            .line()
            .is_some_and(|l| l.person(&desk.app.book).id == person_id(id))
        {
            return desk;
        }
        desk.press("↓");
    }
    panic!("{id} is not listed");
}

fn steps(desk: &Desk, id: &str) -> Vec<Place> {
    let (_, person) = desk.app.book.candidate(&person_id(id)).unwrap();
    person.steps.iter().map(|s| s.to.clone()).collect()
}

fn stage(desk: &Desk, id: &str) -> String {
    match steps(desk, id).pop() {
        Some(Place::Stage(code)) => code.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn the_tree_folds_and_unfolds_and_keeps_the_selection() {
    let mut desk = Desk::new();
    let rows = desk.app.screens.board.tree.rows.len();
    desk.press("↓ →");
    assert!(desk.app.screens.board.tree.rows.len() > rows);
    desk.press("↓ ←");
    assert_eq!(
        desk.app.screens.board.tree.at, 1,
        "from a cell, left goes to its committee"
    );
    desk.press("←");
    assert_eq!(desk.app.screens.board.tree.rows.len(), rows);
    desk.press("↓ → →");
    assert_eq!(
        desk.app.screens.board.focus,
        Pane::Pipeline,
        "an open node hands over to its people"
    );
}

#[test]
fn the_selection_is_never_on_a_stage_head() {
    let mut desk = Desk::new();
    desk.press("Tab");
    for _ in 0..80 {
        desk.press("↓");
        assert!(desk.app.screens.board.pipeline.line().is_some());
    }
    for _ in 0..80 {
        desk.press("↑");
        assert!(desk.app.screens.board.pipeline.line().is_some());
    }
}

#[test]
fn one_key_takes_a_person_one_stage_on_and_undo_takes_it_back() {
    let mut desk = at("mau-49");
    assert_eq!(stage(&desk, "mau-49"), "grassroots");
    desk.press(">");
    assert_eq!(stage(&desk, "mau-49"), "decision");
    assert_eq!(desk.app.saved, SaveMark::Saved);
    assert_eq!(
        desk.app
            .screens
            .board
            .pipeline
            .line()
            .unwrap()
            .person(&desk.app.book)
            .id,
        person_id("mau-49")
    );
    desk.press("u");
    assert_eq!(desk.app.book, sample());
    desk.press("Ctrl+R");
    assert_eq!(stage(&desk, "mau-49"), "decision");
    desk.press("u u");
    assert!(matches!(
        desk.effects.last(),
        Some(Effect::Recall(Turn::Undo))
    ));
    desk.send(Msg::Recalled(Vec::new()));
    assert_eq!(desk.said(), "Không có gì để hoàn tác.");
}

#[test]
fn the_ceremony_counts_and_a_step_back_takes_the_count_back() {
    let mut desk = at("mau-30");
    let root = |desk: &Desk| desk.app.figures.tally(0).admitted();
    assert_eq!(root(&desk), 69);
    desk.press(">");
    assert_eq!(root(&desk), 70);
    desk.press("<").write("ghi nhầm").press("Enter");
    assert_eq!(root(&desk), 69);
    assert_eq!(stage(&desk, "mau-30"), "ceremony");
}

#[test]
fn a_step_back_needs_a_reason_and_keeps_asking() {
    let mut desk = at("mau-19");
    desk.press("< Enter");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Prompt(p)) if p.fault.is_some()));
    assert!(desk.saves.is_empty());
    desk.write("hồ sơ thiếu").press("Enter");
    assert_eq!(stage(&desk, "mau-19"), "grassroots");
    let (_, person) = desk.app.book.candidate(&person_id("mau-19")).unwrap();
    assert_eq!(
        person.steps.last().unwrap().reason.as_deref(),
        Some("hồ sơ thiếu")
    );
}

#[test]
fn a_stage_is_picked_by_name_without_accents() {
    let mut desk = at("mau-49");
    desk.press("m").write("cap co tham quyen").press("Enter");
    assert_eq!(stage(&desk, "mau-49"), "decision");
    desk.press("m").write("chi bo").press("Enter");
    assert!(
        matches!(desk.app.overlays.last(), Some(Overlay::Prompt(_))),
        "backwards asks why"
    );
}

#[test]
fn pause_resume_and_stop() {
    let mut desk = at("mau-19");
    desk.press("p").write("đi học xa").press("Enter");
    assert_eq!(steps(&desk, "mau-19").last(), Some(&Place::Paused));
    desk.press(">");
    assert!(desk.said().contains("tạm dừng"), "{}", desk.said());
    desk.press("r");
    assert_eq!(stage(&desk, "mau-19"), "decision");
    desk.press("x").write("xin rut").press("Enter");
    desk.write("không còn nguyện vọng");
    desk.press("Enter");
    assert!(
        matches!(steps(&desk, "mau-19").last(), Some(Place::Exit(_))),
        "{:?}",
        steps(&desk, "mau-19")
    );
    let listed = |desk: &Desk| {
        let mut people = desk.app.screens.board.pipeline.rows.lines().iter();
        people.any(|line| line.person(&desk.app.book).id == person_id("mau-19"))
    };
    assert!(
        listed(&desk),
        "still in sight, so that the next key falls on nobody else"
    );
    desk.press("f f f");
    assert!(!listed(&desk), "then gone from the list of open ones");
}

#[test]
fn every_field_of_a_row_is_edited_in_place() {
    let mut desk = at("mau-19");
    let person = |desk: &Desk| {
        desk.app
            .book
            .candidate(&person_id("mau-19"))
            .unwrap()
            .1
            .clone()
    };
    desk.press("e Ctrl+U")
        .write("Nguyễn  Văn Mẫu  19")
        .press("Enter");
    assert_eq!(person(&desk).name, "Nguyễn Văn Mẫu 19", "single spaces");
    desk.press("→ → e Ctrl+U").write("20/11").press("Enter");
    assert_eq!(person(&desk).steps.last().unwrap().on, day(2022, 11, 20));
    desk.press("→ e").write("cong nhan").press("Enter");
    assert_eq!(person(&desk).source.unwrap().as_str(), "worker");
    desk.press("→ e").write("di lam an xa").press("Enter");
    assert!(
        person(&desk)
            .open_causes()
            .any(|c| c.code.as_str() == "away")
    );
    desk.press("→ e Ctrl+U")
        .write("Đảng viên Mẫu 90")
        .press("Enter");
    assert_eq!(person(&desk).helper().unwrap().name, "Đảng viên Mẫu 90");
    desk.press("→ e").write("đã gọi điện").press("Enter");
    assert_eq!(person(&desk).notes.last().unwrap().text, "đã gọi điện");
    assert_eq!(desk.saves.len(), 6);
    for _ in 0..6 {
        desk.press("u");
    }
    assert_eq!(desk.app.book, sample());
}

#[test]
fn a_refused_date_keeps_the_typing_and_says_why() {
    let mut desk = at("mau-19");
    desk.press("→ → e Ctrl+U").write("30/2").press("Enter");
    let Some(Overlay::Prompt(prompt)) = desk.app.overlays.last() else {
        panic!()
    };
    assert_eq!(prompt.input.value(), "30/2");
    assert_eq!(prompt.fault.as_ref().unwrap().key, "refused.no-such-day");
    desk.press("Esc");
    assert!(desk.app.overlays.is_empty() && desk.saves.is_empty());
}

#[test]
fn people_are_added_only_to_cells() {
    let mut desk = Desk::new();
    desk.press("Tab a");
    assert!(desk.said().contains("chi bộ"), "{}", desk.said());
    let mut desk = Desk::new();
    desk.press("/")
        .write("to 7")
        .press("Enter Tab a")
        .write("Lò Thị Mẫu 99")
        .press("Enter");
    let line = desk.app.screens.board.pipeline.line().unwrap();
    let person = line.person(&desk.app.book);
    assert_eq!(person.name, "Lò Thị Mẫu 99");
    assert_eq!(line.unit(&desk.app.book).id, unit_id("phung-chi-kien-to-7"));
    assert_eq!(person.steps[0].on, day(2022, 11, 27));
}

#[test]
fn an_organisation_is_added_below_the_selected_one() {
    let mut desk = Desk::new();
    desk.press("/")
        .write("sông cầu")
        .press("Enter a")
        .write("chi bo")
        .press("Enter");
    desk.write("Chi bộ tổ Mẫu 9").press("Enter");
    let node = desk.app.screens.board.tree.node().unwrap();
    let ketnap::rules::Spot::Unit(at) = desk.app.figures.tree.nodes[node].spot else {
        panic!()
    };
    let unit = &desk.app.book.units()[at];
    assert_eq!(unit.name_on(day(2022, 11, 27)), "Chi bộ tổ Mẫu 9");
    assert_eq!(unit.parents[0].value, unit_id("song-cau"));
    desk.press("u");
    assert_eq!(desk.app.book, sample());
}

#[test]
fn search_needs_no_accents_and_esc_keeps_the_row() {
    let mut desk = Desk::new();
    desk.press("/").write("duong quang").press("Enter");
    let row = desk.app.screens.board.tree.at;
    assert!(row > 0);
    desk.press("n n");
    assert_eq!(
        desk.app.screens.board.tree.at, row,
        "the only match is found again"
    );
    desk.press("/").write("khong co").press("Esc");
    assert_eq!(desk.app.screens.board.tree.at, row);
    assert!(desk.app.search.needle.is_empty());
}

#[test]
fn sorting_comes_back_with_the_third_press() {
    let mut desk = at("mau-19");
    let rows = desk.app.screens.board.pipeline.rows.clone();
    desk.press("s");
    let names: Vec<String> = desk
        .app
        .screens
        .board
        .pipeline
        .rows
        .lines()
        .iter()
        .map(|line| line.person(&desk.app.book).name.clone())
        .collect();
    assert!(
        names.len() > 40 && names.len() == desk.app.screens.board.pipeline.rows.len(),
        "flat"
    );
    desk.press("s s");
    assert_eq!(desk.app.screens.board.pipeline.rows, rows);
}

#[test]
fn quotas_are_edited_in_place_and_years_and_tracks_switch() {
    let mut desk = Desk::new();
    desk.press("2 / s ô n g Enter");
    desk.press("e").write("6").press("Enter");
    let unit = desk.app.book.unit(&unit_id("song-cau")).unwrap();
    assert_eq!(unit.quotas.len(), 1);
    assert_eq!(
        (unit.quotas[0].target, unit.quotas[0].track.as_str()),
        (6, "KH27")
    );
    desk.press("t");
    assert_eq!(desk.app.screens.quotas.track, 1);
    desk.press("[");
    assert_eq!(desk.app.figures.tally(0).admitted(), 67);
    desk.press("] →").press("e").write("-3").press("Enter");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Prompt(p)) if p.fault.is_some()));
    desk.press("Ctrl+U").write("3").press("Enter");
    assert_eq!(desk.app.figures.tally(0).admitted(), 72);
    assert_eq!(desk.app.screens.open, Screen::Quotas);
}

#[test]
fn the_palette_runs_a_command_by_name() {
    let mut desk = at("mau-49");
    desk.press(":").write("sang buoc").press("Enter");
    assert_eq!(stage(&desk, "mau-49"), "decision");
}

#[test]
fn quit_asks_nothing() {
    let mut desk = Desk::new();
    desk.press("q");
    assert_eq!(desk.effects, vec![Effect::Quit]);
}

#[test]
fn a_person_can_be_read_and_edited_on_the_sheet() {
    let mut desk = at("mau-49");
    desk.press("Enter");
    go_to(&mut desk, SheetRow::Scalar(ScalarField::Born));
    desk.press("e Ctrl+U").write("1/2/1990").press("Enter");
    let person = desk.app.book.candidate(&person_id("mau-49")).unwrap().1;
    assert_eq!(person.born, Some(day(1990, 2, 1).into()));
    assert!(
        matches!(desk.app.overlays.last(), Some(Overlay::Sheet(_))),
        "back on the sheet"
    );
    desk.press("> Esc");
    assert_eq!(stage(&desk, "mau-49"), "decision");
}

/// Goes down an open sheet to a row.
pub(crate) fn go_to(desk: &mut Desk, row: SheetRow) {
    loop {
        let Some(Overlay::Sheet(sheet)) = desk.app.overlays.last() else {
            panic!("no sheet is open");
        };
        let rows = sheet.rows(desk.app.see(&desk.world));
        if rows[sheet.at] == row {
            return;
        }
        desk.press("↓");
    }
}

#[test]
fn what_is_owed_opens_where_it_is_entered() {
    let mut desk = at("mau-34");
    desk.press("Enter");
    go_to(&mut desk, SheetRow::Missing(0));
    desk.press("e");
    assert!(
        matches!(desk.app.overlays.last(), Some(Overlay::Form(f)) if matches!(&f.what, FormFor::Paper(_, form, None) if form.as_str() == "8-KND"))
    );
    desk.press("Enter");
    go_to(&mut desk, SheetRow::Missing(0));
    desk.press("e").write("15").press("↓ Ctrl+U").write("15");
    desk.press("↓").write("12").press("Enter Esc >");
    assert_eq!(stage(&desk, "mau-34"), "decision");
    let mut desk = at("mau-40");
    desk.press("Enter");
    go_to(&mut desk, SheetRow::Missing(0));
    desk.press("e").write("Nông Văn Mẫu 3").press("Enter Esc >");
    assert_eq!(stage(&desk, "mau-40"), "course");
}

#[test]
fn a_first_start_offers_four_ways() {
    let mut desk = Desk::with(sample(), Lang::Vi);
    desk.app = ketnap::app::App::first_start(&desk.world, 1);
    desk.press("Enter");
    assert_eq!(
        desk.effects,
        vec![Effect::Create(ketnap::app::Start::Sample)]
    );
    desk.effects.clear();
    // A book of one's own, empty or for a list that is taken over.
    for _ in 0..2 {
        desk.press("↓ Enter")
            .write("phuong")
            .press("Enter")
            .write("Đảng bộ P. Mẫu")
            .press("Enter");
        assert!(
            matches!(&desk.effects[..], [Effect::Create(ketnap::app::Start::New { name, .. })] if name == "Đảng bộ P. Mẫu")
        );
        desk.effects.clear();
    }
    desk.press("↓ Enter");
    assert_eq!(desk.effects, vec![Effect::Quit]);
}
