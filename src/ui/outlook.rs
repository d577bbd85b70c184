//! The people behind the numbers of a forecast: classes as they are and as they would be, one line a person.

use super::Memory;
use super::View;
use super::line::{RowBuilder, cut_end};
use super::panes::{row, window};
use super::tree::short_name;
use crate::app::Outlooks;
use crate::app::command::Context;
use crate::config::Look;
use crate::model::{Message, clean, show_date};
use crate::rules::{Class, Classes, GroupedRow, Line as Person, Spot};
use crate::text::{cut_name, wrapped};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

const NAME: usize = 22;
const CELL: usize = 20;
const STAGE: usize = 19;

/// The mark and the look of a class.
pub(super) fn mark(class: Class) -> (&'static str, Look) {
    match class {
        Class::Done => ("█", Look::Good),
        Class::OnTrack => ("▓", Look::Plain),
        Class::Tight => ("▒", Look::Warn),
        Class::NotThisYear => ("░", Look::Dim),
        Class::Closed => ("×", Look::Dim),
    }
}

fn name_key(class: Class) -> &'static str {
    match class {
        Class::Done => "class.done",
        Class::OnTrack => "class.on-track",
        Class::Tight => "class.tight",
        Class::NotThisYear => "class.not-this-year",
        Class::Closed => "class.closed",
    }
}

/// `█ đã kết nạp 69  ▓ kịp 2 → 1  …`
fn sums(view: View<'_>, (real, other): (Classes, Option<Classes>)) -> String {
    let shown = [
        Class::Done,
        Class::OnTrack,
        Class::Tight,
        Class::NotThisYear,
    ];
    let each = shown.map(|class| {
        let (sign, _) = mark(class);
        let name = view.texts.get(name_key(class));
        let now = real.of(class);
        match other
            .map(|other| other.of(class))
            .filter(|then| *then != now)
        {
            Some(then) => format!("{sign} {name} {now} → {then}"),
            None => format!("{sign} {name} {now}"),
        }
    });
    each.join("  ")
}

/// The quotas for groups of the organisation, as one line.
fn groups(view: View<'_>, node: usize) -> Option<String> {
    let View {
        app, world, texts, ..
    } = view;
    let Spot::Unit(at) = app.figures.tree.nodes[node].spot else {
        return None;
    };
    let track = app.screens.quotas.track(&app.book)?;
    let rows = app.book.units()[at].quotas.iter();
    let rows = rows.filter(|row| row.year == app.figures.year && row.track == *track);
    let mut said: Vec<String> = Vec::new();
    for quota in rows {
        let Some(group) = &quota.group else { continue };
        let progress = app
            .figures
            .group_progress(world.known(&app.book), node, track, group);
        let known = world.rules.group(group);
        let name = known.map_or(group.as_str(), |row| texts.label(&row.name));
        let target = progress.target.unwrap_or(0);
        let mut text = format!("{name} {}/{target}", progress.admitted);
        if let Some(day) = quota.deadline {
            let due = Message::info("insight.due").with("date", day);
            text = format!("{text} ({})", texts.say(&due));
        }
        if !said.contains(&text) {
            said.push(text);
        }
    }
    let all = said.join(" · ");
    (!all.is_empty()).then(|| texts.fill("outlook.groups", &[("groups", &all)]))
}

fn head(view: View<'_>, open: &Outlooks) -> Vec<String> {
    let View {
        app, world, texts, ..
    } = view;
    let mut lines = vec![sums(view, open.classes(view.see()))];
    let unlisted = app.figures.tally(open.node).unlisted;
    if unlisted > 0 {
        let count = Message::info("outlook.unlisted").with("count", unlisted);
        lines.push(texts.say(&count));
    }
    lines.extend(groups(view, open.node));
    let track = app.screens.quotas.track(&app.book);
    let data = view.see().counted();
    let need = track.and_then(|track| view.see().forecast().needed(data, open.node, track));
    lines.extend(need.map(|need| texts.say(&need.say(&world.rules))));
    for (cell, stage, count) in &open.supposed.add {
        let unit = app.book.unit(cell);
        let unit = unit.map_or(cell.as_str(), |unit| unit.name_on(world.today));
        let stage = world.rules.procedure.stages[*stage].name.clone();
        let more = Message::info("outlook.one-more").with("count", *count);
        lines.push(texts.say(&more.with("stage", stage).with("unit", unit)));
    }
    lines
}

