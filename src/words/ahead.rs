//! What lies ahead of a person, in words: limits that run, what the next step owes, the plan back from the end of the year.

use super::{Row, Words, nothing, parts};
use crate::model::{Arg, Candidate, Message};
use crate::rules::{
    Leg, LimitKind, Missing, Outlook, Running, SaidBy, Takes, Usual, basis_of, length_of,
};

impl Words<'_> {
    /// A limit that runs.
    pub fn limit(self, person: &Candidate, limit: &Running<'_>) -> Row {
        let row = limit.limit;
        let left = limit.days_left(self.known.today);
        let key = match (row.kind, left) {
            (LimitKind::Deadline, 0..) => "sheet.due",
            (LimitKind::Deadline, _) => "sheet.overdue",
            (LimitKind::Life, 0..) => "sheet.life",
            (LimitKind::Life, _) => "sheet.life-over",
            (LimitKind::Wait, _) => "sheet.wait",
        };
        let due = Message::info(key)
            .with("date", limit.due)
            .with("days", left.abs());
        let place = limit.letter.map(|at| person.letters[at].place.as_str());
        let basis = basis_of(&row.basis, row.confirmed, &row.origin, limit.set);
        let value = parts([Some(due.into()), place.map(Arg::from), Some(basis.into())]);
        Row::new(row.name.clone(), value)
    }

    /// Something that the next step owes.
    pub fn missing(self, missing: &Missing) -> Row {
        let value = parts([
            Some(missing.what.clone()),
            Some(missing.basis.clone().into()),
        ]);
        Row::new(Arg::Key("sheet.missing"), value)
    }

    /// What is to be expected of a file in a year.
    pub fn plan(self, year: i32, seen: Option<&Outlook>) -> Row {
        let said = seen.map(|seen| seen.say(self.known.rules, self.known.today));
        let label = Message::info("plan.admission").with("year", i64::from(year));
        Row::new(label, said.map_or_else(nothing, Arg::from))
    }

    /// By when a stage must be left, by what, and how long it usually takes.
    pub fn leg(self, leg: &Leg) -> Row {
        let stage = &self.known.rules.procedure.stages[leg.stage];
        let usual_by = leg.usual_by.filter(|by| self.known.today <= *by);
        let (key, next) = match (self.known.today <= leg.leave_by, leg.by_limit, usual_by) {
            _ if !leg.known => ("plan.not-known", None),
            (true, true, _) => ("plan.leave-by-limit", None),
            (true, false, _) => ("plan.leave-by", None),
            (false, _, Some(by)) => ("plan.leave-usual", Some(by)),
            (false, _, None) if !leg.quick_known => ("plan.leave-unknown", None),
            (false, _, None) => ("plan.leave-quick", Some(leg.quick_by)),
        };
        let by = Message::info(key).with("date", leg.leave_by);
        let by = next.map_or(by.clone(), |next| by.with("next", next));
        let usual = leg.usual.filter(|_| leg.known);
        let usual = usual.map(|usual| usually(&usual).into());
        Row::new(stage.name.clone(), parts([Some(by.into()), usual]))
    }
}

fn usually(usual: &Usual) -> Message {
    match usual.takes {
        Takes::Days(days) => {
            let key = match usual.said_by {
                SaidBy::Committee(_) => "plan.usual-here",
                SaidBy::Book | SaidBy::Limit(_) => "plan.usual",
            };
            Message::info(key)
                .with("days", days)
                .with("files", usual.files)
        }
        Takes::Length(length) => {
            Message::info("plan.usual-limit").with("length", length_of(length))
        }
    }
}
