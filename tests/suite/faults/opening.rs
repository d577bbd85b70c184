//! The head of a book is read once where it is opened, and again only where it has changed since.

use super::scene::{self, store, store_for};
use crate::help::simdisk::SimDisk;
use crate::help::trouble::{Kind, Trouble, Verb};
use crate::world::{self, stamp};
use ketnap::config::Config;
use ketnap::model::{Book, BookField, BookSettings, Change};
use ketnap::store::{Access, Fs, Head, Store, StoreError};
use ketnap::text::Lang;
use std::path::Path;

const HEAD: &str = "/srv/data/book.ron";

/// A disk with a book of these settings, on which nothing was done yet.
fn disk(settings: BookSettings) -> (SimDisk, Book) {
    let disk = SimDisk::new("/srv");
    let mut book = world::book();
    let set = Change::SetBook(BookField::Settings(Box::new(settings)));
    book.apply(set).unwrap();
    store(&disk).create(book.header(), book.units()).unwrap();
    disk.settle();
    disk.expect(Trouble::default());
    (disk, book)
}

fn shared() -> BookSettings {
    BookSettings {
        group_shared: true,
        ..BookSettings::default()
    }
}

/// How often something was done with a path.
fn count(disk: &SimDisk, verb: Verb, path: &str) -> usize {
    let log = disk.trouble().log;
    let same = |done: &&(Verb, String)| done.0 == verb && done.1 == path;
    log.iter().filter(same).count()
}

