//! The people behind the numbers of a forecast, and what would be if one dropped out, took longer or came in.

use crate::app::command::Command;
use crate::app::typing::pick::{Offer, PickFor, PickItem, Picker};
use crate::app::{App, Effect, Overlay, Sheet, World};
use crate::model::{CandidateId, Code, Message, UnitId};
use crate::rules::{Class, Classes, Forecast, Grouped, Line, Outlook, Spot, WhatIf, passage};

/// How many days longer one key supposes.
const LONGER: u32 = 14;

/// The list, open above screen 2.
#[derive(Debug, Clone)]
pub struct Outlooks {
    /// Whose people, by the place in the tree.
    pub node: usize,
    /// The people under a head for each class.
    pub rows: Grouped<Line, Class>,
    /// The selected row.
    pub at: usize,
    /// What is supposed; gone when the list is closed.
    pub supposed: WhatIf,
    /// The forecast as it would be, while something is supposed.
    other: Option<Box<Forecast>>,
}

impl Outlooks {
    /// The selected person.
    pub fn line(&self) -> Option<Line> {
        self.rows.line(self.at)
    }

    /// What becomes of somebody, as supposed.
    pub fn of(&self, app: &App, world: &World, line: Line) -> Option<Outlook> {
        match &self.other {
            Some(other) => other.of(line),
            None => app.forecast(world).of(line),
        }
    }

    /// The numbers as they are, and as they would be while something is supposed.
    pub fn classes(&self, app: &App, world: &World) -> (Classes, Option<Classes>) {
        let real = app.forecast(world).count(self.node);
        (
            real,
            self.other.as_ref().map(|other| other.count(self.node)),
        )
    }

    /// Whether somebody is supposed to drop out.
    pub fn dropped(&self, id: &CandidateId) -> bool {
        self.supposed.drop.contains(id)
    }

    /// How many days longer somebody is supposed to take.
    pub fn delay(&self, id: &CandidateId) -> u32 {
        let known = self.supposed.delay.iter().find(|(whose, _)| whose == id);
        known.map_or(0, |(_, days)| *days)
    }

    fn turn_drop(&mut self, id: CandidateId) {
        let drop = &mut self.supposed.drop;
        match drop.iter().position(|known| *known == id) {
            Some(at) => {
                drop.remove(at);
            }
            None => drop.push(id),
        }
    }

    fn put_off(&mut self, id: CandidateId, days: i64) {
        let now = self.delay(&id);
        self.supposed.delay.retain(|(whose, _)| *whose != id);
        let then = u32::try_from(i64::from(now) + days).unwrap_or(0);
        if then > 0 {
            self.supposed.delay.push((id, then));
        }
    }
}

impl App {
    /// Opens the people behind the numbers of the selected organisation.
    pub(in crate::app) fn open_outlooks(&mut self, world: &World) {
        let Some(node) = self.node() else { return };
        let mut open = Outlooks {
            node,
            rows: Grouped::default(),
            at: 0,
            supposed: WhatIf::default(),
            other: None,
        };
        self.list_outlooks(world, &mut open);
        open.at = open.rows.settle(0, true);
        self.overlays.push(Overlay::Outlooks(open));
    }

    /// Lists the people in the classes they have; who is supposed to be elsewhere keeps the place, so
    /// that the selection does not jump.
    fn list_outlooks(&self, world: &World, open: &mut Outlooks) {
        open.rows = Grouped::default();
        let forecast = self.forecast(world);
        let data = (&self.book, &self.figures);
        // Who can still be helped comes first.
        for class in [
            Class::OnTrack,
            Class::Tight,
            Class::NotThisYear,
            Class::Done,
        ] {
            for line in forecast.people(data, open.node, class) {
                open.rows.push_under(class, line);
            }
        }
    }

    /// Lists them again after an edit below.
    pub(in crate::app) fn relist_outlooks(&mut self, world: &World) {
        let at = self
            .overlays
            .iter()
            .position(|o| matches!(o, Overlay::Outlooks(_)));
        let Some(at) = at else { return };
        let Overlay::Outlooks(mut open) = self.overlays[at].clone() else {
            return;
        };
        self.list_outlooks(world, &mut open);
        open.at = open.rows.settle(open.at, true);
        open.other = self.supposing(world, &open.supposed);
        self.overlays[at] = Overlay::Outlooks(open);
    }

