//! Values that are typed as one: read as text, and made of text.

use crate::model::date::{parse_loose, show};
use crate::model::fold::fold;
use crate::model::{Code, MeetingDay, PartialDay, Refusal, Sex, Spelling, Spellings};
use chrono::{NaiveDate, Weekday};

/// The largest number that can be typed.
const MOST: u32 = 99_999;

/// A value that can be typed.
pub(super) trait Typed: Sized {
    /// The row of the text files that asks for it: the field by name, and what may be typed.
    const ASKED: &'static str;

    /// The value as it would be typed; empty where nothing is known.
    fn read(&self, spellings: &Spellings) -> String;

    /// Whether it is known.
    fn is_known(&self) -> bool;

    /// The value of a tidy text; an empty one clears it.
    fn parse(text: String, today: NaiveDate, spellings: &Spellings) -> Result<Self, Refusal>;

    /// Hides all but its end, of a value that has one.
    fn mask(&mut self) {}
}

impl Typed for String {
    const ASKED: &'static str = "ask.text";

    fn read(&self, _: &Spellings) -> String {
        self.clone()
    }

    fn is_known(&self) -> bool {
        !self.is_empty()
    }

    fn parse(text: String, _: NaiveDate, _: &Spellings) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Err(Refusal::Empty);
        }
        Ok(text)
    }
}

impl Typed for Option<String> {
    const ASKED: &'static str = "ask.text-or-none";

    fn read(&self, _: &Spellings) -> String {
        self.clone().unwrap_or_default()
    }

    fn is_known(&self) -> bool {
        self.as_ref().is_some_and(|text| !text.is_empty())
    }

    fn parse(text: String, _: NaiveDate, _: &Spellings) -> Result<Self, Refusal> {
        Ok((!text.is_empty()).then_some(text))
    }

    fn mask(&mut self) {
        *self = self.as_deref().map(masked);
    }
}

/// A day of an organisation, also one to come.
impl Typed for Option<NaiveDate> {
    const ASKED: &'static str = "ask.day";

    fn read(&self, _: &Spellings) -> String {
        self.map(show).unwrap_or_default()
    }

    fn is_known(&self) -> bool {
        self.is_some()
    }

    fn parse(text: String, today: NaiveDate, spellings: &Spellings) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(None);
        }
        parse_loose(&text, today, spellings).map(Some)
    }
}

/// A day of a person's life, as far as it is known: not one to come.
impl Typed for Option<PartialDay> {
    const ASKED: &'static str = "ask.partial-day";

    fn read(&self, _: &Spellings) -> String {
        self.map(PartialDay::show).unwrap_or_default()
    }

    fn is_known(&self) -> bool {
        self.is_some()
    }

    fn parse(text: String, today: NaiveDate, spellings: &Spellings) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(None);
        }
        let day = PartialDay::parse(&text, today, spellings)?;
        if day.first() > today {
            return Err(Refusal::Future(day.first()));
        }
        Ok(Some(day))
    }
}

impl Typed for Option<u32> {
    const ASKED: &'static str = "ask.number";

    fn read(&self, _: &Spellings) -> String {
        self.map(|number| number.to_string()).unwrap_or_default()
    }

    fn is_known(&self) -> bool {
        self.is_some()
    }

    fn parse(text: String, _: NaiveDate, _: &Spellings) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse().ok().filter(|number| *number <= MOST);
        let (least, most) = (0, MOST.into());
        let refused = Refusal::NotANumber { least, most };
        number.map(Some).ok_or(refused)
    }
}

/// Names, one behind the other with a semicolon between.
impl Typed for Vec<String> {
    const ASKED: &'static str = "ask.names";

    fn read(&self, _: &Spellings) -> String {
        self.join("; ")
    }

    fn is_known(&self) -> bool {
        !self.is_empty()
    }

