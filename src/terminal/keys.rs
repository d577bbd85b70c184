//! The bytes of a terminal as keys and pastes, however they are cut into reads.

use crate::app::command::{Chord, Key, Stroke};
use std::time::Duration;

/// Something typed or pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Stroke),
    /// Pasted text.
    Paste(String),
}

/// Takes bytes in as they come, and keeps what is not whole yet.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The beginning of a sequence or of a letter.
    begun: Vec<u8>,
    paste: Option<Paste>,
}

/// A paste that has not ended.
#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// How much of the mark of its end was there.
    ended: usize,
}

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";

/// No field takes more: what is beyond is not kept.
const PASTE_MOST: usize = 64 << 20;

/// No key's sequence is longer.
const SEQUENCE_MOST: usize = 64;

/// How long an Esc waits for the rest of its sequence, which a slow line may bring later.
const ESC_BREATH: Duration = Duration::from_millis(100);

/// How long the rest of a sequence, or of a letter, may take: it was surely begun.
const SEQUENCE_BREATH: Duration = Duration::from_millis(500);

/// How long a paste may stand still before it is taken as it is.
const PASTE_BREATH: Duration = Duration::from_secs(10);

impl Decoder {
    /// Takes the bytes of one read in.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Input> {
        let mut out = Vec::new();
        for (at, byte) in bytes.iter().enumerate() {
            self.byte(*byte, at == 0, &mut out);
        }
        out
    }

    /// How long to wait for the rest of what was begun; none if all is whole.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.paste, self.begun.as_slice()) {
            (Some(_), _) => Some(PASTE_BREATH),
            (None, []) => None,
            (None, [ESC]) => Some(ESC_BREATH),
            (None, _) => Some(SEQUENCE_BREATH),
        }
    }

    /// The rest did not come in time.
    pub fn give_up(&mut self) -> Vec<Input> {
        let mut out = Vec::new();
        if let Some(paste) = self.paste.take() {
            out.push(paste.whole());
        } else if self.begun == [ESC] {
            out.push(key(Key::Esc));
        }
        self.begun.clear();
        out
    }

    fn byte(&mut self, byte: u8, first: bool, out: &mut Vec<Input>) {
        if let Some(paste) = &mut self.paste {
            if paste.takes(byte) {
                out.extend(self.paste.take().map(Paste::whole));
            }
            return;
        }
        match (self.begun.as_slice(), byte) {
            // After a second bracket, one of the keys F1 to F5 of a console.
            ([ESC], b'[' | b'O') | ([ESC, b'['], b'[') => self.begun.push(byte),
            // An Alt key is sent in one piece, so this key was typed after the Esc.
            ([ESC], _) if first || matches!(byte, ESC | 0x80..) => {
                out.push(key(Key::Esc));
                self.afresh(byte, out);
            }
            ([ESC], _) => {
                self.begun.clear();
                out.extend(plain(byte, true));
            }
            ([ESC, b'O'], _) => {
                let found = of_letter(byte);
                match found {
                    Some(found) => out.push(key(found)),
                    None if byte == b'M' => out.push(key(Key::Enter)),
                    None if first || byte == ESC => return self.afresh(byte, out),
                    None => {}
                }
                self.begun.clear();
            }
            ([ESC, b'[', ..], 0x20..=0x3f) if self.begun.len() < SEQUENCE_MOST => {
                self.begun.push(byte);
            }
            ([ESC, b'[', b'['], b'A'..=b'E') => {
                self.begun.clear();
                out.push(key(Key::F(byte - b'A' + 1)));
            }
            ([ESC, b'[', parameters @ ..], 0x40..=0x7e) => {
                let found = sequence(parameters, byte);
                self.begun.clear();
                match found {
                    Some(Found::Key(chord)) => out.push(typed(chord)),
                    Some(Found::Paste) => self.paste = Some(Paste::default()),
                    None => {}
                }
            }
            ([lead @ 0x80..=0xff, rest @ ..], 0x80..=0xbf) => {
                let whole = rest.len() + 2 == letter_length(*lead);
                self.begun.push(byte);
                if whole {
                    let letter = std::str::from_utf8(&self.begun).ok();
                    out.extend(
                        letter
                            .and_then(|text| text.chars().next())
                            .and_then(letter_key),
                    );
                    self.begun.clear();
                }
            }
            _ => self.afresh(byte, out),
        }
    }

    /// A byte with which something begins.
    fn afresh(&mut self, byte: u8, out: &mut Vec<Input>) {
        self.begun.clear();
        match byte {
            ESC | 0xc2..=0xf4 => self.begun.push(byte),
            byte => out.extend(plain(byte, false)),
        }
    }
}

