//! The pane of organisations: names, done and quota, a bar, percent, marks.

use super::header::progress_text;
use super::line::RowBuilder;
use super::panes::{pane, row};
use super::{Memory, View};
use crate::app::Pane;
use crate::app::command::Context;
use crate::config::Look;
use crate::model::clean;
use crate::rules::{Spot, as_of};
use crate::text::{bar, cut_middle, percent, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub(super) fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, memory: &mut Memory) {
    let app = view.app;
    let focus = app.screens.board.focus == Pane::Tree;
    let tracks = &app.book.settings().tracks;
    let track = tracks
        .get(app.screens.quotas.track)
        .map(|t| format!(" · {}", t.id))
        .unwrap_or_default();
    let title = format!("{}{track}", view.texts.get("ui.units"));
    let inner = pane(frame, view, area, &title, focus);
    let height = usize::from(inner.height);
    let tree = &app.screens.board.tree;
    let from = memory.scroll(Context::Tree, tree.at, height, tree.rows.len());
    if focus {
        memory.page = height.max(2) - 1;
    }
    for (line, at) in (from..tree.rows.len()).take(height).enumerate() {
        let selected = at == tree.at;
        let style = view.styles.row(selected, focus);
        let content = unit_row(view, tree.rows[at], usize::from(inner.width), selected);
        content.draw(frame, row(inner, line), style);
    }
}

fn unit_row(view: View<'_>, node: usize, room: usize, selected: bool) -> RowBuilder {
    let View {
        app, texts, styles, ..
    } = view;
    let figures = &app.figures;
    let entry = &figures.tree.nodes[node];
    // On the selected row the selection's own look must stay readable: no colours there.
    let look = |id: Look| styles.within(selected, id);
    let mut out = RowBuilder::default();
    let fold = if entry.end == node + 1 {
        ' '
    } else if app.screens.board.tree.is_open(&app.book, figures, node) {
        '▾'
    } else {
        '▸'
    };
    let lead = format!("{}{fold} ", " ".repeat(entry.depth.min(room / 4)));
    let unit = match entry.spot {
        Spot::Unit(at) => at,
        Spot::Unreadable(at) => {
            let bad = &app.book.unreadable()[at];
            let mark = if bad.fault.line == 0 {
                "✗".to_owned()
            } else {
                format!("✗ {}:{}", bad.fault.line, bad.fault.column)
            };
            let name = room.saturating_sub(width(&lead) + width(&mark) + 1);
            out.push(lead, Style::new());
            out.cell(&clean(bad.id.as_str()), name, look(Look::Bad));
            out.push(" ", Style::new());
            out.push(mark, look(Look::Bad));
            return out;
        }
    };
    let record = &app.book.units()[unit];
    let name = clean(record.name_on(as_of(figures.year, figures.today)));
    let right = right_part(view, node, unit, room, &look);
    let used: usize = right.iter().map(|(text, _)| width(text)).sum();
    let space = room.saturating_sub(width(&lead) + used + 1);
    out.push(lead, Style::new());
    out.cell(
        &short_name(&name, space, texts.get("ui.name-prefixes")),
        space,
        Style::new(),
    );
    out.push(" ", Style::new());
    for (text, style) in right {
        out.push(text, style);
    }
    out
}

/// A name that fits: the common first words go before the middle is cut.
pub(super) fn short_name(name: &str, columns: usize, prefixes: &str) -> String {
    if width(name) <= columns {
        return name.to_owned();
    }
    let bare = prefixes
        .split('|')
        .find_map(|p| name.strip_prefix(p))
        .unwrap_or(name);
    cut_middle(bare, columns)
}

fn right_part(
    view: View<'_>,
    node: usize,
    unit: usize,
    room: usize,
    look: &dyn Fn(Look) -> Style,
) -> Vec<(String, Style)> {
    let View { app, texts, .. } = view;
    let figures = &app.figures;
    let tally = figures.tally(node);
    let wide = room >= 44;
    let years = view.world.rules.silent_years;
    if figures.silent_for(view.see().known(), unit, years) {
        let years = years.to_string();
        let key = if wide { "ui.silent" } else { "ui.silent-short" };
        return vec![(texts.fill(key, &[("years", &years)]), look(Look::Warn))];
    }
    let Some(track) = app.screens.quotas.track(&app.book) else {
        return vec![(format!("{:>7}", tally.admitted()), look(Look::Dim))];
    };
    let progress = figures.progress(&app.book, node, track);
    let least = if tally.incomplete { "≥" } else { "" };
    if progress.exempt && tally.admitted() == 0 {
        return vec![(format!("{:>7}", texts.get("ui.exempt")), look(Look::Dim))];
    }
    let Some(target) = progress.target else {
        let text = if tally.admitted() == 0 {
            "–".to_owned()
        } else {
            progress_text(progress, tally.incomplete)
        };
        return vec![(format!("{text:>7}"), look(Look::Dim))];
    };
    let style = look(if progress.admitted >= target {
        Look::Good
    } else {
        Look::Plain
    });
    let numbers = format!("{:>7}", format!("{least}{}/{target}", progress.admitted));
    if !wide {
        return vec![(numbers, style)];
    }
    let tenths = progress.percent_tenths().unwrap_or(0);
    let share = percent(progress.admitted, target).unwrap_or_else(|| "–".to_owned());
    vec![
        (numbers, style),
        (format!(" {}", bar(tenths, 9)), style),
        (format!("{share:>5}"), style),
    ]
}
