//! Values and lists of three versions: which entries are the same one, and what became of each.

use crate::model::{
    CandidateId, Cause, Code, Dated, Event, Exemption, Extended, Floor, Guide, Import, Leader,
    Letter, MemberCount, Note, OfficerCount, Paper, PartialDay, Plan, Quota, Remedy, Reminder,
    Successor, Survey, Track, UnitClass, UnitId, Unlisted, Visit, Vote,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What became of a value: what stands, and, where the sides do not agree, what would stand if
/// mine were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::model) struct Outcome<T> {
    pub(in crate::model) value: T,
    pub(in crate::model) mine: Option<T>,
}

impl<T> Outcome<T> {
    fn agreed(value: T) -> Self {
        Self { value, mine: None }
    }
}

/// What stands if at most one side changed the value, or both to the same.
fn easy<T: Copy + PartialEq>(base: Option<T>, mine: T, theirs: T) -> Option<T> {
    if mine == theirs || base == Some(mine) {
        Some(theirs)
    } else {
        (base == Some(theirs)).then_some(mine)
    }
}

/// A value that is one thing: changed by one side, it is that side's.
pub(super) fn whole<T: Clone + PartialEq>(base: Option<&T>, mine: &T, theirs: &T) -> Outcome<T> {
    match easy(base, mine, theirs) {
        Some(value) => Outcome::agreed(value.clone()),
        None => Outcome {
            value: theirs.clone(),
            mine: Some(mine.clone()),
        },
    }
}

/// A list in which every entry goes on from the one before, as the way of a person: changed places
/// are merged, but two different continuations are a conflict of the whole list.
pub(super) fn chain<T: Clone + PartialEq>(
    base: Option<&Vec<T>>,
    mine: &Vec<T>,
    theirs: &Vec<T>,
) -> Outcome<Vec<T>> {
    let whole = whole(base, mine, theirs);
    let Some((base, _)) = base.zip(whole.mine.as_ref()) else {
        return whole;
    };
    if mine.len() != base.len() && theirs.len() != base.len() {
        return whole;
    }
    let places = 0..mine.len().max(theirs.len()).max(base.len());
    let settled = places.map(|at| easy(Some(base.get(at)), mine.get(at), theirs.get(at)));
    match settled.collect::<Option<Vec<_>>>() {
        Some(kept) => Outcome::agreed(kept.into_iter().flatten().cloned().collect()),
        None => whole,
    }
}

/// An entry of a list whose order says nothing but the days.
pub(in crate::model) trait Row: Clone + PartialEq {
    type Key: Ord;

    /// What it is the entry for. Two entries may be for the same.
    fn key(&self) -> Self::Key;

    /// The day it is put in order by.
    fn day(&self) -> Option<NaiveDate>;

    /// Whether it can be this other entry, for something else by mistake and now corrected.
    fn corrects(&self, other: &Self) -> bool;
}

/// For every entry of a side the place of the entry in `base` that it is: an equal one first, then
/// one for the same. `steady` asks for the same order as there.
fn matches<T: Row>(base: &[T], side: &[T], steady: bool) -> Vec<Option<usize>> {
    let mut free: BTreeMap<T::Key, Vec<usize>> = BTreeMap::new();
    for (at, row) in base.iter().enumerate() {
        free.entry(row.key()).or_default().push(at);
    }
    let mut from = vec![None; side.len()];
    for (at, row) in side.iter().enumerate() {
        if let Some(places) = free.get_mut(&row.key())
            && let Some(found) = places.iter().position(|place| base[*place] == *row)
        {
            from[at] = Some(places.remove(found));
        }
    }
    let mut after = vec![base.len(); side.len()];
    for at in (1..side.len()).rev() {
        after[at - 1] = from[at].unwrap_or(after[at]);
    }
    let mut next = 0;
    for (at, row) in side.iter().enumerate() {
        let fits = |place: &usize| !steady || (next..after[at]).contains(place);
        if from[at].is_none()
            && let Some(places) = free.get_mut(&row.key())
            && let Some(found) = places.iter().position(fits)
        {
            from[at] = Some(places.remove(found));
        }
        next = from[at].map_or(next, |place| place + 1);
    }
    from
}

/// Like [`matches`]; an entry that stands in the place of a vanished one may be that one, corrected.
fn origins<T: Row>(base: &[T], side: &[T]) -> Vec<Option<usize>> {
    let mut from = matches(base, side, true);
    let mut taken = vec![false; base.len()];
    for place in from.iter().flatten() {
        taken[*place] = true;
    }
    let mut next = 0;
    for (row, place) in side.iter().zip(&mut from) {
        let vanished = base.get(next).filter(|_| !taken[next]);
        if place.is_none() && vanished.is_some_and(|old| row.corrects(old)) {
            taken[next] = true;
            *place = Some(next);
        }
        next = place.map_or(next, |place| place + 1);
    }
    from
}

/// One side of a list: what became of each entry of the base, and what was added.
struct Side<'a, T> {
    kept: Vec<Option<&'a T>>,
    added: Vec<T>,
    /// Entries were put in another order.
    moved: bool,
}

