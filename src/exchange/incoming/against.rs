//! One value of a row against what the book has of the person: the same, nothing yet, or something else.

use crate::model::import::{Given, Person};
use crate::model::{
    Candidate, Guide, Letter, PartialDay, Place, ScalarField, search_key, show_date,
};
use crate::rules::form_and_part;
use crate::rules::on_record as of_book;
use crate::rules::{Known, id_digits};

/// What the book has of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Against {
    /// The same.
    Same,
    /// Nothing.
    Lacks,
    /// Something else, as it would be typed.
    Differs(String),
}

impl Against {
    /// Of what the book has, the same or not; nothing where it has nothing.
    fn of<T>(
        book: Option<T>,
        same: impl FnOnce(&T) -> bool,
        show: impl FnOnce(T) -> String,
    ) -> Self {
        match book {
            None => Self::Lacks,
            Some(book) if same(&book) => Self::Same,
            Some(book) => Self::Differs(show(book)),
        }
    }
}

/// A day of the file against a day of the book; what the book knows as well or better is the same.
fn day(book: Option<PartialDay>, given: &Given) -> Against {
    let same = |book: &PartialDay| match given {
        Given::Day(day) => {
            day == book || (day.day().is_none() && day.meets(*book) && knows_more(*book, *day))
        }
        _ => false,
    };
    Against::of(book, same, PartialDay::show)
}

/// Whether of the first day more is known than of the second.
fn knows_more(book: PartialDay, given: PartialDay) -> bool {
    (book.day().is_some() && given.day().is_none())
        || (book.month().is_some() && given.month().is_none())
}

fn scalar(person: &Candidate, field: ScalarField, given: &Given, known: Known<'_>) -> Against {
    let spellings = &known.rules.spellings;
    let book = field
        .is_known(person)
        .then(|| field.read(person, spellings));
    if let (Given::Day(_), Ok(read)) = (
        given,
        PartialDay::parse(book.as_deref().unwrap_or_default(), known.today, spellings),
    ) {
        return day(Some(read), given);
    }
    let plain = |text: &str| match field {
        ScalarField::IdNumber => id_digits(text).unwrap_or_else(|| text.to_owned()),
        ScalarField::Phone => text
            .chars()
            .filter(|c| !matches!(c, ' ' | '.' | '-'))
            .collect(),
        _ => text.to_owned(),
    };
    Against::of(
        book,
        |book| plain(book) == plain(&given.to_string()),
        |book| book,
    )
}

fn step(person: &Candidate, stage: &str, given: &Given) -> Against {
    let mut steps = person
        .steps
        .iter()
        .filter(|step| matches!(&step.to, Place::Stage(at) if at.as_str() == stage));
    let days: Vec<_> = steps.by_ref().map(|step| step.on).collect();
    let same = |days: &Vec<chrono::NaiveDate>| match given {
        Given::Day(given) => days.iter().any(|day| given.day() == Some(*day)),
        _ => false,
    };
    let last =
        |days: Vec<chrono::NaiveDate>| days.last().map(|day| show_date(*day)).unwrap_or_default();
    Against::of((!days.is_empty()).then_some(days), same, last)
}

/// A value of which a record has one at the most, as a list would give it.
fn only(book: Option<Given>, given: &Given) -> Against {
    match book {
        None => Against::Lacks,
        Some(Given::Day(book)) => day(Some(book), given),
        Some(Given::Text(book)) => {
            Against::of(Some(book), |book| *book == given.to_string(), |book| book)
        }
        Some(book @ Given::Number(_)) => {
            Against::of(Some(book), |book| book == given, |book| book.to_string())
        }
    }
}

/// Whether a key asks of a paper only that it is there, and it is.
fn is_there(person: &Candidate, key: &str) -> bool {
    let Some((form, "")) = key.strip_prefix("paper.").map(form_and_part) else {
        return false;
    };
    let mut papers = person.papers.iter();
    papers.any(|paper| paper.form.as_str() == form)
}

/// The helpers that a row names.
fn named(row: &Person) -> Vec<String> {
    let names = row.fields.get("helper.name").map(Given::to_string);
    let names = names.unwrap_or_default();
    names
        .split("; ")
        .map(search_key)
        .filter(|name| !name.is_empty())
        .collect()
}

fn helper(person: &Candidate, part: &str, given: &Given, row: &Person) -> Against {
    if person.helpers.is_empty() {
        return Against::Lacks;
    }
    let names = named(row);
    let of_name = |name: &String| {
        person
            .helpers
            .iter()
            .rev()
            .find(|guide| search_key(&guide.name) == *name)
    };
    if part == "name" {
        let shown = |guides: &Vec<Guide>| {
            guides
                .iter()
                .map(|guide| guide.name.clone())
                .collect::<Vec<_>>()
                .join("; ")
        };
        let all = names.iter().all(|name| of_name(name).is_some());
        return if all {
            Against::Same
        } else {
            Against::Differs(shown(&person.helpers))
        };
    }
    let guide = names.iter().find_map(of_name).or(person.helper());
    day(guide.and_then(|guide| guide.from), given)
}

fn letter(person: &Candidate, part: &str, given: &Given, row: &Person) -> Against {
    let place = row.fields.get("letter.place").map(Given::to_string);
    let place = place.as_deref().map(search_key);
    let of_place = |letter: &&Letter| {
        place
            .as_ref()
            .is_none_or(|place| search_key(&letter.place) == *place)
    };
    let Some(letter) = person.letters.iter().find(of_place) else {
        return Against::Lacks;
    };
    match part {
        "sent" => day(letter.sent.map(PartialDay::from), given),
        "answered" => day(letter.answered.map(PartialDay::from), given),
        _ => Against::Same,
    }
}

/// A value of a row, by the name of its field, against the person of the book.
pub(super) fn against(
    person: &Candidate,
    key: &str,
    given: &Given,
    row: &Person,
    known: Known<'_>,
) -> Against {
    if let Ok(field) = ScalarField::named(key) {
        return scalar(person, field, given, known);
    }
    let text_of_row = given.to_string();
    match key.split_once('.') {
        Some(("steps", stage)) => step(person, stage, given),
        Some(("paper", _)) if is_there(person, key) => Against::Same,
        Some(("paper" | "vote" | "card", _)) => only(of_book(known, person, key), given),
        Some(("helper", part)) => helper(person, part, given, row),
        Some(("letter", part)) => letter(person, part, given, row),
        _ if key == "cause" => {
            let causes = person.causes.iter();
            let has = causes
                .clone()
                .any(|cause| cause.code.as_str() == text_of_row);
            if has { Against::Same } else { Against::Lacks }
        }
        _ => {
            let notes = &person.notes;
            let all: Vec<&str> = notes.iter().map(|note| &*note.text).collect();
            let has = all.contains(&&*text_of_row) || all.join("; ") == text_of_row;
            let last = (!has).then(|| notes.last()).flatten();
            match (has, last) {
                (true, _) => Against::Same,
                (false, None) => Against::Lacks,
                (false, Some(last)) => Against::Differs(last.text.clone()),
            }
        }
    }
}
