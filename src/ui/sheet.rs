//! A sheet: labels on the left, values on the right, the record's lists below with their heads.

use super::line::{RowBuilder, cut_end, draw_input};
use super::panes::{row, window};
use super::rows::said;
use super::{Memory, View};
use crate::app::command::Context;
use crate::app::{Ask, Overlay, Prompt, Sheet, SheetRow};
use crate::config::Look;
use crate::model::{Arg, Subject};
use crate::text::wrapped;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

const LABEL: usize = 22;

pub(super) fn draw(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    sheet: &Sheet,
    memory: &mut Memory,
) {
    let inner = window(frame, view, area, (100, area.height), &title(view, sheet));
    let Some(facts) = sheet.facts(view.see()) else {
        return;
    };
    let rows = facts.rows();
    let height = usize::from(inner.height);
    let space = usize::from(inner.width).saturating_sub(LABEL + 3);
    let mut lines = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        if let SheetRow::Head(key) = row {
            lines.push((at, view.texts.get(key).to_owned(), String::new()));
            continue;
        }
        let row_said = said(view, &facts, *row);
        let say = |arg: &Arg| view.texts.arg(arg);
        let (label, value) = row_said.map_or_else(Default::default, |said| {
            (say(&said.label), say(&said.value))
        });
        let parts = shortened(wrapped(&value, space), space);
        let labels = wrapped(&label, LABEL);
        for line in 0..parts.len().max(labels.len()) {
            let text = |of: &[String]| of.get(line).cloned().unwrap_or_default();
            lines.push((at, text(&labels), text(&parts)));
        }
    }
    let own = |(at, ..): &(usize, String, String)| *at == sheet.at;
    let first = lines.iter().position(own).unwrap_or(0);
    let last = lines.iter().rposition(own).unwrap_or(0);
    // The whole of the selected row is in view where there is room for it.
    memory.scroll(Context::Sheet, last, height, lines.len());
    let from = memory.scroll(Context::Sheet, first, height, lines.len());
    memory.page = height.max(2) - 1;
    for (line, (at, label, value)) in lines.iter().skip(from).take(height).enumerate() {
        let place = row(inner, line);
        let mut out = RowBuilder::default();
        if let SheetRow::Head(_) = rows[*at] {
            out.push(format!(" {label}"), view.styles.get(Look::Head));
            out.draw(frame, place, Style::new());
            continue;
        }
        let selected = *at == sheet.at;
        let top = from + line == first;
        let look = if selected {
            Style::new()
        } else {
            view.styles.get(Look::Dim)
        };
        out.push(if selected && top { "▸" } else { " " }, Style::new());
        out.cell(label, LABEL, look);
        out.push(" ", Style::new());
        out.cell(value, space, Style::new());
        out.draw(frame, place, view.styles.row(selected, true));
        if let Some(prompt) = typed_here(view, sheet).filter(|_| selected && top) {
            let x = place.x + LABEL as u16 + 2;
            let width = place.width.saturating_sub(LABEL as u16 + 3);
            draw_input(frame, view, Rect { x, width, ..place }, &prompt.input);
        }
    }
}

/// The most lines that one value takes.
const MOST_LINES: usize = 4;

/// Lines of a value, the last one cut where there are too many; an empty value is one empty line.
fn shortened(mut lines: Vec<String>, columns: usize) -> Vec<String> {
    if lines.len() > MOST_LINES {
        let rest = lines.split_off(MOST_LINES - 1).join(" ");
        lines.push(cut_end(&rest, columns));
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The line that is being typed into this sheet.
fn typed_here<'a>(view: View<'a>, sheet: &Sheet) -> Option<&'a Prompt> {
    let Some(Overlay::Prompt(prompt)) = view.app.overlays.last() else {
        return None;
    };
    let here = match (&prompt.ask, &sheet.subject) {
        (
            Ask::Scalar(id, _) | Ask::Since(id) | Ask::Helper(id) | Ask::Note(id),
            Subject::Person(of),
        ) => id == of,
        (
            Ask::UnitScalar(id, _) | Ask::Members(id) | Ask::Officers(id) | Ask::UnitNote(id),
            Subject::Unit(of),
        ) => id == of,
        _ => false,
    };
    here.then_some(prompt)
}

fn title(view: View<'_>, sheet: &Sheet) -> String {
    let today = view.world.today;
    match &sheet.subject {
        Subject::Person(id) => view
            .app
            .book
            .candidate(id)
            .map_or_else(String::new, |(unit, person)| {
                format!("{} · {}", person.name, unit.name_on(today))
            }),
        Subject::Unit(id) => view
            .app
            .book
            .unit(id)
            .map_or_else(String::new, |unit| unit.name_on(today).to_owned()),
    }
}
