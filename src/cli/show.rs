//! `ketnap show`: all that is held about one person, for whoever the law gives the right to ask.

use super::exit::{Exit, Outcome};
use super::ids::candidate_id;
use super::open::{Ground, Opened};
use super::out_args::Out;
use crate::exchange::{KeptRow, Numbers, PersonReport, Report as _, TraceRow};
use crate::model::Outcome::{Shown, Undone};
use crate::model::{CandidateId, GivenOut, Log, LogEdit, Message, Refusal, ScalarField, field_key};
use crate::store::{Keeping, Kept, StoreError};

pub(super) fn run(ground: Ground, candidate: &str, out: &Out) -> Outcome {
    let way = out.way()?;
    let open = ground.open()?;
    let id = candidate_id(candidate)?;
    let store = &open.ground.store;
    // Before the journal is read: this look is in it.
    let noted = note(&open, &id);
    let journal = traces(store.log(), &id);
    let record = open.book.candidate(&id).map(|(_, person)| person);
    let kept = store.kept_about(&id, record)?;
    let seen = kept.iter().any(|kept| kept.keeping != Keeping::Unseen);
    let unseen = kept.iter().filter(|kept| kept.keeping == Keeping::Unseen);
    let unseen: Vec<String> = unseen.map(|kept| kept.path.clone()).collect();
    let kept: Vec<KeptRow> = kept.into_iter().map(kept_row).collect();
    if record.is_none() && journal.is_empty() && !seen {
        return Err(Refusal::NoCandidate(id).into());
    }
    let texts = &open.ground.config.texts;
    let numbers = match noted {
        Ok(()) => Numbers::Whole,
        Err(_) => Numbers::Masked,
    };
    let report = PersonReport::new(open.known(), &id, (journal, kept), numbers);
    let text = report.print_in(way.room, way.format, texts);
    way.give(&open.ground, &text)?;
    let bad = open.book.unreadable().iter().map(|bad| bad.file.as_str());
    let bad = bad.collect::<Vec<_>>().join(", ");
    if !bad.is_empty() {
        open.ground
            .tell(&Message::warning("show.perhaps").with("paths", bad));
    }
    if !unseen.is_empty() {
        let message = Message::warning("erase.unseen");
        open.ground.tell(&message.with("paths", unseen.join(", ")));
    }
    let said = match noted {
        Ok(()) if open.book.home(&id).is_none() => return Ok(Exit::Done),
        Ok(()) => Message::warning("show.in-full"),
        Err(StoreError::ReadOnly) => Message::warning("refused.reveal-read-only"),
        Err(fault) => Message::warning("refused.reveal-unwritten").with("why", fault.message()),
    };
    open.ground.tell(&said);
    Ok(Exit::Done)
}

/// Writes down that the numbers of a person are shown which are masked on the screen.
fn note(open: &Opened, id: &CandidateId) -> Result<(), StoreError> {
    let Some((unit, person)) = open.book.candidate(id) else {
        return Ok(());
    };
    let masked = ScalarField::ALL.into_iter().filter(|f| f.is_masked());
    let held = masked.filter(|field| field.is_known(person));
    let fields: Vec<&'static str> = held.map(ScalarField::key).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let ground = &open.ground;
    let noted = ground
        .store
        .note_shown((&unit.id, id), fields, &ground.stamp()?);
    noted.map(|_| ())
}

/// What the journals tell of a person, the oldest first, without what did not come about.
fn traces(log: Log, id: &CandidateId) -> Vec<TraceRow> {
    let edits = log.edits.into_iter().rev();
    let edits = edits.filter(|edit| edit.outcome != Undone);
    let of = |edit: LogEdit| {
        let mut records = edit.records.into_iter();
        let record = records.find(|record| record.record == id.as_str())?;
        Some(TraceRow {
            replica: edit.replica,
            number: edit.n,
            at: edit.at,
            who: edit.who,
            keys: record.fields.iter().map(|field| field_key(field)).collect(),
            fields: record.fields,
            undoes: edit.undoes,
            shown: edit.outcome == Shown,
            given_out: edit.given_out.as_ref().map(GivenOut::message),
        })
    };
    edits.filter_map(of).collect()
}

fn kept_row(kept: Kept) -> KeptRow {
    let (kind, key) = match kept.keeping {
        Keeping::Draft => ("draft", "show.draft"),
        Keeping::Import => ("import", "show.import"),
        Keeping::Undo => ("undo", "show.undo"),
        Keeping::Snapshot => ("snapshot", "show.snapshot"),
        Keeping::Aside => ("aside", "show.aside"),
        Keeping::Unreadable => ("unreadable", "show.unreadable"),
        Keeping::Other => ("other", "show.other"),
        Keeping::Unseen => ("unseen", "show.unseen"),
    };
    KeptRow {
        kind,
        key,
        path: kept.path,
        count: kept.count,
    }
}
