//! Screen 4: a line of parts, and below it the part shown as a chart or a list.

use super::charts::{self, Measure};
use super::line::{RowBuilder, cut_end};
use super::panes::{pane, row};
use super::tree::short_name;
use super::{Memory, View};
use crate::app::Part;
use crate::app::command::Context;
use crate::config::Look;
use crate::model::{Code, Message, clean, show_date};
use crate::rules::{Analysis, BANDS, CauseCount, CauseKind, Split, Waiting, Weak};
use crate::text::{cut_name, tenths, wrapped};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub(super) fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, memory: &mut Memory) {
    let View { app, texts, .. } = view;
    let unit = app
        .screens
        .board
        .tree
        .node()
        .map(|node| view.see().name_of(node));
    let year = app.figures.year.to_string();
    let title = texts.fill(
        "ui.analysis",
        &[("year", &year), ("unit", &unit.unwrap_or_default())],
    );
    let inner = pane(frame, view, area, &title, true);
    let Some(data) = app
        .screens
        .insight
        .data
        .as_ref()
        .filter(|_| inner.height > 2)
    else {
        return;
    };
    parts(view).draw(frame, row(inner, 0), Style::new());
    let body = Rect {
        x: inner.x + 1,
        y: inner.y + 1,
        width: inner.width.saturating_sub(2),
        height: inner.height - 1,
    };
    match app.screens.insight.part {
        Part::Course => charts::course(frame, view, body, data),
        Part::Years => charts::years(frame, view, body, data),
        Part::Funnel => funnel(frame, view, body, data),
        Part::Sources => sources(frame, view, body, data),
        Part::People => people(frame, view, body, data),
        Part::Causes => causes(frame, view, body, &data.causes, memory),
        Part::Cells => {
            let row = |at: usize| weak(view, &data.weak[at]);
            list(frame, view, body, (data.weak.len(), &row), memory);
        }
        Part::Waiting => {
            let row = |at: usize| waiting(view, &data.waiting[at]);
            list(frame, view, body, (data.waiting.len(), &row), memory);
        }
    }
}

fn parts(view: View<'_>) -> RowBuilder {
    let mut out = RowBuilder::default();
    for part in Part::ALL {
        let here = part == view.app.screens.insight.part;
        let name = view.texts.get(part.text_key());
        out.push(if here { "[" } else { " " }, Style::new());
        let look = if here { Look::Title } else { Look::Dim };
        out.push(name.to_owned(), view.styles.get(look));
        out.push(if here { "]" } else { " " }, Style::new());
    }
    out
}

fn funnel(frame: &mut Frame<'_>, view: View<'_>, area: Rect, data: &Analysis) {
    let View { texts, world, .. } = view;
    let stages = world.rules.procedure.stages.iter().zip(&data.funnel);
    let mut rows: Vec<Measure> = stages
        .map(|(stage, count)| {
            let told = match count.median {
                Some((days, files)) => {
                    let usual = Message::info("plan.usual").with("days", days);
                    let usual = texts.say(&usual.with("files", files));
                    format!("{:>4} · {usual}", count.people)
                }
                None => format!("{:>4}", count.people),
            };
            Measure {
                name: texts.label(&stage.name).to_owned(),
                value: count.people,
                told,
            }
        })
        .collect();
    rows.push(Measure {
        name: texts.get("ui.paused").to_owned(),
        value: data.paused,
        told: format!("{:>4}", data.paused),
    });
    charts::bars(frame, view, area, &rows);
}

fn source_name(view: View<'_>, source: Option<&Code>) -> String {
    let Some(code) = source else {
        return view.texts.get("analysis.no-group").to_owned();
    };
    let known = view.world.rules.source(code);
    known
        .map_or(code.as_str(), |row| view.texts.label(&row.name))
        .to_owned()
}

fn sources(frame: &mut Frame<'_>, view: View<'_>, area: Rect, data: &Analysis) {
    let texts = view.texts;
    let rows: Vec<Measure> = data
        .sources
        .iter()
        .filter(|row| row.source.is_some() || row.open + row.admitted > 0)
        .map(|row| {
            let (open, made) = (row.open.to_string(), row.admitted.to_string());
            Measure {
                name: source_name(view, row.source.as_ref()),
                value: row.open + row.admitted,
                told: texts.fill("insight.source", &[("open", &open), ("made", &made)]),
            }
        })
        .collect();
    charts::bars(frame, view, area, &rows);
}

