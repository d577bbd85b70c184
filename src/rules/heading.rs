//! Headings of lists that come in: which field a column fills, and what kind of value stands in it.

use crate::model::{Code, Label, ScalarField, fold};
use crate::rules::procedure::Procedure;
use serde::Deserialize;
use std::collections::HashSet;

/// What stands in a column, or in a row that is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Taken {
    /// Nothing that is taken.
    #[default]
    Nothing,
    /// A person's name, or a part of it.
    Name,
    /// Words, as they stand.
    Text,
    /// A place, which may be told in several columns.
    Place,
    /// A day, a month or a year.
    Day,
    /// The birth of a man: the column tells the sex.
    DayOfMale,
    /// The birth of a woman.
    DayOfFemale,
    /// A word for the sex.
    Sex,
    /// A mark that says a man.
    MarkOfMale,
    /// A mark that says a woman.
    MarkOfFemale,
    /// A mark or a word for yes and no.
    YesNo,
    /// A people; perhaps with a religion behind a stroke.
    People,
    /// A people and a religion.
    PeopleAndReligion,
    /// Number of an identity card.
    IdNumber,
    /// Telephone.
    Phone,
    /// An organisation.
    Unit,
    /// Names of helpers.
    Names,
    /// A first day and a last.
    Range,
    /// The number of a paper and its day.
    NumberAndDay,
    /// The day of a paper, or a mark that it is there.
    Paper,
    /// Place, day sent and day answered of a letter.
    Letter,
    /// The day of a meeting, and how many of how many agreed.
    Vote,
    /// A day that may be the decision's or the ceremony's.
    DecisionOrCeremony,
    /// What holds the person back.
    Cause,
    /// A remark.
    Note,
    /// A whole number.
    Count,
    /// A quota: a number, at least a number, or that nothing is owed.
    Target,
}

/// In which tables a heading is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Of {
    /// Lists of people.
    #[default]
    People,
    /// Tables of quotas.
    Quota,
    /// Both.
    Both,
    /// No heading: what rows begin with that are neither person nor organisation.
    Row,
}

/// A row of `headings.ron`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// Its word.
    pub id: Code,
    /// The fields that one column fills, in the order of its meaning; none where it fills nothing.
    #[serde(default)]
    pub fills: Vec<String>,
    /// What stands in the column.
    #[serde(default)]
    pub takes: Taken,
    /// Where it is known.
    #[serde(default)]
    pub of: Of,
    /// The group that a quota is for.
    #[serde(default)]
    pub group: Option<Code>,
    /// Only right of a column of one of these rows.
    #[serde(default)]
    pub beside: Vec<Code>,
    /// Whole headings.
    #[serde(default)]
    pub exact: Vec<String>,
    /// Words that may stand among others; one word alone is a whole heading too.
    #[serde(default)]
    pub words: Vec<String>,
    /// What its column is called in lists of the program, and so a whole heading. Of a row for each
    /// stage or form `{word}` stands for the name of the stage or the number of the form.
    #[serde(default)]
    pub label: Option<Label>,
    /// What stands in the column of the list that is to be filled in; none where it has no such column.
    #[serde(default)]
    pub example: Option<String>,
}

/// What stands for the word of a stage or a form in a row for each of them.
const EACH: &str = "…";

impl Heading {
    /// Whole headings.
    pub fn whole(&self) -> impl Iterator<Item = &str> {
        let label = self.label.iter().flat_map(|label| [&label.vi, &label.en]);
        let all = self.exact.iter().chain(label).map(String::as_str);
        all.filter(|text| !text.is_empty())
    }

    /// The row for one stage or form.
    fn of(&self, word: &Code, name: &Label) -> Self {
        let put = |text: &String, name: &str| text.replace("{word}", name);
        Self {
            fills: self
                .fills
                .iter()
                .map(|key| key.replace(EACH, word.as_str()))
                .collect(),
            label: self.label.as_ref().map(|label| Label {
                vi: put(&label.vi, &name.vi),
                en: put(
                    &label.en,
                    if name.en.is_empty() {
                        &name.vi
                    } else {
                        &name.en
                    },
                ),
            }),
            ..self.clone()
        }
    }
}

