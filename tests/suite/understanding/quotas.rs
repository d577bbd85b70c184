//! Tables of quotas: years, groups, what is exempt, totals, and what the book says already.

use super::grids::{grid, merged, one, sheet};
use super::{book_with, read_in};
use crate::world::{code, day, unit_id};
use ketnap::exchange::incoming::{Allotted, Mark, Options, Reading, What};
use ketnap::model::{Book, BookField, Change, Exemption, Quota, Track, UnitField};

fn allotted(reading: &Reading) -> Vec<(u32, Mark, &Allotted)> {
    let rows = reading.rows.iter().filter_map(|row| match &row.what {
        What::Quota(allotted) => Some((row.row, row.mark, allotted)),
        _ => None,
    });
    rows.collect()
}

fn told(reading: &Reading) -> Vec<String> {
    let problems = reading.rows.iter().flat_map(|row| &row.problems);
    problems
        .map(|problem| format!("{} {}", problem.cell, problem.code.word()))
        .collect()
}

fn made() -> Options {
    Options {
        new_units: true,
        ..Options::default()
    }
}

#[test]
fn last_year_is_left_out_and_each_group_is_a_row() {
    let mut table = sheet(
        "Sheet1",
        "
        (Kèm theo Kế hoạch số 12-KH/ĐU)
        TT|Đơn vị|Năm 2025||Năm 2026|||Ghi chú
        ||Giao|Đạt|Tổng|Nữ|Đoàn viên
        I|Khối nông thôn|#5|#5|#6
        #1|CB thôn 1|#2|#2|>=2|#1||Hết nguồn tại chỗ
        #2|CB thôn 2|#3|#3|4 trở lên|#1|#2|phấn đấu
        Cộng||#5|#5|#7|#2|#2
        II|Khối trường
        #3|CB trường|#1|#1|-|||hết nguồn
        #4|CB y tế|#1|#1|
        ",
    );
    table.merged = vec![merged((2, 2), (2, 3)), merged((2, 2), (4, 6))];
    let reading = read_in(&book_with(&[]), &grid(vec![table]), &made()).unwrap();
    assert_eq!(
        reading.tables[0].left_out(),
        ["TT", "Năm 2025 > Giao", "Năm 2025 > Đạt"]
    );
    let rows = allotted(&reading);
    let short: Vec<_> = rows
        .iter()
        .map(|(row, _, of)| {
            let group = of.group.as_ref().map_or("", |group| group.as_str());
            (*row, group, of.target, of.at_least, of.exempt)
        })
        .collect();
    assert_eq!(
        short,
        [
            (5, "", Some(2), true, false),
            (5, "women", Some(1), false, false),
            (6, "", Some(4), true, false),
            (6, "women", Some(1), false, false),
            (6, "youth", Some(2), false, false),
            (9, "", None, false, true),
            (10, "", None, false, false),
        ]
    );
    assert!(rows.iter().all(|(_, _, of)| of.year == Some(2026)));
    assert!(
        rows.iter()
            .all(|(_, _, of)| of.track.as_deref() == Some("12-KH/ĐU"))
    );
    // Words beside a number are a remark.
    assert_eq!(rows[0].2.note.as_deref(), Some("Hết nguồn tại chỗ"));
    assert_eq!(
        told(&reading),
        [
            "B4 section",
            "A7 total",
            "E7 sum-differs",
            "B8 section",
            "E10 no-target"
        ]
    );
}

const PLAIN: &str = "
    KẾ HOẠCH SỐ 12-KH/ĐU NĂM 2026
    TT|Tên chi bộ|Chỉ tiêu|Nữ
    #1|Chi bộ Mẫu|#3|#1
    #2|Chi bộ Hai|hết nguồn|
    ";

/// A book with a plan, a quota and an exemption.
fn known_book(target: u32) -> Book {
    let mut book = book_with(&[("cb", "Chi bộ Mẫu"), ("hai", "Chi bộ Hai")]);
    let track = Track {
        id: code("KH12"),
        name: "Kế hoạch 12-KH/ĐU ngày 5/1/2026".to_owned(),
    };
    let mut settings = book.settings().clone();
    settings.tracks.push(track);
    let exemption = Exemption {
        year: 2026,
        from: day(2026, 1, 5),
        basis: None,
        note: None,
    };
    let changes = [
        Change::SetBook(BookField::Settings(Box::new(settings))),
        Change::SetUnit(
            unit_id("cb"),
            UnitField::Quotas(vec![Quota::new(2026, code("KH12"), target)]),
        ),
        Change::SetUnit(unit_id("hai"), UnitField::Exemptions(vec![exemption])),
    ];
    book.apply(Change::Many(changes.to_vec())).unwrap();
    book
}

#[test]
fn the_book_is_held_against_the_table() {
    let marks = |book: &Book, options: &Options| {
        let reading = read_in(book, &one(PLAIN), options).unwrap();
        let marks = allotted(&reading)
            .iter()
            .map(|(_, mark, _)| *mark)
            .collect::<Vec<_>>();
        (marks, told(&reading))
    };
    let plain = Options::default();
    let (same, _) = marks(&known_book(3), &plain);
    assert_eq!(same, [Mark::Same, Mark::New, Mark::Same]);
    let (other, told) = marks(&known_book(5), &plain);
    assert_eq!(other, [Mark::Conflict, Mark::New, Mark::Same]);
    assert_eq!(told, ["C3 differs"]);
    // Neither a plan nor a cell is made without being asked for.
    let (asked, told) = marks(&book_with(&[]), &plain);
    assert_eq!(asked, [Mark::Asked; 3]);
    assert!(told.contains(&"B3 unknown-unit".to_owned()), "{told:?}");
    assert!(told.contains(&"C3 unknown-track".to_owned()), "{told:?}");
}

#[test]
fn the_year_and_the_plan_are_asked_where_nothing_says_them() {
    let text = "TT|Tên chi bộ|Chỉ tiêu\n#1|Chi bộ Mẫu|#3\n#2|Chi bộ Mẫu|#4";
    let reading = read_in(&book_with(&[]), &one(text), &made()).unwrap();
    let told = told(&reading);
    for right in [
        "C2 no-year",
        "C2 no-track",
        "C2 possible-twin",
        "C3 possible-twin",
    ] {
        assert!(told.iter().any(|one| one == right), "{right}: {told:?}");
    }
    assert_eq!(reading.count(Mark::Asked), 2);
}
