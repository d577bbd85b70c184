//! The frame of a pane or a window above the screen, its title cleaned and cut to fit.

use super::View;
use crate::config::Look;
use crate::model::clean;
use crate::text::cut_middle;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear};

/// Draws a frame and returns the room inside.
pub(super) fn pane(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    title: &str,
    focus: bool,
) -> Rect {
    let room = usize::from(area.width).saturating_sub(4);
    let title = Line::styled(
        format!(" {} ", cut_middle(&clean(title), room)),
        view.styles.get(if focus { Look::Title } else { Look::Dim }),
    );
    let border = view.styles.get(if focus {
        Look::BorderFocus
    } else {
        Look::Border
    });
    let block = Block::bordered().border_style(border).title(title);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// A window in the middle of an area.
pub(super) fn window(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    (width, height): (u16, u16),
    title: &str,
) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    frame.render_widget(Clear, place);
    pane(frame, view, place, title, true)
}

/// One line of an area.
pub(super) fn row(area: Rect, at: usize) -> Rect {
    Rect {
        y: area.y + at as u16,
        height: 1,
        ..area
    }
}
