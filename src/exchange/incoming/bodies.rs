//! What each row below a heading is: a record, or numbers of columns, a section, a total, a remark, a signature.

use super::cells;
use super::grid::{Row, Value};
use super::known::Headings;
use super::tables::numbers_columns;
use crate::model::fold;
use crate::model::import::As;
use crate::model::import::Issue as Code;

/// Rows without anything after which a table has ended.
const STRETCH: u32 = 4;

/// The longest text that can be a name or a section, in characters.
const LONGEST: usize = 90;

/// What stands before a remark.
const SIGNS: [char; 5] = ['-', '*', '+', '•', ' '];

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Is {
    /// A person or an organisation.
    Record,
    /// Values without a name.
    Nameless,
    /// No record: why, and the column that is named for it.
    Left(Code, usize),
    /// A heading of rows, the column it stands in, and the cell that it names.
    Section(usize, Option<String>),
}

/// The columns of a table that tell its rows apart.
pub(super) struct Shape<'a> {
    pub(super) kind: As,
    /// Columns of the name, of the person or the organisation.
    pub(super) names: &'a [usize],
    /// The column of running numbers.
    pub(super) order: Option<usize>,
    /// The other columns that fill something.
    pub(super) others: &'a [usize],
    /// The words of rows that are no record.
    pub(super) marks: &'a Headings<'a>,
}

/// Reads the rows of one table from above.
pub(super) struct Walk<'a, F> {
    shape: Shape<'a>,
    is_unit: F,
    before: Option<u32>,
    at: At,
}

/// How far the rows of a table have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first record.
    Above,
    /// Among records.
    Within,
    /// Behind a total.
    Totalled,
    /// Behind a stretch of nothing.
    Ended,
    /// In the signatures.
    Signed,
}

fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.len() <= 6 && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// A number of a section: `I`, `IV.`, `A`, `b)`.
fn is_section_number(text: &str) -> bool {
    let bare = text.trim_end_matches(['.', ')', '/', ':']);
    let letter = bare.chars().count() == 1 && bare.chars().all(|c| c.is_ascii_alphabetic());
    is_roman(bare) || (letter && bare != "x" && bare != "X")
}

fn is_count(text: &str) -> bool {
    let bare = text.trim_end_matches('.');
    !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit())
}

/// `Mẫu, ngày 05 tháng 01 năm 2026`.
fn is_place_and_day(text: &str) -> bool {
    let folded = fold(text);
    let words = ["ngay", "thang", "nam"];
    let mut from = 0;
    let in_order = words.iter().all(|word| match folded[from..].find(word) {
        Some(at) => {
            from += at + word.len();
            true
        }
        None => false,
    });
    in_order && text.chars().count() < LONGEST && (text.contains(',') || folded.starts_with("ngay"))
}

/// A section's text without its number, and without a count in brackets behind it.
fn bare_section(text: &str) -> &str {
    let mut rest = text.trim_start_matches(SIGNS);
    if let Some((number, more)) = rest.split_once([' ', '.', ')']) {
        let signed = rest[number.len()..].starts_with(['.', ')']);
        let more = more.trim_start_matches(['.', ')', ' ', '-', ':']);
        // A name may begin with a letter alone.
        let numbered = is_roman(number) || (signed && is_section_number(number));
        if numbered && !more.is_empty() {
            rest = more;
        }
    }
    let brackets = rest
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    match brackets {
        Some((own, inside)) if inside.contains(|c: char| c.is_ascii_digit()) => own.trim(),
        _ => rest.trim(),
    }
}

impl<'a, F: Fn(&str) -> bool> Walk<'a, F> {
    /// Begins above the first row; a text that an organisation of the book is called by is told.
    pub(super) fn new(shape: Shape<'a>, is_unit: F) -> Self {
        Self {
            shape,
            is_unit,
            before: None,
            at: At::Above,
        }
    }

    fn names_cell(&self, text: &str) -> bool {
        text.chars().count() <= LONGEST
            && (self.shape.marks.begins("cell", text) || (self.is_unit)(text))
    }

    /// Whether a text names a cell and nobody: without accents a name may begin with the same letters.
    fn is_surely_cell(&self, text: &str) -> bool {
        self.names_cell(text) && (!text.is_ascii() || (self.is_unit)(text))
    }

    fn name(&self, row: &Row) -> Option<usize> {
        let mut names = self.shape.names.iter();
        names.find(|column| row.value(**column).is_some()).copied()
    }

    fn counted(&self, row: &Row) -> bool {
        let order = self.shape.order.map(|column| row.shown(column));
        order.is_some_and(|text| is_count(&text))
    }

    /// How many other columns that fill something hold anything.
    fn others(&self, row: &Row) -> usize {
        let others = self.shape.others.iter();
        others.filter(|column| row.tells(**column)).count()
    }

    /// How many other columns that fill something hold words.
    fn worded(&self, row: &Row) -> usize {
        let words = |column: &&usize| row.shown(**column).contains(char::is_alphabetic);
        self.shape.others.iter().filter(words).count()
    }

    /// What a row is. Rows come in their order; one that shows nothing is none.
    pub(super) fn next(&mut self, row: &Row) -> Option<Is> {
        let filled: Vec<usize> = row.filled().collect();
        let first = *filled.first()?;
        let gap = self
            .before
            .map_or(0, |before| row.number.saturating_sub(before + 1));
        self.before = Some(row.number);
        let ends = match self.at {
            At::Within => gap >= STRETCH,
            At::Totalled => gap > 0,
            At::Above | At::Ended | At::Signed => false,
        };
        if ends {
            self.at = At::Ended;
        }
        let is = self.told_apart(row, &filled, first);
        self.at = match (&is, self.at) {
            (Is::Record, _) | (Is::Section(..), At::Totalled | At::Ended) => At::Within,
            (Is::Left(Code::Total, _), At::Within) => At::Totalled,
            (Is::Left(Code::Signature, _), _) => At::Signed,
            (_, at) => at,
        };
        Some(is)
    }

