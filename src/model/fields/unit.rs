//! The fields of an organisation.

use super::check::{causes, day, line, long_line, name, notes, part, remedies, surveys, visits};
use crate::model::{
    Cause, Code, Dated, Exemption, MemberCount, Note, OfficerCount, Quota, Refusal, Remedy, Route,
    Survey, Unit, UnitId, Unlisted, Visit,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

fields! {
    /// A field of an organisation with its new value.
    UnitField of Unit {
        Kind(Code) => kind,
        Names(Vec<Dated<String>>) => names,
        Parents(Vec<Dated<UnitId>>) => parents,
        Ended(Option<NaiveDate>) => ended,
        Sector(Option<String>) => sector,
        Routes(Vec<Dated<Route>>) => routes,
        Members(Vec<MemberCount>) => members,
        Officers(Vec<OfficerCount>) => officers,
        Quotas(Vec<Quota>) => quotas,
        Exemptions(Vec<Exemption>) => exemptions,
        Unlisted(Vec<Unlisted>) => unlisted,
        Causes(Vec<Cause>) => causes,
        Remedies(Vec<Remedy>) => remedies,
        Notes(Vec<Note>) => notes,
        Surveys(Vec<Survey>) => surveys,
        Visits(Vec<Visit>) => visits,
    }
}

impl UnitField {
    /// What this value must be on its own.
    pub(in crate::model) fn check(&self) -> Result<(), Refusal> {
        match self {
            Self::Names(rows) => {
                if rows.is_empty() {
                    return Err(Refusal::Empty);
                }
                rows.iter().try_for_each(|row| name(&row.value))
            }
            Self::Sector(text) => line(text.as_ref()),
            Self::Members(rows) => rows.iter().try_for_each(|row| part(row.full, row.members)),
            Self::Officers(rows) => rows
                .iter()
                .try_for_each(|row| part(row.members, row.officers)),
            Self::Quotas(rows) => rows.iter().try_for_each(|row| {
                line(row.by.as_ref())?;
                for on in [row.from, row.deadline].into_iter().flatten() {
                    day(on)?;
                }
                long_line(row.basis.as_ref())?;
                long_line(row.note.as_ref())
            }),
            Self::Exemptions(rows) => rows.iter().try_for_each(|row| {
                day(row.from)?;
                long_line(row.basis.as_ref())?;
                long_line(row.note.as_ref())
            }),
            Self::Unlisted(rows) => rows
                .iter()
                .try_for_each(|row| long_line(row.source.as_ref())),
            Self::Causes(rows) => causes(rows),
            Self::Remedies(rows) => remedies(rows),
            Self::Notes(rows) => notes(rows),
            Self::Surveys(rows) => surveys(rows),
            Self::Visits(rows) => visits(rows),
            Self::Kind(_) | Self::Parents(_) | Self::Ended(_) | Self::Routes(_) => Ok(()),
        }
    }
}
