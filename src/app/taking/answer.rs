//! What can be answered to what is asked of a row, and what each answer sets.

use crate::model::import::{
    AsDay, Body, Capitals, DayOrder, Differing, Issue, Options, Problem, Row, RowAt, Take, What,
};
use crate::model::{CandidateId, Message};

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The row is taken with what is asked on record.
    Accept(RowAt),
    /// The row is left out, or taken after all.
    Leave(RowAt, bool),
    /// The row is somebody of the book.
    Same(RowAt, CandidateId),
    /// An organisation is made under the words of the file.
    NewBody(String),
    /// All organisations that the book lacks are made.
    NewBodies,
    /// Which organisation the words of the file mean; without words that of rows that name none.
    ChooseBody(Option<String>),
    /// What "the day of joining the Party" is.
    Day(AsDay),
    /// Which comes first in dates.
    Order(DayOrder),
    /// What becomes of names in capitals.
    Capitals(Capitals),
    /// The year of the quotas is typed.
    TypeYear,
    /// The plan of the quotas is chosen.
    ChooseTrack,
    /// What stands where the file and the book differ.
    Take(Differing, Take),
}

/// Answers that are offered, and the selected one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// The answers.
    pub answers: Vec<Answer>,
    /// The selected one.
    pub at: usize,
}

/// What can be answered to one thing that is asked or told of a row.
fn to(issue: Issue, row: &Row, options: &Options) -> Vec<Answer> {
    let at = || RowAt::of(row);
    match issue {
        Issue::UnknownUnit => {
            let words = row.unit.clone();
            let new = words.clone().map(Answer::NewBody);
            let choose = Answer::ChooseBody(words);
            new.into_iter().chain([choose, Answer::NewBodies]).collect()
        }
        Issue::NoUnit => vec![Answer::ChooseBody(None)],
        Issue::WhichDay => [AsDay::Decision, AsDay::Ceremony].map(Answer::Day).to_vec(),
        Issue::AmericanDate => vec![Answer::Order(DayOrder::MonthFirst), Answer::Accept(at())],
        Issue::AmbiguousDay => {
            let orders = [DayOrder::DayFirst, DayOrder::MonthFirst].into_iter();
            let other = orders.filter(|order| options.dates != Some(*order));
            other.map(Answer::Order).collect()
        }
        Issue::Capitals => vec![Answer::Capitals(Capitals::Lower)],
        Issue::PossibleTwin => {
            let perhaps = match &row.what {
                What::Person(person) => &person.perhaps[..],
                What::Quota(_) | What::Nothing => &[],
            };
            let same = perhaps.iter().map(|id| Answer::Same(at(), id.clone()));
            same.chain([Answer::Accept(at())]).collect()
        }
        Issue::StepNeedsDay
        | Issue::ShortId
        | Issue::StepsOrder
        | Issue::Unreadable
        | Issue::FutureDay => vec![Answer::Accept(at())],
        Issue::NoYear => vec![Answer::TypeYear],
        Issue::NoTrack => vec![Answer::ChooseTrack],
        Issue::UnknownTrack => vec![Answer::ChooseTrack, Answer::NewBodies],
        Issue::Differs => differences(row),
        Issue::NoTarget
        | Issue::NoBirth
        | Issue::ShortPhone
        | Issue::NameNote
        | Issue::HiddenRow
        | Issue::SumDiffers
        | Issue::Numbering
        | Issue::Section
        | Issue::Total
        | Issue::Note
        | Issue::Signature
        | Issue::NoName
        | Issue::Refused => Vec::new(),
    }
}

/// Of a row that says otherwise than the book: all of it, field by field, the field of all rows, and
/// everything.
fn differences(row: &Row) -> Vec<Answer> {
    let at = || Some(RowAt::of(row));
    let fields: Vec<&str> = row.differing().collect();
    let own = |row: Option<RowAt>, field: &&str| Differing {
        row,
        field: Some((*field).to_owned()),
    };
    let mut where_to = vec![Differing {
        row: at(),
        field: None,
    }];
    if fields.len() > 1 {
        where_to.extend(fields.iter().map(|field| own(at(), field)));
    }
    where_to.extend(fields.iter().map(|field| own(None, field)));
    where_to.push(Differing::default());
    let both = |differing: Differing| {
        [Take::File, Take::Book].map(|take| Answer::Take(differing.clone(), take))
    };
    where_to.into_iter().flat_map(both).collect()
}

