//! A choice from the data files: typed letters narrow it, accent-free.

use crate::model::{CandidateId, Code, Label, Subject, UnitId, matches_key, search_key};
use serde::{Deserialize, Serialize};
use tui_input::Input;

/// What is being chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PickFor {
    /// The stage a candidate goes to.
    Stage(CandidateId),
    /// The stage all marked people go to.
    StageOfMarked,
    /// A paper that is put on record.
    Paper(CandidateId),
    /// The cell a file is handed over to.
    Cell(CandidateId),
    /// A candidate's source group.
    Source(CandidateId),
    /// A cause on a candidate, put on or taken off.
    Cause(CandidateId),
    /// A cause on an organisation, put on or taken off.
    UnitCause(UnitId),
    /// A group with a quota of its own, marked or not.
    Group(CandidateId),
    /// The way out of a file that is closed.
    Exit(CandidateId),
    /// The kind of a new organisation below another.
    Kind(UnitId),
    /// The kind of the organisation of a new book.
    RootKind,
    /// The stage at which one more person is supposed, in a cell.
    Supposed(UnitId),
    /// Something half typed to go on with.
    Drafts,
    /// An edit of somebody else, by its number, that is taken back if this is chosen.
    TakeBack(u64),
    /// The organisation that words of a list mean; without words that of rows that name none.
    ListBody(Option<String>),
    /// What a column of a list fills, by its heading or its letters.
    ListColumn(String),
    /// The plan that the quotas of a list are by.
    ListTrack,
}

impl PickFor {
    /// Whose record it is about.
    pub(in crate::app) fn subject(&self) -> Option<Subject> {
        match self {
            Self::Stage(id)
            | Self::Paper(id)
            | Self::Cell(id)
            | Self::Source(id)
            | Self::Cause(id)
            | Self::Group(id)
            | Self::Exit(id) => Some(Subject::Person(id.clone())),
            Self::UnitCause(id) | Self::Kind(id) | Self::Supposed(id) => {
                Some(Subject::Unit(id.clone()))
            }
            Self::StageOfMarked
            | Self::RootKind
            | Self::Drafts
            | Self::TakeBack(_)
            | Self::ListBody(_)
            | Self::ListColumn(_)
            | Self::ListTrack => None,
        }
    }

    /// The row of the text files that heads the list.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::Stage(_) | Self::StageOfMarked => "pick.stage",
            Self::Supposed(_) => "pick.supposed",
            Self::Paper(_) => "pick.paper",
            Self::Cell(_) => "pick.cell",
            Self::Source(_) => "pick.source",
            Self::Cause(_) | Self::UnitCause(_) => "pick.cause",
            Self::Group(_) => "pick.group",
            Self::Exit(_) => "pick.exit",
            Self::Kind(_) | Self::RootKind => "pick.kind",
            Self::Drafts => "pick.draft",
            Self::TakeBack(_) => "pick.take-back",
            Self::ListBody(_) => "pick.list-body",
            Self::ListColumn(_) => "pick.list-column",
            Self::ListTrack => "pick.list-track",
        }
    }
}

/// What is chosen with an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// That the field is cleared.
    Nothing,
    /// A row of the data files.
    Row(Code),
    /// An organisation.
    Unit(UnitId),
    /// A draft, by its place among those that are offered.
    Draft(usize),
    /// An edit, by its number.
    Edit(u64),
    /// What a column may be said to fill, by its place among those that are offered.
    Fills(usize),
    /// What a column fills as it is read by itself.
    AsRead,
}

impl Offer {
    /// The word that is typed to find it, beside its name.
    fn word(&self) -> &str {
        match self {
            Self::Row(code) => code.as_str(),
            Self::Unit(id) => id.as_str(),
            Self::Nothing | Self::Draft(_) | Self::Edit(_) | Self::Fills(_) | Self::AsRead => "",
        }
    }

    /// The row of the data files, if it is one.
    pub fn row(&self) -> Option<&Code> {
        match self {
            Self::Row(code) => Some(code),
            Self::Nothing
            | Self::Unit(_)
            | Self::Draft(_)
            | Self::Edit(_)
            | Self::Fills(_)
            | Self::AsRead => None,
        }
    }
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickItem {
    /// What is chosen with it.
    pub offers: Offer,
    /// Its name.
    pub label: Label,
    /// Chosen now.
    pub marked: bool,
}

impl PickItem {
    /// That a column fills what its heading and its values tell.
    pub(in crate::app) fn as_read(label: Label, marked: bool) -> Self {
        Self {
            offers: Offer::AsRead,
            label,
            marked,
        }
    }

    /// That nothing is chosen.
    pub(in crate::app) fn nothing(marked: bool) -> Self {
        Self {
            offers: Offer::Nothing,
            label: Label {
                vi: "–".to_owned(),
                en: "–".to_owned(),
            },
            marked,
        }
    }
}

/// A choice being made.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What for.
    pub what: PickFor,
    /// Everything there is.
    pub items: Vec<PickItem>,
    /// The filter.
    pub input: Input,
    /// The selected row among the shown.
    pub at: usize,
}

impl Picker {
    /// Offers items, the marked one selected.
    pub fn new(what: PickFor, items: Vec<PickItem>) -> Self {
        let at = items.iter().position(|item| item.marked).unwrap_or(0);
        Self {
            what,
            items,
            input: Input::default(),
            at,
        }
    }

    /// The items that the filter leaves.
    pub fn shown(&self) -> Vec<&PickItem> {
        let needle = search_key(self.input.value());
        let fits = |item: &&PickItem| {
            let Label { vi, en } = &item.label;
            let mut words = [vi, en, item.offers.word()].into_iter();
            words.any(|word| matches_key(word, &needle))
        };
        self.items.iter().filter(fits).collect()
    }

    /// The selected item.
    pub fn chosen(&self) -> Option<&PickItem> {
        self.shown().get(self.at).copied()
    }
}
