//! Somebody of the group puts something else in the place of what lies in a shared book, before and during a save: of a private book nothing is shown, copied or changed.

use crate::world::{book, person_id, stamp, temp};
use ketnap::model::{Book, CandidateField, Change};
use ketnap::store::{
    About, Access, Disk, Fs, Handle, Held, Here, Rights, Store, StoreError, Visitor,
};
use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const GROUP: u32 = 61_234;
/// Stands in the private book only.
const SECRET: &str = "SECRET";

/// The real disk, on which something is put in the way before one operation.
struct Swapping {
    disk: Disk,
    left: AtomicUsize,
    swap: Box<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Swapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Swapping({:?})", self.left)
    }
}

impl Swapping {
    fn disk(&self) -> &Disk {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            (self.swap)();
        }
        &self.disk
    }
}

impl Fs for Swapping {
    fn about(&self, path: &Path) -> io::Result<About> {
        self.disk().about(path)
    }
    fn here(&self) -> Here {
        self.disk.here()
    }
    fn enter(&self, root: &Path) {
        self.disk.enter(root);
    }
    fn read(&self, path: &Path, most: u64, into: &mut Vec<u8>) -> io::Result<About> {
        self.disk().read(path, most, into)
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<OsString>> {
        self.disk().list(dir)
    }
    fn list_about(&self, dir: &Path) -> io::Result<Vec<(OsString, About)>> {
        self.disk().list_about(dir)
    }
    fn share(&self, path: &Path, like: &Path) -> io::Result<()> {
        self.disk().share(path, like)
    }
    fn belong(&self, path: &Path, like: &Path) -> io::Result<()> {
        self.disk().belong(path, like)
    }
    fn make_dir(&self, path: &Path) -> io::Result<()> {
        self.disk().make_dir(path)
    }
    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Handle>> {
        self.disk().create(path, rights)
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.disk().open(path)
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.disk().append(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk().rename(from, to)
    }
    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.disk().link(file, name)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.disk().exchange(one, other)
    }
    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.disk().remove_dir(path)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk().remove(path)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.disk().sync_dir(dir)
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.disk().lock(path)
    }
    fn lock_dir(&self, dir: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.disk().lock_dir(dir)
    }
}

/// What is put in the place of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instead {
    Link,
    Pipe,
    SecondName,
}

/// What is done in the shared book, all of it by the one whose private book is meant.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    saved: Result<u64, StoreError>,
    no_snapshot: bool,
}

fn use_it(store: &Store, book: &Book) -> Told {
    let visitor = Visitor {
        who: "thu-ky".into(),
        since: String::new(),
    };
    let session = store.open_session(&visitor);
    let _ = store.load();
    let _ = store.left_drafts::<String>();
    let _ = store.visitors(session.as_ref().ok());
    let _ = store.forget_old_edits(stamp().at);
    if let Ok(session) = &session {
        let _ = session.keep(&"dở dang");
    }
    let mut after = book.clone();
    let name = CandidateField::Name("Người Mẫu".into());
    let change = Change::SetCandidate(person_id("p1"), name);
    let edit = after.edit(change).unwrap();
    let saved = store.save(&after, &edit, None, &stamp());
    let no_snapshot = store.snapshot_trouble().is_some();
    let _ = store.log();
    let _ = store.verify_journal();
    let _ = store.exposed(book);
    let _ = store.snapshots();
    Told { saved, no_snapshot }
}

/// Everything below a directory with what must not change of it.
fn states(dir: &Path) -> Vec<(PathBuf, [u64; 6], Vec<u8>)> {
    let mut found = Vec::new();
    for path in crate::privacy::below(dir) {
        let about = fs::symlink_metadata(&path).unwrap();
        let bytes = if about.is_file() {
            fs::read(&path).unwrap()
        } else {
            Vec::new()
        };
        let state = [
            u64::from(about.mode()),
            u64::from(about.uid()),
            u64::from(about.gid()),
            about.ino(),
            about.mtime() as u64,
            about.mtime_nsec() as u64,
        ];
        found.push((path, state, bytes));
    }
    found
}

