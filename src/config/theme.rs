//! Colours and attributes by name, as words; the drawing layer turns them into styles.

use super::rows::{Row, Wrong};
use serde::Deserialize;

macro_rules! looks {
    ($($name:ident => $id:literal,)*) => {
        /// What is drawn has one of these looks, whose colours and attributes a theme says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Look {
            $($name,)*
        }

        impl Look {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its row in `theme.ron`.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

looks! {
    Plain => "plain",
    Title => "title",
    Header => "header",
    Border => "border",
    BorderFocus => "border-focus",
    Selected => "selected",
    SelectedDim => "selected-dim",
    Cursor => "cursor",
    Head => "head",
    Good => "good",
    Warn => "warn",
    Bad => "bad",
    Dim => "dim",
    Input => "input",
    Key => "key",
    Match => "match",
}

/// How something looks. Colours are the 16 of a terminal, by name; none leaves the terminal's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookRow {
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

/// The colours by their names; beside them `reset`, a number up to 255, or `#` and six digits.
pub const COLOURS: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "darkgray",
    "lightred",
    "lightgreen",
    "lightyellow",
    "lightblue",
    "lightmagenta",
    "lightcyan",
    "white",
];

const ATTRIBUTES: [&str; 4] = ["bold", "dim", "reversed", "underlined"];

fn is_colour(word: &str) -> bool {
    let named = COLOURS.contains(&word) || word == "reset";
    let numbered = word.parse::<u8>().is_ok();
    let mixed = word.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    });
    named || numbered || mixed
}

impl Row for LookRow {
    type Id = String;

    fn id(&self) -> String {
        self.id.clone()
    }

    fn word(&self) -> String {
        self.id.clone()
    }

    fn wrong(&self, under: Option<&Self>, all: &[Self]) -> Option<Wrong> {
        if under.is_none() {
            return Some(Wrong::unknown(
                "id",
                &self.id,
                all.iter().map(|look| &*look.id),
            ));
        }
        let colours = [("fg", &self.fg), ("bg", &self.bg)].into_iter();
        let mut colours = colours.filter_map(|(field, word)| Some((field, word.as_deref()?)));
        if let Some((field, word)) = colours.find(|(_, word)| !is_colour(word)) {
            return Some(Wrong::unknown(field, word, COLOURS));
        }
        let mut with = self.with.iter();
        let word = with.find(|word| !ATTRIBUTES.contains(&word.as_str()))?;
        Some(Wrong::unknown("with", word, ATTRIBUTES))
    }
}

/// All looks.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    rows: Vec<LookRow>,
}

impl Theme {
    pub(super) fn new(rows: Vec<LookRow>) -> Self {
        Self { rows }
    }

    /// The rows.
    pub fn rows(&self) -> &[LookRow] {
        &self.rows
    }
}
