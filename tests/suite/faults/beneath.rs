//! Nothing below a book's folder is reached through a link, on another disk or under a second name, whatever is put in the place of what lies there.

use crate::help::simdisk::SimDisk;
use crate::world;
use ketnap::store::{Disk, Fs, Kind, Rights};
use rustix::io::Errno;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};

fn errno<T>(result: std::io::Result<T>) -> Option<Errno> {
    Errno::from_io_error(&result.err()?)
}

/// Through a link in the place of a folder, and of a file, nothing can be done.
fn follows_no_link(fs: &dyn Fs, root: &Path, plant: &dyn Fn(&Path)) {
    fs.enter(root);
    let (link, own) = (root.join("units"), root.join("own"));
    plant(&link);
    fs.create(&own, Rights::CLOSED).unwrap();
    let (through, new) = (link.join("a.ron"), link.join("new"));
    let deep = link.join("below").join("a.ron");
    let mut bytes = Vec::new();
    let refused = Some(Errno::LOOP);
    for path in [&through, &deep] {
        assert_eq!(errno(fs.about(path)), refused);
        assert_eq!(errno(fs.read(path, 1_000, &mut bytes)), refused);
        assert!(bytes.is_empty());
        assert_eq!(errno(fs.open(path)), refused);
        assert_eq!(errno(fs.append(path)), refused);
        assert_eq!(errno(fs.lock(path)), refused);
        assert_eq!(errno(fs.share(path, root)), refused);
        assert_eq!(errno(fs.remove(path)), refused);
        assert_eq!(errno(fs.rename(path, &own)), refused);
        assert_eq!(errno(fs.rename(&own, path)), refused);
        assert_eq!(errno(fs.link(path, &root.join("copy"))), refused);
        assert_eq!(errno(fs.link(&own, path)), refused);
    }
    assert_eq!(errno(fs.create(&new, Rights::CLOSED)), refused);
    assert_eq!(errno(fs.append(&new)), refused);
    assert_eq!(errno(fs.lock(&new)), refused);
    assert_eq!(errno(fs.make_dir(&new)), refused);
    assert_eq!(errno(fs.remove_dir(&link.join("below"))), refused);
    // The link itself is seen, and is neither a folder nor a file.
    assert_eq!(fs.about(&link).unwrap().kind, Kind::Other);
    assert_eq!(fs.read(&link, 1_000, &mut bytes).unwrap().kind, Kind::Other);
    assert!(bytes.is_empty());
    for refusal in [
        errno(fs.list(&link)),
        errno(fs.list_about(&link)),
        errno(fs.sync_dir(&link)),
        errno(fs.open(&link)),
        errno(fs.append(&link)),
        errno(fs.lock(&link)),
        errno(fs.share(&link, root)),
    ] {
        let refusal = refusal.unwrap();
        assert!([Errno::LOOP, Errno::NOTDIR].contains(&refusal), "{refusal}");
    }
    let exists = fs.make_dir(&link).unwrap_err().kind();
    assert_eq!(exists, ErrorKind::AlreadyExists);
    fs.remove(&link).unwrap();
    assert_eq!(fs.list(root).unwrap(), ["own"]);
}

type State = (PathBuf, (u32, u32, u32, i64, i64), Vec<u8>);

/// What is known of everything below a directory that must not change.
fn states(dir: &Path) -> Vec<State> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let about = fs::symlink_metadata(&path).unwrap();
        let state = (
            about.mode(),
            about.uid(),
            about.gid(),
            about.mtime(),
            about.mtime_nsec(),
        );
        if about.is_dir() {
            found.extend(states(&path));
            found.push((path, state, Vec::new()));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, state, bytes));
        }
    }
    found.sort();
    found
}

/// A directory with a private one beside the one that is entered.
fn private_beside(place: &Path) -> (PathBuf, PathBuf) {
    let (root, private) = (place.join("book"), place.join("private"));
    fs::create_dir(&root).unwrap();
    fs::create_dir_all(private.join("below")).unwrap();
    fs::write(private.join("a.ron"), "SECRET").unwrap();
    fs::write(private.join("below/a.ron"), "SECRET").unwrap();
    (root, private)
}

