//! Every form opened, and the change that a filled one means.

use super::hand_down::handing_form;
use super::{
    Form, FormFor, Slot, card, cause, exemption, extension, floor, former, introducer, leader,
    letter, outreach, paper, quota, remedy, route, survey, visit, vote,
};
use crate::app::see::See;
use crate::model::{Book, Candidate, CandidateId, Change, Code, Message, Refusal, Unit, UnitId};
use crate::rules::{
    self, Case, Item, Rules, causes_of, put_cause, put_item, put_remedy, remedies_of, set_card,
    set_former, set_leader, set_outreach, set_route, set_survey, set_visit,
};
use chrono::NaiveDate;
use std::sync::Arc;

/// A form as it stands before anything is typed; none where its record is gone.
pub(in crate::app) fn open(see: See<'_>, what: FormFor) -> Result<Option<Form>, Message> {
    let (book, rules, today) = (see.book, &*see.world.rules, see.today());
    let person = |id: &CandidateId| book.candidate(id).map(|(_, person)| person);
    let unit = |id: &UnitId| book.unit(id);
    let (year, day) = (see.figures.year, see.day());
    let track = see.track;
    let form = match what {
        FormFor::Paper(id, form, at) => {
            person(&id).map(|person| paper::open(person, form, at, today))
        }
        FormFor::Letter(id, at) => person(&id).map(|person| letter::open(person, at, today)),
        FormFor::Vote(id, at) => {
            let case = see.case(&id).ok();
            case.map(|case| vote::open(&case, at))
        }
        FormFor::Introducer(id, at) => {
            person(&id).map(|person| introducer::open(person, at, today))
        }
        FormFor::Helper(id, at) => {
            person(&id).and_then(|person| introducer::open_helper(person, at, today))
        }
        FormFor::Extension(id, at) => {
            person(&id).map(|person| extension::open(rules, person, at, today))
        }
        FormFor::Card(id) => person(&id).map(|person| card::open(person, today)),
        FormFor::Former(id) => person(&id).map(former::open),
        FormFor::Outreach(id) => person(&id).map(|person| outreach::open(rules, person, today)),
        FormFor::Route(id, at) => unit(&id).map(|unit| route::open(unit, at, today)),
        FormFor::Quota(id, at) => {
            owes_tracks(book)?;
            let unit = unit(&id).ok_or_else(|| Refusal::UnitUnreadable(id).message())?;
            Some(quota::open(see.known(), unit, at, (year, track)))
        }
        FormFor::Exemption(id, at) => unit(&id).map(|unit| exemption::open(unit, at, (year, day))),
        FormFor::Floor(at) => {
            owes_tracks(book)?;
            Some(floor::open(see.known(), at, (year, track)))
        }
        FormFor::HandDown(handing) => {
            let form = handing_form(see, handing);
            Some(form.map_err(|refusal| refusal.message())?)
        }
        FormFor::Cause(whose, at) => {
            let row = causes_of(book, &whose).ok().and_then(|rows| rows.get(at));
            row.map(|row| cause::open(rules, (whose, at), row))
        }
        FormFor::Remedy(whose, at) => {
            let causes = causes_of(book, &whose).ok();
            let rows = causes.zip(remedies_of(book, &whose).ok());
            rows.map(|rows| remedy::open(rules, (whose, at), rows))
        }
        FormFor::Survey(id, at) => {
            unit(&id).map(|unit| survey::open(rules, unit, at, (year, today)))
        }
        FormFor::Visit(id, at) => unit(&id).map(|unit| visit::open(unit, at, today)),
        FormFor::Leader(id, at) => unit(&id).map(|unit| leader::open(unit, at)),
    };
    let spellings = Arc::clone(&rules.spellings);
    Ok(form.map(|form| Form { spellings, ..form }))
}

/// How many rows the list has that a form's row is in.
pub(in crate::app) fn rows_beside(book: &Book, what: &FormFor) -> usize {
    let of_person = |id: &CandidateId, count: fn(&Candidate) -> usize| {
        book.candidate(id).map_or(0, |(_, person)| count(person))
    };
    let of_unit = |id: &UnitId, count: fn(&Unit) -> usize| book.unit(id).map_or(0, count);
    match what {
        FormFor::Paper(id, ..) => of_person(id, |person| person.papers.len()),
        FormFor::Letter(id, _) => of_person(id, |person| person.letters.len()),
        FormFor::Vote(id, _) => of_person(id, |person| person.votes.len()),
        FormFor::Introducer(id, _) => of_person(id, |person| person.introducers.len()),
        FormFor::Helper(id, _) => of_person(id, |person| person.helpers.len()),
        FormFor::Extension(id, _) => of_person(id, |person| person.extensions.len()),
        FormFor::Route(id, _) => of_unit(id, |unit| unit.routes.len()),
        FormFor::Quota(id, _) => of_unit(id, |unit| unit.quotas.len()),
        FormFor::Exemption(id, _) => of_unit(id, |unit| unit.exemptions.len()),
        FormFor::Survey(id, _) => of_unit(id, |unit| unit.surveys.len()),
        FormFor::Visit(id, _) => of_unit(id, |unit| unit.visits.len()),
        FormFor::Leader(id, _) => of_unit(id, |unit| unit.leaders.len()),
        FormFor::Floor(_) => book.settings().floors.len(),
        FormFor::Cause(whose, _) => causes_of(book, whose).map_or(0, <[_]>::len),
        FormFor::Remedy(whose, _) => remedies_of(book, whose).map_or(0, <[_]>::len),
        FormFor::Card(_) | FormFor::Former(_) | FormFor::HandDown(_) | FormFor::Outreach(_) => 0,
    }
}

