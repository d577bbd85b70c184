//! `ketnap export`: lists that go out, under headings that an import knows again.

use super::args::{Export, Out};
use super::exit::{Exit, Outcome};
use super::ids::unit;
use super::open::Ground;
use crate::exchange::{PeopleReport, Report as _, TemplateReport};
use crate::model::Message;

pub(super) fn run(ground: Ground, export: &Export) -> Outcome {
    match export {
        Export::People { unit, out } => people(ground, unit.as_deref(), out),
        Export::Template { out } => template(&ground, out),
    }
}

fn people(ground: Ground, asked: Option<&str>, out: &Out) -> Outcome {
    let way = out.way()?;
    let open = ground.open()?.of_its_day();
    let below = asked.map(|typed| unit(&open, typed)).transpose()?;
    let figures = &open.figures(None);
    let config = &open.ground.config;
    let counted = open.counted(figures);
    let report = PeopleReport::new(counted, below.as_ref(), &config.headings, &config.texts)?;
    way.give(
        &open.ground,
        &report.print_in(way.room, way.format, &config.texts),
    )?;
    open.ground
        .tell(&Message::info("export.people").with("count", report.rows.len()));
    if report.left_out > 0 {
        let message = Message::warning("export.left-out");
        open.ground.tell(&message.with("count", report.left_out));
    }
    Ok(open.done())
}

fn template(ground: &Ground, out: &Out) -> Outcome {
    let way = out.way()?;
    let (headings, texts) = (&ground.config.headings, &ground.config.texts);
    let report = TemplateReport::new(headings, texts);
    way.give(ground, &report.print_in(way.room, way.format, texts))?;
    Ok(Exit::Done)
}
