//! Colours and attributes by name, as words; the drawing layer turns them into styles.

use super::rows::Row;
use serde::Deserialize;

/// How something looks. Colours are the 16 of a terminal, by name; none leaves the terminal's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// What it is the look of.
    pub id: String,
    /// Letters.
    #[serde(default)]
    pub fg: Option<String>,
    /// Ground.
    #[serde(default)]
    pub bg: Option<String>,
    /// Attributes: `bold`, `dim`, `reversed`, `underlined`.
    #[serde(default)]
    pub with: Vec<String>,
}

impl Row for Look {
    type Id = String;
    fn id(&self) -> String {
        self.id.clone()
    }
}

/// All looks.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    rows: Vec<Look>,
}

impl Theme {
    pub(super) fn new(rows: Vec<Look>) -> Self {
        Self { rows }
    }

    /// The rows.
    pub fn rows(&self) -> &[Look] {
        &self.rows
    }
}
