//! The usual pace of a book, and the days that a deadline leaves for each step before it.

use crate::agenda::{book, figures, person, rules, today};
use crate::world::{code, day, unit_id};
use chrono::NaiveDate;
use ketnap::model::{Candidate, Place, Step};
use ketnap::rules::{Case, Counted, Figures, Known, Leg, Pace, Rules, backplan};

#[test]
fn the_pace_is_the_median_of_what_happened() {
    let rules = rules();
    let stay = |number, last: u32| {
        person(
            number,
            &[("source", (2022, 1, 1)), ("course", (2022, 1, last))],
        )
    };
    let at = |id: &str| rules.procedure.index(&code(id)).unwrap();
    let of = |people: Vec<Candidate>, stage: &str| {
        let book = book(people, Vec::new());
        Pace::of(Known::new(&book, &rules, today())).median(at(stage))
    };
    assert_eq!(of(vec![stay(1, 5), stay(2, 9)], "source"), None);
    let three = || vec![stay(1, 5), stay(2, 9), stay(3, 31)];
    assert_eq!(of(three(), "source"), Some((8, 3)));
    // Of four the lower one in the middle.
    let mut four = three();
    four.push(stay(4, 21));
    assert_eq!(of(four, "source"), Some((8, 4)));
    // Nobody left the course yet.
    assert_eq!(of(three(), "course"), None);
    // Back and again: only the last 10 days before the day the next stage was reached for good.
    let again = [
        ("source", (2022, 1, 1)),
        ("course", (2022, 2, 1)),
        ("source", (2022, 3, 1)),
        ("course", (2022, 3, 11)),
    ];
    // 9 days, 4 of them at rest.
    let rested = [
        ("source", (2022, 1, 1)),
        ("-", (2022, 1, 3)),
        ("source", (2022, 1, 7)),
        ("course", (2022, 1, 10)),
    ];
    let ended = [
        ("source", (2022, 1, 1)),
        ("course", (2022, 1, 8)),
        ("x", (2022, 1, 20)),
    ];
    let people = vec![person(1, &again), person(2, &rested), person(3, &ended)];
    assert_eq!(of(people, "source"), Some((7, 3)));
    // A stage the route has not is passed over.
    let direct = |number| {
        let way = [("cell", (2022, 1, 1)), ("decision", (2022, 1, 15))];
        person(number, &way)
    };
    assert_eq!(
        of(vec![direct(1), direct(2), direct(3)], "cell"),
        Some((14, 3))
    );
}

/// The plan of a person who stands at a stage since the day before, in cell `a` or `b`, beside
/// people who passed the last stages in so many days each.
fn plan(
    (cell, stage): (&str, &str),
    (deadline, today): (NaiveDate, NaiveDate),
    passed: Option<(u32, u32)>,
) -> Vec<(String, NaiveDate, bool, Option<NaiveDate>)> {
    let rules = rules();
    let id = |leg: &Leg| rules.procedure.stages[leg.stage].id.to_string();
    let legs = legs(&rules, (cell, stage), (deadline, today), passed);
    let shown = legs.iter();
    shown
        .map(|leg| (id(leg), leg.leave_by, leg.by_limit, leg.usual_by))
        .collect()
}

fn legs(
    rules: &Rules,
    (cell, stage): (&str, &str),
    (deadline, today): (NaiveDate, NaiveDate),
    passed: Option<(u32, u32)>,
) -> Vec<Leg> {
    let start = day(2020, 1, 1);
    let mut people = Vec::new();
    for number in 2..5 {
        let Some((decision, ceremony)) = passed else {
            break;
        };
        let mut walked = person(number, &[("decision", (2020, 1, 1))]);
        let mut on = start;
        for (stage, days) in [("ceremony", decision), ("probation", ceremony)] {
            on = on + chrono::Days::new(days.into());
            walked
                .steps
                .push(Step::plain(on, Place::Stage(code(stage))));
        }
        people.push(walked);
    }
    let mut here = person(1, &[("source", (2020, 1, 1))]);
    here.steps[0] = Step::plain(today.pred_opt().unwrap(), Place::Stage(code(stage)));
    people.insert(0, here);
    let book = if cell == "a" {
        book(people, Vec::new())
    } else {
        book(Vec::new(), people)
    };
    let pace = Pace::of(Known::new(&book, rules, today));
    let figures = Figures::new(Known::new(&book, rules, today), 2022);
    let line = figures
        .lines(book.position(&unit_id(cell)).unwrap())
        .next()
        .unwrap();
    let case = Case::counted(Counted::new(&book, rules, &figures), line);
    backplan(&case, &pace, deadline)
}

fn leg(
    stage: &str,
    by: NaiveDate,
    limit: bool,
    usual: Option<NaiveDate>,
) -> (String, NaiveDate, bool, Option<NaiveDate>) {
    (stage.to_owned(), by, limit, usual)
}

