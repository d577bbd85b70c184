//! The forecast: who is admitted in time, counted through the tree, and what a quota still needs.

mod cases;
mod laws;

use crate::agenda::{Days, person, rules};
use crate::desk::sample;
use crate::world::{code, day, header, unit_id};
use chrono::{Datelike, Days as Span, NaiveDate};
use ketnap::config::Config;
use ketnap::exchange::{Format, QuotaReport, Report};
use ketnap::model::{
    Book, BookSettings, Candidate, CandidateId, Chain, Change, Counting, Dated, Extended, Handover,
    Header, Place, Quota, Route, Step, Track, Unit, UnitField, Unlisted,
};
use ketnap::rules::{
    Class, Counted, Figures, Forecast, Known, Length, Limit, LimitKind, Line, Outlook, Pace, Rules,
    SaidBy, Takes, Why,
};
use ketnap::text::Lang;
use std::sync::Arc;

/// Files that left a stage after so many days each, long ago.
fn fillers(rules: &Rules, first: u32, stage: &str, stays: &[u64]) -> Vec<Candidate> {
    let stages = &rules.procedure.stages;
    let next = rules.procedure.index(&code(stage)).unwrap() + 1;
    let filler = |(number, stay): (u32, &u64)| {
        let mut person = person(first + number, &[(stage, (2018, 1, 1))]);
        let on = day(2018, 1, 1) + Span::new(*stay);
        let to = Place::Stage(stages[next].id.clone());
        person.steps.push(Step::plain(on, to));
        person
    };
    (0..).zip(stays).map(filler).collect()
}

fn unit(id: &str, kind: &str, above: Option<&str>) -> Unit {
    let mut unit = Unit::new(unit_id(id), code(kind), format!("Tổ chức Mẫu {id}"));
    unit.parents.extend(above.map(|above| Dated {
        from: None,
        value: unit_id(above),
    }));
    unit
}

/// A city with a ward, whose cell is `a`, and two grassroots committees, with `b` and with `c`.
/// Beside `a` and `b` stand cells of the same committees.
fn city() -> Vec<Unit> {
    vec![
        unit("goc", "city", None),
        unit("phuong", "ward", Some("goc")),
        unit("a", "cell", Some("phuong")),
        unit("a2", "cell", Some("phuong")),
        unit("co-so", "grassroots-committee", Some("goc")),
        unit("b", "cell", Some("co-so")),
        unit("b2", "cell", Some("co-so")),
        unit("co-so-2", "grassroots-committee", Some("goc")),
        unit("c", "cell", Some("co-so-2")),
    ]
}

fn cell<'a>(units: &'a mut [Unit], id: &str) -> &'a mut Unit {
    units
        .iter_mut()
        .find(|unit| unit.id == unit_id(id))
        .unwrap()
}

fn counted(counting: Counting) -> Header {
    let settings = BookSettings {
        counting,
        tracks: vec![Track {
            id: code("KH27"),
            name: "Kế hoạch mẫu".into(),
        }],
        ..BookSettings::default()
    };
    Header {
        settings,
        ..header()
    }
}

/// Puts in files whose stays are `stage=1/2/3` in another committee, `stage@=1/2/3` in the cell's own.
fn paced(rules: &Rules, units: &mut [Unit], at: &str, pace: &str) {
    for (row, text) in (1u32..).zip(pace.split_whitespace()) {
        let (stage, stays) = text.split_once('=').unwrap();
        let stays: Vec<u64> = stays.split('/').map(|days| days.parse().unwrap()).collect();
        let home = match stage.strip_suffix('@') {
            Some(_) => format!("{at}2"),
            None => "c".to_owned(),
        };
        let people = fillers(rules, 100 * row, stage.trim_end_matches('@'), &stays);
        cell(units, &home).candidates.extend(people);
    }
}

fn made(
    book: &Book,
    rules: &Rules,
    today: NaiveDate,
    deadline: Option<NaiveDate>,
) -> (Figures, Forecast) {
    let figures = Figures::new(Known::new(book, rules, today), today.year());
    let pace = Pace::of(Known::new(book, rules, today));
    assert_eq!(pace, Pace::in_figures(Counted::new(book, rules, &figures)));
    let forecast = Forecast::new(Counted::new(book, rules, &figures), pace, deadline);
    (figures, forecast)
}

/// One person of cell `b` on 28/11/2022, beside people who tell the pace.
fn one(way: Days<'_>, pace: &str) -> Vec<Unit> {
    let mut units = city();
    paced(&rules(), &mut units, "b", pace);
    cell(&mut units, "b").candidates.push(person(1, way));
    units
}

