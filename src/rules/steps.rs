//! Steps of a file, worded as changes: forward through the gates, back, a pause, a way out, another cell.

use super::Rules;
use super::gate::{Missing, missing, missing_for_exit};
use super::mended::must_be_mended;
use super::moves::{person, unit};
use super::route::passage;
use super::standing::{Standing, State, standing};
use crate::model::{
    Book, Candidate, CandidateField, CandidateId, Change, Code, Handover, NOTE_LIMIT, Place,
    Refusal, Step, Unit, UnitId, tidy,
};
use chrono::NaiveDate;

/// The standing with all steps on record, whatever their day.
fn stands(book: &Book, rules: &Rules, person: &Candidate) -> Option<Standing> {
    let counting = book.settings().counting;
    standing(person, &rules.procedure, counting, NaiveDate::MAX)
}

fn found<'a>(book: &'a Book, id: &CandidateId) -> Result<(&'a Unit, &'a Candidate), Refusal> {
    book.candidate(id)
        .ok_or_else(|| Refusal::NoCandidate(id.clone()))
}

fn reason(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let tidied = text.map(|t| tidy(t, NOTE_LIMIT)).transpose()?;
    Ok(tidied.filter(|t| !t.is_empty()))
}

fn not_ahead(on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if on > today {
        Err(Refusal::Future(on))
    } else {
        Ok(())
    }
}

fn with_step(person: &Candidate, step: Step) -> Change {
    let mut steps = person.steps.clone();
    steps.push(step);
    Change::SetCandidate(person.id.clone(), CandidateField::Steps(steps))
}

/// Refuses what is owed, unless a reason is given to go on without it. True if it is forced.
fn forced(owed: Vec<Missing>, go_on: bool) -> Result<bool, Refusal> {
    match (owed.is_empty(), go_on) {
        (true, _) => Ok(false),
        (false, true) => Ok(true),
        (false, false) => {
            let owed = owed.into_iter().map(|missing| missing.what).collect();
            Err(Refusal::Missing(owed))
        }
    }
}

/// The next stage on the route of a person's cell, by its place in [`Rules::procedure`]; none at
/// the last one.
pub fn next_stage(
    book: &Book,
    rules: &Rules,
    unit: &Unit,
    stage: usize,
    on: NaiveDate,
) -> Option<usize> {
    let walked = on_route(book, rules, unit, on);
    let stages = &rules.procedure.stages;
    (stage + 1..stages.len()).find(|at| walked(&stages[*at].id))
}

/// Whether a stage is on the route of a cell on a day.
pub fn on_route<'a>(
    book: &Book,
    rules: &'a Rules,
    unit: &Unit,
    on: NaiveDate,
) -> impl Fn(&Code) -> bool + Clone + use<'a> {
    let chain = passage(book, rules, unit, on).chain;
    let set = rules.on(on);
    move |id| {
        let here = set.stages.iter().find(|stage| stage.id == *id);
        here.is_none_or(|stage| stage.on(chain))
    }
}

/// What is missing for a person to reach a stage on a day, or the next one of its route. Nothing
/// is owed backwards.
pub fn owed(
    book: &Book,
    rules: &Rules,
    id: &CandidateId,
    to: Option<&Code>,
    on: NaiveDate,
) -> Vec<Missing> {
    let Some((unit, person)) = book.candidate(id) else {
        return Vec::new();
    };
    let Some(now) = stands(book, rules, person) else {
        return Vec::new();
    };
    let target = match to {
        Some(id) => rules.procedure.index(id),
        None => next_stage(book, rules, unit, now.stage, on),
    };
    match target {
        Some(target) if target > now.stage => {
            missing(book, rules, (unit, person), (now.stage, target), on)
        }
        _ => Vec::new(),
    }
}

/// To a stage, or to the next one of the route where none is named. Back only with a reason;
/// forward through the gates between, or with a reason past what is missing.
pub fn advance(
    book: &Book,
    rules: &Rules,
    id: &CandidateId,
    to: Option<&Code>,
    (on, today): (NaiveDate, NaiveDate),
    why: Option<&str>,
) -> Result<Change, Refusal> {
    let (unit, person) = found(book, id)?;
    not_ahead(on, today)?;
    let stages = &rules.procedure.stages;
    let now = stands(book, rules, person);
    if now.as_ref().is_some_and(|n| n.state != State::Active) {
        return Err(Refusal::NotActive);
    }
    let to = match to {
        Some(stage) => {
            Rules::require(stage, stages.iter().map(|s| &s.id))?;
            stage.clone()
        }
        None => match now.as_ref() {
            Some(now) => {
                let next = next_stage(book, rules, unit, now.stage, on);
                stages[next.ok_or(Refusal::LastStage)?].id.clone()
            }
            // Nobody knows what comes next.
            None => return Err(must_be_mended(book, rules, id)),
        },
    };
    let reason = reason(why)?;
    if let (Some(now), Some(target)) = (now, rules.procedure.index(&to)) {
        if target == now.stage {
            return Err(Refusal::SameStage);
        }
        if target < now.stage && reason.is_none() {
            return Err(Refusal::NeedsReason);
        }
        if target > now.stage {
            let walked = on_route(book, rules, unit, on);
            let ids = stages.iter().map(|stage| &stage.id);
            Rules::require(&to, ids.filter(|id| walked(id)))?;
        }
    }
    let forced = forced(owed(book, rules, id, Some(&to), on), reason.is_some())?;
    Ok(with_step(
        person,
        Step {
            on,
            to: Place::Stage(to),
            reason,
            forced,
        },
    ))
}

