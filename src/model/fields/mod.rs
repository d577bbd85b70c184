//! One table of the fields of a candidate and one of those of an organisation: what is to be known of a field stands in its row.
//!
//! # How to add a field
//!
//! 1. The struct and its `new` (`model/candidate.rs`, `model/unit.rs`), with `#[serde(default, …)]`
//!    so that files without it are read as before. Its place there is its place in files.
//! 2. A row of the table in `fields/candidate.rs` or `fields/unit.rs`: variant and type, the field,
//!    the row of the text files that names it, how two versions of it are merged, what it must be,
//!    and, where it is typed as one value, whether it is shown in full.
//! 3. Its words in both files of `config/text`.
//! 4. A candidate's in `model/anonymous.rs`: whether it stays when the person goes.
//! 5. A value of it in a golden book (`tests/fixtures/golden`); a text also in the book that the
//!    tests fill with what must not reach a terminal.
//!
//! A new type of a value also says what stands in it: its texts (`fields/texts.rs`), lists that keep
//! room (`model/fit.rs`), of a list's entries which are the same one (`fields/rows.rs`), of a value
//! that is typed how it is read (`fields/typed.rs`). What is not one typed value is said in
//! `src/words` and has rows of its own on the sheet. What is forgotten does not compile, or a test of
//! `tests/suite/golden`, `words` or `inert` names it.

/// The table of a record's fields. From it come the enum of a field with its value, and all that is
/// done with every field: named, put in, compared, merged, checked, looked through, shrunk.
///
/// A row is `Variant(Type) => field, "row of the text files", how it merges, what it must be;`. It
/// merges like one of the functions of `rows.rs`: `whole` as one thing, `rows` entry by entry,
/// `chain` like the steps of a way. What it must be is asked of the value and the whole record.
/// Rows under `typed` end in `open` or `masked`: see `typed!`. How a value stands in undo values of
/// an earlier format is said before its row.
///
/// `beside` are the fields that no change sets, and what stands there after a merge; `tied` are
/// those that hold each other, so that they are sound or contested together.
macro_rules! fields {
    (
        $(#[$doc:meta])*
        $name:ident of $record:ident, beside $beside:tt, tied $tied:tt;
        typed $scalar:ident { $($typed:tt)* }
        more { $($more:tt)* }
    ) => {
        fields! {
            $(#[$doc])*
            $name of $record, beside $beside, tied $tied;
            more { $($typed)* $($more)* }
        }
        typed! { $scalar of $name, $record; $($typed)* }
    };
    (
        $(#[$doc:meta])*
        $name:ident of $record:ident,
        beside ($($beside:ident: $rest:expr),*), tied ($($tied:ident),*);
        more {$(
            $(#[$stored:meta])*
            $variant:ident($type:ty) => $field:ident, $words:literal, $merge:ident,
            $check:expr $(, $shown:ident)?;
        )*}
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs)]
        pub enum $name {
            $($(#[$stored])* $variant($type),)*
        }

        impl $name {
            /// The names of all fields, as they stand in files, each with the row of the text files
            /// that names it.
            pub const WORDS: &'static [(&'static str, &'static str)] = &[$((stringify!($field), $words),)*];

            /// All fields of a record, in the order of the table.
            pub fn all(record: &$record) -> Vec<Self> {
                vec![$(Self::$variant(record.$field.clone()),)*]
            }

            /// The field's name, as it stands in files, journals and `ketnap set`.
            pub fn key(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($field),)*
                }
            }

            /// The row of the text files that names it.
            pub fn text_key(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $words,)*
                }
            }

            /// Puts the value into a record that is no part of a book.
            pub fn put(self, record: &mut $record) {
                self.swap(record);
            }

            /// Puts the value in and gives the old one back.
            pub(in crate::model) fn swap(self, record: &mut $record) -> Self {
                match self {
                    $(Self::$variant(value) => {
                        Self::$variant(std::mem::replace(&mut record.$field, value))
                    })*
                }
            }

            /// What this value must be on its own, and beside the record's other fields.
            pub(in crate::model) fn check(
                &self,
                record: &$record,
            ) -> Result<(), crate::model::Refusal> {
                match self {
                    $(Self::$variant(value) => {
                        let check: super::Check<$type, $record> = $check;
                        check(value, record)
                    })*
                }
            }
        }

        impl super::record::Record for $record {
            type Field = $name;

            const TIED: &'static [&'static str] = &[$(stringify!($tied)),*];

            fn key(field: &$name) -> &'static str {
                field.key()
            }

            fn fields(&self) -> Vec<$name> {
                $name::all(self)
            }

            fn changes(&self, to: &Self) -> Vec<$name> {
                let mut out = Vec::new();
                $(
                    if self.$field != to.$field {
                        out.push($name::$variant(to.$field.clone()));
                    }
                )*
                out
            }

            fn put(&mut self, field: $name) {
                field.swap(self);
            }

            fn checked(&self) -> Vec<(&'static str, Result<(), crate::model::Refusal>)> {
                vec![$((stringify!($field), {
                    let check: super::Check<$type, $record> = $check;
                    check(&self.$field, self)
                }),)*]
            }

            fn texts(&self) -> Vec<(&'static str, &str)> {
                let mut found = Vec::new();
                $(
                    let mut texts = Vec::new();
                    super::texts::Texts::add(&self.$field, &mut texts);
                    found.extend(texts.into_iter().map(|text| (stringify!($field), text)));
                )*
                found
            }

            fn blend(
                base: Option<&Self>,
                mine: &Self,
                theirs: &Self,
            ) -> (Self, Vec<super::record::Contested<$name>>) {
                let mut contested = Vec::new();
                // Written out as a whole, so that a field cannot be left out of the table.
                let value = $record {
                    $($beside: {
                        let rest: fn(&Self) -> _ = $rest;
                        rest(theirs)
                    },)*
                    $($field: {
                        let base = base.map(|base| &base.$field);
                        let merged = super::rows::$merge(base, &mine.$field, &theirs.$field);
                        if let Some(mine) = merged.mine {
                            contested.push(super::record::Contested {
                                base: base.cloned().map($name::$variant),
                                mine: $name::$variant(mine),
                                theirs: $name::$variant(merged.value.clone()),
                            });
                        }
                        merged.value
                    },)*
                };
                (value, contested)
            }
        }

        impl crate::model::fit::Fit for $record {
            fn fit(&mut self) {
                $(crate::model::fit::Fit::fit(&mut self.$beside);)*
                $(crate::model::fit::Fit::fit(&mut self.$field);)*
            }
        }
    };
}

