//! The quick way to read RON as this program writes it; whatever else RON allows is left to the `ron` crate.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::fmt;

/// Not in the plain form, or wrong: no word on why, as the slow way finds that out.
#[derive(Debug)]
pub(crate) struct NotPlain;

impl fmt::Display for NotPlain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not in the plain form")
    }
}

impl std::error::Error for NotPlain {}

impl de::Error for NotPlain {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Result<T> = std::result::Result<T, NotPlain>;

/// Reads a whole text in the plain form. A value is given only where `ron` would give the same.
pub(crate) fn read<'de, T: de::Deserialize<'de>>(text: &'de str) -> Result<T> {
    let mut plain = Plain { text, at: 0 };
    let value = T::deserialize(&mut plain)?;
    plain.space();
    if plain.at == text.len() {
        Ok(value)
    } else {
        Err(NotPlain)
    }
}

/// A byte that words are made of.
const IN_WORD: u8 = 1;
/// A byte that may follow a word.
const AFTER_WORD: u8 = 2;

/// What each byte may be.
static KINDS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b' ' | b'\n' | b'\t' | b'\r' | b',' | b':' | b'(' | b')' | b']' => AFTER_WORD,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => IN_WORD,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// A byte in each of eight places.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of each byte that is this one. Beyond the first such byte others may be marked too.
fn is(eight: u64, byte: u8) -> u64 {
    let none = eight ^ each(byte);
    none.wrapping_sub(each(1)) & !none & each(0x80)
}

/// Where the first byte is that is looked for: among eight by the highest bits, or alone.
fn first(bytes: &[u8], among: impl Fn(u64) -> u64, alone: impl Fn(u8) -> bool) -> Option<usize> {
    let (eights, rest) = bytes.as_chunks::<8>();
    for (at, eight) in eights.iter().enumerate() {
        let found = among(u64::from_le_bytes(*eight));
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| alone(*byte))?;
    Some(eights.len() * 8 + at)
}

/// Where the first byte is that ends a text, or is not simply part of it.
fn special(bytes: &[u8]) -> Option<usize> {
    let among = |eight| is(eight, b'"') | is(eight, b'\\') | is(eight, b'\r');
    first(bytes, among, |byte| matches!(byte, b'"' | b'\\' | b'\r'))
}

/// What stands behind the remark that comes first and the end of its line. Files as this program
/// writes them have none, so it is kept apart from what they have on every line.
#[cold]
#[inline(never)]
fn behind_remark(bytes: &[u8]) -> Option<&[u8]> {
    let end = |eight| is(eight, b'\n');
    let remark = bytes.strip_prefix(b"//")?;
    let length = first(remark, end, |byte| byte == b'\n')?;
    Some(&remark[length + 1..])
}

struct Plain<'de> {
    text: &'de str,
    at: usize,
}

