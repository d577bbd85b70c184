//! What the program knows and how it looks: built-in rows, the user's rows over them, merged by id.

mod claims;
mod days_off;
pub mod demo;
mod folder;
mod guide;
mod headings;
mod keys;
mod mappings;
mod paths;
mod piece;
mod problem;
mod procedures;
mod rows;
mod settings;
mod theme;

pub use folder::MAPPINGS;
pub use guide::{PAGES, Page};
pub use keys::{KeyRow, Keymap};
pub use mappings::with_mappings;
pub use paths::{NoPath, Paths, absolute, default_paths, relative_variable};
pub use problem::Problem;
pub use settings::Settings;
pub use theme::{COLOURS, Look, LookRow, Theme};

use crate::app::command::{Context, Entry};
use crate::model::import::Mapping;
use crate::model::{Message, NameOrder, Spelling, Spellings, both};
use crate::rules::{
    Aim, CauseRow, GroupRow, Heading, Holiday, Kind, Organisation, RuleSet, Rules, Sign, Source,
    resolved,
};
use crate::text::{Lang, Texts, places};
use rows::{Reader, Row, Wrong, built_in_rows};
use serde::Deserialize;
use std::path::{Path, PathBuf};
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
    /// Headings of lists that come in.
    pub headings: Arc<[Heading]>,
    /// The user's folder, if there is one.
    pub dir: Option<PathBuf>,
    /// What the user said of columns of lists that came in.
    pub mappings: Arc<[Mapping]>,
    /// What in the user's files could not be used; the built-in rows hold in its place.
    pub problems: Vec<Problem>,
    /// What lies in the user's folder and is not read.
    pub strays: Vec<Problem>,
    /// The user's days off that hold without a row.
    pub needless: Vec<Problem>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TextRow {
    key: String,
    text: String,
}

fn braced(name: &str) -> String {
    if name.starts_with('{') {
        name.to_owned()
    } else {
        format!("{{{name}}}")
    }
}

impl Row for TextRow {
    type Id = String;

    fn id(&self) -> String {
        self.key.clone()
    }

    fn word(&self) -> String {
        self.key.clone()
    }

    fn wrong(&self, under: Option<&Self>, all: &[Self]) -> Option<Wrong> {
        let Some(under) = under else {
            // A command may have a shorter name for the footer.
            let long = self.key.strip_suffix(".short");
            let known = long.is_some_and(|long| all.iter().any(|row| row.key == long));
            return (!known).then(|| Wrong {
                field: "key",
                word: self.key.clone(),
                why: Message::error("config.unknown-text").with("key", self.key.as_str()),
            });
        };
        let known = places(&under.text);
        let unknown = places(&self.text);
        let unknown = unknown.into_iter().find(|name| !known.contains(name))?;
        let key = if known.is_empty() {
            "config.no-place"
        } else {
            "config.unknown-place"
        };
        let known: Vec<String> = known.iter().map(|name| braced(name)).collect();
        Some(Wrong {
            field: "text",
            word: self.text.clone(),
            why: Message::error(key)
                .with("given", braced(unknown))
                .with("known", known.join(", ")),
        })
    }
}

macro_rules! row_by_id {
    ($($type:ty $(, $names:expr)?);*) => {
        $(impl Row for $type {
            type Id = String;
            fn id(&self) -> String {
                self.id.to_string()
            }
            fn word(&self) -> String {
                self.id.to_string()
            }
            $(fn names(&self) -> Vec<(&'static str, &str)> {
                $names(self)
            })?
        })*
    };
}

fn below(kind: &Kind) -> Vec<(&'static str, &str)> {
    kind.below.iter().map(|id| ("below", id.as_str())).collect()
}

fn sources_of(group: &GroupRow) -> Vec<(&'static str, &str)> {
    let signs = group.told_by.iter();
    signs
        .filter_map(|sign| match sign {
            Sign::Source(id) => Some(("told_by", id.as_str())),
            Sign::Sex(_) | Sign::YouthUnion | Sign::EthnicityOtherThan(_) => None,
        })
        .collect()
}

row_by_id!(Kind, below; CauseRow; Source; GroupRow, sources_of; Aim; Holiday; Organisation);

/// The largest files of the program beside its words.
struct Data {
    keys: Vec<KeyRow>,
    sets: Vec<RuleSet>,
    holidays: Vec<Holiday>,
}

impl Data {
    fn of_the_program() -> Self {
        Self {
            keys: built_in_rows(include_str!("../../config/keys.ron")),
            sets: procedures::of_the_program(),
            holidays: built_in_rows(include_str!("../../config/holidays.ron")),
        }
    }
}

const VI: &str = include_str!("../../config/text/vi.ron");
const EN: &str = include_str!("../../config/text/en.ron");

