//! The few settings of the program; a book's own settings live in the book.

use super::rows::{Reader, built_in};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    #[allow(dead_code)]
    format: u32,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    silent_years: Option<u32>,
    #[serde(default)]
    who: Option<String>,
    #[serde(default)]
    cover_after: Option<u32>,
    #[serde(default)]
    reveal_for: Option<u32>,
    anonymise_after: Option<u16>,
}

/// Settings in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language: `vi` or `en`.
    pub lang: String,
    /// Years without an admission after which a cell is marked silent.
    pub silent_years: u32,
    /// The name that stands in the journal; the account's where none is set.
    pub who: Option<String>,
    /// Minutes without a key after which the screen is covered; 0 never.
    pub cover_after: u32,
    /// Seconds for which a hidden number stays shown.
    pub reveal_for: u32,
    /// Months after which a closed file of somebody who did not join is to be anonymised; 0 never.
    pub anonymise_after: u16,
}

impl Settings {
    pub(super) fn load(reader: &mut Reader) -> Self {
        let own: SettingsFile = built_in(include_str!("../../config/settings.ron"));
        let user: SettingsFile = reader.user("settings.ron").unwrap_or_default();
        Self {
            lang: user.lang.or(own.lang).unwrap_or_default(),
            silent_years: user.silent_years.or(own.silent_years).unwrap_or_default(),
            who: user.who.or(own.who),
            reveal_for: user.reveal_for.or(own.reveal_for).unwrap_or_default(),
            cover_after: user.cover_after.or(own.cover_after).unwrap_or_default(),
            anonymise_after: user
                .anonymise_after
                .or(own.anonymise_after)
                .unwrap_or_default(),
        }
    }
}
