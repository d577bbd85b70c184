//! The agenda: what must be done, the most harmful delay first, and why it stands there.

use super::Rules;
use super::figures::Figures;
use super::limit::{Running, running};
use super::next::basis_of;
use super::pace::Pace;
use super::pipeline::Line;
use super::procedure::{Check, Event, Limit, LimitKind, Procedure, Stage};
use super::route::passage;
use super::standing::{Standing, State};
use crate::model::{Arg, Book, Chain, Label, Letter, Message};
use chrono::NaiveDate;

/// What a delay does, the most harmful first. A missed deadline is a breach that grows every day;
/// what is worth nothing any more must be made anew before the file can go on; what will be worth
/// nothing can still be saved; a deadline ahead costs nothing yet; the end of a probation is only
/// to be prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// A deadline is past.
    Overdue,
    /// A certificate or dossier has lost its worth before it was used.
    Expired,
    /// A certificate or dossier will lose its worth soon, or before the step that needs it can
    /// come at the usual pace.
    Expiring,
    /// A deadline is near.
    Due,
    /// A probation will be over soon.
    ProbationEnds,
}

/// One thing to be done for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Whose file.
    pub line: Line,
    /// The limit that asks for it, by its word.
    pub limit: crate::model::Code,
    /// The letter whose clock it is, by its place in the file.
    pub letter: Option<usize>,
    /// Why it stands where it stands.
    pub harm: Harm,
    /// The day the clock started; the limit is of the set in force on it.
    pub since: NaiveDate,
    /// The last day in time; of a probation, the day it is over.
    pub due: NaiveDate,
    /// Calendar days from today to that day, negative when past.
    pub days_left: i64,
    /// The day on which the step that needs it comes at the book's usual pace, where that is
    /// after the due day.
    pub usual: Option<NaiveDate>,
    today: NaiveDate,
    stage: usize,
}

/// What is to be done on the day of the figures for a node and all below it (0: for the whole
/// book): what is late, and what falls due within so many calendar days. Files at rest, closed or
/// through are left out, and so are letters once the person is admitted.
pub fn agenda(book: &Book, rules: &Rules, figures: &Figures, node: usize, days: u32) -> Vec<Task> {
    let pace = Pace::in_figures(book, rules, figures);
    agenda_at(book, rules, figures, &pace, node, days)
}

/// The same at a pace that is known already.
pub fn agenda_at(
    book: &Book,
    rules: &Rules,
    figures: &Figures,
    pace: &Pace,
    node: usize,
    days: u32,
) -> Vec<Task> {
    let desk = Desk {
        book,
        rules,
        pace,
        today: figures.today,
        days: i64::from(days),
    };
    let nodes = &figures.tree.nodes;
    let end = if node == 0 {
        nodes.len()
    } else {
        nodes[node].end
    };
    let mut tasks = Vec::new();
    let mut top = node;
    // A book without its root has several tops.
    while top < end {
        for rank in figures.ranks(top) {
            desk.look(rank.line, figures.standing(rank.line), &mut tasks);
        }
        top = nodes[top].end;
    }
    // They come in the order of the tree, and a stable sort keeps it within a day.
    tasks.sort_by_key(|task| (task.harm, task.due));
    tasks
}

struct Desk<'a> {
    book: &'a Book,
    rules: &'a Rules,
    pace: &'a Pace,
    today: NaiveDate,
    days: i64,
}

impl Desk<'_> {
    fn look(&self, line: Line, now: Option<&Standing>, tasks: &mut Vec<Task>) {
        let stages = &self.rules.procedure.stages;
        let Some(now) = now.filter(|now| now.state == State::Active) else {
            return;
        };
        if stages[now.stage].last {
            return;
        }
        let beyond = |event| {
            let mut entered = stages[..=now.stage].iter();
            entered.any(|stage| stage.enters == Some(event))
        };
        let admitted = beyond(Event::Ceremony);
        for clock in running(self.rules, line.person(self.book), now, self.today) {
            if clock.letter.is_some() && admitted {
                continue;
            }
            let days_left = clock.days_left(self.today);
            let Some((harm, usual)) = self.harm(line, now, &clock, days_left) else {
                continue;
            };
            tasks.push(Task {
                line,
                limit: clock.limit.id.clone(),
                letter: clock.letter,
                harm,
                since: clock.start,
                due: clock.due,
                days_left,
                usual,
                today: self.today,
                stage: now.stage,
            });
        }
    }

    fn harm(
        &self,
        line: Line,
        now: &Standing,
        clock: &Running<'_>,
        days_left: i64,
    ) -> Option<(Harm, Option<NaiveDate>)> {
        let (past, near) = (days_left < 0, days_left <= self.days);
        let harm = match clock.limit.kind {
            LimitKind::Deadline if past => Harm::Overdue,
            LimitKind::Deadline if near => Harm::Due,
            LimitKind::Life if past => Harm::Expired,
            LimitKind::Life => {
                let usual = self.needed(line, now, (clock.limit.clock.to, days_left));
                let usual = usual.filter(|day| clock.due < *day);
                return (near || usual.is_some()).then_some((Harm::Expiring, usual));
            }
            LimitKind::Wait if near => Harm::ProbationEnds,
            _ => return None,
        };
        Some((harm, None))
    }

    /// The day on which an event comes at the usual pace: when the stage before the one that
    /// begins with it is left. None where that is surely within the days left.
    fn needed(
        &self,
        line: Line,
        now: &Standing,
        (event, days_left): (Event, i64),
    ) -> Option<NaiveDate> {
        let stages = &self.rules.procedure.stages;
        let after = stages.iter().position(|s| s.enters == Some(event))?;
        let stage = after.checked_sub(1).filter(|stage| now.stage <= *stage)?;
        // Most lives end far away; the route, which is looked up through the tree, is not asked for them.
        let unit = line.unit as usize;
        let left = (now.stage..=stage).filter_map(|at| self.pace.left(unit, now, at));
        if left.map(i64::from).sum::<i64>() <= days_left {
            return None;
        }
        let chain = passage(self.book, self.rules, line.unit(self.book), self.today).chain;
        Some(self.pace.leaves(self.rules, (unit, chain), now, stage))
    }
}