impl Config {
    /// What was said of the columns of a list is known from now on.
    pub fn learn(&mut self, said: &[Mapping]) {
        if said.is_empty() {
            return;
        }
        let other = |old: &&Mapping| said.iter().all(|new| new.headings != old.headings);
        let old = self.mappings.iter().filter(other);
        self.mappings = old.chain(said).cloned().collect();
    }

    /// Reads the built-in data and, over it, the user's folder. A language given here comes
    /// before the one in the settings.
    pub fn load(dir: Option<&Path>, lang: Option<Lang>) -> Self {
        let mut reader = Reader::new(dir);
        let settings = Settings::load(&mut reader);
        let lang = lang.unwrap_or(settings.lang);
        let (own, other) = match lang {
            Lang::Vi => (("text/vi.ron", VI), ("text/en.ron", EN)),
            Lang::En => (("text/en.ron", EN), ("text/vi.ron", VI)),
        };
        // The words are as much as all else together.
        let (data, texts) = both(Data::of_the_program, || built_in_rows(own.1));
        let texts: Vec<TextRow> = reader.over(own.0, texts);
        let texts = Texts::new(lang, texts.into_iter().map(|row| (row.key, row.text)));
        let spellings = spellings(&texts, lang, other.1);
        // Words that are not used now are wrong all the same.
        reader.look_at::<TextRow>(other.0, other.1);
        let users = reader.users("keys.ron");
        let keys = Keymap::new(claims::settled(data.keys, users, &mut reader.problems));
        let theme = Theme::new(reader.rows("theme.ron", include_str!("../../config/theme.ron")));
        let kinds = include_str!("../../config/kinds.ron");
        let kinds: Vec<Kind> = reader.naming("kinds.ron", kinds, None);
        let causes = reader.rows("causes.ron", include_str!("../../config/causes.ron"));
        let sources: Vec<Source> =
            reader.rows("sources.ron", include_str!("../../config/sources.ron"));
        let known: Vec<String> = sources.iter().map(Row::word).collect();
        let groups = include_str!("../../config/groups.ron");
        let groups = reader.naming("groups.ron", groups, Some(&known));
        let aims = reader.rows("aims.ron", include_str!("../../config/aims.ron"));
        let organisations = include_str!("../../config/organisations.ron");
        let organisations = reader.rows("organisations.ron", organisations);
        let headings = headings::headings(&mut reader).into();
        let mappings = mappings::mappings(&mut reader).into();
        let order = NameOrder::new();
        let sets = resolved(procedures::over(&mut reader, data.sets, &kinds));
        let (calendar, needless) = days_off::calendar(&mut reader, data.holidays);
        let rules = Arc::new(Rules {
            kinds,
            procedure: sets.last().expect("the built-in sets have stages").clone(),
            sets,
            calendar,
            causes,
            sources,
            groups,
            aims,
            silent_years: settings.silent_years,
            order,
            organisations,
            spellings: Arc::new(spellings),
        });
        let strays = reader.folder.strays();
        let strays = reader.told(strays).unwrap_or_default();
        Self {
            settings,
            rules,
            texts,
            keys,
            theme,
            headings,
            dir: dir.map(Path::to_owned),
            mappings,
            problems: reader.problems,
            strays,
            needless,
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

/// The words that may be typed for values: those of both languages, the Vietnamese first. Of the
/// language that is not shown only their rows are read, which stand on lines of their own.
fn spellings(shown: &Texts, lang: Lang, other: &str) -> Spellings {
    let typed = |line: &&str| {
        let key = line.split(',').next().unwrap_or_default();
        key.contains("typed.")
    };
    let lines: Vec<&str> = other.lines().filter(typed).collect();
    let rows: Vec<TextRow> = built_in_rows(&format!("(format: 1, rows: [{}])", lines.concat()));
    let spelling = |key: &str| {
        let row = rows.iter().find(|row| row.key == key);
        let hidden = row.map_or("", |row| &row.text);
        let (first, second) = match lang {
            Lang::Vi => (shown.get(key), hidden),
            Lang::En => (hidden, shown.get(key)),
        };
        Spelling::new(first.split('|').chain(second.split('|')))
    };
    Spellings {
        male: spelling("typed.male"),
        female: spelling("typed.female"),
        yes: spelling("typed.yes"),
        no: spelling("typed.no"),
        today: spelling("typed.today"),
        yesterday: spelling("typed.yesterday"),
        weekdays: [
            spelling("typed.monday"),
            spelling("typed.tuesday"),
            spelling("typed.wednesday"),
            spelling("typed.thursday"),
            spelling("typed.friday"),
            spelling("typed.saturday"),
            spelling("typed.sunday"),
        ],
    }
}
