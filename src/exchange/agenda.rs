//! The agenda report: what must be done, by whom, until when, the most harmful delay first.

use super::table::{Cell, Shape, Table};
use super::{Report, scope, unit_id};
use crate::model::{CandidateId, Label, Refusal, UnitId, clean, show_date};
use crate::rules::{Counted, Harm, Spot, Task, agenda};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// What is late, and what falls due soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgendaReport {
    /// Today.
    pub as_of: NaiveDate,
    /// The tasks, the most harmful delay first.
    pub rows: Vec<AgendaRow>,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgendaRow {
    /// The person; none where it is about an organisation.
    pub candidate: Option<CandidateId>,
    /// The cell, or the organisation it is about.
    pub unit: UnitId,
    /// The limit's word; `visit` for a visit that is planned or what was agreed on one.
    pub limit: String,
    #[serde(skip)]
    limit_name: Option<Label>,
    /// The last day in time; of a probation, the day it is over.
    pub due: NaiveDate,
    /// Calendar days until then, negative when past.
    pub days_left: i64,
    /// Who acts.
    pub who: String,
    /// What to do.
    pub action: String,
    /// The regulation; of a visit, where it is known from.
    pub basis: Option<String>,
    /// Whether the value is known from it.
    pub confirmed: bool,
    /// The person's name, or the organisation's.
    pub name: String,
    /// A deadline or an agreed day is past, or something has lost its worth.
    pub overdue: bool,
    /// Why it stands where it stands.
    pub why: String,
}

impl AgendaReport {
    /// The agenda of a unit and all below it, or of the whole book, with what falls due within so
    /// many calendar days.
    pub fn new(
        counted: Counted<'_>,
        unit: Option<&UnitId>,
        days: u32,
        texts: &Texts,
    ) -> Result<Self, Refusal> {
        let Counted { book, figures, .. } = counted;
        let nodes = scope(book, figures, unit)?;
        let mut tasks = agenda(counted, nodes.start, days);
        // The first of several tops is not the whole book.
        let node = |task: &Task| figures.tree.node_of(task.unit());
        tasks.retain(|task| node(task).is_some_and(|node| nodes.contains(&node)));
        Ok(Self {
            as_of: figures.today,
            rows: tasks.iter().map(|task| row(counted, task, texts)).collect(),
        })
    }
}

fn row(counted: Counted<'_>, task: &Task, texts: &Texts) -> AgendaRow {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let person = task.line().map(|line| line.person(book));
    let unit = &book.units()[task.unit()];
    let name = person.map_or(unit.name_on(figures.today), |person| &person.name);
    AgendaRow {
        candidate: person.map(|person| person.id.clone()),
        unit: unit_id(book, Spot::Unit(task.unit())).clone(),
        limit: task.limit().to_owned(),
        limit_name: task.row(rules).map(|(limit, _)| limit.name.clone()),
        due: task.due,
        days_left: task.days_left,
        who: clean(texts.label(&task.who(counted.known()))).into_owned(),
        action: texts.say(&task.action(counted.known())),
        basis: task.basis(counted.known()).map(|basis| texts.arg(&basis)),
        confirmed: task.confirmed(rules),
        name: clean(name).into_owned(),
        overdue: matches!(task.harm, Harm::Overdue | Harm::Promised | Harm::Expired),
        why: texts.say(&task.why()),
    }
}

impl Report for AgendaReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.candidate",
            "col.unit",
            "col.name",
            "col.due",
            "col.days-left",
            "col.action",
        ];
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().map(|row| row.line(texts)).collect(),
            shape: Shape::Grid,
        }
    }
}

impl AgendaRow {
    fn line(&self, texts: &Texts) -> Vec<Cell> {
        let limit = self.limit_name.as_ref().map(|name| texts.label(name));
        let limit = match (limit, &self.candidate) {
            (Some(limit), _) => limit,
            (None, Some(_)) => &self.limit,
            (None, None) => texts.get("agenda.of-visit"),
        };
        // One column as wide as it can be: eighty are too few to wrap four of them.
        let all = [
            ("action", self.action.as_str()),
            ("who", self.who.as_str()),
            ("limit", limit),
            ("basis", self.basis.as_deref().unwrap_or_default()),
        ];
        let key = match self.basis {
            Some(_) => "agenda.row",
            None => "agenda.row-bare",
        };
        let candidate = self.candidate.as_ref();
        vec![
            candidate.map_or(Cell::Empty, |id| Cell::text(id.as_str())),
            Cell::text(self.unit.as_str()),
            Cell::text(self.name.as_str()),
            Cell::Text(show_date(self.due)),
            Cell::Number(self.days_left),
            Cell::Text(texts.fill(key, &all)),
        ]
    }
}
