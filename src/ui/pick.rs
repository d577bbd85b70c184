//! Windows to choose from: a list narrowed by typing, and the palette of commands.

use super::line::{RowBuilder, draw_input};
use super::panes::{row, window};
use super::{Memory, View};
use crate::app::command::Context;
use crate::app::{Palette, Picker};
use crate::config::Look;
use crate::model::clean;
use crate::text::width;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_input::Input;

fn list(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    (title, input, at): (&str, &Input, usize),
    rows: &[(String, String)],
    memory: &mut Memory,
) {
    let widest = rows
        .iter()
        .map(|(a, b)| width(a) + width(b) + 4)
        .max()
        .unwrap_or(0);
    let size = (widest.clamp(36, 76) as u16 + 2, rows.len() as u16 + 3);
    let size = (size.0, size.1.max(6));
    let inner = window(frame, view, area, size, title);
    if inner.height < 2 {
        return;
    }
    let prompt = Rect { height: 1, ..inner };
    frame.render_widget(
        ratatui::text::Line::styled("/ ", view.styles.get(Look::Key)),
        prompt,
    );
    let line = Rect {
        x: prompt.x + 2,
        width: prompt.width.saturating_sub(2),
        ..prompt
    };
    draw_input(frame, view, line, input);
    let list = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    let height = usize::from(list.height);
    let from = memory.scroll(Context::Pick, at, height, rows.len());
    memory.page = height.max(2) - 1;
    let room = usize::from(list.width);
    for (line, shown) in (from..rows.len()).take(height).enumerate() {
        let (left, right) = &rows[shown];
        let style = if shown == at {
            view.styles.get(Look::Selected)
        } else {
            Style::new()
        };
        let mut out = RowBuilder::default();
        let key = if shown == at {
            Style::new()
        } else {
            view.styles.get(Look::Key)
        };
        out.push(" ", Style::new());
        out.cell(left, room.saturating_sub(width(right) + 3), Style::new());
        out.push(" ", Style::new());
        out.push(right.clone(), key);
        out.push(" ", Style::new());
        out.draw(frame, row(list, line), style);
    }
    if rows.is_empty() {
        let nothing = view.texts.get("ui.no-choice").to_owned();
        frame.render_widget(
            ratatui::text::Line::styled(nothing, view.styles.get(Look::Dim)),
            row(list, 0),
        );
    }
}

pub(super) fn draw_picker(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    picker: &Picker,
    memory: &mut Memory,
) {
    let rows: Vec<(String, String)> = picker
        .shown()
        .into_iter()
        .map(|item| {
            let mark = if item.marked { "● " } else { "  " };
            (
                format!("{mark}{}", clean(view.texts.label(&item.label))),
                String::new(),
            )
        })
        .collect();
    let title = view.texts.get(picker.what.text_key());
    list(
        frame,
        view,
        area,
        (title, &picker.input, picker.at),
        &rows,
        memory,
    );
}

pub(super) fn draw_palette(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    palette: &Palette,
    memory: &mut Memory,
) {
    let entries = view.app.palette_entries(view.world);
    let rows: Vec<(String, String)> = entries
        .into_iter()
        .map(|e| (e.title.clone(), e.keys.clone()))
        .collect();
    let title = view.texts.get(palette.text_key());
    list(
        frame,
        view,
        area,
        (title, &palette.input, palette.at),
        &rows,
        memory,
    );
}
