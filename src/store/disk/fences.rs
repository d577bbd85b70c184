//! What keeps git and Syncthing from carrying this machine's own files to another.

use super::atomic;
use super::file::read_into;
use super::fs::Fs;
use super::layout::Layout;
use crate::store::error::StoreError;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What carries a folder to other machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// git.
    Git,
    /// Syncthing.
    Syncthing,
}

/// A carrier that takes this machine's own files along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfenced {
    /// Which.
    pub carrier: Carrier,
    /// The file that should hold the lines.
    pub fence: PathBuf,
}

/// The folders that are this machine's own.
const OWN: [&str; 2] = [".local", ".backup"];

const LINES: &str = "/.local/\n/.backup/\n.*.ketnap-*.tmp\n";

/// Writes both fences where there are none; what a user has written stays.
pub(in crate::store) fn put_up(fs: &dyn Fs, layout: &Layout) -> Result<(), StoreError> {
    for (name, sign) in [(".gitignore", "#"), (".stignore", "//")] {
        let path = layout.root().join(name);
        match fs.about(&path) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let text = format!("{sign} ketnap\n{LINES}");
                // Syncthing takes a slash at the end for part of the name.
                let text = if sign == "//" {
                    text.replace("/\n", "\n")
                } else {
                    text
                };
                let token = atomic::token();
                atomic::stage(fs, &path, &token, text.as_bytes(), None)?.publish()?;
            }
            Err(error) => return Err(StoreError::io(&path, &error)),
        }
    }
    Ok(())
}

/// The carriers whose folder the book lies in and which no fence keeps off.
pub(in crate::store) fn unfenced(fs: &dyn Fs, layout: &Layout) -> Vec<Unfenced> {
    let root = layout.root();
    let is_there = |path: PathBuf| fs.about(&path).is_ok();
    let mut found = Vec::new();
    let git = root.ancestors().find(|dir| is_there(dir.join(".git")));
    if let Some(top) = git {
        let between = root.ancestors().take_while(|dir| dir.starts_with(top));
        let mut fences: Vec<PathBuf> = between.map(|dir| dir.join(".gitignore")).collect();
        fences.push(top.join(".git/info/exclude"));
        if !fences.iter().any(|fence| keeps_off(fs, fence)) {
            found.push(Unfenced {
                carrier: Carrier::Git,
                fence: root.join(".gitignore"),
            });
        }
    }
    let syncthing = root.ancestors().find(|dir| is_there(dir.join(".stfolder")));
    if let Some(top) = syncthing {
        let fence = top.join(".stignore");
        if !keeps_off(fs, &fence) {
            found.push(Unfenced {
                carrier: Carrier::Syncthing,
                fence,
            });
        }
    }
    found
}

/// Whether a file of patterns keeps off both of this machine's own folders.
fn keeps_off(fs: &dyn Fs, fence: &Path) -> bool {
    let mut bytes = Vec::new();
    if read_into(fs, fence, &mut bytes).is_err() {
        return false;
    }
    let text = String::from_utf8_lossy(&bytes);
    OWN.iter()
        .all(|own| text.lines().any(|line| names(line, own)))
}

fn names(line: &str, own: &str) -> bool {
    let line = line.trim();
    let line = line.trim_start_matches("(?d)").trim_start_matches("(?i)");
    let line = line.trim_end_matches("/**").trim_end_matches("/*");
    let line = line.trim_end_matches('/');
    matches!(line, "*" | ".*" | "**")
        || line.rsplit('/').next() == Some(own) && !line.starts_with('!')
}
