//! Files of settings broken in every way: what is told is in the user's language, with line and column.

use super::folder;
use ketnap::config::Config;
use ketnap::text::Lang;
use std::fs;
use std::os::unix::fs::symlink;

/// Words that the libraries begin or end their sentences with, and that ours do without.
const THEIRS: [&str; 22] = [
    "Expected",
    "expected",
    "Unexpected",
    "unexpected",
    "Invalid ",
    "invalid ",
    "Non-whitespace",
    "Unclosed",
    "Exceeded",
    "recursion limit",
    "Formatting RON",
    "out of bounds",
    "variant named",
    "field named",
    "instead",
    "os error",
    "stream did not",
    "UTF-8 sequence",
    "not a day as",
    "an id is 1 to",
    "No RON extension",
    "is not a key",
];

/// A small file of each kind that is sound.
const SOUND: [(&str, &str); 7] = [
    (
        "settings.ron",
        "(\n  format: 1,\n  who: \"Mẫu\",\n  cover_after: 5,\n)\n",
    ),
    (
        "keys.ron",
        "(\n  format: 1,\n  rows: [\n    (on: Tree, command: Add, keys: [\"F6\"], footer: true),\n  ],\n)\n",
    ),
    (
        "theme.ron",
        "(\n  format: 1,\n  rows: [(id: \"bad\", fg: \"red\", with: [\"bold\"])],\n)\n",
    ),
    (
        "groups.ron",
        "(\n  format: 1,\n  rows: [(id: \"x\", name: (vi: \"X\\\\\"), told_by: [Sex(Female)])],\n)\n",
    ),
    (
        "holidays.ron",
        "(\n  format: 1,\n  rows: [(id: \"2022-x\", name: (vi: \"X\"), days: [\"2022-01-02\"], confirmed: true)],\n)\n",
    ),
    (
        "text/vi.ron",
        "(\n  format: 1,\n  rows: [(key: \"col.done\", text: \"X\")],\n)\n",
    ),
    (
        "procedures/a.ron",
        "(\n  format: 1,\n  procedure: (id: \"24-qd-tw\", name: (vi: \"X\"), from: \"2021-07-30\", basis: \"b\", votes: [\
         (id: \"x\", body: (vi: \"h\"), of: (vi: \"n\"), share: AtLeast(2, 3), basis: \"m\", confirmed: true, stage: \"cell\")]),\n)\n",
    ),
];

/// What is told of a file, in both languages; each with a place in it that exists.
fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    let place = folder(&[(name, "")]);
    fs::write(place.path().join(name), bytes).unwrap();
    let config = Config::load(Some(place.path()), None);
    let mut all = Vec::new();
    for lang in [Lang::Vi, Lang::En] {
        let texts = Config::load(None, Some(lang)).texts;
        for problem in &config.problems {
            let said = texts.say(&problem.message);
            let said = said.replace(&format!("{}/", place.path().display()), "");
            assert!(said.starts_with(name), "{said}");
            for word in THEIRS {
                assert!(!said.contains(word), "{word}: {said}");
            }
            if let Some((line, column)) = problem.at {
                let text = String::from_utf8_lossy(bytes).into_owned();
                let lines: Vec<&str> = text.split('\n').collect();
                assert!((1..=lines.len()).contains(&line), "{said}");
                assert!(column <= lines[line - 1].chars().count() + 1, "{said}");
                assert!(
                    said.contains(&format!("{name}:{line}:{column}: ")),
                    "{said}"
                );
            }
            all.push(said);
        }
    }
    all
}

