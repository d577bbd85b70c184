//! The book as it was known on a day: without what happened, was written or was decided later.

use super::book::Book;
use super::candidate::{Candidate, Cause, Guide, Remedy};
use super::dossier::{Letter, Paper};
use super::halves::{both, half};
use super::header::Header;
use super::partial_day::PartialDay;
use super::plan::{Plan, PlanState};
use super::unit::{Dated, Leader, Unit, dated_index_on};
use super::visit::Visit;
use chrono::NaiveDate;

impl Book {
    /// The book without the facts of later days. Whoever had not begun by then is not in it, and
    /// whoever was handed over later is where the file was; what bears no day stays.
    #[must_use]
    pub fn known_by(self, day: NaiveDate) -> Self {
        self.altered(|header, units| {
            head(header, day);
            let Left { away, mut any } = all(units, day);
            for mut it in away {
                let cell = it.cell_on(day).cloned();
                let holder = units
                    .iter_mut()
                    .find(|unit| Some(&unit.id) == cell.as_ref());
                if let Some(holder) = holder.filter(|_| person(&mut it, day)) {
                    holder.candidates.push(it);
                }
            }
            // What was founded later was not there, unless somebody is on record in it.
            units.retain(|unit| {
                let founded = unit.founded.is_none_or(|founded| founded <= day);
                let kept = founded || !unit.candidates.is_empty();
                any |= !kept;
                kept
            });
            any
        })
    }
}

/// Who is not where a later day has put them.
#[derive(Default)]
struct Left {
    /// Those who were elsewhere.
    away: Vec<Candidate>,
    /// Whether there are some, or some who had not begun.
    any: bool,
}

impl Left {
    /// Takes the facts of later days out of some organisations.
    fn of(units: &mut [Unit], day: NaiveDate) -> Self {
        let mut left = Self::default();
        for unit in units {
            own(unit, day);
            let before = unit.candidates.len();
            let later = |it: &mut Candidate| it.handovers.iter().any(|row| row.on > day);
            left.away.extend(unit.candidates.extract_if(.., later));
            unit.candidates.retain_mut(|it| person(it, day));
            left.any |= unit.candidates.len() < before;
        }
        left
    }
}

/// The same for all.
fn all(units: &mut [Unit], day: NaiveDate) -> Left {
    let Some(half) = half(units) else {
        return Left::of(units, day);
    };
    let (first, second) = units.split_at_mut(half);
    let (mut left, more) = both(|| Left::of(first, day), || Left::of(second, day));
    left.away.extend(more.away);
    left.any |= more.any;
    left
}

/// A day that has come, or nothing.
fn by(day: NaiveDate, known: &mut Option<NaiveDate>) {
    *known = known.filter(|known| *known <= day);
}

/// Whether a row had begun, as far as its day is known.
fn begun(day: NaiveDate, from: Option<impl Into<PartialDay>>) -> bool {
    from.is_none_or(|from| from.into().first() <= day)
}

/// The values that had begun; where none had, the one that was taken to hold.
fn dated<T>(rows: &mut Vec<Dated<T>>, day: NaiveDate) {
    let holds = dated_index_on(rows, day);
    let mut at = 0;
    rows.retain(|row| {
        let kept = begun(day, row.from) || holds == Some(at);
        at += 1;
        kept
    });
}

fn head(header: &mut Header, day: NaiveDate) {
    let Header {
        id: _,
        roots,
        born_of: _,
        settings: _,
        events,
        imports,
    } = header;
    dated(roots, day);
    events.retain(|row| row.on <= day);
    imports.retain(|row| row.on <= day);
}

