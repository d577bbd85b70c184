//! What a step forward still owes: papers, votes, conditions, times, each named with its basis.

use super::missing::{Missing, Place};
use crate::model::{
    Answer, Arg, Code, GuideKind, Letter, Message, Paper, PaperState, PartialDay, ScalarField, Unit,
};
use crate::rules::Case;
use crate::rules::procedure::ballot::{Outcome, outcome};
use crate::rules::procedure::basis::basis_of;
use crate::rules::procedure::events::File;
use crate::rules::procedure::papers::Asked;
use crate::rules::procedure::route::Passage;
use crate::rules::procedure::{
    Check, Criterion, Event, Limit, LimitKind, Origin, PaperRow, Procedure, Stage, VoteRule, holds,
};
use chrono::{Datelike, Months, NaiveDate};
use std::ops::Range;

impl Case<'_> {
    /// What the next step owes today, if the file moves.
    pub fn owed(&self) -> &[Missing] {
        self.owed.get_or_init(|| {
            let today = self.known.today;
            let here = self.active().map(|now| now.stage);
            let steps = here.and_then(|here| Some(here..self.after(here, today)?));
            steps.map_or_else(Vec::new, |steps| self.missing(steps, today))
        })
    }

    /// What is missing to leave some stages on a day, by the set in force on that day and the route
    /// of the cell. Stages are places in [`crate::rules::Rules::procedure`].
    pub fn missing(&self, stages: Range<usize>, on: NaiveDate) -> Vec<Missing> {
        let Some(mut gate) = Gate::new(self, on) else {
            return Vec::new();
        };
        for known in &self.known.rules.procedure.stages[stages] {
            let stage = gate.set.stages.iter().find(|stage| stage.id == known.id);
            if let Some(stage) = stage.filter(|stage| stage.on(gate.passage.chain)) {
                gate.stage(stage);
            }
        }
        gate.found
    }

    /// What is missing to close the file by a way out on a day: what the rows that name it ask for.
    pub fn missing_for_exit(&self, exit: &Code, on: NaiveDate) -> Vec<Missing> {
        let Some(mut gate) = Gate::new(self, on) else {
            return Vec::new();
        };
        gate.rows(exit);
        gate.found
    }
}

struct Gate<'c, 'a> {
    file: &'c File<'a>,
    unit: &'a Unit,
    set: &'a Procedure,
    passage: Passage<'a>,
    on: NaiveDate,
    found: Vec<Missing>,
}

impl<'c, 'a> Gate<'c, 'a> {
    fn new(case: &'c Case<'a>, on: NaiveDate) -> Option<Self> {
        Some(Self {
            file: case.whole().file()?,
            unit: case.unit,
            set: case.known.rules.on(on),
            passage: case.passage(on),
            on,
            found: Vec::new(),
        })
    }

    fn say(
        &mut self,
        (what, place): (impl Into<Arg>, Place),
        (basis, confirmed, origin): (&str, bool, &Origin),
    ) {
        let what = what.into();
        let basis = basis_of(basis, confirmed, origin, self.set);
        // Two rows may ask for the same, as both bounds of an age for the day of birth.
        if self.found.iter().all(|missing| missing.what != what) {
            self.found.push(Missing { what, basis, place });
        }
    }

    fn stage(&mut self, stage: &Stage) {
        self.rows(&stage.id);
        self.times(stage);
    }

    /// The papers, conditions and votes of a stage or of a way out.
    fn rows(&mut self, place: &Code) {
        let set = self.set;
        for row in set.papers.iter().filter(|row| row.stage == *place) {
            self.paper(row);
        }
        for row in set.criteria.iter().filter(|row| row.stage == *place) {
            for what in self.criterion(row) {
                self.say(what, (&row.basis, row.confirmed, &row.origin));
            }
        }
        self.votes(place);
    }

    /// Whether something was there on the day of the step; without a day it was.
    fn by_then(&self, day: Option<NaiveDate>) -> bool {
        day.is_none_or(|day| day <= self.on)
    }

    /// Whether a paper can bear a day up to that of the step.
    fn bears_by_then(&self, paper: &Paper) -> bool {
        self.by_then(paper.on.map(PartialDay::first))
    }

