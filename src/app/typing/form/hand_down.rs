//! The form that hands a quota down: how it is spread, a number for each organisation below, their sum.

use super::{Entries, Form, FormFor, Slot, Value};
use crate::app::{App, Overlay, World};
use crate::model::{Arg, Book, Change, Code, Message, Refusal, UnitId};
use crate::rules::{By, Counted, Plan, Terms, hand_down, handed, usually_by};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tui_input::Input;

/// Which quota is handed down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handing {
    /// Whose.
    pub unit: UnitId,
    /// For which year.
    pub year: i32,
    /// By which plan or resolution.
    pub track: Code,
    /// The number to hand down.
    pub target: u32,
    /// What the numbers were last proposed by.
    pub by: By,
}

/// The numbers typed for the organisations below.
fn parts(form: &Form) -> Result<Vec<(UnitId, Option<u32>)>, Refusal> {
    let mut parts = Vec::new();
    for (slot, _) in &form.entries {
        if let Slot::Part(id) = slot {
            let typed = form.text(slot)?;
            let number = typed.map(|_| form.number(slot)).transpose()?;
            parts.push((id.clone(), number));
        }
    }
    Ok(parts)
}

impl Handing {
    /// What the numbers add up to, beside what there is to hand down.
    pub(super) fn sum(&self, form: &Form) -> Option<Message> {
        let parts = parts(form).ok()?;
        let parts = parts.iter().filter_map(|(_, part)| *part);
        let sum = parts.fold(0, u32::saturating_add);
        let message = if sum == self.target {
            Message::info("spread.even")
        } else {
            let difference = i64::from(sum) - i64::from(self.target);
            Message::warning("spread.differs").with("difference", difference)
        };
        Some(message.with("sum", sum).with("target", self.target))
    }

    /// The change that gives the numbers to the organisations.
    pub(super) fn change(
        &self,
        book: &Book,
        form: &Form,
        (day, today): (NaiveDate, NaiveDate),
    ) -> Result<Change, Refusal> {
        let terms = Terms {
            by: form.text(&Slot::By)?,
            basis: form.text(&Slot::Basis)?,
            from: form.day(&Slot::ReplacesFrom, today)?,
        };
        let of = (self.year, &self.track);
        handed(book, of, &parts(form)?, &terms, day)
    }
}

impl App {
    /// Asks how the quota of the selected organisation goes to those directly below.
    pub(in crate::app) fn hand_down(&mut self, world: &World) {
        let Some(unit) = self.unit_id() else { return };
        let Some(node) = self.node() else { return };
        let Some(track) = self.quotas.track(&self.book).cloned() else {
            return self.say(Message::warning("refused.no-track"));
        };
        let handing = Handing {
            unit,
            year: self.figures.year,
            track,
            target: 0,
            by: usually_by(&self.book, &self.figures, node),
        };
        self.open_form(world, FormFor::HandDown(handing));
    }

    fn proposed(&self, world: &World, handing: &Handing) -> Result<Plan, Refusal> {
        let (book, figures) = (&self.book, &self.figures);
        let node = book.position(&handing.unit);
        let node = node.and_then(|at| figures.tree.node_of(at));
        let node = node.ok_or_else(|| Refusal::UnitUnreadable(handing.unit.clone()))?;
        let (track, by) = (&handing.track, handing.by);
        hand_down(Counted::new(book, &world.rules, figures), node, track, by)
    }

    /// The form with a number proposed for each organisation.
    pub(super) fn handing_form(&self, world: &World, handing: Handing) -> Result<Form, Refusal> {
        let plan = self.proposed(world, &handing)?;
        let (book, day) = (&self.book, self.day());
        let (year, track) = (handing.year, &handing.track);
        let given = |id: &UnitId| {
            let unit = book.unit(id);
            unit.is_some_and(|unit| unit.quota_on(year, track, None, day).is_some())
        };
        let replaces = plan.rows.iter().any(|(id, _)| given(id));
        let giver = book
            .unit(&handing.unit)
            .map_or("", |unit| unit.name_on(day));
        let mut entries = Entries::default()
            .one_of(Slot::SpreadBy, &By::ALL, By::text_key, handing.by)
            .line(Slot::By, giver)
            .line(Slot::Basis, "")
            .day(Slot::ReplacesFrom, replaces.then_some(day));
        for (id, part) in plan.rows {
            let Some(unit) = book.unit(&id) else { continue };
            let name = unit.name_on(day);
            let label = match unit.exemption_on(year, day) {
                Some(_) => Message::info("form.exempt-unit").with("name", name).into(),
                None => Arg::from(name),
            };
            entries.named(Slot::Part(id), label, part.to_string());
        }
        let target = plan.target;
        let what = FormFor::HandDown(Handing { target, ..handing });
        Ok(Form::new(what, entries))
    }

    /// Proposes the numbers anew once another way to spread is chosen.
    pub(in crate::app) fn propose_again(&mut self, world: &World) {
        let Some(Overlay::Form(form)) = self.overlays.last() else {
            return;
        };
        let FormFor::HandDown(handing) = &form.what else {
            return;
        };
        let by = form.one_of(&Slot::SpreadBy, &By::ALL, By::text_key);
        let Some(by) = by.ok().filter(|by| *by != handing.by) else {
            return;
        };
        let handing = Handing {
            by,
            ..handing.clone()
        };
        let plan = self.proposed(world, &handing);
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else {
            return;
        };
        match plan {
            Ok(plan) => {
                for (id, part) in plan.rows {
                    let line = Value::Line(Input::new(part.to_string()));
                    form.set(&Slot::Part(id), line);
                }
                form.what = FormFor::HandDown(handing);
            }
            Err(refusal) => form.fault = Some(refusal.message()),
        }
    }
}
