//! The shape inside a layer: which of its folders uses which, and the circles of files that are left.

use super::graph::{Graph, circles};
use super::hold;
use super::scan::{Source, bare, sources};
use std::collections::{BTreeMap, BTreeSet};

/// Each folder, or file, of a layer, and what else of the layer it may use. A layer that has a row
/// here has one for each of its folders; a room to use may be a folder or a single file.
const ROOMS: [(&str, &[&str]); 23] = [
    (
        "rules/procedure",
        &["rules/mod", "rules/known", "rules/count/standing"],
    ),
    (
        "rules/count",
        &["rules/mod", "rules/known", "rules/procedure"],
    ),
    (
        "rules/step",
        &[
            "rules/mod",
            "rules/known",
            "rules/procedure",
            "rules/count",
            "rules/edits/moves",
        ],
    ),
    (
        "rules/forecast",
        &[
            "rules/mod",
            "rules/known",
            "rules/procedure",
            "rules/count",
            "rules/step",
        ],
    ),
    (
        "rules/check",
        &[
            "rules/mod",
            "rules/known",
            "rules/procedure",
            "rules/count",
            "rules/step",
        ],
    ),
    (
        "rules/analysis",
        &[
            "rules/mod",
            "rules/known",
            "rules/procedure",
            "rules/count",
            "rules/step",
            "rules/forecast",
        ],
    ),
    (
        "rules/edits",
        &[
            "rules/mod",
            "rules/known",
            "rules/procedure",
            "rules/count",
            "rules/check",
            "rules/analysis/before",
        ],
    ),
    (
        "app/typing/form",
        &[
            "app/command",
            "app/see",
            "app/typing/number",
            "app/typing/prompt",
        ],
    ),
    (
        "app/sheet",
        &[
            "app/command",
            "app/see",
            "app/reply",
            "app/hands",
            "app/typing/form",
            "app/typing/pick",
            "app/typing/prompt",
        ],
    ),
    (
        "app/screens",
        &[
            "app/command",
            "app/cursor",
            "app/effect",
            "app/see",
            "app/reply",
            "app/hands",
            "app/sheet/row",
            "app/typing/form",
            "app/typing/pick",
            "app/typing/prompt",
        ],
    ),
    (
        "app/typing",
        &[
            "app/command",
            "app/cursor",
            "app/effect",
            "app/hands",
            "app/overlay",
            "app/reply",
            "app/screens",
            "app/sheet",
            "app/state",
            "app/update",
            "app/world",
        ],
    ),
    (
        "app/saving",
        &[
            "app/command",
            "app/effect",
            "app/overlay",
            "app/reply",
            "app/sheet",
            "app/state",
            "app/taking",
            "app/typing",
            "app/world",
        ],
    ),
    (
        "app/taking",
        &[
            "app/command",
            "app/cursor",
            "app/effect",
            "app/overlay",
            "app/reply",
            "app/screens",
            "app/state",
            "app/typing",
            "app/world",
        ],
    ),
    ("store/error", &["store/disk/fs"]),
    ("store/disk", &["store/error"]),
    ("store/format", &["store/error", "store/disk"]),
    (
        "store/journal",
        &["store/error", "store/disk", "store/format"],
    ),
    (
        "store/snapshots",
        &["store/error", "store/disk", "store/format", "store/journal"],
    ),
    (
        "store/save",
        &[
            "store/error",
            "store/disk",
            "store/format",
            "store/journal",
            "store/snapshots",
        ],
    ),
    (
        "store/read",
        &[
            "store/error",
            "store/disk",
            "store/format",
            "store/journal",
            "store/snapshots",
            "store/save",
        ],
    ),
    (
        "store/copies",
        &[
            "store/error",
            "store/disk",
            "store/format",
            "store/journal",
            "store/snapshots",
            "store/save",
            "store/read",
        ],
    ),
    (
        "store/privacy",
        &[
            "store/error",
            "store/disk",
            "store/format",
            "store/journal",
            "store/snapshots",
            "store/save",
        ],
    ),
    (
        "store/door",
        &[
            "store/error",
            "store/disk",
            "store/format",
            "store/journal",
            "store/snapshots",
            "store/save",
            "store/read",
            "store/copies",
            "store/privacy",
        ],
    ),
];

/// A circle of files, in the order of their names, and why it stands.
type Circle = (&'static [&'static str], &'static str);

/// The circles of files that are left. The list may only become shorter.
const CIRCLES: [Circle; 2] = [
    (
        &["src/app/overlay.rs", "src/app/saving/settle.rs"],
        "The choice between two versions is a window, and keeps the window the edit came from.",
    ),
    (
        &[
            "src/rules/analysis/admitted.rs",
            "src/rules/analysis/causes.rs",
            "src/rules/analysis/curve.rs",
            "src/rules/analysis/history.rs",
            "src/rules/analysis/mod.rs",
            "src/rules/analysis/sources.rs",
            "src/rules/analysis/waiting.rs",
            "src/rules/analysis/weak.rs",
        ],
        "The folder puts together what its files count, and defines what they share.",
    ),
];