    fn paper(&mut self, row: &PaperRow) {
        if row.asked_of(self.file.person, self.passage, self.set) != Asked::Owed {
            return;
        }
        let papers = || self.file.person.papers.iter().filter(|p| p.form == row.id);
        let done =
            |paper: &&Paper| matches!(paper.state, PaperState::Valid | PaperState::NotNeeded);
        if papers().filter(done).any(|paper| self.bears_by_then(paper)) {
            return;
        }
        let what = match (papers().rfind(done), papers().next_back()) {
            (Some(Paper { on: Some(on), .. }), _) => {
                Message::info("gate.paper-later").with("date", on.show())
            }
            (_, Some(paper)) => {
                Message::info("gate.paper-not-yet").with("state", Arg::Key(paper.state.text_key()))
            }
            (_, None) => Message::info("gate.paper"),
        };
        let what = what
            .with("form", row.form.as_str())
            .with("name", row.name.clone());
        let place = Place::Paper(row.id.clone());
        self.say((what, place), (&row.basis, row.confirmed, &row.origin));
    }

    fn votes(&mut self, stage: &Code) {
        let set = self.set;
        let chain = self.passage.chain;
        let rows = set.votes.iter().filter(|row| row.stage == *stage);
        for row in rows.filter(|row| holds(&row.chains, chain)) {
            if let Some(what) = self.vote(row) {
                let place = Place::Vote(row.id.clone());
                self.say((what, place), (&row.basis, row.confirmed, &row.origin));
            }
        }
    }

    fn vote(&self, row: &VoteRule) -> Option<Message> {
        let body = |key| Message::info(key).with("body", row.body.clone());
        match outcome(self.file.rules, self.file.person, row, self.on) {
            Outcome::Carried(_) | Outcome::GoneUp(_) => None,
            Outcome::Failed(vote) => Some(
                body("gate.vote-failed")
                    .with("date", vote.on)
                    .with("agree", vote.agree)
                    .with("n", vote.n)
                    .with("needed", row.share.needed(vote.n)),
            ),
            Outcome::Open => {
                let full = self.full_members().filter(|n| row.cell && *n > 0);
                Some(match full {
                    Some(n) => body("gate.vote-open-of")
                        .with("n", n)
                        .with("needed", row.share.needed(n)),
                    None => body("gate.vote-open").with("of", row.of.clone()),
                })
            }
        }
    }

    fn full_members(&self) -> Option<u32> {
        full_members(self.unit, self.on)
    }

    /// Lives that ended too early, waits that are not over, deadlines that were missed and need consent.
    fn times(&mut self, stage: &Stage) {
        let (set, file) = (self.set, self.file);
        let stages = &set.stages;
        let after = stages.iter().skip_while(|s| s.id != stage.id).nth(1);
        let leads_to = after.and_then(|next| next.enters);
        let makes = |event| {
            let votes = set.votes.iter();
            leads_to == Some(event)
                || votes
                    .clone()
                    .any(|r| r.stage == stage.id && r.event == Some(event))
        };
        let mut late = Vec::new();
        for limit in &set.limits {
            let Some(clock) = file.clock(limit, None) else {
                if let Some(doubt) = self.unsure_life(limit).filter(|_| makes(limit.clock.to)) {
                    late.push((doubt, limit));
                }
                continue;
            };
            let row = clock.limit;
            let done = file.stopped(&clock).unwrap_or(self.on);
            let key = match row.kind {
                LimitKind::Life if makes(row.clock.to) && done > clock.due => "gate.expired",
                LimitKind::Wait if stage.enters == Some(row.clock.from) && self.on < clock.due => {
                    "gate.wait"
                }
                LimitKind::Deadline
                    if row.consent && makes(row.clock.to) && self.on > clock.due =>
                {
                    "gate.late"
                }
                _ => continue,
            };
            let what = Message::info(key)
                .with("limit", row.name.clone())
                .with("date", clock.due)
                .with("missed", row.missed.clone());
            late.push((what, row));
        }
        for (what, row) in late {
            self.say(
                (what, Place::Nowhere),
                (&row.basis, row.confirmed, &row.origin),
            );
        }
    }

