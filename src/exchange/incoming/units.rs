//! Organisations that a list names, looked for in the book by name, number and alias.

use crate::model::import::{Body, Cell, Options};
use crate::model::{UnitId, search_key};
use crate::rules::{Known, heading_words};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What a text fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fits {
    /// One organisation.
    One(UnitId),
    /// Several.
    Several,
    /// None.
    None,
}

/// The organisations of a book by what they are called.
pub(super) struct Units {
    /// As it is called, a number or an alias.
    called: HashMap<String, Vec<UnitId>>,
    /// The same in full and without the word for a cell.
    plain: HashMap<Vec<String>, Vec<UnitId>>,
    /// Names of bodies that others stand below.
    bodies: Vec<String>,
    /// What was looked for already: a list names the same cell on many rows.
    found: Mutex<HashMap<String, Fits>>,
}

fn add<K: std::hash::Hash + Eq>(to: &mut HashMap<K, Vec<UnitId>>, key: K, id: &UnitId) {
    let ids = to.entry(key).or_default();
    if !ids.contains(id) {
        ids.push(id.clone());
    }
}

/// The words of a name in full, without those for a cell before it.
fn plain(text: &str) -> Vec<String> {
    let words = heading_words(text);
    match words.strip_prefix(&["chi".to_owned(), "bo".to_owned()]) {
        Some(rest) if !rest.is_empty() => rest.to_vec(),
        _ => words,
    }
}

impl Units {
    /// Those of the book that are there today; where people are looked for, the cells alone.
    pub(super) fn new(known: Known<'_>, only_cells: bool) -> Self {
        let Known { book, rules, today } = known;
        let mut units = Self {
            called: HashMap::new(),
            plain: HashMap::new(),
            bodies: Vec::new(),
            found: Mutex::default(),
        };
        for unit in book.units() {
            if !rules.is_cell(unit, today) {
                units.bodies.push(search_key(unit.name_on(today)));
                if only_cells {
                    // Words that were said to mean it are known again.
                    for text in &unit.aliases {
                        add(&mut units.called, search_key(text), &unit.id);
                    }
                    continue;
                }
            }
            if unit.ended.is_some_and(|ended| ended < today) {
                continue;
            }
            let dated = unit.names.iter().chain(&unit.codes).map(|row| &row.value);
            for text in dated.chain(&unit.aliases) {
                add(&mut units.called, search_key(text), &unit.id);
                add(&mut units.plain, plain(text), &unit.id);
            }
        }
        units
    }

    /// A text without the body that it names behind the cell: `Chi bộ Mẫu A, xã Mẫu`.
    pub(super) fn own_name<'t>(&self, text: &'t str) -> &'t str {
        let Some((own, above)) = text.rsplit_once([',', '-', '–']) else {
            return text;
        };
        let above = search_key(above);
        let is_body = |body: &String| *body == above || body.ends_with(&format!(" {above}"));
        if !above.is_empty() && !own.trim().is_empty() && self.bodies.iter().any(is_body) {
            own.trim()
        } else {
            text
        }
    }

    /// What a text fits: a name as it is, else the same in other words.
    pub(super) fn find(&self, text: &str) -> Fits {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fits) = found.get(text) {
            return fits.clone();
        }
        let fits = self.look_for(text);
        found.insert(text.to_owned(), fits.clone());
        fits
    }

    fn look_for(&self, text: &str) -> Fits {
        for text in [text, self.own_name(text)] {
            let called = self.called.get(&search_key(text));
            match called
                .or_else(|| self.plain.get(&plain(text)))
                .map(Vec::as_slice)
            {
                None | Some([]) => {}
                Some([one]) => return Fits::One(one.clone()),
                Some(_) => return Fits::Several,
            }
        }
        Fits::None
    }

    /// The organisation of a text, as it is answered; else one that is not there is made, if that is
    /// wanted.
    pub(super) fn cell(&self, text: &str, options: &Options) -> Cell {
        match (self.find(text), options.body(text)) {
            (_, Some(Body::Known(id))) => Cell::Known(id.clone()),
            (Fits::One(id), None) => Cell::Known(id),
            (_, Some(Body::New)) => Cell::New(self.own_name(text).to_owned()),
            (Fits::None, None) if options.new_units => Cell::New(self.own_name(text).to_owned()),
            (Fits::None | Fits::Several, None) => Cell::Asked,
        }
    }
}
