//! The form of a survey of sources, and what its numbers come to.

use super::{Entries, Form, FormFor, Slot};
use crate::app::typing::number::number;
use crate::model::{Code, Message, Period, Refusal, Survey, SurveyGroup, Unit};
use crate::rules::{Rules, source_name};
use chrono::NaiveDate;

/// The groups that can be typed: those of `sources.ron`, then others that the survey has.
fn sources(rules: &Rules, row: Option<&Survey>) -> Vec<Code> {
    let known = rules.sources.iter().map(|source| source.id.clone());
    let mut all: Vec<Code> = known.collect();
    for group in row.into_iter().flat_map(|row| &row.groups) {
        if !all.contains(&group.source) {
            all.push(group.source.clone());
        }
    }
    all
}

fn numbers(group: &SurveyGroup) -> String {
    let SurveyGroup {
        people,
        fit,
        asked,
        willing,
        ..
    } = group;
    format!("{people}/{fit}/{asked}/{willing}")
}

pub(super) fn open(
    rules: &Rules,
    unit: &Unit,
    at: Option<usize>,
    (year, today): (i32, NaiveDate),
) -> Form {
    let row = at.and_then(|at| unit.surveys.get(at));
    let period = row.map(|row| row.period);
    let from = period.map_or(year, |period| period.from);
    let until = period.and_then(|period| period.until);
    let mut entries = Entries::default()
        .day(Slot::Surveyed, Some(row.map_or(today, |row| row.on)))
        .line(Slot::SurveyYear, from.to_string())
        .line(
            Slot::UntilYear,
            until.map(|year| year.to_string()).unwrap_or_default(),
        );
    for source in sources(rules, row) {
        let found = row.and_then(|row| row.groups.iter().find(|group| group.source == source));
        let name = source_name(rules, &source);
        entries.named(
            Slot::Source(source),
            name,
            found.map(numbers).unwrap_or_default(),
        );
    }
    let entries = entries
        .maybe(Slot::Note, row.and_then(|row| row.note.as_ref()))
        .maybe(Slot::KnownFrom, row.and_then(|row| row.source.as_ref()));
    let first = entries
        .0
        .iter()
        .position(|(slot, _)| matches!(slot, Slot::Source(_)));
    let mut form = Form::new(FormFor::Survey(unit.id.clone(), at), entries);
    form.at = first.unwrap_or(0);
    form
}

/// Numbers typed as `40/12/8/5`; those left out at the end are 0.
fn group(source: Code, typed: &str) -> Result<SurveyGroup, Refusal> {
    let given = |part: &str| number(part)?.ok_or(Refusal::NotFour);
    let numbers: Result<Vec<u32>, Refusal> = typed.split('/').map(given).collect();
    let numbers = numbers.map_err(|_| Refusal::NotFour)?;
    if numbers.len() > 4 {
        return Err(Refusal::NotFour);
    }
    let number = |place: usize| numbers.get(place).copied().unwrap_or(0);
    Ok(SurveyGroup {
        source,
        people: number(0),
        fit: number(1),
        asked: number(2),
        willing: number(3),
    })
}

/// The groups with something typed.
fn groups(form: &Form) -> Result<Vec<SurveyGroup>, Refusal> {
    let mut groups = Vec::new();
    for (slot, _) in &form.entries {
        if let Slot::Source(source) = slot
            && let Some(typed) = form.text(slot)?
        {
            groups.push(group(source.clone(), &typed)?);
        }
    }
    Ok(groups)
}

fn year(form: &Form, slot: &Slot) -> Result<Option<i32>, Refusal> {
    let read = |typed: String| {
        let fault = Refusal::NotANumber {
            least: 1900,
            most: 2200,
        };
        typed.parse().map_err(|_| fault)
    };
    form.text(slot)?.map(read).transpose()
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Survey, Refusal> {
    let groups = groups(form)?;
    let from = year(form, &Slot::SurveyYear)?.ok_or(Refusal::Empty)?;
    let until = year(form, &Slot::UntilYear)?.filter(|until| *until != from);
    Ok(Survey {
        on: form.owed_day(&Slot::Surveyed, today)?,
        period: Period { from, until },
        groups,
        note: form.text(&Slot::Note)?,
        source: form.text(&Slot::KnownFrom)?,
    })
}

/// What the numbers typed so far come to, or which of them cannot be; none while they cannot be read.
pub(super) fn verdict(rules: &Rules, form: &Form) -> Option<Message> {
    let groups = groups(form).ok()?;
    let wrong = |group: &SurveyGroup| group.check(&source_name(rules, &group.source)).err();
    if let Some(refusal) = groups.iter().find_map(wrong) {
        return Some(refusal.message());
    }
    let sum = |number: fn(&SurveyGroup) -> u32| {
        let numbers = groups.iter().map(number);
        numbers.fold(0, u32::saturating_add)
    };
    let message = Message::info("form.survey-sum")
        .with("people", sum(|group| group.people))
        .with("fit", sum(|group| group.fit))
        .with("asked", sum(|group| group.asked))
        .with("willing", sum(|group| group.willing));
    Some(message)
}
