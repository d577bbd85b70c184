//! The user's keys over those of the program: no key that does two things in one place, and always a way out.

use super::keys::KeyRow;
use super::problem::Problem;
use super::rows::{Placed, Row, Wrong, laid};
use crate::app::command::{Chord, Command, Context, Key};
use crate::model::{Arg, Message};
use std::collections::BTreeMap;

/// A row in force, and which of the user's it is, if it is one.
type Claim<'a> = (&'a KeyRow, Option<usize>);

/// What is wrong with some of the user's rows, by their places.
type Faults = BTreeMap<usize, Wrong>;

/// The program's rows with the user's over them. What cannot hold is left out and told, until what
/// stays does: a row left out may uncover one of the program that another leaned on.
pub(super) fn settled(
    own: Vec<KeyRow>,
    mut users: Vec<Placed<KeyRow>>,
    problems: &mut Vec<Problem>,
) -> Vec<KeyRow> {
    loop {
        let mut faults = faults(&own, &users);
        if faults.is_empty() {
            return laid(own, users.into_iter().map(|placed| placed.row));
        }
        let mut at = 0;
        users.retain(|placed| {
            let wrong = faults.remove(&at);
            at += 1;
            let sound = wrong.is_none();
            problems.extend(wrong.map(|wrong| placed.problem(wrong)));
            sound
        });
    }
}

fn faults(own: &[KeyRow], users: &[Placed<KeyRow>]) -> Faults {
    let rows = in_force(own, users);
    let of_each = [
        letters(users),
        doubled(&rows, users),
        ways_out(own, &rows, users),
    ];
    let mut found = of_each.into_iter().filter(|faults| !faults.is_empty());
    found.next().unwrap_or_default()
}

fn in_force<'a>(own: &'a [KeyRow], users: &'a [Placed<KeyRow>]) -> Vec<Claim<'a>> {
    let replaced = |row: &KeyRow| users.iter().any(|user| user.row.id() == row.id());
    let own = own.iter().filter(|row| !replaced(row));
    let users = users.iter().enumerate();
    own.map(|row| (row, None))
        .chain(users.map(|(at, user)| (&user.row, Some(at))))
        .collect()
}

fn why(key: &'static str, on: Context, command: Command) -> Message {
    Message::error(key)
        .with("context", Arg::Key(on.text_key()))
        .with("command", Arg::Key(command.text_key()))
}

fn of_keys(chord: Chord, why: Message) -> Wrong {
    let word = chord.to_string();
    Wrong {
        field: "keys",
        why: why.with("key", word.as_str()),
        word,
    }
}

/// Keys that are letters where letters are typed.
fn letters(users: &[Placed<KeyRow>]) -> Faults {
    let letter = |chord: &&Chord| matches!(chord.key, Key::Char(_)) && !chord.ctrl && !chord.alt;
    let typed = users.iter().enumerate();
    let typed = typed.filter(|(_, user)| user.row.on.takes_text());
    typed
        .filter_map(|(at, user)| {
            let row = &user.row;
            let chord = row.keys.iter().find(letter)?;
            let why = why("config.key-is-letter", row.on, row.command);
            Some((at, of_keys(*chord, why)))
        })
        .collect()
}

/// Keys that ask for two things in one place.
fn doubled(rows: &[Claim<'_>], users: &[Placed<KeyRow>]) -> Faults {
    let mut claims: BTreeMap<(Context, Chord), Vec<Claim<'_>>> = BTreeMap::new();
    for (row, user) in rows {
        for chord in &row.keys {
            let all = claims.entry((row.on, *chord)).or_default();
            if all.iter().all(|(other, _)| other.command != row.command) {
                all.push((row, *user));
            }
        }
    }
    let mut faults = Faults::new();
    for ((on, chord), all) in claims.iter().filter(|(_, all)| all.len() > 1) {
        for (row, user) in all {
            let other = all.iter().find(|(other, _)| other.command != row.command);
            let (Some(at), Some((other, theirs))) = (user, other) else {
                continue;
            };
            let why = match theirs.map(|theirs| &users[theirs]) {
                None => why("config.key-taken", *on, other.command),
                Some(theirs) => why("config.key-twice", *on, other.command)
                    .with("first", theirs.file.shown(Some(theirs.at()))),
            };
            faults.entry(*at).or_insert_with(|| of_keys(*chord, why));
        }
    }
    faults
}

/// Rows that leave no key to go out by: of what is open above a screen, or of the program.
fn ways_out(own: &[KeyRow], rows: &[Claim<'_>], users: &[Placed<KeyRow>]) -> Faults {
    let needs = |row: &KeyRow| {
        row.on != Context::Everywhere
            && matches!(row.command, Command::Cancel | Command::Accept)
            && own.iter().any(|of| of.id() == row.id())
    };
    let mut faults = Faults::new();
    for (at, user) in users.iter().enumerate() {
        let row = &user.row;
        if row.keys.is_empty() && needs(row) {
            faults.insert(at, unnamed(why("config.key-needed", row.on, row.command)));
        }
    }
    for on in Context::ALL.into_iter().filter(|on| on.is_screen()) {
        let claims = |chord: &Chord| {
            let mut here = rows.iter().filter(|(row, _)| row.on == on);
            here.find(|(row, _)| row.keys.contains(chord))
        };
        let quits = rows.iter().filter(|(row, _)| row.command == Command::Quit);
        let mut chords = quits
            .filter(|(row, _)| row.on == on || row.on == Context::Everywhere)
            .flat_map(|(row, _)| &row.keys);
        if chords.any(|chord| claims(chord).is_none_or(|(row, _)| row.command == Command::Quit)) {
            continue;
        }
        let to_blame = |row: &KeyRow| {
            (row.command == Command::Quit && (row.on == on || row.on == Context::Everywhere))
                || (row.on == on && row.keys.iter().any(|key| quits_by(own, key)))
        };
        for (at, user) in users.iter().enumerate() {
            if to_blame(&user.row) {
                let why = why("config.no-way-out", on, Command::Quit);
                faults.entry(at).or_insert_with(|| unnamed(why));
            }
        }
    }
    faults
}

/// Of a row as a whole.
fn unnamed(why: Message) -> Wrong {
    Wrong {
        field: "keys",
        word: String::new(),
        why,
    }
}

/// Whether the program's own keys leave it by this one.
fn quits_by(own: &[KeyRow], key: &Chord) -> bool {
    own.iter()
        .any(|row| row.command == Command::Quit && row.keys.contains(key))
}
