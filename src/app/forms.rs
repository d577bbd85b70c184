//! Each form by itself: the values it starts from, and the change it means.

use super::form::{Choice, Form, FormFor, Slot, Value};
use super::visit_forms::{self, read_outreach, read_survey, read_visit};
use super::{App, World, quota_forms};
use crate::model::{
    Answer, Arg, Candidate, CandidateId, Card, Chain, Change, Code, Dated, Extended, Former, Guide,
    GuideKind, LeftOut, Letter, Message, Paper, PaperState, Refusal, Relation, Route, Unit, UnitId,
    Vote, WhyOut,
};
use crate::rules::{
    self, Item, Outcome, Rules, VoteRule, needed, outcome, passage, put_item, set_card, set_former,
    set_outreach, set_route, set_survey, set_visit,
};
use chrono::NaiveDate;

fn place_of<T: PartialEq>(all: &[T], value: &T) -> usize {
    all.iter().position(|v| v == value).unwrap_or(0)
}

fn keys<T: Copy>(all: &[T], key: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| key(*value)).collect()
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

const KINDS: [GuideKind; 3] = [
    GuideKind::Member,
    GuideKind::YouthUnion,
    GuideKind::TradeUnion,
];
const KIND_KEYS: [&str; 3] = ["value.member", "value.youth-union", "value.trade-union"];
const NO_YES: [&str; 2] = ["value.no", "value.yes"];
const UNSAID_NO_YES: [&str; 3] = ["value.unsaid", "value.no", "value.yes"];

fn paper(
    person: &Candidate,
    id: CandidateId,
    form: Code,
    at: Option<usize>,
    today: NaiveDate,
) -> Form {
    let row = at.and_then(|at| person.papers.get(at));
    let state = row.map_or(PaperState::Valid, |row| row.state);
    let on = row.map_or(Some(today), |row| row.on);
    let slots = vec![
        Slot::keys(
            "form.state",
            &keys(&PaperState::ALL, PaperState::text_key),
            place_of(&PaperState::ALL, &state),
        ),
        Slot::day("form.on", on),
        Slot::line("form.number", text(row.and_then(|row| row.number.as_ref()))),
        Slot::day("form.received", row.and_then(|row| row.received)),
        Slot::line("form.reason", text(row.and_then(|row| row.reason.as_ref()))),
    ];
    Form::new(FormFor::Paper(id, form, at), slots)
}

fn letter(person: &Candidate, id: CandidateId, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| person.letters.get(at));
    let about = row.map_or(Relation::Person, |row| row.about);
    let result = row.and_then(|row| row.result);
    let mut results = vec!["value.unsaid"];
    results.extend(keys(&Answer::ALL, Answer::text_key));
    let result = result.map_or(0, |answer| 1 + place_of(&Answer::ALL, &answer));
    let slots = vec![
        Slot::keys(
            "form.about",
            &keys(&Relation::ALL, Relation::text_key),
            place_of(&Relation::ALL, &about),
        ),
        Slot::line("form.place", row.map_or("", |row| &row.place)),
        Slot::keys(
            "form.abroad",
            &NO_YES,
            usize::from(row.is_some_and(|row| row.abroad)),
        ),
        Slot::day("form.sent", row.map_or(Some(today), |row| row.sent)),
        Slot::day("form.received-there", row.and_then(|row| row.received)),
        Slot::day("form.answered", row.and_then(|row| row.answered)),
        Slot::keys("form.result", &results, result),
    ];
    Form::new(FormFor::Letter(id, at), slots)
}

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

