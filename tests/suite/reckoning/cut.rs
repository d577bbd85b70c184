//! A plain cutter: what of a book was on record on a day, by the records alone.

use chrono::NaiveDate;
use ketnap::model::{
    Book, Candidate, Cause, Dated, Guide, Header, Letter, PartialDay, PlanState, Remedy, Unit,
    UnitId,
};

/// Whether something of a day is known by another.
struct By(NaiveDate);

impl By {
    fn knows(&self, on: NaiveDate) -> bool {
        on <= self.0
    }

    fn maybe(&self, on: Option<NaiveDate>) -> bool {
        on.is_none_or(|on| self.knows(on))
    }

    /// A month or a year is known from its first day on: what it tells may lie behind then.
    fn partly(&self, on: Option<PartialDay>) -> bool {
        self.maybe(on.map(PartialDay::first))
    }

    fn end(&self, on: &mut Option<NaiveDate>) {
        if !self.maybe(*on) {
            *on = None;
        }
    }
}

/// The book without what is later than a day.
pub(super) fn cut(book: &Book, day: NaiveDate) -> Book {
    let by = By(day);
    let mut units = Vec::new();
    let mut moved: Vec<(UnitId, Candidate)> = Vec::new();
    for whole in book.units() {
        let mut unit = whole.clone();
        for person in std::mem::take(&mut unit.candidates) {
            moved.extend(person_by(&by, &unit.id, person));
        }
        if by.maybe(unit.founded) {
            cut_unit(&by, &mut unit);
            units.push(unit);
        }
    }
    for (home, person) in moved {
        // Whoever was followed by a cell of another book was not in this one.
        if let Some(unit) = units.iter_mut().find(|unit| unit.id == home) {
            unit.candidates.push(person);
        }
    }
    Book::new(head(&by, book.header()), units, Vec::new())
}

fn head(by: &By, whole: &Header) -> Header {
    let mut head = whole.clone();
    dated(by, &mut head.roots);
    head.events.retain(|event| by.knows(event.on));
    head.imports.retain(|import| by.knows(import.on));
    head
}

/// The earliest row stays: before its day it is the best that is known.
fn dated<T>(by: &By, rows: &mut Vec<Dated<T>>) {
    let first = rows.iter().map(|row| row.from).min();
    rows.retain(|row| by.maybe(row.from) || Some(row.from) == first);
}

fn cut_unit(by: &By, unit: &mut Unit) {
    dated(by, &mut unit.kinds);
    dated(by, &mut unit.names);
    dated(by, &mut unit.parents);
    dated(by, &mut unit.codes);
    // Before its first row the rules and what stands above say how dossiers go.
    unit.routes.retain(|row| by.maybe(row.from));
    by.end(&mut unit.ended);
    unit.became.retain(|row| by.knows(row.on));
    unit.leaders.retain(|row| by.maybe(row.from));
    for row in &mut unit.leaders {
        by.end(&mut row.until);
    }
    unit.members.retain(|row| by.knows(row.on));
    unit.officers.retain(|row| by.knows(row.on));
    unit.quotas.retain(|row| by.maybe(row.from));
    unit.exemptions.retain(|row| by.knows(row.from));
    unit.unlisted.retain(|row| by.maybe(row.as_of));
    cut_causes(by, &mut unit.causes);
    cut_remedies(by, &mut unit.remedies);
    unit.notes.retain(|row| by.knows(row.on));
    unit.surveys.retain(|row| by.knows(row.on));
    unit.visits.retain(|row| !row.held || by.maybe(row.on));
    for row in &mut unit.visits {
        by.end(&mut row.done);
    }
    unit.plans.retain(|row| by.knows(row.made));
    for row in &mut unit.plans {
        if row.state == PlanState::Held && !by.knows(row.on) {
            row.state = PlanState::Planned;
        }
    }
}

fn cut_causes(by: &By, rows: &mut Vec<Cause>) {
    rows.retain(|row| by.knows(row.from));
    for row in rows {
        by.end(&mut row.until);
    }
}

fn cut_remedies(by: &By, rows: &mut [Remedy]) {
    for row in rows {
        by.end(&mut row.done);
    }
}

fn cut_guides(by: &By, rows: &mut Vec<Guide>) {
    rows.retain(|row| by.partly(row.from));
    for row in rows {
        by.end(&mut row.until);
        by.end(&mut row.together);
    }
}

fn cut_letter(by: &By, row: &mut Letter) {
    by.end(&mut row.received);
    by.end(&mut row.answered);
    if row.answered.is_none() {
        row.result = None;
    }
    row.reminders.retain(|on| by.knows(*on));
}

/// The person as known, and the cell of that day; none where nothing had begun.
fn person_by(by: &By, home: &UnitId, mut person: Candidate) -> Option<(UnitId, Candidate)> {
    person.steps.retain(|step| by.knows(step.on));
    if person.steps.is_empty() {
        return None;
    }
    let later = person.handovers.iter().find(|row| !by.knows(row.on));
    let home = later.map_or(home, |row| &row.from).clone();
    person.handovers.retain(|row| by.knows(row.on));
    cut_guides(by, &mut person.helpers);
    cut_guides(by, &mut person.introducers);
    person.papers.retain(|paper| by.partly(paper.on));
    for paper in &mut person.papers {
        by.end(&mut paper.received);
    }
    // A letter not sent yet may be on record; no record says so of one that was sent later.
    person.letters.retain(|letter| by.maybe(letter.sent));
    for letter in &mut person.letters {
        cut_letter(by, letter);
    }
    person.votes.retain(|row| by.knows(row.on));
    person.extensions.retain(|row| by.knows(row.on));
    person.reminders.retain(|row| by.knows(row.on));
    person.former = person.former.filter(|row| by.partly(Some(row.left)));
    if let Some(former) = &mut person.former {
        by.end(&mut former.consent);
    }
    person.card = person.card.filter(|card| by.knows(card.on));
    cut_causes(by, &mut person.causes);
    cut_remedies(by, &mut person.remedies);
    person.notes.retain(|row| by.knows(row.on));
    person.introduced = person.introduced.filter(|row| by.knows(row.on));
    Some((home, person))
}
