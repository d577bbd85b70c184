//! The form that hands a quota down: how it is spread, a number for each organisation below, their sum.

use super::{Entries, Form, FormFor, Handing, Slot, Value};
use crate::app::see::See;
use crate::model::{Arg, Book, Change, Message, Refusal, UnitId};
use crate::rules::{By, Plan, Terms, hand_down, handed};
use chrono::NaiveDate;
use tui_input::Input;

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

fn proposed(see: See<'_>, handing: &Handing) -> Result<Plan, Refusal> {
    let node = see.node_of(&handing.unit);
    let node = node.ok_or_else(|| Refusal::UnitUnreadable(handing.unit.clone()))?;
    hand_down(see.counted(), node, &handing.track, handing.by)
}

/// The form with a number proposed for each organisation.
pub(super) fn handing_form(see: See<'_>, handing: Handing) -> Result<Form, Refusal> {
    let plan = proposed(see, &handing)?;
    let (book, day) = (see.book, see.day());
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
pub(in crate::app) fn propose_again(see: See<'_>, form: &mut Form) {
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
    match proposed(see, &handing) {
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
