//! Screen 4: why the year goes as it goes, one part at a time, for the organisation selected on the board.

use crate::app::command::Command;
use crate::app::reply::Reply;
use crate::app::see::See;
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

impl Insight {
    /// Looks at the organisation selected on the board.
    pub fn look(&mut self, see: See<'_>) {
        let node = see.node.unwrap_or(0);
        self.data = Some(Analysis::of(see.counted(), see.pace(), node));
        self.at = self.at.min(self.len().saturating_sub(1));
    }

    /// A command of screen 4.
    pub fn command(&mut self, see: See<'_>, command: Command) -> Reply {
        match command {
            Command::NextPart => self.turn_to(1),
            Command::BackPart => self.turn_to(Part::ALL.len() - 1),
            Command::Jump => return self.jump(see),
            _ => {}
        }
        Reply::Done
    }

    fn turn_to(&mut self, by: usize) {
        self.part = self.part.step(by);
        self.at = 0;
    }

    /// To the board, on the row that the selected line is about.
    fn jump(&self, see: See<'_>) -> Reply {
        let Some(data) = &self.data else {
            return Reply::Done;
        };
        let unit = match self.part {
            Part::Waiting => match data.waiting.get(self.at) {
                Some(wait) => return Reply::ToPerson(wait.line),
                None => None,
            },
            Part::Cells => data.weak.get(self.at).map(|weak| weak.unit),
            Part::Causes => {
                let row = data.causes.get(self.at);
                row.and_then(|row| row.units.first().copied())
            }
            Part::Course | Part::Years | Part::Funnel | Part::Sources | Part::People => None,
        };
        let unit = unit.filter(|unit| see.figures.tree.node_of(*unit).is_some());
        unit.map_or_else(|| Reply::warn("refused.nothing-selected"), Reply::ToUnit)
    }
}
