//! The pane of candidates: by stage or flat, columns by priority, the field under the cursor edited in place.

use super::line::{RowBuilder, cut_end, draw_input};
use super::panes::{pane, row};
use super::tree::short_name;
use super::{Memory, View};
use crate::app::command::Context;
use crate::app::{Ask, Field, Overlay, Pane, PipelinePane};
use crate::config::Look;
use crate::model::{clean, matches_key};
use crate::rules::{
    Arrange, Case, Head, LimitKind, Line as Person, Row, Show, Spot, Standing, State, pressing,
};
use crate::text::cut_name;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A column of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Field(Field),
    Cell,
    Days,
    Due,
}

use Column::{Cell, Days, Due};
const NAME: Column = Column::Field(Field::Name);
const STAGE: Column = Column::Field(Field::Stage);
const SINCE: Column = Column::Field(Field::Since);
const CAUSE: Column = Column::Field(Field::Cause);
const HELPER: Column = Column::Field(Field::Helper);
const SOURCE: Column = Column::Field(Field::Source);
const NOTE: Column = Column::Field(Field::Note);

/// In the order they stand on screen.
const ORDER: [Column; 10] = [
    NAME, Cell, STAGE, SINCE, Days, Due, CAUSE, SOURCE, HELPER, NOTE,
];
/// In the order they are given room.
const PRIORITY: [Column; 10] = [
    NAME, STAGE, Due, Cell, Days, CAUSE, SINCE, HELPER, SOURCE, NOTE,
];

/// Least and most columns.
fn bounds(column: Column) -> (usize, usize) {
    match column {
        NAME => (16, 28),
        STAGE => (13, 19),
        Days => (9, 9),
        Due | SINCE => (10, 10),
        CAUSE => (14, 32),
        HELPER => (14, 24),
        Cell | SOURCE => (14, 28),
        Column::Field(_) => (14, 60),
    }
}

fn heading(column: Column) -> &'static str {
    match column {
        Cell => "col.cell",
        Days => "col.days-short",
        Due => "col.due",
        Column::Field(field) => field_key(field),
    }
}

pub(super) fn field_key(field: Field) -> &'static str {
    match field {
        Field::Name => "col.name",
        Field::Stage => "col.stage",
        Field::Since => "col.since",
        Field::Source => "col.source",
        Field::Cause => "col.cause",
        Field::Helper => "col.helper",
        Field::Note => "col.note",
    }
}

/// The columns that fit, with their widths. The field under the cursor always does.
fn columns(room: usize, pipeline: &PipelinePane, with_cell: bool) -> Vec<(Column, usize)> {
    let field = pipeline.field;
    let focused = Column::Field(field);
    let mut chosen = vec![NAME];
    let mut left = room.saturating_sub(bounds(NAME).0);
    let rest = PRIORITY
        .into_iter()
        .filter(|c| *c != focused && (*c != Cell || with_cell));
    for column in std::iter::once(focused).chain(rest) {
        let need = bounds(column).0 + 1;
        if !chosen.contains(&column) && need <= left {
            left -= need;
            chosen.push(column);
        }
    }
    let mut out: Vec<(Column, usize)> = ORDER
        .into_iter()
        .filter(|c| chosen.contains(c))
        .map(|c| (c, bounds(c).0))
        .collect();
    // Under heads the stage stands there in full already; in a flat list it is shown whole first.
    let first = if pipeline.order == Arrange::Stages {
        NAME
    } else {
        STAGE
    };
    for column in std::iter::once(first).chain(PRIORITY) {
        if let Some((_, width)) = out.iter_mut().find(|(c, _)| *c == column) {
            let more = (bounds(column).1 - *width).min(left);
            *width += more;
            left -= more;
        }
    }
    out
}

