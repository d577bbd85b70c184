//! What was half typed when the line dropped: every line, form and filter, offered to its own account only.

mod places;

use crate::board::go_to;
use crate::desk::Desk;
use crate::help::place::Place;
use crate::world::{code, person_id, stored, unit_id};
use ketnap::app::{Ask, Draft, FormFor, PickFor, SheetRow, Slot, Value};
use ketnap::model::Subject;
use ketnap::store::{Access, Store, Visitor};
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

fn visitor() -> Visitor {
    Visitor {
        who: "thu-ky".to_owned(),
        since: "2022-11-27T08:00:00+07:00".to_owned(),
    }
}

/// A draft as it comes back from the disk after the board that kept it was cut off.
fn kept(draft: &Draft) -> Draft {
    let (_place, store, _) = stored();
    store.open_session(&visitor()).unwrap().keep(draft).unwrap();
    let left = store.left_drafts::<Draft>();
    assert_eq!(left.len(), 1, "{draft:?}");
    left[0].draft.clone()
}

/// A board that goes on with a draft.
fn gone_on_with(draft: Draft) -> Desk {
    let mut desk = Desk::new();
    desk.app.offer_drafts(vec![draft]);
    desk.press("Enter");
    desk
}

/// The place of a kind of form in the list below; a new one does not compile before it has one.
fn place_of_form(what: &FormFor) -> usize {
    match what {
        FormFor::Paper(..) => 0,
        FormFor::Letter(..) => 1,
        FormFor::Vote(..) => 2,
        FormFor::Introducer(..) => 3,
        FormFor::Extension(..) => 4,
        FormFor::Card(_) => 5,
        FormFor::Former(_) => 6,
        FormFor::Route(..) => 7,
        FormFor::Quota(..) => 8,
        FormFor::Exemption(..) => 9,
        FormFor::Floor(_) => 10,
        FormFor::HandDown(_) => 11,
        FormFor::Cause(..) => 12,
        FormFor::Remedy(..) => 13,
        FormFor::Survey(..) => 14,
        FormFor::Visit(..) => 15,
        FormFor::Outreach(_) => 16,
        FormFor::Helper(..) => 17,
        FormFor::Leader(..) => 18,
    }
}

pub(crate) fn forms() -> Vec<FormFor> {
    let (person, unit) = (person_id("mau-19"), unit_id("duong-quang-mau-1"));
    let root = Subject::Unit(unit_id("bac-kan"));
    let handing = Desk::new().press("2 d").form().what.clone();
    vec![
        FormFor::Paper(person.clone(), code("1-KND"), None),
        FormFor::Letter(person.clone(), None),
        FormFor::Vote(person.clone(), None),
        FormFor::Introducer(person.clone(), None),
        FormFor::Extension(person.clone(), None),
        FormFor::Card(person.clone()),
        FormFor::Former(person.clone()),
        FormFor::Route(unit.clone(), None),
        FormFor::Quota(unit.clone(), None),
        FormFor::Exemption(unit.clone(), None),
        FormFor::Floor(None),
        handing,
        FormFor::Cause(root.clone(), 0),
        FormFor::Remedy(root, None),
        FormFor::Survey(unit.clone(), None),
        FormFor::Visit(unit.clone(), None),
        FormFor::Outreach(person.clone()),
        FormFor::Helper(person_id("mau-33"), 0),
        FormFor::Leader(unit, None),
    ]
}

/// A board with a form open, nothing typed into it yet.
pub(crate) fn open(what: &FormFor) -> Desk {
    if let FormFor::Helper(id, at) = what {
        let mut desk = Desk::new();
        let (_, person) = desk.app.book.candidate(id).unwrap();
        let name = person.name.clone();
        desk.press("/").write(&name).press("Enter Enter");
        go_to(&mut desk, SheetRow::PastHelper(*at));
        desk.press("e");
        return desk;
    }
    if let FormFor::Cause(..) = what {
        let mut desk = Desk::new();
        desk.press("Enter");
        go_to(&mut desk, SheetRow::CauseEntry(0));
        desk.press("e");
        return desk;
    }
    gone_on_with(Draft::Filled(what.clone(), Vec::new(), Vec::new()))
}

