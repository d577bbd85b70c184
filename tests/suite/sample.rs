//! The sample book: dossiers whole behind every step, and every state of papers, letters, votes and limits to be seen.

use crate::desk::sample;
use crate::world::{code, day, person_id, temp};
use chrono::{Days, NaiveDate};
use ketnap::config::Config;
use ketnap::model::{
    Answer, Arg, Book, Candidate, Chain, Counting, GuideKind, PaperState, PartialDay, Place, Step,
    Unit, WhyOut,
};
use ketnap::rules::{
    Case, Known, LimitKind, Outcome, Rules, State, carried, outcome, passage, rule_of, standing,
};
use ketnap::store::{Access, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

fn rules() -> Arc<Rules> {
    Config::load(None, None).rules
}

fn today() -> NaiveDate {
    day(2022, 11, 27)
}

fn files(book: &Book) -> impl Iterator<Item = (&Unit, &Candidate)> {
    let units = book.units().iter();
    units.flat_map(|unit| unit.candidates.iter().map(move |person| (unit, person)))
}

/// A stage of the present path: its place, and the step that first reached it.
type Reached = (usize, usize);

/// The stages that a person stands on or has left forward, without what a step back took back.
fn path(rules: &Rules, person: &Candidate) -> Vec<Reached> {
    let mut path: Vec<Reached> = Vec::new();
    for (at, step) in person.steps.iter().enumerate() {
        let Place::Stage(id) = &step.to else { continue };
        let stage = rules.procedure.index(id).unwrap();
        path.retain(|(known, _)| *known <= stage);
        if path.last().is_none_or(|(last, _)| *last != stage) {
            path.push((stage, at));
        }
    }
    path
}

/// The file as it lay just before a step: without the steps from there on and what bears a later day.
fn before(person: &Candidate, step: usize) -> Candidate {
    let on = person.steps[step].on;
    let by_then = |known: Option<NaiveDate>| known.is_none_or(|known| known <= on);
    let kept = |known: Option<NaiveDate>| known.filter(|known| *known <= on);
    let mut file = person.clone();
    file.steps.truncate(step);
    for guides in [&mut file.helpers, &mut file.introducers] {
        guides.retain(|guide| by_then(guide.from.map(PartialDay::first)));
        for guide in guides {
            guide.until = kept(guide.until);
        }
    }
    file.papers
        .retain(|paper| by_then(paper.on.map(PartialDay::first)));
    for paper in &mut file.papers {
        paper.received = kept(paper.received);
    }
    file.letters.retain(|letter| by_then(letter.sent));
    for letter in &mut file.letters {
        letter.received = kept(letter.received);
        letter.answered = kept(letter.answered);
        letter.result = letter.answered.and(letter.result);
    }
    file.votes.retain(|vote| vote.on <= on);
    file.extensions.retain(|given| given.on <= on);
    if let Some(former) = &mut file.former {
        former.consent = kept(former.consent);
    }
    file
}

#[test]
fn nothing_is_missing_behind_anybody_unless_the_step_was_forced() {
    let (book, rules) = (sample(), rules());
    let known = Known::new(&book, &rules, today());
    let mut forced = Vec::new();
    for (unit, person) in files(&book) {
        for pair in path(&rules, person).windows(2) {
            let ((from, _), (to, at)) = (pair[0], pair[1]);
            let step = &person.steps[at];
            let file = before(person, at);
            let owed = Case::new(known, unit, &file).missing(from..to, step.on);
            assert_eq!(
                owed.is_empty(),
                !step.forced,
                "{} to {:?}: {owed:?}",
                person.id,
                step.to
            );
            if step.forced {
                assert!(step.reason.is_some(), "{}", person.id);
                forced.push(person.id.as_str());
            }
        }
    }
    assert_eq!(forced, ["mau-08", "mau-30", "mau-31"]);
}

/// What the gates do not ask for, and a sound dossier has all the same.
#[test]
fn dossiers_hold_what_no_gate_asks_for() {
    let (book, rules) = (sample(), rules());
    for (_, person) in files(&book) {
        let id = &person.id;
        let path = path(&rules, person);
        let days = |stage: &str| {
            let stage = rules.procedure.index(&code(stage)).unwrap();
            let at = path.iter().position(|(known, _)| *known == stage)?;
            let on = |at: usize| path.get(at).map(|(_, step)| person.steps[*step].on);
            Some((on(at)?, on(at + 1)))
        };
        for vote in &person.votes {
            assert!(rule_of(rules.on(vote.on), vote).is_some(), "{id}");
            assert!(vote.body.is_some(), "{id}");
            let (present, against) = (vote.present.unwrap(), vote.against.unwrap());
            assert!(vote.agree + against <= present, "{id}");
            assert!(present <= vote.n, "{id}");
            let exit = rules.procedure.exit(&vote.stage).is_some();
            let (entered, left) = if exit {
                let last = person.steps.last().map(|step| step.on);
                (person.steps[person.steps.len() - 2].on, last)
            } else {
                days(vote.stage.as_str()).unwrap()
            };
            assert!(entered <= vote.on, "{id}: {vote:?}");
            assert!(vote.on <= left.unwrap_or(today()), "{id}: {vote:?}");
        }
        if let Some((written, Some(_))) = days("verification") {
            assert!(!person.letters.is_empty(), "{id}");
            let sent = person.letters.iter().filter_map(|letter| letter.sent);
            assert!(sent.into_iter().all(|sent| written <= sent), "{id}");
        }
        for letter in &person.letters {
            assert!(letter.place.contains("Mẫu"), "{id}");
            assert!(letter.received.is_none() || letter.sent.is_some(), "{id}");
            assert_eq!(letter.answered.is_some(), letter.result.is_some(), "{id}");
        }
        let members = person.introducers.iter();
        let mut members = members.filter(|guide| guide.kind == GuideKind::Member);
        assert!(members.all(|guide| guide.together.is_some()), "{id}");
        for paper in &person.papers {
            let owed = matches!(paper.state, PaperState::NotNeeded | PaperState::Returned);
            assert!(!owed || paper.reason.is_some(), "{id}");
            let dated = paper.state != PaperState::Valid || paper.on.is_some();
            assert!(dated, "{id}");
        }
    }
}

#[test]
fn votes_of_a_cell_count_its_full_members() {
    let (book, rules) = (sample(), rules());
    for (unit, person) in files(&book) {
        let Some(count) = unit.members.first() else {
            continue;
        };
        for vote in &person.votes {
            let body = &rule_of(rules.on(vote.on), vote).unwrap().body;
            if body.vi == "chi bộ" {
                let out: u32 = vote.left_out.iter().map(|out| out.count).sum();
                assert_eq!(Some(vote.n + out), count.full, "{}", person.id);
            }
        }
    }
}

#[test]
fn every_state_of_a_paper_and_a_letter_can_be_seen() {
    let book = sample();
    let papers = files(&book).flat_map(|(_, person)| &person.papers);
    let states: BTreeSet<_> = papers.map(|paper| paper.state.text_key()).collect();
    assert_eq!(states, PaperState::ALL.map(PaperState::text_key).into());
    let letters: Vec<_> = files(&book).flat_map(|(_, p)| &p.letters).collect();
    let results = letters.iter().filter_map(|letter| letter.result);
    let results: BTreeSet<_> = results.map(Answer::text_key).collect();
    assert_eq!(results, Answer::ALL.map(Answer::text_key).into());
    let ways: BTreeSet<_> = letters
        .iter()
        .map(|l| [l.sent, l.received, l.answered].map(|day| day.is_some()))
        .collect();
    let ahead = |known: usize| [0, 1, 2].map(|at| at < known);
    assert_eq!(ways, [0, 1, 2, 3].map(ahead).into());
    assert!(letters.iter().any(|letter| letter.abroad));
}

#[test]
fn every_outcome_of_a_vote_can_be_seen() {
    let (book, rules) = (sample(), rules());
    let votes = &rules.on(today()).votes;
    let mut seen = BTreeSet::new();
    for (_, person) in files(&book) {
        for rule in votes {
            let word = match outcome(&rules, person, rule, today()) {
                Outcome::Open => continue,
                Outcome::Carried(_) => "carried",
                Outcome::Failed(_) => "failed",
                Outcome::GoneUp(_) => "gone up",
            };
            seen.insert((rule.id.as_str(), word));
        }
    }
    for rule in votes {
        assert!(seen.contains(&(rule.id.as_str(), "carried")), "{}", rule.id);
    }
    assert!(seen.contains(&("cell", "failed")));
    assert!(seen.contains(&("recognition-cell", "failed")));
    assert!(seen.contains(&("recognition-cell", "gone up")));
    let (_, stays) = book.candidate(&person_id("mau-29")).unwrap();
    let failed = stays.votes.last().unwrap();
    assert_eq!((failed.n, failed.agree), (11, 7));
    assert!(!carried(&rules, failed));
    let left_out = files(&book).flat_map(|(_, person)| &person.votes);
    let left_out = left_out.flat_map(|vote| &vote.left_out);
    let why: BTreeSet<_> = left_out.map(|out| out.why.text_key()).collect();
    assert_eq!(why, WhyOut::ALL.map(WhyOut::text_key).into());
}

#[test]
fn every_limit_runs_for_somebody_in_time_soon_and_overdue() {
    let (book, rules) = (sample(), rules());
    let soon = today() + Days::new(10);
    let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (unit, person) in files(&book) {
        for limit in Case::new(Known::new(&book, &rules, today()), unit, person).limits() {
            let words = seen.entry(limit.limit.id.as_str()).or_default();
            words.insert(match limit.limit.kind {
                LimitKind::Wait => "waits",
                _ if limit.overdue(today()) => "overdue",
                _ if limit.due <= soon => "soon",
                _ => "in time",
            });
            words.extend(limit.extended.map(|_| "extended"));
            let letter = limit.letter.map(|at| &person.letters[at]);
            words.extend(letter.filter(|letter| letter.abroad).map(|_| "abroad"));
        }
    }
    let expected: [(&str, &[&str]); 8] = [
        ("certificate-life", &["in time"]),
        ("ceremony", &["in time", "soon"]),
        ("decision", &["extended", "in time", "overdue"]),
        ("dossier-life", &["in time", "overdue"]),
        ("probation", &["waits"]),
        ("recognition-decision", &["in time"]),
        ("recognition-vote", &["in time"]),
        ("verification-answer", &["abroad", "in time", "overdue"]),
    ];
    let expected = expected.map(|(id, words)| (id, words.iter().copied().collect()));
    assert_eq!(seen, expected.into());
    assert_eq!(seen.len(), rules.on(today()).limits.len());
}

#[test]
fn worth_that_ends_is_seen_before_and_after() {
    let (book, rules) = (sample(), rules());
    let due = |id: &str, limit: &str| {
        let case = Case::find(Known::new(&book, &rules, today()), &person_id(id)).unwrap();
        let found = case.limits().iter().find(|l| l.limit.id.as_str() == limit);
        found.unwrap().due
    };
    let certificate = due("mau-53", "certificate-life");
    assert!(today() <= certificate && certificate <= today() + Days::new(30));
    assert_eq!(due("mau-57", "dossier-life"), day(2022, 7, 22));
    assert_eq!(due("mau-35", "decision"), day(2022, 12, 15));
    assert_eq!(due("mau-30", "ceremony"), day(2022, 12, 2));
}

#[test]
fn every_way_out_and_every_turn_of_a_file_can_be_seen() {
    let (book, rules) = (sample(), rules());
    let state = |person: &Candidate| {
        let now = standing(person, &rules.procedure, Counting::Ceremony, today());
        now.unwrap().state
    };
    let states: Vec<State> = files(&book).map(|(_, person)| state(person)).collect();
    assert!(states.iter().any(|state| matches!(state, State::Paused(_))));
    for exit in &rules.procedure.exits {
        let by = |state: &State| matches!(state, State::Ended(id, _) if *id == exit.id);
        assert!(states.iter().any(by), "{}", exit.id);
    }
    for (unit, person) in files(&book) {
        let Some(Step {
            on,
            to: Place::Exit(exit),
            ..
        }) = person.steps.last()
        else {
            continue;
        };
        let owed =
            Case::new(Known::new(&book, &rules, today()), unit, person).missing_for_exit(exit, *on);
        assert!(owed.is_empty(), "{}: {owed:?}", person.id);
    }
    let mut people = files(&book).map(|(_, person)| person);
    let handed = people.find(|p| !p.handovers.is_empty()).unwrap();
    let (unit, _) = book.candidate(&handed.id).unwrap();
    assert!(handed.handovers.iter().all(|row| row.from != unit.id));
    assert!(
        handed
            .handovers
            .iter()
            .all(|row| book.unit(&row.from).is_some())
    );
    let mut people = files(&book).map(|(_, person)| person);
    assert!(people.any(|p| p.former.as_ref().is_some_and(|f| f.consent.is_some())));
    let mut people = files(&book).map(|(_, person)| person);
    let holder = people.find(|p| p.card.is_some()).unwrap();
    assert_eq!(holder.steps.last().unwrap().to, Place::Stage(code("full")));
}

#[test]
fn a_delegated_committee_and_a_section_committee_have_dossiers() {
    let (book, rules) = (sample(), rules());
    let of = |id: &str| {
        let (unit, person) = book.candidate(&person_id(id)).unwrap();
        (
            passage(Known::new(&book, &rules, today()), unit, today()),
            person,
        )
    };
    let (delegated, person) = of("mau-46");
    assert_eq!(delegated.chain, Chain::Delegated);
    assert!(
        person
            .votes
            .iter()
            .all(|vote| vote.stage != code("decision"))
    );
    let (section, person) = of("mau-49");
    assert!(section.section && section.chain == Chain::Grassroots);
    assert!(
        person
            .papers
            .iter()
            .any(|paper| paper.form == code("7-KND"))
    );
    assert!(!of("mau-19").0.section);
}

#[test]
fn somebody_at_every_stage_can_go_on_today() {
    let (book, rules) = (sample(), rules());
    let mut open: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut shut: BTreeMap<&str, usize> = BTreeMap::new();
    for (unit, person) in files(&book) {
        let now = standing(person, &rules.procedure, Counting::Ceremony, today()).unwrap();
        let stage = &rules.procedure.stages[now.stage];
        if now.state != State::Active || stage.last {
            continue;
        }
        let known = Known::new(&book, &rules, today());
        if Case::new(known, unit, person)
            .owed_to(None, today())
            .is_empty()
        {
            open.entry(stage.id.as_str())
                .or_default()
                .push(person.id.as_str());
        } else {
            *shut.entry(stage.id.as_str()).or_default() += 1;
        }
    }
    let expected: [(&str, &[&str]); 8] = [
        ("source", &["mau-16", "mau-26"]),
        ("course", &["mau-24"]),
        ("dossier", &["mau-56"]),
        ("verification", &["mau-45"]),
        ("opinions", &["mau-18"]),
        ("cell", &["mau-43"]),
        ("grassroots", &["mau-49"]),
        ("ceremony", &["mau-30"]),
    ];
    let expected = expected.map(|(stage, ids)| (stage, ids.to_vec()));
    assert_eq!(open, expected.into());
    for (stage, ids) in &open {
        assert!(shut[stage] >= ids.len(), "{stage}");
    }
}

#[test]
fn the_dossier_above_waits_for_the_vote_and_the_decision_only() {
    let (book, rules) = (sample(), rules());
    let owed = Case::find(Known::new(&book, &rules, today()), &person_id("mau-19"))
        .unwrap()
        .owed_to(None, today());
    let keys = owed.iter().map(|missing| match &missing.what {
        Arg::Message(message) => message.key,
        other => panic!("{other:?}"),
    });
    assert_eq!(keys.collect::<Vec<_>>(), ["gate.paper", "gate.vote-open"]);
}

#[test]
fn the_files_stand_as_the_store_writes_them() {
    let (book, place) = (sample(), temp());
    let data = place.path().join("data");
    let store = Store::new(data.clone(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo/units");
    for unit in book.units() {
        let name = format!("{}.ron", unit.id);
        let written = std::fs::read(data.join("units").join(&name)).unwrap();
        assert!(
            written == std::fs::read(shipped.join(&name)).unwrap(),
            "{name}"
        );
    }
}
