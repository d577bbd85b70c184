//! The gate of every stage: shut with what is missing named, open once it is there, forced with a reason.

pub(crate) mod table;

use crate::agenda::{Days, book, person, rules};
use crate::help::place::Place as Home;
use crate::world::{code, day, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::config::Config;
use ketnap::model::{Arg, Book, CandidateId, Change, MemberCount, Place, Refusal, Step, UnitField};
use ketnap::rules::{
    Case, Counted, Figures, Known, Missing, Rules, Severity, StepTo, assign_helper, findings,
    put_item, set_scalar,
};
use ketnap::store::{Access, Store};
use ketnap::text::Lang;
use table::{
    Gate, Put, SECOND, TOGETHER, UNION, WAITS, all, at_the_decision, at_the_grassroots_committee,
};

pub(crate) type Day = (i32, u32, u32);

pub(crate) fn on((y, m, d): Day) -> NaiveDate {
    day(y, m, d)
}

/// A day after all that is told here.
pub(crate) fn today() -> NaiveDate {
    day(2027, 6, 1)
}

pub(crate) fn mau() -> CandidateId {
    person_id("mau-01")
}

pub(crate) fn in_words(all: &[Arg]) -> Vec<String> {
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    all.iter().map(|one| texts.arg(one)).collect()
}

pub(crate) fn of(missing: Vec<Missing>) -> Vec<String> {
    let what: Vec<Arg> = missing.into_iter().map(|missing| missing.what).collect();
    in_words(&what)
}

/// A made-up file at a stage since a day, followed by cell `b` below a grassroots committee, or by
/// cell `a` directly below a ward. Either cell has 11 full members.
pub(crate) fn file(way: Days<'_>, cell: &str) -> Book {
    let people = vec![person(1, way)];
    let mut book = match cell {
        "a" => book(people, Vec::new()),
        _ => book(Vec::new(), people),
    };
    let counted = UnitField::Members(vec![MemberCount {
        on: day(2021, 1, 1),
        members: 13,
        full: Some(11),
        source: None,
    }]);
    let change = Change::SetUnit(unit_id(cell), counted);
    book.apply(change).unwrap();
    book
}

pub(crate) fn put(book: &mut Book, rules: &Rules, what: Put) {
    let id = mau();
    let known = Known::new(book, rules, today());
    let change = match what {
        Put::Helper => assign_helper(book, &id, "Đảng viên Mẫu", today()),
        Put::Row(item) => put_item(known, &id, None, item),
        Put::Over(at, item) => put_item(known, &id, Some(at), item),
        Put::Typed(field, text) => set_scalar(known, &id, field, text),
        Put::Day(_) => return,
    };
    book.apply(change.unwrap()).unwrap();
}

/// What the step forward on a day is refused for, in words; nothing where the gate is open.
pub(crate) fn refused(book: &Book, rules: &Rules, date: Day) -> Vec<String> {
    let case = case(book, rules, today());
    let step = case.advance(StepTo::next(on(date)));
    match step {
        Ok(_) => Vec::new(),
        Err(Refusal::Missing(what)) => {
            assert_eq!(in_words(&what), of(case.owed_to(None, on(date))));
            in_words(&what)
        }
        Err(other) => panic!("{other:?}"),
    }
}

pub(crate) fn last_step(book: &Book) -> Step {
    let (_, person) = book.candidate(&mau()).unwrap();
    person.steps.last().unwrap().clone()
}

/// The case of the person whose file is tried.
pub(crate) fn case<'a>(book: &'a Book, rules: &'a Rules, today: NaiveDate) -> Case<'a> {
    Case::find(Known::new(book, rules, today), &mau()).unwrap()
}

/// Takes the step and gives it back.
pub(crate) fn step(book: &mut Book, rules: &Rules, date: Day, why: Option<&str>) -> Step {
    let step = StepTo {
        why,
        ..StepTo::next(on(date))
    };
    let change = case(book, rules, today()).advance(step).unwrap();
    book.apply(change).unwrap();
    last_step(book)
}

/// The place of a stage in the table, and the book just before its step: all that the stages before
/// it asked for lies in the file.
fn before(stage: &str, rules: &Rules) -> (Gate, Book) {
    let mut gates = all();
    let at = gates.iter().position(|gate| gate.stage == stage).unwrap();
    let ways: Vec<_> = gates.iter().map(|gate| (gate.stage, gate.since)).collect();
    let mut book = file(&ways[..=at], "b");
    for gate in &gates[..at] {
        let mends = gate.mends.iter().map(|(what, ..)| what);
        for what in gate.given.iter().chain(mends) {
            put(&mut book, rules, what.clone());
        }
    }
    let gate = gates.swap_remove(at);
    for what in &gate.given {
        put(&mut book, rules, what.clone());
    }
    (gate, book)
}

/// What the check says of forced steps.
fn forced(book: &Book, rules: &Rules) -> Vec<(Severity, CandidateId, String)> {
    let figures = Figures::new(Known::new(book, rules, today()), 2022);
    let found = findings(Counted::new(book, rules, &figures)).into_iter();
    found
        .filter(|finding| finding.code == "forced-step")
        .map(|finding| {
            let said = in_words(&[finding.message.into()]).remove(0);
            (finding.level, finding.candidate.unwrap(), said)
        })
        .collect()
}

fn shut_then_open(stage: &str) {
    let rules = rules();
    let (gate, mut book) = before(stage, &rules);
    let untouched = book.clone();
    let (mut tried, mut owes) = (gate.tried, gate.owes);
    assert_eq!(refused(&book, &rules, tried), owes);
    for (what, gone, comes) in gate.mends {
        let at = owes.iter().position(|owed| *owed == gone).unwrap();
        owes[at] = comes;
        owes.retain(|owed| !owed.is_empty());
        if let Put::Day(later) = what {
            tried = later;
        }
        put(&mut book, &rules, what);
        assert_eq!(refused(&book, &rules, tried), owes, "without {gone:?}");
    }
    let taken = step(&mut book, &rules, tried, None);
    let stages = &rules.procedure.stages;
    let next = stages.iter().skip_while(|s| s.id.as_str() != stage).nth(1);
    let to = Place::Stage(next.unwrap().id.clone());
    assert_eq!((taken.to, taken.on), (to.clone(), on(tried)));
    assert_eq!((taken.forced, taken.reason), (false, None));
    assert_eq!(forced(&book, &rules), []);

    let mut book = untouched;
    let why = "họp gấp, giấy tờ bổ sung sau";
    let taken = step(&mut book, &rules, gate.tried, Some(why));
    assert_eq!((taken.to, taken.forced), (to, true));
    assert_eq!(taken.reason.as_deref(), Some(why));
    let date = on(gate.tried).format("%d/%m/%Y");
    let name = &next.unwrap().name.vi;
    let said = format!("Ngày {date} chuyển sang {name} khi còn thiếu; lý do: {why}");
    assert_eq!(forced(&book, &rules), [(Severity::Warning, mau(), said)]);
}

macro_rules! gates {
    ($($stage:ident)*) => {
        /// One test for every stage.
        mod from {
            $(#[test]
            fn $stage() {
                super::shut_then_open(stringify!($stage));
            })*
        }

        const TESTED: &[&str] = &[$(stringify!($stage)),*];
    };
}

gates! {
    source course dossier verification opinions cell grassroots decision ceremony probation recognition
}

#[test]
fn every_stage_but_the_last_has_its_gate_here() {
    let rules = rules();
    let stages = rules.procedure.stages.iter();
    let ids: Vec<&str> = stages.map(|stage| stage.id.as_str()).collect();
    let (last, others) = ids.split_last().unwrap();
    assert_eq!((*last, others), ("full", TESTED));
    let book = file(&[("full", (2024, 3, 20))], "b");
    let beyond = case(&book, &rules, today()).advance(StepTo {
        why: Some("vẫn chuyển"),
        ..StepTo::next(day(2024, 4, 1))
    });
    assert_eq!(beyond, Err(Refusal::LastStage));
}

#[test]
fn several_gates_at_once_name_what_each_owes() {
    let rules = rules();
    let (gate, book) = before("cell", &rules);
    let to = code("ceremony");
    let missing = case(&book, &rules, today()).owed_to(Some(&to), on(gate.tried));
    let all = [
        gate.owes,
        at_the_grassroots_committee().owes,
        at_the_decision().owes,
    ];
    assert_eq!(of(missing), all.concat());
}

#[test]
fn what_bears_a_later_day_was_not_there() {
    let rules = rules();
    let (gate, mut book) = before("grassroots", &rules);
    for (what, ..) in gate.mends {
        put(&mut book, &rules, what);
    }
    assert_eq!(
        refused(&book, &rules, (2022, 12, 16)),
        [
            "8-KNĐ nghị quyết của đảng ủy cơ sở đề nghị kết nạp đề ngày 19/12/2022, sau ngày chuyển bước",
            "đảng ủy cơ sở biểu quyết 15/12/2022 được 9/15, cần 10"
        ]
    );
    let (gate, mut book) = before("verification", &rules);
    for (what, ..) in gate.mends {
        put(&mut book, &rules, what);
    }
    assert_eq!(refused(&book, &rules, (2022, 10, 18)), Vec::<String>::new());
    assert_eq!(refused(&book, &rules, (2022, 10, 9))[1..], [WAITS]);
    let (gate, mut book) = before("opinions", &rules);
    for (what, ..) in gate.mends {
        put(&mut book, &rules, what);
    }
    assert_eq!(
        refused(&book, &rules, (2022, 11, 1))[1..],
        [UNION, SECOND, TOGETHER]
    );
}

#[test]
fn a_reason_given_where_nothing_is_missing_forces_nothing() {
    let rules = rules();
    let (gate, mut book) = before("source", &rules);
    put(&mut book, &rules, Put::Helper);
    let taken = step(&mut book, &rules, gate.tried, Some("chi bộ đã họp"));
    assert!(!taken.forced);
    assert_eq!(forced(&book, &rules), []);
}

#[test]
fn the_command_line_refuses_names_forces_and_reports() {
    let rules = rules();
    let (_, book) = before("verification", &rules);
    let place = Home::empty();
    let store = Store::new(place.data(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    let files = place.files();

    let on = ["--on", "2022-10-20"];
    let shut = place.run(&[&["advance", "mau-01"][..], &on].concat());
    assert_eq!((shut.status.code(), &shut.stdout[..]), (Some(3), &b""[..]));
    let said = String::from_utf8(shut.stderr).unwrap();
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("2-KNĐ (thẩm tra)") && words.contains(WAITS),
        "{said}"
    );
    assert_eq!(place.files(), files);

    let why = "xã đã trả lời qua điện thoại";
    let forced = ["advance", "mau-01", "--reason", why];
    place.ok(&[&forced[..], &on].concat());
    let report = place.ok(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let found = report["findings"].as_array().unwrap();
    let found: Vec<_> = found
        .iter()
        .filter(|f| f["code"] == "forced-step")
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0]["candidate"], &found[0]["level"]),
        (&"mau-01".into(), &"warning".into())
    );
    assert_eq!(
        found[0]["message"],
        format!("Ngày 20/10/2022 chuyển sang Giới thiệu, lấy ý kiến khi còn thiếu; lý do: {why}")
    );
}
