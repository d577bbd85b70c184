//! Lines that drop or freeze, and programs that are cut off: what is typed and saved outlives them.

use crate::help::place::{PATIENCE, Place};
use crate::help::terminal::{Terminal, half_typed_in};
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// Seconds of processor time a process has used, or none once it is gone.
pub(super) fn cpu(pid: i32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    if fields[0] == "Z" {
        return None;
    }
    let ticks: f64 = fields[11].parse::<f64>().ok()? + fields[12].parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// How a program may stand to its line: as its leader, deaf to the hang-up signal, as the child of a
/// shell that ignores it, or in a session of its own, where no signal comes at all.
const SHAPES: [&str; 4] = [
    "exec \"$0\"",
    "trap '' HUP; exec \"$0\"",
    "trap '' HUP; \"$0\"; sleep 60",
    "trap '' HUP; setsid \"$0\"; sleep 60",
];

/// The process of the program itself, which may be the child of a shell.
pub(super) fn program(terminal: &Terminal) -> i32 {
    let pid = terminal.pid();
    let children = format!("/proc/{pid}/task/{pid}/children");
    let children = std::fs::read_to_string(children).unwrap_or_default();
    children
        .split_whitespace()
        .next()
        .map_or(pid, |child| child.parse().unwrap())
}

/// Nothing more within this time, and a frame is complete.
const STILL: Duration = Duration::from_millis(300);

/// How soon a program must be gone after its line is.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Seconds of processor time that it may use for that.
const LITTLE: f64 = 0.2;

/// Drops the line of a program with a remark half typed: how long it lived on, and the processor
/// time it used. The next start must go on with the remark, however long that took.
fn dropped(shape: &str) -> (Duration, f64) {
    let place = Place::sample();
    let mut terminal = half_typed_in(Terminal::in_shell(&place, shape), "gặp ở nhà văn hó");
    let pid = program(&terminal);
    let before = cpu(pid).unwrap();
    // The rest of the frame must not be taken for the answer to the last letter.
    while terminal.output.recv_timeout(STILL).is_ok() {}
    terminal.deaf.store(true, Ordering::SeqCst);
    // The last letter brings the output with which the reading thread lets the line go. An
    // arrow would not do: dropping the writer types Ctrl+D, which deletes at the caret.
    terminal.send("a");
    while terminal.output.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Disconnected) {}
    terminal.keys = None;
    terminal.master = None;
    let dropped = Instant::now();
    let mut used = before;
    while let Some(now) = cpu(pid) {
        used = now;
        let _ = terminal.child.try_wait();
        assert!(dropped.elapsed() < PATIENCE, "{shape}: still there");
        std::thread::sleep(Duration::from_millis(10));
    }
    let gone = dropped.elapsed();
    if shape.contains("exec") {
        assert_eq!(terminal.end(), 129, "{shape}");
    }
    let _ = terminal.child.kill();
    goes_on(&place);
    (gone, used - before)
}

#[test]
fn a_dropped_line_ends_the_program_at_once_whatever_the_signals_and_keeps_the_typing() {
    for shape in SHAPES {
        // It takes some hundredths of a second. A loaded machine may take that long to look, but
        // not each time.
        let soon = |(gone, used): &(Duration, f64)| *gone <= AT_ONCE && *used <= LITTLE;
        let tries: Vec<_> = (0..3)
            .map(|_| dropped(shape))
            .take_while(|it| !soon(it))
            .collect();
        assert!(tries.len() < 3, "{shape}: {tries:?}");
    }
}

/// Types half a remark into the sheet of mau-24.
fn half_typed(place: &Place) -> Terminal {
    half_typed_in(Terminal::start(place, (80, 24), &[]), "gặp ở nhà văn hóa")
}

/// The next start offers it, and it goes where it was meant for.
fn goes_on(place: &Place) {
    let mut again = Terminal::start(place, (80, 24), &[]);
    again.wait_for("Đang gõ dở").wait_for("gặp ở nhà văn hóa");
    again.send("\r").wait_for("Ghi chú mới");
    again.send(" hôm qua\r").wait_for("Đã lưu");
    again.send("\x1b").wait_for("Enter phiếu").send("q");
    assert_eq!(again.end(), 0);
    let file = place.data().join("units/duong-quang-mau-1.ron");
    let stored = std::fs::read_to_string(file).unwrap();
    assert!(stored.contains("gặp ở nhà văn hóa hôm qua"), "{stored}");
    let mut last = Terminal::start(place, (80, 24), &[]);
    last.wait_for("69/110");
    assert!(!last.text().contains("Đang gõ dở"), "offered once");
    last.send("q");
    last.end();
}

