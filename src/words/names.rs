//! Names of what a record points at; what is not known goes by its word.

use super::Words;
use crate::model::{Arg, Code, Label, Paper, Place, UnitClass, UnitId};
use crate::rules::{PaperRow, source_name};
use chrono::NaiveDate;

fn named(name: Option<&Label>, word: &str) -> Arg {
    name.map_or_else(|| Arg::from(word), |name| Arg::from(name.clone()))
}

impl<'a> Words<'a> {
    pub(super) fn cause_name(self, code: &Code) -> Arg {
        named(
            self.known.rules.cause(code).map(|row| &row.name),
            code.as_str(),
        )
    }

    pub(super) fn source_name(self, code: &Code) -> Arg {
        source_name(self.known.rules, code).into()
    }

    pub(super) fn group_name(self, code: &Code) -> Arg {
        named(
            self.known.rules.group(code).map(|row| &row.name),
            code.as_str(),
        )
    }

    pub(super) fn organisation_name(self, code: &Code) -> Arg {
        let row = self.known.rules.organisation(code);
        named(row.map(|row| &row.name), code.as_str())
    }

    pub(super) fn kind_name(self, code: &Code) -> Arg {
        named(
            self.known.rules.kind(code).map(|row| &row.name),
            code.as_str(),
        )
    }

    pub(super) fn limit_name(self, code: &Code, on: NaiveDate) -> Arg {
        let row = self.known.rules.on(on).limit(code.as_str());
        named(row.map(|row| &row.name), code.as_str())
    }

    pub(super) fn class_name(self, class: &UnitClass) -> Arg {
        match class {
            UnitClass::Kind(kind) => self.kind_name(kind),
            UnitClass::Sector(sector) => Arg::from(sector.as_str()),
        }
    }

    pub(super) fn place_name(self, place: &Place) -> Arg {
        let procedure = &self.known.rules.procedure;
        match place {
            Place::Stage(id) => {
                let at = procedure.index(id);
                named(at.map(|at| &procedure.stages[at].name), id.as_str())
            }
            Place::Paused => Arg::Key("ui.paused"),
            Place::Exit(id) => named(procedure.exit(id).map(|row| &row.name), id.as_str()),
        }
    }

    /// The name of an organisation on a day.
    pub(super) fn unit_name(self, id: &UnitId, on: NaiveDate) -> Arg {
        let unit = self.known.book.unit(id);
        Arg::from(unit.map_or(id.as_str(), |unit| unit.name_on(on)))
    }

    /// What the newest set that knows a paper says of it.
    pub(super) fn paper_row(self, paper: &Paper) -> Option<&'a PaperRow> {
        let mut sets = self.known.rules.sets.iter().rev();
        sets.find_map(|set| set.paper(&paper.form))
    }
}
