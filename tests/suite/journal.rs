//! What the journal tells: on the command line and on screen 5, newest first, by whom, and no value.

use crate::desk::{Desk, sample};
use crate::help::place::Place;
use crate::world::{code, day, person_id, stamp, temp, unit_id};
use ketnap::app::{JournalRow, Pane, Screen};
use ketnap::model::{CandidateField, Change, Note, Outcome, UnitField};
use ketnap::store::{Access, Store};
use ketnap::text::Lang;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The sample book in a directory, after three edits: a remark, a cell's sector, two sources at once.
fn edited() -> (TempDir, Store) {
    let place = temp();
    let store = Store::new(place.path().join("data"), Access::ReadWrite);
    let mut book = sample();
    store.create(book.header(), book.units()).unwrap();
    let source = |id: &str| {
        let field = CandidateField::Source(Some(code("worker")));
        Change::SetCandidate(person_id(id), field)
    };
    let note = Note {
        on: day(2022, 11, 27),
        text: "MẬT: không ai được thấy".into(),
    };
    let remark = CandidateField::Notes(vec![note]);
    for change in [
        Change::SetCandidate(person_id("mau-19"), remark),
        Change::SetUnit(
            unit_id("nong-thuong"),
            UnitField::Sector(Some("MẬT".into())),
        ),
        Change::Many(vec![source("mau-19"), source("mau-02")]),
    ] {
        let edit = book.edit(change).unwrap();
        store.save(&book, &edit, None, &stamp()).unwrap();
    }
    (place, store)
}

fn journal(data: &Path) -> PathBuf {
    let replica = fs::read_dir(data.join("journal")).unwrap().next().unwrap();
    let month = fs::read_dir(replica.unwrap().path()).unwrap().next();
    month.unwrap().unwrap().path()
}

#[test]
fn the_store_tells_the_edits_newest_first_and_what_became_of_them() {
    let (place, store) = edited();
    let log = store.log();
    let told: Vec<(u64, usize, Outcome)> = log
        .edits
        .iter()
        .map(|edit| (edit.n, edit.records.len(), edit.outcome))
        .collect();
    let done = Outcome::Done;
    assert_eq!(told, [(3, 2, done), (2, 1, done), (1, 1, done)]);
    assert!(log.damage.is_empty());
    // What a later start could not tell, and an edit that goes on.
    let file = journal(&place.path().join("data"));
    let whole = fs::read_to_string(&file).unwrap();
    for (line, outcome) in [
        ("Unclear(n: 3, seal: \"\")\n", Outcome::Unclear),
        ("Undone(n: 3, seal: \"\")\n", Outcome::Undone),
    ] {
        fs::write(&file, format!("{whole}{line}")).unwrap();
        assert_eq!(store.log().edits[0].outcome, outcome);
    }
    let before = whole.rfind("Done(").unwrap();
    fs::write(&file, &whole[..before]).unwrap();
    assert_eq!(store.log().edits[0].outcome, Outcome::Open);
}

#[test]
fn the_command_line_tells_the_journal_of_all_and_of_one() {
    let place = Place::sample();
    for args in [["note", "mau-19", "MẬT một"], ["note", "mau-02", "MẬT hai"]] {
        assert!(place.run(&args).status.success());
    }
    assert!(place.run(&["undo"]).status.success());
    let rows = |args: &[&str]| {
        let out = place.run(args);
        assert!(out.status.success());
        let text = String::from_utf8(out.stdout).unwrap();
        assert!(!text.contains("MẬT"), "{text}");
        let told: serde_json::Value = serde_json::from_str(&text).unwrap();
        let rows = told["rows"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| {
                let undoes = row["undoes"].as_u64();
                (
                    row["n"].as_u64().unwrap(),
                    row["record"].to_string(),
                    undoes,
                )
            })
            .collect::<Vec<_>>()
    };
    let all = rows(&["log", "--format", "json"]);
    let of = |id: &str| format!("\"{id}\"");
    assert_eq!(
        all,
        [
            (3, of("mau-02"), Some(2)),
            (2, of("mau-02"), None),
            (1, of("mau-19"), None)
        ]
    );
    let one = rows(&["log", "--candidate", "mau-19", "--format", "json"]);
    assert_eq!(one, [(1, of("mau-19"), None)]);
    let nobody = place.run(&["log", "--candidate", "khong-ai"]);
    assert_eq!(nobody.status.code(), Some(3));
    let table = place.run(&["log"]);
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.contains("Hà Thị Mẫu 19 (mau-19)"), "{table}");
    assert!(table.contains("hoàn tác số 2"), "{table}");
}

