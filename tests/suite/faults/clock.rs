//! Clocks that are wrong, and which day it is where the machine keeps another zone.

use super::scene::store;
use crate::help::simdisk::SimDisk;
use crate::world::{code, day, header, person_id, unit_id};
use chrono::{DateTime, Datelike};
use ketnap::app::command::Command;
use ketnap::app::{App, Msg, SaveMark, World};
use ketnap::cli::{Printed, run_on};
use ketnap::config::Config;
use ketnap::model::{Book, Candidate, Dated, Level, Unit};
use ketnap::store::{Fs, Rights, Store};
use ketnap::terminal::{Colours, Glass, Session, Shell};
use ketnap::text::Lang;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const NOW: &str = "2026-11-28T09:00:00+07:00";

/// A moment, also of years that no date can be written of.
fn moment(text: &str) -> SystemTime {
    let seconds = match text {
        "year 10044" => 254_800_000_000,
        "year 292277026596" => return UNIX_EPOCH + Duration::from_secs(i64::MAX as u64),
        text => DateTime::parse_from_rfc3339(text).unwrap().timestamp(),
    };
    match u64::try_from(seconds) {
        Ok(after) => UNIX_EPOCH + Duration::from_secs(after),
        Err(_) => UNIX_EPOCH - Duration::from_secs(seconds.unsigned_abs()),
    }
}

/// A book on a disk whose clock shows a moment; its own day is not fixed.
fn disk(at: &str) -> SimDisk {
    let disk = SimDisk::new("/srv");
    disk.set_clock(moment(at));
    let root = Unit::new(unit_id("goc"), code("ward"), "Đảng bộ Mẫu".into());
    let mut cell = Unit::new(unit_id("a"), code("cell"), "Chi bộ A".into());
    cell.parents = vec![Dated {
        from: None,
        value: unit_id("goc"),
    }];
    let on = day(2026, 1, 5);
    let person = Candidate::new(person_id("p-0-0"), "Trần Mẫu".into(), code("source"), on);
    cell.candidates.push(person);
    let book = Book::new(header(), vec![root, cell], Vec::new());
    store(&disk).create(book.header(), book.units()).unwrap();
    disk
}

fn config() -> Config {
    Config::load(None, Some(Lang::Vi))
}

fn run(disk: &SimDisk, args: &[&str]) -> (u8, Printed) {
    let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
    run_on(store(disk), "mau", config(), &args)
}

fn journals(disk: &SimDisk) -> Vec<String> {
    let names = disk.content().into_iter().map(|(name, _)| name);
    let months = names.filter(|name| name.contains("/journal/"));
    months
        .filter_map(|name| Some(name.rsplit_once('/')?.1.to_owned()))
        .collect()
}

const WRONG: [&str; 7] = [
    "1969-12-31T23:59:59Z",
    "1901-01-01T00:00:00Z",
    "2015-12-31T00:00:00Z",
    "2121-03-04T10:00:00Z",
    "2101-01-01T00:00:00Z",
    "year 10044",
    "year 292277026596",
];

#[test]
fn a_clock_that_cannot_be_right_is_said_and_nothing_is_written() {
    let disk = disk(NOW);
    assert_eq!(run(&disk, &["note", "p-0-0", "một"]).0, 0);
    let before = disk.content();
    for wrong in WRONG {
        disk.set_clock(moment(wrong));
        for args in [
            &["note", "p-0-0", "hai"][..],
            &["note", "p-0-0", "hai", "--today", "2026-11-28"],
            &["undo"],
            &["erase", "p-0-0", "--reason", "mẫu", "--yes"],
            &["backup", "-o", "/srv/backup.tar"],
            &["report", "quota"],
            &["rules"],
        ] {
            let (code, told) = run(&disk, args);
            assert_eq!((code, told.data.as_str()), (3, ""), "{wrong} {args:?}");
            assert!(
                told.said.contains("Đồng hồ máy chỉ ngày"),
                "{wrong} {args:?}: {}",
                told.said
            );
            assert!(told.said.contains("chỉnh lại ngày giờ"), "{}", told.said);
        }
        // Looking needs no clock where the day is given.
        assert_eq!(
            run(&disk, &["report", "quota", "--today", "2026-11-28"]).0,
            0,
            "{wrong}"
        );
        let (code, told) = run(&disk, &["info", "--format", "json"]);
        assert!(
            code == 0 && told.data.contains("\"today\": null"),
            "{}",
            told.data
        );
        assert!(told.said.contains("Đồng hồ máy chỉ ngày"));
        assert_eq!(disk.content(), before, "{wrong}");
    }
    disk.set_clock(moment("2121-03-04T10:00:00Z"));
    assert!(run(&disk, &["undo"]).1.said.contains("04/03/2121"));
    disk.set_clock(moment("2026-12-02T10:00:00Z"));
    assert_eq!(run(&disk, &["note", "p-0-0", "ba"]).0, 0);
    assert_eq!(journals(&disk), ["2026-11.ron", "2026-12.ron"]);
}

