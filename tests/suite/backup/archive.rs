//! The whole book in one file: what is in it, and which files are refused.

use super::names;
use crate::help::place::Place;
use crate::world::{book, stamp, stored, temp};
use ketnap::store::{Access, Store, StoreError};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tar::{Archive, Builder, EntryType, Header};

/// The names in an archive in their order, with what they hold.
fn entries(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = Archive::new(fs::File::open(path).unwrap());
    let entries = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        assert_eq!(entry.header().mode().unwrap(), 0o600);
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.path().unwrap().display().to_string(), bytes)
    });
    entries.collect()
}

#[test]
fn a_round_trip_gives_the_same_book_and_journal() {
    let place = Place::sample();
    place.ok(&["note", "mau-19", "một"]);
    let out = place.home.path().join("sao.tar");
    place.ok(&["backup", "-o", out.to_str().unwrap()]);
    let packed = entries(&out);
    assert_eq!(packed[0].0, "manifest.ron");
    let files: BTreeMap<PathBuf, Vec<u8>> = packed[1..]
        .iter()
        .map(|(path, bytes)| (place.data().join(path), bytes.clone()))
        .collect();
    let mut all = place.files();
    let apart = [".local", ".backup", ".gitignore", ".stignore"].map(|dir| place.data().join(dir));
    all.retain(|path, _| !apart.iter().any(|dir| path.starts_with(dir)));
    assert!(files == all && files.len() > 30, "{:?}", files.keys());
    assert_eq!(
        fs::metadata(&out).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let other = Place::empty();
    other.ok(&["restore", out.to_str().unwrap()]);
    let load = |place: &Place| Store::new(place.data(), Access::ReadOnly).load();
    assert_eq!(load(&other), load(&place));
    let below = |files: BTreeMap<PathBuf, Vec<u8>>, place: &Place| {
        let files = files.into_iter();
        let below = files.map(|(path, bytes)| {
            let path = path.strip_prefix(place.data()).unwrap().to_owned();
            (path, bytes)
        });
        below.collect::<BTreeMap<PathBuf, Vec<u8>>>()
    };
    let mut restored = below(other.files(), &other);
    restored.retain(|path, _| !path.starts_with(".local") && !path.ends_with(".gitignore"));
    restored.retain(|path, _| !path.ends_with(".stignore"));
    let meant = below(all, &place);
    let told = restored.keys().filter(|path| !meant.contains_key(*path));
    let told: Vec<PathBuf> = told.cloned().collect();
    // Only the journal of the new machine, which says where the book came from.
    assert!(
        told.len() == 1 && told[0].starts_with("journal"),
        "{told:?}"
    );
    restored.remove(&told[0]);
    assert_eq!(restored, meant);
    assert_eq!(names(other.home.path()), ["data".into()].into());
    other.ok(&["note", "mau-19", "hai"]);
    other.ok(&["check"]);
}

#[test]
fn a_copy_is_named_by_the_book_and_the_day_and_overwrites_nothing() {
    let place = Place::sample();
    let backup = |args: &[&str]| {
        let mut command = place.command();
        let command = command.current_dir(place.home.path()).args(args);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), said)
    };
    let (code, said) = backup(&["backup"]);
    assert_eq!(code, Some(0), "{said}");
    let today = crate::world::office_day();
    let id = place.json(&["info"])["book"]["id"].clone();
    let name = format!("ketnap-{}-{today}.tar", id.as_str().unwrap());
    let bytes = fs::read(place.home.path().join(&name)).unwrap();
    assert!(said.contains(&name), "{said}");
    let (code, said) = backup(&["backup"]);
    assert_eq!(code, Some(3));
    assert!(said.contains("không ghi đè"), "{said}");
    assert_eq!(fs::read(place.home.path().join(&name)).unwrap(), bytes);
    // Looking only is enough.
    let (code, said) = backup(&["--read-only", "backup", "-o", "khac.tar"]);
    assert_eq!(code, Some(0), "{said}");
    let all = ["data", "khac.tar", &name].map(str::to_owned);
    assert_eq!(names(place.home.path()), all.into());
    let (code, said) = Place::empty().fails(&["backup"]);
    assert!(code == 3 && said.contains("Không có sổ ở"), "{said}");
}

