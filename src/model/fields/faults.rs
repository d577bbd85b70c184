//! What a whole record must be, new or read from disk: every field, and each fault once.

use super::record::Record;
use crate::model::{Candidate, Refusal, Unit};

/// Everything that is wrong with a candidate, by field; what two fields show is told once.
pub fn candidate_faults(person: &Candidate) -> Vec<(&'static str, Refusal)> {
    faults(person)
}

/// The same of an organisation, its people aside.
pub fn unit_faults(unit: &Unit) -> Vec<(&'static str, Refusal)> {
    faults(unit)
}

fn faults(record: &impl Record) -> Vec<(&'static str, Refusal)> {
    let mut found: Vec<(&'static str, Refusal)> = Vec::new();
    for (key, checked) in record.checked() {
        let Err(refusal) = checked else { continue };
        if found.iter().all(|(_, known)| *known != refusal) {
            found.push((key, refusal));
        }
    }
    found
}

/// What a whole candidate must be.
pub fn check_candidate(person: &Candidate) -> Result<(), Refusal> {
    first(person)
}

/// What a whole organisation must be, its people aside.
pub fn check_unit(unit: &Unit) -> Result<(), Refusal> {
    first(unit)
}

fn first(record: &impl Record) -> Result<(), Refusal> {
    let mut checked = record.checked().into_iter();
    checked.try_for_each(|(_, checked)| checked)
}
