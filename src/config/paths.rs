//! Where the data and the user's settings live.

use directories::ProjectDirs;
use std::path::PathBuf;

/// The two folders of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The book.
    pub data: PathBuf,
    /// The user's rows.
    pub config: PathBuf,
}

/// The folders by the system's convention; none where there is no home.
pub fn default_paths() -> Option<Paths> {
    let dirs = ProjectDirs::from("", "", "ketnap")?;
    Some(Paths {
        data: dirs.data_dir().to_owned(),
        config: dirs.config_dir().to_owned(),
    })
}
