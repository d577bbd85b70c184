//! Moving in a list: where a command leads, and which place comes next.

use super::command::Command;

/// The place to which a command leads from one of so many; a page has so many rows.
pub(super) fn moved(command: Command, at: usize, count: usize, page: usize) -> usize {
    let last = count.saturating_sub(1);
    match command {
        Command::Up => at.saturating_sub(1),
        Command::Down => at.saturating_add(1),
        Command::PageUp => at.saturating_sub(page),
        Command::PageDown => at.saturating_add(page),
        Command::Top => 0,
        Command::Bottom => last,
        _ => at,
    }
    .min(last)
}

/// Which places of a list are looked at, from one on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// Down the list, or up.
    pub(super) forward: bool,
    /// Past how many: 0 begins with the place itself.
    pub(super) skip: usize,
}

impl Places {
    /// Down the list, the place itself first.
    pub(super) fn from_here() -> Self {
        Self {
            forward: true,
            skip: 0,
        }
    }

    /// The next ones down the list, or up.
    pub(super) fn next(forward: bool) -> Self {
        Self { forward, skip: 1 }
    }
}

/// Places of a list from one on, wrapping around.
pub(super) fn around(at: usize, count: usize, places: Places) -> impl Iterator<Item = usize> {
    let Places { forward, skip } = places;
    let last = if count == 0 { 0 } else { count + 1 };
    (skip.min(last)..last).map(move |step| {
        let step = step % count;
        if forward {
            (at + step) % count
        } else {
            (at + count - step) % count
        }
    })
}
