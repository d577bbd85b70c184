//! The real program in a real terminal: it starts, moves, saves, and leaves the terminal as it was.

mod away;
mod beside;
mod elsewhere;
mod ends;
mod hostile;
mod interrupt;
mod line;
mod lock;
mod modes;
mod newer;
mod notices;
mod number;
mod pastes;
mod reading;

use crate::cli::Place;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: Vec<u8>,
    /// Set to let the reading thread, and its hold on the line, go with the next output.
    deaf: Arc<AtomicBool>,
    /// Set for as long as nobody reads.
    stalled: Arc<AtomicBool>,
}

/// Long enough for a loaded machine; a passing test never waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A fast hand's, and more than what comes at once may be apart.
const BETWEEN_KEYS: Duration = Duration::from_millis(40);

/// The bytes of the key with which this begins: a letter, or a sequence.
fn length_of_a_key(keys: &str) -> usize {
    match keys.strip_prefix("\u{1b}[") {
        Some(rest) => {
            3 + rest
                .find(|c: char| c.is_ascii_alphabetic() || c == '~')
                .unwrap()
        }
        None => keys.chars().next().map_or(0, char::len_utf8),
    }
}

impl Terminal {
    fn start(place: &Place, size: (u16, u16), args: &[&str]) -> Self {
        Self::start_with(place, size, args, &[])
    }

    fn start_with(place: &Place, size: (u16, u16), args: &[&str], more: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ketnap"));
        command.args(args);
        Self::run(place, size, command, more)
    }

    /// The program as a shell starts it; `$0` is the program.
    fn in_shell(place: &Place, script: &str) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_ketnap")]);
        Self::run(place, (80, 24), command, &[])
    }

    fn run(
        place: &Place,
        size: (u16, u16),
        mut command: CommandBuilder,
        more: &[(&str, &str)],
    ) -> Self {
        let pty = native_pty_system();
        let (cols, rows) = size;
        let pair = pty
            .openpty(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        command.env_clear();
        for (key, value) in [
            ("HOME", place.home.path().to_str().unwrap()),
            ("TERM", "xterm-256color"),
            ("KETNAP_DATA_DIR", place.data().to_str().unwrap()),
            ("KETNAP_TODAY", "2022-11-27"),
            ("PATH", "/usr/bin:/bin"),
        ] {
            command.env(key, value);
        }
        for (key, value) in more {
            command.env(key, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        let deaf = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&deaf);
        let stalled = Arc::new(AtomicBool::new(false));
        let held = Arc::clone(&stalled);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                while held.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                if stop.load(Ordering::SeqCst) || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let size = |n: u16| NonZero::new(n).unwrap();
        let screen = vt100::Parser::new(size(rows), size(cols), 0);
        Self {
            master: Some(pair.master),
            keys: Some(keys),
            child,
            output,
            screen,
            raw: Vec::new(),
            deaf,
            stalled,
        }
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    fn wait_for(&mut self, what: &str) -> &mut Self {
        self.wait_until(what, |text| text.contains(what))
    }

    fn wait_until(&mut self, what: &str, there: impl Fn(&str) -> bool) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        while !there(&self.text()) {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("'{what}' did not come:\n{}", self.text());
            };
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
        self
    }

    /// Types keys as a hand does, one after the other.
    fn send(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while !rest.is_empty() {
            let (key, more) = rest.split_at(length_of_a_key(rest));
            self.at_once(key);
            std::thread::sleep(BETWEEN_KEYS);
            rest = more;
        }
        self
    }

    /// Sends bytes in one piece.
    fn at_once(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let writer = self.keys.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Waits for the end; what came last is in `raw`.
    fn end(&mut self) -> u32 {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
                    self.raw.extend(bytes);
                }
                return status.exit_code();
            }
            assert!(Instant::now() < until, "did not end:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn pid(&self) -> i32 {
        self.child.process_id().unwrap() as i32
    }

    fn signal(&self, signal: &str) {
        let status = std::process::Command::new("kill")
            .args([signal, &self.pid().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    fn restored(&self) -> bool {
        let raw = String::from_utf8_lossy(&self.raw);
        let last = |code: &str| raw.rfind(code);
        last("\u{1b}[?1049l") > last("\u{1b}[?1049h")
            && last("\u{1b}[?2004l") > last("\u{1b}[?2004h")
            && last("\u{1b}[?25h") > last("\u{1b}[?25l")
    }
}

/// Starts the board by a script of a shell, types a remark about somebody, and kills it when that
/// may be on disk. Nothing that was sent sets the title of the window.
pub(crate) fn cut_off(place: &Place, script: &str, text: &str) {
    let mut terminal = line::half_typed_in(Terminal::in_shell(place, script), text);
    std::thread::sleep(Duration::from_secs(2));
    terminal.signal("-KILL");
    terminal.end();
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(!raw.contains("\u{1b}]"), "{raw}");
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

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
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let parsed = |n: u16| NonZero::new(n).unwrap();
    terminal
        .screen
        .screen_mut()
        .set_size(parsed(24), parsed(80));
    terminal.master.as_ref().unwrap().resize(size).unwrap();
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
        let size = |n: u16| NonZero::new(n).unwrap();
        terminal
            .screen
            .screen_mut()
            .set_size(size(rows), size(cols));
        let pty = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        terminal.master.as_ref().unwrap().resize(pty).unwrap();
        // The frame of the new size is there when its last border is.
        std::thread::sleep(Duration::from_millis(300));
        terminal.send("\u{1b}").wait_for("Enter phiếu");
        terminal.send("e").wait_for("Enter nhận");
    }
    let before = line::cpu(terminal.pid()).unwrap();
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
