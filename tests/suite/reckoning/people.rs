//! Random people of the books: ways with pauses, steps back, ends and new beginnings, and what lies in their files.

use super::books::{SPAN, causes, in_hundred, one, remedies};
use crate::world::{code, day, person_id, unit_id};
use chrono::{Datelike, Days, NaiveDate};
use fastrand::Rng;
use ketnap::model::{
    Answer, Candidate, Extended, Former, Guide, GuideKind, Handover, Letter, Outreach, Paper,
    PaperState, PartialDay, Place, Relation, Sex, Step, Unit, UnitId, Vote,
};

/// The stages in their order.
pub(super) const STAGES: [&str; 12] = [
    "source",
    "course",
    "dossier",
    "verification",
    "opinions",
    "cell",
    "grassroots",
    "decision",
    "ceremony",
    "probation",
    "recognition",
    "full",
];

/// A person with a way of its own, and the cell that follows the person now.
pub(super) fn person(
    rng: &mut Rng,
    n: u32,
    cells: &[UnitId],
    units: &[Unit],
) -> (UnitId, Candidate) {
    let first = day(SPAN.0, 1, 1) + Days::new(rng.u64(..365 * 7));
    let name = format!("Mẫu {n:02}");
    let id = person_id(&format!("p-{n:02}"));
    let mut person = Candidate::new(id, name, code("source"), first);
    facts(rng, &mut person);
    let mut walk = Walk {
        person,
        on: first,
        at: 0,
        since: first,
        home: alive(rng, (cells, units), first),
        joined: None,
    };
    walk.introduce(rng);
    walk.go(rng, cells, units);
    (walk.home, walk.person)
}

fn has_ended(units: &[Unit], id: &UnitId, day: NaiveDate) -> bool {
    let mut units = units.iter();
    units.any(|unit| unit.id == *id && unit.ended.is_some_and(|end| end < day))
}

/// A cell that had not ended on a day.
fn alive(rng: &mut Rng, (cells, units): (&[UnitId], &[Unit]), day: NaiveDate) -> UnitId {
    let cell = one(rng, cells);
    if has_ended(units, &cell, day) {
        unit_id("cb-0")
    } else {
        cell
    }
}

fn partial(rng: &mut Rng, on: NaiveDate) -> PartialDay {
    match rng.u32(..4) {
        0 => PartialDay::of_year(on.year()).unwrap(),
        1 => PartialDay::of_month(on.year(), on.month()).unwrap(),
        _ => PartialDay::from(on),
    }
}

fn facts(rng: &mut Rng, person: &mut Candidate) {
    let born = day(rng.i32(1960..2004), rng.u32(1..13), rng.u32(1..29));
    person.born = in_hundred(rng, 85).then(|| partial(rng, born));
    person.sex = one(rng, &[Some(Sex::Male), Some(Sex::Female), None]);
    let word = |rng: &mut Rng, all: &[&str]| in_hundred(rng, 70).then(|| one(rng, all).to_string());
    person.ethnicity = word(rng, &["Kinh", "Tày", "Nùng"]);
    person.religion = word(rng, &["Không", "Phật giáo", "Công giáo"]);
    person.schooling = word(rng, &["12/12", "9/12"]);
    person.profession = word(rng, &["Đại học", "Trung cấp"]);
    person.occupation = word(rng, &["nông dân", "giáo viên"]);
    person.youth_union = one(rng, &[Some(true), Some(false), None]);
    let sources = ["youth-union", "graduate", "private-worker", "other"];
    person.source = in_hundred(rng, 80).then(|| code(one(rng, &sources)));
    if in_hundred(rng, 20) {
        person.groups = vec![code("militia")];
    }
    person.causes = causes(rng);
    person.remedies = remedies(rng, &person.causes);
}

struct Walk {
    person: Candidate,
    on: NaiveDate,
    /// The stage.
    at: usize,
    since: NaiveDate,
    home: UnitId,
    /// Admitted, and not out of the Party since.
    joined: Option<NaiveDate>,
}

