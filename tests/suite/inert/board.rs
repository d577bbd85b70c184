//! Every screen and every window above it, on a book whose every text is hostile.

use super::book;
use super::payload::{ALL, found};
use crate::board::go_to;
use crate::desk::{Desk, screen_keys, world};
use ketnap::app::command::{Command, Context};
use ketnap::app::{
    App, Ask, Done, Draft, FormFor, Msg, Overlay, Pane, Part, PickFor, Screen, Sheet, SheetRow,
};
use ketnap::config::Config;
use ketnap::model::{Book, BookField, Change, Joined, Log, Unit, Whose, merge_unit};
use ketnap::store::{Access, Store};
use ketnap::text::Lang;
use serde_json::Value;
use std::collections::BTreeSet;

/// What has been drawn so far, by the names of the kinds.
pub(crate) type Drawn = BTreeSet<String>;

macro_rules! kinds {
    ($all:ident, $name:ident, $type:ident { $($variant:ident),* $(,)? }) => {
        /// The name of the kind; a new kind does not compile before it stands here.
        fn $name(one: &$type) -> &'static str {
            match one {
                $($type::$variant { .. } => concat!(stringify!($type), "::", stringify!($variant)),)*
            }
        }

        const $all: &[&str] = &[$(concat!(stringify!($type), "::", stringify!($variant))),*];
    };
}

kinds!(
    OVERLAYS,
    overlay_name,
    Overlay {
        Sheet,
        Prompt,
        Form,
        Pick,
        Palette,
        Help,
        Why,
        Outlooks,
        Settle,
        Taking,
    }
);
kinds!(
    PICKS,
    pick_name,
    PickFor {
        Stage,
        StageOfMarked,
        Paper,
        Cell,
        Source,
        Cause,
        UnitCause,
        Group,
        Exit,
        Kind,
        RootKind,
        Supposed,
        Drafts,
        TakeBack,
        ListBody,
        ListColumn,
        ListTrack,
    }
);
kinds!(
    FORMS,
    form_name,
    FormFor {
        Paper,
        Letter,
        Vote,
        Introducer,
        Helper,
        Extension,
        Card,
        Former,
        Route,
        Quota,
        Exemption,
        Floor,
        HandDown,
        Cause,
        Remedy,
        Survey,
        Visit,
        Leader,
        Outreach,
    }
);
kinds!(
    ASKS,
    ask_name,
    Ask {
        Row,
        Scalar,
        Helper,
        Since,
        Note,
        BackReason,
        PauseReason,
        StopReason,
        Force,
        HandOver,
        CandidateName,
        UnitName,
        Rename,
        UnitScalar,
        Members,
        Officers,
        UnitNote,
        Quota,
        Unlisted,
        Track,
        BookName,
        Search,
        ListFile,
        ListYear,
    }
);

fn name(of: &str, one: impl std::fmt::Debug) -> String {
    format!("{of}::{one:?}")
}

/// What stands on a screen.
fn kinds_of(app: &App) -> Vec<String> {
    let mut kinds = vec![
        name("Screen", app.screens.open),
        name("Context", app.context()),
    ];
    for overlay in &app.overlays {
        kinds.push(overlay_name(overlay).to_owned());
        kinds.extend(match overlay {
            Overlay::Pick(picker) => Some(pick_name(&picker.what).to_owned()),
            Overlay::Form(form) => Some(form_name(&form.what).to_owned()),
            Overlay::Prompt(prompt) => Some(ask_name(&prompt.ask).to_owned()),
            _ => None,
        });
    }
    kinds
}

