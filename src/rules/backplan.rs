//! Back from a deadline: by when each remaining stage must be left so that the ceremony is held in time.

use super::Rules;
use super::clock::Length;
use super::pace::Pace;
use super::procedure::{Event, Limit, LimitKind, Procedure};
use super::route::passage;
use super::standing::{Standing, State};
use crate::model::{Book, Chain, Unit};
use chrono::{Days, NaiveDate};

/// A stage that is still to be left, and by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Its place in [`Rules::procedure`].
    pub stage: usize,
    /// The last safe day to leave it: the later stages may take as long as the rules allow, or
    /// the usual pace where no limit speaks.
    pub leave_by: NaiveDate,
    /// The last day to leave it at the usual pace alone; none where a later stage has no median.
    pub usual_by: Option<NaiveDate>,
    /// The time kept for the next stage comes from a limit; if not, from the usual pace, or from
    /// nothing where the book does not know it. False for the last leg, which ends on the deadline.
    pub by_limit: bool,
    /// The median days in this stage, and of how many files.
    pub usual_days: Option<(u32, u32)>,
}

impl Leg {
    /// Whether a day is past the last safe one.
    pub fn past_safe(&self, today: NaiveDate) -> bool {
        self.leave_by < today
    }

    /// Whether a day is too late at the usual pace, where that is known.
    pub fn past_usual(&self, today: NaiveDate) -> Option<bool> {
        self.usual_by.map(|by| by < today)
    }
}

/// Whether a file can still make its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Also if every body above uses its whole limit.
    Safe,
    /// Only if they are as quick as usual.
    Tight,
    /// Not even at the usual pace, or nobody knows that.
    Late,
}

/// How a file stands to its plan today, by the stage it is in. None where nothing is left to do.
pub fn can_still(legs: &[Leg], today: NaiveDate) -> Option<Reach> {
    let here = legs.first()?;
    Some(match (here.past_safe(today), here.past_usual(today)) {
        (false, _) => Reach::Safe,
        (true, Some(false)) => Reach::Tight,
        (true, _) => Reach::Late,
    })
}

/// The stages from the present one to the ceremony on the route of the cell, each with the last day
/// to leave it so that the ceremony is held by the deadline. Empty for a closed file and after the
/// ceremony; for a paused one as if it went on today.
///
/// A limit is the longest that a body may take, so a day is safe if what follows works with every
/// limit used up: the decision by the ceremony's limit before the deadline, the cell's vote by the
/// decision's limit before that. The day of receipt is taken for the day of issue, and the limits are
/// those of the set in force today. Of a limit over several stages, the last ones keep their usual
/// pace, or an equal part each (rounded up) where the book does not know it. The clock of a letter
/// belongs to no stage.
pub fn backplan(
    book: &Book,
    rules: &Rules,
    pace: &Pace,
    unit: &Unit,
    now: &Standing,
    deadline: NaiveDate,
    today: NaiveDate,
) -> Vec<Leg> {
    let plan = Plan {
        rules,
        set: rules.on(today),
        chain: passage(book, rules, unit, today).chain,
    };
    let path = plan.path(now.stage);
    if matches!(now.state, State::Ended(..)) || !path.contains(&now.stage) {
        return Vec::new();
    }
    let spans = plan.spans(&path);
    let mut legs: Vec<Leg> = Vec::with_capacity(path.len());
    // From the deadline back, so `legs[0]` is the last stage until they are turned round.
    for at in (0..path.len()).rev() {
        let after = |stage: usize| &legs[path.len() - 1 - stage];
        let (leave_by, by_limit) = if at + 1 == path.len() {
            (deadline, false)
        } else {
            let usual = pace.median(path[at + 1]).map(|(days, _)| days);
            plan.leave_by(&spans, at, usual, after)
        };
        let usual_by = match legs.last() {
            None => Some(deadline),
            Some(next) => (next.usual_by)
                .zip(next.usual_days)
                .map(|(by, (days, _))| earlier(by, days)),
        };
        legs.push(Leg {
            stage: path[at],
            leave_by,
            usual_by,
            by_limit,
            usual_days: pace.median(path[at]),
        });
    }
    legs.reverse();
    legs.retain(|leg| leg.stage >= now.stage);
    legs
}

struct Plan<'a> {
    rules: &'a Rules,
    set: &'a Procedure,
    chain: Chain,
}

/// A limit from the end of one stage of the path to the end of a later one.
struct Span<'a> {
    from: usize,
    to: usize,
    limit: &'a Limit,
}

impl<'a> Plan<'a> {
    /// The stages that are left before or with the ceremony, as the route has them; the present
    /// one stays in it.
    fn path(&self, here: usize) -> Vec<usize> {
        let stages = &self.rules.procedure.stages;
        let held = stages
            .iter()
            .position(|s| s.enters == Some(Event::Ceremony));
        let on = |at: &usize| {
            let id = &stages[*at].id;
            let known = self.set.stages.iter().find(|stage| stage.id == *id);
            *at == here || known.is_none_or(|stage| stage.on(self.chain))
        };
        (0..held.unwrap_or(0)).filter(on).collect()
    }

    /// The place on the path of the stage that ends with an event.
    fn ends_with(&self, path: &[usize], event: Event) -> Option<usize> {
        let event = match event {
            Event::DecisionReceived => Event::DecisionIssued,
            other => other,
        };
        let stages = &self.rules.procedure.stages;
        let next = stages.iter().position(|s| s.enters == Some(event))?;
        path.iter().rposition(|stage| *stage < next)
    }

    fn spans(&self, path: &[usize]) -> Vec<Span<'a>> {
        let deadlines = self.set.limits.iter();
        let deadlines = deadlines.filter(|limit| limit.kind == LimitKind::Deadline);
        let span = |limit: &'a Limit| {
            let from = self.ends_with(path, limit.clock.from)?;
            let to = self.ends_with(path, limit.clock.to)?;
            (from < to).then_some(Span { from, to, limit })
        };
        deadlines.filter_map(span).collect()
    }

    /// The last safe day to leave the stage at a place of the path, and whether a limit says so.
    fn leave_by<'b>(
        &self,
        spans: &[Span<'_>],
        at: usize,
        usual: Option<u32>,
        after: impl Fn(usize) -> &'b Leg,
    ) -> (NaiveDate, bool) {
        let calendar = &self.rules.calendar;
        let starting = spans.iter().filter(|span| span.from == at);
        let starts = starting.map(|span| calendar.back(after(span.to).leave_by, span.limit.length));
        if let Some(day) = starts.min() {
            return (day, true);
        }
        let next = after(at + 1).leave_by;
        let Some(span) = spans.iter().find(|span| (span.from..span.to).contains(&at)) else {
            return (earlier(next, usual.unwrap_or(0)), false);
        };
        let end = after(span.to).leave_by;
        if let Some(days) = usual {
            let begun = calendar.back(end, span.limit.length);
            (earlier(next, days).max(begun), false)
        } else {
            let (later, all) = (span.to - at, span.to - span.from);
            let kept = part(span.limit.length, later as u32, all as u32);
            (calendar.back(end, kept).min(next), true)
        }
    }
}

fn earlier(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MIN)
}

/// So many of all the equal parts of a length, rounded up.
fn part(length: Length, some: u32, all: u32) -> Length {
    let of = |whole: u32| (whole.saturating_mul(some)).div_ceil(all.max(1));
    match length {
        Length::WorkingDays(days) => Length::WorkingDays(of(days)),
        Length::Months(months) => Length::Months(of(months)),
    }
}
