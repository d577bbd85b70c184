//! Handing a quota down: parts that add up, what they are spread by, the and undo.

use crate::desk::Desk;
use crate::quotas::{
    NORTH, NORTH_CELL, ROOT, SOUTH, SOUTH_CELL, book, city, figures, node, quota, rules, today,
    uneven,
};
use crate::world::{code, day, unit_id};
use chrono::NaiveDate;
use ketnap::app::{FormFor, Slot};
use ketnap::model::{Book, Change, Exemption, MemberCount, Refusal, UnitField, Unlisted};
use ketnap::rules::{By, Counted, Terms, hand_down, handed, spread};
use ketnap::text::Lang;
use proptest::prelude::*;

/// The numbers in the open form for the organisations below.
fn parts(desk: &Desk) -> Vec<&str> {
    let entries = desk.form().entries.iter();
    let parts = entries.filter(|(slot, _)| matches!(slot, Slot::Part(_)));
    parts.map(|(_, entry)| entry.value.word()).collect()
}

proptest! {
    #[test]
    fn parts_add_up_to_the_number_for_any_weights(
        target in any::<u32>(),
        weights in proptest::collection::vec(prop_oneof![Just(0), 0..40_u32, any::<u32>()], 1..60),
    ) {
        let parts = spread(target, &weights);
        prop_assert_eq!(parts.len(), weights.len());
        let sum: u64 = parts.iter().map(|part| u64::from(*part)).sum();
        prop_assert_eq!(sum, u64::from(target));
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        for (part, weight) in parts.iter().zip(&weights) {
            let exact = match total {
                0 => u64::from(target) / weights.len() as u64,
                total => u64::from(target) * u64::from(*weight) / total,
            };
            prop_assert!((exact..=exact + 1).contains(&u64::from(*part)));
            prop_assert!(*weight > 0 || total == 0 || *part == 0);
        }
    }

    #[test]
    fn only_equal_rests_depend_on_the_order(
        target in 0..5_000_u32,
        weights in proptest::collection::vec(0..400_u32, 1..20),
    ) {
        let parts = spread(target, &weights);
        let turned: Vec<u32> = weights.iter().rev().copied().collect();
        let mut back = spread(target, &turned);
        back.reverse();
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let rest = |weight: u32| match total {
            0 => 0,
            total => u64::from(target) * u64::from(weight) % total,
        };
        for (at, weight) in weights.iter().enumerate() {
            let twins = weights.iter().filter(|other| rest(**other) == rest(*weight)).count();
            prop_assert!(parts[at] == back[at] || twins > 1, "{:?} {:?}", parts, back);
        }
    }
}

#[test]
fn worked_cases_of_spreading() {
    for (target, weights, parts) in [
        (10, vec![1, 1, 1], vec![4, 3, 3]),
        (110, vec![4, 13], vec![26, 84]),
        (7, vec![0, 0, 0], vec![3, 2, 2]),
        (0, vec![5, 2], vec![0, 0]),
        (2, vec![9, 0, 9], vec![1, 0, 1]),
        (5, vec![], vec![]),
    ] {
        assert_eq!(spread(target, &weights), parts, "{target} {weights:?}");
    }
}

#[test]
fn a_number_is_handed_down_by_what_is_asked() {
    let rules = rules();
    let book = book(|_, units| {
        units[ROOT].quotas.push(quota(2022, 11));
        units[NORTH].unlisted.push(Unlisted {
            year: 2021,
            count: 4,
            source: None,
            as_of: None,
        });
        units[SOUTH_CELL].unlisted.push(Unlisted {
            year: 2021,
            count: 1,
            source: None,
            as_of: None,
        });
        for (cell, members) in [(NORTH_CELL, 30), (SOUTH_CELL, 70)] {
            units[cell].members.push(MemberCount {
                on: day(2022, 6, 30),
                members,
                full: Some(members),
                source: None,
            });
        }
    });
    let figures = figures(&book, &rules);
    let parts = |book: &Book, by| -> Vec<(String, u32)> {
        let plan = hand_down(Counted::new(book, &rules, &figures), 0, &code("KH27"), by).unwrap();
        assert_eq!(plan.target, 11);
        let rows = plan.rows.into_iter();
        rows.map(|(id, part)| (id.to_string(), part)).collect()
    };
    let expect = |north, south| [("bac".to_owned(), north), ("nam".to_owned(), south)];
    assert_eq!(parts(&book, By::LastYear), expect(9, 2));
    assert_eq!(parts(&book, By::Members), expect(3, 8));
    assert_eq!(parts(&book, By::Equal), expect(6, 5));
    let mut exempt = book.clone();
    let row = Exemption {
        year: 2022,
        from: day(2022, 1, 1),
        basis: None,
        note: None,
    };
    let change = Change::SetUnit(unit_id("bac"), UnitField::Exemptions(vec![row]));
    exempt.apply(change).unwrap();
    assert_eq!(parts(&exempt, By::LastYear), expect(0, 11));
    let asked = |id: &str| {
        let at = node(&book, &figures, id);
        hand_down(
            Counted::new(&book, &rules, &figures),
            at,
            &code("KH27"),
            By::Equal,
        )
    };
    assert_eq!(asked("bac"), Err(Refusal::NoTarget));
    let mut cell = book.clone();
    let change = Change::SetUnit(unit_id("bac-1"), UnitField::Quotas(vec![quota(2022, 1)]));
    cell.apply(change).unwrap();
    let at = node(&cell, &figures, "bac-1");
    let refused = hand_down(
        Counted::new(&cell, &rules, &figures),
        at,
        &code("KH27"),
        By::Equal,
    );
    assert_eq!(refused, Err(Refusal::NoChildren(unit_id("bac-1"))));
}