/// What is held against the rows: every room uses only what its row names.
fn breaches(rooms: &[(&str, &[&str])], edges: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let place = |file: &str| {
        let below = file.trim_start_matches("src/").trim_end_matches(".rs");
        // The file of the layer itself is a room too, not all that is in the layer.
        let folder = below.strip_suffix("/mod");
        folder
            .filter(|folder| folder.contains('/'))
            .unwrap_or(below)
            .to_owned()
    };
    let lies_in = |file: &str, room: &str| {
        let rest = file.strip_prefix(room);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let layer = |file: &str| file.split('/').next().unwrap_or_default().to_owned();
    let mut faults = Vec::new();
    for (file, used) in edges {
        let at = place(file);
        if !rooms.iter().any(|row| layer(row.0) == layer(&at)) {
            continue;
        }
        let Some((room, allowed)) = rooms.iter().find(|row| lies_in(&at, row.0)) else {
            if at.matches('/').count() > 1 {
                faults.push(format!("{file}:1 lies in a folder that has no row."));
            }
            continue;
        };
        for other in used
            .iter()
            .filter(|other| layer(&place(other)) == layer(&at))
        {
            let there = place(other);
            let may = |row: &&str| lies_in(&there, row);
            if !lies_in(&there, room) && !allowed.iter().any(may) {
                faults.push(format!("{file}:1 `{room}` may not use `{there}`."));
            }
        }
    }
    faults
}

/// How the circles that there are differ from those that are allowed.
fn changes(allowed: &[Circle], found: &[Vec<&str>]) -> Vec<String> {
    let mut faults = Vec::new();
    let show = |files: &[&str]| files.join(", ");
    for circle in found {
        if !allowed.iter().any(|row| row.0 == circle) {
            faults.push(format!("These files use one another: {}.", show(circle)));
        }
    }
    for (files, _) in allowed {
        if !found.iter().any(|circle| circle == files) {
            faults.push(format!(
                "This circle is no more as it is listed; shorten the list: {}.",
                show(files)
            ));
        }
    }
    faults
}

/// The edges that stay within one layer.
fn within_layers<'a>(
    edges: BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let layer = |file: &str| file.split('/').nth(1).map(str::to_owned);
    let inside = |(file, used): (&'a str, BTreeSet<&'a str>)| {
        let own = used.into_iter().filter(|other| layer(other) == layer(file));
        (file, own.collect())
    };
    edges.into_iter().map(inside).collect()
}

#[test]
fn each_folder_of_a_layer_uses_only_what_it_may() {
    let sources = sources(&["src"]);
    let graph = Graph::of(&sources);
    hold(
        "Inside a layer a folder uses only what its row names.",
        &breaches(&ROOMS, &graph.edges()),
    );
}

#[test]
fn no_files_use_one_another_but_those_that_are_listed() {
    let sources = sources(&["src"]);
    let graph = Graph::of(&sources);
    let edges = within_layers(graph.edges());
    assert!(CIRCLES.iter().all(|row| row.1.split(' ').count() > 3));
    hold(
        "The list of circles of files may only become shorter.",
        &changes(&CIRCLES, &circles(&edges)),
    );
}

fn file(path: &str, code: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: String::new(),
        code: bare(code),
    }
}

/// A small house: `a` uses `b` through the door of the layer, `b` uses `c`, and `c` uses `a`.
fn small() -> [Source; 5] {
    [
        file("src/lib.rs", "pub mod layer;"),
        file(
            "src/layer/mod.rs",
            "mod a;\nmod b;\nmod room;\npub use b::{B, self};\npub use room::c::*;\nuse a::A;\nfn f(_: A) {}",
        ),
        file("src/layer/a.rs", "use super::B;\npub struct A(B);"),
        file(
            "src/layer/b.rs",
            "use crate::layer::room::c;\npub struct B;\nfn g() { c::make::<u8>(); }",
        ),
        file(
            "src/layer/room/c.rs",
            "pub fn make<T>() { let _ = \"crate::layer::f\"; super::super::a::A::new(); }",
        ),
    ]
}

#[test]
fn the_graph_follows_a_name_to_the_file_that_defines_it() {
    let sources = small();
    let graph = Graph::of(&sources);
    let edges = graph.edges();
    let used = |file: &str| edges[file].iter().copied().collect::<Vec<_>>();
    assert_eq!(used("src/layer/mod.rs"), ["src/layer/a.rs"]);
    assert_eq!(used("src/layer/a.rs"), ["src/layer/b.rs"]);
    assert_eq!(used("src/layer/b.rs"), ["src/layer/room/c.rs"]);
    assert_eq!(used("src/layer/room/c.rs"), ["src/layer/a.rs"]);
    let circle = vec!["src/layer/a.rs", "src/layer/b.rs", "src/layer/room/c.rs"];
    assert_eq!(circles(&edges), std::slice::from_ref(&circle));
    assert_eq!(changes(&[], std::slice::from_ref(&circle)).len(), 1);
    let listed: &[&str] = &["src/layer/a.rs", "src/layer/b.rs"];
    // A larger one is new, and the one that is listed is no more.
    assert_eq!(changes(&[(listed, "")], &[circle]).len(), 2);
    assert_eq!(changes(&[(listed, "")], &[]).len(), 1);
}

#[test]
fn a_folder_without_a_row_and_a_use_without_leave_are_seen() {
    let sources = small();
    let graph = Graph::of(&sources);
    let edges = graph.edges();
    let rooms: [(&str, &[&str]); 2] = [("layer/a", &["layer/b"]), ("layer/b", &[])];
    assert_eq!(
        breaches(&rooms, &edges),
        [
            "src/layer/b.rs:1 `layer/b` may not use `layer/room/c`.",
            "src/layer/room/c.rs:1 lies in a folder that has no row."
        ]
    );
    let rooms: [(&str, &[&str]); 2] =
        [("layer/b", &["layer/room/c"]), ("layer/room", &["layer/a"])];
    assert_eq!(breaches(&rooms, &edges), Vec::<String>::new());
}
