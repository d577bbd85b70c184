//! The form that hands a quota down: how it is spread, a number for each organisation below, their sum.

use super::draft::Typed;
use super::form::{Form, FormFor, Slot, Value};
use super::{App, Overlay, World};
use crate::model::{Arg, Book, Change, Code, Message, Refusal, UnitId};
use crate::rules::{By, Plan, Terms, hand_down, handed, usually_by};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tui_input::Input;

/// Which quota is handed down, and to whom.
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
    /// The organisations below, in the order of their numbers.
    pub below: Vec<UnitId>,
}

const BY: usize = 0;
const GIVER: usize = 1;
const BASIS: usize = 2;
const FROM: usize = 3;
/// The number of the first organisation.
const FIRST: usize = 4;

impl Handing {
    /// The numbers typed for the organisations below.
    fn parts(&self, form: &Form) -> Result<Vec<(UnitId, Option<u32>)>, Refusal> {
        let numbered = self.below.iter().enumerate();
        let part = |at: usize| match form.text(FIRST + at)? {
            None => Ok(None),
            Some(_) => form.number(FIRST + at).map(Some),
        };
        numbered
            .map(|(at, id)| Ok((id.clone(), part(at)?)))
            .collect()
    }

    /// The values of a form of this, for the organisations as they are now: an order or a number of
    /// them that has changed meanwhile gives nobody another's.
    pub(super) fn values_now(&self, mut values: Vec<Typed>, now: &Self) -> Vec<Option<Typed>> {
        let parts = values.split_off(FIRST.min(values.len()));
        let of = |id: &UnitId| {
            let at = self.below.iter().position(|known| known == id)?;
            parts.get(at).cloned()
        };
        let parts: Vec<Option<Typed>> = now.below.iter().map(of).collect();
        values.into_iter().map(Some).chain(parts).collect()
    }

    /// What the numbers add up to, beside what there is to hand down.
    pub(super) fn sum(&self, form: &Form) -> Option<Message> {
        let parts = self.parts(form).ok()?;
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
            by: form.text(GIVER)?,
            basis: form.text(BASIS)?,
            from: form.day(FROM, today)?,
        };
        let of = (self.year, &self.track);
        handed(book, of, &self.parts(form)?, &terms, day)
    }
}

impl App {
    /// Asks how the quota of the selected organisation goes to those directly below.
    pub(super) fn hand_down(&mut self, world: &World) {
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
            below: Vec::new(),
        };
        self.open_handing(world, &handing);
    }

    fn proposed(&self, world: &World, handing: &Handing) -> Result<Plan, Refusal> {
        let (book, figures) = (&self.book, &self.figures);
        let node = book.position(&handing.unit);
        let node = node.and_then(|at| figures.tree.node_of(at));
        let node = node.ok_or_else(|| Refusal::UnitUnreadable(handing.unit.clone()))?;
        let (track, by) = (&handing.track, handing.by);
        hand_down(book, &world.rules, figures, node, track, by)
    }

    /// Opens the form with a number proposed for each organisation.
    pub(super) fn open_handing(&mut self, world: &World, handing: &Handing) {
        match self.proposed(world, handing) {
            Ok(plan) => {
                let form = self.handing_form(handing, plan);
                self.fill(form);
            }
            Err(refusal) => self.say(refusal.message()),
        }
    }

    fn handing_form(&self, handing: &Handing, plan: Plan) -> Form {
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
        let by = By::ALL.iter().position(|by| *by == handing.by);
        let mut slots = vec![
            Slot::keys(
                "form.spread-by",
                &By::ALL.map(By::text_key),
                by.unwrap_or(0),
            ),
            Slot::line("form.by", giver),
            Slot::line("form.basis", ""),
            Slot::day("form.replaces-from", replaces.then_some(day)),
        ];
        for (id, part) in &plan.rows {
            let Some(unit) = book.unit(id) else { continue };
            let name = unit.name_on(day);
            let label = match unit.exemption_on(year, day) {
                Some(_) => Message::info("form.exempt-unit").with("name", name).into(),
                None => Arg::from(name),
            };
            slots.push(Slot::named(label, part.to_string()));
        }
        let handing = Handing {
            target: plan.target,
            below: plan.rows.into_iter().map(|(id, _)| id).collect(),
            ..handing.clone()
        };
        Form::new(FormFor::HandDown(handing), slots)
    }

    /// Proposes the numbers anew once another way to spread is chosen.
    pub(super) fn propose_again(&mut self, world: &World) {
        let Some(Overlay::Form(form)) = self.overlays.last() else {
            return;
        };
        let FormFor::HandDown(handing) = &form.what else {
            return;
        };
        let by = By::ALL[form.chosen(BY)];
        if by == handing.by {
            return;
        }
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
                for ((_, part), slot) in plan.rows.iter().zip(&mut form.slots[FIRST..]) {
                    slot.entry = Value::Line(Input::new(part.to_string()));
                }
                form.what = FormFor::HandDown(handing);
            }
            Err(refusal) => form.fault = Some(refusal.message()),
        }
    }
}