/// The release before wrote on in such a month.
#[test]
fn a_journal_of_a_month_to_come_goes_on_in_order_and_is_told() {
    let disk = disk(NOW);
    assert_eq!(run(&disk, &["note", "p-0-0", "một"]).0, 0);
    let all = disk.content();
    let (name, lines) = all
        .iter()
        .find(|(name, _)| name.ends_with("2026-11.ron"))
        .unwrap();
    let dir = Path::new(name).parent().unwrap();
    let mut file = disk
        .create(&dir.join("2121-03.ron"), Rights::CLOSED)
        .unwrap();
    assert_eq!(file.write(lines).unwrap(), lines.len());
    disk.remove(Path::new(name)).unwrap();
    assert_eq!(run(&disk, &["note", "p-0-0", "hai"]).0, 0);
    assert_eq!(journals(&disk), ["2121-03.ron"]);
    assert_eq!(store(&disk).verify_journal(), []);
    let (code, told) = run(&disk, &["check"]);
    assert_eq!(code, 0, "{}", told.data);
    let told = told.data.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("2121-03.ron") && told.contains("03/2121"),
        "{told}"
    );
    let (_, told) = run(&disk, &["log"]);
    assert!(!told.data.is_empty());
    disk.set_clock(moment("2026-11-30T20:00:00Z"));
    disk.remove(&dir.join("2121-03.ron")).unwrap();
    let mut file = disk
        .create(&dir.join("2026-12.ron"), Rights::CLOSED)
        .unwrap();
    assert_eq!(file.write(lines).unwrap(), lines.len());
    assert_eq!(
        store(&disk).journals_ahead(),
        [],
        "in Hà Nội it is December"
    );
}

#[test]
fn a_clock_years_behind_the_newest_edit_is_believed_only_when_its_day_is_given() {
    let disk = disk(NOW);
    assert_eq!(run(&disk, &["note", "p-0-0", "một"]).0, 0);
    disk.set_clock(moment("2036-12-31T10:00:00+07:00"));
    assert_eq!(run(&disk, &["report", "quota"]).0, 0);
    disk.set_clock(moment("2037-03-04T10:00:00+07:00"));
    let (code, told) = run(&disk, &["note", "p-0-0", "hai"]);
    assert_eq!(code, 3);
    assert!(
        told.said.contains("04/03/2037") && told.said.contains("2026"),
        "{}",
        told.said
    );
    assert_eq!(
        run(&disk, &["note", "p-0-0", "hai", "--today", "2037-03-05"]).0,
        3
    );
    assert_eq!(journals(&disk), ["2026-11.ron"]);
    assert_eq!(
        run(&disk, &["note", "p-0-0", "hai", "--today", "2037-03-04"]).0,
        0
    );
    assert_eq!(journals(&disk), ["2026-11.ron", "2037-03.ron"]);
    assert_eq!(run(&disk, &["note", "p-0-0", "ba"]).0, 0, "from then on");
}

#[test]
fn a_day_that_nothing_can_be_of_is_refused() {
    let disk = disk(NOW);
    for day in ["9999-01-01", "0001-01-01", "2201-01-01", "1899-12-31"] {
        for args in [
            &["--today", day, "report", "quota"][..],
            &["rules", "--on", day],
        ] {
            let (code, told) = run(&disk, args);
            assert!(
                matches!(code, 2 | 3) && told.data.is_empty(),
                "{args:?} {code}"
            );
            assert!(
                told.said.contains("Năm phải từ 1900 đến 2200"),
                "{args:?}: {}",
                told.said
            );
        }
    }
    for day in ["10044-01-01", "+10044-01-01"] {
        let (code, told) = run(&disk, &["--today", day, "report", "quota"]);
        assert_eq!((code, told.data.as_str()), (2, ""), "{day}: {}", told.said);
    }
}

