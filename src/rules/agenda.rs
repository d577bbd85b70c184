//! The agenda: what must be done, the most harmful delay first, and why it stands there.
use crate::model::{Arg, Book, Chain, Code, Label, Letter, Message};
use crate::rules::count::line::Line;
use crate::rules::count::tree::Spot;
use crate::rules::edits::visit::{VisitTask, visit_tasks};
use crate::rules::forecast::pace::Pace;
use crate::rules::procedure::basis::basis_of;
use crate::rules::procedure::limit::Running;
use crate::rules::procedure::route::passage;
use crate::rules::procedure::{Check, Event, Limit, LimitKind, Procedure};
use crate::rules::{Case, Counted, Known, Rules};
use chrono::NaiveDate;

/// What a delay does, the most harmful first. A missed deadline is a breach that grows every day;
/// a promise that was not kept breaks no rule, but the cell waits for it; what is worth nothing any
/// more must be made anew before the file can go on; what will be worth nothing can still be saved;
/// a deadline ahead costs nothing yet; the end of a probation is only to be prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// A deadline is past.
    Overdue,
    /// What was agreed on a visit, or a visit that was planned, is past its day.
    Promised,
    /// A certificate or dossier has lost its worth before it was used.
    Expired,
    /// A certificate or dossier will lose its worth soon, or before the step that needs it can
    /// come at the usual pace.
    Expiring,
    /// A deadline is near, or the day of something agreed or planned.
    Due,
    /// A probation will be over soon.
    ProbationEnds,
}

/// A limit that asks for something to be done for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitTask {
    /// Whose file.
    pub line: Line,
    /// The limit, by its word.
    pub limit: Code,
    /// The letter whose clock it is, by its place in the file.
    pub letter: Option<usize>,
    /// The day the clock started; the limit is of the set in force on it.
    pub since: NaiveDate,
    /// The day on which the step that needs it comes at the book's usual pace, where that is
    /// after the due day.
    pub usual: Option<NaiveDate>,
    stage: usize,
}

/// What asks for a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A limit of a person's file.
    Limit(LimitTask),
    /// A visit to an organisation.
    Visit(VisitTask),
}

/// One thing to be done for one person or one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What asks for it.
    pub about: About,
    /// Why it stands where it stands.
    pub harm: Harm,
    /// The last day in time; of a probation, the day it is over.
    pub due: NaiveDate,
    /// Calendar days from today to that day, negative when past.
    pub days_left: i64,
}

/// What is to be done on the day of the figures for a node and all below it (0: for the whole
/// book): what is late, and what falls due within so many calendar days. Files at rest, closed or
/// through are left out. What was agreed on visits stands beside the limits.
pub fn agenda(counted: Counted<'_>, node: usize, days: u32) -> Vec<Task> {
    let pace = Pace::in_figures(counted);
    agenda_at(counted, &pace, node, days)
}

/// The same at a pace that is known already.
pub fn agenda_at(counted: Counted<'_>, pace: &Pace, node: usize, days: u32) -> Vec<Task> {
    let Counted { figures, .. } = counted;
    let desk = Desk {
        counted,
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
            desk.look(rank.line, &mut tasks);
        }
        for node in &nodes[top..nodes[top].end] {
            if let Spot::Unit(at) = node.spot {
                desk.look_at_visits(at, &mut tasks);
            }
        }
        top = nodes[top].end;
    }
    // They come in the order of the tree, and a stable sort keeps it within a day.
    tasks.sort_by_key(|task| (task.harm, task.due));
    tasks
}

struct Desk<'a> {
    counted: Counted<'a>,
    pace: &'a Pace,
    today: NaiveDate,
    days: i64,
}

