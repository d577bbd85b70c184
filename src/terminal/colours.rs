//! How many colours the terminal has, and frames in no more of them than that.

use std::env;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colours {
    /// None, or none are wanted.
    None,
    /// The eight of ANSI.
    Eight,
    /// Those and the bright ones.
    Sixteen,
    /// 256 or more.
    Many,
}

impl Colours {
    /// What the environment says of the terminal, and whether the user wants any.
    pub fn of_the_terminal() -> Self {
        let text = |name| env::var(name).ok();
        if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            return Self::None;
        }
        let term = text("TERM").unwrap_or_default();
        Self::of(&term, text("COLORTERM").as_deref(), described(&term))
    }

    /// By the name of the terminal, what it says of itself, and the number of colours of its
    /// description, if there is one.
    pub fn of(term: &str, says: Option<&str>, described: Option<u32>) -> Self {
        let known = match described {
            Some(count) => Self::counted(count),
            None => Self::named(term),
        };
        match says {
            // The word is handed on to terminals within the terminal that have none.
            _ if known == Self::None && (described.is_some() || !may_have(term)) => known,
            Some("truecolor" | "24bit") => Self::Many,
            Some(word) if !word.is_empty() => known.max(Self::Eight),
            _ => known,
        }
    }

    fn counted(count: u32) -> Self {
        match count {
            256.. => Self::Many,
            16.. => Self::Sixteen,
            8.. => Self::Eight,
            _ => Self::None,
        }
    }

    /// Where nothing describes the terminal.
    fn named(term: &str) -> Self {
        const MANY: [&str; 7] = [
            "alacritty",
            "contour",
            "foot",
            "ghostty",
            "iterm2",
            "kitty",
            "wezterm",
        ];
        const EIGHT: [&str; 14] = [
            "ansi", "cygwin", "eterm", "gnome", "konsole", "linux", "mintty", "putty", "rxvt",
            "screen", "st", "tmux", "vte", "xterm",
        ];
        let words: Vec<&str> = term.split(['-', '.']).collect();
        let first = words.first().copied().unwrap_or_default();
        let has = |word: &str| words.contains(&word);
        if !may_have(term) {
            Self::None
        } else if has("256color") || has("direct") || words.iter().any(|word| MANY.contains(word)) {
            Self::Many
        } else if has("16color") {
            Self::Sixteen
        } else if EIGHT.contains(&first) {
            Self::Eight
        } else {
            Self::None
        }
    }

    /// A frame in these colours and no other.
    pub fn fit(self, frame: &[u8]) -> Vec<u8> {
        if self == Self::Many {
            return frame.to_vec();
        }
        let mut out = Vec::with_capacity(frame.len());
        let mut rest = frame;
        while let Some(at) = rest.windows(2).position(|two| two == b"\x1b[") {
            let (before, begun) = rest.split_at(at);
            out.extend_from_slice(before);
            let parameters = &begun[2..];
            let of_parameters = |byte: &u8| matches!(byte, 0x30..=0x3f);
            let length = parameters
                .iter()
                .take_while(|byte| of_parameters(byte))
                .count();
            let whole = 2 + length + usize::from(length < parameters.len());
            if parameters.get(length) == Some(&b'm') {
                out.extend(self.look(&parameters[..length]));
            } else {
                out.extend_from_slice(&begun[..whole]);
            }
            rest = &begun[whole..];
        }
        out.extend_from_slice(rest);
        out
    }

    /// A sequence of looks, without the colours that there are not.
    fn look(self, parameters: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(parameters);
        let mut numbers = text
            .split([';', ':'])
            .map(|part| part.parse::<u16>().unwrap_or(0));
        let mut kept: Vec<String> = Vec::new();
        while let Some(number) = numbers.next() {
            let colour = match number {
                38 | 48 | 58 => {
                    let colour = match numbers.next() {
                        Some(5) => numbers.next().map(nearest),
                        Some(2) => {
                            let mut part = || numbers.next().unwrap_or(0);
                            Some(of_parts([part(), part(), part()]))
                        }
                        _ => None,
                    };
                    colour.map(|colour| (number - 8, colour))
                }
                30..=37 | 40..=47 => Some((number / 10 * 10, number % 10)),
                90..=97 => Some((30, number - 82)),
                100..=107 => Some((40, number - 92)),
                // There are no lines of a colour of their own.
                59 => None,
                39 | 49 => {
                    if self != Self::None {
                        kept.push(number.to_string());
                    }
                    None
                }
                _ => {
                    kept.push(number.to_string());
                    None
                }
            };
            kept.extend(colour.and_then(|(ground, colour)| self.named_by(ground, colour)));
        }
        if kept.is_empty() {
            Vec::new()
        } else {
            format!("\x1b[{}m", kept.join(";")).into_bytes()
        }
    }

    /// One of the sixteen on its ground, as the terminal takes it.
    fn named_by(self, ground: u16, colour: u16) -> Option<String> {
        let number = match (self, colour) {
            (Self::None, _) => return None,
            _ if !matches!(ground, 30 | 40) => return None,
            (_, 0..=7) => ground + colour,
            // Bright black would be black, on black perhaps.
            (Self::Eight, 8) => ground + 9,
            (Self::Eight, _) => ground + colour - 8,
            (_, _) => ground + 60 + colour - 8,
        };
        Some(number.to_string())
    }
}