#[test]
fn today_is_the_offices_day_whatever_zone_the_machine_keeps() {
    // Half past six in the morning in Hà Nội is yesterday evening in universal time.
    let disk = disk("2026-11-27T23:30:00Z");
    let day = |config: Config| {
        let (code, told) = run_on(
            store(&disk),
            "mau",
            config,
            &["info".into(), "--format".into(), "json".into()],
        );
        let info: serde_json::Value = serde_json::from_str(&told.data).unwrap();
        assert_eq!(code, 0);
        (
            info["today"].as_str().unwrap().to_owned(),
            info["utc_offset"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(day(config()), ("2026-11-28".into(), "+07:00".into()));
    let set = |offset: &str| {
        let place = crate::world::temp();
        let text = format!("(format: 1, utc_offset: \"{offset}\")");
        std::fs::write(place.path().join("settings.ron"), text).unwrap();
        Config::load(Some(place.path()), None)
    };
    assert_eq!(day(set("+00:00")), ("2026-11-27".into(), "+00:00".into()));
    assert_eq!(day(set("-09:30")), ("2026-11-27".into(), "-09:30".into()));
    // Journals bear the same time.
    assert_eq!(run(&disk, &["note", "p-0-0", "một"]).0, 0);
    let stamped = disk.content().into_iter().any(|(name, bytes)| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        name.contains("/journal/") && text.contains("2026-11-28T06:30:00+07:00")
    });
    assert!(stamped);
}

struct NoGlass;

impl Glass for NoGlass {
    fn clear(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<bool> {
        Ok(true)
    }
}

fn session(disk: &SimDisk, today: chrono::NaiveDate) -> (Session, App) {
    let config = config();
    let store: Store = store(disk);
    let book: Book = store.load().unwrap();
    let world = World {
        today,
        rules: Arc::clone(&config.rules),
        commands: config.entries(),
    };
    let app = App::new(book, &world, false, 1);
    let session = Session {
        store,
        config,
        world,
        who: "mau".into(),
        fixed_today: None,
        colours: Colours::None,
        remark: None,
        running: Box::new(|| Duration::ZERO),
        create: |_, _, _, _| Ok(()),
    };
    (session, app)
}

#[test]
fn a_year_that_begins_over_night_carries_the_shown_year_along() {
    let disk = disk("2026-12-31T16:59:00Z");
    for (back, shown) in [(0, 2027), (1, 2025)] {
        disk.set_clock(moment("2026-12-31T16:59:00Z"));
        let (mut session, mut app) = session(&disk, day(2026, 12, 31));
        let world = session.world.today;
        let mut shell = Shell::start(&mut session, &mut app);
        for _ in 0..back {
            let msg = Msg::Do(Command::YearBack);
            shell.take(&mut app, msg, &mut NoGlass).unwrap();
        }
        assert_eq!(app.figures.year, world.year() - back);
        disk.set_clock(moment("2026-12-31T17:01:00Z"));
        assert!(shell.look_at_the_clock(&mut app));
        assert_eq!(
            (app.figures.today, app.figures.year),
            (day(2027, 1, 1), shown)
        );
        shell.end(&mut app, true);
    }
}

#[test]
fn an_open_board_does_not_follow_a_clock_that_goes_wrong() {
    let disk = disk(NOW);
    let (mut session, mut app) = session(&disk, day(2026, 11, 28));
    let mut shell = Shell::start(&mut session, &mut app);
    for (wrong, family) in WRONG
        .into_iter()
        .zip(["Trần", "Lê", "Hà", "Vi", "Ma", "Lý", "Bế"])
    {
        disk.set_clock(moment(wrong));
        app.notice = None;
        assert!(shell.look_at_the_clock(&mut app), "{wrong}");
        let told = app.notice.clone().unwrap();
        assert!(
            told.level == Level::Error && told.key.starts_with("store.clock"),
            "{told:?}"
        );
        assert!(!shell.look_at_the_clock(&mut app), "said once");
        assert_eq!(app.figures.today, day(2026, 11, 28));
        // What is done is saved, as of the time counted on.
        app.saved = SaveMark::Clean;
        let add = [Command::Bottom, Command::NextPane, Command::Add].map(Msg::Do);
        let name = format!("{family} Thị Mẫu");
        let name = name.chars().map(Msg::Type).collect::<Vec<_>>();
        let accept = [Msg::Do(Command::Accept)];
        for msg in add.into_iter().chain(name).chain(accept) {
            shell.take(&mut app, msg, &mut NoGlass).unwrap();
        }
        assert_eq!(app.saved, SaveMark::Saved, "{wrong}: {:?}", app.notice);
        let back = Msg::Do(Command::NextPane);
        shell.take(&mut app, back, &mut NoGlass).unwrap();
        disk.set_clock(moment(NOW));
        assert!(!shell.look_at_the_clock(&mut app));
    }
    shell.end(&mut app, true);
    assert_eq!(journals(&disk), ["2026-11.ron"]);
}
