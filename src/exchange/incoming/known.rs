//! The known headings, made ready to be asked, and what a heading of a file means by them.

use crate::model::fold;
use crate::rules::{Heading, Of, heading_words};
use std::collections::HashMap;

/// A phrase of the data: its words, and the row it stands in.
struct Phrase {
    words: Vec<String>,
    apart: Vec<String>,
    row: usize,
}

/// What a heading means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A row of the known headings, by its place.
    Row(usize),
    /// More than one fits.
    Doubt(Vec<usize>),
    /// None fits.
    Unknown,
}

/// The known headings of one kind of table, and the words of rows that are no record.
pub(super) struct Headings<'a> {
    pub(super) rows: &'a [Heading],
    /// The kind of table.
    of: Of,
    /// Whole headings.
    whole: HashMap<Vec<String>, Vec<usize>>,
    /// Words that may stand among others.
    among: Vec<Phrase>,
    /// What rows that are no record begin with, by the id of the row of data.
    marks: HashMap<&'a str, Vec<Opening>>,
    /// Signs for "as above", without capitals, accents and what may stand around them.
    above: Vec<String>,
}

/// The words of a phrase that a row that is no record begins with: without accents, and with them.
struct Opening {
    folded: Vec<String>,
    written: Vec<String>,
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// A sign for "as above", without capitals, accents and what may stand around it.
fn bare_sign(text: &str) -> String {
    let signs: &[char] = &['-', '.', ' ', ','];
    fold(text).trim_matches(signs).to_owned()
}

/// Whether all words stand among others, each as often.
fn holds(words: &[String], part: &[String]) -> bool {
    let count = |all: &[String], word: &String| all.iter().filter(|other| *other == word).count();
    part.iter()
        .all(|word| count(words, word) >= count(part, word))
}

/// Adds to one set of words what another has more of.
fn unite(all: &mut Vec<String>, more: &[String]) {
    let mut left = all.clone();
    for word in more {
        match left.iter().position(|known| known == word) {
            Some(at) => _ = left.swap_remove(at),
            None => all.push(word.clone()),
        }
    }
}

/// Words that, folded, are several: a man and a year, a number and a base.
const SEVERAL: [&str; 2] = ["nam", "so"];

/// The words of a text that must be told apart by their accents, in small letters and in order.
fn apart(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| SEVERAL.contains(&&*fold(word)));
    let mut words: Vec<String> = words.map(str::to_lowercase).collect();
    words.sort_unstable();
    words
}

/// A word in small letters, without signs around it.
fn bare_word(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// A heading without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut deep = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' => deep += 1,
            ')' => deep = deep.saturating_sub(1),
            _ if deep == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// A heading without the year that it is of.
fn without_year(text: &str) -> Option<String> {
    let is_year = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.len() == 4
            && bare
                .parse()
                .is_ok_and(|year: u32| (1990..=2200).contains(&year))
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| is_year(word))?;
    let before = at > 0 && matches!(&*fold(words[at - 1]), "nam" | "year");
    let kept = [&words[..at - usize::from(before)], &words[at + 1..]].concat();
    (!kept.is_empty()).then(|| kept.join(" "))
}

impl<'a> Headings<'a> {
    /// Those that are known in a kind of table.
    pub(super) fn new(rows: &'a [Heading], of: Of) -> Self {
        let mut whole: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
        let mut among = Vec::new();
        let known = rows.iter().enumerate();
        let known = known.filter(|(_, row)| row.of == of || (of != Of::Row && row.of == Of::Both));
        for (at, row) in known {
            let exact = row.whole().map(heading_words);
            let words = row.words.iter().map(|text| heading_words(text));
            for words in exact.chain(words.clone()) {
                let rows = whole.entry(words).or_default();
                if !rows.contains(&at) {
                    rows.push(at);
                }
            }
            let apart = row.words.iter().map(|text| apart(text));
            let several = words.zip(apart).filter(|(words, _)| words.len() > 1);
            among.extend(several.map(|(words, apart)| Phrase {
                words,
                apart,
                row: at,
            }));
        }
        let marks = rows.iter().filter(|row| row.of == Of::Row).map(|row| {
            let phrases = row.words.iter().map(|text| Opening {
                folded: words(&fold(text)),
                written: words(&text.to_lowercase()),
            });
            let phrases = phrases.filter(|phrase| !phrase.folded.is_empty());
            (row.id.as_str(), phrases.collect())
        });
        let above = rows.iter().find(|row| row.id.as_str() == "above");
        let above = above.iter().flat_map(|row| &row.exact);
        Self {
            rows,
            of,
            whole,
            among,
            marks: marks.collect(),
            above: above.map(|text| bare_sign(text)).collect(),
        }
    }

