//! Edits of what lies in a dossier, worded as changes: a paper, a letter, a vote, an introducer, a card.

use crate::model::{
    Book, CandidateField, CandidateId, Card, Change, Code, Dated, Extended, Former, Guide, Leader,
    Letter, Paper, PaperState, PartialDay, Refusal, Route, UnitField, UnitId, Vote,
};
use crate::rules::edits::moves::{person, unit};
use crate::rules::{Known, Rules};
use chrono::NaiveDate;

/// A row of one of a dossier's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A paper.
    Paper(Paper),
    /// A letter of verification.
    Letter(Letter),
    /// A vote.
    Vote(Vote),
    /// Who introduces.
    Introducer(Guide),
    /// A member who helps or helped.
    Helper(Guide),
    /// A limit that was extended.
    Extension(Extended),
}

/// Which list of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum List {
    Papers,
    Letters,
    Votes,
    Introducers,
    Extensions,
}

pub(in crate::rules) fn put<T: Clone>(rows: &[T], at: Option<usize>, row: T) -> Vec<T> {
    let mut rows = rows.to_vec();
    match at.and_then(|at| rows.get_mut(at)) {
        Some(old) => *old = row,
        None => rows.push(row),
    }
    rows
}

pub(in crate::rules) fn drop_row<T: Clone>(rows: &[T], at: usize) -> Vec<T> {
    let mut rows = rows.to_vec();
    if at < rows.len() {
        rows.remove(at);
    }
    rows
}

/// Puts a row in, over the one at a place or at the end; without a row, takes that one out.
pub(in crate::rules) fn put_or_drop<T: Clone>(
    rows: &[T],
    at: Option<usize>,
    row: Option<T>,
) -> Vec<T> {
    match (row, at) {
        (Some(row), at) => put(rows, at, row),
        (None, Some(at)) => drop_row(rows, at),
        (None, None) => rows.to_vec(),
    }
}

/// Puts a row in: over the one at a place of its list, or at the end.
pub fn put_item(
    known: Known<'_>,
    id: &CandidateId,
    at: Option<usize>,
    item: Item,
) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    let person = person(book, id)?;
    let past = |days: &[Option<NaiveDate>]| {
        let ahead = days.iter().flatten().find(|day| **day > today);
        ahead.map_or(Ok(()), |day| Err(Refusal::Future(*day)))
    };
    let field = match item {
        Item::Paper(row) => {
            let on = row.on.map(PartialDay::first);
            past(&[on, row.received])?;
            let set = rules.on(on.unwrap_or(today));
            Rules::require(&row.form, set.papers.iter().map(|paper| &paper.id))?;
            if matches!(row.state, PaperState::NotNeeded | PaperState::Returned)
                && row.reason.is_none()
            {
                return Err(Refusal::NeedsReason);
            }
            CandidateField::Papers(put(&person.papers, at, row))
        }
        Item::Letter(row) => {
            past(&[row.sent, row.received, row.answered])?;
            row.reminders.iter().try_for_each(|on| past(&[Some(*on)]))?;
            CandidateField::Letters(put(&person.letters, at, row))
        }
        Item::Vote(row) => {
            past(&[Some(row.on)])?;
            if row.n == 0 {
                return Err(Refusal::NotANumber {
                    least: 1,
                    most: 1_000_000,
                });
            }
            let set = rules.on(row.on);
            let held = |place: &&Code| set.votes.iter().any(|vote| vote.stage == **place);
            let stages = set.stages.iter().map(|stage| &stage.id);
            let places = stages.chain(set.exits.iter().map(|exit| &exit.id));
            Rules::require(&row.stage, places.filter(held))?;
            if let Some(body) = &row.body {
                let here = set.votes.iter().filter(|vote| vote.stage == row.stage);
                Rules::require(body, here.map(|vote| &vote.id))?;
            }
            CandidateField::Votes(put(&person.votes, at, row))
        }
        Item::Introducer(row) => CandidateField::Introducers(put(&person.introducers, at, row)),
        Item::Helper(row) => CandidateField::Helpers(put(&person.helpers, at, row)),
        Item::Extension(row) => {
            past(&[Some(row.on)])?;
            let limits = rules.on(row.on).limits.iter();
            let extended = limits.filter(|limit| limit.extension.is_some());
            Rules::require(&row.limit, extended.map(|limit| &limit.id))?;
            CandidateField::Extensions(put(&person.extensions, at, row))
        }
    };
    Ok(Change::SetCandidate(id.clone(), field))
}

/// Takes a row out of a list.
pub fn remove_item(
    book: &Book,
    id: &CandidateId,
    list: List,
    at: usize,
) -> Result<Change, Refusal> {
    let person = person(book, id)?;
    let field = match list {
        List::Papers => CandidateField::Papers(drop_row(&person.papers, at)),
        List::Letters => CandidateField::Letters(drop_row(&person.letters, at)),
        List::Votes => CandidateField::Votes(drop_row(&person.votes, at)),
        List::Introducers => CandidateField::Introducers(drop_row(&person.introducers, at)),
        List::Extensions => CandidateField::Extensions(drop_row(&person.extensions, at)),
    };
    Ok(Change::SetCandidate(id.clone(), field))
}

/// Sets or (with none) takes away the card of a full member.
pub fn set_card(book: &Book, id: &CandidateId, card: Option<Card>) -> Result<Change, Refusal> {
    person(book, id)?;
    let field = CandidateField::Card(card.map(Box::new));
    Ok(Change::SetCandidate(id.clone(), field))
}

/// Sets or (with none) takes away a membership that ended before.
pub fn set_former(
    book: &Book,
    id: &CandidateId,
    former: Option<Former>,
) -> Result<Change, Refusal> {
    person(book, id)?;
    let field = CandidateField::Former(former.map(Box::new));
    Ok(Change::SetCandidate(id.clone(), field))
}

/// Puts in, over the row at a place, or (with none) takes away somebody who leads a unit.
pub fn set_leader(
    book: &Book,
    id: &UnitId,
    at: Option<usize>,
    row: Option<Leader>,
) -> Result<Change, Refusal> {
    let rows = put_or_drop(&unit(book, id)?.leaders, at, row);
    Ok(Change::SetUnit(id.clone(), UnitField::Leaders(rows)))
}

/// Puts in, over the row at a place, or (with none) takes away a row of how a unit's dossiers go.
pub fn set_route(
    book: &Book,
    id: &UnitId,
    at: Option<usize>,
    row: Option<Dated<Route>>,
) -> Result<Change, Refusal> {
    let rows = put_or_drop(&unit(book, id)?.routes, at, row);
    Ok(Change::SetUnit(id.clone(), UnitField::Routes(rows)))
}
