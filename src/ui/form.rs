//! A form: labels on the left, values being typed on the right, below them what they come to.

use super::line::{RowBuilder, draw_input};
use super::panes::{row, window};
use super::tree::short_name;
use super::{Memory, View};
use crate::app::command::Context;
use crate::app::{Form, FormFor, Value, hint, verdict};
use crate::config::Look;
use crate::model::{Arg, Level};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

const LABEL: usize = 30;

pub(super) fn draw(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    form: &Form,
    memory: &mut Memory,
) {
    let View { texts, styles, .. } = view;
    let height = form.entries.len() as u16 + 4;
    let inner = window(frame, view, area, (78, height), &title(view, form));
    // The last line is kept for what the values come to.
    let list = Rect {
        height: inner.height.saturating_sub(1),
        ..inner
    };
    let height = usize::from(list.height);
    let from = memory.scroll(Context::Form, form.at, height, form.entries.len());
    for (line, at) in (from..form.entries.len()).take(height).enumerate() {
        let (_, entry) = &form.entries[at];
        let selected = at == form.at;
        let place = row(list, line);
        let mut out = RowBuilder::default();
        out.push(if selected { "▸" } else { " " }, Style::new());
        let look = if selected { Look::Title } else { Look::Dim };
        out.cell(&label(view, &entry.label), LABEL, styles.get(look));
        out.push(" ", Style::new());
        let room = usize::from(place.width).saturating_sub(LABEL + 3);
        let value = match &entry.value {
            Value::Line(input) => crate::model::clean(input.value()).into_owned(),
            Value::Choice(choices, at) => {
                let shown = choices.get(*at).map(|choice| say(view, &choice.shown));
                format!("‹ {} ›", shown.unwrap_or_default())
            }
        };
        let look = if selected {
            styles.get(Look::Cursor)
        } else {
            Style::new()
        };
        out.cell(&value, room, look);
        out.draw(frame, place, Style::new());
        if let (true, Value::Line(input)) = (selected, &entry.value) {
            let x = place.x + LABEL as u16 + 2;
            let width = place.width.saturating_sub(LABEL as u16 + 3);
            draw_input(frame, view, Rect { x, width, ..place }, input);
        }
    }
    let rules = &view.world.rules;
    let below = verdict(rules, form, view.world.today).or_else(|| hint(rules, form));
    if let Some(message) = below {
        let look = match message.level {
            Level::Info => Look::Good,
            _ => Look::Bad,
        };
        let mut out = RowBuilder::default();
        out.push(format!(" {}", texts.say(&message)), styles.get(look));
        let last = usize::from(inner.height.saturating_sub(1));
        out.draw(frame, row(inner, last), Style::new());
    }
}

/// The name of a value; that of an organisation is shortened as elsewhere.
fn label(view: View<'_>, label: &Arg) -> String {
    let name = say(view, label);
    match label {
        Arg::Text(_) => short_name(&name, LABEL, view.texts.get("ui.name-prefixes")),
        _ => name,
    }
}

fn say(view: View<'_>, arg: &Arg) -> String {
    view.texts.arg(arg)
}

fn title(view: View<'_>, form: &Form) -> String {
    let View {
        texts, world, app, ..
    } = view;
    let name = texts.get(form.what.text_key()).to_owned();
    let name = match &form.what {
        FormFor::Paper(_, form, _) => {
            let row = world.rules.procedure.paper(form);
            row.map_or(name, |row| {
                format!("{} {}", row.form, texts.label(&row.name))
            })
        }
        _ => name,
    };
    let Some(subject) = form.what.subject() else {
        return name;
    };
    let whose = subject.name_in(&app.book, world.today);
    match &form.what {
        FormFor::HandDown(handing) => {
            format!("{name} · {whose} · {} {}", handing.year, handing.track)
        }
        _ => format!("{name} · {whose}"),
    }
}
