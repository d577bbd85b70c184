//! What is on record of a person, by the names that fields have in lists.

use super::known::Known;
use crate::model::import::Given;
use crate::model::{Candidate, PartialDay, Place, ScalarField};
use chrono::NaiveDate;

/// Between several values in one place.
const BETWEEN: &str = "; ";

fn day(day: Option<impl Into<PartialDay>>) -> Option<Given> {
    day.map(|day| Given::Day(day.into()))
}

fn text(text: Option<&String>) -> Option<Given> {
    text.map(|text| Given::Text(text.clone()))
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Given> {
    let all: Vec<&str> = texts.collect();
    (!all.is_empty()).then(|| Given::Text(all.join(BETWEEN)))
}

/// The last day on which a stage was entered; not where only the import is known.
fn step(known: Known<'_>, person: &Candidate, stage: &str) -> Option<NaiveDate> {
    let first = &known.rules.procedure.first().id;
    let mut steps = person.steps.iter().rev();
    let to = |to: &Place| matches!(to, Place::Stage(id) if id.as_str() == stage);
    let step = steps.find(|step| to(&step.to) && !step.is_since_unknown(first));
    step.map(|step| step.on)
}

/// The form of a paper's key and the part of the paper: a form's word may itself hold a full stop.
pub fn form_and_part(rest: &str) -> (&str, &str) {
    match rest.rsplit_once('.') {
        Some((form, part))
            if matches!(part, "on" | "number" | "from" | "to" | "grade" | "issuer") =>
        {
            (form, part)
        }
        _ => (rest, ""),
    }
}

/// A value of a person by the name of its field; none where nothing is on record.
pub fn on_record(known: Known<'_>, person: &Candidate, key: &str) -> Option<Given> {
    if let Ok(field) = ScalarField::named(key) {
        return match field {
            ScalarField::Born => day(person.born),
            ScalarField::UnionOn => day(person.union_on),
            _ if !field.is_known(person) => None,
            _ => Some(Given::Text(field.read(person, &known.rules.spellings))),
        };
    }
    let open = || person.helpers.iter().filter(|guide| guide.until.is_none());
    let letter = person.letters.first();
    match key.split_once('.') {
        Some(("steps", stage)) => day(step(known, person, stage)),
        Some(("paper", rest)) => {
            let (form, part) = form_and_part(rest);
            let mut papers = person.papers.iter();
            let paper = papers.find(|paper| paper.form.as_str() == form)?;
            match part {
                "on" => day(paper.on),
                "from" => day(paper.from),
                "to" => day(paper.until),
                "number" => text(paper.number.as_ref()),
                "grade" => text(paper.grade.as_ref()),
                "issuer" => text(paper.issuer.as_ref()),
                _ => None,
            }
        }
        Some(("helper", "from")) => day(open().next_back().and_then(|guide| guide.from)),
        Some(("helper", _)) => joined(open().map(|guide| &*guide.name)),
        Some(("vote", rest)) => {
            let (stage, part) = rest.rsplit_once('.')?;
            let mut votes = person.votes.iter().rev();
            let vote = votes.find(|vote| vote.stage.as_str() == stage)?;
            match part {
                "on" => day(Some(vote.on)),
                "n" => Some(Given::Number(vote.n)),
                "agree" => Some(Given::Number(vote.agree)),
                _ => None,
            }
        }
        Some(("letter", "sent")) => day(letter?.sent),
        Some(("letter", "answered")) => day(letter?.answered),
        Some(("letter", _)) => text(Some(&letter?.place)),
        Some(("card", "number")) => text(person.card.as_deref().map(|card| &card.number)),
        Some(("card", _)) => day(person.card.as_deref().map(|card| card.on)),
        _ if key == "cause" => {
            let mut causes = person.causes.iter();
            let open = causes.find(|cause| cause.until.is_none())?;
            Some(Given::Text(open.code.to_string()))
        }
        _ if key == "note" => joined(person.notes.iter().map(|note| &*note.text)),
        _ => None,
    }
}
