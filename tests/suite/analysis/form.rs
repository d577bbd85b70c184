//! The columns of the statistical form: bands of age, and nothing guessed.

use super::{cell_of, person, rules, today};
use crate::world::{day, person_id};
use ketnap::model::{Candidate, Former, Sex};
use ketnap::rules::{Admitted, Ages, BANDS, Counted, Figures, Known, Split, admitted};

fn form(people: Vec<Candidate>) -> Admitted {
    let (book, rules) = (cell_of(people), rules());
    let figures = Figures::new(Known::new(&book, &rules, today()), 2022);
    admitted(Counted::new(&book, &rules, &figures), 0)
}

#[test]
fn ages_fall_into_the_bands_of_the_form() {
    let on = day(2022, 6, 15);
    let of_age = |(n, years, days): (usize, i32, u64)| {
        let mut person = person(&format!("p{n:02}"), &[("probation", on)]);
        // So many completed years, less days.
        person.born = Some((day(2022 - years, 6, 15) + chrono::Days::new(days)).into());
        person
    };
    let ages = [
        (17, 0),
        (18, 0),
        (30, 0),
        (31, 1),
        (31, 0),
        (35, 0),
        (36, 0),
        (41, 0),
        (46, 0),
        (50, 0),
        (51, 0),
        (55, 0),
        (56, 0),
        (60, 0),
        (61, 1),
        (61, 0),
        (74, 0),
    ];
    let numbered = ages.iter().enumerate();
    let mut people: Vec<_> = numbered.map(|(n, (y, d))| of_age((n, *y, *d))).collect();
    people.push(person("p99", &[("probation", on)]));
    let ages = form(people).ages;
    assert_eq!(ages.younger, 1);
    // By the month, as the law counts: who completes 31 later in that month is of the second band.
    assert_eq!(ages.bands, [2, 3, 1, 1, 2, 2, 2, 3]);
    assert_eq!((ages.unknown, ages.known()), (1, 17));
    let years = 17 + 18 + 30 + 31 + 31 + 35 + 36 + 41 + 46 + 50 + 51 + 55 + 56 + 60 + 61 + 61 + 74;
    assert_eq!(ages.years, years);
    assert_eq!(ages.average_tenths(), Some((years * 10 + 8) / 17));
    assert_eq!(Ages::default().average_tenths(), None);
    assert!(
        BANDS
            .windows(2)
            .all(|pair| pair[0].1 == Some(pair[1].0 - 1))
    );
}

#[test]
fn what_a_file_does_not_say_is_not_guessed() {
    let on = [("probation", day(2022, 3, 1))];
    let mut said = person("p1", &on);
    said.sex = Some(Sex::Female);
    said.ethnicity = Some("Tày".into());
    said.religion = Some("Không".into());
    said.youth_union = Some(false);
    said.schooling = Some("12/12".into());
    said.occupation = Some("Làm nông".into());
    said.former = Some(Box::new(Former {
        left: day(2015, 1, 1).into(),
        consent: None,
    }));
    let mut other = said.clone();
    other.id = person_id("p2");
    other.sex = Some(Sex::Male);
    other.ethnicity = Some("KINH".into());
    other.religion = Some("Phật giáo".into());
    other.youth_union = Some(true);
    other.occupation = Some("làm nông".into());
    other.former = None;
    let silent = person("p3", &on);
    let before = person("p4", &[("probation", day(2021, 3, 1))]);
    let found = form(vec![said, other, silent, before]);
    let one_each = Split {
        yes: 1,
        no: 1,
        unknown: 1,
    };
    assert_eq!((found.listed, found.readmitted), (3, 1));
    for split in [
        found.women,
        found.minority,
        found.religious,
        found.youth_union,
    ] {
        assert_eq!(split, one_each);
    }
    assert_eq!(found.occupation.rows, [("Làm nông".to_owned(), 2)]);
    assert_eq!(found.schooling.rows, [("12/12".to_owned(), 2)]);
    assert_eq!((found.occupation.unknown, found.profession.unknown), (1, 3));
    assert_eq!(found.profession.rows, []);
}
