//! What is true on a day: who counts where, what was known, and what is not told because nobody knows it.

mod shown;
mod ways;

use crate::world::{code, day, header, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::config::Config;
use ketnap::model::{
    Book, Candidate, Counting, Dated, Former, Handover, Header, MemberCount, Paper, PaperState,
    PartialDay, Place, Step, Successor, Unit,
};
use ketnap::rules::{
    Arrange, Case, Counted, Figures, Known, Rules, Show, Spot, admitted, admitted_before, arrange,
    findings, weak_cells,
};
use std::sync::Arc;

fn rules() -> Arc<Rules> {
    Config::load(None, None).rules
}

/// A committee or a cell below others, each from a day.
fn unit(id: &str, above: &[(Option<NaiveDate>, &str)]) -> Unit {
    let cell = id.starts_with("cb");
    let kind = if cell { "cell" } else { "grassroots-committee" };
    let kind = if id == "goc" { "city" } else { kind };
    let mut unit = Unit::new(unit_id(id), code(kind), format!("Mẫu {id}"));
    let parents = above.iter().map(|(from, id)| Dated {
        from: *from,
        value: unit_id(id),
    });
    unit.parents = parents.collect();
    unit
}

/// The root, two committees `p` and `r`, two cells of `p`.
fn units() -> Vec<Unit> {
    vec![
        unit("goc", &[]),
        unit("p", &[(None, "goc")]),
        unit("r", &[(None, "goc")]),
        unit("cb-1", &[(None, "p")]),
        unit("cb-2", &[(None, "p")]),
    ]
}

fn stage(id: &str, on: NaiveDate) -> Step {
    Step::plain(on, Place::Stage(code(id)))
}

fn person(id: &str, steps: Vec<Step>) -> Candidate {
    let first = steps[0].on;
    let mut person = Candidate::new(person_id(id), format!("Mẫu {id}"), code("source"), first);
    person.steps = steps;
    person
}

/// Somebody admitted on a day.
fn member(id: &str, on: NaiveDate) -> Candidate {
    person(id, vec![stage("source", on), stage("probation", on)])
}

fn book_by(counting: Counting, units: Vec<Unit>) -> Book {
    let mut head: Header = header();
    head.settings.counting = counting;
    head.settings.recorded_from = Some(2015);
    Book::new(head, units, Vec::new())
}

fn book(units: Vec<Unit>) -> Book {
    book_by(Counting::Ceremony, units)
}

fn at<'a>(units: &'a mut [Unit], id: &str) -> &'a mut Unit {
    units
        .iter_mut()
        .find(|unit| unit.id.as_str() == id)
        .unwrap()
}

fn listed(book: &Book, year: i32, today: NaiveDate, id: &str) -> u32 {
    let rules = rules();
    let figures = Figures::new(Known::new(book, &rules, today), year);
    let place = book.position(&unit_id(id)).unwrap();
    let node = figures.tree.node_of(place);
    node.map_or(0, |node| figures.tally(node).listed)
}

fn handed(mut person: Candidate, on: NaiveDate, from: &str) -> Candidate {
    let from = unit_id(from);
    person.handovers.push(Handover { on, from });
    person
}

#[test]
fn a_cell_is_silent_by_the_admissions_it_made_wherever_its_people_are() {
    let (on, today) = (day(2021, 5, 5), day(2022, 11, 27));
    let mut all = units();
    // Handed over after the admission; and a file of `cb-2` taken up anew after one.
    let moved = handed(member("p1", on), day(2022, 2, 1), "cb-1");
    let mut anew = member("p2", day(2020, 6, 6));
    anew.steps.push(Step {
        reason: Some("làm lại".into()),
        ..stage("course", day(2022, 3, 3))
    });
    at(&mut all, "cb-2").candidates = vec![moved, anew];
    let (book, rules) = (book(all), rules());
    let known = Known::new(&book, &rules, today);
    let figures = Figures::new(known, 2022);
    let place = |id: &str| book.position(&unit_id(id)).unwrap();
    let silent = |id, years| figures.silent_for(known, place(id), years);
    assert!(!silent("cb-1", 2) && silent("cb-1", 1));
    assert_eq!(figures.last_admission(place("cb-1")), Some(on));
    assert!(silent("cb-2", 2) && !silent("cb-2", 3));
    let last = figures.last_admission(place("cb-2"));
    assert_eq!(last, Some(day(2020, 6, 6)));
    let weak = weak_cells(Counted::new(&book, &rules, &figures), 0, 2);
    let told = weak.iter().find(|weak| weak.unit == place("cb-1")).unwrap();
    assert_eq!((told.silent, told.last), (false, Some(on)));
}

