//! The two last lines: one plain sentence about the selected row, and the keys that work now.

use super::View;
use super::line::{RowBuilder, cut_end, draw_input};
use super::panes::row;
use crate::app::command::{Command, Context};
use crate::app::{Ask, Overlay, Pane, Prompt, SaveMark, Screen};
use crate::config::Look;
use crate::model::{Level, Message, Subject, place};
use crate::rules::{Case, Spot, next_for_unit};
use crate::text::{width, wrapped};
use ratatui::Frame;
use ratatui::layout::Rect;

/// Whether a typed line is drawn in its own row of a list rather than here.
fn in_place(prompt: &Prompt) -> bool {
    matches!(
        prompt.ask,
        Ask::Row(..)
            | Ask::Scalar(..)
            | Ask::Since(_)
            | Ask::Helper(_)
            | Ask::Note(_)
            | Ask::Quota(..)
            | Ask::Unlisted(_)
            | Ask::UnitScalar(..)
            | Ask::Members(_)
            | Ask::Officers(_)
            | Ask::UnitNote(_)
    )
}

fn mark(view: View<'_>) -> (&'static str, Look) {
    match view.app.saved {
        _ if view.app.read_only => ("ui.read-only", Look::Warn),
        SaveMark::Clean => ("", Look::Dim),
        SaveMark::Saving => ("ui.saving", Look::Warn),
        SaveMark::Saved => ("ui.saved", Look::Good),
        SaveMark::Failed => ("ui.not-saved", Look::Bad),
    }
}

/// Rows that the sentence is given: as many as it mostly needs, fewer on a small screen; what went
/// wrong is said whole, on up to half of the screen.
pub(super) fn height(view: View<'_>, screen: Rect) -> u16 {
    let app = view.app;
    let more = u16::from(app.screens.open == Screen::Agenda);
    let usual = match (screen.width, screen.height) {
        (_, ..20) => 1,
        (..120, _) => 2 + more,
        _ => 1 + more,
    };
    if let Some(Overlay::Prompt(prompt)) = app.overlays.last()
        && prompt.fault.is_some()
        && !in_place(prompt)
        && usual == 1
        && screen.height >= 20
    {
        return 2;
    }
    let typing = matches!(
        app.overlays.last(),
        Some(Overlay::Prompt(_) | Overlay::Form(_))
    );
    let said = app.notice.as_ref().filter(|_| !typing);
    let Some(said) = said.filter(|said| said.level == Level::Error) else {
        return usual;
    };
    let rows = wrapped(&view.texts.say(said), room(view, screen)).len();
    let most = (screen.height / 2).max(usual);
    u16::try_from(rows).unwrap_or(most).clamp(usual, most)
}

/// Columns for the sentence beside the mark.
fn room(view: View<'_>, area: Rect) -> usize {
    let (key, _) = mark(view);
    let saved = if key.is_empty() {
        ""
    } else {
        view.texts.get(key)
    };
    usize::from(area.width).saturating_sub(width(saved) + 3)
}