pub(super) fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, memory: &mut Memory) {
    let View {
        app, texts, styles, ..
    } = view;
    let board = &app.screens.board;
    let focus = board.focus == Pane::Pipeline;
    let inner = pane(frame, view, area, &title(view), focus);
    if inner.height < 2 {
        return;
    }
    let with_cell = board
        .tree
        .node()
        .is_some_and(|n| app.figures.tree.nodes[n].end > n + 1);
    let room = usize::from(inner.width).saturating_sub(1);
    let columns = columns(room, &board.pipeline, with_cell);
    let mut head = RowBuilder::default();
    head.push(" ", styles.get(Look::Dim));
    for (column, room) in &columns {
        let on = focus && *column == Column::Field(board.pipeline.field);
        head.cell(
            texts.get(heading(*column)),
            *room,
            styles.get(if on { Look::Cursor } else { Look::Dim }),
        );
        head.push(" ", styles.get(Look::Dim));
    }
    head.draw(frame, row(inner, 0), Style::new());

    let list = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    let pipeline = &board.pipeline;
    let height = usize::from(list.height);
    let from = memory.scroll(Context::Pipeline, pipeline.at, height, pipeline.rows.len());
    if focus {
        memory.page = height.max(2) - 1;
    }
    if pipeline.rows.is_empty() {
        let unreadable = app
            .node()
            .is_some_and(|node| matches!(app.figures.tree.nodes[node].spot, Spot::Unreadable(_)));
        let key = match pipeline.show {
            _ if unreadable => "ui.unit-unreadable",
            Show::Open if with_cell => "ui.nobody-below",
            Show::Open => "ui.nobody",
            _ => "ui.nobody-shown",
        };
        let mut empty = RowBuilder::default();
        empty.cell(
            texts.get(key),
            usize::from(list.width),
            styles.get(Look::Dim),
        );
        empty.draw(frame, row(list, 0), Style::new());
    }
    for (line, at) in (from..pipeline.rows.len()).take(height).enumerate() {
        let place = row(list, line);
        let selected = at == pipeline.at;
        match pipeline.rows.get(at) {
            Some(Row::Line(person)) => {
                let style = styles.row(selected, focus);
                let content = person_row(view, person, &columns, selected);
                content.draw(frame, place, style);
                if selected {
                    edit_in_place(frame, view, place, &columns, person);
                }
            }
            Some(Row::Head(head, count)) => {
                head_row(view, head, count).draw(frame, place, Style::new());
            }
            None => {}
        }
    }
}

fn title(view: View<'_>) -> String {
    let View { app, texts, .. } = view;
    let board = &app.screens.board;
    let Some(node) = board.tree.node() else {
        return String::new();
    };
    let name = view.see().name_of(node);
    let people = board.pipeline.rows.lines().len().to_string();
    let mut title = format!("{name} · {}", texts.fill("ui.files", &[("count", &people)]));
    let extra = match (board.pipeline.order, board.pipeline.show) {
        (Arrange::Stages, Show::Open) => return title,
        (Arrange::Name, _) => "ui.by-name",
        (Arrange::Wait, _) => "ui.by-wait",
        (_, Show::All) => "ui.all",
        (_, Show::Paused) => "ui.paused",
    };
    title.push_str(" · ");
    title.push_str(texts.get(extra));
    title
}

fn head_row(view: View<'_>, head: Head, count: usize) -> RowBuilder {
    let name = match head {
        Head::Stage(stage) => {
            let stage = &view.world.rules.procedure.stages[stage];
            clean(view.texts.label(&stage.name))
        }
        Head::Closed => view.texts.get("ui.closed").into(),
        Head::Unknown => view.texts.get("ui.unknown-stage").into(),
    };
    let mut out = RowBuilder::default();
    out.push(format!("{name} ({count})"), view.styles.get(Look::Head));
    out
}

fn person_row(
    view: View<'_>,
    line: Person,
    columns: &[(Column, usize)],
    selected: bool,
) -> RowBuilder {
    let View { app, styles, .. } = view;
    let look = |id: Look| styles.within(selected, id);
    let mut out = RowBuilder::default();
    let marked = &app.screens.board.pipeline.marked;
    let marked = !marked.is_empty() && marked.contains(&line.person(&app.book).id);
    let sign = match (selected, marked) {
        (true, true) => "◆",
        (true, false) => "▸",
        (false, true) => "●",
        (false, false) => " ",
    };
    out.push(sign, Style::new());
    let needle = &app.search.needle;
    for (column, room) in columns {
        let (text, pressing) = match column {
            Due => due(view, line).unwrap_or((String::new(), Look::Plain)),
            column => (value(view, line, *column), Look::Plain),
        };
        let style = match *column {
            Due => look(pressing),
            NAME if !needle.is_empty() && matches_key(&text, needle) => look(Look::Match),
            CAUSE => look(Look::Warn),
            SINCE => look(Look::Dim),
            _ => Style::new(),
        };
        match *column {
            NAME => out.cell(&cut_name(&text, *room), *room, style),
            // Stages and causes are told apart by how they begin.
            STAGE | CAUSE => out.cell(&cut_end(&text, *room), *room, style),
            Cell => {
                let prefixes = view.texts.get("ui.name-prefixes");
                out.cell(&short_name(&text, *room, prefixes), *room, style);
            }
            Days | Due => out.right(&text, *room, style),
            Column::Field(_) => out.cell(&text, *room, style),
        }
        // A gap in the look of what it follows: a change of look costs more bytes than the gap.
        out.push(" ", style);
    }
    out
}