    /// Of a life that runs from a paper of which the month or the year alone is known: that it has
    /// ended, or that it cannot be said.
    fn unsure_life(&self, limit: &Limit) -> Option<Message> {
        let start = self.file.loosely(limit.clock.from)?;
        if limit.kind != LimitKind::Life {
            return None;
        }
        let done = self.file.day(limit.clock.to).unwrap_or(self.on);
        let due = |start| self.file.rules.calendar.due(start, limit.length);
        let key = match start.settles(|start| done > due(start)) {
            Some(false) => return None,
            Some(true) => "gate.expired",
            None => "gate.start-unsure",
        };
        let message = Message::info(key)
            .with("limit", limit.name.clone())
            .with("date", due(start.last()))
            .with("missed", limit.missed.clone());
        Some(message.with("known", start.show()))
    }

    /// Where a condition is put on record.
    fn place(&self, check: Check) -> Place {
        let paper = |serves: &dyn Fn(&PaperRow) -> bool| {
            let row = self.set.papers.iter().find(|row| serves(row));
            row.map_or(Place::Nowhere, |row| Place::Paper(row.id.clone()))
        };
        let introduces = |kind| move |row: &PaperRow| row.introduces() == Some(kind);
        match check {
            Check::Helper => Place::Helper,
            Check::Introductions => paper(&introduces(GuideKind::Member)),
            Check::YouthUnion => paper(&introduces(GuideKind::YouthUnion)),
            Check::Together(_) => Place::Introducer,
            Check::DecisionReceived => paper(&|row| row.event == Some(Event::DecisionIssued)),
            Check::Readmission(_) => Place::Former,
            Check::AgeAtLeast(_) | Check::AgeAtMost(_) => Place::Field(ScalarField::Born),
            Check::Schooling => Place::Field(ScalarField::Schooling),
            Check::Letters | Check::FullMembers(_) => Place::Nowhere,
        }
    }

    fn criterion(&self, row: &Criterion) -> Vec<(Arg, Place)> {
        let person = self.file.person;
        let place = || self.place(row.check);
        let unmet = |met: bool| {
            if met {
                Vec::new()
            } else {
                vec![(row.name.clone().into(), place())]
            }
        };
        let voted = self.file.day(Event::CellVote).unwrap_or(self.on);
        let months_by = |from: NaiveDate, months: u32| {
            let due = from.checked_add_months(Months::new(months));
            due.is_some_and(|due| due <= voted)
        };
        let unsure = |key, known: PartialDay| {
            let message = Message::info(key).with("known", known.show());
            vec![(message.into(), place())]
        };
        match row.check {
            Check::Helper => unmet(person.helper().is_some()),
            Check::Letters => self.letters(),
            Check::Introductions => {
                let owed = self.introductions();
                owed.map_or_else(Vec::new, |(what, own)| {
                    vec![(what.into(), own.unwrap_or_else(place))]
                })
            }
            Check::Together(months) => {
                let known = person.introducers.iter().filter_map(|guide| guide.together);
                unmet(known.into_iter().all(|since| months_by(since, months)))
            }
            Check::DecisionReceived => {
                let decided = self.file.day(Event::DecisionIssued).is_some();
                let mut papers = self.file.papers(Event::DecisionIssued);
                unmet(!decided || papers.any(|paper| paper.received.is_some()))
            }
            Check::Readmission(months) => {
                let Some(former) = &person.former else {
                    return Vec::new();
                };
                let agreed = former.consent.is_some() && self.by_then(former.consent);
                match former.left.settles(|left| months_by(left, months)) {
                    None => unsure("gate.left-unsure", former.left),
                    Some(over) => unmet(agreed && over),
                }
            }
            Check::AgeAtLeast(years) => {
                self.age(row, |age| age >= i64::from(years) * MONTHS_OF_A_YEAR)
            }
            Check::AgeAtMost(years) => {
                self.age(row, |age| age <= i64::from(years) * MONTHS_OF_A_YEAR)
            }
            Check::Schooling => unmet(person.schooling.as_deref().is_some_and(lower_secondary)),
            Check::YouthUnion => {
                let owed = person.youth_union == Some(true);
                unmet(!owed || self.introduced_by(GuideKind::YouthUnion) > 0)
            }
            Check::FullMembers(least) => unmet(self.full_members().is_none_or(|n| n >= least)),
        }
    }

