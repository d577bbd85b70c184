//! Groups of people with a quota of their own: what tells that a person belongs to one, and the mark where nothing does.

use crate::model::{Candidate, CandidateField, CandidateId, Change, Code, Label, Refusal, Sex};
use crate::rules::edits::moves::person;
use crate::rules::{Known, Rules};
use chrono::{Months, NaiveDate};
use serde::Deserialize;

/// What is on record of a person and tells a group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum Sign {
    /// The sex.
    Sex(Sex),
    /// A member of the youth union.
    YouthUnion,
    /// Any ethnicity on record but one of these.
    EthnicityOtherThan(Vec<String>),
    /// A source group: a row of `sources.ron`.
    Source(Code),
}

impl Sign {
    fn is_on(&self, person: &Candidate) -> bool {
        match self {
            Self::Sex(sex) => person.sex == Some(*sex),
            Self::YouthUnion => person.youth_union == Some(true),
            Self::EthnicityOtherThan(these) => {
                let other = |own: &String| !these.iter().any(|word| same_word(word, own));
                person.ethnicity.as_ref().is_some_and(other)
            }
            Self::Source(code) => person.source.as_ref() == Some(code),
        }
    }
}

/// Equal but for capitals; asked of everybody admitted, so nothing is made for it.
fn same_word(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim().chars(), b.trim().chars());
    a.flat_map(char::to_lowercase)
        .eq(b.flat_map(char::to_lowercase))
}

/// A group that a quota can be for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRow {
    /// Its word in unit files.
    pub id: Code,
    /// Its name.
    pub name: Label,
    /// What tells it: one of these is enough. Where none is named, only a mark on the person does.
    #[serde(default)]
    pub told_by: Vec<Sign>,
    /// Its quota is due so many months before the people enlist.
    #[serde(default)]
    pub months_before_enlistment: Option<u32>,
}

impl GroupRow {
    /// Whether what is on record of a person tells the group, marks aside.
    pub fn is_told_of(&self, person: &Candidate) -> bool {
        self.told_by.iter().any(|sign| sign.is_on(person))
    }

    /// Whether a person belongs to it.
    pub fn holds(&self, person: &Candidate) -> bool {
        self.is_told_of(person) || person.groups.contains(&self.id)
    }

    /// The day by which the people must be admitted who enlist on a day; none where the group
    /// has no such day.
    pub fn deadline_before(&self, enlistment: NaiveDate) -> Option<NaiveDate> {
        let months = self.months_before_enlistment?;
        enlistment.checked_sub_months(Months::new(months))
    }
}

impl Rules {
    /// A group with a quota of its own.
    pub fn group(&self, id: &Code) -> Option<&GroupRow> {
        self.groups.iter().find(|group| group.id == *id)
    }

    /// The groups a person belongs to, by their places.
    pub fn groups_of<'a>(&'a self, person: &'a Candidate) -> impl Iterator<Item = usize> + 'a {
        let rows = self.groups.iter().enumerate();
        rows.filter(|(_, row)| row.holds(person)).map(|(at, _)| at)
    }
}

/// Marks a person as one of a group, or takes the mark away.
pub fn mark_group(known: Known<'_>, id: &CandidateId, code: &Code) -> Result<Change, Refusal> {
    let Known { book, rules, .. } = known;
    let mut groups = person(book, id)?.groups.clone();
    if let Some(at) = groups.iter().position(|group| group == code) {
        groups.remove(at);
    } else {
        Rules::require(code, rules.groups.iter().map(|group| &group.id))?;
        groups.push(code.clone());
    }
    Ok(Change::SetCandidate(
        id.clone(),
        CandidateField::Groups(groups),
    ))
}
