//! The single-valued fields of a candidate: read as text, and set from text.

use super::CandidateField;
use crate::model::date::{parse_loose, show};
use crate::model::name::{NAME_LIMIT, fold, tidy};
use crate::model::{Candidate, Code, Refusal, Sex};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A field that holds one value and can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ScalarField {
    Name,
    Born,
    Sex,
    Ethnicity,
    Religion,
    Schooling,
    Profession,
    Occupation,
    Residence,
    Source,
    YouthUnion,
    IdNumber,
    Phone,
}

impl ScalarField {
    /// All of them, in the order of a dossier.
    pub const ALL: [Self; 13] = [
        Self::Name,
        Self::Born,
        Self::Sex,
        Self::Ethnicity,
        Self::Religion,
        Self::Schooling,
        Self::Profession,
        Self::Occupation,
        Self::Residence,
        Self::Source,
        Self::YouthUnion,
        Self::IdNumber,
        Self::Phone,
    ];

    /// The field's name in files and in `ketnap set`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Born => "born",
            Self::Sex => "sex",
            Self::Ethnicity => "ethnicity",
            Self::Religion => "religion",
            Self::Schooling => "schooling",
            Self::Profession => "profession",
            Self::Occupation => "occupation",
            Self::Residence => "residence",
            Self::Source => "source",
            Self::YouthUnion => "youth_union",
            Self::IdNumber => "id_number",
            Self::Phone => "phone",
        }
    }

    /// Whether only its end is shown until somebody asks for the whole: a screen is seen by many.
    pub fn is_masked(self) -> bool {
        matches!(self, Self::IdNumber | Self::Phone)
    }

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Name => "field.name",
            Self::Born => "field.born",
            Self::Sex => "field.sex",
            Self::Ethnicity => "field.ethnicity",
            Self::Religion => "field.religion",
            Self::Schooling => "field.schooling",
            Self::Profession => "field.profession",
            Self::Occupation => "field.occupation",
            Self::Residence => "field.residence",
            Self::Source => "field.source",
            Self::YouthUnion => "field.youth-union",
            Self::IdNumber => "field.id-number",
            Self::Phone => "field.phone",
        }
    }

    /// The field of a given name; the refusal names the field.
    pub fn named(key: &str) -> Result<Self, Refusal> {
        Self::ALL
            .into_iter()
            .find(|f| f.key() == key)
            .ok_or_else(|| Refusal::NoField(key.to_owned()))
    }

    /// The value as it would be typed; empty where nothing is known.
    pub fn read(self, person: &Candidate) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::Name => person.name.clone(),
            Self::Born => person.born.map(show).unwrap_or_default(),
            Self::Sex => match person.sex {
                Some(Sex::Male) => "nam".to_owned(),
                Some(Sex::Female) => "nữ".to_owned(),
                None => String::new(),
            },
            Self::Ethnicity => text(&person.ethnicity),
            Self::Religion => text(&person.religion),
            Self::Schooling => text(&person.schooling),
            Self::Profession => text(&person.profession),
            Self::Occupation => text(&person.occupation),
            Self::Residence => text(&person.residence),
            Self::Source => person
                .source
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            Self::YouthUnion => match person.youth_union {
                Some(true) => "có".to_owned(),
                Some(false) => "không".to_owned(),
                None => String::new(),
            },
            Self::IdNumber => text(&person.id_number),
            Self::Phone => text(&person.phone),
        }
    }

    /// Reads a typed value; an empty one clears the field. Whether a source group is known is
    /// for the rules to say.
    pub fn parse(self, typed: &str, today: NaiveDate) -> Result<CandidateField, Refusal> {
        let value = tidy(typed, NAME_LIMIT)?;
        let text = (!value.is_empty()).then(|| value.clone());
        Ok(match self {
            Self::Name if value.is_empty() => return Err(Refusal::Empty),
            Self::Name => CandidateField::Name(value),
            Self::Born => {
                let born = text.map(|t| parse_loose(&t, today)).transpose()?;
                if let Some(day) = born.filter(|day| *day > today) {
                    return Err(Refusal::Future(day));
                }
                CandidateField::Born(born)
            }
            Self::Sex => CandidateField::Sex(match fold(&value).as_str() {
                "" => None,
                "nam" | "male" | "m" => Some(Sex::Male),
                "nu" | "female" | "f" => Some(Sex::Female),
                _ => return Err(unknown(value, "nam, nữ")),
            }),
            Self::Ethnicity => CandidateField::Ethnicity(text),
            Self::Religion => CandidateField::Religion(text),
            Self::Schooling => CandidateField::Schooling(text),
            Self::Profession => CandidateField::Profession(text),
            Self::Occupation => CandidateField::Occupation(text),
            Self::Residence => CandidateField::Residence(text),
            Self::Source => CandidateField::Source(
                text.map(|t| Code::new(&t).map_err(|_| unknown(value, "")))
                    .transpose()?,
            ),
            Self::YouthUnion => CandidateField::YouthUnion(match fold(&value).as_str() {
                "" => None,
                "co" | "yes" | "true" | "x" => Some(true),
                "khong" | "no" | "false" => Some(false),
                _ => return Err(unknown(value, "có, không")),
            }),
            Self::IdNumber => CandidateField::IdNumber(text),
            Self::Phone => CandidateField::Phone(text),
        })
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
