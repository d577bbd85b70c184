//! `ketnap restore`: a copy in the place of the book.

use super::exit::{Exit, Outcome};
use super::open::{Ground, path};
use crate::model::Message;
use std::path::Path;

pub(super) fn run(ground: Ground, copy: &Path) -> Outcome {
    let copy = &path(copy)?;
    let read_only = ground.read_only;
    // A link to the data directory stays one.
    let ground = match std::fs::canonicalize(&ground.data) {
        Ok(data) if !read_only => ground.at(data),
        _ => ground,
    };
    let restored = ground.store.restore(copy, &ground.stamp()?)?;
    let message = Message::info("cli.restored")
        .with("path", copy.display().to_string())
        .with("files", restored.files)
        .with("made", restored.made);
    ground.tell(&message);
    if let (count @ 1.., number) = restored.lacks {
        let number = number
            .and_then(|n| i64::try_from(n).ok())
            .unwrap_or_default();
        let message = Message::warning("cli.restored-lacks").with("count", count);
        ground.tell(&message.with("number", number));
    }
    if !restored.left.is_empty() {
        let message = Message::warning("cli.restored-left");
        let message = message.with("files", restored.left.join(", "));
        ground.tell(&message);
    }
    if let Some(kept) = restored.kept {
        let message = Message::info("cli.kept").with("path", kept.display().to_string());
        ground.tell(&message);
    }
    Ok(Exit::Done)
}
