//! A party organisation: what it is called, where it stands, and the candidates it holds.

use super::candidate::{Candidate, Cause, Note, Remedy};
use super::id::{Code, UnitId};
use super::plan::{MeetingDay, Plan};
use super::quota::{Exemption, Quota, UnitClass, Unlisted};
use super::survey::Survey;
use super::visit::Visit;
use chrono::NaiveDate;
use serde::de::{Error, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::marker::PhantomData;

/// A value that holds from a day on; without a day, since ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated<T> {
    /// The first day on which the value holds.
    #[serde(
        default = "none",
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub from: Option<NaiveDate>,
    /// The value.
    pub value: T,
}

fn none() -> Option<NaiveDate> {
    None
}

impl<T> Dated<T> {
    /// A value that holds since ever.
    pub fn ever(value: T) -> Self {
        Self { from: None, value }
    }
}

/// The place of the value that holds on a day: the latest begun by then, else the earliest known.
pub fn dated_index_on<T>(rows: &[Dated<T>], day: NaiveDate) -> Option<usize> {
    let numbered = || rows.iter().enumerate();
    numbered()
        .filter(|(_, row)| row.from.is_none_or(|from| from <= day))
        .max_by_key(|(_, row)| row.from)
        .or_else(|| numbered().min_by_key(|(_, row)| row.from))
        .map(|(at, _)| at)
}

/// The value that holds on a day.
pub fn dated_on<T>(rows: &[Dated<T>], day: NaiveDate) -> Option<&T> {
    dated_index_on(rows, day).map(|at| &rows[at].value)
}

/// The membership of an organisation on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberCount {
    /// The day of the count.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// Members, full and probationary.
    pub members: u32,
    /// Full members; none where only the whole is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<u32>,
    /// Where the number comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Officers of the hamlet or street group and of the mass organisations on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerCount {
    /// The day of the count.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// Officers.
    pub officers: u32,
    /// Of these, Party members.
    pub members: u32,
    /// Where the number comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What an organisation became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// Which organisation.
    pub unit: UnitId,
    /// From which day.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// The document that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// Who leads an organisation, for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leader {
    /// Full name.
    pub name: String,
    /// The post, as papers name it.
    pub post: String,
    /// Since when.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub from: Option<NaiveDate>,
    /// Until when; none while it lasts.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub until: Option<NaiveDate>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// How a dossier goes from the cell to the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Chain {
    /// The grassroots committee considers, a higher committee's standing committee decides.
    Grassroots,
    /// The grassroots committee has delegated power and decides itself.
    Delegated,
    /// Straight to the standing committee that decides, without a grassroots step.
    Direct,
    /// The ward itself is the grassroots body; its standing committee decides.
    WardBase,
}

impl Chain {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Grassroots,
        Self::Delegated,
        Self::Direct,
        Self::WardBase,
    ];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Grassroots => "chain.grassroots",
            Self::Delegated => "chain.delegated",
            Self::Direct => "chain.direct",
            Self::WardBase => "chain.ward-base",
        }
    }
}

/// The way of an organisation's dossiers, and of those of all below it that say nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// How they go.
    pub chain: Chain,
    /// Whether a section committee reports; not said: where one stands above the cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<bool>,
}

/// One party organisation; one file in `units/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Identity for ever, and the file's name.
    pub id: UnitId,
    /// What it is, each kind from a day: rows of `kinds.ron`. The first format held one, without a day.
    #[serde(alias = "kind", deserialize_with = "kinds")]
    pub kinds: Vec<Dated<Code>>,
    /// Its names, each from a day.
    pub names: Vec<Dated<String>>,
    /// What it stands below, each from a day; the root has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Dated<UnitId>>,
    /// Its numbers in the membership system, each from a day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Dated<String>>,
    /// Other names by which lists call it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The first day it existed; none where that is not known.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub founded: Option<NaiveDate>,
    /// The last day it existed.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub ended: Option<NaiveDate>,
    /// What it became when it ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub became: Vec<Successor>,
    /// Its place among its neighbours, by hand; those without one come after, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// The book whose summary gives its figures: that book's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book: Option<Code>,
    /// The place that its papers name before the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The letters of its papers' numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<String>,
    /// The day of the month on which it regularly meets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meets: Option<MeetingDay>,
    /// Who leads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaders: Vec<Leader>,
    /// Residential, public service, enterprise …, in the clerk's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// The way of its dossiers, each from a day; none where the rules and what stands above say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Dated<Route>>,
    /// Membership by date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberCount>,
    /// Local officers, and how many of them are members, by date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub officers: Vec<OfficerCount>,
    /// Quotas handed to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<Quota>,
    /// Years in which it owes nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<Exemption>,
    /// Admissions without a record here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<Unlisted>,
    /// What keeps it from admitting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
    /// What is done against that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<Remedy>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The people it follows, sorted by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// Surveys of sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surveys: Vec<Survey>,
    /// Visits to its meetings, planned and held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<Visit>,
    /// Meetings, sessions, courses and ceremonies planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Plan>,
}