/// What of the private book is in files of the shared one that are not its own.
fn leaked(shared: &Path, private: &Path) -> Vec<PathBuf> {
    let own = |path: &PathBuf| fs::symlink_metadata(path).unwrap().ino();
    let theirs: Vec<u64> = crate::privacy::below(private).iter().map(own).collect();
    let files = crate::privacy::below(shared).into_iter();
    let files = files.filter(|path| fs::symlink_metadata(path).unwrap().is_file());
    let files = files.filter(|path| !theirs.contains(&own(path)));
    let told = |path: &PathBuf| String::from_utf8_lossy(&fs::read(path).unwrap()).contains(SECRET);
    files.filter(told).collect()
}

struct Scene {
    _place: tempfile::TempDir,
    shared: PathBuf,
    private: PathBuf,
}

/// A shared book that was worked in, and a private one that has one of everything.
fn scene(disk: Option<&Path>) -> Scene {
    let place = temp();
    let shared = place.path().join("shared");
    let private = disk.unwrap_or(place.path()).join("private");
    for (dir, secret, group_shared) in [(&private, SECRET, false), (&shared, "mẫu", true)] {
        let mut start = book();
        let mut header = start.header().clone();
        header.settings.group_shared = group_shared;
        start = Book::new(header, start.units().to_vec(), Vec::new());
        Store::new(dir.clone(), Access::ReadWrite)
            .create(start.header(), start.units())
            .unwrap();
        let store = Store::new(dir.clone(), Access::ReadWrite);
        let name = CandidateField::Name(format!("{secret} Một"));
        let change = Change::SetCandidate(person_id("p1"), name);
        let edit = start.edit(change).unwrap();
        store.save(&start, &edit, None, &stamp()).unwrap();
        fs::write(
            dir.join(".local/draft-abcdefgh.ron"),
            format!("\"{secret}\""),
        )
        .unwrap();
    }
    let open = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    if rustix::process::geteuid().is_root() {
        for path in crate::privacy::below(&shared) {
            chown(&path, None, Some(GROUP)).unwrap();
            open(&path, if path.is_dir() { 0o2770 } else { 0o660 });
        }
    }
    // Today's snapshot is to be made again.
    let _ = fs::remove_dir_all(shared.join(".backup"));
    Scene {
        _place: place,
        shared,
        private,
    }
}

/// The one journal of a book.
fn journal(dir: &Path) -> PathBuf {
    let replica = fs::read_dir(dir.join("journal")).unwrap().next();
    let replica = replica.unwrap().unwrap().path();
    replica.join("2026-11.ron")
}

/// Puts something in the place of a file or a folder; what was there goes.
fn put(instead: Instead, at: &Path, target: &Path) {
    if fs::symlink_metadata(at).is_ok_and(|about| about.is_dir()) {
        fs::remove_dir_all(at).unwrap();
    } else {
        let _ = fs::remove_file(at);
    }
    match instead {
        Instead::Link => symlink(target, at).unwrap(),
        Instead::Pipe => {
            let made = Command::new("mkfifo").arg(at).status().unwrap();
            assert!(made.success());
        }
        Instead::SecondName => fs::hard_link(target, at).unwrap(),
    }
}

/// What may be swapped: its place in the shared book, and what of the private book lies there then.
fn places(scene: &Scene) -> Vec<(PathBuf, PathBuf)> {
    let same = [
        "units",
        ".backup",
        ".local",
        "journal",
        "book.ron",
        "units/a.ron",
        ".local/undo.ron",
        ".local/draft-abcdefgh.ron",
    ];
    let mut places: Vec<_> = same
        .iter()
        .map(|name| (scene.shared.join(name), scene.private.join(name)))
        .collect();
    places.push((
        scene.shared.join(".local/lock"),
        scene.private.join("units/a.ron"),
    ));
    places.push((
        scene.shared.join(".local/session-abcdefgh"),
        scene.private.join("units/a.ron"),
    ));
    places.push((journal(&scene.shared), journal(&scene.private)));
    places
}