fn vote(app: &App, world: &World, (unit, person): (&Unit, &Candidate), at: Option<usize>) -> Form {
    let (rules, today) = (&*world.rules, world.today);
    let row = at.and_then(|at| person.votes.get(at));
    let on = row.map_or(today, |row| row.on);
    let chain = passage(&app.book, rules, unit, on).chain;
    let now = app.standing_of(world, person);
    let stage = now.map(|now| rules.procedure.stages[now.stage].id.clone());
    let rows = bodies(rules, chain, stage.as_ref(), on);
    let open = |row: &&VoteRule| !matches!(outcome(rules, person, row, today), Outcome::Carried(_));
    let body = match row {
        Some(row) => {
            let rule = rules::rule_of(rules.on(row.on), row).map(|rule| &rule.id);
            rows.iter().position(|r| Some(&r.id) == rule)
        }
        None => rows.iter().position(open),
    };
    let body = body.unwrap_or(0);
    let choices = rows.iter().map(|row| Choice {
        code: Some(row.id.clone()),
        shown: told(rules, row),
    });
    let of_cell = rows.get(body).is_some_and(|rule| rule.cell);
    let full = unit.members.iter().filter(|count| count.on <= on);
    let full = full.max_by_key(|count| count.on).map(|count| count.full);
    let n = row.map(|row| row.n).or(full.filter(|_| of_cell));
    let number = |value: Option<u32>| value.map(|n| n.to_string()).unwrap_or_default();
    let mut slots = vec![
        Slot::codes("form.body", choices.collect(), body),
        Slot::day("form.voted", Some(on)),
        Slot::line("form.n", number(n)),
        Slot::line("form.present", number(row.map(|row| row.present).or(n))),
        Slot::line("form.agree", number(row.map(|row| row.agree))),
        Slot::line("form.against", number(row.map(|row| row.against))),
    ];
    for (why, label) in WhyOut::ALL.into_iter().zip(OUT_LABELS) {
        let left_out = row.and_then(|row| row.left_out.iter().find(|out| out.why == why));
        slots.push(Slot::line(label, number(left_out.map(|out| out.count))));
    }
    let mut form = Form::new(FormFor::Vote(person.id.clone(), at), slots);
    // What is not known yet comes first to be typed.
    form.at = form
        .slots
        .iter()
        .position(|slot| matches!(&slot.entry, Value::Line(line) if line.value().is_empty()))
        .unwrap_or(0);
    form
}

const OUT_LABELS: [&str; 4] = [
    "form.out-elsewhere",
    "form.out-exempt",
    "form.out-suspended",
    "form.out-detained",
];
const BODY: usize = 0;
const VOTED: usize = 1;
const N: usize = 2;
const AGREE: usize = 4;

fn introducer(person: &Candidate, id: CandidateId, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| person.introducers.get(at));
    let kind = row.map_or(GuideKind::Member, |row| row.kind);
    let slots = vec![
        Slot::line("form.name", row.map_or("", |row| &row.name)),
        Slot::keys("form.kind", &KIND_KEYS, place_of(&KINDS, &kind)),
        Slot::day("form.together", row.and_then(|row| row.together)),
        Slot::day("form.from", row.map_or(Some(today), |row| row.from)),
        Slot::day("form.until", row.and_then(|row| row.until)),
    ];
    Form::new(FormFor::Introducer(id, at), slots)
}

fn extension(
    rules: &Rules,
    person: &Candidate,
    id: CandidateId,
    at: Option<usize>,
    today: NaiveDate,
) -> Form {
    let row = at.and_then(|at| person.extensions.get(at));
    let limits = rules.on(row.map_or(today, |row| row.on)).limits.iter();
    let limits: Vec<_> = limits.filter(|limit| limit.extension.is_some()).collect();
    let chosen = row.and_then(|row| limits.iter().position(|limit| limit.id == row.limit));
    let choices = limits.iter().map(|limit| Choice {
        code: Some(limit.id.clone()),
        shown: limit.name.clone().into(),
    });
    let slots = vec![
        Slot::codes("form.limit", choices.collect(), chosen.unwrap_or(0)),
        Slot::day("form.given", Some(row.map_or(today, |row| row.on))),
        Slot::line("form.reason", text(row.and_then(|row| row.reason.as_ref()))),
    ];
    Form::new(FormFor::Extension(id, at), slots)
}

fn card(person: &Candidate, id: CandidateId, today: NaiveDate) -> Form {
    let card = person.card.as_ref();
    let slots = vec![
        Slot::line("form.number", card.map_or("", |card| &card.number)),
        Slot::day("form.on", Some(card.map_or(today, |card| card.on))),
    ];
    Form::new(FormFor::Card(id), slots)
}

fn former(person: &Candidate, id: CandidateId) -> Form {
    let former = person.former.as_ref();
    let slots = vec![
        Slot::day("form.left", former.map(|former| former.left)),
        Slot::day("form.consent", former.and_then(|former| former.consent)),
    ];
    Form::new(FormFor::Former(id), slots)
}

