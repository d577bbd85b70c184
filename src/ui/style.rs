//! Looks of the theme as styles; without colour where the user asks for none.

use crate::config::{Look, LookRow, Theme};
use ratatui::style::{Color, Modifier, Style};

/// Styles by the names of the theme.
#[derive(Debug, Clone, Default)]
pub struct Styles {
    /// In the order of [`Look::ALL`].
    styles: Vec<Style>,
}

fn modifier(word: &str) -> Modifier {
    match word {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "reversed" => Modifier::REVERSED,
        "underlined" => Modifier::UNDERLINED,
        _ => Modifier::empty(),
    }
}

impl Styles {
    /// Takes a theme over; `color` false leaves attributes only.
    pub fn new(theme: &Theme, color: bool) -> Self {
        let parsed = |name: &Option<String>| -> Option<Color> {
            name.as_deref()
                .filter(|_| color)
                .and_then(|n| n.parse().ok())
        };
        let style = |look: &LookRow| {
            let mut style = Style::new();
            style.fg = parsed(&look.fg);
            style.bg = parsed(&look.bg);
            look.with
                .iter()
                .fold(style, |style, word| style.add_modifier(modifier(word)))
        };
        let of = |look: &Look| {
            let row = theme.rows().iter().find(|row| row.id == look.id());
            row.map_or_else(Style::new, style)
        };
        let styles = Look::ALL.iter().map(of).collect();
        Self { styles }
    }

    /// The look of a row of a list: selected where the keys are, selected elsewhere, or neither.
    pub(super) fn row(&self, selected: bool, focus: bool) -> Style {
        match (selected, focus) {
            (true, true) => self.get(Look::Selected),
            (true, false) => self.get(Look::SelectedDim),
            _ => Style::new(),
        }
    }

    /// The style of a look within a row; plain where the row is selected, as that has its own look.
    pub(super) fn within(&self, selected: bool, look: Look) -> Style {
        if selected {
            Style::new()
        } else {
            self.get(look)
        }
    }

    /// The style of a look.
    pub fn get(&self, look: Look) -> Style {
        self.styles.get(look as usize).copied().unwrap_or_default()
    }
}
