//! Every kept file in the place of a cell of a small book: marked or listed with its place and cause, never written over, and the rest of the book goes on.

use super::files;
use crate::desk::Desk;
use crate::help::place::Place;
use crate::world::{code, day, unit_id};
use ketnap::app::Overlay;
use ketnap::model::{Cause, Change, UnitField};
use ketnap::store::{Access, Store};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What `check` says of a file: the kind, the line and column, and some of the words.
type Said = (&'static str, Option<(u64, u64)>, &'static str);

/// The row cannot be read: where, and why in words.
const fn bad(line: u64, column: u64, words: &'static str) -> Said {
    let at = if line == 0 {
        None
    } else {
        Some((line, column))
    };
    ("unreadable", at, words)
}

/// What is said of each file; nothing where it is read as it is.
const SAID: [(&str, Option<Said>); 24] = [
    ("binary", Some(bad(1, 10, "không phải văn bản"))),
    ("bom", None),
    (
        "born-after-admission",
        Some((
            "invalid-value",
            None,
            "born: Ngày 05/01/2021 ở trước ngày 06/06/2022",
        )),
    ),
    (
        "ceremony-before-decision",
        Some((
            "invalid-value",
            None,
            "steps: Ngày 10/04/2022 ở trước ngày 20/04/2022",
        )),
    ),
    ("conflict", Some(bad(20, 1, "dấu xung đột của git"))),
    ("crlf", None),
    ("cut", Some(bad(23, 20, "tệp bị cụt"))),
    ("empty", Some(bad(0, 0, "tệp rỗng"))),
    (
        "missing-parent",
        Some(("missing-parent", None, "xa-khac không có trong sổ")),
    ),
    ("newer", Some(bad(0, 0, "bản ketnap mới hơn"))),
    ("nul", Some(bad(1, 1, "không phải văn bản"))),
    ("parents-in-a-ring", Some(("cycle", None, "vòng lặp"))),
    (
        "same-person-twice",
        Some(("doubled-candidate", None, "uv-mau-2 có ở hai nơi")),
    ),
    (
        "thirtieth-of-february",
        Some(bad(20, 16, "giá trị không đọc được")),
    ),
    ("unknown-cause", Some(("unknown-cause", None, "gone"))),
    ("unknown-exit", Some(("unknown-exit", None, "gone"))),
    (
        "unknown-field",
        Some(bad(20, 9, "không có trường `birthday`")),
    ),
    ("unknown-stage", Some(("unknown-stage", None, "gone"))),
    (
        "unknown-stage-long-passed",
        Some(("unknown-stage", None, "gone")),
    ),
    ("utf16-be", Some(bad(0, 0, "UTF-16"))),
    ("utf16-le", Some(bad(0, 0, "UTF-16"))),
    (
        "votes-over-present",
        Some((
            "invalid-value",
            None,
            "votes: Tán thành 14 + không tán thành 1 = 15",
        )),
    ),
    ("wrong-id", Some(bad(0, 0, "khác tên tệp"))),
    (
        "year-nought",
        Some(("invalid-value", None, "born: Năm phải từ 1900")),
    ),
];

/// What must be mended in the file before its record can be saved; the values of a single field
/// can be mended at the board.
const BLOCKING: [&str; 7] = [
    "unreadable",
    "missing-parent",
    "cycle",
    "doubled-candidate",
    "unknown-cause",
    "unknown-exit",
    "unknown-stage",
];

/// The small book with other bytes in the place of a cell's file.
struct Spoilt {
    place: Place,
    bytes: Vec<u8>,
}

impl Spoilt {
    fn with(bytes: &[u8]) -> Self {
        let place = Place::empty();
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden/1");
        fs::create_dir_all(place.data().join("units")).unwrap();
        for name in ["book.ron", "units/xa-mau.ron", "units/thon-mau-1.ron"] {
            fs::copy(golden.join(name), place.data().join(name)).unwrap();
        }
        let bytes = bytes.to_vec();
        let spoilt = Self { place, bytes };
        fs::write(spoilt.file(), &spoilt.bytes).unwrap();
        spoilt
    }

    fn file(&self) -> PathBuf {
        self.place.data().join("units/thon-mau-2.ron")
    }

    fn untouched(&self) -> bool {
        fs::read(self.file()).unwrap() == self.bytes
    }