#[test]
fn no_word_of_a_library_stands_in_what_is_told_of_a_broken_file() {
    let mut seen = 0;
    for (name, text) in SOUND {
        assert_eq!(told(name, text.as_bytes()), Vec::<String>::new(), "{name}");
        let mut random = fastrand::Rng::with_seed(7);
        for turn in 0..40 {
            let letters: Vec<char> = text.chars().collect();
            let at = random.usize(..letters.len());
            let put = [
                "", "(", ")", "[", "]", ",", ":", "\"", "\\", "#", "_", "-", "9", "x", "é", "\0",
            ];
            let new: String = match turn % 4 {
                0 => letters[..at].iter().collect(),
                1 => {
                    let (head, tail) = (&letters[..at], &letters[at..]);
                    let put = put[random.usize(1..put.len())];
                    head.iter()
                        .copied()
                        .chain(put.chars())
                        .chain(tail.iter().copied())
                        .collect()
                }
                _ => {
                    let (head, tail) = (&letters[..at], &letters[at + 1..]);
                    let put = put[random.usize(..put.len())];
                    head.iter()
                        .copied()
                        .chain(put.chars())
                        .chain(tail.iter().copied())
                        .collect()
                }
            };
            seen += told(name, new.as_bytes()).len();
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn every_kind_of_mistake_has_its_words() {
    let rows = |row: &str| format!("(format: 1, rows: [{row}])");
    let group = |row: &str| ("groups.ron", rows(row));
    for ((name, text), vi, en) in [
        (("keys.ron", String::new()), "tệp rỗng", "the file is empty"),
        (
            ("keys.ron", "(format: 1, rows: [".into()),
            "tệp bị cụt",
            "cut off",
        ),
        (
            ("keys.ron", "<<<<<<< HEAD\n(format: 1)".into()),
            "xung đột",
            "conflict",
        ),
        (
            ("keys.ron", "(rows: [])".into()),
            "thiếu trường format",
            "field format is missing",
        ),
        (
            ("keys.ron", "(format: 1, rows: []) x".into()),
            "còn chữ thừa",
            "behind the end",
        ),
        (
            ("keys.ron", "(format: 1, rows: [], rows: [])".into()),
            "ghi hai lần",
            "stands twice",
        ),
        (
            ("keys.ron", "(format: 1, row: [])".into()),
            "không có trường `row`",
            "no field `row`",
        ),
        (
            ("keys.ron", "(format: 1, rows: 5)".into()),
            "một danh sách",
            "a list in [ ]",
        ),
        (
            ("settings.ron", "(format: 1 who: \"x\")".into()),
            "thiếu dấu",
            "missing here",
        ),
        (
            ("settings.ron", "(format: 1, who \"x\")".into()),
            "thiếu dấu :",
            "a : is missing",
        ),
        (
            ("settings.ron", "(format: 1, who: \"\\q\")".into()),
            "dấu gạch chéo ngược",
            "a backslash",
        ),
        (
            (
                "settings.ron",
                format!("(format: 1, who: {0}{1})", "[".repeat(500), "]".repeat(500)),
            ),
            "quá nhiều dấu ngoặc",
            "too many brackets",
        ),
        (group("(id: \"x\", name: 5)"), "cần dấu (", "a ( must"),
        (
            group("(id: 5, name: (vi: \"x\"))"),
            "cần đoạn chữ",
            "text in quotation",
        ),
        (
            group("(id: \"đ\", name: (vi: \"x\"))"),
            "không đọc được ở đây",
            "cannot be read",
        ),
        (
            group("(id: \"x\")"),
            "thiếu trường name",
            "field name is missing",
        ),
        (
            group("(id: \"x\", name: (vi: \"x\"), told_by: [Sex(Both)])"),
            "không có từ `Both`",
            "no word `Both`",
        ),
        (
            ("theme.ron", rows("(id: \"bad\", with: \"bold\")")),
            "một danh sách",
            "a list in [ ]",
        ),
        (
            (
                "keys.ron",
                rows("(on: Tree, command: Add, keys: [], footer: 1)"),
            ),
            "true hoặc false",
            "true or false",
        ),
        (
            (
                "aims.ron",
                rows("(id: \"x\", name: (vi: \"x\"), since: \"x\", low: 1, basis: \"b\")"),
            ),
            "cần một số",
            "a number",
        ),
        (
            (
                "aims.ron",
                rows("(id: \"x\", name: (vi: \"x\"), since: 2022, low: 99999999999, basis: \"b\")"),
            ),
            "ngoài khoảng",
            "out of what",
        ),
        (
            (
                "holidays.ron",
                rows("(id: \"x\", name: (vi: \"x\"), days: [\"2022-02-30\"], confirmed: true)"),
            ),
            "không đọc được ở đây",
            "cannot be read",
        ),
    ] {
        let told = told(name, text.as_bytes());
        assert_eq!(told.len(), 2, "{text}: {told:?}");
        assert!(told[0].contains(vi), "{vi}: {told:?}");
        assert!(told[1].contains(en), "{en}: {told:?}");
    }
    let utf16: Vec<u8> = "(format: 1)"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(told("keys.ron", &utf16)[0].contains("UTF-16"));
    assert!(
        told("keys.ron", b"(format: 1, rows: [\"\xe1\"])")[0].contains(":1:21: không phải UTF-8")
    );
    assert!(told("keys.ron", b"(format: 1)\0")[0].contains("không phải văn bản"));
}

#[test]
fn what_is_no_file_or_cannot_be_reached_is_told() {
    let place = folder(&[("procedures/x/keep", "")]);
    fs::create_dir(place.path().join("keys.ron")).unwrap();
    fs::create_dir(place.path().join("procedures/a.ron")).unwrap();
    symlink("nowhere/settings", place.path().join("theme.ron")).unwrap();
    symlink("kinds.ron", place.path().join("kinds.ron")).unwrap();
    let config = Config::load(Some(place.path()), None);
    let said = super::said(&config, &config.problems, place.path());
    for start in [
        "keys.ron: không phải tệp thường",
        "procedures/a.ron: không phải tệp thường",
        "kinds.ron: không đọc được (máy báo lỗi khi đọc)",
    ] {
        assert!(
            said.iter().any(|said| said.starts_with(start)),
            "{start}: {said:?}"
        );
    }
    // A file where the folder should be.
    let file = folder(&[("config", "")]);
    let config = Config::load(Some(&file.path().join("config")), None);
    assert!(!config.problems.is_empty());
    let said = super::said(&config, &config.problems, file.path());
    assert!(said[0].contains("không phải thư mục"), "{said:?}");
}
