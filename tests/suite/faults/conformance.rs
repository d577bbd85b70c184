//! One list of demands on a file system, put to the real one and to the simulated one.

use crate::help::simdisk::SimDisk;
use crate::world;
use ketnap::store::{Disk, Fs, Kind, Rights};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

fn kind<T>(result: std::io::Result<T>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

fn read(fs: &dyn Fs, path: &Path) -> Vec<u8> {
    let mut bytes = b"left over".to_vec();
    let about = fs.read(path, 1_000, &mut bytes).unwrap();
    assert_eq!((about.kind, about.size), (Kind::File, bytes.len() as u64));
    bytes
}

fn with(mode: u32) -> Rights {
    Rights {
        mode,
        of: None,
        private: false,
    }
}

fn put(fs: &dyn Fs, path: &Path, bytes: &[u8]) {
    let mut file = fs.create(path, with(0o640)).unwrap();
    assert_eq!(file.write(bytes).unwrap(), bytes.len());
    file.sync().unwrap();
}

/// Puts each demand to both file systems, each time in an empty directory.
macro_rules! both_do {
    ($($demand:ident)+) => {$(
        mod $demand {
            use crate::help::simdisk::SimDisk;
            use ketnap::store::Disk;
            use std::path::Path;

            #[test]
            fn on_the_real_disk() {
                let place = crate::world::temp();
                super::$demand(&Disk::default(), place.path());
            }

            #[test]
            fn on_the_simulated_disk() {
                super::$demand(&SimDisk::new("/srv"), Path::new("/srv"));
            }
        }
    )+};
}

both_do! {
    what_is_not_there_is_not_found
    a_file_is_made_once_and_is_as_it_was_written
    a_renamed_file_takes_the_place_of_another
    a_directory_is_made_once_and_is_no_file
    a_file_goes_from_one_directory_to_another
    a_second_name_keeps_what_the_first_one_held
    two_directories_change_names_and_only_an_empty_one_goes
    a_file_grows_at_its_end_and_is_cut
    a_lock_has_one_holder_and_is_nobodys_once_its_file_is_gone
    a_directory_is_a_lock_of_its_own
}

fn what_is_not_there_is_not_found(fs: &dyn Fs, dir: &Path) {
    let (a, none) = (dir.join("a"), dir.join("none"));
    let mut bytes = b"x".to_vec();
    assert_eq!(kind(fs.about(&none)), Some(ErrorKind::NotFound));
    assert_eq!(kind(fs.open(&none)), Some(ErrorKind::NotFound));
    assert_eq!(kind(fs.list(&none)), Some(ErrorKind::NotFound));
    assert_eq!(kind(fs.remove(&none)), Some(ErrorKind::NotFound));
    assert_eq!(kind(fs.remove_dir(&none)), Some(ErrorKind::NotFound));
    assert_eq!(kind(fs.rename(&none, &a)), Some(ErrorKind::NotFound));
    assert_eq!(kind(fs.sync_dir(&none)), Some(ErrorKind::NotFound));
    let missing = kind(fs.read(&none, 10, &mut bytes));
    assert_eq!(missing, Some(ErrorKind::NotFound));
    assert!(bytes.is_empty());
    let in_nowhere = none.join("x");
    assert_eq!(
        kind(fs.create(&in_nowhere, Rights::CLOSED)),
        Some(ErrorKind::NotFound)
    );
    assert_eq!(kind(fs.append(&in_nowhere)), Some(ErrorKind::NotFound));
    assert_eq!(kind(fs.make_dir(&in_nowhere)), Some(ErrorKind::NotFound));
    assert_eq!(kind(fs.link(&none, &in_nowhere)), Some(ErrorKind::NotFound));
}

fn a_file_is_made_once_and_is_as_it_was_written(fs: &dyn Fs, dir: &Path) {
    let a = dir.join("a");
    put(fs, &a, b"one");
    let again = kind(fs.create(&a, Rights::CLOSED));
    assert_eq!(again, Some(ErrorKind::AlreadyExists));
    let about = fs.about(&a).unwrap();
    assert_eq!((about.kind, about.size, about.mode), (Kind::File, 3, 0o640));
    assert_eq!(read(fs, &a), b"one");
    let mut bytes = b"x".to_vec();
    let about = fs.read(&a, 2, &mut bytes).unwrap();
    assert!(about.size > 2 && bytes.is_empty());
}

fn a_renamed_file_takes_the_place_of_another(fs: &dyn Fs, dir: &Path) {
    let (a, b) = (dir.join("a"), dir.join("b"));
    put(fs, &a, b"one");
    put(fs, &b, b"two");
    fs.rename(&b, &a).unwrap();
    assert_eq!(read(fs, &a), b"two");
    assert_eq!(kind(fs.about(&b)), Some(ErrorKind::NotFound));
}

fn a_directory_is_made_once_and_is_no_file(fs: &dyn Fs, dir: &Path) {
    let (a, below) = (dir.join("a"), dir.join("below"));
    put(fs, &a, b"two");
    fs.make_dir(&below).unwrap();
    assert_eq!(kind(fs.make_dir(&below)), Some(ErrorKind::AlreadyExists));
    let about = fs.about(&below).unwrap();
    assert_eq!((about.kind, about.mode), (Kind::Dir, 0o700));
    let mut bytes = b"x".to_vec();
    let about = fs.read(&below, 1_000, &mut bytes).unwrap();
    assert!(about.kind == Kind::Dir && bytes.is_empty());
    let mut names = fs.list(dir).unwrap();
    names.sort();
    assert_eq!(names, ["a", "below"]);
    assert_eq!(kind(fs.list(&a)), Some(ErrorKind::NotADirectory));
    assert_eq!(
        kind(fs.make_dir(&a.join("x"))),
        Some(ErrorKind::NotADirectory)
    );
    assert_eq!(kind(fs.rename(&a, &below)), Some(ErrorKind::IsADirectory));
    assert_eq!(kind(fs.remove(&below)), Some(ErrorKind::IsADirectory));
}

fn a_file_goes_from_one_directory_to_another(fs: &dyn Fs, dir: &Path) {
    let (a, below) = (dir.join("a"), dir.join("below"));
    put(fs, &a, b"two");
    fs.make_dir(&below).unwrap();
    fs.rename(&a, &below.join("a")).unwrap();
    fs.sync_dir(&below).unwrap();
    assert_eq!(kind(fs.about(&a)), Some(ErrorKind::NotFound));
    assert_eq!(read(fs, &below.join("a")), b"two");
    fs.remove(&below.join("a")).unwrap();
    assert!(fs.list(&below).unwrap().is_empty());
}

fn a_second_name_keeps_what_the_first_one_held(fs: &dyn Fs, dir: &Path) {
    let (a, b, new) = (dir.join("a"), dir.join("b"), dir.join("new"));
    put(fs, &a, b"one");
    fs.link(&a, &b).unwrap();
    assert_eq!(kind(fs.link(&a, &b)), Some(ErrorKind::AlreadyExists));
    put(fs, &new, b"two");
    fs.rename(&new, &a).unwrap();
    assert_eq!((read(fs, &a), read(fs, &b)), (b"two".into(), b"one".into()));
}

fn two_directories_change_names_and_only_an_empty_one_goes(fs: &dyn Fs, dir: &Path) {
    let (below, beside) = (dir.join("below"), dir.join("beside"));
    fs.make_dir(&below).unwrap();
    assert_eq!(
        kind(fs.exchange(&below, &beside)),
        Some(ErrorKind::NotFound)
    );
    fs.make_dir(&beside).unwrap();
    put(fs, &beside.join("b"), b"one");
    fs.exchange(&below, &beside).unwrap();
    assert_eq!(read(fs, &below.join("b")), b"one");
    assert_eq!(
        kind(fs.remove_dir(&below)),
        Some(ErrorKind::DirectoryNotEmpty)
    );
    fs.remove(&below.join("b")).unwrap();
    fs.remove_dir(&beside).unwrap();
    assert_eq!(kind(fs.about(&beside)), Some(ErrorKind::NotFound));
}

fn a_file_grows_at_its_end_and_is_cut(fs: &dyn Fs, dir: &Path) {
    let a = dir.join("a");
    for part in [b"one\n", b"two\n"] {
        let mut file = fs.append(&a).unwrap();
        assert_eq!(file.write(part).unwrap(), 4);
    }
    let mut file = fs.append(&a).unwrap();
    assert_eq!(
        (file.size().unwrap(), fs.about(&a).unwrap().mode),
        (8, 0o600)
    );
    let mut four = [0; 4];
    file.read_at(&mut four, 4).unwrap();
    assert_eq!(&four, b"two\n");
    let beyond = kind(file.read_at(&mut four, 6));
    assert_eq!(beyond, Some(ErrorKind::UnexpectedEof));
    file.cut(4).unwrap();
    assert_eq!(file.write(b"three\n").unwrap(), 6);
    file.sync().unwrap();
    assert_eq!(read(fs, &a), b"one\nthree\n");
    let file = fs.open(&a).unwrap();
    file.read_at(&mut four, 0).unwrap();
    assert_eq!(&four, b"one\n");
}

fn a_lock_has_one_holder_and_is_nobodys_once_its_file_is_gone(fs: &dyn Fs, dir: &Path) {
    let lock = dir.join("lock");
    let held = fs.lock(&lock).unwrap();
    assert!(held.is_some() && fs.lock(&lock).unwrap().is_none());
    fs.remove(&lock).unwrap();
    let other = fs.lock(&lock).unwrap();
    assert!(other.is_some(), "a lock whose file is gone is nobody's");
    drop(held);
    assert!(fs.lock(&lock).unwrap().is_none());
    drop(other);
    assert!(fs.lock(&lock).unwrap().is_some());
}

fn a_directory_is_a_lock_of_its_own(fs: &dyn Fs, dir: &Path) {
    let lock = dir.join("lock");
    let held = fs.lock_dir(dir).unwrap();
    assert!(held.is_some() && fs.lock_dir(dir).unwrap().is_none());
    assert!(fs.lock(&lock).unwrap().is_some());
    drop(held);
    assert!(fs.lock_dir(dir).unwrap().is_some());
    assert!(fs.lock_dir(&lock).is_err() && fs.lock_dir(&dir.join("none")).is_err());
}

/// Whoever holds the lock cleans its file away before letting go: one who had opened that file
/// must not take it for the lock that the others see.
#[test]
fn a_lock_file_that_is_cleaned_away_has_no_two_holders() {
    let place = world::temp();
    let path = place.path().join("lock");
    let (holders, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while taken.load(Ordering::SeqCst) < 2_000 {
            let Some(held) = Disk::default().lock(&path).unwrap() else {
                continue;
            };
            assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0, "two hold it");
            taken.fetch_add(1, Ordering::SeqCst);
            std::thread::yield_now();
            holders.fetch_sub(1, Ordering::SeqCst);
            Disk::default().remove(&path).unwrap();
            drop(held);
        }
    };
    std::thread::scope(|scope| {
        let others = [(); 3].map(|()| scope.spawn(work));
        work();
        for other in others {
            other.join().unwrap();
        }
    });
}