#[test]
fn no_link_below_the_folder_of_a_book_is_followed() {
    for disk in [Disk::default(), Disk::stepwise()] {
        let place = world::temp();
        let (root, private) = private_beside(place.path());
        let before = states(&private);
        follows_no_link(&disk, &root, &|link| symlink(&private, link).unwrap());
        assert_eq!(states(&private), before);
        // One whose own path leads through a link is entered all the same.
        let shown = place.path().join("shown");
        symlink(&root, &shown).unwrap();
        disk.enter(&shown);
        assert_eq!(disk.list(&shown).unwrap(), ["own"]);
        assert_eq!(disk.about(&shown.join("own")).unwrap().kind, Kind::File);
    }
}

#[test]
fn the_simulated_disk_follows_no_link_either() {
    let disk = SimDisk::new("/srv");
    follows_no_link(&disk, Path::new("/srv"), &|link| disk.plant(link));
}

/// The folder is another one meanwhile, as after a restore: what is done is done in that one.
#[test]
fn a_folder_that_was_exchanged_is_entered_anew() {
    for disk in [Disk::default(), Disk::stepwise()] {
        let place = world::temp();
        let (root, other) = (place.path().join("book"), place.path().join("other"));
        for (dir, word) in [(&root, "old"), (&other, "new")] {
            fs::create_dir_all(dir.join("units")).unwrap();
            fs::write(dir.join("units/a.ron"), word).unwrap();
        }
        disk.enter(&root);
        let mut bytes = Vec::new();
        let read = |bytes: &mut Vec<u8>| disk.read(&root.join("units/a.ron"), 9, bytes).unwrap();
        read(&mut bytes);
        assert_eq!(bytes, b"old");
        disk.exchange(&root, &other).unwrap();
        read(&mut bytes);
        assert_eq!(bytes, b"new");
        fs::remove_dir_all(&root).unwrap();
        let gone = disk.about(&root.join("units/a.ron")).unwrap_err().kind();
        assert_eq!(gone, ErrorKind::NotFound);
    }
}

/// A hard link makes one file lie in two places; nothing may grow or be cut in the other one.
#[test]
fn what_has_a_second_name_elsewhere_is_not_written_into() {
    let place = world::temp();
    let (root, private) = private_beside(place.path());
    let before = states(&private);
    let disk = Disk::default();
    disk.enter(&root);
    let (file, lock) = (root.join("2026-11.ron"), root.join("lock"));
    fs::hard_link(private.join("a.ron"), &file).unwrap();
    fs::hard_link(private.join("a.ron"), &lock).unwrap();
    assert_eq!(errno(disk.append(&file)), Some(Errno::MLINK));
    assert_eq!(errno(disk.share(&file, &root)), Some(Errno::MLINK));
    // A lock is made anew.
    assert!(disk.lock(&lock).unwrap().is_none());
    assert!(disk.lock(&lock).unwrap().is_some());
    assert_eq!(states(&private), before);
    // In a folder that others may write to, what is closed to them is not theirs to show.
    let group = rustix::process::getegid().as_raw();
    if !rustix::process::geteuid().is_root() {
        println!("not run: only root may give a folder to a group that it is not in");
        return;
    }
    std::os::unix::fs::chown(&root, None, Some(group + 61_000)).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o770);
    fs::set_permissions(&root, mode).unwrap();
    let closed = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(private.join("a.ron"), closed).unwrap();
    let mut bytes = Vec::new();
    assert_eq!(disk.read(&file, 99, &mut bytes).unwrap().kind, Kind::Other);
    assert!(bytes.is_empty());
    assert_eq!(errno(disk.open(&file)), Some(Errno::MLINK));
}

#[test]
fn a_pipe_is_no_file_and_nothing_hangs() {
    let place = world::temp();
    let disk = Disk::default();
    disk.enter(place.path());
    let pipe = place.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let mut bytes = Vec::new();
    assert_eq!(disk.read(&pipe, 9, &mut bytes).unwrap().kind, Kind::Other);
    assert_eq!(errno(disk.open(&pipe)), Some(Errno::NXIO));
    assert_eq!(errno(disk.append(&pipe)), Some(Errno::NXIO));
    assert_eq!(errno(disk.lock(&pipe)), Some(Errno::NXIO));
}
