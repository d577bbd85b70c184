//! Ids typed on the command line.

use super::exit::Failure;
use crate::model::{CandidateId, Message, UnitId};

/// An id typed on the command line, or the refusal that names it.
pub(super) fn candidate_id(text: &str) -> Result<CandidateId, Failure> {
    CandidateId::new(text).map_err(|_| no_such("refused.no-candidate", text))
}

/// A unit's id typed on the command line.
pub(super) fn unit_id(text: &str) -> Result<UnitId, Failure> {
    UnitId::new(text).map_err(|_| no_such("refused.no-unit", text))
}

fn no_such(key: &'static str, text: &str) -> Failure {
    Message::error(key).with("id", text).into()
}