    /// Whether `check` names a place for a fault, as path, line and column.
    fn names(&self, kind: &str, at: Option<(u64, u64)>) -> bool {
        let at = at.map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
        let meant = format!("units/thon-mau-2.ron{at},error,{kind},");
        let output = self.place.run(&["check", "--format", "csv"]);
        let lines = String::from_utf8(output.stdout).unwrap();
        lines.lines().any(|line| line.starts_with(&meant))
    }

    /// The errors that `check` finds, and its exit code.
    fn errors(&self) -> (Vec<Value>, i32) {
        let output = self.place.run(&["check", "--format", "json"]);
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = found["findings"].as_array().unwrap().iter();
        let errors = found.filter(|one| one["level"] == "error").cloned();
        (errors.collect(), output.status.code().unwrap())
    }

    /// An edit elsewhere in the book is saved, and the file stays as it is.
    fn the_rest_works(&self) {
        let noted = self.place.run(&["note", "uv-mau-1", "Ghi thêm"]);
        assert!(noted.status.success(), "{noted:?}");
        for report in [&["report", "quota"][..], &["report", "pipeline"]] {
            self.place.ok(report);
        }
        assert!(self.untouched());
    }

    /// Nothing that the program is asked to save changes the file.
    fn its_record_is_not_saved(&self) {
        let add = ["add", "--unit", "thon-mau-2", "--name", "Người Mẫu"];
        let person = ["note", "uv-mau-3", "Ghi"];
        let doubled = ["note", "uv-mau-2", "Ghi"];
        let (errors, _) = self.errors();
        let of_the_unit = errors.iter().any(|one| one["code"] == "unreadable");
        let refused = [&person[..], &doubled].into_iter();
        let refused = refused.chain(of_the_unit.then_some(&add[..]));
        for args in refused.filter(|args| **args != doubled || !of_the_unit) {
            let known = errors.iter().any(|one| one["candidate"] == args[1]);
            if of_the_unit || known {
                let (exit, said) = self.place.fails(args);
                assert_eq!(exit, 3, "{args:?}: {said}");
            }
        }
        assert!(self.untouched());
    }
}

