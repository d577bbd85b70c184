//! Introductions by the mass organisations: who introduced whom in a year, and what became of it.

use crate::model::{CandidateField, CandidateId, Change, Code, Outreach, Refusal, Unit};
use crate::rules::count::admissions::admissions;
use crate::rules::count::line::Line;
use crate::rules::count::tree::{Spot, Tree};
use crate::rules::edits::moves::person;
use crate::rules::edits::survey::on_the_way;
use crate::rules::{Counted, Known, Rules, as_of};
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

impl Introduced {
    fn by(by: &Code) -> Self {
        Self {
            by: by.clone(),
            people: Vec::new(),
            before: 0,
            open: 0,
            admitted: 0,
        }
    }
}

fn row_of<'r>(rows: &'r mut Vec<Introduced>, by: &Code) -> &'r mut Introduced {
    let place = rows.iter().position(|row| row.by == *by);
    let place = place.unwrap_or_else(|| {
        rows.push(Introduced::by(by));
        rows.len() - 1
    });
    &mut rows[place]
}

/// The organisations that stood in a node's place, or below it, in the tree of a year.
fn units_of(counted: Counted<'_>, (node, year): (usize, i32)) -> impl Iterator<Item = &Unit> {
    let Counted { book, figures, .. } = counted;
    let tree = Tree::on(counted.known(), as_of(year, figures.today));
    let then = match figures.tree.nodes.get(node).map(|node| node.spot) {
        _ if node == 0 => Some(0),
        Some(Spot::Unit(at)) => tree.node_of(at),
        Some(Spot::Unreadable(_)) | None => None,
    };
    let below = then.map_or(0..0, |then| match then {
        0 => 0..tree.nodes.len(),
        _ => then..tree.nodes[then].end,
    });
    let spots: Vec<Spot> = tree.nodes[below].iter().map(|node| node.spot).collect();
    spots.into_iter().filter_map(move |spot| match spot {
        Spot::Unit(at) => Some(&book.units()[at]),
        Spot::Unreadable(_) => None,
    })
}

/// What every organisation introduced in the figures' year at these nodes: those of
/// `organisations.ron` in their order, then unknown ones. A person counts where the file is now.
pub fn introductions(counted: Counted<'_>, nodes: Range<usize>) -> Vec<Introduced> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let counting = book.settings().counting;
    let known = rules.organisations.iter();
    let mut rows: Vec<Introduced> = known.map(|known| Introduced::by(&known.id)).collect();
    let top = nodes.start;
    let units = nodes.filter_map(|node| match figures.tree.nodes[node].spot {
        Spot::Unit(at) => Some(at),
        Spot::Unreadable(_) => None,
    });
    for line in units.flat_map(|at| figures.lines(at)) {
        let Some(introduced) = &line.person(book).introduced else {
            continue;
        };
        let row = row_of(&mut rows, &introduced.by);
        if introduced.on.year() == figures.year {
            let now = figures.standing(line);
            row.people.push(line);
            row.open += u32::from(now.is_some_and(|now| on_the_way(rules, now)));
            let elsewhere = now.and_then(|now| now.admitted);
            let mut made = admissions(line.person(book), &rules.procedure, counting, figures.today)
                .into_iter()
                .chain(elsewhere);
            row.admitted += u32::from(made.any(|on| introduced.on <= on));
        }
    }
    let before = figures.year - 1;
    for unit in units_of(counted, (top, before)) {
        for introduced in unit
            .candidates
            .iter()
            .filter_map(|it| it.introduced.as_ref())
        {
            if introduced.on.year() == before {
                row_of(&mut rows, &introduced.by).before += 1;
            }
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
