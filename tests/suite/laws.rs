//! Laws that hold for any edit: its inverse takes it back, a refused one alters nothing, sums add up.

use crate::desk::sample;
use crate::world::{day, person_id};
use chrono::{Days, NaiveDate};
use ketnap::config::Config;
use ketnap::model::{
    Book, Candidate, CandidateField, CandidateId, Change, Code, Counting, NameOrder, Note, Place,
    Quota, Spellings, Step, Unit, UnitField, UnitId, Unlisted, fold, parse_loose, tidy,
};
use ketnap::rules::{
    Arrange, Counted, Figures, Known, Line, Row, Show, Spot, arrange, percent_tenths, standing,
};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zĐđƯưỆệ ]{0,30}",
        any::<String>(),
        Just("Nguyễn Thị Mẫu 77".to_owned()),
    ]
}

fn person() -> impl Strategy<Value = CandidateId> {
    (1..=60u32).prop_map(|n| person_id(&format!("mau-{n:02}")))
}

fn unit() -> impl Strategy<Value = UnitId> {
    let ids: Vec<UnitId> = sample().units().iter().map(|u| u.id.clone()).collect();
    proptest::sample::select(ids)
}

fn step() -> impl Strategy<Value = Step> {
    let stages = [
        "source",
        "course",
        "decision",
        "ceremony",
        "probation",
        "full",
        "nowhere",
    ];
    let place = prop_oneof![
        proptest::sample::select(stages.to_vec())
            .prop_map(|s| Place::Stage(Code::new(s).expect("a plain word"))),
        Just(Place::Paused),
        Just(Place::Exit(Code::new("withdrawn").expect("a plain word"))),
    ];
    (0..1_500u64, place).prop_map(|(days, to)| Step::plain(day(2019, 1, 1) + Days::new(days), to))
}

fn single() -> impl Strategy<Value = Change> {
    prop_oneof![
        (person(), text()).prop_map(|(id, t)| Change::SetCandidate(id, CandidateField::Name(t))),
        (person(), text())
            .prop_map(|(id, t)| { Change::SetCandidate(id, CandidateField::Residence(Some(t))) }),
        (person(), proptest::collection::vec(step(), 0..6))
            .prop_map(|(id, s)| Change::SetCandidate(id, CandidateField::Steps(s))),
        (person(), text()).prop_map(|(id, text)| {
            let on = day(2022, 1, 1);
            Change::SetCandidate(id, CandidateField::Notes(vec![Note { on, text }]))
        }),
        person().prop_map(Change::RemoveCandidate),
        unit().prop_map(Change::RemoveUnit),
        (unit(), 0..500u32).prop_map(|(id, target)| {
            let track = Code::new("KH27").expect("a plain word");
            let quota = Quota::new(2022, track, target);
            Change::SetUnit(id, UnitField::Quotas(vec![quota]))
        }),
        (unit(), 0..500u32).prop_map(|(id, count)| {
            let row = Unlisted {
                year: 2022,
                count,
                source: None,
                as_of: None,
            };
            Change::SetUnit(id, UnitField::Unlisted(vec![row]))
        }),
        (unit(), unit()).prop_map(|(id, above)| {
            let row = ketnap::model::Dated {
                from: None,
                value: above,
            };
            Change::SetUnit(id, UnitField::Parents(vec![row]))
        }),
    ]
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => single(),
        1 => proptest::collection::vec(single(), 0..4).prop_map(Change::Many),
    ]
}

