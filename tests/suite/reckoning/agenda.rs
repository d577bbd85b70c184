//! The agenda: which limits run for whom, and their last days.

use super::calendar::{Calendar, months};
use super::tree::Record;
use super::way::{self, DECIDED, File, PROBATION};
use crate::world::day;
use chrono::NaiveDate;
use ketnap::model::{Candidate, Paper, PartialDay, Place, UnitId};
use serde_json::{Value, json};

/// The first days of 294-QĐ/TW and of 208-QĐ/TW.
fn shorter() -> NaiveDate {
    day(2025, 7, 1)
}

fn by_issue() -> NaiveDate {
    day(2026, 7, 26)
}

/// The stages that are entered with the dossier, and with the cell's vote.
const VERIFICATION: usize = 3;
const GRASSROOTS: usize = 6;

/// A limit that runs: its word, its last day, and whether passing it is a delay.
type Limit = (&'static str, NaiveDate, bool);

/// The day by which a stage is to be left: that of the first deadline, else of the paper that first
/// loses its worth. A probation only lasts.
pub(super) fn pressing(limits: &[Limit]) -> Option<NaiveDate> {
    let is_life = |limit: &&Limit| limit.0.ends_with("-life");
    let first = |life: bool| {
        let of = limits
            .iter()
            .filter(|limit| limit.2 && is_life(limit) == life);
        of.map(|(_, due, _)| *due).min()
    };
    first(false).or(first(true))
}

/// The tasks that are late or fall due within so many days.
pub(super) fn rows(of: &Record, id: &UnitId, calendar: &Calendar, ahead: u32) -> Value {
    let mut rows = Vec::new();
    let mut put = |candidate: Option<&str>, unit: &UnitId, (limit, due, delay): Limit| {
        let left = (due - of.today).num_days();
        if left <= i64::from(ahead) {
            rows.push(json!({
                "candidate": candidate,
                "unit": unit,
                "limit": limit,
                "due": due,
                "days_left": left,
                "overdue": delay && left < 0,
            }));
        }
    };
    for (home, person) in of.people() {
        if of.is_in(&home.id, id, of.today) {
            for limit in running(person, of.today, calendar) {
                put(Some(person.id.as_str()), &home.id, limit);
            }
        }
    }
    for unit in of
        .book
        .units()
        .iter()
        .filter(|unit| of.is_in(&unit.id, id, of.today))
    {
        if !super::quota::has_row(of, unit) {
            continue;
        }
        for visit in &unit.visits {
            let todo = visit.agreed.is_some() && visit.done.is_none();
            let due = if visit.held {
                visit.by.filter(|_| todo)
            } else {
                visit.on
            };
            if let Some(due) = due {
                put(None, &unit.id, ("visit", due, true));
            }
        }
    }
    rows.sort_by_key(ToString::to_string);
    Value::Array(rows)
}

/// The first day of the way being walked: what was written on one that came to its end starts no clock.
fn begun(person: &Candidate) -> NaiveDate {
    let mut first = None;
    for step in &person.steps {
        match step.to {
            Place::Exit(_) => first = None,
            _ => first = Some(first.unwrap_or(step.on)),
        }
    }
    first.unwrap_or(NaiveDate::MAX)
}

/// A paper of the way being walked, and the day that it bears.
fn paper<'a>(person: &'a Candidate, form: &str) -> Option<(&'a Paper, NaiveDate)> {
    let paper = person
        .papers
        .iter()
        .find(|paper| paper.form.as_str() == form)?;
    let on = paper.on.and_then(PartialDay::day)?;
    (on >= begun(person)).then_some((paper, on))
}

fn vote(person: &Candidate, stage: &str) -> Option<NaiveDate> {
    let votes = person
        .votes
        .iter()
        .filter(|vote| vote.stage.as_str() == stage);
    votes
        .map(|vote| vote.on)
        .filter(|on| *on >= begun(person))
        .max()
}

/// The day since which a file has stood at a stage or further on; none on a way that came to its end.
fn since(person: &Candidate, stage: usize) -> Option<NaiveDate> {
    // The day on which it entered that very stage, where it did.
    let (mut beyond, mut day) = (None, None);
    for step in &person.steps {
        match &step.to {
            Place::Stage(id) => {
                let at = way::place_of(id.as_str()).unwrap();
                beyond = (at >= stage).then(|| beyond.unwrap_or(step.on));
                day = day
                    .or((at == stage).then_some(step.on))
                    .filter(|_| at >= stage);
            }
            Place::Exit(_) => (beyond, day) = (None, None),
            Place::Paused => {}
        }
    }
    day.or(beyond)
}

/// What runs for a person; nothing while the file rests, which the papers leave open.
pub(super) fn running(person: &Candidate, today: NaiveDate, calendar: &Calendar) -> Vec<Limit> {
    let now = way::standing(person, today);
    if !now.is_some_and(|now| now.file == File::Active && now.is_open()) {
        return Vec::new();
    }
    let working = |start, n| calendar.working_days(start, n);
    // What was granted before a clock started was granted for another.
    let extended = |limit: &str, start: NaiveDate| {
        let mut rows = person.extensions.iter();
        rows.any(|row| row.limit.as_str() == limit && start <= row.on)
    };
    let mut all: Vec<Limit> = Vec::new();
    // Where no paper and no vote says, the step does.
    let held = since(person, PROBATION);
    let voted = vote(person, "cell").or(since(person, GRASSROOTS));
    if voted.is_none() && held.is_none() {
        // A certificate of an earlier way is one still.
        let mut papers = person.papers.iter();
        let certificate = papers.find(|paper| paper.form.as_str() == "CN-NTVD");
        let certificate = certificate.and_then(|paper| paper.on?.day());
        all.extend(certificate.map(|on| ("certificate-life", months(on, 60), true)));
        let dossier = paper(person, "2-KND")
            .map(|(_, on)| on)
            .or(since(person, VERIFICATION));
        all.extend(dossier.map(|on| ("dossier-life", months(on, 12), true)));
    }
    if held.is_none() {
        for letter in person
            .letters
            .iter()
            .filter(|letter| letter.answered.is_none())
        {
            let length = if letter.abroad { 90 } else { 30 };
            let due = letter
                .received
                .filter(|on| *on >= begun(person))
                .map(|on| working(on, length));
            all.extend(due.map(|due| ("verification-answer", due, true)));
        }
    }
    let decided = paper(person, "9-KND");
    let issued = decided.map(|(_, on)| on).or(since(person, DECIDED));
    if let (Some(on), None, None) = (voted, issued, held) {
        let (length, more) = if on < shorter() { (60, 30) } else { (45, 15) };
        let due = working(on, length + if extended("decision", on) { more } else { 0 });
        all.push(("decision", due, true));
    }
    if let (Some(issued), None) = (issued, held) {
        // Where nobody wrote down when it came, the program counts from the day it bears.
        let received = decided.and_then(|(paper, _)| paper.received);
        let received = received.filter(|_| issued < by_issue());
        all.push(("ceremony", working(received.unwrap_or(issued), 30), true));
    }
    if let Some(held) = held {
        let over = months(held, 12);
        if let Some(on) = vote(person, "recognition") {
            let more = if on < shorter() { 30 } else { 15 };
            let length = 30
                + if extended("recognition-decision", on) {
                    more
                } else {
                    0
                };
            if paper(person, "16-KND").is_none() {
                all.push(("recognition-decision", working(on, length), true));
            }
        } else if today < over {
            all.push(("probation", over, false));
        } else {
            all.push(("recognition-vote", working(over, 30), true));
        }
    }
    all
}
