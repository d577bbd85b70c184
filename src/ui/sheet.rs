//! A sheet: labels on the left, values on the right, the record's lists below with their heads.

use super::dossier_rows::{Facts, dossier_value};
use super::line::{RowBuilder, cut_end, draw_input};
use super::panes::{row, window};
use super::pipeline::{field_key, stage_text};
use super::unit_rows::unit_value;
use super::visit_rows::introduced;
use super::{Memory, View, scroll};
use crate::app::{Ask, Field, Overlay, Prompt, Sheet, SheetRow, Subject};
use crate::model::{
    Candidate, Cause, Guide, GuideKind, Message, Place, Remedy, ScalarField, Sex, clean, masked,
    show_date,
};
use crate::rules::standing;
use crate::text::wrapped;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

const LABEL: usize = 22;

pub(super) fn draw(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    sheet: &Sheet,
    memory: &mut Memory,
) {
    let inner = window(frame, view, area, (100, area.height), &title(view, sheet));
    let rows = sheet.rows(view.app, view.world);
    let height = usize::from(inner.height);
    let space = usize::from(inner.width).saturating_sub(LABEL + 3);
    let facts = match &sheet.subject {
        Subject::Person(id) => Facts::of(view, id),
        Subject::Unit(_) => None,
    };
    let gaps = match &sheet.subject {
        Subject::Person(_) => Default::default(),
        Subject::Unit(id) => view.app.gaps_of(view.world, id),
    };
    let mut lines = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        if let SheetRow::Head(key) = row {
            lines.push((at, view.texts.get(key).to_owned(), String::new()));
            continue;
        }
        let (label, value) = match (&sheet.subject, &facts) {
            (Subject::Person(_), Some(facts)) => person_value(view, facts, *row),
            (Subject::Unit(id), _) => match view.app.book.unit(id) {
                Some(unit) => unit_value(view, unit, &gaps, *row),
                None => continue,
            },
            _ => continue,
        };
        let parts = shortened(wrapped(&clean(&value), space), space);
        let labels = wrapped(&label, LABEL);
        for line in 0..parts.len().max(labels.len()) {
            let text = |of: &[String]| of.get(line).cloned().unwrap_or_default();
            lines.push((at, text(&labels), text(&parts)));
        }
    }
    let own = |(at, ..): &(usize, String, String)| *at == sheet.at;
    let first = lines.iter().position(own).unwrap_or(0);
    let last = lines.iter().rposition(own).unwrap_or(0);
    // The whole of the selected row is in view where there is room for it.
    scroll(&mut memory.sheet, last, height, lines.len());
    scroll(&mut memory.sheet, first, height, lines.len());
    memory.page = height.max(2) - 1;
    for (line, (at, label, value)) in lines.iter().skip(memory.sheet).take(height).enumerate() {
        let place = row(inner, line);
        let mut out = RowBuilder::default();
        if let SheetRow::Head(_) = rows[*at] {
            out.push(format!(" {label}"), view.styles.get("head"));
            out.draw(frame, place, Style::new());
            continue;
        }
        let selected = *at == sheet.at;
        let top = memory.sheet + line == first;
        let look = if selected {
            Style::new()
        } else {
            view.styles.get("dim")
        };
        out.push(if selected && top { "▸" } else { " " }, Style::new());
        out.cell(label, LABEL, look);
        out.push(" ", Style::new());
        out.cell(value, space, Style::new());
        out.draw(frame, place, view.styles.row(selected, true));
        if let Some(prompt) = typed_here(view, sheet).filter(|_| selected && top) {
            let x = place.x + LABEL as u16 + 2;
            let width = place.width.saturating_sub(LABEL as u16 + 3);
            draw_input(frame, view, Rect { x, width, ..place }, &prompt.input);
        }
    }
}

/// The most lines that one value takes.
const MOST_LINES: usize = 4;

