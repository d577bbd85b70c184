//! Values of a row put into a person's record: fields, the way walked, papers, helpers, letters, votes, remarks.

use super::way::has_steps;
use crate::model::import::Given;
use crate::model::{
    Arg, Candidate, Card, Cause, Code, Guide, GuideKind, Letter, NOTE_LIMIT, Note, Paper,
    PaperState, PartialDay, Place, Refusal, Relation, ScalarField, Step, Vote, search_key, tidy,
};
use crate::rules::form_and_part;
use crate::rules::{Known, typed_scalar};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Between several names in one value.
const BETWEEN_NAMES: &str = "; ";

/// What is put into a record is marked with the number of the import.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) known: Known<'a>,
    pub(super) import: u32,
}

/// Values that no field of a record can hold by themselves, by their keys.
pub(super) type Rest = Vec<(String, Arg)>;

/// Values by the names of fields.
pub(super) type Fields<'f> = BTreeMap<&'f str, &'f Given>;

fn whole(given: Option<&&Given>) -> Option<NaiveDate> {
    match given {
        Some(Given::Day(day)) => day.day(),
        _ => None,
    }
}

fn partial(given: Option<&&Given>) -> Option<PartialDay> {
    match given {
        Some(Given::Day(day)) => Some(*day),
        _ => None,
    }
}

fn number(given: Option<&&Given>) -> Option<u32> {
    match given {
        Some(Given::Number(number)) => Some(*number),
        _ => None,
    }
}

fn text(given: Option<&&Given>) -> Option<String> {
    given.map(ToString::to_string)
}

