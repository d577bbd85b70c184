//! `ketnap export`: lists that go out, under headings that an import knows again.

use super::args::Export;
use super::exit::Outcome;
use super::import::unit;
use super::open::Ground;
use crate::exchange::{PeopleReport, Report as _};
use crate::model::Message;

pub(super) fn run(ground: Ground, export: &Export) -> Outcome {
    let Export::People { unit: asked, out } = export;
    let way = out.way()?;
    let open = ground.open()?.of_its_day();
    let below = asked
        .as_deref()
        .map(|typed| unit(&open, typed))
        .transpose()?;
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
