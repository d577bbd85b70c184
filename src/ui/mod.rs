//! Drawing: the state as cells on a screen; only what is visible is built.

mod agenda;
mod analysis;
mod charts;
mod footer;
mod form;
mod header;
mod help;
mod journal;
mod line;
mod outlook;
mod panes;
mod pick;
mod pipeline;
mod quotas;
mod reading;
mod reasons;
mod rows;
mod settle;
mod sheet;
mod style;
mod taking;
mod taking_row;
mod tree;
mod versions;
mod view;
mod welcome;

pub use reading::draw_reading;
pub use style::Styles;
pub use view::{Memory, View};

use crate::app::{Overlay, Pane, Screen};
use crate::config::Look;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

/// The smallest screen that anything is drawn on.
const LEAST: (u16, u16) = (40, 10);
/// From this width on two panes stand side by side.
const TWO_PANES: u16 = 80;

/// Draws one frame.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, memory: &mut Memory) {
    let area = frame.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return too_small(frame, view, area);
    }
    if view.app.covered {
        return covered(frame, view, area);
    }
    if view.app.screens.open == Screen::Welcome {
        welcome::draw(frame, view, area);
        return overlays(frame, view, area, memory);
    }
    let [head, body, status, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(footer::height(view, area)),
        Constraint::Length(1),
    ])
    .areas(area);
    header::draw(frame, view, head);
    match view.app.screens.open {
        Screen::Quotas => quotas::draw(frame, view, body, memory),
        Screen::Agenda => agenda::draw(frame, view, body, memory),
        Screen::Analysis => analysis::draw(frame, view, body, memory),
        Screen::Journal => journal::draw(frame, view, body, memory),
        Screen::Board | Screen::Welcome => board(frame, view, body, memory),
    }
    overlays(frame, view, body, memory);
    footer::status(frame, view, status, || sentence(view));
    footer::keys(frame, view, foot);
}

/// What the open screen itself says of the selected row, where that is not a person or an
/// organisation.
fn sentence(view: View<'_>) -> Option<String> {
    match view.app.screens.open {
        Screen::Agenda => Some(agenda::sentence(view)),
        Screen::Analysis => Some(analysis::sentence(view)),
        Screen::Journal => Some(journal::sentence(view)),
        Screen::Welcome | Screen::Board | Screen::Quotas => None,
    }
}

fn board(frame: &mut Frame<'_>, view: View<'_>, area: Rect, memory: &mut Memory) {
    let board = &view.app.screens.board;
    if area.width >= TWO_PANES && !board.zoom {
        let left = (area.width * 42 / 100).clamp(34, 60);
        let [tree, pipeline] =
            Layout::horizontal([Constraint::Length(left), Constraint::Min(1)]).areas(area);
        tree::draw(frame, view, tree, memory);
        pipeline::draw(frame, view, pipeline, memory);
    } else if board.focus == Pane::Tree {
        tree::draw(frame, view, area, memory);
    } else {
        pipeline::draw(frame, view, area, memory);
    }
}

fn overlays(frame: &mut Frame<'_>, view: View<'_>, area: Rect, memory: &mut Memory) {
    for overlay in &view.app.overlays {
        match overlay {
            Overlay::Sheet(sheet) => sheet::draw(frame, view, area, sheet, memory),
            Overlay::Pick(picker) => pick::draw_picker(frame, view, area, picker, memory),
            Overlay::Palette(palette) => pick::draw_palette(frame, view, area, palette, memory),
            Overlay::Help(scrolled) => help::draw(frame, view, area, *scrolled, memory),
            Overlay::Form(form) => form::draw(frame, view, area, form, memory),
            Overlay::Why(why) => reasons::draw_why(frame, view, area, why, memory),
            Overlay::Outlooks(open) => outlook::draw(frame, view, area, open, memory),
            Overlay::Settle(settle) => settle::draw(frame, view, area, settle, memory),
            Overlay::Taking(open) => taking::draw(frame, view, area, open, memory),
            Overlay::Prompt(prompt) => reasons::draw_owed(frame, view, area, prompt),
        }
    }
}

/// Nothing of anybody, while nobody is at the keys.
fn covered(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let text = view.texts.get("ui.covered");
    let wrapped = Paragraph::new(Line::styled(text.to_owned(), view.styles.get(Look::Dim)));
    let place = Rect {
        y: area.y + area.height / 2,
        height: 1,
        ..area
    };
    frame.render_widget(wrapped.centered(), place);
}

fn too_small(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let sizes = [
        ("width", LEAST.0.to_string()),
        ("height", LEAST.1.to_string()),
        ("now", format!("{}×{}", area.width, area.height)),
    ];
    let args: Vec<(&'static str, &str)> = sizes.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let text = view.texts.fill("ui.too-small", &args);
    let wrapped = Paragraph::new(Line::raw(text)).wrap(ratatui::widgets::Wrap { trim: true });
    frame.render_widget(wrapped, area);
}
