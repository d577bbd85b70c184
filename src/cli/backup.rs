//! `ketnap backup`: the whole book in one file.

use super::exit::{Exit, Outcome};
use super::open::{Ground, path};
use crate::model::Message;
use std::path::Path;

pub(super) fn run(ground: &Ground, output: Option<&Path>) -> Outcome {
    let now = ground.store.now();
    let output = output.map(path).transpose()?;
    let packed = ground.store.backup(output.as_deref(), &now)?;
    let message = Message::info("cli.packed")
        .with("path", packed.path.display().to_string())
        .with("files", packed.files);
    ground.tell(&message);
    let rest = [
        ("cli.left-out", &packed.left_out),
        ("cli.packed-unreadable", &packed.unreadable),
    ];
    for (key, files) in rest {
        if let Some(first) = files.first() {
            let message = Message::warning(key).with("files", files.len());
            ground.tell(&message.with("first", first.as_str()));
        }
    }
    Ok(Exit::Done)
}
