//! Records merged field by field, and the fields in which two versions differ.

use super::rows::{Outcome, rows, whole};
use crate::model::{BookSettings, Refusal};

/// A field that both sides changed, with what would stand if either side were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::model) struct Contested<F> {
    pub(in crate::model) base: Option<F>,
    pub(in crate::model) mine: F,
    pub(in crate::model) theirs: F,
}

/// A record with a table of its fields.
pub(in crate::model) trait Record: Clone + PartialEq {
    type Field: Clone + PartialEq;

    /// Fields that hold each other: where one is unsound, all are.
    const TIED: &'static [&'static str];

    /// A field's name.
    fn key(field: &Self::Field) -> &'static str;

    /// All fields.
    fn fields(&self) -> Vec<Self::Field>;

    /// The fields of `to` that are not as in this record.
    fn changes(&self, to: &Self) -> Vec<Self::Field>;

    /// Puts a value in.
    fn put(&mut self, field: Self::Field);

    /// What came of looking at each field, by its name.
    fn checked(&self) -> Vec<(&'static str, Result<(), Refusal>)>;

    /// Every free text, with the name of the field it stands in.
    fn texts(&self) -> Vec<(&'static str, &str)>;

    /// Every field by itself; what the sides do not agree on is theirs.
    fn blend(
        base: Option<&Self>,
        mine: &Self,
        theirs: &Self,
    ) -> (Self, Vec<Contested<Self::Field>>);
}

/// The fields whose values cannot be, or cannot be together.
fn unsound<R: Record>(record: &R) -> Vec<&'static str> {
    let wrong = |(key, checked): (_, Result<(), Refusal>)| checked.is_err().then_some(key);
    let mut keys: Vec<_> = record.checked().into_iter().filter_map(wrong).collect();
    if keys.iter().any(|key| R::TIED.contains(key)) {
        keys.retain(|key| !R::TIED.contains(key));
        keys.extend(R::TIED);
    }
    keys
}

/// A record merged field by field. What is sound on each side is sound afterwards: fields that do
/// not go together are contested like one that both sides changed.
pub(in crate::model) fn merge_record<R: Record>(
    base: Option<&R>,
    mine: &R,
    theirs: &R,
) -> (R, Vec<Contested<R::Field>>) {
    let (mut value, mut contested) = R::blend(base, mine, theirs);
    if value == *mine || value == *theirs {
        return (value, contested);
    }
    let wrong = unsound(&value);
    if wrong.is_empty() || !unsound(mine).is_empty() || !unsound(theirs).is_empty() {
        return (value, contested);
    }
    let named = |record: &R, key: &str| {
        let mut fields = record.fields().into_iter();
        fields.find(|field| R::key(field) == key)
    };
    contested.retain(|field| !wrong.contains(&R::key(&field.mine)));
    for key in wrong {
        if let (Some(mine), Some(theirs)) = (named(mine, key), named(theirs, key))
            && mine != theirs
        {
            value.put(theirs.clone());
            let base = base.and_then(|base| named(base, key));
            contested.push(Contested { base, mine, theirs });
        }
    }
    (value, contested)
}

/// The settings of a book, merged like a record; they are contested as one.
pub(in crate::model) fn blend_settings(
    base: Option<&BookSettings>,
    mine: &BookSettings,
    theirs: &BookSettings,
) -> Outcome<BookSettings> {
    let counting = whole(base.map(|b| &b.counting), &mine.counting, &theirs.counting);
    let tracks = rows(base.map(|b| &b.tracks), &mine.tracks, &theirs.tracks);
    let floors = rows(base.map(|b| &b.floors), &mine.floors, &theirs.floors);
    let today = whole(base.map(|b| &b.today), &mine.today, &theirs.today);
    let from = whole(
        base.map(|b| &b.recorded_from),
        &mine.recorded_from,
        &theirs.recorded_from,
    );
    let note = whole(base.map(|b| &b.note), &mine.note, &theirs.note);
    let shared = whole(
        base.map(|b| &b.group_shared),
        &mine.group_shared,
        &theirs.group_shared,
    );
    let offset = whole(
        base.map(|b| &b.utc_offset),
        &mine.utc_offset,
        &theirs.utc_offset,
    );
    let agreed = counting.mine.is_none()
        && tracks.mine.is_none()
        && floors.mine.is_none()
        && today.mine.is_none()
        && from.mine.is_none()
        && note.mine.is_none()
        && shared.mine.is_none()
        && offset.mine.is_none();
    let mine = BookSettings {
        counting: counting.mine.unwrap_or(counting.value),
        tracks: tracks.mine.unwrap_or_else(|| tracks.value.clone()),
        floors: floors.mine.unwrap_or_else(|| floors.value.clone()),
        today: today.mine.unwrap_or(today.value),
        recorded_from: from.mine.unwrap_or(from.value),
        note: note.mine.unwrap_or_else(|| note.value.clone()),
        group_shared: shared.mine.unwrap_or(shared.value),
        utc_offset: offset.mine.unwrap_or(offset.value),
    };
    let value = BookSettings {
        counting: counting.value,
        tracks: tracks.value,
        floors: floors.value,
        today: today.value,
        recorded_from: from.value,
        note: note.value,
        group_shared: shared.value,
        utc_offset: offset.value,
    };
    Outcome {
        value,
        mine: (!agreed).then_some(mine),
    }
}
