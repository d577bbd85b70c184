//! Meetings of two clerks in one record: what is merged, what is asked, and what either answer makes.

use crate::world::{self, code, day, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::model::*;

fn set(id: &str, field: CandidateField) -> Change {
    Change::SetCandidate(person_id(id), field)
}

fn of_unit(id: &str, field: UnitField) -> Change {
    Change::SetUnit(unit_id(id), field)
}

fn on(d: u32) -> NaiveDate {
    day(2026, 3, d)
}

fn step(d: u32, stage: &str) -> Step {
    Step::plain(on(d), Place::Stage(code(stage)))
}

fn paper(form: &str, state: PaperState) -> Paper {
    Paper {
        on: (state == PaperState::Valid).then(|| on(4)).map(Into::into),
        ..Paper::new(code(form), state)
    }
}

fn guide(name: &str) -> Guide {
    Guide::new(name.into(), GuideKind::Member)
}

fn count(d: u32, members: u32) -> MemberCount {
    MemberCount {
        on: on(d),
        members,
        full: Some(members),
        source: None,
    }
}

/// Two books that begin with the same changes and then go different ways.
struct Met {
    edit: Edit,
    mine: Book,
    theirs: Book,
}

impl Met {
    fn new(first: Vec<Change>, mine: Vec<Change>, theirs: Vec<Change>) -> Self {
        let mut base = world::book();
        base.edit(Change::Many(first)).unwrap();
        let (mut ours, mut others) = (base.clone(), base);
        let edit = ours.edit(Change::Many(mine)).unwrap();
        others.edit(Change::Many(theirs)).unwrap();
        Self {
            edit,
            mine: ours,
            theirs: others,
        }
    }

    fn joined(&self) -> Joined {
        join(&self.edit, &self.mine, &self.theirs)
    }

    fn settled(&self, mine: bool) -> Book {
        let joined = self.joined();
        let choices = vec![mine; joined.conflicts.len()];
        let mut book = self.theirs.clone();
        book.edit(joined.settled(&choices)).unwrap();
        book
    }

    /// The book, if nothing has to be asked.
    fn merged(&self) -> Book {
        assert_eq!(self.joined().conflicts, Vec::new());
        self.settled(false)
    }

    /// The record and the name of each field that is asked for.
    fn asked(&self) -> Vec<(String, &'static str)> {
        let conflicts = self.joined().conflicts;
        let named = |conflict: &Conflict| {
            let record = conflict.candidate.as_ref().map(ToString::to_string);
            let unit = conflict.unit.as_ref().map(ToString::to_string);
            (record.or(unit).unwrap_or_default(), conflict.key())
        };
        conflicts.iter().map(named).collect()
    }
}

fn person<'a>(book: &'a Book, id: &str) -> &'a Candidate {
    book.candidate(&person_id(id)).unwrap().1
}

fn one(record: &str, field: &'static str) -> Vec<(String, &'static str)> {
    vec![(record.to_owned(), field)]
}

#[test]
fn remarks_of_both_stand_in_the_order_of_their_days() {
    let note = |d: u32, text: &str| Note {
        on: on(d),
        text: text.into(),
    };
    let first = [note(1, "đầu")];
    let with = |more: &[Note]| set("p1", CandidateField::Notes([&first[..], more].concat()));
    let met = Met::new(
        vec![with(&[])],
        vec![with(&[note(3, "ba"), note(5, "chung")])],
        vec![with(&[note(2, "hai"), note(5, "chung"), note(5, "riêng")])],
    );
    let merged = met.merged();
    let notes = &person(&merged, "p1").notes;
    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["đầu", "hai", "ba", "chung", "riêng"]);
}

#[test]
fn a_remark_reworded_by_both_is_asked() {
    let note = |text: &str| {
        let text = text.into();
        set("p1", CandidateField::Notes(vec![Note { on: on(1), text }]))
    };
    let met = Met::new(vec![note("cũ")], vec![note("tôi")], vec![note("họ")]);
    assert_eq!(met.asked(), one("p1", "notes"));
    assert_eq!(person(&met.settled(true), "p1").notes[0].text, "tôi");
    assert_eq!(person(&met.settled(false), "p1").notes[0].text, "họ");
}

