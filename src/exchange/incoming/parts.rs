//! Cells that hold more than one thing: brackets beside a name, names, a number with its day, a vote, a letter.

use super::cells;
use super::days::{Written, written};
use super::grid::Value;
use crate::model::fold;

/// A text with what stands in brackets apart.
pub(super) struct Brackets {
    /// Without brackets, single blanks.
    pub(super) outside: String,
    /// What stands in each.
    pub(super) inside: Vec<String>,
}

impl Brackets {
    /// Of a text; a bracket that is not closed goes to the end.
    pub(super) fn of(text: &str) -> Self {
        let (mut outside, mut inside) = (String::new(), Vec::new());
        let mut open: Option<String> = None;
        for c in text.chars() {
            match (&mut open, c) {
                (None, '(') => open = Some(String::new()),
                (None, c) => outside.push(c),
                (Some(_), ')') => inside.extend(open.take()),
                (Some(text), c) => text.push(c),
            }
        }
        inside.extend(open);
        let words: Vec<&str> = outside.split_whitespace().collect();
        let inside = inside.iter().map(|text| text.trim().to_owned());
        Self {
            outside: words.join(" ").trim_matches([',', ';', ' ']).to_owned(),
            inside: inside.filter(|text| !text.is_empty()).collect(),
        }
    }
}

/// The word between two names, folded.
const AND: &str = " va ";

/// A text at each "and"; one that begins with a capital is a name.
fn between_ands(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, end) in cells::places(text, AND) {
        let small = text[at..end].chars().all(|c| !c.is_uppercase());
        if small && at >= from {
            parts.push(&text[from..at]);
            from = end;
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Names one behind the other.
pub(super) fn names(text: &str) -> Vec<&str> {
    let parts = text.split([',', ';', '/', '+', '&']);
    let parts = parts.flat_map(between_ands);
    let parts = parts.map(|name| name.trim().trim_start_matches(['-', '•', '*']).trim());
    parts.filter(|name| !name.is_empty()).collect()
}

/// People and religion.
pub(super) fn apart(text: &str) -> Vec<&str> {
    for sign in ['/', ',', ';'] {
        if text.contains(sign) {
            return text.split(sign).map(str::trim).collect();
        }
    }
    match text.split_once(" - ") {
        Some((people, religion)) => vec![people.trim(), religion.trim()],
        None => vec![text],
    }
}

fn day_of(text: &str) -> Option<Written> {
    let day = written(&Value::Text(text.to_owned()));
    // A number alone is rather a number than a year.
    (day != Written::None && text.contains(['/', '.', '-'])).then_some(day)
}

/// The number of a paper and its day, `280/CN, 03/10/2022`, `Số 12-QĐ/ĐU ngày 5/6/2022`; each may be
/// missing.
pub(super) fn number_and_day(text: &str) -> (Option<String>, Option<Written>) {
    let signs: &[char] = &[',', ';', ':', '-', '(', ')', ' ', '.'];
    let bare = |text: &str| {
        let text = text.trim_matches(signs);
        let words = ["so ", "so:", "no. "].iter();
        let mut ends = words.filter_map(|word| match cells::places(text, word).next() {
            Some((0, end)) => Some(end),
            _ => None,
        });
        let text = ends.next().map_or(text, |end| &text[end..]);
        let text = text.trim_matches(signs);
        (!text.is_empty()).then(|| text.to_owned())
    };
    if let Some(day) = day_of(text.trim_matches(signs)) {
        return (None, Some(day));
    }
    if let Some((at, _)) = cells::places(text, "ngay").next_back()
        && let day = written(&Value::Text(text[at..].trim_matches(signs).to_owned()))
        && day != Written::None
    {
        return (bare(&text[..at]), Some(day));
    }
    let split = text.rmatch_indices([' ', ',', ';', '(']).map(|(at, sign)| {
        let behind = at + sign.len();
        (&text[..at], text[behind..].trim_matches(signs))
    });
    for (number, day) in split {
        if let Some(day) = day_of(day) {
            return (bare(number), Some(day));
        }
    }
    (bare(text), None)
}

/// What a cell says of a meeting.
pub(super) struct Voted {
    /// Its day.
    pub(super) day: Option<Written>,
    /// For, of how many.
    pub(super) count: Option<(u32, u32)>,
}

fn count(text: &str) -> Option<(u32, u32)> {
    let (agree, n) = text.split_once('/')?;
    let (agree, n) = (agree.trim().parse().ok()?, n.trim().parse().ok()?);
    (agree <= n && n > 0).then_some((agree, n))
}

/// `12/7/2026 (14/15)`, `14/15`, `12/7/2026`; nothing where it is none of these.
pub(super) fn vote(text: &str) -> Option<Voted> {
    let Brackets { outside, inside } = Brackets::of(text);
    let day = written(&Value::Text(outside.clone()));
    let day = Some(day).filter(|day| *day != Written::None);
    let voted = match inside.first() {
        Some(inside) => Some(count(inside)?),
        None if day.is_none() => Some(count(&outside)?),
        None => None,
    };
    (day.is_some() || outside.is_empty() || voted.is_some() && inside.is_empty())
        .then_some(Voted { day, count: voted })
}

/// What a cell says of a letter of verification.
pub(super) struct Asked {
    pub(super) place: Option<String>,
    pub(super) sent: Option<Written>,
    pub(super) answered: Option<Written>,
}

/// `UBND xã Mẫu, gửi 1/2/2026, trả lời 3/3/2026`: the place, then the days in their order or by their
/// words.
pub(super) fn letter(text: &str) -> Asked {
    let mut asked = Asked {
        place: None,
        sent: None,
        answered: None,
    };
    let mut place: Vec<&str> = Vec::new();
    for part in text.split([',', ';', '(', ')']).map(str::trim) {
        let word = part.split(' ').next_back().unwrap_or_default();
        let Some(day) = day_of(word) else {
            if !part.is_empty() {
                place.push(part);
            }
            continue;
        };
        let said = fold(part);
        if said.contains("tra loi") || said.contains("answered") || asked.sent.is_some() {
            asked.answered = Some(day);
        } else {
            let before = part[..part.len() - word.len()].trim_end_matches([' ', ':']);
            let before = if fold(before).ends_with("gui") {
                before.rsplit_once(' ').map_or("", |(before, _)| before)
            } else {
                before
            };
            if !before.is_empty() && place.is_empty() {
                place.push(before);
            }
            asked.sent = Some(day);
        }
    }
    asked.place = (!place.is_empty()).then(|| place.join(", "));
    asked
}
