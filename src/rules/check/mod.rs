//! Everything that is wrong with a book or worth a look: ids, references, dates, sums.

pub(in crate::rules) mod doubt;
pub(in crate::rules) mod fields;
pub(in crate::rules) mod finding;
pub(in crate::rules) mod head;
pub(in crate::rules) mod history;
pub(in crate::rules) mod slip;
pub(in crate::rules) mod sums;
pub(in crate::rules) mod twins;

use crate::model::{
    Book, Candidate, Cause, Code, Label, Message, PaperState, PartialDay, Place, Refusal, Remedy,
    Step, Unit, Unreadable, candidate_faults, candidate_texts, unit_faults, unit_texts,
};
use crate::rules::check::doubt::doubts;
use crate::rules::check::fields::{letters_of, of_person, of_unit};
use crate::rules::check::finding::{Collector, Finding, Severity};
use crate::rules::check::history::lacking;
use crate::rules::check::sums::{below_floors, sums};
use crate::rules::check::twins::all_twins;
use crate::rules::count::standing::standing;
use crate::rules::procedure::Procedure;
use crate::rules::procedure::ballot::rule_of;
use crate::rules::step::admit;
use crate::rules::step::next::successor;
use crate::rules::{Counted, Known, Rules};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// All problems of a book on a day, errors first, then by file.
pub fn findings(counted: Counted<'_>) -> Vec<Finding> {
    let Counted { book, figures, .. } = counted;
    let today = figures.today;
    let mut out = Collector {
        found: Vec::new(),
        unit: None,
        person: None,
    };
    unreadable(book, &mut out);
    for root in &book.header().roots {
        let bad = |bad: &Unreadable| bad.id == root.value;
        if book.unit(&root.value).is_none() && !book.unreadable().iter().any(bad) {
            let message = Message::error("check.missing-root");
            out.error("missing-root", message.with("id", root.value.as_str()));
        }
    }
    for unit in book.units() {
        out.unit = Some(unit);
        out.person = None;
        look_at_unit(counted.known(), unit, &mut out);
        for person in &unit.candidates {
            out.person = Some(person);
            look_at_person(counted.known(), person, &mut out);
        }
    }
    for (unit, person, other) in all_twins(book, today) {
        out.unit = Some(unit);
        out.person = Some(person);
        let message = Message::warning("check.same-person").with("other", other);
        out.warning("same-person", message);
    }
    out.unit = None;
    out.person = None;
    let mut found = out.found;
    found.extend(sums(counted));
    found.extend(below_floors(counted));
    found.sort_by(|a, b| a.level.cmp(&b.level).then_with(|| a.path.cmp(&b.path)));
    found
}

fn unreadable(book: &Book, out: &mut Collector<'_>) {
    for bad in book.unreadable() {
        out.found.push(Finding {
            level: Severity::Error,
            code: "unreadable",
            unit: Some(bad.id.clone()),
            candidate: None,
            path: Some(bad.file.clone()),
            at: bad.fault.spot(),
            message: bad.fault.message(),
        });
    }
}