const PROBATION: usize = 9;

impl Walk {
    fn step(&mut self, to: Place) -> &mut Step {
        let step = Step::plain(self.on, to);
        self.person.steps.push(step);
        self.person.steps.last_mut().unwrap()
    }

    fn enter(&mut self, at: usize) -> &mut Step {
        (self.at, self.since) = (at, self.on);
        if at >= PROBATION {
            self.joined.get_or_insert(self.on);
        }
        self.step(Place::Stage(code(STAGES[at])))
    }

    fn wait(&mut self, rng: &mut Rng, days: std::ops::Range<u64>) -> bool {
        self.on = self.on + Days::new(rng.u64(days));
        self.on.year() <= SPAN.1
    }

    fn go(&mut self, rng: &mut Rng, cells: &[UnitId], units: &[Unit]) {
        for _ in 0..rng.usize(1..20) {
            let days = if self.at == PROBATION {
                340..420
            } else {
                1..110
            };
            if !self.wait(rng, days) {
                return;
            }
            // Most files of an ended cell go to its successor; some are left in it.
            if has_ended(units, &self.home, self.on) && in_hundred(rng, 60) {
                self.person.handovers.push(Handover {
                    on: self.on,
                    from: self.home.clone(),
                });
                self.home = unit_id("cb-0");
            }
            match rng.u32(..100) {
                0..70 => self.forward(rng),
                70..78 => {
                    self.person.handovers.push(Handover {
                        on: self.on,
                        from: if in_hundred(rng, 20) {
                            unit_id("so-khac")
                        } else {
                            self.home.clone()
                        },
                    });
                    self.home = alive(rng, (cells, units), self.on);
                }
                78..84 => {
                    self.step(Place::Paused);
                    if !self.wait(rng, 1..200) {
                        return;
                    }
                    let at = self.at;
                    self.step(Place::Stage(code(STAGES[at])));
                }
                84..90 if self.at > 0 => {
                    let at = if in_hundred(rng, 80) {
                        self.at - 1
                    } else {
                        rng.usize(..self.at)
                    };
                    // What another body held is not held again here.
                    let elsewhere = self.person.steps.iter().any(|step| step.elsewhere);
                    if elsewhere && at < PROBATION && self.at >= PROBATION {
                        continue;
                    }
                    self.enter(at).reason = Some("làm lại".into());
                    self.forget(rng, at);
                }
                90..96 if !self.leave(rng) => return,
                _ => {}
            }
        }
    }

    /// Ends the file, and begins anew in some cases.
    fn leave(&mut self, rng: &mut Rng) -> bool {
        let exits = ["withdrawn", "not-qualified", "moved", "died"];
        let probationer = [PROBATION, PROBATION + 1].contains(&self.at);
        let exit = if probationer {
            "struck-off"
        } else {
            one(rng, &exits)
        };
        let reason = self.step(Place::Exit(code(exit)));
        reason.reason = Some("hết".into());
        let left = self.on;
        if rng.bool() || !self.wait(rng, 30..1500) {
            return false;
        }
        if self.joined.take().is_some() {
            self.person.former = Some(Box::new(Former {
                left: partial(rng, left),
                consent: rng.bool().then_some(self.on),
            }));
        }
        self.enter(0);
        self.forget(rng, 0);
        self.introduce(rng);
        true
    }

    /// What lies in the file of the stages that are to be walked again is taken out, or forgotten there.
    fn forget(&mut self, rng: &mut Rng, at: usize) {
        if rng.bool() {
            return;
        }
        let again = &STAGES[at..];
        let written = |form: &str| match form {
            "CN-NTVD" => "course",
            "1-KND" | "2-KND" => "dossier",
            "6-KND" => "cell",
            "9-KND" => "decision",
            _ => "recognition",
        };
        let person = &mut self.person;
        person
            .papers
            .retain(|paper| !again.contains(&written(paper.form.as_str())));
        person
            .votes
            .retain(|vote| !again.contains(&vote.stage.as_str()));
        person.extensions.retain(|row| {
            let stage = if row.limit.as_str() == "decision" {
                "decision"
            } else {
                "recognition"
            };
            !again.contains(&stage)
        });
        if again.contains(&"verification") {
            person.letters.clear();
        }
    }