/// The fields of a table that hold one value and can be typed. `open` ones are shown as they are; of
/// `masked` ones the screen shows the end only, until somebody asks for the whole.
macro_rules! typed {
    (
        $scalar:ident of $name:ident, $record:ident;
        $(
            $variant:ident($type:ty) => $field:ident, $words:literal, $merge:ident,
            $check:expr, $shown:ident;
        )*
    ) => {
        /// A field that holds one value and can be typed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs)]
        pub enum $scalar {
            $($variant,)*
        }

        impl $scalar {
            /// All of them, in the order of a dossier.
            pub const ALL: [Self; [$($words),*].len()] = [$(Self::$variant),*];

            /// The field's name in files and in `ketnap set`.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($field),)*
                }
            }

            /// The row of the text files that names it.
            pub fn text_key(self) -> &'static str {
                match self {
                    $(Self::$variant => $words,)*
                }
            }

            /// The question for its value: the field by name, and what may be typed.
            pub fn question(self) -> crate::model::Message {
                let asked = match self {
                    $(Self::$variant => <$type as super::typed::Typed>::ASKED,)*
                };
                crate::model::Message::info(asked)
                    .with("field", crate::model::Arg::Key(self.text_key()))
            }

            /// The field of a given name; the refusal names the field.
            pub fn named(key: &str) -> Result<Self, crate::model::Refusal> {
                let mut all = Self::ALL.into_iter();
                let found = all.find(|field| field.key() == key);
                found.ok_or_else(|| crate::model::Refusal::NoField {
                    field: key.to_owned(),
                    known: Self::ALL.map(Self::key).join(", "),
                })
            }

            /// Whether only its end is shown until somebody asks for the whole: a screen is seen by
            /// many.
            pub fn is_masked(self) -> bool {
                match self {
                    $(Self::$variant => masked!($shown),)*
                }
            }

            /// Hides all but its end.
            pub fn mask(self, record: &mut $record) {
                match self {
                    $(Self::$variant => super::typed::Typed::mask(&mut record.$field),)*
                }
            }

            /// The value as it would be typed; empty where nothing is known.
            pub fn read(self, record: &$record, spellings: &crate::model::Spellings) -> String {
                match self {
                    $(Self::$variant => super::typed::Typed::read(&record.$field, spellings),)*
                }
            }

            /// Whether anything is on record.
            pub fn is_known(self, record: &$record) -> bool {
                match self {
                    $(Self::$variant => super::typed::Typed::is_known(&record.$field),)*
                }
            }

            /// Reads a typed value; an empty one clears the field. Whether a word is known is for
            /// the rules to say.
            pub fn parse(
                self,
                typed: &str,
                today: chrono::NaiveDate,
                spellings: &crate::model::Spellings,
            ) -> Result<$name, crate::model::Refusal> {
                let text = crate::model::tidy(typed, crate::model::NAME_LIMIT)?;
                Ok(match self {
                    $(Self::$variant => {
                        $name::$variant(super::typed::Typed::parse(text, today, spellings)?)
                    })*
                })
            }
        }

        impl $name {
            /// Which of the fields that can be typed it is.
            pub fn typed(&self) -> Option<$scalar> {
                match self {
                    $(Self::$variant(_) => Some($scalar::$variant),)*
                    _ => None,
                }
            }

            /// The value as it would be typed, of a field that can be.
            pub fn read(&self, spellings: &crate::model::Spellings) -> Option<String> {
                match self {
                    $(Self::$variant(value) => {
                        Some(super::typed::Typed::read(value, spellings))
                    })*
                    _ => None,
                }
            }
        }
    };
}

/// Whether a row of the table says that a value is masked.
macro_rules! masked {
    (masked) => {
        true
    };
    (open) => {
        false
    };
}

mod candidate;
mod check;
mod faults;
pub(super) mod record;
pub(super) mod rows;
mod texts;
mod typed;
mod unit;
mod words;

pub use candidate::{CandidateField, ScalarField};
pub use faults::{candidate_faults, check_candidate, check_unit, unit_faults};
pub use texts::{candidate_texts, unit_texts};
pub use typed::masked;
pub use unit::{UnitField, UnitScalar};
pub use words::{Deed, field_key};

/// What a value must be, on its own and in its record.
type Check<T, R> = fn(&T, &R) -> Result<(), super::Refusal>;
