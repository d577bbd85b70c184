//! Laws of the forecast that hold for any edit of the sample book.

use super::made;
use crate::agenda::rules;
use crate::desk::sample;
use crate::laws::change;
use crate::world::day;
use chrono::Days;
use ketnap::model::{Book, CandidateId, UnitId};
use ketnap::rules::{
    Case, Class, Counted, Figures, Forecast, Known, Line, Rules, Spot, StepTo, WhatIf,
};
use proptest::prelude::*;

fn supposed() -> impl Strategy<Value = WhatIf> {
    let person = || (1..=60u32).prop_map(|n| CandidateId::new(&format!("mau-{n:02}")).unwrap());
    let cells: Vec<_> = sample()
        .units()
        .iter()
        .map(|unit| unit.id.clone())
        .collect();
    let add = (proptest::sample::select(cells), 0..12usize, 0..5u32);
    (
        proptest::collection::vec(person(), 0..4),
        proptest::collection::vec((person(), 0..200u32), 0..4),
        proptest::collection::vec(add, 0..3),
    )
        .prop_map(|(drop, delay, add)| WhatIf { drop, delay, add })
}

fn on_the_day(book: &Book, rules: &Rules) -> (Figures, Forecast) {
    made(book, rules, day(2022, 11, 27), None)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_classes_and_the_closed_add_up_to_all(change in change()) {
        let rules = rules();
        let mut book = sample();
        let _ = book.apply(change);
        let (figures, forecast) = on_the_day(&book, &rules);
        for node in 0..figures.tree.nodes.len() {
            let count = forecast.count(node);
            prop_assert_eq!(count.done, figures.tally(node).admitted());
            let unlisted = figures.tally(node).unlisted;
            for class in Class::ALL {
                let people = forecast.people((&book, &figures), node, class).len() as u32;
                let without = if class == Class::Done { unlisted } else { 0 };
                prop_assert_eq!(people + without, count.of(class), "{:?}", class);
            }
        }
        let everybody = book.candidate_count() as u32 + figures.tally(0).unlisted;
        prop_assert_eq!(forecast.count(0).all(), everybody);
    }

    #[test]
    fn a_node_is_its_own_and_its_childrens(change in change()) {
        let rules = rules();
        let mut book = sample();
        let _ = book.apply(change);
        let (figures, forecast) = on_the_day(&book, &rules);
        let nodes = &figures.tree.nodes;
        for (node, spot) in nodes.iter().map(|node| node.spot).enumerate() {
            let Spot::Unit(at) = spot else { continue };
            for class in Class::ALL {
                let below: u32 = figures.tree.children(node).map(|c| forecast.count(c).of(class)).sum();
                let unlisted = book.units()[at].unlisted_in(2022).map_or(0, |row| row.count);
                let own = figures.lines(at).filter(|line| forecast.of(*line).unwrap().class == class);
                let own = own.count() as u32 + if class == Class::Done { unlisted } else { 0 };
                prop_assert_eq!(forecast.count(node).of(class), own + below);
            }
        }
    }

    #[test]
    fn looking_at_one_unit_again_is_looking_at_all(changes in proptest::collection::vec(change(), 1..4)) {
        let rules = rules();
        let mut book = sample();
        let (mut figures, mut forecast) = on_the_day(&book, &rules);
        for change in changes.into_iter().filter(|change| !change.touches_tree()) {
            let touched = book.touched(&change);
            if book.apply(change).is_err() {
                continue;
            }
            for id in &touched {
                figures.recount(Known::new(&book, &rules, day(2022, 11, 27)), id);
            }
            let touched: Vec<UnitId> = touched.into_iter().collect();
            forecast.recount(Counted::new(&book, &rules, &figures), &touched);
        }
        prop_assert_eq!(&forecast, &on_the_day(&book, &rules).1);
    }

    #[test]
    fn a_step_back_moves_the_numbers_back(number in 1..=60u32, days in 0..40u64) {
        let rules = rules();
        let mut book = sample();
        let (mut figures, mut forecast) = on_the_day(&book, &rules);
        let before = forecast.clone();
        let id = CandidateId::new(&format!("mau-{number:02}")).unwrap();
        let on = day(2022, 11, 27) - Days::new(days);
        let known = Known::new(&book, &rules, day(2022, 11, 27));
        let Ok(case) = Case::find(known, &id) else { return Ok(()) };
        let step = case.advance(StepTo {
            why: Some("thử"),
            ..StepTo::next(on)
        });
        let Ok(step) = step else { return Ok(()) };
        let Ok(back) = book.apply(step) else { return Ok(()) };
        let home = book.home(&id).unwrap().clone();
        for change in [None, Some(back)] {
            if let Some(change) = change {
                book.apply(change).unwrap();
            }
            figures.recount(Known::new(&book, &rules, day(2022, 11, 27)), &home);
            forecast.recount(Counted::new(&book, &rules, &figures), std::slice::from_ref(&home));
        }
        prop_assert_eq!(forecast, before);
    }

    #[test]
    fn what_is_supposed_alters_nothing_but_its_own_numbers(supposed in supposed()) {
        let (rules, book) = (rules(), sample());
        let (figures, forecast) = on_the_day(&book, &rules);
        let (kept, same) = (forecast.clone(), book.clone());
        let other = forecast.what_if(Counted::new(&book, &rules, &figures), &supposed);
        prop_assert_eq!(&book, &same);
        prop_assert_eq!(&forecast, &kept);
        let (old, new) = (forecast.count(0), other.count(0));
        prop_assert_eq!(old.done, new.done);
        let nothing = WhatIf::default();
        prop_assert_eq!(&forecast.what_if(Counted::new(&book, &rules, &figures), &nothing), &forecast);
        let added: u32 = supposed.add.iter().filter(|(_, stage, _)| *stage < 9).map(|row| row.2).sum();
        prop_assert!(new.all() <= old.all() + added);
        // Who takes longer does not come sooner; who is dropped does not come.
        let known = |id: &&CandidateId| book.home(id).is_some();
        for id in supposed.delay.iter().map(|(id, _)| id).filter(known) {
            let home = book.home(id).unwrap();
            let line = Line::find(&book, home, id).unwrap();
            let (was, is) = (forecast.of(line).unwrap(), other.of(line).unwrap());
            prop_assert!(was.class <= is.class, "{:?} {:?}", was, is);
        }
        for id in supposed.drop.iter().filter(known) {
            let line = Line::find(&book, book.home(id).unwrap(), id).unwrap();
            let (was, is) = (forecast.of(line).unwrap(), other.of(line).unwrap());
            prop_assert!(is.class == Class::Closed || was.class == Class::Done);
        }
    }

    #[test]
    fn more_time_makes_nothing_worse(change in change(), days in 0..120u64) {
        let rules = rules();
        let mut book = sample();
        let _ = book.apply(change);
        let (figures, forecast) = on_the_day(&book, &rules);
        let sooner = day(2022, 12, 31) - Days::new(days);
        let other = forecast.to(Counted::new(&book, &rules, &figures), sooner);
        for at in 0..book.units().len() {
            for line in figures.lines(at) {
                let (year, early) = (forecast.of(line).unwrap(), other.of(line).unwrap());
                prop_assert!(year.class <= early.class, "{:?} {:?}", year, early);
                prop_assert_eq!(year.expected, early.expected.or(year.expected));
                if year.class == Class::OnTrack {
                    prop_assert!(year.expected.unwrap() <= day(2022, 12, 31));
                }
            }
        }
    }
}