    /// Rows that hold here: not those that need another to their left.
    fn free(&self, rows: &[usize], left: Option<usize>) -> Vec<usize> {
        let left = left.map(|at| &self.rows[at].id);
        let beside = |at: &&usize| {
            let row = &self.rows[**at];
            left.is_some_and(|left| row.beside.contains(left))
        };
        let beside: Vec<usize> = rows.iter().filter(beside).copied().collect();
        if !beside.is_empty() {
            return beside;
        }
        let free = rows.iter().filter(|at| self.rows[**at].beside.is_empty());
        free.copied().collect()
    }

    fn exact(&self, text: &str, words: &[String], left: Option<usize>) -> Vec<usize> {
        let mut rows = self.whole.get(words).cloned().unwrap_or_default();
        // Where there are accents they count of one word, and of those to be told apart: `Năm` is no man.
        if !text.is_ascii() {
            let said = bare_word(text);
            let same = |phrase: &String| {
                if words.len() == 1 {
                    return bare_word(phrase) == said;
                }
                heading_words(phrase) == words && apart(phrase) == apart(text)
            };
            let phrases = |row: usize| {
                let row = &self.rows[row];
                row.whole()
                    .map(str::to_owned)
                    .chain(row.words.iter().cloned())
            };
            rows.retain(|row| phrases(*row).any(|phrase| same(&phrase)));
        }
        self.free(&rows, left)
    }

    /// The rows of which words stand in a heading, but for those that another outdoes.
    fn among(&self, text: &str, words: &[String]) -> Vec<usize> {
        let mut found: Vec<(usize, Vec<String>)> = Vec::new();
        let said = (!text.is_ascii()).then(|| apart(text));
        let lacks = |phrase: &Phrase| {
            let said = said.as_ref();
            said.is_some_and(|said| !holds(said, &phrase.apart))
        };
        for phrase in &self.among {
            if !self.rows[phrase.row].beside.is_empty()
                || !holds(words, &phrase.words)
                || lacks(phrase)
            {
                continue;
            }
            match found.iter_mut().find(|(row, _)| *row == phrase.row) {
                Some((_, all)) => unite(all, &phrase.words),
                None => found.push((phrase.row, phrase.words.clone())),
            }
        }
        let outdone = |at: usize| {
            let (_, words) = &found[at];
            let mut others = found.iter().enumerate();
            others.any(|(other, (_, all))| {
                other != at && all.len() > words.len() && holds(all, words)
            })
        };
        let kept = (0..found.len()).filter(|at| !outdone(*at));
        kept.map(|at| found[at].0).collect()
    }

    /// Whether a heading above others speaks of somebody else, or of nothing that is taken.
    fn is_of_another(&self, parent: &str) -> bool {
        let mut rows = match self.of_one(parent, None) {
            Meaning::Row(at) => vec![at],
            Meaning::Doubt(all) => all,
            Meaning::Unknown => Vec::new(),
        }
        .into_iter();
        rows.any(|at| {
            let fills = &self.rows[at].fills;
            let other = |key: &String| key.starts_with("helper.") || key.starts_with("letter.");
            fills.is_empty() || fills.iter().any(other)
        })
    }

