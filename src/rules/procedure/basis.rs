//! What a value rests on, in words.

use super::{Origin, Procedure};
use crate::model::Message;

/// What a value rests on, and whether that is known for the set in force.
pub fn basis_of(basis: &str, confirmed: bool, origin: &Origin, set: &Procedure) -> Message {
    let key = match (confirmed, origin.carried) {
        (true, _) => "basis.known",
        (false, false) => "basis.unsure",
        (false, true) => "basis.carried",
    };
    Message::info(key)
        .with("basis", basis)
        .with("set", set.name.clone())
}