    /// A condition on the age in months at the cell's vote, where as much of the birth is known as it
    /// takes to say.
    fn age(&self, row: &Criterion, holds: impl Fn(i64) -> bool) -> Vec<(Arg, Place)> {
        let place = self.place(row.check);
        let voted = self.file.day(Event::CellVote).unwrap_or(self.on);
        let Some(born) = self.file.person.born else {
            return vec![(Message::info("gate.no-birth-day").into(), place)];
        };
        match born.settles(|born| holds(age_in_months(born, voted))) {
            Some(true) => Vec::new(),
            Some(false) => vec![(row.name.clone().into(), place)],
            None => {
                let message = Message::info("gate.birth-unsure").with("known", born.show());
                vec![(message.into(), place)]
            }
        }
    }

    fn letters(&self) -> Vec<(Arg, Place)> {
        let open = |(at, letter): (usize, &Letter)| {
            let known = letter.result.filter(|_| self.by_then(letter.answered));
            let answered = letter.answered.filter(|day| *day <= self.on);
            let key = match (known, answered, letter.sent) {
                (Some(Answer::Yes), ..) => return None,
                (Some(Answer::No), ..) => "gate.letter-no",
                (Some(Answer::More), ..) => "gate.letter-more",
                (None, Some(_), _) => "gate.letter-no-result",
                (None, None, Some(_)) => "gate.letter-waits",
                (None, None, None) => "gate.letter-not-sent",
            };
            let message = Message::info(key)
                .with("place", letter.place.as_str())
                .with("about", Arg::Key(letter.about.text_key()));
            let day = answered.or(letter.sent);
            let message = day.map_or(message.clone(), |day| message.with("date", day));
            Some((message.into(), Place::Letter(at)))
        };
        let letters = self.file.person.letters.iter().enumerate();
        letters.filter_map(open).collect()
    }

    /// Valid papers of introduction of a kind.
    fn introduced_by(&self, kind: GuideKind) -> usize {
        let of_kind = |form: &Code| {
            let row = self.set.paper(form);
            row.is_some_and(|row| row.introduces() == Some(kind))
        };
        let papers = self.file.person.papers.iter();
        papers
            .filter(|paper| paper.state == PaperState::Valid && of_kind(&paper.form))
            .filter(|paper| self.bears_by_then(paper))
            .count()
    }

    /// What is missing of the introductions, and where it belongs if that is no paper.
    fn introductions(&self) -> Option<(Message, Option<Place>)> {
        let members = self.introduced_by(GuideKind::Member);
        let unions =
            self.introduced_by(GuideKind::YouthUnion) + self.introduced_by(GuideKind::TradeUnion);
        let named = self.file.person.introducers.iter();
        let named = named
            .filter(|guide| guide.kind == GuideKind::Member)
            .count();
        let (key, place) = match (members, unions) {
            (0, _) => ("gate.introduction-first", None),
            (1, 0) => ("gate.introduction-second", None),
            // Who wrote the letters must be on record too.
            _ if named == 0 => ("gate.introducer-name", Some(Place::Introducer)),
            _ => return None,
        };
        Some((Message::info(key), place))
    }
}

/// The full members of a cell by its last count up to a day.
pub fn full_members(unit: &Unit, on: NaiveDate) -> Option<u32> {
    let counts = unit.members.iter();
    let by_then = counts.filter(|count| count.on <= on);
    by_then.max_by_key(|count| count.on)?.full
}

const MONTHS_OF_A_YEAR: i64 = 12;

/// Completed years of age on a day, as the law counts them: by the month. None where as much of the
/// birth is not known as it takes, or the day lies before it.
pub(in crate::rules) fn age_on(born: PartialDay, on: NaiveDate) -> Option<u32> {
    let years = |born| age_in_months(born, on).div_euclid(MONTHS_OF_A_YEAR);
    u32::try_from(born.settles(years)?).ok()
}

/// Months of age on a day. Age is counted by the month: that of birth counts as completed.
fn age_in_months(born: NaiveDate, on: NaiveDate) -> i64 {
    i64::from(on.year() - born.year()) * 12 + i64::from(on.month()) - i64::from(born.month())
}

/// Whether a schooling as `9/12`, or `7/10` of the old system of ten years, reaches lower secondary;
/// another wording is taken at its word.
pub(in crate::rules) fn lower_secondary(schooling: &str) -> bool {
    let (class, of) = schooling.split_once('/').unwrap_or((schooling, ""));
    let least = match of.trim() {
        "12" => 9,
        "10" => 7,
        _ => return true,
    };
    let class = class.trim().parse::<u32>().ok();
    class.is_none_or(|class| class >= least)
}
