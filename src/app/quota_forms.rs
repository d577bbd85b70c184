//! The forms of numbers to be reached: a quota with its revisions, an exemption, a floor.

use super::form::{Choice, Form, FormFor, Slot};
use super::{App, World};
use crate::model::{
    Arg, Book, Change, Code, Exemption, Floor, Message, Quota, Refusal, Unit, UnitClass, UnitId,
};
use crate::rules::{self, Rules};
use chrono::NaiveDate;
use std::collections::BTreeSet;

const YEAR: usize = 0;
const TRACK: usize = 1;
const GROUP: usize = 2;
const TARGET: usize = 3;
const ENTRY: usize = 4;
const FROM: usize = 5;
const BY: usize = 6;
const BASIS: usize = 7;
const DEADLINE: usize = 8;
const ENLISTMENT: usize = 9;
const NOTE: usize = 10;

/// A number that is there is put right, or gives way to another from a day on.
const REVISION: usize = 1;

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

fn tracks(book: &Book) -> Vec<Choice> {
    let rows = book.settings().tracks.iter();
    rows.map(|track| Choice {
        code: Some(track.id.clone()),
        shown: track.id.as_str().into(),
    })
    .collect()
}

fn place_of(choices: &[Choice], code: Option<&Code>) -> Option<usize> {
    choices.iter().position(|c| c.code.as_ref() == code)
}

fn quota(app: &App, world: &World, unit: &Unit, at: Option<usize>) -> Form {
    let row = at.and_then(|at| unit.quotas.get(at));
    let tracks = tracks(&app.book);
    let track = row.map(|row| &row.track).or(app.quotas.track(&app.book));
    let track = place_of(&tracks, track).unwrap_or(0);
    let mut groups = vec![Choice {
        code: None,
        shown: Arg::Key("value.everybody"),
    }];
    groups.extend(world.rules.groups.iter().map(|group| Choice {
        code: Some(group.id.clone()),
        shown: group.name.clone().into(),
    }));
    let group = place_of(&groups, row.and_then(|row| row.group.as_ref())).unwrap_or(0);
    let year = row.map_or(app.figures.year, |row| row.year);
    let target = row.map(|row| row.target.to_string()).unwrap_or_default();
    let entry: &[&'static str] = match row {
        Some(_) => &["value.correction", "value.revision"],
        None => &["value.new-number"],
    };
    let slots = vec![
        Slot::line("form.year", year.to_string()),
        Slot::codes("form.track", tracks, track),
        Slot::codes("form.group", groups, group),
        Slot::line("form.target", target),
        Slot::keys("form.entry", entry, 0),
        Slot::day("form.from", row.and_then(|row| row.from)),
        Slot::line("form.by", text(row.and_then(|row| row.by.as_ref()))),
        Slot::line("form.basis", text(row.and_then(|row| row.basis.as_ref()))),
        Slot::day("form.deadline", row.and_then(|row| row.deadline)),
        Slot::day("form.enlistment", None),
        Slot::line("form.note", text(row.and_then(|row| row.note.as_ref()))),
    ];
    let mut form = Form::new(FormFor::Quota(unit.id.clone(), at), slots);
    form.at = if at.is_some() { TARGET } else { TRACK };
    form
}

/// The deadline that a typed day of enlistment means; none where none is typed.
fn enlisted(rules: &Rules, form: &Form, today: NaiveDate) -> Result<Option<NaiveDate>, Refusal> {
    let Some(enlistment) = form.day(ENLISTMENT, today)? else {
        return Ok(None);
    };
    let group = form.code(GROUP).and_then(|id| rules.group(id));
    let deadline = group.and_then(|group| group.deadline_before(enlistment));
    deadline.map(Some).ok_or(Refusal::NoEnlistment)
}

/// The deadline of a quota whose people enlist on a day.
pub(super) fn of_enlistment(rules: &Rules, form: &Form, today: NaiveDate) -> Option<Message> {
    let deadline = enlisted(rules, form, today).ok().flatten()?;
    Some(Message::info("form.due-before-enlistment").with("date", deadline))
}

pub(super) fn quota_change(
    book: &Book,
    rules: &Rules,
    form: &Form,
    (id, at): (&UnitId, Option<usize>),
    today: NaiveDate,
) -> Result<Change, Refusal> {
    form.text(TARGET)?.ok_or(Refusal::Empty)?;
    let revision = form.chosen(ENTRY) == REVISION;
    let from = form.day(FROM, today)?;
    if revision && from.is_none() {
        return Err(Refusal::Empty);
    }
    let deadline = match enlisted(rules, form, today)? {
        Some(deadline) => Some(deadline),
        None => form.day(DEADLINE, today)?,
    };
    let track = form.code(TRACK).ok_or(Refusal::Empty)?.clone();
    let row = Quota {
        group: form.code(GROUP).cloned(),
        deadline,
        basis: form.text(BASIS)?,
        from,
        by: form.text(BY)?,
        note: form.text(NOTE)?,
        ..Quota::new(form.year(YEAR)?, track, form.number(TARGET)?)
    };
    rules::put_quota(book, rules, id, at.filter(|_| !revision), row)
}