impl Task {
    /// The limit's row, and the set that it is of.
    pub fn row<'a>(&self, rules: &'a Rules) -> Option<(&'a Limit, &'a Procedure)> {
        let set = rules.on(self.since);
        set.limit(self.limit.as_str()).map(|limit| (limit, set))
    }

    /// What to do, as an instruction.
    pub fn action(&self, book: &Book, rules: &Rules) -> Message {
        let letter = self.asked(book);
        let missed = self.row(rules).map(|(row, _)| row.missed.clone());
        let missed = missed.unwrap_or_default();
        let next = stage_on(rules, self.stage, self.today)
            .act(self.chain(book, rules))
            .1;
        let message = match (self.harm, letter) {
            (Harm::Overdue, Some(_)) => Message::info("agenda.chase-late").with("missed", missed),
            (_, Some(_)) => Message::info("agenda.chase"),
            (Harm::Overdue, None) => Message::info("agenda.overdue").with("missed", missed),
            (Harm::Expired, None) => Message::info("agenda.expired").with("missed", missed),
            (Harm::Expiring | Harm::Due, None) => Message::info("agenda.next"),
            (Harm::ProbationEnds, None) => {
                let stages = &rules.procedure.stages;
                let after = (self.stage + 1).min(stages.len() - 1);
                Message::info("agenda.prepare").with("stage", stages[after].name.clone())
            }
        };
        match letter {
            Some(letter) => message
                .with("place", letter.place.as_str())
                .with("about", Arg::Key(letter.about.text_key())),
            None => message.with("next", next.clone()),
        }
    }

    /// Who acts: for a letter those who verify, for what lost its worth those who make it anew, else
    /// those of the present stage.
    pub fn who(&self, book: &Book, rules: &Rules) -> Label {
        let set = rules.on(self.today);
        let letters = || {
            let mut rows = set.criteria.iter();
            rows.find(|row| row.check == Check::Letters)
                .map(|row| &row.stage)
        };
        let made = || {
            let from = self.row(rules)?.0.clock.from;
            let mut papers = set.papers.iter();
            papers
                .find(|paper| paper.event == Some(from))
                .map(|paper| &paper.stage)
        };
        let at = match (self.letter, self.harm) {
            (Some(_), _) => letters(),
            (None, Harm::Expired) => made(),
            _ => None,
        };
        let at = at.and_then(|id| rules.procedure.index(id));
        let stage = stage_on(rules, at.unwrap_or(self.stage), self.today);
        stage.act(self.chain(book, rules)).0.clone()
    }

    /// Why it stands where it stands.
    pub fn why(&self) -> Message {
        let key = match (self.harm, self.days_left) {
            (Harm::Overdue, _) => "agenda.why-overdue",
            (Harm::Expired, _) => "agenda.why-expired",
            (Harm::Expiring, _) if self.usual.is_some() => "agenda.why-pace",
            (Harm::Expiring, 0) => "agenda.why-expires-today",
            (Harm::Expiring, _) => "agenda.why-expiring",
            (Harm::Due, 0) => "agenda.why-today",
            (Harm::Due, _) => "agenda.why-due",
            (Harm::ProbationEnds, _) => "agenda.why-probation",
        };
        let message = Message::info(key)
            .with("date", self.due)
            .with("days", self.days_left.abs());
        match self.usual {
            Some(usual) => message.with("usual", usual),
            None => message,
        }
    }

    /// What the limit rests on.
    pub fn basis(&self, rules: &Rules) -> Message {
        self.row(rules).map_or_else(
            || Message::info("basis.unsure").with("basis", self.limit.as_str()),
            |(row, set)| basis_of(&row.basis, row.confirmed, &row.origin, set),
        )
    }

    /// Whether the limit is known from the regulation itself for the set in force on its start.
    pub fn confirmed(&self, rules: &Rules) -> bool {
        self.row(rules).is_some_and(|(row, _)| row.confirmed)
    }

    fn asked<'a>(&self, book: &'a Book) -> Option<&'a Letter> {
        self.line.person(book).letters.get(self.letter?)
    }

    fn chain(&self, book: &Book, rules: &Rules) -> Chain {
        passage(book, rules, self.line.unit(book), self.today).chain
    }
}

/// A stage as the set of a day words it.
fn stage_on(rules: &Rules, stage: usize, day: NaiveDate) -> &Stage {
    let known = &rules.procedure.stages[stage];
    let mut stages = rules.on(day).stages.iter();
    stages.find(|stage| stage.id == known.id).unwrap_or(known)
}