/// The sentence; `own` is what the open screen itself says of its selected row.
pub(super) fn status(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    own: impl FnOnce() -> Option<String>,
) {
    let View { app, texts, .. } = view;
    if let Some(Overlay::Prompt(prompt)) = app.overlays.last() {
        let (above, last) = (area.height - 1, row(area, usize::from(area.height - 1)));
        let rest = Rect {
            height: above,
            ..area
        };
        return match (&prompt.fault, in_place(prompt)) {
            (None, false) => {
                frame.render_widget(ratatui::widgets::Clear, rest);
                question(frame, view, last, prompt);
            }
            (None, true) => say(
                frame,
                view,
                area,
                &texts.say(&prompt.ask.question()),
                Look::Plain,
            ),
            (Some(fault), true) => say(frame, view, area, &texts.say(fault), Look::Warn),
            (Some(fault), false) if above > 0 => {
                say(frame, view, rest, &texts.say(fault), Look::Warn);
                question(frame, view, last, prompt);
            }
            // The line itself takes the footer's place, so that the fault stays readable.
            (Some(fault), false) => {
                say(frame, view, area, &texts.say(fault), Look::Warn);
                question(frame, view, row(area, 1), prompt);
            }
        };
    }
    let fault = match app.overlays.last() {
        Some(Overlay::Form(form)) => form.fault.as_ref(),
        Some(
            Overlay::Sheet(_)
            | Overlay::Prompt(_)
            | Overlay::Pick(_)
            | Overlay::Palette(_)
            | Overlay::Help(_)
            | Overlay::Why(_)
            | Overlay::Outlooks(_)
            | Overlay::Settle(_)
            | Overlay::Taking(_),
        )
        | None => None,
    };
    if let (Some(Overlay::Settle(settle)), None) = (app.overlays.last(), &app.notice) {
        let key = if settle.kept.contains(&None) {
            "settle.open"
        } else {
            "settle.ready"
        };
        return say(frame, view, area, texts.get(key), Look::Plain);
    }
    match fault.or(app.notice.as_ref()) {
        Some(message) => say(frame, view, area, &texts.say(message), look_of(message)),
        None => say(frame, view, area, &next(view, own), Look::Plain),
    }
}

/// A text in the rows there are, and how saving stands at the end of the first.
fn say(frame: &mut Frame<'_>, view: View<'_>, area: Rect, text: &str, look: Look) {
    let View { texts, styles, .. } = view;
    let (key, mark_look) = mark(view);
    let saved = if key.is_empty() { "" } else { texts.get(key) };
    let room = room(view, area);
    let rows = usize::from(area.height);
    let mut lines = wrapped(text, room);
    if lines.len() > rows {
        let rest = lines.split_off(rows.saturating_sub(1)).join(" ");
        lines.push(cut_end(&rest, room));
    }
    for at in 0..rows {
        let mut out = RowBuilder::default();
        let line = lines.get(at).map_or("", String::as_str);
        out.push(" ", styles.get(Look::Plain));
        out.cell(line, room, styles.get(look));
        if at == 0 {
            out.push(" ", styles.get(Look::Plain));
            out.push(saved, styles.get(mark_look));
        }
        out.draw(frame, row(area, at), styles.get(Look::Plain));
    }
}

fn look_of(message: &Message) -> Look {
    match message.level {
        Level::Info => Look::Good,
        Level::Warning => Look::Warn,
        Level::Error => Look::Bad,
    }
}

fn question(frame: &mut Frame<'_>, view: View<'_>, area: Rect, prompt: &Prompt) {
    let text = format!(" {} ", view.texts.say(&prompt.ask.question()));
    let used = (width(&text) as u16).min(area.width / 2);
    frame.render_widget(ratatui::widgets::Clear, area);
    let label = cut_end(&text, usize::from(used));
    frame.render_widget(
        ratatui::text::Line::styled(label, view.styles.get(Look::Key)),
        area,
    );
    let line = Rect {
        x: area.x + used,
        width: area.width - used,
        ..area
    };
    draw_input(frame, view, line, &prompt.input);
}

