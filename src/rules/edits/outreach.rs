//! Introductions by the mass organisations: who introduced whom in a year, and what became of it.
use crate::model::{CandidateField, CandidateId, Change, Code, Outreach, Refusal};
use crate::rules::count::line::Line;
use crate::rules::count::tree::Spot;
use crate::rules::edits::moves::person;
use crate::rules::edits::survey::on_the_way;
use crate::rules::{Counted, Known, Rules};
use chrono::Datelike;
use std::ops::Range;

/// What one organisation introduced in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduced {
    /// The organisation.
    pub by: Code,
    /// The people it introduced in the year, in the order of the tree.
    pub people: Vec<Line>,
    /// How many it introduced in the year before.
    pub before: u32,
    /// Of the people of the year, on the way to an admission today.
    pub open: u32,
    /// Of these, admitted by today.
    pub admitted: u32,
}

/// What every organisation introduced in the figures' year at these nodes: those of
/// `organisations.ron` in their order, then unknown ones. A person counts where the file is now.
pub fn introductions(counted: Counted<'_>, nodes: Range<usize>) -> Vec<Introduced> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let row = |by: &Code| Introduced {
        by: by.clone(),
        people: Vec::new(),
        before: 0,
        open: 0,
        admitted: 0,
    };
    let known = rules.organisations.iter();
    let mut rows: Vec<Introduced> = known.map(|known| row(&known.id)).collect();
    let units = nodes.filter_map(|node| match figures.tree.nodes[node].spot {
        Spot::Unit(at) => Some(at),
        Spot::Unreadable(_) => None,
    });
    for line in units.flat_map(|at| figures.lines(at)) {
        let Some(introduced) = &line.person(book).introduced else {
            continue;
        };
        let place = rows.iter().position(|row| row.by == introduced.by);
        let place = place.unwrap_or_else(|| {
            rows.push(row(&introduced.by));
            rows.len() - 1
        });
        let row = &mut rows[place];
        if introduced.on.year() == figures.year {
            let now = figures.standing(line);
            row.people.push(line);
            row.open += u32::from(now.is_some_and(|now| on_the_way(rules, now)));
            row.admitted += u32::from(now.is_some_and(|now| now.admitted.is_some()));
        } else if introduced.on.year() == figures.year - 1 {
            row.before += 1;
        }
    }
    rows
}

/// Sets or (with none) takes away which organisation introduced a person.
pub fn set_outreach(
    known: Known<'_>,
    id: &CandidateId,
    introduced: Option<Outreach>,
) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    let before = person(book, id)?.introduced.as_ref();
    if let Some(row) = &introduced {
        if row.on > today {
            return Err(Refusal::Future(row.on));
        }
        // An organisation that a user's file knew once may stay.
        let known = rules.organisations.iter().map(|known| &known.id);
        let known = known.chain(before.map(|before| &before.by));
        Rules::require(&row.by, known)?;
    }
    let field = CandidateField::Introduced(introduced);
    Ok(Change::SetCandidate(id.clone(), field))
}