impl<'a, T: Row> Side<'a, T> {
    fn of(base: &[T], side: &'a [T]) -> Self {
        let mut kept = vec![None; base.len()];
        let mut added = Vec::new();
        let from = origins(base, side);
        for (row, place) in side.iter().zip(&from) {
            match place {
                Some(place) => kept[*place] = Some(row),
                None => added.push(row.clone()),
            }
        }
        let moved = !from.iter().flatten().is_sorted();
        Self { kept, added, moved }
    }
}

fn in_order<T: Row>(rows: &[T]) -> bool {
    rows.is_sorted_by_key(Row::day)
}

/// How many entries there are for the same.
fn counts<T: Row>(rows: &[T]) -> BTreeMap<T::Key, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.key()).or_default() += 1;
    }
    counts
}

/// Two lists of the same entries but for those that the sides changed differently.
struct Both<T> {
    theirs: Vec<T>,
    mine: Vec<T>,
    agreed: bool,
}

impl<T: Row> Both<T> {
    fn push(&mut self, base: Option<&T>, mine: Option<&T>, theirs: Option<&T>) {
        let easy = easy(Some(base), mine, theirs);
        self.agreed &= easy.is_some();
        self.theirs.extend(easy.unwrap_or(theirs).cloned());
        self.mine.extend(easy.unwrap_or(mine).cloned());
    }
}

/// A list merged entry by entry: what the sides changed, added and took out is all there, new
/// entries in the order of their days. An entry changed differently, or changed by one side and
/// taken out by the other, is a conflict.
pub(in crate::model) fn rows<T: Row>(
    base: Option<&Vec<T>>,
    mine: &Vec<T>,
    theirs: &Vec<T>,
) -> Outcome<Vec<T>> {
    let whole = whole(base, mine, theirs);
    if whole.mine.is_none() {
        return whole;
    }
    let base = base.map_or(&[][..], Vec::as_slice);
    let (ours, other) = (Side::of(base, mine), Side::of(base, theirs));
    if ours.moved || other.moved {
        return whole;
    }
    let mut both = Both {
        theirs: Vec::new(),
        mine: Vec::new(),
        agreed: true,
    };
    for (at, row) in base.iter().enumerate() {
        both.push(Some(row), ours.kept[at], other.kept[at]);
    }
    let mut added: Vec<(Option<&T>, Option<&T>)> = Vec::new();
    let pairs = matches(&ours.added, &other.added, false);
    for (row, place) in other.added.iter().zip(&pairs) {
        added.push((place.map(|place| &ours.added[place]), Some(row)));
    }
    for (place, row) in ours.added.iter().enumerate() {
        if !pairs.contains(&Some(place)) {
            added.push((Some(row), None));
        }
    }
    // Sorted for each side by the entry it would keep, so that swapped sides come out alike.
    let by = |row: Option<&T>| row.map(|row| (row.day(), row.key()));
    added.sort_by_key(|(mine, theirs)| by(theirs.or(*mine)));
    for (mine, theirs) in &added {
        let easy = easy(Some(None), *mine, *theirs);
        both.agreed &= easy.is_some();
        both.theirs.extend(easy.unwrap_or(*theirs).cloned());
    }
    added.sort_by_key(|(mine, theirs)| by(mine.or(*theirs)));
    for (mine, theirs) in &added {
        let easy = easy(Some(None), *mine, *theirs);
        both.mine.extend(easy.unwrap_or(*mine).cloned());
    }
    if in_order(mine) && in_order(theirs) {
        both.theirs.sort_by_key(Row::day);
        both.mine.sort_by_key(Row::day);
    }
    let doubled = |rows: &[T]| {
        let (mine, theirs) = (counts(mine), counts(theirs));
        let most = |key| mine.get(key).max(theirs.get(key)).copied();
        counts(rows).iter().any(|(key, n)| most(key) < Some(*n))
    };
    if doubled(&both.theirs) || doubled(&both.mine) {
        return whole;
    }
    Outcome {
        value: both.theirs,
        mine: (!both.agreed).then_some(both.mine),
    }
}

/// Names that belong together in no order: what either side added is there, what either took out is not.
#[allow(clippy::ptr_arg)] // like the other ways to merge a list
pub(super) fn union<T: Clone + PartialEq>(
    base: Option<&Vec<T>>,
    mine: &Vec<T>,
    theirs: &Vec<T>,
) -> Outcome<Vec<T>> {
    let base = base.map_or(&[][..], Vec::as_slice);
    let stays = |one: &&T| mine.contains(one) || !base.contains(one);
    let mut value: Vec<T> = theirs.iter().filter(stays).cloned().collect();
    for one in mine {
        if !base.contains(one) && !value.contains(one) {
            value.push(one.clone());
        }
    }
    Outcome::agreed(value)
}

/// Plans merged by their ids; two of one thing on one day are one, with the people of both.
pub(super) fn plans(
    base: Option<&Vec<Plan>>,
    mine: &Vec<Plan>,
    theirs: &Vec<Plan>,
) -> Outcome<Vec<Plan>> {
    let Outcome { value, mine } = rows(base, mine, theirs);
    Outcome {
        value: one_of_each(value),
        mine: mine.map(one_of_each),
    }
}

