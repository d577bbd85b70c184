//! A book in which every stored text carries something that must not reach a terminal.

use super::payload::{ALL, PUT, written};
use crate::erase;
use crate::help::place::Place;
use crate::world::{code, day, stamp, unit_id};
use ketnap::model::{
    Book, CandidateField, Cause, Change, Dated, Exemption, Floor, Header, Leader, MemberCount,
    Note, OfficerCount, Plan, PlanKind, PlanState, Quota, Remedy, Successor, Survey, Track, Unit,
    UnitClass, Unlisted, Visit,
};
use ketnap::store::{Access, Stamp, Store};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The cell in which everything is filled in.
pub(super) const CELL: &str = "duong-quang-mau-1";

/// Strings of a value, by their places in it.
pub(crate) fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::String(_) => into.push(at.to_owned()),
        Value::Array(all) => {
            let numbered = all.iter().enumerate();
            numbered.for_each(|(n, one)| places(one, &format!("{at}/{n}"), into));
        }
        Value::Object(all) => {
            let named = all.iter();
            named.for_each(|(name, one)| places(one, &format!("{at}/{name}"), into));
        }
        _ => {}
    }
}

/// Puts the mark into every text of a record that takes it: ids, words of the data files and
/// days do not. Adds the names of the fields.
fn marked<T: Serialize + DeserializeOwned>(
    record: &T,
    known: &mut BTreeMap<String, bool>,
    fields: &mut BTreeSet<String>,
) -> T {
    let mut value = serde_json::to_value(record).unwrap();
    let mut all = Vec::new();
    places(&value, "", &mut all);
    for place in all {
        let names: Vec<&str> = place.split('/').collect();
        let named = |word: &&&str| word.parse::<usize>().is_err();
        let path: Vec<&str> = names.iter().filter(named).copied().collect();
        let old = value.pointer(&place).unwrap().as_str().unwrap().to_owned();
        let new = Value::from(format!("{PUT}{old}{PUT}"));
        let takes = *known.entry(path.join("/")).or_insert_with(|| {
            let mut tried = value.clone();
            *tried.pointer_mut(&place).unwrap() = new.clone();
            read::<T>(&tried).is_some()
        });
        if takes {
            *value.pointer_mut(&place).unwrap() = new;
            let last = path.last().copied().unwrap_or_default();
            // A dated name stands in `names`, its words in `value`.
            let last = if last == "value" {
                path[path.len() - 2]
            } else {
                last
            };
            fields.insert(last.to_owned());
        }
    }
    read(&value).unwrap()
}

/// A record from its value; days and ids are read from text that stays.
pub(crate) fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_str(&value.to_string()).ok()
}

#[allow(clippy::unnecessary_wraps)] // a short word for what the fields take
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Rows for whatever a cell of the sample says nothing about.
fn fill(unit: &mut Unit) {
    let on = day(2022, 3, 4);
    unit.sector = some("khu dân cư");
    unit.place = some("phường");
    unit.sign = some("CB");
    unit.aliases.push("TDP 9".into());
    unit.codes.push(Dated::ever("01.02".into()));
    unit.became.push(Successor {
        unit: unit.id.clone(),
        on,
        basis: some("quyết định"),
    });
    unit.leaders.push(Leader {
        name: "người lãnh đạo".into(),
        post: "bí thư".into(),
        from: Some(on),
        until: None,
        phone: some("số máy"),
    });
    unit.plans.push(Plan {
        id: code("hop"),
        what: PlanKind::Meeting,
        on,
        made: on,
        people: Vec::new(),
        state: PlanState::Planned,
        note: some("mang sổ"),
    });
    unit.members.push(MemberCount {
        on,
        members: 12,
        full: Some(11),
        source: some("báo cáo"),
    });
    unit.officers.push(OfficerCount {
        on,
        officers: 5,
        members: 2,
        source: some("báo cáo"),
    });
    unit.quotas.push(Quota {
        basis: some("kế hoạch"),
        by: some("đảng ủy"),
        note: some("xem lại"),
        revision: 1,
        ..Quota::new(2022, code("KH27"), 3)
    });
    unit.exemptions.push(Exemption {
        year: 2021,
        from: on,
        basis: some("công văn"),
        note: some("không còn nguồn"),
    });
    unit.unlisted.push(Unlisted {
        year: 2019,
        count: 1,
        source: some("sổ cũ"),
        as_of: None,
    });
    unit.causes.push(Cause {
        code: code("away"),
        from: on,
        until: None,
        note: some("đi làm xa"),
        source: some("khảo sát"),
    });
    unit.remedies.push(Remedy {
        cause: code("away"),
        text: "gặp từng người".into(),
        who: some("bí thư"),
        by: Some(day(2022, 11, 1)),
        done: None,
    });
    unit.notes.push(Note {
        on,
        text: "nhắc lại".into(),
    });
    unit.surveys.push(Survey {
        on,
        period: ketnap::model::Period {
            from: 2022,
            until: None,
        },
        groups: Vec::new(),
        note: some("chưa đủ"),
        source: some("đoàn xã"),
    });
    unit.visits.push(Visit {
        on: Some(on),
        held: true,
        who: "tổ công tác".into(),
        findings: some("ít nguồn"),
        agreed: some("giao đoàn xã"),
        by: Some(day(2022, 11, 20)),
        done: None,
        source: some("biên bản"),
    });
}

