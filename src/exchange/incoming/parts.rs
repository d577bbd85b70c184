//! Cells that hold more than one thing: brackets beside a name, names, a number with its day, a vote, a letter.

use super::cells;
use super::days::{Written, written};
use super::grid::Value;
use crate::model::fold;

/// A text with what stands in brackets apart.
pub(super) struct Brackets {
    /// Without brackets, single blanks, in the lines that it has.
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
        let lines = outside.lines().map(cells::line);
        let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
        let inside = inside.iter().map(|text| cells::line(text).into_owned());
        Self {
            outside: lines.join("\n").trim_matches([',', ';', ' ']).to_owned(),
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

/// How members address each other, folded; no part of a name.
const ADDRESS: [&str; 4] = ["d/c", "dc.", "dong chi", "comrade"];

/// A name without the address before it. `Đồng Chí Mẫu` is a name: the address has a small letter.
pub(super) fn without_address(name: &str) -> &str {
    let ends = ADDRESS.iter().filter_map(|word| {
        let end = cells::begun(name, word)?;
        let mut second = name[..end].split(' ').skip(1);
        let small = second.all(|word| word.starts_with(char::is_lowercase));
        let behind = name[end..].starts_with([' ', '.', ':']);
        (small && (behind || word.ends_with('.'))).then_some(end)
    });
    let end = ends.max().unwrap_or(0);
    name[end..].trim_start_matches([' ', '.', ':'])
}

/// The lines of a cell, where each can be a name by itself: of several words.
fn name_lines(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    if lines.iter().all(|line| line.split_whitespace().count() > 1) {
        lines
    } else {
        vec![text]
    }
}

/// A name without what counts it among others: `1. Lý Mẫu`, `- Lý Mẫu`.
fn uncounted(name: &str) -> &str {
    let rest = name.trim_start_matches(['-', '•', '*', ' ']);
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = behind.len() < rest.len() && behind.starts_with(['.', ')']);
    if counted {
        behind[1..].trim()
    } else {
        rest.trim()
    }
}

/// Names one behind the other, or each in its line.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in name_lines(text) {
        // The stroke in the address parts no names.
        let mut plain = String::new();
        let mut from = 0;
        for (at, end) in cells::places(line, "d/c") {
            plain.push_str(&line[from..at]);
            from = end;
        }
        plain.push_str(&line[from..]);
        let parts = plain.split([',', ';', '/', '+', '&']);
        let parts = parts.flat_map(between_ands);
        let parts = parts.map(|name| without_address(uncounted(name)).trim());
        found.extend(parts.filter(|name| !name.is_empty()).map(str::to_owned));
    }
    found
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

/// Whether a text names people and religion without a stroke between: `Kinh - Không`.
pub(super) fn tells_religion(text: &str) -> bool {
    let [_, religion] = apart(text)[..] else {
        return false;
    };
    let religion = fold(religion);
    religion == "khong" || religion == "tin lanh" || religion.ends_with(" giao")
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

/// Words beside a meeting's day and votes that say nothing more, folded.
const BESIDE_VOTES: [&str; 14] = [
    "", "-", "–", "hop", "ngay", "dat", "tan", "thanh", "dong", "y", "phieu", "dc", "d/c", "dv",
];

/// `12/7/2026 (14/15)`, `14/15`, `12/7/2026`, `12/7/2026 - 14/15 (93%)`; nothing where it is none of
/// these.
pub(super) fn vote(text: &str) -> Option<Voted> {
    let mut voted = Voted {
        day: Some(written(&Value::Text(text.to_owned()))).filter(|day| *day != Written::None),
        count: None,
    };
    if voted.day.is_some() {
        return Some(voted);
    }
    for word in text.split([' ', '(', ')', ',', ';', ':']) {
        let word = word.trim_end_matches('.');
        let (day, votes) = (day_of(word), count(word));
        match (&voted, day, votes) {
            (Voted { day: None, .. }, Some(day), _) => voted.day = Some(day),
            (Voted { count: None, .. }, None, Some(votes)) => voted.count = Some(votes),
            (_, None, None) if word.ends_with('%') => {}
            // A share's places behind its comma.
            (_, None, None) if word.bytes().all(|b| b.is_ascii_digit()) && text.contains('%') => {}
            (_, None, None) if BESIDE_VOTES.contains(&&*fold(word)) => {}
            _ => return None,
        }
    }
    (voted.day.is_some() || voted.count.is_some()).then_some(voted)
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
            let part = part.trim_end_matches([':', ' ']);
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
            let before = before.trim_end_matches([':', ' ']);
            if !before.is_empty() && place.is_empty() {
                place.push(before);
            }
            asked.sent = Some(day);
        }
    }
    asked.place = (!place.is_empty()).then(|| place.join(", "));
    asked
}
