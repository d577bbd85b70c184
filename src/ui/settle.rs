//! What two people changed differently: before, mine and theirs below each other, to choose from.

use super::line::RowBuilder;
use super::panes::{row, window};
use super::versions::{changes, versions};
use super::{Memory, View};
use crate::app::Settle;
use crate::app::command::Context;
use crate::config::Look;
use crate::model::{AnyRecord, Clash, Conflict, Side, UnitId, clean};
use crate::text::wrapped;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

const WIDTH: u16 = 96;
/// Columns of the words that say whose a version is, with the mark before them.
const WHOSE: usize = 20;

/// A line of the window. A head has no words for whose it is and takes the whole width.
struct Line {
    question: usize,
    whose: Option<String>,
    value: String,
    look: Look,
}

pub(super) fn draw(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    settle: &Settle,
    memory: &mut Memory,
) {
    let View { texts, styles, .. } = view;
    let room = usize::from(WIDTH.min(area.width)).saturating_sub(WHOSE + 4);
    let mut lines = Vec::new();
    for (question, conflict) in settle.joined.conflicts.iter().enumerate() {
        lines.extend(asked(view, settle, question, conflict, room));
    }
    let size = (WIDTH, lines.len() as u16 + 2);
    let inner = window(frame, view, area, size, texts.get("settle.title"));
    let height = usize::from(inner.height);
    let own = |line: &Line| line.question == settle.at;
    let first = lines.iter().position(own).unwrap_or(0);
    let last = lines.iter().rposition(own).unwrap_or(0);
    memory.scroll(Context::Settle, last, height, lines.len());
    let from = memory.scroll(Context::Settle, first, height, lines.len());
    for (at, line) in lines.iter().skip(from).take(height).enumerate() {
        let mut out = RowBuilder::default();
        if let Some(whose) = &line.whose {
            out.cell(whose, WHOSE, styles.get(line.look));
            out.push(" ", Style::new());
        }
        out.push(line.value.clone(), styles.get(line.look));
        out.draw(frame, row(inner, at), Style::new());
    }
}

/// One question: whose record and which field, then the versions.
fn asked(
    view: View<'_>,
    settle: &Settle,
    question: usize,
    conflict: &Conflict,
    room: usize,
) -> Vec<Line> {
    let texts = view.texts;
    let selected = question == settle.at;
    let mark = if selected { "▸" } else { " " };
    let field = texts.get(conflict.text_key());
    let head = wrapped(
        &format!("{mark}{field} · {}", name(view, conflict)),
        room + WHOSE,
    );
    let look = if selected { Look::Title } else { Look::Head };
    let mut lines: Vec<Line> = head
        .into_iter()
        .map(|value| Line {
            question,
            whose: None,
            value,
            look,
        })
        .collect();
    let kept = settle.kept[question];
    let [base, mine, theirs] = told(view, conflict);
    let sides = [
        ("settle.base", base, None),
        ("settle.mine", mine, Some(Side::Mine)),
        ("settle.theirs", theirs, Some(Side::Theirs)),
    ];
    for (key, said, side) in sides {
        let mark = match side {
            None => "   ",
            side if side == kept => " ● ",
            Some(_) => " ○ ",
        };
        let look = match (side, kept) {
            (Some(_), kept) if side == kept => Look::Good,
            (Some(_), None) => Look::Plain,
            _ => Look::Dim,
        };
        let said = if said.is_empty() {
            vec![texts.get("value.unsaid").to_owned()]
        } else {
            said
        };
        let parts = said.iter().flat_map(|line| wrapped(&clean(line), room));
        for (at, value) in parts.enumerate() {
            let whose = if at == 0 {
                format!("{mark}{}", texts.get(key))
            } else {
                String::new()
            };
            lines.push(Line {
                question,
                whose: Some(whose),
                value,
                look,
            });
        }
    }
    lines
}

/// Whose record it is.
fn name(view: View<'_>, conflict: &Conflict) -> String {
    let book = &view.app.book;
    let kept = match &conflict.clash {
        Clash::Removed { kept, .. } => Some(kept),
        _ => None,
    };
    let person = conflict.candidate.as_ref().map(|id| {
        let known = book.candidate(id).map(|(_, person)| person.name.clone());
        let gone = match kept {
            Some(AnyRecord::Candidate(person)) => Some(person.name.clone()),
            _ => None,
        };
        known.or(gone).unwrap_or_else(|| id.to_string())
    });
    let unit = conflict.unit.as_ref().map(|id| match kept {
        Some(AnyRecord::Unit(unit)) => unit.name_on(view.world.today).to_owned(),
        _ => unit_name(view, id),
    });
    let said = [person, unit].into_iter().flatten();
    let said: Vec<String> = said.map(|name| clean(&name).into_owned()).collect();
    said.join(" · ")
}

fn unit_name(view: View<'_>, id: &UnitId) -> String {
    let unit = view.app.book.unit(id);
    unit.map_or(id.to_string(), |unit| {
        unit.name_on(view.world.today).to_owned()
    })
}

/// The three versions, each as its lines.
fn told(view: View<'_>, conflict: &Conflict) -> [Vec<String>; 3] {
    let View { app, texts, .. } = view;
    match &conflict.clash {
        Clash::Field { base, mine, theirs } => {
            let person = conflict
                .candidate
                .as_ref()
                .and_then(|id| app.book.candidate(id));
            let person = person.map(|(_, person)| AnyRecord::Candidate(Box::new(person.clone())));
            let unit = conflict.unit.as_ref().and_then(|id| app.book.unit(id));
            let unit = unit.map(|unit| AnyRecord::Unit(Box::new(unit.clone())));
            let record = match conflict.candidate {
                Some(_) => person,
                None => unit,
            };
            versions(
                view,
                record.as_ref(),
                [base.as_ref(), Some(mine), Some(theirs)],
            )
        }
        Clash::Removed { by, base, kept } => {
            let gone = vec![texts.get("settle.removed").to_owned()];
            let mut changed = vec![texts.get("settle.changed").to_owned()];
            changed.extend(changes(view, base, kept));
            let there = vec![texts.get("settle.there").to_owned()];
            match by {
                Side::Mine => [there, gone, changed],
                Side::Theirs => [there, changed, gone],
            }
        }
        Clash::Moved {
            base, mine, theirs, ..
        } => {
            let at = |id: Option<&UnitId>| id.map(|id| unit_name(view, id)).into_iter().collect();
            [at(base.as_ref()), at(Some(mine)), at(Some(theirs))]
        }
    }
}