fn route(unit: &Unit, id: UnitId, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| unit.routes.get(at));
    let chain = row.map_or(Chain::Grassroots, |row| row.value.chain);
    let section = match row.and_then(|row| row.value.section) {
        None => 0,
        Some(said) => 1 + usize::from(said),
    };
    let slots = vec![
        Slot::keys(
            "form.chain",
            &keys(&Chain::ALL, Chain::text_key),
            place_of(&Chain::ALL, &chain),
        ),
        Slot::keys("form.section", &UNSAID_NO_YES, section),
        Slot::day("form.from", row.map_or(Some(today), |row| row.from)),
    ];
    Form::new(FormFor::Route(id, at), slots)
}

impl App {
    /// Opens the form for something of a person or an organisation.
    pub(super) fn open_form(&mut self, world: &World, what: FormFor) {
        let today = world.today;
        let known = |id: &CandidateId| {
            let (unit, person) = self.book.candidate(id)?;
            Some((unit, person))
        };
        let form = match what {
            FormFor::Paper(id, form, at) => {
                known(&id).map(|(_, person)| paper(person, id, form, at, today))
            }
            FormFor::Letter(id, at) => known(&id).map(|(_, person)| letter(person, id, at, today)),
            FormFor::Vote(id, at) => known(&id).map(|whose| vote(self, world, whose, at)),
            FormFor::Introducer(id, at) => {
                known(&id).map(|(_, person)| introducer(person, id, at, today))
            }
            FormFor::Extension(id, at) => {
                known(&id).map(|(_, person)| extension(&world.rules, person, id, at, today))
            }
            FormFor::Card(id) => known(&id).map(|(_, person)| card(person, id, today)),
            FormFor::Former(id) => known(&id).map(|(_, person)| former(person, id)),
            FormFor::Route(id, at) => {
                let unit = self.book.unit(&id);
                unit.map(|unit| route(unit, id, at, today))
            }
            FormFor::Quota(id, at) => return self.open_quota(world, id, at),
            FormFor::Exemption(id, at) => {
                let unit = self.book.unit(&id);
                unit.map(|unit| quota_forms::exemption(unit, at, (self.figures.year, self.day())))
            }
            FormFor::Floor(at) => return self.open_floor(world, at),
            FormFor::HandDown(handing) => return self.open_handing(world, &handing),
            FormFor::Cause(bearer, at) => self.cause_form(world, bearer, at),
            FormFor::Remedy(bearer, at) => self.remedy_form(world, bearer, at),
            FormFor::Survey(id, at) => {
                let (unit, days) = (self.book.unit(&id), (self.figures.year, today));
                unit.map(|unit| visit_forms::survey(&world.rules, unit, id, at, days))
            }
            FormFor::Visit(id, at) => {
                let unit = self.book.unit(&id);
                unit.map(|unit| visit_forms::visit(unit, id, at, today))
            }
            FormFor::Outreach(id) => {
                known(&id).map(|(_, person)| visit_forms::outreach(&world.rules, person, id, today))
            }
        };
        if let Some(form) = form {
            self.fill(form);
        }
    }

