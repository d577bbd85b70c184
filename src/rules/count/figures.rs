//! The quota arithmetic: what each organisation admitted, rolled up through any depth.

use crate::model::{Book, UnitId, in_halves};
use crate::rules::count::above::{line_above, nodes_above, unlisted_apart};
use crate::rules::count::line::{Line, Rank};
use crate::rules::count::own::{Admission, Away, Own, Tally, count, count_person};
use crate::rules::count::tree::{Spot, Tree};
use crate::rules::count::year::as_of;
use crate::rules::{Known, Rules, Standing};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A percentage in tenths, rounded half up: 69 of 110 is 627. None where the whole is 0.
pub fn percent_tenths(part: u32, whole: u32) -> Option<u64> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    (2000 * part + whole).checked_div(2 * whole)
}

/// All derived numbers of a book for one year, kept until something changes.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The year counted.
    pub year: i32,
    /// Today; the state of the people is of this day.
    pub today: NaiveDate,
    /// The organisations on the day the year's figures stand.
    pub tree: Tree,
    own: Vec<Own>,
    rolled: Vec<Tally>,
    /// Listed admissions by group, as many numbers for each node as there are groups.
    grouped: Vec<u32>,
    group_count: usize,
    /// The days of the admissions that are put by themselves, by the cell that made them.
    apart: BTreeMap<usize, Vec<NaiveDate>>,
    /// Everybody in the order of the tree, and where each node's people begin there.
    ranks: Vec<Rank>,
    starts: Vec<usize>,
    /// Worked out once somebody asks: a report of numbers does not.
    sorted: OnceLock<Sorted>,
}

/// Everybody in the order of the pipeline, and of these only the files that still move.
#[derive(Debug, Clone)]
struct Sorted {
    all: Vec<Rank>,
    moving: Vec<Rank>,
}

impl Sorted {
    fn of(all: Vec<Rank>) -> Self {
        let moving = all.iter().filter(|rank| rank.moves()).copied().collect();
        Self { all, moving }
    }
}

impl Figures {
    /// Counts a whole book.
    pub fn new(known: Known<'_>, year: i32) -> Self {
        let Known { book, rules, today } = known;
        let tree = Tree::on(known, as_of(year, today));
        let own = in_halves(book.units(), |units| {
            units.map(|at| count(known, at, year)).collect()
        });
        let mut figures = Self {
            year,
            today,
            tree,
            own,
            rolled: Vec::new(),
            grouped: Vec::new(),
            group_count: rules.groups.len(),
            apart: BTreeMap::new(),
            ranks: Vec::new(),
            starts: Vec::new(),
            sorted: OnceLock::new(),
        };
        figures.roll_up(book, rules);
        for node in 0..figures.tree.nodes.len() {
            figures.starts.push(figures.ranks.len());
            let own = figures.ranks_of(node, rules);
            figures.ranks.extend(own);
        }
        figures.starts.push(figures.ranks.len());
        figures
    }

    /// Counts one organisation again after a change to its people or numbers.
    /// Not for a change of names or parents: the tree is then another.
    pub fn recount(&mut self, known: Known<'_>, unit: &UnitId) {
        let Known { book, rules, .. } = known;
        let Some(at) = book.position(unit) else {
            return;
        };
        self.own[at] = count(Known::new(book, rules, self.today), at, self.year);
        self.roll_up(book, rules);
        let Some(node) = self.tree.node_of(at) else {
            return;
        };
        let own = self.ranks_of(node, rules);
        if let Some(Sorted {
            all: mut sorted, ..
        }) = self.sorted.take()
        {
            sorted.retain(|rank| rank.line.unit as usize != at);
            sorted.extend_from_slice(&own);
            // Two sorted runs but for the last few: cheap for a stable sort.
            sorted.sort();
            self.sorted = Sorted::of(sorted).into();
        }
        let (first, end) = (self.starts[node], self.starts[node + 1]);
        for start in &mut self.starts[node + 1..] {
            *start = *start + own.len() - (end - first);
        }
        self.ranks.splice(first..end, own);
    }

