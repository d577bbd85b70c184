//! What comes down the line that nobody types: random bytes, halves of sequences, huge pastes, and
//! terminals that change their size without end; and what the program sends up the line.

use crate::help::place::Place;
use crate::help::terminal::Terminal;
use crate::inert;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What may stand between text: only colours, the caret, clearing, and the modes that are taken and
/// given back.
fn sent_apart(raw: &[u8]) -> String {
    let text = String::from_utf8(raw.to_vec()).expect("what is sent is UTF-8");
    let mut rest = text.as_str();
    let mut seen = String::new();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        seen.push_str(before);
        let Some(after) = after.strip_prefix('[') else {
            panic!("not a sequence of the program: ESC {:?}", after.get(..20));
        };
        let end = after.find(|c: char| !matches!(c, '0'..='9' | ';' | '?'));
        let end = end.unwrap();
        let (numbers, last) = (&after[..end], &after[end..=end]);
        let mode = ["?1049", "?2004", "?25"].contains(&numbers) && matches!(last, "h" | "l");
        let known = matches!(last, "m" | "H" | "J" | "K") && !numbers.starts_with('?');
        assert!(mode || known, "ESC [ {numbers} {last}");
        rest = &after[end + 1..];
    }
    seen.push_str(rest);
    seen
}

#[test]
fn no_stored_text_goes_up_the_line() {
    let place = inert::hostile();
    let who = [("USER", "\u{1b}]0;ai\u{7}\u{202e}")];
    let mut other = Terminal::start_with(&place, (80, 24), &[], &who);
    other.wait_for("KH27").listen();
    let mut terminal = Terminal::start_with(&place, (160, 40), &[], &who);
    terminal.wait_for("KH27").listen();
    for keys in [
        "j", "jj", "\r", "\t", "j", "\r", "jjjjjjjj", "\u{1b}", "w", "\u{1b}", "2", "jj", "\r",
        "\u{1b}", "3", "jjjj", "4", "jj", "l", "jj", "l", "jj", "l", "5", "jjjj", ":", "\u{1b}",
        "?", "\u{1b}", "/", "m", "\u{1b}",
    ] {
        terminal.send(keys);
        terminal.listen();
    }
    for mut terminal in [terminal, other] {
        terminal.signal("-TERM");
        terminal.end();
        assert!(terminal.restored());
        let text = sent_apart(&terminal.raw);
        assert_eq!(inert::found(&text.replace("\r\n", "\n")), None);
        assert!(text.contains('\u{fffd}'), "no stored text was shown");
    }
}