#[test]
fn every_kept_file_is_told_with_its_place_and_stays_as_it_is() {
    let files = files("unit");
    for (name, _) in SAID {
        let known = |file: &&(String, _)| file.0 == format!("unit/{name}.ron");
        assert!(files.iter().any(|file| known(&file)), "{name} is gone");
    }
    for (name, bytes) in files {
        println!("{name}");
        let spoilt = Spoilt::with(&bytes);
        let (errors, exit) = spoilt.errors();
        let stem = name.trim_start_matches("unit/").trim_end_matches(".ron");
        let said = SAID.iter().find(|(known, _)| *known == stem);
        match said {
            Some((_, None)) => assert_eq!((errors.len(), exit), (0, 0), "{errors:?}"),
            Some((_, Some((kind, at, words)))) => {
                let own = |one: &&Value| one["code"] == *kind && one["unit"] == "thon-mau-2";
                let one = errors.iter().find(own).unwrap();
                assert_eq!(one["path"], "units/thon-mau-2.ron");
                assert!(spoilt.names(kind, *at), "{one}");
                let sentence = one["message"].as_str().unwrap();
                assert!(sentence.contains(words), "{sentence}");
                assert_eq!(exit, 1);
            }
            // One that was put there since: no more than that nothing breaks is known of it.
            None => assert!(exit < 2, "{errors:?}"),
        }
        spoilt.the_rest_works();
        let blocks = |kind: &str| BLOCKING.contains(&kind) && !stem.ends_with("-long-passed");
        if said.is_none_or(|(_, said)| said.is_some_and(|(kind, ..)| blocks(kind))) {
            spoilt.its_record_is_not_saved();
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_a_row_of_the_board_that_cannot_be_edited() {
    for (name, bytes) in files("unit") {
        let spoilt = Spoilt::with(&bytes);
        let mut desk = Desk::on(Store::new(spoilt.place.data(), Access::ReadWrite));
        let Some(row) = desk.app.book.unreadable().first().cloned() else {
            assert!(!desk.screen(80, 24).is_empty(), "{name}");
            continue;
        };
        desk.press("/").write("thon-mau-2").press("Enter");
        let shown = desk.screen(120, 36);
        let place = match row.fault.line {
            0 => "units/thon-mau-2.ron".to_owned(),
            line => format!("units/thon-mau-2.ron:{line}:{}", row.fault.column),
        };
        let cause = desk.config.texts.say(&row.fault.message());
        assert!(shown.contains(&place), "{name}: {place}\n{shown}");
        let begins: String = cause.chars().take(20).collect();
        assert!(shown.contains(&begins), "{name}: {cause}\n{shown}");
        desk.press("e");
        assert!(desk.said().contains("sửa tệp trước"), "{name}");
        assert!(desk.saves.is_empty() && spoilt.untouched(), "{name}");
    }
}

#[test]
fn what_is_too_deep_or_too_large_is_one_bad_row_soon() {
    let begun = std::time::Instant::now();
    let deep = "[".repeat(1_000_000);
    let spoilt = Spoilt::with(deep.as_bytes());
    let (errors, _) = spoilt.errors();
    assert_eq!(errors[0]["code"], "unreadable");
    assert_eq!(errors[0]["line"], 1);
    spoilt.the_rest_works();
    spoilt.its_record_is_not_saved();
    let large = fs::File::create(spoilt.file()).unwrap();
    large.set_len(2 << 30).unwrap();
    let (errors, _) = spoilt.errors();
    assert_eq!(errors[0]["code"], "unreadable");
    let said = errors[0]["message"].as_str().unwrap();
    assert!(said.contains("quá lớn"), "{said}");
    let noted = spoilt.place.run(&["note", "uv-mau-1", "Ghi thêm"]);
    assert!(noted.status.success(), "{noted:?}");
    assert_eq!(fs::metadata(spoilt.file()).unwrap().len(), 2 << 30);
    assert!(begun.elapsed().as_secs() < 20);
}

fn kept(name: &str) -> Spoilt {
    let all = files("unit");
    let found = all.iter().find(|(file, _)| file == name).unwrap();
    Spoilt::with(&found.1)
}

/// A person at a stage that nothing knows, or held back by a cause that nothing knows, and an
/// organisation below one that is not there: said at the board too, and mended by what mends them.
#[test]
fn the_board_does_not_save_what_must_be_mended_but_takes_what_mends_it() {
    for name in ["unknown-stage", "unknown-cause"] {
        let spoilt = kept(&format!("unit/{name}.ron"));
        let mut desk = Desk::on(Store::new(spoilt.place.data(), Access::ReadWrite));
        desk.press("Tab /").write("mẫu ba").press("Enter");
        desk.press("e Ctrl+U").write("Hoàng Mẫu Ba").press("Enter");
        let said = desk.screen(120, 36);
        for word in ["units/thon-mau-2.ron", "gone", "Hoàng Mẫu Ba"] {
            assert!(said.contains(word), "{name}: {word}\n{said}");
        }
        assert!(desk.saves.is_empty() && spoilt.untouched(), "{name}");
    }
    let spoilt = kept("unit/unknown-stage.ron");
    let mut desk = Desk::on(Store::new(spoilt.place.data(), Access::ReadWrite));
    desk.press("Tab /").write("mẫu ba").press("Enter >");
    assert!(desk.said().contains("gone"), "{}", desk.said());
    assert!(desk.saves.is_empty() && spoilt.untouched());
    let step = ["advance", "uv-mau-3", "--to", "probation"];
    let step = [&step[..], &["--on", "2022-06-01", "--reason", "ghi lại"]].concat();
    spoilt.place.ok(&step);
    let rows = spoilt.place.json(&["report", "pipeline"]);
    let rows = rows["rows"].as_array().unwrap().iter();
    let own = rows.into_iter().find(|row| row["candidate"] == "uv-mau-3");
    assert_eq!(own.unwrap()["stage"], "probation");
    spoilt.place.ok(&["set", "uv-mau-3", "name=Hoàng Mẫu Ba"]);
    let spoilt = kept("unit/missing-parent.ron");
    let mut desk = Desk::on(Store::new(spoilt.place.data(), Access::ReadWrite));
    let mut edit = |field: UnitField| {
        let change = Change::SetUnit(unit_id("thon-mau-2"), field);
        let day = desk.world.today;
        ketnap::rules::admit(&mut desk.app.book, &desk.world.rules, change, day)
    };
    let cause = Cause {
        code: code("away"),
        from: day(2022, 1, 1),
        until: None,
        note: None,
        source: None,
    };
    edit(UnitField::Causes(vec![cause])).unwrap_err();
    let mut parents = edit(UnitField::Parents(Vec::new()));
    parents.as_ref().unwrap_err();
    let rows = vec![ketnap::model::Dated {
        from: None,
        value: unit_id("xa-mau"),
    }];
    parents = edit(UnitField::Parents(rows));
    parents.unwrap();
    assert!(!matches!(desk.app.overlays.last(), Some(Overlay::Form(_))));
}