fn one_of_each(all: Vec<Plan>) -> Vec<Plan> {
    let mut kept: Vec<Plan> = Vec::with_capacity(all.len());
    for plan in all {
        let same = |known: &&mut Plan| (known.what, known.on) == (plan.what, plan.on);
        if let Some(known) = kept.iter_mut().find(same) {
            let new = |id: &CandidateId| !known.people.contains(id);
            let more: Vec<CandidateId> = plan.people.into_iter().filter(new).collect();
            known.people.extend(more);
        } else {
            kept.push(plan);
        }
    }
    kept
}

macro_rules! entries {
    ($($row:ty: $key:ty = $made:expr, $day:expr, $corrects:expr;)*) => {
        $(impl Row for $row {
            type Key = $key;

            fn key(&self) -> Self::Key {
                let made: fn(&Self) -> Self::Key = $made;
                made(self)
            }

            fn day(&self) -> Option<NaiveDate> {
                let day: fn(&Self) -> Option<NaiveDate> = $day;
                day(self)
            }

            fn corrects(&self, other: &Self) -> bool {
                let corrects: fn(&Self, &Self) -> bool = $corrects;
                corrects(self, other)
            }
        })*
    };
}

entries! {
    Note: (NaiveDate, String) = |it| (it.on, it.text.clone()),
        |it| Some(it.on),
        |it, old| it.on == old.on;
    Cause: Code = |it| it.code.clone(),
        |it| Some(it.from),
        |it, old| it.from == old.from;
    Guide: (u8, String) = |it| (it.kind as u8, it.name.clone()),
        |it| it.from.map(PartialDay::first),
        |it, old| it.from == old.from;
    Paper: Code = |it| it.form.clone(),
        |it| it.on.map(PartialDay::first),
        |it, old| (it.on, &it.number) == (old.on, &old.number);
    Letter: (u8, String) = |it| (it.about as u8, it.place.clone()),
        |it| it.sent,
        |it, old| it.about == old.about;
    Vote: (Code, Option<Code>, NaiveDate) = |it| (it.stage.clone(), it.body.clone(), it.on),
        |it| Some(it.on),
        |it, old| (&it.stage, &it.body) == (&old.stage, &old.body);
    Reminder: (Code, NaiveDate) = |it| (it.limit.clone(), it.on),
        |it| Some(it.on),
        |it, old| (&it.limit, &it.step) == (&old.limit, &old.step);
    Extended: Code = |it| it.limit.clone(),
        |it| Some(it.on),
        |it, old| it.on == old.on;
    MemberCount: NaiveDate = |it| it.on,
        |it| Some(it.on),
        |it, old| (it.members, it.full) == (old.members, old.full);
    OfficerCount: NaiveDate = |it| it.on,
        |it| Some(it.on),
        |it, old| (it.officers, it.members) == (old.officers, old.members);
    Successor: (UnitId, NaiveDate) = |it| (it.unit.clone(), it.on),
        |it| Some(it.on),
        |it, old| it.unit == old.unit;
    Leader: (String, String) = |it| (it.name.clone(), it.post.clone()),
        |it| it.from,
        |it, old| (it.from, &it.post) == (old.from, &old.post);
    Plan: Code = |it| it.id.clone(),
        |it| Some(it.on),
        |_, _| false;
    Event: Code = |it| it.id.clone(),
        |it| Some(it.on),
        |_, _| false;
    Import: String = |it| it.sha256.clone(),
        |it| Some(it.on),
        |_, _| false;
    Unlisted: i32 = |it| it.year,
        |_| None,
        |it, old| it.count == old.count;
    Quota: (i32, Code, Option<Code>, u16) =
        |it| (it.year, it.track.clone(), it.group.clone(), it.revision),
        |_| None,
        |it, old| (&it.track, it.target) == (&old.track, old.target);
    Exemption: (i32, NaiveDate) = |it| (it.year, it.from),
        |it| Some(it.from),
        |it, old| it.basis == old.basis;
    Floor: (Code, i32, UnitClass) = |it| (it.track.clone(), it.year, it.class.clone()),
        |_| None,
        |it, old| (&it.track, it.least) == (&old.track, old.least);
    Remedy: (Code, String) = |it| (it.cause.clone(), it.text.clone()),
        |_| None,
        |it, old| (&it.cause, it.by) == (&old.cause, old.by);
    Survey: NaiveDate = |it| it.on,
        |it| Some(it.on),
        |it, old| it.period == old.period;
    Visit: (Option<NaiveDate>, String) = |it| (it.on, it.who.clone()),
        |it| it.on,
        |it, old| it.on == old.on || it.who == old.who;
    Track: Code = |it| it.id.clone(),
        |_| None,
        |it, old| it.name == old.name;
}

impl<T: Clone + PartialEq> Row for Dated<T> {
    type Key = Option<NaiveDate>;

    fn key(&self) -> Self::Key {
        self.from
    }

    fn day(&self) -> Option<NaiveDate> {
        self.from
    }

    fn corrects(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