fn look_at_unit<'a>(known: Known<'_>, unit: &'a Unit, out: &mut Collector<'a>) {
    let Known { book, rules, today } = known;
    for row in &unit.kinds {
        if rules.kind(&row.value).is_none() {
            let message = Message::error("check.unknown-kind");
            out.error("unknown-kind", message.with("word", row.value.as_str()));
        }
    }
    for row in &unit.parents {
        // As both were on the day on which it came there.
        let day = row.from.unwrap_or(today);
        let above = book.unit(&row.value);
        let above = above.and_then(|above| rules.kind_of(above, day));
        let own = unit.kind_on(day);
        let fits = |own| above.is_none_or(|kind| kind.below.contains(own));
        if !own.is_none_or(fits) {
            out.warning(
                "kind-below",
                Message::warning("check.kind-below").with("id", row.value.as_str()),
            );
        }
    }
    for (code, message) in admit::of_unit(known, unit) {
        out.error(code, message);
    }
    let kind = rules.kind_of(unit, today);
    if !unit.candidates.is_empty() && kind.is_some_and(|kind| !kind.holds_candidates) {
        out.warning(
            "not-a-cell",
            Message::warning("check.not-a-cell").with("id", unit.id.as_str()),
        );
    }
    left_behind(known, unit, out);
    for (field, refusal) in unit_faults(unit) {
        out.error("invalid-value", invalid(field, &refusal));
    }
    for (level, code, message) in letters_of(unit_texts(unit)) {
        out.say(level, code, message);
    }
    let tracks: BTreeSet<_> = book.settings().tracks.iter().map(|t| &t.id).collect();
    let mut seen = BTreeSet::new();
    for quota in &unit.quotas {
        if !tracks.contains(&quota.track) {
            let message = Message::error("check.unknown-track").with("word", quota.track.as_str());
            out.error("unknown-track", message);
        }
        unknown_group(rules, quota.group.as_ref(), out);
        let key = (quota.year, &quota.track, &quota.group, quota.revision);
        if !seen.insert(key) {
            let message = Message::error("check.doubled-quota")
                .with("year", i64::from(quota.year))
                .with("track", quota.track.as_str());
            out.error("doubled-quota", message);
        }
    }
    let mut years = BTreeSet::new();
    for row in &unit.unlisted {
        if !years.insert(row.year) {
            let message =
                Message::error("check.doubled-unlisted").with("year", i64::from(row.year));
            out.error("doubled-unlisted", message);
        }
    }
    days_of_causes((&unit.causes, &unit.remedies), today, out);
    for day in unit
        .members
        .iter()
        .map(|r| r.on)
        .chain(unit.officers.iter().map(|r| r.on))
    {
        future(day, today, out);
    }
    for (level, code, message) in of_unit(rules, unit, today) {
        out.say(level, code, message);
    }
}

fn unknown_group<'a>(
    rules: &Rules,
    named: impl IntoIterator<Item = &'a Code>,
    out: &mut Collector<'_>,
) {
    for group in named {
        if rules.group(group).is_none() {
            let message = Message::error("check.unknown-group").with("word", group.as_str());
            out.error("unknown-group", message);
        }
    }
}

fn invalid(field: &'static str, refusal: &Refusal) -> Message {
    Message::error("check.invalid-value")
        .with("field", field)
        .with("why", refusal.message())
}

fn days_of_causes(
    (causes, remedies): (&[Cause], &[Remedy]),
    today: NaiveDate,
    out: &mut Collector<'_>,
) {
    let done = remedies.iter().filter_map(|remedy| remedy.done);
    for day in causes.iter().map(|cause| cause.from).chain(done) {
        future(day, today, out);
    }
}

fn future(day: NaiveDate, today: NaiveDate, out: &mut Collector<'_>) {
    if day > today {
        out.warning(
            "future-date",
            Message::warning("check.future-date").with("date", day),
        );
    }
}

fn look_at_person(known: Known<'_>, person: &Candidate, out: &mut Collector<'_>) {
    let Known { book, rules, today } = known;
    if book.doubled().contains(&person.id) {
        out.error(
            "doubled-candidate",
            Message::error("check.doubled-candidate").with("id", person.id.as_str()),
        );
    }
    for (field, refusal) in candidate_faults(person) {
        out.error("invalid-value", invalid(field, &refusal));
    }
    for (level, code, message) in letters_of(candidate_texts(person)) {
        out.say(level, code, message);
    }
    for doubt in doubts(person, today) {
        let message = Message::warning("check.doubtful").with("what", doubt.message);
        out.warning(doubt.code, message);
    }
    for (code, message) in admit::of_person(rules, person) {
        out.error(code, message);
    }
    let unit = out.unit;
    if let Some(message) = unit.and_then(|unit| lacking(known, unit, person)) {
        out.warning("history", message);
    }
    for step in &person.steps {
        let known = match &step.to {
            Place::Stage(id) => rules.procedure.index(id).is_some(),
            Place::Exit(id) => rules.procedure.exit(id).is_some(),
            Place::Paused => true,
        };
        if known {
            future(step.on, today, out);
        }
        if step.forced {
            forced(rules, step, out);
        }
    }
    look_at_dossier(known, person, out);
    if let Some(source) = person
        .source
        .as_ref()
        .filter(|id| rules.source(id).is_none())
    {
        out.error(
            "unknown-source",
            Message::error("check.unknown-source").with("word", source.as_str()),
        );
    }
    unknown_group(rules, &person.groups, out);
    days_of_causes((&person.causes, &person.remedies), today, out);
    for (level, code, message) in of_person(rules, person, today) {
        out.say(level, code, message);
    }
    let counting = book.settings().counting;
    if let Some(now) = standing(person, &rules.procedure, counting, today) {
        let admits = rules
            .procedure
            .stages
            .iter()
            .position(|s| s.enters == Some(crate::rules::Event::Ceremony));
        if admits.is_some_and(|stage| now.stage > stage) && now.admitted.is_none() {
            let stage = Label::clone(&rules.procedure.stages[now.stage].name);
            out.warning(
                "no-admission-date",
                Message::warning("check.no-admission-date").with("stage", stage),
            );
        }
    }
}