fn select_the_first_line(desk: &mut Desk) {
    for _ in 0..desk.form().entries.len() {
        if let Some(Value::Line(_)) = desk.form().selected() {
            return;
        }
        desk.press("↓");
    }
    panic!("no line: {:?}", desk.form());
}

#[test]
fn every_form_half_filled_is_kept_and_gone_on_with() {
    for (at, what) in forms().into_iter().enumerate() {
        assert_eq!(place_of_form(&what), at);
        let mut desk = open(&what);
        assert_eq!(desk.form().what, what, "{}", desk.said());
        select_the_first_line(&mut desk);
        assert_eq!(desk.app.draft(), None, "{what:?}: nothing was typed yet");
        desk.press("Ctrl+U").write("nửa chừng");
        let draft = desk
            .app
            .draft()
            .unwrap_or_else(|| panic!("{what:?} is not kept"));
        assert_eq!(place_of_draft(&draft), at);
        let again = gone_on_with(kept(&draft));
        assert_eq!(again.app.draft(), Some(draft));
    }
    assert_eq!(forms().len(), 19);
}

#[test]
fn each_value_of_a_form_has_a_name_of_its_own() {
    for what in forms() {
        let desk = open(&what);
        let slots: Vec<&Slot> = desk.form().entries.iter().map(|(slot, _)| slot).collect();
        for (at, slot) in slots.iter().enumerate() {
            assert!(!slots[..at].contains(slot), "{slot:?} twice in {what:?}");
        }
    }
}

fn place_of_draft(draft: &Draft) -> usize {
    match draft {
        Draft::Filled(what, ..) => place_of_form(what),
        other => panic!("no form: {other:?}"),
    }
}

/// Whether a filter of this kind is kept; a new kind does not compile before it is decided.
fn place_of_pick(what: &PickFor) -> Option<usize> {
    Some(match what {
        PickFor::Stage(_) => 0,
        PickFor::StageOfMarked => 1,
        PickFor::Paper(_) => 2,
        PickFor::Cell(_) => 3,
        PickFor::Source(_) => 4,
        PickFor::Cause(_) => 5,
        PickFor::UnitCause(_) => 6,
        PickFor::Group(_) => 7,
        PickFor::Exit(_) => 8,
        PickFor::Kind(_) => 9,
        PickFor::Supposed(_) => 10,
        // No book is there yet, what is offered stays kept as it is, and a yes is no typing.
        // A list that is taken over is kept below with what was answered.
        PickFor::RootKind
        | PickFor::Drafts
        | PickFor::TakeBack(_)
        | PickFor::ListBody(_)
        | PickFor::ListColumn(_)
        | PickFor::ListTrack => return None,
    })
}

#[test]
fn every_filter_half_typed_is_kept_and_gone_on_with() {
    let (person, cell) = (person_id("mau-19"), unit_id("duong-quang-mau-1"));
    let all = [
        PickFor::Stage(person.clone()),
        PickFor::StageOfMarked,
        PickFor::Paper(person.clone()),
        PickFor::Cell(person.clone()),
        PickFor::Source(person.clone()),
        PickFor::Cause(person.clone()),
        PickFor::UnitCause(cell.clone()),
        PickFor::Group(person.clone()),
        PickFor::Exit(person.clone()),
        PickFor::Kind(unit_id("bac-kan")),
        PickFor::Supposed(cell),
    ];
    for (at, what) in all.into_iter().enumerate() {
        assert_eq!(place_of_pick(&what), Some(at));
        let marked = match what {
            PickFor::StageOfMarked => vec![person.clone()],
            _ => Vec::new(),
        };
        let draft = Draft::Filter(what, "xet".to_owned(), marked);
        let again = gone_on_with(kept(&draft));
        assert_eq!(again.app.draft(), Some(draft));
    }
    // Typed by keys, and nothing where nothing was typed.
    let mut desk = crate::board::at("mau-19");
    desk.press("m");
    assert_eq!(desk.app.draft(), None);
    desk.write("xet");
    let filter = Draft::Filter(PickFor::Stage(person), "xet".to_owned(), Vec::new());
    assert_eq!(desk.app.draft(), Some(filter));
    desk.press("Esc :").write("hoan");
    let palette = Draft::Palette("hoan".to_owned());
    assert_eq!(desk.app.draft(), Some(palette.clone()));
    assert_eq!(gone_on_with(kept(&palette)).app.draft(), Some(palette));
    // A draft that waits to be chosen is no draft of its own.
    let mut desk = Desk::new();
    desk.app
        .offer_drafts(vec![Draft::Line(Ask::Track, "KH".to_owned())]);
    desk.write("k");
    assert_eq!(desk.app.draft(), None);
}

