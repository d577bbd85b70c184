//! A row of cells put together column by column, and the input line with its caret.

use super::View;
use crate::config::Look;
use crate::text::{is_plain, pad, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Widget};
use tui_input::Input;

/// A row being put together; knows how many columns it has used.
#[derive(Debug, Default)]
pub(super) struct RowBuilder {
    spans: Vec<Span<'static>>,
    used: usize,
}

impl RowBuilder {
    pub(super) fn push(&mut self, text: impl Into<String>, style: Style) {
        let text = text.into();
        self.used += width(&text);
        self.spans.push(Span::styled(text, style));
    }

    /// A text in exactly so many columns.
    pub(super) fn cell(&mut self, text: &str, columns: usize, style: Style) {
        self.used += columns;
        self.spans.push(Span::styled(pad(text, columns), style));
    }

    /// A text set against the right edge of so many columns.
    pub(super) fn right(&mut self, text: &str, columns: usize, style: Style) {
        let gap = columns.saturating_sub(width(text));
        self.cell("", gap, Style::new());
        self.cell(text, columns - gap, style);
    }

    /// Draws the row as the library's [`Line`] would. Most texts are plain: their cells
    /// are filled without looking for what belongs together, which is most of the work of a frame.
    pub(super) fn draw(self, frame: &mut Frame<'_>, area: Rect, style: Style) {
        let buffer = frame.buffer_mut();
        let mut rest = area.intersection(buffer.area);
        rest.height = rest.height.min(1);
        buffer.set_style(rest, style);
        for span in &self.spans {
            if rest.is_empty() {
                break;
            }
            let mut used = 0;
            if is_plain(&span.content) {
                let from = buffer.index_of(rest.x, rest.y);
                let cells = &mut buffer.content[from..from + usize::from(rest.width)];
                for (cell, letter) in cells.iter_mut().zip(span.content.chars()) {
                    cell.set_char(letter).set_style(span.style);
                    used += 1;
                }
            } else {
                span.render(rest, buffer);
                let all = u16::try_from(width(&span.content));
                used = all.unwrap_or(u16::MAX).min(rest.width);
            }
            rest.x += used;
            rest.width -= used;
        }
    }
}

/// Cuts a sentence at its end.
pub(super) fn cut_end(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if width(&out) + width(c.encode_utf8(&mut [0; 4])) + 1 > columns {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// Draws an input in one line and puts the terminal's caret into it.
pub(super) fn draw_input(frame: &mut Frame<'_>, view: View<'_>, area: Rect, input: &Input) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let room = usize::from(area.width).saturating_sub(1);
    let scroll = input.visual_scroll(room);
    let value = crate::model::clean(input.value());
    frame.render_widget(Clear, area);
    let line = Line::raw(value.into_owned());
    let widget = Paragraph::new(line).style(view.styles.get(Look::Input));
    frame.render_widget(widget.scroll((0, scroll as u16)), area);
    let caret = input.visual_cursor().saturating_sub(scroll).min(room);
    frame.set_cursor_position(Position::new(area.x + caret as u16, area.y));
}
