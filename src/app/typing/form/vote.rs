//! The form of a vote, and whether what is typed carries.

use super::{Choice, Entries, Form, FormFor, Slot, Value};
use crate::app::typing::number::number;
use crate::model::{Absent, Arg, Chain, Code, LeftOut, Message, Refusal, Vote, WhyOut};
use crate::rules::{
    Case, Known, Outcome, Rules, VoteRule, full_members, needed, outcome, passage, rule_of,
};
use chrono::NaiveDate;

/// The votes of the stage a person is at first, then all others of the route.
fn bodies<'a>(
    rules: &'a Rules,
    chain: Chain,
    stage: Option<&Code>,
    on: NaiveDate,
) -> Vec<&'a VoteRule> {
    let here = |row: &&VoteRule| row.chains.is_empty() || row.chains.contains(&chain);
    let mut rows: Vec<&VoteRule> = rules.on(on).votes.iter().filter(here).collect();
    rows.sort_by_key(|row| Some(&row.stage) != stage);
    rows
}

/// A vote as it is told among others: the body and what it is about.
fn told(rules: &Rules, row: &VoteRule) -> Arg {
    let stages = rules.procedure.stages.iter();
    let stage = stages.clone().find(|stage| stage.id == row.stage);
    let exit = rules.procedure.exit(&row.stage);
    let of = stage
        .map(|stage| &stage.name)
        .or(exit.map(|exit| &exit.name));
    let message = Message::info("form.body-of").with("body", row.body.clone());
    match of {
        Some(of) => message.with("stage", of.clone()).into(),
        None => message.with("stage", row.stage.as_str()).into(),
    }
}

pub(super) fn open(case: &Case<'_>, at: Option<usize>) -> Form {
    let Known { rules, today, .. } = case.known;
    let (unit, person) = (case.unit, case.person);
    let stage = case.now().map(|now| &rules.procedure.stages[now.stage].id);
    let row = at.and_then(|at| person.votes.get(at));
    let on = row.map_or(today, |row| row.on);
    let chain = passage(case.known, unit, on).chain;
    let rows = bodies(rules, chain, stage, on);
    let open =
        |row: &&&VoteRule| !matches!(outcome(rules, person, row, today), Outcome::Carried(_));
    let body = match row {
        Some(row) => {
            let rule = rule_of(rules.on(row.on), row).map(|rule| &rule.id);
            rule.or(row.body.as_ref())
        }
        None => rows.iter().find(open).map(|row| &row.id),
    };
    let rule = rows.iter().find(|rule| Some(&rule.id) == body);
    let of_cell = rule.or(rows.first()).is_some_and(|rule| rule.cell);
    let full = full_members(unit, on);
    let n = row.map(|row| row.n).or(full.filter(|_| of_cell));
    let choices = rows
        .iter()
        .map(|row| Choice::code(&row.id, told(rules, row)));
    let mut entries = Entries::default()
        .codes(Slot::Body, choices.collect(), body)
        .day(Slot::Voted, Some(on))
        .count(Slot::N, n)
        .count(Slot::Present, row.map_or(n, |row| row.present))
        .count(Slot::Agree, row.map(|row| row.agree))
        .count(Slot::Against, row.and_then(|row| row.against));
    for why in WhyOut::ALL {
        let left_out = row.and_then(|row| row.left_out.iter().find(|out| out.why == why));
        entries = entries.count(Slot::Out(why), left_out.map(|out| out.count));
    }
    let absent = row.map_or(&[][..], |row| &row.absent);
    let entries = entries
        .line(Slot::Absent, absent_typed(absent))
        .count(Slot::Probationary, row.and_then(|row| row.probationary))
        .count(
            Slot::ProbationaryPresent,
            row.and_then(|row| row.probationary_present),
        )
        .maybe(Slot::Chair, row.and_then(|row| row.chair.as_ref()))
        .maybe(Slot::Minutes, row.and_then(|row| row.minutes.as_ref()))
        .maybe(
            Slot::WhyAgainst,
            row.and_then(|row| row.why_against.as_ref()),
        );
    let mut form = Form::new(FormFor::Vote(person.id.clone(), at), entries);
    // What is not known yet comes first to be typed.
    let empty = |value: &Value| matches!(value, Value::Line(line) if line.value().is_empty());
    let first = form
        .entries
        .iter()
        .position(|(_, entry)| empty(&entry.value));
    form.at = first.unwrap_or(0);
    form
}

/// `before` is the vote that is put right.
pub(super) fn read(
    rules: &Rules,
    form: &Form,
    before: Option<&Vote>,
    today: NaiveDate,
) -> Result<Vote, Refusal> {
    let on = form.owed_day(&Slot::Voted, today)?;
    let body = form.owed_code(&Slot::Body)?;
    let rule = rules.on(on).votes.iter().find(|rule| rule.id == body);
    let known = before.filter(|vote| vote.body.as_ref() == Some(&body));
    let stage = match (rule, known) {
        (Some(rule), _) => rule.stage.clone(),
        // No rule knows the body, and nobody chose another.
        (None, Some(vote)) => vote.stage.clone(),
        (None, None) => return Err(Refusal::Empty),
    };
    let mut left_out = Vec::new();
    for why in WhyOut::ALL {
        let count = form.number(&Slot::Out(why))?;
        if count > 0 {
            left_out.push(LeftOut { why, count });
        }
    }
    Ok(Vote {
        stage,
        body: Some(body),
        on,
        n: form.number(&Slot::N)?,
        present: form.maybe_number(&Slot::Present)?,
        agree: form.number(&Slot::Agree)?,
        against: form.maybe_number(&Slot::Against)?,
        left_out,
        absent: absent(form)?,
        probationary: form.maybe_number(&Slot::Probationary)?,
        probationary_present: form.maybe_number(&Slot::ProbationaryPresent)?,
        chair: form.text(&Slot::Chair)?,
        minutes: form.text(&Slot::Minutes)?,
        why_against: form.text(&Slot::WhyAgainst)?,
        taken_over: before.and_then(|vote| vote.taken_over),
    })
}

/// Members who were absent, as they are typed: `1 ốm; 2 đi công tác`.
fn absent_typed(rows: &[Absent]) -> String {
    let typed = rows.iter().map(|row| match &row.reason {
        Some(reason) => format!("{} {reason}", row.count),
        None => row.count.to_string(),
    });
    typed.collect::<Vec<_>>().join("; ")
}

fn absent(form: &Form) -> Result<Vec<Absent>, Refusal> {
    let typed = form.text(&Slot::Absent)?.unwrap_or_default();
    let rows = typed.split(';').map(str::trim);
    let read = |row: &str| {
        let (count, reason) = row.split_once(' ').unwrap_or((row, ""));
        let reason = reason.trim();
        Ok(Absent {
            count: number(count)?.unwrap_or(0),
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
        })
    };
    rows.filter(|row| !row.is_empty()).map(read).collect()
}

/// Whether the numbers typed so far carry.
pub(super) fn verdict(rules: &Rules, form: &Form, today: NaiveDate) -> Option<Message> {
    let vote = read(rules, form, None, today);
    let vote = vote.ok().filter(|vote| vote.n > 0)?;
    let needed = needed(rules, &vote)?;
    let message = if vote.agree >= needed {
        Message::info("vote.carried")
    } else {
        Message::warning("vote.failed")
    };
    let message = message.with("needed", needed).with("n", vote.n);
    Some(message.with("agree", vote.agree))
}
