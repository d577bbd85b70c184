//! Lists that go out and come in again: the same people, steps and papers, and nothing new where they came from.
//!
//! A list cannot carry pauses, ways out, steps back, reasons, masked numbers, introducers, groups, or more than one letter, vote
//! of a stage or paper of a form; these are not made here.

use super::{TODAY, book, import, ward};
use crate::help::place::Place;
use crate::world::{code, day, person_id, unit_id};
use ketnap::model::{
    Book, BookSettings, Candidate, Card, Dated, Guide, GuideKind, Header, Letter, Note, Paper,
    PaperState, PartialDay, Place as Stands, Relation, Sex, Step, Unit, Vote,
};
use ketnap::store::{Access, Store};
use std::collections::BTreeMap;

/// How many random books are tried; more with `KETNAP_CASES`.
fn cases() -> u64 {
    let given = std::env::var("KETNAP_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    given.unwrap_or(64)
}

/// The stages of a cell below a ward, in their order.
const WAY: [&str; 8] = [
    "course",
    "dossier",
    "verification",
    "cell",
    "decision",
    "ceremony",
    "probation",
    "full",
];

/// Choices by a seed.
struct Dice(fastrand::Rng);

impl Dice {
    fn some<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.0.bool() {
            Some(value(self))
        } else {
            None
        }
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.0.usize(..all.len())]
    }

    fn partial(&mut self, year: i32) -> PartialDay {
        let (month, on) = (self.0.u32(1..=12), self.0.u32(1..=28));
        match self.0.u8(0..3) {
            0 => PartialDay::of_year(year).unwrap(),
            1 => PartialDay::of_month(year, month).unwrap(),
            _ => day(year, month, on).into(),
        }
    }

    fn person(&mut self, at: usize) -> Candidate {
        let name = format!(
            "{} {} Mẫu {at}",
            self.of(&["Nông", "Hà", "Đặng"]),
            self.of(&["Thị", "Văn"])
        );
        let id = person_id(&format!("nguoi-{at}"));
        let mut person = Candidate::new(id, name, code("source"), day(2020, 1, 1));
        let year = 1990 + i32::try_from(at).unwrap() % 12;
        person.born = self.some(|dice| dice.partial(year));
        person.sex = self.some(|dice| {
            if dice.0.bool() {
                Sex::Male
            } else {
                Sex::Female
            }
        });
        person.ethnicity = self.some(|dice| dice.of(&["Tày", "Nùng", "Sán Dìu"]).to_owned());
        person.religion = self.some(|dice| dice.of(&["Không", "Công giáo"]).to_owned());
        person.schooling = self.some(|_| "12/12".to_owned());
        person.occupation =
            self.some(|dice| dice.of(&["Làm ruộng", "Giáo viên, hội viên"]).to_owned());
        person.home = self.some(|_| "Xã Mẫu Hai; thôn \"Mẫu\", Sơn La".to_owned());
        person.work = self.some(|_| "Trường Mẫu".to_owned());
        person.youth_union = self.some(|dice| dice.0.bool());
        person.union_on = self.some(|dice| dice.partial(2012));
        self.way(&mut person);
        self.papers(&mut person);
        if let Some(name) = self.some(|dice| dice.of(&["Lý Mẫu 8", "Vũ Mẫu 9"]).to_owned()) {
            let from = self.some(|dice| dice.partial(2021));
            person.helpers.push(Guide {
                from,
                ..Guide::new(name, GuideKind::Member)
            });
        }
        if self.0.bool() {
            let mut letter = Letter::new(Relation::Person, "Xã Mẫu Ba".to_owned());
            letter.sent = self.some(|_| day(2022, 2, 3));
            person.letters.push(letter);
        }
        if self.0.bool() {
            person
                .votes
                .push(Vote::counted(code("cell"), day(2022, 7, 12), 15, 14));
        }
        person.card = self.some(|_| {
            Box::new(Card {
                number: "MB-00.123".to_owned(),
                on: day(2025, 9, 2),
            })
        });
        person.notes.extend(self.some(|_| Note {
            on: day(2026, 1, 1),
            text: "đi làm ăn xa, =2+2".to_owned(),
        }));
        person
    }

    /// A way forward with some of the stages; now and then none that is known.
    fn way(&mut self, person: &mut Candidate) {
        let mut on = day(2021, 1, 5);
        let mut steps = Vec::new();
        let last = self.0.usize(..=WAY.len());
        for stage in &WAY[..last] {
            on = on + chrono::Days::new(self.0.u64(0..200));
            if self.0.u8(0..4) > 0 {
                steps.push(Step::plain(on, Stands::Stage(code(stage))));
            }
        }
        if steps.is_empty() {
            person.steps[0].taken_over = Some(1);
        } else {
            person.steps = steps;
        }
    }

    fn papers(&mut self, person: &mut Candidate) {
        for form in ["CN-NTVD", "1-KND", "6-KND", "9-KND", "16-KND"] {
            if self.0.bool() {
                continue;
            }
            let mut paper = Paper::new(code(form), PaperState::Valid);
            paper.on = Some(self.partial(2022));
            paper.number = self.some(|dice| format!("{:02}-NQ/CB", dice.0.u8(1..99)));
            paper.from = self.some(|_| day(2021, 9, 9).into());
            paper.until = self.some(|_| day(2021, 9, 18).into());
            paper.grade = self.some(|_| "Khá".to_owned());
            paper.issuer = self.some(|_| "TTCT Mẫu".to_owned());
            person.papers.push(paper);
        }
    }
}

