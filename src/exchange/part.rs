//! Named parts of a report: lines of a label, a number, a bar and a remark, for reading or as a table.

use super::table::{Cell, Room, Shape, Table};
use crate::model::clean;
use crate::text::{Texts, bar, pad, width, wrapped};

/// The widest label in a terminal, the widest number, and the widest and narrowest bar.
const LABEL: usize = 40;
const NUMBER: usize = 6;
const BAR: (usize, usize) = (24, 8);

/// Lines under a head.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) head: String,
    pub(super) lines: Vec<Line>,
    /// What the longest bar stands for, where that is more than the largest number.
    pub(super) scale: u64,
    /// Whether numbers have bars.
    pub(super) bars: bool,
    /// Whether only the first lines are drawn.
    pub(super) cut: bool,
    /// Sentences below the lines.
    pub(super) foot: Vec<String>,
}

/// One line of a part.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) label: String,
    pub(super) value: Cell,
    pub(super) note: String,
}

impl Line {
    pub(super) fn new(label: impl Into<String>, value: Cell, note: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value,
            note: note.into(),
        }
    }

    fn shown(&self, texts: &Texts) -> String {
        match &self.value {
            Cell::Number(_) | Cell::Day(_) => self.value.shown().into_owned(),
            Cell::Text(text) => text.clone(),
            Cell::Percent(_) | Cell::Empty => texts.get("value.unsaid").to_owned(),
        }
    }

    fn number(&self) -> Option<u64> {
        match self.value {
            Cell::Number(number) => u64::try_from(number).ok(),
            _ => None,
        }
    }
}

impl Part {
    /// The part as text, as wide as the room at most.
    pub(super) fn drawn(&self, room: Room, texts: &Texts) -> String {
        let columns = room.columns();
        let mut out = String::new();
        let mut row = |indent: usize, text: &str| {
            out.push_str(format!("{:indent$}{text}", "").trim_end());
            out.push('\n');
        };
        row(0, &self.head);
        if self.lines.is_empty() {
            row(2, texts.get("analysis.nothing"));
        }
        let most = self.lines.iter().filter_map(Line::number).max();
        let most = most.unwrap_or(0).max(self.scale).max(1);
        let widest = |text: fn(&Line) -> &str| {
            let widths = self.lines.iter().map(|line| width(&clean(text(line))));
            widths.max().unwrap_or(0)
        };
        let label = widest(|line| &line.label);
        let label = if room == Room::Endless {
            label
        } else {
            label.min(LABEL)
        };
        // As much bar as leaves room for the remarks; where that is too little, they go below.
        let taken = 2 + label + 1 + NUMBER + 1 + 2 + widest(|line| &line.note);
        let left = columns.saturating_sub(taken);
        let long = if left < BAR.1 { BAR.0 } else { left.min(BAR.0) };
        for line in &self.lines {
            let name = pad(&clean(&line.label), label);
            let mut text = format!("{name} {:>NUMBER$}", line.shown(texts));
            if self.bars {
                let tenths = line.number().map(|n| n.saturating_mul(1000) / most);
                let filled = tenths.map_or_else(String::new, |tenths| bar(tenths, long));
                text = format!("{text} {}", pad(&filled, long));
            }
            let note = clean(&line.note);
            if 2 + width(&text) + 2 + width(&note) <= columns {
                row(2, &format!("{text}  {note}"));
                continue;
            }
            row(2, &text);
            for piece in wrapped(&note, columns.saturating_sub(4)) {
                row(4, &piece);
            }
        }
        for sentence in &self.foot {
            for piece in wrapped(&clean(sentence), columns.saturating_sub(2)) {
                row(2, &piece);
            }
        }
        out
    }

    fn cells(&self) -> impl Iterator<Item = Vec<Cell>> {
        self.lines.iter().map(|line| {
            vec![
                Cell::text(line.label.as_str()),
                line.value.clone(),
                Cell::text(line.note.as_str()),
            ]
        })
    }
}

/// The lines of parts as one table without heads.
pub(super) fn lines(parts: &[Part], texts: &Texts) -> Table {
    let headers = ["col.item", "col.count", "col.note"];
    Table {
        headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
        rows: parts.iter().flat_map(Part::cells).collect(),
        shape: Shape::Grid,
    }
}

/// Several parts as one table, the head of each before its lines.
pub(super) fn table(parts: &[Part], texts: &Texts) -> Table {
    let headers = ["col.part", "col.item", "col.count", "col.note"];
    let rows = parts.iter().flat_map(|part| {
        part.cells().map(|mut cells| {
            cells.insert(0, Cell::text(part.head.as_str()));
            cells
        })
    });
    Table {
        headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
        rows: rows.collect(),
        shape: Shape::Grid,
    }
}