    fn supposing(&self, world: &World, supposed: &WhatIf) -> Option<Box<Forecast>> {
        if *supposed == WhatIf::default() {
            return None;
        }
        let counted = self.counted(world);
        Some(Box::new(self.forecast(world).what_if(counted, supposed)))
    }

    fn suppose(&mut self, world: &World, change: impl FnOnce(&mut Outlooks)) {
        let Some(Overlay::Outlooks(open)) = self.overlays.last_mut() else {
            return;
        };
        change(open);
        let supposed = open.supposed.clone();
        let other = self.supposing(world, &supposed);
        if let Some(Overlay::Outlooks(open)) = self.overlays.last_mut() {
            open.other = other;
        }
    }

    /// A command on the list.
    pub(in crate::app) fn outlook_command(
        &mut self,
        world: &World,
        command: Command,
    ) -> Vec<Effect> {
        let Some(Overlay::Outlooks(open)) = self.overlays.last() else {
            return Vec::new();
        };
        let line = open.line();
        let id = line.map(|line| line.person(&self.book).id.clone());
        match (command, line, id) {
            (Command::Cancel | Command::Quit, ..) => {
                self.overlays.pop();
            }
            (Command::Add, ..) => match self.supposed_cell(world) {
                Some(cell) => self.pick_supposed_stage(world, &cell),
                None => self.say(Message::warning("refused.not-a-cell")),
            },
            (Command::Jump, Some(line), _) => {
                self.overlays.clear();
                self.go_to_person(world, line);
            }
            (Command::Sheet, _, Some(id)) => self.overlays.push(Overlay::Sheet(Sheet::person(id))),
            (Command::SupposeDrop, _, Some(id)) => {
                self.suppose(world, |open| open.turn_drop(id));
            }
            (Command::SupposeLater, _, Some(id)) => {
                self.suppose(world, |open| open.put_off(id, i64::from(LONGER)));
            }
            (Command::SupposeSooner, _, Some(id)) => {
                self.suppose(world, |open| open.put_off(id, -i64::from(LONGER)));
            }
            (_, None, _) => self.say(Message::warning("refused.nobody-selected")),
            _ => {}
        }
        Vec::new()
    }

    /// Offers the stages at which one more person may be supposed in a cell.
    pub(in crate::app) fn pick_supposed_stage(&mut self, world: &World, cell: &UnitId) {
        let rules = &world.rules;
        let Some(unit) = self.book.unit(cell) else {
            return;
        };
        let chain = passage(self.known(world), unit, world.today).chain;
        let set = rules.on(world.today);
        let stages = rules.procedure.stages.iter();
        let before = stages.take_while(|s| s.enters != Some(crate::rules::Event::Ceremony));
        let items = before
            .filter(|stage| set.walks(&stage.id, chain))
            .map(|stage| PickItem {
                offers: Offer::Row(stage.id.clone()),
                label: stage.name.clone(),
                marked: false,
            });
        let items = items.collect();
        // Nothing is saved, so it may be asked in a book that is open for reading too.
        self.overlays.push(Overlay::Pick(Picker::new(
            PickFor::Supposed(cell.clone()),
            items,
        )));
    }

    /// The cell in which one more person is supposed: that of the selected person, else the node
    /// itself or the first cell below it.
    fn supposed_cell(&self, world: &World) -> Option<UnitId> {
        let Some(Overlay::Outlooks(open)) = self.overlays.last() else {
            return None;
        };
        if let Some(line) = open.line() {
            return Some(line.unit(&self.book).id.clone());
        }
        let nodes = &self.figures.tree.nodes;
        let below = nodes[open.node..nodes[open.node].end].iter();
        let holds = |at: usize| {
            let kind = world.rules.kind(&self.book.units()[at].kind);
            kind.is_some_and(|kind| kind.holds_candidates)
        };
        let found = below.filter_map(|node| match node.spot {
            Spot::Unit(at) => Some(at),
            Spot::Unreadable(_) => None,
        });
        let found = found.into_iter().find(|at| holds(*at));
        found.map(|at| self.book.units()[at].id.clone())
    }

    /// Supposes one more person.
    pub(in crate::app) fn suppose_one_more(&mut self, world: &World, cell: &UnitId, stage: &Code) {
        let Some(stage) = world.rules.procedure.index(stage) else {
            return;
        };
        self.suppose(world, |open| {
            open.supposed.add.push((cell.clone(), stage, 1));
        });
    }
}
