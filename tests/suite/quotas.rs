//! Quotas in full: revisions, groups, exemptions and floors.

use crate::agenda::person;
use crate::desk::Desk;
use crate::world::{code, day, header, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::config::Config;
use ketnap::model::{
    Book, BookSettings, Candidate, Change, Dated, Exemption, Floor, Handover, Header, Quota,
    Refusal, Sex, Track, Unit, UnitClass, UnitField, Unlisted,
};
use ketnap::rules::{Counted, Figures, Known, Rules, findings, mark_group, put_quota, set_quota};
use ketnap::text::Lang;
use std::sync::Arc;

pub(crate) fn rules() -> Arc<Rules> {
    Config::load(None, None).rules
}

pub(crate) fn today() -> NaiveDate {
    day(2022, 11, 27)
}

pub(crate) fn quota(year: i32, target: u32) -> Quota {
    Quota::new(year, code("KH27"), target)
}

pub(crate) fn revised(target: u32, revision: u16, from: NaiveDate) -> Quota {
    Quota {
        revision,
        from: Some(from),
        ..quota(2021, target)
    }
}

/// Somebody admitted in March 2022.
pub(crate) fn admitted(number: u32) -> Candidate {
    person(
        number,
        &[("ceremony", (2022, 3, 1)), ("probation", (2022, 3, 20))],
    )
}

/// A city, two wards below it, a cell below each.
pub(crate) fn city() -> (Header, Vec<Unit>) {
    let unit = |id: &str, kind: &str, name: &str, above: Option<&str>| {
        let mut unit = Unit::new(unit_id(id), code(kind), name.into());
        unit.parents.extend(above.map(|above| Dated {
            from: None,
            value: unit_id(above),
        }));
        unit
    };
    let head = Header {
        settings: BookSettings {
            tracks: vec![Track {
                id: code("KH27"),
                name: "Kế hoạch mẫu".into(),
            }],
            ..BookSettings::default()
        },
        ..header()
    };
    let units = vec![
        unit("goc", "city", "Đảng bộ TP. Mẫu", None),
        unit("bac", "ward", "Đảng bộ P. Mẫu Bắc", Some("goc")),
        unit("nam", "ward", "Đảng bộ P. Mẫu Nam", Some("goc")),
        unit("bac-1", "cell", "Chi bộ Mẫu Bắc 1", Some("bac")),
        unit("nam-1", "cell", "Chi bộ Mẫu Nam 1", Some("nam")),
    ];
    (head, units)
}

/// The city after a hand at it.
pub(crate) fn book(change: impl FnOnce(&mut Header, &mut [Unit])) -> Book {
    let (mut head, mut units) = city();
    change(&mut head, &mut units);
    Book::new(head, units, Vec::new())
}

pub(crate) const ROOT: usize = 0;
pub(crate) const NORTH: usize = 1;
pub(crate) const SOUTH: usize = 2;
pub(crate) const NORTH_CELL: usize = 3;
pub(crate) const SOUTH_CELL: usize = 4;

pub(crate) fn figures(book: &Book, rules: &Rules) -> Figures {
    Figures::new(Known::new(book, rules, today()), 2022)
}

pub(crate) fn node(book: &Book, figures: &Figures, id: &str) -> usize {
    let place = book.position(&unit_id(id)).unwrap();
    figures.tree.node_of(place).unwrap()
}

/// What `check` finds of a kind: whose, and the sentence.
fn found(book: &Book, code: &str) -> Vec<(Option<String>, String)> {
    let config = Config::load(None, Some(Lang::Vi));
    let figures = figures(book, &config.rules);
    let all = findings(Counted::new(book, &config.rules, &figures));
    let all = all.into_iter().filter(|finding| finding.code == code);
    all.map(|finding| {
        let unit = finding.unit.map(|id| id.to_string());
        (unit, config.texts.say(&finding.message))
    })
    .collect()
}

#[test]
fn the_number_in_force_depends_on_the_day() {
    let mut unit = city().1.remove(ROOT);
    let on = |unit: &Unit, m, d| {
        let now = unit.quota_on(2021, &code("KH27"), None, day(2021, m, d));
        now.map(|row| row.target)
    };
    assert_eq!(on(&unit, 6, 1), None);
    // Books of before: without days the highest revision counts.
    unit.quotas = vec![
        quota(2021, 90),
        Quota {
            revision: 1,
            ..quota(2021, 100)
        },
    ];
    assert_eq!(on(&unit, 1, 1), Some(100));
    unit.quotas = vec![
        revised(115, 2, day(2021, 9, 1)),
        quota(2021, 90),
        revised(110, 1, day(2021, 3, 11)),
    ];
    assert_eq!(on(&unit, 3, 10), Some(90));
    assert_eq!(on(&unit, 3, 11), Some(110));
    assert_eq!(on(&unit, 8, 31), Some(110));
    assert_eq!(on(&unit, 12, 31), Some(115));
    unit.quotas.remove(1);
    assert_eq!(on(&unit, 3, 10), None);
}

#[test]
fn a_correction_alters_the_number_in_force_and_a_revision_keeps_it() {
    let rules = rules();
    let mut book = book(|_, units| {
        units[ROOT].quotas = vec![quota(2021, 90), revised(110, 1, day(2021, 3, 11))];
    });
    let root = unit_id("goc");
    let set = |book: &Book, target, on| {
        set_quota(book, &root, (2021, &code("KH27")), target, on).unwrap()
    };
    let targets = |book: &Book| -> Vec<(u32, u16)> {
        let rows = &book.unit(&root).unwrap().quotas;
        rows.iter().map(|row| (row.target, row.revision)).collect()
    };
    let early = set(&book, Some(91), day(2021, 2, 1));
    book.apply(early).unwrap();
    assert_eq!(targets(&book), [(91, 0), (110, 1)]);
    let late = set(&book, Some(111), day(2021, 12, 31));
    book.apply(late).unwrap();
    assert_eq!(targets(&book), [(91, 0), (111, 1)]);
    let row = Quota {
        by: Some("Tỉnh ủy Mẫu".into()),
        ..revised(120, 0, day(2021, 10, 1))
    };
    let change = put_quota(Known::new(&book, &rules, today()), &root, None, row.clone()).unwrap();
    book.apply(change).unwrap();
    assert_eq!(targets(&book), [(91, 0), (111, 1), (120, 2)]);
    let change = put_quota(
        Known::new(&book, &rules, today()),
        &root,
        Some(2),
        Quota { target: 121, ..row },
    )
    .unwrap();
    book.apply(change).unwrap();
    assert_eq!(targets(&book), [(91, 0), (111, 1), (121, 2)]);
    let of_a_year = |year, on| Figures::new(Known::new(&book, &rules, on), year);
    let target = |figures: Figures| figures.progress(&book, 0, &code("KH27")).target;
    assert_eq!(target(of_a_year(2021, today())), Some(121));
    assert_eq!(target(of_a_year(2021, day(2021, 5, 1))), Some(111));
    assert_eq!(target(of_a_year(2021, day(2021, 1, 5))), Some(91));
    let none = set(&book, None, today());
    book.apply(none).unwrap();
    assert_eq!(targets(&book), []);
}

#[test]
fn people_are_counted_in_the_groups_that_the_record_tells() {
    let rules = rules();
    let mut woman = admitted(1);
    woman.sex = Some(Sex::Female);
    woman.ethnicity = Some("Tày".into());
    let mut soldier = admitted(2);
    soldier.sex = Some(Sex::Male);
    soldier.ethnicity = Some(" kinh".into());
    soldier.groups = vec![code("militia"), code("conscripts")];
    let mut worker = admitted(3);
    worker.source = Some(code("private-worker"));
    worker.youth_union = Some(true);
    let mut later = person(4, &[("decision", (2022, 3, 1))]);
    later.sex = Some(Sex::Female);
    let mut moved = admitted(5);
    moved.sex = Some(Sex::Female);
    moved.handovers = vec![Handover {
        on: day(2022, 6, 1),
        from: unit_id("nam-1"),
    }];
    let book = book(|_, units| {
        units[NORTH_CELL].candidates = vec![woman, soldier, worker, later, moved];
        units[NORTH].unlisted.push(Unlisted {
            year: 2022,
            count: 40,
            source: None,
            as_of: None,
        });
        units[NORTH].quotas.push(Quota {
            group: Some(code("women")),
            ..quota(2022, 3)
        });
    });
    let figures = figures(&book, &rules);
    let of = |unit: &str, group: &str| {
        let at = node(&book, &figures, unit);
        figures.group_progress(
            Known::new(&book, &rules, today()),
            at,
            &code("KH27"),
            &code(group),
        )
    };
    let counts = |unit: &str| {
        let ids = rules.groups.iter().map(|row| row.id.as_str());
        ids.map(|id| of(unit, id).admitted).collect::<Vec<_>>()
    };
    // women, youth, militia, ethnic-minority, private-enterprise, conscripts
    assert_eq!(counts("bac-1"), [1, 1, 1, 1, 1, 1]);
    assert_eq!(counts("bac"), [1, 1, 1, 1, 1, 1]);
    assert_eq!(counts("nam-1"), [1, 0, 0, 0, 0, 0]);
    assert_eq!(counts("goc"), [2, 1, 1, 1, 1, 1]);
    assert_eq!(
        (of("bac", "women").target, of("bac", "women").missing()),
        (Some(3), Some(2))
    );
    assert_eq!(of("goc", "women").target, None);
    assert_eq!(of("goc", "nobody").admitted, 0);
}

#[test]
fn a_mark_is_put_on_and_taken_off() {
    let rules = rules();
    let mut book = book(|_, units| units[NORTH_CELL].candidates = vec![admitted(1)]);
    let id = person_id("mau-01");
    let mark =
        |book: &Book, word: &str| mark_group(Known::new(book, &rules, today()), &id, &code(word));
    for expected in [vec![code("militia")], Vec::new()] {
        let change = mark(&book, "militia").unwrap();
        book.apply(change).unwrap();
        assert_eq!(book.candidate(&id).unwrap().1.groups, expected);
    }
    assert!(matches!(
        mark(&book, "nobody"),
        Err(Refusal::Unknown { .. })
    ));
    let change = Change::SetUnit(
        unit_id("bac"),
        UnitField::Quotas(vec![Quota {
            group: Some(code("nobody")),
            ..quota(2022, 1)
        }]),
    );
    book.apply(change).unwrap();
    let said = "Không có nhóm nobody; xem groups.ron.";
    assert_eq!(
        found(&book, "unknown-group"),
        [(Some("bac".into()), said.into())]
    );
}

#[test]
fn conscripts_are_due_six_months_before_they_enlist() {
    let rules = rules();
    let group = rules.group(&code("conscripts")).unwrap();
    let before = |y, m, d| group.deadline_before(day(y, m, d)).unwrap();
    assert_eq!(before(2023, 2, 6), day(2022, 8, 6));
    assert_eq!(before(2023, 8, 31), day(2023, 2, 28));
    let women = rules.group(&code("women")).unwrap();
    assert_eq!(women.deadline_before(today()), None);
}

#[test]
fn who_is_exempt_is_not_missing() {
    let rules = rules();
    let exempt = Exemption {
        year: 2022,
        from: day(2022, 5, 1),
        basis: Some("Thông báo mẫu".into()),
        note: None,
    };
    let book = book(|_, units| {
        units[NORTH].quotas.push(quota(2022, 4));
        units[NORTH].exemptions.push(exempt);
    });
    let missing = |on| {
        let figures = Figures::new(Known::new(&book, &rules, on), 2022);
        let at = node(&book, &figures, "bac");
        figures.progress(&book, at, &code("KH27")).missing()
    };
    assert_eq!(missing(day(2022, 4, 30)), Some(4));
    assert_eq!(missing(day(2022, 5, 1)), None);
    let mut desk = Desk::with(book, Lang::Vi);
    desk.press("2 ↓");
    let screen = desk.screen(120, 20);
    assert!(
        screen
            .lines()
            .any(|l| l.contains("Mẫu Bắc") && l.contains("miễn")),
        "{screen}"
    );
    let next = "Mẫu Bắc: năm 2022 được miễn chỉ tiêu từ 01/05/2022 (Thông báo mẫu)";
    assert!(screen.contains(next), "{screen}");
}

#[test]
fn a_number_below_its_floor_is_a_warning() {
    let floor = |class, least| Floor {
        track: code("KH27"),
        year: 2022,
        class,
        least,
        basis: None,
    };
    let wards = floor(UnitClass::Kind(code("ward")), 5);
    let book = book(|head, units| {
        head.settings.floors = vec![wards, floor(UnitClass::Sector("thôn".into()), 1)];
        units[NORTH].quotas.push(quota(2022, 4));
        units[SOUTH].quotas.push(quota(2022, 5));
        units[NORTH_CELL].sector = Some("thôn".into());
        units[SOUTH_CELL].sector = Some("thôn".into());
        units[SOUTH_CELL].exemptions.push(Exemption {
            year: 2022,
            from: day(2022, 1, 1),
            basis: None,
            note: None,
        });
    });
    let low = "Năm 2022, KH27: giao 4, dưới mức tối thiểu 5 của loại tổ chức này.";
    let none = "Năm 2022, KH27: chưa giao chỉ tiêu, mức tối thiểu của loại tổ chức này là 1.";
    let rows = [("bac-1", none), ("bac", low)];
    let rows = rows.map(|(unit, said)| (Some(unit.to_owned()), said.to_owned()));
    assert_eq!(found(&book, "below-floor"), rows);
}

#[test]
fn a_floor_that_names_nothing_known_is_an_error() {
    let book = book(|head, _| {
        head.settings.floors = vec![Floor {
            track: code("NQ"),
            year: 2022,
            class: UnitClass::Kind(code("parish")),
            least: 1,
            basis: None,
        }];
    });
    assert_eq!(found(&book, "unknown-track").len(), 1);
    assert_eq!(found(&book, "unknown-kind").len(), 1);
}

/// Parent 100, children 97 and 105; and of the women 10, handed down 4.
pub(crate) fn uneven() -> Book {
    let women = |target| Quota {
        group: Some(code("women")),
        ..quota(2022, target)
    };
    book(|_, units| {
        units[ROOT].quotas = vec![quota(2022, 100), women(10)];
        units[NORTH].quotas = vec![quota(2022, 97), women(4)];
        units[SOUTH].quotas = vec![quota(2022, 105)];
    })
}
