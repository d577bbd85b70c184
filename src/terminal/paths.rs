//! Paths of lists as they are typed: what they mean, and how they go on.

use crate::app::Msg;
use crate::model::Message;
use std::path::{Path, PathBuf};

/// What lists end with, as far as a path is completed to them.
const ENDINGS: [&str; 8] = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt", "xltx"];

/// How many names are shown at the most.
const SHOWN: usize = 12;

/// The file that a typed path means: as a terminal writes a path that was dropped on it too, in
/// quotes or with strokes before blanks; `~/` is the home.
pub fn typed_path(typed: &str) -> PathBuf {
    let typed = typed.trim();
    let quoted = |quote: char| {
        let inner = typed.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.is_empty()).then_some(inner)
    };
    let plain = quoted('\'').or_else(|| quoted('\u{22}')).unwrap_or(typed);
    let home = std::env::var_os("HOME");
    let path = |text: &str| match (text.strip_prefix("~/"), &home) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(text),
    };
    let (as_is, without) = (path(plain), path(&plain.replace('\\', "")));
    if !as_is.exists() && without.exists() {
        without
    } else {
        as_is
    }
}

/// Whether a name is that of a list, or of a folder that may hold some.
fn is_offered(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.map(str::to_lowercase);
    path.is_dir() || ending.is_some_and(|own| ENDINGS.contains(&&*own))
}

/// What two texts begin with alike.
fn common<'a>(a: &'a str, b: &str) -> &'a str {
    let alike = a.char_indices().zip(b.chars());
    let end = alike
        .skip_while(|((_, a), b)| a == b)
        .map(|((at, _), _)| at);
    let end = end.min();
    &a[..end.unwrap_or_else(|| a.len().min(b.len()))]
}

/// A typed path as far as only one way goes on, and what there is where several do.
pub fn completed(typed: String) -> Msg {
    let (folder, begun) = typed
        .rfind('/')
        .map_or(("", &*typed), |at| typed.split_at(at + 1));
    let dir = typed_path(if folder.is_empty() { "." } else { folder });
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !begun.starts_with('.');
            let path = entry.path();
            let fits = name.starts_with(begun) && !hidden && is_offered(&path);
            let name = if path.is_dir() { name + "/" } else { name };
            fits.then_some(name)
        })
        .collect();
    names.sort();
    let (path, said) = match names.split_first() {
        None => (typed.clone(), Some(Message::warning("taking.no-path"))),
        Some((one, [])) => (format!("{folder}{one}"), None),
        Some((first, more)) => {
            let alike = more
                .iter()
                .fold(&**first, |alike, name| common(alike, name));
            let shown = names
                .iter()
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
                .join("  ");
            let dots = if names.len() > SHOWN { "  …" } else { "" };
            let message = Message::info("taking.paths").with("names", shown + dots);
            (format!("{folder}{alike}"), Some(message))
        }
    };
    Msg::Completed(typed, path, said)
}
