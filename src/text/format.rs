//! Widths, cuts, bars and numbers, measured in terminal columns.

use super::Lang;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Whether each letter of a text stands alone in one column: so do nearly all texts of a book, and
/// they need no search for letters that belong together. Latin letters as Vietnamese composes them,
/// punctuation without zero-width signs, arrows, lines, blocks and marks.
pub fn is_plain(text: &str) -> bool {
    let plain = |c| {
        matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{17f}' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
            | '\u{1e00}'..='\u{1eff}' | '–' | '—' | '‘'..='”' | '…' | '←'..='⇿' | '─'..='◺')
    };
    text.bytes().all(|b| matches!(b, b' '..=b'~')) || text.chars().all(plain)
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.chars().count();
    }
    text.width()
}

fn take(text: &str, columns: usize) -> (&str, usize) {
    let mut used = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let more = grapheme.width();
        if used + more > columns {
            break;
        }
        used += more;
        end = at + grapheme.len();
    }
    (&text[..end], used)
}

fn take_back(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > columns {
            break;
        }
        start = at;
    }
    &text[start..]
}

/// A text in at most so many columns, its middle replaced by `…`: both ends tell things apart.
pub fn cut_middle(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    if columns == 0 {
        return String::new();
    }
    let back = (columns - 1) / 2;
    let (front, _) = take(text, columns - 1 - back);
    format!("{front}…{}", take_back(text, back))
}

/// A person's name in at most so many columns: middle names go first, the given name last.
pub fn cut_name(name: &str, columns: usize) -> String {
    if width(name) <= columns {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split(' ').collect();
    let (Some(family), Some(given)) = (words.first(), words.last()) else {
        return cut_middle(name, columns);
    };
    // Numbered names (two people of one name, 'Mẫu 07') keep the word the number belongs to.
    let last = if given.chars().all(|c| c.is_ascii_digit()) && words.len() > 2 {
        words[words.len() - 2..].join(" ")
    } else {
        (*given).to_owned()
    };
    let tail = width(&last);
    if tail + 2 > columns {
        return cut_middle(name, columns);
    }
    // The space behind each word takes a column too, so that no more words can fit.
    for kept in (1..words.len().min(columns)).rev() {
        let head = words[..kept].join(" ");
        if width(&head) + 1 + tail <= columns {
            return format!("{head}…{last}");
        }
    }
    let (front, _) = take(family, columns - tail - 1);
    format!("{front}…{last}")
}

/// A text filled up with spaces on the right to exactly so many columns, cut if longer.
pub fn pad(text: &str, columns: usize) -> String {
    let used = width(text);
    if used > columns {
        let cut = cut_middle(text, columns);
        let used = width(&cut);
        return cut + &" ".repeat(columns - used);
    }
    let mut padded = String::with_capacity(text.len() + columns - used);
    padded.push_str(text);
    padded.extend(std::iter::repeat_n(' ', columns - used));
    padded
}

/// A bar of `columns` cells, filled by tenths of a percent; a full bar is never overdrawn, and
/// an unreached quota never looks reached.
pub fn bar(tenths: u64, columns: usize) -> String {
    let cells = columns as u64;
    let full = (tenths.min(1000) * cells / 1000) as usize;
    "█".repeat(full) + &"░".repeat(columns - full)
}

/// A percentage without decimals, rounded half up from its parts: `63%`.
pub fn percent(part: u32, whole: u32) -> Option<String> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    (200 * part + whole)
        .checked_div(2 * whole)
        .map(|p| format!("{p}%"))
}

/// A number given in tenths, with the language's sign before its decimal.
pub fn tenths(value: u64, lang: Lang) -> String {
    let sign = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{sign}{}", value / 10, value % 10)
}

/// A text in rows of at most so many columns, broken between words. A hyphen parts nothing: form
/// numbers and regulations stay whole.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let options = textwrap::Options::new(columns.max(1));
    let options = options.word_splitter(textwrap::WordSplitter::NoHyphenation);
    let rows = textwrap::wrap(text.trim(), options);
    rows.into_iter().map(std::borrow::Cow::into_owned).collect()
}
