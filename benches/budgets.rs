//! The budgets of the design, measured as ratios within one run: `cargo bench --bench budgets`.

#[path = "desk.rs"]
mod desk;
#[path = "generate.rs"]
mod generate;
#[path = "hello.rs"]
mod hello;
#[path = "incoming.rs"]
mod incoming;
#[path = "keys.rs"]
mod keys;
#[path = "looking.rs"]
mod looking;
#[path = "process.rs"]
mod process;
#[path = "saving.rs"]
mod saving;
#[path = "table.rs"]
mod table;

use generate::{Size, book};
use ketnap::store::{Access, Store};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use table::Table;

/// Where the invented books lie, and an empty folder of settings.
pub(crate) struct Ground {
    pub(crate) city: PathBuf,
    pub(crate) province: PathBuf,
    pub(crate) config: PathBuf,
}

impl Ground {
    /// Books below `dir`, which must be on a real disk: a save is measured with its fsync.
    fn new(dir: &Path) -> Self {
        let config = dir.join("config");
        std::fs::create_dir(&config).expect("a folder of settings");
        // Another process makes them: starting programs from one with so much memory is slow,
        // and that would flatter every ratio.
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        let made = command.env(MAKE, dir).status().expect("the maker");
        assert!(made.success());
        Self {
            city: dir.join("city"),
            province: dir.join("province"),
            config,
        }
    }

    pub(crate) fn books(&self) -> [(&'static str, &Path); 2] {
        [("city", &self.city), ("province", &self.province)]
    }
}

/// Set to a folder, it makes this process fill it with books.
const MAKE: &str = "KETNAP_BENCH_MAKE";

/// Measures some rows.
type Measure = fn(&Ground, &mut Table);

fn make(dir: &Path) {
    for (name, size) in [("city", Size::City), ("province", Size::Province)] {
        let (header, units) = book(size, 7);
        let store = Store::new(dir.join(name), Access::ReadWrite);
        store.create(&header, &units).expect("a new book");
    }
}

fn main() {
    if let Some(dir) = std::env::var_os(MAKE) {
        return make(Path::new(&dir));
    }
    if hello::asked() {
        return hello::run();
    }
    let dir = tempfile::Builder::new()
        .prefix("budgets-")
        .disable_cleanup(std::env::var_os("KETNAP_BENCH_KEEP").is_some())
        .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .expect("a folder beside the build");
    let begun = Instant::now();
    let ground = Ground::new(dir.path());
    println!(
        "invented books made in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let mut table = Table::new();
    // `cargo bench --bench budgets -- start keys` measures these alone.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let rows: [(&str, Measure); 7] = [
        ("start", process::start),
        ("keys", keys::measure),
        ("save", saving::measure),
        ("look", looking::measure),
        ("report", process::report),
        ("import", incoming::measure),
        ("rest", process::at_rest),
    ];
    for (name, measure) in rows {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            measure(&ground, &mut table);
        }
    }
    println!("{table}");
    let missed = table.missed();
    if missed == 0 {
        println!("all budgets met");
    } else {
        println!("budgets missed: {missed}");
    }
}