#[test]
fn what_a_copy_lacks_is_told() {
    let place = Place::sample();
    fs::write(place.data().join("units/hong.ron"), "(format: 1").unwrap();
    fs::write(place.data().join("units/Không.ron"), "x").unwrap();
    let out = place.home.path().join("sao.tar");
    let out = out.to_str().unwrap();
    let output = place.run(&["backup", "-o", out]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(said.contains("units/hong.ron"), "{said}");
    assert!(said.contains("units/Không.ron"), "{said}");
    let before = place.files();
    let (code, said) = place.fails(&["restore", out]);
    assert!(code == 3 && said.contains("units/hong.ron:"), "{said}");
    assert!(place.files() == before);
}

/// An archive as an enemy would make it.
struct Forged {
    listed: Vec<(String, u64, String)>,
    entries: Vec<(EntryType, String, Vec<u8>)>,
    format: u32,
}

fn sha(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

impl Forged {
    /// A sound one.
    fn sound(dir: &Path) -> Self {
        let mut forged = Self {
            listed: Vec::new(),
            entries: Vec::new(),
            format: 1,
        };
        for path in ["book.ron", "units/a.ron", "units/b.ron", "units/goc.ron"] {
            forged.add(path, &fs::read(dir.join(path)).unwrap());
        }
        forged
    }

    fn add(&mut self, path: &str, bytes: &[u8]) {
        self.list(path, bytes.len() as u64, bytes);
        self.enter(EntryType::Regular, path, bytes);
    }

    fn list(&mut self, path: &str, size: u64, bytes: &[u8]) {
        self.listed.push((path.into(), size, sha(bytes)));
    }

    fn enter(&mut self, kind: EntryType, path: &str, bytes: &[u8]) {
        self.entries.push((kind, path.into(), bytes.to_vec()));
    }

    fn remove(&mut self, path: &str) {
        self.listed.retain(|row| row.0 != path);
        self.entries.retain(|row| row.1 != path);
    }

    fn manifest(&self) -> String {
        let row = |(path, size, hash): &(String, u64, String)| {
            format!("(path: {path:?}, size: {size}, sha256: \"{hash}\"),\n")
        };
        let rows: String = self.listed.iter().map(row).collect();
        let format = self.format;
        format!("(format: {format}, made: \"2026-11-23T08:00:00+07:00\", files: [{rows}])")
    }

    fn write(&self, to: &Path) {
        let mut archive = Builder::new(fs::File::create(to).unwrap());
        let manifest = self.manifest().into_bytes();
        let first = (EntryType::Regular, "manifest.ron".to_owned(), manifest);
        for (kind, path, bytes) in std::iter::once(&first).chain(&self.entries) {
            let mut header = Header::new_ustar();
            // The library would not write some of these names.
            header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(bytes.len() as u64);
            header.set_mode(0o600);
            if *kind == EntryType::Symlink {
                header.set_link_name("/etc/hostname").unwrap();
            }
            header.set_cksum();
            archive.append(&header, &bytes[..]).unwrap();
        }
        archive.finish().unwrap();
    }
}

/// A change to a sound archive that must be refused, and the reason.
type Attack = (&'static str, fn(&mut Forged));

const ATTACKS: [Attack; 18] = [
    ("copy.bad-path", |f| f.add("../out.ron", b"x")),
    ("copy.bad-path", |f| f.add("units/../../out.ron", b"x")),
    ("copy.bad-path", |f| f.add("/tmp/out.ron", b"x")),
    ("copy.bad-path", |f| f.add("units/.ron", b"x")),
    ("copy.bad-path", |f| f.add(".local/undo.ron", b"x")),
    ("copy.bad-path", |f| {
        f.add("journal/../abcdefg/2026-11.ron", b"x");
    }),
    ("copy.bad-path", |f| {
        f.add("journal/abcdefgh/../x.ron", b"x");
    }),
    ("copy.unlisted", |f| {
        f.enter(EntryType::Regular, "../out.ron", b"x");
    }),
    ("copy.unlisted", |f| {
        let (kind, path, bytes) = f.entries[1].clone();
        f.enter(kind, &path, &bytes);
    }),
    ("copy.twice", |f| f.listed.push(f.listed[1].clone())),
    ("copy.no-file", |f| {
        f.list("units/c.ron", 0, b"");
        f.enter(EntryType::Symlink, "units/c.ron", b"");
    }),
    ("copy.no-file", |f| {
        f.list("units/c.ron", 0, b"");
        f.enter(EntryType::Fifo, "units/c.ron", b"");
    }),
    ("copy.too-large", |f| f.list("units/c.ron", 1 << 40, b"x")),
    ("copy.too-large", |f| {
        f.list("units/c.ron", 1, b"x");
        f.enter(EntryType::Regular, "units/c.ron", &[b' '; 5_000]);
    }),
    ("copy.missing", |f| f.remove("book.ron")),
    ("copy.missing", |f| f.list("units/c.ron", 1, b"x")),
    ("copy.fault", |f| f.add("units/c.ron", b"(format: 1")),
    ("copy.fault", |f| f.format = 3),
];

/// The reason for which a copy is refused; nothing on disk is another for it.
pub(super) fn refused(store: &Store, copy: &Path) -> &'static str {
    let above = store.dir().parent().unwrap();
    let (around, book) = (names(above), store.load().unwrap());
    let inside = names(store.dir());
    let error = store.restore(copy, &stamp()).unwrap_err();
    assert_eq!(names(above), around, "{error}");
    assert_eq!(names(store.dir()), inside, "{error}");
    assert_eq!(store.load().unwrap(), book, "{error}");
    match error {
        StoreError::BadCopy { path, why } if path == copy => why.key,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_hostile_archive_is_refused() {
    let (place, store, _) = stored();
    let copy = place.path().join("sao.tar");
    for (at, (why, attack)) in ATTACKS.iter().enumerate() {
        let mut forged = Forged::sound(store.dir());
        attack(&mut forged);
        forged.write(&copy);
        assert_eq!(refused(&store, &copy), *why, "attack {at}");
    }
    Forged::sound(store.dir()).write(&copy);
    store.restore(&copy, &stamp()).unwrap();
    assert_eq!(store.load().unwrap(), book());
}

#[test]
fn what_is_no_archive_is_refused() {
    let (place, store, _) = stored();
    let copy = place.path().join("sao.tar");
    for bytes in [&b""[..], b"x", &[0; 1_024], &[b'x'; 2_000]] {
        fs::write(&copy, bytes).unwrap();
        assert_eq!(refused(&store, &copy), "copy.none");
    }
    let mut forged = Forged::sound(store.dir());
    forged.entries.clear();
    forged.enter(EntryType::Regular, "book.ron", b"x");
    let mut archive = Builder::new(fs::File::create(&copy).unwrap());
    archive
        .append_path_with_name(store.dir().join("book.ron"), "book.ron")
        .unwrap();
    archive.into_inner().unwrap();
    assert_eq!(refused(&store, &copy), "copy.none");
}

#[test]
fn a_changed_byte_or_a_missing_end_is_refused() {
    let (place, store, _) = stored();
    let (whole, copy) = (place.path().join("sao.tar"), place.path().join("hỏng.tar"));
    store.backup(Some(&whole), &stamp().at).unwrap();
    let bytes = fs::read(&whole).unwrap();
    for word in ["sha256", "MẬT Lê", "Đảng bộ Mẫu", "so-thu", "size: "] {
        let places = bytes.windows(word.len());
        let at = places.into_iter().position(|w| w == word.as_bytes());
        let mut changed = bytes.clone();
        changed[at.unwrap() + word.len() - 1] ^= 1;
        fs::write(&copy, changed).unwrap();
        refused(&store, &copy);
    }
    let target = temp();
    for at in (0..bytes.len()).step_by(61) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x20;
        fs::write(&copy, changed).unwrap();
        let other = Store::new(target.path().join(at.to_string()), Access::ReadWrite);
        // What is between the files is nobody's, and still tells that something was changed.
        assert!(other.restore(&copy, &stamp()).is_err(), "byte {at}");
        assert!(!other.dir().exists(), "byte {at}");
    }
    let end = bytes.iter().rposition(|b| *b != 0).unwrap();
    for length in (0..end).step_by(256) {
        fs::write(&copy, &bytes[..length]).unwrap();
        refused(&store, &copy);
    }
}