/// What an organisation itself knew by then; its people aside.
fn own(unit: &mut Unit, day: NaiveDate) {
    let Unit {
        id: _,
        kinds,
        names,
        parents,
        codes,
        aliases: _,
        founded: _,
        ended,
        became,
        order: _,
        book: _,
        place: _,
        sign: _,
        meets: _,
        leaders,
        sector: _,
        routes,
        members,
        officers,
        quotas,
        exemptions,
        unlisted,
        causes,
        remedies,
        notes,
        candidates: _,
        surveys,
        visits,
        plans,
    } = unit;
    dated(kinds, day);
    dated(names, day);
    dated(parents, day);
    dated(codes, day);
    by(day, ended);
    became.retain(|row| row.on <= day);
    leaders.retain_mut(|row| leader(row, day));
    routes.retain(|row| begun(day, row.from));
    members.retain(|row| row.on <= day);
    officers.retain(|row| row.on <= day);
    quotas.retain(|row| begun(day, row.from));
    exemptions.retain(|row| row.from <= day);
    unlisted.retain(|row| begun(day, row.as_of));
    causes.retain_mut(|row| cause(row, day));
    for row in remedies {
        remedy(row, day);
    }
    notes.retain(|row| row.on <= day);
    surveys.retain(|row| row.on <= day);
    visits.retain_mut(|row| visit(row, day));
    plans.retain_mut(|row| plan(row, day));
}

fn leader(row: &mut Leader, day: NaiveDate) -> bool {
    by(day, &mut row.until);
    begun(day, row.from)
}

fn cause(row: &mut Cause, day: NaiveDate) -> bool {
    by(day, &mut row.until);
    row.from <= day
}

fn remedy(row: &mut Remedy, day: NaiveDate) {
    by(day, &mut row.done);
}

/// One that is planned for a later day is known before.
fn visit(row: &mut Visit, day: NaiveDate) -> bool {
    by(day, &mut row.done);
    !row.held || begun(day, row.on)
}

fn plan(row: &mut Plan, day: NaiveDate) -> bool {
    if row.on > day {
        row.state = PlanState::Planned;
    }
    row.made <= day
}

/// What was on record of a person by then; false of somebody who had not begun.
fn person(person: &mut Candidate, day: NaiveDate) -> bool {
    let Candidate {
        id: _,
        name: _,
        born: _,
        other_name: _,
        sex: _,
        ethnicity: _,
        religion: _,
        schooling: _,
        profession: _,
        occupation: _,
        theory: _,
        title: _,
        work: _,
        posts: _,
        home: _,
        birthplace: _,
        residence: _,
        source: _,
        youth_union: _,
        union_on: _,
        groups: _,
        id_number: _,
        phone: _,
        helpers,
        introducers,
        papers,
        letters,
        votes,
        extensions,
        reminders,
        steps,
        handovers,
        former,
        card,
        causes,
        remedies,
        notes,
        introduced,
    } = person;
    helpers.retain_mut(|row| guide(row, day));
    introducers.retain_mut(|row| guide(row, day));
    papers.retain_mut(|row| paper(row, day));
    letters.retain_mut(|row| letter(row, day));
    votes.retain(|row| row.on <= day);
    extensions.retain(|row| row.on <= day);
    reminders.retain(|row| row.on <= day);
    steps.retain(|row| row.on <= day);
    handovers.retain(|row| row.on <= day);
    *former = former.take().filter(|row| row.left.first() <= day);
    if let Some(row) = former {
        by(day, &mut row.consent);
    }
    *card = card.take().filter(|row| row.on <= day);
    causes.retain_mut(|row| cause(row, day));
    for row in remedies {
        remedy(row, day);
    }
    notes.retain(|row| row.on <= day);
    *introduced = introduced.take().filter(|row| row.on <= day);
    !steps.is_empty()
}

fn guide(row: &mut Guide, day: NaiveDate) -> bool {
    by(day, &mut row.until);
    by(day, &mut row.together);
    begun(day, row.from)
}

fn paper(row: &mut Paper, day: NaiveDate) -> bool {
    by(day, &mut row.received);
    begun(day, row.on)
}

fn letter(row: &mut Letter, day: NaiveDate) -> bool {
    by(day, &mut row.received);
    by(day, &mut row.answered);
    if row.answered.is_none() {
        row.result = None;
    }
    row.reminders.retain(|on| *on <= day);
    begun(day, row.sent)
}
