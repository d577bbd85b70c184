//! The sentence above the footer: what is next for a row, who acts, and what holds it back.

use super::Rules;
use super::figures::{Figures, as_of, last_day};
use super::gate::missing;
use super::limit::{Running, pressing};
use super::procedure::{LimitKind, Origin, Procedure};
use super::route::passage;
use super::standing::{Standing, State};
use super::steps::next_stage;
use crate::model::{Arg, Book, Candidate, Code, Label, Level, Message, Place, Unit};
use chrono::NaiveDate;

/// What is next for a candidate: the action, who acts, by which of the limits that run, by what
/// regulation.
pub fn next_for_candidate(
    (book, rules): (&Book, &Rules),
    (unit, person): (&Unit, &Candidate),
    now: Option<&Standing>,
    limits: &[Running<'_>],
    today: NaiveDate,
) -> Message {
    let Some(now) = now else {
        return Message::warning("next.unknown-stage");
    };
    let last_reason = || {
        let step = person
            .steps
            .iter()
            .rev()
            .find(|s| !matches!(s.to, Place::Stage(_)));
        step.and_then(|s| s.reason.clone()).unwrap_or_default()
    };
    match &now.state {
        State::Paused(on) => Message::warning("next.paused")
            .with("date", *on)
            .with("reason", last_reason()),
        State::Ended(exit, on) => {
            let name = rules.procedure.exit(exit).map_or_else(
                || Label {
                    vi: exit.to_string(),
                    en: exit.to_string(),
                },
                |exit| exit.name.clone(),
            );
            Message::info("next.ended")
                .with("exit", name)
                .with("date", *on)
        }
        State::Active => {
            let known = &rules.procedure.stages[now.stage];
            let set = rules.on(today);
            let here = set.stages.iter().find(|stage| stage.id == known.id);
            let stage = here.unwrap_or(known);
            let (who, next) = stage.act(passage(book, rules, unit, today).chain);
            let (key, limit) = match pressing(limits) {
                _ if stage.last => ("next.last", None),
                Some(limit) if limit.overdue(today) => ("next.overdue", Some(limit)),
                Some(limit) if limit.limit.kind == LimitKind::Life => ("next.life", Some(limit)),
                Some(limit) => ("next.due", Some(limit)),
                None => match limits.first() {
                    Some(wait) => ("next.wait", Some(*wait)),
                    None => ("next.active", None),
                },
            };
            let mut message = Message::info(key)
                .with("next", next.clone())
                .with("who", who.clone());
            if let Some(limit) = limit {
                let row = limit.limit;
                message = message
                    .with("limit", limit.limit.name.clone())
                    .with("date", limit.due)
                    .with("days", Arg::Number(limit.days_left(today).abs()))
                    .with(
                        "basis",
                        basis_of(&row.basis, row.confirmed, &row.origin, limit.set),
                    );
                if limit.overdue(today) {
                    message.level = Level::Warning;
                }
            } else {
                let basis = basis_of(&stage.basis, stage.confirmed, &stage.origin, set);
                message = message.with("basis", basis);
            }
            message
        }
    }
}

/// What a value rests on, and whether that is known for the set in force.
pub fn basis_of(basis: &str, confirmed: bool, origin: &Origin, set: &Procedure) -> Message {
    let key = match (confirmed, origin.carried) {
        (true, _) => "basis.known",
        (false, false) => "basis.unsure",
        (false, true) => "basis.carried",
    };
    Message::info(key)
        .with("basis", basis)
        .with("set", set.name.clone())
}

/// What holds a candidate back now: the causes on record that are still open, and what the next
/// step owes.
pub fn blockers(
    book: &Book,
    rules: &Rules,
    (unit, person): (&Unit, &Candidate),
    now: Option<&Standing>,
    today: NaiveDate,
) -> Vec<Arg> {
    let cause = |code: &Code| match rules.cause(code) {
        Some(row) => Arg::from(row.name.clone()),
        None => code.as_str().into(),
    };
    let mut all: Vec<Arg> = person.open_causes().map(|c| cause(&c.code)).collect();
    let active = now.filter(|now| now.state == State::Active);
    let next = active.and_then(|now| {
        let to = next_stage(book, rules, unit, now.stage, today)?;
        Some((now.stage, to))
    });
    if let Some(steps) = next {
        let owed = missing(book, rules, (unit, person), steps, today);
        all.extend(owed.into_iter().map(|missing| missing.what));
    }
    all
}

/// What is next for an organisation: how many are missing by which track, and in how many days.
/// The shown track comes first.
pub fn next_for_unit(
    book: &Book,
    figures: &Figures,
    node: usize,
    unit: &Unit,
    shown: Option<&Code>,
) -> Message {
    let name = unit.name_on(as_of(figures.year, figures.today));
    let days = days_left(figures.year, figures.today);
    let tracks = book.settings().tracks.iter();
    let first = tracks.clone().filter(|track| Some(&track.id) == shown);
    let progress = first.chain(tracks).find_map(|track| {
        let progress = figures.progress(book, node, &track.id);
        progress.target.map(|target| (track, target, progress))
    });
    let tally = figures.tally(node);
    if let Some(row) = figures.exemption(book, node) {
        return Message::info("next.unit-exempt")
            .with("unit", name)
            .with("year", i64::from(figures.year))
            .with("date", row.from)
            .with("basis", row.basis.as_deref().unwrap_or("–"))
            .with("admitted", tally.admitted());
    }
    let Some((track, target, progress)) = progress else {
        return Message::info("next.unit-no-quota")
            .with("unit", name)
            .with("year", i64::from(figures.year))
            .with("admitted", i64::from(tally.admitted()));
    };
    let missing = target.saturating_sub(progress.admitted);
    let key = match (missing, days) {
        (0, _) => "next.unit-reached",
        (_, 0) => "next.unit-missed",
        _ => "next.unit-missing",
    };
    Message {
        key,
        args: Vec::new(),
        level: crate::model::Level::Info,
    }
    .with("unit", name)
    .with("missing", i64::from(missing))
    .with("track", track.id.as_str())
    .with("target", i64::from(target))
    .with("admitted", i64::from(progress.admitted))
    .with("days", Arg::Number(days))
    .with("open", i64::from(tally.open))
    .with("year", i64::from(figures.year))
}

/// Days from today to 31 December of a year; 0 once it is over.
pub fn days_left(year: i32, today: NaiveDate) -> i64 {
    last_day(year).map_or(0, |end| (end - today).num_days().max(0))
}