#[test]
fn under_24_sixty_and_thirty_working_days_lie_before_the_end_of_the_year() {
    let (end, now) = (day(2022, 12, 31), day(2022, 6, 1));
    // 30 working days up to Friday 30/12 begin on Monday 21/11; 60 up to Friday 18/11, without 1 and
    // 2 September, on Thursday 25/8; half of these on Monday 10/10. Where no file tells the pace, the
    // limits do, and nobody knows that of the cell.
    let seen = plan(("b", "opinions"), (end, now), None);
    let wanted = [
        leg("opinions", day(2022, 8, 24), false, None),
        leg("cell", day(2022, 8, 24), true, Some(day(2022, 8, 24))),
        leg("grassroots", day(2022, 10, 9), true, Some(day(2022, 10, 9))),
        leg("decision", day(2022, 11, 20), true, Some(day(2022, 11, 20))),
        leg("ceremony", end, false, Some(end)),
    ];
    assert_eq!(seen, wanted);
    // In the middle of the way the same days hold.
    assert_eq!(plan(("b", "grassroots"), (end, now), None), wanted[2..]);
    assert_eq!(plan(("b", "ceremony"), (end, now), None), wanted[4..]);
    assert_eq!(plan(("b", "probation"), (end, now), None), []);
}

#[test]
fn within_a_limit_the_last_stage_keeps_its_usual_pace() {
    let (end, now) = (day(2022, 12, 31), day(2022, 6, 1));
    let seen = plan(("b", "cell"), (end, now), Some((20, 10)));
    // The usual 30 working days of the grassroots committee, half a limit, up to 1/12 begin on 21/10.
    assert_eq!(
        seen,
        [
            leg("cell", day(2022, 8, 24), true, Some(day(2022, 10, 20))),
            leg(
                "grassroots",
                day(2022, 10, 31),
                false,
                Some(day(2022, 12, 1))
            ),
            leg("decision", day(2022, 11, 20), true, Some(day(2022, 12, 21))),
            leg("ceremony", end, false, Some(end)),
        ]
    );
    // Slower than the limit allows: not before the limit's own start.
    let slow = plan(("b", "cell"), (end, now), Some((500, 10)));
    assert_eq!(
        (slow[1].1, slow[1].3),
        (day(2022, 8, 24), Some(day(2021, 8, 8)))
    );
}

#[test]
fn under_294_the_decision_takes_forty_five_working_days() {
    let (end, now) = (day(2025, 12, 31), day(2025, 8, 1));
    // 30 up to Wednesday 31/12 begin on Thursday 20/11, 45 up to 19/11 on Thursday 18/9, 23 of
    // these on Monday 20/10, 23 more on Wednesday 17/9.
    let through = plan(("b", "cell"), (end, now), None);
    let (voted, sent) = (day(2025, 10, 19), day(2025, 11, 19));
    let last = [
        leg("decision", sent, true, Some(sent)),
        leg("ceremony", end, false, Some(end)),
    ];
    let wanted = [
        leg("cell", day(2025, 9, 17), true, Some(day(2025, 9, 16))),
        leg("grassroots", voted, true, Some(voted)),
    ];
    assert_eq!(through, [&wanted[..], &last].concat());
    // A cell of a ward goes straight up.
    let direct = plan(("a", "cell"), (end, now), None);
    let wanted = [leg("cell", day(2025, 9, 17), true, Some(day(2025, 9, 17)))];
    assert_eq!(direct, [&wanted[..], &last].concat());
}

#[test]
fn tet_and_the_spring_holidays_push_the_days_back() {
    // 16 to 20/2 and 1/1 are off: 30 up to 31/3 begin on 11/2, 45 up to 10/2 on 9/12.
    let seen = plan(
        ("a", "cell"),
        (day(2026, 3, 31), day(2025, 11, 3)),
        Some((20, 10)),
    );
    assert_eq!(
        seen,
        [
            leg("cell", day(2025, 12, 8), true, Some(day(2026, 3, 1))),
            leg("decision", day(2026, 2, 10), true, Some(day(2026, 3, 21))),
            leg("ceremony", day(2026, 3, 31), false, Some(day(2026, 3, 31))),
        ]
    );
    // Under 208, with 16/4, 30/4 and 3/5/2027 off: 30 up to 30/6 begin on 20/5, 45 up to 19/5 on 15/3.
    let seen = plan(
        ("a", "cell"),
        (day(2027, 6, 30), day(2026, 11, 23)),
        Some((20, 10)),
    );
    let days: Vec<_> = seen.iter().map(|leg| (leg.0.as_str(), leg.1)).collect();
    assert_eq!(
        days,
        [
            ("cell", day(2027, 3, 14)),
            ("decision", day(2027, 5, 19)),
            ("ceremony", day(2027, 6, 30)),
        ]
    );
}

#[test]
fn a_closed_file_has_no_plan() {
    let rules = rules();
    let book = book(
        vec![
            person(1, &[("cell", (2022, 5, 4)), ("x", (2022, 6, 4))]),
            person(2, &[("cell", (2022, 5, 4)), ("-", (2022, 6, 4))]),
        ],
        Vec::new(),
    );
    let figures = figures(&book, &rules);
    let pace = Pace::of(Known::new(&book, &rules, today()));
    let count = |slot: usize| {
        let at = book.position(&unit_id("a")).unwrap();
        let line = figures.lines(at).nth(slot).unwrap();
        let case = Case::counted(Counted::new(&book, &rules, &figures), line);
        backplan(&case, &pace, day(2022, 12, 31)).len()
    };
    assert_eq!((count(0), count(1)), (0, 4));
}
