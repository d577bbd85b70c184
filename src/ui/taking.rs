//! A list that is being taken over: what it comes to in numbers, its rows, beside them the values of the selected one; or its columns.

use super::line::{RowBuilder, cut_end};
use super::panes::{row, window};
use super::taking_row::{number, put, values};
use super::{Memory, View};
use crate::app::command::Context;
use crate::app::{Fate, Shown, Side, Taking, is_noted};
use crate::config::Look;
use crate::model::import::{Mark, Preview, Row, Source, What};
use crate::model::{Message, clean};
use crate::text::{cut_name, wrapped};
use crate::words::listed;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::path::Path;

/// Columns of the number of a row, and of the word for what becomes of it.
const NUMBER: usize = 5;
const WORD: usize = 9;
/// Least columns for the list, and most.
const LIST: (usize, usize) = (34, 60);

pub(super) fn draw(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    open: &Taking,
    memory: &mut Memory,
) {
    let whole = (area.width, area.height);
    let inner = window(frame, view, area, whole, &title(view, open));
    let room = usize::from(inner.width);
    let Some(preview) = open.preview() else {
        let said = match &open.shown {
            Shown::Refused(why) => view.texts.say(why),
            Shown::Nothing | Shown::List(_) => so_far(view, open),
        };
        let lines = wrapped(&clean(&said), room.saturating_sub(2));
        for (at, line) in lines.iter().take(usize::from(inner.height)).enumerate() {
            put(
                frame,
                view,
                row(inner, at),
                &format!(" {line}"),
                Look::Plain,
            );
        }
        return;
    };
    let mut above = head(view, open, preview, room);
    above.truncate(usize::from(inner.height) / 3);
    for (at, (line, look)) in above.iter().enumerate() {
        put(frame, view, row(inner, at), &format!(" {line}"), *look);
    }
    let used = above.len() as u16;
    let rest = Rect {
        y: inner.y + used,
        height: inner.height - used,
        ..inner
    };
    memory.page = usize::from(rest.height).max(2) - 1;
    match open.side {
        Side::Columns => columns(frame, view, rest, open, memory),
        Side::Rows => {
            let list = (room * 42 / 100).clamp(LIST.0.min(room), LIST.1);
            let beside = room.saturating_sub(list + 1);
            // Where there is no room beside it, what is offered comes first.
            if beside < LIST.0 && open.menu.is_none() {
                return rows(frame, view, rest, (open, preview), memory);
            }
            if beside < LIST.0 {
                return values(frame, view, rest, open);
            }
            let left = Rect {
                width: list as u16,
                ..rest
            };
            let right = Rect {
                x: rest.x + list as u16 + 1,
                width: beside as u16,
                ..rest
            };
            rows(frame, view, left, (open, preview), memory);
            for at in 0..usize::from(rest.height) {
                let bar = Rect {
                    x: rest.x + list as u16,
                    width: 1,
                    ..row(rest, at)
                };
                put(frame, view, bar, "│", Look::Border);
            }
            values(frame, view, right, open);
        }
    }
}

fn title(view: View<'_>, open: &Taking) -> String {
    let name = match &open.source {
        Source::File(path) => {
            let name = Path::new(path.trim_matches(['\u{22}', '\''])).file_name();
            name.map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned())
        }
        Source::Pasted(_) => view.texts.get("taking.pasted").to_owned(),
    };
    view.texts
        .say(&Message::info("taking.title").with("name", name))
}

/// How far the reading is.
fn so_far(view: View<'_>, open: &Taking) -> String {
    let key = if open.preview().is_some() {
        "taking.again"
    } else {
        "taking.reading"
    };
    view.texts.say(&Message::info(key).with("count", open.read))
}

/// What the list comes to in numbers, and what is told of the whole of it.
fn head(view: View<'_>, open: &Taking, preview: &Preview, room: usize) -> Vec<(String, Look)> {
    let texts = view.texts;
    let reading = &preview.reading;
    let sums = open.sums();
    let counts = sums.fates.iter();
    let counts = counts.map(|(fate, count)| format!("{} {count}", texts.get(fate.text_key())));
    let mut counts: Vec<String> = counts.collect();
    let takes = Message::info("taking.takes").with("count", preview.plan.taken.len());
    counts.push(texts.say(&takes));
    let mut lines: Vec<(String, Look)> = Vec::new();
    let mut say = |text: &str, look| {
        let parts = wrapped(&clean(text), room.saturating_sub(2));
        lines.extend(parts.into_iter().map(|part| (part, look)));
    };
    say(&counts.join(" · "), Look::Head);
    if sums.noted > 0 {
        let message = Message::info("taking.noted").with("count", sums.noted);
        say(&texts.say(&message), Look::Dim);
    }
    if open.waits.is_some() {
        say(&so_far(view, open), Look::Dim);
    }
    let tables = reading.tables.iter();
    let doubtful = tables.flat_map(|table| &table.columns);
    let doubtful = doubtful.filter(|column| !column.doubts.is_empty()).count();
    if doubtful > 0 {
        let message = Message::warning("taking.doubtful").with("count", doubtful);
        say(&texts.say(&message), Look::Warn);
    }
    if !reading.sheets_off.is_empty() {
        let names = Message::info("taking.sheets-off").with("names", reading.sheets_off.join(", "));
        say(&texts.say(&names), Look::Dim);
    }
    if !reading.tells_hidden {
        say(texts.get("import.hidden-unknown"), Look::Dim);
    }
    lines
}

