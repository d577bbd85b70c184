//! Surveys of sources and visits in words, and what became of the people who were willing.

use super::{Row, Words, dated, head, nothing, parts, text};
use crate::model::{Arg, Between, Message, Period, Survey, SurveyGroup, Visit};
use crate::rules::SourceGap;

fn years(period: Period) -> String {
    match period.until {
        Some(until) => format!("{}–{until}", period.from),
        None => period.from.to_string(),
    }
}

impl Words<'_> {
    /// A survey of sources.
    pub fn survey(self, row: &Survey) -> Row {
        let sum = |number: fn(&SurveyGroup) -> u32| {
            let numbers = row.groups.iter().map(number);
            numbers.fold(0, u32::saturating_add)
        };
        let all = Message::info("survey.sum")
            .with("people", sum(|group| group.people))
            .with("fit", sum(|group| group.fit))
            .with("asked", sum(|group| group.asked))
            .with("willing", sum(|group| group.willing));
        let group = |group: &SurveyGroup| {
            let message = Message::info("sheet.survey-group")
                .with("group", self.source_name(&group.source))
                .with("people", group.people)
                .with("fit", group.fit)
                .with("asked", group.asked)
                .with("willing", group.willing);
            Arg::from(message)
        };
        let groups = row.groups.iter().map(group).collect();
        let value = parts([
            dated("sheet.surveyed", Some(row.on)),
            Some(all.into()),
            Some(Arg::Several(Between::Commas, groups)),
            text(row.note.as_ref()),
            text(row.source.as_ref()),
        ]);
        Row::new(head("sheet.survey", years(row.period)), value)
    }

    /// A source group with willing people, and what became of them.
    pub fn gap(self, gap: &SourceGap) -> Row {
        let message = Message::info("sheet.gap")
            .with("willing", gap.willing)
            .with("open", gap.open)
            .with("admitted", gap.admitted)
            .with("missing", gap.missing);
        let name = gap.source.as_ref().map(|source| self.source_name(source));
        Row::new(name.unwrap_or_else(nothing), message)
    }

    /// How many cells no survey covers.
    pub fn not_surveyed(self, cells: usize) -> Row {
        let message = Message::info("sheet.cells").with("count", cells);
        Row::new(Arg::Key("survey.not-surveyed"), message)
    }

    /// A visit, planned or held.
    pub fn visit(self, row: &Visit) -> Row {
        let agreed = row.agreed.as_ref();
        let agreed = agreed.map(|it| Message::info("sheet.agreed").with("agreed", it.as_str()));
        let by = row.by.filter(|_| row.done.is_none());
        let value = parts([
            Some(Arg::from(row.who.as_str())),
            text(row.findings.as_ref()),
            agreed.map(Arg::from),
            dated("sheet.by", by),
            dated("sheet.done", row.done),
            text(row.source.as_ref()),
        ]);
        let key = if row.held {
            "sheet.visit"
        } else {
            "sheet.visit-planned"
        };
        let label = row.on.map_or(Arg::Key(key), |on| head(key, on));
        Row::new(label, value)
    }
}
