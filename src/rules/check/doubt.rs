//! What is typed and perhaps not meant: garbled letters, numbers that do not fit their bearer.

use crate::model::letters::{Letters, garbled};
use crate::model::{Book, Candidate, CandidateId, Change, Message, Refusal, Sex};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Something doubtful about a number of a person.
pub(in crate::rules) struct Doubt {
    /// What kind, a stable word.
    pub(in crate::rules) code: &'static str,
    /// It is no number of its kind, so that it is not taken at all.
    pub(in crate::rules) wrong: bool,
    /// The sentence, without anybody's data.
    pub(in crate::rules) message: Message,
}

/// The most characters of a text that are repeated in a sentence.
const REPEATED: usize = 120;

/// The most digits that a telephone number has anywhere.
const PHONE_DIGITS: usize = 15;

fn shortened(text: String) -> String {
    match text.char_indices().nth(REPEATED) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// The words for how a text's letters were garbled.
pub(in crate::rules) fn looks_key(looks: Option<Letters>) -> &'static str {
    match looks {
        Some(Letters::Utf8) => "letters.utf-8",
        Some(Letters::Tcvn3) => "letters.tcvn3",
        Some(Letters::Vni) => "letters.vni",
        Some(Letters::Windows1258) => "letters.windows-1258",
        None => "letters.lost",
    }
}

/// Asks about typed texts that look garbled, as they were typed: tidying takes away what tells it.
pub fn ask_letters<'a>(typed: impl IntoIterator<Item = &'a str>) -> Result<(), Refusal> {
    let doubts = typed.into_iter().filter_map(|text| {
        let found = garbled(text)?;
        let looks = crate::model::Arg::Key(looks_key(found.looks));
        Some(match found.perhaps {
            Some(perhaps) => Message::warning("doubt.letters")
                .with("looks", looks)
                .with("perhaps", shortened(perhaps)),
            None => Message::warning("doubt.lost-letters").with("looks", looks),
        })
    });
    let doubts: Vec<Message> = doubts.collect();
    if doubts.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Doubtful(doubts))
    }
}

/// The digits of a number that people write in groups; none where it holds anything else.
fn digits(number: &str, between: &[char]) -> Option<String> {
    let digits: String = number.chars().filter(|c| !between.contains(c)).collect();
    let pure = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    pure.then_some(digits)
}

const BETWEEN: [char; 3] = [' ', '.', '-'];

/// The digits of an identity number.
pub fn id_digits(number: &str) -> Option<String> {
    digits(number, &BETWEEN)
}

fn doubt(key: &'static str, wrong: bool) -> Doubt {
    Doubt {
        code: "id-number",
        wrong,
        message: Message::warning(key),
    }
}

/// What the twelve digits say against the record. The fourth tells century and sex: 0 and 1 are men
/// and women of the 1900s, 2 and 3 of the 2000s, and so on; the two after it the year.
fn disagreements(digits: &[u8], person: &Candidate, today: NaiveDate) -> Vec<Doubt> {
    let at = |place: usize| i32::from(digits[place] - b'0');
    let year = 1900 + at(3) / 2 * 100 + at(4) * 10 + at(5);
    let sex = if at(3) % 2 == 0 {
        Sex::Male
    } else {
        Sex::Female
    };
    let mut found = Vec::new();
    if year > today.year() {
        found.push(doubt("doubt.id-ahead", false));
    } else if person.born.is_some_and(|born| born.year() != year) {
        found.push(doubt("doubt.id-year", false));
    }
    if person.sex.is_some_and(|known| known != sex) {
        found.push(doubt("doubt.id-sex", false));
    }
    found
}

/// How many zeros before the number make it agree with a birth and a sex that are both known.
pub fn lost_zeros(digits: &str, person: &Candidate, today: NaiveDate) -> Option<usize> {
    let zeros = 12_usize
        .checked_sub(digits.len())
        .filter(|zeros| (1..=2).contains(zeros))?;
    let whole = format!("{}{digits}", "0".repeat(zeros));
    let known = person.born.is_some() && person.sex.is_some();
    (known && disagreements(whole.as_bytes(), person, today).is_empty()).then_some(zeros)
}

