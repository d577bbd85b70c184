//! Screens as text: both languages, wide, narrow, small and too small.

use crate::desk::{Desk, sample};
use ketnap::app::Part;
use ketnap::text::Lang;

/// Every screen says the same there, so that is kept once, as the board's.
const TOO_SMALL: (u16, u16) = (30, 8);

fn shots(name: &str, keys: &[(&str, &str)]) {
    for (lang, code) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
        for (width, height) in [(80, 24), (120, 36), (60, 15), TOO_SMALL] {
            let mut desk = Desk::with(sample(), lang);
            let board = desk.screen(width, height);
            for (press, write) in keys {
                desk.press(press);
                if !write.is_empty() {
                    desk.write(write);
                }
            }
            if (width, height) == TOO_SMALL && name != "board" {
                assert_eq!(desk.screen(width, height), board, "{name}_{code}");
                continue;
            }
            insta::assert_snapshot!(
                format!("{name}_{code}_{width}x{height}"),
                desk.screen(width, height)
            );
        }
    }
}

#[test]
fn board() {
    shots("board", &[("/", "duong quang"), ("Enter →", "")]);
}

#[test]
fn people() {
    shots("people", &[("Tab", "")]);
}

#[test]
fn quotas() {
    shots("quotas", &[("2", "")]);
}

#[test]
fn people_behind_the_numbers() {
    shots("outlook", &[("2 Enter", "")]);
    shots(
        "outlook_commune",
        &[("2 /", "duong quang"), ("Enter Enter", "")],
    );
    shots("outlook_if", &[("2 Enter Space ↓ +", "")]);
}

#[test]
fn sheet() {
    shots("sheet", &[("/", "to 7"), ("Enter Tab Enter", "")]);
}

#[test]
fn agenda() {
    shots("agenda", &[("3", "")]);
}

#[test]
fn analysis() {
    for (at, part) in Part::ALL.into_iter().enumerate() {
        let name = format!("analysis_{}", part.text_key().trim_start_matches("part."));
        let turns = vec!["→"; at].join(" ");
        shots(&name, &[("4", ""), (&turns, "")]);
    }
}

#[test]
fn papers_and_votes() {
    let open = ("/", "mau 29");
    shots(
        "papers",
        &[("Tab", ""), open, ("Enter Enter Tab Tab Tab", "")],
    );
    shots(
        "votes",
        &[("Tab", ""), open, ("Enter Enter Tab Tab Tab Tab Tab", "")],
    );
}

#[test]
fn why_a_day_is_due() {
    shots("why", &[("Tab", ""), ("/", "mau 35"), ("Enter w", "")]);
    // Over days in lieu.
    shots("why_lieu", &[("Tab", ""), ("/", "mau 34"), ("Enter w", "")]);
}

#[test]
fn what_a_step_owes() {
    shots("owed", &[("Tab", ""), ("/", "mau 35"), ("Enter >", "")]);
}

#[test]
fn a_vote_is_typed() {
    // The third of what can be added.
    let vote = ("Enter Enter a ↓ ↓ Enter", "15");
    shots(
        "vote",
        &[
            ("Tab", ""),
            ("/", "mau 34"),
            vote,
            ("↓ Ctrl+U", "13"),
            ("↓", "9"),
            ("↓", "4"),
        ],
    );
}

#[test]
fn a_survey_on_a_sheet_and_in_its_form() {
    let open = ("/", "thon mau 2");
    shots("survey", &[open, ("Enter Enter Tab", "")]);
    shots("survey_form", &[open, ("Enter Enter Tab Enter", "")]);
}

#[test]
fn a_promise_that_is_late() {
    shots("promise", &[("3 ↓ ↓ ↓", "")]);
}

#[test]
fn help() {
    shots("help", &[("?", "")]);
}

#[test]
fn editing() {
    shots("editing", &[("Tab e", " thử"), ("Ctrl+A", "")]);
}

#[test]
fn picking() {
    shots("picking", &[("Tab m", "ket")]);
}

#[test]
fn first_start() {
    for (lang, code) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
        let mut desk = Desk::with(sample(), lang);
        desk.app = ketnap::app::App::first_start(&desk.world, 1);
        insta::assert_snapshot!(format!("first_start_{code}"), desk.screen(80, 24));
    }
}

/// A name with every kind of character that must not reach a terminal.
const HOSTILE: &str = "Hà\u{1b}]52;c;QQ==\u{7}\u{9b}31m\u{202e}M\u{200b}ẫu 77\r\n";

#[test]
fn no_stored_string_reaches_the_screen_alive() {
    let (header, mut units) =
        ketnap::store::read_files(ketnap::config::demo::BOOK, ketnap::config::demo::UNITS).unwrap();
    for unit in &mut units {
        for name in &mut unit.names {
            name.value = format!("{HOSTILE}{}", name.value);
        }
        for quota in &mut unit.quotas {
            quota.basis = Some(HOSTILE.to_owned());
        }
        for person in &mut unit.candidates {
            person.name = HOSTILE.to_owned();
            person.residence = Some(HOSTILE.to_owned());
            for note in &mut person.notes {
                note.text = HOSTILE.to_owned();
            }
            for step in &mut person.steps {
                step.reason = Some(HOSTILE.to_owned());
            }
        }
    }
    let book = ketnap::model::Book::new(header, units, Vec::new());
    for keys in [
        "",
        "Tab",
        "Tab Enter",
        "Enter",
        "2",
        "Tab →",
        "Tab → → → → → →",
        "Tab e",
        "Tab m",
        "?",
        ":",
    ] {
        let mut desk = Desk::with(book.clone(), Lang::Vi);
        desk.press(keys);
        for size in [(80, 24), (160, 40)] {
            let screen = desk.screen(size.0, size.1);
            let alive = screen
                .chars()
                .find(|c| *c != '\n' && !ketnap::model::is_inert(*c));
            assert_eq!(alive, None, "after {keys}");
        }
    }
}

#[test]
fn no_size_makes_the_drawing_fail() {
    let mut desk = Desk::new();
    let small = (1..=12).flat_map(|width| (1..=12).map(move |height| (width, height)));
    let wide = [39, 40, 41, 79, 80, 81, 500];
    let large = wide
        .into_iter()
        .flat_map(|width| [1, 9, 10, 11, 200].map(|height| (width, height)));
    let sizes: Vec<(u16, u16)> = small.chain(large).collect();
    for keys in [
        "g", "Tab", "Enter", "Esc w", "Esc e", "Esc m", "Esc 2", "Enter", "Esc e", "Esc 3", "4",
        "→", "→", "→", "→", "→", "5", "1 :", "Esc Tab", "?", "Esc /", "Esc",
    ] {
        desk.press(keys);
        for (width, height) in &sizes {
            desk.screen(*width, *height);
        }
    }
    desk.send(ketnap::app::Msg::Cover);
    for (width, height) in sizes {
        desk.screen(width, height);
    }
}
