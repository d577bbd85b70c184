//! Values that are typed as one: read as text, and made of text.

use crate::model::date::{parse_loose, show};
use crate::model::fold::fold;
use crate::model::{Code, Refusal, Sex};
use chrono::NaiveDate;

/// A value that can be typed.
pub(super) trait Typed: Sized {
    /// The value as it would be typed; empty where nothing is known.
    fn read(&self) -> String;

    /// The value of a tidy text; an empty one clears it.
    fn parse(text: String, today: NaiveDate) -> Result<Self, Refusal>;

    /// Hides all but its end, of a value that has one.
    fn mask(&mut self) {}
}

impl Typed for String {
    fn read(&self) -> String {
        self.clone()
    }

    fn parse(text: String, _: NaiveDate) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Err(Refusal::Empty);
        }
        Ok(text)
    }
}

impl Typed for Option<String> {
    fn read(&self) -> String {
        self.clone().unwrap_or_default()
    }

    fn parse(text: String, _: NaiveDate) -> Result<Self, Refusal> {
        Ok((!text.is_empty()).then_some(text))
    }

    fn mask(&mut self) {
        *self = self.as_deref().map(masked);
    }
}

/// A day that is known: not one to come.
impl Typed for Option<NaiveDate> {
    fn read(&self) -> String {
        self.map(show).unwrap_or_default()
    }

    fn parse(text: String, today: NaiveDate) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(None);
        }
        let day = parse_loose(&text, today)?;
        if day > today {
            return Err(Refusal::Future(day));
        }
        Ok(Some(day))
    }
}

impl Typed for Option<Sex> {
    fn read(&self) -> String {
        let word = self.map_or("", |sex| match sex {
            Sex::Male => "nam",
            Sex::Female => "nữ",
        });
        word.to_owned()
    }

    fn parse(text: String, _: NaiveDate) -> Result<Self, Refusal> {
        match fold(&text).as_str() {
            "" => Ok(None),
            "nam" | "male" | "m" => Ok(Some(Sex::Male)),
            "nu" | "female" | "f" => Ok(Some(Sex::Female)),
            _ => Err(unknown(text, "nam, nữ")),
        }
    }
}

impl Typed for Option<Code> {
    fn read(&self) -> String {
        self.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn parse(text: String, _: NaiveDate) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(None);
        }
        Code::new(&text).map(Some).map_err(|_| unknown(text, ""))
    }
}

impl Typed for Option<bool> {
    fn read(&self) -> String {
        let word = self.map_or("", |yes| if yes { "có" } else { "không" });
        word.to_owned()
    }

    fn parse(text: String, _: NaiveDate) -> Result<Self, Refusal> {
        match fold(&text).as_str() {
            "" => Ok(None),
            "co" | "yes" | "true" | "x" => Ok(Some(true)),
            "khong" | "no" | "false" => Ok(Some(false)),
            _ => Err(unknown(text, "có, không")),
        }
    }
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