impl Paste {
    /// Takes a byte in; true if that was the last.
    fn takes(&mut self, byte: u8) -> bool {
        if byte == PASTE_END[self.ended] {
            self.ended += 1;
            return self.ended == PASTE_END.len();
        }
        let begun = &PASTE_END[..self.ended];
        if self.text.len() < PASTE_MOST {
            self.text.extend_from_slice(begun);
        }
        self.ended = usize::from(byte == ESC);
        if self.ended == 0 && self.text.len() < PASTE_MOST {
            self.text.push(byte);
        }
        false
    }

    fn whole(self) -> Input {
        Input::Paste(String::from_utf8_lossy(&self.text).into_owned())
    }
}

fn key(key: Key) -> Input {
    typed(Chord {
        ctrl: false,
        alt: false,
        key,
    })
}

fn typed(chord: Chord) -> Input {
    Input::Key(Stroke::of(chord))
}

fn letter_key(letter: char) -> Option<Input> {
    (!letter.is_control()).then(|| key(Key::Char(letter)))
}

fn letter_length(lead: u8) -> usize {
    match lead {
        0xf0.. => 4,
        0xe0.. => 3,
        _ => 2,
    }
}

/// A key that is one byte, and perhaps an Esc before it.
fn plain(byte: u8, alt: bool) -> Option<Input> {
    let (ctrl, key) = match byte {
        b'\r' => (false, Key::Enter),
        b'\t' => (false, Key::Tab),
        0x7f => (false, Key::Backspace),
        0 => (true, Key::Char(' ')),
        0x01..=0x1a => (true, Key::Char((byte - 1 + b'a') as char)),
        0x1c..=0x1f => (true, Key::Char((byte - 0x1c + b'4') as char)),
        0x20..=0x7e => (false, Key::Char(byte as char)),
        _ => return None,
    };
    Some(typed(Chord { ctrl, alt, key }))
}

/// A key by the letter that ends its sequence.
fn of_letter(letter: u8) -> Option<Key> {
    Some(match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'P'..=b'S' => Key::F(letter - b'P' + 1),
        _ => return None,
    })
}

/// A key by its number.
fn of_number(number: u32) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => Key::F(number as u8 - 10),
        17..=21 => Key::F(number as u8 - 11),
        23..=24 => Key::F(number as u8 - 12),
        _ => return None,
    })
}

/// A key by the letter it would type, of terminals that say so.
fn of_code(code: u32) -> Option<Key> {
    Some(match code {
        9 => Key::Tab,
        13 => Key::Enter,
        27 => Key::Esc,
        127 => Key::Backspace,
        code => Key::Char(char::from_u32(code).filter(|c| !c.is_control())?),
    })
}

enum Found {
    Key(Chord),
    Paste,
}

/// What a sequence stands for, if it is one that is known.
fn sequence(parameters: &[u8], last: u8) -> Option<Found> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut numbers = text.split(';');
    let number = |part: Option<&str>, otherwise: u32| match part {
        None | Some("") => Some(otherwise),
        Some(part) => part.split(':').next()?.parse().ok(),
    };
    let first = number(numbers.next(), 1)?;
    let held = numbers.next();
    let released = held.is_some_and(|held| held.ends_with(":3"));
    let held = number(held, 1)?.saturating_sub(1);
    let key = match last {
        b'~' if first == 200 => return Some(Found::Paste),
        b'~' => of_number(first),
        b'Z' => Some(Key::BackTab),
        b'u' => of_code(first),
        // With another number it says where the cursor is.
        letter if first == 1 => of_letter(letter),
        _ => None,
    };
    let (alt, ctrl) = (held & 2 != 0, held & 4 != 0);
    let chord = |key| Found::Key(Chord { ctrl, alt, key });
    key.filter(|_| !released).map(chord)
}
