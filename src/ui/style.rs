//! Looks of the theme as styles; without colour where the user asks for none.

use crate::config::Theme;
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;

/// Styles by the names of the theme.
#[derive(Debug, Clone, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
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
        let style = |look: &crate::config::Look| {
            let mut style = Style::new();
            style.fg = parsed(&look.fg);
            style.bg = parsed(&look.bg);
            look.with
                .iter()
                .fold(style, |style, word| style.add_modifier(modifier(word)))
        };
        let styles = theme
            .rows()
            .iter()
            .map(|look| (look.id.clone(), style(look)))
            .collect();
        Self { styles }
    }

    /// The look of a row of a list: selected where the keys are, selected elsewhere, or neither.
    pub(super) fn row(&self, selected: bool, focus: bool) -> Style {
        match (selected, focus) {
            (true, true) => self.get("selected"),
            (true, false) => self.get("selected-dim"),
            _ => Style::new(),
        }
    }

    /// The style of a name within a row; plain where the row is selected, as that has its own look.
    pub(super) fn within(&self, selected: bool, id: &str) -> Style {
        if selected { Style::new() } else { self.get(id) }
    }

    /// The style of a name; plain where the theme has none.
    pub fn get(&self, id: &str) -> Style {
        self.styles.get(id).copied().unwrap_or_default()
    }
}
