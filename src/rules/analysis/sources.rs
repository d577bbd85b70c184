//! Where people come from: source groups of the open files and of those admitted.

use super::{Admission, Ground, Seen};
use crate::model::{Candidate, Code};

/// One source group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCount {
    /// The group; none where the file names none.
    pub source: Option<Code>,
    /// Files not closed, active or paused, short of the last stage, on the day of the figures.
    pub open: u32,
    /// People on record who were admitted in the year.
    pub admitted: u32,
}

pub(super) struct Counter<'a> {
    ground: &'a Ground<'a>,
    /// The groups of the data file first, then words it does not know.
    groups: Vec<SourceCount>,
    none: SourceCount,
}

impl<'a> Counter<'a> {
    pub(super) fn new(ground: &'a Ground<'a>) -> Self {
        let empty = |source| SourceCount {
            source,
            open: 0,
            admitted: 0,
        };
        let known = ground.rules.sources.iter();
        Self {
            ground,
            groups: known.map(|row| empty(Some(row.id.clone()))).collect(),
            none: empty(None),
        }
    }

    fn group(&mut self, person: &Candidate) -> &mut SourceCount {
        let Some(source) = &person.source else {
            return &mut self.none;
        };
        let here = |group: &SourceCount| group.source.as_ref() == Some(source);
        let at = self.groups.iter().position(here).unwrap_or_else(|| {
            self.groups.push(SourceCount {
                source: Some(source.clone()),
                open: 0,
                admitted: 0,
            });
            self.groups.len() - 1
        });
        &mut self.groups[at]
    }

    pub(super) fn person(&mut self, seen: &Seen<'_>) {
        let here = || seen.person.cell_on(self.ground.day).is_none();
        if self.ground.figures.open(seen.line) && here() {
            self.group(seen.person).open += 1;
        }
    }

    /// Whoever was in one of these cells on the day of the figures and is elsewhere now.
    pub(super) fn away(&mut self) {
        let ground = self.ground;
        for away in ground.figures.away() {
            let at = ground.book.position(&away.cell);
            let node = at.and_then(|at| ground.figures.tree.node_of(at));
            let here = ground.nodes.contains(&node.unwrap_or(0));
            if here && away.then.is_open(&ground.rules.procedure) {
                self.group(away.line.person(ground.book)).open += 1;
            }
        }
    }

    pub(super) fn made(&mut self, made: &[Admission]) {
        for admission in made {
            self.group(admission.line.person(self.ground.book)).admitted += 1;
        }
    }

    pub(super) fn done(self) -> Vec<SourceCount> {
        let mut groups = self.groups;
        let known = self.ground.rules.sources.len();
        groups[known..].sort_by(|a, b| a.source.cmp(&b.source));
        groups.push(self.none);
        groups
    }
}
