//! Rule sets as they are written, and what follows when they are laid over each other in time.

use crate::model::{Code, Label};
use crate::rules::procedure::{
    Criterion, Exit, Limit, Origin, PaperRow, Procedure, RouteRule, Ruled, Stage, VoteRule,
};
use chrono::NaiveDate;
use serde::Deserialize;
use std::sync::Arc;

/// One rule set as a file states it: only what differs from the set before it in time.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Its word; a user's file of the same word adds to the built-in one or overrides it row by row.
    pub id: Code,
    /// Its name.
    pub name: Label,
    /// The first day in force.
    pub from: NaiveDate,
    /// Regulation, guidance, forms.
    pub basis: String,
    /// The set that it is stated over, where that is not the one before it.
    #[serde(default)]
    pub over: Option<Code>,
    /// Whether its text could be read; what is not stated here is otherwise not confirmed.
    #[serde(default = "yes")]
    pub read: bool,
    /// Rows of it that do not hold, by their words: the user's way to switch one off.
    #[serde(default)]
    pub off: Vec<Code>,
    /// Stages.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Papers.
    #[serde(default)]
    pub papers: Vec<PaperRow>,
    /// Time limits.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Votes.
    #[serde(default)]
    pub votes: Vec<VoteRule>,
    /// Conditions.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// Chains of cells.
    #[serde(default)]
    pub routes: Vec<RouteRule>,
    /// Ways out.
    #[serde(default)]
    pub exits: Vec<Exit>,
}

fn yes() -> bool {
    true
}

fn mark<T: Ruled>(rows: &mut [T], set: &Code, file: &Arc<str>) {
    for row in rows {
        *row.origin_mut() = Origin {
            set: Some(set.clone()),
            file: Arc::clone(file),
            carried: false,
        };
    }
}

/// Puts rows over others: the same word is replaced where it stands, a new one goes to the end.
fn lay<T: Ruled>(under: &mut Vec<T>, over: &[T]) {
    for row in over {
        match under.iter_mut().find(|r| r.id() == row.id()) {
            Some(old) => old.clone_from(row),
            None => under.push(row.clone()),
        }
    }
}

fn carry<T: Ruled>(rows: &mut [T], set: &Code) {
    for row in rows {
        if row.origin().set.as_ref() != Some(set) {
            row.carry();
        }
    }
}

impl RuleSet {
    /// Notes in every row which file states it.
    #[must_use]
    pub fn marked(mut self, file: &str) -> Self {
        let file: Arc<str> = file.into();
        mark(&mut self.stages, &self.id, &file);
        mark(&mut self.papers, &self.id, &file);
        mark(&mut self.limits, &self.id, &file);
        mark(&mut self.votes, &self.id, &file);
        mark(&mut self.criteria, &self.id, &file);
        mark(&mut self.routes, &self.id, &file);
        self
    }

    /// The user's file of the same set over the built-in one.
    #[must_use]
    pub fn overridden(mut self, user: Self) -> Self {
        lay(&mut self.stages, &user.stages);
        lay(&mut self.papers, &user.papers);
        lay(&mut self.limits, &user.limits);
        lay(&mut self.votes, &user.votes);
        lay(&mut self.criteria, &user.criteria);
        lay(&mut self.routes, &user.routes);
        lay_exits(&mut self.exits, &user.exits);
        self.off.extend(user.off);
        Self {
            name: user.name,
            from: user.from,
            basis: user.basis,
            over: user.over.or(self.over),
            read: user.read,
            ..self
        }
    }

