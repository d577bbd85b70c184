//! A message is for people: nothing that the program does hangs on which sentence it is.

use super::hold;
use super::scan::{Source, bare, sources, words};

/// Keys that are no message's: of a chord, of a row of the text files.
const NO_MESSAGES: [(&str, &str); 5] = [
    ("src/app/command.rs", "self.key"),
    ("src/app/command.rs", "self.chord.key"),
    ("src/app/command.rs", "chord.key"),
    ("src/config/claims.rs", "chord.key"),
    ("src/config/mod.rs", "row.key"),
];

/// What a place asks for the key of, from the beginning of the expression on.
fn asked(code: &str, key: usize) -> usize {
    let before = code[..key].chars().rev();
    let mut open = 0_usize;
    let held = before.take_while(|c| {
        match c {
            ')' => open += 1,
            '(' if open == 0 => return false,
            '(' => open -= 1,
            _ => {}
        }
        open > 0 || c.is_alphanumeric() || matches!(c, '_' | '.' | '&' | '*' | '(')
    });
    key - held.map(char::len_utf8).sum::<usize>()
}

/// Where the code of a file decides something by the key of a message.
fn decided(file: &Source) -> Vec<String> {
    let code = &file.code;
    let mut faults = Vec::new();
    for name in ["key", "text_key"] {
        for at in words(code, name).filter(|at| code[..*at].ends_with('.')) {
            let from = asked(code, at);
            let whole = &code[from..at + name.len()];
            let rest = &code[at + name.len()..];
            // A field of a record has a method for its key: two of them may be one.
            let (method, rest) = match rest.strip_prefix("()") {
                Some(rest) => (name == "key", rest),
                None => (false, rest),
            };
            let rest = rest.strip_prefix(".as_str()").unwrap_or(rest).trim_start();
            let other = rest.strip_prefix("==").or_else(|| rest.strip_prefix("!="));
            let by_name = |text: &str| text.trim_start().starts_with(char::is_alphabetic);
            let before = code[..from].trim_end();
            let turned = ["==", "!="].iter().any(|sign| before.ends_with(sign)) && !method;
            let matched = ["match", "matches!("].iter().any(|w| before.ends_with(w));
            let looked_into = ["starts_with(", "ends_with(", "contains(", "strip_prefix("]
                .iter()
                .any(|call| {
                    rest.strip_prefix('.')
                        .is_some_and(|it| it.starts_with(call))
                });
            let compared = other.is_some_and(|other| !(method && by_name(other)));
            let known = NO_MESSAGES.contains(&(&*file.path, whole));
            if (compared || turned || matched || looked_into) && !known {
                faults.push(format!("{} asks for `{whole}`.", file.place(at)));
            }
        }
    }
    faults
}

#[test]
fn nothing_is_decided_by_the_key_of_a_message() {
    let files = sources(&["src"]);
    let faults: Vec<String> = files.iter().flat_map(decided).collect();
    hold(
        "A sentence may be reworded and renamed: what the program does hangs on types.",
        &faults,
    );
}

#[test]
fn the_scan_sees_every_way_to_decide_by_a_key() {
    let code = "
        if fault.message.key == \"file.newer\" {}
        if \"file.newer\" != why.message().key {}
        match said.key { _ => {} }
        matches!(field.key(), \"name\" | \"born\");
        if field.key() == \"name\" {}
        if kind.text_key().starts_with(\"file.\") {}
        if message.key == other.key {}
    ";
    let of = |code: &str| Source {
        path: "src/store/x.rs".to_owned(),
        text: String::new(),
        code: bare(code),
    };
    let mut lines: Vec<String> = decided(&of(code));
    lines.sort();
    let told = |line: &String| line.split(' ').next().unwrap().to_owned();
    let mut places: Vec<String> = lines.iter().map(told).collect();
    places.dedup();
    let meant: Vec<String> = (2..=8).map(|n| format!("src/store/x.rs:{n}")).collect();
    assert_eq!(places, meant);
    let harmless = "
        let key = field.key(); note(field.key()); self.get(message.key);
        all.find(|f| f.key() == key); if field.key() == scalar.key() {}
    ";
    assert_eq!(decided(&of(harmless)), [""; 0]);
}