fn first(book: &Book, forecast: &Forecast) -> Outlook {
    let id = CandidateId::new("mau-01").unwrap();
    let home = book.home(&id).unwrap();
    forecast.of(Line::find(book, home, &id).unwrap()).unwrap()
}

const TODAY: (i32, u32, u32) = (2022, 11, 28);

fn today() -> NaiveDate {
    day(TODAY.0, TODAY.1, TODAY.2)
}

#[test]
fn the_pace_says_who_tells_it() {
    let rules = rules();
    let units = one(&[("cell", TODAY)], "cell=9/8/7/30 cell@=20/40/60");
    let book = Book::new(header(), units, Vec::new());
    let pace = Pace::of(Known::new(&book, &rules, today()));
    let stage = rules.procedure.index(&code("cell")).unwrap();
    let at = |id: &str| book.position(&unit_id(id)).unwrap();
    let said = |unit: &str, least| {
        let usual = pace.usual(at(unit), stage, least)?;
        Some((usual.takes, usual.files, usual.said_by))
    };
    let own = SaidBy::Committee(at("co-so"));
    assert_eq!(said("b", 0), Some((Takes::Days(40), 3, own)));
    // All seven: 7 8 9 20 30 40 60.
    assert_eq!(said("a", 0), Some((Takes::Days(20), 7, SaidBy::Book)));
    // Of those who stayed 21 days or longer only two are of the committee, three of the book.
    assert_eq!(said("b", 21), Some((Takes::Days(40), 3, SaidBy::Book)));
    assert_eq!(said("b", 31), None);
    assert_eq!(pace.quickest(stage), Some(7));
}

#[test]
fn a_wait_of_the_rules_is_waited_for() {
    let mut rules = Arc::try_unwrap(rules()).unwrap();
    let way = [("grassroots", (2022, 11, 20))];
    let pace = "grassroots=10/10/10 decision=5/5/5 ceremony=5/5/5";
    let book = Book::new(header(), one(&way, pace), Vec::new());
    let seen = |rules: &Rules| first(&book, &made(&book, rules, today(), None).1);
    assert_eq!(seen(&rules).class, Class::OnTrack);
    let set = rules
        .sets
        .iter_mut()
        .find(|set| set.id.as_str() == "24-qd-tw")
        .unwrap();
    let vote = set.limit("decision").unwrap().clone();
    set.limits.push(Limit {
        id: code("wait"),
        kind: LimitKind::Wait,
        length: Length::Months(2),
        ..vote
    });
    let seen = seen(&rules);
    let last = rules.on(today()).limits.len() - 1;
    assert_eq!(
        (seen.class, seen.why),
        (Class::NotThisYear, Why::Waits(last))
    );
    assert_eq!(seen.by, Some(day(2023, 1, 20)));
}

#[test]
fn who_handed_a_file_over_keeps_the_admission() {
    let rules = rules();
    let mut units = one(&[("probation", (2022, 5, 1))], "");
    cell(&mut units, "b").candidates[0]
        .handovers
        .push(Handover {
            on: day(2022, 6, 1),
            from: unit_id("a"),
        });
    cell(&mut units, "co-so").unlisted.push(Unlisted {
        year: 2022,
        count: 3,
        source: None,
        as_of: None,
    });
    let book = Book::new(header(), units, Vec::new());
    let (figures, forecast) = made(&book, &rules, today(), None);
    let node = |id: &str| {
        let at = book.position(&unit_id(id)).unwrap();
        figures.tree.node_of(at).unwrap()
    };
    let done = |id: &str| {
        let people = forecast.people((&book, &figures), node(id), Class::Done);
        (forecast.count(node(id)).done, people.len())
    };
    assert_eq!([done("a"), done("phuong")], [(1, 1), (1, 1)]);
    assert_eq!([done("b"), done("co-so")], [(0, 0), (3, 0)]);
    assert_eq!(done("goc"), (4, 1));
}