fn figures(book: &Book, config: &Config) -> Figures {
    Figures::new(Known::new(book, &config.rules, day(2022, 11, 27)), 2022)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn an_inverse_takes_its_change_back(changes in proptest::collection::vec(change(), 1..5)) {
        let start = sample();
        let mut book = start.clone();
        let mut inverses = Vec::new();
        for change in changes {
            let before = book.clone();
            if let Ok(inverse) = book.apply(change) {
                inverses.push(inverse);
            } else {
                prop_assert_eq!(&book, &before, "a refused change altered something");
            }
        }
        for inverse in inverses.into_iter().rev() {
            prop_assert!(book.apply(inverse).is_ok());
        }
        prop_assert_eq!(book, start);
    }

    #[test]
    fn counting_one_unit_again_is_counting_all(change in change()) {
        let config = Config::load(None, None);
        let mut book = sample();
        let mut kept = figures(&book, &config);
        let tree = change.touches_tree();
        let touched = book.touched(&change);
        if book.apply(change).is_ok() && !tree {
            for id in &touched {
                kept.recount(Known::new(&book, &config.rules, day(2022, 11, 27)), id);
            }
            let fresh = figures(&book, &config);
            for node in 0..fresh.tree.nodes.len() {
                prop_assert_eq!(kept.tally(node), fresh.tally(node));
                for group in &config.rules.groups {
                    let track = Code::new("KH27").expect("a plain word");
                    let of = |figures: &Figures| {
                        figures.group_progress(Known::new(&book, &config.rules, day(2022, 11, 27)), node, &track, &group.id)
                    };
                    prop_assert_eq!(of(&kept), of(&fresh));
                }
            }
        }
    }

    #[test]
    fn a_unit_is_its_own_and_its_childrens(change in change()) {
        let config = Config::load(None, None);
        let mut book = sample();
        let _ = book.apply(change);
        let figures = figures(&book, &config);
        for node in 0..figures.tree.nodes.len() {
            let below: u32 = figures.tree.children(node).map(|c| figures.tally(c).admitted()).sum();
            let Spot::Unit(at) = figures.tree.nodes[node].spot else { continue };
            let unit = &book.units()[at];
            let made_here = |home: &Unit, person: &Candidate, on: NaiveDate| {
                // An admission stays with the cell that made it, whoever follows the file now.
                let later = person.handovers.iter().find(|row| on < row.on);
                later.map_or(&home.id, |row| &row.from) == &unit.id
            };
            let admitted = |line: &Line| {
                let (home, person) = (line.unit(&book), line.person(&book));
                figures.standing(*line).and_then(|now| now.admitted).is_some_and(|on| {
                    (day(2022, 1, 1)..=day(2022, 11, 27)).contains(&on) && made_here(home, person, on)
                })
            };
            let everybody = (0..book.units().len()).flat_map(|at| figures.lines(at));
            let own = unit.unlisted_in(2022).map_or(0, |row| row.count)
                + everybody.filter(admitted).count() as u32;
            prop_assert_eq!(figures.tally(node).admitted(), own + below);
        }
    }

    #[test]
    fn every_person_is_listed_once_in_any_order(which in 0..3usize) {
        let config = Config::load(None, None);
        let book = sample();
        let figures = figures(&book, &config);
        let order = [Arrange::Stages, Arrange::Name, Arrange::Wait][which];
        let rows = arrange(Counted::new(&book, &config.rules, &figures), 0, (order, Show::All, None));
        // To name somebody who is listed anyway changes nothing, but how it is done.
        let named = rows.lines().first().copied();
        let again = arrange(Counted::new(&book, &config.rules, &figures), 0, (order, Show::All, named));
        prop_assert_eq!(&again, &rows);
        // Walked row by row: each head counts the people up to the next one.
        let mut ids = Vec::new();
        let mut left = 0;
        for at in 0..rows.len() {
            match rows.get(at) {
                Some(Row::Head(_, count)) => {
                    prop_assert_eq!(left, 0);
                    left = count;
                }
                Some(Row::Line(line)) => {
                    prop_assert_eq!(rows.position(line), Some(at));
                    ids.push(line.person(&book).id.clone());
                    left = left.saturating_sub(1);
                }
                None => prop_assert!(false, "row {} of {}", at, rows.len()),
            }
        }
        prop_assert_eq!(left, 0);
        prop_assert!(rows.get(rows.len()).is_none());
        ids.sort();
        let len = ids.len();
        ids.dedup();
        prop_assert_eq!(len, ids.len());
        prop_assert_eq!(len, book.candidate_count());
    }

    #[test]
    fn tidied_text_stays_as_it_is(text in text()) {
        if let Ok(once) = tidy(&text, 120) {
            prop_assert_eq!(tidy(&once, 120), Ok(once.clone()));
            prop_assert!(once.chars().all(ketnap::model::is_inert));
            prop_assert!(!once.contains("  ") && !once.starts_with(' ') && !once.ends_with(' '));
        }
    }

    #[test]
    fn cleaned_text_is_inert(text in any::<String>()) {
        prop_assert!(ketnap::model::clean(&text).chars().all(ketnap::model::is_inert));
    }

    #[test]
    fn no_typed_date_makes_it_fail(text in any::<String>()) {
        let _ = parse_loose(&text, day(2022, 11, 27), &Spellings::default());
    }

    #[test]
    fn a_written_date_is_read_back(days in 0..100_000u64) {
        let date = day(1910, 1, 1) + Days::new(days);
        prop_assert_eq!(parse_loose(
            &ketnap::model::show_date(date),
            day(2022, 11, 27),
            &Spellings::default()
        ), Ok(date));
    }

    #[test]
    fn percents_round_half_up(part in 0..2_000u32, whole in 1..2_000u32) {
        let tenths = percent_tenths(part, whole).expect("a whole above 0");
        let exact = f64::from(part) * 1000.0 / f64::from(whole);
        prop_assert!((tenths as f64 - exact).abs() <= 0.5 + 1e-9);
    }
}

