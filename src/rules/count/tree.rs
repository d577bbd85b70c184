//! The organisations as a tree on a day, drawn from their dated parents.

use crate::model::{Unit, UnitId};
use crate::rules::Known;
use crate::rules::count::standing::standing;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The place in [`crate::model::Book::units`].
    Unit(usize),
    /// The place in [`crate::model::Book::unreadable`].
    Unreadable(usize),
}

/// One organisation in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The organisation.
    pub spot: Spot,
    /// Levels below the root.
    pub depth: usize,
    /// The node above.
    pub parent: Option<usize>,
    /// One past the last node below; the nodes below follow at once.
    pub end: usize,
}

/// The tree in reading order: every node is followed by all that is below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// The nodes.
    pub nodes: Vec<Node>,
    place: Vec<Option<usize>>,
}

impl Tree {
    /// The tree on a day. Organisations that ended before the day's year, or were not founded by then,
    /// are left out, but for those that hold an open file on the day, or are not founded and follow
    /// somebody all the same. One whose parent is missing, or that stands in a ring, hangs at
    /// the root, so nothing is ever hidden.
    pub fn on(known: Known<'_>, day: NaiveDate) -> Self {
        let Known { book, rules, .. } = known;
        let units = book.units();
        let bad = book.unreadable();
        let spot_of = |id: &UnitId| {
            book.position(id).or_else(|| {
                bad.iter()
                    .position(|b| b.id == *id)
                    .map(|i| units.len() + i)
            })
        };
        let count = units.len() + bad.len();
        let root = book.header().root_on(day).and_then(spot_of);
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut at_root = Vec::new();
        let mut live = vec![true; count];
        let lives = |unit: &Unit| unit.ended.is_none_or(|ended| ended.year() >= day.year());
        let begun = |unit: &Unit| unit.founded.is_none_or(|founded| founded <= day);
        let holders = if units.iter().all(|unit| lives(unit) && begun(unit)) {
            BTreeMap::new()
        } else {
            holders(known, day)
        };
        for (at, unit) in units.iter().enumerate() {
            let held = holders.get(&unit.id);
            live[at] = (lives(unit) || held == Some(&true)) && (begun(unit) || held.is_some());
            if !live[at] || Some(at) == root {
                continue;
            }
            let then = unit.ended.map_or(day, |ended| ended.min(day));
            match unit.parent_on(then).and_then(spot_of) {
                Some(parent) if parent != at => below[parent].push(at),
                _ => at_root.push(at),
            }
        }
        at_root.extend((units.len()..count).filter(|at| Some(*at) != root));

        let rank = |at: usize| {
            units.get(at).map_or(usize::MAX, |u| {
                rules
                    .kinds
                    .iter()
                    .position(|k| Some(&k.id) == u.kind_on(day))
                    .unwrap_or(usize::MAX)
            })
        };
        let name = |at: usize| {
            units
                .get(at)
                .map_or_else(|| bad[at - units.len()].id.as_str(), |u| u.name_on(day))
        };
        let sort = |list: &mut Vec<usize>| {
            list.sort_by(|&a, &b| {
                let hand = |at: usize| units.get(at).and_then(|u| u.order).unwrap_or(u32::MAX);
                rank(a)
                    .cmp(&rank(b))
                    .then_with(|| hand(a).cmp(&hand(b)))
                    .then_with(|| rules.order.things(name(a), name(b)))
            });
        };
        below.iter_mut().for_each(sort);
        sort(&mut at_root);

        let mut builder = Builder {
            tree: Self {
                nodes: Vec::with_capacity(count),
                place: vec![None; units.len()],
            },
            below: &below,
            seen: vec![false; count],
            units: units.len(),
        };
        match root {
            Some(root) => {
                builder.seen[root] = true;
                builder.tree.nodes.push(builder.node(root, 0, None));
                for at in &below[root] {
                    builder.add(*at, 1, Some(0));
                }
                for at in at_root.iter().copied().chain(0..count) {
                    if live.get(at) == Some(&true) && !builder.seen[at] {
                        builder.add(at, 1, Some(0));
                    }
                }
                builder.tree.nodes[0].end = builder.tree.nodes.len();
                if root < units.len() {
                    builder.tree.place[root] = Some(0);
                }
            }
            None => {
                for at in at_root.iter().copied().chain(0..count) {
                    if live[at] && !builder.seen[at] {
                        builder.add(at, 0, None);
                    }
                }
            }
        }
        builder.tree
    }

    /// The node of an organisation, by its place in [`crate::model::Book::units`].
    pub fn node_of(&self, unit: usize) -> Option<usize> {
        self.place.get(unit).copied().flatten()
    }

    /// The nodes directly below one.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[node].end;
        let mut next = node + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.nodes[child].end;
                child
            })
        })
    }
}

/// The organisations that follow somebody on a day, each with whether a file in it is open.
fn holders(known: Known<'_>, day: NaiveDate) -> BTreeMap<&UnitId, bool> {
    let Known { book, rules, .. } = known;
    let counting = book.settings().counting;
    let mut found = BTreeMap::new();
    for unit in book.units() {
        for person in &unit.candidates {
            let cell = person.cell_on(day).unwrap_or(&unit.id);
            let then = || standing(person, &rules.procedure, counting, day);
            if found.get(cell) != Some(&true)
                && let Some(then) = then()
            {
                found.insert(cell, then.is_open(&rules.procedure));
            }
        }
    }
    found
}

struct Builder<'a> {
    tree: Tree,
    below: &'a [Vec<usize>],
    seen: Vec<bool>,
    units: usize,
}

impl Builder<'_> {
    fn node(&self, at: usize, depth: usize, parent: Option<usize>) -> Node {
        let spot = if at < self.units {
            Spot::Unit(at)
        } else {
            Spot::Unreadable(at - self.units)
        };
        Node {
            spot,
            depth,
            parent,
            end: self.tree.nodes.len() + 1,
        }
    }

    fn add(&mut self, at: usize, depth: usize, parent: Option<usize>) {
        if std::mem::replace(&mut self.seen[at], true) {
            return;
        }
        let here = self.tree.nodes.len();
        self.tree.nodes.push(self.node(at, depth, parent));
        if at < self.units {
            self.tree.place[at] = Some(here);
        }
        let below = self.below;
        for child in &below[at] {
            self.add(*child, depth + 1, Some(here));
        }
        self.tree.nodes[here].end = self.tree.nodes.len();
    }
}
