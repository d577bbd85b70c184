//! The analysis of a node: the article's numbers, the columns of the form, and sums that add up.

mod form;
mod reports;
mod sums;

use crate::desk::sample;
use crate::world::{code, day, header, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::config::Config;
use ketnap::model::{
    Book, Candidate, Cause, Dated, Handover, MemberCount, Place, Step, Unit, Unlisted, Vote,
};
use ketnap::rules::{
    Analysis, Case, CauseKind, Count, Counted, Figures, Known, Pace, Rules, Weak, admitted, causes,
    waiting_above, weak_cells,
};
use std::sync::Arc;

const ARTICLE: &str = "Khó khăn trong công tác phát triển đảng viên";

fn rules() -> Arc<Rules> {
    Config::load(None, None).rules
}

fn today() -> NaiveDate {
    day(2022, 11, 27)
}

fn node(book: &Book, figures: &Figures, id: &str) -> usize {
    let place = book.position(&unit_id(id)).unwrap();
    figures.tree.node_of(place).unwrap()
}

fn analysis(book: &Book, rules: &Rules, year: i32, id: &str) -> Analysis {
    let figures = Figures::new(Known::new(book, rules, today()), year);
    let pace = Pace::of(Known::new(book, rules, today()));
    let node = node(book, &figures, id);
    Analysis::of(Counted::new(book, rules, &figures), &pace, node)
}

fn ids(book: &Book, units: &[usize]) -> Vec<String> {
    let id = |at: &usize| book.units()[*at].id.to_string();
    units.iter().map(id).collect()
}

#[test]
fn the_citys_causes_are_the_articles() {
    let (book, rules) = (sample(), rules());
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    let root = node(&book, &figures, "bac-kan");
    let found = causes(Counted::new(&book, &rules, &figures), root);
    let at = book.position(&unit_id("bac-kan")).unwrap();
    let citys = found.iter().filter(|row| row.units.contains(&at));
    let mut citys: Vec<_> = citys
        .map(|row| (row.code.as_str(), row.kind.unwrap()))
        .collect();
    citys.sort_by_key(|(code, _)| *code);
    assert_eq!(
        citys,
        [
            ("away", CauseKind::Objective),
            ("cell-passive", CauseKind::Subjective),
            ("livelihood", CauseKind::Objective),
            ("no-source", CauseKind::Objective),
            ("union-passive", CauseKind::Subjective),
            ("unsure", CauseKind::Objective),
            ("unwilling", CauseKind::Objective),
        ],
        "the epidemic was over"
    );
    for row in found.iter().filter(|row| row.units.contains(&at)) {
        assert_eq!(row.committees, 2, "{}: the city and Dương Quang", row.code);
        assert_eq!(row.units[0], at);
        assert!(row.sourced >= 2 && row.open >= 2);
        assert!(row.sources.iter().any(|source| source.contains(ARTICLE)));
        assert!(!rules.cause(&row.code).unwrap().remedies.is_empty());
    }
    let waits = found.iter().find(|row| row.code == code("pending-above"));
    let waits = waits.unwrap();
    assert_eq!(waits.kind, Some(CauseKind::Subjective));
    assert!(ids(&book, &waits.units).contains(&"duong-quang-mau-1".to_owned()));
    assert!(found.is_sorted_by_key(|row| std::cmp::Reverse(row.open)));
}

#[test]
fn the_epidemic_is_a_cause_of_2021() {
    let (book, rules) = (sample(), rules());
    let figures = Figures::new(Known::new(&book, &rules, today()), 2021);
    let south = node(&book, &figures, "duong-quang");
    let found = causes(Counted::new(&book, &rules, &figures), south);
    let row = found
        .iter()
        .find(|row| row.code == code("epidemic"))
        .unwrap();
    assert_eq!((row.committees, row.open, row.sourced), (1, 0, 1));
    assert!(
        found.iter().all(|row| row.code != code("away")),
        "they began in 2022"
    );
}

#[test]
fn a_closed_file_has_no_open_cause() {
    let (mut book, rules) = (sample(), rules());
    let count = |book: &Book| {
        let figures = Figures::new(Known::new(book, &rules, today()), 2022);
        let cell = node(book, &figures, "phung-chi-kien-to-7");
        let found = causes(Counted::new(book, &rules, &figures), cell);
        found
            .into_iter()
            .find(|row| row.code == code("unsure"))
            .unwrap()
    };
    let before = count(&book);
    assert_eq!((before.open, before.candidates), (1, 1));
    let out = Case::find(Known::new(&book, &rules, today()), &person_id("mau-26"))
        .unwrap()
        .stop(
            &code("withdrawn"),
            day(2022, 11, 20),
            "không muốn vào",
            false,
        );
    book.apply(out.unwrap()).unwrap();
    let after = count(&book);
    assert_eq!((after.open, after.candidates), (0, 1));
}

#[test]
fn the_curve_ends_where_the_figures_stand() {
    let (book, rules) = (sample(), rules());
    for year in 2019..=2023 {
        let figures = Figures::new(Known::new(&book, &rules, today()), year);
        let pace = Pace::of(Known::new(&book, &rules, today()));
        for at in 0..figures.tree.nodes.len() {
            let found = Analysis::of(Counted::new(&book, &rules, &figures), &pace, at);
            let last = found.curve.last().unwrap_or_default();
            assert_eq!(last.admitted(), figures.tally(at).admitted(), "{year} {at}");
            assert_eq!(last.listed, found.admitted.listed);
            assert_eq!(last.unlisted, found.admitted.unlisted);
            let counts = found.curve.points.iter().filter_map(|point| point.count);
            assert!(counts.map(Count::admitted).is_sorted());
            let stages: Vec<_> = found.funnel.iter().map(|stage| stage.people).collect();
            assert_eq!(stages, figures.tally(at).stages);
            assert_eq!(found.paused, figures.tally(at).paused);
            let open: u32 = found.sources.iter().map(|group| group.open).sum();
            assert_eq!(open, figures.tally(at).open);
            let admitted: u32 = found.sources.iter().map(|group| group.admitted).sum();
            assert_eq!(admitted, figures.tally(at).listed);
        }
    }
}

#[test]
fn the_course_of_2022() {
    let (book, rules) = (sample(), rules());
    let north = analysis(&book, &rules, 2022, "nong-thuong").curve;
    let by = |month: usize| north.points[month - 1].count.map(Count::admitted);
    assert_eq!(north.points.len(), 12);
    assert_eq!(
        [by(1), by(3), by(6), by(10), by(11), by(12)],
        [Some(1), Some(4), Some(7), Some(12), Some(13), None]
    );
    assert_eq!(north.points[1].until, day(2022, 2, 28));
    assert_eq!(north.points[10].until, today());
    assert_eq!(north.points[11].until, day(2022, 12, 31));
    assert_eq!(north.targets, [Some(12), None]);
    assert_eq!(north.even_tenths(12, day(2022, 12, 31)), 120);
    // 331 of 365 days: 10.882 people.
    assert_eq!(north.even_tenths(12, today()), 109);
    assert_eq!(north.even_tenths(12, day(2021, 12, 31)), 0);
    let city = analysis(&book, &rules, 2022, "bac-kan").curve;
    let unlisted = |month: usize| city.points[month - 1].count.map(|count| count.unlisted);
    assert_eq!(
        [unlisted(10), unlisted(11)],
        [Some(0), Some(56)],
        "one amount, known as of 27/11"
    );
    assert_eq!(city.unlisted_as_of, Some(today()));
    assert_eq!(city.targets, [Some(110), Some(90)]);
}

#[test]
fn the_years_before() {
    let (book, rules) = (sample(), rules());
    let told = |id: &str| -> Vec<_> {
        let history = analysis(&book, &rules, 2022, id).history;
        history
            .iter()
            .map(|past| (past.year, past.admitted()))
            .collect()
    };
    assert_eq!(
        told("bac-kan"),
        [
            (2018, None),
            (2019, None),
            (2020, None),
            (2021, Some(67)),
            (2022, Some(69))
        ]
    );
    assert_eq!(told("duong-quang")[3..], [(2021, Some(4)), (2022, Some(0))]);
    assert_eq!(
        told("nong-thuong")[3..],
        [(2021, Some(13)), (2022, Some(13))]
    );
    assert_eq!(told("xuat-hoa")[4], (2022, None), "nothing is published");
    assert_eq!(
        told("xuat-hoa-mau-1"),
        [
            (2018, None),
            (2019, None),
            (2020, Some(0)),
            (2021, Some(0)),
            (2022, Some(0))
        ]
    );
    let history = analysis(&book, &rules, 2022, "bac-kan").history;
    assert_eq!(history[2].targets, [None, None]);
    assert_eq!(history[3].targets, [Some(110), Some(90)]);
}

fn person(id: &str, stages: &[(&str, NaiveDate)]) -> Candidate {
    let mut person = Candidate::new(person_id(id), "Mẫu".into(), code("source"), day(2015, 1, 1));
    let steps = stages.iter();
    person.steps = steps
        .map(|(stage, on)| Step::plain(*on, Place::Stage(code(stage))))
        .collect();
    person
}

/// A city with one cell.
fn cell_of(people: Vec<Candidate>) -> Book {
    let root = Unit::new(unit_id("goc"), code("city"), "Đảng bộ Mẫu".into());
    let mut cell = Unit::new(unit_id("a"), code("cell"), "Chi bộ Mẫu".into());
    cell.parents = vec![Dated {
        from: None,
        value: unit_id("goc"),
    }];
    cell.candidates = people;
    Book::new(header(), vec![root, cell], Vec::new())
}

#[test]
fn who_was_handed_over_counts_where_they_were_admitted() {
    let (rules, on) = (rules(), day(2022, 3, 1));
    let mut moved = person("p1", &[("probation", on)]);
    moved.handovers.push(Handover {
        on: day(2022, 5, 1),
        from: unit_id("b"),
    });
    let book = cell_of(vec![moved]);
    let mut other = Unit::new(unit_id("b"), code("cell"), "Chi bộ Mẫu B".into());
    other.parents.clone_from(&book.units()[0].parents);
    let mut units = book.units().to_vec();
    units.push(other);
    let book = Book::new(header(), units, Vec::new());
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    let listed = |id| {
        admitted(
            Counted::new(&book, &rules, &figures),
            node(&book, &figures, id),
        )
        .listed
    };
    assert_eq!([listed("a"), listed("b"), listed("goc")], [0, 1, 1]);
    let past = |id: &str| analysis(&book, &rules, 2022, id).history[4].listed;
    assert_eq!([past("a"), past("b"), past("goc")], [0, 1, 1]);
}

#[test]
fn a_unit_that_moved_takes_its_old_years_with_the_tree_of_then() {
    let rules = rules();
    let mut book = cell_of(vec![person("p1", &[("probation", day(2020, 3, 1))])]);
    let mut units = book.units().to_vec();
    for id in ["x", "y"] {
        let mut ward = Unit::new(unit_id(id), code("ward"), format!("Xã Mẫu {id}"));
        ward.parents.clone_from(&units[0].parents);
        units.push(ward);
    }
    units[0].parents = vec![
        Dated {
            from: None,
            value: unit_id("x"),
        },
        Dated {
            from: Some(day(2021, 7, 1)),
            value: unit_id("y"),
        },
    ];
    book = Book::new(header(), units, Vec::new());
    let past = |id: &str| analysis(&book, &rules, 2022, id).history[2].listed;
    assert_eq!([past("x"), past("y"), past("goc")], [1, 0, 1]);
}

fn weak(book: &Book, id: &str, years: u32) -> Option<Weak> {
    let rules = rules();
    let figures = Figures::new(Known::new(book, &rules, today()), 2022);
    let found = weak_cells(Counted::new(book, &rules, &figures), 0, years);
    found
        .into_iter()
        .find(|weak| book.units()[weak.unit].id == unit_id(id))
}

#[test]
fn the_silent_cells_of_the_sample() {
    let (book, rules) = (sample(), rules());
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    let silent = |years| {
        let found = weak_cells(Counted::new(&book, &rules, &figures), 0, years);
        let silent = found
            .iter()
            .filter(|weak| weak.silent)
            .map(|weak| weak.unit);
        let mut silent = ids(&book, &silent.collect::<Vec<_>>());
        silent.sort();
        silent
    };
    let three = [
        "duc-xuan-mau-2",
        "duong-quang-mau-3",
        "song-cau-mau-2",
        "xuat-hoa-mau-1",
    ];
    assert_eq!(silent(3), three);
    assert_eq!(silent(4), [""; 0], "nothing is known of 2019");
    assert!(silent(1).len() >= 4);
    assert_eq!(silent(0), [""; 0]);
}

#[test]
fn cells_are_weak_in_three_more_ways() {
    let of = |id: &str, group: Option<&str>| {
        let mut person = person(id, &[("course", day(2022, 1, 1))]);
        person.source = group.map(code);
        person
    };
    let alone = cell_of(vec![of("p1", Some("worker")), of("p2", Some("worker"))]);
    let found = weak(&alone, "a", 3).unwrap();
    assert_eq!((found.files, found.only), (2, Some(code("worker"))));
    assert!(!found.silent && found.few.is_none());
    let two = cell_of(vec![of("p1", Some("worker")), of("p2", Some("student"))]);
    assert_eq!(weak(&two, "a", 3), None);
    let unsaid = cell_of(vec![of("p1", Some("worker")), of("p2", None)]);
    assert_eq!(weak(&unsaid, "a", 3), None);
    let admitted = cell_of(vec![person("p1", &[("probation", day(2022, 3, 1))])]);
    let found = weak(&admitted, "a", 3).unwrap();
    assert!(found.no_source(), "who is admitted is no source");
    assert_eq!(found.last, Some(day(2022, 3, 1)));
    let small = |counts: &[(NaiveDate, u32)]| {
        let mut units = two.units().to_vec();
        let count = |(on, full): &(NaiveDate, u32)| MemberCount {
            on: *on,
            members: full + 1,
            full: Some(*full),
            source: None,
        };
        units[0].members = counts.iter().map(count).collect();
        let book = Book::new(header(), units, Vec::new());
        weak(&book, "a", 3).map(|weak| weak.few)
    };
    assert_eq!(small(&[(day(2022, 1, 1), 3)]), Some(Some(3)));
    assert_eq!(small(&[(day(2022, 5, 1), 4), (day(2022, 1, 1), 3)]), None);
    assert_eq!(small(&[(day(2022, 5, 1), 4), (day(2023, 1, 1), 2)]), None);
}

#[test]
fn who_waits_above_waits_longest_first() {
    let (book, rules) = (sample(), rules());
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    let found = waiting_above(Counted::new(&book, &rules, &figures), 0);
    assert!(found.is_sorted_by_key(|wait| wait.since));
    let stage = |at: usize| rules.procedure.stages[at].id.as_str();
    let above = ["grassroots", "decision", "recognition"];
    assert!(found.iter().all(|wait| above.contains(&stage(wait.stage))));
    let south = node(&book, &figures, "duong-quang");
    let [one] = waiting_above(Counted::new(&book, &rules, &figures), south)[..] else {
        panic!("one dossier of Dương Quang waits at the city");
    };
    assert_eq!(one.line.person(&book).id, person_id("mau-19"));
    assert_eq!((one.since, one.days), (day(2022, 10, 17), 41));
    let limit = one.limit(Counted::new(&book, &rules, &figures)).unwrap();
    assert_eq!(limit.limit.id, code("decision"));
    // 60 working days from the cell's resolution on Friday 7/10: twelve weeks, no holiday in them.
    assert_eq!(limit.due, day(2022, 12, 30));
}

#[test]
fn a_recognition_waits_above_once_the_cell_has_voted() {
    let (book, rules) = (sample(), rules());
    let stage = rules.procedure.index(&code("recognition")).unwrap();
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    let found = waiting_above(Counted::new(&book, &rules, &figures), 0);
    let mut in_stage = 0;
    for unit in 0..book.units().len() {
        for line in figures.lines(unit) {
            let now = figures.standing(line).unwrap();
            if now.stage != stage || now.state != ketnap::rules::State::Active {
                continue;
            }
            in_stage += 1;
            let votes = &line.person(&book).votes;
            let cells = |vote: &&Vote| vote.body == Some(code("recognition-cell"));
            let voted = votes.iter().filter(cells).max_by_key(|vote| vote.on);
            let wait = found.iter().find(|wait| wait.line == line);
            assert_eq!(wait.is_some(), voted.is_some());
            if let Some((wait, vote)) = wait.zip(voted) {
                assert_eq!(wait.since, vote.on);
            }
        }
    }
    assert!(in_stage > 0);
}

#[test]
fn an_amount_without_a_day_is_known_as_of_the_figures() {
    let rules = rules();
    let mut units = cell_of(vec![person("p1", &[("probation", day(2022, 3, 1))])])
        .units()
        .to_vec();
    let row = |count, as_of| Unlisted {
        year: 2022,
        count,
        source: None,
        as_of,
    };
    units[0].unlisted = vec![row(4, None)];
    units[1].unlisted = vec![row(2, Some(day(2022, 6, 30)))];
    units[0].causes.push(Cause {
        code: code("nowhere"),
        from: day(2022, 1, 1),
        until: None,
        note: None,
        source: None,
    });
    let book = Book::new(header(), units, Vec::new());
    let found = analysis(&book, &rules, 2022, "goc");
    let by = |month: usize| found.curve.points[month - 1].count.unwrap().admitted();
    assert_eq!(
        [by(2), by(3), by(5), by(6), by(10), by(11)],
        [0, 1, 1, 3, 3, 7]
    );
    assert_eq!(found.curve.unlisted_as_of, Some(day(2022, 6, 30)));
    let [cause] = &found.causes[..] else { panic!() };
    assert_eq!((cause.kind, cause.cells, cause.open), (None, 1, 1));
}
