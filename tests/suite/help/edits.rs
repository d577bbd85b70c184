//! Random edits of a small book, drawn from few values so that two sides often meet.

use crate::world::{code, day, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::model::*;
use proptest::prelude::*;

/// What is done to a list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Turn {
    Push(u8),
    Set(u8, u8),
    Drop(u8),
    Swap(u8, u8),
}

/// One edit, of whatever is there when it is made.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Op {
    Scalar(u8, u8, u8),
    List(u8, u8, Turn),
    UnitScalar(u8, u8, u8),
    UnitList(u8, u8, Turn),
    Add(u8, u8),
    Remove(u8),
    Move(u8, u8),
    AddUnit(u8),
    RemoveUnit(u8),
    Settings(u8, u8),
}

const PEOPLE: [&str; 5] = ["p1", "p2", "p3", "p4", "p5"];
const UNITS: [&str; 4] = ["a", "b", "c", "goc"];

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        4 => (0..4u8).prop_map(Turn::Push),
        2 => (0..4u8, 0..4u8).prop_map(|(at, n)| Turn::Set(at, n)),
        1 => (0..4u8).prop_map(Turn::Drop),
        1 => (0..4u8, 0..4u8).prop_map(|(a, b)| Turn::Swap(a, b)),
    ]
}

/// Edits of fields whose number leaves `rest` when divided by `by`.
pub(crate) fn fields(by: u8, rest: u8) -> impl Strategy<Value = Op> {
    let ours = move |of: u8| {
        let numbers: Vec<u8> = (0..of).filter(|n| n % by == rest).collect();
        proptest::sample::select(numbers)
    };
    let scalar = (0..3u8, ours(11), 0..4u8);
    let list = (0..3u8, ours(11), turn());
    let unit = (0..4u8, ours(2), 0..4u8);
    let rows = (0..4u8, ours(13), turn());
    prop_oneof![
        3 => scalar.prop_map(|(who, what, n)| Op::Scalar(who, what, n)),
        4 => list.prop_map(|(who, what, turn)| Op::List(who, what, turn)),
        1 => unit.prop_map(|(who, what, n)| Op::UnitScalar(who, what, n)),
        2 => rows.prop_map(|(who, what, turn)| Op::UnitList(who, what, turn)),
    ]
}

pub(crate) fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        12 => fields(1, 0),
        1 => (0..5u8, 0..3u8).prop_map(|(who, unit)| Op::Add(who, unit)),
        1 => (0..5u8).prop_map(Op::Remove),
        2 => (0..5u8, 0..3u8).prop_map(|(who, unit)| Op::Move(who, unit)),
        1 => (0..3u8).prop_map(Op::AddUnit),
        1 => (0..3u8).prop_map(Op::RemoveUnit),
        1 => (0..4u8, 0..3u8).prop_map(|(what, n)| Op::Settings(what, n)),
    ]
}

fn on(n: u8) -> NaiveDate {
    day(2026, 2, 1 + u32::from(n))
}

fn text(n: u8) -> Option<String> {
    (n > 0).then(|| format!("Mẫu {n}"))
}

fn put<T>(rows: &mut Vec<T>, turn: Turn, value: impl Fn(u8) -> T) {
    match turn {
        Turn::Push(n) => rows.push(value(n)),
        Turn::Set(at, n) => {
            if let Some(row) = rows.get_mut(usize::from(at)) {
                *row = value(n);
            }
        }
        Turn::Drop(at) if usize::from(at) < rows.len() => {
            rows.remove(usize::from(at));
        }
        Turn::Swap(a, b) if usize::from(a.max(b)) < rows.len() => {
            rows.swap(usize::from(a), usize::from(b));
        }
        _ => {}
    }
}

fn step(n: u8) -> Step {
    let to = match n {
        3 => Place::Paused,
        n => Place::Stage(code(["course", "dossier", "cell"][usize::from(n)])),
    };
    Step {
        reason: text(n),
        ..Step::plain(on(10 + n), to)
    }
}

fn guide(n: u8) -> Guide {
    Guide {
        from: Some(on(n % 3).into()),
        ..Guide::new(format!("Đảng viên Mẫu {}", n / 2), GuideKind::Member)
    }
}

fn cause(n: u8) -> Cause {
    Cause {
        code: code(["away", "moved"][usize::from(n / 2)]),
        from: on(n),
        until: (n == 3).then(|| on(9)),
        note: None,
        source: None,
    }
}

fn remedy(n: u8) -> Remedy {
    Remedy {
        cause: code("away"),
        text: format!("việc {}", n / 2),
        who: text(n),
        by: None,
        done: None,
    }
}

