//! What a board is run with.

use super::colours::Colours;
use crate::app::{Start, World};
use crate::config::Config;
use crate::model::Message;
use crate::store::Store;
use chrono::NaiveDate;
use std::time::Duration;

/// Everything the loop works with.
pub struct Session {
    /// The disk.
    pub store: Store,
    /// Words, keys, looks.
    pub config: Config,
    /// The day and the field.
    pub world: World,
    /// Who stands in the journal.
    pub who: String,
    /// The day given by the user or the book; none follows the clock.
    pub fixed_today: Option<NaiveDate>,
    /// The colours that are wanted and there.
    pub colours: Colours,
    /// What is told at the start where nothing else is.
    pub remark: Option<Message>,
    /// A clock that only runs, whatever is set on the system's.
    pub running: Box<dyn Fn() -> Duration>,
    /// Makes a book where there is none, for a first start.
    pub create: fn(&Store, &Config, &Start, NaiveDate) -> Result<(), Message>,
}