#[test]
fn handing_down_revises_or_corrects_and_changes_only_what_differs() {
    let book = book(|_, units| {
        units[NORTH].quotas.push(quota(2022, 4));
        units[SOUTH].quotas.push(quota(2022, 5));
    });
    let rows = [
        (unit_id("bac"), Some(6)),
        (unit_id("nam"), Some(5)),
        (unit_id("bac-1"), Some(0)),
        (unit_id("nam-1"), None),
    ];
    let quotas = |from: Option<NaiveDate>, id: &str| {
        let mut book = book.clone();
        let terms = Terms {
            by: Some("Thành ủy Mẫu".into()),
            basis: Some("Công văn mẫu".into()),
            from,
        };
        let change = handed(&book, (2022, &code("KH27")), &rows, &terms, today()).unwrap();
        let inverse = book.apply(change).unwrap();
        let rows = book.unit(&unit_id(id)).unwrap().quotas.clone();
        book.apply(inverse).unwrap();
        let rows = rows.into_iter();
        rows.map(|row| (row.target, row.revision, row.from, row.basis.is_some()))
            .collect::<Vec<_>>()
    };
    let on = Some(day(2022, 7, 1));
    assert_eq!(quotas(on, "bac"), [(4, 0, None, false), (6, 1, on, true)]);
    assert_eq!(quotas(None, "bac"), [(6, 0, None, true)]);
    assert_eq!(quotas(on, "nam"), [(5, 0, None, false)]);
    assert_eq!(quotas(on, "bac-1"), [(0, 0, None, true)]);
    assert_eq!(quotas(on, "nam-1"), []);
}

#[test]
fn a_quota_is_handed_down_by_keys_and_taken_back_at_once() {
    let mut desk = Desk::new();
    let start = desk.app.book.clone();
    desk.press("2 d");
    assert!(matches!(&desk.form().what, FormFor::HandDown(h) if h.target == 110));
    // Last year is not known of every ward, and nothing is no measure.
    assert!(desk.screen(100, 24).contains("‹ số đảng viên ›"));
    desk.press("←");
    let screen = desk.screen(100, 24);
    // Of 17 admitted the year before with a record of the ward, 4 and 13.
    for (ward, part) in [("Dương Quang", 26), ("Nông Thượng", 84), ("Sông Cầu", 0)] {
        let end = format!(" {part}");
        let here = |cell: &str| cell.contains(ward) && cell.trim_end().ends_with(&end);
        assert!(screen.split('│').any(here), "{screen}");
    }
    assert!(
        screen.contains("Tổng giao xuống 110, đúng bằng 110 của cấp này."),
        "{screen}"
    );
    desk.press("→ →");
    assert_eq!(
        parts(&desk),
        ["14", "14", "14", "14", "14", "14", "13", "13"]
    );
    desk.press("↓ ↓").write("Công văn mẫu");
    desk.press("↓ ↓ Ctrl+U").write("17");
    let screen = desk.screen(100, 24);
    assert!(
        screen.contains("Tổng giao xuống 113, cấp này 110, chênh 3."),
        "{screen}"
    );
    desk.press("Enter");
    assert_eq!(desk.said(), "Tổng giao xuống 113, cấp này 110, chênh 3.");
    assert_eq!(desk.saves.len(), 1);
    assert_eq!(desk.saves[0].before.len(), 8);
    let given = |desk: &Desk, id: &str| {
        let unit = desk.app.book.unit(&unit_id(id)).unwrap();
        let now = unit.quota_on(2022, &code("KH27"), None, today()).unwrap();
        (now.target, now.basis.clone(), now.by.clone())
    };
    let (basis, by) = (
        Some("Công văn mẫu".into()),
        Some("Đảng bộ TP. Bắc Kạn".into()),
    );
    assert_eq!(given(&desk, "duc-xuan"), (17, basis, by));
    let south = desk.app.book.unit(&unit_id("duong-quang")).unwrap();
    let of_2022 = south.quotas.iter().filter(|row| row.year == 2022);
    let kept: Vec<_> = of_2022.map(|row| (row.target, row.from)).collect();
    assert_eq!(kept, [(12, None), (13, Some(today()))]);
    desk.press("u");
    assert_eq!(desk.app.book, start);
    assert_eq!(desk.said(), "Đã hoàn tác số 1: 8 chỗ sửa cùng lúc.");
}

#[test]
fn what_cannot_be_handed_down_says_why() {
    let mut desk = Desk::with(uneven(), Lang::Vi);
    desk.press("2 ↓ ↓ d");
    assert_eq!(
        desk.said(),
        "Cấp này chưa có chỉ tiêu để giao xuống; nhấn e để ghi."
    );
    desk.app.read_only = true;
    desk.press("g d");
    assert_eq!(desk.said(), "Sổ đang mở chỉ để đọc.");
    assert!(desk.app.overlays.is_empty());
}

#[test]
fn sixty_parts_scroll_in_the_form() {
    let (head, mut units) = city();
    units[ROOT].quotas.push(quota(2022, 130));
    for number in 1..=58 {
        let mut ward = units[NORTH].clone();
        ward.id = unit_id(&format!("p-{number}"));
        ward.names[0].value = format!("Đảng bộ P. Mẫu Số {number}");
        units.push(ward);
    }
    let mut desk = Desk::with(Book::new(head, units, Vec::new()), Lang::Vi);
    desk.press("2 d ↑");
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("Mẫu Số 58") && !screen.contains("Chia theo"),
        "{screen}"
    );
    assert!(screen.contains("đúng bằng 130"), "{screen}");
    desk.press("Enter");
    assert_eq!(desk.saves[0].before.len(), 60);
}
