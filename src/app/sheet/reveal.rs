//! Numbers of which only the end is shown: the whole is for a while, once the journal says to whom.

use super::row::SheetRow;
use super::shown::Reveal;
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::model::{CandidateId, ScalarField};

/// The hidden number of a row of a person's sheet.
pub(super) fn hidden(see: See<'_>, id: &CandidateId, row: Option<SheetRow>) -> Option<ScalarField> {
    let Some(SheetRow::Scalar(field)) = row else {
        return None;
    };
    let (_, person) = see.book.candidate(id)?;
    let hidden = !see.shows(id, field) && field.is_known(person);
    hidden.then_some(field)
}

/// Asks the shell to write down that a number is shown; it comes back as revealed.
pub(super) fn ask_to_reveal(id: &CandidateId, field: ScalarField, to_edit: bool) -> Reply {
    let id = id.clone();
    Reply::Reveal(Reveal { id, field, to_edit })
}
