//! Terminals of every kind: left not to wait, with few colours or none; the modes are given back.

use crate::help::place::Place;
use crate::help::terminal::Terminal;
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Asks a test, in a process of its own, to leave its terminal so and then be the program.
const NOT_WAITING: &str = "KETNAP_TERMINAL_OF_THE_TEST";

#[test]
fn a_terminal_left_not_to_wait_whose_reader_stalls_loses_neither_board_nor_modes() {
    if std::env::var_os(NOT_WAITING).is_some() {
        let stdin = std::io::stdin();
        let flags = fcntl_getfl(&stdin).unwrap();
        fcntl_setfl(&stdin, flags | OFlags::NONBLOCK).unwrap();
        let failed = Command::new(env!("CARGO_BIN_EXE_ketnap")).exec();
        panic!("{failed}");
    }
    for way_out in ["q", "-TERM", "-HUP"] {
        let place = Place::sample();
        let name = "pty::modes::a_terminal_left_not_to_wait_whose_reader_stalls_loses_neither_board_nor_modes";
        let program = std::env::current_exe().unwrap();
        let script = format!(
            "trap '' HUP TERM; before=$(stty -g); {NOT_WAITING}=1 {} {name} --exact --nocapture; \
             test \"$before\" = \"$(stty -g)\" && echo \"as\"-before",
            program.display()
        );
        let mut terminal = Terminal::in_shell(&place, &script);
        terminal.wait_for("69/110");
        terminal.stalled.store(true, Ordering::SeqCst);
        // Apart, since keys that come at once are taken for a paste; nobody reads what they draw.
        for _ in 0..40 {
            terminal.at_once("2");
            std::thread::sleep(Duration::from_millis(25));
            terminal.at_once("1");
            std::thread::sleep(Duration::from_millis(25));
        }
        terminal.stalled.store(false, Ordering::SeqCst);
        terminal.send("2").wait_for("Năm trước");
        if way_out == "q" {
            terminal.send("q");
        } else {
            let pid = super::line::program(&terminal).to_string();
            let sent = Command::new("kill").args([way_out, &pid]).status();
            assert!(sent.unwrap().success());
        }
        terminal.wait_for("as-before");
        assert!(terminal.restored(), "{way_out}");
    }
}

/// The colours that a frame asks for, as their sequences write them.
fn colours(raw: &[u8]) -> Vec<String> {
    let raw = String::from_utf8_lossy(raw).into_owned();
    let looks = raw.split("\u{1b}[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    let coloured = |look: &String| {
        let of_colour = |number: u32| matches!(number, 30..=49 | 58..=59 | 90..=107);
        look.split(';')
            .any(|part| part.parse().is_ok_and(of_colour))
    };
    looks.filter(coloured).collect()
}

#[test]
fn a_terminal_is_sent_the_colours_that_it_has_and_none_where_none_are_wanted() {
    let place = Place::sample();
    for (more, few, many) in [
        (&[("NO_COLOR", "1")][..], false, false),
        (&[("TERM", "vt100")], false, false),
        (&[("TERM", "vt52")], false, false),
        (&[("TERM", "xterm-mono")], false, false),
        (
            &[("TERM", "vt100"), ("COLORTERM", "truecolor")],
            false,
            false,
        ),
        (&[("TERM", "")], false, false),
        (&[("TERM", "nobody-knows")], false, false),
        (&[("TERM", "xterm")], true, false),
        (&[("TERM", "linux")], true, false),
        (
            &[("TERM", "xterm"), ("COLORTERM", "truecolor")],
            false,
            true,
        ),
        (&[], false, true),
    ] {
        let mut terminal = Terminal::start_with(&place, (80, 24), &[], more);
        terminal
            .wait_for("69/110")
            .send("2")
            .wait_for("Năm trước")
            .send("q");
        assert_eq!(terminal.end(), 0);
        let colours = colours(&terminal.raw);
        let (of_many, of_few): (Vec<_>, Vec<_>) = colours
            .iter()
            .partition(|look| look.contains("8;5;") || look.contains("8;2;"));
        assert_eq!(!of_many.is_empty(), many, "{more:?}: {of_many:?}");
        assert!(many || of_few.is_empty() != few, "{more:?}: {of_few:?}");
    }
}
