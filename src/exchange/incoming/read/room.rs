//! The rows of a sheet as they are read, kept within what is read at all.

use super::limits::{CELLS, COLUMNS, MERGED, ROWS, TEXT};
use super::not_read::NotRead;
use crate::exchange::incoming::grid::{Merged, Row, Sheet, Value};
use std::mem;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How far the reading of a file is, and whether it is to go on.
#[derive(Debug, Default)]
pub struct Progress {
    rows: AtomicUsize,
    stopped: AtomicBool,
}

impl Progress {
    /// How many rows were read so far.
    pub fn rows(&self) -> usize {
        self.rows.load(Ordering::Relaxed)
    }

    /// Nobody wants the file any more.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// One more row; not where nobody wants the file any more.
    fn row(&self) -> Result<(), NotRead> {
        self.rows.fetch_add(1, Ordering::Relaxed);
        if self.stopped.load(Ordering::Relaxed) {
            return Err(NotRead::Stopped);
        }
        Ok(())
    }
}

/// What is left for the cells of a file.
pub(super) struct Room<'a> {
    progress: &'a Progress,
    cells: usize,
    text: usize,
}

impl<'a> Room<'a> {
    pub(super) fn new(progress: &'a Progress) -> Self {
        Self {
            progress,
            cells: CELLS,
            text: TEXT,
        }
    }
}

/// A sheet that is being read, row by row.
pub(super) struct Filling<'r, 'a> {
    room: &'r mut Room<'a>,
    sheet: Sheet,
    row: Row,
}

impl<'r, 'a> Filling<'r, 'a> {
    pub(super) fn new(room: &'r mut Room<'a>, name: Option<String>, hidden: bool) -> Self {
        Self {
            room,
            sheet: Sheet {
                name,
                hidden,
                rows: Vec::new(),
                merged: Vec::new(),
            },
            row: empty(0, false),
        }
    }

    /// Begins a row; what stands in the one before is kept.
    pub(super) fn begin(&mut self, number: u32, hidden: bool) -> Result<(), NotRead> {
        self.end()?;
        self.room.progress.row()?;
        self.row = empty(number, hidden);
        Ok(())
    }

    /// The number of the row that was begun last.
    pub(super) fn number(&self) -> u32 {
        self.row.number
    }

    /// Puts a value in a column of the row.
    pub(super) fn put(&mut self, column: usize, value: Value) -> Result<(), NotRead> {
        if column >= COLUMNS {
            return Err(NotRead::TooManyColumns(self.sheet.name.clone()));
        }
        let taken = match &value {
            Value::Text(text) | Value::Fault(text) => text.len(),
            _ => 0,
        };
        let cells = &mut self.row.cells;
        let more = (column + 1).saturating_sub(cells.len());
        let left = |have: usize, more| {
            let left = have.checked_sub(more);
            left.ok_or_else(|| NotRead::TooManyCells(self.sheet.name.clone()))
        };
        self.room.cells = left(self.room.cells, more)?;
        self.room.text = left(self.room.text, taken)?;
        if more > 0 {
            cells.resize(column + 1, None);
        }
        cells[column] = Some(value);
        Ok(())
    }

    /// That the sheet holds more than is read.
    pub(super) fn too_many(&self) -> NotRead {
        NotRead::TooManyCells(self.sheet.name.clone())
    }

    /// Puts the row once more, under the numbers that follow.
    pub(super) fn again(&mut self, times: u32) -> Result<(), NotRead> {
        let row = self.row.clone();
        if row.cells.is_empty() {
            return Ok(());
        }
        for number in (row.number..).skip(1).take(times as usize) {
            self.begin(number, row.hidden)?;
            for (column, value) in row.cells.iter().enumerate() {
                if let Some(value) = value {
                    self.put(column, value.clone())?;
                }
            }
        }
        Ok(())
    }

    /// Notes cells that are drawn as one.
    pub(super) fn merge(&mut self, merged: Merged) -> Result<(), NotRead> {
        if self.sheet.merged.len() >= MERGED {
            return Err(self.too_many());
        }
        self.sheet.merged.push(merged);
        Ok(())
    }

    fn end(&mut self) -> Result<(), NotRead> {
        let row = mem::replace(&mut self.row, empty(0, false));
        if row.cells.is_empty() {
            return Ok(());
        }
        if self.sheet.rows.len() >= ROWS {
            return Err(NotRead::TooManyRows(self.sheet.name.clone()));
        }
        self.sheet.rows.push(row);
        Ok(())
    }

    /// The sheet, its rows in order, without what merged cells cover: nobody sees that.
    pub(super) fn done(mut self) -> Result<Sheet, NotRead> {
        self.end()?;
        let Sheet {
            rows, merged, name, ..
        } = &mut self.sheet;
        if !rows.is_sorted_by_key(|row| row.number) {
            rows.sort_by_key(|row| row.number);
        }
        let mut steps = CELLS;
        for area in merged {
            let from = rows.partition_point(|row| row.number < area.rows.0);
            let under = rows[from..].iter_mut();
            for row in under.take_while(|row| row.number <= area.rows.1) {
                let first = area.columns.0 as usize + usize::from(row.number == area.rows.0);
                let covered = row.cells.iter_mut().take(area.columns.1 as usize + 1);
                for cell in covered.skip(first) {
                    *cell = None;
                    steps = steps
                        .checked_sub(1)
                        .ok_or_else(|| NotRead::TooManyCells(name.clone()))?;
                }
                steps = steps
                    .checked_sub(1)
                    .ok_or_else(|| NotRead::TooManyCells(name.clone()))?;
            }
        }
        for row in rows.iter_mut() {
            let last = row.cells.iter().rposition(Option::is_some);
            row.cells.truncate(last.map_or(0, |at| at + 1));
        }
        rows.retain(|row| !row.cells.is_empty());
        Ok(self.sheet)
    }
}

fn empty(number: u32, hidden: bool) -> Row {
    Row {
        number,
        hidden,
        cells: Vec::new(),
    }
}