impl Desk<'_> {
    fn look(&self, line: Line, tasks: &mut Vec<Task>) {
        let stages = &self.counted.rules.procedure.stages;
        let case = Case::counted(self.counted, line);
        let Some(now) = case.active().filter(|now| !stages[now.stage].last) else {
            return;
        };
        for clock in case.limits() {
            let days_left = clock.days_left(self.today);
            let Some((harm, usual)) = self.harm(&case, line, clock, days_left) else {
                continue;
            };
            let of = LimitTask {
                line,
                limit: clock.limit.id.clone(),
                letter: clock.letter,
                since: clock.start,
                usual,
                stage: now.stage,
            };
            tasks.push(Task {
                about: About::Limit(of),
                harm,
                due: clock.due,
                days_left,
            });
        }
    }

    fn look_at_visits(&self, unit: usize, tasks: &mut Vec<Task>) {
        let visits = &self.counted.book.units()[unit].visits;
        for (of, due) in visit_tasks(unit, visits) {
            let days_left = (due - self.today).num_days();
            let harm = match days_left {
                ..0 => Harm::Promised,
                left if left <= self.days => Harm::Due,
                _ => continue,
            };
            tasks.push(Task {
                about: About::Visit(of),
                harm,
                due,
                days_left,
            });
        }
    }

    fn harm(
        &self,
        case: &Case<'_>,
        line: Line,
        clock: &Running<'_>,
        days_left: i64,
    ) -> Option<(Harm, Option<NaiveDate>)> {
        let (past, near) = (days_left < 0, days_left <= self.days);
        let harm = match clock.limit.kind {
            LimitKind::Deadline if past => Harm::Overdue,
            LimitKind::Deadline if near => Harm::Due,
            LimitKind::Life if past => Harm::Expired,
            LimitKind::Life => {
                let usual = self.needed(case, line, clock.limit.clock.to, days_left);
                let usual = usual.filter(|day| clock.due < *day);
                return (near || usual.is_some()).then_some((Harm::Expiring, usual));
            }
            LimitKind::Wait if near => Harm::ProbationEnds,
            LimitKind::Deadline | LimitKind::Wait => return None,
        };
        Some((harm, None))
    }

    /// The day on which an event comes at the usual pace: when the stage before the one that
    /// begins with it is left. None where that is surely within the days left.
    fn needed(
        &self,
        case: &Case<'_>,
        line: Line,
        event: Event,
        days_left: i64,
    ) -> Option<NaiveDate> {
        let rules = self.counted.rules;
        let stages = &rules.procedure.stages;
        let now = case.now()?;
        let after = stages.iter().position(|s| s.enters == Some(event))?;
        let stage = after.checked_sub(1).filter(|stage| now.stage <= *stage)?;
        // Most lives end far away; the route, which is looked up through the tree, is not asked for them.
        let unit = line.unit as usize;
        let left = (now.stage..=stage).filter_map(|at| self.pace.left(unit, now, at));
        if left.map(i64::from).sum::<i64>() <= days_left {
            return None;
        }
        let chain = case.passage(self.today).chain;
        Some(self.pace.leaves(rules, (unit, chain), now, stage))
    }
}

impl Task {
    /// Whose file; none of a task about an organisation.
    pub fn line(&self) -> Option<Line> {
        match &self.about {
            About::Limit(of) => Some(of.line),
            About::Visit(_) => None,
        }
    }

    /// The organisation's place in [`Book::units`].
    pub fn unit(&self) -> usize {
        match &self.about {
            About::Limit(of) => of.line.unit as usize,
            About::Visit(of) => of.unit,
        }
    }

    /// The limit's word, or that of a visit.
    pub fn limit(&self) -> &str {
        match &self.about {
            About::Limit(of) => of.limit.as_str(),
            About::Visit(_) => "visit",
        }
    }

    /// The day on which the step that needs it comes at the usual pace, where that is too late.
    pub fn usual(&self) -> Option<NaiveDate> {
        match &self.about {
            About::Limit(of) => of.usual,
            About::Visit(_) => None,
        }
    }

