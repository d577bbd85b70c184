//! Why a day is due: the arithmetic of a limit, line by line, as a clerk would check it by hand.

use crate::model::{Arg, Candidate, Message};
use crate::rules::Rules;
use crate::rules::procedure::basis::basis_of;
use crate::rules::procedure::clock::{DayOff, Length};
use crate::rules::procedure::events::File;
use crate::rules::procedure::limit::Running;
use crate::rules::procedure::{Event, LimitKind};
use chrono::NaiveDate;

impl Event {
    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Certificate => "event.certificate",
            Self::Dossier => "event.dossier",
            Self::LetterReceived => "event.letter-received",
            Self::LetterAnswered => "event.letter-answered",
            Self::CellVote => "event.cell-vote",
            Self::DecisionIssued => "event.decision-issued",
            Self::DecisionReceived => "event.decision-received",
            Self::Ceremony => "event.ceremony",
            Self::ProbationEnd => "event.probation-end",
            Self::RecognitionVote => "event.recognition-vote",
            Self::RecognitionDecision => "event.recognition-decision",
        }
    }
}

/// A length in words.
pub fn length_of(length: Length) -> Message {
    let (key, count) = match length {
        Length::WorkingDays(count) => ("rule.working-days", count),
        Length::Months(count) => ("rule.months", count),
    };
    Message::info(key).with("count", count)
}

/// The arithmetic of a limit that runs: what started it and when, the rule, what was counted and
/// what was left out, the result, and what is owed when it is missed.
pub fn why(
    rules: &Rules,
    person: &Candidate,
    running: &Running<'_>,
    today: NaiveDate,
) -> Vec<Message> {
    let row = running.limit;
    let letter = running.letter.map(|at| &person.letters[at]);
    let mut lines = Vec::new();
    if let Some(letter) = letter {
        lines.push(
            Message::info("why.letter")
                .with("place", letter.place.as_str())
                .with("about", Arg::Key(letter.about.text_key())),
        );
    }
    lines.push(
        Message::info("why.start")
            .with("event", Arg::Key(row.clock.from.text_key()))
            .with("date", running.start),
    );
    if row.clock.from == Event::DecisionReceived && !received(rules, person, today) {
        lines.push(Message::warning("why.not-received"));
    }
    let basis = basis_of(&row.basis, row.confirmed, &row.origin, running.set);
    lines.push(
        Message::info("why.rule")
            .with("length", length_of(running.length))
            .with("event", Arg::Key(row.clock.to.text_key()))
            .with("basis", basis),
    );
    lines.push(
        Message::info("why.set")
            .with("set", running.set.name.clone())
            .with("date", running.set.from),
    );
    let first = count(rules, running.start, running.length, &mut lines);
    if let (Some(on), Some(more)) = (running.extended, &row.extension) {
        let basis = basis_of(&more.basis, more.confirmed, &row.origin, running.set);
        lines.push(
            Message::info("why.extended")
                .with("length", length_of(more.length))
                .with("date", on)
                .with("basis", basis),
        );
        count(rules, first, more.length, &mut lines);
    } else if let Some(more) = &row.extension {
        let until = rules.calendar.due(running.due, more.length);
        lines.push(
            Message::info("why.may-extend")
                .with("length", length_of(more.length))
                .with("date", until),
        );
    }
    let left = running.days_left(today);
    let key = match (row.kind, left) {
        (LimitKind::Wait, _) => "why.wait",
        (LimitKind::Life, 0..) => "why.life",
        (LimitKind::Life, _) => "why.life-over",
        (LimitKind::Deadline, 0..) => "why.due",
        (LimitKind::Deadline, _) => "why.overdue",
    };
    let result = Message::info(key)
        .with("date", running.due)
        .with("days", Arg::Number(left.abs()));
    lines.push(result);
    if row.kind != LimitKind::Wait {
        lines.push(Message::info("why.missed").with("missed", row.missed.clone()));
    }
    lines
}

fn received(rules: &Rules, person: &Candidate, today: NaiveDate) -> bool {
    let file = File::on(rules, person, today);
    file.is_some_and(|file| {
        let mut papers = file.papers(Event::DecisionIssued);
        papers.any(|paper| paper.received.is_some())
    })
}

/// Says how a length was counted, and gives its last day.
fn count(rules: &Rules, start: NaiveDate, length: Length, lines: &mut Vec<Message>) -> NaiveDate {
    let counted = rules.calendar.count(start, length);
    if let Length::Months(months) = length {
        lines.push(
            Message::info("why.months")
                .with("count", months)
                .with("date", counted.due),
        );
        return counted.due;
    }
    lines.push(
        Message::info("why.counted")
            .with("date", counted.due)
            .with("weekends", counted.weekend_days)
            .with("holidays", counted.skipped.len()),
    );
    let rows = rules.calendar.rows();
    let mut skipped = counted.skipped.iter().peekable();
    while let Some(first) = skipped.next() {
        let alike = |next: &&DayOff| (next.row, next.lieu) == (first.row, first.lieu);
        let mut last = first;
        while let Some(off) = skipped.next_if(alike) {
            last = off;
        }
        let row = &rows[first.row];
        let key = match (first == last, row.confirmed) {
            (true, true) => "why.holiday",
            (true, false) => "why.holiday-unsure",
            (false, true) => "why.holidays",
            (false, false) => "why.holidays-unsure",
        };
        let name = Arg::from(row.name.clone());
        let name = if first.lieu {
            Message::info("why.in-lieu").with("name", name).into()
        } else {
            name
        };
        lines.push(
            Message::info(key)
                .with("name", name)
                .with("first", first.day)
                .with("last", last.day),
        );
    }
    if !counted.covered {
        lines.push(Message::warning("why.not-covered"));
    }
    counted.due
}
