//! Numbers as they are typed.

use crate::model::Refusal;

/// The most people that a quota or a count can be.
const MOST: u32 = 1_000_000;

/// A whole number typed into a table; empty is none.
pub(in crate::app) fn number(typed: &str) -> Result<Option<u32>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let fault = Refusal::NotANumber {
        least: 0,
        most: i64::from(MOST),
    };
    typed
        .parse()
        .ok()
        .filter(|n| *n <= MOST)
        .map(Some)
        .ok_or(fault)
}

/// A number and how many of them, typed as `32/30`, or the first alone.
pub(super) fn whole_and_part(typed: &str) -> Result<(u32, Option<u32>), Refusal> {
    match number(typed) {
        Ok(Some(whole)) => Ok((whole, None)),
        _ => pair(typed).map(|(whole, part)| (whole, Some(part))),
    }
}

/// Two numbers typed as `32/30`.
pub(super) fn pair(typed: &str) -> Result<(u32, u32), Refusal> {
    let (whole, part) = typed.split_once('/').ok_or(Refusal::NotAPair)?;
    let given = |text| number(text)?.ok_or(Refusal::NotAPair);
    Ok((given(whole)?, given(part)?))
}
