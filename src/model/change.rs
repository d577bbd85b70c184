//! Every edit as a value that carries its own inverse: the only way data changes.

use super::book::BookSettings;
use super::candidate::{Candidate, Cause, Guide, Note, Remedy, Sex, Step};
use super::date::parse_loose;
use super::dossier::{Card, Extended, Former, Handover, Letter, Paper, Vote};
use super::id::{CandidateId, Code, UnitId};
use super::message::Label;
use super::name::{NAME_LIMIT, NOTE_LIMIT, tidy_but_letters};
use super::quota::{Exemption, Quota, Unlisted};
use super::refusal::Refusal;
use super::survey::{Outreach, Survey};
use super::unit::{Dated, MemberCount, OfficerCount, Route, Unit};
use super::visit::Visit;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One edit. Applied by [`super::Book::apply`], which returns its inverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A new organisation.
    AddUnit(Box<Unit>),
    /// An organisation without candidates or others below it goes.
    RemoveUnit(UnitId),
    /// One field of an organisation.
    SetUnit(UnitId, UnitField),
    /// A new candidate in an organisation.
    AddCandidate(UnitId, Box<Candidate>),
    /// A candidate goes.
    RemoveCandidate(CandidateId),
    /// One field of a candidate.
    SetCandidate(CandidateId, CandidateField),
    /// One field of the book.
    SetBook(BookField),
    /// Several edits, all or none.
    Many(Vec<Change>),
}

impl Change {
    /// Whether the head of the book is altered.
    pub fn touches_header(&self) -> bool {
        match self {
            Self::SetBook(_) => true,
            Self::Many(all) => all.iter().any(Self::touches_header),
            _ => false,
        }
    }

    /// Whether the tree is altered: names, parents, kinds, organisations coming or going.
    pub fn touches_tree(&self) -> bool {
        match self {
            Self::AddUnit(_) | Self::RemoveUnit(_) => true,
            Self::SetUnit(_, field) => matches!(
                field,
                UnitField::Names(_)
                    | UnitField::Parents(_)
                    | UnitField::Kind(_)
                    | UnitField::Ended(_)
            ),
            Self::Many(all) => all.iter().any(Self::touches_tree),
            _ => false,
        }
    }

    /// What is left of it without all that it says of some people; none where that is nothing.
    pub fn without(self, people: &BTreeSet<CandidateId>) -> Option<Self> {
        match self {
            Self::RemoveCandidate(id) | Self::SetCandidate(id, _) if people.contains(&id) => None,
            Self::AddCandidate(_, row) if people.contains(&row.id) => None,
            Self::AddUnit(mut unit) => {
                unit.candidates.retain(|row| !people.contains(&row.id));
                Some(Self::AddUnit(unit))
            }
            Self::Many(all) => {
                let left = all.into_iter().filter_map(|one| one.without(people));
                let left: Vec<Self> = left.collect();
                (!left.is_empty()).then_some(Self::Many(left))
            }
            other => Some(other),
        }
    }

    /// Whether nothing is altered that is counted: only numbers that are read as they stand.
    pub fn counts_nothing(&self) -> bool {
        match self {
            Self::SetUnit(_, field) => {
                matches!(field, UnitField::Quotas(_) | UnitField::Exemptions(_))
            }
            Self::Many(all) => all.iter().all(Self::counts_nothing),
            _ => false,
        }
    }
}

macro_rules! fields {
    ($(#[$doc:meta])* $name:ident of $record:ty { $($variant:ident($type:ty) => $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum $name {
            $($variant($type),)*
        }

        impl $name {
            /// The field's name, as it stands in files, journals and `ketnap set`.
            pub fn key(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($field),)*
                }
            }

            /// Puts the value into a record that is no part of a book.
            pub fn put(self, record: &mut $record) {
                self.swap(record);
            }

            /// Puts the value in and gives the old one back.
            pub(super) fn swap(self, record: &mut $record) -> Self {
                match self {
                    $(Self::$variant(value) => {
                        Self::$variant(std::mem::replace(&mut record.$field, value))
                    })*
                }
            }
        }
    };
}

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

