//! Time limits: worked cases counted apart from the program, and laws of the calendar.

use crate::world::{code, day};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use ketnap::model::Label;
use ketnap::rules::{Calendar, Holiday, Length};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const LIMITS: &str = include_str!("../fixtures/limits.csv");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    rows: Vec<Holiday>,
}

fn holidays() -> Vec<Holiday> {
    let file: File = ron::from_str(include_str!("../../config/holidays.ron")).unwrap();
    assert_eq!(file.format, 1);
    file.rows
}

fn length(text: &str) -> Length {
    match text.strip_suffix("WD") {
        Some(days) => Length::WorkingDays(days.parse().unwrap()),
        None => Length::Months(text.strip_suffix('M').unwrap().parse().unwrap()),
    }
}

fn row(id: &str, days: &[NaiveDate], worked: &[NaiveDate], confirmed: bool) -> Holiday {
    let (vi, en) = ("Nghỉ mẫu".into(), "A day off".into());
    Holiday {
        id: code(id),
        name: Label { vi, en },
        days: days.to_vec(),
        worked: worked.to_vec(),
        confirmed,
        beyond: 0,
    }
}

/// A row as a user adds it.
fn own(id: &str, days: &[NaiveDate], worked: &[NaiveDate]) -> Holiday {
    Holiday {
        beyond: days.len(),
        ..row(id, days, worked, true)
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[test]
fn every_worked_case_comes_out() {
    let calendar = Calendar::new(holidays());
    let mut lines = LIMITS.lines();
    assert_eq!(lines.next(), Some("set,limit,start,length,due,crossed"));
    let (mut faults, mut sets) = (Vec::new(), BTreeMap::new());
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let [set, _, start, text, due, crossed] = fields[..] else {
            panic!("{line}: six fields");
        };
        *sets.entry(set).or_insert(0) += 1;
        let (start, length): (NaiveDate, _) = (start.parse().unwrap(), length(text));
        let counted = calendar.count(start, length);
        let skipped: Vec<_> = counted
            .skipped
            .iter()
            .map(|off| off.day.to_string())
            .collect();
        let rows = calendar.rows();
        let named = counted
            .skipped
            .iter()
            .all(|off| off.lieu != rows[off.row].days.contains(&off.day));
        let found = [calendar.due(start, length), counted.due].map(|day| day.to_string());
        if found != [due, due] || skipped.join(" ") != crossed || !named {
            faults.push(format!("{line}: {found:?} {skipped:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(sets.len(), 6, "{sets:?}");
    assert!(sets.values().all(|rows| *rows >= 10), "{sets:?}");
}

#[test]
fn every_year_has_each_holiday_once() {
    let rows = holidays();
    let mut ids: Vec<_> = rows.iter().map(|row| row.id.to_string()).collect();
    let mut expected = Vec::new();
    for year in 2016..=2030 {
        for name in [
            "new-year",
            "tet",
            "hung-kings",
            "reunification",
            "labour",
            "national",
        ] {
            expected.push(format!("{year}-{name}"));
        }
        if year >= 2026 {
            expected.push(format!("{year}-culture"));
        }
    }
    expected.extend(SWAPS.map(|(off, _)| format!("{}-swap-{}", &off[..4], &off[5..])));
    ids.sort();
    expected.sort();
    assert_eq!(ids, expected);
    let mut days = BTreeSet::new();
    for row in &rows {
        let (year, name) = row.id.as_str().split_once('-').unwrap();
        let year: i32 = year.parse().unwrap();
        let (count, on) = match name {
            "new-year" => (1, Some(day(year, 1, 1))),
            "reunification" => (1, Some(day(year, 4, 30))),
            "labour" => (1, Some(day(year, 5, 1))),
            // Two days since the Labour Code of 2019 came into force.
            "national" => (1 + usize::from(year >= 2021), Some(day(year, 9, 2))),
            "culture" => (1, Some(day(year, 11, 24))),
            "tet" => (5, None),
            _ => (1, None),
        };
        assert_eq!(row.days.len(), count, "{}", row.id);
        let swaps = usize::from(name.starts_with("swap-"));
        assert_eq!(row.worked.len(), swaps, "{}", row.id);
        assert!(on.is_none_or(|on| row.days.contains(&on)), "{}", row.id);
        let run = row
            .days
            .windows(2)
            .all(|two| two[0].succ_opt() == Some(two[1]));
        assert!(run, "{}", row.id);
        for day in &row.days {
            assert_eq!(day.year(), year, "{}", row.id);
            assert!(days.insert(*day), "{}", row.id);
        }
        let announced = year <= 2026 || !matches!(name, "tet" | "national");
        assert_eq!(row.confirmed, announced, "{}", row.id);
    }
}

/// The days that the civil service swapped: off, and worked for it.
const SWAPS: [(&str, &str); 6] = [
    ("2018-12-31", "2019-01-05"),
    ("2019-04-29", "2019-05-04"),
    ("2024-04-29", "2024-05-04"),
    ("2025-05-02", "2025-04-26"),
    ("2026-01-02", "2026-01-10"),
    ("2026-08-31", "2026-08-22"),
];

/// The days in lieu that were given, as they were announced.
const IN_LIEU: [(i32, &str); 10] = [
    (2016, "12/2 18/4 2/5 3/5"),
    (2017, "2/1 31/1 1/2 2/5 4/9"),
    (2018, "19/2 20/2 3/9"),
    (2019, "15/4"),
    (2020, "28/1 29/1"),
    (2021, "15/2 16/2 3/5"),
    (2022, "3/1 11/4 2/5 3/5"),
    (2023, "2/1 25/1 26/1 2/5 3/5 4/9"),
    (2024, "13/2 14/2"),
    (2026, "27/4"),
];

/// The days off that are no Saturday or Sunday, by the lists alone.
static LISTED: LazyLock<BTreeSet<NaiveDate>> = LazyLock::new(|| {
    let rows = holidays().into_iter().flat_map(|row| row.days);
    let mut listed: BTreeSet<NaiveDate> = rows.filter(|day| !is_weekend(*day)).collect();
    for (year, days) in IN_LIEU {
        for word in days.split(' ') {
            let (d, m) = word.split_once('/').unwrap();
            listed.insert(day(year, m.parse().unwrap(), d.parse().unwrap()));
        }
    }
    // What the law gives in the years of which no list is printed yet.
    let holidays: BTreeSet<NaiveDate> = holidays().into_iter().flat_map(|row| row.days).collect();
    for holiday in holidays
        .iter()
        .filter(|day| day.year() >= 2027 && is_weekend(**day))
    {
        let mut next = *holiday;
        while is_weekend(next) || holidays.contains(&next) || listed.contains(&next) {
            next = next.succ_opt().unwrap();
        }
        listed.insert(next);
    }
    listed
});

#[test]
fn each_day_from_2016_to_2030_is_off_as_the_lists_and_the_law_have_it() {
    let (calendar, off) = (Calendar::new(holidays()), &*LISTED);
    let worked: BTreeSet<NaiveDate> = SWAPS.iter().map(|(_, day)| day.parse().unwrap()).collect();
    for day in day(2016, 1, 1)
        .iter_days()
        .take_while(|day| day.year() <= 2030)
    {
        let works = !off.contains(&day) && (!is_weekend(day) || worked.contains(&day));
        assert_eq!(calendar.is_working(day), works, "{day}");
    }
    let due = |start, n| calendar.due(start, Length::WorkingDays(n));
    assert_eq!(due(day(2022, 3, 1), 60), day(2022, 5, 27));
    assert_eq!(due(day(2022, 4, 1), 30), day(2022, 5, 18));
    assert_eq!(due(day(2026, 9, 22), 45), day(2026, 11, 25));
    assert!(!calendar.is_working(day(2029, 11, 26)) && calendar.is_working(day(2029, 11, 27)));
    assert!(!calendar.is_working(day(2030, 11, 25)) && calendar.is_working(day(2030, 11, 26)));
}

#[test]
fn the_day_given_for_a_guess_is_a_guess() {
    let calendar = Calendar::new(holidays());
    // Tết of 2028 is not announced, and one of its days falls on a Saturday or Sunday.
    let guessed = calendar.rows().iter().filter(|row| !row.confirmed);
    let on_weekend = |row: &&Holiday| row.days.iter().any(|day| is_weekend(*day));
    let row = guessed.into_iter().find(on_weekend).unwrap();
    let after = row.days.last().unwrap();
    let counted = calendar.count(*after, Length::WorkingDays(2));
    assert!(!counted.confirmed, "{row:?}");
    assert!(counted.skipped.iter().all(|off| off.lieu));
}

#[test]
fn a_users_row_for_a_day_in_lieu_is_that_day_and_is_no_longer_needed() {
    let plain = Calendar::new(holidays());
    let with = |rows: &[Holiday]| {
        let mut all = holidays();
        let first = all.len();
        all.extend_from_slice(rows);
        let calendar = Calendar::new(all);
        let needless = calendar.needless();
        let needless: Vec<usize> = needless.into_iter().map(|at| at - first).collect();
        (calendar, needless)
    };
    let from = day(2021, 12, 31);
    for days in [
        vec![day(2022, 1, 3)],
        vec![day(2022, 5, 2), day(2022, 5, 3)],
    ] {
        let (calendar, needless) = with(&[own("2022-lieu", &days, &[])]);
        assert_eq!(needless, [0], "{days:?}");
        for n in 1..200 {
            let length = Length::WorkingDays(n);
            assert_eq!(calendar.due(from, length), plain.due(from, length), "{n}");
        }
    }
    // A day that no law gives is one more day off.
    let (calendar, needless) = with(&[
        own("2022-flood", &[day(2022, 1, 4)], &[]),
        own("2022-tet", &[day(2022, 1, 29), day(2022, 1, 31)], &[]),
        own("2026-swap", &[day(2026, 8, 31)], &[day(2026, 8, 22)]),
        own("2027-swap", &[day(2027, 4, 29)], &[day(2027, 4, 24)]),
    ]);
    assert_eq!(needless, [1, 2]);
    assert!(!calendar.is_working(day(2022, 1, 3)) && !calendar.is_working(day(2022, 1, 4)));
    assert!(calendar.is_working(day(2022, 1, 5)));
    assert!(calendar.is_working(day(2027, 4, 24)) && !calendar.is_working(day(2027, 4, 29)));
}

#[test]
fn a_longer_row_in_the_place_of_the_programs_holds_the_days_in_lieu_already() {
    let mut rows = holidays();
    let tet = rows
        .iter_mut()
        .find(|row| row.id.as_str() == "2017-tet")
        .unwrap();
    tet.days.extend([day(2017, 1, 31), day(2017, 2, 1)]);
    tet.beyond = 2;
    let (calendar, plain) = (Calendar::new(rows), Calendar::new(holidays()));
    for n in 1..60 {
        let length = Length::WorkingDays(n);
        let due = |calendar: &Calendar| calendar.due(day(2017, 1, 20), length);
        assert_eq!(due(&calendar), due(&plain), "{n}");
    }
    assert_eq!(calendar.needless().len(), 1);
}

#[test]
fn the_start_day_is_not_counted() {
    let plain = Calendar::default();
    let due = |y, m, d, n| plain.due(day(y, m, d), Length::WorkingDays(n));
    assert_eq!(due(2022, 11, 25, 1), day(2022, 11, 28));
    assert_eq!(due(2022, 11, 26, 1), day(2022, 11, 28));
    assert_eq!(due(2022, 11, 27, 1), day(2022, 11, 28));
    assert_eq!(due(2022, 11, 27, 0), day(2022, 11, 27));
    assert_eq!(due(2022, 11, 28, 5), day(2022, 12, 5));
}

#[test]
fn a_month_without_the_day_ends_on_its_last() {
    let calendar = Calendar::new(holidays());
    let due = |start, n| calendar.due(start, Length::Months(n));
    assert_eq!(due(day(2022, 8, 31), 6), day(2023, 2, 28));
    assert_eq!(due(day(2023, 8, 31), 6), day(2024, 2, 29));
    assert_eq!(due(day(2024, 2, 29), 12), day(2025, 2, 28));
    let back = |due, n| calendar.back(due, Length::Months(n));
    assert_eq!(back(day(2023, 2, 28), 6), day(2022, 8, 31));
    assert_eq!(back(day(2024, 2, 28), 6), day(2023, 8, 28));
    assert_eq!(back(day(2022, 3, 30), 1), day(2022, 2, 28));
    let counted = calendar.count(day(2099, 1, 31), Length::Months(1));
    assert_eq!((counted.due, counted.covered), (day(2099, 2, 28), true));
    assert!(counted.skipped.is_empty() && counted.weekend_days == 0);
}

#[test]
fn swapped_days_count_as_they_were_worked() {
    let calendar = Calendar::new(holidays());
    assert!(calendar.is_working(day(2026, 8, 22)));
    assert!(!calendar.is_working(day(2026, 8, 31)));
    let due = |n| calendar.due(day(2026, 8, 21), Length::WorkingDays(n));
    assert_eq!(due(1), day(2026, 8, 22));
    assert_eq!(due(7), day(2026, 9, 3));
    let counted = calendar.count(day(2026, 8, 21), Length::WorkingDays(7));
    let skipped: Vec<_> = counted.skipped.iter().map(|off| off.day.day()).collect();
    assert_eq!((skipped, counted.weekend_days), (vec![31, 1, 2], 3));
}

#[test]
fn a_guess_and_a_year_unknown_are_told() {
    let mut rows = holidays();
    let told = |calendar: &Calendar, start, n| {
        let counted = calendar.count(start, Length::WorkingDays(n));
        (counted.confirmed, counted.covered)
    };
    let calendar = Calendar::new(rows.clone());
    assert_eq!(told(&calendar, day(2026, 2, 2), 30), (true, true));
    assert_eq!(told(&calendar, day(2027, 1, 4), 10), (true, true));
    assert_eq!(told(&calendar, day(2027, 1, 4), 30), (false, true));
    assert_eq!(told(&calendar, day(2015, 12, 31), 5), (true, true));
    assert_eq!(told(&calendar, day(2015, 12, 30), 5), (true, false));
    assert_eq!(told(&calendar, day(2030, 12, 30), 1), (true, true));
    assert_eq!(told(&calendar, day(2030, 12, 30), 5), (true, false));
    assert_eq!(
        told(&Calendar::default(), day(2022, 1, 4), 5),
        (true, false)
    );
    let tet = rows.iter().find(|row| row.id.as_str() == "2027-tet");
    let announced = own("2027-own", &tet.unwrap().days.clone(), &[]);
    rows.push(announced);
    assert_eq!(
        told(&Calendar::new(rows), day(2027, 1, 4), 30),
        (true, true)
    );
}

#[test]
fn the_ends_of_time_hold() {
    let calendar = Calendar::new(holidays());
    for start in [NaiveDate::MIN, day(2022, 11, 27), NaiveDate::MAX] {
        for n in [0, 1, 60, u32::MAX] {
            for length in [Length::WorkingDays(n), Length::Months(n)] {
                let due = calendar.due(start, length);
                assert!(due >= start, "{start} {length:?}");
                assert_eq!(calendar.count(start, length).due, due);
                assert!(calendar.back(start, length) <= start, "{start} {length:?}");
            }
        }
        calendar.is_working(start);
    }
    let far = Length::WorkingDays(u32::MAX);
    assert_eq!(calendar.due(day(2022, 1, 1), far), NaiveDate::MAX);
    assert_eq!(calendar.back(day(2022, 1, 1), far), NaiveDate::MIN);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..6_200u64).prop_map(|days| day(2015, 1, 1) + Days::new(days))
}

/// The built-in holidays, and rows as a user may add them, well or badly chosen.
fn rows() -> impl Strategy<Value = Vec<Holiday>> {
    let days = || proptest::collection::vec(any_day(), 0..200);
    (any::<bool>(), days(), days(), any::<bool>()).prop_map(|(all, days, worked, confirmed)| {
        let mut rows = if all { holidays() } else { Vec::new() };
        rows.push(Holiday {
            confirmed,
            ..own("own", &days, &worked)
        });
        rows
    })
}

fn any_length() -> impl Strategy<Value = Length> {
    prop_oneof![
        (0..150u32).prop_map(Length::WorkingDays),
        (0..70u32).prop_map(Length::Months),
    ]
}

/// As a clerk with a calendar on the wall would see it.
fn works(rows: &[Holiday], day: NaiveDate) -> bool {
    let program = rows.len() > 1;
    let off = rows.iter().any(|row| row.days.contains(&day)) || (program && LISTED.contains(&day));
    let worked = rows.iter().any(|row| row.worked.contains(&day));
    !off && (worked || !is_weekend(day))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_count_agrees_with_the_finger_on_the_calendar(
        rows in rows(), start in any_day(), n in 0..150u32,
    ) {
        let calendar = Calendar::new(rows.clone());
        let (mut due, mut left, mut skipped, mut weekend_days) = (start, n, Vec::new(), 0);
        while left > 0 {
            due = due.succ_opt().unwrap();
            let working = works(&rows, due);
            prop_assert_eq!(calendar.is_working(due), working);
            if working {
                left -= 1;
            } else if is_weekend(due) {
                weekend_days += 1;
            } else {
                skipped.push(due);
            }
        }
        let counted = calendar.count(start, Length::WorkingDays(n));
        prop_assert_eq!(counted.due, due);
        prop_assert_eq!(counted.weekend_days, weekend_days);
        let days: Vec<_> = counted.skipped.iter().map(|off| off.day).collect();
        prop_assert_eq!(days, skipped);
    }

    #[test]
    fn a_due_day_is_worked_and_as_far_off_as_was_asked(
        rows in rows(), start in any_day(), n in 1..150u32,
    ) {
        let calendar = Calendar::new(rows);
        let due = calendar.due(start, Length::WorkingDays(n));
        prop_assert!(calendar.is_working(due));
        prop_assert_eq!(calendar.working_days(start, due), n);
        prop_assert_eq!(calendar.working_days(due, start), 0);
    }

    #[test]
    fn one_length_after_another_is_their_sum(
        rows in rows(), start in any_day(), n in 0..90u32, more in 0..90u32,
    ) {
        let calendar = Calendar::new(rows);
        let first = calendar.due(start, Length::WorkingDays(n));
        let second = calendar.due(first, Length::WorkingDays(more));
        prop_assert_eq!(second, calendar.due(start, Length::WorkingDays(n + more)));
    }

    #[test]
    fn going_back_finds_the_latest_start(
        rows in rows(), due in any_day(), length in any_length(),
    ) {
        let calendar = Calendar::new(rows);
        let start = calendar.back(due, length);
        prop_assert!(calendar.due(start, length) <= due);
        prop_assert!(calendar.due(start.succ_opt().unwrap(), length) > due);
    }
}
