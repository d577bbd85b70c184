//! Edits as the field makes them, worded as changes: a name, a helper, a cause, a new cell.

use crate::model::{
    Book, Candidate, CandidateField, CandidateId, Cause, Change, Code, Dated, Guide, GuideKind,
    NAME_LIMIT, NOTE_LIMIT, Note, Refusal, ScalarField, Unit, UnitField, UnitId, UnitScalar,
    Unlisted, tidy,
};
use crate::rules::{Known, Rules};
use chrono::NaiveDate;

pub(in crate::rules) fn person<'a>(
    book: &'a Book,
    id: &CandidateId,
) -> Result<&'a Candidate, Refusal> {
    book.candidate(id)
        .map(|(_, person)| person)
        .ok_or_else(|| Refusal::NoCandidate(id.clone()))
}

pub(in crate::rules) fn unit<'a>(book: &'a Book, id: &UnitId) -> Result<&'a Unit, Refusal> {
    if book.unreadable().iter().any(|bad| bad.id == *id) {
        return Err(Refusal::UnitUnreadable(id.clone()));
    }
    book.unit(id).ok_or_else(|| Refusal::NoUnit(id.clone()))
}

/// Sets a single-valued field from typed text; an empty text clears it.
pub fn set_scalar(
    known: Known<'_>,
    id: &CandidateId,
    field: ScalarField,
    typed: &str,
) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    person(book, id)?;
    let field = typed_scalar(rules, field, typed, today)?;
    Ok(Change::SetCandidate(id.clone(), field))
}

/// Sets a single-valued field of an organisation from typed text; an empty text clears it.
pub fn set_unit_scalar(
    known: Known<'_>,
    id: &UnitId,
    field: UnitScalar,
    typed: &str,
) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    unit(book, id)?;
    let field = field.parse(typed, today, &rules.spellings)?;
    Ok(Change::SetUnit(id.clone(), field))
}

/// A plain field with the value that was typed.
pub fn typed_scalar(
    rules: &Rules,
    field: ScalarField,
    typed: &str,
    today: NaiveDate,
) -> Result<CandidateField, Refusal> {
    if field != ScalarField::Source {
        return field.parse(typed, today, &rules.spellings);
    }
    let word = tidy(typed, NAME_LIMIT)?;
    if word.is_empty() {
        return Ok(CandidateField::Source(None));
    }
    let known = rules.sources.iter().map(|s| &s.id);
    let code = Code::new(&word).map_err(|_| {
        let names = known.clone().map(Code::as_str).collect::<Vec<_>>();
        Refusal::Unknown {
            given: word.clone(),
            known: names.join(", "),
        }
    })?;
    Rules::require(&code, known)?;
    Ok(CandidateField::Source(Some(code)))
}

/// Sets the source group.
pub fn set_source(id: &CandidateId, source: Option<Code>) -> Change {
    Change::SetCandidate(id.clone(), CandidateField::Source(source))
}

/// Writes a remark.
pub fn add_note(
    book: &Book,
    id: &CandidateId,
    text: &str,
    today: NaiveDate,
) -> Result<Change, Refusal> {
    let person = person(book, id)?;
    let text = tidy(text, NOTE_LIMIT)?;
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    let mut notes = person.notes.clone();
    notes.push(Note { on: today, text });
    Ok(Change::SetCandidate(
        id.clone(),
        CandidateField::Notes(notes),
    ))
}

/// Opens a cause on a person from today; one that is open already is closed.
pub fn add_cause(known: Known<'_>, id: &CandidateId, code: &Code) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    let causes = turned(rules, &person(book, id)?.causes, code, today)?;
    Ok(Change::SetCandidate(
        id.clone(),
        CandidateField::Causes(causes),
    ))
}

/// Opens a cause on an organisation from today; one that is open already is closed.
pub fn add_unit_cause(known: Known<'_>, id: &UnitId, code: &Code) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    let causes = turned(rules, &unit(book, id)?.causes, code, today)?;
    Ok(Change::SetUnit(id.clone(), UnitField::Causes(causes)))
}

