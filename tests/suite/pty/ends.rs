//! Ways out of the board that nobody chose, and terminals that can show none: the terminal is given
//! back, nobody's data is told, and no memory is left behind.

use crate::desk::world;
use crate::help::place::{PATIENCE, Place};
use crate::help::terminal::Terminal;
use ketnap::app::{App, Start};
use ketnap::config::Config;
use ketnap::model::Message;
use ketnap::store::{Access, Store};
use ketnap::terminal::{Colours, End, Session, panic_message, run};
use ketnap::text::Lang;
use portable_pty::CommandBuilder;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const SECRET: &str = "MẬT Nguyễn Mẫu 1990";

fn fails(_: &Store, _: &Config, _: &Start, _: chrono::NaiveDate) -> Result<(), Message> {
    panic!("{SECRET}")
}

fn fails_beside(_: &Store, _: &Config, _: &Start, _: chrono::NaiveDate) -> Result<(), Message> {
    let beside = std::thread::spawn(|| panic!("{SECRET}"));
    assert!(beside.join().is_err());
    Err(Message::error("said.nothing"))
}

/// Asks a test, in a process of its own, to only run the board that it is about.
const BOARD: &str = "KETNAP_BOARD_OF_THE_TEST";

type Create = fn(&Store, &Config, &Start, chrono::NaiveDate) -> Result<(), Message>;

