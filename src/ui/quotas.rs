//! Screen 2: all organisations with target, done, percent and what is missing, edited in place.

use super::line::{RowBuilder, draw_input};
use super::panes::{pane, row};
use super::tree::short_name;
use super::{Memory, View};
use crate::app::command::Context;
use crate::app::{Ask, Overlay, QuotaColumn, QuotaOrder};
use crate::config::Look;
use crate::model::{Track, clean};
use crate::rules::{Classes, Progress, Spot, as_of, days_left};
use crate::text::{percent, tenths, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Target,
    Done,
    Percent,
    Missing,
    /// The forecast as a bar of four marks, and in numbers.
    Bar,
    Forecast,
    PerMonth,
    Before,
    Allotted,
    Unlisted,
    Open,
}

/// On screen from left to right, with the columns each takes.
const ORDER: [(Column, usize); 11] = [
    (Column::Target, 9),
    (Column::Done, 5),
    (Column::Percent, 5),
    (Column::Missing, 6),
    (Column::Bar, 12),
    (Column::Forecast, 9),
    (Column::PerMonth, 10),
    (Column::Before, 10),
    (Column::Allotted, 9),
    (Column::Unlisted, 9),
    (Column::Open, 8),
];
/// From the first to go on a narrow screen to the last.
const LEAST_FIRST: [Column; 9] = [
    Column::Open,
    Column::Allotted,
    Column::Unlisted,
    Column::PerMonth,
    Column::Bar,
    Column::Before,
    Column::Forecast,
    Column::Missing,
    Column::Percent,
];
const NAME: usize = 22;

fn heading(column: Column) -> &'static str {
    match column {
        Column::Target => "col.target",
        Column::Done => "col.done",
        Column::Bar => "col.bar",
        Column::Forecast => "col.forecast",
        Column::PerMonth => "col.per-month",
        Column::Before => "col.before",
        Column::Percent => "col.percent",
        Column::Missing => "col.missing",
        Column::Allotted => "col.allotted",
        Column::Unlisted => "col.unlisted",
        Column::Open => "col.open",
    }
}

fn columns(room: usize, cursor: QuotaColumn) -> Vec<(Column, usize)> {
    let mut out = ORDER.to_vec();
    let keep = if cursor == QuotaColumn::Unlisted {
        Some(Column::Unlisted)
    } else {
        None
    };
    for drop in LEAST_FIRST {
        let used: usize = out.iter().map(|(_, w)| w).sum();
        if used + NAME <= room {
            break;
        }
        if Some(drop) != keep {
            out.retain(|(c, _)| *c != drop);
        }
    }
    out
}

fn title(view: View<'_>, track: Option<&Track>) -> String {
    let year = view.app.figures.year.to_string();
    let mut title = view.texts.fill("ui.quotas", &[("year", &year)]);
    if let Some(track) = track {
        title = format!("{title} · {} · {}", track.id, track.name);
    }
    title
}

pub(super) fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, memory: &mut Memory) {
    let View {
        app, texts, styles, ..
    } = view;
    let track = app.book.settings().tracks.get(app.screens.quotas.track);
    let inner = pane(frame, view, area, &title(view, track), true);
    if inner.height < 2 {
        return;
    }
    let room = usize::from(inner.width);
    let columns = columns(room, app.screens.quotas.column);
    let used: usize = columns.iter().map(|(_, w)| w).sum();
    let name = room.saturating_sub(used);
    let mut head = RowBuilder::default();
    head.cell(
        &format!(" {}", texts.get("col.unit")),
        name,
        styles.get(Look::Dim),
    );
    for (column, width) in &columns {
        let on = matches!(
            (column, app.screens.quotas.column),
            (Column::Target, QuotaColumn::Target) | (Column::Unlisted, QuotaColumn::Unlisted)
        );
        head.right(
            texts.get(heading(*column)),
            *width,
            styles.get(if on { Look::Cursor } else { Look::Dim }),
        );
    }
    head.draw(frame, row(inner, 0), Style::new());
    let list = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    let height = usize::from(list.height);
    let rows = &app.screens.quotas.rows;
    let from = memory.scroll(
        Context::Quotas,
        app.screens.quotas.row(),
        height,
        rows.len(),
    );
    memory.page = height.max(2) - 1;
    let visible = rows.iter().skip(from).take(height);
    for (line, node) in visible.copied().enumerate() {
        let selected = node == app.screens.quotas.at;
        let place = row(list, line);
        let content = unit_row(view, node, name, &columns, selected);
        let style = if selected {
            styles.get(Look::Selected)
        } else {
            Style::new()
        };
        content.draw(frame, place, style);
        if selected {
            edit_in_place(frame, view, place, name, &columns);
        }
    }
}

