//! Totals that a list states, held against the rows that were read.

use super::cells;
use super::columns::Column;
use super::grid::{Row, Value};
use crate::model::Message;
use crate::model::import::{Issue as Code, Problem};
use crate::rules::Taken;

/// Counts of people by column: since the last part began, and of all.
pub(super) struct Totals {
    /// The column; its count in this part, in all.
    counts: Vec<(usize, u32, u32)>,
    /// People in this part, in all.
    people: (u32, u32),
}

/// The number that a total states, where its cell holds one first: `4`, `04 quần chúng`.
fn stated(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) if number.fract() == 0.0 && *number >= 0.0 => Some(*number as u32),
        Value::Text(text) => {
            let text = cells::line(text);
            let digits = text.split(' ').next()?;
            digits.parse().ok()
        }
        _ => None,
    }
}

/// The number behind the word for a total: `Tổng cộng: 04 quần chúng`.
fn behind(text: &str) -> Option<u32> {
    let mut words = text.split([' ', ':', '(']).filter(|word| !word.is_empty());
    words.find_map(|word| word.parse().ok())
}

impl Totals {
    pub(super) fn new(columns: &[Column], names: &[usize]) -> Self {
        let counted = columns.iter().filter(|column| {
            use Taken::*;
            matches!(
                column.takes,
                DayOfMale | DayOfFemale | MarkOfMale | MarkOfFemale
            ) || names.contains(&column.at)
        });
        Self {
            counts: counted.map(|column| (column.at, 0, 0)).collect(),
            people: (0, 0),
        }
    }

    /// A person's row.
    pub(super) fn count(&mut self, row: &Row) {
        self.people = (self.people.0 + 1, self.people.1 + 1);
        for (column, part, all) in &mut self.counts {
            if row.value(*column).is_some() {
                *part += 1;
                *all += 1;
            }
        }
    }

    /// A part of the list begins.
    pub(super) fn part(&mut self) {
        self.people.0 = 0;
        for (_, part, _) in &mut self.counts {
            *part = 0;
        }
    }

    /// What the row of a total says otherwise than the rows.
    pub(super) fn differing(&self, row: &Row) -> Vec<Problem> {
        let told = |column: usize, given: u32, (part, all): (u32, u32)| {
            (given != part && given != all).then(|| {
                let message = Message::info("reading.sum-differs")
                    .with("given", given)
                    .with("read", all);
                Problem::new(cells::name(column, row.number), Code::SumDiffers, message)
            })
        };
        let mut found = Vec::new();
        for column in row.filled() {
            let Some(value) = row.value(column) else {
                continue;
            };
            let counted = self.counts.iter().find(|(at, ..)| *at == column);
            let problem = match (counted, value) {
                (Some((_, part, all)), value) => match stated(value) {
                    Some(given) => told(column, given, (*part, *all)),
                    None => None,
                },
                (None, Value::Text(text)) if text.chars().any(char::is_alphabetic) => {
                    let line = cells::line(text);
                    let given = stated(value).or_else(|| behind(&line));
                    given.and_then(|given| told(column, given, self.people))
                }
                _ => None,
            };
            found.extend(problem);
        }
        found
    }
}
