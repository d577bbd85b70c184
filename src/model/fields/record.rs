//! Records merged field by field, and the fields in which two versions differ.

use super::rows::{Outcome, chain, rows, whole};
use crate::model::{BookSettings, Candidate, CandidateField, Unit, UnitField};

/// A field that both sides changed, with what would stand if either side were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::model) struct Contested<F> {
    pub(in crate::model) base: Option<F>,
    pub(in crate::model) mine: F,
    pub(in crate::model) theirs: F,
}

/// A record with fields of its own.
pub(in crate::model) trait Record: Clone + PartialEq {
    type Field: Clone + PartialEq;

    /// A field's name.
    fn key(field: &Self::Field) -> &'static str;

    /// All fields.
    fn fields(&self) -> Vec<Self::Field>;

    /// The fields of `to` that are not as in this record.
    fn changes(&self, to: &Self) -> Vec<Self::Field>;

    /// Puts a value in.
    fn put(&mut self, field: Self::Field);

    /// The fields whose values cannot be, or cannot be together.
    fn unsound(&self) -> Vec<&'static str>;

    /// Every field by itself; what the sides do not agree on is theirs.
    fn blend(
        base: Option<&Self>,
        mine: &Self,
        theirs: &Self,
    ) -> (Self, Vec<Contested<Self::Field>>);
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
    let unsound = value.unsound();
    if unsound.is_empty() || !mine.unsound().is_empty() || !theirs.unsound().is_empty() {
        return (value, contested);
    }
    let named = |record: &R, key: &str| {
        let mut fields = record.fields().into_iter();
        fields.find(|field| R::key(field) == key)
    };
    contested.retain(|field| !unsound.contains(&R::key(&field.mine)));
    for key in unsound {
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

macro_rules! record {
    (
        $record:ident by $field:ident, beside ($($beside:ident: $rest:expr),*),
        sound $sound:expr;
        $($how:ident($($variant:ident => $name:ident),* $(,)?);)*
    ) => {
        impl Record for $record {
            type Field = $field;

            fn key(field: &$field) -> &'static str {
                field.key()
            }

            fn fields(&self) -> Vec<$field> {
                vec![$($($field::$variant(self.$name.clone()),)*)*]
            }

            fn changes(&self, to: &Self) -> Vec<$field> {
                let mut out = Vec::new();
                $($(
                    if self.$name != to.$name {
                        out.push($field::$variant(to.$name.clone()));
                    }
                )*)*
                out
            }

            fn put(&mut self, field: $field) {
                field.swap(self);
            }

            fn unsound(&self) -> Vec<&'static str> {
                $sound(self)
            }

            fn blend(
                base: Option<&Self>,
                mine: &Self,
                theirs: &Self,
            ) -> (Self, Vec<Contested<$field>>) {
                let mut contested = Vec::new();
                // Written out as a whole, so that a new field cannot be forgotten.
                let value = $record {
                    $($beside: $rest(theirs),)*
                    $($($name: {
                        let base = base.map(|base| &base.$name);
                        let Outcome { value, mine } = $how(base, &mine.$name, &theirs.$name);
                        if let Some(mine) = mine {
                            contested.push(Contested {
                                base: base.cloned().map($field::$variant),
                                mine: $field::$variant(mine),
                                theirs: $field::$variant(value.clone()),
                            });
                        }
                        value
                    },)*)*
                };
                (value, contested)
            }
        }
    };
}

record! {
    Candidate by CandidateField, beside (id: |it: &Candidate| it.id.clone()), sound of_person;
    whole(
        Name => name, Born => born, Sex => sex, Ethnicity => ethnicity, Religion => religion,
        Schooling => schooling, Profession => profession, Occupation => occupation,
        Residence => residence, Source => source, YouthUnion => youth_union,
        IdNumber => id_number, Phone => phone, Former => former, Card => card,
        Groups => groups, Introduced => introduced,
    );
    rows(
        Introducers => introducers, Papers => papers, Letters => letters, Votes => votes,
        Extensions => extensions, Causes => causes, Remedies => remedies, Notes => notes,
    );
    chain(Helpers => helpers, Steps => steps, Handovers => handovers);
}

record! {
    Unit by UnitField,
    beside (id: |it: &Unit| it.id.clone(), candidates: |_: &Unit| Vec::new()),
    sound of_unit;
    whole(Kind => kind, Ended => ended, Sector => sector);
    rows(
        Names => names, Parents => parents, Routes => routes, Members => members,
        Officers => officers, Quotas => quotas, Exemptions => exemptions,
        Unlisted => unlisted, Causes => causes, Remedies => remedies, Notes => notes,
        Surveys => surveys, Visits => visits,
    );
}

/// The days of birth and of the first step hold each other.
const TIED: [&str; 2] = ["born", "steps"];

fn of_person(person: &Candidate) -> Vec<&'static str> {
    let fields = person.fields().into_iter();
    let unsound = fields.filter(|field| field.check(person).is_err());
    let mut keys: Vec<&'static str> = unsound.map(|field| field.key()).collect();
    if keys.iter().any(|key| TIED.contains(key)) {
        keys.retain(|key| !TIED.contains(key));
        keys.extend(TIED);
    }
    keys
}

fn of_unit(unit: &Unit) -> Vec<&'static str> {
    let fields = unit.fields().into_iter();
    let unsound = fields.filter(|field| field.check().is_err());
    unsound.map(|field| field.key()).collect()
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
    let agreed = counting.mine.is_none()
        && tracks.mine.is_none()
        && floors.mine.is_none()
        && today.mine.is_none()
        && from.mine.is_none()
        && note.mine.is_none()
        && shared.mine.is_none();
    let mine = BookSettings {
        counting: counting.mine.unwrap_or(counting.value),
        tracks: tracks.mine.unwrap_or_else(|| tracks.value.clone()),
        floors: floors.mine.unwrap_or_else(|| floors.value.clone()),
        today: today.mine.unwrap_or(today.value),
        recorded_from: from.mine.unwrap_or(from.value),
        note: note.mine.unwrap_or_else(|| note.value.clone()),
        group_shared: shared.mine.unwrap_or(shared.value),
    };
    let value = BookSettings {
        counting: counting.value,
        tracks: tracks.value,
        floors: floors.value,
        today: today.value,
        recorded_from: from.value,
        note: note.value,
        group_shared: shared.value,
    };
    Outcome {
        value,
        mine: (!agreed).then_some(mine),
    }
}
