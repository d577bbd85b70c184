//! The fields of a candidate.

use super::check::{
    causes, day, days_in_order, in_order, line, long_line, name, notes, part, remedies,
};
use crate::model::{
    Candidate, Card, Cause, Code, Extended, Former, Guide, Handover, Letter, Note, Outreach, Paper,
    Refusal, Remedy, Sex, Step, Vote,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

fields! {
    /// A field of a candidate with its new value.
    CandidateField of Candidate {
        Name(String) => name,
        Born(Option<NaiveDate>) => born,
        Sex(Option<Sex>) => sex,
        Ethnicity(Option<String>) => ethnicity,
        Religion(Option<String>) => religion,
        Schooling(Option<String>) => schooling,
        Profession(Option<String>) => profession,
        Occupation(Option<String>) => occupation,
        Residence(Option<String>) => residence,
        Source(Option<Code>) => source,
        YouthUnion(Option<bool>) => youth_union,
        Groups(Vec<Code>) => groups,
        IdNumber(Option<String>) => id_number,
        Phone(Option<String>) => phone,
        Helpers(Vec<Guide>) => helpers,
        Introducers(Vec<Guide>) => introducers,
        Papers(Vec<Paper>) => papers,
        Letters(Vec<Letter>) => letters,
        Votes(Vec<Vote>) => votes,
        Extensions(Vec<Extended>) => extensions,
        Steps(Vec<Step>) => steps,
        Handovers(Vec<Handover>) => handovers,
        Former(Option<Box<Former>>) => former,
        Card(Option<Box<Card>>) => card,
        Causes(Vec<Cause>) => causes,
        Remedies(Vec<Remedy>) => remedies,
        Notes(Vec<Note>) => notes,
        Introduced(Option<Outreach>) => introduced,
    }
}

impl CandidateField {
    /// What this value must be on its own, and beside the person's other fields.
    pub(in crate::model) fn check(&self, person: &Candidate) -> Result<(), Refusal> {
        match self {
            Self::Name(text) => name(text),
            Self::Born(Some(born)) => {
                day(*born)?;
                person
                    .steps
                    .first()
                    .map_or(Ok(()), |first| in_order(*born, first.on))
            }
            Self::Ethnicity(text)
            | Self::Religion(text)
            | Self::Schooling(text)
            | Self::Profession(text)
            | Self::Occupation(text)
            | Self::Residence(text)
            | Self::IdNumber(text)
            | Self::Phone(text) => line(text.as_ref()),
            Self::Helpers(rows) | Self::Introducers(rows) => rows.iter().try_for_each(|row| {
                name(&row.name)?;
                row.together.map_or(Ok(()), day)?;
                match (row.from, row.until) {
                    (Some(from), Some(until)) => in_order(from, until),
                    _ => Ok(()),
                }
            }),
            Self::Papers(rows) => rows.iter().try_for_each(|row| {
                line(row.number.as_ref())?;
                days_in_order(&[row.on, row.received])?;
                long_line(row.reason.as_ref())
            }),
            Self::Letters(rows) => rows.iter().try_for_each(|row| {
                name(&row.place)?;
                days_in_order(&[row.sent, row.received, row.answered])
            }),
            Self::Votes(rows) => rows.iter().try_for_each(|row| {
                day(row.on)?;
                part(row.present, row.n)?;
                part(row.agree.saturating_add(row.against), row.present)
            }),
            Self::Extensions(rows) => rows.iter().try_for_each(|row| {
                day(row.on)?;
                long_line(row.reason.as_ref())
            }),
            Self::Handovers(rows) => rows.iter().try_for_each(|row| day(row.on)),
            Self::Former(Some(former)) => days_in_order(&[Some(former.left), former.consent]),
            Self::Card(Some(card)) => {
                day(card.on)?;
                name(&card.number)
            }
            Self::Steps(rows) => {
                let first = rows.first().ok_or(Refusal::Empty)?;
                person
                    .born
                    .map_or(Ok(()), |born| in_order(born, first.on))?;
                for row in rows {
                    day(row.on)?;
                    long_line(row.reason.as_ref())?;
                }
                rows.windows(2).try_for_each(|w| in_order(w[0].on, w[1].on))
            }
            Self::Causes(rows) => causes(rows),
            Self::Remedies(rows) => remedies(rows),
            Self::Notes(rows) => notes(rows),
            Self::Introduced(Some(by)) => day(by.on),
            Self::Born(None)
            | Self::Former(None)
            | Self::Card(None)
            | Self::Introduced(None)
            | Self::Sex(_)
            | Self::Source(_)
            | Self::YouthUnion(_)
            | Self::Groups(_) => Ok(()),
        }
    }
}
