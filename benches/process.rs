//! Whole processes: their start, a report, their memory, and what they do when nothing is asked.

use crate::Ground;
use crate::desk::Desk;
use crate::hello;
use crate::table::{Budget, Table, at_most, median, ms};
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
        let (time, floor) = (median(&times), median(&floors));
        let what = format!("start to first frame, {name}");
        if data == ground.city {
            table.time(&what, time, floor, Some(at_most(12.0, time, floor)));
            let met = time <= Duration::from_millis(30);
            let budget = Budget("<= 30 ms".to_owned(), met);
            table.number(&format!("{what}, absolute"), ms(time), Some(budget));
        } else {
            let most = |most: u64, time: Duration| {
                let budget = Duration::from_millis(most);
                Some(Budget(format!("<= {most} ms"), time <= budget))
            };
            table.number(&what, ms(time), most(60, time));
            let full = median(&full);
            let what = format!("start to all figures, {name}");
            table.number(&what, ms(full), most(450, full));
        }
    }
}

fn run(mut command: Command) -> Duration {
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

/// A report as a whole process, against a process that does nothing.
pub(crate) fn report(ground: &Ground, table: &mut Table) {
    for (name, data) in ground.books() {
        let (mut floors, mut times) = (Vec::new(), Vec::new());
        for turn in 0..PAIRS + WARM_UP {
            let floor = run(nothing());
            let time = run(quota_report(data, &ground.config));
            if turn >= WARM_UP {
                floors.push(floor);
                times.push(time);
            }
        }
        let what = format!("report quota as json, {name}");
        table.time(&what, median(&times), median(&floors), None);
    }
}

/// Clock ticks of processor time taken so far; 100 of them are a second.
fn ticks(desk: &Desk) -> u64 {
    let stat = desk.proc("stat");
    let after = stat.rsplit(')').next().unwrap_or_default();
    let fields = after.split_whitespace().skip(11).take(2);
    fields.filter_map(|field| field.parse::<u64>().ok()).sum()
}

/// The number in a row of a file of `/proc`.
fn number(text: &str, row: &str) -> u64 {
    let found = text.lines().find_map(|line| line.strip_prefix(row));
    let word = found.and_then(|rest| rest.split_whitespace().next());
    word.and_then(|word| word.parse().ok())
        .expect("a number in /proc")
}

/// How often any thread has gone to sleep.
fn sleeps(desk: &Desk) -> u64 {
    desk.threads()
        .iter()
        .map(|thread| {
            let status = desk.proc(&format!("task/{thread}/status"));
            number(&status, "voluntary_ctxt_switches:")
        })
        .sum()
}

/// Peak memory, and processor time while nobody does anything.
pub(crate) fn at_rest(ground: &Ground, table: &mut Table) {
    for (name, data) in ground.books() {
        let board = Desk::board(data, &ground.config);
        // The first look at the files is over then.
        std::thread::sleep(Duration::from_secs(3));
        let (before, woken) = (ticks(&board), sleeps(&board));
        std::thread::sleep(REST);
        let taken = ticks(&board) - before;
        let woken = sleeps(&board) - woken;
        let peak = number(&board.proc("status"), "VmHWM:") as f64 / 1024.0;
        board.quit();
        let what = format!("peak memory, {name}");
        let budget = Budget("<= 200 MB".to_owned(), peak <= 200.0);
        table.number(&what, format!("{peak:.0} MB"), Some(budget));
        let what = format!("{} s at rest, {name}", REST.as_secs());
        let measured = format!("{} ms of CPU, {woken} wake-ups", taken * 10);
        // One look every two seconds, and a tick of measuring noise.
        let met = taken <= 1 && woken <= REST.as_secs() / 2 + 2;
        let budget = Budget("0 ms, 1 in 2 s".to_owned(), met);
        table.number(&what, measured, Some(budget));
    }
}