fn note(n: u8) -> Note {
    Note {
        on: on(n / 2),
        text: format!("Ghi {n}"),
    }
}

fn paper(n: u8) -> Paper {
    Paper {
        on: (n != 1).then(|| on(n)).map(Into::into),
        reason: text(n % 2),
        ..Paper::new(
            code(["1-KND", "2-KND"][usize::from(n / 2)]),
            PaperState::ALL[usize::from(n)],
        )
    }
}

fn letter(n: u8) -> Letter {
    Letter {
        sent: Some(on(n)),
        answered: (n == 2).then(|| on(8)),
        ..Letter::new(
            Relation::ALL[usize::from(n / 2)],
            format!("Nơi Mẫu {}", n % 3),
        )
    }
}

fn vote(n: u8) -> Vote {
    Vote::new(code("cell"), on(n / 2), 12, 12, 8 + u32::from(n), 0)
}

fn list(person: &Candidate, what: u8, turn: Turn) -> CandidateField {
    use CandidateField::*;
    macro_rules! rows {
        ($field:ident, $variant:ident, $value:expr) => {{
            let mut rows = person.$field.clone();
            put(&mut rows, turn, $value);
            $variant(rows)
        }};
    }
    match what {
        0 => rows!(notes, Notes, note),
        1 => rows!(steps, Steps, step),
        2 => rows!(helpers, Helpers, guide),
        3 => rows!(introducers, Introducers, guide),
        4 => rows!(papers, Papers, paper),
        5 => rows!(letters, Letters, letter),
        6 => rows!(votes, Votes, vote),
        7 => rows!(causes, Causes, cause),
        8 => rows!(extensions, Extensions, |n| Extended {
            limit: code(["decision", "ceremony"][usize::from(n / 2)]),
            on: on(n),
            reason: None,
        }),
        9 => rows!(remedies, Remedies, remedy),
        _ => rows!(handovers, Handovers, |n| Handover {
            on: on(n),
            from: unit_id(UNITS[usize::from(n % 3)]),
        }),
    }
}

fn scalar(what: u8, n: u8) -> CandidateField {
    use CandidateField::*;
    match what {
        0 => Name(format!("Quần chúng Mẫu {n}")),
        1 => Born(
            (n > 0)
                .then(|| day(2026, 1, 3 + 9 * u32::from(n)))
                .map(Into::into),
        ),
        2 => Sex((n > 0).then_some(ketnap::model::Sex::Female)),
        3 => Phone(text(n)),
        4 => Residence(text(n)),
        5 => YouthUnion([None, Some(true), Some(false), None][usize::from(n)]),
        6 => Source((n > 0).then(|| code("youth"))),
        7 => Card((n > 0).then(|| {
            Box::new(ketnap::model::Card {
                number: format!("{n}"),
                on: on(20),
            })
        })),
        8 => Groups((n > 0).then(|| code("youth")).into_iter().collect()),
        9 => Introduced((n > 0).then(|| Outreach {
            by: code("youth-union"),
            on: on(n),
        })),
        _ => Former((n > 0).then(|| {
            Box::new(ketnap::model::Former {
                left: on(n).into(),
                consent: None,
            })
        })),
    }
}

fn unit_list(unit: &Unit, what: u8, turn: Turn) -> UnitField {
    use UnitField::*;
    macro_rules! rows {
        ($field:ident, $variant:ident, $value:expr) => {{
            let mut rows = unit.$field.clone();
            put(&mut rows, turn, $value);
            $variant(rows)
        }};
    }
    match what {
        0 => rows!(names, Names, |n| Dated {
            from: (n > 0).then(|| on(n / 2)),
            value: format!("Chi bộ Mẫu {n}"),
        }),
        1 => rows!(routes, Routes, |n| Dated {
            from: Some(on(n / 2)),
            value: Route {
                chain: Chain::ALL[usize::from(n)],
                section: None,
            },
        }),
        2 => rows!(members, Members, |n| MemberCount {
            on: on(n / 2),
            members: 30 + u32::from(n),
            full: Some(28),
            source: None,
        }),
        3 => rows!(officers, Officers, |n| OfficerCount {
            on: on(n / 2),
            officers: 12 + u32::from(n),
            members: 11,
            source: None,
        }),
        4 => rows!(quotas, Quotas, |n| Quota::new(
            2026 + i32::from(n / 2),
            code("KH27"),
            u32::from(n)
        )),
        5 => rows!(unlisted, Unlisted, |n| ketnap::model::Unlisted {
            year: 2025 + i32::from(n / 2),
            count: u32::from(n),
            source: None,
            as_of: None,
        }),
        6 => rows!(causes, Causes, cause),
        7 => rows!(notes, Notes, note),
        9 => rows!(exemptions, Exemptions, |n| Exemption {
            year: 2026,
            from: on(n / 2),
            basis: text(n),
            note: None,
        }),
        10 => rows!(remedies, Remedies, remedy),
        11 => rows!(surveys, Surveys, |n| Survey {
            on: on(n / 2),
            period: Period {
                from: 2026,
                until: None,
            },
            groups: Vec::new(),
            note: text(n),
            source: None,
        }),
        12 => rows!(visits, Visits, |n| Visit {
            on: Some(on(n / 2)),
            held: n % 2 == 1,
            who: format!("tổ công tác {}", n / 2),
            findings: None,
            agreed: None,
            by: None,
            done: None,
            source: None,
        }),
        _ => rows!(parents, Parents, |n| Dated {
            from: Some(on(n / 2)),
            value: unit_id("goc"),
        }),
    }
}

