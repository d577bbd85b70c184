//! What lies ahead of a book: the usual pace and the forecast, worked out when first asked for and kept up with edits.

use crate::rules::{Counted, Forecast, Pace};
use std::cell::OnceCell;

/// The pace and the forecast of the year shown.
#[derive(Debug, Default)]
pub struct Ahead {
    pace: OnceCell<Pace>,
    forecast: OnceCell<Forecast>,
}

impl Ahead {
    /// The usual pace today, measured when it is first asked for after an edit.
    pub(super) fn pace(&self, counted: Counted<'_>) -> &Pace {
        match self.forecast.get() {
            Some(forecast) => forecast.pace(),
            None => self.pace.get_or_init(|| Pace::in_figures(counted)),
        }
    }

    /// The forecast for the year of the figures.
    pub(super) fn forecast(&self, counted: Counted<'_>) -> &Forecast {
        self.forecast.get_or_init(|| {
            let pace = self.pace.get().cloned();
            let pace = pace.unwrap_or_else(|| Pace::in_figures(counted));
            Forecast::new(counted, pace, None)
        })
    }

    /// Lets go what an edit may have altered.
    pub(super) fn forget_pace(&mut self) {
        self.pace.take();
    }

    /// The forecast that is kept up with edits, if there is one.
    pub(super) fn kept_up(&mut self) -> Option<&mut Forecast> {
        self.forecast.get_mut()
    }
}
