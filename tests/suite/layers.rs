//! The shape of the house: who imports whom, and what no file may hold.

mod arms;
mod graph;
mod inside;
mod keys;
mod letters;
mod scan;

use scan::{Source, after_colons, bare, collect, imports, paths, root, sources, words};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Each layer, and what it may import. `app::command` stands for that part of `app` alone.
const LAYERS: [(&str, &[&str]); 11] = [
    ("model", &[]),
    ("text", &["model"]),
    ("rules", &["model"]),
    ("store", &["model"]),
    ("words", &["model", "rules"]),
    ("exchange", &["model", "rules", "text", "words"]),
    ("config", &["model", "rules", "text", "app::command"]),
    ("app", &["model", "rules"]),
    ("ui", &["model", "rules", "text", "words", "config", "app"]),
    (
        "terminal",
        &[
            "model", "rules", "text", "config", "app", "store", "ui", "exchange",
        ],
    ),
    (
        "cli",
        &[
            "model", "rules", "text", "config", "app", "store", "ui", "exchange", "terminal",
        ],
    ),
];

/// What may stand at the top of the repository: what the user fixed, and what Cargo and Git ask for.
const TOP: [&str; 14] = [
    "Cargo.toml",
    "src",
    "config",
    "tests",
    "README.md",
    "Cargo.lock",
    "LICENSE",
    "CHANGELOG.md",
    ".gitignore",
    ".ci",
    ".cargo",
    "benches",
    "fuzz",
    "build.rs",
];

/// Fails with every place at once.
fn hold(rule: &str, faults: &[String]) {
    let mut all = String::new();
    for fault in faults {
        let _ = writeln!(all, "  {fault}");
    }
    assert!(faults.is_empty(), "{rule}\n{all}");
}

/// Fails where one of the patterns stands in the code of the given files.
fn forbid(rule: &str, files: &[Source], patterns: &[&str]) {
    let mut faults = Vec::new();
    for file in files {
        for pattern in patterns {
            let hits = words(&file.code, pattern);
            faults.extend(hits.map(|at| format!("{} holds `{pattern}`.", file.place(at))));
        }
    }
    hold(rule, &faults);
}

#[test]
fn each_layer_imports_only_what_it_may() {
    let mut faults = Vec::new();
    for file in sources(&["src"]) {
        let layer = file.layer();
        if matches!(layer, "main" | "lib") {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|row| row.0 == layer) else {
            faults.push(format!("{}:1 belongs to no layer of the table.", file.path));
            continue;
        };
        for (at, path) in imports(&file) {
            let first = path.split("::").next().unwrap_or_default();
            let may = |row: &&str| *row == first || *row == path;
            if LAYERS.iter().any(|row| row.0 == first)
                && first != layer
                && !allowed.iter().any(&may)
            {
                let place = file.place(at);
                faults.push(format!("{place} `{layer}` may not import `{path}`."));
            }
        }
    }
    hold(
        "A layer imports only what the table of the design allows it.",
        &faults,
    );
}

#[test]
fn the_map_of_the_house_shows_these_layers() {
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rows = map.lines().filter_map(|line| line.strip_prefix("//! | [`"));
    let shown: Vec<(&str, String)> = rows
        .map(|row| {
            let (layer, rest) = row.split_once("`] | ").unwrap();
            let (allowed, _) = rest.split_once(" | ").unwrap();
            (layer, allowed.replace(['[', '`', ']'], ""))
        })
        .collect();
    let held = LAYERS.map(|(layer, allowed)| match allowed {
        [] => (layer, "nothing".to_owned()),
        _ => (layer, allowed.join(", ")),
    });
    assert_eq!(shown, held);
}

#[test]
fn the_scan_sees_every_way_to_name_a_layer() {
    let code = "use crate::{a, b::{c, d as e}, f::g::h, i::{self, j}};\n\
        // crate::comment\n/* crate::block /* crate::inner */ */\n\
        fn x<'a>(_: char) { crate :: k::l(\"crate::string\", 'c', '\"', r#\"crate::raw \" \"#, b'\\''); }\n\
        use super::super::m; use super::n; use super::{super::o}; pub(crate) struct P; use crate::q;";
    let source = Source {
        path: "src/rules/x.rs".to_owned(),
        text: String::new(),
        code: bare(code),
    };
    let mut seen: Vec<_> = imports(&source).into_iter().map(|found| found.1).collect();
    seen.sort();
    assert_eq!(
        seen,
        ["a", "b::c", "b::d", "f::g", "i", "i::j", "k::l", "m", "q"]
    );
}

#[test]
fn only_drawing_and_the_loop_know_the_terminal() {
    let mut files = sources(&["src"]);
    files.retain(|file| !matches!(file.layer(), "ui" | "terminal"));
    forbid(
        "`ratatui` and `crossterm` are for `src/ui` and `src/terminal` only.",
        &files,
        &["ratatui", "crossterm"],
    );
}

