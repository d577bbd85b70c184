//! What is wrong with surveys, visits and introductions: words that nothing knows, days that have not come;
//! and with the letters of any text.

use crate::model::letters::{garbled, holds_other_dj};
use crate::model::{Arg, Candidate, Message, NOTE_LIMIT, Unit};
use crate::rules::Rules;
use crate::rules::check::doubt::looks_key;
use crate::rules::check::finding::Severity;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A problem before it is known whose it is: how bad, what kind, in words.
pub(in crate::rules) type Problem = (Severity, &'static str, Message);

fn ahead(days: impl Iterator<Item = NaiveDate>, today: NaiveDate) -> Vec<Problem> {
    let ahead: BTreeSet<NaiveDate> = days.filter(|day| *day > today).collect();
    let problem = |day| {
        let message = Message::warning("check.future-date").with("date", day);
        (Severity::Warning, "future-date", message)
    };
    ahead.into_iter().map(problem).collect()
}

/// Of an organisation: its surveys and visits.
pub(in crate::rules) fn of_unit(rules: &Rules, unit: &Unit, today: NaiveDate) -> Vec<Problem> {
    let mut found = Vec::new();
    for survey in &unit.surveys {
        let mut seen = BTreeSet::new();
        for group in &survey.groups {
            let word = group.source.as_str();
            if rules.source(&group.source).is_none() {
                let message = Message::error("check.unknown-source").with("word", word);
                found.push((Severity::Error, "unknown-source", message));
            }
            if !seen.insert(word) {
                let message = Message::warning("check.doubled-group").with("word", word);
                let message = message.with("date", survey.on);
                found.push((Severity::Warning, "doubled-group", message));
            }
        }
    }
    let surveys = unit.surveys.iter().map(|survey| survey.on);
    let held = unit.visits.iter().filter(|visit| visit.held);
    let visits = held.flat_map(|visit| [visit.on, visit.done]).flatten();
    found.extend(ahead(surveys.chain(visits), today));
    found
}

/// Of a person: the introduction.
pub(in crate::rules) fn of_person(
    rules: &Rules,
    person: &Candidate,
    today: NaiveDate,
) -> Vec<Problem> {
    let introduced = person.introduced.as_ref();
    let unknown = introduced.filter(|row| rules.organisation(&row.by).is_none());
    let mut found: Vec<Problem> = unknown
        .map(|row| {
            let message = Message::error("check.unknown-organisation");
            let message = message.with("word", row.by.as_str());
            (Severity::Error, "unknown-organisation", message)
        })
        .into_iter()
        .collect();
    found.extend(ahead(introduced.map(|row| row.on).into_iter(), today));
    found
}

/// Texts whose letters were garbled, or hold what only looks like đ: each field once.
pub(in crate::rules) fn letters_of<'a>(
    texts: impl IntoIterator<Item = (&'static str, &'a str)>,
) -> Vec<Problem> {
    let mut found: Vec<Problem> = Vec::new();
    let mut say = |code, message: Message| {
        if found.iter().all(|(.., known)| *known != message) {
            found.push((Severity::Warning, code, message));
        }
    };
    for (field, text) in texts {
        if text.is_ascii() && !text.contains('?') {
            continue;
        }
        // What is far too long is told as that; its beginning shows its letters.
        let end = text.char_indices().nth(NOTE_LIMIT).map(|(at, _)| at);
        let text = &text[..end.unwrap_or(text.len())];
        if let Some(found) = garbled(text) {
            let message = Message::warning("check.garbled").with("field", field);
            say(
                "garbled",
                message.with("looks", Arg::Key(looks_key(found.looks))),
            );
        }
        if holds_other_dj(text) {
            let message = Message::warning("check.other-dj").with("field", field);
            say("other-dj", message);
        }
    }
    found
}