#[test]
fn a_file_more_that_tells_the_pace_is_seen_by_all() {
    let rules = rules();
    let mut units = one(
        &[("probation", (2022, 5, 1))],
        "decision=10/10 ceremony=5/5/5",
    );
    let here = cell(&mut units, "b");
    here.candidates[0].handovers.push(Handover {
        on: day(2022, 6, 1),
        from: unit_id("a"),
    });
    here.candidates
        .push(person(2, &[("decision", (2022, 11, 25))]));
    let mut book = Book::new(header(), units, Vec::new());
    let (mut figures, mut forecast) = made(&book, &rules, today(), None);
    let waits = |book: &Book, forecast: &Forecast| {
        let id = CandidateId::new("mau-02").unwrap();
        let line = Line::find(book, &unit_id("b"), &id).unwrap();
        forecast.of(line).unwrap().class
    };
    // Half of 60 working days and five days more are too long.
    assert_eq!(waits(&book, &forecast), Class::Tight);
    let third = fillers(&rules, 900, "decision", &[10]).remove(0);
    let id = unit_id("c");
    book.apply(Change::AddCandidate(id.clone(), Box::new(third)))
        .unwrap();
    figures.recount(Known::new(&book, &rules, today()), &id);
    forecast.recount(
        Counted::new(&book, &rules, &figures),
        std::slice::from_ref(&id),
    );
    assert_eq!(waits(&book, &forecast), Class::OnTrack);
    assert_eq!(forecast, made(&book, &rules, today(), None).1);
}

#[test]
fn a_year_that_is_over_has_only_what_was_done() {
    let rules = rules();
    let book = sample();
    let figures = Figures::new(Known::new(&book, &rules, day(2022, 11, 27)), 2021);
    let pace = Pace::in_figures(Counted::new(&book, &rules, &figures));
    let forecast = Forecast::new(Counted::new(&book, &rules, &figures), pace, None);
    let count = forecast.count(0);
    assert_eq!(count.done, 67);
    assert_eq!(
        (count.on_track, count.tight, count.not_this_year),
        (0, 0, 0)
    );
    assert_eq!(count.done, figures.tally(0).admitted());
}

#[test]
fn who_comes_this_year_is_not_of_the_next() {
    let rules = rules();
    let pace = "decision=20/30/40/50 ceremony=10/10/10";
    let seen = |since, year, today| {
        let book = Book::new(header(), one(&[("decision", since)], pace), Vec::new());
        let figures = Figures::new(Known::new(&book, &rules, today), year);
        let pace = Pace::in_figures(Counted::new(&book, &rules, &figures));
        let outlook = first(
            &book,
            &Forecast::new(Counted::new(&book, &rules, &figures), pace, None),
        );
        (outlook.class, outlook.why)
    };
    // Expected on 21/12.
    let soon = (2022, 11, 1);
    assert_eq!(seen(soon, 2022, today()), (Class::OnTrack, Why::Pace));
    assert_eq!(seen(soon, 2023, today()), (Class::Closed, Why::Earlier));
    // Four days gone of 30: on 31/12, and 10 more; on 31/12 at the quickest.
    let (later, now) = ((2022, 12, 1), day(2022, 12, 5));
    assert_eq!(seen(later, 2022, now), (Class::Tight, Why::Pace));
    assert_eq!(seen(later, 2023, now), (Class::OnTrack, Why::Pace));
}

#[test]
fn what_is_still_needed_and_by_when() {
    let rules = rules();
    let pace = "opinions=9/9/9 cell=9/9/9 grassroots=5/5/5 decision=10/10/10 ceremony=8/8/8";
    let mut units = one(&[("ceremony", (2022, 11, 25))], pace);
    // Tight: it must be quicker than usual.
    cell(&mut units, "b")
        .candidates
        .push(person(2, &[("decision", (2022, 8, 1))]));
    cell(&mut units, "b").candidates[1]
        .extensions
        .push(Extended {
            limit: code("decision"),
            on: day(2022, 10, 20),
            reason: None,
        });
    let quota = |target| Quota::new(2022, code("KH27"), target);
    cell(&mut units, "co-so").quotas.push(quota(5));
    cell(&mut units, "b").quotas.push(quota(1));
    let book = Book::new(counted(Counting::Ceremony), units, Vec::new());
    let (figures, forecast) = made(&book, &rules, today(), None);
    let needed = |id: &str| {
        let at = book.position(&unit_id(id)).unwrap();
        let node = figures.tree.node_of(at).unwrap();
        forecast.needed(Counted::new(&book, &rules, &figures), node, &code("KH27"))
    };
    let need = needed("co-so").unwrap();
    assert_eq!((need.missing, need.if_tight), (4, 3));
    let days = |id: &str| {
        let at = rules.procedure.index(&code(id)).unwrap();
        need.days
            .iter()
            .find(|(stage, _)| *stage == at)
            .map(|(_, day)| *day)
    };
    // 31/12 less 8, less 10, less 5, less 9 days.
    assert_eq!(days("ceremony"), Some(day(2022, 12, 31)));
    assert_eq!(days("decision"), Some(day(2022, 12, 23)));
    assert_eq!(days("grassroots"), Some(day(2022, 12, 13)));
    assert_eq!(days("cell"), Some(day(2022, 12, 8)));
    assert_eq!(days("opinions"), Some(day(2022, 11, 29)));
    assert_eq!(days("probation"), None);
    let at = rules.procedure.index(&code("opinions"));
    assert_eq!(need.at, at.zip(days("opinions")));
    assert_eq!(needed("b"), None, "one is on track");
    assert_eq!(needed("phuong"), None, "no quota");
    let said = |lang| Config::load(None, Some(lang)).texts.say(&need.say(&rules));
    insta::assert_snapshot!(said(Lang::Vi), @"theo tiến độ thường thấy sẽ thiếu 4 người (3 nếu mọi hồ sơ sát hạn đều kịp); cần thêm người ở bước Giới thiệu, lấy ý kiến, xong bước này chậm nhất 29/11/2022");
    insta::assert_snapshot!(said(Lang::En), @"at the usual pace 4 will be missing (3 if all that is tight succeeds); needed: more people at stage Introductions, opinions, to leave it by 29/11/2022");
}