pub(super) fn draw(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    open: &Outlooks,
    memory: &mut Memory,
) {
    let year = view.app.figures.year.to_string();
    let unit = view.see().name_of(open.node);
    let title = view
        .texts
        .fill("outlook.title", &[("unit", &unit), ("year", &year)]);
    let inner = window(frame, view, area, (area.width, area.height), &title);
    let room = usize::from(inner.width);
    let lines = head(view, open).into_iter();
    let lines: Vec<String> = lines
        .flat_map(|line| wrapped(&line, room.saturating_sub(2)))
        .collect();
    let above = lines.len().min(usize::from(inner.height) / 2);
    for (at, line) in lines.into_iter().take(above).enumerate() {
        let mut out = RowBuilder::default();
        out.push(format!(" {line}"), view.styles.get(Look::Plain));
        out.draw(frame, row(inner, at), Style::new());
    }
    let list = Rect {
        y: inner.y + above as u16,
        height: inner.height - above as u16,
        ..inner
    };
    let height = usize::from(list.height);
    let from = memory.scroll(Context::Outlook, open.at, height, open.rows.len());
    memory.page = height.max(2) - 1;
    for (line, at) in (from..open.rows.len()).take(height).enumerate() {
        let place = row(list, line);
        match open.rows.get(at) {
            Some(GroupedRow::Head(class, count)) => {
                let (sign, _) = mark(class);
                let name = view.texts.get(name_key(class));
                let mut out = RowBuilder::default();
                out.push(
                    format!("{sign} {name} ({count})"),
                    view.styles.get(Look::Head),
                );
                out.draw(frame, place, Style::new());
            }
            Some(GroupedRow::Line(person)) => {
                let selected = at == open.at;
                let out = person_row(view, open, person, (room, selected));
                out.draw(frame, place, view.styles.row(selected, true));
            }
            None => {}
        }
    }
}

fn person_row(
    view: View<'_>,
    open: &Outlooks,
    line: Person,
    (room, selected): (usize, bool),
) -> RowBuilder {
    let View {
        app, world, texts, ..
    } = view;
    let person = line.person(&app.book);
    let mut out = RowBuilder::default();
    out.push(if selected { "▸" } else { " " }, Style::new());
    let sign = match (open.dropped(&person.id), open.delay(&person.id)) {
        (true, _) => "✗",
        (false, 1..) => "+",
        _ => " ",
    };
    out.push(sign, Style::new());
    out.push(" ", Style::new());
    out.cell(&cut_name(&clean(&person.name), NAME), NAME, Style::new());
    out.push(" ", Style::new());
    let mut left = room.saturating_sub(NAME + 4);
    if room >= 100 {
        let unit = line.unit(&app.book).name_on(world.today);
        let unit = short_name(&clean(unit), CELL, texts.get("ui.name-prefixes"));
        out.cell(&unit, CELL, Style::new());
        out.push(" ", Style::new());
        left = left.saturating_sub(CELL + 1);
    }
    let Some(seen) = open.of(view.see(), line) else {
        return out;
    };
    let stage = texts.label(&world.rules.procedure.stages[seen.stage].name);
    let (sign, _) = mark(seen.class);
    out.push(format!("{sign} "), Style::new());
    out.cell(&cut_end(stage, STAGE), STAGE, Style::new());
    out.push(" ", Style::new());
    left = left.saturating_sub(STAGE + 3);
    let days = match (seen.class, seen.by, seen.expected) {
        (Class::Done, Some(day), _) => show_date(day),
        (_, by, expected) => {
            let by = by.map(|day| texts.say(&Message::info("outlook.by").with("date", day)));
            let expected =
                expected.map(|day| texts.say(&Message::info("outlook.expected").with("date", day)));
            let both = by.into_iter().chain(expected);
            both.collect::<Vec<_>>().join(" · ")
        }
    };
    out.push(cut_end(&days, left), Style::new());
    out
}

/// The sentence of the selected person.
pub(super) fn sentence(view: View<'_>, open: &Outlooks) -> String {
    let View {
        app, world, texts, ..
    } = view;
    let Some(line) = open.line() else {
        return texts.get("outlook.nobody").to_owned();
    };
    let person = line.person(&app.book);
    let Some(seen) = open.of(view.see(), line) else {
        return String::new();
    };
    let said = texts.say(&seen.say(&world.rules, world.today));
    let name = clean(&person.name);
    let delay = open.delay(&person.id);
    if open.dropped(&person.id) {
        texts.fill("outlook.dropped", &[("name", &name)])
    } else if delay > 0 {
        let days = delay.to_string();
        texts.fill(
            "outlook.delayed",
            &[("name", &name), ("days", &days), ("said", &said)],
        )
    } else {
        format!("{name}: {said}")
    }
}
