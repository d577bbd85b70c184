//! The first start: what the program is, and three ways to begin.

use super::View;
use super::footer;
use super::line::RowBuilder;
use super::panes::{row, window};
use crate::app::Welcome;
use crate::config::Look;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

pub(super) fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let View {
        app, texts, styles, ..
    } = view;
    let inner = window(frame, view, area, (64, 12), "ketnap");
    let room = usize::from(inner.width);
    let lines = ["welcome.what", "welcome.where"];
    for (at, key) in lines.into_iter().enumerate() {
        frame.render_widget(Line::raw(texts.get(key).to_owned()), row(inner, at));
    }
    for (at, key) in Welcome::CHOICES.into_iter().enumerate() {
        let place = lines.len() + 1 + at;
        if place >= usize::from(inner.height) {
            break;
        }
        let selected = at == app.screens.welcome.at;
        let mut line = RowBuilder::default();
        line.push(if selected { " ▸ " } else { "   " }, Style::new());
        line.cell(texts.get(key), room.saturating_sub(3), Style::new());
        let style = if selected {
            styles.get(Look::Selected)
        } else {
            Style::new()
        };
        line.draw(frame, row(inner, place), style);
    }
    let height = footer::height(view, area);
    let bottom = Rect {
        y: area.y + area.height - 1 - height,
        height,
        ..area
    };
    footer::status(frame, view, bottom, || None);
    footer::keys(frame, view, row(area, usize::from(area.height) - 1));
}
