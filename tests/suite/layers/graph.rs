//! Which file uses which: imports and paths followed to the file that defines what they name.

use super::scan::{Source, after_colons, paths, words};
use std::collections::{BTreeMap, BTreeSet};

/// How often a re-export is followed: more would be a circle of them.
const DEEP: usize = 8;

/// A path that a file names, and whether it is one of a `use`.
struct Named {
    path: Vec<String>,
    used: bool,
    /// In a `use` that only hands on what another file defines.
    handed_on: bool,
}

/// The files of the program by their modules.
pub(super) struct Graph {
    files: Vec<File>,
    modules: BTreeMap<Vec<String>, usize>,
}

struct File {
    path: String,
    module: Vec<String>,
    defines: BTreeSet<String>,
    named: Vec<Named>,
}

impl Graph {
    pub(super) fn of(sources: &[Source]) -> Self {
        let in_program = |file: &&Source| file.path != "src/main.rs";
        let files = sources.iter().filter(in_program).map(File::of);
        let files: Vec<File> = files.collect();
        let modules = files.iter().enumerate();
        let modules = modules
            .map(|(at, file)| (file.module.clone(), at))
            .collect();
        Self { files, modules }
    }

    /// Each file with those whose names it uses.
    pub(super) fn edges(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let row = |file| (File::path(file), self.used_by(file));
        self.files.iter().map(row).collect()
    }

    fn used_by(&self, file: &File) -> BTreeSet<&str> {
        // What a `use` brings into the file, by the name it has there.
        let mut scope: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for named in file.named.iter().filter(|named| named.used) {
            if let (Some(path), Some(last)) = (self.absolute(file, &named.path), named.path.last())
            {
                scope.insert(last, path);
            }
        }
        let mut found = BTreeSet::new();
        for named in file.named.iter().filter(|named| !named.handed_on) {
            let first = named.path.first().and_then(|name| scope.get(&**name));
            let path = match first {
                Some(from) if !named.used => Some([from, &named.path[1..]].concat()),
                _ => self.absolute(file, &named.path),
            };
            let Some(path) = path else {
                continue;
            };
            // A module that is named alone is used where a path goes on from it.
            if self.modules.contains_key(&path) {
                continue;
            }
            found.extend(self.defining(&path, 0).filter(|path| *path != file.path));
        }
        found
    }

    /// A path from the root of the crate; none of another crate.
    fn absolute(&self, file: &File, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let from = |module: &[String]| Some([module, rest].concat());
        match &**first {
            "crate" | "ketnap" => Some(rest.to_vec()),
            "self" => from(&file.module),
            "super" => {
                let up = path.iter().take_while(|name| *name == "super").count();
                let module = &file.module[..file.module.len().checked_sub(up)?];
                Some([module, &path[up..]].concat())
            }
            child => {
                let module = [&file.module[..], &[child.to_owned()]].concat();
                self.modules
                    .contains_key(&module)
                    .then(|| [&module, rest].concat())
            }
        }
    }

    /// The file that defines what a path from the root names, through what modules hand on.
    fn defining(&self, path: &[String], deep: usize) -> Option<&str> {
        let lengths = (0..path.len()).rev();
        let mut modules = lengths.filter_map(|at| Some((at, self.modules.get(&path[..at])?)));
        let (at, file) = modules.next()?;
        let (file, name, rest) = (&self.files[*file], &path[at], &path[at + 1..]);
        if deep == DEEP || file.defines.contains(name) {
            return Some(&file.path);
        }
        let mut used = file.named.iter().filter(|named| named.used);
        let handed = used.find_map(|named| {
            let last = named.path.last()?;
            let path = self.absolute(file, &named.path)?;
            if last == "*" {
                let module = &path[..path.len() - 1];
                let other = &self.files[*self.modules.get(module)?];
                let has = other.defines.contains(name);
                return has.then(|| [module, std::slice::from_ref(name), rest].concat());
            }
            (last == name).then(|| [&path, rest].concat())
        });
        match handed {
            Some(path) if self.modules.contains_key(&path) => None,
            Some(path) => self.defining(&path, deep + 1),
            None => Some(&file.path),
        }
    }
}

impl File {
    fn of(source: &Source) -> Self {
        let below = source
            .path
            .trim_start_matches("src/")
            .trim_end_matches(".rs");
        let mut module: Vec<String> = below.split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") || below == "lib" {
            module.pop();
        }
        Self {
            path: source.path.clone(),
            module,
            defines: defines(&source.code),
            named: named(source),
        }
    }

    fn path(&self) -> &str {
        &self.path
    }
}

/// The names of the items of a file.
fn defines(code: &str) -> BTreeSet<String> {
    let kinds = [
        "fn", "struct", "enum", "type", "trait", "const", "static", "mod", "union",
    ];
    let places = kinds.iter().flat_map(|kind| {
        let hits = words(code, kind);
        hits.map(|at| at + kind.len())
    });
    let rules = words(code, "macro_rules").map(|at| at + "macro_rules!".len());
    let name = |at: usize| -> String {
        let rest = code[at..].trim_start().chars();
        rest.take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    places
        .chain(rules)
        .map(name)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Every path of a file of two names or more, and those of its imports.
fn named(source: &Source) -> Vec<Named> {
    let code = &source.code;
    let mut found = Vec::new();
    let mut uses = Vec::new();
    for at in words(code, "use") {
        let line = code[..at].rfind('\n').map_or(0, |line| line + 1);
        let before = code[line..at].trim();
        let end = at + code[at..].find(';').unwrap_or(code.len() - at);
        if !(before.is_empty() || before.starts_with("pub")) {
            continue;
        }
        let is_door = source.path.ends_with("/mod.rs") || source.path == "src/lib.rs";
        let handed_on = is_door && before.starts_with("pub");
        let mut all = Vec::new();
        paths(code, &mut (at + "use".len()), None, &mut all);
        found.extend(all.into_iter().map(|(_, path)| Named {
            path: path.split("::").map(str::to_owned).collect(),
            used: true,
            handed_on,
        }));
        uses.push(at..end);
    }
    let part = |c: char| c.is_alphanumeric() || c == '_';
    for (colons, _) in code.match_indices("::") {
        let name = code[..colons].trim_end();
        let start = name.rfind(|c| !part(c)).map_or(0, |at| {
            at + name[at..].chars().next().map_or(1, char::len_utf8)
        });
        let begins = start < name.len() && !name[..start].trim_end().ends_with("::");
        if !begins || uses.iter().any(|used| used.contains(&colons)) {
            continue;
        }
        let mut all = Vec::new();
        if after_colons(code, colons).is_some() {
            paths(code, &mut { start }, None, &mut all);
        }
        found.extend(all.into_iter().map(|(_, path)| Named {
            path: path.split("::").map(str::to_owned).collect(),
            used: false,
            handed_on: false,
        }));
    }
    found
}

/// The circles among files, each in order, the first file's first.
pub(super) fn circles<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<Vec<&'a str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges
        .keys()
        .map(|from| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![*from]);
            while let Some(file) = open.pop() {
                let next = edges.get(file).into_iter().flatten();
                open.extend(next.copied().filter(|file| seen.insert(*file)));
            }
            (*from, seen)
        })
        .collect();
    let circle = |file: &&'a str| -> Vec<&'a str> {
        let both = reached[file]
            .iter()
            .filter(|other| reached.get(*other).is_some_and(|back| back.contains(file)));
        both.copied().collect()
    };
    let mut found: Vec<Vec<&str>> = edges
        .keys()
        .map(circle)
        .filter(|all| all.len() > 1)
        .collect();
    found.sort();
    found.dedup();
    found
}
