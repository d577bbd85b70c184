//! The help: the real keys, from the keymap, by place.

use super::line::RowBuilder;
use super::panes::{row, window};
use super::{Memory, View};
use crate::app::command::Context;
use crate::config::Look;
use crate::text::width;
use ratatui::Frame;
use ratatui::layout::Rect;

pub(super) fn draw(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    scrolled: usize,
    memory: &mut Memory,
) {
    let inner = window(
        frame,
        view,
        area,
        (84, area.height),
        view.texts.get("ui.help"),
    );
    let lines = lines(view, usize::from(inner.width));
    let height = usize::from(inner.height);
    memory.help_most = lines.len().saturating_sub(height);
    memory.page = height.max(2) - 1;
    let from = scrolled.min(memory.help_most);
    for (at, line) in lines.into_iter().skip(from).take(height).enumerate() {
        line.draw(frame, row(inner, at), ratatui::style::Style::new());
    }
}

fn lines(view: View<'_>, room: usize) -> Vec<RowBuilder> {
    let View {
        keys,
        texts,
        styles,
        ..
    } = view;
    // What is open below the help comes first.
    let first = view.app.context_below();
    // There is no help on a first start.
    let places = Context::ALL.into_iter();
    let mut places: Vec<Context> = places.filter(|place| *place != Context::Welcome).collect();
    places.sort_by_key(|place| *place != first);
    let mut out = Vec::new();
    for place in places {
        let mut head = RowBuilder::default();
        head.push(
            texts.get(place.text_key()).to_owned(),
            styles.get(Look::Head),
        );
        out.push(head);
        for key in keys
            .rows()
            .iter()
            .filter(|r| r.on == place && !r.keys.is_empty())
        {
            let mut line = RowBuilder::default();
            line.push("  ", styles.get(Look::Plain));
            let shown = key.shown();
            let columns = 16.max(width(&shown) + 1);
            line.cell(&shown, columns, styles.get(Look::Key));
            let text = texts.get(key.command.text_key());
            line.cell(
                text,
                room.saturating_sub(columns + 2),
                styles.get(Look::Plain),
            );
            out.push(line);
        }
    }
    out
}