#[test]
fn the_year_before_is_what_that_years_report_says() {
    let mut all = units();
    at(&mut all, "cb-1").candidates = vec![member("p1", day(2021, 4, 4))];
    at(&mut all, "cb-1").ended = Some(day(2021, 12, 31));
    let moved = at(&mut all, "cb-2");
    moved.candidates = vec![member("p2", day(2021, 8, 8))];
    moved.parents.push(Dated {
        from: Some(day(2022, 1, 1)),
        value: unit_id("r"),
    });
    let (book, rules, today) = (book(all), rules(), day(2022, 11, 27));
    let known = Known::new(&book, &rules, today);
    let figures = Figures::new(known, 2022);
    let before = admitted_before(Counted::new(&book, &rules, &figures));
    let then = Figures::new(known, 2021);
    for (node, before) in figures.tree.nodes.iter().zip(before) {
        let Spot::Unit(place) = node.spot else {
            continue;
        };
        let now = then
            .tree
            .node_of(place)
            .map(|node| then.tally(node).admitted());
        assert_eq!(before, now, "{}", book.units()[place].id);
    }
    let told = ["goc", "p", "r", "cb-1", "cb-2"].map(|id| listed(&book, 2021, today, id));
    assert_eq!(told, [2, 2, 0, 1, 1]);
}

#[test]
fn who_was_admitted_elsewhere_is_a_member_and_no_admission_of_this_book() {
    let today = day(2022, 11, 27);
    for counting in [Counting::Ceremony, Counting::Decision] {
        let mut all = units();
        let mut came = member("p1", day(2022, 3, 3));
        came.steps[1].elsewhere = true;
        let from_outside = handed(member("p2", day(2022, 4, 4)), day(2022, 9, 9), "khong-co");
        at(&mut all, "cb-1").candidates = vec![came, from_outside, member("p3", day(2022, 5, 5))];
        let book = book_by(counting, all);
        let told = ["goc", "p", "cb-1"].map(|id| listed(&book, 2022, today, id));
        assert_eq!(told, [1, 1, 1]);
        // The clocks run from it all the same.
        let rules = rules();
        let known = Known::new(&book, &rules, today);
        let case = Case::find(known, &person_id("p1")).unwrap();
        let limits = case.limits();
        let waits = limits.iter().any(|limit| limit.start == day(2022, 3, 3));
        assert!(waits, "{limits:?}");
    }
}

#[test]
fn an_open_file_in_a_cell_that_has_ended_is_shown_and_named_with_the_successor() {
    let (today, rules) = (day(2024, 5, 5), rules());
    let mut all = units();
    let ended = at(&mut all, "cb-1");
    ended.ended = Some(day(2022, 6, 30));
    ended.candidates = vec![person("p1", vec![stage("course", day(2022, 2, 2))])];
    ended.became = vec![Successor {
        unit: unit_id("cb-2"),
        on: day(2022, 7, 1),
        basis: None,
    }];
    let left = book(all.clone());
    let known = Known::new(&left, &rules, today);
    let figures = Figures::new(known, 2024);
    let place = left.position(&unit_id("cb-1")).unwrap();
    assert!(figures.tree.node_of(place).is_some());
    assert_eq!(figures.tally(0).open, 1);
    let found = findings(Counted::new(&left, &rules, &figures));
    let found = found.iter().find(|row| row.code == "file-in-ended-unit");
    let found = found.unwrap();
    assert_eq!(found.candidate, Some(person_id("p1")));
    let said = found.message.args.iter().map(|(_, arg)| format!("{arg:?}"));
    assert!(
        said.into_iter().any(|arg| arg.contains("cb-2")),
        "{found:?}"
    );
    // Emptied, it is gone from the tree.
    let ended = at(&mut all, "cb-1");
    let exit = Step::plain(day(2023, 1, 1), Place::Exit(code("withdrawn")));
    ended.candidates[0].steps.push(exit);
    let emptied = book(all);
    let figures = Figures::new(Known::new(&emptied, &rules, today), 2024);
    assert_eq!(figures.tree.node_of(place), None);
}