    /// A mass organisation introduces the person as the way begins.
    fn introduce(&mut self, rng: &mut Rng) {
        if in_hundred(rng, 40) {
            self.person.introduced = Some(Outreach {
                by: code(one(rng, &["youth-union", "trade-union", "farmers-union"])),
                on: self.on,
            });
        }
    }

    fn forward(&mut self, rng: &mut Rng) {
        if self.at + 1 == STAGES.len() {
            return;
        }
        self.papers(rng);
        let skips = self.at == 5 && in_hundred(rng, 30);
        let next = self.at + 1 + usize::from(skips);
        let elsewhere = next == PROBATION && in_hundred(rng, 15);
        self.enter(next).elsewhere = elsewhere;
    }

    fn paper(&mut self, form: &str) -> &mut Paper {
        // One paper of a form: a later one takes its place.
        self.person
            .papers
            .retain(|paper| paper.form.as_str() != form);
        self.person.papers.push(Paper {
            on: Some(PartialDay::from(self.on)),
            ..Paper::new(code(form), PaperState::Valid)
        });
        self.person.papers.last_mut().unwrap()
    }

    /// What is written as a stage is left.
    fn papers(&mut self, rng: &mut Rng) {
        let (on, since) = (self.on, self.since);
        match STAGES[self.at] {
            "source" => {
                self.person.helpers.push(Guide {
                    from: rng.bool().then(|| PartialDay::from(on)),
                    ..Guide::new("Mẫu giúp đỡ".into(), GuideKind::Member)
                });
            }
            "course" => _ = self.paper("CN-NTVD"),
            "dossier" => {
                self.paper("1-KND");
                self.paper("2-KND");
            }
            "verification" => {
                for place in ["xã Mẫu", "phường Mẫu"] {
                    let mut letter = Letter::new(Relation::Person, place.into());
                    letter.abroad = in_hundred(rng, 20);
                    letter.sent = Some(since);
                    letter.received = in_hundred(rng, 80)
                        .then(|| since + Days::new((on - since).num_days() as u64 / 2));
                    letter.answered = letter.received.filter(|_| in_hundred(rng, 80)).map(|_| on);
                    letter.result = letter.answered.map(|_| Answer::Yes);
                    self.person.letters.push(letter);
                }
            }
            "opinions" => {
                for name in ["Mẫu một", "Mẫu hai"] {
                    let guide = Guide::new(name.into(), GuideKind::Member);
                    self.person.introducers.push(Guide {
                        from: rng.bool().then(|| partial(rng, since)),
                        until: in_hundred(rng, 30).then_some(on),
                        together: rng.bool().then(|| since - Days::new(rng.u64(..600))),
                        ..guide
                    });
                }
                self.paper("5-KND");
            }
            "cell" => {
                self.person
                    .votes
                    .push(Vote::new(code("cell"), on, 9, 9, 9, 0));
                self.paper("6-KND");
            }
            "decision" => {
                let received = on + Days::new(rng.u64(..6));
                let known = in_hundred(rng, 80);
                self.paper("9-KND").received = known.then_some(received);
            }
            "recognition" => {
                let vote = Vote {
                    body: Some(code("recognition-cell")),
                    ..Vote::new(code("recognition"), on, 9, 9, 9, 0)
                };
                self.person.votes.push(vote);
                self.paper("13-KND");
                self.paper("16-KND");
            }
            _ => {}
        }
        if ["decision", "recognition"].contains(&STAGES[self.at]) && in_hundred(rng, 15) {
            let limit = if STAGES[self.at] == "decision" {
                "decision"
            } else {
                "recognition-decision"
            };
            self.person.extensions.push(Extended {
                limit: code(limit),
                on: since,
                reason: Some("cần thêm".into()),
            });
        }
    }
}
