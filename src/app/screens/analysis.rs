//! Screen 4: why the year goes as it goes, one part at a time, for the organisation selected on the board.

use crate::app::command::Command;
use crate::app::{App, Effect, Screen, World};
use crate::model::Message;
use crate::rules::Analysis;

/// A part of screen 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// The year's admissions month by month.
    #[default]
    Course,
    /// The years before.
    Years,
    /// Files by stage.
    Funnel,
    /// Causes and what helps.
    Causes,
    /// Source groups.
    Sources,
    /// The newly admitted, in the columns of the statistical form.
    People,
    /// Cells from which nobody comes.
    Cells,
    /// Files that wait above their cell.
    Waiting,
}

impl Part {
    /// In the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Course,
        Self::Years,
        Self::Funnel,
        Self::Causes,
        Self::Sources,
        Self::People,
        Self::Cells,
        Self::Waiting,
    ];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Course => "part.course",
            Self::Years => "part.years",
            Self::Funnel => "part.funnel",
            Self::Causes => "part.causes",
            Self::Sources => "part.sources",
            Self::People => "part.people",
            Self::Cells => "part.cells",
            Self::Waiting => "part.waiting",
        }
    }

    fn step(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|part| *part == self).unwrap_or(0);
        Self::ALL[(at + by) % Self::ALL.len()]
    }
}

/// The state of screen 4.
#[derive(Debug, Clone, Default)]
pub struct Insight {
    /// The part shown.
    pub part: Part,
    /// The selected row of a part that is a list.
    pub at: usize,
    /// What is known; only while the screen is open.
    pub data: Option<Analysis>,
}

impl Insight {
    /// How many rows the part has to select from.
    pub fn len(&self) -> usize {
        let Some(data) = &self.data else { return 0 };
        match self.part {
            Part::Causes => data.causes.len(),
            Part::Cells => data.weak.len(),
            Part::Waiting => data.waiting.len(),
            Part::Course | Part::Years | Part::Funnel | Part::Sources | Part::People => 0,
        }
    }

    /// Whether the part has nothing to select.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl App {
    /// Looks at the selected organisation, if screen 4 is open.
    pub(in crate::app) fn look_into(&mut self, world: &World) {
        if self.screen != Screen::Analysis {
            return;
        }
        let node = self.board.tree.node().unwrap_or(0);
        let pace = self.pace(world);
        let data = Analysis::of(self.counted(world), pace, node);
        self.insight.data = Some(data);
        self.insight.at = self.insight.at.min(self.insight.len().saturating_sub(1));
    }

    /// A command of screen 4.
    pub(in crate::app) fn analysis_command(
        &mut self,
        world: &World,
        command: Command,
    ) -> Vec<Effect> {
        match command {
            Command::NextPart => self.turn_to(1),
            Command::BackPart => self.turn_to(Part::ALL.len() - 1),
            Command::Jump => self.jump_from_analysis(world),
            _ => {}
        }
        Vec::new()
    }

    fn turn_to(&mut self, by: usize) {
        self.insight.part = self.insight.part.step(by);
        self.insight.at = 0;
    }

    /// To the board, on the row that the selected line is about.
    fn jump_from_analysis(&mut self, world: &World) {
        let Insight { part, at, data } = &self.insight;
        let Some(data) = data else { return };
        let unit = match part {
            Part::Waiting => match data.waiting.get(*at) {
                Some(wait) => {
                    let line = wait.line;
                    return self.go_to_person(world, line);
                }
                None => None,
            },
            Part::Cells => data.weak.get(*at).map(|weak| weak.unit),
            Part::Causes => data
                .causes
                .get(*at)
                .and_then(|row| row.units.first().copied()),
            Part::Course | Part::Years | Part::Funnel | Part::Sources | Part::People => None,
        };
        match unit.and_then(|unit| self.figures.tree.node_of(unit)) {
            Some(node) => {
                self.leave();
                self.screen = Screen::Board;
                self.reveal(world, node);
            }
            None => self.say(Message::warning("refused.nothing-selected")),
        }
    }
}