fn people(frame: &mut Frame<'_>, view: View<'_>, area: Rect, data: &Analysis) {
    let texts = view.texts;
    let form = &data.admitted;
    let split = |key: &'static str, split: Split| Measure {
        name: texts.get(key).to_owned(),
        value: split.yes,
        told: texts.say(
            &Message::info("insight.split")
                .with("yes", split.yes)
                .with("no", split.no)
                .with("unknown", split.unknown),
        ),
    };
    let plain = |key: &'static str, value: u32| Measure {
        name: texts.get(key).to_owned(),
        value,
        told: format!("{value:>4}"),
    };
    let mut rows = vec![
        plain("insight.listed", form.listed),
        plain("insight.unlisted", form.unlisted),
        split("insight.women", form.women),
        split("insight.minority", form.minority),
        split("insight.religious", form.religious),
        split("insight.youth-union", form.youth_union),
        plain("insight.readmitted", form.readmitted),
    ];
    for ((from, until), count) in BANDS.iter().zip(form.ages.bands) {
        let band = match until {
            Some(until) => format!("{from}–{until}"),
            None => format!("≥ {from}"),
        };
        rows.push(Measure {
            name: texts.fill("insight.age", &[("band", &band)]),
            value: count,
            told: format!("{count:>4}"),
        });
    }
    if form.ages.unknown > 0 {
        rows.push(plain("insight.age-unknown", form.ages.unknown));
    }
    if let Some(average) = form.ages.average_tenths() {
        rows.push(Measure {
            name: texts.get("insight.age-average").to_owned(),
            value: 0,
            told: format!("{:>6}", tenths(average, texts.lang)),
        });
    }
    charts::bars(frame, view, area, &rows);
}

/// One line each, the selected one marked; in the part's own order.
/// Draws the rows that are to be seen, of so many.
fn list(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    (count, text): (usize, &dyn Fn(usize) -> RowText),
    memory: &mut Memory,
) {
    let height = usize::from(area.height);
    let at = view.app.screens.insight.at;
    let from = memory.scroll(Context::Analysis, at, height, count);
    memory.page = height.max(2) - 1;
    if count == 0 {
        let nothing = view.texts.get("insight.nothing").to_owned();
        let line = ratatui::text::Line::styled(nothing, view.styles.get(Look::Dim));
        return frame.render_widget(line, row(area, 0));
    }
    for (line, place) in (from..count).take(height).enumerate() {
        let selected = place == at;
        let mut out = RowBuilder::default();
        out.push(if selected { "▸" } else { " " }, Style::new());
        let room = usize::from(area.width).saturating_sub(1);
        let name = (room * 2 / 5).min(40);
        let RowText(left, right) = text(place);
        out.cell(&left, name, Style::new());
        out.push(" ", Style::new());
        let space = room.saturating_sub(name + 1);
        out.cell(&cut_end(&right, space), space, Style::new());
        let style = view.styles.row(selected, true);
        out.draw(frame, row(area, line), style);
    }
}

/// What stands on the left and on the right of a row.
struct RowText(String, String);

fn unit_name(view: View<'_>, at: usize, columns: usize) -> String {
    let name = view.app.book.units()[at].name_on(view.world.today);
    let prefixes = view.texts.get("ui.name-prefixes");
    short_name(&clean(name), columns, prefixes)
}

fn weak(view: View<'_>, cell: &Weak) -> RowText {
    let texts = view.texts;
    let mut said = Vec::new();
    if cell.silent {
        let years = view.world.rules.silent_years.to_string();
        said.push(texts.fill("ui.silent", &[("years", &years)]));
    }
    if let Some(day) = cell.last {
        let last = Message::info("insight.last-admission").with("date", day);
        said.push(texts.say(&last));
    }
    if cell.no_source() {
        said.push(texts.get("weak.no-source").to_owned());
    }
    if let Some(only) = &cell.only {
        let group = source_name(view, Some(only));
        said.push(texts.fill("weak.one-source", &[("source", &group)]));
    }
    if let Some(full) = cell.few {
        said.push(texts.say(&Message::info("weak.few").with("full", full)));
    }
    RowText(unit_name(view, cell.unit, 40), said.join(" · "))
}

