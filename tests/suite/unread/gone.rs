//! A unit's file that vanished or got another name is told with its people and where they still are.

use super::found;
use super::strays::home;
use crate::help::place::Place;
use crate::world::{code, stamp, unit_id};
use ketnap::model::{Change, Dated, Unit};
use ketnap::store::{Access, Stamp, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// The file of a cell of the sample, after the first change of the day.
pub(crate) fn cell() -> (Place, PathBuf, usize) {
    let place = Place::sample();
    place.ok(&["note", "mau-25", "một"]);
    let file = home(&place);
    let people = fs::read_to_string(&file)
        .unwrap()
        .matches("\n        id: \"")
        .count();
    assert!(people > 0);
    (place, file, people)
}

/// Saves a change now: after the snapshot that the note before made.
fn save(place: &Place, change: Change) {
    let store = Store::new(place.data(), Access::ReadWrite);
    let mut book = store.load().unwrap();
    let edit = book.edit(change).unwrap();
    let at = chrono::Utc::now().fixed_offset();
    let now = Stamp { at, ..stamp() };
    store.save(&book, &edit, None, &now).unwrap();
}

fn snapshot(place: &Place) -> String {
    let all = fs::read_dir(place.data().join(".backup")).unwrap();
    let name = all.map(|entry| entry.unwrap().file_name()).max().unwrap();
    name.into_string().unwrap()
}

fn said(place: &Place) -> Option<(String, String)> {
    let (gone, code) = found(place, "unit-gone");
    assert!(gone.len() < 2, "{gone:?}");
    assert_eq!(code, i32::from(!gone.is_empty()));
    let row = gone.first()?;
    let text = |key: &str| row[key].as_str().unwrap().to_owned();
    Some((text("path"), text("message")))
}

#[test]
fn a_leaf_cells_file_that_vanished_is_told_with_its_people_and_the_snapshot_that_has_them() {
    let (place, file, people) = cell();
    assert_eq!(said(&place), None);
    let day = snapshot(&place);
    let below = file.strip_prefix(place.data()).unwrap();
    let shown = below.display().to_string();
    let told = |place: &Place| {
        let (path, said) = said(place).unwrap();
        assert_eq!(path, shown);
        for word in [format!("{people} hồ sơ"), format!(".backup/{day}")] {
            assert!(said.contains(&word), "{word}: {said}");
        }
    };
    fs::remove_file(&file).unwrap();
    told(&place);
    // As it says: from there it comes back.
    fs::copy(place.data().join(".backup").join(&day).join(below), &file).unwrap();
    assert_eq!(said(&place), None);
    // Named otherwise, it is named.
    let other = file.with_extension("ron.bak");
    fs::rename(&file, &other).unwrap();
    told(&place);
    let (strays, _) = found(&place, "unit-strays");
    assert_eq!(strays.len(), 1);
    let said = strays[0]["message"].as_str().unwrap();
    assert!(said.contains(&format!("{shown}.bak")), "{said}");
}

fn add(place: &Place, id: &str) -> PathBuf {
    let mut unit = Unit::new(unit_id(id), code("cell"), "Chi bộ mẫu mới".into());
    unit.parents = vec![Dated {
        from: None,
        value: unit_id("bac-kan"),
    }];
    save(place, Change::AddUnit(Box::new(unit)));
    place.data().join(format!("units/{id}.ron"))
}

#[test]
fn one_that_only_the_journal_knows_is_told_and_one_that_an_edit_removed_is_not() {
    let (place, ..) = cell();
    let file = add(&place, "chi-bo-moi");
    assert_eq!(said(&place), None);
    let bytes = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let (path, message) = said(&place).unwrap();
    assert_eq!(path, "units/chi-bo-moi.ron");
    assert!(message.contains("Không bản chụp nào"), "{message}");
    fs::write(&file, bytes).unwrap();
    save(&place, Change::RemoveUnit(unit_id("chi-bo-moi")));
    assert!(!Path::new(&file).exists());
    assert_eq!(said(&place), None);
}

#[test]
fn a_copy_from_before_an_organisation_came_does_not_make_it_vanish() {
    let (place, ..) = cell();
    let out = place.home.path().join("sao.tar");
    place.ok(&["backup", "-o", out.to_str().unwrap()]);
    add(&place, "chi-bo-moi");
    place.ok(&["restore", out.to_str().unwrap()]);
    assert_eq!(said(&place), None);
}
