//! Identities: short ASCII words that never change, so that a name, a code or a parent may.

use super::fold::fold;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;

/// The longest identity, in bytes: it is also a file name.
const LIMIT: usize = 64;

/// A word that cannot be an identity. Carries no text, so that no error can echo a person's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an id is 1 to 64 letters a-z, digits, '-', '_' or '.', and begins with a letter or a digit"
)]
pub struct BadId;

fn valid(text: &str, upper: bool) -> bool {
    let allowed = |b: u8| {
        b.is_ascii_lowercase()
            || b.is_ascii_digit()
            || matches!(b, b'-' | b'_' | b'.')
            || (upper && b.is_ascii_uppercase())
    };
    (1..=LIMIT).contains(&text.len())
        && text.bytes().all(allowed)
        && text.as_bytes()[0].is_ascii_alphanumeric()
}

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident, upper: $upper:literal) => {
        // Kept in place where it is short, as nearly all are: a province has millions.
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "&str", into = "String")]
        pub struct $name(CompactString);

        impl $name {
            /// Takes a word as an identity; the error says what one looks like.
            pub fn new(text: &str) -> Result<Self, BadId> {
                if valid(text, $upper) { Ok(Self(CompactString::from(text))) } else { Err(BadId) }
            }

            /// The word itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = BadId;
            fn try_from(text: &str) -> Result<Self, BadId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0.as_str())
            }
        }
    };
}

identity!(
    /// A party organisation's identity, and the name of its file in `units/`.
    UnitId,
    upper: false
);
identity!(
    /// A candidate's identity, unique in the book.
    CandidateId,
    upper: false
);
identity!(
    /// A word of the data files: a stage, an exit, a kind of unit, a track, a source group, a cause, a form.
    Code,
    upper: true
);

// So that a word of a file can be looked up among many.
impl Borrow<str> for CandidateId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Room for the readable part of a fresh identity, in bytes.
const SLUG: usize = 40;

/// Letters of a random tail, without the ones that are misread.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

fn fresh(name: &str, random: u64) -> String {
    let mut slug = String::new();
    for word in fold(name).split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() || slug.len() + word.len() >= SLUG {
            continue;
        }
        slug.push_str(word);
        slug.push('-');
    }
    // 40 random bits, eight letters: two machines making ids apart do not meet.
    let tail = (0..8).map(|i| char::from(LETTERS[((random >> (5 * i)) & 31) as usize]));
    slug.extend(tail);
    slug
}

/// A new organisation's identity: its name without accents and a random tail.
pub fn fresh_unit_id(name: &str, random: u64) -> UnitId {
    UnitId(CompactString::from(fresh(name, random)))
}

/// A new candidate's identity: random only, since it stands in journals, where no name may.
pub fn fresh_candidate_id(random: u64) -> CandidateId {
    CandidateId(CompactString::from(format!("uv-{}", fresh("", random))))
}
