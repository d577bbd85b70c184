//! Reports and tables, out and in: what the board shows, as data other programs can read.

mod admitted;
mod agenda;
mod analysis;
mod causes;
mod charts;
mod closed;
mod findings;
pub mod incoming;
mod json;
mod log;
mod outreach;
mod part;
mod people;
mod person;
mod pipeline;
mod quota;
mod rules;
mod silent;
mod survey;
mod table;
mod visits;
mod workbook;

pub use admitted::{AdmittedReport, AgesRow, BandRow, Form, SplitRow, WordRow, WordsRow};
pub use agenda::{AgendaReport, AgendaRow};
pub use analysis::{
    AnalysisReport, CurveRows, Funnel, PointRow, SourceRow, StageRow, Target, WaitingRow, YearRow,
};
pub use causes::{CauseRow, CausesReport, RemedyRow};
pub use closed::{ClosedReport, ClosedRow};
pub use findings::{FindingRow, FindingsReport};
pub use json::json;
pub use log::{DamageRow, LogReport, LogRow};
pub use outreach::{OutreachReport, OutreachRow};
pub use people::{PeopleReport, PersonRow, TemplateReport};
pub use person::{KeptRow, Numbers, PersonReport, TraceRow};
pub use pipeline::{PipelineReport, PipelineRow};
pub use quota::{
    ForecastRow, GroupQuota, NeedRow, PeopleRow, QuotaReport, QuotaRow, Stages, Tenths, TrackRow,
};
pub use rules::{ExtensionRow, RuleRow, RulesReport, Span};
pub use silent::{Cells, SilentReport, SilentRow};
pub use survey::{GroupRow, OfficerRow, PlainUnit, SurveyReport, SurveyRow};
pub use table::{Cell, Format, Room, Shape, Table, separated, write};
pub use visits::{FollowUpRow, PlanRow, VisitsReport};
pub use workbook::{NoWorkbook, workbook};

use crate::model::{Book, Refusal, UnitId};
use crate::rules::{Figures, Spot};
use crate::text::Texts;
use std::ops::Range;

/// What every report can do: be a table for people and sheets, and JSON for programs.
pub trait Report: serde::Serialize {
    /// The report as a table in the language of the texts.
    fn table(&self, texts: &Texts) -> Table;

    /// The report as JSON with stable English keys.
    fn json(&self) -> String {
        json(self).expect("a report has string keys and finite numbers only")
    }

    /// The report in any format, for a terminal as it opens.
    fn print(&self, format: Format, texts: &Texts) -> String {
        self.print_in(Room::default(), format, texts)
    }

    /// The report in any format, wrapped to the room where it is for a terminal.
    fn print_in(&self, room: Room, format: Format, texts: &Texts) -> String {
        match format {
            Format::Json => self.json(),
            other => write(&self.table(texts), other, room),
        }
    }
}

/// The nodes of a unit and of all below it; without a unit, all of the book.
fn scope(book: &Book, figures: &Figures, unit: Option<&UnitId>) -> Result<Range<usize>, Refusal> {
    let nodes = &figures.tree.nodes;
    let Some(id) = unit else {
        return Ok(0..nodes.len());
    };
    nodes
        .iter()
        .position(|node| unit_id(book, node.spot) == id)
        .map(|at| at..nodes[at].end)
        .ok_or_else(|| Refusal::NoUnit(id.clone()))
}

fn unit_id(book: &Book, spot: Spot) -> &UnitId {
    match spot {
        Spot::Unit(at) => &book.units()[at].id,
        Spot::Unreadable(at) => &book.unreadable()[at].id,
    }
}
