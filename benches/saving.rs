//! One field changed and made durable, against the bare system calls on a file of the same size.

use crate::Ground;
use crate::generate::as_of;
use crate::table::{Table, at_most, median};
use ketnap::model::{Book, CandidateField, CandidateId, Change, Note};
use ketnap::store::{Access, Stamp, Store};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const TURNS: usize = 60;
const WARM_UP: usize = 5;
const FILE: usize = 10 * 1024;

/// A book open for edits.
struct Desk {
    store: Store,
    book: Book,
    person: CandidateId,
}

impl Desk {
    fn open(data: &Path) -> Self {
        let store = Store::new(data.to_owned(), Access::ReadWrite);
        let book = store.load().expect("an invented book");
        // The cell whose file is nearest to the size of the floor's.
        let size = |path: &Path| fs::metadata(path).map_or(0, |about| about.len() as usize);
        let away = |path: PathBuf| size(&path).abs_diff(FILE);
        let cells = book.units().iter().filter(|u| !u.candidates.is_empty());
        let nearest = cells
            .min_by_key(|u| away(data.join("units").join(format!("{}.ron", u.id))))
            .expect("a cell with candidates");
        let person = nearest.candidates[0].id.clone();
        Self {
            store,
            book,
            person,
        }
    }

    fn save(&mut self, turn: usize) -> Duration {
        let note = Note {
            on: as_of(),
            text: format!("Ghi chú mẫu {turn:03}"),
        };
        let field = CandidateField::Notes(vec![note]);
        let change = Change::SetCandidate(self.person.clone(), field);
        let stamp = Stamp {
            at: chrono::Local::now().fixed_offset(),
            who: "mau".to_owned(),
        };
        let begun = Instant::now();
        let edit = self.book.edit(change).expect("a sound change");
        let saved = self.store.save(&self.book, &edit, None, &stamp);
        let time = begun.elapsed();
        saved.expect("a save");
        time
    }
}

/// What every durable save needs at least.
fn bare(dir: &Path, bytes: &[u8]) -> Duration {
    let (beside, place) = (dir.join(".floor.tmp"), dir.join("floor"));
    let begun = Instant::now();
    let mut file = File::create(&beside).expect("a file");
    file.write_all(bytes).expect("its bytes");
    file.sync_all().expect("durable");
    fs::rename(&beside, &place).expect("in its place");
    let dir = File::open(dir).expect("the folder");
    dir.sync_all().expect("durable");
    begun.elapsed()
}

/// Saves in the city, in the province and without any of us, in turns.
pub(crate) fn measure(ground: &Ground, table: &mut Table) {
    let bytes = vec![b'x'; FILE];
    let units = ground.city.join("units");
    let mut city = Desk::open(&ground.city);
    let mut province = Desk::open(&ground.province);
    let mut times: [Vec<Duration>; 3] = Default::default();
    for turn in 0..TURNS + WARM_UP {
        let turn_times = [bare(&units, &bytes), city.save(turn), province.save(turn)];
        if turn >= WARM_UP {
            for (all, time) in times.iter_mut().zip(turn_times) {
                all.push(time);
            }
        }
    }
    fs::remove_file(units.join("floor")).expect("the floor's own file");
    let [floor, city, province] = times.map(|all| median(&all));
    let budget = at_most(2.5, city, floor);
    table.time("one durable edit, city", city, floor, Some(budget));
    let budget = at_most(1.2, province, city);
    let what = "one durable edit, province against city";
    table.time(what, province, city, Some(budget));
}
