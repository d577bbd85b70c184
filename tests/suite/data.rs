//! The shipped data files: they load, they agree with one another, and the sample book gives the published figures.

use chrono::NaiveDate;
use ketnap::config::Config;
use ketnap::model::{
    Book, BookSettings, Candidate, Code, Dated, Header, Place, Unit, UnitId, tidy,
};
use ketnap::rules::{
    Counted, Figures, Known, Progress, Rules, Severity, Sign, State, findings, standing,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    format: u32,
    unit: Unit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BookFile {
    format: u32,
    least_reader: u32,
    id: Code,
    roots: Vec<Dated<UnitId>>,
    settings: BookSettings,
}

fn config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config")
}

fn unit_paths() -> Vec<PathBuf> {
    let dir = config().join("demo/units");
    let mut paths: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn load<T: DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap();
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options
        .from_str(&text)
        .unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn rules() -> Arc<Rules> {
    Config::load(None, None).rules
}

fn demo() -> Book {
    let head: BookFile = load(&config().join("demo/book.ron"));
    assert_eq!((head.format, head.least_reader), (2, 2));
    let units = unit_paths().into_iter().map(|path| {
        let file: UnitFile = load(&path);
        assert_eq!(file.format, 2);
        assert_eq!(path.file_stem().unwrap(), file.unit.id.as_str());
        file.unit
    });
    let root = head.roots[0].value.clone();
    let header = Header::new(head.id, root, head.settings);
    Book::new(header, units.collect(), vec![])
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn today() -> NaiveDate {
    day(2022, 11, 27)
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn people(book: &Book) -> impl Iterator<Item = &Candidate> {
    book.units().iter().flat_map(|unit| &unit.candidates)
}

fn node(book: &Book, figures: &Figures, id: &str) -> usize {
    let place = book.position(&UnitId::new(id).unwrap()).unwrap();
    figures.tree.node_of(place).unwrap()
}

fn progress(book: &Book, figures: &Figures, id: &str, track: &str) -> Progress {
    figures.progress(book, node(book, figures, id), &code(track))
}

fn done(book: &Book, figures: &Figures, id: &str, track: &str) -> (u32, Option<u32>) {
    let progress = progress(book, figures, id, track);
    (progress.admitted, progress.target)
}

#[test]
fn the_sample_book_gives_the_published_figures() {
    let (book, rules) = (demo(), rules());
    assert_eq!(book.settings().today, Some(today()));
    for (year, city, duong_quang, nong_thuong) in [
        (2021, 67, (4, Some(8)), (13, Some(12))),
        (2022, 69, (0, Some(12)), (13, Some(12))),
    ] {
        let figures = Figures::new(Known::new(&book, &rules, today()), year);
        let of = |id, track| done(&book, &figures, id, track);
        assert_eq!(of("bac-kan", "KH27"), (city, Some(110)), "{year}");
        assert_eq!(of("bac-kan", "NQ"), (city, Some(90)), "{year}");
        assert_eq!(of("duong-quang", "KH27"), duong_quang, "{year}");
        assert_eq!(of("nong-thuong", "KH27"), nong_thuong, "{year}");
    }
}

#[test]
fn shares_of_the_quotas_are_exact() {
    let (book, rules) = (demo(), rules());
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    let tenths = |id, track| progress(&book, &figures, id, track).percent_tenths();
    assert_eq!(tenths("bac-kan", "KH27"), Some(627));
    assert_eq!(tenths("bac-kan", "NQ"), Some(767));
    assert_eq!(tenths("duong-quang", "KH27"), Some(0));
    assert_eq!(tenths("nong-thuong", "KH27"), Some(1083));
}

#[test]
fn nong_thuong_is_on_record_and_duong_quang_has_one_dossier_above() {
    let (book, rules) = (demo(), rules());
    let decision = rules.procedure.index(&code("decision")).unwrap();
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    let here = figures.tally(node(&book, &figures, "nong-thuong"));
    assert_eq!((here.listed, here.unlisted), (13, 0));
    let here = figures.tally(node(&book, &figures, "duong-quang"));
    assert_eq!(here.stages[decision], 1);
    assert!(here.stages[decision + 1..].iter().all(|count| *count == 0));
    let figures = Figures::new(Known::new(&book, &rules, today()), 2021);
    let here = figures.tally(node(&book, &figures, "nong-thuong"));
    assert_eq!((here.listed, here.unlisted), (2, 11));
}

#[test]
fn wards_without_published_figures_have_none() {
    let (book, rules) = (demo(), rules());
    for year in [2021, 2022] {
        let figures = Figures::new(Known::new(&book, &rules, today()), year);
        for id in [
            "duc-xuan",
            "huyen-tung",
            "nguyen-thi-minh-khai",
            "phung-chi-kien",
            "song-cau",
            "xuat-hoa",
        ] {
            let unit = book.unit(&UnitId::new(id).unwrap()).unwrap();
            assert!(unit.quotas.is_empty() && unit.unlisted.is_empty(), "{id}");
            assert_eq!(done(&book, &figures, id, "KH27"), (0, None), "{id}");
        }
    }
}

#[test]
fn every_number_says_where_it_comes_from() {
    let book = demo();
    for unit in book.units() {
        let quotas = unit.quotas.iter().map(|q| q.basis.as_ref());
        let unlisted = unit.unlisted.iter().map(|r| r.source.as_ref());
        let members = unit.members.iter().map(|r| r.source.as_ref());
        assert!(
            quotas.chain(unlisted).chain(members).all(|s| s.is_some()),
            "{}",
            unit.id
        );
        assert!(unit.officers.is_empty(), "{}", unit.id);
    }
}

#[test]
fn the_check_finds_only_the_city_quotas_that_do_not_add_up() {
    let (book, rules) = (demo(), rules());
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    let found = findings(Counted::new(&book, &rules, &figures));
    // Steps that were forced have a test of their own.
    let (forced, found): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|f| f.code == "forced-step");
    assert!(forced.iter().all(|f| f.level == Severity::Warning));
    assert_eq!(found.len(), 2, "{found:?}");
    for finding in found {
        assert_eq!(finding.level, Severity::Warning);
        assert_eq!(finding.code, "quota-sum");
        assert_eq!(finding.unit.unwrap().as_str(), "bac-kan");
    }
}

#[test]
fn some_cells_are_silent() {
    let (book, rules) = (demo(), rules());
    let known = Known::new(&book, &rules, today());
    let figures = Figures::new(known, 2022);
    let silent =
        (0..book.units().len()).filter(|at| figures.silent_for(known, *at, rules.silent_years));
    let ids: Vec<_> = silent.map(|at| book.units()[at].id.as_str()).collect();
    let expected = [
        "duc-xuan-mau-2",
        "duong-quang-mau-3",
        "song-cau-mau-2",
        "xuat-hoa-mau-1",
    ];
    assert_eq!(ids, expected);
}

#[test]
fn everything_the_rules_know_is_shown_on_somebody() {
    let (book, rules) = (demo(), rules());
    let counting = book.settings().counting;
    let (mut stages, mut exits, mut paused) = (BTreeSet::new(), BTreeSet::new(), 0);
    for person in people(&book) {
        let now = standing(person, &rules.procedure, counting, today()).unwrap();
        match now.state {
            State::Active => drop(stages.insert(now.stage)),
            State::Paused(_) => paused += 1,
            State::Ended(exit, _) => drop(exits.insert(exit)),
        }
    }
    assert_eq!(stages.len(), rules.procedure.stages.len());
    assert_eq!(exits.len(), rules.procedure.exits.len());
    assert_eq!(paused, 1);
    let causes: BTreeSet<_> = people(&book)
        .flat_map(|p| &p.causes)
        .map(|c| &c.code)
        .collect();
    assert_eq!(causes, rules.causes.iter().map(|c| &c.id).collect());
    let sources: BTreeSet<_> = people(&book).filter_map(|p| p.source.as_ref()).collect();
    assert_eq!(sources, rules.sources.iter().map(|s| &s.id).collect());
}

#[test]
fn nobody_in_the_sample_is_real() {
    let book = demo();
    let marked = |name: &str| {
        name.rsplit_once(" Mẫu ")
            .is_some_and(|(_, n)| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    for person in people(&book) {
        assert!(marked(&person.name), "{}", person.id);
        for number in [&person.id_number, &person.phone].into_iter().flatten() {
            assert!(number.starts_with("0000"), "{}", person.id);
        }
        let guides = person.helpers.iter().chain(&person.introducers);
        for guide in guides {
            assert!(guide.name.contains("Mẫu"), "{}", person.id);
        }
    }
    assert!(book.settings().note.as_ref().unwrap().contains("minh họa"));
}

#[test]
fn ids_and_names_are_unique() {
    let book = demo();
    assert!(book.doubled().is_empty());
    assert!((45..=60).contains(&book.candidate_count()));
    let names: BTreeSet<_> = people(&book).map(|p| &p.name).collect();
    assert_eq!(names.len(), book.candidate_count());
    let units: BTreeSet<_> = book.units().iter().map(|u| &u.id).collect();
    assert_eq!(units.len(), unit_paths().len());
    for unit in book.units() {
        assert!(
            unit.candidates.is_sorted_by(|a, b| a.id < b.id),
            "{}",
            unit.id
        );
    }
}

#[test]
fn the_ways_in_the_sample_can_have_been_walked() {
    let (book, rules) = (demo(), rules());
    for person in people(&book) {
        let id = &person.id;
        let first = person.steps[0].on;
        assert!(
            person.born.unwrap() <= (first - chrono::Months::new(18 * 12)).into(),
            "{id}"
        );
        assert!(person.steps.is_sorted_by_key(|s| s.on), "{id}");
        let mut reached = 0;
        for step in &person.steps {
            let Place::Stage(stage) = &step.to else {
                assert!(step.reason.is_some(), "{id}");
                continue;
            };
            let stage = rules.procedure.index(stage).unwrap();
            assert!(stage <= reached + 1, "{id}");
            assert!(stage >= reached || step.reason.is_some(), "{id}");
            reached = stage;
        }
    }
}

#[test]
fn the_votes_of_the_sample_add_up() {
    let book = demo();
    let votes: Vec<_> = people(&book).flat_map(|p| &p.votes).collect();
    assert!(!votes.is_empty());
    for vote in votes {
        let present = vote.present.unwrap();
        assert!(vote.agree + vote.against.unwrap() <= present && present <= vote.n);
    }
}

#[test]
fn the_rows_of_the_rules_agree_with_one_another() {
    let rules = rules();
    let ids: Vec<_> = rules.kinds.iter().map(|k| &k.id).collect();
    for kind in &rules.kinds {
        assert!(
            kind.below.iter().all(|id| ids.contains(&id)),
            "{:?}",
            kind.id
        );
    }
    let stages = &rules.procedure.stages;
    let unique: BTreeSet<_> = stages.iter().map(|s| &s.id).collect();
    assert_eq!((stages.len(), unique.len()), (12, 12));
    assert_eq!(stages.iter().filter(|s| s.last).count(), 1);
    assert!(stages.last().unwrap().last);
    for stage in stages {
        for text in [&stage.next.vi, &stage.next.en] {
            assert!((1..=55).contains(&text.chars().count()), "{:?}", stage.id);
        }
    }
    assert_eq!(rules.causes.len(), 14);
    for sign in rules.groups.iter().flat_map(|group| &group.told_by) {
        if let Sign::Source(source) = sign {
            assert!(rules.source(source).is_some(), "{source}");
        }
    }
}

#[test]
fn the_files_are_tidy() {
    let mut paths = unit_paths();
    let rest = [
        "kinds.ron",
        "causes.ron",
        "sources.ron",
        "groups.ron",
        "aims.ron",
        "organisations.ron",
        "headings.ron",
        "holidays.ron",
        "demo/book.ron",
    ];
    paths.extend(rest.map(|name| config().join(name)));
    let sets = std::fs::read_dir(config().join("procedures")).unwrap();
    paths.extend(sets.map(|entry| entry.unwrap().path()));
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.ends_with(")\n"), "{}", path.display());
        for line in text.lines() {
            let tidied = tidy(line, 1_000).unwrap();
            assert_eq!(tidied, line.trim_start(), "{}", path.display());
        }
    }
}