/// Writes over the head in its place, as an editor does.
fn rewrite(disk: &SimDisk, from: &str, to: &str) {
    let mut bytes = Vec::new();
    disk.read(Path::new(HEAD), u64::MAX, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{text}");
    let mut file = disk.append(Path::new(HEAD)).unwrap();
    file.cut(0).unwrap();
    file.write(text.replace(from, to).as_bytes()).unwrap();
    disk.expect(Trouble::default());
}

/// What a board does before its first frame.
fn start(store: &mut Store) -> Result<Book, StoreError> {
    let head: Head = store.open()?;
    store.spare_shut();
    store.load_opened(head)
}

#[test]
fn a_start_reads_the_head_once_and_a_store_by_itself_nothing() {
    for settings in [BookSettings::default(), shared()] {
        let (disk, book) = disk(settings);
        let mut store = store(&disk);
        assert_eq!(disk.trouble().log, []);
        assert_eq!(start(&mut store).unwrap(), book);
        assert_eq!(count(&disk, Verb::Read, HEAD), 1);
        assert_eq!(store.load().unwrap(), book);
        assert_eq!(count(&disk, Verb::Read, HEAD), 2);
    }
}

#[test]
fn a_command_reads_the_head_once() {
    let (disk, _) = disk(shared());
    let config = Config::load(None, Some(Lang::En));
    let args = ["report", "pipeline", "--today", "2026-11-27"].map(str::to_owned);
    let (code, printed) = ketnap::cli::run_on(store(&disk), "mau", config, &args);
    assert_eq!(code, 0, "{}", printed.said);
    assert_eq!(count(&disk, Verb::Read, HEAD), 1);
}

#[test]
fn a_head_that_was_changed_since_it_was_opened_is_read_again() {
    let (disk, book) = disk(BookSettings::default());
    let mut late = store(&disk);
    let head = late.open().unwrap();
    let mut theirs = book.clone();
    let settings = BookSettings {
        note: Some("Sổ thử".into()),
        ..BookSettings::default()
    };
    let set = Change::SetBook(BookField::Settings(Box::new(settings)));
    let edit = theirs.edit(set).unwrap();
    store(&disk).save(&theirs, &edit, None, &stamp()).unwrap();
    assert_eq!(late.load_opened(head).unwrap(), theirs);
    let head = late.open().unwrap();
    rewrite(&disk, "Sổ thử", "Sổ ba ");
    let note = late.load_opened(head).unwrap().settings().note.clone();
    assert_eq!(note.as_deref(), Some("Sổ ba "));
}

#[test]
fn a_head_that_waits_to_be_put_in_place_is_the_one_that_is_read() {
    let scene = scene::reorganisation();
    let mut found = [0, 0];
    for at in 0..scene.operations() {
        let disk = scene.disk.fork();
        disk.expect(Trouble::power_goes(at));
        let _ = scene.act(&store(&disk));
        let disk = disk.fork();
        let book = start(&mut store_for(&disk, Access::ReadOnly)).unwrap();
        let after = book == scene.after;
        assert!(after || scene.before.as_ref() == Some(&book), "at {at}");
        found[usize::from(after)] += 1;
    }
    assert!(found.iter().all(|count| *count > 3), "{found:?}");
}

#[test]
fn a_book_of_a_newer_program_is_only_looked_at_however_it_is_opened() {
    let scene = scene::bulk_move();
    let writes = |disk: &SimDisk| {
        let log = disk.trouble().log;
        let only_looks = |verb: &Verb| matches!(verb, Verb::Look | Verb::Read);
        log.iter().filter(|(verb, _)| !only_looks(verb)).count()
    };
    let mut mended = 0;
    for at in (0..scene.operations()).step_by(7) {
        let broken_off = scene.disk.fork();
        broken_off.expect(Trouble::power_goes(at));
        let _ = scene.act(&store(&broken_off));
        let own = broken_off.fork();
        start(&mut store(&own)).unwrap();
        mended += usize::from(writes(&own) > 0);
        let newer = broken_off.fork();
        rewrite(&newer, "format: 2", "format: 3");
        let mut board = store(&newer);
        let head = board.open().unwrap();
        assert!(matches!(head.newer(), Some(StoreError::Newer(path)) if path == Path::new(HEAD)));
        board.load_opened(head).unwrap();
        store(&newer).load().unwrap();
        let refused = board.forget_old_edits(stamp().at);
        assert_eq!(refused, Err(StoreError::ReadOnly));
        assert_eq!(writes(&newer), 0, "{at}: {:?}", newer.trouble().log);
        rewrite(&newer, "least_reader: 2", "least_reader: 3");
        assert!(matches!(board.open(), Err(StoreError::TooNew(_))));
        assert!(matches!(store(&newer).load(), Err(StoreError::TooNew(_))));
        assert_eq!(writes(&newer), 0, "{at}: {:?}", newer.trouble().log);
    }
    assert!(mended > 3, "nothing was broken off");
}

#[test]
fn whoever_writes_first_gives_the_group_its_share() {
    let opens: [fn(&SimDisk); 3] = [
        |disk| drop(start(&mut store(disk)).unwrap()),
        |disk| drop(store(disk).load().unwrap()),
        |disk| store(disk).forget_old_edits(stamp().at).unwrap(),
    ];
    for (turn, open) in opens.into_iter().enumerate() {
        for (settings, times) in [(shared(), 1), (BookSettings::default(), 0)] {
            let (disk, _) = disk(settings);
            open(&disk);
            assert_eq!(count(&disk, Verb::Make, "/srv/data"), times, "{turn}");
        }
    }
    let (disk, _) = disk(shared());
    start(&mut store_for(&disk, Access::ReadOnly)).unwrap();
    assert_eq!(count(&disk, Verb::Make, "/srv/data"), 0, "it is only read");
}

#[test]
fn nothing_is_written_where_nobody_can_tell_for_whom() {
    let (disk, _) = disk(shared());
    disk.expect(Trouble::fails(Kind::Device, 0, false));
    assert!(store(&disk).forget_old_edits(stamp().at).is_err());
    let (verb, path) = &disk.trouble().log[0];
    assert_eq!((*verb, &**path), (Verb::Read, HEAD));
    assert_eq!(disk.trouble().log.len(), 1);
}
