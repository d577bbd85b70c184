//! A program at an 80×24 terminal: keys in, and when and with how many bytes the screen has changed.

use crate::hello;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::ffi::OsString;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

pub(crate) const ROWS: u16 = 24;
const COLUMNS: u16 = 80;
/// Nothing more within this time, and a frame is complete.
const QUIET: Duration = Duration::from_millis(25);
/// A program that shows nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A part of the screen in which a selection moves: columns from and to, and the first row.
#[derive(Clone, Copy)]
pub(crate) struct Place(pub(crate) u16, pub(crate) u16, pub(crate) u16);

fn parser() -> vt100::Parser {
    let size = [ROWS, COLUMNS].map(|n| NonZeroU16::new(n).expect("not none"));
    vt100::Parser::new(size[0], size[1], 0)
}

/// What a frame took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) time: Duration,
    pub(crate) bytes: usize,
}

/// A program and its terminal.
pub(crate) struct Desk {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    /// Time until the last line was there.
    pub(crate) first: Duration,
    /// Time until all of the first screen was there.
    pub(crate) full: Duration,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Desk {
    /// Starts the board on a book.
    pub(crate) fn board(data: &Path, config: &Path) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ketnap"));
        command.args(["--today", "2022-11-27", "--data-dir"]);
        command.arg(data);
        command.env("KETNAP_CONFIG_DIR", config);
        command.env("KETNAP_LANG", "en");
        Self::start(command, "quit", "Organisations")
    }

    /// Starts the hello-world.
    pub(crate) fn hello() -> Self {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
        command.env(hello::ASKED, "panes");
        Self::start(command, hello::FOOTER, "left")
    }

    fn start(mut command: CommandBuilder, footer: &str, title: &str) -> Self {
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        let size = PtySize {
            rows: ROWS,
            cols: COLUMNS,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let keys = pair.master.take_writer().expect("its input");
        let (sender, chunks) = channel();
        // Stamped on arrival: what this side does with the bytes must not count.
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(size @ 1..) = reader.read(&mut buffer) {
                let now = Instant::now();
                if sender.send((now, buffer[..size].to_vec())).is_err() {
                    break;
                }
            }
        });
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let mut desk = Self {
            child,
            keys,
            chunks,
            screen: parser(),
            first: Duration::ZERO,
            full: Duration::ZERO,
            _terminal: pair.master,
        };
        // A large book is announced first; the first pane then stands on one of the first rows.
        let shows = |desk: &Self| desk.row(ROWS - 1).contains(footer);
        let is_full = |desk: &Self| (0..2).any(|at| desk.row(at).contains(title));
        desk.first = desk.until(begun, shows).time;
        desk.full = desk.first;
        if !is_full(&desk) {
            desk.full = desk.until(begun, |desk| is_full(desk) && shows(desk)).time;
        }
        desk.settle();
        desk
    }

    fn row(&self, row: u16) -> String {
        let screen = self.screen.screen();
        let mut rows = screen.rows(0, COLUMNS).skip(usize::from(row));
        rows.next().unwrap_or_default()
    }

    /// Takes output in until something is to be seen.
    fn until(&mut self, from: Instant, seen: impl Fn(&Self) -> bool) -> Frame {
        let mut bytes = 0;
        loop {
            let Ok((at, chunk)) = self.chunks.recv_timeout(PATIENCE) else {
                panic!("it hangs:\n{}", self.screen.screen().contents());
            };
            bytes += chunk.len();
            self.screen.process(&chunk);
            if seen(self) {
                let time = at.duration_since(from);
                return Frame { time, bytes };
            }
        }
    }

    /// Takes in what still comes; gives when the last of it came, and its size.
    fn settle(&mut self) -> Option<(Instant, usize)> {
        let mut last = None;
        let mut bytes = 0;
        while let Ok((at, chunk)) = self.chunks.recv_timeout(QUIET) {
            bytes += chunk.len();
            self.screen.process(&chunk);
            last = Some(at);
        }
        last.map(|at| (at, bytes))
    }

    /// Which line is reversed in a place, and what it says.
    fn selected(&self, Place(left, right, top): Place) -> Option<(u16, String)> {
        let screen = self.screen.screen();
        let reversed = |row: &u16| {
            screen
                .cell(*row, left + 2)
                .is_some_and(vt100::Cell::inverse)
        };
        let row = (top..ROWS - 2).find(reversed)?;
        let text = screen.contents_between(row, left, row, right);
        Some((row, text))
    }

    /// Sends a key that moves the selection; what the whole frame took.
    pub(crate) fn moved(&mut self, key: &str, place: Place) -> Frame {
        let before = self.selected(place);
        assert!(before.is_some(), "{}", self.screen.screen().contents());
        let from = Instant::now();
        self.send(key);
        let changed = |desk: &Self| {
            let now = desk.selected(place);
            now.is_some() && now != before
        };
        self.whole(from, changed)
    }

    /// Takes in a frame from where something is to be seen to its end.
    fn whole(&mut self, from: Instant, seen: impl Fn(&Self) -> bool) -> Frame {
        let mut frame = self.until(from, seen);
        if let Some((last, bytes)) = self.settle() {
            frame.time = last.duration_since(from);
            frame.bytes += bytes;
        }
        frame
    }

    /// Sends a key that brings words up in a row; what the whole frame took.
    pub(crate) fn turned(&mut self, key: &str, row: u16, words: &str) -> Frame {
        let from = Instant::now();
        self.send(key);
        self.whole(from, |desk| desk.row(row).contains(words))
    }

    /// Sends a key and lets everything come that follows from it.
    pub(crate) fn press(&mut self, key: &str) {
        self.send(key);
        let (_, chunk) = self.chunks.recv_timeout(PATIENCE).expect("an answer");
        self.screen.process(&chunk);
        self.settle();
    }

    fn send(&mut self, key: &str) {
        self.keys
            .write_all(key.as_bytes())
            .expect("a live terminal");
        self.keys.flush().expect("a live terminal");
    }

    /// A file of `/proc` about the program.
    pub(crate) fn proc(&self, file: &str) -> String {
        let id = self.child.process_id().expect("a live process");
        std::fs::read_to_string(format!("/proc/{id}/{file}")).expect("a file of /proc")
    }

    /// Of each of the program's threads the files of `/proc` that are asked for, by its name there.
    /// One that has just ended is none.
    pub(crate) fn threads<const N: usize>(&self, files: [&str; N]) -> Vec<(OsString, [String; N])> {
        let id = self.child.process_id().expect("a live process");
        let threads = std::fs::read_dir(format!("/proc/{id}/task")).expect("a folder of /proc");
        let told = threads.filter_map(|entry| {
            let thread = entry.ok()?;
            let read = |file| std::fs::read_to_string(thread.path().join(file)).ok();
            let told: Option<Vec<String>> = files.into_iter().map(read).collect();
            Some((thread.file_name(), told?.try_into().ok()?))
        });
        told.collect()
    }

    /// Leaves the program and waits for its end.
    pub(crate) fn quit(mut self) {
        self.send("q");
        let until = Instant::now() + PATIENCE;
        while self.child.try_wait().is_ok_and(|end| end.is_none()) {
            if Instant::now() > until {
                let _ = self.child.kill();
                panic!("it does not end");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}