    /// The change that a filled form means.
    pub(super) fn form_change(&self, world: &World, form: &Form) -> Result<Change, Refusal> {
        let (book, rules, today) = (&self.book, &*world.rules, world.today);
        let day = |at| form.day(at, today);
        let owed = |at| day(at)?.ok_or(Refusal::Empty);
        let put = |id: &CandidateId, at: &Option<usize>, item| {
            put_item(book, rules, id, *at, item, today)
        };
        match &form.what {
            FormFor::Paper(id, word, at) => {
                let paper = Paper {
                    form: word.clone(),
                    state: PaperState::ALL[form.chosen(0)],
                    number: form.text(2)?,
                    on: day(1)?,
                    received: day(3)?,
                    reason: form.text(4)?,
                };
                put(id, at, Item::Paper(paper))
            }
            FormFor::Letter(id, at) => {
                let letter = Letter {
                    about: Relation::ALL[form.chosen(0)],
                    place: form.name(1)?,
                    abroad: form.chosen(2) == 1,
                    sent: day(3)?,
                    received: day(4)?,
                    answered: day(5)?,
                    result: form.chosen(6).checked_sub(1).map(|at| Answer::ALL[at]),
                };
                put(id, at, Item::Letter(letter))
            }
            FormFor::Vote(id, at) => put(id, at, Item::Vote(read_vote(rules, form, today)?)),
            FormFor::Introducer(id, at) => {
                let guide = Guide {
                    name: form.name(0)?,
                    kind: KINDS[form.chosen(1)],
                    from: day(3)?,
                    until: day(4)?,
                    together: day(2)?,
                };
                put(id, at, Item::Introducer(guide))
            }
            FormFor::Extension(id, at) => {
                let extended = Extended {
                    limit: form.code(0).ok_or(Refusal::Empty)?.clone(),
                    on: owed(1)?,
                    reason: form.text(2)?,
                };
                put(id, at, Item::Extension(extended))
            }
            FormFor::Card(id) => {
                let card = match (form.text(0)?, day(1)?) {
                    (None, _) => None,
                    (Some(number), on) => Some(Card {
                        number,
                        on: on.ok_or(Refusal::Empty)?,
                    }),
                };
                set_card(book, id, card)
            }
            FormFor::Former(id) => {
                let consent = day(1)?;
                let former = day(0)?.map(|left| Former { left, consent });
                set_former(book, id, former)
            }
            FormFor::Route(id, at) => {
                let section = form.chosen(1).checked_sub(1).map(|said| said == 1);
                let row = Dated {
                    from: day(2)?,
                    value: Route {
                        chain: Chain::ALL[form.chosen(0)],
                        section,
                    },
                };
                set_route(book, id, *at, Some(row))
            }
            FormFor::Quota(id, at) => {
                quota_forms::quota_change(book, rules, form, (id, *at), today)
            }
            FormFor::Exemption(id, at) => {
                quota_forms::exemption_change(book, form, (id, *at), today)
            }
            FormFor::Floor(at) => quota_forms::floor_change(book, rules, form, *at),
            FormFor::HandDown(handing) => handing.change(book, form, (self.day(), today)),
            FormFor::Cause(bearer, at) => self.cause_change(world, form, (bearer, *at)),
            FormFor::Remedy(bearer, at) => self.remedy_change(world, form, (bearer, *at)),
            FormFor::Survey(id, at) => {
                let row = Some(read_survey(form, today)?);
                set_survey(book, rules, id, *at, row, today)
            }
            FormFor::Visit(id, at) => {
                set_visit(book, id, *at, Some(read_visit(form, today)?), today)
            }
            FormFor::Outreach(id) => {
                set_outreach(book, rules, id, read_outreach(form, today)?, today)
            }
        }
    }

    /// Says what the values just entered came to.
    pub(super) fn say_verdict(&mut self, world: &World, form: &Form) {
        if let Some(message) = verdict(&world.rules, form, world.today) {
            self.say(message);
        }
    }
}

fn read_vote(rules: &Rules, form: &Form, today: NaiveDate) -> Result<Vote, Refusal> {
    let on = form.day(VOTED, today)?.ok_or(Refusal::Empty)?;
    let body = form.code(BODY).ok_or(Refusal::Empty)?;
    let set = rules.on(on);
    let rule = set.votes.iter().find(|rule| rule.id == *body);
    let stage = rule.ok_or(Refusal::Empty)?.stage.clone();
    let mut left_out = Vec::new();
    for (at, why) in WhyOut::ALL.into_iter().enumerate() {
        let count = form.number(AGREE + 2 + at)?;
        if count > 0 {
            left_out.push(LeftOut { why, count });
        }
    }
    Ok(Vote {
        stage,
        body: Some(body.clone()),
        on,
        n: form.number(N)?,
        present: form.number(N + 1)?,
        agree: form.number(AGREE)?,
        against: form.number(AGREE + 1)?,
        left_out,
    })
}

/// What the values typed into a form come to; none where there is nothing to say, or while the
/// form cannot be read.
pub fn verdict(rules: &Rules, form: &Form, today: NaiveDate) -> Option<Message> {
    match &form.what {
        FormFor::Vote(..) => of_vote(rules, form, today),
        FormFor::Quota(..) => quota_forms::of_enlistment(rules, form, today),
        FormFor::Survey(..) => visit_forms::survey_sum(rules, form),
        FormFor::HandDown(handing) => handing.sum(form),
        _ => None,
    }
}

fn of_vote(rules: &Rules, form: &Form, today: NaiveDate) -> Option<Message> {
    let vote = read_vote(rules, form, today)
        .ok()
        .filter(|vote| vote.n > 0)?;
    let needed = needed(rules, &vote)?;
    let message = if vote.agree >= needed {
        Message::info("vote.carried")
    } else {
        Message::warning("vote.failed")
    };
    let message = message.with("needed", needed).with("n", vote.n);
    Some(message.with("agree", vote.agree))
}