impl Unit {
    /// A new organisation without anything in it yet.
    pub fn new(id: UnitId, kind: Code, name: String) -> Self {
        Self {
            id,
            kinds: vec![Dated::ever(kind)],
            names: vec![Dated::ever(name)],
            parents: Vec::new(),
            codes: Vec::new(),
            aliases: Vec::new(),
            founded: None,
            ended: None,
            became: Vec::new(),
            order: None,
            book: None,
            place: None,
            sign: None,
            meets: None,
            leaders: Vec::new(),
            sector: None,
            routes: Vec::new(),
            members: Vec::new(),
            officers: Vec::new(),
            quotas: Vec::new(),
            exemptions: Vec::new(),
            unlisted: Vec::new(),
            causes: Vec::new(),
            remedies: Vec::new(),
            notes: Vec::new(),
            candidates: Vec::new(),
            surveys: Vec::new(),
            visits: Vec::new(),
            plans: Vec::new(),
        }
    }

    /// Its name on a day; its id if it has none.
    pub fn name_on(&self, day: NaiveDate) -> &str {
        dated_on(&self.names, day).map_or(self.id.as_str(), String::as_str)
    }

    /// What it is on a day: a row of `kinds.ron`.
    pub fn kind_on(&self, day: NaiveDate) -> Option<&Code> {
        dated_on(&self.kinds, day)
    }

    /// What it stands below on a day.
    pub fn parent_on(&self, day: NaiveDate) -> Option<&UnitId> {
        dated_on(&self.parents, day)
    }

    /// The quota for a year by a track, for a group or for everybody, that is in force on a day:
    /// the latest begun by then, of these the highest revision.
    pub fn quota_on(
        &self,
        year: i32,
        track: &Code,
        group: Option<&Code>,
        day: NaiveDate,
    ) -> Option<&Quota> {
        let begun = |q: &&Quota| q.is_of(year, track, group) && q.from.is_none_or(|on| on <= day);
        let begun = self.quotas.iter().filter(begun);
        begun.max_by_key(|q| (q.from, q.revision))
    }

    /// What exempts it, on a day, from the quota of a year.
    pub fn exemption_on(&self, year: i32, day: NaiveDate) -> Option<&Exemption> {
        let mut rows = self.exemptions.iter();
        rows.find(|row| row.year == year && row.from <= day)
    }

    /// Whether a floor is for it on a day.
    pub fn is_of_class(&self, class: &UnitClass, day: NaiveDate) -> bool {
        match class {
            UnitClass::Kind(kind) => self.kind_on(day) == Some(kind),
            UnitClass::Sector(sector) => self.sector.as_ref() == Some(sector),
        }
    }

    /// The row of admissions without a record for a year.
    pub fn unlisted_in(&self, year: i32) -> Option<&Unlisted> {
        self.unlisted.iter().find(|row| row.year == year)
    }
}

/// Kinds as files hold them: dated, or one alone as in the first format.
pub(super) fn kinds<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Dated<Code>>, D::Error> {
    stored_dated(from, "a kind, or kinds each from a day")
}

/// Dated values, or one alone that holds since ever.
pub(crate) fn stored_dated<'de, T, D>(
    from: D,
    what: &'static str,
) -> Result<Vec<Dated<T>>, D::Error>
where
    T: Deserialize<'de> + TryFrom<&'de str>,
    D: Deserializer<'de>,
{
    from.deserialize_any(OneOrDated {
        what,
        value: PhantomData,
    })
}

struct OneOrDated<T> {
    what: &'static str,
    value: PhantomData<T>,
}

impl<'de, T: Deserialize<'de> + TryFrom<&'de str>> Visitor<'de> for OneOrDated<T> {
    type Value = Vec<Dated<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        let value =
            T::try_from(text).map_err(|_| E::invalid_value(Unexpected::Other("word"), &self))?;
        Ok(vec![Dated::ever(value)])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = from.next_element()? {
            rows.push(row);
        }
        Ok(rows)
    }
}
