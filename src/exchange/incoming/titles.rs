//! What the lines above a table say: which cell, which year, which plan, which form.

use super::cells;
use super::known::Headings;
use super::units::{Fits, Units};
use crate::model::{fold, search_key};

/// Signs at which the name of a cell in a title ends.
const ENDS: [&str; 5] = ["(", ",", ";", " - ", " – "];

/// The longest line that is looked into, in bytes.
const LONGEST: usize = 600;

/// Words behind "cell" that name none.
const NOT_NAMES: [&str; 9] = [
    "truc thuoc",
    "cong nhan",
    "de nghi",
    "gioi thieu",
    "va ",
    "co so",
    "trong ",
    "da ",
    "xet",
];

/// The word for a cell inside a title, folded.
const CELL: &str = "chi bo";

/// A text up to a sign or a word at which the name of a cell ends.
fn cut<'t>(text: &'t str, marks: &Headings<'_>) -> &'t str {
    let signs = ENDS.iter().filter_map(|end| text.find(end));
    let mut blanks = text.match_indices(' ').map(|(at, _)| at);
    let word = blanks.find(|at| marks.begins("title-end", &text[*at..]));
    let end = signs.chain(word).min();
    let text = end.map_or(text, |end| &text[..end]);
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '*' | '-'))
}

/// Where folded words begin in a text.
fn find(text: &str, words: &str) -> Option<usize> {
    cells::places(text, words).next().map(|(at, _)| at)
}

/// Whether a text that begins like the name of a cell goes on like one.
fn is_name(text: &str) -> bool {
    let folded = fold(text);
    let behind = folded.strip_prefix("chi bo").unwrap_or(&folded);
    let behind = behind.trim_start_matches([' ', ':', '.']);
    !behind.is_empty() && !NOT_NAMES.iter().any(|word| behind.starts_with(word))
}

/// The name of a cell in a line, in the words of the line.
fn cell_in(line: &str, marks: &Headings<'_>) -> Option<String> {
    let whole = cut(line, marks);
    let from = if marks.begins("cell", whole) {
        0
    } else {
        find(line, CELL)?
    };
    let before = fold(&line[..from]);
    if before.ends_with("cac ") || before.ends_with('/') {
        return None;
    }
    let name = cut(&line[from..], marks);
    is_name(name).then(|| name.to_owned())
}

/// The cell that the lines above a table name; none where they name none or several.
pub(super) fn cell(lines: &[String], marks: &Headings<'_>, units: &Units) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for line in lines.iter().filter(|line| line.len() <= LONGEST) {
        let known = |name: &String| matches!(units.find(name), Fits::One(_));
        let whole = Some(cut(line, marks).to_owned()).filter(known);
        let Some(name) = whole.or_else(|| cell_in(line, marks)) else {
            continue;
        };
        let same = |other: &String| {
            search_key(other) == search_key(&name)
                || (known(other) && units.find(other) == units.find(&name))
        };
        if !found.iter().any(same) {
            found.push(name);
        }
    }
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

/// Numbers of four digits in a text that can be years, each with what stands before it, folded.
fn years_in(text: &str) -> Vec<(String, i32)> {
    let folded = fold(text);
    let bytes = folded.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut found = Vec::new();
    for at in 0..bytes.len() {
        let starts = digit(at) && (at == 0 || !digit(at - 1));
        if !starts || !(1..4).all(|more| digit(at + more)) || digit(at + 4) {
            continue;
        }
        let year = folded[at..at + 4].parse().unwrap_or(0);
        let in_date = at > 0 && matches!(bytes[at - 1], b'/' | b'.' | b'-');
        if (1990..=2200).contains(&year) && !in_date {
            found.push((folded[..at].to_owned(), year));
        }
    }
    found
}

/// The year that a heading speaks of; none where it names several, or only days.
pub(super) fn year_of_heading(heading: &str) -> Option<i32> {
    let mut years: Vec<i32> = years_in(heading)
        .into_iter()
        .map(|(_, year)| year)
        .collect();
    years.dedup();
    match years[..] {
        [year] => Some(year),
        _ => None,
    }
}

/// The year that the lines above a table are about.
pub(super) fn year(lines: &[String]) -> Option<i32> {
    let of_year = |(before, year): (String, i32)| {
        let before = before.trim_end();
        // In "the 5th day of January of the year 2026" it is a day.
        let in_day = before.contains("thang ") && before.contains("ngay ");
        let named = before.ends_with("nam") || before.ends_with("year");
        (named && !in_day).then_some(year)
    };
    let mut years = lines.iter().flat_map(|line| years_in(line));
    years.find_map(of_year)
}

/// The number of the plan that the lines above a table name: `05-KH/ĐU`.
pub(super) fn plan(lines: &[String]) -> Option<String> {
    let signs: &[char] = &['(', ')', ',', ';', '.', ':', '"', '“', '”'];
    let mut words = lines.iter().flat_map(|line| line.split(' '));
    words.find_map(|word| {
        let word = word.trim_matches(signs);
        let (number, sign) = word.split_once('-')?;
        let numbered = number.starts_with(|c: char| c.is_ascii_digit());
        let letters = |text: &str| text.chars().any(char::is_alphabetic);
        let (kind, body) = sign.split_once('/')?;
        (numbered && letters(kind) && letters(body)).then(|| word.to_owned())
    })
}

/// The name of a statistical form that a text gives itself: `Biểu số 2-BTCTW`.
pub(super) fn form(text: &str) -> Option<String> {
    let folded = fold(text);
    let named = folded.starts_with("bieu") && folded.contains("btctw");
    named.then(|| text.to_owned())
}