    fn roll_up(&mut self, book: &Book, rules: &Rules) {
        let nodes = &self.tree.nodes;
        self.rolled.clear();
        self.rolled.extend(nodes.iter().map(|node| {
            match node.spot {
                Spot::Unit(at) => self.own[at].tally.clone(),
                Spot::Unreadable(_) => Tally {
                    incomplete: true,
                    stages: self
                        .own
                        .first()
                        .map_or(Vec::new(), |o| vec![0; o.tally.stages.len()]),
                    ..Tally::default()
                },
            }
        }));
        let count = self.group_count;
        self.grouped.clear();
        self.grouped.resize(nodes.len() * count, 0);
        for (node, entry) in nodes.iter().enumerate() {
            if let Spot::Unit(at) = entry.spot {
                let own = &self.own[at].groups;
                self.grouped[node * count..][..own.len()].copy_from_slice(own);
            }
        }
        for away in self.own.iter().flat_map(|own| &own.away) {
            let node = book.position(&away.cell);
            let node = node.and_then(|at| self.tree.node_of(at));
            // A cell that is no more has no node; the year's figures then keep the file at the top.
            if let Some(tally) = self.rolled.get_mut(node.unwrap_or(0)) {
                count_person(tally, &away.then, rules);
            }
        }
        // Nodes below follow their parent, so going backwards each is complete before it is added.
        for at in (1..nodes.len()).rev() {
            if let Some(parent) = nodes[at].parent {
                let (above, below) = self.rolled.split_at_mut(at);
                above[parent].add(&below[0]);
                for group in 0..count {
                    self.grouped[parent * count + group] += self.grouped[at * count + group];
                }
            }
        }
        self.put_apart(book);
    }

    /// Counts each admission that is put by itself for the cell that made it and for all above it on
    /// that day; likewise what has no record, of those that have not always stood where they stand.
    fn put_apart(&mut self, book: &Book) {
        let (count, tree) = (self.group_count, &self.tree);
        let day = as_of(self.year, self.today);
        for (unit, row) in unlisted_apart(book, self.year) {
            for node in nodes_above((book, tree), &unit.id, row.told_on(day)) {
                if let Some(tally) = self.rolled.get_mut(node) {
                    tally.unlisted = tally.unlisted.saturating_add(row.count);
                }
            }
        }
        self.apart.clear();
        for apart in self.own.iter().flat_map(|own| &own.apart) {
            if let Some(at) = book.position(&apart.cell) {
                self.apart.entry(at).or_default().push(apart.made.on);
            }
            if apart.made.on.year() != self.year {
                continue;
            }
            for node in nodes_above((book, tree), &apart.cell, apart.made.on) {
                if let Some(tally) = self.rolled.get_mut(node) {
                    tally.listed += 1;
                    for group in &apart.groups {
                        self.grouped[node * count + group] += 1;
                    }
                }
            }
        }
    }

    /// A node's numbers with all below it.
    pub fn tally(&self, node: usize) -> &Tally {
        &self.rolled[node]
    }

    /// The listed admissions of a node that are of a group, by its place in [`Rules::groups`].
    pub(in crate::rules) fn of_group(&self, node: usize, group: usize) -> u32 {
        let count = self.grouped.get(node * self.group_count + group);
        count.copied().unwrap_or(0)
    }

    /// Where a person stands today; none if the record names no known stage.
    pub fn standing(&self, line: Line) -> Option<&Standing> {
        self.own[line.unit as usize].standings[line.slot as usize].as_ref()
    }

    /// How long the people of an organisation stayed in the stages they left, each with the stage.
    pub(in crate::rules) fn stays(&self, unit: usize) -> &[(usize, u32)] {
        &self.own[unit].stays
    }