#[test]
fn an_admission_counts_for_the_committee_above_on_its_day() {
    let mut all = units();
    let cell = at(&mut all, "cb-1");
    cell.candidates = vec![member("p1", day(2022, 3, 3)), member("p2", day(2022, 9, 9))];
    cell.parents.push(Dated {
        from: Some(day(2022, 7, 1)),
        value: unit_id("r"),
    });
    let book = book(all);
    let told = |today| ["p", "r", "cb-1", "goc"].map(|id| listed(&book, 2022, today, id));
    assert_eq!(told(day(2022, 6, 30)), [1, 0, 1, 1]);
    assert_eq!(told(day(2022, 7, 1)), [1, 0, 1, 1]);
    assert_eq!(told(day(2022, 11, 27)), [1, 1, 2, 2]);
    assert_eq!(told(day(2024, 1, 1)), [1, 1, 2, 2]);
}

#[test]
fn the_stages_of_a_past_year_are_those_of_the_cells_of_that_day() {
    let mut all = units();
    let moved = person("p1", vec![stage("course", day(2021, 3, 3))]);
    let moved = handed(moved, day(2022, 2, 2), "cb-1");
    at(&mut all, "cb-2").candidates = vec![moved];
    let (book, rules, today) = (book(all), rules(), day(2022, 11, 27));
    let open = |year, id: &str| {
        let figures = Figures::new(Known::new(&book, &rules, today), year);
        let node = figures.tree.node_of(book.position(&unit_id(id)).unwrap());
        let tally = figures.tally(node.unwrap());
        (tally.open, tally.stages.iter().sum::<u32>())
    };
    assert_eq!([open(2021, "cb-1"), open(2021, "cb-2")], [(1, 1), (0, 0)]);
    assert_eq!([open(2022, "cb-1"), open(2022, "cb-2")], [(0, 0), (1, 1)]);
    assert_eq!(open(2021, "goc"), (1, 1));
}

#[test]
fn nobody_is_admitted_again_before_the_membership_ended() {
    let mut all = units();
    let mut again = member("p1", day(2016, 3, 3));
    let exit = Step::plain(day(2017, 1, 1), Place::Exit(code("struck-off")));
    again.steps.push(exit);
    again.steps.push(stage("source", day(2021, 5, 5)));
    again.steps.push(stage("probation", day(2022, 5, 5)));
    again.former = Some(Box::new(Former {
        left: PartialDay::of_year(2017).unwrap(),
        consent: Some(day(2021, 1, 1)),
    }));
    at(&mut all, "cb-1").candidates = vec![again];
    let (book, rules) = (book(all), rules());
    let form = |year| {
        let figures = Figures::new(Known::new(&book, &rules, day(2022, 11, 27)), year);
        let form = admitted(Counted::new(&book, &rules, &figures), 0);
        (form.listed, form.readmitted)
    };
    assert_eq!(form(2016), (1, 0));
    assert_eq!(form(2022), (1, 1));
}

#[test]
fn a_decision_without_its_ceremony_admitted_nobody() {
    let mut all = units();
    let exit = Step::plain(day(2022, 11, 1), Place::Exit(code("withdrawn")));
    let decided = vec![
        stage("source", day(2022, 1, 1)),
        stage("ceremony", day(2022, 10, 3)),
    ];
    let mut dropped = decided.clone();
    dropped.push(exit);
    at(&mut all, "cb-1").candidates = vec![person("p1", dropped), person("p2", decided)];
    let book = book_by(Counting::Decision, all);
    assert_eq!(listed(&book, 2022, day(2022, 11, 27), "goc"), 1);
    assert_eq!(listed(&book, 2022, day(2022, 10, 15), "goc"), 2);
    assert_eq!(listed(&book, 2022, day(2023, 5, 5), "goc"), 1);
}

#[test]
fn a_full_member_at_rest_is_neither_open_nor_in_the_pipeline() {
    let mut all = units();
    let mut full = member("p1", day(2020, 1, 1));
    full.steps.push(stage("full", day(2021, 2, 2)));
    full.steps.push(Step::plain(day(2022, 2, 2), Place::Paused));
    at(&mut all, "cb-1").candidates = vec![full];
    let (book, rules) = (book(all), rules());
    let figures = Figures::new(Known::new(&book, &rules, day(2022, 11, 27)), 2022);
    let counted = Counted::new(&book, &rules, &figures);
    let shown = arrange(counted, 0, (Arrange::Stages, Show::Open, None));
    assert_eq!((figures.tally(0).open, shown.len()), (0, 0));
}

