//! The report on visits: what was agreed and is not done, and where a visit is needed most.

use super::survey::{PlainUnit, cleaned, plain_unit};
use super::table::{Cell, Shape, Table};
use super::{Report, scope};
use crate::model::{Book, Refusal, UnitId, clean, show_date};
use crate::rules::{
    Counted, Figures, FollowUp, LastVisit, Proposal, VisitNeed, follow_ups, visits_to_make,
};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// The plan of visits, and what is still to be done of what was agreed on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitsReport {
    /// Today.
    pub as_of: NaiveDate,
    /// What was agreed and is not done, by its last day.
    pub follow_ups: Vec<FollowUpRow>,
    /// The cells in the order in which they should be visited.
    pub plan: Vec<PlanRow>,
}

/// Something agreed that is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowUpRow {
    /// The organisation.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The day of the visit; none where that is not known.
    pub on: Option<NaiveDate>,
    /// Who was there, by role.
    pub who: String,
    /// What was agreed.
    pub agreed: String,
    /// The last day for it.
    pub by: Option<NaiveDate>,
    /// Calendar days until then, negative when past.
    pub days_left: Option<i64>,
    /// Where it is known from.
    pub source: Option<String>,
}

/// A cell in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanRow {
    /// The cell.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Why it should be visited: `silent`, `no-source`, `at-risk`, the weightiest first.
    pub needs: Vec<VisitNeed>,
    /// Whether a visit was ever held.
    pub visited: bool,
    /// The day of the last one; none where that is not known.
    pub last: Option<NaiveDate>,
    /// The first day ahead on which one is planned.
    pub planned: Option<NaiveDate>,
}

impl VisitsReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(counted: Counted<'_>, unit: Option<&UnitId>) -> Result<Self, Refusal> {
        let Counted { book, figures, .. } = counted;
        let nodes = scope(book, figures, unit)?;
        let open = follow_ups(book, figures, nodes.clone());
        let plan = visits_to_make(counted, nodes);
        let follow_up = |row: &FollowUp<'_>| follow_up(book, figures, row);
        let planned = |row: &Proposal| plan_row(book, figures, row);
        Ok(Self {
            as_of: figures.today,
            follow_ups: open.iter().map(follow_up).collect(),
            plan: plan.iter().map(planned).collect(),
        })
    }
}

fn follow_up(book: &Book, figures: &Figures, row: &FollowUp<'_>) -> FollowUpRow {
    let PlainUnit { unit, name } = plain_unit(book, figures, row.node);
    let visit = row.visit;
    FollowUpRow {
        unit,
        name,
        on: visit.on,
        who: clean(&visit.who).into_owned(),
        agreed: cleaned(visit.agreed.as_ref()).unwrap_or_default(),
        by: visit.by,
        days_left: visit.by.map(|by| (by - figures.today).num_days()),
        source: cleaned(visit.source.as_ref()),
    }
}

fn plan_row(book: &Book, figures: &Figures, row: &Proposal) -> PlanRow {
    let PlainUnit { unit, name } = plain_unit(book, figures, row.node);
    PlanRow {
        unit,
        name,
        needs: row.needs.clone(),
        visited: row.last != LastVisit::Never,
        last: match row.last {
            LastVisit::On(day) => Some(day),
            LastVisit::Never | LastVisit::Undated => None,
        },
        planned: row.planned,
    }
}

impl Report for VisitsReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.unit",
            "col.id",
            "col.action",
            "visits.last",
            "visits.day",
        ];
        let open = self.follow_ups.iter().map(|row| row.line(texts));
        let plan = self.plan.iter().map(|row| row.line(texts));
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: open.chain(plan).collect(),
            shape: Shape::Grid,
        }
    }
}

fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, |day| Cell::Text(show_date(day)))
}

impl FollowUpRow {
    fn line(&self, texts: &Texts) -> Vec<Cell> {
        let all = [("agreed", self.agreed.as_str()), ("who", self.who.as_str())];
        vec![
            Cell::text(self.name.as_str()),
            Cell::text(self.unit.as_str()),
            Cell::Text(texts.fill("visits.follow-up", &all)),
            day(self.on),
            day(self.by),
        ]
    }
}

impl PlanRow {
    fn line(&self, texts: &Texts) -> Vec<Cell> {
        let needs = self.needs.iter().map(|need| texts.get(need.text_key()));
        let needs: Vec<&str> = needs.collect();
        let action = if needs.is_empty() {
            texts.get("visits.visit").to_owned()
        } else {
            texts.fill("visits.visit-because", &[("needs", &needs.join(", "))])
        };
        let last = match (self.visited, self.last) {
            (false, _) => Cell::text(texts.get("visits.never")),
            (true, None) => Cell::text(texts.get("visits.undated")),
            (true, last) => day(last),
        };
        vec![
            Cell::text(self.name.as_str()),
            Cell::text(self.unit.as_str()),
            Cell::Text(action),
            last,
            day(self.planned),
        ]
    }
}