impl Record<'_> {
    /// Puts values of a row in; gives those that no field can hold. What the record had of the same is
    /// replaced.
    ///
    /// # Errors
    ///
    /// A value is none of its field.
    pub(super) fn put(
        self,
        person: &mut Candidate,
        fields: &Fields<'_>,
        row: &BTreeMap<String, Given>,
    ) -> Result<Rest, Refusal> {
        let Known { rules, today, .. } = self.known;
        let mut rest = Rest::new();
        for (key, given) in fields {
            if let Ok(field) = ScalarField::named(key) {
                match typed_scalar(rules, field, &given.to_string(), today) {
                    Ok(read) => read.put(person),
                    // A word of the office's own for where somebody comes from.
                    Err(_) if field == ScalarField::Source => {
                        rest.push(((*key).to_owned(), Arg::from(*given)));
                    }
                    Err(refusal) => return Err(refusal),
                }
            } else if let Some(form) = key.strip_prefix("paper.") {
                self.paper(person, form, given)?;
            } else if *key == "cause" {
                self.cause(person, given)?;
            } else if *key == "note" {
                self.note(person, &given.to_string())?;
            }
        }
        self.steps(person, fields);
        self.helpers(person, fields);
        self.letter(person, fields, &mut rest);
        self.votes(person, (fields, row), &mut rest)?;
        card(person, fields, &mut rest);
        Ok(rest)
    }

    /// A remark of the day of the import, unless there is one that says the same.
    pub(super) fn note(self, person: &mut Candidate, text: &str) -> Result<(), Refusal> {
        let text = tidy(text, NOTE_LIMIT)?;
        if !text.is_empty() && person.notes.iter().all(|note| note.text != text) {
            let on = self.known.today;
            person.notes.push(Note { on, text });
        }
        Ok(())
    }

    fn cause(self, person: &mut Candidate, given: &Given) -> Result<(), Refusal> {
        let code = code(&given.to_string())?;
        let mut open = person.causes.iter().filter(|cause| cause.until.is_none());
        if open.all(|cause| cause.code != code) {
            person.causes.push(Cause {
                code,
                from: self.known.today,
                until: None,
                note: None,
                source: None,
            });
        }
        Ok(())
    }

    fn paper(self, person: &mut Candidate, key: &str, given: &Given) -> Result<(), Refusal> {
        let (form, part) = form_and_part(key);
        let form = code(form)?;
        let at = person.papers.iter().position(|paper| paper.form == form);
        let at = at.unwrap_or_else(|| {
            person.papers.push(Paper {
                taken_over: Some(self.import),
                ..Paper::new(form, PaperState::Valid)
            });
            person.papers.len() - 1
        });
        let paper = &mut person.papers[at];
        let given = Some(&given);
        match part {
            "on" => paper.on = partial(given),
            "from" => paper.from = partial(given),
            "to" => paper.until = partial(given),
            "number" => paper.number = text(given),
            "grade" => paper.grade = text(given),
            "issuer" => paper.issuer = text(given),
            _ => {}
        }
        Ok(())
    }

    /// Takes the steps into the way by their days. The step of an import without any step makes room.
    fn steps(self, person: &mut Candidate, fields: &Fields<'_>) {
        if !has_steps(fields) {
            return;
        }
        let stages = &self.known.rules.procedure.stages;
        let days = stages.iter().enumerate().filter_map(|(at, stage)| {
            let day = whole(fields.get(&*format!("steps.{}", stage.id)))?;
            Some((at, &stage.id, day))
        });
        let given: Vec<_> = days.collect();
        if given.is_empty() {
            return;
        }
        let is_to = |step: &Step, id: &Code| matches!(&step.to, Place::Stage(to) if to == id);
        let mut way = std::mem::take(&mut person.steps);
        let first = &self.known.rules.procedure.first().id;
        way.retain(|step| !step.is_since_unknown(first));
        for (_, id, _) in &given {
            if let Some(at) = way.iter().rposition(|step| is_to(step, id)) {
                way.remove(at);
            }
        }
        let place = |step: &Step| match &step.to {
            Place::Stage(id) => stages.iter().position(|stage| stage.id == *id),
            Place::Paused | Place::Exit(_) => None,
        };
        for (stage, id, day) in given {
            let later = |step: &Step| {
                step.on > day || (step.on == day && place(step).is_some_and(|at| at > stage))
            };
            let at = way.iter().position(later).unwrap_or(way.len());
            let step = Step {
                taken_over: Some(self.import),
                ..Step::plain(day, Place::Stage(id.clone()))
            };
            way.insert(at, step);
        }
        person.steps = way;
    }

    /// Names that are not there yet come as helpers; who helped until now ends as they begin.
    fn helpers(self, person: &mut Candidate, fields: &Fields<'_>) {
        let from = partial(fields.get("helper.from"));
        let Some(names) = text(fields.get("helper.name")) else {
            if let (Some(from), Some(guide)) = (from, open_helper(person)) {
                guide.from = Some(from);
            }
            return;
        };
        let is = |guide: &Guide, name: &str| search_key(&guide.name) == search_key(name);
        let names: Vec<&str> = names.split(BETWEEN_NAMES).collect();
        let begins = from.and_then(PartialDay::day);
        for guide in &mut person.helpers {
            let stays = guide.until.is_some() || names.iter().any(|name| is(guide, name));
            if !stays {
                guide.until = Some(begins.unwrap_or(self.known.today));
            }
        }
        for name in names {
            match person.helpers.iter_mut().rfind(|guide| is(guide, name)) {
                Some(guide) => guide.from = from.or(guide.from),
                None => person.helpers.push(Guide {
                    from,
                    ..Guide::new(name.to_owned(), GuideKind::Member)
                }),
            }
        }
    }

    /// A letter about the person, to the place that the row names.
    fn letter(self, person: &mut Candidate, fields: &Fields<'_>, rest: &mut Rest) {
        let keys = ["letter.place", "letter.sent", "letter.answered"];
        if keys.iter().all(|key| !fields.contains_key(key)) {
            return;
        }
        let place = text(fields.get("letter.place"));
        let is_of = |letter: &Letter| match &place {
            Some(place) => search_key(&letter.place) == search_key(place),
            None => true,
        };
        let at = person.letters.iter().position(is_of);
        let at = match (at, place) {
            (Some(at), _) => at,
            (None, Some(place)) => {
                person.letters.push(Letter {
                    taken_over: Some(self.import),
                    ..Letter::new(Relation::Person, place)
                });
                person.letters.len() - 1
            }
            (None, None) => return keep(rest, fields, &keys),
        };
        let letter = &mut person.letters[at];
        letter.sent = whole(fields.get("letter.sent")).or(letter.sent);
        letter.answered = whole(fields.get("letter.answered")).or(letter.answered);
    }

    /// Votes whose day and numbers are given.
    fn votes(
        self,
        person: &mut Candidate,
        (fields, row): (&Fields<'_>, &BTreeMap<String, Given>),
        rest: &mut Rest,
    ) -> Result<(), Refusal> {
        let parts = fields.keys().filter_map(|key| key.strip_prefix("vote."));
        let stages = parts.filter_map(|key| Some(key.rsplit_once('.')?.0));
        let mut stages: Vec<&str> = stages.collect();
        stages.dedup();
        for stage in stages {
            let key = |part: &str| format!("vote.{stage}.{part}");
            let on = whole(fields.get(&*key("on")));
            let n = number(fields.get(&*key("n")));
            let agree = number(fields.get(&*key("agree")));
            let stage = code(stage)?;
            let mut votes = person.votes.iter_mut().rev();
            if let Some(vote) = votes.find(|vote| vote.stage == stage) {
                vote.on = on.unwrap_or(vote.on);
                vote.n = n.unwrap_or(vote.n);
                vote.agree = agree.unwrap_or(vote.agree);
                continue;
            }
            match (on, n, agree) {
                (Some(on), Some(n), Some(agree)) => person.votes.push(Vote {
                    taken_over: Some(self.import),
                    ..Vote::counted(stage, on, n, agree)
                }),
                // The day is on record with the paper that the vote came to.
                (Some(_), None, None) if stands_elsewhere(row, &key("on")) => {}
                _ => keep(
                    rest,
                    fields,
                    &["on", "n", "agree"].map(key).each_ref().map(|key| &**key),
                ),
            }
        }
        Ok(())
    }
}

