//! Words: both languages are complete, every sentence the code asks for exists, every value has its place.

use crate::drafts::{forms, open};
use chrono::NaiveDate;
use ketnap::app::command::Command;
use ketnap::config::{Config, demo};
use ketnap::model::import::{Issue, Mark};
use ketnap::model::{CandidateField, Message, Refusal, ScalarField, Sex, UnitScalar, parse_loose};
use ketnap::text::{Lang, Texts};
use std::collections::BTreeSet;
use std::path::Path;

fn keys(lang: Lang) -> BTreeSet<String> {
    Config::load(None, Some(lang))
        .texts
        .keys()
        .map(str::to_owned)
        .collect()
}

fn values(sentence: &str) -> BTreeSet<&str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|s| s.split(['}', '|']).next())
        .collect()
}

/// The text of every source file.
fn sources() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// Text keys that stand as literals in the sources.
fn used() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let known: BTreeSet<String> = keys(Lang::Vi)
        .iter()
        .filter_map(|k| k.split_once('.').map(|(a, _)| a.to_owned()))
        .collect();
    for source in sources() {
        for literal in source.split('"').skip(1).step_by(2) {
            let word = literal.split_once('.').is_some_and(|(group, name)| {
                known.contains(group)
                    && !name.is_empty()
                    && name.chars().all(|c| {
                        c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.'
                    })
            });
            if word
                && !literal.ends_with('.')
                && Path::new(literal).extension() != Some("ron".as_ref())
            {
                found.insert(literal.to_owned());
            }
        }
    }
    found
}

/// Text keys of kinds with a word each.
fn of_kinds() -> BTreeSet<&'static str> {
    let issues = Issue::ALL.iter().map(|issue| issue.text_key());
    let marks = Mark::ALL.iter().map(|mark| mark.text_key());
    issues.chain(marks).collect()
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_values() {
    assert_eq!(keys(Lang::Vi), keys(Lang::En));
    let vi = Config::load(None, Some(Lang::Vi)).texts;
    let en = Config::load(None, Some(Lang::En)).texts;
    for key in keys(Lang::Vi) {
        assert_eq!(values(vi.get(&key)), values(en.get(&key)), "{key}");
    }
}

#[test]
fn no_key_stands_twice_in_a_language() {
    for lang in ["vi", "en"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("config/text/{lang}.ron"));
        let text = std::fs::read_to_string(file).unwrap();
        let keys = text.lines().filter_map(|line| {
            let key = line.trim_start().strip_prefix("(key: \"")?;
            key.split('"').next()
        });
        let mut seen = BTreeSet::new();
        let twice: Vec<&str> = keys.filter(|key| !seen.insert(*key)).collect();
        assert!(seen.len() > 500);
        assert_eq!(twice, Vec::<&str>::new(), "{lang}");
    }
}

#[test]
fn every_sentence_asked_for_exists() {
    let have = keys(Lang::Vi);
    let missing: Vec<String> = used()
        .into_iter()
        .filter(|key| !have.contains(key))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
    for key in of_kinds() {
        assert!(have.contains(key), "{key}");
    }
    for command in Command::ALL {
        assert!(have.contains(command.text_key()), "{command:?}");
    }
}

#[test]
fn no_sentence_is_left_that_nobody_asks_for() {
    let used = used();
    let short = |key: &str| {
        key.strip_suffix(".short")
            .is_some_and(|k| k.starts_with("cmd."))
    };
    let commands: BTreeSet<&str> = Command::ALL.iter().map(|c| c.text_key()).collect();
    let kinds = of_kinds();
    let idle: Vec<String> = keys(Lang::Vi)
        .into_iter()
        .filter(|k| !used.contains(k) && !commands.contains(k.as_str()) && !short(k))
        .filter(|k| !kinds.contains(k.as_str()))
        // Those are asked for by what the command line knows: `cli::usage`.
        .filter(|k| !k.starts_with("help"))
        .collect();
    assert_eq!(idle, Vec::<String>::new());
}

/// Every sentence but those of forms and their values made another by the user.
#[test]
fn a_users_sentences_spoil_no_label_of_a_form() {
    for what in forms() {
        let mut desk = open(&what);
        let texts = desk.config.texts.clone();
        let entries = desk.form().entries.iter();
        let keys: Vec<&str> = entries.filter_map(|(slot, _)| slot.text_key()).collect();
        let keep = |key: &str| key.starts_with("form.") || key == "ui.name-prefixes";
        let rows = texts.keys().map(|key| {
            let text = if keep(key) { texts.get(key) } else { "@@@" };
            (key.to_owned(), text.to_owned())
        });
        desk.config.texts = Texts::new(Lang::Vi, rows.collect::<Vec<_>>());
        let screen = desk.screen(160, 40);
        for key in keys {
            let label: String = texts.get(key).chars().take(12).collect();
            assert!(screen.contains(&label), "{label} of {what:?}:\n{screen}");
        }
    }
}

/// A row that only gives its value back must not serve as a way to say a bare name: whoever changes
/// it would change all that.
#[test]
fn a_sentence_that_is_only_its_value_is_asked_for_in_one_place() {
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    let only = |key: &str| {
        let text = texts.get(key);
        text.starts_with('{') && text.find('}') == Some(text.len() - 1)
    };
    let keys: Vec<String> = keys(Lang::Vi).into_iter().filter(|key| only(key)).collect();
    assert!(!keys.is_empty());
    let sources = sources();
    for key in keys {
        let literal = format!("\"{key}\"");
        let count: usize = sources
            .iter()
            .map(|text| text.matches(&literal).count())
            .sum();
        assert_eq!(count, 1, "{key}");
    }
}

