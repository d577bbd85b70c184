//! `ketnap backup`: the whole book in one file.

use super::exit::{Exit, Outcome};
use super::open::{Ground, fixed_day, path};
use crate::exchange::Format::Json;
use crate::exchange::{PipelineReport, QuotaReport, Report as _};
use crate::model::{Book, Message};
use crate::rules::{Counted, Figures, Known};
use chrono::{Datelike, NaiveDate};
use std::path::Path;

pub(super) fn run(ground: &Ground, output: Option<&Path>) -> Outcome {
    let now = ground.now()?;
    let today = now.date_naive();
    let shown = |book: &Book| figures(ground, book, today);
    let same = |packed: &Book, back: &Book| shown(packed) == shown(back);
    let output = output.map(path).transpose()?;
    let packed = ground.store.backup_if(output.as_deref(), &now, &same)?;
    let path = packed.path.display().to_string();
    let left_out = packed.left_out.first().map(|first| {
        let message = Message::warning("cli.left-out").with("first", first.as_str());
        message.with("files", packed.left_out.len())
    });
    let written = match packed.unreadable.first() {
        // It holds all there is, but nobody can put it back.
        Some(first) => Message::warning("cli.packed-unreadable")
            .with("first", first.as_str())
            .with("files", packed.unreadable.len()),
        None => Message::info("cli.packed").with("files", packed.files),
    };
    ground.tell(&written.with("path", path));
    if let Some(message) = left_out {
        ground.tell(&message);
    }
    Ok(Exit::Done)
}

/// Every figure of a book, as screens and reports show it.
fn figures(ground: &Ground, book: &Book, today: NaiveDate) -> [Option<String>; 2] {
    let (rules, texts) = (&ground.config.rules, &ground.config.texts);
    let today = fixed_day(ground.given_today, book).unwrap_or(today);
    let figures = Figures::new(Known::new(book, rules, today), today.year());
    let quota = QuotaReport::new(Counted::new(book, rules, &figures), None);
    let pipeline = PipelineReport::new(Counted::new(book, rules, &figures), None, texts);
    [
        quota.ok().map(|report| report.print(Json, texts)),
        pipeline.ok().map(|report| report.print(Json, texts)),
    ]
}