fn turned(
    rules: &Rules,
    causes: &[Cause],
    code: &Code,
    today: NaiveDate,
) -> Result<Vec<Cause>, Refusal> {
    Rules::require(code, rules.causes.iter().map(|c| &c.id))?;
    let mut causes = causes.to_vec();
    match causes
        .iter()
        .position(|c| c.code == *code && c.until.is_none())
    {
        Some(at) if causes[at].from == today => {
            causes.remove(at);
        }
        Some(at) => causes[at].until = Some(today),
        None => causes.push(Cause {
            code: code.clone(),
            from: today,
            until: None,
            note: None,
            source: None,
        }),
    }
    Ok(causes)
}

/// Assigns a helper from today; an empty name ends the present one's help.
pub fn assign_helper(
    book: &Book,
    id: &CandidateId,
    name: &str,
    today: NaiveDate,
) -> Result<Change, Refusal> {
    let person = person(book, id)?;
    let name = tidy(name, NAME_LIMIT)?;
    let mut helpers = person.helpers.clone();
    if person.helper().is_some_and(|guide| guide.name == name) {
        return Ok(Change::SetCandidate(
            id.clone(),
            CandidateField::Helpers(helpers),
        ));
    }
    if let Some(at) = helpers.iter().rposition(|g| g.until.is_none()) {
        if helpers[at].from == Some(today.into()) {
            helpers.remove(at);
        } else {
            helpers[at].until = Some(today);
        }
    }
    if !name.is_empty() {
        helpers.push(Guide {
            from: Some(today.into()),
            ..Guide::new(name, GuideKind::Member)
        });
    }
    Ok(Change::SetCandidate(
        id.clone(),
        CandidateField::Helpers(helpers),
    ))
}

/// A new person in a cell, at the first stage.
pub fn new_candidate(
    known: Known<'_>,
    cell: &UnitId,
    id: CandidateId,
    name: &str,
) -> Result<Change, Refusal> {
    let person = fresh_record(known, cell, id, name)?;
    Ok(Change::AddCandidate(cell.clone(), Box::new(person)))
}

/// The record that a new candidate in a cell begins with.
pub fn fresh_record(
    known: Known<'_>,
    cell: &UnitId,
    id: CandidateId,
    name: &str,
) -> Result<Candidate, Refusal> {
    let Known { book, rules, today } = known;
    let holder = unit(book, cell)?;
    let kind = rules.kind_of(holder, today);
    if kind.is_some_and(|kind| !kind.holds_candidates) {
        return Err(Refusal::NotACell);
    }
    let name = tidy(name, NAME_LIMIT)?;
    if name.is_empty() {
        return Err(Refusal::Empty);
    }
    let first = rules.procedure.first().id.clone();
    Ok(Candidate::new(id, name, first, today))
}

/// A new organisation below another.
pub fn new_unit(
    known: Known<'_>,
    parent: &UnitId,
    kind: &Code,
    id: UnitId,
    name: &str,
) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    let above = unit(book, parent)?;
    Rules::require(kind, rules.kinds.iter().map(|k| &k.id))?;
    let over = rules.kind_of(above, today);
    if over.is_some_and(|k| !k.below.contains(kind)) {
        return Err(Refusal::KindBelow);
    }
    let name = tidy(name, NAME_LIMIT)?;
    if name.is_empty() {
        return Err(Refusal::Empty);
    }
    let mut unit = Unit::new(id, kind.clone(), name);
    unit.parents.push(Dated::ever(parent.clone()));
    Ok(Change::AddUnit(Box::new(unit)))
}

/// Sets, corrects or (with none) removes a year's number of admissions without a record.
pub fn set_unlisted(
    book: &Book,
    id: &UnitId,
    year: i32,
    count: Option<u32>,
    as_of: NaiveDate,
) -> Result<Change, Refusal> {
    let mut rows = unit(book, id)?.unlisted.clone();
    match (count, rows.iter().position(|r| r.year == year)) {
        (Some(count), Some(at)) if rows[at].count == count => {}
        (Some(count), Some(at)) => {
            rows[at].count = count;
            rows[at].as_of = Some(as_of);
        }
        (None, Some(at)) => {
            rows.remove(at);
        }
        (Some(count), None) => {
            rows.push(Unlisted {
                year,
                count,
                source: None,
                as_of: Some(as_of),
            });
        }
        (None, None) => {}
    }
    Ok(Change::SetUnit(id.clone(), UnitField::Unlisted(rows)))
}
