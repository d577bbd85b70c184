//! Why a file cannot be understood at all.

use crate::model::{Message, UnitId};
use thiserror::Error;

/// Why a file cannot be understood at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoList {
    /// No sheet holds a list.
    #[error("no list of people or quotas")]
    NoTable {
        /// Headings that were looked for.
        looked_for: Vec<String>,
        /// It is a statistical form, by what it says of itself.
        form: Option<String>,
    },
    /// A sheet of that name is not there.
    #[error("no sheet of that name")]
    NoSheet {
        /// The name that was asked for.
        given: String,
        /// The names that are there.
        known: Vec<String>,
    },
    /// An organisation of that id is not in the book.
    #[error("no such unit")]
    NoUnit(UnitId),
    /// What a column is to fill is not known.
    #[error("no such field")]
    NoField {
        /// What was asked for.
        given: String,
        /// Some that are known.
        known: Vec<String>,
    },
    /// No column of that heading or letter is in any table.
    #[error("no such column")]
    NoColumn(String),
}

impl NoList {
    /// The sentence for it.
    pub fn message(&self) -> Message {
        match self {
            Self::NoTable {
                looked_for,
                form: Some(form),
            } => Message::error("reading.statistical-form")
                .with("form", form.as_str())
                .with("known", looked_for.join(", ")),
            Self::NoTable {
                looked_for,
                form: None,
            } => Message::error("reading.no-table").with("known", looked_for.join(", ")),
            Self::NoSheet { given, known } => Message::error("reading.no-sheet")
                .with("given", given.as_str())
                .with("known", known.join(", ")),
            Self::NoUnit(id) => Message::error("reading.no-such-unit").with("id", id.as_str()),
            Self::NoField { given, known } => Message::error("reading.no-field")
                .with("given", given.as_str())
                .with("known", known.join(", ")),
            Self::NoColumn(given) => {
                Message::error("reading.no-column").with("given", given.as_str())
            }
        }
    }
}
