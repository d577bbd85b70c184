//! The whole of an analysis is its parts, and a year before is what its own figures say.

use super::{rules, today};
use crate::desk::sample;
use crate::laws::change;
use ketnap::model::{Book, Dated, Header};
use ketnap::rules::{Analysis, Counted, Figures, Known, Pace, Spot};
use proptest::prelude::*;

/// Numbers of an analysis that add up over parts that share nobody.
fn sums(found: &Analysis) -> Vec<u64> {
    let mut out: Vec<u64> = Vec::new();
    for point in &found.curve.points {
        let count = point.count.unwrap_or_default();
        out.extend([count.listed, count.unlisted].map(u64::from));
    }
    for past in &found.history {
        out.extend([past.listed, past.unlisted].map(u64::from));
    }
    out.extend(found.funnel.iter().map(|stage| u64::from(stage.people)));
    for group in &found.sources {
        out.extend([group.open, group.admitted].map(u64::from));
    }
    let form = &found.admitted;
    for split in [form.women, form.minority, form.religious, form.youth_union] {
        out.extend([split.yes, split.no, split.unknown].map(u64::from));
    }
    out.extend(form.ages.bands.map(u64::from));
    for words in [
        &form.ethnicity,
        &form.schooling,
        &form.profession,
        &form.occupation,
    ] {
        out.push(u64::from(words.unknown));
        out.push(words.rows.iter().map(|row| u64::from(row.1)).sum());
    }
    for row in rules_of_causes() {
        let count = found.causes.iter().find(|count| count.code.as_str() == row);
        let told = count.map_or([0; 6], |c| {
            let units = u32::try_from(c.units.len()).unwrap_or(0);
            [
                c.open,
                c.candidates,
                c.cells,
                c.committees,
                c.sourced,
                units,
            ]
        });
        out.extend(told.map(u64::from));
    }
    out.extend([form.ages.years, u64::from(found.paused)]);
    out.extend([found.weak.len(), found.waiting.len()].map(|len| len as u64));
    out
}

fn rules_of_causes() -> Vec<String> {
    let rules = rules();
    rules.causes.iter().map(|row| row.id.to_string()).collect()
}

/// One organisation without what stands around it.
fn alone(book: &Book, at: usize) -> Book {
    let mut unit = book.units()[at].clone();
    unit.parents.clear();
    let header = Header {
        roots: vec![Dated::ever(unit.id.clone())],
        ..book.header().clone()
    };
    Book::new(header, vec![unit], Vec::new())
}

fn add(all: &mut [u64], more: &[u64]) {
    for (sum, more) in all.iter_mut().zip(more) {
        *sum += more;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_whole_is_its_parts_and_its_own(
        changes in proptest::collection::vec(change(), 0..4),
        year in 2021..=2022,
    ) {
        let (mut book, rules) = (sample(), rules());
        for change in changes {
            let _ = book.apply(change);
        }
        let pace = Pace::of(Known::new(&book, &rules, today()));
        let figures = Figures::new(Known::new(&book, &rules, today()), year);
        let whole = sums(&Analysis::of(Counted::new(&book, &rules, &figures), &pace, 0));
        let own = |at: usize| {
            let book = alone(&book, at);
            let figures = Figures::new(Known::new(&book, &rules, today()), year);
            sums(&Analysis::of(Counted::new(&book, &rules, &figures), &pace, 0))
        };
        let Spot::Unit(root) = figures.tree.nodes[0].spot else {
            return Ok(());
        };
        let mut parts = own(root);
        for child in figures.tree.children(0) {
            add(&mut parts, &sums(&Analysis::of(Counted::new(&book, &rules, &figures), &pace, child)));
        }
        prop_assert_eq!(&parts, &whole);
        let mut each = vec![0; whole.len()];
        (0..book.units().len()).for_each(|at| add(&mut each, &own(at)));
        prop_assert_eq!(&each, &whole);
    }

    #[test]
    fn a_year_before_is_what_its_own_figures_say(
        changes in proptest::collection::vec(change(), 0..4),
    ) {
        let (mut book, rules) = (sample(), rules());
        for change in changes {
            let _ = book.apply(change);
        }
        let pace = Pace::of(Known::new(&book, &rules, today()));
        let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
        let told: Vec<_> = (0..figures.tree.nodes.len())
            .map(|at| Analysis::of(Counted::new(&book, &rules, &figures), &pace, at).history)
            .collect();
        for year in 2018..=2022 {
            let then = Figures::new(Known::new(&book, &rules, today()), year);
            for unit in 0..book.units().len() {
                let nodes = (figures.tree.node_of(unit), then.tree.node_of(unit));
                let (Some(at), Some(before)) = nodes else {
                    continue;
                };
                let past = told[at].iter().find(|past| past.year == year).unwrap();
                let tally = then.tally(before);
                prop_assert_eq!((past.listed, past.unlisted), (tally.listed, tally.unlisted));
            }
        }
    }
}
