//! The city of the article as a small book, with rules and words enough for reports.

use chrono::NaiveDate;
use ketnap::model::{
    Book, BookSettings, Candidate, CandidateId, Cause, Code, Dated, Fault, FaultKind, Header,
    Label, Message, NameOrder, Place, Quota, Step, Track, Unit, UnitId, Unlisted, Unreadable,
};
use ketnap::rules::{Calendar, CauseKind, CauseRow, Event, Kind, Origin, Procedure, Rules, Stage};
use ketnap::text::{Lang, Texts};

const HOSTILE: &str = "=Mẫu\u{1b}[31m\u{202e}|x\u{200b}<b>\u{9b}";

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(word: &str) -> Code {
    Code::new(word).unwrap()
}

pub(super) fn id(word: &str) -> UnitId {
    UnitId::new(word).unwrap()
}

fn label(text: &str) -> Label {
    Label {
        vi: text.to_owned(),
        en: String::new(),
    }
}

pub(super) fn rules() -> Rules {
    let stage = |word: &str, enters, last| Stage {
        id: code(word),
        name: label(&format!("Bước {word}")),
        who: label("chi bộ"),
        next: label(&format!("làm {word}")),
        enters,
        last,
        chains: Vec::new(),
        otherwise: Vec::new(),
        basis: "24-QĐ/TW".to_owned(),
        confirmed: true,
        origin: Origin::default(),
    };
    let kind = |word: &str, below: &[&str]| Kind {
        id: code(word),
        name: label(&format!("Loại {word}")),
        below: below.iter().map(|b| code(b)).collect(),
        holds_candidates: word == "cell",
        section: false,
        chain: None,
        until: None,
    };
    Rules {
        kinds: vec![
            kind("city", &["ward"]),
            kind("ward", &["cell"]),
            kind("cell", &[]),
        ],
        procedure: Procedure {
            id: code("24-QD"),
            name: label("24-QĐ/TW"),
            from: day("2021-07-30"),
            basis: "24-QĐ/TW".to_owned(),
            stages: vec![
                stage("source", None, false),
                stage("decision", None, false),
                stage("ceremony", Some(Event::DecisionIssued), false),
                stage("probation", Some(Event::Ceremony), false),
                stage("full", None, true),
            ],
            read: true,
            papers: Vec::new(),
            limits: Vec::new(),
            votes: Vec::new(),
            criteria: Vec::new(),
            routes: Vec::new(),
            exits: Vec::new(),
        },
        sets: Vec::new(),
        calendar: Calendar::default(),
        causes: vec![CauseRow {
            id: code("away"),
            name: label("đi làm ăn xa"),
            kind: CauseKind::Objective,
            remedies: Vec::new(),
        }],
        sources: Vec::new(),
        groups: Vec::new(),
        aims: Vec::new(),
        silent_years: 3,
        order: NameOrder::new(),
        organisations: Vec::new(),
        spellings: std::sync::Arc::default(),
    }
}

pub(super) fn texts() -> Texts {
    let rows = [
        ("next.active", "Tiếp: {next} ({who})"),
        ("next.paused", "Tạm dừng từ {date}: {reason}"),
        ("next.unknown-stage", "Không rõ bước"),
        ("fault.syntax", "Sai cú pháp ở {word}"),
        (
            "check.quota-sum",
            "Tổng các phần là {sum}, chỉ tiêu là {target}",
        ),
        ("col.unit", "Tổ chức"),
        ("col.id", "Mã"),
        ("col.track", "Theo"),
        ("col.target", "Chỉ tiêu"),
        ("col.admitted", "Kết nạp"),
        ("col.percent", "Tỷ lệ"),
        ("col.missing", "Còn thiếu"),
        ("col.allotted", "Đã giao"),
        ("col.unlisted", "Không hồ sơ"),
        ("col.open", "Đang mở"),
        ("col.on-track", "Kịp"),
        ("col.tight", "Sát"),
        ("col.not-this-year", "Trễ"),
        ("col.candidate", "Hồ sơ"),
        ("col.name", "Họ và tên"),
        ("col.stage", "Bước"),
        ("col.since", "Từ ngày"),
        ("col.days", "Số ngày"),
        ("col.next", "Việc tiếp"),
        ("col.blockers", "Vướng"),
    ];
    let owned = rows.map(|(key, text)| (key.to_owned(), text.to_owned()));
    Texts::new(Lang::Vi, owned)
}