/// What the cell's vote still owes of somebody.
fn owed(change: impl FnOnce(&mut Candidate)) -> Vec<String> {
    let mut all = units();
    let mut someone = person("p1", vec![stage("cell", day(2022, 10, 10))]);
    change(&mut someone);
    at(&mut all, "cb-1").candidates = vec![someone];
    at(&mut all, "cb-1").members = vec![MemberCount {
        on: day(2022, 1, 1),
        members: 5,
        full: None,
        source: None,
    }];
    let (book, rules) = (book(all), rules());
    let known = Known::new(&book, &rules, day(2022, 11, 27));
    let case = Case::find(known, &person_id("p1")).unwrap();
    let texts = &Config::load(None, None).texts;
    let owed = case.owed().iter();
    owed.map(|missing| texts.arg(&missing.what)).collect()
}

#[test]
fn a_schooling_of_the_old_system_is_measured_by_it() {
    let asked = |schooling: &str| {
        let owed = owed(|it| it.schooling = Some(schooling.into()));
        owed.iter().any(|what| what.contains("trung học cơ sở"))
    };
    let told = ["5/10", "6/10", "7/10", "8/12", "9/12", "trung cấp"].map(asked);
    assert_eq!(told, [true, true, false, true, false, false]);
}

#[test]
fn an_age_is_told_where_as_much_of_the_birth_is_known_as_it_takes() {
    // The set in force is read on the day of the vote, which is today.
    let about_age = |born: PartialDay| {
        let owed = owed(|it| it.born = Some(born));
        let about = |what: &&String| what.contains("tuổi");
        owed.iter().find(about).cloned()
    };
    let year = |year| about_age(PartialDay::of_year(year).unwrap());
    assert_eq!(year(1990), None);
    assert_eq!(year(2003), None, "18 in any month");
    let unsure = year(2004).unwrap();
    assert!(unsure.contains("mới biết 2004"), "{unsure}");
    assert!(year(2005).unwrap().contains("đủ 18 tuổi"));
    assert!(year(1962).unwrap().contains("mới biết 1962"));
    let month = |month| about_age(PartialDay::of_month(2004, month).unwrap());
    assert_eq!(month(11), None);
    assert!(month(12).unwrap().contains("đủ 18 tuổi"));
}

#[test]
fn the_life_of_a_paper_that_bears_a_month_is_told_where_it_is_certain() {
    let about = |on: PartialDay| {
        let owed = owed(|it| {
            it.papers.push(Paper {
                on: Some(on),
                ..Paper::new(code("CN-NTVD"), PaperState::Valid)
            });
        });
        let life = |what: &&String| what.contains("Giấy chứng nhận");
        owed.iter().find(life).cloned()
    };
    // Sixty months back from the vote, which is today, 27/11/2022.
    let month = |month| about(PartialDay::of_month(2017, month).unwrap());
    assert_eq!(month(12), None);
    assert!(month(11).unwrap().contains("chưa xác định được"));
    assert!(month(10).unwrap().contains("chỉ đến"));
    assert!(
        about(PartialDay::of_year(2017).unwrap())
            .unwrap()
            .contains("chưa xác định được")
    );
    assert!(
        about(PartialDay::of_year(2016).unwrap())
            .unwrap()
            .contains("chỉ đến")
    );
}

#[test]
fn a_former_membership_that_ended_in_a_year_bars_where_it_is_certain() {
    let about = |left: PartialDay| {
        let owed = owed(|it| {
            it.former = Some(Box::new(Former {
                left,
                consent: Some(day(2022, 1, 1)),
            }));
        });
        let bars = |what: &&String| what.contains("ra khỏi Đảng");
        owed.iter().find(bars).cloned()
    };
    let year = |year| about(PartialDay::of_year(year).unwrap());
    assert_eq!(year(2018), None);
    assert!(year(2019).unwrap().contains("mới biết 2019"));
    assert!(year(2020).unwrap().contains("ít nhất 36 tháng"));
}