/// Lets a file rest, with a reason.
pub fn pause(
    book: &Book,
    rules: &Rules,
    id: &CandidateId,
    on: NaiveDate,
    why: &str,
) -> Result<Change, Refusal> {
    leave(book, rules, id, (Place::Paused, on), why, false)
}

/// Closes a file by a way out of the procedure, with a reason. What the way out owes (the votes of
/// a strike-off) is refused once and may then be forced.
pub fn stop(
    book: &Book,
    rules: &Rules,
    id: &CandidateId,
    exit: &Code,
    on: NaiveDate,
    (why, force): (&str, bool),
) -> Result<Change, Refusal> {
    Rules::require(exit, rules.procedure.exits.iter().map(|e| &e.id))?;
    let (unit, person) = found(book, id)?;
    let from = rules.procedure.exit(exit).map_or(&[][..], |row| &row.from);
    let here = stands(book, rules, person).map(|now| &rules.procedure.stages[now.stage].id);
    if !from.is_empty() && here.is_none_or(|here| !from.contains(here)) {
        return Err(Refusal::NoSuchExitHere);
    }
    let owed = missing_for_exit(book, rules, (unit, person), exit, on);
    let forced = forced(owed, force)?;
    leave(
        book,
        rules,
        id,
        (Place::Exit(exit.clone()), on),
        why,
        forced,
    )
}

fn leave(
    book: &Book,
    rules: &Rules,
    id: &CandidateId,
    (to, on): (Place, NaiveDate),
    why: &str,
    forced: bool,
) -> Result<Change, Refusal> {
    let person = person(book, id)?;
    let state = stands(book, rules, person).map(|now| now.state);
    let resting = matches!(state, Some(State::Paused(_)));
    match state {
        Some(State::Ended(..)) => return Err(Refusal::NotActive),
        Some(State::Paused(_)) if to == Place::Paused => return Err(Refusal::NotActive),
        _ => {}
    }
    let reason = reason(Some(why))?;
    if reason.is_none() && !resting {
        return Err(Refusal::NeedsReason);
    }
    Ok(with_step(
        person,
        Step {
            on,
            to,
            reason,
            forced,
        },
    ))
}

/// Takes a paused or closed file up again at the stage it had.
pub fn resume(
    book: &Book,
    rules: &Rules,
    id: &CandidateId,
    on: NaiveDate,
) -> Result<Change, Refusal> {
    let person = person(book, id)?;
    let now = stands(book, rules, person).ok_or(Refusal::NotStopped)?;
    if now.state == State::Active {
        return Err(Refusal::NotStopped);
    }
    let stage = rules.procedure.stages[now.stage].id.clone();
    Ok(with_step(person, Step::plain(on, Place::Stage(stage))))
}

/// Corrects the day on which the present stage was entered.
pub fn redate(
    book: &Book,
    rules: &Rules,
    id: &CandidateId,
    (on, today): (NaiveDate, NaiveDate),
) -> Result<Change, Refusal> {
    let person = person(book, id)?;
    not_ahead(on, today)?;
    let now = stands(book, rules, person).ok_or(Refusal::SameStage)?;
    let mut steps = person.steps.clone();
    steps[now.entry].on = on;
    Ok(Change::SetCandidate(
        id.clone(),
        CandidateField::Steps(steps),
    ))
}

/// Hands a file over to another cell of the book, with its papers and its way: nothing is done
/// anew. An admission stays with the cell that made it.
pub fn hand_over(
    book: &Book,
    rules: &Rules,
    id: &CandidateId,
    to: &UnitId,
    (on, today): (NaiveDate, NaiveDate),
) -> Result<Change, Refusal> {
    let (from, person) = found(book, id)?;
    not_ahead(on, today)?;
    let target = unit(book, to)?;
    if target.id == from.id {
        return Err(Refusal::SameCell);
    }
    let kind = rules.kind(&target.kind);
    if kind.is_some_and(|kind| !kind.holds_candidates) {
        return Err(Refusal::NotACell);
    }
    let mut person = person.clone();
    person.handovers.push(Handover {
        on,
        from: from.id.clone(),
    });
    Ok(Change::Many(vec![
        Change::RemoveCandidate(id.clone()),
        Change::AddCandidate(target.id.clone(), Box::new(person)),
    ]))
}