/// Lines of a value, the last one cut where there are too many; an empty value is one empty line.
fn shortened(mut lines: Vec<String>, columns: usize) -> Vec<String> {
    if lines.len() > MOST_LINES {
        let rest = lines.split_off(MOST_LINES - 1).join(" ");
        lines.push(cut_end(&rest, columns));
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The line that is being typed into this sheet.
fn typed_here<'a>(view: View<'a>, sheet: &Sheet) -> Option<&'a Prompt> {
    let Some(Overlay::Prompt(prompt)) = view.app.overlays.last() else {
        return None;
    };
    let here = match (&prompt.ask, &sheet.subject) {
        (
            Ask::Scalar(id, _) | Ask::Since(id) | Ask::Helper(id) | Ask::Note(id),
            Subject::Person(of),
        ) => id == of,
        (
            Ask::Sector(id) | Ask::Members(id) | Ask::Officers(id) | Ask::UnitNote(id),
            Subject::Unit(of),
        ) => id == of,
        _ => false,
    };
    here.then_some(prompt)
}

fn title(view: View<'_>, sheet: &Sheet) -> String {
    let today = view.world.today;
    match &sheet.subject {
        Subject::Person(id) => view
            .app
            .book
            .candidate(id)
            .map_or_else(String::new, |(unit, person)| {
                format!("{} · {}", person.name, unit.name_on(today))
            }),
        Subject::Unit(id) => view
            .app
            .book
            .unit(id)
            .map_or_else(String::new, |unit| unit.name_on(today).to_owned()),
    }
}

fn scalar(view: View<'_>, person: &Candidate, field: ScalarField) -> String {
    let texts = view.texts;
    match field {
        ScalarField::Sex => match person.sex {
            Some(Sex::Male) => texts.get("value.male").to_owned(),
            Some(Sex::Female) => texts.get("value.female").to_owned(),
            None => String::new(),
        },
        ScalarField::YouthUnion => match person.youth_union {
            Some(true) => texts.get("value.yes").to_owned(),
            Some(false) => texts.get("value.no").to_owned(),
            None => String::new(),
        },
        ScalarField::Source => person.source.as_ref().map_or_else(String::new, |code| {
            let row = view.world.rules.source(code);
            row.map_or(code.as_str(), |row| texts.label(&row.name))
                .to_owned()
        }),
        field if !view.app.shows(&person.id, field) => masked(&field.read(person)),
        field => field.read(person),
    }
}

pub(super) fn span(from: Option<chrono::NaiveDate>, until: Option<chrono::NaiveDate>) -> String {
    let from = from.map(show_date).unwrap_or_default();
    match until {
        Some(until) => format!("{from} – {}", show_date(until)),
        None => from,
    }
}

pub(super) fn guide(view: View<'_>, guide: &Guide) -> String {
    let kind = match guide.kind {
        GuideKind::Member => "value.member",
        GuideKind::YouthUnion => "value.youth-union",
        GuideKind::TradeUnion => "value.trade-union",
    };
    format!(
        "{} · {} · {}",
        guide.name,
        view.texts.get(kind),
        span(guide.from, guide.until)
    )
}

pub(super) fn cause(view: View<'_>, cause: &Cause) -> String {
    let row = view.world.rules.cause(&cause.code);
    let mut text = row
        .map_or(cause.code.as_str(), |row| view.texts.label(&row.name))
        .to_owned();
    for more in [&cause.note, &cause.source].into_iter().flatten() {
        text.push_str(" · ");
        text.push_str(more);
    }
    text
}

