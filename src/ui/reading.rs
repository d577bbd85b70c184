//! What is seen while a large book is still being read.

use super::line::RowBuilder;
use super::panes::row;
use super::style::Styles;
use crate::app::command::{Command, Context};
use crate::config::Keymap;
use crate::config::Look;
use crate::text::{Texts, bar, width};
use ratatui::Frame;
use ratatui::style::Style;

/// Columns of the bar.
const BAR: usize = 30;

/// Draws how many files of how many are read, and the key that does not wait for the rest.
pub fn draw_reading(
    frame: &mut Frame<'_>,
    (texts, keys, styles): (&Texts, &Keymap, &Styles),
    (read, all): (usize, usize),
) {
    let area = frame.area();
    if area.is_empty() {
        return;
    }
    let mut head = RowBuilder::default();
    head.push(" ketnap", styles.get(Look::Header));
    head.draw(frame, area, styles.get(Look::Header));
    let args = [("read", read.to_string()), ("all", all.to_string())];
    let args = args.each_ref().map(|(key, value)| (*key, value.as_str()));
    let said = texts.fill("ui.reading", &args);
    let tenths = (read as u64 * 1000).checked_div(all as u64).unwrap_or(0);
    let middle = usize::from(area.height / 2);
    let rows = [(said, Look::Plain), (bar(tenths, BAR), Look::Dim)];
    for (at, (text, style)) in (middle..usize::from(area.height)).zip(rows) {
        let mut out = RowBuilder::default();
        let gap = usize::from(area.width).saturating_sub(width(&text)) / 2;
        out.cell("", gap, Style::new());
        out.push(text, styles.get(style));
        out.draw(frame, row(area, at), Style::new());
    }
    let leaves = |on: Context| {
        let mut rows = keys.rows().iter();
        rows.find(|row| row.on == on && row.command == Command::Quit)
    };
    let key = leaves(Context::Tree).or_else(|| leaves(Context::Everywhere));
    if let Some(chord) = key.and_then(|key| key.keys.first())
        && area.height > 1
    {
        let mut foot = RowBuilder::default();
        foot.push(format!(" {chord}"), styles.get(Look::Key));
        foot.push(
            format!(" {}", texts.get("cmd.quit.short")),
            styles.get(Look::Dim),
        );
        foot.draw(frame, row(area, usize::from(area.height) - 1), Style::new());
    }
}
