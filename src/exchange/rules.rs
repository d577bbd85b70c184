//! The rules report: what is in force on a day, each value with its basis and the file it stands in.

use super::Report;
use super::table::{Cell, Shape, Table};
use crate::model::{Code, Label, Message, clean, show_date};
use crate::rules::{Check, Clock, Extension, Length, Origin, Procedure, Rules, Share};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// The procedure in force on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulesReport {
    /// The day asked about.
    pub on: NaiveDate,
    /// The set's word.
    pub set: Code,
    /// Its name.
    pub name: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Regulation, guidance, forms.
    pub basis: String,
    /// Whether its text could be read; if not, what it does not state is carried over.
    pub read: bool,
    /// Stages in order.
    pub stages: Vec<RuleRow>,
    /// Papers by form number.
    pub papers: Vec<RuleRow>,
    /// Time limits.
    pub limits: Vec<RuleRow>,
    /// Votes.
    pub votes: Vec<RuleRow>,
    /// Conditions.
    pub criteria: Vec<RuleRow>,
    /// Files of the user that could not be used, each as a sentence.
    pub problems: Vec<String>,
}

/// One value in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    /// Its word.
    pub id: Code,
    /// Its name.
    pub name: String,
    /// The stage it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Code>,
    /// A limit's length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<Span>,
    /// A limit's extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionRow>,
    /// A limit's length where the place asked is abroad.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abroad: Option<Span>,
    /// Between which events a limit runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// How many must agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// What a condition looks at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<Check>,
    /// The regulation.
    pub basis: String,
    /// Whether the value is known for the set in force from the regulation itself.
    pub confirmed: bool,
    /// The set that states it.
    pub stated_by: Option<Code>,
    /// The file it stands in.
    pub file: String,
    #[serde(skip)]
    said: Message,
}

/// A length of time in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// `working_days` or `months`.
    pub unit: &'static str,
    /// How many.
    pub count: u32,
}

impl From<Length> for Span {
    fn from(length: Length) -> Self {
        let (unit, count) = match length {
            Length::WorkingDays(days) => ("working_days", days),
            Length::Months(months) => ("months", months),
        };
        Self { unit, count }
    }
}

/// By how much a limit may be extended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtensionRow {
    /// How long.
    #[serde(flatten)]
    pub length: Span,
    /// The regulation.
    pub basis: String,
    /// Whether it is known from the regulation itself.
    pub confirmed: bool,
}

impl From<&Extension> for ExtensionRow {
    fn from(extension: &Extension) -> Self {
        Self {
            length: extension.length.into(),
            basis: extension.basis.clone(),
            confirmed: extension.confirmed,
        }
    }
}

/// What all rows of a set have.
struct Common<'a> {
    id: &'a Code,
    name: &'a Label,
    basis: &'a str,
    confirmed: bool,
    origin: &'a Origin,
}

impl Common<'_> {
    fn row(&self, set: &Procedure, texts: &Texts) -> RuleRow {
        RuleRow {
            id: self.id.clone(),
            name: clean(texts.label(self.name)).into_owned(),
            stage: None,
            length: None,
            extension: None,
            abroad: None,
            clock: None,
            share: None,
            check: None,
            basis: clean(self.basis).into_owned(),
            confirmed: self.confirmed,
            stated_by: self.origin.set.clone(),
            file: clean(&self.origin.file).into_owned(),
            said: crate::rules::basis_of(self.basis, self.confirmed, self.origin, set),
        }
    }
}

macro_rules! common {
    ($row:expr) => {
        Common {
            id: &$row.id,
            name: &$row.name,
            basis: &$row.basis,
            confirmed: $row.confirmed,
            origin: &$row.origin,
        }
    };
}

impl RulesReport {
    /// What is in force on a day.
    pub fn new(rules: &Rules, on: NaiveDate, problems: &[Message], texts: &Texts) -> Self {
        let set = rules.on(on);
        Self {
            on,
            set: set.id.clone(),
            name: clean(texts.label(&set.name)).into_owned(),
            from: set.from,
            basis: clean(&set.basis).into_owned(),
            read: set.read,
            stages: set
                .stages
                .iter()
                .map(|row| common!(row).row(set, texts))
                .collect(),
            papers: set
                .papers
                .iter()
                .map(|row| RuleRow {
                    stage: Some(row.stage.clone()),
                    ..common!(row).row(set, texts)
                })
                .collect(),
            limits: set
                .limits
                .iter()
                .map(|row| RuleRow {
                    length: Some(row.length.into()),
                    extension: row.extension.as_ref().map(ExtensionRow::from),
                    abroad: row.abroad.map(Span::from),
                    clock: Some(row.clock),
                    ..common!(row).row(set, texts)
                })
                .collect(),
            votes: set
                .votes
                .iter()
                .map(|row| {
                    let common = Common {
                        id: &row.id,
                        name: &row.body,
                        basis: &row.basis,
                        confirmed: row.confirmed,
                        origin: &row.origin,
                    };
                    RuleRow {
                        stage: Some(row.stage.clone()),
                        share: Some(row.share),
                        ..common.row(set, texts)
                    }
                })
                .collect(),
            criteria: set
                .criteria
                .iter()
                .map(|row| RuleRow {
                    check: Some(row.check),
                    ..common!(row).row(set, texts)
                })
                .collect(),
            problems: problems.iter().map(|p| texts.say(p)).collect(),
        }
    }
}

fn span(span: Span, texts: &Texts) -> String {
    let key = match span.unit {
        "months" => "rule.months",
        _ => "rule.working-days",
    };
    texts.fill(key, &[("count", &span.count.to_string())])
}

impl RuleRow {
    fn value(&self, texts: &Texts) -> String {
        let mut parts = Vec::new();
        parts.extend(self.length.map(|length| span(length, texts)));
        if let Some(more) = &self.extension {
            let length = span(more.length, texts);
            let mut said = texts.fill("rule.extension", &[("length", &length)]);
            if !more.confirmed {
                let basis = Message::info("basis.unsure").with("basis", more.basis.as_str());
                said = format!("{said} ({})", texts.say(&basis));
            }
            parts.push(said);
        }
        if let Some(abroad) = self.abroad {
            let length = span(abroad, texts);
            parts.push(texts.fill("rule.abroad", &[("length", &length)]));
        }
        parts.extend(self.share.map(|share| match share {
            Share::AtLeast(part, whole) => format!("≥ {part}/{whole}"),
            Share::MoreThan(part, whole) => format!("> {part}/{whole}"),
        }));
        if let (Some(stage), None) = (&self.stage, &self.share) {
            parts.push(stage.to_string());
        }
        parts.join("; ")
    }
}

impl Report for RulesReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.rule",
            "col.content",
            "col.value",
            "col.basis",
            "col.file",
        ];
        let head = vec![
            Cell::text(self.set.as_str()),
            Cell::text(self.name.as_str()),
            Cell::text(show_date(self.from)),
            Cell::text(self.basis.as_str()),
            Cell::Empty,
        ];
        let rows = [
            &self.limits,
            &self.votes,
            &self.criteria,
            &self.stages,
            &self.papers,
        ];
        let rows = rows.into_iter().flatten().map(|row| {
            vec![
                Cell::text(row.id.as_str()),
                Cell::text(row.name.as_str()),
                Cell::Text(row.value(texts)),
                Cell::Text(texts.say(&row.said)),
                Cell::text(row.file.trim_start_matches("procedures/")),
            ]
        });
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: std::iter::once(head).chain(rows).collect(),
            shape: Shape::Entries,
        }
    }
}