#[test]
fn folding_is_blind_to_accents_and_tone_placement() {
    assert_eq!(fold("Đặng Thị Hòa"), "dang thi hoa");
    assert_eq!(fold("HOÀ"), fold("hòa"));
    assert_eq!(fold("Ho\u{300}a"), "hoa");
    assert_eq!(fold("Thuỷ"), fold("Thủy"));
}

#[test]
fn vietnamese_order_is_by_given_name() {
    let order = NameOrder::new();
    let mut names = [
        "Nguyễn Văn Ân",
        "Trần Thị An",
        "Lê Văn Đức",
        "Bế Thị Dung",
        "Hà Ánh",
        "Lê Thị An",
        "Ma Ẩn",
    ];
    names.sort_by(|a, b| order.people(a, b));
    assert_eq!(
        names,
        [
            "Lê Thị An",
            "Trần Thị An",
            "Hà Ánh",
            "Nguyễn Văn Ân",
            "Ma Ẩn",
            "Bế Thị Dung",
            "Lê Văn Đức"
        ]
    );
    let mut things = ["Chi bộ tổ 10", "Chi bộ tổ 2", "Chi bộ tổ 7"];
    things.sort_by(|a, b| order.things(a, b));
    assert_eq!(things, ["Chi bộ tổ 2", "Chi bộ tổ 7", "Chi bộ tổ 10"]);
}

#[test]
fn loose_dates() {
    let today = day(2022, 11, 27);
    let spellings = &Config::load(None, None).rules.spellings;
    for (typed, expected) in [
        ("15/3", day(2022, 3, 15)),
        ("15/3/2021", day(2021, 3, 15)),
        ("15-3-21", day(2021, 3, 15)),
        ("5.6.99", day(1999, 6, 5)),
        ("2022-11-01", day(2022, 11, 1)),
        ("hôm nay", today),
        ("HOM QUA", day(2022, 11, 26)),
        ("+30", day(2022, 12, 27)),
        ("-3", day(2022, 11, 24)),
        ("12", day(2022, 11, 12)),
    ] {
        assert_eq!(
            parse_loose(typed, today, spellings),
            Ok(expected),
            "{typed}"
        );
    }
    for typed in [
        "30/2",
        "0/0",
        "1/1/0000",
        "",
        "abc",
        "1/2/3/4",
        "+99999999999",
        "32",
        "-",
    ] {
        assert!(parse_loose(typed, today, spellings).is_err(), "{typed}");
    }
}

#[test]
fn a_step_back_takes_back_what_lay_beyond_it() {
    let config = Config::load(None, None);
    let book = sample();
    let (_, person) = book.candidate(&person_id("mau-19")).unwrap();
    let mut person = person.clone();
    let go = |to: &str, m: u32, d: u32| {
        Step::plain(day(2022, m, d), Place::Stage(Code::new(to).unwrap()))
    };
    let at = |person: &ketnap::model::Candidate, counting| {
        standing(person, &config.rules.procedure, counting, day(2022, 12, 31)).unwrap()
    };
    person
        .steps
        .extend([go("ceremony", 11, 28), go("probation", 12, 10)]);
    assert_eq!(
        at(&person, Counting::Ceremony).admitted,
        Some(day(2022, 12, 10))
    );
    assert_eq!(
        at(&person, Counting::Decision).admitted,
        Some(day(2022, 11, 28))
    );
    person.steps.push(go("recognition", 12, 20));
    person.steps.push(go("probation", 12, 21));
    let back = at(&person, Counting::Ceremony);
    assert_eq!(
        back.admitted,
        Some(day(2022, 12, 10)),
        "the ceremony was held when it was held"
    );
    assert_eq!(back.since, day(2022, 12, 21));
    person.steps.push(go("decision", 12, 22));
    assert_eq!(at(&person, Counting::Ceremony).admitted, None);
    assert_eq!(at(&person, Counting::Decision).admitted, None);
    let early = standing(
        &person,
        &config.rules.procedure,
        Counting::Ceremony,
        day(2022, 12, 15),
    );
    assert_eq!(
        early.unwrap().admitted,
        Some(day(2022, 12, 10)),
        "as it was on that day"
    );
}