fn settings(book: &Book, what: u8, n: u8) -> BookSettings {
    let mut settings = book.settings().clone();
    match what {
        0 => settings.note = text(n),
        1 => settings.recorded_from = Some(2020 + i32::from(n)),
        2 => settings.counting = [Counting::Ceremony, Counting::Decision][usize::from(n % 2)],
        _ => settings.tracks.push(Track {
            id: code(["KH27", "NQ", "QS"][usize::from(n)]),
            name: format!("Văn bản {n}"),
        }),
    }
    settings
}

/// The change that an edit is now; none where there is nothing to edit.
pub(crate) fn change(book: &Book, op: Op) -> Option<Change> {
    let person = |who: u8| person_id(PEOPLE[usize::from(who)]);
    let unit = |at: u8| unit_id(UNITS[usize::from(at)]);
    Some(match op {
        Op::Scalar(who, what, n) => Change::SetCandidate(person(who), scalar(what, n)),
        Op::List(who, what, turn) => {
            let (_, found) = book.candidate(&person(who))?;
            Change::SetCandidate(person(who), list(found, what, turn))
        }
        Op::UnitScalar(at, what, n) => {
            let field = match what {
                0 => UnitField::Sector(text(n)),
                _ => UnitField::Ended((n > 0).then(|| on(20 + n))),
            };
            Change::SetUnit(unit(at), field)
        }
        Op::UnitList(at, what, turn) => {
            let found = book.unit(&unit(at)).filter(|_| at != 3 || what != 8)?;
            Change::SetUnit(unit(at), unit_list(found, what, turn))
        }
        Op::Add(who, at) => {
            let name = format!("Quần chúng Mẫu {who}");
            let new = Candidate::new(person(who), name, code("source"), day(2026, 1, 20));
            Change::AddCandidate(unit(at), Box::new(new))
        }
        Op::Remove(who) => Change::RemoveCandidate(person(who)),
        Op::Move(who, to) => {
            let (from, found) = book.candidate(&person(who))?;
            let mut found = found.clone();
            found.handovers.push(Handover {
                on: on(9),
                from: from.id.clone(),
            });
            Change::Many(vec![
                Change::RemoveCandidate(person(who)),
                Change::AddCandidate(unit(to), Box::new(found)),
            ])
        }
        Op::AddUnit(at) => {
            let mut new = Unit::new(unit(at), code("cell"), format!("Chi bộ Mẫu {at}"));
            let beside = book.unit(&unit_id("a")).or(book.unit(&unit_id("b")))?;
            new.parents.clone_from(&beside.parents);
            Change::AddUnit(Box::new(new))
        }
        Op::RemoveUnit(at) => {
            let people = book.unit(&unit(at))?.candidates.iter();
            let leave = people.map(|person| Change::RemoveCandidate(person.id.clone()));
            let leave = leave.chain([Change::RemoveUnit(unit(at))]);
            Change::Many(leave.collect())
        }
        Op::Settings(what, n) => {
            Change::SetBook(BookField::Settings(Box::new(settings(book, what, n))))
        }
    })
}

/// Makes what can be made, as one edit.
pub(crate) fn made(book: &mut Book, ops: &[Op]) -> Edit {
    let mut trial = book.clone();
    let mut all = Vec::new();
    for op in ops {
        if let Some(change) = change(&trial, *op)
            && trial.apply(change.clone()).is_ok()
        {
            all.push(change);
        }
    }
    book.edit(Change::Many(all)).unwrap()
}
