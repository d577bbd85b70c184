//! Versions of a field in words, as the sheets say them: only what differs between them.

use super::View;
use super::rows::words;
use crate::model::{AnyField, AnyRecord, ScalarField, Spellings, UnitField};
use crate::words::Row;

/// Label and value beside each other; of a single value the label says nothing more.
fn line(view: View<'_>, row: &Row, single: bool) -> String {
    let value = view.texts.arg(&row.value);
    let label = view.texts.arg(&row.label);
    if value.is_empty() || single || label.is_empty() {
        value
    } else {
        format!("{label} · {value}")
    }
}

/// The lines of a field's value. `record` is any version of the record it stands in.
fn lines(view: View<'_>, record: Option<&AnyRecord>, field: &AnyField) -> Vec<String> {
    let words = words(view);
    let parts = match (field, record.map(|record| record.with(field))) {
        (AnyField::Book(field), _) => {
            let rows = words.of_book(field).into_iter();
            return rows.map(|row| line(view, &row, false)).collect();
        }
        (AnyField::Candidate(_), Some(AnyRecord::Candidate(person))) => words.person(&person),
        (AnyField::Unit(_), Some(AnyRecord::Unit(unit))) => words.unit(&unit),
        _ => Vec::new(),
    };
    let own = parts.iter().filter(|part| part.field == field.key());
    let rows = own.flat_map(|part| &part.rows);
    let lines = rows.map(|row| line(view, row, is_single(field)));
    lines.filter(|line| !line.is_empty()).collect()
}

/// Whether an entry of a field says what it is without a label.
fn is_single(field: &AnyField) -> bool {
    match field {
        AnyField::Candidate(field) => field.typed().is_some(),
        AnyField::Unit(field) => {
            let single = matches!(
                field,
                UnitField::Kinds(_)
                    | UnitField::Names(_)
                    | UnitField::Parents(_)
                    | UnitField::Codes(_)
                    | UnitField::Members(_)
                    | UnitField::Officers(_)
            );
            single || field.typed().is_some()
        }
        AnyField::Book(_) => false,
    }
}

/// Numbers of which a screen shows the end only: here also the places in which they differ, since
/// one of them is to be chosen.
fn masked(versions: &[String]) -> Vec<String> {
    let chars: Vec<Vec<char>> = versions.iter().map(|text| text.chars().collect()).collect();
    let mask = |of: &Vec<char>| {
        let shown = |(at, c): (usize, &char)| {
            let others = chars.iter().filter(|other| !other.is_empty());
            let same = others
                .map(|other| other.get(at))
                .all(|other| other == Some(c));
            if same && at + 3 < of.len() { '•' } else { *c }
        };
        of.iter().enumerate().map(shown).collect()
    };
    chars.iter().map(mask).collect()
}

fn number(field: &AnyField, spellings: &Spellings) -> Option<String> {
    let AnyField::Candidate(field) = field else {
        return None;
    };
    let masked = field.typed().is_some_and(ScalarField::is_masked);
    masked.then(|| field.read(spellings)).flatten()
}

/// Versions of one field, each as its lines; what is alike in all of them is left out.
pub(super) fn versions<const N: usize>(
    view: View<'_>,
    record: Option<&AnyRecord>,
    fields: [Option<&AnyField>; N],
) -> [Vec<String>; N] {
    let spellings = &view.world.rules.spellings;
    let numbers = fields.map(|field| field.and_then(|field| number(field, spellings)));
    if numbers.iter().any(Option::is_some) {
        let mut shown = masked(&numbers.map(Option::unwrap_or_default)).into_iter();
        return fields.map(|_| {
            shown
                .next()
                .filter(|it| !it.is_empty())
                .into_iter()
                .collect()
        });
    }
    let all = fields.map(|field| field.map_or(Vec::new(), |it| lines(view, record, it)));
    let known = fields.map(|field| field.is_some());
    let alike = |line: &String| {
        let mut versions = all.iter().zip(known).filter(|(_, known)| *known);
        versions.all(|(lines, _)| lines.contains(line))
    };
    let differing = |lines: &Vec<String>| {
        let lines = lines.iter().filter(|line| !alike(line));
        lines.cloned().collect()
    };
    std::array::from_fn(|at| differing(&all[at]))
}

/// What one version of a record changed of another, a field a line.
pub(super) fn changes(view: View<'_>, then: &AnyRecord, now: &AnyRecord) -> Vec<String> {
    let fields = now.changes(then).into_iter().zip(then.changes(now));
    let said = fields.map(|(before, after)| {
        let [_, after] = versions(view, Some(now), [Some(&before), Some(&after)]);
        let label = view.texts.get(before.text_key());
        let value = if after.is_empty() {
            view.texts.get("value.unsaid").to_owned()
        } else {
            after.join("; ")
        };
        format!("{label}: {value}")
    });
    said.collect()
}
