//! The sentence above the footer: what is next for a row, who acts, and what holds it back.

use crate::model::{Arg, Book, Code, Level, Message, Place, Unit};
use crate::rules::count::figures::Figures;
use crate::rules::count::standing::State;
use crate::rules::count::year::{as_of, last_day};
use crate::rules::procedure::LimitKind;
use crate::rules::procedure::basis::basis_of;
use crate::rules::procedure::limit::pressing;
use crate::rules::{Case, Known};
use chrono::NaiveDate;

impl Case<'_> {
    /// What is next: the action, who acts, by which of the limits that run, by what regulation.
    pub fn next(&self) -> Message {
        let rules = self.known.rules;
        let Some(now) = self.now() else {
            let first = self.person.steps.first();
            let begun = first.is_none_or(|step| step.on <= self.known.today);
            return Message::warning(if begun {
                "next.unknown-stage"
            } else {
                "next.not-begun"
            });
        };
        match &now.state {
            State::Paused(on) => {
                let mut steps = self.person.steps.iter().rev();
                let rest = steps.find(|step| !matches!(step.to, Place::Stage(_)));
                let reason = rest.and_then(|step| step.reason.clone());
                Message::warning("next.paused")
                    .with("date", *on)
                    .with("reason", reason.unwrap_or_default())
            }
            State::Ended(exit, on) => {
                let name = rules.procedure.exit(exit).map(|exit| exit.name.clone());
                let name = name.map_or_else(|| Arg::from(exit.as_str()), Arg::from);
                Message::info("next.ended")
                    .with("exit", name)
                    .with("date", *on)
            }
            State::Active => self.next_step(now.stage),
        }
    }

    fn next_step(&self, stage: usize) -> Message {
        let Known { rules, today, .. } = self.known;
        let stage = rules.stage_on(stage, today);
        let (who, next) = stage.act(self.passage(today).chain);
        let limits = self.limits();
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
        let message = Message::info(key)
            .with("next", next.clone())
            .with("who", who.clone());
        let Some(limit) = limit else {
            let set = rules.on(today);
            let basis = basis_of(&stage.basis, stage.confirmed, &stage.origin, set);
            return message.with("basis", basis);
        };
        let row = limit.limit;
        let basis = basis_of(&row.basis, row.confirmed, &row.origin, limit.set);
        let mut message = message
            .with("limit", row.name.clone())
            .with("date", limit.due)
            .with("days", Arg::Number(limit.days_left(today).abs()))
            .with("basis", basis);
        if limit.overdue(today) {
            message.level = Level::Warning;
        }
        message
    }

    /// What holds the candidate back now: the causes on record that are still open, and what the
    /// next step owes.
    pub fn blockers(&self) -> Vec<Arg> {
        let cause = |code: &Code| match self.known.rules.cause(code) {
            Some(row) => Arg::from(row.name.clone()),
            None => code.as_str().into(),
        };
        let causes = self.person.open_causes().map(|open| cause(&open.code));
        let owed = self.owed().iter().map(|missing| missing.what.clone());
        causes.chain(owed).collect()
    }
}

/// What an organisation became by a day: the name and the id of the first that followed it.
pub(in crate::rules) fn successor(book: &Book, unit: &Unit, day: NaiveDate) -> Option<String> {
    let row = unit.became.iter().find(|row| row.on <= day)?;
    let name = book.unit(&row.unit).map(|unit| unit.name_on(day));
    Some(format!("{} ({})", name.unwrap_or_default(), row.unit))
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
    if let Some(ended) = unit.ended.filter(|ended| *ended < figures.today) {
        let to = successor(book, unit, figures.today);
        let key = match (&to, tally.open) {
            (_, 0) => "next.unit-ended",
            (None, _) => "next.unit-ended-open",
            (Some(_), _) => "next.unit-ended-to",
        };
        return Message::warning(key)
            .with("unit", name)
            .with("date", ended)
            .with("open", i64::from(tally.open))
            .with("to", to.unwrap_or_default());
    }
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
