//! The limits that run in a person's case.

use super::case::Case;
use crate::rules::Known;
use crate::rules::procedure::events::File;
use crate::rules::procedure::limit::Running;
use crate::rules::procedure::{Event, LimitKind};
use std::cell::OnceCell;

impl<'a> Case<'a> {
    /// The limits that run for a person who is on the way, by their due days. A wait runs until it
    /// is over; a limit whose clock starts in the future does not run yet.
    pub fn limits(&self) -> &[Running<'a>] {
        self.limits.get_or_init(|| {
            let file = self.active().and_then(|_| self.file());
            file.map_or_else(Vec::new, |file| running(file, self.known))
        })
    }

    /// The same, the one that presses first: a deadline more than a life, a life more than a wait,
    /// the sooner the more.
    pub fn limits_by_press(&self) -> Vec<Running<'a>> {
        let mut limits = self.limits().to_vec();
        limits.sort_by_key(|limit| (limit.limit.kind, limit.due));
        limits
    }
}

fn running<'a>(file: &File<'a>, known: Known<'a>) -> Vec<Running<'a>> {
    let Known { rules, today, .. } = known;
    let mut running = Vec::new();
    let not_yet = OnceCell::new();
    // Nobody is waited for who was asked about somebody that is a member by now.
    let waits = |_: &usize| *not_yet.get_or_init(|| file.day(Event::Ceremony).is_none());
    for limit in &rules.on(today).limits {
        let clocks = file.clocks(limit).into_iter();
        let clocks = clocks.filter(|letter| letter.as_ref().is_none_or(waits));
        running.extend(clocks.filter_map(|letter| {
            let clock = file.clock(limit, letter)?;
            let runs = match clock.limit.kind {
                LimitKind::Wait => today < clock.due,
                LimitKind::Deadline | LimitKind::Life => file.stopped(&clock).is_none(),
            };
            (runs && clock.start <= today).then_some(clock)
        }));
    }
    running.sort_by_key(|r| r.due);
    running
}
