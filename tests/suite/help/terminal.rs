//! The real program in a real terminal: keys in, what is on the screen out.

use crate::help::place::{PATIENCE, Place};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

pub(crate) struct Terminal {
    pub(crate) master: Option<Box<dyn MasterPty + Send>>,
    pub(crate) keys: Option<Box<dyn Write + Send>>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) output: Receiver<Vec<u8>>,
    pub(crate) screen: vt100::Parser,
    pub(crate) raw: Vec<u8>,
    /// Set to let the reading thread, and its hold on the line, go with the next output.
    pub(crate) deaf: Arc<AtomicBool>,
    /// Set for as long as nobody reads.
    pub(crate) stalled: Arc<AtomicBool>,
}

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

/// Waits until something is so.
fn until(what: &str, so: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < end, "{what}: not yet");
        std::thread::sleep(Duration::from_millis(1));
    }
}

impl Terminal {
    pub(crate) fn start(place: &Place, size: (u16, u16), args: &[&str]) -> Self {
        Self::start_with(place, size, args, &[])
    }

    pub(crate) fn start_with(
        place: &Place,
        size: (u16, u16),
        args: &[&str],
        more: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ketnap"));
        command.args(args);
        Self::run(place, size, command, more)
    }

    /// The program as a shell starts it; `$0` is the program.
    pub(crate) fn in_shell(place: &Place, script: &str) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_ketnap")]);
        Self::run(place, (80, 24), command, &[])
    }

    pub(crate) fn run(
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

    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    pub(crate) fn wait_for(&mut self, what: &str) -> &mut Self {
        self.wait_until(what, |text| text.contains(what))
    }

    pub(crate) fn wait_until(&mut self, what: &str, there: impl Fn(&str) -> bool) -> &mut Self {
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

    /// Takes in what has come so far.
    pub(crate) fn listen(&mut self) {
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
    }

    pub(crate) fn resize(&mut self, (cols, rows): (u16, u16)) {
        let size = |n: u16| NonZero::new(n).unwrap();
        self.screen.screen_mut().set_size(size(rows), size(cols));
        let pty = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.as_ref().unwrap().resize(pty).unwrap();
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Types keys as a hand does, one after the other.
    pub(crate) fn send(&mut self, keys: &str) -> &mut Self {
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
    pub(crate) fn at_once(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let writer = self.keys.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Waits for the end; what came last is in `raw`.
    pub(crate) fn end(&mut self) -> u32 {
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

    pub(crate) fn pid(&self) -> i32 {
        self.child.process_id().unwrap() as i32
    }

    pub(crate) fn signal(&self, signal: &str) {
        let status = std::process::Command::new("kill")
            .args([signal, &self.pid().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Stops the program: nothing of it runs when this returns. Where there is much to do, the signal
    /// comes to its threads long after `kill` has ended.
    pub(crate) fn stop(&self) {
        self.signal("-STOP");
        let tasks = format!("/proc/{}/task", self.pid());
        until("the program stops", || {
            let mut tasks = std::fs::read_dir(&tasks).unwrap();
            tasks.all(|task| {
                let stat = std::fs::read_to_string(task.unwrap().path().join("stat")).unwrap();
                // The state stands behind the name, which may hold anything.
                stat[stat.rfind(')').unwrap()..].starts_with(") T")
            })
        });
    }

    /// Lets a stopped program go on when all that was sent since lies ready for it, so that one read
    /// brings it.
    pub(crate) fn go_on_with(&self, sent: &str) {
        let line = format!("/proc/{}/fd/0", self.pid());
        let flags = OFlags::RDONLY | OFlags::NOCTTY | OFlags::NONBLOCK;
        let line = rustix::fs::open(line, flags, Mode::empty()).unwrap();
        let ready = || rustix::io::ioctl_fionread(&line).unwrap();
        until("the line brings it", || ready() == sent.len() as u64);
        self.signal("-CONT");
    }

    pub(crate) fn restored(&self) -> bool {
        let raw = String::from_utf8_lossy(&self.raw);
        let last = |code: &str| raw.rfind(code);
        last("\u{1b}[?1049l") > last("\u{1b}[?1049h")
            && last("\u{1b}[?2004l") > last("\u{1b}[?2004h")
            && last("\u{1b}[?25h") > last("\u{1b}[?25l")
    }
}

/// Types a remark into the sheet of mau-24, and does not end it.
pub(crate) fn half_typed_in(mut terminal: Terminal, text: &str) -> Terminal {
    terminal.wait_for("/110").send("\t/mau 24\r");
    terminal.wait_for("▸Hoàng Đức Mẫu 24").send("\r");
    terminal.wait_for("Người giúp đỡ").send("jjjjje");
    terminal.wait_for("Ghi chú mới").send(text);
    terminal.wait_for(text);
    terminal
}

/// Starts the board by a script of a shell, types a remark about somebody, and kills it when that
/// is on disk. Nothing that was sent sets the title of the window.
pub(crate) fn cut_off(place: &Place, script: &str, text: &str) {
    let mut terminal = half_typed_in(Terminal::in_shell(place, script), text);
    place.wait_for_draft(text);
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