fn code(text: &str) -> Result<Code, Refusal> {
    Code::new(text).map_err(|_| Refusal::Unknown {
        given: text.to_owned(),
        known: String::new(),
    })
}

fn open_helper(person: &mut Candidate) -> Option<&mut Guide> {
    let mut helpers = person.helpers.iter_mut().rev();
    helpers.find(|guide| guide.until.is_none())
}

/// Whether another field of the row holds the same value.
fn stands_elsewhere(row: &BTreeMap<String, Given>, key: &str) -> bool {
    let mut others = row.iter().filter(|(other, _)| **other != key);
    others.any(|(_, given)| Some(given) == row.get(key))
}

/// Keeps values that no field holds by themselves.
fn keep(rest: &mut Rest, fields: &Fields<'_>, keys: &[&str]) {
    for key in keys {
        if let Some(given) = fields.get(key) {
            rest.push(((*key).to_owned(), Arg::from(*given)));
        }
    }
}

/// A card needs its number and its day.
fn card(person: &mut Candidate, fields: &Fields<'_>, rest: &mut Rest) {
    let keys = ["card.number", "card.on"];
    let number = text(fields.get(keys[0]));
    let on = whole(fields.get(keys[1]));
    if let Some(card) = &mut person.card {
        card.number = number.unwrap_or_else(|| card.number.clone());
        card.on = on.unwrap_or(card.on);
        return;
    }
    match (number, on) {
        (Some(number), Some(on)) => person.card = Some(Box::new(Card { number, on })),
        _ => keep(rest, fields, &keys),
    }
}
