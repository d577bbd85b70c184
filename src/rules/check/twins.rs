//! The same person twice: one identity number, or one name with one birth or in one cell.

use crate::model::{
    Book, Candidate, CandidateField, CandidateId, Change, Message, Unit, UnitId, search_key,
};
use crate::rules::check::doubt::id_digits;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

/// Why two records may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alike {
    Number,
    NameAndBirth,
    /// Of one of them the birth is not known.
    NameAndCell,
}

fn alike((home, a): (&UnitId, &Candidate), (cell, b): (&UnitId, &Candidate)) -> Option<Alike> {
    let number = |person: &Candidate| person.id_number.as_deref().and_then(id_digits);
    if a.id_number.is_some()
        && b.id_number.is_some()
        && number(a).is_some()
        && number(a) == number(b)
    {
        return Some(Alike::Number);
    }
    // Names are folded only where the rest fits: a province holds sixty thousand.
    let same_name = || search_key(&a.name) == search_key(&b.name);
    match (a.born, b.born) {
        (Some(a), Some(b)) => (a.meets(b) && same_name()).then_some(Alike::NameAndBirth),
        _ => (home == cell && same_name()).then_some(Alike::NameAndCell),
    }
}

fn told(why: Alike, (unit, other): (&Unit, &Candidate), today: NaiveDate) -> Message {
    let key = match why {
        Alike::Number => "twin.number",
        Alike::NameAndBirth => "twin.born",
        Alike::NameAndCell => "twin.cell",
    };
    Message::warning(key)
        .with("id", other.id.as_str())
        .with("cell", unit.name_on(today))
}

/// The people of whom a change sets what tells people apart.
fn named(change: &Change, found: &mut BTreeSet<CandidateId>) {
    match change {
        Change::AddCandidate(_, person) => _ = found.insert(person.id.clone()),
        Change::SetCandidate(
            id,
            CandidateField::Name(_) | CandidateField::Born(_) | CandidateField::IdNumber(_),
        ) => {
            found.insert(id.clone());
        }
        Change::Many(all) => all.iter().for_each(|one| named(one, found)),
        _ => {}
    }
}

/// Who in the book may be the same as those whom a change that was made adds, renames or gives
/// another number or birth.
pub fn twins(book: &Book, change: &Change, today: NaiveDate) -> Vec<Message> {
    let mut people = BTreeSet::new();
    named(change, &mut people);
    let mut found = Vec::new();
    for id in people {
        let Some((home, person)) = book.candidate(&id) else {
            continue;
        };
        for unit in book.units() {
            for other in unit.candidates.iter().filter(|other| other.id != id) {
                if let Some(why) = alike((&home.id, person), (&unit.id, other)) {
                    found.push(told(why, (unit, other), today));
                }
            }
        }
    }
    found
}

/// Every person of the book who may be one before, with that one.
pub(in crate::rules) fn all_twins(
    book: &Book,
    today: NaiveDate,
) -> Vec<(&Unit, &Candidate, Message)> {
    let mut by_number: HashMap<String, (&Unit, &Candidate)> = HashMap::new();
    let mut by_name: HashMap<String, Vec<(&Unit, &Candidate)>> = HashMap::new();
    let mut found = Vec::new();
    for unit in book.units() {
        for person in &unit.candidates {
            let mut other = None;
            if let Some(number) = person.id_number.as_deref().and_then(id_digits) {
                let first = *by_number.entry(number).or_insert((unit, person));
                other = (first.1.id != person.id).then_some((Alike::Number, first));
            }
            let namesakes = by_name.entry(search_key(&person.name)).or_default();
            let same = namesakes.iter().find_map(|first| {
                let why = alike((&first.0.id, first.1), (&unit.id, person))?;
                Some((why, *first))
            });
            namesakes.push((unit, person));
            if let Some((why, first)) = other.or(same) {
                found.push((unit, person, told(why, first, today)));
            }
        }
    }
    found
}
