//! `ketnap export`: lists that go out, under headings that an import knows again.

use super::exit::{Exit, Failure, Outcome};
use super::ids::unit;
use super::list_args::Export;
use super::open::{Ground, Opened};
use super::way::ListWay;
use crate::exchange::{Numbers, PeopleReport, TemplateReport};
use crate::model::{GivenOut, Message, NOTE_LIMIT, tidy};

/// What the journal calls a list of people.
const PEOPLE: &str = "people";

pub(super) fn run(ground: Ground, export: &Export) -> Outcome {
    match export {
        Export::People {
            unit,
            unmasked,
            sheet,
            out,
        } => {
            let way = out.list_way(sheet.sign())?;
            people(ground, unit.as_deref(), unmasked.as_deref(), &way)
        }
        Export::Template { sheet, out } => template(&ground, &out.list_way(sheet.sign())?),
    }
}

fn people(ground: Ground, asked: Option<&str>, unmasked: Option<&str>, way: &ListWay) -> Outcome {
    let reason = unmasked.map(reason).transpose()?;
    let open = ground.open()?.of_its_day();
    if reason.is_some() {
        may_unmask(&open)?;
    }
    let below = asked.map(|typed| unit(&open, typed)).transpose()?;
    let figures = &open.figures(None);
    let config = &open.ground.config;
    let counted = open.counted(figures);
    let numbers = match reason {
        Some(_) => Numbers::Whole,
        None => Numbers::Masked,
    };
    let which = (below.as_ref(), numbers);
    let report = PeopleReport::new(counted, which, &config.headings, &config.texts)?;
    let noted = match reason {
        Some(reason) => note(&open, &report, reason)?,
        None => 0,
    };
    way.give(&open.ground, &report, open.today)?;
    let message = match noted {
        0 => Message::info("export.people"),
        noted => Message::warning("export.unmasked").with("noted", noted),
    };
    open.ground.tell(&message.with("count", report.rows.len()));
    if report.left_out > 0 {
        let message = Message::warning("export.left-out");
        open.ground.tell(&message.with("count", report.left_out));
    }
    Ok(open.done())
}

fn reason(typed: &str) -> Result<String, Failure> {
    let reason = tidy(typed, NOTE_LIMIT)?;
    if reason.is_empty() {
        return Err(Failure::usage(Message::error("export.no-reason")));
    }
    Ok(reason)
}

/// Numbers go out in full only where the journal can say so.
fn may_unmask(open: &Opened) -> Result<(), Failure> {
    if open.ground.read_only {
        return Err(Message::warning("export.read-only").into());
    }
    open.may_write()
}

/// Writes down whose numbers are given out and why, before they are; gives of how many people.
fn note(open: &Opened, report: &PeopleReport, reason: String) -> Result<usize, Failure> {
    let people = report.rows.iter().map(|row| {
        let who = (&row.unit, &row.candidate);
        (who, row.unmasked())
    });
    let people: Vec<_> = people.filter(|(_, fields)| !fields.is_empty()).collect();
    let count = people.len();
    if count > 0 {
        let what = GivenOut {
            form: PEOPLE.to_owned(),
            unmasked: Some(reason),
        };
        let store = &open.ground.store;
        store.note_given_out(people, &what, &open.ground.stamp()?)?;
    }
    Ok(count)
}

fn template(ground: &Ground, way: &ListWay) -> Outcome {
    let (headings, texts) = (&ground.config.headings, &ground.config.texts);
    way.give(
        ground,
        &TemplateReport::new(headings, texts),
        ground.today()?,
    )?;
    Ok(Exit::Done)
}
