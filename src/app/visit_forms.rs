//! The forms of a survey of sources, of a visit, and of an introduction by a mass organisation; what
//! a survey means for the files.

use super::form::{Choice, Form, FormFor, Slot};
use super::{App, World};
use crate::model::{
    Arg, Candidate, CandidateId, Code, Label, Message, Outreach, Period, Refusal, Survey,
    SurveyGroup, Unit, UnitId, Visit,
};
use crate::rules::{Rules, SourceGap, Spot, newest_survey, source_name, survey_gap};
use chrono::NaiveDate;

/// The words of a form that says no or yes, in this order.
const NO_YES: [&str; 2] = ["value.no", "value.yes"];

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

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

const PERIOD: usize = 1;
const GROUPS: usize = 3;

pub(super) fn survey(
    rules: &Rules,
    unit: &Unit,
    id: UnitId,
    at: Option<usize>,
    (year, today): (i32, NaiveDate),
) -> Form {
    let row = at.and_then(|at| unit.surveys.get(at));
    let period = row.map_or(
        Period {
            from: year,
            until: None,
        },
        |row| row.period,
    );
    let until = period.until.map(|year| year.to_string());
    let mut slots = vec![
        Slot::day("form.surveyed", Some(row.map_or(today, |row| row.on))),
        Slot::line("form.survey-year", period.from.to_string()),
        Slot::line("form.until-year", until.unwrap_or_default()),
    ];
    for source in sources(rules, row) {
        let found = row.and_then(|row| row.groups.iter().find(|group| group.source == source));
        let numbers = found.map(|group| {
            let SurveyGroup {
                people,
                fit,
                asked,
                willing,
                ..
            } = group;
            format!("{people}/{fit}/{asked}/{willing}")
        });
        let name = source_name(rules, &source);
        slots.push(Slot::of(source, name, numbers.unwrap_or_default()));
    }
    slots.push(Slot::line(
        "form.note",
        text(row.and_then(|row| row.note.as_ref())),
    ));
    slots.push(Slot::line(
        "form.known-from",
        text(row.and_then(|row| row.source.as_ref())),
    ));
    let mut form = Form::new(FormFor::Survey(id, at), slots);
    form.at = GROUPS;
    form
}