/// How what becomes of a row looks.
fn look_of(fate: Fate, preview: &Preview, at: usize) -> Look {
    match fate {
        Fate::Left | Fate::Marked(Mark::Skipped) => Look::Dim,
        Fate::Settled => Look::Good,
        Fate::Marked(Mark::Error) => Look::Bad,
        Fate::Marked(Mark::Asked | Mark::Conflict) => Look::Warn,
        Fate::Marked(Mark::New | Mark::Filled | Mark::Same) if preview.plan.takes(at) => Look::Good,
        Fate::Marked(Mark::New | Mark::Filled | Mark::Same) => Look::Plain,
    }
}

/// What a row is, in few words.
fn name(view: View<'_>, row: &Row) -> String {
    match &row.what {
        What::Person(person) => clean(&person.name).into_owned(),
        What::Quota(allotted) => {
            let unit = row.unit.as_deref().unwrap_or_default();
            format!("{} {}", number(view, allotted), clean(unit))
        }
        What::Nothing => {
            let first = row.problems.first();
            let said = first.map(|problem| view.texts.say(&problem.message));
            clean(&said.unwrap_or_default()).into_owned()
        }
    }
}

fn rows(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    (open, preview): (&Taking, &Preview),
    memory: &mut Memory,
) {
    let listed = open.rows();
    let height = usize::from(area.height);
    let room = usize::from(area.width);
    if listed.is_empty() {
        return put(
            frame,
            view,
            area,
            view.texts.get("taking.nothing-open"),
            Look::Dim,
        );
    }
    let from = memory.scroll(Context::Taking, open.at, height, listed.len());
    for (line, place) in (from..listed.len()).take(height).enumerate() {
        let at = listed[place];
        let own = &preview.reading.rows[at];
        let selected = place == open.at;
        let fate = open.fate(own);
        let look = look_of(fate, preview, at);
        let mut out = RowBuilder::default();
        out.push(if selected { "▸" } else { " " }, Style::new());
        out.right(
            &own.row.to_string(),
            NUMBER,
            view.styles.within(selected, Look::Dim),
        );
        let sign = if is_noted(own) { "!" } else { " " };
        out.push(sign, view.styles.within(selected, Look::Warn));
        let columns = room.saturating_sub(NUMBER + WORD + 3);
        out.cell(&cut_name(&name(view, own), columns), columns, Style::new());
        out.push(" ", Style::new());
        let word = cut_end(view.texts.get(fate.text_key()), WORD);
        out.cell(&word, WORD, view.styles.within(selected, look));
        out.draw(frame, row(area, line), view.styles.row(selected, true));
    }
}

fn columns(frame: &mut Frame<'_>, view: View<'_>, area: Rect, open: &Taking, memory: &mut Memory) {
    let texts = view.texts;
    let all = open.columns();
    let height = usize::from(area.height);
    let room = usize::from(area.width);
    let from = memory.scroll(Context::Taking, open.column, height, all.len());
    for (line, at) in (from..all.len()).take(height).enumerate() {
        let (table, column) = all[at];
        let selected = at == open.column;
        let heading = match &table.sheet {
            Some(sheet) if open.preview().is_some_and(|it| it.reading.tables.len() > 1) => {
                format!("{sheet}: {}", column.heading)
            }
            _ => column.heading.clone(),
        };
        let (fills, look) = if !column.doubts.is_empty() {
            (texts.get("taking.doubt").to_owned(), Look::Warn)
        } else if column.field.is_empty() {
            (texts.get("taking.fills-nothing").to_owned(), Look::Dim)
        } else {
            let fields = column.field.split('+');
            let names = fields.map(|key| texts.arg(&listed(&view.world.rules, key)));
            (names.collect::<Vec<_>>().join(" + "), Look::Plain)
        };
        let mut out = RowBuilder::default();
        out.push(if selected { "▸" } else { " " }, Style::new());
        out.cell(&column.letters, 4, view.styles.within(selected, Look::Dim));
        let half = room.saturating_sub(8) / 2;
        out.cell(&cut_end(&clean(&heading), half), half, Style::new());
        out.push(" → ", Style::new());
        let left = room.saturating_sub(half + 8);
        out.cell(
            &cut_end(&clean(&fills), left),
            left,
            view.styles.within(selected, look),
        );
        out.draw(frame, row(area, line), view.styles.row(selected, true));
    }
}

/// What is to be done about the selected row.
pub(super) fn sentence(view: View<'_>, open: &Taking) -> String {
    let texts = view.texts;
    let Some(preview) = open.preview() else {
        let key = match open.shown {
            Shown::Refused(_) => "taking.how-refused",
            Shown::Nothing | Shown::List(_) => "taking.how-reading",
        };
        return texts.get(key).to_owned();
    };
    let key = match (open.side, open.row(), &open.menu) {
        (_, _, Some(_)) => "taking.how-answer",
        (Side::Columns, ..) => "taking.how-columns",
        (Side::Rows, Some(row), None) => match row.mark {
            _ if open.is_open(row) => "taking.how-asked",
            _ if preview.plan.change.is_none() => "taking.how-nothing",
            _ => "taking.how-take",
        },
        (Side::Rows, None, None) => "taking.how-take",
    };
    texts.get(key).to_owned()
}
