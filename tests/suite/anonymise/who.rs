//! Whose file is past the period; and that nothing counted changes, whatever the book.

use crate::erase::write_about;
use crate::help::books::{Size, as_of, book as invented};
use crate::world::{code, day, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::config::{Config, demo};
use ketnap::model::{
    Book, Candidate, Card, Counting, Former, Handover, Header, Place, Step, Unit, check_candidate,
};
use ketnap::rules::{
    Analysis, CauseCount, Counted, Figures, Known, Pace, Rules, Severity, anonymised, causes,
    closed_too_long, findings, introductions,
};
use std::sync::Arc;

fn rules() -> Arc<Rules> {
    Config::load(None, None).rules
}

fn to(stage: &str) -> Place {
    Place::Stage(code(stage))
}

/// A way that begins on 1/1/2020 and goes on every tenth day.
fn way(places: &[Place]) -> Vec<Step> {
    let mut on = day(2020, 1, 1);
    let mut steps = Vec::new();
    for place in places {
        steps.push(Step::plain(on, place.clone()));
        on += chrono::TimeDelta::days(10);
    }
    steps
}

fn out(exit: &str) -> Place {
    Place::Exit(code(exit))
}

/// A cell with one person of a way that ends on 31/1/2020.
fn with(places: &[Place], alter: impl Fn(&mut Candidate)) -> Book {
    let mut person = Candidate::new(
        person_id("uv-k7"),
        "Người Mẫu".into(),
        code("source"),
        day(2020, 1, 1),
    );
    person.steps = way(places);
    person.steps.last_mut().unwrap().on = day(2020, 1, 31);
    alter(&mut person);
    let mut cell = Unit::new(unit_id("cb"), code("cell"), "Chi bộ Mẫu".into());
    cell.candidates.push(person);
    let header = Header::new(
        code("so-mau"),
        unit_id("cb"),
        ketnap::model::BookSettings::default(),
    );
    Book::new(header, vec![cell], Vec::new())
}

fn listed(book: &Book, months: u16, today: NaiveDate) -> usize {
    closed_too_long(Known::new(book, &rules(), today), months).len()
}

#[test]
fn a_file_is_past_the_period_from_its_last_day_on() {
    let book = with(&[to("source"), out("withdrawn")], |_| {});
    assert_eq!(listed(&book, 1, day(2020, 2, 28)), 0);
    // As short months do: from 31 January on, February ends with its last day.
    assert_eq!(listed(&book, 1, day(2020, 2, 29)), 1);
    assert_eq!(listed(&book, 24, day(2022, 1, 30)), 0);
    assert_eq!(listed(&book, 24, day(2022, 1, 31)), 1);
    assert_eq!(listed(&book, 0, day(2099, 1, 1)), 0);
    assert_eq!(listed(&book, u16::MAX, day(2099, 1, 1)), 0);
    let found = closed_too_long(Known::new(&book, &rules(), day(2022, 1, 31)), 24);
    assert_eq!(found[0].exit, code("withdrawn"));
    assert_eq!(found[0].since, day(2020, 1, 31));
}

type Case<'a> = (&'a str, Vec<Place>, &'a dyn Fn(&mut Candidate), usize);

#[test]
fn only_who_never_joined_and_is_closed_now_is_listed() {
    let closed = || vec![to("source"), to("course"), out("not-qualified")];
    let nothing = |_: &mut Candidate| {};
    let cases: [Case; 14] = [
        ("closed", closed(), &nothing, 1),
        ("moved away", vec![to("source"), out("moved")], &nothing, 1),
        ("on the way", vec![to("source"), to("course")], &nothing, 0),
        ("at rest", vec![to("source"), Place::Paused], &nothing, 0),
        (
            "taken up again",
            vec![to("source"), out("withdrawn"), to("source")],
            &nothing,
            0,
        ),
        (
            "voted for, but not decided on",
            vec![to("source"), to("decision"), out("died")],
            &nothing,
            1,
        ),
        (
            "decided on",
            vec![to("source"), to("ceremony"), out("withdrawn")],
            &nothing,
            0,
        ),
        (
            "struck off",
            vec![to("source"), to("probation"), out("struck-off")],
            &nothing,
            0,
        ),
        (
            "admitted, then led back",
            vec![to("probation"), to("course"), out("withdrawn")],
            &nothing,
            0,
        ),
        (
            "handed over, never admitted",
            closed(),
            &|person| {
                person.handovers.push(Handover {
                    on: day(2020, 1, 15),
                    from: unit_id("cb-cu"),
                });
            },
            1,
        ),
        (
            "admitted by the cell before",
            vec![to("probation"), out("struck-off")],
            &|person| {
                person.handovers.push(Handover {
                    on: day(2020, 1, 15),
                    from: unit_id("cb-cu"),
                });
            },
            0,
        ),
        (
            "a former member",
            closed(),
            &|person| {
                person.former = Some(Box::new(Former {
                    left: day(2010, 1, 1).into(),
                    consent: None,
                }));
            },
            0,
        ),
        (
            "with a card",
            closed(),
            &|person| {
                person.card = Some(Box::new(Card {
                    number: "1".into(),
                    on: day(2010, 1, 1),
                }));
            },
            0,
        ),
        (
            "on a way that nobody knows",
            vec![to("unheard-of"), out("withdrawn")],
            &nothing,
            0,
        ),
    ];
    for (what, places, alter, expected) in cases {
        let book = with(&places, alter);
        for counting in [Counting::Ceremony, Counting::Decision] {
            let mut header = book.header().clone();
            header.settings.counting = counting;
            let book = Book::new(header, book.units().to_vec(), Vec::new());
            assert_eq!(listed(&book, 1, day(2025, 1, 1)), expected, "{what}");
        }
    }
    // A step that has yet to come, and a person whose id stands twice.
    let ahead = with(&closed(), |person| {
        person
            .steps
            .push(Step::plain(day(2024, 12, 20), to("course")));
    });
    assert_eq!(listed(&ahead, 1, day(2024, 12, 1)), 0);
    let book = with(&closed(), nothing);
    let mut twin = book.units()[0].clone();
    twin.id = unit_id("cb-2");
    let units = vec![book.units()[0].clone(), twin];
    let doubled = Book::new(book.header().clone(), units, Vec::new());
    assert_eq!(listed(&doubled, 1, day(2025, 1, 1)), 0);
}

/// Words in every field that is not counted.
fn written_about(person: &mut Candidate) {
    let word = |what: &str| format!("RIÊNG {what}");
    write_about(person, word);
    let reasons = person.steps.iter_mut().filter(|step| step.reason.is_some());
    reasons.for_each(|step| step.reason = Some(word("bước")));
}

/// The counts of a cause, its words aside.
fn counted(causes: &[CauseCount]) -> Vec<(CauseCount, usize, Vec<Option<NaiveDate>>)> {
    let one = |count: &CauseCount| {
        let by = count.under_way.iter().map(|row| row.remedy.by).collect();
        let mut bare = count.clone();
        (bare.sources, bare.under_way) = (Vec::new(), Vec::new());
        (bare, count.under_way.len(), by)
    };
    causes.iter().map(one).collect()
}

/// All that any year counts, of the whole book and of each organisation.
fn numbers(book: &Book, rules: &Rules, year: i32) -> Vec<String> {
    let figures = Figures::new(Known::new(book, rules, as_of()), year);
    let pace = Pace::of(Known::new(book, rules, as_of()));
    let nodes = figures.tree.nodes.len();
    let mut all = Vec::new();
    for node in (0..nodes).step_by(7) {
        let mut analysis = Analysis::of(Counted::new(book, rules, &figures), &pace, node);
        analysis.causes.clear();
        all.push(format!("{analysis:?}"));
        let causes = counted(&causes(Counted::new(book, rules, &figures), node));
        all.push(format!("{:?} {causes:?}", figures.tally(node)));
    }
    all.push(format!(
        "{:?}",
        introductions(Counted::new(book, rules, &figures), 0..nodes)
    ));
    all.push(format!("{pace:?}"));
    all
}

fn errors(book: &Book, rules: &Rules) -> (Vec<String>, usize) {
    let figures = Figures::new(Known::new(book, rules, as_of()), 2022);
    let (errors, rest): (Vec<_>, Vec<_>) = findings(Counted::new(book, rules, &figures))
        .into_iter()
        .partition(|finding| finding.level == Severity::Error);
    let errors = errors
        .iter()
        .map(|one| format!("{:?}", (one.code, &one.candidate)));
    (errors.collect(), rest.len())
}

/// Strips all that a book has to strip, and holds it against what it was.
fn hold(mut book: Book, least: usize) {
    let rules = rules();
    let years = 2020..=2023;
    let numbers = |book: &Book| -> Vec<Vec<String>> {
        years
            .clone()
            .map(|year| numbers(book, &rules, year))
            .collect()
    };
    let (before, (wrong, warned)) = (numbers(&book), errors(&book, &rules));
    let whole = book.clone();
    let found = closed_too_long(Known::new(&book, &rules, as_of()), 1);
    assert!(found.len() >= least, "{}", found.len());
    let edit = book.edit(anonymised(&book, &found)).unwrap();
    let (still, warned_now) = errors(&book, &rules);
    assert_eq!(still, wrong);
    assert!(warned_now <= warned);
    assert!(numbers(&book) == before, "a number changed");
    for row in &found {
        let person = row.line.person(&book);
        assert!(person.is_anonymous());
        assert_eq!(check_candidate(person), Ok(()));
        assert_eq!(person.anonymous(), *person);
        assert!(!format!("{person:?}").contains("RIÊNG"), "{person:?}");
    }
    assert_eq!(closed_too_long(Known::new(&book, &rules, as_of()), 1), []);
    book.revert(&edit).unwrap();
    assert_eq!(book, whole);
}

#[test]
fn no_number_of_an_invented_book_changes() {
    for seed in [1, 2] {
        let (header, mut units) = invented(Size::City, seed);
        let people = units.iter_mut().flat_map(|unit| &mut unit.candidates);
        people.step_by(3).for_each(|person| {
            written_about(person);
            let mut end = Step::plain(person.steps.last().unwrap().on, out("withdrawn"));
            end.reason = Some("RIÊNG xin rút".into());
            person.steps.push(end);
        });
        hold(Book::new(header, units, Vec::new()), 400);
    }
}

#[test]
fn no_number_of_the_sample_changes() {
    let (header, mut units) = ketnap::store::read_files(demo::BOOK, demo::UNITS).unwrap();
    let people = units.iter_mut().flat_map(|unit| &mut unit.candidates);
    people.for_each(written_about);
    hold(Book::new(header, units, Vec::new()), 3);
}

#[test]
fn the_name_is_the_end_of_the_id() {
    for (id, name) in [
        ("uv-k7m2abcd", "Ẩn danh k7m2abcd"),
        ("mau", "Ẩn danh mau"),
        ("uv-", "Ẩn danh uv-"),
    ] {
        let person = Candidate::new(person_id(id), "Mẫu".into(), code("source"), as_of());
        assert_eq!(person.anonymous().name, name);
    }
}