    /// The limit's row, and the set that it is of; none of a visit.
    pub fn row<'a>(&self, rules: &'a Rules) -> Option<(&'a Limit, &'a Procedure)> {
        match &self.about {
            About::Limit(of) => of.row(rules),
            About::Visit(_) => None,
        }
    }

    /// What to do, as an instruction.
    pub fn action(&self, known: Known<'_>) -> Message {
        let Known { book, .. } = known;
        match &self.about {
            About::Limit(of) => of.action(known, self),
            About::Visit(of) => of.action(book),
        }
    }

    /// Who acts: for a letter those who verify, for what lost its worth those who make it anew, on
    /// a visit those who go, else those of the present stage.
    pub fn who(&self, known: Known<'_>) -> Label {
        let Known { book, .. } = known;
        match &self.about {
            About::Limit(of) => of.who(known, self),
            About::Visit(of) => of.who(book),
        }
    }

    /// Why it stands where it stands.
    pub fn why(&self) -> Message {
        let planned = matches!(&self.about, About::Visit(of) if of.planned);
        let usual = self.usual();
        let key = match (self.harm, self.days_left) {
            (Harm::Overdue, _) => "agenda.why-overdue",
            (Harm::Promised, _) if planned => "agenda.why-planned",
            (Harm::Promised, _) => "agenda.why-agreed",
            (Harm::Expired, _) => "agenda.why-expired",
            (Harm::Expiring, _) if usual.is_some() => "agenda.why-pace",
            (Harm::Expiring, 0) => "agenda.why-expires-today",
            (Harm::Expiring, _) => "agenda.why-expiring",
            (Harm::Due, 0) => "agenda.why-today",
            (Harm::Due, _) => "agenda.why-due",
            (Harm::ProbationEnds, _) => "agenda.why-probation",
        };
        let message = Message::info(key)
            .with("date", self.due)
            .with("days", self.days_left.abs());
        match usual {
            Some(usual) => message.with("usual", usual),
            None => message,
        }
    }

    /// What it rests on: the regulation of a limit, the source of a visit, where one is on record.
    pub fn basis(&self, known: Known<'_>) -> Option<Arg> {
        let Known { book, rules, .. } = known;
        match &self.about {
            About::Limit(of) => Some(of.basis(rules).into()),
            About::Visit(of) => of.basis(book),
        }
    }

    /// Whether a limit is known from the regulation itself for the set in force on its start. A day
    /// that was agreed is what was agreed.
    pub fn confirmed(&self, rules: &Rules) -> bool {
        match &self.about {
            About::Limit(of) => of.row(rules).is_some_and(|(row, _)| row.confirmed),
            About::Visit(_) => true,
        }
    }
}

impl LimitTask {
    fn row<'a>(&self, rules: &'a Rules) -> Option<(&'a Limit, &'a Procedure)> {
        let set = rules.on(self.since);
        set.limit(self.limit.as_str()).map(|limit| (limit, set))
    }

    fn action(&self, known: Known<'_>, task: &Task) -> Message {
        let Known { book, rules, .. } = known;
        let letter = self.asked(book);
        let missed = self.row(rules).map(|(row, _)| row.missed.clone());
        let missed = missed.unwrap_or_default();
        let next = rules
            .stage_on(self.stage, known.today)
            .act(self.chain(known))
            .1;
        let message = match (task.harm, letter) {
            (Harm::Overdue, Some(_)) => Message::info("agenda.chase-late").with("missed", missed),
            (_, Some(_)) => Message::info("agenda.chase"),
            (Harm::Overdue, None) => Message::info("agenda.overdue").with("missed", missed),
            (Harm::Expired, None) => Message::info("agenda.expired").with("missed", missed),
            (Harm::Expiring | Harm::Due | Harm::Promised, None) => Message::info("agenda.next"),
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

    fn who(&self, known: Known<'_>, task: &Task) -> Label {
        let rules = known.rules;
        let set = rules.on(known.today);
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
        let at = match (self.letter, task.harm) {
            (Some(_), _) => letters(),
            (None, Harm::Expired) => made(),
            _ => None,
        };
        let at = at.and_then(|id| rules.procedure.index(id));
        let stage = rules.stage_on(at.unwrap_or(self.stage), known.today);
        stage.act(self.chain(known)).0.clone()
    }

    fn basis(&self, rules: &Rules) -> Message {
        self.row(rules).map_or_else(
            || Message::info("basis.unsure").with("basis", self.limit.as_str()),
            |(row, set)| basis_of(&row.basis, row.confirmed, &row.origin, set),
        )
    }

    fn asked<'a>(&self, book: &'a Book) -> Option<&'a Letter> {
        self.line.person(book).letters.get(self.letter?)
    }

    fn chain(&self, known: Known<'_>) -> Chain {
        let Known { book, today, .. } = known;
        passage(known, self.line.unit(book), today).chain
    }
}