#[test]
fn one_way_goes_on_but_two_ways_are_asked() {
    let way = |steps: &[Step]| {
        let first = world::book();
        let first = person(&first, "p1").steps.clone();
        set("p1", CandidateField::Steps([&first[..], steps].concat()))
    };
    let base = vec![way(&[step(2, "course")])];
    // A day mended by one, a step gone on by the other.
    let met = Met::new(
        base.clone(),
        vec![way(&[step(1, "course")])],
        vec![way(&[step(2, "course"), step(9, "dossier")])],
    );
    let merged = met.merged();
    let steps = &person(&merged, "p1").steps;
    assert_eq!(steps[1..], [step(1, "course"), step(9, "dossier")]);
    // The same step by both is one step.
    let next = vec![way(&[step(2, "course"), step(9, "dossier")])];
    let met = Met::new(base.clone(), next.clone(), next.clone());
    assert_eq!(person(&met.merged(), "p1").steps.len(), 3);
    // Two different steps, or one taken back that the other went on from, are asked.
    let paused = Step {
        to: Place::Paused,
        ..step(8, "x")
    };
    let met = Met::new(
        base.clone(),
        next.clone(),
        vec![way(&[step(2, "course"), paused])],
    );
    assert_eq!(met.asked(), one("p1", "steps"));
    let met = Met::new(base.clone(), vec![way(&[])], next.clone());
    assert_eq!(met.asked(), one("p1", "steps"));
    assert_eq!(person(&met.settled(true), "p1").steps.len(), 1);
    assert_eq!(person(&met.settled(false), "p1").steps.len(), 3);
    // A mended day that lies after the other's step goes with it.
    let met = Met::new(base, vec![way(&[step(20, "course")])], next);
    assert_eq!(met.asked(), one("p1", "steps"));
}

#[test]
fn two_new_helpers_are_asked() {
    let helper = |name: &str| {
        let from = Some(on(3));
        let guide = Guide {
            from: from.map(Into::into),
            ..guide(name)
        };
        set("p1", CandidateField::Helpers(vec![guide]))
    };
    let met = Met::new(Vec::new(), vec![helper("Mẫu A")], vec![helper("Mẫu B")]);
    assert_eq!(met.asked(), one("p1", "helpers"));
    assert_eq!(person(&met.settled(true), "p1").helpers[0].name, "Mẫu A");
}

#[test]
fn different_entries_are_merged_and_one_entry_changed_by_both_is_asked() {
    use PaperState::{Drafted, Sent, Valid};
    let papers = |rows: &[(&str, PaperState)]| {
        let rows = rows.iter().map(|(form, state)| paper(form, *state));
        set("p1", CandidateField::Papers(rows.collect()))
    };
    let base = vec![papers(&[("1-KND", Drafted), ("2-KND", Drafted)])];
    let met = Met::new(
        base.clone(),
        vec![papers(&[
            ("1-KND", Valid),
            ("2-KND", Drafted),
            ("4-KND", Valid),
        ])],
        vec![papers(&[
            ("1-KND", Drafted),
            ("2-KND", Sent),
            ("3-KND", Valid),
        ])],
    );
    let rows = person(&met.merged(), "p1").papers.clone();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.form.as_str(), row.state))
        .collect();
    let meant = [
        ("1-KND", Valid),
        ("2-KND", Sent),
        ("3-KND", Valid),
        ("4-KND", Valid),
    ];
    assert_eq!(rows, meant);
    let met = Met::new(
        base.clone(),
        vec![papers(&[("1-KND", Valid), ("2-KND", Valid)])],
        vec![papers(&[
            ("1-KND", Sent),
            ("2-KND", Drafted),
            ("5-KND", Valid),
        ])],
    );
    assert_eq!(met.asked(), one("p1", "papers"));
    let kept = |mine: bool| {
        let book = met.settled(mine);
        let rows = person(&book, "p1").papers.iter();
        rows.map(|row| row.state).collect::<Vec<_>>()
    };
    assert_eq!(
        kept(true),
        [Valid, Valid, Valid],
        "what is agreed on stands either way"
    );
    assert_eq!(kept(false), [Sent, Valid, Valid]);
    // Taken out by one, changed by the other.
    let met = Met::new(
        base,
        vec![papers(&[("2-KND", Drafted)])],
        vec![papers(&[("1-KND", Valid), ("2-KND", Drafted)])],
    );
    assert_eq!(met.asked(), one("p1", "papers"));
    assert_eq!(person(&met.settled(true), "p1").papers.len(), 1);
    assert_eq!(person(&met.settled(false), "p1").papers.len(), 2);
}

#[test]
fn new_entries_come_out_in_one_order_whoever_saves_first() {
    let with = |names: &[&str]| {
        let rows = names.iter().map(|name| guide(name)).collect();
        vec![set("p1", CandidateField::Introducers(rows))]
    };
    let (a, b) = (with(&["Mẫu C", "Mẫu A"]), with(&["Mẫu B"]));
    let one = Met::new(Vec::new(), a.clone(), b.clone()).merged();
    let two = Met::new(Vec::new(), b, a).merged();
    assert_eq!(one, two);
    assert_eq!(person(&one, "p1").introducers.len(), 3);
}