    /// The people an organisation follows itself.
    pub fn lines(&self, unit: usize) -> impl Iterator<Item = Line> + '_ {
        (0..self.own[unit].standings.len()).map(move |slot| Line {
            unit: unit as u32,
            slot: slot as u32,
        })
    }

    fn ranks_of(&self, node: usize, rules: &Rules) -> Vec<Rank> {
        let Spot::Unit(unit) = self.tree.nodes[node].spot else {
            return Vec::new();
        };
        self.lines(unit)
            .map(|line| Rank::of(node, line, self.standing(line), &rules.procedure))
            .collect()
    }

    /// The people of a node and all below it, in the order of the tree.
    pub(in crate::rules) fn ranks(&self, node: usize) -> &[Rank] {
        &self.ranks[self.starts[node]..self.starts[self.tree.nodes[node].end]]
    }

    /// Everybody in the order of the pipeline, or only the files that still move.
    pub(in crate::rules) fn sorted(&self, moving: bool) -> &[Rank] {
        let sorted = self.sorted.get_or_init(|| {
            let mut all = self.ranks.clone();
            all.sort_unstable();
            Sorted::of(all)
        });
        if moving { &sorted.moving } else { &sorted.all }
    }

    /// The days of all admissions that a cell made, wherever its people are now.
    fn made_by(&self, unit: usize) -> impl Iterator<Item = NaiveDate> {
        let own = self.own[unit].admissions.iter().map(|made| made.on);
        let apart = self.apart.get(&unit).into_iter().flatten().copied();
        own.chain(apart)
    }

    /// The day of the last admission that a cell made.
    pub fn last_admission(&self, unit: usize) -> Option<NaiveDate> {
        self.made_by(unit).max()
    }

    /// Whether a cell is known to have admitted nobody for so many years, this one too. Silent means
    /// known to be empty: a year counts as empty only where the book records every admission, or a
    /// row says that nobody was admitted.
    pub fn silent_for(&self, known: Known<'_>, unit: usize, years: u32) -> bool {
        let Known { book, rules, today } = known;
        let cell = &book.units()[unit];
        let recorded = book.settings().recorded_from;
        let empty = |year: i32| {
            let row = cell.unlisted_in(year);
            let known = row.is_some() || recorded.is_some_and(|from| from <= year);
            known
                && row.is_none_or(|row| row.count == 0)
                && !self.made_by(unit).any(|on| on.year() == year)
        };
        let span = i32::try_from(years).unwrap_or(i32::MAX);
        let this_year = self.today.year();
        let mut all = this_year.saturating_sub(span - 1)..=this_year;
        rules.is_cell(cell, today) && span > 0 && all.all(empty)
    }

    /// Whether a person's file was open on the day of the figures.
    pub(in crate::rules) fn open(&self, line: Line) -> bool {
        self.own[line.unit as usize].open[line.slot as usize]
    }

    /// Admissions of all years that an organisation made and still follows itself, but for those that
    /// are put by themselves.
    pub(in crate::rules) fn made(&self, unit: usize) -> &[Admission] {
        &self.own[unit].admissions
    }

    /// A person's admission of the year of the figures: its day, and the cell that made it where it is
    /// put by itself.
    pub(in crate::rules) fn made_of(&self, line: Line) -> Option<(NaiveDate, Option<&UnitId>)> {
        let own = &self.own[line.unit as usize];
        let made = &own.admissions;
        let from = made.partition_point(|made| made.line.slot < line.slot);
        let made = made[from..].iter().take_while(|made| made.line == line);
        let apart = own.apart.iter().filter(|apart| apart.made.line == line);
        let apart = apart.map(|apart| (apart.made.on, Some(&apart.cell)));
        let mut all = made.map(|made| (made.on, None)).chain(apart);
        all.find(|(on, _)| on.year() == self.year)
    }

    /// Admissions of all years that are put by themselves, each with the cell that made it.
    pub(in crate::rules) fn made_apart(&self) -> impl Iterator<Item = (&UnitId, &Admission)> {
        let all = self.own.iter().flat_map(|own| &own.apart);
        all.map(|apart| (&apart.cell, &apart.made))
    }

    /// Whether something that a cell did on a day counts for a node: everything does at the top.
    pub(in crate::rules) fn counts(
        &self,
        book: &Book,
        node: usize,
        (cell, on): (&UnitId, NaiveDate),
    ) -> bool {
        let top = match self.tree.nodes.get(node).map(|node| node.spot) {
            Some(Spot::Unit(at)) => Some(&book.units()[at].id),
            Some(Spot::Unreadable(_)) | None => None,
        };
        node == 0 || line_above(book, cell, on).any(|id| Some(id) == top)
    }

    /// The admissions of all years that count for a node.
    pub(in crate::rules) fn made_in<'a>(
        &'a self,
        book: &'a Book,
        node: usize,
    ) -> impl Iterator<Item = &'a Admission> {
        let end = match node {
            0 => self.tree.nodes.len(),
            _ => self.tree.nodes[node].end,
        };
        let units = self.own.iter().zip(book.units()).enumerate();
        let units = units.filter(|(_, (own, _))| !own.admissions.is_empty());
        let own = units.flat_map(move |(at, (own, unit))| {
            // What is no more has no node of its own.
            let inside = self.tree.node_of(at).map(|at| (node..end).contains(&at));
            own.admissions.iter().filter(move |made| {
                inside.unwrap_or_else(|| self.counts(book, node, (&unit.id, made.on)))
            })
        });
        let apart = self.made_apart();
        let apart = apart.filter(move |(cell, made)| self.counts(book, node, (cell, made.on)));
        own.chain(apart.map(|(_, made)| made))
    }

    /// Whoever was in another cell on the day of the figures.
    pub(in crate::rules) fn away(&self) -> impl Iterator<Item = &Away> {
        self.own.iter().flat_map(|own| &own.away)
    }
}