/// The rows with those for each stage and form written out; what another row takes whole already is
/// not said a second time.
pub fn written_out(rows: &[Heading], procedure: &Procedure) -> Vec<Heading> {
    let is_of_each = |row: &&Heading| row.fills.iter().any(|key| key.contains(EACH));
    let mut all: Vec<Heading> = rows
        .iter()
        .filter(|row| !is_of_each(row))
        .cloned()
        .collect();
    let plain = |text: &str| heading_words(text);
    let mut taken: HashSet<Vec<String>> = HashSet::new();
    for row in &all {
        taken.extend(
            row.whole()
                .chain(row.words.iter().map(String::as_str))
                .map(plain),
        );
    }
    for row in rows.iter().filter(is_of_each) {
        let of_paper = row.fills.iter().any(|key| key.starts_with("paper."));
        let each: Vec<Heading> = if of_paper {
            let papers = procedure.papers.iter();
            let number = |id: &Code| Label {
                vi: id.to_string(),
                en: String::new(),
            };
            papers
                .map(|paper| row.of(&paper.id, &number(&paper.id)))
                .collect()
        } else {
            let stages = procedure.stages.iter();
            stages.map(|stage| row.of(&stage.id, &stage.name)).collect()
        };
        for row in each {
            if row.whole().all(|text| !taken.contains(&plain(text))) {
                taken.extend(row.whole().map(plain));
                all.push(row);
            }
        }
    }
    all
}

/// The rows that tell apart what is no person, by their words.
pub const ROW_MARKS: [&str; 7] = [
    "total",
    "signature",
    "remark",
    "cell",
    "title-end",
    "exempt",
    "above",
];

/// Fields that are no value of a person by themselves.
const OTHERS: [&str; 16] = [
    "unit",
    "note",
    "cause",
    "helper.name",
    "helper.from",
    "letter.place",
    "letter.sent",
    "letter.answered",
    "card.number",
    "card.on",
    "members",
    "target",
    "at_least",
    "exempt",
    "group",
    "name",
];

/// Fields of which there is one for each stage or form: what stands before its word, and what may behind.
const OF_EACH: [(&str, &[&str]); 3] = [
    ("steps.", &[]),
    ("paper.", &["on", "number", "from", "to", "grade", "issuer"]),
    ("vote.", &["on", "n", "agree"]),
];

/// Whether a column can fill a field of this name.
pub fn is_field(key: &str) -> bool {
    if OTHERS.contains(&key) || ScalarField::named(key).is_ok() {
        return true;
    }
    OF_EACH.iter().any(|(before, parts)| {
        let Some(rest) = key.strip_prefix(before) else {
            return false;
        };
        let word = match (parts.is_empty(), rest.rsplit_once('.')) {
            (true, _) => rest,
            (false, Some((word, part))) if parts.contains(&part) => word,
            (false, _) => return false,
        };
        word == EACH || Code::new(word).is_ok()
    })
}

/// The names of the fields that a column can fill.
pub fn field_names() -> Vec<String> {
    let scalars = ScalarField::ALL.iter().map(|field| field.key().to_owned());
    let others = OTHERS.iter().filter(|key| **key != "name");
    let others = others.map(|key| (*key).to_owned());
    let each = OF_EACH.iter().flat_map(|(before, parts)| {
        let whole = parts.is_empty().then(|| format!("{before}…"));
        let parts = parts.iter().map(move |part| format!("{before}….{part}"));
        whole.into_iter().chain(parts)
    });
    scalars.chain(others).chain(each).collect()
}

/// What offices shorten, folded, and in full.
const SHORT: [(&str, &[&str]); 8] = [
    ("cb", &["chi", "bo"]),
    ("qd", &["quyet", "dinh"]),
    ("nq", &["nghi", "quyet"]),
    ("gcn", &["giay", "chung", "nhan"]),
    ("cc", &["chung", "chi"]),
    ("kn", &["ket", "nap"]),
    ("tdp", &["to", "dan", "pho"]),
    ("du", &["dang", "uy"]),
];

/// Words that change nothing.
const IDLE: [&str; 6] = ["va", "cua", "duoc", "cac", "of", "and"];

/// The words of a heading as they are compared: folded, without signs, what is shortened in full.
pub fn heading_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() || IDLE.contains(&word) {
            continue;
        }
        match SHORT.iter().find(|(short, _)| *short == word) {
            Some((_, full)) => words.extend(full.iter().map(|word| (*word).to_owned())),
            None => words.push(word.to_owned()),
        }
    }
    words
}