#[test]
fn the_journal_names_the_account_and_the_name_that_is_set() {
    let place = Place::sample();
    let note = |text: &str| {
        let mut command = place.command();
        command.env("USER", "mau-01").args(["note", "mau-19", text]);
        assert!(command.status().unwrap().success());
        let log = place.json(&["log"]);
        log["rows"][0]["who"].as_str().unwrap().to_owned()
    };
    assert_eq!(note("một"), "mau-01");
    let config = place.home.path().join("config");
    fs::create_dir_all(&config).unwrap();
    let set = |who: &str| {
        let text = format!("(format: 1, who: \"{who}\")");
        fs::write(config.join("settings.ron"), text).unwrap();
    };
    set("Nguyễn Thị Mẫu");
    assert_eq!(note("hai"), "Nguyễn Thị Mẫu (mau-01)");
    set("mau-01");
    assert_eq!(note("ba"), "mau-01");
}

#[test]
fn a_damaged_line_is_told_with_its_place_and_the_rest_is_shown() {
    let place = Place::sample();
    for text in ["một", "hai"] {
        assert!(place.run(&["note", "mau-19", text]).status.success());
    }
    let file = journal(&place.data());
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("mau-19", "mau-18", 1)).unwrap();
    let out = place.run(&["log"]);
    assert!(out.status.success());
    let told = String::from_utf8(out.stderr).unwrap();
    assert!(told.contains(".ron:3: "), "{told}");
    assert_eq!(place.run(&["check"]).status.code(), Some(1));

    let mut desk = Desk::on(Store::new(place.data(), Access::ReadWrite));
    desk.press("5");
    assert_eq!(desk.app.screens.journal.rows[0], JournalRow::Damage(0));
    assert!(desk.screen(80, 24).contains(".ron:3: "));
    desk.press("↓");
    assert_eq!(desk.app.screens.journal.edit().map(|edit| edit.n), Some(2));
}

#[test]
fn the_board_shows_the_journal_and_follows_it() {
    let (_place, store) = edited();
    let mut desk = Desk::on(store);
    desk.press("5");
    assert_eq!(desk.app.screens.open, Screen::Journal);
    assert_eq!(desk.app.screens.journal.rows.len(), 3);
    assert!(!desk.screen(120, 36).contains("MẬT"));
    // An edit made while it is open stands above; the selection stays where it was.
    desk.press("↓");
    let before = desk.app.screens.journal.edit().unwrap().n;
    desk.press("1 /").write("mau 19");
    desk.press("Enter a").write("Người Mẫu Mới");
    desk.press("Enter 5");
    assert_eq!(desk.app.screens.journal.rows.len(), 4);
    assert_eq!(
        desk.app.screens.journal.log.edits[0].records[0].fields,
        ["added"]
    );
    desk.press("G u");
    assert_eq!(desk.app.screens.journal.rows.len(), 5);
    assert_eq!(desk.app.screens.journal.log.edits[0].undoes, Some(4));
    assert_eq!(desk.app.screens.journal.edit().map(|edit| edit.n), Some(1));
    assert!(before > 1);
    // A person who is gone leads to the cell, one who is there to their row.
    desk.press("g Enter");
    assert_eq!(desk.app.screens.open, Screen::Board);
    assert_eq!(desk.app.screens.board.focus, Pane::Tree);
    desk.press("5 /").write("mau 19");
    desk.press("Enter Enter");
    assert_eq!(desk.app.screens.open, Screen::Board);
    assert_eq!(desk.app.screens.board.focus, Pane::Pipeline);
    let line = desk.app.screens.board.pipeline.line().unwrap();
    assert_eq!(line.person(&desk.app.book).id, person_id("mau-19"));
    // The journal of this person alone: the remark, and the sources set together.
    desk.press("5 f");
    let of: Vec<u64> = desk
        .app
        .screens
        .journal
        .rows
        .iter()
        .map(|row| match row {
            JournalRow::Edit(at) => desk.app.screens.journal.log.edits[*at].n,
            JournalRow::Damage(_) => 0,
        })
        .collect();
    assert_eq!(of, [3, 1]);
}

#[test]
fn screens() {
    for (lang, word) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
        for (width, height) in [(80, 24), (120, 36)] {
            let (_place, store) = edited();
            let book = store.load().unwrap();
            let mut desk = Desk::with(book, lang);
            desk.store = Some(store);
            desk.press("5");
            let name = format!("journal_{word}_{width}x{height}");
            insta::assert_snapshot!(name, desk.screen(width, height));
        }
    }
}
