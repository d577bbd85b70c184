//! Medians, and the table of what was measured, against what, and whether that is within the budget.

use ketnap::text::{pad, width};
use std::fmt;
use std::time::Duration;

/// The median.
pub(crate) fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

/// How many times one is the other.
pub(crate) fn ratio(time: Duration, floor: Duration) -> f64 {
    time.as_secs_f64() / floor.as_secs_f64()
}

/// In milliseconds.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}

/// What a budget asks, and whether it is met.
pub(crate) struct Budget(pub(crate) String, pub(crate) bool);

/// A time may be so many times its floor.
pub(crate) fn at_most(most: f64, time: Duration, floor: Duration) -> Budget {
    Budget(format!("<= {most} x"), ratio(time, floor) <= most)
}

/// All rows.
pub(crate) struct Table {
    rows: Vec<[String; 6]>,
    missed: usize,
}

impl Table {
    pub(crate) fn new() -> Self {
        let head = ["what", "measured", "floor", "ratio", "budget", "met"];
        Self {
            rows: vec![head.map(str::to_owned)],
            missed: 0,
        }
    }

    /// How many budgets are missed.
    pub(crate) fn missed(&self) -> usize {
        self.missed
    }

    /// A time against its floor. Without a budget the row only tells.
    pub(crate) fn time(
        &mut self,
        what: &str,
        time: Duration,
        floor: Duration,
        budget: Option<Budget>,
    ) {
        let times = format!("{:.1} x", ratio(time, floor));
        self.row(what, ms(time), ms(floor), times, budget);
    }

    /// A number without a floor.
    pub(crate) fn number(&mut self, what: &str, number: String, budget: Option<Budget>) {
        self.row(what, number, String::new(), String::new(), budget);
    }

    fn row(
        &mut self,
        what: &str,
        measured: String,
        floor: String,
        ratio: String,
        budget: Option<Budget>,
    ) {
        let (asks, met) = match budget {
            None => (String::new(), "-"),
            Some(Budget(asks, true)) => (asks, "yes"),
            Some(Budget(asks, false)) => {
                self.missed += 1;
                (asks, "NO")
            }
        };
        let (what, met) = (what.to_owned(), met.to_owned());
        self.rows.push([what, measured, floor, ratio, asks, met]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            for (column, cell) in row.iter().enumerate() {
                let most = self.rows.iter().map(|row| width(&row[column])).max();
                write!(f, "{}  ", pad(cell, most.unwrap_or(0)))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
