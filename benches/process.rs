//! Whole processes: their start, a report, their memory, and what they do when nothing is asked.

use crate::Ground;
use crate::desk::Desk;
use crate::hello;
use crate::table::{Budget, Table, at_most, median, ms};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PAIRS: usize = 21;
const WARM_UP: usize = 3;
const REST: Duration = Duration::from_secs(5);

/// Start to first full frame, the board and the hello-world in turns.
pub(crate) fn start(ground: &Ground, table: &mut Table) {
    for (name, data) in ground.books() {
        let (mut floors, mut times, mut full) = (Vec::new(), Vec::new(), Vec::new());
        for turn in 0..PAIRS + WARM_UP {
            let hello = Desk::hello();
            let board = Desk::board(data, &ground.config);
            if turn >= WARM_UP {
                floors.push(hello.first);
                times.push(board.first);
                full.push(board.full);
            }
            hello.quit();
            board.quit();
        }
        let (first, full, floor) = (median(&times), median(&full), median(&floors));
        // A book that takes longer is announced: of a city only the whole board counts.
        if data == ground.city {
            let what = format!("start to first full frame, {name}");
            table.time(&what, full, floor, Some(at_most(6.0, full, floor)));
        } else {
            let what = format!("start to first frame, {name}");
            table.time(&what, first, floor, Some(at_most(6.8, first, floor)));
            let what = format!("start to all figures, {name}");
            table.time(&what, full, floor, Some(at_most(65.0, full, floor)));
        }
    }
}

/// How long a program takes that has to end well.
pub(crate) fn run(mut command: Command) -> Duration {
    let begun = Instant::now();
    let end = command.stdin(Stdio::null()).output().expect("the program");
    let time = begun.elapsed();
    assert!(end.status.success(), "{end:?}");
    time
}

fn quota_report(data: &Path, config: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ketnap"));
    command.args(["report", "quota", "--year", "2022", "--format", "json"]);
    command.arg("--data-dir").arg(data);
    command.arg("--config-dir").arg(config);
    command
}

fn nothing() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.env(hello::ASKED, "exit");
    command
}

/// How many plain tasks `task` counts: as many as a province has candidates.
const TASKS: usize = 60_000;

/// Tasks of nothing but a text, as `task` keeps them, and its settings beside them.
fn tasks(dir: &Path) -> io::Result<()> {
    let mut data = BufWriter::new(File::create(dir.join("pending.data"))?);
    for n in 0..TASKS {
        let uuid = format!("{n:08x}-0000-4000-8000-{n:012x}");
        let words = "entry:\"1640995200\" modified:\"1640995200\" status:\"pending\"";
        writeln!(data, "[description:\"Mau {n:05}\" {words} uuid:\"{uuid}\"]")?;
    }
    data.flush()?;
    let place = format!("data.location={}\nhooks=off\n", dir.display());
    std::fs::write(dir.join("taskrc"), place)
}

/// `task count` of those, quietly.
fn task_count(dir: &Path) -> Command {
    let mut command = Command::new("task");
    command.env("TASKRC", dir.join("taskrc"));
    command.args(["rc.verbose=nothing", "count"]);
    command
}

/// Whether there is a `task` that counts them all.
fn counts(dir: &Path) -> bool {
    let counted = task_count(dir).stdin(Stdio::null()).output();
    counted.is_ok_and(|end| String::from_utf8_lossy(&end.stdout).trim() == TASKS.to_string())
}

/// A report as a whole process, against `task count` where that is installed, in turns.
pub(crate) fn report(ground: &Ground, table: &mut Table) {
    let dir = ground.config.with_file_name("tasks");
    std::fs::create_dir(&dir).expect("a folder of tasks");
    tasks(&dir).expect("tasks");
    let task = counts(&dir);
    for (name, data) in ground.books() {
        let [mut floors, mut times, mut counted] = [const { Vec::new() }; 3];
        for turn in 0..PAIRS + WARM_UP {
            let floor = run(nothing());
            let time = run(quota_report(data, &ground.config));
            let count = (task && data == ground.province).then(|| run(task_count(&dir)));
            if turn >= WARM_UP {
                floors.push(floor);
                times.push(time);
                counted.extend(count);
            }
        }
        let what = format!("report quota as json, {name}");
        let time = median(&times);
        table.time(&what, time, median(&floors), None);
        if data == ground.province {
            let what = "the same, against `task count` of as many rows";
            if task {
                let count = median(&counted);
                table.time(what, time, count, Some(at_most(0.45, time, count)));
            } else {
                table.number(
                    what,
                    "not measured: there is no `task` here".to_owned(),
                    None,
                );
            }
        }
    }
}

/// The number in a row of a file of `/proc`.
pub(crate) fn number(text: &str, row: &str) -> u64 {
    let found = text.lines().find_map(|line| line.strip_prefix(row));
    let word = found.and_then(|rest| rest.split_whitespace().next());
    word.and_then(|word| word.parse().ok())
        .expect("a number in /proc")
}

/// What a thread has done so far: the nanoseconds it worked, and how often it went to sleep. The
/// ticks of `stat` are rounded twice, and would make two of them of next to nothing.
fn done(desk: &Desk) -> BTreeMap<OsString, [u64; 2]> {
    let threads = desk.threads(["schedstat", "status"]).into_iter();
    let of = |[times, status]: [String; 2]| {
        [
            number(&times, ""),
            number(&status, "voluntary_ctxt_switches:"),
        ]
    };
    threads.map(|(thread, files)| (thread, of(files))).collect()
}

/// What the program does in a while of nobody's doing anything, by the threads that were there
/// before and are there after it.
fn rest(desk: &Desk) -> (Duration, u64) {
    let before = done(desk);
    std::thread::sleep(REST);
    let both = done(desk).into_iter();
    let both = both.filter_map(|(thread, after)| Some((*before.get(&thread)?, after)));
    let more = both.map(|(before, after)| [0, 1].map(|what| after[what] - before[what]));
    let (nanos, woken) = more.fold((0, 0), |sum, one| (sum.0 + one[0], sum.1 + one[1]));
    (Duration::from_nanos(nanos), woken)
}

/// Peak memory, and processor time while nobody does anything.
pub(crate) fn at_rest(ground: &Ground, table: &mut Table) {
    for (name, data) in ground.books() {
        let board = Desk::board(data, &ground.config);
        // The first look at the files is over then.
        std::thread::sleep(Duration::from_secs(3));
        let (taken, woken) = rest(&board);
        let peak = number(&board.proc("status"), "VmHWM:") as f64 / 1024.0;
        board.quit();
        let what = format!("peak memory, {name}");
        let most = if data == ground.city { 33.0 } else { 190.0 };
        let budget = Budget(format!("<= {most} MB"), peak <= most);
        table.number(&what, format!("{peak:.0} MB"), Some(budget));
        let what = format!("{} s at rest, {name}", REST.as_secs());
        let measured = format!("{} of CPU, {woken} wake-ups", ms(taken));
        // Less than half a tick is none; one look every two seconds, and one that was under way.
        let met = taken < Duration::from_millis(5) && woken <= REST.as_secs() / 2 + 2;
        let budget = Budget("0 ms, 1 in 2 s".to_owned(), met);
        table.number(&what, measured, Some(budget));
    }
}