/// The sample with everything filled in and marked, and the names of the fields that are.
fn marked_book(place: &Place) -> (Header, Vec<Unit>, BTreeSet<String>) {
    let store = Store::new(place.data(), Access::ReadWrite);
    let book = store.load().unwrap();
    let mut fields = BTreeSet::new();
    let mut header = book.header().clone();
    header.settings.note = some("sổ thử");
    header.settings.tracks.push(Track {
        id: code("THU"),
        name: "Kế hoạch thử".into(),
    });
    for class in [
        UnitClass::Sector("khu dân cư".into()),
        UnitClass::Kind(code("cell")),
    ] {
        header.settings.floors.push(Floor {
            track: code("KH27"),
            year: 2022,
            class,
            least: 1,
            basis: some("nghị quyết"),
        });
    }
    let settings = marked(&header.settings, &mut BTreeMap::new(), &mut fields);
    header.settings = settings;
    let mut known = BTreeMap::new();
    let mut units = book.units().to_vec();
    for unit in &mut units {
        if unit.id.as_str() == CELL {
            fill(unit);
            unit.candidates.push(erase::person(place));
        }
        *unit = marked(unit, &mut known, &mut fields);
    }
    (header, units, fields)
}

/// Puts the payloads, each in its turn, where the marks are.
pub(super) fn poisoned(text: &str, turn: &mut usize, raw: bool) -> String {
    poisoned_by(&ALL, text, turn, raw)
}

fn poisoned_by(payloads: &[&str], text: &str, turn: &mut usize, raw: bool) -> String {
    let mut out = String::new();
    for (at, piece) in text.split(PUT).enumerate() {
        if at > 0 {
            out.push_str(&written(payloads[*turn % payloads.len()], raw));
            *turn += 1;
        }
        out.push_str(piece);
    }
    out
}

/// A data directory with the book in it, its files written by hand: the characters themselves, or
/// as escapes. Some edits by somebody of a hostile name are in its journal.
pub(super) fn place(raw: bool) -> Place {
    place_with(&ALL, raw)
}

/// The same with other payloads.
pub(super) fn place_with(payloads: &[&str], raw: bool) -> Place {
    let place = Place::sample();
    let (header, units, fields) = marked_book(&place);
    let missing: Vec<String> = text_fields().difference(&fields).cloned().collect();
    assert_eq!(missing, Vec::<String>::new(), "texts without a payload");
    fs::remove_dir_all(place.data()).unwrap();
    let store = Store::new(place.data(), Access::ReadWrite);
    store.create(&header, &units).unwrap();
    let mut files: Vec<_> = fs::read_dir(place.data().join("units")).unwrap().collect();
    files.sort_by_key(|file| file.as_ref().unwrap().path());
    let files = files.into_iter().map(|file| file.unwrap().path());
    let mut turn = 0;
    for file in files.chain([place.data().join("book.ron")]) {
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, poisoned_by(payloads, &text, &mut turn, raw)).unwrap();
    }
    assert!(turn > 1_000, "{turn} payloads");
    let book = store.load().unwrap();
    assert_eq!(book.unreadable(), []);
    edits(&store, book);
    place
}

/// Some edits of the book by people whose accounts are hostile.
fn edits(store: &Store, mut book: Book) {
    let person = book.unit(&unit_id(CELL)).unwrap().candidates[0].id.clone();
    for payload in ALL {
        let born = CandidateField::Born(Some(day(1990, 1, 1).into()));
        let other = CandidateField::Born(Some(day(1991, 1, 1).into()));
        let known = book.candidate(&person).unwrap().1.born;
        let field = if known == Some(day(1990, 1, 1).into()) {
            other
        } else {
            born
        };
        let edit = book
            .edit(Change::SetCandidate(person.clone(), field))
            .unwrap();
        let who = format!("{payload}ai{payload}");
        let stamp = Stamp { who, ..stamp() };
        store.save(&book, &edit, None, &stamp).unwrap();
    }
}

/// The names of all fields of records that hold free text, as the source of the model says.
fn text_fields() -> BTreeSet<String> {
    let files = [
        include_str!("../../../src/model/book.rs"),
        include_str!("../../../src/model/candidate.rs"),
        include_str!("../../../src/model/dossier.rs"),
        include_str!("../../../src/model/quota.rs"),
        include_str!("../../../src/model/survey.rs"),
        include_str!("../../../src/model/unit.rs"),
        include_str!("../../../src/model/visit.rs"),
    ];
    let mut found = BTreeSet::new();
    for file in files {
        let mut stored = false;
        for line in file.lines() {
            if line.starts_with("#[derive") {
                stored = line.contains("Deserialize");
            }
            let Some((name, kind)) = line.trim().split_once(": ") else {
                continue;
            };
            if let Some(name) = name.strip_prefix("pub ")
                && stored
                && kind.ends_with(',')
                && kind.contains("String")
            {
                found.insert(name.to_owned());
            }
        }
    }
    assert!(found.len() > 20, "{found:?}");
    found
}