/// The board's own loop on a real terminal.
fn board(create: Create) -> End {
    let config = Config::load(None, Some(Lang::Vi));
    let world = world(&config);
    let sentence = [("version", "thử"), ("place", "{place}")];
    panic_message(config.texts.fill("cli.panic", &sentence));
    let app = App::first_start(&world, 1);
    let data = std::env::var_os("KETNAP_DATA_DIR").unwrap();
    let mut session = Session {
        store: Store::new(data.into(), Access::ReadWrite),
        config,
        world,
        who: "thu-ky".to_owned(),
        fixed_today: None,
        colours: Colours::Many,
        running: Box::new(|| std::time::Duration::ZERO),
        create,
        remark: None,
    };
    run(&mut session, app, None).unwrap()
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_its_place_but_nobodys_data() {
    if std::env::var_os(BOARD).is_some() {
        board(fails);
        return;
    }
    let (code, terminal) =
        ended("a_panic_gives_the_terminal_back_and_tells_its_place_but_nobodys_data");
    assert_eq!(code, 101);
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(terminal.restored(), "{raw}");
    let (_, after) = raw.rsplit_once("\u{1b}[?1049l").unwrap();
    assert!(!raw.contains("MẬT") && !raw.contains("1990"), "{raw}");
    let (said, _) = raw.split_once("Xin báo lỗi này.").unwrap();
    assert!(said.contains("ends.rs:"), "{said}");
    assert!(!after.contains("stack backtrace"), "{after}");
}

/// Runs the board of a test in a terminal of its own until it ends, for which one key is enough.
fn ended(test: &str) -> (u32, Terminal) {
    let place = Place::empty();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    let name = format!("pty::ends::{test}");
    command.args([&name, "--exact", "--nocapture"]);
    let more = [("RUST_BACKTRACE", "1"), (BOARD, "1")];
    let mut terminal = Terminal::run(&place, (80, 24), command, &more);
    terminal.wait_for("Mở sổ mẫu").send("\r");
    (terminal.end(), terminal)
}

#[test]
fn a_panic_beside_the_board_ends_it_too() {
    if std::env::var_os(BOARD).is_some() {
        assert_eq!(board(fails_beside), End::Signal(15));
        return;
    }
    let (code, terminal) = ended("a_panic_beside_the_board_ends_it_too");
    assert_eq!(code, 0);
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(terminal.restored(), "{raw}");
    assert!(!raw.contains("MẬT") && !raw.contains("1990"), "{raw}");
    assert!(raw.contains("Xin báo lỗi này."), "{raw}");
}

/// Waits until something is so.
fn until(what: &str, mut so: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_brings_the_typing_back() {
    let place = Place::sample();
    let script = "set -m; \"$0\"; echo; echo \"da\"-dung; stty -a | grep -c 'icanon'; read x; fg >/dev/null; echo \"da\"-het";
    let mut terminal = Terminal::in_shell(&place, script);
    terminal.wait_for("69/110").send("\t/mau 24\r");
    terminal.wait_for("▸Hoàng Đức Mẫu 24").send("\u{1a}");
    terminal.wait_for("da-dung");
    assert!(terminal.restored(), "the shell has a terminal as it was");
    assert!(!terminal.text().contains("Mẫu 24"), "{}", terminal.text());
    terminal.send("\n").wait_for("▸Hoàng Đức Mẫu 24");
    terminal.send("q").wait_for("da-het");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
}

#[test]
fn ctrl_z_in_a_script_stops_the_script_too_so_that_the_shell_is_back() {
    let place = Place::sample();
    let script = "set -m; sh -c '\"$0\"; echo \"script\"-done' \"$0\"; echo \"da\"-dung; read x; fg >/dev/null; echo \"da\"-het";
    let mut terminal = Terminal::in_shell(&place, script);
    terminal.wait_for("69/110").send("\u{1a}");
    terminal.wait_for("da-dung").send("\n").wait_for("69/110");
    terminal
        .send("q")
        .wait_for("script-done")
        .wait_for("da-het");
    assert_eq!(terminal.end(), 0);
}

/// As a terminal window or `ssh -t` starts a program: alone, or by a shell that watches no jobs.
#[test]
fn ctrl_z_with_no_shell_behind_says_so_and_stays() {
    let place = Place::sample();
    for script in [
        "exec \"$0\"",
        "\"$0\"; echo \"da\"-het",
        "(\"$0\"; echo \"da\"-het)",
    ] {
        let mut terminal = Terminal::in_shell(&place, script);
        terminal.wait_for("69/110").send("\t/mau 24\r");
        terminal.wait_for("▸Hoàng Đức Mẫu 24").send("\u{1a}");
        terminal.wait_for("Không có dòng lệnh nào phía sau");
        // The keys are heard as before, and a line goes on.
        terminal.send("e").wait_for("Enter nhận").send("x\u{1a}");
        terminal.wait_for("Mẫu 24x").send("y").wait_for("Mẫu 24xy");
        terminal.send("\u{1b}").wait_for("Enter phiếu").send("q");
        assert_eq!(terminal.end(), 0, "{script}");
        assert!(terminal.restored(), "{script}");
    }
}

fn given_to(path: &Path, user: u32) {
    chown(path, Some(user), Some(user)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            given_to(&entry.unwrap().path(), user);
        }
    }
}

/// The program as somebody who is not root; none where that cannot be.
fn as_nobody(place: &Place) -> Option<CommandBuilder> {
    const NOBODY: u32 = 65_534;
    let program = env!("CARGO_BIN_EXE_ketnap");
    if !rustix::process::getuid().is_root() {
        return Some(CommandBuilder::new(program));
    }
    let args = ["--reuid=65534", "--regid=65534", "--clear-groups", program];
    let may = Command::new("setpriv").args(args).arg("--version").output();
    if !may.is_ok_and(|it| it.status.success()) {
        eprintln!("skipped: the program cannot be started by somebody else");
        return None;
    }
    given_to(place.home.path(), NOBODY);
    let mut command = CommandBuilder::new("setpriv");
    command.args(args);
    Some(command)
}

#[test]
fn no_core_is_left_and_nobody_may_look_into_the_memory() {
    let place = Place::sample();
    let Some(command) = as_nobody(&place) else {
        return;
    };
    let mut terminal = Terminal::run(&place, (80, 24), command, &[]);
    terminal.wait_for("69/110");
    let of = |file: &str| format!("/proc/{}/{file}", terminal.pid());
    let limits = fs::read_to_string(of("limits")).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let core: Vec<&str> = core.unwrap().split_whitespace().skip(4).take(2).collect();
    assert_eq!(core, ["0", "0"]);
    // The system gives what belongs to a process that may not be dumped to root.
    let owner = |file: &str| fs::metadata(of(file)).unwrap().uid();
    assert_eq!((owner("mem"), owner("maps"), owner("environ")), (0, 0, 0));
    terminal.signal("-ABRT");
    terminal.end();
    let left: Vec<_> = fs::read_dir(place.home.path()).unwrap().collect();
    let cores = left.iter().flatten();
    let mut cores = cores.filter(|file| file.file_name().to_string_lossy().contains("core"));
    assert!(cores.next().is_none());
}

#[test]
fn a_terminal_that_can_show_no_board_is_told_what_to_use() {
    let place = Place::sample();
    for (term, said) in [("dumb", "TERM=dumb"), ("dumb", "ketnap report quota")] {
        let mut terminal = Terminal::start_with(&place, (80, 24), &[], &[("TERM", term)]);
        assert_eq!(terminal.end(), 3);
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        assert!(raw.contains(said), "{raw}");
        assert!(!raw.contains('\u{1b}'), "{raw}");
    }
    // Commands need no terminal at all.
    for term in ["dumb", "", "unknown-terminal"] {
        let output = place
            .command()
            .env("TERM", term)
            .args(["report", "quota"])
            .output();
        let output = output.unwrap();
        assert!(output.status.success());
        assert!(!output.stdout.contains(&0x1b));
    }
}

#[test]
fn a_plain_locale_and_a_terminal_without_a_name_work() {
    let place = Place::sample();
    for more in [
        &[("LANG", "C"), ("LC_ALL", "C")][..],
        &[("LANG", "POSIX")],
        &[("TERM", "")],
        &[("TERM", "vt100"), ("LC_ALL", "C")],
    ] {
        let mut terminal = Terminal::start_with(&place, (80, 24), &[], more);
        terminal
            .wait_for("69/110")
            .send("2")
            .wait_for("Năm trước")
            .send("q");
        assert_eq!(terminal.end(), 0, "{more:?}");
        assert!(terminal.restored());
        let output = place
            .command()
            .envs(more.iter().copied())
            .args(["check"])
            .output();
        assert!(String::from_utf8(output.unwrap().stdout).is_ok());
    }
}

#[test]
fn no_colour_is_beyond_the_sixteen_of_every_terminal() {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110");
    for (key, shown) in [
        ("2", "Năm trước"),
        ("3", "Việc cần làm"),
        ("4", "Phân tích"),
        ("5", "Nhật ký"),
        ("?", "Các phím"),
    ] {
        terminal.send(key).wait_for(shown);
    }
    terminal.signal("-TERM");
    terminal.end();
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    let rich = raw.split("8;5;").skip(1).filter_map(|rest| {
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        number.parse::<u32>().ok()
    });
    let colours: Vec<u32> = rich.collect();
    assert!(!colours.is_empty(), "no colour at all");
    assert!(colours.iter().all(|colour| *colour < 16), "{colours:?}");
    assert!(!raw.contains("8;2;"), "a colour of its own");
}

#[test]
fn signals_leave_no_word_of_the_data_on_the_shells_screen() {
    let place = Place::sample();
    for (signal, code) in [("-TERM", 143), ("-INT", 130), ("-HUP", 129)] {
        let script = "\"$0\"; echo \"da-het:$?\"; sleep 1";
        let mut terminal = Terminal::in_shell(&place, &format!("trap '' TERM INT HUP; {script}"));
        terminal.wait_for("69/110").send("\t").wait_for("Mẫu");
        let pid = super::line::program(&terminal);
        let sent = Command::new("kill")
            .args([signal, &pid.to_string()])
            .status();
        assert!(sent.unwrap().success());
        terminal.wait_for(&format!("da-het:{code}"));
        assert!(terminal.restored(), "{signal}");
        assert!(!terminal.text().contains("Mẫu"), "{}", terminal.text());
        until("gone", || super::line::cpu(pid).is_none());
    }
}
