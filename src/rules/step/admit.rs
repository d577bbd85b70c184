//! Records that must be mended before they are saved again: words that the procedure does not know, organisations that hang in the air.

use crate::model::{
    Book, Candidate, CandidateId, Cause, Change, Edit, Message, Place, Refusal, Remedy, Step,
    Subject, Unit, UnitId,
};
use crate::rules::{Known, Rules};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What must be mended: the kind, a stable word, and the sentence.
pub(in crate::rules) type Fault = (&'static str, Message);

fn unknown(code: &'static str, key: &'static str, word: &str) -> Fault {
    (code, Message::error(key).with("word", word))
}

fn of_causes(rules: &Rules, causes: &[Cause], remedies: &[Remedy]) -> Vec<Fault> {
    let named = causes.iter().map(|cause| &cause.code);
    let named = named.chain(remedies.iter().map(|remedy| &remedy.cause));
    let strange = named.filter(|code| rules.cause(code).is_none());
    strange
        .map(|code| unknown("unknown-cause", "check.unknown-cause", code.as_str()))
        .collect()
}

fn of_steps(rules: &Rules, steps: &[Step]) -> Vec<Fault> {
    let set = &rules.procedure;
    let strange = steps.iter().filter_map(|step| match &step.to {
        Place::Stage(id) if set.index(id).is_none() => {
            Some(unknown("unknown-stage", "check.unknown-stage", id.as_str()))
        }
        Place::Exit(id) if set.exit(id).is_none() => {
            Some(unknown("unknown-exit", "check.unknown-exit", id.as_str()))
        }
        _ => None,
    });
    strange.collect()
}

/// Stages, ways out and causes of a person that nothing knows.
pub(in crate::rules) fn of_person(rules: &Rules, person: &Candidate) -> Vec<Fault> {
    let mut found = of_steps(rules, &person.steps);
    found.extend(of_causes(rules, &person.causes, &person.remedies));
    found
}

/// Of these what keeps the record from being saved. A step that is long passed does not: one to a
/// known stage after it mends what it spoils.
fn holding(rules: &Rules, person: &Candidate) -> Vec<Fault> {
    let last = person.steps.len().saturating_sub(1);
    let mut found = of_steps(rules, &person.steps[last..]);
    found.extend(of_causes(rules, &person.causes, &person.remedies));
    found
}

/// Parents of an organisation that are not there or stand below it, and causes that nothing knows.
pub(in crate::rules) fn of_unit(known: Known<'_>, unit: &Unit) -> Vec<Fault> {
    let Known { book, rules, today } = known;
    let mut found = Vec::new();
    if unit.parents.is_empty() && !book.header().is_root(&unit.id) {
        let message = Message::error("check.no-parent").with("id", unit.id.as_str());
        found.push(("missing-parent", message));
    }
    for row in &unit.parents {
        let bad = || book.unreadable().iter().any(|bad| bad.id == row.value);
        if book.unit(&row.value).is_none() && !bad() {
            let message = Message::error("check.missing-parent").with("id", row.value.as_str());
            found.push(("missing-parent", message));
        }
    }
    if in_ring(book, unit, today) {
        let message = Message::error("check.cycle").with("id", unit.id.as_str());
        found.push(("cycle", message));
    }
    found.extend(of_causes(rules, &unit.causes, &unit.remedies));
    found
}

fn in_ring(book: &Book, unit: &Unit, today: NaiveDate) -> bool {
    let mut above = unit.parent_on(today);
    for _ in 0..=book.units().len() {
        match above {
            None => return false,
            Some(id) if *id == unit.id => return true,
            Some(id) => above = book.unit(id).and_then(|u| u.parent_on(today)),
        }
    }
    false
}

/// The records that a change touches and that are there before it, or after it.
fn touched(change: &Change, found: &mut BTreeSet<Subject>) {
    match change {
        Change::SetUnit(id, _) => _ = found.insert(Subject::Unit(id.clone())),
        Change::RemoveCandidate(id) | Change::SetCandidate(id, _) => {
            found.insert(Subject::Person(id.clone()));
        }
        Change::Many(all) => all.iter().for_each(|one| touched(one, found)),
        Change::AddUnit(_)
        | Change::RemoveUnit(_)
        | Change::AddCandidate(..)
        | Change::SetBook(_) => {}
    }
}

fn faults(known: Known<'_>, whose: &Subject) -> Vec<Fault> {
    let Known { book, rules, .. } = known;
    match whose {
        Subject::Person(id) => {
            let found = book.candidate(id);
            found.map_or_else(Vec::new, |(_, person)| holding(rules, person))
        }
        Subject::Unit(id) => {
            let found = book.unit(id);
            found.map_or_else(Vec::new, |unit| of_unit(known, unit))
        }
    }
}

fn refuse(whose: &Subject, book: &Book, (_, why): Fault) -> Refusal {
    let home = match whose {
        Subject::Person(id) => book.home(id),
        Subject::Unit(id) => Some(id),
    };
    Refusal::Unmended {
        id: whose.id().to_owned(),
        path: format!("units/{}.ron", home.map_or("", UnitId::as_str)),
        why: Box::new(why),
    }
}

/// Why nothing is done with a person whose present stage nobody knows.
pub(in crate::rules) fn must_be_mended(known: Known<'_>, id: &CandidateId) -> Refusal {
    let Known { book, rules, .. } = known;
    let fault = book.candidate(id);
    let fault = fault.and_then(|(_, person)| holding(rules, person).into_iter().next());
    fault.map_or(Refusal::NotActive, |fault| {
        refuse(&Subject::Person(id.clone()), book, fault)
    })
}

/// Makes a change, unless a record that it touches must be mended and is not mended by it.
pub fn admit(
    book: &mut Book,
    rules: &Rules,
    change: Change,
    today: NaiveDate,
) -> Result<Edit, Refusal> {
    let mut records = BTreeSet::new();
    touched(&change, &mut records);
    let faulty = records.into_iter().filter_map(|record| {
        let count = faults(Known::new(book, rules, today), &record).len();
        (count > 0).then_some((record, count))
    });
    let faulty: Vec<(Subject, usize)> = faulty.collect();
    let edit = book.edit(change)?;
    for (record, before) in faulty {
        let faults = faults(Known::new(book, rules, today), &record);
        if faults.len() < before {
            continue;
        }
        let Some(fault) = faults.into_iter().next() else {
            continue;
        };
        let refusal = refuse(&record, book, fault);
        book.revert(&edit)?;
        return Err(refusal);
    }
    Ok(edit)
}