/// A step that was taken although something was missing.
fn forced(rules: &Rules, step: &Step, out: &mut Collector<'_>) {
    let word = |id: &Code| Label {
        vi: id.to_string(),
        en: id.to_string(),
    };
    let to = match &step.to {
        Place::Stage(id) => {
            let stage = rules.procedure.stages.iter().find(|stage| stage.id == *id);
            stage.map_or_else(|| word(id), |stage| stage.name.clone())
        }
        Place::Exit(id) => {
            let exit = rules.procedure.exit(id);
            exit.map_or_else(|| word(id), |exit| exit.name.clone())
        }
        Place::Paused => return,
    };
    let reason = step.reason.clone().unwrap_or_default();
    let message = Message::warning("check.forced-step");
    out.warning(
        "forced-step",
        message
            .with("date", step.on)
            .with("stage", to)
            .with("reason", reason),
    );
}

/// Open files in an organisation that has ended, with the successor where one is on record.
fn left_behind<'a>(known: Known<'_>, unit: &'a Unit, out: &mut Collector<'a>) {
    let Known { book, rules, today } = known;
    let Some(ended) = unit.ended.filter(|ended| *ended < today) else {
        return;
    };
    let counting = book.settings().counting;
    let next = successor(book, unit, today);
    for person in &unit.candidates {
        let now = standing(person, &rules.procedure, counting, today);
        if !now.is_some_and(|now| now.is_open(&rules.procedure)) {
            continue;
        }
        out.person = Some(person);
        let message = match &next {
            Some(next) => Message::error("check.file-left-to").with("to", next.as_str()),
            None => Message::error("check.file-left"),
        };
        out.error("file-in-ended-unit", message.with("date", ended));
    }
    out.person = None;
}

/// Papers, letters and votes: words that nothing knows, days that have not come.
fn look_at_dossier(known: Known<'_>, person: &Candidate, out: &mut Collector<'_>) {
    let Known { book, rules, today } = known;
    for paper in &person.papers {
        let known = |set: &Procedure| set.paper(&paper.form).is_some();
        if !rules.sets.iter().any(known) && !known(&rules.procedure) {
            let message = Message::warning("check.unknown-paper");
            out.warning("unknown-paper", message.with("word", paper.form.as_str()));
        }
        if paper.state == PaperState::NotNeeded && paper.reason.is_none() {
            let message = Message::warning("check.paper-without-reason");
            out.warning(
                "paper-without-reason",
                message.with("word", paper.form.as_str()),
            );
        }
    }
    for vote in &person.votes {
        if rule_of(rules.on(vote.on), vote).is_none() {
            let word = vote.body.as_ref().unwrap_or(&vote.stage);
            let message = Message::warning("check.unknown-vote");
            out.warning("unknown-vote", message.with("word", word.as_str()));
        }
    }
    for given in &person.extensions {
        let limit = rules.on(given.on).limit(given.limit.as_str());
        if limit.is_none_or(|limit| limit.extension.is_none()) {
            let message = Message::warning("check.unknown-extension");
            out.warning(
                "unknown-extension",
                message.with("word", given.limit.as_str()),
            );
        }
    }
    for handover in &person.handovers {
        if book.unit(&handover.from).is_none() {
            let message = Message::warning("check.missing-cell");
            out.warning("missing-cell", message.with("id", handover.from.as_str()));
        }
    }
    let papers = person.papers.iter();
    let papers = papers.flat_map(|p| [p.on.map(PartialDay::first), p.received]);
    let letters = person.letters.iter();
    let letters = letters.flat_map(|l| [l.sent, l.received, l.answered]);
    let votes = person.votes.iter().map(|vote| Some(vote.on));
    let days = papers.chain(letters).chain(votes).flatten();
    for on in days.collect::<BTreeSet<_>>() {
        future(on, today, out);
    }
}
