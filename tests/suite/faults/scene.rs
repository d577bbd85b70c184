//! What the fault tests do: an edit, a change of many records, a list taken over, a new book; and what may be found after each.

use crate::help::simdisk::SimDisk;
use crate::help::trouble::Trouble;
use crate::world::{code, day, header, person_id, stamp, unit_id};
use ketnap::config::Config;
use ketnap::exchange::incoming::{Options, Preview, preview, read};
use ketnap::model::*;
use ketnap::rules::Known;
use ketnap::store::*;
use ketnap::text::Lang;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the book lies on a simulated disk.
const DATA: &str = "/srv/data";

pub(super) fn store(disk: &SimDisk) -> Store {
    store_for(disk, Access::ReadWrite)
}

pub(super) fn store_for(disk: &SimDisk, access: Access) -> Store {
    Store::on(Arc::new(disk.clone()), PathBuf::from(DATA), access)
}

fn cell(id: &str) -> Unit {
    let mut unit = Unit::new(unit_id(id), code("cell"), format!("Chi bộ Mẫu {id}"));
    let value = unit_id("goc");
    unit.parents = vec![Dated { from: None, value }];
    unit
}

/// Forty people in four cells, and four cells without any.
pub(super) fn forty() -> Book {
    let root = Unit::new(unit_id("goc"), code("committee"), "Đảng bộ Mẫu".into());
    let mut units = vec![root];
    for at in 0..8 {
        let mut cell = cell(&format!("cb-{at}"));
        for n in (0..10).filter(|_| at < 4) {
            let id = person_id(&format!("p-{at}-{n}"));
            let name = format!("Quần chúng Mẫu {at}{n}");
            let on = day(2026, 1, 5);
            cell.candidates
                .push(Candidate::new(id, name, code("source"), on));
        }
        units.push(cell);
    }
    Book::new(header(), units, Vec::new())
}

/// All forty go over to the empty cells, each to another than the one before.
pub(super) fn move_forty(book: &Book) -> Change {
    let people = book.units().iter().flat_map(|unit| &unit.candidates);
    let moves = people.enumerate().flat_map(|(at, person)| {
        let to = unit_id(&format!("cb-{}", 4 + at % 4));
        [
            Change::RemoveCandidate(person.id.clone()),
            Change::AddCandidate(to, Box::new(person.clone())),
        ]
    });
    Change::Many(moves.collect())
}

/// Something that is done to a book, and what it may leave behind.
pub(super) struct Scene {
    pub(super) name: &'static str,
    /// The disk before, all of it durable.
    pub(super) disk: SimDisk,
    /// None where there is no book yet.
    pub(super) before: Option<Book>,
    pub(super) after: Book,
    act: Act,
}

enum Act {
    Create,
    Save(Box<Edit>),
    Start,
}

impl Scene {
    /// Does it.
    pub(super) fn act(&self, store: &Store) -> Result<(), StoreError> {
        match &self.act {
            Act::Create => store.create(self.after.header(), self.after.units()),
            Act::Save(edit) => store.save(&self.after, edit, None, &stamp()).map(|_| ()),
            Act::Start => store.load().map(|_| ()),
        }
    }

    /// The change that is saved.
    pub(super) fn change(&self) -> &Change {
        match &self.act {
            Act::Save(edit) => &edit.change,
            Act::Create | Act::Start => panic!("no change"),
        }
    }

    /// What is there, if it is something that may be.
    pub(super) fn found(&self, disk: &SimDisk) -> Found {
        let store = store(disk);
        if store.presence() == Ok(Presence::Empty) {
            assert!(self.before.is_none(), "the book is gone");
            return Found::Before;
        }
        let book = store.load().unwrap();
        if book == self.after {
            return Found::After;
        }
        let before = self.before.as_ref();
        assert!(before == Some(&book), "neither before nor after: {book:?}");
        Found::Before
    }

