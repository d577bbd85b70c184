//! `ketnap erase`: a person out of everything on this machine, and a word on what is out of reach.

use super::exit::{Exit, Failure, Outcome};
use super::ids::candidate_id;
use super::open::{Ground, Opened};
use crate::model::{Book, CandidateId, Log, LogEdit, Message, NOTE_LIMIT, tidy};
use crate::rules::{Erasure, erasure};
use crate::store::{Erased, Keeping, Kept};
use crate::text::Lang;
use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal, Write};

pub(super) fn run(ground: Ground, candidate: &str, reason: &str, yes: bool) -> Outcome {
    let mut open = ground.open()?;
    open.may_write()?;
    let id = candidate_id(candidate)?;
    let reason = tidy(reason, NOTE_LIMIT)?;
    if reason.is_empty() {
        return Err(Failure::usage(Message::error("erase.no-reason")));
    }
    let held = open.book.candidate(&id);
    let name = held.map(|(_, person)| person.name.clone());
    let kept = held.map(|(_, person)| person);
    let kept = open.ground.store.kept_about(&id, kept)?;
    if name.is_none() {
        something_left(&kept, &id)?;
    }
    let given_out = given_out(&open.ground.store.log(), &id);
    if !yes && !confirmed(&open, &id)? {
        return Err(Message::warning("erase.not-done").into());
    }
    let (erasure, erased) = erase(&mut open, &id)?;
    if erased.did_nothing() {
        let message = Message::error("erase.left");
        return Err(message.with("paths", erased.left.join(", ")).into());
    }
    let again = name.map(|name| mentions(&open.book, &BTreeSet::from([name])));
    for message in said(&open.book, &id, erasure.as_ref(), &erased) {
        open.ground.tell(&message);
    }
    let again = again.unwrap_or_default();
    if !again.is_empty() {
        let message = Message::warning("erase.mentioned");
        open.ground.tell(&message.with("units", again.join(", ")));
    }
    if !given_out.is_empty() {
        let message = Message::warning("erase.given-out");
        open.ground.tell(&message.with("what", given_out));
    }
    for message in [
        Message::info("erase.reason").with("reason", reason),
        Message::info("erase.undo"),
        Message::warning("erase.beyond"),
    ] {
        open.ground.tell(&message);
    }
    Ok(Exit::Done)
}

/// What was given out about a person, as the journals tell it: the files are nobody's but the clerk's to destroy.
fn given_out(log: &Log, id: &CandidateId) -> Vec<Message> {
    let of = |edit: &&LogEdit| edit.records.iter().any(|it| it.record == id.as_str());
    let edits = log.edits.iter().filter(of);
    let told = edits.filter_map(|edit| {
        let given = edit.given_out.as_ref()?;
        let message = Message::info("erase.given-out-one").with("when", edit.minute());
        let message = message.with("who", edit.who.as_str());
        Some(message.with("what", given.message()))
    });
    told.collect()
}

/// Refuses where there is no record and nothing else, or where the record may be in a file that
/// cannot be read.
fn something_left(kept: &[Kept], id: &CandidateId) -> Result<(), Failure> {
    if kept.iter().all(|kept| kept.keeping == Keeping::Unseen) {
        return Err(Message::error("erase.nobody")
            .with("id", id.as_str())
            .into());
    }
    let unreadable = kept.iter().filter(|k| k.keeping == Keeping::Unreadable);
    let paths: Vec<&str> = unreadable.map(|kept| kept.path.as_str()).collect();
    if paths.is_empty() {
        return Ok(());
    }
    Err(Message::error("erase.unreadable")
        .with("paths", paths.join(", "))
        .into())
}

fn erase(open: &mut Opened, id: &CandidateId) -> Result<(Option<Erasure>, Erased), Failure> {
    let stamp = open.ground.stamp()?;
    if open.book.home(id).is_none() {
        return Ok((None, open.ground.store.erase(id, None, &stamp)?));
    }
    let figures = open.figures(None);
    let erasure = erasure(open.counted(&figures), id)?;
    let edit = open.book.edit(erasure.change.clone())?;
    let store = &open.ground.store;
    let erased = store.erase(id, Some((&open.book, &edit)), &stamp)?;
    Ok((Some(erasure), erased))
}

/// Asks on the terminal; without one, `--yes` must say it.
fn confirmed(open: &Opened, id: &CandidateId) -> Result<bool, Failure> {
    let asked = open.ground.output.is_standard();
    if !asked || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::usage(Message::error("erase.needs-yes")));
    }
    let texts = &open.ground.config.texts;
    let question = match open.book.candidate(id) {
        Some((unit, person)) => Message::warning("erase.ask")
            .with("name", person.name.as_str())
            .with("unit", unit.name_on(open.today)),
        None => Message::warning("erase.ask-rest"),
    };
    write!(
        io::stderr(),
        "{} ",
        texts.say(&question.with("id", id.as_str()))
    )?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    let answer = answer.trim().to_lowercase();
    Ok(match texts.lang {
        Lang::Vi => matches!(answer.as_str(), "c" | "có"),
        Lang::En => matches!(answer.as_str(), "y" | "yes"),
    })
}

/// Which places could not be looked into.
pub(super) fn unseen(erased: &Erased) -> Option<Message> {
    let paths = erased.unseen.join(", ");
    let some = !paths.is_empty();
    some.then(|| Message::warning("erase.unseen").with("paths", paths))
}

/// What was done, in sentences.
fn said(book: &Book, id: &CandidateId, erasure: Option<&Erasure>, erased: &Erased) -> Vec<Message> {
    let done = match erased.record {
        Some(n) => Message::info("erase.done").with("number", i64::try_from(n).unwrap_or(i64::MAX)),
        None => Message::info("erase.rest"),
    };
    let mut said = vec![done.with("id", id.as_str())];
    let counted = erasure.into_iter().flat_map(|erasure| &erasure.counted);
    said.extend(counted.map(|(unit, year)| {
        let name = book.unit(unit).and_then(|unit| unit.names.last());
        let name = name.map_or(unit.as_str(), |name| name.value.as_str());
        Message::info("erase.counted")
            .with("year", i64::from(*year))
            .with("unit", name)
    }));
    let cleaned = Message::info("erase.cleaned")
        .with("drafts", erased.drafts)
        .with("undo", erased.undo)
        .with("snapshots", erased.snapshots);
    said.push(cleaned);
    if !erased.left.is_empty() {
        let left = erased.left.join(", ");
        said.push(Message::warning("erase.left").with("paths", left));
    }
    said.extend(unseen(erased));
    said
}

/// Organisations whose records still hold one of the names: it may be another person's, or stand in
/// a remark.
pub(super) fn mentions(book: &Book, names: &BTreeSet<String>) -> Vec<String> {
    let words = names
        .iter()
        .filter_map(|name| serde_json::to_string(name).ok());
    let words: Vec<String> = words
        .map(|word| word.trim_matches('"').to_owned())
        .collect();
    let units = book.units().iter();
    let holds = |unit: &&crate::model::Unit| {
        let text = serde_json::to_string(unit);
        text.is_ok_and(|text| words.iter().any(|word| text.contains(word)))
    };
    units
        .filter(holds)
        .map(|unit| unit.id.to_string())
        .collect()
}
