//! What the cells of a workbook of Excel refer to: words that they share, number formats that show days.

use super::days;
use super::limits::{CELLS, PARTS, TEXT};
use super::not_read::NotRead;
use super::package::Package;
use super::xml::{Xml, append, attribute, attributes};
use quick_xml::events::Event;
use std::collections::HashMap;

/// What cells refer to.
pub(super) struct Shared {
    /// Words by number.
    pub(super) words: Vec<String>,
    /// Whether a number of each style is shown as a day.
    pub(super) days: Vec<bool>,
    pub(super) since_1904: bool,
}

/// Whether an attribute that is on or off is on.
pub(super) fn is_on(word: &str) -> bool {
    matches!(word, "1" | "true" | "on")
}

/// The words that cells share; what only says how others sound is left out.
pub(super) fn words(package: &mut Package<'_>, name: &str) -> Result<Vec<String>, NotRead> {
    let mut words = Vec::new();
    let mut left = TEXT;
    let Some(mut xml) = package.xml(name)? else {
        return Ok(words);
    };
    loop {
        match xml.next()? {
            Event::Start(e) if e.local_name().as_ref() == "si" => {
                let word = text(&mut xml)?;
                let more = left.checked_sub(word.len()).filter(|_| words.len() < CELLS);
                left = more.ok_or(NotRead::TooManyCells(None))?;
                words.push(word);
            }
            Event::Eof => return Ok(words),
            _ => {}
        }
    }
}

/// The text of the element that was just begun, of all its runs.
pub(super) fn text(xml: &mut Xml<'_>) -> Result<String, NotRead> {
    let mut text = String::new();
    let mut open = 1_usize;
    let mut inside = false;
    loop {
        match xml.next()? {
            Event::Start(e) => {
                let name = e.local_name();
                let sound = name.as_ref() == "rPh";
                inside = name.as_ref() == "t";
                if sound {
                    xml.skip()?;
                } else {
                    open += 1;
                }
            }
            Event::End(_) => {
                inside = false;
                open -= 1;
                if open == 0 {
                    return Ok(unescaped(text));
                }
            }
            Event::Eof => return Err(xml.broken()),
            event if inside => {
                let put = append(&mut text, &event);
                put.ok_or_else(|| xml.broken())?;
            }
            _ => {}
        }
    }
}

/// Signs that XML cannot hold stand as `_x000D_`.
pub(super) fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &text[..];
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let sign = code
            .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        if let Some(sign) = sign {
            out.push(sign);
            rest = &rest[at + 7..];
        } else {
            out.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    out
}

/// Whether each style shows a number as a day.
pub(super) fn styles(package: &mut Package<'_>, name: &str) -> Result<Vec<bool>, NotRead> {
    let mut days = Vec::new();
    let Some(mut xml) = package.xml(name)? else {
        return Ok(days);
    };
    let mut own: HashMap<u32, bool> = HashMap::new();
    let mut of_cells = false;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    let [id, code] = attributes(&e, ["numFmtId", "formatCode"]);
                    let id = id.and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, code) {
                        own.insert(id, days::is_format(&code));
                        if own.len() > PARTS {
                            return Err(NotRead::Bomb);
                        }
                    }
                }
                "cellXfs" => of_cells = true,
                "xf" if of_cells => {
                    let id = attribute(&e, "numFmtId").and_then(|id| id.parse().ok());
                    let id = id.unwrap_or(0);
                    let shown = own.get(&id).copied();
                    days.push(shown.unwrap_or_else(|| days::is_built_in(id)));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => of_cells = false,
            Event::Eof => return Ok(days),
            _ => {}
        }
    }
}