#[test]
fn the_simulated_disk_forgets_what_was_not_synced() {
    let disk = SimDisk::new("/srv");
    let (a, b) = (Path::new("/srv/a"), Path::new("/srv/b"));
    let cut = |all: bool| {
        disk.after_a_cut(|| all, &mut fastrand::Rng::with_seed(1))
            .content()
    };
    let holds = |name: &str, bytes: &[u8]| vec![(format!("/srv/{name}"), bytes.to_vec())];
    put(&disk, a, b"one");
    assert_eq!(cut(false), []);
    disk.sync_dir(Path::new("/srv")).unwrap();
    assert_eq!(cut(false), holds("a", b"one"));
    disk.append(a).unwrap().write(b"two").unwrap();
    disk.rename(a, b).unwrap();
    assert_eq!(cut(true), holds("b", b"onetwo"));
    let kept = |a: &[u8]| b"onetwo".starts_with(a) || a.starts_with(b"one\0") || a == b"one";
    let left = cut(false);
    assert!(left.len() == 1 && left[0].0 == "/srv/a" && kept(&left[0].1));
    disk.append(b).unwrap().sync().unwrap();
    assert_eq!(cut(false), holds("a", b"onetwo"));
    disk.remove(b).unwrap();
    assert_eq!(cut(false), holds("a", b"onetwo"));
    disk.sync_dir(Path::new("/srv")).unwrap();
    assert_eq!(cut(false), []);
}