/// What can be answered to what is asked and told of a row; first what it waits for.
pub(super) fn answers(row: &Row, options: &Options) -> Vec<Answer> {
    let left = options.leaves(row);
    let mut all: Vec<Answer> = Vec::new();
    if row.what == What::Nothing {
        return all;
    }
    if !left {
        let waits = |problem: &&Problem| problem.code.asks();
        let (asked, told): (Vec<_>, Vec<_>) = row.problems.iter().partition(waits);
        let problems = asked.into_iter().chain(told);
        for answer in problems.flat_map(|problem| to(problem.code, row, options)) {
            if !all.contains(&answer) {
                all.push(answer);
            }
        }
    }
    all.push(Answer::Leave(RowAt::of(row), !left));
    all
}

/// Puts a value to the others of the same, in place of what was said of it before.
pub(super) fn say<K: PartialEq, V>(said: &mut Vec<(K, V)>, key: K, value: V) {
    said.retain(|(own, _)| *own != key);
    said.push((key, value));
}

fn turn(rows: &mut Vec<RowAt>, at: RowAt, on: bool) {
    rows.retain(|row| *row != at);
    if on {
        rows.push(at);
    }
}

/// What an answer sets; none where something is still to be chosen or typed.
pub(super) fn set(options: &mut Options, answer: Answer) -> Option<Answer> {
    match answer {
        Answer::Accept(at) => turn(&mut options.accept, at, true),
        Answer::Leave(at, out) => turn(&mut options.leave, at, out),
        Answer::Same(at, id) => say(&mut options.same, at, id),
        Answer::NewBody(words) => say(&mut options.bodies, words, Body::New),
        Answer::NewBodies => options.new_units = true,
        Answer::Day(day) => options.as_day = Some(day),
        Answer::Order(order) => options.dates = Some(order),
        Answer::Capitals(capitals) => options.capitals = capitals,
        Answer::Take(at, take) => say(&mut options.takes, at, take),
        Answer::ChooseBody(_) | Answer::TypeYear | Answer::ChooseTrack => return Some(answer),
    }
    None
}

impl Answer {
    /// In words. `field` says what a field is called, `person` who somebody of the book is.
    pub fn message(
        &self,
        field: impl Fn(&str) -> crate::model::Arg,
        person: impl Fn(&CandidateId) -> String,
    ) -> Message {
        match self {
            Self::Accept(_) => Message::info("taking.accept"),
            Self::Leave(_, true) => Message::info("taking.leave"),
            Self::Leave(_, false) => Message::info("taking.leave-not"),
            Self::Same(_, id) => Message::info("taking.same").with("name", person(id)),
            Self::NewBody(words) => Message::info("taking.new-body").with("unit", words.as_str()),
            Self::NewBodies => Message::info("taking.new-bodies"),
            Self::ChooseBody(Some(words)) => {
                Message::info("taking.choose-body").with("unit", words.as_str())
            }
            Self::ChooseBody(None) => Message::info("taking.choose-body-of-all"),
            Self::Day(AsDay::Decision) => Message::info("taking.day-decision"),
            Self::Day(AsDay::Ceremony) => Message::info("taking.day-ceremony"),
            Self::Order(DayOrder::DayFirst) => Message::info("taking.day-first"),
            Self::Order(DayOrder::MonthFirst) => Message::info("taking.month-first"),
            Self::Capitals(Capitals::Lower) => Message::info("taking.capitals-lower"),
            Self::Capitals(Capitals::Keep) => Message::info("taking.capitals-keep"),
            Self::TypeYear => Message::info("taking.type-year"),
            Self::ChooseTrack => Message::info("taking.choose-track"),
            Self::Take(Differing { row, field: of }, take) => {
                let key = match (row.is_some(), of.is_some(), take) {
                    (true, false, Take::File) => "taking.row-file",
                    (true, false, Take::Book) => "taking.row-book",
                    (true, true, Take::File) => "taking.field-file",
                    (true, true, Take::Book) => "taking.field-book",
                    (false, true, Take::File) => "taking.column-file",
                    (false, true, Take::Book) => "taking.column-book",
                    (false, false, Take::File) => "taking.all-file",
                    (false, false, Take::Book) => "taking.all-book",
                };
                let message = Message::info(key);
                match of {
                    Some(of) => message.with("field", field(of)),
                    None => message,
                }
            }
        }
    }
}
