//! What a form fills.

use super::Handing;
use crate::model::{CandidateId, Code, Subject, UnitId};
use serde::{Deserialize, Serialize};

/// What a form fills. A place is that of the row in its list; none for a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormFor {
    /// A paper, by its form number.
    Paper(CandidateId, Code, Option<usize>),
    /// A letter of verification.
    Letter(CandidateId, Option<usize>),
    /// A vote.
    Vote(CandidateId, Option<usize>),
    /// Who introduces.
    Introducer(CandidateId, Option<usize>),
    /// A member who helps or helped.
    Helper(CandidateId, usize),
    /// An extension of a limit.
    Extension(CandidateId, Option<usize>),
    /// The card of a full member.
    Card(CandidateId),
    /// A membership that ended before.
    Former(CandidateId),
    /// How an organisation's dossiers go.
    Route(UnitId, Option<usize>),
    /// A quota of an organisation.
    Quota(UnitId, Option<usize>),
    /// A year in which an organisation owes nobody.
    Exemption(UnitId, Option<usize>),
    /// The least for a class of organisations.
    Floor(Option<usize>),
    /// A quota spread over the organisations below.
    HandDown(Handing),
    /// A cause on record.
    Cause(Subject, usize),
    /// What is done against a cause.
    Remedy(Subject, Option<usize>),
    /// A survey of sources.
    Survey(UnitId, Option<usize>),
    /// A visit.
    Visit(UnitId, Option<usize>),
    /// Who leads an organisation.
    Leader(UnitId, Option<usize>),
    /// Which mass organisation introduced a person.
    Outreach(CandidateId),
}

/// Where a form has the place of its row.
enum Row<'a> {
    /// In a list to which it may be new.
    New(&'a mut Option<usize>),
    /// In a list that has it.
    There(&'a mut usize),
    /// There is no list.
    Alone,
}

impl FormFor {
    /// Whose record it belongs to.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Paper(id, ..)
            | Self::Letter(id, _)
            | Self::Vote(id, _)
            | Self::Introducer(id, _)
            | Self::Helper(id, _)
            | Self::Extension(id, _)
            | Self::Card(id)
            | Self::Former(id)
            | Self::Outreach(id) => Some(Subject::Person(id.clone())),
            Self::Route(id, _)
            | Self::Quota(id, _)
            | Self::Exemption(id, _)
            | Self::Survey(id, _)
            | Self::Visit(id, _)
            | Self::Leader(id, _) => Some(Subject::Unit(id.clone())),
            Self::HandDown(handing) => Some(Subject::Unit(handing.unit.clone())),
            Self::Cause(whose, _) | Self::Remedy(whose, _) => Some(whose.clone()),
            Self::Floor(_) => None,
        }
    }

    /// The place of the row in its list; none for a new one, and where there is only one.
    pub(in crate::app) fn place(&self) -> Option<usize> {
        match self.clone().row() {
            Row::New(at) => *at,
            Row::There(at) => Some(*at),
            Row::Alone => None,
        }
    }

    /// The form of another row of the same list.
    pub(in crate::app) fn moved(mut self, to: usize) -> Self {
        match self.row() {
            Row::New(at) => *at = Some(to),
            Row::There(at) => *at = to,
            Row::Alone => {}
        }
        self
    }

    fn row(&mut self) -> Row<'_> {
        match self {
            Self::Paper(_, _, at)
            | Self::Letter(_, at)
            | Self::Vote(_, at)
            | Self::Introducer(_, at)
            | Self::Extension(_, at)
            | Self::Route(_, at)
            | Self::Quota(_, at)
            | Self::Exemption(_, at)
            | Self::Floor(at)
            | Self::Remedy(_, at)
            | Self::Survey(_, at)
            | Self::Visit(_, at)
            | Self::Leader(_, at) => Row::New(at),
            Self::Cause(_, at) | Self::Helper(_, at) => Row::There(at),
            Self::Card(_) | Self::Former(_) | Self::HandDown(_) | Self::Outreach(_) => Row::Alone,
        }
    }

    /// The row of the text files that heads it.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::Paper(..) => "form.paper",
            Self::Letter(..) => "form.letter",
            Self::Vote(..) => "form.vote",
            Self::Introducer(..) => "form.introducer",
            Self::Helper(..) => "form.helper",
            Self::Extension(..) => "form.extension",
            Self::Card(_) => "form.card",
            Self::Former(_) => "form.former",
            Self::Route(..) => "form.route",
            Self::Quota(..) => "form.quota",
            Self::Exemption(..) => "form.exemption",
            Self::Floor(_) => "form.floor",
            Self::HandDown(_) => "form.hand-down",
            Self::Cause(..) => "form.cause",
            Self::Remedy(..) => "form.remedy",
            Self::Survey(..) => "form.survey",
            Self::Visit(..) => "form.visit",
            Self::Leader(..) => "form.leader",
            Self::Outreach(_) => "form.outreach",
        }
    }
}
