//! Windows of sentences: why a day is due, and what a step still owes.

use super::line::RowBuilder;
use super::panes::{row, window};
use super::{Memory, View};
use crate::app::{Ask, Prompt, Why};
use crate::config::Look;
use crate::model::{Level, Message, clean};
use crate::rules::why;
use crate::text::wrapped;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The window's width, borders too; narrower where the screen is.
const WIDTH: u16 = 90;

fn put(
    frame: &mut Frame<'_>,
    view: View<'_>,
    (area, title): (Rect, &str),
    lines: &[(String, Style)],
    scrolled: Option<(usize, &mut Memory)>,
) {
    let room = usize::from(WIDTH.min(area.width)).saturating_sub(4);
    let mut rows = Vec::new();
    for (text, style) in lines {
        // What goes on in the next row stands under its first word.
        let indent = text.chars().take_while(|c| *c == ' ').count() + 1;
        for (at, part) in wrapped(text, room.saturating_sub(indent))
            .into_iter()
            .enumerate()
        {
            let gap = if at == 0 { 1 } else { 1 + indent };
            rows.push((format!("{}{part}", " ".repeat(gap)), *style));
        }
    }
    let inner = window(frame, view, area, (WIDTH, rows.len() as u16 + 2), title);
    let height = usize::from(inner.height);
    let from = scrolled.map_or(0, |(at, memory)| {
        memory.help_most = rows.len().saturating_sub(height);
        memory.page = height.max(2) - 1;
        at.min(memory.help_most)
    });
    for (line, (text, style)) in rows.into_iter().skip(from).take(height).enumerate() {
        let mut out = RowBuilder::default();
        out.push(text, style);
        out.draw(frame, row(inner, line), Style::new());
    }
}

/// The arithmetic of every limit that runs for a person, the pressing one first.
pub(super) fn draw_why(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    open: &Why,
    memory: &mut Memory,
) {
    let View {
        world,
        texts,
        styles,
        ..
    } = view;
    let Ok(case) = view.see().case(&open.id) else {
        return;
    };
    let person = case.person;
    let mut lines = Vec::new();
    for limit in case.limits_by_press() {
        let head = Message::info("why.title").with("limit", limit.limit.name.clone());
        lines.push((texts.say(&head), styles.get(Look::Head)));
        for message in why(&world.rules, person, &limit, world.today) {
            let look = match message.level {
                Level::Info => Style::new(),
                _ => styles.get(Look::Warn),
            };
            lines.push((texts.say(&message), look));
        }
    }
    let title = clean(&person.name).into_owned();
    put(
        frame,
        view,
        (area, &title),
        &lines,
        Some((open.scroll, memory)),
    );
}

/// What a step or a way out owes, while the reason to go past it is being typed.
pub(super) fn draw_owed(frame: &mut Frame<'_>, view: View<'_>, area: Rect, prompt: &Prompt) {
    let View {
        world,
        texts,
        styles,
        ..
    } = view;
    let missing = match &prompt.ask {
        Ask::Force(id, to) => {
            let case = view.see().case(id);
            case.map(|case| case.owed_to(to.as_ref(), world.today))
        }
        Ask::StopReason(id, exit, true) => {
            let case = view.see().case(id);
            case.map(|case| case.missing_for_exit(exit, world.today))
        }
        _ => return,
    };
    let missing = missing.unwrap_or_default();
    let mut lines = Vec::new();
    for owed in &missing {
        let said = texts.fill(
            "gate.line",
            &[
                ("what", &texts.arg(&owed.what)),
                ("basis", &texts.say(&owed.basis)),
            ],
        );
        lines.push((said, Style::new()));
    }
    lines.push((texts.get("gate.force").to_owned(), styles.get(Look::Dim)));
    put(frame, view, (area, texts.get("gate.title")), &lines, None);
}