fn unit_row(
    view: View<'_>,
    node: usize,
    name: usize,
    columns: &[(Column, usize)],
    selected: bool,
) -> RowBuilder {
    let View { app, styles, .. } = view;
    let figures = &app.figures;
    let entry = &figures.tree.nodes[node];
    let look = |id: Look| styles.within(selected, id);
    let deep = match app.screens.quotas.order {
        QuotaOrder::Tree => entry.depth.min(6),
        QuotaOrder::Risk => 0,
    };
    let lead = format!(" {}", "  ".repeat(deep));
    let mut out = RowBuilder::default();
    let space = name.saturating_sub(width(&lead) + 1);
    let unit = match entry.spot {
        Spot::Unit(at) => &app.book.units()[at],
        Spot::Unreadable(at) => {
            let bad = &app.book.unreadable()[at];
            out.push(lead, Style::new());
            out.cell(&format!("✗ {}", bad.file), space, look(Look::Bad));
            return out;
        }
    };
    let day = as_of(figures.year, figures.today);
    out.push(lead, Style::new());
    out.cell(
        &short_name(
            &clean(unit.name_on(day)),
            space,
            view.texts.get("ui.name-prefixes"),
        ),
        space + 1,
        Style::new(),
    );
    let track = app.screens.quotas.track(&app.book);
    let progress = track.map_or(
        Progress {
            admitted: figures.tally(node).admitted(),
            target: None,
            exempt: figures.exemption(&app.book, node).is_some(),
        },
        |track| figures.progress(&app.book, node, track),
    );
    for (column, width) in columns {
        let (text, style) = cell(view, node, unit, progress, *column);
        out.right(&text, *width, look(style));
    }
    out
}

fn cell(
    view: View<'_>,
    node: usize,
    unit: &crate::model::Unit,
    progress: Progress,
    column: Column,
) -> (String, Look) {
    let figures = &view.app.figures;
    let tally = figures.tally(node);
    let track = view.app.screens.quotas.track(&view.app.book);
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let classes = || view.see().forecast().count(node);
    let reached = progress.target.is_some_and(|t| progress.admitted >= t);
    let look = if reached { Look::Good } else { Look::Plain };
    match column {
        Column::Target => (
            progress.target.map_or("–".to_owned(), |t| t.to_string()),
            Look::Plain,
        ),
        // Nothing on record is not the same as nobody.
        Column::Done if progress.admitted == 0 && progress.target.is_none() => {
            ("–".to_owned(), Look::Dim)
        }
        Column::Done => {
            let least = if tally.incomplete { "≥" } else { "" };
            (format!("{least}{}", progress.admitted), look)
        }
        Column::Bar => (outlook_bar(classes(), progress.target, BAR), look),
        Column::Forecast => match classes() {
            all if progress.target.is_none() && all.on_track + all.tight == 0 => {
                (String::new(), Look::Dim)
            }
            all => (format!("▓{} ▒{}", all.on_track, all.tight), look),
        },
        Column::PerMonth => {
            let left = days_left(figures.year, figures.today);
            let told = progress
                .per_month(left)
                .map(|people| tenths(people, view.texts.lang));
            (told.unwrap_or_default(), Look::Plain)
        }
        Column::Before => {
            let before = view.app.screens.quotas.before.get(node).copied().flatten();
            (before.map_or("–".to_owned(), |n| n.to_string()), Look::Dim)
        }
        Column::Percent => {
            let share = progress.target.and_then(|t| percent(progress.admitted, t));
            (share.unwrap_or_default(), look)
        }
        Column::Missing if progress.exempt => (view.texts.get("ui.exempt").to_owned(), Look::Dim),
        Column::Missing => match progress.missing() {
            Some(0) => ("✓".to_owned(), Look::Good),
            missing => (number(missing), Look::Warn),
        },
        Column::Allotted => match (
            track.and_then(|t| figures.allotted(&view.app.book, node, t)),
            progress.target,
        ) {
            // Parts that do not add up to the whole are shown, never refused.
            (Some(sum), Some(target)) if sum != target => (format!("≠{sum}"), Look::Warn),
            (sum, _) => (number(sum), Look::Plain),
        },
        Column::Unlisted => (
            number(unit.unlisted_in(figures.year).map(|row| row.count)),
            Look::Plain,
        ),
        Column::Open => (tally.open.to_string(), Look::Dim),
    }
}

/// Cells of the forecast's bar.
const BAR: usize = 11;

/// Done, on track, tight and what is missing of the target, as four marks that need no colour. A
/// class with somebody in it has a cell at least, and only a reached target fills the bar.
fn outlook_bar(classes: Classes, target: Option<u32>, cells: usize) -> String {
    let Some(target) = target.filter(|target| *target > 0) else {
        return String::new();
    };
    let parts = [classes.done, classes.on_track, classes.tight];
    let sum = parts.iter().fold(0, |sum: u32, n| sum.saturating_add(*n));
    let whole = u64::from(target.max(sum));
    let mut out = String::new();
    let mut left = cells;
    for (people, sign) in parts.into_iter().zip(["█", "▓", "▒"]) {
        let share = (u64::from(people) * cells as u64 / whole) as usize;
        let share = share.max(usize::from(people > 0)).min(left);
        out.push_str(&sign.repeat(share));
        left -= share;
    }
    if sum >= target {
        // Rounding down may leave a gap that nobody is missing in.
        let last = if classes.tight > 0 {
            "▒"
        } else if classes.on_track > 0 {
            "▓"
        } else {
            "█"
        };
        out + &last.repeat(left)
    } else {
        out + &"░".repeat(left)
    }
}

fn edit_in_place(
    frame: &mut Frame<'_>,
    view: View<'_>,
    place: Rect,
    name: usize,
    columns: &[(Column, usize)],
) {
    let Some(Overlay::Prompt(prompt)) = view.app.overlays.last() else {
        return;
    };
    let wanted = match prompt.ask {
        Ask::Quota(..) => Column::Target,
        Ask::Unlisted(_) => Column::Unlisted,
        _ => return,
    };
    let mut x = place.x + name as u16;
    for (column, width) in columns {
        if *column == wanted {
            let area = Rect {
                x: x + 1,
                width: *width as u16 - 1,
                ..place
            };
            return draw_input(frame, view, area, &prompt.input);
        }
        x += *width as u16;
    }
}