#[test]
fn a_new_route_of_a_committee_is_seen_by_its_cells() {
    let rules = rules();
    let mut units = city();
    // Without samples the limits tell the pace, and a direct chain has one body less.
    for (number, home) in [(1, "b"), (2, "a")] {
        let mut person = person(number, &[("cell", (2022, 6, 1))]);
        person.steps[0].on = day(2022, 6, 1);
        cell(&mut units, home).candidates.push(person);
    }
    paced(&rules, &mut units, "b", "cell=20/20/20");
    let mut book = Book::new(header(), units, Vec::new());
    let (figures, mut forecast) = made(&book, &rules, day(2022, 6, 10), None);
    let before = forecast.clone();
    let direct = Dated {
        from: None,
        value: Route {
            chain: Chain::Direct,
            section: None,
        },
    };
    let id = unit_id("co-so");
    book.apply(Change::SetUnit(id.clone(), UnitField::Routes(vec![direct])))
        .unwrap();
    forecast.recount(
        Counted::new(&book, &rules, &figures),
        std::slice::from_ref(&id),
    );
    assert_ne!(forecast, before);
    assert_eq!(forecast, made(&book, &rules, day(2022, 6, 10), None).1);
}

#[test]
fn the_report_has_the_numbers_of_the_forecast() {
    let (rules, book) = (rules(), sample());
    let report = |year| {
        let figures = Figures::new(Known::new(&book, &rules, day(2022, 11, 27)), year);
        QuotaReport::new(Counted::new(&book, &rules, &figures), None).unwrap()
    };
    let (figures, forecast) = made(&book, &rules, day(2022, 11, 27), None);
    let now = report(2022);
    for (node, row) in now.rows.iter().enumerate() {
        assert_eq!(row.forecast, Some(forecast.count(node).into()));
        assert_eq!(row.forecast.unwrap().done, row.admitted);
        let needed = |track: &Track| {
            let need = forecast.needed(Counted::new(&book, &rules, &figures), node, &track.id)?;
            Some((track.id.clone(), need.missing, need.if_tight))
        };
        let needed: Vec<_> = book.settings().tracks.iter().filter_map(needed).collect();
        let shown = row.needed.iter();
        let shown: Vec<_> = shown
            .map(|need| (need.track.clone(), need.missing, need.if_tight))
            .collect();
        assert_eq!(shown, needed);
    }
    let city = now.rows[0].forecast.unwrap();
    assert_eq!(city.done, 69);
    assert_eq!(now.rows[0].needed.len(), 2);
    assert!(
        report(2021)
            .rows
            .iter()
            .all(|row| row.forecast.is_none() && row.needed.is_empty())
    );
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    let table = now.print(Format::Csv, &texts);
    let mut lines = table.lines();
    assert!(lines.next().unwrap().ends_with("Hồ sơ,Kịp,Sát,Không kịp"));
    let last = format!("{},{},{}", city.on_track, city.tight, city.not_this_year);
    assert!(lines.next().unwrap().ends_with(&last));
    // However narrow, no id is cut.
    let narrow = now.print(Format::Table, &texts);
    for row in &now.rows {
        let id = row.unit.as_str();
        let whole = |line: &str| line.split_whitespace().any(|word| word == id);
        assert!(narrow.lines().any(whole), "{id}: {narrow}");
    }
}
