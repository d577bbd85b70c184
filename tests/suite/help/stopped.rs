//! A real program that is stopped in the middle of a save, and holds the lock for as long.

use crate::help::place::Place;
use ketnap::store::{Disk, Fs};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How much stands in the journals of a book: the first thing that a save adds to.
fn journals(data: &Path) -> u64 {
    let below = |dir: PathBuf| fs::read_dir(dir).into_iter().flatten().flatten();
    let folders = below(data.join("journal"));
    let files = folders.flat_map(|folder| below(folder.path()));
    files
        .filter_map(|file| file.metadata().ok())
        .map(|about| about.len())
        .sum()
}

/// A program that is stopped where it is; it ends with this.
pub(crate) struct Stopped(Child);

/// How long a program goes on after it has begun to save.
pub(crate) fn length_of_a_save(mut command: Command, data: &Path) -> Duration {
    let before = journals(data);
    let mut own = Stopped(command.spawn().unwrap());
    while journals(data) == before {
        assert!(own.0.try_wait().unwrap().is_none(), "nothing was saved");
        std::thread::sleep(Duration::from_micros(50));
    }
    let begun = Instant::now();
    assert!(own.0.wait().unwrap().success());
    begun.elapsed()
}

impl Stopped {
    /// Starts it, and stops it a moment after it has begun to save; false if it has ended by then.
    pub(crate) fn saving(mut command: Command, data: &Path, moment: Duration) -> (Self, bool) {
        let before = journals(data);
        let mut own = Self(command.spawn().unwrap());
        while journals(data) == before {
            if own.0.try_wait().unwrap().is_some() {
                return (own, false);
            }
            std::thread::sleep(Duration::from_micros(50));
        }
        std::thread::sleep(moment);
        own.signal(Signal::STOP);
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            if own.0.try_wait().unwrap().is_some() {
                return (own, false);
            }
            let state = fs::read_to_string(format!("/proc/{}/stat", own.0.id()));
            let state = state.unwrap_or_default();
            let rest = state.rsplit(") ").next();
            if rest.is_some_and(|rest| rest.starts_with('T')) {
                return (own, true);
            }
            assert!(Instant::now() < until, "it did not stop");
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    fn signal(&self, signal: Signal) {
        let _ = kill_process(Pid::from_child(&self.0), signal);
    }

    pub(crate) fn goes_on(mut self) -> bool {
        self.signal(Signal::CONT);
        self.0.wait().unwrap().success()
    }
}

/// A command that holds the lock of a book, stopped.
pub(crate) fn holder(place: &Place) -> Stopped {
    for turn in 0..50 {
        let mut command = place.command();
        let text = format!("Ghi {turn}");
        let command_line = ["note", "mau-50", text.as_str()];
        command.args(command_line).stderr(Stdio::null());
        let (program, stopped) = Stopped::saving(command, &place.data(), Duration::ZERO);
        let lock = place.data().join(".local/lock");
        if stopped && Disk::default().lock(&lock).unwrap().is_none() {
            return program;
        }
        program.goes_on();
    }
    panic!("it was never stopped in time");
}

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