/// Whether a terminal's name does not say that it has no colours.
fn may_have(term: &str) -> bool {
    let mut words = term.split(['-', '.']);
    !term.is_empty()
        && !term.starts_with("vt")
        && !words.any(|word| matches!(word, "mono" | "m" | "dumb"))
}

/// The one of the sixteen that is nearest to one of 256.
fn nearest(colour: u16) -> u16 {
    match colour {
        0..=15 => colour,
        16..=231 => {
            let level = |step: u16| [0, 95, 135, 175, 215, 255][usize::from(step % 6)];
            let at = colour - 16;
            of_parts([level(at / 36), level(at / 6), level(at)])
        }
        _ => {
            let grey = 8 + 10 * (colour.min(255) - 232);
            of_parts([grey; 3])
        }
    }
}

/// The one of the sixteen that is nearest to red, green and blue.
fn of_parts(parts: [u16; 3]) -> u16 {
    let most = parts.into_iter().max().unwrap_or(0);
    let bits = parts.into_iter().enumerate();
    let colour: u16 = bits
        .map(|(at, part)| u16::from(part > 64 && part * 2 > most) << at)
        .sum();
    match (colour, most) {
        (7, ..=160) => 8,
        (7, ..=220) => 7,
        (1.., 221..) => colour + 8,
        _ => colour,
    }
}

/// No description is larger.
const DESCRIPTION_MOST: u64 = 32 << 10;

/// The number of colours in the description of a terminal; none where nothing describes it.
fn described(term: &str) -> Option<u32> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-+._".contains(c);
    let first = term.chars().next().filter(|c| *c != '.')?;
    if !term.chars().all(plain) {
        return None;
    }
    let letter = first.to_string();
    let number = format!("{:x}", u32::from(first));
    folders().iter().find_map(|folder| {
        let read = |named: &str| read(&folder.join(named).join(term));
        read(&letter).or_else(|| read(&number))
    })
}

/// Where descriptions of terminals lie.
fn folders() -> Vec<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty());
    let mut all: Vec<PathBuf> = set("TERMINFO").map(PathBuf::from).into_iter().collect();
    all.extend(set("HOME").map(|home| Path::new(&home).join(".terminfo")));
    if let Some(more) = set("TERMINFO_DIRS") {
        all.extend(env::split_paths(&more));
    }
    let usual = [
        "/etc/terminfo",
        "/lib/terminfo",
        "/usr/share/terminfo",
        "/usr/lib/terminfo",
        "/usr/local/share/terminfo",
    ];
    all.extend(usual.map(PathBuf::from));
    all
}

fn read(path: &Path) -> Option<u32> {
    let file = File::open(path).ok()?;
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(DESCRIPTION_MOST).read_to_end(&mut bytes).ok()?;
    colours_in(&bytes)
}

/// The number of colours in a compiled description, as term(5) lays it out: 0 where it has none.
pub fn colours_in(description: &[u8]) -> Option<u32> {
    const HEADER: usize = 12;
    const MAX_COLORS: usize = 13;
    let short = |at: usize| {
        let bytes = description.get(at..at + 2)?;
        Some(i16::from_le_bytes([bytes[0], bytes[1]]))
    };
    let count = |at: usize| short(at).and_then(|count| usize::try_from(count).ok());
    let wide = match short(0)? {
        0o432 => false,
        0o1036 => true,
        _ => return None,
    };
    let (names, flags, numbers) = (count(2)?, count(4)?, count(6)?);
    if numbers <= MAX_COLORS {
        return Some(0);
    }
    let begin = (HEADER + names + flags).next_multiple_of(2);
    let found = if wide {
        let at = begin + 4 * MAX_COLORS;
        let bytes = description.get(at..at + 4)?;
        i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    } else {
        i32::from(short(begin + 2 * MAX_COLORS)?)
    };
    Some(u32::try_from(found).unwrap_or(0))
}