#[test]
fn rows_put_in_another_order_are_not_guessed_at() {
    let with = |names: &[&str]| {
        let rows = names.iter().map(|name| guide(name)).collect();
        vec![set("p1", CandidateField::Introducers(rows))]
    };
    let base = with(&["Mẫu A", "Mẫu B"]);
    let met = Met::new(
        base,
        with(&["Mẫu B", "Mẫu A"]),
        with(&["Mẫu A", "Mẫu B", "Mẫu C"]),
    );
    assert_eq!(met.asked(), one("p1", "introducers"));
}

#[test]
fn counts_of_one_day_are_asked_and_never_doubled() {
    let with = |rows: &[MemberCount]| vec![of_unit("a", UnitField::Members(rows.to_vec()))];
    let met = Met::new(Vec::new(), with(&[count(2, 30)]), with(&[count(1, 29)]));
    let merged = met.merged();
    let rows = &merged.unit(&unit_id("a")).unwrap().members;
    assert_eq!(
        rows[..],
        [count(1, 29), count(2, 30)],
        "the last one is the newest"
    );
    let met = Met::new(Vec::new(), with(&[count(2, 30)]), with(&[count(2, 31)]));
    assert_eq!(met.asked(), one("a", "members"));
    // A mended day meets a new count of that day.
    let met = Met::new(
        with(&[count(1, 30)]),
        with(&[count(2, 30)]),
        with(&[count(1, 30), count(2, 31)]),
    );
    assert_eq!(met.asked(), one("a", "members"));
}

#[test]
fn no_organisation_loses_its_last_name() {
    let name = |n: u32| Dated {
        from: Some(on(n)),
        value: format!("Chi bộ Mẫu {n}"),
    };
    let with = |rows: &[Dated<String>]| vec![of_unit("a", UnitField::Names(rows.to_vec()))];
    let met = Met::new(
        with(&[name(1), name(2)]),
        with(&[name(1)]),
        with(&[name(2)]),
    );
    assert_eq!(met.asked(), one("a", "names"));
}

#[test]
fn days_that_do_not_fit_are_asked_together_and_an_order_is_found_for_those_that_do() {
    let born = |d: u32| set("p1", CandidateField::Born(Some(day(2026, 1, d).into())));
    let begun = |d: u32| {
        let first = Step::plain(day(2026, 1, d), Place::Stage(code("source")));
        set("p1", CandidateField::Steps(vec![first]))
    };
    let met = Met::new(vec![begun(10)], vec![born(8)], vec![begun(4)]);
    let fields: Vec<_> = met.asked().into_iter().map(|(_, field)| field).collect();
    assert_eq!(fields, ["born", "steps"]);
    assert_eq!(person(&met.settled(false), "p1").born, None);
    let note = Change::SetUnit(unit_id("a"), UnitField::Sector(Some("Mẫu".into())));
    let met = Met::new(vec![begun(4)], vec![begun(20), born(15)], vec![note]);
    let merged = met.merged();
    assert_eq!(person(&merged, "p1").born, Some(day(2026, 1, 15).into()));
    assert_eq!(person(&merged, "p1").steps[0].on, day(2026, 1, 20));
}

fn moved(book: &Book, id: &str, to: &str) -> Change {
    let (from, person) = book.candidate(&person_id(id)).unwrap();
    let mut person = person.clone();
    person.handovers.push(Handover {
        on: on(9),
        from: from.id.clone(),
    });
    Change::Many(vec![
        Change::RemoveCandidate(person_id(id)),
        Change::AddCandidate(unit_id(to), Box::new(person)),
    ])
}

fn phone(id: &str, number: &str) -> Change {
    set(id, CandidateField::Phone(Some(number.into())))
}

#[test]
fn a_change_follows_a_person_to_another_cell_whoever_moved_them() {
    let go = || vec![moved(&world::book(), "p1", "b")];
    for met in [
        Met::new(Vec::new(), go(), vec![phone("p1", "0900")]),
        Met::new(Vec::new(), vec![phone("p1", "0900")], go()),
    ] {
        let merged = met.merged();
        assert!(merged.doubled().is_empty());
        let (unit, person) = merged.candidate(&person_id("p1")).unwrap();
        assert_eq!(unit.id, unit_id("b"));
        assert_eq!(person.phone.as_deref(), Some("0900"));
        assert_eq!(person.handovers.len(), 1);
        assert_eq!(merged.candidate_count(), 3);
    }
}

