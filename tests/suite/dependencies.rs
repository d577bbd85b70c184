//! What comes from others: under a licence of the list in `.cargo/deny.toml`, and for no newer Rust than ours.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cargo(args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    let output = command.args(args).current_dir(root()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Everything that is built for the program and its tests: name and licence.
fn dependencies() -> Vec<(String, String)> {
    let edges = ["--edges", "normal,build,dev", "--prefix", "none"];
    let mut args = vec!["tree", "--locked", "--offline", "--format", "{p}|{l}|"];
    args.extend(edges);
    let tree = cargo(&args);
    let mut found: Vec<_> = tree
        .lines()
        .map(|line| {
            let mut parts = line.split('|');
            let name = parts.next().unwrap().split(' ').next().unwrap();
            (name.to_owned(), parts.next().unwrap().to_owned())
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The list: what any crate may have, and what one alone may.
struct Allowed {
    all: Vec<String>,
    one: Vec<(String, String)>,
}

fn quoted(text: &str) -> Vec<String> {
    let parts = text.split('"').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

impl Allowed {
    fn read() -> Self {
        let text = fs::read_to_string(root().join(".cargo/deny.toml")).unwrap();
        let all = text.lines().find(|line| line.starts_with("allow = "));
        let one = text.lines().filter(|line| line.contains("crate = "));
        Self {
            all: quoted(all.unwrap()),
            one: one
                .map(|line| <[String; 2]>::try_from(quoted(line)).unwrap().into())
                .collect(),
        }
    }

    fn holds(&self, (name, licence): &(String, String)) -> bool {
        suffices(licence, &|one| {
            let alone = |(other, its): &(String, String)| other == name && its == one;
            self.all.iter().any(|it| it == one) || self.one.iter().any(alone)
        })
    }
}

/// Whether an expression of SPDX, or the older way with slashes, is met by the licences allowed.
fn suffices(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ");
    let spaced = spaced.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = any(&words, &mut at, allowed);
    met && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let met = any(words, at, allowed);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return met && closed;
    }
    if words.get(*at) != Some(&"WITH") {
        return allowed(word);
    }
    *at += 2;
    words
        .get(*at - 1)
        .is_some_and(|with| allowed(&format!("{word} WITH {with}")))
}

#[test]
fn an_expression_is_met_by_what_it_leaves_the_choice_of() {
    let met = |expression| {
        suffices(expression, &|one| {
            ["MIT", "Zlib", "A WITH b"].contains(&one)
        })
    };
    for expression in [
        "MIT",
        "MIT OR GPL-3.0",
        "GPL-3.0/MIT",
        "(GPL-3.0 OR MIT) AND Zlib",
        "GPL-3.0 AND X OR MIT",
        "A WITH b",
    ] {
        assert!(met(expression), "{expression}");
    }
    for expression in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT OR Zlib) AND GPL-3.0",
        "(MIT",
        "A",
        "MIT WITH b",
        "MIT Zlib",
    ] {
        assert!(!met(expression), "{expression}");
    }
}

#[test]
fn each_is_under_a_licence_that_is_allowed() {
    let (allowed, found) = (Allowed::read(), dependencies());
    assert!(found.len() > 100, "{found:?}");
    let others: Vec<_> = found.iter().filter(|it| !allowed.holds(it)).collect();
    assert!(others.is_empty(), "not in .cargo/deny.toml: {others:?}");
}

#[test]
fn nothing_is_allowed_that_none_of_them_needs() {
    let (list, found) = (Allowed::read(), dependencies());
    for left_out in 0..list.all.len() + list.one.len() {
        let mut shorter = Allowed::read();
        let what = match left_out.checked_sub(list.all.len()) {
            None => shorter.all.remove(left_out),
            Some(at) => format!("{:?}", shorter.one.remove(at)),
        };
        assert!(!found.iter().all(|it| shorter.holds(it)), "{what}");
    }
}

/// `1.89`, `1.88.0`: as numbers that can be compared.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    numbers.resize(3, 0);
    numbers
}

/// Cargo builds none with an older Rust than it asks for, so what ours says would be untrue.
#[test]
fn none_asks_for_a_newer_rust_than_ours() {
    let about = cargo(&["-vV"]);
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let mut args = vec!["metadata", "--format-version", "1", "--locked", "--offline"];
    args.extend(["--filter-platform", host.unwrap()]);
    let metadata: Value = serde_json::from_str(&cargo(&args)).unwrap();
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let packages = metadata["packages"].as_array().unwrap();
    let newer = packages.iter().filter(|package| {
        let theirs = package["rust_version"].as_str();
        theirs.is_some_and(|theirs| version(theirs) > ours)
    });
    let newer: Vec<_> = newer.map(|package| &package["name"]).collect();
    assert!(packages.len() > 100 && newer.is_empty(), "{newer:?}");
}
