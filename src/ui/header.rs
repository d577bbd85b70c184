//! The first line: which committee and year, how far each track is, how many days are left.

use super::View;
use super::line::RowBuilder;
use crate::config::Look;
use crate::model::{clean, show_date};
use crate::rules::{Progress, Spot, as_of, days_left};
use crate::text::{cut_middle, percent, width};
use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;

/// `69/110 63%`, or the number alone where there is no quota.
pub(super) fn progress_text(progress: Progress, incomplete: bool) -> String {
    let least = if incomplete { "≥" } else { "" };
    match progress.target {
        Some(target) => {
            let share = percent(progress.admitted, target).unwrap_or_default();
            format!("{least}{}/{target} {share}", progress.admitted)
        }
        None => format!("{least}{}", progress.admitted),
    }
}

pub(super) fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let View {
        app, texts, styles, ..
    } = view;
    let figures = &app.figures;
    let day = as_of(figures.year, figures.today);
    let root = figures.tree.nodes.first().map(|node| node.spot);
    let name = if let Some(Spot::Unit(at)) = root {
        clean(app.book.units()[at].name_on(day)).into_owned()
    } else {
        let root = app.book.header().root_on(day);
        root.map(ToString::to_string).unwrap_or_default()
    };
    let mut right = Vec::new();
    if !figures.tree.nodes.is_empty() {
        let incomplete = figures.tally(0).incomplete;
        for track in &app.book.settings().tracks {
            let progress = figures.progress(&app.book, 0, &track.id);
            if progress.target.is_some() {
                right.push(format!(
                    "{} {}",
                    track.id,
                    progress_text(progress, incomplete)
                ));
            }
        }
    }
    right.push(match days_left(figures.year, figures.today) {
        0 if figures.year != figures.today.year() => texts.get("ui.year-over").to_owned(),
        left => texts.fill("ui.days-left", &[("days", &left.to_string())]),
    });
    let mut right = right.join(" │ ");
    let room = usize::from(area.width);
    if width(&right) + 30 > room {
        right = right.replace(" │ ", "│");
    }
    let right = cut_middle(&right, room.saturating_sub(12));
    let year = figures.year.to_string();
    let today = show_date(figures.today);
    let when = texts.fill("ui.year-as-of", &[("year", &year), ("date", &today)]);
    let short = texts.fill("ui.year", &[("year", &year)]);
    let spare = room.saturating_sub(width(&right) + 3);
    let mut row = RowBuilder::default();
    let full = format!("ketnap  {name} · {when}");
    // A book of one fixed day is a sample.
    let sample = app.book.settings().today.map(|_| texts.get("ui.sample"));
    let sample = sample.map(|sample| format!("{full} · {sample}"));
    let less = format!("{name} · {when}");
    let least = format!(
        "{} · {short}",
        cut_middle(&name, spare.saturating_sub(width(&short) + 3))
    );
    let text = sample
        .into_iter()
        .chain([full, less])
        .find(|t| width(t) <= spare)
        .unwrap_or(least);
    row.push(" ", styles.get(Look::Header));
    row.cell(&text, spare, styles.get(Look::Header));
    row.push(" ", styles.get(Look::Header));
    row.push(right, styles.get(Look::Header));
    row.draw(frame, area, styles.get(Look::Header));
}
