//! Old letters inside cells: which ones a file was written in, judged by all its texts, and each text read in them where nothing speaks against it.

use crate::exchange::incoming::grid::{Alphabet, Sheet, Value};
use crate::model::letters::{Letters, Old, Reading, from_wrong_page, is_readable, may_be_old};
use std::collections::{HashMap, HashSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// How many different texts decide.
const SAMPLE: usize = 2_000;
/// Mended words of which nobody says that a foreign name or a sign fell out so by chance.
const ENOUGH: usize = 3;

/// What a text says of itself.
#[derive(Clone)]
enum Stand {
    /// It can only be what it is.
    Unicode,
    /// It was written in the old letters; how many of its words say so.
    Old(usize, String),
    /// It may be either; what it would be in the old letters.
    Either(String),
}

/// What the texts of a row, or of a file, say together.
#[derive(Default, Clone, Copy)]
struct Tally {
    unicode: usize,
    old: usize,
}

impl Tally {
    fn add(&mut self, stand: &Stand) {
        match stand {
            Stand::Unicode => self.unicode += 1,
            Stand::Old(..) => self.old += 1,
            Stand::Either(_) => {}
        }
    }
}

fn texts(sheet: &Sheet) -> impl Iterator<Item = &str> {
    let cells = sheet.rows.iter().flat_map(|row| row.cells.iter().flatten());
    cells.filter_map(|value| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

fn texts_mut(sheet: &mut Sheet) -> impl Iterator<Item = &mut String> {
    let cells = sheet
        .rows
        .iter_mut()
        .flat_map(|row| row.cells.iter_mut().flatten());
    cells.filter_map(|value| match value {
        Value::Text(text) => Some(text),
        _ => None,
    })
}

fn stand(reading: Option<Reading>) -> Stand {
    match reading {
        Some(reading) if reading.mended > reading.spoilt + reading.odd => {
            Stand::Old(reading.mended, reading.text)
        }
        Some(reading) if reading.mended + reading.spoilt + reading.odd == 0 => {
            Stand::Either(reading.text)
        }
        _ => Stand::Unicode,
    }
}

fn letters_of(alphabet: Alphabet) -> Option<Letters> {
    match alphabet {
        Alphabet::Tcvn3 => Some(Letters::Tcvn3),
        Alphabet::Vni => Some(Letters::Vni),
        Alphabet::Windows1258 => Some(Letters::Windows1258),
        Alphabet::Unicode | Alphabet::Utf8 | Alphabet::Utf16 => None,
    }
}

pub(super) fn alphabet_of(letters: Letters) -> Alphabet {
    match letters {
        Letters::Utf8 => Alphabet::Utf8,
        Letters::Tcvn3 => Alphabet::Tcvn3,
        Letters::Vni => Alphabet::Vni,
        Letters::Windows1258 => Alphabet::Windows1258,
    }
}

/// The old letters that the texts of a file are in; none where most can be read as they stand.
fn told(sheets: &[Sheet]) -> Option<Old> {
    let mut seen = HashSet::new();
    let mut unicode = false;
    let mut doubtful = Vec::new();
    for text in sheets
        .iter()
        .flat_map(texts)
        .filter(|text| !text.is_ascii())
    {
        if !may_be_old(text) {
            unicode = true;
        } else if doubtful.len() < SAMPLE && seen.insert(text) {
            doubtful.push(text);
        }
    }
    if doubtful.iter().all(|text| is_readable(text)) {
        return None;
    }
    let mut best: Option<(usize, Old)> = None;
    for mut old in Old::ways() {
        let (mut mended, mut against, mut odd) = (0, 0, 0);
        for text in &doubtful {
            match old.read(text) {
                Some(reading) => {
                    mended += reading.mended;
                    against += reading.spoilt;
                    odd += reading.odd;
                }
                None if is_readable(text) => against += 1,
                None => odd += 1,
            }
        }
        let alone = !unicode && against == 0;
        let enough = mended >= if alone { ENOUGH - 1 } else { ENOUGH };
        let better = best.as_ref().is_none_or(|(most, _)| mended > *most);
        if enough && mended > odd * 2 && better {
            best = Some((mended, old));
        }
    }
    best.map(|(_, old)| old)
}

/// Makes the letters of all cells Unicode, in NFC. Gives the old letters that were in them.
pub(super) fn mend(sheets: &mut [Sheet], given: Option<Alphabet>) -> Option<Alphabet> {
    if given.is_none() {
        for text in sheets
            .iter_mut()
            .flat_map(texts_mut)
            .filter(|text| !text.is_ascii())
        {
            if let Some(meant) = from_wrong_page(text) {
                *text = meant;
            }
        }
    }
    let old = match given {
        None => told(sheets),
        Some(alphabet) => letters_of(alphabet)
            .and_then(|letters| Old::ways().into_iter().find(|old| old.letters() == letters)),
    };
    let alphabet = old.as_ref().map(|old| alphabet_of(old.letters()));
    let taken = old.is_some_and(|old| reread(sheets, old, given.is_some()));
    for text in sheets
        .iter_mut()
        .flat_map(texts_mut)
        .filter(|text| !is_nfc(text))
    {
        *text = text.nfc().collect();
    }
    alphabet.filter(|_| taken)
}

/// Reads the texts in old letters. Of a text that may be either, its row decides, then the file,
/// unless the letters were named. Gives whether any was read so.
fn reread(sheets: &mut [Sheet], mut old: Old, named: bool) -> bool {
    let mut stands: HashMap<String, Stand> = HashMap::new();
    let mut file = Tally::default();
    for text in sheets
        .iter()
        .flat_map(texts)
        .filter(|text| !text.is_ascii())
    {
        if !may_be_old(text) {
            file.unicode += 1;
        } else if let Some(stand) = stands.get(text) {
            file.add(stand);
        } else {
            let stand = stand(old.read(text));
            file.add(&stand);
            stands.insert(text.to_owned(), stand);
        }
    }
    let mut taken = false;
    for sheet in sheets {
        if let Some(name) = &mut sheet.name
            && let Some(Stand::Old(_, meant)) = old.read(name).map(|it| stand(Some(it)))
            && may_be_old(name)
        {
            *name = meant;
        }
        for row in &mut sheet.rows {
            let mut here = Tally::default();
            let in_row = row.cells.iter().flatten();
            for value in in_row {
                match value {
                    Value::Text(text) if text.is_ascii() => {}
                    Value::Text(text) => here.add(stands.get(text).unwrap_or(&Stand::Unicode)),
                    _ => {}
                }
            }
            let by_row = match here.old.cmp(&here.unicode) {
                std::cmp::Ordering::Less => false,
                std::cmp::Ordering::Greater => true,
                std::cmp::Ordering::Equal => file.old > file.unicode,
            };
            for value in row.cells.iter_mut().flatten() {
                let Value::Text(text) = value else { continue };
                let meant = match stands.get(text) {
                    Some(Stand::Old(words, meant)) => {
                        let sure = named || *words > 1 || here.old > 1 || here.unicode == 0;
                        sure.then_some(meant)
                    }
                    Some(Stand::Either(meant)) => (named || by_row).then_some(meant),
                    Some(Stand::Unicode) | None => None,
                };
                if let Some(meant) = meant {
                    text.clone_from(meant);
                    taken = true;
                }
            }
        }
    }
    taken
}
