//! Every row of `keys.ron` does something: somewhere it alters what is shown or asks for an effect.

use crate::board::{at, go_to};
use crate::desk::{Desk, sample, screen_keys};
use crate::world::{person_id, unit_id};
use ketnap::app::command::{Command, Context};
use ketnap::app::{App, Msg, Overlay, Sheet, SheetRow};
use ketnap::model::{AnyField, CandidateField, Change, Clash, Conflict, Joined, Subject};

type Place = Box<dyn Fn() -> Desk>;
type Named = (&'static str, fn() -> Desk);

fn pressed(mut desk: Desk, keys: &str) -> Desk {
    desk.press(keys);
    desk
}

fn sheet(of: Subject, row: Option<SheetRow>) -> Desk {
    let mut desk = Desk::new();
    desk.app.overlays.push(Overlay::Sheet(Sheet::of(of)));
    if let Some(row) = row {
        go_to(&mut desk, row);
    }
    desk
}

fn person(id: &str, row: Option<SheetRow>) -> Desk {
    sheet(Subject::Person(person_id(id)), row)
}

fn unit(id: &str) -> Desk {
    sheet(Subject::Unit(unit_id(id)), None)
}

/// A line in which something is typed, the cursor in its middle.
fn line() -> Desk {
    let mut desk = at("mau-19");
    desk.press("e Ctrl+U").write("Hà Thị Mẫu").press("Alt+b");
    desk
}

fn settle() -> Desk {
    let id = person_id("mau-19");
    let book = sample();
    let clash = |name: &str| AnyField::Candidate(CandidateField::Name(name.to_owned()));
    let conflict = |mine, theirs| Conflict {
        unit: book.home(&id).cloned(),
        candidate: Some(id.clone()),
        clash: Clash::Field {
            base: None,
            mine: clash(mine),
            theirs: clash(theirs),
        },
    };
    let joined = Joined {
        change: Change::Many(Vec::new()),
        conflicts: vec![conflict("A", "B"), conflict("C", "D")],
    };
    let mut desk = at("mau-19");
    desk.disk = Some(Msg::Conflict(Box::new(joined), Box::new(book.clone())));
    desk.press("e Ctrl+U").write("Của tôi").press("Enter");
    desk
}

/// Rows as they come out of a spreadsheet.
fn list(keys: &str) -> Desk {
    let mut desk = Desk::new();
    let rows =
        "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tChi bộ lạ\nLê Mẫu B\t1991\t\nLê Mẫu C\t\t";
    desk.send(Msg::Paste(rows.to_owned()));
    pressed(desk, keys)
}

fn welcome() -> Desk {
    let mut desk = Desk::new();
    desk.app = App::first_start(&desk.world, 1);
    desk
}

fn found() -> Desk {
    let mut desk = at("mau-19");
    desk.press("/").write("mau").press("Enter");
    desk
}

fn undone() -> Desk {
    let mut desk = at("mau-25");
    desk.press("e Ctrl+U")
        .write("Tên Mẫu khác")
        .press("Enter u");
    desk
}

fn done() -> Desk {
    let mut desk = at("mau-25");
    desk.press("e Ctrl+U").write("Tên Mẫu khác").press("Enter");
    desk
}

const PLACES: &[Named] = &[
    ("the organisations", Desk::new),
    ("an open organisation", || pressed(Desk::new(), "j j j →")),
    ("the people", || at("mau-19")),
    ("a field of the people", || pressed(at("mau-19"), "→")),
    ("the last of the people", || pressed(at("mau-19"), "G")),
    ("one who rests", || at("mau-25")),
    ("marked people", || pressed(at("mau-19"), "v")),
    ("what was found", found),
    ("what was done", done),
    ("what was undone", undone),
    ("the quotas", || pressed(Desk::new(), "2")),
    ("another column of the quotas", || {
        pressed(Desk::new(), "2 →")
    }),
    ("the tasks", || pressed(Desk::new(), "3 j")),
    ("the analysis", || pressed(Desk::new(), "4")),
    ("weak cells", || pressed(Desk::new(), "4 → → → → → →")),
    ("the journal", || pressed(Desk::new(), "5")),
    ("people behind a forecast", || {
        pressed(Desk::new(), "2 Enter")
    }),
    ("somebody supposed to be later", || {
        pressed(Desk::new(), "2 Enter +")
    }),
    ("a person's sheet", || person("mau-19", None)),
    ("the sheet of one who rests", || person("mau-25", None)),
    ("a paper", || person("mau-19", Some(SheetRow::Paper(0)))),
    ("a unit's sheet", || unit("duong-quang-mau-1")),
    ("the root's sheet", || unit("bac-kan")),
    ("the first start", welcome),
    ("the help", || pressed(Desk::new(), "?")),
    ("two versions", settle),
    ("a list that is taken over", || list("↓")),
    ("what can be answered of a list", || list("Enter ↓")),
    ("the columns of a list", || list("Tab ↓")),
    ("long values of a row of a list", || list("→")),
    ("a path", || {
        let mut desk = pressed(Desk::new(), "I");
        desk.write("/").press("Alt+b");
        desk
    }),
    ("a line", line),
    ("a form", || pressed(Desk::new(), "2 d ↓")),
    ("a choice of a form", || pressed(Desk::new(), "2 d")),
    ("the palette", || {
        let mut desk = pressed(Desk::new(), ":");
        desk.write("tim kiem").press("Alt+b");
        desk
    }),
    ("a list", || pressed(at("mau-19"), "m ↓")),
];

/// These, each screen and a row of it.
fn places() -> Vec<Place> {
    let screens = screen_keys().into_iter();
    let screens = screens.flat_map(|key| [key.clone(), format!("{key} j")]);
    let screens = screens.map(|keys| Box::new(move || pressed(Desk::new(), &keys)) as Place);
    let named = PLACES.iter().map(|(_, place)| Box::new(place) as Place);
    named.chain(screens).collect()
}

#[test]
fn each_screen_has_keys_of_its_own() {
    let desk = Desk::new();
    let has_keys = |on: &Context| {
        let mut rows = desk.config.keys.rows().iter();
        rows.any(|row| row.on == *on && !row.keys.is_empty())
    };
    let screens = Context::ALL.into_iter().filter(|on| on.is_screen());
    let without: Vec<Context> = screens.filter(|on| !has_keys(on)).collect();
    assert_eq!(without, []);
    assert!(screen_keys().len() >= 5);
}

/// Whether a command alters anything at a place.
fn does_something(desk: &mut Desk, command: Command) -> bool {
    desk.app.notice = None;
    let before = format!("{:?}", desk.app);
    let effects = desk.effects.len();
    desk.send(Msg::Do(command));
    desk.effects.len() > effects || format!("{:?}", desk.app) != before
}

#[test]
fn every_row_of_the_keys_does_something_where_it_holds() {
    let commands = Desk::new().world.commands;
    assert!(commands.len() > 100);
    let places = places();
    let mut idle = Vec::new();
    for entry in &commands {
        let here = |desk: &Desk| match entry.on {
            Context::Everywhere => !desk.app.context().takes_text(),
            on => desk.app.context() == on,
        };
        let works = places.iter().any(|place| {
            let mut desk = place();
            here(&desk) && does_something(&mut desk, entry.command)
        });
        if !works {
            idle.push((entry.on, entry.command));
        }
    }
    assert_eq!(idle, []);
}

#[test]
fn a_command_that_no_place_knows_is_seen_to_do_nothing() {
    let mut desk = Desk::new();
    assert!(!does_something(&mut desk, Command::SupposeDrop));
    assert!(does_something(&mut desk, Command::Down));
}