#[test]
fn what_is_typed_survives_the_program_killed_hung_up_or_ended() {
    for signal in ["-KILL", "-HUP", "-TERM"] {
        let place = Place::sample();
        let mut terminal = half_typed(&place);
        if signal == "-KILL" {
            place.wait_for_draft("gặp ở nhà văn hóa");
        }
        terminal.signal(signal);
        terminal.end();
        goes_on(&place);
    }
}

#[test]
fn a_half_filled_form_and_a_half_typed_filter_are_offered_again_after_a_hang_up() {
    for (to, open, typed) in [
        ("2", "d\u{1b}[B\u{1b}[B", "Căn cứ thử"),
        ("\t/mau 24\r", "m", "xet"),
    ] {
        let place = Place::sample();
        let mut terminal = Terminal::start(&place, (120, 36), &[]);
        terminal.wait_for("69/110").send(to);
        terminal.listen();
        terminal.send(open).send(typed).wait_for(typed);
        terminal.signal("-HUP");
        assert_eq!(terminal.end(), 129);
        let mut again = Terminal::start(&place, (120, 36), &[]);
        again.wait_for("Đang gõ dở").send("\r");
        again.wait_until("what it is for", |text| !text.contains("Đang gõ dở"));
        again.wait_for(typed).send("\u{1b}");
        again.wait_until("it is left", |text| !text.contains(typed));
        again.send("q");
        assert_eq!(again.end(), 0);
    }
}

#[test]
fn a_line_given_up_by_choice_is_not_offered() {
    let place = Place::sample();
    let mut terminal = half_typed(&place);
    place.wait_for_draft("gặp ở nhà văn hóa");
    terminal.send("\x1b").wait_for("Esc đóng");
    terminal.send("\x1b").wait_for("Enter phiếu").send("q");
    assert_eq!(terminal.end(), 0);
    let left = std::fs::read_dir(place.data().join(".local")).unwrap();
    let names = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut ours = names.filter(|name| name.starts_with("draft-") || name.starts_with("session-"));
    assert_eq!(ours.next(), None);
}

#[test]
fn a_second_board_says_who_has_the_book_open() {
    let place = Place::sample();
    let mut first = Terminal::start_with(&place, (80, 24), &[], &[("USER", "thu-ky-1")]);
    first.wait_for("69/110");
    let mut second = Terminal::start(&place, (80, 24), &[]);
    second.wait_for("thu-ky-1 cũng đang mở sổ này");
    second.send("q");
    second.end();
    // The first one is told when another comes, and of each only once.
    let mut later = Terminal::start_with(&place, (80, 24), &[], &[("USER", "thu-ky-2")]);
    later.wait_for("69/110");
    first.wait_for("thu-ky-2 cũng đang mở sổ này");
    let quiet = |text: &str| !text.contains("cũng đang mở");
    first.send("2").wait_until("the end of the notice", quiet);
    later.send("q");
    later.end();
    // Nothing is to come, so a look at who is there must have been: there is one every two seconds.
    std::thread::sleep(Duration::from_millis(2_500));
    first.listen();
    assert!(quiet(&first.text()), "said again: {}", first.text());
    first.signal("-KILL");
    first.end();
    let mut third = Terminal::start(&place, (80, 24), &[]);
    third.wait_for("69/110");
    assert!(!third.text().contains("cũng đang mở"));
}

#[test]
fn a_frozen_line_holds_up_neither_typing_nor_saving() {
    let place = Place::sample();
    let file = place.data().join("units/song-cau-mau-1.ron");
    let before = std::fs::read(&file).unwrap();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal
        .wait_for("69/110")
        .send("\t/mau 49\r")
        .wait_for("▸Hoàng Thị…Mẫu 49");
    // Nobody reads any more; the line's buffer is soon full.
    terminal.deaf.store(true, Ordering::SeqCst);
    for _ in 0..80 {
        terminal.send("2").send("1");
    }
    terminal.send("1").send("/mau 49\r").send(">");
    let until = Instant::now() + PATIENCE;
    while std::fs::read(&file).unwrap() == before {
        assert!(Instant::now() < until, "nothing was saved");
        std::thread::sleep(Duration::from_millis(20));
    }
    terminal.signal("-TERM");
    let asked = Instant::now();
    terminal.end();
    assert!(asked.elapsed() < Duration::from_secs(3));
}
