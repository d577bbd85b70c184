//! Where the data and the user's settings live.

use crate::model::Message;
use directories::{BaseDirs, ProjectDirs};
use std::path::{Component, Path, PathBuf};
use thiserror::Error;

/// The two folders of a user, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The book.
    pub data: Result<PathBuf, NoPath>,
    /// The user's rows.
    pub config: Result<PathBuf, NoPath>,
}

/// Why a path is not known.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoPath {
    /// `HOME` depends on the current folder.
    #[error("HOME is relative: {}", .0.display())]
    Relative(PathBuf),
    /// The account has no home.
    #[error("no home")]
    NoHome,
    /// The home of another account, which is not looked up.
    #[error("the home of another account: {}", .0.display())]
    Another(PathBuf),
    /// The current folder is gone, and the path depends on it.
    #[error("no current folder for {}", .0.display())]
    NoFolder(PathBuf),
}

impl NoPath {
    /// The sentence for it.
    pub fn message(&self) -> Message {
        let with_path =
            |key, path: &Path| Message::error(key).with("path", path.display().to_string());
        match self {
            Self::Relative(home) => with_path("path.home-relative", home),
            Self::NoHome => Message::error("path.no-home"),
            Self::Another(path) => with_path("path.another", path),
            Self::NoFolder(path) => with_path("path.no-folder", path),
        }
    }
}

/// The folders by the system's convention, whatever the current folder is.
pub fn default_paths() -> Paths {
    let dirs = ProjectDirs::from("", "", "ketnap");
    let folder = |of: fn(&ProjectDirs) -> &Path| {
        let dirs = dirs.as_ref().ok_or(NoPath::NoHome)?;
        if of(dirs).is_relative() {
            home()?;
        }
        Ok(of(dirs).to_owned())
    };
    Paths {
        data: folder(ProjectDirs::data_dir),
        config: folder(ProjectDirs::config_dir),
    }
}

/// The user's home: `HOME`, else the account's.
fn home() -> Result<PathBuf, NoPath> {
    let dirs = BaseDirs::new().ok_or(NoPath::NoHome)?;
    let home = dirs.home_dir();
    if home.is_relative() {
        return Err(NoPath::Relative(home.to_owned()));
    }
    Ok(home.to_owned())
}

/// A path as it was given, from the root of the file system down; `~` is the user's home.
pub fn absolute(path: &Path) -> Result<PathBuf, NoPath> {
    let mut parts = path.components();
    let path = match parts.next() {
        Some(Component::Normal(first)) if first == "~" => home()?.join(parts.as_path()),
        Some(Component::Normal(first)) if first.as_encoded_bytes().starts_with(b"~") => {
            return Err(NoPath::Another(path.to_owned()));
        }
        _ => path.to_owned(),
    };
    std::path::absolute(&path).map_err(|_| NoPath::NoFolder(path))
}

/// A variable of the desktop's convention that is relative, and therefore is not heeded.
pub fn relative_variable(name: &str) -> Option<PathBuf> {
    let value = PathBuf::from(std::env::var_os(name)?);
    (!value.as_os_str().is_empty() && value.is_relative()).then_some(value)
}
