//! The rows of a person's sheet that speak of the dossier: limits, what is missing, papers, letters, votes.

use super::View;
use super::sheet::{guide, head};
use crate::app::SheetRow;
use crate::model::{Arg, Candidate, CandidateId, Letter, Message, Paper, Vote, show_date};
use crate::rules::{
    Leg, LimitKind, Line, Missing, Running, SaidBy, Takes, Usual, basis_of, carried, length_of,
    needed, rule_of,
};

/// What is derived of a person once for all rows.
pub(super) struct Facts<'a> {
    pub(super) person: &'a Candidate,
    line: Option<Line>,
    limits: Vec<Running<'a>>,
    owed: Vec<Missing>,
    legs: Vec<Leg>,
}

impl<'a> Facts<'a> {
    /// Of a version that is not in the book: its own rows only, nothing derived.
    pub(super) fn bare(person: &'a Candidate) -> Self {
        Self {
            person,
            line: None,
            limits: Vec::new(),
            owed: Vec::new(),
            legs: Vec::new(),
        }
    }

    pub(super) fn of(view: View<'a>, id: &CandidateId) -> Option<Self> {
        let (unit, person) = view.app.book.candidate(id)?;
        Some(Self {
            person,
            line: Line::find(&view.app.book, &unit.id, id),
            limits: view.app.limits_of(view.world, person),
            owed: view.app.owed_by(view.world, id),
            legs: view.app.plan_of(view.world, unit, person),
        })
    }
}

/// Parts of a row set off from each other; empty ones are left out.
pub(super) fn joined(parts: &[String]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    said.join(" · ")
}

/// Label and value of a row.
pub(super) fn dossier_value(view: View<'_>, facts: &Facts<'_>, at: SheetRow) -> (String, String) {
    let View { texts, world, .. } = view;
    let label = |key: &str| texts.get(key).to_owned();
    let Facts {
        person,
        limits,
        owed,
        legs,
        ..
    } = facts;
    match at {
        SheetRow::Limit(n) => match limits.get(n) {
            Some(limit) => (
                texts.label(&limit.limit.name).to_owned(),
                limit_value(view, person, limit),
            ),
            None => Default::default(),
        },
        SheetRow::Missing(n) => match owed.get(n) {
            Some(missing) => (
                label("sheet.missing"),
                joined(&[texts.say(&missing.what), texts.say(&missing.basis)]),
            ),
            None => Default::default(),
        },
        SheetRow::Plan => plan(view, facts),
        SheetRow::Leg(n) => legs.get(n).map_or_else(Default::default, |l| leg(view, l)),
        SheetRow::Paper(n) => paper(view, &person.papers[n]),
        SheetRow::NoPaper(n) => {
            let row = &world.rules.on(world.today).papers[n];
            let value = joined(&[label("sheet.no-paper"), texts.label(&row.name).to_owned()]);
            (row.form.clone(), value)
        }
        SheetRow::Letter(n) => letter(view, &person.letters[n]),
        SheetRow::Vote(n) => vote(view, &person.votes[n]),
        SheetRow::Introducer(n) => {
            let row = &person.introducers[n];
            let together = row.together.map_or_else(String::new, |day| {
                texts.say(&Message::info("sheet.together").with("date", day))
            });
            (
                label("sheet.introducer"),
                joined(&[guide(view, row), together]),
            )
        }
        SheetRow::Extension(n) => {
            let row = &person.extensions[n];
            let limit = world.rules.on(row.on).limit(row.limit.as_str());
            let name = limit.map_or(row.limit.as_str(), |limit| texts.label(&limit.name));
            let why = row.reason.clone().unwrap_or_default();
            (
                head(view, "sheet.extension", &show_date(row.on)),
                joined(&[name.to_owned(), why]),
            )
        }
        SheetRow::Handover(n) => {
            let row = &person.handovers[n];
            let from = view.app.book.unit(&row.from);
            let from = from.map_or(row.from.as_str(), |unit| unit.name_on(row.on));
            (
                head(view, "sheet.handover", &show_date(row.on)),
                texts.fill("sheet.handed-from", &[("from", from)]),
            )
        }
        SheetRow::Card => {
            let value = person.card.as_ref().map_or_else(String::new, |card| {
                joined(&[card.number.clone(), show_date(card.on)])
            });
            (label("sheet.card"), value)
        }
        SheetRow::Former => {
            let value = person.former.as_ref().map_or_else(String::new, |former| {
                let left = Message::info("sheet.left").with("date", former.left);
                let consent = match former.consent {
                    Some(day) => Message::info("sheet.consent").with("date", day),
                    None => Message::info("sheet.no-consent"),
                };
                joined(&[texts.say(&left), texts.say(&consent)])
            });
            (label("sheet.former"), value)
        }
        _ => (String::new(), String::new()),
    }
}

fn limit_value(view: View<'_>, person: &Candidate, limit: &Running<'_>) -> String {
    let View { texts, world, .. } = view;
    let row = limit.limit;
    let left = limit.days_left(world.today);
    let key = match (row.kind, left) {
        (LimitKind::Deadline, 0..) => "sheet.due",
        (LimitKind::Deadline, _) => "sheet.overdue",
        (LimitKind::Life, 0..) => "sheet.life",
        (LimitKind::Life, _) => "sheet.life-over",
        (LimitKind::Wait, _) => "sheet.wait",
    };
    let due = Message::info(key)
        .with("date", limit.due)
        .with("days", Arg::Number(left.abs()));
    let place = limit.letter.map(|at| person.letters[at].place.clone());
    let basis = basis_of(&row.basis, row.confirmed, &row.origin, limit.set);
    joined(&[
        texts.say(&due),
        place.unwrap_or_default(),
        texts.say(&basis),
    ])
}

