//! The user's folder: the files that are read in it, those that are not, and why one could not be.

use super::piece::File;
use super::problem::Problem;
use crate::model::fault::not_text;
use crate::model::{Message, place};
use std::fs::Metadata;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// The largest settings file taken, in bytes.
const CAP: u64 = 4 << 20;

/// The folder of rule sets.
pub(super) const PROCEDURES: &str = "procedures";

/// The folder of words.
const TEXT: &str = "text";

/// The file of what columns of lists fill by the user's own word.
pub const MAPPINGS: &str = "mappings.ron";

/// The files read besides the rule sets.
const FILES: [&str; 14] = [
    "settings.ron",
    "keys.ron",
    "theme.ron",
    "kinds.ron",
    "causes.ron",
    "sources.ron",
    "groups.ron",
    "aims.ron",
    "organisations.ron",
    "headings.ron",
    MAPPINGS,
    "holidays.ron",
    "text/vi.ron",
    "text/en.ron",
];

/// Files that tools which keep versions of a folder leave in it.
const OF_TOOLS: [&str; 4] = [".git", ".gitignore", ".gitattributes", ".stignore"];

/// The user's folder, if there is one.
#[derive(Debug)]
pub(super) struct Folder {
    dir: Option<PathBuf>,
}

/// Whether a rule set is read from a file of this name. Copies of sync tools and editors bear others.
fn is_plain(name: &str) -> bool {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let word = name.strip_suffix(".ron");
    word.is_some_and(|word| !word.is_empty() && word.chars().all(sign))
}

/// Why the system does not let a file be read, in words.
fn reason(error: &Error) -> Message {
    Message::error(match error.kind() {
        ErrorKind::PermissionDenied => "config.denied",
        ErrorKind::NotADirectory => "config.no-folder",
        _ => "config.failing",
    })
}

impl Folder {
    pub(super) fn new(dir: Option<&Path>) -> Self {
        Self {
            dir: dir.map(Path::to_path_buf),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        let dir = self.dir.as_deref().unwrap_or(Path::new(""));
        dir.join(name)
    }

    fn shown(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn unreadable(&self, name: &str, error: &Error) -> Problem {
        let path = self.shown(name);
        let message = Message::error("config.unreadable")
            .with("path", path.as_str())
            .with("why", reason(error));
        Problem {
            path,
            at: None,
            message,
        }
    }

    /// A user's file as text, if there is one.
    pub(super) fn file(&self, name: &str) -> Result<Option<File>, Problem> {
        if self.dir.is_none() {
            return Ok(None);
        }
        let path = self.path(name);
        let whole = |message: Message| Problem {
            path: self.shown(name),
            at: None,
            message,
        };
        let meta = match std::fs::metadata(&path) {
            Ok(meta) => meta,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.unreadable(name, &error)),
        };
        if !takes(&meta) {
            let message = Message::error("config.not-a-file").with("path", self.shown(name));
            return Err(whole(message));
        }
        let bytes = std::fs::read(&path).map_err(|error| self.unreadable(name, &error))?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(File {
                path: self.shown(name),
                text: text.trim_start_matches('\u{feff}').to_owned(),
            })),
            Err(error) => {
                let utf8 = error.utf8_error();
                let fault = not_text(error.as_bytes(), utf8);
                let shown = place(&self.shown(name), fault.line, fault.column);
                let message = Message::error("config.bad-file").with("place", shown);
                Err(Problem {
                    at: fault.spot(),
                    ..whole(message.with("why", fault.message()))
                })
            }
        }
    }

    /// The names in a folder, sorted; none where it is not there.
    fn names(&self, folder: &str) -> Result<Vec<String>, Problem> {
        if self.dir.is_none() {
            return Ok(Vec::new());
        }
        let failed = |error: Error| self.unreadable(folder, &error);
        let entries = match std::fs::read_dir(self.path(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.map_err(failed)?.file_name();
            names.push(name.to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    /// The files that hold rule sets, sorted.
    pub(super) fn procedures(&self) -> Result<Vec<String>, Problem> {
        let names = self.names(PROCEDURES)?.into_iter();
        let names = names.filter(|name| is_plain(name));
        Ok(names.map(|name| format!("{PROCEDURES}/{name}")).collect())
    }

    /// What is in the folder and is not read: copies of sync tools, editors' backups, other names.
    pub(super) fn strays(&self) -> Result<Vec<Problem>, Problem> {
        let known = |folder: &str, name: &str| match folder {
            "" => FILES.contains(&name) || matches!(name, PROCEDURES | TEXT),
            PROCEDURES => is_plain(name),
            _ => FILES.contains(&&*format!("{folder}/{name}")),
        };
        let mut strays = Vec::new();
        for folder in ["", PROCEDURES, TEXT] {
            let names = self.names(folder)?.into_iter();
            let names =
                names.filter(|name| !known(folder, name) && !OF_TOOLS.contains(&name.as_str()));
            let key = match folder {
                PROCEDURES => "config.stray-set",
                _ => "config.stray",
            };
            strays.extend(names.map(|name| {
                let path = self.path(folder).join(name).display().to_string();
                let message = Message::warning(key).with("path", path.as_str());
                Problem {
                    path,
                    at: None,
                    message: match folder {
                        PROCEDURES => message,
                        _ => message.with("known", FILES.join(", ")),
                    },
                }
            }));
        }
        Ok(strays)
    }
}

fn takes(meta: &Metadata) -> bool {
    meta.is_file() && meta.len() <= CAP
}
