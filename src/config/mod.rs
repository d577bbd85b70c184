//! What the program knows and how it looks: built-in rows, the user's rows over them, merged by id.

pub mod demo;
mod keys;
mod paths;
mod procedures;
mod rows;
mod settings;
mod theme;

pub use keys::{KeyRow, Keymap};
pub use paths::{NoPath, Paths, absolute, default_paths, relative_variable};
pub use rows::Problem;
pub use settings::Settings;
pub use theme::{Look, Theme};

use crate::app::command::{Context, Entry};
use crate::model::NameOrder;
use crate::rules::{
    Aim, Calendar, CauseRow, GroupRow, Holiday, Kind, Organisation, RuleSet, Rules, Source,
    resolved,
};
use crate::text::{Lang, Texts};
use rows::{Reader, Row, built_in_rows};
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;

/// Everything read from `config/` and the user's folder.
#[derive(Debug, Clone)]
pub struct Config {
    /// Settings.
    pub settings: Settings,
    /// The field.
    pub rules: Arc<Rules>,
    /// Words in the chosen language.
    pub texts: Texts,
    /// Keys.
    pub keys: Keymap,
    /// Colours.
    pub theme: Theme,
    /// Files of the user's folder that could not be used; the built-in rows hold in their place.
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TextRow {
    key: String,
    text: String,
}

impl Row for TextRow {
    type Id = String;
    fn id(&self) -> String {
        self.key.clone()
    }
}

macro_rules! row_by_id {
    ($($type:ty),*) => {
        $(impl Row for $type {
            type Id = String;
            fn id(&self) -> String {
                self.id.to_string()
            }
        })*
    };
}

row_by_id!(Kind, CauseRow, Source, GroupRow, Aim, Holiday, Organisation);

const VI: &str = include_str!("../../config/text/vi.ron");
const EN: &str = include_str!("../../config/text/en.ron");

impl Config {
    /// Reads the built-in data and, over it, the user's folder. A language given here comes
    /// before the one in the settings.
    pub fn load(dir: Option<&Path>, lang: Option<Lang>) -> Self {
        // Half of the built-in data is read beside the other half: a start waits for both.
        std::thread::scope(|scope| {
            let rules = scope.spawn(|| {
                let days = include_str!("../../config/holidays.ron");
                (procedures::of_the_program(), built_in_rows(days))
            });
            let reader = Reader::new(dir);
            Self::over(reader, lang, || rules.join().expect("built-in data"))
        })
    }

    fn over(
        mut reader: Reader,
        lang: Option<Lang>,
        built_in: impl FnOnce() -> (Vec<RuleSet>, Vec<Holiday>),
    ) -> Self {
        let settings = Settings::load(&mut reader);
        let lang = lang
            .or_else(|| Lang::from_code(&settings.lang))
            .unwrap_or_default();
        let (name, text) = match lang {
            Lang::Vi => ("text/vi.ron", VI),
            Lang::En => ("text/en.ron", EN),
        };
        let texts: Vec<TextRow> = reader.rows(name, text);
        let texts = Texts::new(lang, texts.into_iter().map(|row| (row.key, row.text)));
        let keys = Keymap::new(reader.rows("keys.ron", include_str!("../../config/keys.ron")));
        let theme = Theme::new(reader.rows("theme.ron", include_str!("../../config/theme.ron")));
        let kinds: Vec<Kind> = reader.rows("kinds.ron", include_str!("../../config/kinds.ron"));
        let causes = reader.rows("causes.ron", include_str!("../../config/causes.ron"));
        let sources = reader.rows("sources.ron", include_str!("../../config/sources.ron"));
        let groups = reader.rows("groups.ron", include_str!("../../config/groups.ron"));
        let aims = reader.rows("aims.ron", include_str!("../../config/aims.ron"));
        let organisations = include_str!("../../config/organisations.ron");
        let organisations = reader.rows("organisations.ron", organisations);
        let order = NameOrder::new();
        let (sets, days) = built_in();
        let sets = resolved(procedures::over(&mut reader, sets, &kinds));
        let rules = Arc::new(Rules {
            kinds,
            procedure: sets.last().expect("the built-in sets have stages").clone(),
            sets,
            calendar: Calendar::new(reader.over("holidays.ron", days)),
            causes,
            sources,
            groups,
            aims,
            silent_years: settings.silent_years,
            order,
            organisations,
        });
        Self {
            settings,
            rules,
            texts,
            keys,
            theme,
            problems: reader.problems,
        }
    }

    /// The commands in words, for the palette.
    pub fn entries(&self) -> Vec<Entry> {
        let rows = self.keys.rows().iter().filter(|row| !row.on.takes_text());
        rows.filter(|row| row.on != Context::Help)
            .map(|row| Entry {
                command: row.command,
                on: row.on,
                title: self.texts.get(row.command.text_key()).to_owned(),
                keys: row.shown(),
            })
            .collect()
    }
}