/// A ward with two cells and people in them.
fn random(seed: u64) -> Place {
    let mut dice = Dice(fastrand::Rng::with_seed(seed));
    let root = Unit::new(unit_id("goc"), code("ward"), "Đảng bộ xã Mẫu".into());
    let mut units = vec![root];
    let mut at = 0;
    for name in ["Chi bộ Mẫu 1", "Chi bộ Trường Mẫu"] {
        let id = unit_id(&format!("cb-{}", units.len()));
        let mut unit = Unit::new(id, code("cell"), name.into());
        unit.parents = vec![Dated::ever(unit_id("goc"))];
        for _ in 0..dice.0.usize(1..5) {
            at += 1;
            unit.candidates.push(dice.person(at));
        }
        unit.candidates.sort_by(|a, b| a.id.cmp(&b.id));
        units.push(unit);
    }
    let header = Header::new(code("so-thu"), unit_id("goc"), BookSettings::default());
    let place = Place::empty();
    Store::new(place.data(), Access::ReadWrite)
        .create(&header, &units)
        .unwrap();
    place
}

/// What a list can carry of each person, by the name.
fn carried(book: &Book) -> BTreeMap<String, String> {
    let today = TODAY.parse().unwrap();
    let units = book.units().iter();
    let people = units.flat_map(|unit| unit.candidates.iter().map(move |it| (unit, it)));
    let told = people.map(|(unit, it)| {
        let steps: Vec<_> = it.steps.iter().map(|step| (&step.to, step.on)).collect();
        // Where no step is known the list tells none, and the import has its own day.
        let known = it.steps[0].taken_over.is_none() || it.steps[0].to != Stands::Stage(code("source"));
        let mut papers: Vec<_> = it
            .papers
            .iter()
            .map(|row| (&row.form, &row.number, row.on, row.from, row.until, &row.grade, &row.issuer))
            .collect();
        papers.sort();
        let helpers: Vec<_> = it.helpers.iter().map(|row| (&row.name, row.from)).collect();
        let letters: Vec<_> = it.letters.iter().map(|row| (&row.place, row.sent)).collect();
        let votes: Vec<_> = it.votes.iter().map(|row| (&row.stage, row.on, row.n, row.agree)).collect();
        let notes: Vec<_> = it.notes.iter().map(|row| &row.text).collect();
        let said = format!(
            "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}\n{:?}\n{papers:?}\n{helpers:?} {letters:?} {votes:?} {:?} {notes:?}",
            unit.name_on(today),
            it.born,
            it.sex,
            it.ethnicity,
            it.religion,
            it.schooling,
            it.occupation,
            it.home,
            it.work,
            it.youth_union,
            it.union_on,
            known.then_some(steps),
            it.card,
        );
        (it.name.clone(), said)
    });
    told.collect()
}

/// The people of a book in a file, which gives nothing new where they are and all of them elsewhere.
fn goes_round(place: &Place, name: &str, (seed, lang): (u64, &str)) {
    let path = place.home.path().join(name);
    let out = path.to_str().unwrap();
    let args = [
        "export", "people", "-o", out, "--today", TODAY, "--lang", lang,
    ];
    place.ok(&args);
    let before = place.files();
    let again = import(place, &path, &["--yes", "--lang", lang]);
    let rows = again["rows"].as_array().unwrap();
    for row in rows {
        assert_eq!(row["mark"], "same", "{name}, seed {seed}: {row:#}");
    }
    assert_eq!(
        again["tables"][0]["left_out"],
        serde_json::json!([]),
        "{name}, seed {seed}"
    );
    assert_eq!(place.files(), before, "{name}, seed {seed}");
    let other = ward(&[]);
    let taken = import(&other, &path, &["--new-units", "--yes", "--lang", lang]);
    assert_eq!(
        taken["counts"]["asked"], 0,
        "{name}, seed {seed}: {taken:#}"
    );
    assert_eq!(
        carried(&book(&other)),
        carried(&book(place)),
        "{name}, seed {seed}"
    );
}

#[test]
fn people_go_out_and_come_in_again_as_they_were() {
    for seed in 0..cases() {
        // Other words stand in an English list; what they mean does not hang on the people.
        let langs: &[&str] = if seed % 8 == 0 {
            &["vi", "en"]
        } else {
            &["vi"]
        };
        for lang in langs.iter().copied() {
            let place = random(seed);
            goes_round(&place, "ra.csv", (seed, lang));
            if seed % 2 == 0 {
                goes_round(&place, "ra.xlsx", (seed, lang));
            }
        }
    }
}

#[test]
fn the_list_to_be_filled_in_is_taken_over_without_a_question() {
    for (lang, name) in [
        ("vi", "mau.csv"),
        ("en", "mau.csv"),
        ("vi", "mau.xlsx"),
        ("en", "mau.xlsx"),
    ] {
        let place = ward(&[]);
        let path = place.home.path().join(name);
        place.ok(&[
            "export",
            "template",
            "-o",
            path.to_str().unwrap(),
            "--lang",
            lang,
        ]);
        let args = ["--new-units", "--yes", "--lang", lang];
        let read = import(&place, &path, &args);
        assert_eq!(super::marks(&read), ["new"], "{read:#}");
        assert_eq!(read["tables"][0]["left_out"], serde_json::json!([]));
        let person = super::person(&place, "Nguyễn Thị Mẫu");
        assert_eq!(person.sex, Some(Sex::Female), "{read:#}");
        assert_eq!(person.steps.len(), 2);
        assert!(person.id_number.is_some() && person.phone.is_some());
    }
}