/// Numbers typed as `40/12/8/5`; those left out at the end are 0.
fn group(source: Code, typed: &str) -> Result<SurveyGroup, Refusal> {
    let given = |part: &str| super::accept::number(part)?.ok_or(Refusal::NotFour);
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

/// The groups with something typed, and the place of what follows them in the form.
fn groups(form: &Form) -> Result<(Vec<SurveyGroup>, usize), Refusal> {
    let mut groups = Vec::new();
    let mut at = GROUPS;
    while let Some(source) = form.slots.get(at).and_then(|slot| slot.of.clone()) {
        if let Some(typed) = form.text(at)? {
            groups.push(group(source, &typed)?);
        }
        at += 1;
    }
    Ok((groups, at))
}

fn year(form: &Form, at: usize) -> Result<Option<i32>, Refusal> {
    let typed = form.text(at)?;
    let read = |typed: String| {
        let fault = Refusal::NotANumber {
            least: 1900,
            most: 2200,
        };
        typed.parse().map_err(|_| fault)
    };
    typed.map(read).transpose()
}

pub(super) fn read_survey(form: &Form, today: NaiveDate) -> Result<Survey, Refusal> {
    let (groups, after) = groups(form)?;
    let from = year(form, PERIOD)?.ok_or(Refusal::Empty)?;
    let until = year(form, PERIOD + 1)?.filter(|until| *until != from);
    Ok(Survey {
        on: form.day(0, today)?.ok_or(Refusal::Empty)?,
        period: Period { from, until },
        groups,
        note: form.text(after)?,
        source: form.text(after + 1)?,
    })
}

/// What the numbers typed so far come to, or which of them cannot be; none while they cannot be read.
pub(super) fn survey_sum(rules: &Rules, form: &Form) -> Option<Message> {
    let (groups, _) = groups(form).ok()?;
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

pub(super) fn visit(unit: &Unit, id: UnitId, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| unit.visits.get(at));
    let on = row.map_or(Some(today), |row| row.on);
    let held = row.is_none_or(|row| row.held);
    let slots = vec![
        Slot::keys("form.held", &NO_YES, usize::from(held)),
        Slot::day("form.visit-on", on),
        Slot::line("form.visit-who", row.map_or("", |row| &row.who)),
        Slot::line(
            "form.findings",
            text(row.and_then(|row| row.findings.as_ref())),
        ),
        Slot::line("form.agreed", text(row.and_then(|row| row.agreed.as_ref()))),
        Slot::day("form.visit-by", row.and_then(|row| row.by)),
        Slot::day("form.done", row.and_then(|row| row.done)),
        Slot::line(
            "form.known-from",
            text(row.and_then(|row| row.source.as_ref())),
        ),
    ];
    Form::new(FormFor::Visit(id, at), slots)
}

pub(super) fn read_visit(form: &Form, today: NaiveDate) -> Result<Visit, Refusal> {
    Ok(Visit {
        held: form.chosen(0) == 1,
        on: form.day(1, today)?,
        who: form.name(2)?,
        findings: form.text(3)?,
        agreed: form.text(4)?,
        by: form.day(5, today)?,
        done: form.day(6, today)?,
        source: form.text(7)?,
    })
}

pub(super) fn outreach(
    rules: &Rules,
    person: &Candidate,
    id: CandidateId,
    today: NaiveDate,
) -> Form {
    let row = person.introduced.as_ref();
    let word = |code: &Code| Label {
        vi: code.to_string(),
        en: code.to_string(),
    };
    let mut choices = vec![Choice {
        code: None,
        shown: Arg::Key("value.unsaid"),
    }];
    choices.extend(rules.organisations.iter().map(|known| Choice {
        code: Some(known.id.clone()),
        shown: known.name.clone().into(),
    }));
    // A word that no row names any more is kept.
    let unknown = row.filter(|row| rules.organisation(&row.by).is_none());
    choices.extend(unknown.map(|row| Choice {
        code: Some(row.by.clone()),
        shown: word(&row.by).into(),
    }));
    let by = row.map(|row| &row.by);
    let mut codes = choices.iter().map(|choice| choice.code.as_ref());
    let chosen = codes.position(|code| code == by).unwrap_or(0);
    let on = row.map_or(today, |row| row.on);
    let slots = vec![
        Slot::codes("form.organisation", choices, chosen),
        Slot::day("form.introduced", Some(on)),
    ];
    Form::new(FormFor::Outreach(id), slots)
}

/// None where no organisation is chosen.
pub(super) fn read_outreach(form: &Form, today: NaiveDate) -> Result<Option<Outreach>, Refusal> {
    let Some(by) = form.code(0).cloned() else {
        return Ok(None);
    };
    let on = form.day(1, today)?.ok_or(Refusal::Empty)?;
    Ok(Some(Outreach { by, on }))
}

impl App {
    /// An organisation's place in the tree.
    fn node_of(&self, id: &UnitId) -> Option<usize> {
        let place = self.book.position(id)?;
        self.figures.tree.node_of(place)
    }

    fn is_surveyed(&self, node: usize) -> bool {
        let tree = &self.figures.tree.nodes;
        let mut below = tree[node..tree[node].end].iter();
        below.any(|node| match node.spot {
            Spot::Unit(at) => newest_survey(&self.book.units()[at], self.figures.year).is_some(),
            Spot::Unreadable(_) => false,
        })
    }

    /// The source groups in which the surveys of the shown year found somebody willing, in an
    /// organisation and all below it, and how many cells there no survey covers. Nothing where
    /// there is no survey at all.
    pub fn gaps_of(&self, world: &World, id: &UnitId) -> (Vec<SourceGap>, usize) {
        let Some(node) = self.node_of(id).filter(|node| self.is_surveyed(*node)) else {
            return (Vec::new(), 0);
        };
        let below = node..self.figures.tree.nodes[node].end;
        let surveyed = survey_gap(&self.book, &world.rules, &self.figures, below);
        let mut groups = surveyed.total(&world.rules);
        groups.retain(|group| group.willing > 0);
        (groups, surveyed.left_out.len())
    }
}
