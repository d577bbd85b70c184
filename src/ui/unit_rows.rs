//! The rows of an organisation's sheet.

use super::View;
use super::pipeline::field_key;
use super::sheet::{cause, head, remedy, span};
use super::visit_rows::visit_value;
use crate::app::{Field, SheetRow};
use crate::model::{Arg, Floor, Message, Quota, Unit, UnitClass, show_date};
use crate::rules::{SourceGap, as_of, basis_of, passage};

/// Label and value of a row.
pub(super) fn unit_value(
    view: View<'_>,
    unit: &Unit,
    gaps: &(Vec<SourceGap>, usize),
    at: SheetRow,
) -> (String, String) {
    let View {
        texts, world, app, ..
    } = view;
    let label = |key: &str| texts.get(key).to_owned();
    let day = as_of(app.figures.year, world.today);
    match at {
        SheetRow::UnitName => (label("field.unit-name"), unit.name_on(day).to_owned()),
        SheetRow::UnitKind => {
            let kind = world.rules.kind(&unit.kind);
            let name = kind.map_or(unit.kind.as_str(), |k| texts.label(&k.name));
            (label("field.kind"), format!("{name} · {}", unit.id))
        }
        SheetRow::UnitParent => {
            let parent = unit.parent_on(day).and_then(|id| app.book.unit(id));
            let name = parent.map(|p| p.name_on(day).to_owned());
            (
                label("field.parent"),
                name.unwrap_or_else(|| "–".to_owned()),
            )
        }
        SheetRow::Passage => (label("field.passage"), way(view, unit)),
        SheetRow::Route(n) => {
            let row = &unit.routes[n];
            let chain = texts.get(row.value.chain.text_key()).to_owned();
            let section = match row.value.section {
                Some(true) => format!(" · {}", texts.get("sheet.section")),
                Some(false) => format!(" · {}", texts.get("sheet.no-section")),
                None => String::new(),
            };
            (
                head(view, "sheet.route", &span(row.from, None)),
                format!("{chain}{section}"),
            )
        }
        SheetRow::Sector => (
            label("field.sector"),
            unit.sector.clone().unwrap_or_default(),
        ),
        SheetRow::Members => {
            let last = unit.members.last();
            let text = last.map(|m| format!("{}/{} · {}", m.members, m.full, show_date(m.on)));
            (label("field.members"), text.unwrap_or_default())
        }
        SheetRow::Officers => {
            let last = unit.officers.last();
            let text = last.map(|o| format!("{}/{} · {}", o.officers, o.members, show_date(o.on)));
            (label("field.officers"), text.unwrap_or_default())
        }
        SheetRow::UnitCause => {
            let open = unit.causes.iter().filter(|c| c.until.is_none());
            let names: Vec<String> = open.map(|c| cause(view, c)).collect();
            (label(field_key(Field::Cause)), names.join("; "))
        }
        SheetRow::UnitNote => (label(field_key(Field::Note)), label("ui.add-note")),
        SheetRow::Quota(n) => {
            let row = &unit.quotas[n];
            let label = format!("{} {}", row.year, row.track);
            (head(view, "sheet.quota", &label), quota(view, unit, row))
        }
        SheetRow::Exemption(n) => {
            let row = &unit.exemptions[n];
            let from = texts.fill("sheet.from", &[("date", &show_date(row.from))]);
            let more = [&row.basis, &row.note].into_iter().flatten().cloned();
            (
                head(view, "sheet.exemption", &row.year.to_string()),
                joined(std::iter::once(from).chain(more)),
            )
        }
        SheetRow::Floor(n) => {
            let row = app.book.settings().floors.get(n);
            row.map_or_else(Default::default, |row| floor(view, row))
        }
        SheetRow::Unlisted(n) => {
            let row = &unit.unlisted[n];
            let source = row
                .source
                .as_ref()
                .map(|s| format!(" · {s}"))
                .unwrap_or_default();
            (
                head(view, "sheet.unlisted", &row.year.to_string()),
                format!("{}{source}", row.count),
            )
        }
        SheetRow::CauseEntry(n) => {
            let row = &unit.causes[n];
            (
                head(view, "sheet.cause", &span(Some(row.from), row.until)),
                cause(view, row),
            )
        }
        SheetRow::Remedy(n) => remedy(view, &unit.remedies[n]),
        SheetRow::NoteEntry(n) => {
            let note = &unit.notes[n];
            (
                head(view, "sheet.note", &show_date(note.on)),
                note.text.clone(),
            )
        }
        row => visit_value(view, unit, gaps, row),
    }
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(" · ")
}

/// A number with all that is said of it, and whether it is the one in force.
fn quota(view: View<'_>, unit: &Unit, row: &Quota) -> String {
    let View { texts, world, .. } = view;
    let on = |key: &'static str, day| texts.fill(key, &[("date", &show_date(day))]);
    let day = as_of(row.year, world.today);
    let group = row.group.as_ref().map(|id| {
        let known = world.rules.group(id);
        known
            .map_or(id.as_str(), |group| texts.label(&group.name))
            .to_owned()
    });
    let now = unit.quota_on(row.year, &row.track, row.group.as_ref(), day);
    let state = match row.from {
        _ if now == Some(row) => None,
        Some(from) if from > day => Some("sheet.not-yet"),
        _ => Some("sheet.replaced"),
    };
    let number = match group {
        Some(group) => format!("{group}: {}", row.target),
        None => row.target.to_string(),
    };
    let parts = [
        Some(number),
        state.map(|key| texts.get(key).to_owned()),
        row.from.map(|from| on("sheet.from", from)),
        row.deadline.map(|day| on("sheet.deadline", day)),
        row.by.clone(),
        row.basis.clone(),
        row.note.clone(),
    ];
    joined(parts.into_iter().flatten())
}

/// How the dossiers go on the day, and what says so.
fn way(view: View<'_>, unit: &Unit) -> String {
    let View {
        texts, world, app, ..
    } = view;
    let way = passage(&app.book, &world.rules, unit, world.today);
    let mut text = texts.get(way.chain.text_key()).to_owned();
    if way.section {
        text = format!("{text} · {}", texts.get("sheet.section"));
    }
    if let Some(rule) = way.rule {
        let set = world.rules.on(world.today);
        let basis = basis_of(&rule.basis, rule.confirmed, &rule.origin, set);
        let said = Message::info("sheet.by-rule").with("basis", Arg::from(basis));
        text = format!("{text} ({})", texts.say(&said));
    }
    text
}

/// The least for a class of organisations.
pub(super) fn floor(view: View<'_>, row: &Floor) -> (String, String) {
    let View { texts, world, .. } = view;
    let class = match &row.class {
        UnitClass::Kind(kind) => {
            let known = world.rules.kind(kind);
            known.map_or(kind.as_str(), |kind| texts.label(&kind.name))
        }
        UnitClass::Sector(sector) => sector,
    };
    let least = format!("≥ {} · {class}", row.least);
    (
        head(view, "sheet.floor", &format!("{} {}", row.year, row.track)),
        joined(std::iter::once(least).chain(row.basis.clone())),
    )
}
