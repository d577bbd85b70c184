//! What is remembered of a list that was taken over: on this machine what became of its rows, in the user's folder what its columns fill.

use crate::config::{Config, MAPPINGS, with_mappings};
use crate::exchange::incoming::imported;
use crate::model::Message;
use crate::model::import::{Mapping, Plan, Reading};
use crate::store::Store;

/// Keeps what became of the rows of an import that was saved; says so if that is not possible.
pub fn keep_import(store: &Store, reading: &Reading, plan: &Plan) -> Option<Message> {
    let kept = imported(reading, plan.import, &plan.taken);
    let why = store.keep_import(&kept).err()?;
    Some(Message::warning("import.not-kept").with("why", why.message()))
}

/// Writes down in the user's folder what was said of the columns of a list, and says where, or why
/// not; nothing where nothing new was said or there is no such folder.
pub fn remember_columns(store: &Store, config: &Config, said: &[Mapping]) -> Option<Message> {
    let dir = config.dir.as_deref().filter(|_| !said.is_empty())?;
    let text = match with_mappings(dir, said) {
        Ok(text) => text?,
        Err(why) => {
            let message = Message::warning("import.not-remembered");
            return Some(message.with("why", why.message));
        }
    };
    let path = dir.join(MAPPINGS);
    let made = store.make_folder(dir);
    let given = made.and_then(|()| store.give_out(&path, text.as_bytes()));
    Some(match given {
        Ok(path) => {
            let message = Message::info("import.remembered");
            message.with("path", path.display().to_string())
        }
        Err(why) => Message::warning("import.not-remembered").with("why", why.message()),
    })
}