/// Refuses where the book has no track yet that a number could be for.
fn owes_tracks(book: &Book) -> Result<(), Message> {
    if book.settings().tracks.is_empty() {
        return Err(Message::warning("refused.no-track"));
    }
    Ok(())
}

/// The form of a vote that is still owed.
pub(in crate::app) fn vote_of(case: &Case<'_>, body: &Code) -> Form {
    let mut form = vote::open(case, None);
    form.choose_body(body);
    form
}

/// The form of another number for an organisation from the day of the figures on; of a first one
/// where there is none.
pub(in crate::app) fn quota_revised(see: See<'_>, id: UnitId) -> Result<Option<Form>, Message> {
    let now = see.book.unit(&id).and_then(|unit| {
        let now = unit.quota_on(see.figures.year, see.track?, None, see.day())?;
        unit.quotas.iter().position(|row| row == now)
    });
    let mut form = open(see, FormFor::Quota(id, now))?;
    if let Some(form) = &mut form {
        if now.is_some() {
            quota::revise(form, see.day());
        } else {
            form.select(&Slot::Target);
        }
    }
    Ok(form)
}

/// The change that a filled form means.
pub(in crate::app) fn change(see: See<'_>, form: &Form) -> Result<Change, Refusal> {
    let (book, rules, today) = (see.book, &*see.world.rules, see.today());
    let put = |id: &CandidateId, at: &Option<usize>, item| put_item(see.known(), id, *at, item);
    let person = |id: &CandidateId| book.candidate(id).map(|(_, person)| person);
    match &form.what {
        FormFor::Paper(id, word, at) => {
            let before = person(id).and_then(|person| person.papers.get((*at)?));
            put(id, at, Item::Paper(paper::read(form, word, before, today)?))
        }
        FormFor::Letter(id, at) => {
            let before = person(id).and_then(|person| person.letters.get((*at)?));
            put(id, at, Item::Letter(letter::read(form, before, today)?))
        }
        FormFor::Vote(id, at) => {
            let before = person(id).and_then(|person| person.votes.get((*at)?));
            put(id, at, Item::Vote(vote::read(rules, form, before, today)?))
        }
        FormFor::Helper(id, at) => {
            let before = person(id).and_then(|person| person.helpers.get(*at));
            let before = before.ok_or(Refusal::ChangedSince)?;
            let row = introducer::read_helper(form, before, today)?;
            put(id, &Some(*at), Item::Helper(row))
        }
        FormFor::Introducer(id, at) => {
            put(id, at, Item::Introducer(introducer::read(form, today)?))
        }
        FormFor::Extension(id, at) => put(id, at, Item::Extension(extension::read(form, today)?)),
        FormFor::Card(id) => set_card(book, id, card::read(form, today)?),
        FormFor::Former(id) => set_former(book, id, former::read(form, today)?),
        FormFor::Outreach(id) => set_outreach(see.known(), id, outreach::read(form, today)?),
        FormFor::Route(id, at) => set_route(book, id, *at, Some(route::read(form, today)?)),
        FormFor::Quota(id, at) => quota::change(see.known(), form, (id, *at)),
        FormFor::Exemption(id, at) => {
            rules::set_exemption(book, id, *at, Some(exemption::read(form, today)?))
        }
        FormFor::Floor(at) => {
            let row = floor::read(see.known(), form, *at)?;
            rules::set_floor(see.known(), *at, Some(row))
        }
        FormFor::HandDown(handing) => handing.change(book, form, (see.day(), today)),
        FormFor::Cause(whose, at) => {
            let row = cause::read(form, today)?;
            put_cause(see.known(), whose, Some(*at), row)
        }
        FormFor::Remedy(whose, at) => {
            let row = remedy::read(form, today)?;
            put_remedy(see.known(), whose, *at, row)
        }
        FormFor::Survey(id, at) => {
            set_survey(see.known(), id, *at, Some(survey::read(form, today)?))
        }
        FormFor::Visit(id, at) => set_visit(book, id, *at, Some(visit::read(form, today)?), today),
        FormFor::Leader(id, at) => set_leader(book, id, *at, Some(leader::read(form, today)?)),
    }
}

/// What the values typed into a form come to; none where there is nothing to say, or while the
/// form cannot be read.
pub fn verdict(rules: &Rules, form: &Form, today: NaiveDate) -> Option<Message> {
    match &form.what {
        FormFor::Vote(..) => vote::verdict(rules, form, today),
        FormFor::Quota(..) => quota::verdict(rules, form, today),
        FormFor::Survey(..) => survey::verdict(rules, form),
        FormFor::HandDown(handing) => handing.sum(form),
        FormFor::Paper(..)
        | FormFor::Letter(..)
        | FormFor::Introducer(..)
        | FormFor::Extension(..)
        | FormFor::Card(_)
        | FormFor::Former(_)
        | FormFor::Route(..)
        | FormFor::Exemption(..)
        | FormFor::Floor(_)
        | FormFor::Cause(..)
        | FormFor::Remedy(..)
        | FormFor::Visit(..)
        | FormFor::Helper(..)
        | FormFor::Leader(..)
        | FormFor::Outreach(_) => None,
    }
}

/// What helps to fill a form; none where there is nothing to say.
pub fn hint(rules: &Rules, form: &Form) -> Option<Message> {
    match &form.what {
        FormFor::Remedy(..) => remedy::hint(rules, form),
        _ => None,
    }
}
