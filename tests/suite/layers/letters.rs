//! Words of a language stand in `config`, not in the code.

use super::hold;
use super::scan::{Source, literals, sources};

/// The layers whose code holds no word that anybody reads or types.
const WORDLESS: [&str; 6] = ["model", "rules", "app", "ui", "words", "exchange"];

/// Files whose letters are data: what each of them is, whatever the language shown.
const TABLES: [(&str, &str); 5] = [
    (
        "src/model/anonymous.rs",
        "the name under which an anonymous record is stored",
    ),
    ("src/model/fold.rs", "đ is folded to d"),
    (
        "src/model/letters/garbled.rs",
        "letters that garbled texts are full of",
    ),
    (
        "src/model/letters/syllable.rs",
        "how Vietnamese syllables are built",
    ),
    (
        "src/model/letters/tables.rs",
        "old code pages and the letter đ",
    ),
];

/// The literals of a file that hold a letter beyond those of English.
fn with_letters(file: &Source) -> Vec<String> {
    let other = |text: &str| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let found = literals(&file.text).into_iter();
    let found = found.filter(|(_, text)| other(text));
    found
        .map(|(line, text)| format!("{}:{line} holds {text}.", file.path))
        .collect()
}

#[test]
fn no_word_of_a_language_stands_in_the_code() {
    let mut files = sources(&["src"]);
    files.retain(|file| WORDLESS.contains(&file.layer()));
    let is_table = |file: &Source| TABLES.iter().any(|row| row.0 == file.path);
    let (tables, files): (Vec<Source>, Vec<Source>) = files.into_iter().partition(is_table);
    hold(
        "Words stand in config/text; only the letter tables hold letters.",
        &files.iter().flat_map(with_letters).collect::<Vec<_>>(),
    );
    let idle = |row: &&(&str, &str)| {
        let file = tables.iter().find(|file| file.path == row.0);
        file.is_none_or(|file| with_letters(file).is_empty())
    };
    let idle: Vec<String> = TABLES
        .iter()
        .filter(idle)
        .map(|row| row.0.to_owned())
        .collect();
    hold(
        "A file of the list that holds no letters is taken off it.",
        &idle,
    );
}

#[test]
fn the_scan_sees_letters_in_literals_and_nowhere_else() {
    let file = Source {
        path: "src/model/x.rs".to_owned(),
        text: "//! nữ\nfn nữ<'a>() { /* có */ f(\"nữ\", 'đ', 'a', r#\"không \"\"#, \"nam\"); }"
            .to_owned(),
        code: String::new(),
    };
    assert_eq!(
        with_letters(&file),
        [
            "src/model/x.rs:2 holds \"nữ\".",
            "src/model/x.rs:2 holds 'đ'.",
            "src/model/x.rs:2 holds r#\"không \"\"#."
        ]
    );
}
