//! The people admitted in a year, in the columns of the statistical form.

use super::{Admission, Ground};
use crate::model::{Candidate, Sex, fold};
use crate::rules::Counted;
use crate::rules::step::gate::age_on;
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// The ages of the form in completed years, each with its last; the last band has no end (2-BTCTW).
pub const BANDS: [(u32, Option<u32>); 8] = [
    (18, Some(30)),
    (31, Some(35)),
    (36, Some(40)),
    (41, Some(45)),
    (46, Some(50)),
    (51, Some(55)),
    (56, Some(60)),
    (61, None),
];

/// The people of the majority, without accents: all others are of an ethnic minority.
const MAJORITY: &str = "kinh";

/// How a form says that somebody has no religion, without accents.
const NONE: &str = "khong";

/// A question of the form that is answered yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Split {
    /// People of whom it holds.
    pub yes: u32,
    /// People of whom it does not.
    pub no: u32,
    /// People whose file does not say.
    pub unknown: u32,
}

impl Split {
    fn put(&mut self, answer: Option<bool>) {
        match answer {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unknown += 1,
        }
    }
}

/// Ages in completed years on the day of admission, counted by the month as the law counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ages {
    /// People by [`BANDS`].
    pub bands: [u32; BANDS.len()],
    /// People below the first band.
    pub younger: u32,
    /// People of whose birth as much is not on record as it takes to say.
    pub unknown: u32,
    /// The years of all whose age is known.
    pub years: u64,
}

impl Ages {
    fn put(&mut self, age: Option<u32>) {
        let Some(age) = age else {
            self.unknown += 1;
            return;
        };
        self.years += u64::from(age);
        match BANDS.iter().rposition(|(from, _)| *from <= age) {
            Some(band) => self.bands[band] += 1,
            None => self.younger += 1,
        }
    }

    /// People whose age is known.
    pub fn known(&self) -> u32 {
        self.bands.iter().sum::<u32>() + self.younger
    }

    /// The average in tenths of a year, rounded half up; none where no age is known.
    pub fn average_tenths(&self) -> Option<u64> {
        let known = u64::from(self.known());
        (20 * self.years + known).checked_div(2 * known)
    }
}

/// What stands in a field of free words. Words that differ in capital letters only are one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The words, the most frequent first.
    pub rows: Vec<(String, u32)>,
    /// People whose file does not say.
    pub unknown: u32,
}

impl Words {
    fn of<'a>(fields: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut spelled: HashMap<&str, u32> = HashMap::new();
        let mut unknown = 0;
        for field in fields {
            match field.map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => *spelled.entry(text).or_default() += 1,
                None => unknown += 1,
            }
        }
        let mut counts: BTreeMap<String, (&str, u32)> = BTreeMap::new();
        for (text, n) in spelled {
            let row = counts.entry(text.to_lowercase()).or_insert((text, 0));
            *row = (row.0.min(text), row.1 + n);
        }
        let rows = counts.into_values();
        let mut rows: Vec<_> = rows.map(|(text, n)| (text.to_owned(), n)).collect();
        rows.sort_by_key(|(_, n)| Reverse(*n));
        Self { rows, unknown }
    }

    /// How many of the people have a word of which something holds, seen without accents.
    fn split(&self, holds: impl Fn(&str) -> bool) -> Split {
        let mut split = Split {
            unknown: self.unknown,
            ..Split::default()
        };
        for (text, n) in &self.rows {
            if holds(&fold(text)) {
                split.yes += n;
            } else {
                split.no += n;
            }
        }
        split
    }
}

/// The newly admitted of a year. All but the first two numbers are about those on record: of the
/// others nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Admitted {
    /// On record.
    pub listed: u32,
    /// Without a record here.
    pub unlisted: u32,
    /// Women.
    pub women: Split,
    /// People of an ethnic minority: of a people other than the Kinh.
    pub minority: Split,
    /// People with a religion.
    pub religious: Split,
    /// Members of the youth union.
    pub youth_union: Split,
    /// People admitted again after a membership that ended.
    pub readmitted: u32,
    /// Ages.
    pub ages: Ages,
    /// Peoples.
    pub ethnicity: Words,
    /// Religions.
    pub religion: Words,
    /// General schooling.
    pub schooling: Words,
    /// Professional training.
    pub profession: Words,
    /// Occupations.
    pub occupation: Words,
}

/// The people whom a node and all below it (0: the whole book) admitted in the year of the figures.
pub fn admitted(counted: Counted<'_>, node: usize) -> Admitted {
    let ground = Ground::new(counted, node);
    Admitted::of(&ground, &ground.admissions())
}

impl Admitted {
    pub(super) fn of(ground: &Ground<'_>, made: &[Admission]) -> Self {
        let people = || made.iter().map(|made| made.line.person(ground.book));
        let words = |field: fn(&Candidate) -> &Option<String>| {
            Words::of(people().map(|person| field(person).as_deref()))
        };
        let rows = ground.unlisted(ground.year(), ground.day);
        let (ethnicity, religion) = (words(|p| &p.ethnicity), words(|p| &p.religion));
        let mut form = Self {
            unlisted: rows.fold(0, |sum, row| sum.saturating_add(row.count)),
            minority: ethnicity.split(|people| people != MAJORITY),
            religious: religion.split(|religion| religion.split(' ').next() != Some(NONE)),
            ethnicity,
            religion,
            schooling: words(|p| &p.schooling),
            profession: words(|p| &p.profession),
            occupation: words(|p| &p.occupation),
            ..Self::default()
        };
        for admission in made {
            form.put(admission.line.person(ground.book), admission.on);
        }
        form
    }

    fn put(&mut self, person: &Candidate, on: NaiveDate) {
        self.listed += 1;
        self.women.put(person.sex.map(|sex| sex == Sex::Female));
        self.youth_union.put(person.youth_union);
        // Whoever left later was no former member then.
        let former = person.former.as_ref();
        let again = former.is_some_and(|former| former.left.last() < on);
        self.readmitted += u32::from(again);
        self.ages.put(person.born.and_then(|born| age_on(born, on)));
    }
}
