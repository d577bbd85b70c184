//! `ketnap anonymise`: closed files of people who did not join, listed, then stripped of the person.

use super::erase::{mentions, unseen};
use super::exit::{Exit, Outcome};
use super::open::{Ground, Opened};
use super::out_args::Out;
use crate::exchange::{ClosedReport, Report as _};
use crate::model::{CandidateId, Message};
use crate::rules::{Overstayed, anonymised, closed_too_long};
use crate::store::{Erased, Keeping, Kept};
use std::collections::BTreeSet;

pub(super) fn run(ground: Ground, months: Option<u16>, yes: bool, out: &Out) -> Outcome {
    let way = out.way()?;
    let set = ground.config.settings.anonymise_after;
    let period = months.unwrap_or(set);
    if period == 0 {
        return Err(Message::error("anonymise.off").into());
    }
    let open = ground.open()?;
    let found = closed_too_long(open.known(), period);
    if yes {
        return strip(open, &found, period);
    }
    let texts = &open.ground.config.texts;
    let report = ClosedReport::new(open.known(), &found, period);
    let text = report.print_in(way.room, way.format, texts);
    way.give(&open.ground, &text)?;
    let command = match months {
        Some(months) => format!("ketnap anonymise --months {months} --yes"),
        None => "ketnap anonymise --yes".to_owned(),
    };
    if found.is_empty() {
        open.ground.tell(&none(period));
    } else {
        let message = Message::warning("anonymise.how").with("count", found.len());
        open.ground.tell(&message.with("command", command.as_str()));
    }
    let kept = open.ground.store.kept_of_anonymous(&anonymous(&open))?;
    // What could not be looked into is no better after the command.
    let unfinished = |kept: &Kept| kept.keeping != Keeping::Unseen;
    if kept.iter().any(unfinished) {
        let message = Message::warning("anonymise.unfinished");
        open.ground.tell(&message.with("command", command));
    }
    Ok(Exit::Done)
}

fn none(months: u16) -> Message {
    Message::info("anonymise.none").with("months", i64::from(months))
}

/// Who is anonymous in the book already: of them, too, something may be left elsewhere.
fn anonymous(open: &Opened) -> BTreeSet<CandidateId> {
    let people = open.book.units().iter().flat_map(|unit| &unit.candidates);
    let anonymous = people.filter(|person| person.is_anonymous());
    anonymous.map(|person| person.id.clone()).collect()
}

fn strip(mut open: Opened, found: &[Overstayed], months: u16) -> Outcome {
    open.may_write()?;
    let stamp = open.ground.stamp()?;
    let persons = || found.iter().map(|row| row.line.person(&open.book));
    let mut people = anonymous(&open);
    people.extend(persons().map(|person| person.id.clone()));
    let names: BTreeSet<String> = persons().map(|person| person.name.clone()).collect();
    let change = (!found.is_empty()).then(|| anonymised(&open.book, found));
    // As after an undo only the records must be there: what is left of one that breaks a rule of
    // today is no worse than it was.
    let edit = change.map(|change| open.book.edit_back(change));
    let edit = edit.transpose()?;
    let edit = edit.as_ref().map(|edit| (&open.book, edit));
    let erased = open.ground.store.anonymise(&people, edit, &stamp)?;
    if erased.did_nothing() && erased.left.is_empty() {
        open.ground.tell(&none(months));
        return Ok(Exit::Done);
    }
    if erased.did_nothing() {
        let message = Message::error("anonymise.left");
        return Err(message.with("paths", erased.left.join(", ")).into());
    }
    let again = mentions(&open.book, &names);
    for message in said(found.len(), &erased, &again) {
        open.ground.tell(&message);
    }
    Ok(Exit::Done)
}

/// What was done and what is out of reach, in sentences.
fn said(count: usize, erased: &Erased, again: &[String]) -> Vec<Message> {
    let done = match erased.record {
        Some(n) => Message::info("anonymise.done")
            .with("count", count)
            .with("number", i64::try_from(n).unwrap_or(i64::MAX)),
        None => Message::info("anonymise.rest"),
    };
    let cleaned = Message::info("erase.cleaned")
        .with("drafts", erased.drafts)
        .with("undo", erased.undo)
        .with("snapshots", erased.snapshots);
    let left = || erased.left.join(", ");
    let all = [
        Some(done),
        Some(cleaned),
        (!erased.left.is_empty()).then(|| Message::warning("anonymise.left").with("paths", left())),
        unseen(erased),
        (!again.is_empty())
            .then(|| Message::warning("anonymise.mentioned").with("units", again.join(", "))),
        Some(Message::info("anonymise.undo")),
        Some(Message::warning("erase.beyond")),
        Some(Message::warning("anonymise.elsewhere")),
    ];
    all.into_iter().flatten().collect()
}
