//! A person's case in hand: the way walked, the route, the limits and what is owed, each worked out once when it is first asked for.

use crate::model::{Candidate, CandidateId, Code, Refusal, Unit};
use crate::rules::count::standing::{Standing, State};
use crate::rules::procedure::events::File;
use crate::rules::procedure::limit::Running;
use crate::rules::procedure::route::{Passage, passage};
use crate::rules::step::admit::must_be_mended;
use crate::rules::{Counted, Known, Line, Missing};
use chrono::NaiveDate;
use std::cell::OnceCell;

/// One person's file with all that is derived of it on a day.
#[derive(Debug)]
pub struct Case<'a> {
    /// What it rests on.
    pub known: Known<'a>,
    /// The cell that follows the person.
    pub unit: &'a Unit,
    /// The record.
    pub person: &'a Candidate,
    now: OnceCell<Option<Standing>>,
    file: OnceCell<Option<File<'a>>>,
    /// With the steps of days to come; empty where there are none.
    whole: OnceCell<Option<Box<Case<'a>>>>,
    passage: OnceCell<Passage<'a>>,
    pub(in crate::rules) limits: OnceCell<Vec<Running<'a>>>,
    pub(in crate::rules) owed: OnceCell<Vec<Missing>>,
}

impl<'a> Case<'a> {
    /// The case of a person who is in the book.
    pub fn new(known: Known<'a>, unit: &'a Unit, person: &'a Candidate) -> Self {
        Self {
            known,
            unit,
            person,
            now: OnceCell::new(),
            file: OnceCell::new(),
            whole: OnceCell::new(),
            passage: OnceCell::new(),
            limits: OnceCell::new(),
            owed: OnceCell::new(),
        }
    }

    /// The case of a person by the id.
    pub fn find(known: Known<'a>, id: &CandidateId) -> Result<Self, Refusal> {
        let found = known.book.candidate(id);
        let (unit, person) = found.ok_or_else(|| Refusal::NoCandidate(id.clone()))?;
        Ok(Self::new(known, unit, person))
    }

    /// The case of somebody who was counted: where they stand is known already.
    pub fn counted(counted: Counted<'a>, line: Line) -> Self {
        let (unit, person) = (line.unit(counted.book), line.person(counted.book));
        let case = Self::new(counted.known(), unit, person);
        match counted.figures.standing(line) {
            Some(now) => Self {
                now: OnceCell::from(Some(now.clone())),
                ..case
            },
            None => case,
        }
    }

    /// Where the person stands today; `None` where no step is on record by then or nobody knows
    /// the stage.
    pub fn now(&self) -> Option<&Standing> {
        let walked = || {
            let Known { book, rules, .. } = self.known;
            let counting = book.settings().counting;
            let way = self.file()?.way()?;
            way.standing(self.person, &rules.procedure, counting)
        };
        self.now.get_or_init(walked).as_ref()
    }

    /// Where the person stands, if the file moves.
    pub fn active(&self) -> Option<&Standing> {
        self.now().filter(|now| now.state == State::Active)
    }

    /// The file by today; `None` where the last stage is not known.
    pub(in crate::rules) fn file(&self) -> Option<&File<'a>> {
        let Known { rules, today, .. } = self.known;
        let opened = || match self.now.get() {
            Some(Some(now)) => Some(File::at(rules, self.person, now.stage, today)),
            Some(None) | None => File::on(rules, self.person, today),
        };
        self.file.get_or_init(opened).as_ref()
    }

    /// The same case with all steps on record, whatever their day.
    pub(in crate::rules) fn whole(&self) -> &Self {
        let later = |known: Known<'_>| self.person.steps.iter().any(|step| step.on > known.today);
        let opened = || {
            let known = Known {
                today: NaiveDate::MAX,
                ..self.known
            };
            let case = || Box::new(Self::new(known, self.unit, self.person));
            later(self.known).then(case)
        };
        self.whole.get_or_init(opened).as_deref().unwrap_or(self)
    }

    /// How the dossier goes on a day.
    pub(in crate::rules) fn passage(&self, day: NaiveDate) -> Passage<'a> {
        let found = || passage(self.known, self.unit, day);
        if day == self.known.today {
            *self.passage.get_or_init(found)
        } else {
            found()
        }
    }

    /// Whether a stage is on the route of the cell on a day.
    pub fn on_route(&self, stage: &Code, on: NaiveDate) -> bool {
        let set = self.known.rules.on(on);
        set.walks(stage, self.passage(on).chain)
    }

    /// The stage after one on the route, by its place in [`crate::rules::Rules::procedure`]; none after
    /// the last.
    pub(in crate::rules) fn after(&self, stage: usize, on: NaiveDate) -> Option<usize> {
        let stages = &self.known.rules.procedure.stages;
        (stage + 1..stages.len()).find(|at| self.on_route(&stages[*at].id, on))
    }

    /// Why nothing is done with a person whose present stage nobody knows.
    pub(in crate::rules) fn must_be_mended(&self) -> Refusal {
        must_be_mended(self.known, &self.person.id)
    }
}
