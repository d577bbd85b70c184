//! A new screen, window, place of keys or change is decided everywhere: no match on one has an arm for all the rest.

use super::hold;
use super::scan::{Source, bare, sources, words};

/// Of commands there are too many to name at each pane: there `key_rows` holds that every row of
/// the keys does something.
const DECIDED: [&str; 4] = ["Screen::", "Overlay::", "Context::", "Change::"];

/// The offset behind a piece of code that ends where `ends` says so outside of all brackets, or
/// where the bracket around it closes.
fn skip(code: &[u8], mut at: usize, ends: impl Fn(&[u8]) -> bool) -> usize {
    let mut open = 0_usize;
    while at < code.len() {
        if open == 0 && ends(&code[at..]) {
            return at;
        }
        match code[at] {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' if open == 0 => return at,
            b')' | b']' | b'}' => open -= 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The patterns of the match whose body begins at an offset.
fn patterns(code: &str, body: usize) -> Vec<String> {
    let bytes = code.as_bytes();
    let (mut at, mut all) = (body, Vec::new());
    loop {
        let end = skip(bytes, at, |rest| rest.starts_with(b"=>"));
        if !bytes[end.min(bytes.len())..].starts_with(b"=>") {
            return all;
        }
        all.push(code[at..end].trim().to_owned());
        at = end + 2;
        at += code[at..].len() - code[at..].trim_start().len();
        if bytes.get(at) == Some(&b'{') {
            at = skip(bytes, at + 1, |_| false) + 1;
            let rest = code[at..].trim_start();
            if !rest.starts_with([',', '.', '?']) {
                continue;
            }
        }
        at = skip(bytes, at, |rest| rest.starts_with(b","));
        if bytes.get(at) == Some(&b',') {
            at += 1;
        }
    }
}

/// A pattern without what else must hold.
fn unguarded(pattern: &str) -> &str {
    pattern.split(" if ").next().unwrap_or(pattern)
}

/// Whether a pattern takes whatever is left.
fn takes_the_rest(pattern: &str) -> bool {
    unguarded(pattern)
        .chars()
        .all(|c| matches!(c, '_' | '(' | ')' | ',') || c.is_whitespace())
}

fn faults(file: &Source) -> Vec<String> {
    let code = &file.code;
    let mut found = Vec::new();
    for start in words(code, "match") {
        let head = skip(code.as_bytes(), start, |rest| rest.starts_with(b"{"));
        let patterns = patterns(code, head + 1);
        let on = |one: &String| DECIDED.iter().any(|name| unguarded(one).contains(name));
        if patterns.iter().any(on) && patterns.iter().any(|one| takes_the_rest(one)) {
            found.push(file.place(start));
        }
    }
    found
}

#[test]
fn no_match_on_a_screen_a_window_a_place_or_a_change_has_an_arm_for_the_rest() {
    let files = sources(&["src/app", "src/ui"]);
    let faults: Vec<String> = files.iter().flat_map(faults).collect();
    hold("Each variant is named where it is decided.", &faults);
}

#[test]
fn the_scan_sees_an_arm_for_the_rest_and_no_other() {
    let count = |text: &str| {
        faults(&Source {
            path: "src/app/a.rs".to_owned(),
            code: bare(text),
            text: text.to_owned(),
        })
        .len()
    };
    for bad in [
        "match screen { Screen::Board => 1, _ => 2 }",
        "match (screen, at) { (Screen::Board, 1) => { f(|| { 1 }) } (_, _) => {} }",
        "match x { Some(Overlay::Help(_) | Overlay::Why(_)) => a(b, c), _ if d => e, None => f }",
        "match x { A => match y { Context::Tree => 1, _ => 2 }, B => 3 }",
    ] {
        assert_eq!(count(bad), 1, "{bad}");
    }
    for good in [
        "match screen { Screen::Board => 1, Screen::Quotas => 2 }",
        "match screen { Screen::Board => match x { A => 1, _ => 2 }, Screen::Quotas => 2 }",
        "match x { A => Screen::Board, _ => Screen::Quotas }",
        "match x { A => 1, _ if y == Screen::Quotas => 2 }",
        "match screen { Screen::Board => { 1 }, Screen::Quotas => matches!(x, _ if y) }",
    ] {
        assert_eq!(count(good), 0, "{good}");
    }
}
