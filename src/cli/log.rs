//! `ketnap log`: who changed what when, as the journals tell it.

use super::exit::{Exit, Outcome};
use super::ids::candidate_id;
use super::open::{Ground, fixed_day, replica_told};
use super::out_args::Out;
use crate::exchange::{LogReport, Report as _};
use crate::model::{Refusal, field_key};
use crate::store::Presence;

pub(super) fn run(ground: &Ground, candidate: Option<&str>, out: &Out) -> Outcome {
    let way = out.way()?;
    let candidate = candidate.map(candidate_id).transpose()?;
    // The journals stand for themselves: a head that cannot be read takes only the names away.
    let book = match ground.store.load() {
        Err(failure) if ground.store.presence()? == Presence::Empty => return Err(failure.into()),
        other => other.ok(),
    };
    let fixed = book
        .as_ref()
        .and_then(|book| fixed_day(ground.given_today, book));
    let today = fixed.map_or_else(|| ground.today(), Ok)?;
    let log = ground.store.log();
    let texts = &ground.config.texts;
    let known = (book.as_ref(), today);
    let report = LogReport::new(&log, known, candidate.as_ref(), field_key, texts);
    if let Some(id) = candidate
        && report.rows.is_empty()
        && book.as_ref().is_none_or(|book| book.home(&id).is_none())
    {
        return Err(Refusal::NoCandidate(id).into());
    }
    way.give(ground, &report.print_in(way.room, way.format, texts))?;
    if let Some(said) = ground.store.replica()?.as_ref().and_then(replica_told) {
        ground.tell(&said);
    }
    for damage in &log.damage {
        ground.tell(&damage.say());
    }
    Ok(if log.is_partial() {
        Exit::Failed
    } else {
        Exit::Done
    })
}