/// Draws and looks at each cell. Two sizes in turn: narrow panes cut, wide ones show.
pub(crate) fn look(desk: &mut Desk, drawn: &mut Drawn, turn: usize) -> String {
    let size = if turn.is_multiple_of(2) {
        (100, 30)
    } else {
        (200, 60)
    };
    let screen = desk.screen(size.0, size.1);
    let kinds = kinds_of(&desk.app);
    assert_eq!(found(&screen), None, "{kinds:?}");
    assert_eq!(screen.split('\n').count(), usize::from(size.1), "{kinds:?}");
    // Any size at all: what is too small for a window must not make the drawing fail.
    desk.screen(fastrand::u16(1..=60), fastrand::u16(1..=24));
    drawn.extend(kinds);
    screen
}

fn sources() -> (crate::help::place::Place, Book, Log) {
    let place = book::place(true);
    let store = Store::new(place.data(), Access::ReadWrite);
    let (book, mut log) = (store.load().unwrap(), store.log());
    assert_eq!(log.edits.len(), ALL.len());
    // A line may say what it likes of its day and its machine.
    for (edit, payload) in log.edits.iter_mut().zip(ALL) {
        edit.at = format!("{payload}hôm nay");
        edit.replica = format!("{payload}máy");
    }
    (place, book, log)
}

/// A board on the book, as it is when somebody was cut off while typing.
pub(super) fn desk(book: &Book, log: &Log, lang: Lang) -> Desk {
    let mut desk = Desk::with(book.clone(), lang);
    desk.send(Msg::Journal(Box::new(log.clone())));
    desk
}

/// Every command in each place that a walk comes to, and every line of what that opens.
pub(crate) fn try_all(desk: &mut Desk, drawn: &mut Drawn) {
    for &command in Command::ALL {
        let depth = desk.app.overlays.len();
        desk.send(Msg::Do(command));
        look(desk, drawn, 0);
        if desk.app.overlays.len() > depth {
            for turn in 0..12 {
                desk.send(Msg::Do(Command::Down));
                look(desk, drawn, turn);
            }
        }
        while desk.app.overlays.len() > depth {
            let before = desk.app.overlays.len();
            desk.send(Msg::Do(Command::Cancel));
            if desk.app.overlays.len() >= before {
                desk.app.overlays.truncate(depth);
            }
        }
    }
}

/// Letters that find something, numbers that count something.
const LETTERS: [char; 9] = ['a', 'e', 'n', 'o', '1', '2', '3', '/', ' '];

/// A hand that presses what holds here, types, and pastes; always the same for a seed.
pub(crate) fn wander(desk: &mut Desk, drawn: &mut Drawn, seed: u64, steps: usize) {
    let mut hand = fastrand::Rng::with_seed(seed);
    for turn in 0..steps {
        let here = desk.app.context();
        let holds = |on: Context| on == here || (on == Context::Everywhere && !here.takes_text());
        let rows = desk.config.keys.rows().iter().filter(|row| holds(row.on));
        let rows: Vec<Command> = rows.map(|row| row.command).collect();
        let msg = match hand.u8(0..10) {
            0 | 1 if here.takes_text() => Msg::Type(hand.choice(LETTERS).unwrap()),
            2 if here.takes_text() => Msg::Paste(hand.choice(ALL).unwrap().to_owned()),
            3 if here.takes_text() => Msg::Do(Command::Accept),
            _ => Msg::Do(hand.choice(rows).unwrap_or(Command::Cancel)),
        };
        desk.send(msg);
        look(desk, drawn, turn);
    }
}

/// A half-typed line of a hostile text, offered anew.
fn offered(desk: &mut Desk, drawn: &mut Drawn) {
    let cell = &desk.app.book.units()[1];
    let person = desk
        .app
        .book
        .units()
        .iter()
        .find_map(|unit| unit.candidates.first());
    let person = person.unwrap().id.clone();
    let drafts = ALL.iter().flat_map(|text| {
        let text = format!("{text}mẫu{text}");
        let of_person = Draft::Line(Ask::Note(person.clone()), text.clone());
        [of_person, Draft::Line(Ask::Rename(cell.id.clone()), text)]
    });
    desk.app.offer_drafts(drafts.collect());
    for turn in 0..ALL.len() * 2 {
        look(desk, drawn, turn);
        desk.send(Msg::Do(Command::Down));
    }
    desk.send(Msg::Do(Command::Accept));
    look(desk, drawn, 0);
}

