//! A person's record in words, every field of it: label and value, as the sheet names them, nothing hidden.

use crate::model::{
    Book, Candidate, Cause, Code, Extended, Guide, GuideKind, Letter, Message, Paper, Place,
    Remedy, ScalarField, Sex, Step, Vote, show_date,
};
use crate::rules::{Rules, carried, needed, rule_of};
use crate::text::Texts;
use chrono::NaiveDate;

/// What the words are made with.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) book: &'a Book,
    pub(super) rules: &'a Rules,
    pub(super) texts: &'a Texts,
}

/// A label and a value.
pub(super) type Said = (String, String);

impl Words<'_> {
    /// Every field that has a value, in the order of the sheet.
    pub(super) fn of(self, person: &Candidate) -> Vec<Said> {
        let mut rows = self.scalars(person);
        let groups: Vec<&str> = person.groups.iter().map(|code| self.group(code)).collect();
        self.put(&mut rows, "field.groups", &groups.join("; "));
        rows.extend(person.steps.iter().map(|step| self.step(step)));
        rows.extend(person.handovers.iter().map(|row| {
            let unit = self.book.unit(&row.from);
            let from = unit.map_or(row.from.as_str(), |unit| unit.name_on(row.on));
            let from = self.texts.fill("sheet.handed-from", &[("from", from)]);
            (self.dated("sheet.handover", row.on), from)
        }));
        let guides = |key: &'static str, all: &[Guide]| {
            let rows = all.iter().map(|row| (self.label(key), self.guide(row)));
            rows.collect::<Vec<_>>()
        };
        rows.extend(guides("sheet.helper", &person.helpers));
        rows.extend(guides("sheet.introducer", &person.introducers));
        rows.extend(person.papers.iter().map(|row| self.paper(row)));
        rows.extend(person.letters.iter().map(|row| self.letter(row)));
        rows.extend(person.votes.iter().map(|row| self.vote(row)));
        rows.extend(person.extensions.iter().map(|row| self.extension(row)));
        if let Some(former) = &person.former {
            let consent = match former.consent {
                Some(day) => self.told("sheet.consent", Some(day)),
                None => self.label("sheet.no-consent"),
            };
            let value = joined([self.told("sheet.left", Some(former.left)), consent]);
            rows.push((self.label("sheet.former"), value));
        }
        if let Some(card) = &person.card {
            let value = joined([card.number.clone(), show_date(card.on)]);
            rows.push((self.label("sheet.card"), value));
        }
        if let Some(by) = &person.introduced {
            let row = self.rules.organisation(&by.by);
            let name = row.map_or(by.by.as_str(), |row| self.texts.label(&row.name));
            let value = joined([name.to_owned(), show_date(by.on)]);
            rows.push((self.label("field.introduced"), value));
        }
        rows.extend(person.causes.iter().map(|row| self.cause(row)));
        rows.extend(person.remedies.iter().map(|row| self.remedy(row)));
        let notes = person.notes.iter();
        rows.extend(notes.map(|row| (self.dated("sheet.note", row.on), row.text.clone())));
        rows
    }

    fn scalars(self, person: &Candidate) -> Vec<Said> {
        let mut rows = Vec::new();
        for field in ScalarField::ALL {
            let value = match field {
                ScalarField::Sex => person.sex.map_or_else(String::new, |sex| {
                    self.label(match sex {
                        Sex::Male => "value.male",
                        Sex::Female => "value.female",
                    })
                }),
                ScalarField::YouthUnion => person.youth_union.map_or_else(String::new, |is| {
                    self.label(if is { "value.yes" } else { "value.no" })
                }),
                ScalarField::Source => person.source.as_ref().map_or_else(String::new, |code| {
                    let row = self.rules.source(code);
                    let name = row.map_or(code.as_str(), |row| self.texts.label(&row.name));
                    name.to_owned()
                }),
                field => field.read(person),
            };
            self.put(&mut rows, field.text_key(), &value);
        }
        rows
    }

    fn put(self, rows: &mut Vec<Said>, key: &str, value: &str) {
        if !value.is_empty() {
            rows.push((self.label(key), value.to_owned()));
        }
    }

    fn label(self, key: &str) -> String {
        self.texts.get(key).to_owned()
    }

    fn dated(self, key: &str, on: NaiveDate) -> String {
        format!("{} {}", self.texts.get(key), show_date(on))
    }

    fn told(self, key: &'static str, day: Option<NaiveDate>) -> String {
        day.map_or_else(String::new, |day| {
            self.texts.say(&Message::info(key).with("date", day))
        })
    }

    fn group<'a>(&'a self, code: &'a Code) -> &'a str {
        let row = self.rules.groups.iter().find(|row| row.id == *code);
        row.map_or(code.as_str(), |row| self.texts.label(&row.name))
    }

    fn step(self, step: &Step) -> Said {
        let procedure = &self.rules.procedure;
        let to = match &step.to {
            Place::Stage(id) => {
                let at = procedure.index(id);
                at.map_or(id.as_str(), |at| {
                    self.texts.label(&procedure.stages[at].name)
                })
            }
            Place::Paused => self.texts.get("ui.paused"),
            Place::Exit(id) => {
                let exit = procedure.exit(id);
                exit.map_or(id.as_str(), |exit| self.texts.label(&exit.name))
            }
        };
        let forced = step.forced.then(|| self.label("sheet.forced"));
        let value = joined([
            to.to_owned(),
            forced.unwrap_or_default(),
            step.reason.clone().unwrap_or_default(),
        ]);
        (self.dated("sheet.step", step.on), value)
    }

    fn guide(self, guide: &Guide) -> String {
        let kind = match guide.kind {
            GuideKind::Member => "value.member",
            GuideKind::YouthUnion => "value.youth-union",
            GuideKind::TradeUnion => "value.trade-union",
        };
        joined([
            guide.name.clone(),
            self.label(kind),
            span(guide.from, guide.until),
            self.told("sheet.together", guide.together),
        ])
    }

    fn paper(self, paper: &Paper) -> Said {
        let mut sets = self.rules.sets.iter().rev();
        let row = sets.find_map(|set| set.paper(&paper.form));
        let number = paper.number.as_ref().map_or_else(String::new, |number| {
            self.texts.fill("sheet.number", &[("number", number)])
        });
        let value = joined([
            self.label(paper.state.text_key()),
            paper.on.map(show_date).unwrap_or_default(),
            number,
            self.told("sheet.received", paper.received),
            paper.reason.clone().unwrap_or_default(),
            row.map_or_else(String::new, |row| self.texts.label(&row.name).to_owned()),
        ]);
        let form = row.map_or_else(|| paper.form.to_string(), |row| row.form.clone());
        (form, value)
    }

    fn letter(self, letter: &Letter) -> Said {
        let result = letter.result.map(|answer| self.label(answer.text_key()));
        let abroad = letter.abroad.then(|| self.label("form.abroad"));
        let value = joined([
            letter.place.clone(),
            self.told("sheet.sent", letter.sent),
            self.told("sheet.received", letter.received),
            self.told("sheet.answered", letter.answered),
            result.unwrap_or_default(),
            abroad.unwrap_or_default(),
        ]);
        (self.label(letter.about.text_key()), value)
    }

    fn vote(self, vote: &Vote) -> Said {
        let rule = rule_of(self.rules.on(vote.on), vote);
        let body = rule.map_or(vote.stage.as_str(), |rule| self.texts.label(&rule.body));
        let key = if carried(self.rules, vote) {
            "sheet.vote-carried"
        } else {
            "sheet.vote-failed"
        };
        let message = Message::info(key)
            .with("agree", vote.agree)
            .with("n", vote.n)
            .with("present", vote.present)
            .with("against", vote.against);
        let message = match needed(self.rules, vote) {
            Some(needed) => message.with("needed", needed),
            None => message.with("needed", self.texts.get("value.unsaid")),
        };
        let out = vote.left_out.iter();
        let out = out.map(|out| format!("{} {}", out.count, self.texts.get(out.why.text_key())));
        let who = out.collect::<Vec<_>>().join(", ");
        let left_out = if who.is_empty() {
            who
        } else {
            self.texts.fill("sheet.left-out", &[("who", &who)])
        };
        let label = format!("{body} {}", show_date(vote.on));
        (label, joined([self.texts.say(&message), left_out]))
    }

    fn extension(self, row: &Extended) -> Said {
        let limit = self.rules.on(row.on).limit(row.limit.as_str());
        let name = limit.map_or(row.limit.as_str(), |limit| self.texts.label(&limit.name));
        let why = row.reason.clone().unwrap_or_default();
        let label = self.dated("sheet.extension", row.on);
        (label, joined([name.to_owned(), why]))
    }

    fn cause_name<'a>(&'a self, code: &'a Code) -> &'a str {
        let row = self.rules.cause(code);
        row.map_or(code.as_str(), |row| self.texts.label(&row.name))
    }

    fn cause(self, cause: &Cause) -> Said {
        let value = joined([
            self.cause_name(&cause.code).to_owned(),
            span(Some(cause.from), cause.until),
            cause.note.clone().unwrap_or_default(),
            cause.source.clone().unwrap_or_default(),
        ]);
        (self.label("sheet.cause"), value)
    }

    fn remedy(self, remedy: &Remedy) -> Said {
        let value = joined([
            remedy.text.clone(),
            remedy.who.clone().unwrap_or_default(),
            self.told("sheet.by", remedy.by),
            self.told("sheet.done", remedy.done),
            self.cause_name(&remedy.cause).to_owned(),
        ]);
        (self.label("sheet.remedy"), value)
    }
}

/// Parts of a value set off from each other; empty ones are left out.
pub(super) fn joined<const N: usize>(parts: [String; N]) -> String {
    let said = parts.into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(" · ")
}

fn span(from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    let from = from.map(show_date).unwrap_or_default();
    match until {
        Some(until) => format!("{from} – {}", show_date(until)),
        None => from,
    }
}
