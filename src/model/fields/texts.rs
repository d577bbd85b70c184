//! The free texts of a record, with the field that each stands in.

use super::record::Record;
use crate::model::{
    Absent, Candidate, Card, Cause, Code, Dated, Exemption, Extended, Former, Guide, Handover,
    Leader, Letter, MeetingDay, MemberCount, Note, OfficerCount, Outreach, Paper, PartialDay, Plan,
    Quota, Remedy, Reminder, Route, Sex, Step, Successor, Survey, Unit, UnitId, Unlisted, Visit,
    Vote,
};
use chrono::NaiveDate;

/// A value of a field in which free texts may stand.
pub(super) trait Texts {
    /// Adds them.
    fn add<'a>(&'a self, found: &mut Vec<&'a str>);
}

impl Texts for String {
    fn add<'a>(&'a self, found: &mut Vec<&'a str>) {
        found.push(self);
    }
}

impl<T: Texts> Texts for Option<T> {
    fn add<'a>(&'a self, found: &mut Vec<&'a str>) {
        if let Some(one) = self {
            one.add(found);
        }
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn add<'a>(&'a self, found: &mut Vec<&'a str>) {
        for one in self {
            one.add(found);
        }
    }
}

impl<T: Texts> Texts for Box<T> {
    fn add<'a>(&'a self, found: &mut Vec<&'a str>) {
        (**self).add(found);
    }
}

impl<T: Texts> Texts for Dated<T> {
    fn add<'a>(&'a self, found: &mut Vec<&'a str>) {
        let Self { from: _, value } = self;
        value.add(found);
    }
}

/// Which parts of an entry are free texts, and after the semicolon which are not. It is taken apart
/// as a whole, so that of a new part it must be said.
macro_rules! texts {
    ($($entry:ident { $($text:ident),*; $($rest:ident),* })*) => {
        $(impl Texts for $entry {
            #[allow(unused_variables)] // some entries have none
            fn add<'a>(&'a self, found: &mut Vec<&'a str>) {
                let Self { $($text,)* $($rest: _,)* } = self;
                $($text.add(found);)*
            }
        })*
    };
}

texts! {
    Guide { name, post; kind, from, until, together, born, joined, full }
    Paper { number, reason, grade, issuer; form, state, on, received, from, until, taken_over }
    Letter { place, number; about, abroad, sent, received, answered, result, by, reminders, taken_over }
    Absent { reason; count }
    Reminder { ; limit, on, step }
    Vote {
        absent, chair, minutes, why_against;
        stage, body, on, n, present, agree, against, left_out, probationary, probationary_present,
        taken_over
    }
    Extended { reason; limit, on }
    Step { reason; on, to, forced, elsewhere, taken_over }
    Handover { ; on, from }
    Former { ; left, consent }
    Card { number; on }
    Cause { note, source; code, from, until }
    Remedy { text, who; cause, by, done }
    Note { text; on }
    Outreach { ; by, on }
    Route { ; chain, section }
    MemberCount { source; on, members, full }
    OfficerCount { source; on, officers, members }
    Successor { basis; unit, on }
    Leader { name, post, phone; from, until }
    Plan { note; id, what, on, made, people, state }
    Quota { basis, by, note; year, track, target, at_least, group, deadline, revision, from }
    Exemption { basis, note; year, from }
    Unlisted { source; year, count, as_of }
    Survey { note, source; on, period, groups }
    Visit { who, findings, agreed, source; on, held, by, done }
}

macro_rules! no_texts {
    ($($plain:ty),*) => {
        $(impl Texts for $plain {
            fn add<'a>(&'a self, _: &mut Vec<&'a str>) {}
        })*
    };
}

no_texts!(
    bool, u32, NaiveDate, PartialDay, MeetingDay, Sex, Code, UnitId
);

/// Every free text of a person.
pub fn candidate_texts(person: &Candidate) -> Vec<(&'static str, &str)> {
    person.texts()
}

/// Every free text of an organisation, its people aside.
pub fn unit_texts(unit: &Unit) -> Vec<(&'static str, &str)> {
    unit.texts()
}