/// A field of the book with its new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BookField {
    /// The book's settings.
    Settings(Box<BookSettings>),
}

/// Refuses text that is not as [`super::tidy`] leaves it. The letters that look like đ are let pass:
/// a record that holds one from before is named by `check` and goes on being saved.
fn tidy_already(text: &str, limit: usize) -> Result<(), Refusal> {
    if tidy_but_letters(text, limit)? == text {
        Ok(())
    } else {
        Err(Refusal::Untidy)
    }
}

fn line(text: Option<&String>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |t| tidy_already(t, NAME_LIMIT))
}

fn long_line(text: Option<&String>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |t| tidy_already(t, NOTE_LIMIT))
}

fn name(text: &str) -> Result<(), Refusal> {
    if text.is_empty() {
        Err(Refusal::Empty)
    } else {
        tidy_already(text, NAME_LIMIT)
    }
}

fn day(on: NaiveDate) -> Result<(), Refusal> {
    // The range of a typed date holds for a stored one too.
    parse_loose(&on.format("%Y-%m-%d").to_string(), on).map(|_| ())
}

fn causes(rows: &[Cause]) -> Result<(), Refusal> {
    for row in rows {
        day(row.from)?;
        long_line(row.note.as_ref())?;
        long_line(row.source.as_ref())?;
        if let Some(until) = row.until {
            in_order(row.from, until)?;
        }
    }
    Ok(())
}

fn remedies(rows: &[Remedy]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        if row.text.is_empty() {
            return Err(Refusal::Empty);
        }
        tidy_already(&row.text, NOTE_LIMIT)?;
        line(row.who.as_ref())?;
        [row.by, row.done].into_iter().flatten().try_for_each(day)
    })
}

fn notes(rows: &[Note]) -> Result<(), Refusal> {
    rows.iter()
        .try_for_each(|row| tidy_already(&row.text, NOTE_LIMIT))
}

fn in_order(earlier: NaiveDate, later: NaiveDate) -> Result<(), Refusal> {
    if later < earlier {
        Err(Refusal::OutOfOrder { earlier, later })
    } else {
        Ok(())
    }
}

/// The days that are known are days of this book and do not run backwards.
fn days_in_order(days: &[Option<NaiveDate>]) -> Result<(), Refusal> {
    let mut last: Option<NaiveDate> = None;
    for on in days.iter().flatten() {
        day(*on)?;
        last.map_or(Ok(()), |earlier| in_order(earlier, *on))?;
        last = Some(*on);
    }
    Ok(())
}

fn part(part: u32, whole: u32) -> Result<(), Refusal> {
    if part > whole {
        Err(Refusal::PartOfWhole { part, whole })
    } else {
        Ok(())
    }
}

fn surveys(rows: &[Survey]) -> Result<(), Refusal> {
    let word = |code: &Code| Label {
        vi: code.to_string(),
        en: code.to_string(),
    };
    rows.iter().try_for_each(|row| {
        day(row.on)?;
        row.period.check()?;
        long_line(row.note.as_ref())?;
        long_line(row.source.as_ref())?;
        let mut groups = row.groups.iter();
        groups.try_for_each(|group| group.check(&word(&group.source)))
    })
}

fn visits(rows: &[Visit]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        name(&row.who)?;
        row.check_results()?;
        days_in_order(&[row.on, row.by])?;
        days_in_order(&[row.on, row.done])?;
        let texts = [&row.findings, &row.agreed, &row.source];
        texts.into_iter().try_for_each(|t| long_line(t.as_ref()))
    })
}

impl CandidateField {
    /// What this value must be on its own, and beside the person's other fields.
    pub(super) fn check(&self, person: &Candidate) -> Result<(), Refusal> {
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

impl UnitField {
    /// What this value must be on its own.
    pub(super) fn check(&self) -> Result<(), Refusal> {
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
