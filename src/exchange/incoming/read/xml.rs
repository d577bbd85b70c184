//! XML read piece by piece, with bounds on how much there is, how long a piece and how deep it is.

use super::not_read::NotRead;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// How long one piece may be: a text, a tag.
const PIECE: usize = 4 << 20;
/// How deep elements may stand in each other.
const DEPTH: usize = 256;

/// A source that ends in an error where more comes than was said, or too much for one piece.
struct Bounded<'a> {
    source: Box<dyn BufRead + 'a>,
    left: u64,
    piece: usize,
    over: bool,
}

impl Read for Bounded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let have = self.fill_buf()?;
        let taken = have.len().min(into.len());
        into[..taken].copy_from_slice(&have[..taken]);
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let have = self.source.fill_buf()?;
        if have.len() as u64 > self.left || (self.piece > PIECE && !have.is_empty()) {
            self.over = true;
            return Err(io::Error::other("more than is read"));
        }
        Ok(have)
    }

    fn consume(&mut self, taken: usize) {
        self.left = self.left.saturating_sub(taken as u64);
        self.piece = self.piece.saturating_add(taken);
        self.source.consume(taken);
    }
}

/// A part of a packed file as XML.
pub(super) struct Xml<'a> {
    reader: Reader<Bounded<'a>>,
    buffer: Vec<u8>,
    depth: usize,
    name: String,
}

impl<'a> Xml<'a> {
    /// From a source that holds as many bytes as it says.
    pub(super) fn new(source: Box<dyn BufRead + 'a>, size: u64, name: &str) -> Self {
        let mut reader = Reader::from_reader(Bounded {
            source,
            left: size,
            piece: 0,
            over: false,
        });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        Self {
            reader,
            buffer: Vec::with_capacity(1024),
            depth: 0,
            name: name.to_owned(),
        }
    }

    pub(super) fn broken(&self) -> NotRead {
        NotRead::Broken(self.name.clone())
    }

    /// The next piece of it. An empty element comes as its beginning and its end.
    pub(super) fn next(&mut self) -> Result<Event<'_>, NotRead> {
        self.buffer.clear();
        self.reader.get_mut().piece = 0;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => {
                match &event {
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                if self.depth > DEPTH {
                    return Err(NotRead::Broken(self.name.clone()));
                }
                Ok(event)
            }
            Err(_) if self.reader.get_mut().over => Err(NotRead::Bomb),
            Err(_) => Err(NotRead::Broken(self.name.clone())),
        }
    }

    /// Passes over everything up to the end of the element that was just begun.
    pub(super) fn skip(&mut self) -> Result<(), NotRead> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Eof => return Err(self.broken()),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Puts what an event holds as text behind a text; none where it names what nobody declared.
pub(super) fn append(text: &mut String, event: &Event<'_>) -> Option<()> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(name) => text.push(referred(name)?),
        _ => {}
    }
    Some(())
}

fn referred(name: &BytesRef<'_>) -> Option<char> {
    match name.resolve_char_ref() {
        Ok(Some(c)) => Some(c),
        Ok(None) => match name.as_ref() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        },
        Err(_) => None,
    }
}

/// An attribute by its name without a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    attributes(element, [name]).into_iter().next().flatten()
}

/// Several attributes in one go.
pub(super) fn attributes<const N: usize>(
    element: &BytesStart<'_>,
    names: [&str; N],
) -> [Option<String>; N] {
    let mut found = [const { None }; N];
    for attribute in element.attributes().with_checks(false).flatten() {
        let local = attribute.key.local_name();
        if let Some(at) = names.iter().position(|name| *name == local.as_ref()) {
            found[at] = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .ok()
                .map(Cow::into_owned);
        }
    }
    found
}