    fn parse(text: String, _: NaiveDate, _: &Spellings) -> Result<Self, Refusal> {
        let mut names: Vec<String> = Vec::new();
        for name in text.split(';').map(str::trim) {
            if !name.is_empty() && names.iter().all(|known| known != name) {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }
}

/// `5` for the fifth of each month, `2 T7` for its second Saturday; the fifth stands for the last.
impl Typed for Option<MeetingDay> {
    const ASKED: &'static str = "ask.meets";

    fn read(&self, spellings: &Spellings) -> String {
        match self {
            None => String::new(),
            Some(MeetingDay::Day(day)) => day.to_string(),
            Some(MeetingDay::Week(nth, day)) => {
                let word = &spellings.weekdays[day.num_days_from_monday() as usize];
                format!("{nth} {}", word.first())
            }
        }
    }

    fn is_known(&self) -> bool {
        self.is_some()
    }

    fn parse(text: String, _: NaiveDate, spellings: &Spellings) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(None);
        }
        let (number, word) = text.split_once(' ').unwrap_or((&text, ""));
        let word = fold(word.trim());
        let mut days = (0_u8..).zip(&spellings.weekdays);
        let day = days.find(|(_, spelling)| spelling.is(&word));
        let day = day.and_then(|(at, _)| Weekday::try_from(at).ok());
        let known = || {
            let words = spellings.weekdays.iter().map(Spelling::first);
            words.collect::<Vec<_>>().join(", ")
        };
        let Ok(number) = number.parse() else {
            return Err(unknown(text, &known()));
        };
        match (word.is_empty(), day) {
            (true, _) => Ok(Some(MeetingDay::Day(number))),
            (false, Some(day)) => Ok(Some(MeetingDay::Week(number, day))),
            (false, None) => Err(unknown(text, &known())),
        }
    }
}

impl Typed for Option<Sex> {
    const ASKED: &'static str = "ask.sex";

    fn read(&self, spellings: &Spellings) -> String {
        let word = self.map_or("", |sex| match sex {
            Sex::Male => spellings.male.first(),
            Sex::Female => spellings.female.first(),
        });
        word.to_owned()
    }

    fn is_known(&self) -> bool {
        self.is_some()
    }

    fn parse(text: String, _: NaiveDate, spellings: &Spellings) -> Result<Self, Refusal> {
        one_of(
            text,
            [
                (&spellings.male, Sex::Male),
                (&spellings.female, Sex::Female),
            ],
        )
    }
}

impl Typed for Option<Code> {
    const ASKED: &'static str = "ask.text-or-none";

    fn read(&self, _: &Spellings) -> String {
        self.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn is_known(&self) -> bool {
        self.is_some()
    }

    fn parse(text: String, _: NaiveDate, _: &Spellings) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(None);
        }
        Code::new(&text).map(Some).map_err(|_| unknown(text, ""))
    }
}

impl Typed for Option<bool> {
    const ASKED: &'static str = "ask.yes-or-no";

    fn read(&self, spellings: &Spellings) -> String {
        let word = |yes| if yes { &spellings.yes } else { &spellings.no };
        let word = self.map_or("", |yes| word(yes).first());
        word.to_owned()
    }

    fn is_known(&self) -> bool {
        self.is_some()
    }

    fn parse(text: String, _: NaiveDate, spellings: &Spellings) -> Result<Self, Refusal> {
        one_of(text, [(&spellings.yes, true), (&spellings.no, false)])
    }
}

/// The value that a text is a word for.
fn one_of<T: Copy>(text: String, values: [(&Spelling, T); 2]) -> Result<Option<T>, Refusal> {
    let folded = fold(&text);
    if folded.is_empty() {
        return Ok(None);
    }
    let found = values.iter().find(|(spelling, _)| spelling.is(&folded));
    let known = || values.map(|(spelling, _)| spelling.first()).join(", ");
    found
        .map(|(_, value)| Some(*value))
        .ok_or_else(|| unknown(text, &known()))
}

fn unknown(given: String, known: &str) -> Refusal {
    Refusal::Unknown {
        given,
        known: known.to_owned(),
    }
}

/// All but the end of a number hidden: three characters, of a short one fewer.
pub fn masked(number: &str) -> String {
    let count = number.chars().count();
    let end = (count / 3).min(3);
    let shown = |(at, c)| if at + end < count { '•' } else { c };
    number.chars().enumerate().map(shown).collect()
}