#[test]
fn every_line_half_typed_is_kept_and_gone_on_with() {
    let person = person_id("mau-19");
    for ask in [
        Ask::Search,
        Ask::Track,
        Ask::Note(person.clone()),
        Ask::PauseReason(person.clone()),
        Ask::StopReason(person.clone(), code("moved"), true),
        Ask::HandOver(person, unit_id("xuat-hoa-mau-1")),
        Ask::CandidateName(unit_id("duong-quang-mau-1")),
        Ask::Quota(unit_id("duong-quang"), code("kh27")),
    ] {
        let draft = Draft::Line(ask, "nửa câu".to_owned());
        let again = gone_on_with(kept(&draft));
        assert_eq!(again.app.draft(), Some(draft));
    }
}

fn draft_of(store: &Store) -> PathBuf {
    let entries = fs::read_dir(store.dir().join(".local")).unwrap();
    let mut paths = entries.map(|entry| entry.unwrap().path());
    let is_draft = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with("draft-"))
    };
    paths.find(is_draft).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The file with another value of a field.
fn with(text: &str, field: &str, value: &str) -> String {
    let (before, after) = text.split_once(&format!("{field}:")).unwrap();
    let end = after.find([',', ')']).unwrap();
    format!("{before}{field}:{value}{}", &after[end..])
}

#[test]
fn a_draft_is_offered_to_its_own_account_on_its_own_machine_only() {
    let (_place, store, _) = stored();
    let session = store.open_session(&visitor()).unwrap();
    session.keep(&"nửa câu").unwrap();
    drop(session);
    let file = draft_of(&store);
    assert_eq!(mode(&file), 0o600);
    let text = fs::read_to_string(&file).unwrap();
    let offered = || store.left_drafts::<String>().len();
    assert_eq!(offered(), 1);
    for (field, value, count) in [
        ("account", "4242", 0),
        ("machine", "\"another\"", 0),
        ("boot", "\"an earlier one\"", 1),
    ] {
        fs::write(&file, with(&text, field, value)).unwrap();
        assert_eq!(offered(), count, "{field}");
    }
    // The release before wrote only the text: the owner of the file tells.
    fs::write(&file, "\"nửa câu\"").unwrap();
    assert_eq!(offered(), 1);
    if rustix::process::getuid().is_root() {
        chown(&file, Some(65_534), None).unwrap();
        assert_eq!(offered(), 0, "another's");
        fs::write(&file, &text).unwrap();
        assert_eq!(offered(), 0, "laid there by another");
    }
}

#[test]
fn a_draft_in_a_shared_book_is_its_accounts_alone_and_check_does_not_mind() {
    let place = Place::empty();
    place.ok(&["init", "--demo", "--shared"]);
    let store = Store::new(place.data(), Access::ReadWrite);
    let session = store.open_session(&visitor()).unwrap();
    for text in ["nửa", "nửa câu"] {
        session.keep(&text).unwrap();
        let file = draft_of(&store);
        assert_eq!(mode(&file), 0o600);
        let presence = file.with_file_name(
            file.file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .replace("draft-", "session-"),
        );
        assert_eq!(mode(&presence), 0o660, "who is here is told to all");
    }
    let report = place.run(&["check", "--format", "json"]);
    let report = String::from_utf8(report.stdout).unwrap();
    assert!(!report.contains("draft-"), "{report}");
}

#[test]
fn a_draft_of_somebody_who_is_gone_is_told_with_its_words() {
    let nobody = person_id("nobody-at-all");
    let draft = Draft::Filter(PickFor::Paper(nobody), "2-KND".to_owned(), Vec::new());
    let desk = gone_on_with(kept(&draft));
    assert!(desk.said().contains("2-KND"), "{}", desk.said());
    assert!(desk.app.overlays.is_empty());
}
