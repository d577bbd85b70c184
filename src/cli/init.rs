//! `ketnap init`: a book in the data directory, empty or the sample.

use super::exit::{Exit, Outcome};
use super::open::Ground;
use crate::app::Start;
use crate::config::{Config, demo};
use crate::model::{
    BookSettings, Code, Header, Message, NAME_LIMIT, Refusal, Track, Unit, fresh_unit_id, tidy,
};
use crate::rules::Rules;
use crate::store::{Store, read_files};
use chrono::{Datelike, NaiveDate};

pub(super) fn run(
    ground: &Ground,
    (sample, shared): (bool, bool),
    name: Option<String>,
    kind: &str,
) -> Outcome {
    let start = if sample {
        Start::Sample
    } else {
        let kinds = &ground.config.rules.kinds;
        let known = || {
            kinds
                .iter()
                .map(|k| k.id.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let unknown = |_| Refusal::Unknown {
            given: kind.to_owned(),
            known: known(),
        };
        let kind = Code::new(kind).map_err(unknown)?;
        let name = name.unwrap_or_else(|| ground.config.texts.get("cli.unnamed").to_owned());
        Start::New { name, kind }
    };
    let today = ground.today()?;
    make(&ground.store, &ground.config, &start, (shared, today))?;
    let path = ground.data.display().to_string();
    let message = Message::info("cli.created").with("path", path);
    ground.tell(&message);
    Ok(Exit::Done)
}

/// Makes a book of one's own where there is none.
pub(super) fn create(
    store: &Store,
    config: &Config,
    start: &Start,
    today: NaiveDate,
) -> Result<(), Message> {
    make(store, config, start, (false, today))
}

fn make(
    store: &Store,
    config: &Config,
    start: &Start,
    (shared, today): (bool, NaiveDate),
) -> Result<(), Message> {
    let (mut header, units) = match start {
        Start::Sample => read_files(demo::BOOK, demo::UNITS).map_err(|fault| fault.message())?,
        Start::New { name, kind } => {
            new_book(name, kind, config, today).map_err(|refusal| refusal.message())?
        }
    };
    header.settings.group_shared = shared;
    store
        .create(&header, &units)
        .map_err(|fault| fault.message())
}

/// An empty book: its organisation, and one track so that a quota can be entered at once.
fn new_book(
    name: &str,
    kind: &Code,
    config: &Config,
    today: NaiveDate,
) -> Result<(Header, Vec<Unit>), Refusal> {
    Rules::require(kind, config.rules.kinds.iter().map(|k| &k.id))?;
    let name = tidy(name, NAME_LIMIT)?;
    if name.is_empty() {
        return Err(Refusal::Empty);
    }
    let root = fresh_unit_id(&name, fastrand::u64(..));
    let code = |text: &str| Code::new(text).map_err(|_| Refusal::Empty);
    let settings = BookSettings {
        tracks: vec![Track {
            id: code("CT")?,
            name: config.texts.get("cli.first-track").to_owned(),
        }],
        recorded_from: Some(today.year()),
        ..BookSettings::default()
    };
    let id = code(fresh_unit_id("so", fastrand::u64(..)).as_str())?;
    let unit = Unit::new(root.clone(), kind.clone(), name);
    Ok((Header::new(id, root, settings), vec![unit]))
}