#[test]
fn every_file_begins_with_a_sentence() {
    let mut faults = Vec::new();
    for file in sources(&["src", "tests", "benches", "fuzz"]) {
        let lines = file
            .text
            .lines()
            .map_while(|line| line.strip_prefix("//! "));
        let sentence = lines.collect::<Vec<_>>().join(" ");
        let ended = sentence.ends_with(['.', '?', '!']) || sentence.contains(". ");
        if !ended || sentence.split(' ').count() < 3 {
            faults.push(format!("{}:1 begins with no `//!` sentence.", file.path));
        }
    }
    hold(
        "The first line of each file says in a sentence what it is for.",
        &faults,
    );
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let mut faults = Vec::new();
    for file in sources(&["src", "tests", "benches", "fuzz"]) {
        let lines = file.text.lines().count();
        if lines > 500 {
            faults.push(format!("{}:501 has {lines} lines; split it.", file.path));
        }
    }
    hold("No file has more than 500 lines.", &faults);
}

#[test]
fn nothing_is_left_unfinished() {
    let mut faults = Vec::new();
    for file in sources(&["src", "tests", "benches", "fuzz"]) {
        for name in ["todo", "unimplemented", "dbg"] {
            let hits = words(&file.code, name).filter(|at| {
                file.code[at + name.len()..].trim_start().starts_with('!')
                    && !file.code[at + name.len()..].trim_start().starts_with("!=")
            });
            faults.extend(hits.map(|at| format!("{} holds `{name}!`.", file.place(at))));
        }
    }
    hold(
        "`todo!`, `unimplemented!` and `dbg!` are for the desk, not for the house.",
        &faults,
    );
}

#[test]
fn the_program_never_unwraps() {
    let files = sources(&["src"]);
    forbid(
        "No `unwrap` in src: say why it cannot fail, or handle it.",
        &files,
        &["unwrap"],
    );
}

#[test]
fn the_program_has_no_network() {
    let mut faults = Vec::new();
    let files = sources(&["src"]);
    for file in &files {
        for at in words(&file.code, "std").filter_map(|at| after_colons(&file.code, at + 3)) {
            let (mut end, mut found) = (at, Vec::new());
            paths(&file.code, &mut end, None, &mut found);
            let net = found
                .iter()
                .filter(|(_, path)| *path == "net" || path.starts_with("net::"));
            faults.extend(net.map(|(at, _)| format!("{} names `std::net`.", file.place(*at))));
        }
    }
    hold("Dossiers stay on the machine: no network code.", &faults);
    let types = ["TcpStream", "TcpListener", "UdpSocket"];
    forbid(
        "Dossiers stay on the machine: no network code.",
        &files,
        &types,
    );
}

/// Adds the files below a module that it does not name.
fn forgotten(module: &Path, folder: &Path, faults: &mut Vec<String>) {
    let code = bare(&fs::read_to_string(module).unwrap());
    let named = |name: &str| {
        let mut hits = words(&code, "mod");
        hits.any(|at| {
            let rest = code[at + 3..].trim_start();
            rest.strip_prefix(name)
                .is_some_and(|rest| rest.trim_start().starts_with(';'))
        })
    };
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap()
            .to_owned();
        let is_rust = path.extension().is_some_and(|ending| ending == "rs");
        let inner = [path.join("mod.rs"), path.with_extension("rs")];
        if path == module || name == "mod" || !(is_rust || path.is_dir()) {
            continue;
        }
        let mut rust = Vec::new();
        collect(&path, &mut rust);
        if path.is_dir() && rust.is_empty() {
            continue;
        }
        if !named(&name) {
            let shown = path.strip_prefix(root()).unwrap().display();
            let module = module.strip_prefix(root()).unwrap().display();
            faults.push(format!(
                "{shown}:1 is not a module of {module}: it never runs."
            ));
        } else if path.is_dir() {
            match inner.iter().find(|file| file.is_file()) {
                Some(module) => forgotten(module, &path, faults),
                None => faults.push(format!("{}:1 has no `mod.rs`.", path.display())),
            }
        }
    }
}

#[test]
fn no_test_file_is_forgotten() {
    let suite = root().join("tests/suite");
    let mut faults = Vec::new();
    forgotten(&suite.join("main.rs"), &suite, &mut faults);
    hold(
        "Every file in tests/suite is a module of the suite.",
        &faults,
    );
}

#[test]
fn the_top_of_the_tree_holds_only_what_it_must() {
    let mut faults = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !matches!(&*name, "target" | ".git") && !TOP.contains(&&*name) {
            faults.push(format!(
                "{name}:1 has no place at the top of the repository."
            ));
        }
    }
    hold(
        "The top of the repository holds what the user fixed and Cargo needs.",
        &faults,
    );
}
