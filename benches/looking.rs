//! A look at the files of an open book, against asking the system for the same files and no more.

use crate::Ground;
use crate::table::{Table, at_most, median};
use ketnap::model::Book;
use ketnap::store::{Access, Store};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const TURNS: usize = 30;

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let made = work();
    (begun.elapsed(), made)
}

/// What every look needs at least.
fn bare(units: &Path) -> usize {
    let entries = fs::read_dir(units).expect("the folder");
    let about = entries.map(|entry| entry.expect("an entry").metadata().expect("a file"));
    about.filter(fs::Metadata::is_file).count()
}

/// A look at all files, as the first one of each watch is. The end of a watch, where the system may
/// take its time, is not measured: a board has one as long as it is open.
fn look(store: &Store, book: &Book) -> (Duration, usize) {
    let mut watch = store.watch();
    timed(|| {
        let traces = watch.look().expect("a look");
        let news = store.news(traces, book, &BTreeSet::new());
        news.expect("a book that can be read").units.len()
    })
}

/// Looks at an unchanged book, and at one with a file written anew.
pub(crate) fn measure(ground: &Ground, table: &mut Table) {
    for (name, data) in ground.books() {
        let store = Store::new(data.to_owned(), Access::ReadOnly);
        let book = store.load().expect("an invented book");
        let units = data.join("units");
        let cell = book.units().iter().find(|unit| !unit.candidates.is_empty());
        let file = units.join(format!("{}.ron", cell.expect("a cell with people").id));
        let text = fs::read_to_string(&file).expect("its file");
        let other = text.replacen("Mẫu", "Mão", 1);
        assert_ne!(text, other);
        look(&store, &book);
        let [mut still, mut floor, mut moved] = [const { Vec::new() }; 3];
        for _ in 0..TURNS {
            floor.push(timed(|| bare(&units)).0);
            still.push(look(&store, &book).0);
            fs::write(&file, &other).expect("another text");
            let (time, found) = look(&store, &book);
            assert_eq!(found, 1);
            moved.push(time);
            fs::write(&file, &text).expect("the first text");
            look(&store, &book);
        }
        let [still, floor, moved] = [still, floor, moved].map(|all| median(&all));
        let budget = at_most(4.0, still, floor);
        table.time(&format!("a look, {name}"), still, floor, Some(budget));
        let what = format!("a look that finds one file changed, {name}");
        table.time(&what, moved, floor, None);
    }
}