fn of_id(person: &Candidate, today: NaiveDate) -> Vec<Doubt> {
    let Some(number) = &person.id_number else {
        return Vec::new();
    };
    let Some(digits) = id_digits(number) else {
        return vec![doubt("doubt.id-letters", true)];
    };
    match digits.len() {
        12 => disagreements(digits.as_bytes(), person, today),
        9 => Vec::new(),
        count => {
            let zeros = lost_zeros(&digits, person, today);
            let key = match zeros {
                Some(_) => "doubt.id-zeros",
                None => "doubt.id-count",
            };
            let mut found = doubt(key, true);
            found.message = found.message.with("count", count);
            if let Some(zeros) = zeros {
                found.message = found.message.with("zeros", zeros);
            }
            vec![found]
        }
    }
}

fn of_phone(person: &Candidate) -> Vec<Doubt> {
    let Some(number) = &person.phone else {
        return Vec::new();
    };
    let between = [BETWEEN.as_slice(), &['(', ')']].concat();
    let abroad = number.trim_start_matches('+');
    let (key, wrong, count) = match digits(abroad, &between) {
        None => ("doubt.phone-letters", true, 0),
        Some(digits) => match (digits.len(), digits.as_bytes()[0]) {
            (10, _) => return Vec::new(),
            (9, b'1'..=b'9') => ("doubt.phone-zero", false, 9),
            (count, _) => ("doubt.phone-count", count > PHONE_DIGITS, count),
        },
    };
    vec![Doubt {
        code: "phone",
        wrong,
        message: Message::warning(key).with("count", count),
    }]
}

/// Everything doubtful about the numbers of a person.
pub(in crate::rules) fn doubts(person: &Candidate, today: NaiveDate) -> Vec<Doubt> {
    let mut found = of_id(person, today);
    found.extend(of_phone(person));
    found
}

/// The people whom a change sets fields of, as they will be; those who are new among them.
fn people_after(book: &Book, change: &Change, found: &mut BTreeMap<CandidateId, Candidate>) {
    match change {
        Change::AddCandidate(_, person) => {
            found.insert(person.id.clone(), Candidate::clone(person));
        }
        Change::SetCandidate(id, field) => {
            let known = book.candidate(id).map(|(_, person)| person);
            if let Some(known) = known {
                let person = found.entry(id.clone()).or_insert_with(|| known.clone());
                field.clone().put(person);
            }
        }
        Change::Many(all) => all.iter().for_each(|one| people_after(book, one, found)),
        _ => {}
    }
}

/// Asks about numbers that a change makes doubtful: one that is no number of its kind is refused,
/// one that disagrees with the record is taken if it is meant.
pub fn ask_numbers(
    book: &Book,
    change: &Change,
    today: NaiveDate,
    as_typed: bool,
) -> Result<(), Refusal> {
    let mut people = BTreeMap::new();
    people_after(book, change, &mut people);
    let mut asked = Vec::new();
    for (id, person) in &people {
        let before = book.candidate(id).map(|(_, person)| person);
        let id_as_before = before.is_some_and(|old| {
            (&old.id_number, old.born, old.sex) == (&person.id_number, person.born, person.sex)
        });
        let phone_as_before = before.is_some_and(|old| old.phone == person.phone);
        // A number from before that is none stays to be mended; a birth typed beside it is taken.
        let number_as_before = before.is_some_and(|old| old.id_number == person.id_number);
        let mut found = Vec::new();
        if !id_as_before {
            let all = of_id(person, today).into_iter();
            found.extend(all.filter(|doubt| !(doubt.wrong && number_as_before)));
        }
        if !phone_as_before {
            found.extend(of_phone(person));
        }
        for doubt in found {
            if doubt.wrong {
                return Err(Refusal::Malformed(Box::new(doubt.message)));
            }
            asked.push(doubt.message);
        }
    }
    if as_typed || asked.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Doubtful(asked))
    }
}
