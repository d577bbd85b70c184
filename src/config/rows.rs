//! Reading a data file and the user's file of the same name over it, row by row.

use crate::model::{Message, place};
use ron::extensions::Extensions;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// A row that a user's row of the same id replaces.
pub(super) trait Row: DeserializeOwned {
    /// What makes two rows the same.
    type Id: PartialEq;
    /// Its id.
    fn id(&self) -> Self::Id;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowsFile<T> {
    #[allow(dead_code)]
    format: u32,
    #[serde(default = "Vec::new")]
    rows: Vec<T>,
}

/// A file of the user's folder that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: String,
    /// Line and column, from 1; none where the file could not be read at all.
    pub at: Option<(usize, usize)>,
    /// The whole sentence: where, what, and that the built-in rows hold.
    pub message: Message,
}

/// The largest settings file taken, in bytes.
const CAP: u64 = 4 << 20;

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Parses a file that is part of the program.
pub(super) fn built_in<T: DeserializeOwned>(text: &str) -> T {
    options()
        .from_str(text)
        .expect("the built-in data files are loaded by a test")
}

/// The rows of a file that is part of the program.
pub(super) fn built_in_rows<T: Row>(text: &str) -> Vec<T> {
    built_in::<RowsFile<T>>(text).rows
}

/// Line and column, from 1, of a word that stands in a field of a file; a line of comment is no place.
pub(super) fn position(text: &str, field: &str, word: &str) -> Option<(usize, usize)> {
    let quoted = format!("\"{word}\"");
    let found = text.match_indices(&quoted).find(|(at, _)| {
        let before = &text[..*at];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let name = before
            .rsplit_once(':')
            .map_or("", |(name, _)| name.trim_end());
        name.ends_with(field) && !line.contains("//")
    });
    let before = &text[..found?.0];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next()?.chars().count() + 1;
    Some((line, column))
}

/// Reads files of the user's folder and collects what is wrong with them.
pub(super) struct Reader {
    dir: Option<PathBuf>,
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn new(dir: Option<&Path>) -> Self {
        Self {
            dir: dir.map(Path::to_path_buf),
            problems: Vec::new(),
        }
    }

    /// The names of the user's RON files in a folder, sorted.
    pub(super) fn names(&self, folder: &str) -> Vec<String> {
        let Some(dir) = &self.dir else {
            return Vec::new();
        };
        let entries = std::fs::read_dir(dir.join(folder)).into_iter().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| Path::new(name).extension().is_some_and(|end| end == "ron"))
            .map(|name| format!("{folder}/{name}"))
            .collect();
        names.sort();
        names
    }

    /// The path of a user's file, to be shown.
    pub(super) fn shown(&self, name: &str) -> String {
        let path = self.dir.as_ref().map(|dir| dir.join(name));
        path.map_or_else(|| name.to_owned(), |path| path.display().to_string())
    }

    /// The user's file, if there is one and it can be used as a whole; never half of it.
    pub(super) fn user<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        self.user_with_text(name).map(|(file, _)| file)
    }

    /// The same with its text, where what is wrong with it shows only beside other files.
    pub(super) fn user_with_text<T: DeserializeOwned>(
        &mut self,
        name: &str,
    ) -> Option<(T, String)> {
        let path = self.dir.as_ref()?.join(name);
        let meta = std::fs::metadata(&path).ok()?;
        let shown = path.display().to_string();
        if !meta.is_file() || meta.len() > CAP {
            let message = Message::error("config.not-a-file").with("path", shown.as_str());
            self.problems.push(Problem {
                path: shown,
                at: None,
                message,
            });
            return None;
        }
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(fault) => {
                let message = Message::error("config.unreadable")
                    .with("path", shown.as_str())
                    .with("why", fault.to_string());
                self.problems.push(Problem {
                    path: shown,
                    at: None,
                    message,
                });
                return None;
            }
        };
        let text = text.trim_start_matches('\u{feff}');
        match options().from_str(text) {
            Ok(file) => Some((file, text.to_owned())),
            Err(fault) => {
                let (line, column) = (fault.span.start.line, fault.span.start.col);
                let message = Message::error("config.bad-file")
                    .with("place", place(&shown, line, column))
                    .with("why", fault.code.to_string());
                self.problems.push(Problem {
                    path: shown,
                    at: Some((line, column)),
                    message,
                });
                None
            }
        }
    }

    /// The built-in rows, with the user's rows in the place of those of the same id and new ones
    /// behind them.
    pub(super) fn rows<T: Row>(&mut self, name: &str, text: &str) -> Vec<T> {
        self.over(name, built_in_rows(text))
    }

    /// The user's rows over built-in ones that are read already.
    pub(super) fn over<T: Row>(&mut self, name: &str, mut rows: Vec<T>) -> Vec<T> {
        let users = self
            .user::<RowsFile<T>>(name)
            .map_or_else(Vec::new, |file| file.rows);
        for row in users {
            match rows.iter().position(|r| r.id() == row.id()) {
                Some(at) => rows[at] = row,
                None => rows.push(row),
            }
        }
        rows
    }
}