impl<'de> Plain<'de> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes over space and remarks to the ends of their lines: mostly nothing, or the end of a line
    /// and what the next is set in by.
    #[inline]
    fn space(&mut self) {
        if let Some(b' ' | b'\n' | b'\t' | b'\r' | b'/') = self.peek() {
            self.all_space();
        }
    }

    fn all_space(&mut self) {
        let bytes = self.text.as_bytes();
        let mut rest = &bytes[self.at..];
        loop {
            rest = match rest {
                [b' ' | b'\n' | b'\t' | b'\r', behind @ ..] => behind,
                [b'/', ..] => match behind_remark(rest) {
                    Some(behind) => behind,
                    None => break,
                },
                _ => break,
            };
            // What lines are set in by is gone over in few steps.
            while let Some((eight, behind)) = rest.split_first_chunk() {
                let others = u64::from_le_bytes(*eight) ^ each(b' ');
                if others == 0 {
                    rest = behind;
                } else {
                    rest = &rest[others.trailing_zeros() as usize / 8..];
                    break;
                }
            }
        }
        self.at = bytes.len() - rest.len();
    }

    /// Goes over a byte after any space, if it is the next.
    fn passes(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<()> {
        if self.passes(byte) {
            Ok(())
        } else {
            Err(NotPlain)
        }
    }

    /// Goes over the bracket right behind the word of a variant.
    fn open(&mut self) -> Result<()> {
        let found = self.peek() == Some(b'(');
        self.at += usize::from(found);
        if found { Ok(()) } else { Err(NotPlain) }
    }

    /// A comma, or the end that may follow without one.
    fn comma_or(&mut self, end: u8) -> Result<()> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(())
            }
            Some(byte) if byte == end => Ok(()),
            _ => Err(NotPlain),
        }
    }

    /// Letters, digits and `_` up to the first other byte; never empty, never before a letter
    /// outside ASCII or the `#` of a raw name.
    fn word(&mut self) -> Result<&'de str> {
        self.space();
        let (bytes, from) = (self.text.as_bytes(), self.at);
        let kind = |at: usize| bytes.get(at).map_or(0, |b| KINDS[usize::from(*b)]);
        let mut end = from;
        while kind(end) == IN_WORD {
            end += 1;
        }
        if end == from || kind(end) != AFTER_WORD {
            return Err(NotPlain);
        }
        self.at = end;
        Ok(&self.text[from..end])
    }

    /// What stands before the next colon, which is gone over: the name of a field, or none is equal to it.
    fn field(&mut self) -> Result<&'de str> {
        let rest = &self.text[self.at..];
        let length = first(rest.as_bytes(), |eight| is(eight, b':'), |b| b == b':');
        let (name, _) = rest.split_at(length.ok_or(NotPlain)?);
        self.at += name.len() + 1;
        Ok(name)
    }

    fn name(&mut self) -> Result<&'de str> {
        let word = self.word()?;
        if word.as_bytes()[0].is_ascii_digit() {
            return Err(NotPlain);
        }
        Ok(word)
    }

    fn string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.expect(b'"')?;
        let rest = &self.text[self.at..];
        let end = special(rest.as_bytes()).ok_or(NotPlain)?;
        if rest.as_bytes()[end] == b'"' {
            self.at += end + 1;
            return visitor.visit_borrowed_str(&rest[..end]);
        }
        let mut out = String::new();
        let mut left = rest;
        loop {
            let end = special(left.as_bytes()).ok_or(NotPlain)?;
            out.push_str(&left[..end]);
            let bytes = left.as_bytes();
            match (bytes[end], bytes.get(end + 1)) {
                (b'"', _) => {
                    self.at += rest.len() - left.len() + end + 1;
                    return visitor.visit_string(out);
                }
                (b'\\', Some(b'"')) => out.push('"'),
                (b'\\', Some(b'\\')) => out.push('\\'),
                (b'\\', Some(b'n')) => out.push('\n'),
                _ => return Err(NotPlain),
            }
            left = &left[end + 2..];
        }
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.space();
        let below = self.peek() == Some(b'-');
        self.at += usize::from(below);
        if !self.peek().is_some_and(|b| b.is_ascii_digit()) {
            return Err(NotPlain);
        }
        let word = self.word()?;
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        if !digits || (word.starts_with('0') && (below || word.len() > 1)) {
            return Err(NotPlain);
        }
        let number: i64 = word.parse().map_err(|_| NotPlain)?;
        visitor.visit_i64(if below { -number } else { number })
    }
}

macro_rules! as_number {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            self.number(visitor)
        })*
    };
}

macro_rules! not_plain {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
            Err(NotPlain)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Plain<'de> {
    type Error = NotPlain;

    as_number! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.space();
        match self.peek() {
            Some(b'"') => self.string(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            _ => Err(NotPlain),
        }
    }

    not_plain! {
        deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes
        deserialize_byte_buf deserialize_unit deserialize_map deserialize_ignored_any
        deserialize_identifier
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.word()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(NotPlain),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.space();
        let rest = &self.text.as_bytes()[self.at..];
        if rest.starts_with(b"None") || rest.starts_with(b"Some") {
            return Err(NotPlain);
        }
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.expect(b'[')?;
        let value = visitor.visit_seq(Items(self, b']'))?;
        self.expect(b']')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        // Ranges are written in a way of their own.
        if name.starts_with("Range") {
            return Err(NotPlain);
        }
        self.expect(b'(')?;
        let value = visitor.visit_map(Fields(self))?;
        self.expect(b')')?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(Variant(self))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value> {
        Err(NotPlain)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: V,
    ) -> Result<V::Value> {
        Err(NotPlain)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value> {
        Err(NotPlain)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        _: V,
    ) -> Result<V::Value> {
        Err(NotPlain)
    }
}

/// Values one after the other, up to a byte.
struct Items<'a, 'de>(&'a mut Plain<'de>, u8);

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = NotPlain;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        self.0.space();
        if self.0.peek() == Some(self.1) {
            return Ok(None);
        }
        let value = seed.deserialize(&mut *self.0)?;
        self.0.comma_or(self.1)?;
        Ok(Some(value))
    }
}

struct Fields<'a, 'de>(&'a mut Plain<'de>);

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = NotPlain;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.0.space();
        if self.0.peek() == Some(b')') {
            return Ok(None);
        }
        let name: StrDeserializer<'de, NotPlain> = self.0.field()?.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = seed.deserialize(&mut *self.0)?;
        self.0.comma_or(b')')?;
        Ok(value)
    }
}

struct Variant<'a, 'de>(&'a mut Plain<'de>);

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = NotPlain;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let name: StrDeserializer<'de, NotPlain> = self.0.name()?.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = NotPlain;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.0.open()?;
        let value = seed.deserialize(&mut *self.0)?;
        self.0.comma_or(b')')?;
        self.0.expect(b')')?;
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.0.open()?;
        let value = visitor.visit_seq(Items(self.0, b')'))?;
        self.0.expect(b')')?;
        Ok(value)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value> {
        Err(NotPlain)
    }
}