/// Swaps one thing before the n-th operation of a day's work; whether it came to that.
fn swapped(which: usize, instead: Instead, n: usize, other_disk: Option<&Path>) -> bool {
    let scene = scene(other_disk);
    let (at, target) = places(&scene).swap_remove(which);
    let folder = target.is_dir();
    let root = rustix::process::geteuid().is_root();
    if instead == Instead::SecondName && (folder || other_disk.is_some() || !root) {
        return false;
    }
    let before = states(&scene.private);
    let (known, moved) = (Arc::new(AtomicUsize::new(0)), at.clone());
    let came = Arc::clone(&known);
    let disk = Swapping {
        disk: Disk::default(),
        left: AtomicUsize::new(n),
        swap: Box::new(move || {
            came.store(1, Ordering::SeqCst);
            put(instead, &moved, &target);
        }),
    };
    disk.disk.share(&scene.shared, &scene.shared).unwrap();
    let store = Store::on(Arc::new(disk), scene.shared.clone(), Access::ReadWrite);
    let told = use_it(&store, &changed(&scene.shared));
    let about = format!(
        "{} as {instead:?} before operation {n}: {told:?}",
        at.display()
    );
    assert_eq!(states(&scene.private), before, "{about}");
    assert_eq!(
        leaked(&scene.shared, &scene.private),
        Vec::<PathBuf>::new(),
        "{about}"
    );
    known.load(Ordering::SeqCst) == 1
}

/// The shared book as its reader knows it.
fn changed(shared: &Path) -> Book {
    Store::new(shared.to_owned(), Access::ReadOnly)
        .load()
        .unwrap()
}

fn all_ways(other_disk: Option<&Path>, step: usize) {
    let count = places(&scene(None)).len();
    for which in 0..count {
        for instead in [Instead::Link, Instead::Pipe, Instead::SecondName] {
            let mut n = 2 + which % step;
            while swapped(which, instead, n, other_disk) {
                n += step;
            }
        }
    }
}

#[test]
fn nothing_of_a_private_book_is_shown_or_changed_whatever_is_swapped_during_a_save() {
    all_ways(None, 19);
}

/// A linked file on another disk cannot be hard-linked, so it would be copied.
#[test]
fn nothing_of_a_private_book_on_another_disk_is_shown_or_changed_either() {
    let other = Path::new("/dev/shm");
    let here = fs::metadata(std::env::temp_dir()).unwrap().dev();
    if !fs::metadata(other).is_ok_and(|about| about.dev() != here) {
        println!("not run: there is no second disk at /dev/shm");
        return;
    }
    let place = tempfile::tempdir_in(other).unwrap();
    let turn = AtomicUsize::new(0);
    let count = places(&scene(None)).len();
    for which in 0..count {
        for instead in [Instead::Link, Instead::Pipe] {
            let mut n = 2 + which % 29;
            loop {
                let own = turn.fetch_add(1, Ordering::SeqCst).to_string();
                let disk = place.path().join(own);
                fs::create_dir(&disk).unwrap();
                if !swapped(which, instead, n, Some(&disk)) {
                    break;
                }
                n += 29;
            }
        }
    }
}

/// Swapped before anything is done, it is told, not worked around.
#[test]
fn what_was_swapped_before_is_told() {
    for (name, refused) in [
        ("units", true),
        (".local", true),
        ("journal", true),
        (".backup", false),
        ("book.ron", true),
    ] {
        let scene = scene(None);
        let read = changed(&scene.shared);
        put(
            Instead::Link,
            &scene.shared.join(name),
            &scene.private.join(name),
        );
        let disk = Disk::default();
        disk.share(&scene.shared, &scene.shared).unwrap();
        let store = Store::on(Arc::new(disk), scene.shared.clone(), Access::ReadWrite);
        let told = use_it(&store, &read);
        assert_eq!(told.saved.is_err(), refused, "{name}: {told:?}");
        assert!(told.no_snapshot || refused, "{name}: {told:?}");
    }
}
