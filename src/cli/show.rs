//! `ketnap show`: all that is held about one person, for whoever the law gives the right to ask.

use super::args::Format;
use super::candidate_id;
use super::exit::{Exit, Outcome, print, tell};
use super::open::Ground;
use crate::app::field_key;
use crate::exchange::{KeptRow, PersonReport, Report as _, TraceRow};
use crate::model::Outcome::Undone;
use crate::model::{CandidateId, Log, LogEdit, Message, Refusal};
use crate::store::{Keeping, Kept};

pub(super) fn run(ground: Ground, candidate: &str, format: Format) -> Outcome {
    let open = ground.open()?;
    let id = candidate_id(candidate)?;
    let store = &open.ground.store;
    let journal = traces(store.log(), &id);
    let kept: Vec<KeptRow> = store.kept_about(&id)?.into_iter().map(kept_row).collect();
    if open.book.home(&id).is_none() && journal.is_empty() && kept.is_empty() {
        return Err(Refusal::NoCandidate(id).into());
    }
    let texts = &open.ground.config.texts;
    let of = (&open.book, open.rules(), texts);
    let report = PersonReport::new(of, &id, (journal, kept));
    print(&report.print(format.into(), texts))?;
    tell(texts, &Message::warning("show.in-full"));
    Ok(Exit::Done)
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
        })
    };
    edits.filter_map(of).collect()
}

fn kept_row(kept: Kept) -> KeptRow {
    let (kind, key) = match kept.keeping {
        Keeping::Draft => ("draft", "show.draft"),
        Keeping::Undo => ("undo", "show.undo"),
        Keeping::Snapshot => ("snapshot", "show.snapshot"),
        Keeping::Aside => ("aside", "show.aside"),
        Keeping::Unreadable => ("unreadable", "show.unreadable"),
        Keeping::Other => ("other", "show.other"),
    };
    KeptRow {
        kind,
        key,
        path: kept.path,
        count: kept.count,
    }
}