#[test]
#[should_panic(expected = "form.body-of is said without its body")]
fn a_sentence_without_its_value_stops_a_debug_build() {
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    texts.say(&Message::info("form.body-of").with("stage", "x"));
}

#[test]
fn every_file_of_the_sample_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo/units");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let mut built_in: Vec<String> = demo::UNITS.iter().map(|text| (*text).to_owned()).collect();
    files.sort();
    built_in.sort();
    assert_eq!(files, built_in);
}

#[test]
fn one_of_a_thing_is_told_as_one() {
    let en = Config::load(None, Some(Lang::En)).texts;
    let marked = |count: usize| en.say(&Message::info("said.marked").with("count", count));
    assert_eq!(marked(1), "1 file marked.");
    assert_eq!(marked(0), "0 files marked.");
    assert_eq!(marked(21), "21 files marked.");
    assert_eq!(en.fill("ui.files", &[("count", "1")]), "1 file");
}

#[test]
fn what_may_be_typed_is_understood_in_both_languages_whichever_is_shown() {
    let today = NaiveDate::from_ymd_opt(2022, 11, 27).unwrap();
    let yesterday = today.pred_opt().unwrap();
    for lang in [Lang::Vi, Lang::En] {
        let spellings = &Config::load(None, Some(lang)).rules.spellings;
        let read = |field: ScalarField, typed: &str| field.parse(typed, today, spellings);
        for (sex, words) in [
            (Sex::Male, "nam NAM male m M"),
            (Sex::Female, "nữ nu Nữ female f"),
        ] {
            for word in words.split(' ') {
                let meant = CandidateField::Sex(Some(sex));
                assert_eq!(read(ScalarField::Sex, word), Ok(meant), "{word}");
            }
        }
        for (is, words) in [
            (true, "có co yes true x X"),
            (false, "không khong no false"),
        ] {
            for word in words.split(' ') {
                let meant = CandidateField::YouthUnion(Some(is));
                assert_eq!(read(ScalarField::YouthUnion, word), Ok(meant), "{word}");
            }
        }
        for (day, words) in [
            (today, "hôm nay|hom nay|nay|today|h|H"),
            (yesterday, "hôm qua|HOM QUA|qua|yesterday"),
        ] {
            for word in words.split('|') {
                assert_eq!(parse_loose(word, today, spellings), Ok(day), "{word}");
            }
        }
        let refused = |known: &str, given: &str| {
            let (known, given) = (known.to_owned(), given.to_owned());
            Err(Refusal::Unknown { given, known })
        };
        assert_eq!(read(ScalarField::Sex, "hm"), refused("nam, nữ", "hm"));
        assert_eq!(
            read(ScalarField::YouthUnion, "hm"),
            refused("có, không", "hm")
        );
        let written = CandidateField::Sex(Some(Sex::Female)).read(spellings);
        assert_eq!(written.as_deref(), Some("nữ"));
        assert!(parse_loose("", today, spellings).is_err());
    }
}

#[test]
fn a_users_row_says_what_else_may_be_typed() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("text")).unwrap();
    let row = "(format: 1, rows: [(key: \"typed.female\", text: \"nữ | bà\")])";
    std::fs::write(home.path().join("text/vi.ron"), row).unwrap();
    let config = Config::load(Some(home.path()), Some(Lang::Vi));
    assert_eq!(config.problems, []);
    let today = NaiveDate::from_ymd_opt(2022, 11, 27).unwrap();
    for (word, known) in [("BÀ", true), ("f", true), ("cô", false)] {
        let read = ScalarField::Sex.parse(word, today, &config.rules.spellings);
        assert_eq!(read.is_ok(), known, "{word}");
    }
}

#[test]
fn a_value_is_asked_for_by_name_with_examples_that_are_taken() {
    let today = NaiveDate::from_ymd_opt(2022, 11, 27).unwrap();
    for lang in [Lang::Vi, Lang::En] {
        let Config { texts, rules, .. } = Config::load(None, Some(lang));
        let of_persons = ScalarField::ALL.map(|field| (field.text_key(), field.question()));
        let of_units = UnitScalar::ALL.map(|field| (field.text_key(), field.question()));
        for (name, question) in of_persons.into_iter().chain(of_units) {
            let asked = texts.say(&question);
            assert!(asked.starts_with(texts.get(name)), "{asked}");
        }
        let vi = lang == Lang::Vi;
        for (field, examples) in [
            (ScalarField::Born, "1990|6/1990|15/6/1990"),
            (ScalarField::Sex, if vi { "nam|nữ" } else { "male|female" }),
            (
                ScalarField::YouthUnion,
                if vi { "có|không" } else { "yes|no" },
            ),
        ] {
            let asked = texts.say(&field.question());
            for example in examples.split('|') {
                assert!(asked.contains(example), "{asked}");
                let read = field.parse(example, today, &rules.spellings);
                assert!(read.is_ok(), "{example}: {read:?}");
            }
        }
        for (field, examples) in [
            (
                UnitScalar::Founded,
                if vi {
                    "15/3|15/3/2022|hôm nay"
                } else {
                    "15/3|15/3/2022|today"
                },
            ),
            (UnitScalar::Aliases, "TDP 1; Tổ 1"),
            (
                UnitScalar::Meets,
                if vi { "5|2 T7|5 T2" } else { "5|2 Sat|5 Mon" },
            ),
        ] {
            let asked = texts.say(&field.question());
            for example in examples.split('|') {
                assert!(asked.contains(example), "{asked}");
                let read = field.parse(example, today, &rules.spellings);
                assert!(read.is_ok(), "{example}: {read:?}");
            }
        }
    }
}