/// An edit of somebody of a hostile name, to be taken back if that is chosen.
fn named(desk: &mut Desk, drawn: &mut Drawn) {
    for (turn, text) in ALL.iter().enumerate() {
        let mut settings = desk.app.book.settings().clone();
        settings.note = Some(format!("{turn}{text}"));
        let change = Change::SetBook(BookField::Settings(Box::new(settings)));
        let edit = desk.app.book.edit(change).unwrap();
        desk.send(Msg::Recalled(vec![Done {
            number: 7,
            who: format!("{text}mẫu{text}"),
            whose: Whose::Other,
            change: edit.change,
            inverse: edit.inverse,
        }]));
        look(desk, drawn, turn);
        desk.app.overlays.clear();
    }
}

/// The unit with a letter at the end of each hostile text.
fn changed(unit: &Unit, letter: char) -> Unit {
    fn walk(value: &mut Value, letter: char) {
        match value {
            Value::String(text) if found(text).is_some() || text.contains('\n') => {
                text.push(letter);
            }
            Value::Array(all) => all.iter_mut().for_each(|one| walk(one, letter)),
            Value::Object(all) => all.values_mut().for_each(|one| walk(one, letter)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(unit).unwrap();
    walk(&mut value, letter);
    book::read(&value).unwrap()
}

/// The choice between two versions of everything in a cell, and of people whom the other removed.
fn settled(book: &Book, log: &Log, drawn: &mut Drawn) {
    let cell = book
        .units()
        .iter()
        .find(|unit| unit.id.as_str() == book::CELL);
    let base = cell.unwrap();
    let (mine, theirs) = (changed(base, 'a'), changed(base, 'b'));
    let mut without = theirs.clone();
    without.candidates.clear();
    for theirs in [theirs, without] {
        let conflicts = merge_unit(Some(base), Some(&mine), Some(&theirs)).conflicts;
        assert!(conflicts.len() > 10, "{}", conflicts.len());
        let all = conflicts.len();
        let joined = Joined {
            change: Change::Many(Vec::new()),
            conflicts,
        };
        let mut desk = desk(book, log, Lang::Vi);
        desk.disk = Some(Msg::Conflict(Box::new(joined), Box::new(book.clone())));
        desk.press("Tab e Ctrl+U").write("Của tôi").press("Enter");
        assert!(matches!(desk.app.overlays.last(), Some(Overlay::Settle(_))));
        for turn in 0..all {
            assert!(look(&mut desk, drawn, turn).contains('\u{fffd}'));
            desk.send(Msg::Do(Command::Down));
        }
    }
}

/// The keys to each pane and screen, and to the sheets.
pub(crate) fn front() -> Vec<String> {
    let others = ["g", "Tab", "Tab Enter", "2 o", "2 Enter"].map(str::to_owned);
    [screen_keys(), others.to_vec()].concat()
}

#[test]
fn no_stored_text_acts_on_any_screen_or_in_any_window() {
    fastrand::seed(1);
    let (_place, book, log) = sources();
    let mut drawn = Drawn::new();
    for keys in front() {
        let mut desk = desk(&book, &log, Lang::Vi);
        desk.press(&keys);
        assert!(
            look(&mut desk, &mut drawn, 1).contains('\u{fffd}'),
            "{keys} shows no text"
        );
        try_all(&mut desk, &mut drawn);
    }
    let mut parts = desk(&book, &log, Lang::Vi);
    parts.press("4");
    for _ in Part::ALL {
        for turn in 0..24 {
            look(&mut parts, &mut drawn, turn);
            parts.send(Msg::Do(Command::Down));
        }
        parts.press("→");
    }
    for keys in ["Tab Space m", "2 Enter ↓ ↓ a"] {
        let mut desk = desk(&book, &log, Lang::Vi);
        desk.press(keys);
        look(&mut desk, &mut drawn, 0);
    }
    for keys in ["Tab Enter", "2 o"] {
        let mut desk = desk(&book, &log, Lang::En);
        desk.press(keys);
        for _ in 0..45 {
            desk.send(Msg::Do(Command::Down));
            desk.send(Msg::Do(Command::Edit));
            look(&mut desk, &mut drawn, 1);
            desk.app.overlays.truncate(1);
        }
    }
    // What is chosen first, and then typed or filled in.
    for (keys, command) in [
        ("Tab Enter", Command::HandOver),
        ("Tab Enter", Command::AddPaper),
        ("Tab", Command::Stop),
        ("g", Command::Add),
    ] {
        let mut desk = desk(&book, &log, Lang::Vi);
        desk.press(keys);
        desk.send(Msg::Do(command));
        desk.send(Msg::Do(Command::Accept));
        look(&mut desk, &mut drawn, 0);
    }
    let mut handing = desk(&book, &log, Lang::Vi);
    handing.press("2");
    handing.send(Msg::Do(Command::HandDown));
    look(&mut handing, &mut drawn, 0);
    for keys in ["Tab", "2 ↓"] {
        let mut fields = desk(&book, &log, Lang::Vi);
        fields.press(keys);
        for _ in 0..8 {
            fields.send(Msg::Do(Command::Edit));
            look(&mut fields, &mut drawn, 0);
            fields.app.overlays.clear();
            fields.send(Msg::Do(Command::Right));
        }
    }
    let mut adding = desk(&book, &log, Lang::Vi);
    for _ in 0..20 {
        for command in [Command::Right, Command::Down] {
            adding.app.screens.board.focus = Pane::Tree;
            adding.send(Msg::Do(command));
        }
        adding.app.screens.board.focus = Pane::Pipeline;
        adding.send(Msg::Do(Command::Add));
        look(&mut adding, &mut drawn, 0);
        adding.app.overlays.clear();
    }
    let mut people = book.units().iter().flat_map(|unit| &unit.candidates);
    let helped = people.find(|person| !person.helpers.is_empty()).unwrap();
    let mut helper = desk(&book, &log, Lang::Vi);
    let sheet = Sheet::person(helped.id.clone());
    helper.app.overlays.push(Overlay::Sheet(sheet));
    go_to(&mut helper, SheetRow::PastHelper(0));
    helper.send(Msg::Do(Command::Edit));
    look(&mut helper, &mut drawn, 0);
    offered(&mut desk(&book, &log, Lang::Vi), &mut drawn);
    named(&mut desk(&book, &log, Lang::Vi), &mut drawn);
    settled(&book, &log, &mut drawn);
    super::taking::listed(&book, &log, &mut drawn);
    let config = Config::load(None, Some(Lang::Vi));
    let mut first = desk(&book, &log, Lang::Vi);
    first.app = App::first_start(&world(&config), 1);
    for keys in ["", "↓ Enter", "Enter"] {
        first.press(keys);
        look(&mut first, &mut drawn, 0);
    }
    let screens = Screen::ALL.map(|screen| name("Screen", screen));
    let contexts = Context::ALL.map(|context| name("Context", context));
    let windows = [OVERLAYS, PICKS, FORMS, ASKS].concat();
    let windows = windows.into_iter().map(str::to_owned);
    let mut missed: Vec<String> = screens.into_iter().chain(contexts).chain(windows).collect();
    missed.retain(|kind| !drawn.contains(kind));
    assert_eq!(missed, ["Context::Everywhere"], "never drawn");
    // Where it leads rests on every row of the keys: nothing above may rest on it.
    for seed in 0..6 {
        let mut desk = desk(&book, &log, Lang::Vi);
        wander(&mut desk, &mut drawn, seed, 400);
    }
}