/// What is to be expected of the file in the year shown.
fn plan(view: View<'_>, facts: &Facts<'_>) -> (String, String) {
    let View {
        app, world, texts, ..
    } = view;
    let year = i64::from(app.figures.year);
    let seen = facts.line.and_then(|line| app.forecast(world).of(line));
    let said = seen.map(|seen| texts.say(&seen.say(&world.rules, world.today)));
    (
        texts.say(&Message::info("plan.admission").with("year", year)),
        said.unwrap_or_default(),
    )
}

/// By when a stage must be left, by what, and how long it usually takes.
fn leg(view: View<'_>, leg: &Leg) -> (String, String) {
    let View { texts, world, .. } = view;
    let today = world.today;
    let stage = &world.rules.procedure.stages[leg.stage];
    let usual_by = leg.usual_by.filter(|by| today <= *by);
    let (key, next) = match (today <= leg.leave_by, leg.by_limit, usual_by) {
        (true, true, _) => ("plan.leave-by-limit", None),
        (true, false, _) => ("plan.leave-by", None),
        (false, _, Some(by)) => ("plan.leave-usual", Some(by)),
        (false, _, None) => ("plan.leave-quick", Some(leg.quick_by)),
    };
    let by = Message::info(key).with("date", leg.leave_by);
    let by = next.map_or(by.clone(), |next| by.with("next", next));
    let usual = leg
        .usual
        .map_or_else(String::new, |usual| texts.say(&usual_in_words(&usual)));
    let label = texts.label(&stage.name).to_owned();
    (label, joined(&[texts.say(&by), usual]))
}

fn usual_in_words(usual: &Usual) -> Message {
    match usual.takes {
        Takes::Days(days) => {
            let key = match usual.said_by {
                SaidBy::Committee(_) => "plan.usual-here",
                SaidBy::Book | SaidBy::Limit(_) => "plan.usual",
            };
            Message::info(key)
                .with("days", days)
                .with("files", usual.files)
        }
        Takes::Length(length) => {
            Message::info("plan.usual-limit").with("length", length_of(length))
        }
    }
}

fn paper(view: View<'_>, paper: &Paper) -> (String, String) {
    let View { texts, world, .. } = view;
    let sets = world.rules.sets.iter().rev();
    let row = sets.clone().find_map(|set| set.paper(&paper.form));
    let on = paper.on.map(show_date).unwrap_or_default();
    let received = paper.received.map_or_else(String::new, |day| {
        texts.say(&Message::info("sheet.received").with("date", day))
    });
    let number = paper.number.as_ref().map_or_else(String::new, |number| {
        texts.fill("sheet.number", &[("number", number)])
    });
    let value = joined(&[
        texts.get(paper.state.text_key()).to_owned(),
        on,
        number,
        received,
        paper.reason.clone().unwrap_or_default(),
        row.map_or_else(String::new, |row| texts.label(&row.name).to_owned()),
    ]);
    let form = row.map_or_else(|| paper.form.to_string(), |row| row.form.clone());
    (form, value)
}

fn letter(view: View<'_>, letter: &Letter) -> (String, String) {
    let texts = view.texts;
    let told = |key: &'static str, day: Option<chrono::NaiveDate>| {
        day.map_or_else(String::new, |day| {
            texts.say(&Message::info(key).with("date", day))
        })
    };
    let last = told("sheet.answered", letter.answered);
    let on_its_way = if last.is_empty() {
        let sent = told("sheet.sent", letter.sent);
        joined(&[sent, told("sheet.received", letter.received)])
    } else {
        last
    };
    let unsent = letter.sent.is_none() && letter.answered.is_none();
    let value = joined(&[
        letter.place.clone(),
        if unsent {
            texts.get("sheet.not-sent").to_owned()
        } else {
            on_its_way
        },
        letter.result.map_or_else(String::new, |answer| {
            texts.get(answer.text_key()).to_owned()
        }),
        if letter.abroad {
            texts.get("form.abroad").to_owned()
        } else {
            String::new()
        },
    ]);
    (texts.get(letter.about.text_key()).to_owned(), value)
}

fn vote(view: View<'_>, vote: &Vote) -> (String, String) {
    let View { texts, world, .. } = view;
    let rules = &world.rules;
    let rule = rule_of(rules.on(vote.on), vote);
    let body = rule.map_or(vote.stage.as_str(), |rule| texts.label(&rule.body));
    let key = if carried(rules, vote) {
        "sheet.vote-carried"
    } else {
        "sheet.vote-failed"
    };
    let mut message = Message::info(key)
        .with("agree", vote.agree)
        .with("n", vote.n)
        .with("present", vote.present)
        .with("against", vote.against);
    if let Some(needed) = needed(rules, vote) {
        message = message.with("needed", needed);
    }
    let left_out: Vec<String> = vote
        .left_out
        .iter()
        .map(|out| format!("{} {}", out.count, texts.get(out.why.text_key())))
        .collect();
    let left_out = if left_out.is_empty() {
        String::new()
    } else {
        texts.fill("sheet.left-out", &[("who", &left_out.join(", "))])
    };
    (
        format!("{body} {}", show_date(vote.on)),
        joined(&[texts.say(&message), left_out]),
    )
}
