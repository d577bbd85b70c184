//! Screen 2: all organisations with target, done, percent and what is missing, edited in place.

use super::line::{RowBuilder, draw_input};
use super::panes::{pane, row};
use super::tree::short_name;
use super::{Memory, View, scroll};
use crate::app::{Ask, Overlay, QuotaColumn};
use crate::model::{Track, clean};
use crate::rules::{Progress, Spot, as_of};
use crate::text::{bar, percent, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Target,
    Done,
    Bar,
    Percent,
    Missing,
    Allotted,
    Unlisted,
    Open,
}

/// On screen from left to right, with the columns each takes.
const ORDER: [(Column, usize); 8] = [
    (Column::Target, 8),
    (Column::Done, 7),
    (Column::Bar, 11),
    (Column::Percent, 6),
    (Column::Missing, 7),
    (Column::Allotted, 9),
    (Column::Unlisted, 9),
    (Column::Open, 8),
];
/// From the first to go on a narrow screen to the last.
const LEAST_FIRST: [Column; 6] = [
    Column::Open,
    Column::Allotted,
    Column::Bar,
    Column::Unlisted,
    Column::Missing,
    Column::Percent,
];
const NAME: usize = 22;

fn heading(column: Column) -> &'static str {
    match column {
        Column::Target => "col.target",
        Column::Done => "col.done",
        Column::Bar => "col.bar",
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
    let track = app.book.settings().tracks.get(app.quotas.track);
    let inner = pane(frame, view, area, &title(view, track), true);
    if inner.height < 2 {
        return;
    }
    let room = usize::from(inner.width);
    let columns = columns(room, app.quotas.column);
    let used: usize = columns.iter().map(|(_, w)| w).sum();
    let name = room.saturating_sub(used);
    let mut head = RowBuilder::default();
    head.cell(
        &format!(" {}", texts.get("col.unit")),
        name,
        styles.get("dim"),
    );
    for (column, width) in &columns {
        let on = matches!(
            (column, app.quotas.column),
            (Column::Target, QuotaColumn::Target) | (Column::Unlisted, QuotaColumn::Unlisted)
        );
        head.right(
            texts.get(heading(*column)),
            *width,
            styles.get(if on { "cursor" } else { "dim" }),
        );
    }
    frame.render_widget(head.line(Style::new()), row(inner, 0));
    let list = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    let height = usize::from(list.height);
    let count = app.figures.tree.nodes.len();
    scroll(&mut memory.quotas, app.quotas.at, height, count);
    memory.page = height.max(2) - 1;
    for (line, node) in (memory.quotas..count).take(height).enumerate() {
        let selected = node == app.quotas.at;
        let place = row(list, line);
        let content = unit_row(view, node, name, &columns, selected);
        let style = if selected {
            styles.get("selected")
        } else {
            Style::new()
        };
        frame.render_widget(content.line(style), place);
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
    let look = |id: &str| {
        if selected {
            Style::new()
        } else {
            styles.get(id)
        }
    };
    let lead = format!(" {}", "  ".repeat(entry.depth.min(6)));
    let mut out = RowBuilder::default();
    let space = name.saturating_sub(width(&lead) + 1);
    let unit = match entry.spot {
        Spot::Unit(at) => &app.book.units()[at],
        Spot::Unreadable(at) => {
            let bad = &app.book.unreadable()[at];
            out.push(lead, Style::new());
            out.cell(&format!("✗ {}", bad.file), space, look("bad"));
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
    let track = app.quotas.track(&app.book);
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
) -> (String, &'static str) {
    let figures = &view.app.figures;
    let tally = figures.tally(node);
    let track = view.app.quotas.track(&view.app.book);
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let reached = progress.target.is_some_and(|t| progress.admitted >= t);
    let look = if reached { "good" } else { "plain" };
    match column {
        Column::Target => (
            progress.target.map_or("–".to_owned(), |t| t.to_string()),
            "plain",
        ),
        // Nothing on record is not the same as nobody.
        Column::Done if progress.admitted == 0 && progress.target.is_none() => {
            ("–".to_owned(), "dim")
        }
        Column::Done => {
            let least = if tally.incomplete { "≥" } else { "" };
            (format!("{least}{}", progress.admitted), look)
        }
        Column::Bar => (
            progress
                .percent_tenths()
                .map(|t| bar(t, 9))
                .unwrap_or_default(),
            look,
        ),
        Column::Percent => {
            let share = progress.target.and_then(|t| percent(progress.admitted, t));
            (share.unwrap_or_default(), look)
        }
        Column::Missing if progress.exempt => (view.texts.get("ui.exempt").to_owned(), "dim"),
        Column::Missing => match progress.missing() {
            Some(0) => ("✓".to_owned(), "good"),
            missing => (number(missing), "warn"),
        },
        Column::Allotted => match (
            track.and_then(|t| figures.allotted(&view.app.book, node, t)),
            progress.target,
        ) {
            // Parts that do not add up to the whole are shown, never refused.
            (Some(sum), Some(target)) if sum != target => (format!("≠{sum}"), "warn"),
            (sum, _) => (number(sum), "plain"),
        },
        Column::Unlisted => (
            number(unit.unlisted_in(figures.year).map(|row| row.count)),
            "plain",
        ),
        Column::Open => (tally.open.to_string(), "dim"),
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
