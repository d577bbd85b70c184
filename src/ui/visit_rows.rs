//! The rows of a sheet that speak of surveys of sources, of visits, and of who introduced a person.

use super::View;
use super::dossier_rows::joined;
use super::sheet::head;
use crate::app::SheetRow;
use crate::model::{Candidate, Message, Period, Survey, SurveyGroup, Unit, Visit, show_date};
use crate::rules::{SourceGap, source_name};

/// Label and value of a row.
pub(super) fn visit_value(
    view: View<'_>,
    unit: &Unit,
    (groups, left_out): &(Vec<SourceGap>, usize),
    at: SheetRow,
) -> (String, String) {
    let texts = view.texts;
    match at {
        SheetRow::Survey(n) => survey(view, &unit.surveys[n]),
        SheetRow::SurveyGap(n) => gap(view, groups.get(n)),
        SheetRow::NotSurveyed => {
            let message = Message::info("sheet.cells").with("count", *left_out);
            (
                texts.get("survey.not-surveyed").to_owned(),
                texts.say(&message),
            )
        }
        SheetRow::Visit(n) => visit(view, &unit.visits[n]),
        _ => (String::new(), String::new()),
    }
}

fn years(period: Period) -> String {
    match period.until {
        Some(until) => format!("{}–{until}", period.from),
        None => period.from.to_string(),
    }
}

fn survey(view: View<'_>, survey: &Survey) -> (String, String) {
    let View { texts, world, .. } = view;
    let on = texts.say(&Message::info("sheet.surveyed").with("date", survey.on));
    let sum = |number: fn(&SurveyGroup) -> u32| {
        let numbers = survey.groups.iter().map(number);
        numbers.fold(0, u32::saturating_add)
    };
    let all = Message::info("survey.sum")
        .with("people", sum(|group| group.people))
        .with("fit", sum(|group| group.fit))
        .with("asked", sum(|group| group.asked))
        .with("willing", sum(|group| group.willing));
    let group = |group: &SurveyGroup| {
        let message = Message::info("sheet.survey-group")
            .with("group", source_name(&world.rules, &group.source))
            .with("people", group.people)
            .with("fit", group.fit)
            .with("asked", group.asked)
            .with("willing", group.willing);
        texts.say(&message)
    };
    let groups: Vec<String> = survey.groups.iter().map(group).collect();
    let value = joined(&[
        on,
        texts.say(&all),
        groups.join(", "),
        survey.note.clone().unwrap_or_default(),
        survey.source.clone().unwrap_or_default(),
    ]);
    (head(view, "sheet.survey", &years(survey.period)), value)
}

/// A source group with willing people, and what became of them.
fn gap(view: View<'_>, gap: Option<&SourceGap>) -> (String, String) {
    let View { texts, world, .. } = view;
    let Some(gap) = gap else {
        return Default::default();
    };
    let message = Message::info("sheet.gap")
        .with("willing", gap.willing)
        .with("open", gap.open)
        .with("admitted", gap.admitted)
        .with("missing", gap.missing);
    let name = gap.source.as_ref();
    let name = name.map(|source| source_name(&world.rules, source));
    let name = name.as_ref().map(|name| texts.label(name).to_owned());
    (name.unwrap_or_default(), texts.say(&message))
}

fn visit(view: View<'_>, visit: &Visit) -> (String, String) {
    let texts = view.texts;
    let dated = |key: &'static str, day: Option<chrono::NaiveDate>| {
        day.map_or_else(String::new, |day| {
            texts.say(&Message::info(key).with("date", day))
        })
    };
    let agreed = visit.agreed.as_ref().map_or_else(String::new, |agreed| {
        texts.fill("sheet.agreed", &[("agreed", agreed)])
    });
    let by = visit.by.filter(|_| visit.done.is_none());
    let value = joined(&[
        visit.who.clone(),
        visit.findings.clone().unwrap_or_default(),
        agreed,
        dated("sheet.by", by),
        dated("sheet.done", visit.done),
        visit.source.clone().unwrap_or_default(),
    ]);
    let key = if visit.held {
        "sheet.visit"
    } else {
        "sheet.visit-planned"
    };
    let on = visit.on.map(show_date).unwrap_or_default();
    (head(view, key, &on), value)
}

/// Which mass organisation introduced a person, and when.
pub(super) fn introduced(view: View<'_>, person: &Candidate) -> String {
    let View { texts, world, .. } = view;
    let Some(row) = &person.introduced else {
        return String::new();
    };
    let known = world.rules.organisation(&row.by);
    let name = known.map_or(row.by.as_str(), |known| texts.label(&known.name));
    joined(&[name.to_owned(), show_date(row.on)])
}