/// A remedy: until when, what, by whom, against what, and when it was done.
pub(super) fn remedy(view: View<'_>, remedy: &Remedy) -> (String, String) {
    let texts = view.texts;
    let row = view.world.rules.cause(&remedy.cause);
    let cause = row.map_or(remedy.cause.as_str(), |row| texts.label(&row.name));
    let told = |key: &'static str, day: chrono::NaiveDate| {
        texts.say(&Message::info(key).with("date", day))
    };
    let late = |by: chrono::NaiveDate| by < view.world.today;
    let state = match (remedy.done, remedy.by) {
        (Some(done), _) => Some(told("sheet.done", done)),
        (None, Some(by)) if late(by) => Some(told("cause.late", by)),
        (None, Some(by)) => Some(told("cause.by", by)),
        (None, None) => None,
    };
    let parts = [
        Some(remedy.text.clone()),
        remedy.who.clone(),
        state,
        Some(cause.to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (head(view, "sheet.remedy", ""), parts.join(" · "))
}

/// Label and value of a row of a person.
pub(super) fn person_value(view: View<'_>, facts: &Facts<'_>, at: SheetRow) -> (String, String) {
    let View { texts, world, .. } = view;
    let person = facts.person;
    let label = |key: &str| texts.get(key).to_owned();
    let procedure = &world.rules.procedure;
    let counting = view.app.book.settings().counting;
    let now = || standing(person, procedure, counting, world.today);
    let stage = |id: &crate::model::Code| {
        procedure
            .index(id)
            .map_or(id.as_str(), |at| texts.label(&procedure.stages[at].name))
            .to_owned()
    };
    match at {
        SheetRow::Scalar(field) => (label(field.text_key()), scalar(view, person, field)),
        SheetRow::Groups => {
            let rules = &world.rules;
            let of = rules.groups_of(person);
            let names: Vec<&str> = of.map(|at| texts.label(&rules.groups[at].name)).collect();
            (label("field.groups"), names.join("; "))
        }
        SheetRow::Stage => (
            label(field_key(Field::Stage)),
            stage_text(view, now().as_ref()),
        ),
        SheetRow::Since => (
            label(field_key(Field::Since)),
            now().map(|n| show_date(n.since)).unwrap_or_default(),
        ),
        SheetRow::Helper => {
            let name = person.helper().map(|g| g.name.clone()).unwrap_or_default();
            (label(field_key(Field::Helper)), name)
        }
        SheetRow::Cause => {
            let open: Vec<String> = person.open_causes().map(|c| cause(view, c)).collect();
            (label(field_key(Field::Cause)), open.join("; "))
        }
        SheetRow::Note => (label(field_key(Field::Note)), label("ui.add-note")),
        SheetRow::Step(n) => {
            let step = &person.steps[n];
            let to = match &step.to {
                Place::Stage(id) => stage(id),
                Place::Paused => label("ui.paused"),
                Place::Exit(id) => procedure
                    .exit(id)
                    .map_or(id.as_str(), |e| texts.label(&e.name))
                    .to_owned(),
            };
            let why = step.reason.as_ref();
            let why = why.map(|r| format!(" · {r}")).unwrap_or_default();
            let forced = if step.forced {
                format!(" · {}", texts.get("sheet.forced"))
            } else {
                String::new()
            };
            (
                head(view, "sheet.step", &show_date(step.on)),
                format!("{to}{forced}{why}"),
            )
        }
        SheetRow::PastHelper(n) => (
            head(view, "sheet.helper", ""),
            guide(view, &person.helpers[n]),
        ),
        SheetRow::Introducer(n) => (
            head(view, "sheet.introducer", ""),
            guide(view, &person.introducers[n]),
        ),
        SheetRow::CauseEntry(n) => {
            let row = &person.causes[n];
            (
                head(view, "sheet.cause", &span(Some(row.from), row.until)),
                cause(view, row),
            )
        }
        SheetRow::Remedy(n) => remedy(view, &person.remedies[n]),
        SheetRow::NoteEntry(n) => {
            let note = &person.notes[n];
            (
                head(view, "sheet.note", &show_date(note.on)),
                note.text.clone(),
            )
        }
        SheetRow::Outreach => (label("field.introduced"), introduced(view, person)),
        row => dossier_value(view, facts, row),
    }
}

/// The label of a list's entry: what the list is, and the entry's own day or form.
pub(super) fn head(view: View<'_>, key: &str, detail: &str) -> String {
    let name = view.texts.get(key);
    if detail.is_empty() {
        name.to_owned()
    } else {
        format!("{name} {detail}")
    }
}
