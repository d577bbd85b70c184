//! Screen 5: the journal, one edit a row, the damaged places above.

use super::line::RowBuilder;
use super::panes::{pane, row};
use super::{Memory, View};
use crate::app::JournalRow;
use crate::app::command::Context;
use crate::config::Look;
use crate::model::{LogEdit, Message, clean, field_key};
use crate::text::cut_name;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

const WHEN: usize = 16;
const WHO: usize = 10;
const NAME: usize = 22;
/// From this room on names have more.
const WIDE: usize = 110;
const WIDE_NAME: usize = 34;

fn title(view: View<'_>) -> String {
    let View { app, texts, .. } = view;
    let whole = || texts.get("ui.whole-book").to_owned();
    let message = Message::info("ui.journal")
        .with(
            "scope",
            app.screens.journal.about(view.see()).unwrap_or_else(whole),
        )
        .with("count", app.screens.journal.rows.len());
    texts.say(&message)
}

pub(super) fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, memory: &mut Memory) {
    let View {
        app, texts, styles, ..
    } = view;
    let journal = &app.screens.journal;
    let inner = pane(frame, view, area, &title(view), true);
    let height = usize::from(inner.height);
    let room = usize::from(inner.width);
    let from = memory.scroll(Context::Journal, journal.at, height, journal.rows.len());
    memory.page = height.max(2) - 1;
    if journal.rows.is_empty() {
        let mut empty = RowBuilder::default();
        empty.cell(texts.get("ui.nothing-logged"), room, styles.get(Look::Dim));
        empty.draw(frame, row(inner, 0), Style::new());
    }
    let visible = (from..journal.rows.len()).take(height);
    for (line, at) in visible.enumerate() {
        let selected = at == journal.at;
        let content = match journal.rows[at] {
            JournalRow::Edit(edit) => edit_row(view, &journal.log.edits[edit], room, selected),
            JournalRow::Damage(damage) => {
                let mut out = RowBuilder::default();
                out.push(if selected { "▸" } else { " " }, Style::new());
                let said = texts.say(&journal.log.damage[damage].say());
                out.cell(&clean(&said), room - 1, styles.get(Look::Bad));
                out
            }
        };
        content.draw(frame, row(inner, line), styles.row(selected, true));
    }
}

fn edit_row(view: View<'_>, edit: &LogEdit, room: usize, selected: bool) -> RowBuilder {
    let View {
        app,
        world,
        texts,
        styles,
        ..
    } = view;
    let look = |id: Look| styles.within(selected, id);
    let columns = if room >= WIDE { WIDE_NAME } else { NAME };
    let mut out = RowBuilder::default();
    out.push(if selected { "▸" } else { " " }, Style::new());
    out.cell(&clean(&edit.minute()), WHEN, look(Look::Dim));
    out.cell("", 1, Style::new());
    out.cell(&clean(&edit.who), WHO, Style::new());
    out.cell("", 1, Style::new());
    let first = edit.records.first();
    let name = first.map_or("", |record| {
        let name = record.name(&app.book, world.today);
        name.unwrap_or(&record.record)
    });
    let more = match edit.records.len().saturating_sub(1) {
        0 => String::new(),
        more => format!(" +{more}"),
    };
    let name = cut_name(&clean(name), columns - more.len());
    out.cell(&format!("{name}{more}"), columns, Style::new());
    out.cell("", 1, Style::new());
    let fields = first.map_or(&[][..], |record| &record.fields);
    let fields = fields.iter().map(|field| texts.get(field_key(field)));
    let fields = fields.collect::<Vec<_>>().join(", ");
    let told = edit.told().map(|told| texts.say(&told));
    let rest = match told {
        Some(told) => format!("{fields} · {told}"),
        None => fields,
    };
    let used = 1 + WHEN + 1 + WHO + 1 + columns + 1;
    out.cell(&rest, room.saturating_sub(used), look(Look::Plain));
    out
}

/// What the selected row says.
pub(super) fn sentence(view: View<'_>) -> String {
    let said = view.app.screens.journal.sentence(view.see());
    let said = said.iter().map(|message| view.texts.say(message));
    said.collect::<Vec<_>>().join(" · ")
}
