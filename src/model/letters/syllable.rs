//! How Vietnamese syllables are spelled: first consonants, rhymes, where the tone stands.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical};

/// A tone by the mark that writes it.
type Tone = char;

const ACUTE: Tone = '\u{301}';
const DOT: Tone = '\u{323}';
const TONES: [Tone; 5] = ['\u{300}', ACUTE, '\u{303}', '\u{309}', DOT];

const VOWELS: &str = "aăâeêioôơuưy";
const MARKED: &str = "ăâêôơư";
const FRONT: &str = "eêiy";

/// Longer ones first, so that `ngh` is not read as `ng` and an h.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "q", "r", "s", "t", "v", "x", "",
];

/// Every rhyme without its tone, in the order of its letters.
#[rustfmt::skip]
const RHYMES: [&str; 161] = [
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay",
    "e", "ec", "em", "en", "eng", "eo", "ep", "et",
    "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu", "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu",
    "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay",
    "oc", "oe", "oen", "oeo", "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot",
    "oăc", "oăm", "oăn", "oăng", "oăt",
    "u", "ua", "uc", "ui", "um", "un", "ung", "up", "ut", "uy", "uya", "uych", "uyn", "uynh", "uyp", "uyt", "uyu",
    "uyên", "uyêt", "uân", "uâng", "uât", "uây", "uê", "uêch", "uên", "uênh", "uêt", "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uơ",
    "y", "yêm", "yên", "yêng", "yêt", "yêu",
    "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây",
    "ê", "êch", "êm", "ên", "ênh", "êp", "êt", "êu",
    "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt",
    "ăc", "ăm", "ăn", "ăng", "ăp", "ăt",
    "ơ", "ơi", "ơm", "ơn", "ơp", "ơt",
    "ư", "ưa", "ưc", "ưi", "ưm", "ưng", "ưt", "ưu",
    "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
];

/// What also stands before final consonants, or alone, in names of smaller peoples and in loose
/// spellings: `Niê`, `Kiêng`, `Pêng`.
const LOOSE_VOWELS: [&str; 21] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "iê", "yê", "uô", "ươ", "oa", "uâ",
    "uê", "uă", "oă",
];

/// A word in small letters without its tone, and where the tone stood.
struct Spelled {
    letters: Vec<char>,
    tone: Option<(usize, Tone)>,
}

pub(super) fn is_tone(c: char) -> bool {
    TONES.contains(&c)
}

/// Whether the letters are all small, all capital, or only the first capital.
fn is_evenly_cased(word: &str) -> bool {
    let rest = || word.chars().skip(1);
    let first_capital = word.chars().next().is_some_and(char::is_uppercase);
    rest().all(|c| !c.is_uppercase()) || (first_capital && rest().all(|c| !c.is_lowercase()))
}

fn spelled(word: &str) -> Option<Spelled> {
    let composed: String = word.nfc().collect();
    if !is_evenly_cased(&composed) {
        return None;
    }
    let mut letters = Vec::with_capacity(8);
    let mut tone = None;
    for c in composed.chars().flat_map(char::to_lowercase) {
        let c = super::tables::plain_dj(c);
        let mut base = None;
        let mut found = None;
        decompose_canonical(c, |part| {
            if TONES.contains(&part) {
                found = Some(part);
            } else {
                base = match base {
                    None => Some(part),
                    Some(before) => compose(before, part),
                };
            }
        });
        let base = base?;
        if !(base.is_ascii_lowercase() || base == 'đ' || MARKED.contains(base)) {
            return None;
        }
        if let Some(found) = found {
            if tone.is_some() || !VOWELS.contains(base) {
                return None;
            }
            tone = Some((letters.len(), found));
        }
        letters.push(base);
    }
    (!letters.is_empty()).then_some(Spelled { letters, tone })
}

fn is_consonant(c: char) -> bool {
    !VOWELS.contains(c)
}

/// Where in a rhyme the tone may stand: on the marked vowel, else before the last consonants, else
/// as old and new spelling have it.
fn tone_fits(rhyme: &[char], at: usize) -> bool {
    if let Some(marked) = rhyme.iter().rposition(|c| MARKED.contains(*c)) {
        return at == marked;
    }
    let vowels = rhyme.iter().take_while(|c| !is_consonant(**c)).count();
    if vowels < rhyme.len() {
        return at + 1 == vowels;
    }
    match rhyme {
        ['o', 'a' | 'e'] | ['u', 'y'] => at < 2,
        [_] | [_, _] => at == 0,
        _ => at == 1,
    }
}

