//! Texts without what people type or leave out: capitals and accents.

use super::letters::plain_dj;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Lower case without accents, đ and what looks the same as d. Old and new tone placement (`hòa`,
/// `hoà`) fold to the same.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| push_folded(&mut folded, c));
    folded
}

pub(super) fn push_folded(folded: &mut String, c: char) {
    if c.is_ascii() {
        return folded.push(c.to_ascii_lowercase());
    }
    decompose_canonical(c, |part| {
        if !is_combining_mark(part) {
            let small = part.to_lowercase().map(plain_dj);
            folded.extend(small.map(|c| if c == 'đ' { 'd' } else { c }));
        }
    });
}
