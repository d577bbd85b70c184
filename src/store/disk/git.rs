//! What git's own files say of a book that is kept in it: read as files, no git is started.

use super::file::read_into;
use super::fs::Fs;
use super::layout::Layout;

/// Whether the book's folder is one that git keeps.
pub(in crate::store) fn is_there(fs: &dyn Fs, layout: &Layout) -> bool {
    fs.about(&layout.git()).is_ok()
}

/// The branch that git has checked out, if that can be told: none while it puts commits in a row.
pub(in crate::store) fn branch(fs: &dyn Fs, layout: &Layout) -> Option<String> {
    let mut bytes = Vec::new();
    read_into(fs, &layout.git().join("HEAD"), &mut bytes).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let name = text.trim().strip_prefix("ref: refs/heads/")?;
    Some(name.to_owned())
}
