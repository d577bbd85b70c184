//! What stands in a cell as text: text, the name of a fault, or text made safe by a sign before it.

use crate::exchange::incoming::grid::Value;

/// How spreadsheets name what a formula could not come to.
const FAULTS: [&str; 9] = [
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#GETTING_DATA",
    "#SPILL!",
];

/// A value of text; none where nothing is seen.
pub(super) fn value(text: &str) -> Option<Value> {
    if text.chars().all(char::is_whitespace) {
        return None;
    }
    if FAULTS.contains(&text.trim()) {
        return Some(Value::Fault(text.trim().to_owned()));
    }
    Some(Value::Text(bare(text).to_owned()))
}

/// Without the sign that keeps digits text: `'001`, `="001"`.
fn bare(text: &str) -> &str {
    let quoted = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    let begins = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit() || "+-=@".contains(c));
    let plain = || text.strip_prefix('\'').filter(begins);
    let inner = quoted.filter(|inner| !inner.contains('"'));
    inner.or_else(plain).unwrap_or(text)
}
