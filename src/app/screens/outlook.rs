//! The people behind the numbers of a forecast, and what would be if one dropped out, took longer or came in.

use crate::app::command::Command;
use crate::app::hands::picker_for;
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::app::typing::pick::PickFor;
use crate::model::{CandidateId, Code, Subject, UnitId};
use crate::rules::{Class, Classes, Forecast, Grouped, Line, Outlook, Spot, WhatIf};

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
    pub fn of(&self, see: See<'_>, line: Line) -> Option<Outlook> {
        self.forecast(see).of(line)
    }

    fn forecast<'a>(&'a self, see: See<'a>) -> &'a Forecast {
        self.other.as_deref().unwrap_or_else(|| see.forecast())
    }

    /// The numbers as they are, and as they would be while something is supposed.
    pub fn classes(&self, see: See<'_>) -> (Classes, Option<Classes>) {
        let other = self.other.as_ref();
        let other = other.map(|other| other.count(self.node));
        (see.forecast().count(self.node), other)
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

impl Outlooks {
    /// The people behind the numbers of an organisation.
    pub fn open(see: See<'_>, node: usize) -> Self {
        let mut open = Self {
            node,
            rows: Grouped::default(),
            at: 0,
            supposed: WhatIf::default(),
            other: None,
        };
        open.list(see);
        open.at = open.rows.settle(0, true);
        open
    }

    /// Lists the people in the classes they have; who is supposed to be elsewhere keeps the place,
    /// so that the selection does not jump.
    fn list(&mut self, see: See<'_>) {
        self.rows = Grouped::default();
        let forecast = see.forecast();
        let data = (see.book, see.figures);
        // Who can still be helped comes first.
        for class in [
            Class::OnTrack,
            Class::Tight,
            Class::NotThisYear,
            Class::Done,
        ] {
            for line in forecast.people(data, self.node, class) {
                self.rows.push_under(class, line);
            }
        }
    }

    /// Lists them again after an edit below.
    pub(in crate::app) fn relist(&mut self, see: See<'_>) {
        self.list(see);
        self.at = self.rows.settle(self.at, true);
        self.suppose(see);
    }

    /// Works out what would be if what is supposed came.
    fn suppose(&mut self, see: See<'_>) {
        let forecast = || Box::new(see.forecast().what_if(see.counted(), &self.supposed));
        self.other = (self.supposed != WhatIf::default()).then(forecast);
    }

    /// Supposes one more person.
    pub(in crate::app) fn suppose_one_more(&mut self, see: See<'_>, cell: &UnitId, stage: &Code) {
        let Some(stage) = see.world.rules.procedure.index(stage) else {
            return;
        };
        self.supposed.add.push((cell.clone(), stage, 1));
        self.suppose(see);
    }

    /// Goes to a row.
    pub(in crate::app) fn select(&mut self, to: usize) {
        self.at = self.rows.settle(to, to >= self.at);
    }

    /// A command on the list.
    pub fn command(&mut self, see: See<'_>, command: Command) -> Reply {
        let line = self.line();
        let id = line.map(|line| line.person(see.book).id.clone());
        match (command, line, id) {
            (Command::Cancel | Command::Quit, ..) => return Reply::Close,
            (Command::Add, ..) => {
                return match self.supposed_cell(see) {
                    Some(cell) => picker_for(see, &PickFor::Supposed(cell)),
                    None => Reply::warn("refused.not-a-cell"),
                };
            }
            (Command::Jump, Some(line), _) => return Reply::ToPerson(line),
            (Command::Sheet, _, Some(id)) => return Reply::Sheet(Subject::Person(id), None),
            (Command::SupposeDrop, _, Some(id)) => self.turn_drop(id),
            (Command::SupposeLater, _, Some(id)) => self.put_off(id, i64::from(LONGER)),
            (Command::SupposeSooner, _, Some(id)) => self.put_off(id, -i64::from(LONGER)),
            (_, None, _) => return Reply::warn("refused.nobody-selected"),
            _ => return Reply::Done,
        }
        self.suppose(see);
        Reply::Done
    }

    /// The cell in which one more person is supposed: that of the selected person, else the node
    /// itself or the first cell below it.
    fn supposed_cell(&self, see: See<'_>) -> Option<UnitId> {
        let See { book, figures, .. } = see;
        if let Some(line) = self.line() {
            return Some(line.unit(book).id.clone());
        }
        let nodes = &figures.tree.nodes;
        let below = nodes[self.node..nodes[self.node].end].iter();
        let holds = |at: &usize| {
            let unit = &book.units()[*at];
            see.world.rules.is_cell(unit, see.today())
        };
        let mut found = below.filter_map(|node| match node.spot {
            Spot::Unit(at) => Some(at),
            Spot::Unreadable(_) => None,
        });
        found.find(holds).map(|at| book.units()[at].id.clone())
    }
}