fn unit(word: &str, kind: &str, name: &str, above: Option<&str>) -> Unit {
    let mut unit = Unit::new(id(word), code(kind), name.to_owned());
    unit.parents.extend(above.map(|above| Dated {
        from: None,
        value: id(above),
    }));
    unit
}

fn quota(year: i32, track: &str, target: u32) -> Quota {
    Quota::new(year, code(track), target)
}

fn unlisted(year: i32, count: u32) -> Unlisted {
    Unlisted {
        year,
        count,
        source: None,
        as_of: None,
    }
}

fn step(on: &str, to: Place) -> Step {
    Step::plain(day(on), to)
}

fn person(word: &str, name: &str, steps: &[(&str, &str)]) -> Candidate {
    let id = CandidateId::new(word).unwrap();
    let mut person = Candidate::new(id, name.to_owned(), code("source"), day("2022-01-01"));
    person.steps = steps
        .iter()
        .map(|(on, to)| match *to {
            "paused" => step(on, Place::Paused),
            stage => step(on, Place::Stage(code(stage))),
        })
        .collect();
    person
}

/// The city of the article: 69 of 110 and of 90; one commune 13 of 12, one 0 of 12.
pub(super) fn city() -> Book {
    let mut root = unit("city", "city", "TP. Bắc Kạn", None);
    root.quotas = vec![quota(2022, "KH27", 110), quota(2022, "NQ", 90)];
    root.unlisted = vec![unlisted(2022, 56)];
    let mut north = unit("nong-thuong", "ward", "Xã Nông Thượng", Some("city"));
    north.quotas = vec![quota(2022, "KH27", 12)];
    north.unlisted = vec![unlisted(2022, 11)];
    let mut south = unit("duong-quang", "ward", "Xã Dương Quang", Some("city"));
    south.quotas = vec![quota(2022, "KH27", 12)];
    let mut cell = unit("chi-bo", "cell", HOSTILE, Some("duong-quang"));
    cell.quotas = vec![quota(2022, "KH27", 0)];
    let mut other = unit("chi-bo-2", "cell", "Chi bộ Mẫu 2", Some("nong-thuong"));
    other.unlisted = vec![unlisted(2022, 0)];
    let admitted = [("2022-01-05", "source"), ("2022-05-19", "probation")];
    other.candidates = vec![
        person("uv-1", "Mẫu 1", &admitted),
        person("uv-2", "Mẫu 2", &admitted),
        person(
            "uv-6",
            "Mẫu 6",
            &[("2020-01-05", "source"), ("2022-02-03", "full")],
        ),
    ];
    let mut hostile = person("uv-3", HOSTILE, &[("2022-10-28", "source")]);
    hostile.causes.push(Cause {
        code: code("away"),
        from: day("2022-10-30"),
        until: None,
        note: None,
        source: None,
    });
    cell.candidates = vec![
        hostile,
        person(
            "uv-4",
            "Mẫu 4",
            &[("2022-03-01", "source"), ("2022-04-01", "paused")],
        ),
        person("uv-5", "Mẫu 5", &[("2022-03-01", "decision")]),
    ];
    let track = |word: &str| Track {
        id: code(word),
        name: word.to_owned(),
    };
    let header = Header::new(
        code("bac-kan"),
        id("city"),
        BookSettings {
            tracks: vec![track("KH27"), track("NQ")],
            ..BookSettings::default()
        },
    );
    let bad = Unreadable {
        id: id("hong"),
        file: "units/hong\u{1b}.ron".to_owned(),
        fault: Fault {
            kind: FaultKind::NotRead(Box::new(
                Message::error("fault.syntax").with("word", HOSTILE),
            )),
            line: 4,
            column: 9,
        },
    };
    Book::new(header, vec![root, north, south, cell, other], vec![bad])
}