/// A report as data, also where it finds something.
fn report(place: &Place, name: &str) -> serde_json::Value {
    let output = place.run(&[name, "--format", "json"]);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The units whose files differ, by their ids.
fn differing(place: &Place, before: &BTreeMap<PathBuf, Vec<u8>>) -> BTreeSet<String> {
    let now = place.files();
    let units = place.data().join("units");
    let ours = |path: &&PathBuf| path.starts_with(&units);
    let paths: BTreeSet<_> = before.keys().chain(now.keys()).filter(ours).collect();
    let stem = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let other = paths
        .iter()
        .filter(|path| before.get(**path) != now.get(**path));
    other.map(|path| stem(path)).collect()
}

#[test]
fn random_bytes_leave_the_program_alive_and_every_change_in_the_journal() {
    let place = Place::sample();
    let before = place.files();
    let findings = report(&place, "check");
    let mut hand = fastrand::Rng::with_seed(20_261_124);
    let mut starts = 0;
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(6) {
        let mut terminal = Terminal::start(&place, (100, 30), &[]);
        starts += 1;
        terminal.wait_for("KH27");
        for _ in 0..40 {
            // Ctrl+Z would stop it and q, Ctrl+C end it: each is tried elsewhere.
            let any = std::iter::repeat_with(|| hand.u8(..));
            let kept = any.filter(|byte| !matches!(byte, 0x1a | 0x03 | b'q'));
            let bytes: Vec<u8> = kept.take(200).collect();
            terminal.at_once(&bytes);
        }
        terminal.listen();
        assert!(
            terminal.is_alive(),
            "after {starts} starts:\n{}",
            terminal.text()
        );
        // Whatever it was in the middle of, it still hears a signal, and gives the terminal back.
        terminal.signal("-TERM");
        terminal.end();
        assert!(terminal.restored());
    }
    let log = report(&place, "log");
    assert_eq!(log["damage"].as_array().unwrap().len(), 0);
    let rows = log["rows"].as_array().unwrap().iter();
    let told: BTreeSet<String> = rows
        .filter_map(|row| Some(row["unit"].as_str()?.to_owned()))
        .collect();
    let changed = differing(&place, &before);
    assert!(
        changed.is_subset(&told),
        "{changed:?} changed, {told:?} in the journal"
    );
    // Nothing new is broken: what is found is of the data, as before.
    let codes = |report: &serde_json::Value| -> BTreeSet<String> {
        let rows = report["findings"].as_array().unwrap().iter();
        let errors = rows.filter(|row| row["path"].is_string());
        errors.map(|row| row["code"].to_string()).collect()
    };
    assert_eq!(codes(&report(&place, "check")), codes(&findings));
}

#[test]
fn halves_of_sequences_and_of_letters_are_nothing_and_the_next_key_is_heard() {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").send("/");
    terminal.wait_for("Tìm");
    for half in [
        &b"\xff\xfe"[..],
        b"\xe1\xba",
        b"\xc3",
        b"\x00",
        b"\x00\x00\x00",
        b"\xf4\x90\x80\x80",
        b"\xed\xa0\x80",
        b"\x1b[1;",
        b"\x1b[<0;1",
        b"\x1bO",
        b"\x1b[200~n\xe1\xba\x1b[201~",
    ] {
        terminal.at_once(half);
        // Apart from the next, longer than the rest of a sequence is waited for.
        std::thread::sleep(Duration::from_millis(80));
    }
    // Whatever the halves have begun, some letters later it is over.
    terminal.send("zzzz");
    terminal.listen();
    terminal.send("\u{15}sông cầu").wait_for("sông cầu");
    assert!(terminal.is_alive());
    terminal.send("\r").wait_for("q thoát").send("q");
    assert_eq!(terminal.end(), 0);
}

/// The sheet of a person whose name is being typed anew.
fn another_name() -> (Place, Terminal) {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").send("\t/mau 19\r");
    terminal.wait_for("▸Hà Thị Mẫu 19").send("\r");
    terminal.wait_for("Người giúp đỡ").send("e\u{15}");
    terminal.wait_for("Enter nhận");
    (place, terminal)
}

#[test]
fn bursts_of_an_input_method_come_out_as_the_right_text() {
    let (place, mut terminal) = another_name();
    // As Telex rewrites a word: letters, then backspaces and the word anew, in one read. One kind of
    // input method sends DEL, the other BS.
    for burst in [
        "Nguye",
        "\u{7f}\u{7f}yê",
        "n",
        "\u{7f}\u{7f}ễn",
        " T",
        "hi",
        "\u{8}ị",
        " Mâ",
        "u",
        "\u{8}\u{8}ẫu",
        " 77",
    ] {
        terminal.at_once(burst);
        // A quick hand's next letter.
        std::thread::sleep(Duration::from_millis(20));
    }
    terminal.wait_for("Nguyễn Thị Mẫu 77").send("\r");
    terminal.wait_for("Đã lưu").send("\u{1b}");
    terminal.wait_for("Enter phiếu").send("q");
    assert_eq!(terminal.end(), 0);
    assert!(
        place
            .ok(&["report", "pipeline", "--format", "csv"])
            .contains("Nguyễn Thị Mẫu 77")
    );
}

#[test]
fn a_pasted_list_with_sequences_in_it_is_one_line_of_text() {
    let (place, mut terminal) = another_name();
    terminal.at_once("\u{1b}[200~Hà Một\nq\r\n>\u{1b}[31m\u{1b}]0;x\u{7} Mẫu\u{1b}[201~");
    terminal.wait_for("Hà Một q  >[31m]0;x Mẫu").send("\r");
    terminal.wait_for("Đã lưu").send("\u{1b}");
    terminal.wait_for("Enter phiếu").send("q");
    assert_eq!(terminal.end(), 0);
    let table = place.ok(&["report", "pipeline", "--format", "csv"]);
    assert!(table.contains("Hà Một q >[31m]0;x Mẫu"), "{table}");
}

#[test]
fn fifty_megabytes_pasted_are_cut_and_said_in_a_bounded_time() {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").send("\t/mau 19\r");
    terminal.wait_for("▸Hà Thị Mẫu 19").send("\re\u{15}");
    terminal.wait_for("Enter nhận");
    let begun = Instant::now();
    terminal.at_once("\u{1b}[200~");
    let piece = "dòng một\ndòng hai\u{1b}[31m\n".repeat(40_000);
    let mut sent = 0;
    while sent < 50 << 20 {
        terminal.at_once(&piece);
        sent += piece.len();
    }
    terminal.at_once("\u{1b}[201~").wait_for("ký tự");
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "{:?}",
        begun.elapsed()
    );
    terminal.send("\u{15}Hà Mẫu 19\r").wait_for("Đã lưu");
    terminal.send("\u{1b}").wait_for("Enter phiếu").send("q");
    assert_eq!(terminal.end(), 0);
    assert!(place.ok(&["report", "pipeline"]).contains("Hà Mẫu 19"));
}

#[test]
fn a_storm_of_sizes_leaves_the_board_as_it_was() {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("69/110");
    let mut hand = fastrand::Rng::with_seed(5);
    let extremes = [
        (1, 1),
        (500, 200),
        (1, 200),
        (500, 1),
        (40, 10),
        (39, 9),
        (80, 24),
    ];
    for turn in 0..300 {
        let any = (hand.u16(1..500), hand.u16(1..200));
        terminal.resize(*extremes.get(turn % 15).unwrap_or(&any));
        if turn % 10 == 0 {
            let keys = [
                "\t", "2", "/", "\u{1b}", "4", "?", "\u{1b}", "1", "\r", "\u{1b}",
            ];
            terminal.send(keys[turn / 10 % keys.len()]);
        }
        if turn % 50 == 0 {
            terminal.listen();
        }
    }
    assert!(terminal.is_alive());
    // Each alone: what follows an Esc at once belongs to it.
    for _ in 0..4 {
        terminal.listen();
        terminal.send("\u{1b}");
    }
    terminal.listen();
    terminal.resize((80, 24));
    terminal
        .send("1")
        .wait_for("69/110")
        .wait_for("Tổ chức đảng");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
}
