//! `ketnap show`: all that is held about one person, for whoever the law gives the right to ask.

use super::args::Format;
use super::candidate_id;
use super::exit::{Exit, Outcome, print, tell};
use super::open::Ground;
use crate::app::field_key;
use crate::exchange::{KeptRow, PersonReport, Report as _, TraceRow};
use crate::model::{Message, Refusal};
use crate::store::{Keeping, Kept, Traced};

pub(super) fn run(ground: Ground, candidate: &str, format: Format) -> Outcome {
    let open = ground.open()?;
    let id = candidate_id(candidate)?;
    let store = &open.ground.store;
    let journal: Vec<TraceRow> = store.journal_about(&id).into_iter().map(trace).collect();
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

fn trace(traced: Traced) -> TraceRow {
    let entry = traced.entry;
    TraceRow {
        replica: traced.replica,
        number: entry.n,
        at: entry.at,
        who: entry.who,
        keys: entry.fields.iter().map(|field| word(field)).collect(),
        fields: entry.fields,
        undoes: entry.undoes,
    }
}

fn word(field: &str) -> &'static str {
    match field {
        "added" => "field.added",
        field => field_key(field),
    }
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
