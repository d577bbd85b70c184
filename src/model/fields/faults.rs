//! What a whole record must be, new or read from disk: every field, and each fault once.

use super::{CandidateField, UnitField};
use crate::model::{Candidate, Refusal, Unit};

/// Everything that is wrong with a candidate, by field; what two fields show is told once.
pub fn candidate_faults(person: &Candidate) -> Vec<(&'static str, Refusal)> {
    use CandidateField::*;
    let fields = [
        Name(person.name.clone()),
        Born(person.born),
        Ethnicity(person.ethnicity.clone()),
        Religion(person.religion.clone()),
        Schooling(person.schooling.clone()),
        Profession(person.profession.clone()),
        Occupation(person.occupation.clone()),
        Residence(person.residence.clone()),
        IdNumber(person.id_number.clone()),
        Phone(person.phone.clone()),
        Helpers(person.helpers.clone()),
        Introducers(person.introducers.clone()),
        Papers(person.papers.clone()),
        Letters(person.letters.clone()),
        Votes(person.votes.clone()),
        Extensions(person.extensions.clone()),
        Handovers(person.handovers.clone()),
        Former(person.former.clone()),
        Card(person.card.clone()),
        Steps(person.steps.clone()),
        Causes(person.causes.clone()),
        Remedies(person.remedies.clone()),
        Notes(person.notes.clone()),
        Introduced(person.introduced.clone()),
    ];
    let faults = fields
        .iter()
        .map(|field| (field.key(), field.check(person)));
    each_once(faults)
}

/// The same of an organisation, its people aside.
pub fn unit_faults(unit: &Unit) -> Vec<(&'static str, Refusal)> {
    use UnitField::*;
    let fields = [
        Names(unit.names.clone()),
        Sector(unit.sector.clone()),
        Members(unit.members.clone()),
        Officers(unit.officers.clone()),
        Quotas(unit.quotas.clone()),
        Exemptions(unit.exemptions.clone()),
        Unlisted(unit.unlisted.clone()),
        Causes(unit.causes.clone()),
        Remedies(unit.remedies.clone()),
        Notes(unit.notes.clone()),
        Surveys(unit.surveys.clone()),
        Visits(unit.visits.clone()),
    ];
    each_once(fields.iter().map(|field| (field.key(), field.check())))
}

fn each_once(
    checked: impl Iterator<Item = (&'static str, Result<(), Refusal>)>,
) -> Vec<(&'static str, Refusal)> {
    let mut found: Vec<(&'static str, Refusal)> = Vec::new();
    for (key, checked) in checked {
        let Err(refusal) = checked else { continue };
        if found.iter().all(|(_, known)| *known != refusal) {
            found.push((key, refusal));
        }
    }
    found
}

/// What a whole candidate must be.
pub fn check_candidate(person: &Candidate) -> Result<(), Refusal> {
    first(candidate_faults(person))
}

/// What a whole organisation must be, its people aside.
pub fn check_unit(unit: &Unit) -> Result<(), Refusal> {
    first(unit_faults(unit))
}

fn first(faults: Vec<(&'static str, Refusal)>) -> Result<(), Refusal> {
    let fault = faults.into_iter().next();
    fault.map_or(Ok(()), |(_, refusal)| Err(refusal))
}
