//! Screen 3: the tasks under a head for each kind of harm, one line each.

use super::line::{RowBuilder, cut_end};
use super::panes::{pane, row};
use super::tree::short_name;
use super::{Memory, View};
use crate::app::command::Context;
use crate::config::Look;
use crate::model::{Arg, Message, clean, matches_key, show_date};
use crate::rules::{Harm, Task};
use crate::text::cut_name;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

const LEFT: usize = 10;
const NAME: usize = 21;
const DUE: usize = 11;
const CELL: usize = 22;
/// From this room on the due day and the cell are shown too.
const WIDE: usize = 110;

fn head_key(harm: Harm) -> &'static str {
    match harm {
        Harm::Overdue => "harm.overdue",
        Harm::Promised => "harm.promised",
        Harm::Expired => "harm.expired",
        Harm::Expiring => "harm.expiring",
        Harm::Due => "harm.due",
        Harm::ProbationEnds => "harm.probation-ends",
    }
}

fn look_of(harm: Harm) -> Look {
    match harm {
        Harm::Overdue | Harm::Expired => Look::Bad,
        Harm::Promised | Harm::Expiring | Harm::Due => Look::Warn,
        Harm::ProbationEnds => Look::Dim,
    }
}

fn title(view: View<'_>) -> String {
    let View { app, texts, .. } = view;
    let agenda = &app.screens.agenda;
    let scope = match app.screens.board.tree.node().filter(|_| !agenda.whole) {
        Some(node) => view.see().name_of(node),
        None => texts.get("ui.whole-book").to_owned(),
    };
    let message = Message::info("ui.agenda")
        .with("scope", scope)
        .with("days", agenda.days)
        .with("count", agenda.tasks.len());
    texts.say(&message)
}

pub(super) fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, memory: &mut Memory) {
    let View {
        app, texts, styles, ..
    } = view;
    let agenda = &app.screens.agenda;
    let inner = pane(frame, view, area, &title(view), true);
    let mut height = usize::from(inner.height);
    if let Some(copy) = agenda.copy.as_ref().filter(|_| height > 3) {
        height -= 1;
        let mut line = RowBuilder::default();
        let said = clean(&texts.say(copy)).into_owned();
        line.cell(&said, usize::from(inner.width), styles.get(Look::Dim));
        line.draw(frame, row(inner, height), Style::new());
    }
    let from = memory.scroll(Context::Agenda, agenda.at, height, agenda.rows.len());
    memory.page = height.max(2) - 1;
    if agenda.rows.is_empty() {
        let mut empty = RowBuilder::default();
        let nothing = texts.get("ui.nothing-due");
        empty.cell(nothing, usize::from(inner.width), styles.get(Look::Dim));
        empty.draw(frame, row(inner, 0), Style::new());
    }
    let visible = from..agenda.rows.len();
    for (line, at) in visible.take(height).enumerate() {
        let place = row(inner, line);
        let selected = at == agenda.at;
        match agenda.rows.get(at) {
            Some(crate::rules::GroupedRow::Line(task)) => {
                let content = task_row(view, &agenda.tasks[task], inner.width.into(), selected);
                content.draw(frame, place, styles.row(selected, true));
            }
            Some(crate::rules::GroupedRow::Head(harm, count)) => {
                let mut head = RowBuilder::default();
                let name = texts.get(head_key(harm));
                head.push(format!("{name} ({count})"), styles.get(Look::Head));
                head.draw(frame, place, Style::new());
            }
            None => {}
        }
    }
}

fn task_row(view: View<'_>, task: &Task, room: usize, selected: bool) -> RowBuilder {
    let View {
        app,
        world,
        texts,
        styles,
        ..
    } = view;
    let look = |id: Look| styles.within(selected, id);
    let mut out = RowBuilder::default();
    out.push(if selected { "▸" } else { " " }, Style::new());
    let mut left = room - 1;
    let mut cell = |text: &str, columns: usize, style: Style| {
        out.cell(text, columns, style);
        out.push(" ", Style::new());
        left = left.saturating_sub(columns + 1);
    };
    let days = task.days_left.abs().to_string();
    let key = if task.days_left < 0 {
        "due.over"
    } else {
        "due.left"
    };
    cell(
        &texts.fill(key, &[("days", &days)]),
        LEFT,
        look(look_of(task.harm)),
    );
    if room >= WIDE {
        cell(&show_date(task.due), DUE, look(Look::Dim));
    }
    let unit = &app.book.units()[task.unit()];
    let prefixes = texts.get("ui.name-prefixes");
    let name = match task.line() {
        Some(line) => cut_name(&clean(&line.person(&app.book).name), NAME),
        None => short_name(&clean(unit.name_on(world.today)), NAME, prefixes),
    };
    let needle = &app.search.needle;
    let found = !needle.is_empty() && matches_key(&name, needle);
    let style = if found {
        look(Look::Match)
    } else {
        Style::new()
    };
    cell(&name, NAME, style);
    if room >= WIDE {
        // Of an organisation, what it stands below.
        let above = unit.parent_on(world.today).and_then(|id| app.book.unit(id));
        let unit = above.filter(|_| task.line().is_none()).unwrap_or(unit);
        let unit = unit.name_on(world.today);
        cell(
            &short_name(&clean(unit), CELL, prefixes),
            CELL,
            Style::new(),
        );
    }
    let action = texts.say(&task.action(world.known(&app.book)));
    out.push(cut_end(&action, left), Style::new());
    out
}

/// The sentence of the selected task: what, who, by what, and why it stands where it stands.
pub(super) fn sentence(view: View<'_>) -> String {
    let View {
        app, world, texts, ..
    } = view;
    let Some(task) = app.screens.agenda.task() else {
        return String::new();
    };
    let rules = &world.rules;
    let message = match task.basis(world.known(&app.book)) {
        Some(basis) => Message::info("agenda.sentence").with("basis", basis),
        None => Message::info("agenda.sentence-bare"),
    };
    let message = message
        .with("action", task.action(world.known(&app.book)))
        .with("who", task.who(world.known(&app.book)))
        .with("why", task.why());
    let limit = match (task.row(rules), task.line()) {
        (Some((limit, _)), _) => Arg::from(limit.name.clone()),
        (None, Some(_)) => Arg::from(task.limit()),
        (None, None) => Arg::Key("agenda.of-visit"),
    };
    texts.say(&message.with("limit", limit))
}