fn value(view: View<'_>, line: Person, column: Column) -> String {
    let View {
        app, world, texts, ..
    } = view;
    let person = line.person(&app.book);
    let rules = &world.rules;
    let text = match column {
        Cell => line.unit(&app.book).name_on(world.today).to_owned(),
        Days => view
            .app
            .figures
            .standing(line)
            .and_then(Standing::known_since)
            .map_or_else(String::new, |since| {
                (world.today - since).num_days().to_string()
            }),
        Due => String::new(),
        NAME => person.name.clone(),
        STAGE => stage_text(view, app.figures.standing(line)),
        SINCE => view
            .app
            .figures
            .standing(line)
            .and_then(Standing::known_since)
            .map(crate::model::show_date)
            .unwrap_or_default(),
        CAUSE => {
            let names: Vec<&str> = person
                .open_causes()
                .map(|c| {
                    rules
                        .cause(&c.code)
                        .map_or(c.code.as_str(), |row| texts.label(&row.name))
                })
                .collect();
            names.join("; ")
        }
        SOURCE => person.source.as_ref().map_or_else(String::new, |code| {
            rules
                .source(code)
                .map_or(code.as_str(), |row| texts.label(&row.name))
                .to_owned()
        }),
        HELPER => person.helper().map(|g| g.name.clone()).unwrap_or_default(),
        NOTE => person
            .notes
            .last()
            .map(|n| n.text.clone())
            .unwrap_or_default(),
    };
    clean(&text).into_owned()
}

/// The limit that presses a person, in few words, and how much that matters. A life that lasts
/// long yet is not told.
fn due(view: View<'_>, line: Person) -> Option<(String, Look)> {
    let View { world, texts, .. } = view;
    let case = Case::counted(view.see().counted(), line);
    let limit = pressing(case.limits())?;
    let left = limit.days_left(world.today);
    let key = match (limit.limit.kind, left) {
        (_, ..0) => "due.over",
        (LimitKind::Life, TOLD..) => return None,
        (LimitKind::Life, _) => "due.life",
        _ => "due.left",
    };
    let look = match left {
        ..0 => Look::Bad,
        0..SOON => Look::Warn,
        _ => Look::Dim,
    };
    let days = left.abs().to_string();
    Some((texts.fill(key, &[("days", &days)]), look))
}

/// Days from which on a life is told, and from which on a due day is near.
const TOLD: i64 = 60;
const SOON: i64 = 10;

/// The stage in words, marked when the file rests or is closed.
pub(super) fn stage_text(view: View<'_>, standing: Option<&Standing>) -> String {
    let View { world, texts, .. } = view;
    let Some(now) = standing else {
        return texts.get("ui.unknown-stage").to_owned();
    };
    let procedure = &world.rules.procedure;
    let stage = texts.label(&procedure.stages[now.stage].name);
    match &now.state {
        State::Active => stage.to_owned(),
        State::Paused(_) => format!("‖ {stage}"),
        State::Ended(exit, _) => {
            let known = procedure.exit(exit).map(|e| texts.label(&e.name));
            format!("× {}", known.unwrap_or(exit.as_str()))
        }
    }
}

/// Draws the line being typed in the selected person's row.
fn edit_in_place(
    frame: &mut Frame<'_>,
    view: View<'_>,
    place: Rect,
    columns: &[(Column, usize)],
    line: Person,
) {
    let Some(Overlay::Prompt(prompt)) = view.app.overlays.last() else {
        return;
    };
    let Ask::Row(id, field) = &prompt.ask else {
        return;
    };
    if *id != line.person(&view.app.book).id {
        return;
    }
    let mut x = place.x + 1;
    for (column, room) in columns {
        if *column == Column::Field(*field) {
            // Narrow columns borrow from their neighbours while something is typed.
            let least = if *field == Field::Since { 12 } else { 30 };
            let end = place.x + place.width;
            let wide = (*room).max(least) as u16;
            let start = x.min(end.saturating_sub(wide.min(place.width)));
            let area = Rect {
                x: start,
                width: wide.min(end - start),
                ..place
            };
            return draw_input(frame, view, area, &prompt.input);
        }
        x += *room as u16 + 1;
    }
}