    fn over(&self, under: Option<&Procedure>) -> Procedure {
        let mut out = Procedure {
            id: self.id.clone(),
            name: self.name.clone(),
            from: self.from,
            basis: self.basis.clone(),
            read: self.read,
            stages: Vec::new(),
            papers: Vec::new(),
            limits: Vec::new(),
            votes: Vec::new(),
            criteria: Vec::new(),
            routes: Vec::new(),
            exits: Vec::new(),
        };
        if let Some(under) = under {
            out.stages.clone_from(&under.stages);
            out.papers.clone_from(&under.papers);
            out.limits.clone_from(&under.limits);
            out.votes.clone_from(&under.votes);
            out.criteria.clone_from(&under.criteria);
            out.routes.clone_from(&under.routes);
            out.exits.clone_from(&under.exits);
        }
        lay(&mut out.stages, &self.stages);
        lay(&mut out.papers, &self.papers);
        lay(&mut out.limits, &self.limits);
        lay(&mut out.votes, &self.votes);
        lay(&mut out.criteria, &self.criteria);
        lay(&mut out.routes, &self.routes);
        lay_exits(&mut out.exits, &self.exits);
        if !self.read {
            carry(&mut out.stages, &self.id);
            carry(&mut out.papers, &self.id);
            carry(&mut out.limits, &self.id);
            carry(&mut out.votes, &self.id);
            carry(&mut out.criteria, &self.id);
            carry(&mut out.routes, &self.id);
        }
        let on = |id: &Code| !self.off.contains(id);
        out.papers.retain(|row| on(&row.id));
        out.limits.retain(|row| on(&row.id));
        out.votes.retain(|row| on(&row.id));
        out.criteria.retain(|row| on(&row.id));
        out.routes.retain(|row| on(&row.id));
        out
    }
}

fn lay_exits(under: &mut Vec<Exit>, over: &[Exit]) {
    for exit in over {
        match under.iter_mut().find(|e| e.id == exit.id) {
            Some(old) => old.clone_from(exit),
            None => under.push(exit.clone()),
        }
    }
}

/// The set that each is stated over, by its place: the one that it names, else the one before it
/// in time. The sets stand in the order of their first days.
fn leans(sets: &[RuleSet]) -> Vec<Option<usize>> {
    let place = |id: &Code| sets.iter().position(|set| set.id == *id);
    // One that is itself stated over a later one is nothing to build on.
    let before = |at: usize| {
        let sound = |&earlier: &usize| match &sets[earlier].over {
            Some(id) => place(id).is_some_and(|under| under < earlier),
            None => true,
        };
        (0..at).rev().find(sound)
    };
    let under = |(at, set): (usize, &RuleSet)| match &set.over {
        Some(id) => place(id),
        None => before(at),
    };
    sets.iter().enumerate().map(under).collect()
}

/// The words of the sets that lean on each other in a ring with one, from it back to it.
pub(in crate::rules) fn ring(sets: &[RuleSet], id: &Code) -> Option<Vec<Code>> {
    let leans = leans(sets);
    let first = sets.iter().position(|set| set.id == *id)?;
    let mut ring = vec![first];
    let mut at = leans[first]?;
    while !ring.contains(&at) {
        ring.push(at);
        at = leans[at]?;
    }
    ring.push(at);
    let words = ring.into_iter().map(|at| sets[at].id.clone());
    (at == first).then(|| words.collect())
}

/// All sets in the order of their first days, each with what it takes over. A set stated over one
/// that comes later (an early one that nobody can read any more) is worked out after it.
pub fn resolved(mut sets: Vec<RuleSet>) -> Vec<Procedure> {
    sets.sort_by_key(|set| set.from);
    let leans = leans(&sets);
    let mut done: Vec<Option<Procedure>> = vec![None; sets.len()];
    for _ in 0..sets.len() {
        for at in 0..sets.len() {
            if done[at].is_some() {
                continue;
            }
            let under = match leans[at].map(|under| &done[under]) {
                None => None,
                Some(Some(procedure)) => Some(procedure),
                Some(None) => continue,
            };
            done[at] = Some(sets[at].over(under));
        }
    }
    done.into_iter()
        .flatten()
        .filter(|set| !set.stages.is_empty())
        .collect()
}
