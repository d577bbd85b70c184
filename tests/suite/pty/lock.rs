//! A program that holds the lock is stopped or killed: others wait a little and say so, and no screen stands still.

use crate::help::place::{PATIENCE, Place};
use crate::help::stopped::{Stopped, holder};
use crate::help::terminal::Terminal;
use std::time::{Duration, Instant};

/// Somebody of the sample.
const PERSON: &str = "mau-19";

#[test]
fn a_command_waits_three_seconds_for_a_stopped_holder_and_not_at_all_for_a_killed_one() {
    let place = Place::sample();
    let stopped = holder(&place);
    let asked = Instant::now();
    let (exit, said) = place.fails(&["note", PERSON, "Một"]);
    let waited = asked.elapsed();
    assert_eq!(exit, 3);
    assert!(said.contains("giữ khóa quá 3 giây"), "{said}");
    assert!(
        waited > Duration::from_secs(2) && waited < Duration::from_secs(6),
        "{waited:?}"
    );
    let asked = Instant::now();
    place.ok(&["report", "pipeline"]);
    assert!(asked.elapsed() < Duration::from_secs(2), "reading waits");
    // Killed as it drops.
    drop(stopped);
    let asked = Instant::now();
    place.ok(&["note", PERSON, "Một"]);
    assert!(asked.elapsed() < Duration::from_secs(2), "not free at once");
}

/// The board on a person's row.
fn board(place: &Place) -> Terminal {
    let mut terminal = Terminal::start(place, (120, 36), &[]);
    terminal.wait_for("69/110").send("\t/mau 19\r");
    terminal.wait_for("▸Hà Thị Mẫu 19");
    terminal
}

/// The board with another name for the person that waits to be saved behind a stopped holder.
fn waiting() -> (Place, Terminal, Stopped) {
    let place = Place::sample();
    let mut terminal = board(&place);
    let stopped = holder(&place);
    terminal
        .send("e\u{15}Hạ Thị Mẫu 19\r")
        .wait_for("Đang chờ lưu");
    (place, terminal, stopped)
}

#[test]
fn a_boards_screen_lives_while_it_waits_for_a_stopped_holder() {
    let place = Place::sample();
    let mut terminal = board(&place);
    let stopped = holder(&place);
    terminal
        .send("e\u{15}Hạ Thị Mẫu 19")
        .wait_for("Hạ Thị Mẫu 19");
    let asked = Instant::now();
    terminal.send("\r").wait_for("Đang chờ lưu");
    terminal.send("2").wait_for("Ngoài sổ");
    terminal.send("1").wait_for("Đang lưu");
    assert!(asked.elapsed() < Duration::from_secs(3), "it stood still");
    // What comes after must wait for it.
    terminal.send("eX\r").wait_for("còn đang chờ lưu");
    terminal.send("\u{1b}").wait_for("giữ khóa quá 3 giây");
    assert!(asked.elapsed() < Duration::from_secs(8));
    // The typing is back, and goes in as soon as the other one is gone.
    terminal.wait_for("Hạ Thị Mẫu 19").wait_for("Chưa lưu");
    drop(stopped);
    let asked = Instant::now();
    terminal.send("\r").wait_for("Đã lưu");
    assert!(asked.elapsed() < Duration::from_secs(3));
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    let pipeline = place.ok(&["report", "pipeline", "--format", "csv"]);
    assert!(pipeline.contains("Hạ Thị Mẫu 19"), "{pipeline}");
}

#[test]
fn what_waits_is_saved_as_soon_as_the_holder_goes_on_and_nobody_leaves_before() {
    let (place, mut terminal, stopped) = waiting();
    terminal.send("q");
    // Nothing is to come of the key, so it must have had the time for it.
    std::thread::sleep(Duration::from_millis(300));
    assert!(terminal.is_alive(), "left before it was saved");
    assert!(stopped.goes_on());
    let asked = Instant::now();
    assert_eq!(terminal.end(), 0);
    assert!(asked.elapsed() < PATIENCE);
    let pipeline = place.ok(&["report", "pipeline", "--format", "csv"]);
    assert!(pipeline.contains("Hạ Thị Mẫu 19"), "{pipeline}");
    let notes = place.ok(&["show", "mau-50"]);
    assert!(
        notes.contains("Ghi "),
        "what the holder saved stays: {notes}"
    );
}

#[test]
fn a_board_that_is_ended_while_it_waits_keeps_what_was_typed() {
    let (place, mut terminal, stopped) = waiting();
    terminal.signal("-TERM");
    let asked = Instant::now();
    terminal.end();
    assert!(asked.elapsed() < Duration::from_secs(2));
    drop(stopped);
    let mut again = Terminal::start(&place, (120, 36), &[]);
    again.wait_for("Đang gõ dở").wait_for("Hạ Thị Mẫu 19");
    again.send("\x1b").wait_for("Enter phiếu").send("q");
    again.end();
}

/// An editor writes into the same file meanwhile, and that is seen while the edit waits.
#[test]
fn what_an_editor_writes_while_an_edit_waits_takes_nothing_of_it_away() {
    let (place, mut terminal, stopped) = waiting();
    let file = place.data().join("units/duong-quang-mau-1.ron");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("Hoàng Đức Mẫu 24"));
    let theirs = text.replace("Hoàng Đức Mẫu 24", "Hoàng Mẫu 24");
    std::fs::write(&file, theirs).unwrap();
    // What a look finds now shows nowhere before the edit is saved, and there is one every two seconds.
    std::thread::sleep(Duration::from_millis(2_100));
    assert!(stopped.goes_on());
    terminal.wait_until("the end of the wait", |text| {
        text.contains("Đã lưu") || text.contains("Chưa lưu")
    });
    // On a slow machine it may have been told by now that it took too long.
    terminal.send("2").wait_for("Ngoài sổ").send("1");
    if terminal.text().contains("Chưa lưu") {
        terminal.send("\r");
    }
    terminal.wait_for("Đã lưu").send("q");
    assert_eq!(terminal.end(), 0);
    let pipeline = place.ok(&["report", "pipeline", "--format", "csv"]);
    for name in ["Hạ Thị Mẫu 19", "Hoàng Mẫu 24"] {
        assert!(pipeline.contains(name), "{name}: {pipeline}");
    }
}