/// Whether an onset is written before this vowel.
fn onset_fits(onset: &str, rhyme: &[char]) -> bool {
    let front = rhyme.first().is_some_and(|c| FRONT.contains(*c));
    match onset {
        "c" | "ng" => !front,
        "g" => !front || rhyme[0] == 'i',
        "k" | "gh" | "ngh" => front,
        "q" => rhyme[0] == 'u' && rhyme.len() > 1,
        _ => true,
    }
}

fn is_rhyme(rhyme: &[char], tone: Option<(usize, Tone)>) -> bool {
    let text: String = rhyme.iter().collect();
    if !RHYMES.contains(&text.as_str()) {
        return false;
    }
    let stopped = matches!(rhyme, [.., 'c' | 'p' | 't'] | [.., 'c', 'h']);
    match tone {
        None => !stopped,
        Some((at, tone)) => tone_fits(rhyme, at) && (!stopped || matches!(tone, ACUTE | DOT)),
    }
}

/// Whether a word is one well-formed Vietnamese syllable: an onset before the right vowel, a rhyme
/// that exists, one tone at its place, a sharp or heavy one before c, ch, p, t; letters of even case.
pub fn is_syllable(word: &str) -> bool {
    let Some(Spelled { letters, tone }) = spelled(word) else {
        return false;
    };
    ONSETS.iter().any(|onset| {
        let length = onset.chars().count();
        if !letters.iter().copied().take(length).eq(onset.chars()) || letters.len() <= length {
            return false;
        }
        let rhyme = &letters[length..];
        let place = |from: usize| match tone {
            Some((at, tone)) => at.checked_sub(from).map(|at| Some((at, tone))),
            None => Some(None),
        };
        let fits = |rhyme: &[char], from| place(from).is_some_and(|tone| is_rhyme(rhyme, tone));
        // After q the u belongs to the onset, but for rhymes that begin with it.
        let after_q = *onset == "q" && rhyme[0] == 'u' && fits(&rhyme[1..], length + 1);
        onset_fits(onset, rhyme) && (fits(rhyme, length) || after_q)
    })
}

/// Whether a word could be one as people write it in names of any people of the country: consonants
/// that need be no Vietnamese onset, known vowels with at most one tone on them, any end. Short words
/// of capitals without a vowel are abbreviations.
pub(super) fn is_plausible(word: &str) -> bool {
    if word
        .chars()
        .all(|c| c.is_uppercase() && is_consonant(c.to_lowercase().next().unwrap_or(c)))
    {
        return true;
    }
    let Some(Spelled { letters, tone }) = spelled(word) else {
        return false;
    };
    let onset = letters.iter().take_while(|c| is_consonant(**c)).count();
    let after_q = letters[..onset].ends_with(&['q']) && letters.get(onset) == Some(&'u');
    let after_gi = letters[..onset].ends_with(&['g']) && letters.get(onset) == Some(&'i');
    let skips: &[usize] = if after_q || after_gi { &[0, 1] } else { &[0] };
    skips.iter().any(|skip| {
        let from = onset + skip;
        let rhyme = &letters[from.min(letters.len())..];
        let vowels = rhyme.iter().take_while(|c| !is_consonant(**c)).count();
        let text: String = rhyme[..vowels].iter().collect();
        let open = vowels == rhyme.len();
        let known = LOOSE_VOWELS.contains(&text.as_str())
            || (open && RHYMES.contains(&text.as_str()))
            || RHYMES.iter().any(|known| {
                let end = known.strip_prefix(&text);
                end.is_some_and(|end| end.chars().next().is_some_and(is_consonant))
            });
        let placed = tone.is_none_or(|(at, _)| {
            let loosely = |at: usize| {
                vowels > 1
                    && at < vowels
                    && matches!(text.as_str(), "ia" | "ua" | "oa" | "oe" | "uy")
            };
            at.checked_sub(from)
                .is_some_and(|at| tone_fits(rhyme, at) || loosely(at))
        });
        vowels > 0 && onset <= 4 && rhyme.len() - vowels <= 2 && known && placed
    })
}

/// Whether a letter beyond ASCII is one of the Vietnamese alphabet.
pub(super) fn is_letter(c: char) -> bool {
    let mut parts = 0;
    let mut good = true;
    decompose_canonical(c, |part| {
        let first = parts == 0;
        parts += 1;
        let small = part.to_lowercase().next().unwrap_or(part);
        good &= if first {
            small == 'đ' || VOWELS.contains(small)
        } else {
            TONES.contains(&part) || matches!(part, '\u{302}' | '\u{306}' | '\u{31b}')
        };
    });
    good
}