pub(super) fn exemption(unit: &Unit, at: Option<usize>, (year, day): (i32, NaiveDate)) -> Form {
    let row = at.and_then(|at| unit.exemptions.get(at));
    let year = row.map_or(year, |row| row.year);
    let slots = vec![
        Slot::line("form.year", year.to_string()),
        Slot::day("form.from", Some(row.map_or(day, |row| row.from))),
        Slot::line("form.basis", text(row.and_then(|row| row.basis.as_ref()))),
        Slot::line("form.note", text(row.and_then(|row| row.note.as_ref()))),
    ];
    Form::new(FormFor::Exemption(unit.id.clone(), at), slots)
}

pub(super) fn exemption_change(
    book: &Book,
    form: &Form,
    (id, at): (&UnitId, Option<usize>),
    today: NaiveDate,
) -> Result<Change, Refusal> {
    let row = Exemption {
        year: form.year(0)?,
        from: form.day(1, today)?.ok_or(Refusal::Empty)?,
        basis: form.text(2)?,
        note: form.text(3)?,
    };
    rules::set_exemption(book, id, at, Some(row))
}

/// The classes that a floor can be for: every kind, and every sector that an organisation has.
fn classes(book: &Book, rules: &Rules) -> Vec<UnitClass> {
    let kinds = rules
        .kinds
        .iter()
        .map(|kind| UnitClass::Kind(kind.id.clone()));
    let sectors: BTreeSet<_> = book
        .units()
        .iter()
        .filter_map(|unit| unit.sector.as_ref())
        .collect();
    let sectors = sectors
        .into_iter()
        .map(|sector| UnitClass::Sector(sector.clone()));
    kinds.chain(sectors).collect()
}

fn floor(app: &App, world: &World, at: Option<usize>) -> Form {
    let row = at.and_then(|at| app.book.settings().floors.get(at));
    let tracks = tracks(&app.book);
    let track = row.map(|row| &row.track).or(app.quotas.track(&app.book));
    let track = place_of(&tracks, track).unwrap_or(0);
    let classes = classes(&app.book, &world.rules);
    let class = row.and_then(|row| classes.iter().position(|class| *class == row.class));
    let shown = |class: &UnitClass| match class {
        UnitClass::Kind(kind) => match world.rules.kind(kind) {
            Some(kind) => kind.name.clone().into(),
            None => kind.as_str().into(),
        },
        UnitClass::Sector(sector) => sector.as_str().into(),
    };
    let choices = classes.iter().map(|class| Choice {
        code: None,
        shown: shown(class),
    });
    let year = row.map_or(app.figures.year, |row| row.year);
    let least = row.map(|row| row.least.to_string()).unwrap_or_default();
    let slots = vec![
        Slot::line("form.year", year.to_string()),
        Slot::codes("form.track", tracks, track),
        Slot::codes("form.class", choices.collect(), class.unwrap_or(0)),
        Slot::line("form.least", least),
        Slot::line("form.basis", text(row.and_then(|row| row.basis.as_ref()))),
    ];
    Form::new(FormFor::Floor(at), slots)
}

pub(super) fn floor_change(
    book: &Book,
    rules: &Rules,
    form: &Form,
    at: Option<usize>,
) -> Result<Change, Refusal> {
    form.text(3)?.ok_or(Refusal::Empty)?;
    let class = classes(book, rules).into_iter().nth(form.chosen(2));
    let row = Floor {
        track: form.code(1).ok_or(Refusal::Empty)?.clone(),
        year: form.year(0)?,
        class: class.ok_or(Refusal::Empty)?,
        least: form.number(3)?,
        basis: form.text(4)?,
    };
    rules::set_floor(book, rules, at, Some(row))
}

impl App {
    pub(super) fn open_quota(&mut self, world: &World, id: UnitId, at: Option<usize>) {
        if let Some(form) = self.quota_form(world, id, at) {
            self.fill(form);
        }
    }

    pub(super) fn open_floor(&mut self, world: &World, at: Option<usize>) {
        if !self.lacks_tracks() {
            let form = floor(self, world, at);
            self.fill(form);
        }
    }

    /// Says so where the book has no track yet that a number could be for.
    fn lacks_tracks(&mut self) -> bool {
        let none = self.book.settings().tracks.is_empty();
        if none {
            self.say(Message::warning("refused.no-track"));
        }
        none
    }

    fn quota_form(&mut self, world: &World, id: UnitId, at: Option<usize>) -> Option<Form> {
        if self.lacks_tracks() {
            return None;
        }
        let Some(unit) = self.book.unit(&id) else {
            self.say(Refusal::UnitUnreadable(id).message());
            return None;
        };
        Some(quota(self, world, unit, at))
    }

    /// Another number for the selected organisation from the day of the figures on; a first one
    /// where there is none.
    pub(super) fn revise_quota(&mut self, world: &World) {
        let Some(id) = self.unit_id() else { return };
        let year = self.figures.year;
        let now = self.book.unit(&id).and_then(|unit| {
            let track = self.quotas.track(&self.book)?;
            let now = unit.quota_on(year, track, None, self.day())?;
            unit.quotas.iter().position(|row| row == now)
        });
        let Some(mut form) = self.quota_form(world, id, now) else {
            return;
        };
        if now.is_some() {
            let entry = ["value.correction", "value.revision"];
            form.slots[ENTRY] = Slot::keys("form.entry", &entry, REVISION);
            form.slots[FROM] = Slot::day("form.from", Some(self.day()));
            form.slots[BASIS] = Slot::line("form.basis", "");
        }
        form.at = TARGET;
        self.fill(form);
    }
}
