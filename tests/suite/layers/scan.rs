//! A small scan of Rust sources: code without comments and literals, and the paths it names.

use std::fs;
use std::path::{Path, PathBuf};

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One Rust file: its path from the root down, as it is, and without comments and literals.
pub(super) struct Source {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) code: String,
}

impl Source {
    pub(super) fn place(&self, offset: usize) -> String {
        let line = self.code[..offset].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }

    /// The layer of a file in `src`: its folder, or its own name.
    pub(super) fn layer(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let first = below.split('/').next().unwrap_or(below);
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// How many modules deep the file lies below the root of the crate.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count() - 1;
        parts - usize::from(self.path.ends_with("/mod.rs"))
    }
}

pub(super) fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        // What a build leaves is nobody's source.
        if path.is_dir() && path.file_name() != Some("target".as_ref()) {
            collect(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

pub(super) fn sources(folders: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in folders {
        collect(&root().join(folder), &mut paths);
    }
    paths.sort();
    assert!(!paths.is_empty(), "no Rust file below {folders:?}");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let below = path.strip_prefix(root()).unwrap();
        Source {
            path: below.to_str().unwrap().replace('\\', "/"),
            code: bare(&text),
            text,
        }
    };
    paths.into_iter().map(read).collect()
}

/// Code with comments, strings and characters blanked out; every line stays where it is.
pub(super) fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at);
        if end > at {
            let blank = |c: &char| if *c == '\n' { '\n' } else { ' ' };
            out.extend(chars[at..end].iter().map(blank));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// The literals of a text as they are written, with their lines.
pub(super) fn literals(text: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut line, mut at) = (Vec::new(), 1, 0);
    while at < chars.len() {
        let end = literal_end(&chars, at).max(at + 1);
        let piece = &chars[at..end];
        if piece.len() > 1 && piece[0] != '/' {
            found.push((line, piece.iter().collect()));
        }
        line += piece.iter().filter(|c| **c == '\n').count();
        at = end;
    }
    found
}

/// Where the comment or literal that begins here ends; `at` itself if none begins.
fn literal_end(chars: &[char], at: usize) -> usize {
    let peek = |n: usize| chars.get(at + n).copied().unwrap_or('\0');
    let word = |c: char| c.is_alphanumeric() || c == '_';
    match (chars[at], peek(1)) {
        ('/', '/') => (at..chars.len())
            .find(|&i| chars[i] == '\n')
            .unwrap_or(chars.len()),
        ('/', '*') => block_end(chars, at),
        ('"', _) => string_end(chars, at + 1, None),
        ('r', '"' | '#')
            if at == 0 || !word(chars[at - 1]) || matches!(chars[at - 1], 'b' | 'c') =>
        {
            let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
            if peek(1 + hashes) == '"' {
                string_end(chars, at + 2 + hashes, Some(hashes))
            } else {
                at
            }
        }
        ('\'', '\\') => (at + 3..chars.len())
            .find(|&i| chars[i] == '\'')
            .map_or(chars.len(), |i| i + 1),
        ('\'', _) if peek(2) == '\'' => at + 3,
        _ => at,
    }
}

fn block_end(chars: &[char], mut at: usize) -> usize {
    let mut open = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (open, at) = (open + 1, at + 2),
            ('*', Some('/')) => (open, at) = (open - 1, at + 2),
            _ => at += 1,
        }
        if open == 0 {
            return at;
        }
    }
    at
}

fn string_end(chars: &[char], mut at: usize, raw: Option<usize>) -> usize {
    while at < chars.len() {
        match (chars[at], raw) {
            ('\\', None) => at += 2,
            ('"', None) => return at + 1,
            ('"', Some(hashes))
                if chars[at + 1..]
                    .iter()
                    .take(hashes)
                    .filter(|c| **c == '#')
                    .count()
                    == hashes =>
            {
                return at + 1 + hashes;
            }
            _ => at += 1,
        }
    }
    chars.len()
}

/// The offsets at which a word stands by itself.
pub(super) fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |&at| {
            !code[..at].ends_with(part) && !code[at + word.len()..].starts_with(part)
        })
}

/// The paths of a use tree or of a single path, with their offsets.
pub(super) fn paths(
    code: &str,
    at: &mut usize,
    above: Option<&str>,
    into: &mut Vec<(usize, String)>,
) {
    let skip = |at: &mut usize| {
        *at += code[*at..].len() - code[*at..].trim_start().len();
    };
    skip(at);
    if code[*at..].starts_with('{') {
        *at += 1;
        loop {
            skip(at);
            match code[*at..].chars().next() {
                None => return,
                Some('}') => {
                    *at += 1;
                    return;
                }
                Some(',') => *at += 1,
                _ => {
                    paths(code, at, above, into);
                    // What is left before the comma renames (`as`) and holds no path.
                    let rest = &code[*at..];
                    *at += rest.find([',', '}']).unwrap_or(rest.len());
                }
            }
        }
    }
    let rest = &code[*at..];
    let end = rest
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '*')))
        .unwrap_or(rest.len());
    let (start, name) = (*at, &rest[..end]);
    *at += end;
    let whole = match above {
        // Of a path itself, or before the types of a generic one.
        Some(above) if matches!(name, "self" | "") => above.to_owned(),
        Some(above) => format!("{above}::{name}"),
        None => name.to_owned(),
    };
    let mut next = *at;
    skip(&mut next);
    if name.is_empty() || !code[next..].starts_with("::") {
        into.push((start, whole));
    } else {
        *at = next + 2;
        paths(code, at, Some(&whole), into);
    }
}

/// A path as far as its first two names.
fn two_deep(path: &str) -> String {
    path.split("::").take(2).collect::<Vec<_>>().join("::")
}

/// Everything a file names from the root of the crate, by `crate::` or by enough `super::`, two names
/// deep.
pub(super) fn imports(source: &Source) -> Vec<(usize, String)> {
    let code = &source.code;
    let mut found = Vec::new();
    let mut starts: Vec<usize> = ["crate", "ketnap"]
        .iter()
        .flat_map(|word| words(code, word).map(|at| at + word.len()))
        .filter_map(|at| after_colons(code, at))
        .collect();
    for at in words(code, "super") {
        if code[..at].trim_end().ends_with("::") {
            continue;
        }
        let mut up = 0;
        let mut here = at;
        while code[here..].starts_with("super") {
            up += 1;
            match after_colons(code, here + "super".len()) {
                Some(next) => here = next,
                None => break,
            }
        }
        if up >= source.depth() {
            starts.push(here);
        }
    }
    for mut at in starts {
        paths(code, &mut at, None, &mut found);
    }
    let short = found.into_iter().map(|(at, path)| (at, two_deep(&path)));
    short.collect()
}

pub(super) fn after_colons(code: &str, at: usize) -> Option<usize> {
    let rest = code[at..].trim_start();
    let path = rest.strip_prefix("::")?.trim_start();
    Some(code.len() - path.len())
}