    fn told_apart(&self, row: &Row, filled: &[usize], first: usize) -> Is {
        if self.at == At::Signed {
            return Is::Left(Code::Signature, first);
        }
        if numbers_columns(row) {
            return Is::Left(Code::Numbering, first);
        }
        let name = self.name(row);
        let counted = self.counted(row);
        if !counted {
            if let Some(column) = self.total(row, first, name) {
                return Is::Left(Code::Total, column);
            }
            if self.is_signature(row, filled, name) {
                return Is::Left(Code::Signature, first);
            }
        }
        let text = row.shown(first);
        let remark = self.is_remark(&text) && !self.names_cell(bare_section(&text));
        if !remark && let Some(section) = self.section(row, filled, name) {
            return section;
        }
        let Some(name) = name else {
            return self.without_name(row, filled, first, counted);
        };
        let text = row.shown(name);
        let alone = self.others(row) == 0 && !counted;
        let remark = alone && (self.is_remark(&text) || text.chars().count() > LONGEST);
        let lost = match self.shape.order {
            Some(_) => !counted,
            None => self.others(row) < 2,
        };
        if remark || (self.at == At::Ended && lost) {
            return Is::Left(Code::Note, first);
        }
        match row.value(name) {
            Some(Value::Text(_)) => Is::Record,
            _ => Is::Nameless,
        }
    }

    fn is_remark(&self, text: &str) -> bool {
        text.starts_with(SIGNS) || self.shape.marks.begins("remark", text)
    }

    fn without_name(&self, row: &Row, filled: &[usize], first: usize, counted: bool) -> Is {
        let others = self.others(row);
        if others == 0 && counted && filled.len() == 1 {
            return Is::Left(Code::Numbering, first);
        }
        if self.at != At::Ended && (others > 1 || (counted && others > 0)) {
            return Is::Nameless;
        }
        Is::Left(Code::Note, first)
    }

    /// The column of the word for a total, or of a count in the place of the name.
    fn total(&self, row: &Row, first: usize, name: Option<usize>) -> Option<usize> {
        let words = |column: usize| {
            let text = row.shown(column);
            // Without accents a surname is written like the word for a sum.
            let somebody = text.is_ascii() && self.worded(row) > 1;
            self.shape.marks.begins("total", &text) && !somebody
        };
        let mut places = [Some(first), self.shape.order, name].into_iter().flatten();
        if let Some(column) = places.find(|column| words(*column)) {
            return Some(column);
        }
        let name = name?;
        let counted = match row.value(name)? {
            Value::Number(_) => true,
            Value::Text(text) => is_count(text.trim()),
            _ => false,
        };
        counted.then_some(first)
    }

    fn is_signature(&self, row: &Row, filled: &[usize], name: Option<usize>) -> bool {
        let signs = |column: usize| {
            let text = row.shown(column);
            self.shape.marks.begins("signature", &text) || is_place_and_day(&text)
        };
        if name.is_some_and(|name| !signs(name)) || filled.len() > 3 {
            return false;
        }
        filled.iter().any(|column| signs(*column))
    }

    fn section(&self, row: &Row, filled: &[usize], name: Option<usize>) -> Option<Is> {
        let order = self.shape.order.filter(|column| filled.contains(column));
        let number = order.map(|column| row.shown(column)).unwrap_or_default();
        let rest: Vec<usize> = filled
            .iter()
            .copied()
            .filter(|at| Some(*at) != order)
            .collect();
        let named = |column: usize, text: &str| {
            let bare = bare_section(text);
            let cell = self.names_cell(bare).then(|| bare.to_owned());
            Some(Is::Section(column, cell))
        };
        let others = self.others(row);
        match (self.shape.kind, rest[..].first().copied()) {
            // All of it stands in the column of the numbers.
            (_, None) => {
                let column = order?;
                let bare = bare_section(&number);
                let is = bare != number || self.names_cell(bare);
                (is && !is_count(&number)).then(|| named(column, &number))?
            }
            (As::Quota, Some(_)) => {
                let numbered = is_section_number(&number);
                let name = name?;
                let bare = row.shown(name);
                let alone = others == 0 && !is_count(&number);
                let split = bare_section(&bare) != bare && alone;
                (numbered || split).then(|| named(name, &bare))?
            }
            (As::People, Some(column)) => {
                if rest.len() > 1 || (others > 0 && !self.shape.names.contains(&column)) {
                    return self.alone(row, &rest, column, &number).then(|| {
                        let text = row.shown(column);
                        named(column, &text)
                    })?;
                }
                let text = row.shown(column);
                let bare = bare_section(&text);
                let is = is_section_number(&number)
                    || (number.is_empty() && bare != text && !bare.contains('('))
                    || (!is_count(&number) && self.names_cell(bare))
                    || (others == 0 && self.is_surely_cell(bare));
                is.then(|| named(column, &text))?
            }
        }
    }

    /// Whether the only text of a row is the name of a cell, in whatever column; a section's number may
    /// stand beside it.
    fn alone(&self, row: &Row, rest: &[usize], column: usize, number: &str) -> bool {
        let numbered = number.is_empty() || is_section_number(number);
        rest.len() == 1 && numbered && self.names_cell(bare_section(&row.shown(column)))
    }
}

/// The cell that a row as a whole is named by: that of its name.
pub(super) fn cell_of(names: &[usize], row: &Row) -> String {
    let named = names.iter().find(|column| row.value(**column).is_some());
    let column = named.or(names.first()).copied().unwrap_or(0);
    cells::name(column, row.number)
}
