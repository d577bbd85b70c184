//! The selected row of a list that is being taken over: what is told of it, its values, or what can be answered.

use super::View;
use super::line::{RowBuilder, cut_end};
use super::panes::row;
use crate::app::{Held, Menu, Taking};
use crate::config::Look;
use crate::model::import::{Allotted, Cell, Given, Row, What};
use crate::model::{Arg, CandidateId, Message, clean};
use crate::text::{width, wrapped};
use crate::words::listed;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A text in the whole of a row.
pub(super) fn put(frame: &mut Frame<'_>, view: View<'_>, place: Rect, text: &str, look: Look) {
    let mut out = RowBuilder::default();
    let room = usize::from(place.width);
    out.cell(&cut_end(text, room), room, view.styles.get(look));
    out.draw(frame, place, Style::new());
}

/// A quota as it is shown.
pub(super) fn number(view: View<'_>, allotted: &Allotted) -> String {
    let rules = &view.world.rules;
    let group = allotted.group.as_ref().map(|group| {
        let known = rules.group(group);
        known.map_or(group.as_str(), |row| view.texts.label(&row.name))
    });
    let number = match allotted.target {
        Some(target) if allotted.at_least => format!("≥ {target}"),
        Some(target) => target.to_string(),
        None if allotted.exempt => view.texts.get("import.exempt").to_owned(),
        None => "–".to_owned(),
    };
    match group {
        Some(group) => format!("{number} ({group})"),
        None => number,
    }
}

/// What is offered to answer, else the values of the selected row and what is told of it.
pub(super) fn values(frame: &mut Frame<'_>, view: View<'_>, area: Rect, open: &Taking) {
    let Some(own) = open.row() else { return };
    let room = usize::from(area.width);
    let lines = match &open.menu {
        Some(menu) => offered(view, menu, room),
        None => told(view, open, own, room),
    };
    let height = usize::from(area.height);
    let most = lines.len().saturating_sub(height);
    let from = match &open.menu {
        // The selected answer stays in sight.
        Some(_) => {
            let selected = lines.iter().position(|(_, look)| *look == Look::Selected);
            (selected.unwrap_or(0) + 2).saturating_sub(height).min(most)
        }
        None => open.scroll.min(most),
    };
    for (at, (line, look)) in lines.iter().skip(from).take(height).enumerate() {
        put(frame, view, row(area, at), line, *look);
    }
}

fn offered(view: View<'_>, menu: &Menu, room: usize) -> Vec<(String, Look)> {
    let field = |key: &str| listed(&view.world.rules, key);
    let person = |id: &CandidateId| {
        let held = view.app.book.candidate(id);
        held.map_or(id.to_string(), |(unit, person)| {
            format!("{} · {}", person.name, unit.name_on(view.world.today))
        })
    };
    let mut lines = vec![(view.texts.get("taking.answers").to_owned(), Look::Head)];
    for (at, answer) in menu.answers.iter().enumerate() {
        let said = view.texts.say(&answer.message(field, person));
        let selected = at == menu.at;
        let look = if selected {
            Look::Selected
        } else {
            Look::Plain
        };
        for (part, text) in wrapped(&clean(&said), room.saturating_sub(2))
            .iter()
            .enumerate()
        {
            let mark = if selected && part == 0 { "▸" } else { " " };
            lines.push((format!("{mark} {text}"), look));
        }
    }
    lines
}

fn said(view: View<'_>, given: Option<&Given>) -> String {
    let text = given.map(|given| view.texts.arg(&Arg::from(given)));
    clean(&text.unwrap_or_default()).into_owned()
}

/// The organisation of a row: as it is called in the book, or as it would be.
fn cell(view: View<'_>, cell: &Cell, words: Option<&str>) -> String {
    match cell {
        Cell::Known(id) => {
            let unit = view.app.book.unit(id);
            unit.map_or(id.to_string(), |unit| {
                unit.name_on(view.world.today).to_owned()
            })
        }
        Cell::New(name) => {
            let message = Message::info("taking.made").with("unit", name.as_str());
            view.texts.say(&message)
        }
        Cell::Asked => words.unwrap_or("?").to_owned(),
    }
}