    /// How many operations it takes.
    pub(super) fn operations(&self) -> usize {
        let disk = self.disk.fork();
        disk.expect(Trouble::default());
        self.act(&store(&disk)).unwrap();
        disk.trouble().log.len()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Before,
    After,
}

/// A disk with a book on it.
fn disk_with(book: &Book) -> SimDisk {
    let disk = SimDisk::new("/srv");
    store(&disk).create(book.header(), book.units()).unwrap();
    disk.settle();
    disk
}

/// A change to a book, in which `first` was changed and saved before it.
fn saving(name: &'static str, mut book: Book, first: Option<Change>, change: Change) -> Scene {
    let disk = disk_with(&book);
    if let Some(first) = first {
        let edit = book.edit(first).unwrap();
        store(&disk).save(&book, &edit, None, &stamp()).unwrap();
        disk.settle();
    }
    let before = Some(book.clone());
    let edit = book.edit(change).unwrap();
    Scene {
        name,
        disk,
        before,
        after: book,
        act: Act::Save(Box::new(edit)),
    }
}

fn rename(id: &str, name: &str) -> Change {
    Change::SetCandidate(person_id(id), CandidateField::Name(name.into()))
}

/// One field of one person, the first edit of a book.
pub(super) fn first_edit() -> Scene {
    let change = rename("p1", "Người Mẫu Một");
    saving("a first edit", crate::world::book(), None, change)
}

/// One field of one person in a book that has a journal.
pub(super) fn edit() -> Scene {
    let first = rename("p1", "Người Mẫu Một");
    let change = rename("p1", "Người Mẫu Hai");
    saving("an edit", crate::world::book(), Some(first), change)
}

/// Forty people over eight cells.
pub(super) fn bulk_move() -> Scene {
    let book = forty();
    let change = move_forty(&book);
    let settings = BookSettings {
        note: Some("Sổ thử".into()),
        ..BookSettings::default()
    };
    let first = Change::SetBook(BookField::Settings(Box::new(settings)));
    saving("a move of forty", book, Some(first), change)
}

/// A unit comes, another goes, a person moves, the head of the book changes: all in one edit.
pub(super) fn reorganisation() -> Scene {
    let book = crate::world::book();
    let person = book.candidate(&person_id("p3")).unwrap().1.clone();
    let settings = BookSettings {
        note: Some("Sổ thử".into()),
        ..BookSettings::default()
    };
    let change = Change::Many(vec![
        Change::AddUnit(Box::new(cell("c"))),
        Change::RemoveCandidate(person_id("p3")),
        Change::AddCandidate(unit_id("c"), Box::new(person)),
        Change::RemoveUnit(unit_id("b")),
        Change::SetBook(BookField::Settings(Box::new(settings))),
    ]);
    let first = rename("p1", "Người Mẫu Một");
    saving("a reorganisation", book, Some(first), change)
}

/// Two tables: a plan's numbers for a cell that there is and one that there is not, and people of both.
const LIST: &str = "\
Kế hoạch số 12-KH/ĐU giao chỉ tiêu năm 2026
TT;Tên chi bộ;Chỉ tiêu;Nữ;Tổng số đảng viên
1;Chi bộ A;3;1;20
2;Chi bộ Mẫu Mới;2;;15
Cộng;;5;1;35

Danh sách quần chúng
STT;Họ và tên;Ngày sinh;Chi bộ;Ngày họp công nhận;Ngày cấp GCN;Số GCN;Người giúp đỡ
1;Lê Văn Mẫu Một;13/2/1999;Chi bộ A;15/1/2025;20/6/2025;31/GCN;Trần Mẫu
2;Lê Thị Mẫu Hai;14/3/1998;Chi bộ Mẫu Mới;15/1/2025;;;Trần Mẫu
3;Lê Văn Mẫu Ba;15/4/1997;Chi bộ Mẫu Khác;;;;
";

/// What a list is planned to change.
fn planned(book: &Book) -> Change {
    let config = Config::load(None, Some(Lang::Vi));
    let known = Known::new(book, &config.rules, day(2026, 3, 1));
    let options = Options {
        new_units: true,
        ..Options::default()
    };
    let grid = read(LIST.as_bytes(), None).unwrap();
    let data = (&config.headings[..], &config.texts);
    let Preview { reading, plan, .. } = preview(&grid, known, data, &options).unwrap();
    assert_eq!(plan.taken.len(), 6, "{:?}", reading.rows);
    plan.change.unwrap()
}

/// A list taken over: units, a plan, numbers and people with their way, all in one edit.
pub(super) fn list() -> Scene {
    // A root below which cells can be made.
    let mut units = crate::world::book().units().to_vec();
    let root = units.iter_mut().find(|unit| unit.id == unit_id("goc"));
    *root.unwrap() = Unit::new(unit_id("goc"), code("ward"), "Đảng bộ Mẫu".into());
    let book = Book::new(header(), units, Vec::new());
    let change = planned(&book);
    let Change::Many(all) = &change else {
        panic!("{change:?}")
    };
    let units = all.iter().filter(|one| matches!(one, Change::AddUnit(_)));
    let people = all
        .iter()
        .filter(|one| matches!(one, Change::AddCandidate(..)));
    assert_eq!((units.count(), people.count()), (2, 3), "{all:?}");
    let first = rename("p1", "Người Mẫu Một");
    saving("a list taken over", book, Some(first), change)
}

/// A new book.
pub(super) fn create() -> Scene {
    Scene {
        name: "a new book",
        disk: SimDisk::new("/srv"),
        before: None,
        after: crate::world::book(),
        act: Act::Create,
    }
}

/// The start after a scene was broken off before an operation.
pub(super) fn start_after(scene: &Scene, broken_off: &SimDisk) -> Scene {
    Scene {
        name: "a start",
        disk: broken_off.fork(),
        before: scene.before.clone(),
        after: scene.after.clone(),
        act: Act::Start,
    }
}
