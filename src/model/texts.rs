//! The free texts of a record, with the field that each stands in.

use super::candidate::{Candidate, Cause, Note, Remedy};
use super::unit::Unit;

/// A text and the field it stands in, as files name it.
type Text<'a> = (&'static str, &'a str);

fn all<'a>(
    field: &'static str,
    texts: impl IntoIterator<Item = &'a Option<String>>,
) -> impl Iterator<Item = Text<'a>> {
    let given = texts.into_iter().flatten();
    given.map(move |text| (field, text.as_str()))
}

fn causes(rows: &[Cause]) -> impl Iterator<Item = Text<'_>> {
    let texts = rows.iter().flat_map(|row| [&row.note, &row.source]);
    all("causes", texts)
}

fn remedies(rows: &[Remedy]) -> impl Iterator<Item = Text<'_>> {
    let texts = rows.iter().map(|row| ("remedies", row.text.as_str()));
    texts.chain(all("remedies", rows.iter().map(|row| &row.who)))
}

fn notes(rows: &[Note]) -> impl Iterator<Item = Text<'_>> {
    rows.iter().map(|row| ("notes", row.text.as_str()))
}

/// Every free text of a person.
pub fn candidate_texts(person: &Candidate) -> Vec<(&'static str, &str)> {
    let guides = |field, rows| {
        let rows: &Vec<super::candidate::Guide> = rows;
        rows.iter().map(move |row| (field, row.name.as_str()))
    };
    let mut found = vec![("name", person.name.as_str())];
    found.extend(all("ethnicity", [&person.ethnicity]));
    found.extend(all("religion", [&person.religion]));
    found.extend(all("schooling", [&person.schooling]));
    found.extend(all("profession", [&person.profession]));
    found.extend(all("occupation", [&person.occupation]));
    found.extend(all("residence", [&person.residence]));
    found.extend(all("id_number", [&person.id_number]));
    found.extend(all("phone", [&person.phone]));
    found.extend(guides("helpers", &person.helpers));
    found.extend(guides("introducers", &person.introducers));
    let papers = person
        .papers
        .iter()
        .flat_map(|row| [&row.number, &row.reason]);
    found.extend(all("papers", papers));
    let letters = person.letters.iter();
    found.extend(letters.map(|row| ("letters", row.place.as_str())));
    found.extend(all(
        "extensions",
        person.extensions.iter().map(|row| &row.reason),
    ));
    found.extend(all("steps", person.steps.iter().map(|row| &row.reason)));
    found.extend(
        person
            .card
            .iter()
            .map(|card| ("card", card.number.as_str())),
    );
    found.extend(causes(&person.causes));
    found.extend(remedies(&person.remedies));
    found.extend(notes(&person.notes));
    found
}

/// Every free text of an organisation, its people aside.
pub fn unit_texts(unit: &Unit) -> Vec<(&'static str, &str)> {
    let names = unit.names.iter();
    let mut found: Vec<_> = names.map(|row| ("names", row.value.as_str())).collect();
    found.extend(all("sector", [&unit.sector]));
    found.extend(all("members", unit.members.iter().map(|row| &row.source)));
    found.extend(all("officers", unit.officers.iter().map(|row| &row.source)));
    let quotas = unit.quotas.iter();
    found.extend(all(
        "quotas",
        quotas.flat_map(|row| [&row.basis, &row.by, &row.note]),
    ));
    let exemptions = unit.exemptions.iter();
    found.extend(all(
        "exemptions",
        exemptions.flat_map(|row| [&row.basis, &row.note]),
    ));
    found.extend(all("unlisted", unit.unlisted.iter().map(|row| &row.source)));
    found.extend(causes(&unit.causes));
    found.extend(remedies(&unit.remedies));
    found.extend(notes(&unit.notes));
    let surveys = unit.surveys.iter();
    found.extend(all(
        "surveys",
        surveys.flat_map(|row| [&row.note, &row.source]),
    ));
    found.extend(unit.visits.iter().map(|row| ("visits", row.who.as_str())));
    let visits = unit.visits.iter();
    found.extend(all(
        "visits",
        visits.flat_map(|row| [&row.findings, &row.agreed, &row.source]),
    ));
    found
}
