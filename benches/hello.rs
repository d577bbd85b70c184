//! The floor: a two-pane hello-world, played by the bench binary itself when it is asked to.

use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, List, Paragraph};
use std::io;

/// Set to `panes` or `exit`, it turns the bench into the hello-world or into nothing at all.
pub(crate) const ASKED: &str = "KETNAP_BENCH_HELLO";
/// What the last line says.
pub(crate) const FOOTER: &str = "q quits";

/// Whether this process is to be the hello-world.
pub(crate) fn asked() -> bool {
    std::env::var_os(ASKED).is_some()
}

/// Runs it until `q`.
pub(crate) fn run() {
    if std::env::var(ASKED).is_ok_and(|what| what == "panes") {
        panes().expect("a terminal");
    }
}

fn panes() -> io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let mut at = 0;
    loop {
        terminal.draw(|frame| {
            let [body, foot] =
                Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(frame.area());
            let [left, right] =
                Layout::horizontal([Constraint::Length(34), Constraint::Min(1)]).areas(body);
            let lines = (0..5).map(|n| {
                let style = if n == at {
                    Style::new().reversed()
                } else {
                    Style::new()
                };
                Line::styled(format!("hello {n}"), style)
            });
            let list = List::new(lines).block(Block::bordered().title("left"));
            frame.render_widget(list, left);
            let text = Paragraph::new("hello, world").block(Block::bordered().title("right"));
            frame.render_widget(text, right);
            frame.render_widget(Line::raw(format!(" j moves  {FOOTER}")), foot);
        })?;
        if let Event::Key(key) = event::read()? {
            match key.code {
                KeyCode::Char('q') => break,
                KeyCode::Char('j') => at = (at + 1) % 5,
                KeyCode::Char('k') => at = (at + 4) % 5,
                _ => {}
            }
        }
    }
    ratatui::try_restore()
}