fn told(view: View<'_>, open: &Taking, own: &Row, room: usize) -> Vec<(String, Look)> {
    let mut lines: Vec<(String, Look)> = Vec::new();
    let words = own.unit.as_deref();
    let (who, place) = match &own.what {
        What::Person(person) => (
            clean(&person.name).into_owned(),
            cell(view, &person.cell, words),
        ),
        What::Quota(allotted) => {
            let number = number(view, allotted);
            let message = Message::info("taking.quota").with("number", number);
            (view.texts.say(&message), cell(view, &allotted.cell, words))
        }
        What::Nothing => (String::new(), String::new()),
    };
    if !who.is_empty() {
        lines.push((who, Look::Title));
        for part in wrapped(&clean(&place), room) {
            lines.push((part, Look::Plain));
        }
    }
    for problem in &own.problems {
        let look = if problem.code.asks() || problem.field.is_some() {
            Look::Warn
        } else {
            Look::Dim
        };
        let said = format!("{}: {}", problem.cell, view.texts.say(&problem.message));
        lines.extend(
            wrapped(&clean(&said), room)
                .into_iter()
                .map(|part| (part, look)),
        );
    }
    let held = open.held(view.see().known(), own);
    if !held.is_empty() {
        lines.extend(table(view, &held, room));
    }
    if let What::Quota(allotted) = &own.what {
        lines.extend(of_quota(view, allotted));
    }
    lines
}

fn of_quota(view: View<'_>, allotted: &Allotted) -> Vec<(String, Look)> {
    let year = allotted.year.map(|year| year.to_string());
    let track = allotted.track.clone();
    let members = allotted.members.map(|members| match allotted.members_on {
        Some(day) => format!("{members} · {}", view.texts.arg(&Arg::from(day))),
        None => members.to_string(),
    });
    let rows = [
        ("taking.year", year),
        ("taking.track", track),
        ("taking.members", members),
        ("taking.note", allotted.note.clone()),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)));
    let line = |(key, value): (&str, String)| {
        let text = format!("{}: {}", view.texts.get(key), clean(&value));
        (text, Look::Plain)
    };
    rows.map(line).collect()
}

/// Field, in the file, in the book, what will be.
fn table(view: View<'_>, held: &[Held], room: usize) -> Vec<(String, Look)> {
    let texts = view.texts;
    // Where nobody of the book is meant, what is in the file is what will be.
    let of_book = held.iter().any(|row| row.book.is_some());
    let field = (room / 3).clamp(10, 24);
    let value = if of_book {
        room.saturating_sub(field + 3) / 3
    } else {
        room.saturating_sub(field + 1)
    };
    let fit = |text: &str, columns: usize| {
        let cut = cut_end(text, columns);
        let gap = " ".repeat(columns.saturating_sub(width(&cut)));
        cut + &gap
    };
    let line = |cells: &[String]| {
        let mut out = fit(&cells[0], field);
        for cell in &cells[1..] {
            out.push(' ');
            out.push_str(&fit(cell, value));
        }
        out
    };
    let heads = ["taking.field", "taking.file", "taking.book", "taking.will"];
    let shown = if of_book { 4 } else { 2 };
    let heads: Vec<String> = heads[..shown]
        .iter()
        .map(|key| texts.get(key).to_owned())
        .collect();
    let mut lines = vec![(line(&heads), Look::Head)];
    for row in held {
        let label = texts.arg(&listed(&view.world.rules, &row.key));
        let will = row
            .will
            .as_ref()
            .map_or("?".to_owned(), |will| said(view, Some(will)));
        let cells = [
            clean(&label).into_owned(),
            said(view, Some(&row.file)),
            said(view, row.book.as_ref()),
            will,
        ];
        let look = if row.will.is_none() {
            Look::Warn
        } else {
            Look::Plain
        };
        if of_book {
            lines.push((line(&cells), look));
        } else {
            // There is room for the whole of it.
            let parts = wrapped(&cells[1], value);
            for (at, part) in parts.iter().enumerate() {
                let label = if at == 0 {
                    cells[0].clone()
                } else {
                    String::new()
                };
                lines.push((line(&[label, part.clone()]), look));
            }
        }
    }
    lines
}
