//! The real program in a real terminal: it starts, moves, saves, and leaves the terminal as it was.

mod away;
mod beside;
mod elsewhere;
mod ends;
mod hostile;
mod interrupt;
mod line;
mod lists;
mod lock;
mod modes;
mod newer;
mod notices;
mod number;
mod pastes;
mod reading;

use crate::help::place::Place;
use crate::help::terminal::Terminal;
use std::time::{Duration, Instant};

#[test]
fn a_step_by_keys_is_there_at_the_next_start_and_undo_takes_it_back() {
    let place = Place::sample();
    let file = place.data().join("units/duong-quang-mau-1.ron");
    let before = std::fs::read(&file).unwrap();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("69/110").send("/duong quang mau\x1b");
    terminal.send("/duong quang\r").wait_for("0/12");
    terminal.send("\t").wait_for("Enter phiếu");
    terminal
        .send("/mau 24\r")
        .wait_for("▸")
        .send(">")
        .wait_for("Đã lưu");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
    let stored = std::fs::read_to_string(&file).unwrap();
    let reached = stored.matches("to: Stage(\"dossier\")").count();
    let earlier = String::from_utf8(before.clone()).unwrap();
    let earlier = earlier.matches("to: Stage(\"dossier\")").count();
    assert_eq!(reached, earlier + 1, "{stored}");

    let mut again = Terminal::start(&place, (120, 36), &[]);
    again
        .wait_for("69/110")
        .send("/duong quang\r")
        .send("\t")
        .wait_for("Lập hồ sơ (1)");
    again.send("q");
    assert_eq!(again.end(), 0);
    // A board's edit is taken back by its number, not unasked.
    assert_eq!(place.run(&["undo"]).status.code(), Some(3));
    assert!(place.run(&["undo", "1"]).status.success());
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn a_file_cut_in_half_is_one_bad_row_and_stays_as_it_is() {
    let place = Place::sample();
    let path = place.data().join("units/song-cau.ron");
    let half = std::fs::read(&path).unwrap();
    let half = &half[..half.len() / 2];
    std::fs::write(&path, half).unwrap();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("1 tệp không đọc được").wait_for("✗ ");
    terminal.send("/song-cau\r").wait_for("units/song-cau.ron:");
    terminal.send("e").wait_for("sửa tệp trước");
    terminal
        .send("/to 7\r\t")
        .wait_for("Chi bộ tổ 7 ·")
        .send(">")
        .wait_for("Đã lưu");
    terminal
        .send("u")
        .wait_for("Đã hoàn tác")
        .send("2")
        .wait_for("Năm trước")
        .send("/song-cau\r")
        .wait_for("✗ units/song-cau.ron");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    assert_eq!(std::fs::read(&path).unwrap(), half);
}

#[test]
fn a_first_start_makes_the_sample() {
    let place = Place::empty();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal
        .wait_for("Mở sổ mẫu")
        .send("\r")
        .wait_for("69/110")
        .send("q");
    assert_eq!(terminal.end(), 0);
    assert!(place.data().join("book.ron").exists());
}

#[test]
fn a_first_start_makes_a_book_of_ones_own() {
    let place = Place::empty();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal
        .wait_for("Mở sổ mẫu")
        .send("j\r")
        .wait_for("Loại tổ chức")
        .send("\r");
    terminal
        .wait_for("Tên tổ chức đảng")
        .send("Đảng bộ phường Thử\r");
    terminal
        .wait_for("Đảng bộ phường Thử")
        .send("achi bo\r")
        .wait_for("Tên tổ chức");
    terminal
        .send("Chi bộ Một\r")
        .wait_for("Chi bộ Một")
        .wait_for("Đã lưu");
    terminal
        .send("\taHà Văn Hai\r")
        .wait_for("Hà Văn Hai")
        .send("q");
    assert_eq!(terminal.end(), 0);
    let report = place.run(&["report", "pipeline", "--format", "csv"]);
    assert!(
        String::from_utf8(report.stdout)
            .unwrap()
            .contains("Hà Văn Hai")
    );
}

#[test]
fn the_demo_keeps_nothing() {
    let place = Place::empty();
    let temporary = place.home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    for end in ["q", "-TERM"] {
        let more = [("TMPDIR", temporary.to_str().unwrap())];
        let mut terminal = Terminal::start_with(&place, (80, 24), &["demo"], &more);
        terminal.wait_for("69/110").send("2").wait_for("Năm trước");
        assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 1);
        if end == "q" {
            terminal.send("q");
        } else {
            terminal.signal(end);
        }
        terminal.end();
        assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0, "{end}");
    }
    assert!(!place.data().exists());
}

#[test]
fn signals_restore_the_terminal_and_the_exit_code_names_them() {
    let place = Place::sample();
    for (signal, code) in [
        ("-HUP", 129),
        ("-INT", 130),
        ("-QUIT", 131),
        ("-USR1", 138),
        ("-TERM", 143),
    ] {
        let mut terminal = Terminal::start(&place, (80, 24), &[]);
        terminal.wait_for("69/110");
        terminal.signal(signal);
        let asked = Instant::now();
        assert_eq!(terminal.end(), code, "{signal}");
        assert!(terminal.restored(), "{signal}");
        assert!(asked.elapsed() < Duration::from_secs(5), "{signal}");
    }
}

#[test]
fn a_size_too_small_says_so_and_recovers() {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (30, 8), &[]);
    terminal.wait_for("40×10");
    terminal.resize((80, 24));
    terminal.wait_for("69/110").send("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn the_first_key_after_a_resize_is_heard() {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal
        .wait_for("69/110")
        .send("\te")
        .wait_for("Họ và tên:");
    for (rows, cols) in [(30, 100), (24, 80), (20, 90)] {
        terminal.resize((cols, rows));
        // The frame of the new size is there when its last row is.
        let last = usize::from(rows) - 1;
        terminal.wait_until("the last row", |text| {
            let row = text.lines().nth(last);
            row.is_some_and(|row| row.contains("Enter nhận"))
        });
        terminal.send("\u{1b}").wait_for("Enter phiếu");
        terminal.send("e").wait_for("Enter nhận");
    }
    let before = line::cpu(terminal.pid()).unwrap();
    // What is measured: a second in which nothing is asked.
    std::thread::sleep(Duration::from_secs(1));
    assert!(
        line::cpu(terminal.pid()).unwrap() - before < 0.2,
        "busy at rest"
    );
    terminal.send("\u{1b}").wait_for("Enter phiếu").send("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_pasted_list_is_text() {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal
        .wait_for("69/110")
        .at_once("\u{1b}[200~q\nq\nq\u{1b}[201~")
        .wait_for("coi là dán");
    terminal
        .send("/")
        .wait_for("Tìm")
        .at_once("\u{1b}[200~sông\u{1b}[201~")
        .wait_for("sông");
    terminal.send("\rq");
    assert_eq!(terminal.end(), 0);
}