fn waiting(view: View<'_>, wait: &Waiting) -> RowText {
    let View {
        app, world, texts, ..
    } = view;
    let name = clean(&wait.line.person(&app.book).name).into_owned();
    let stage = &world.rules.procedure.stages[wait.stage].name;
    let mut said = texts.say(
        &Message::info("insight.waits")
            .with("days", wait.days)
            .with("stage", stage.clone())
            .with("date", wait.since),
    );
    if let Some(limit) = wait.limit(view.see().counted()) {
        let due = Message::info("insight.due").with("date", limit.due);
        said = format!("{said} · {}", texts.say(&due));
    }
    RowText(cut_name(&name, 40), said)
}

fn cause_row(view: View<'_>, cause: &CauseCount) -> RowText {
    let View { world, texts, .. } = view;
    let known = world.rules.cause(&cause.code);
    let name = known.map_or(cause.code.as_str(), |row| texts.label(&row.name));
    let kind = match cause.kind {
        Some(CauseKind::Objective) => texts.get("cause.objective"),
        Some(CauseKind::Subjective) => texts.get("cause.subjective"),
        None => "?",
    };
    let counts = Message::info("insight.cause-counts")
        .with("people", cause.candidates)
        .with("cells", cause.cells)
        .with("committees", cause.committees);
    RowText(
        clean(name).into_owned(),
        format!("{kind} · {}", texts.say(&counts)),
    )
}

/// The causes, and below them where the selected one weighs, where it is known from, what helps.
fn causes(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    causes: &[CauseCount],
    memory: &mut Memory,
) {
    let text = |at: usize| cause_row(view, &causes[at]);
    let about = causes
        .get(view.app.screens.insight.at)
        .map(|cause| about(view, cause));
    let room = usize::from(area.width);
    let lines: Vec<String> = about
        .into_iter()
        .flatten()
        .flat_map(|text| wrapped(&text, room))
        .collect();
    let most = usize::from(area.height).saturating_sub(3) / 2;
    let below = lines.len().min(most);
    let above = Rect {
        height: area.height - below as u16,
        ..area
    };
    list(frame, view, above, (causes.len(), &text), memory);
    for (at, line) in lines.into_iter().take(below).enumerate() {
        let text = ratatui::text::Line::styled(line, view.styles.get(Look::Plain));
        frame.render_widget(text, row(area, usize::from(above.height) + at));
    }
}

fn about(view: View<'_>, cause: &CauseCount) -> Vec<String> {
    let View { world, texts, .. } = view;
    let units: Vec<String> = cause
        .units
        .iter()
        .map(|at| unit_name(view, *at, usize::MAX))
        .collect();
    let weighs = Message::info("insight.weighs-on").with("open", cause.open);
    let mut out = vec![texts.say(&weighs.with("units", units.join(", ")))];
    for source in &cause.sources {
        out.push(texts.fill("insight.known-from", &[("source", source)]));
    }
    let remedies = world.rules.cause(&cause.code).map(|row| &row.remedies);
    let remedies: Vec<&str> = remedies
        .into_iter()
        .flatten()
        .map(|label| texts.label(label))
        .collect();
    if !remedies.is_empty() {
        let remedies = remedies.join("; ");
        out.push(texts.fill("insight.remedies", &[("remedies", &remedies)]));
    }
    out
}

/// The sentence above the footer.
pub(super) fn sentence(view: View<'_>) -> String {
    let View { app, texts, .. } = view;
    let Some(data) = &app.screens.insight.data else {
        return String::new();
    };
    if data.incomplete {
        return texts.get("insight.incomplete").to_owned();
    }
    let at = app.screens.insight.at;
    let named = |RowText(left, right): RowText| format!("{left}: {right}");
    match app.screens.insight.part {
        Part::Causes => data.causes.get(at).map(|c| named(cause_row(view, c))),
        Part::Cells => data.weak.get(at).map(|cell| {
            let above = app.book.units()[cell.unit].parent_on(view.world.today);
            let above = above.and_then(|id| app.book.unit(id));
            let above = above.map_or("", |unit| unit.name_on(view.world.today));
            format!("{} · {}", named(weak(view, cell)), clean(above))
        }),
        Part::Waiting => data.waiting.get(at).map(|w| {
            let unit = clean(w.line.unit(&app.book).name_on(view.world.today)).into_owned();
            format!("{} · {unit}", named(waiting(view, w)))
        }),
        Part::Course | Part::Years => data
            .curve
            .unlisted_as_of
            .map(|day| texts.fill("insight.unlisted-as-of", &[("date", &show_date(day))])),
        _ => None,
    }
    .unwrap_or_else(|| texts.get("insight.follows").to_owned())
}
