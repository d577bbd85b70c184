//! Versions of a field in words, as the sheets say them: only what differs between them.

use super::View;
use super::dossier_rows::Facts;
use super::sheet::person_value;
use super::unit_rows::{floor, unit_value};
use crate::app::SheetRow;
use crate::model::{
    AnyField, AnyRecord, BookField, BookSettings, CandidateField, Counting, Message, Unit,
    UnitField, show_date,
};

/// The rows of a sheet that show a field of a person.
fn person_rows(field: &CandidateField) -> Vec<SheetRow> {
    use CandidateField::*;
    use SheetRow as Row;
    let list = |count: usize, row: fn(usize) -> Row| (0..count).map(row).collect();
    match field {
        Helpers(rows) => list(rows.len(), Row::PastHelper),
        Introducers(rows) => list(rows.len(), Row::Introducer),
        Papers(rows) => list(rows.len(), Row::Paper),
        Letters(rows) => list(rows.len(), Row::Letter),
        Votes(rows) => list(rows.len(), Row::Vote),
        Extensions(rows) => list(rows.len(), Row::Extension),
        Steps(rows) => list(rows.len(), Row::Step),
        Handovers(rows) => list(rows.len(), Row::Handover),
        Causes(rows) => list(rows.len(), Row::CauseEntry),
        Remedies(rows) => list(rows.len(), Row::Remedy),
        Notes(rows) => list(rows.len(), Row::NoteEntry),
        Groups(_) => vec![Row::Groups],
        Introduced(_) => vec![Row::Outreach],
        Former(_) => vec![Row::Former],
        Card(_) => vec![Row::Card],
        one => {
            let typed = one.typed();
            typed
                .map(|(field, _)| Row::Scalar(field))
                .into_iter()
                .collect()
        }
    }
}

/// A field of an organisation, one version of the organisation for each row that shows it: the
/// sheet shows only the newest of the dated ones.
fn unit_rows(unit: &Unit, field: &UnitField) -> Vec<(Unit, SheetRow)> {
    use SheetRow as Row;
    let list = |count: usize, row: fn(usize) -> Row| -> Vec<(Unit, Row)> {
        (0..count).map(|at| (unit.clone(), row(at))).collect()
    };
    macro_rules! one_by_one {
        ($rows:ident, $row:expr) => {
            $rows
                .iter()
                .map(|row| {
                    let mut alone = unit.clone();
                    alone.$rows = vec![row.clone()];
                    (alone, $row)
                })
                .collect()
        };
    }
    match field {
        UnitField::Kind(_) => vec![(unit.clone(), Row::UnitKind)],
        UnitField::Sector(_) => vec![(unit.clone(), Row::Sector)],
        UnitField::Names(names) => one_by_one!(names, Row::UnitName),
        UnitField::Parents(parents) => one_by_one!(parents, Row::UnitParent),
        UnitField::Members(members) => one_by_one!(members, Row::Members),
        UnitField::Officers(officers) => one_by_one!(officers, Row::Officers),
        UnitField::Routes(rows) => list(rows.len(), Row::Route),
        UnitField::Quotas(rows) => list(rows.len(), Row::Quota),
        UnitField::Exemptions(rows) => list(rows.len(), Row::Exemption),
        UnitField::Unlisted(rows) => list(rows.len(), Row::Unlisted),
        UnitField::Causes(rows) => list(rows.len(), Row::CauseEntry),
        UnitField::Remedies(rows) => list(rows.len(), Row::Remedy),
        UnitField::Surveys(rows) => list(rows.len(), Row::Survey),
        UnitField::Visits(rows) => list(rows.len(), Row::Visit),
        UnitField::Notes(rows) => list(rows.len(), Row::NoteEntry),
        UnitField::Ended(_) => Vec::new(),
    }
}

/// Label and value beside each other; of a single value the label says nothing more.
fn row((label, value): (String, String), single: bool) -> String {
    match (single, value.is_empty()) {
        (_, true) => String::new(),
        (true, _) => value,
        (false, _) => format!("{label} · {value}"),
    }
}

/// The lines of a field's value. `record` is any version of the record it stands in.
fn lines(view: View<'_>, record: Option<&AnyRecord>, field: &AnyField) -> Vec<String> {
    let shown = record.map(|record| record.with(field));
    let lines: Vec<String> = match (field, &shown) {
        (AnyField::Candidate(field), Some(AnyRecord::Candidate(person))) => {
            let facts = Facts::bare(person);
            let rows = person_rows(field);
            let single = matches!(rows[..], [SheetRow::Scalar(_)]);
            let said = rows.into_iter().map(|at| person_value(view, &facts, at));
            said.map(|it| row(it, single)).collect()
        }
        (AnyField::Unit(UnitField::Ended(day)), _) => day.map(show_date).into_iter().collect(),
        (AnyField::Unit(field), Some(AnyRecord::Unit(unit))) => {
            let rows = unit_rows(unit, field).into_iter();
            let said = rows.map(|(unit, at)| {
                let single = !matches!(
                    at,
                    SheetRow::Route(_)
                        | SheetRow::Quota(_)
                        | SheetRow::Exemption(_)
                        | SheetRow::Unlisted(_)
                        | SheetRow::CauseEntry(_)
                        | SheetRow::Remedy(_)
                        | SheetRow::Survey(_)
                        | SheetRow::Visit(_)
                        | SheetRow::NoteEntry(_)
                );
                let from = match at {
                    SheetRow::UnitName => unit.names.first().and_then(|row| row.from),
                    SheetRow::UnitParent => unit.parents.first().and_then(|row| row.from),
                    _ => None,
                };
                let said = row(unit_value(view, &unit, &(Vec::new(), 0), at), single);
                from.map_or(said.clone(), |from| format!("{said} · {}", show_date(from)))
            });
            said.collect()
        }
        (AnyField::Book(BookField::Settings(settings)), _) => settings_lines(view, settings),
        _ => Vec::new(),
    };
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

fn settings_lines(view: View<'_>, settings: &BookSettings) -> Vec<String> {
    let texts = view.texts;
    let counting = match settings.counting {
        Counting::Ceremony => "settle.by-ceremony",
        Counting::Decision => "settle.by-decision",
    };
    let mut lines = vec![texts.get(counting).to_owned()];
    if settings.group_shared {
        lines.push(texts.get("settle.shared").to_owned());
    }
    let tracks = settings.tracks.iter();
    lines.extend(tracks.map(|track| format!("{} {}", track.id, track.name)));
    let floors = settings.floors.iter();
    lines.extend(floors.map(|it| row(floor(view, it), false)));
    let more = [
        settings
            .today
            .map(|day| Message::info("settle.today").with("date", day)),
        settings
            .recorded_from
            .map(|year| Message::info("settle.recorded-from").with("year", i64::from(year))),
    ];
    lines.extend(
        more.into_iter()
            .flatten()
            .map(|message| texts.say(&message)),
    );
    lines.extend(settings.note.clone());
    lines
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

fn number(field: &AnyField) -> Option<String> {
    let AnyField::Candidate(field) = field else {
        return None;
    };
    let typed = field.typed().filter(|(field, _)| field.is_masked());
    typed.map(|(_, number)| number)
}

/// Versions of one field, each as its lines; what is alike in all of them is left out.
pub(super) fn versions<const N: usize>(
    view: View<'_>,
    record: Option<&AnyRecord>,
    fields: [Option<&AnyField>; N],
) -> [Vec<String>; N] {
    let numbers = fields.map(|field| field.and_then(number));
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