#[test]
fn two_new_cells_for_one_person_are_asked() {
    let mut cell = Unit::new(unit_id("c"), code("cell"), "Chi bộ C".into());
    cell.parents = world::book().unit(&unit_id("a")).unwrap().parents.clone();
    let base = vec![Change::AddUnit(Box::new(cell))];
    let go = |to: &str| vec![moved(&world::book(), "p1", to)];
    let met = Met::new(base, go("b"), go("c"));
    assert_eq!(met.asked(), one("p1", "moved"));
    for (mine, home) in [(true, "b"), (false, "c")] {
        let book = met.settled(mine);
        assert_eq!(book.home(&person_id("p1")), Some(&unit_id(home)));
        assert_eq!(person(&book, "p1").handovers.len(), 1);
        assert_eq!(book.candidate_count(), 3);
    }
}

#[test]
fn a_person_taken_out_by_one_and_changed_by_the_other_is_asked() {
    let gone = || vec![Change::RemoveCandidate(person_id("p1"))];
    let met = Met::new(Vec::new(), gone(), vec![phone("p1", "0900")]);
    assert_eq!(met.asked(), one("p1", "removed"));
    assert!(met.settled(true).candidate(&person_id("p1")).is_none());
    assert!(met.settled(false).candidate(&person_id("p1")).is_some());
    let met = Met::new(Vec::new(), vec![phone("p1", "0900")], gone());
    assert_eq!(met.asked(), one("p1", "removed"));
    assert_eq!(
        person(&met.settled(true), "p1").phone.as_deref(),
        Some("0900")
    );
    assert!(met.settled(false).candidate(&person_id("p1")).is_none());
    // Untouched by the other, it goes without a question.
    let met = Met::new(Vec::new(), gone(), vec![phone("p2", "0900")]);
    assert!(met.merged().candidate(&person_id("p1")).is_none());
}

#[test]
fn an_organisation_taken_out_with_its_people_comes_back_with_them() {
    let gone = || {
        vec![
            Change::RemoveCandidate(person_id("p1")),
            Change::RemoveCandidate(person_id("p2")),
            Change::RemoveUnit(unit_id("a")),
        ]
    };
    let met = Met::new(Vec::new(), vec![phone("p1", "0900")], gone());
    assert_eq!(met.asked(), one("a", "removed"));
    let back = met.settled(true);
    assert_eq!(back.unit(&unit_id("a")).unwrap().candidates.len(), 2);
    assert_eq!(person(&back, "p1").phone.as_deref(), Some("0900"));
    assert!(met.settled(false).unit(&unit_id("a")).is_none());
    let met = Met::new(Vec::new(), gone(), vec![phone("p1", "0900")]);
    assert_eq!(met.asked(), one("a", "removed"));
    assert_eq!(met.settled(false).candidate_count(), 3);
}

#[test]
fn an_id_that_stands_twice_is_left_where_it_stands() {
    let book = world::book();
    let twice = |phone: Option<&str>| {
        let mut units = book.units().to_vec();
        let mut copy = person(&book, "p1").clone();
        copy.phone = phone.map(str::to_owned);
        units[1].candidates.push(copy);
        Book::new(world::header(), units, Vec::new())
    };
    let (base, theirs) = (twice(None), twice(Some("0900")));
    let mut mine = base.clone();
    let edit = mine.edit(phone("p2", "0911")).unwrap();
    let joined = join(&edit, &mine, &theirs);
    assert_eq!(joined.conflicts, Vec::new());
    let mut now = theirs.clone();
    now.edit(joined.change).unwrap();
    assert_eq!(now.candidate_count(), 4);
    let b = now.unit(&unit_id("b")).unwrap();
    assert_eq!(b.candidates[0].phone.as_deref(), Some("0900"));
    assert_eq!(person(&now, "p2").phone.as_deref(), Some("0911"));
}

#[test]
fn settings_are_merged_by_field_and_asked_as_one() {
    let with = |note: Option<&str>, tracks: &[&str]| {
        let track = |id: &&str| Track {
            id: code(id),
            name: (*id).into(),
        };
        let settings = BookSettings {
            note: note.map(str::to_owned),
            tracks: tracks.iter().map(track).collect(),
            ..BookSettings::default()
        };
        vec![Change::SetBook(BookField::Settings(Box::new(settings)))]
    };
    let met = Met::new(
        Vec::new(),
        with(Some("tôi"), &["KH27"]),
        with(None, &["NQ"]),
    );
    let merged = met.merged();
    assert_eq!(merged.settings().note.as_deref(), Some("tôi"));
    assert_eq!(merged.settings().tracks.len(), 2);
    let met = Met::new(
        Vec::new(),
        with(Some("tôi"), &["KH27"]),
        with(Some("họ"), &["NQ"]),
    );
    assert_eq!(met.asked(), one("", "settings"));
    let kept = met.settled(true);
    assert_eq!(kept.settings().note.as_deref(), Some("tôi"));
    assert_eq!(
        kept.settings().tracks.len(),
        2,
        "what is agreed on stands either way"
    );
}
