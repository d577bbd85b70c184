//! The fields of a candidate and of an organisation as values: named, put in, and checked.

macro_rules! fields {
    ($(#[$doc:meta])* $name:ident of $record:ty { $($variant:ident($type:ty) => $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum $name {
            $($variant($type),)*
        }

        impl $name {
            /// The field's name, as it stands in files, journals and `ketnap set`.
            pub fn key(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($field),)*
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
        }
    };
}

mod candidate;
mod check;
mod faults;
pub(super) mod record;
mod rows;
mod typed;
mod unit;

pub use candidate::CandidateField;
pub use faults::{candidate_faults, check_candidate, check_unit, unit_faults};
pub use typed::{ScalarField, masked};
pub use unit::UnitField;