/// What is next for the selected row.
fn next(view: View<'_>, own: impl FnOnce() -> Option<String>) -> String {
    let View {
        app, world, texts, ..
    } = view;
    if let Some(Overlay::Outlooks(open)) = app.overlays.last() {
        return super::outlook::sentence(view, open);
    }
    if let Some(Overlay::Taking(open)) = app.overlays.last() {
        return super::taking::sentence(view, open);
    }
    if let Some(sentence) = own() {
        return sentence;
    }
    let on_people = app.screens.open == Screen::Board && app.screens.board.focus == Pane::Pipeline;
    if let Some(line) = app.screens.board.pipeline.line().filter(|_| on_people) {
        let case = Case::counted(view.see().counted(), line);
        let mut text = texts.say(&case.next());
        let held = case.blockers();
        if !held.is_empty() {
            let what = Message::info("next.blocked").with("what", held);
            text = format!("{text} · {}", texts.say(&what));
        }
        return text;
    }
    let Some(node) = app.node() else {
        return String::new();
    };
    match app.figures.tree.nodes[node].spot {
        Spot::Unit(at) => {
            let unit = &app.book.units()[at];
            let track = app.screens.quotas.track(&app.book);
            let next = next_for_unit(&app.book, &app.figures, node, unit, track);
            let data = view.see().counted();
            let need = track.filter(|_| app.screens.open == Screen::Quotas);
            let need = need.and_then(|track| view.see().forecast().needed(data, node, track));
            let said = need.map(|need| texts.say(&need.say(&world.rules)));
            match said {
                Some(said) => format!("{} · {said}", texts.say(&next)),
                None => texts.say(&next),
            }
        }
        Spot::Unreadable(at) => {
            let bad = &app.book.unreadable()[at];
            texts.say(&bad_file(bad))
        }
    }
}

/// The sentence for a unit's file that could not be read.
pub(super) fn bad_file(bad: &crate::model::Unreadable) -> Message {
    Message::error("next.bad-file")
        .with("place", place(&bad.file, bad.fault.line, bad.fault.column))
        .with("why", bad.fault.message())
}

/// The keys that work now.
pub(super) fn keys(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let View {
        app,
        texts,
        keys,
        styles,
        ..
    } = view;
    let covered = frame.area().height < 20;
    if covered
        && matches!(app.overlays.last(), Some(Overlay::Prompt(p)) if p.fault.is_some() && !in_place(p))
    {
        return;
    }
    let here = app.context();
    let of_a_unit = matches!(
        app.overlays.last(),
        Some(Overlay::Sheet(sheet)) if matches!(sheet.subject, Subject::Unit(_))
    );
    let idle = |command: Command| {
        let step = matches!(command, Command::NextStep | Command::BackStep);
        let anywhere = matches!(command, Command::Quit | Command::Help);
        (of_a_unit && step) || (here == Context::Welcome && !anywhere && command != Command::Accept)
    };
    let shown = |on: Context| {
        let rows = keys.rows().iter();
        rows.filter(move |r| r.footer && r.on == on && !idle(r.command))
    };
    let alone = matches!(
        here,
        Context::Help | Context::Sheet | Context::Outlook | Context::Settle | Context::Taking
    );
    let more = !here.takes_text() && !alone;
    let rows = shown(here).chain(shown(Context::Everywhere).filter(|_| more));
    let mut row = RowBuilder::default();
    let mut used = 1;
    row.push(" ", styles.get(Look::Plain));
    let said = rows.filter_map(|key| {
        let chord = key.keys.first()?.to_string();
        let short = format!("{}.short", key.command.text_key());
        let word = if texts.has(&short) {
            texts.get(&short)
        } else {
            texts.get(key.command.text_key())
        };
        Some((key.command, chord, word.to_owned()))
    });
    let said: Vec<_> = said.collect();
    let long = |(_, chord, word): &(Command, String, String)| width(chord) + width(word) + 3;
    // How a window is left, and where the other keys are told, is said before the rest.
    let first = |command| matches!(command, Command::Cancel | Command::Help);
    let mut kept: usize = said.iter().filter(|key| first(key.0)).map(long).sum();
    let mut full = false;
    for key in &said {
        if first(key.0) {
            kept -= long(key);
        } else {
            full |= used + long(key) + kept > usize::from(area.width) + 2;
            if full {
                continue;
            }
        }
        used += long(key);
        let (_, chord, word) = key;
        row.push(chord.clone(), styles.get(Look::Key));
        row.push(format!(" {word}  "), styles.get(Look::Dim));
    }
    row.draw(frame, area, styles.get(Look::Plain));
}