    fn of_one(&self, text: &str, left: Option<usize>) -> Meaning {
        let words = heading_words(text);
        let outside = without_brackets(text);
        let bare = heading_words(&outside);
        for (text, words) in [(text, &words), (&*outside, &bare)] {
            match self.exact(text, words, left)[..] {
                [] => {}
                [row] => return Meaning::Row(row),
                ref more => return Meaning::Doubt(more.to_vec()),
            }
        }
        let mut doubt = None;
        for (text, words) in [(text, &words), (&*outside, &bare)] {
            match self.among(text, words)[..] {
                [] => {}
                [row] => return Meaning::Row(row),
                ref more => doubt = Some(more.to_vec()),
            }
        }
        // Only numbers of people are given year by year.
        let of_a_year = if self.of == Of::Quota {
            without_year(text)
        } else {
            None
        };
        match (doubt, of_a_year) {
            (Some(doubt), _) => Meaning::Doubt(doubt),
            (None, Some(text)) => self.of_one(&text, left),
            (None, None) => Meaning::Unknown,
        }
    }

    /// What a heading means, given from its uppermost part down, right of a column of a row.
    pub(super) fn meaning(&self, parts: &[String], left: Option<usize>) -> Meaning {
        let Some((last, above)) = parts.split_last() else {
            return Meaning::Unknown;
        };
        let whole = self.of_one(&parts.join(" "), left);
        if above.is_empty() || matches!(whole, Meaning::Row(_)) {
            return whole;
        }
        if above.iter().any(|part| self.is_of_another(part)) {
            return whole;
        }
        match self.of_one(last, left) {
            Meaning::Unknown => whole,
            found => found,
        }
    }

    /// Of rows that fit a heading, the one that has it with the same accents: `DT` is no `ĐT`.
    pub(super) fn as_written(&self, parts: &[String], rows: Vec<usize>) -> Meaning {
        let said = parts.last().map(|part| bare_word(part));
        let has = |at: &&usize| {
            let row = &self.rows[**at];
            let mut phrases = row.exact.iter().chain(&row.words);
            phrases.any(|phrase| Some(bare_word(phrase)) == said)
        };
        let mut written = rows.iter().filter(has);
        match (written.next(), written.next()) {
            (Some(one), None) => Meaning::Row(*one),
            _ => Meaning::Doubt(rows),
        }
    }

    /// Whether a text begins with words of a row that tells rows apart.
    pub(super) fn begins(&self, mark: &str, text: &str) -> bool {
        self.opening(mark, text) > 0
    }

    /// How many words of a text are those of a row that tells rows apart; 0 where it begins otherwise.
    /// Accents count where the text has any: the surname `Tống` is no total.
    fn opening(&self, mark: &str, text: &str) -> usize {
        let Some(phrases) = self.marks.get(mark) else {
            return 0;
        };
        let plain = text.is_ascii();
        let said = if plain {
            fold(text)
        } else {
            text.to_lowercase()
        };
        let count = |phrase: &Opening| {
            let phrase = if plain {
                &phrase.folded
            } else {
                &phrase.written
            };
            let mut said = said.split(|c: char| !c.is_alphanumeric());
            let mut said = said.by_ref().filter(|word| !word.is_empty());
            let fits = phrase.iter().all(|word| said.next() == Some(word));
            if fits { phrase.len() } else { 0 }
        };
        phrases.iter().map(count).max().unwrap_or(0)
    }

    /// Whether a text says "as above".
    pub(super) fn is_above(&self, text: &str) -> bool {
        let longest = self.above.iter().map(String::len).max();
        // Accents that are left out make a text shorter, never by so much.
        let long = text.len() > 4 * longest.unwrap_or(0) + 8;
        !long && self.above.contains(&bare_sign(text))
    }

    /// Some headings of a field, to be told.
    pub(super) fn examples(&self, key: &str) -> Vec<String> {
        let of = |row: &&Heading| row.fills.first().is_some_and(|fills| fills == key);
        let rows = self.rows.iter().filter(of);
        let words = rows.filter_map(|row| row.words.first().or(row.exact.first()));
        words.take(1).cloned().collect()
    }
}
