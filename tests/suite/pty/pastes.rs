//! Pastes that a terminal sends as keys, and keys that a stalled line brings all at once.

use crate::help::place::Place;
use crate::help::terminal::Terminal;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

const PASTES: [&str; 3] = [
    "Nguyen Van Thu\rTran Thi Hai\r",
    "Nguyễn Văn Thu\tTày\t1990\r\nTrần Thị Hải\t>\r\n",
    "> u\r> x\r\r",
];

/// The units as they are on disk.
fn units(place: &Place) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = place.files();
    files.retain(|path, _| path.starts_with(place.data().join("units")));
    files
}

/// The board on the people of Dương Quang, with one edit that could be taken back.
fn at_the_people() -> (Place, Terminal) {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").send("\t/mau 19\r");
    terminal.wait_for("▸Hà Thị Mẫu 19");
    terminal.send("e\u{15}Hạ Mẫu 19\r").wait_for("Đã lưu");
    (place, terminal)
}

#[test]
fn a_clipboard_replayed_as_keys_does_nothing_on_the_people_pane_however_it_is_cut() {
    let (place, mut terminal) = at_the_people();
    let before = units(&place);
    for paste in PASTES {
        for at in [1, 2, 5, 14, 15, paste.len() / 2, paste.len() - 1] {
            let cut = at.min(paste.len() - 1);
            let (one, two) = paste.as_bytes().split_at(cut);
            // The end of the last word must not be taken for this one's.
            terminal
                .send("\u{1b}")
                .wait_until("the next key", |text| !text.contains("coi là dán"));
            terminal.at_once(one);
            // Into another read, and not into another paste.
            std::thread::sleep(Duration::from_millis(3));
            terminal.at_once(two);
            terminal.wait_for("coi là dán: chưa làm gì");
            assert!(units(&place) == before, "{paste:?} cut at {cut}");
        }
        terminal
            .send("\u{1b}")
            .wait_until("the next key", |text| !text.contains("coi là dán"));
        for byte in paste.as_bytes().chunks(1) {
            terminal.at_once(byte);
        }
        terminal.wait_for("coi là dán: chưa làm gì");
    }
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    assert!(units(&place) == before, "changed");
}

#[test]
fn a_clipboard_replayed_into_a_line_is_text_of_it() {
    let (place, mut terminal) = at_the_people();
    let before = units(&place);
    terminal.send("e\u{15}").wait_for("Enter nhận");
    terminal.at_once(PASTES[0]);
    terminal.wait_for("Nguyen Van Thu Tran Thi Hai");
    terminal.wait_for("coi là dán vào đây");
    assert!(units(&place) == before, "changed");
    terminal.send("\r").wait_for("▸Nguyen Van Thu Tran Thi Hai");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
}

/// Everything that is typed while the line stalls comes in one read when it goes on.
#[test]
fn what_is_typed_into_a_stalled_line_is_done_wholly_or_not_at_all() {
    for (typed, shown) in [
        ("e\u{15}Hà Mẫu 19\r", "Hà Mẫu 19"),
        ("jk>u", "coi là dán: chưa làm gì"),
        ("jjj", "▸"),
        ("\t/mau 24\r>", "coi là dán: chưa làm gì"),
        ("uj\r", "coi là dán: chưa làm gì"),
    ] {
        let (place, mut terminal) = at_the_people();
        let before = units(&place);
        terminal.stop();
        for key in typed.chars() {
            terminal.at_once(key.to_string());
            // A hand's pace over two seconds, all of which the line stalls.
            std::thread::sleep(Duration::from_millis(2_000 / typed.len() as u64));
        }
        terminal.go_on_with(typed);
        terminal.wait_for(shown);
        terminal.listen();
        assert!(units(&place) == before, "{typed:?}");
        terminal.signal("-TERM");
        assert_eq!(terminal.end(), 143);
    }
}

#[test]
fn a_sequence_in_two_pieces_is_one_key() {
    let (place, mut terminal) = at_the_people();
    let before = units(&place);
    // The year would change with the `[` of a sequence without its Esc.
    for _ in 0..3 {
        terminal.at_once("\u{1b}");
        // Late, and still within what the rest of a sequence is waited for.
        std::thread::sleep(Duration::from_millis(20));
        terminal.at_once("[B");
        terminal.listen();
    }
    assert!(terminal.text().contains("năm 2022"), "{}", terminal.text());
    assert!(
        !terminal.text().contains("▸Hạ Mẫu 19"),
        "{}",
        terminal.text()
    );
    // A paste whose first byte came before the rest.
    terminal.send("e\u{15}").wait_for("Enter nhận");
    terminal.at_once("\u{1b}");
    std::thread::sleep(Duration::from_millis(20));
    terminal.at_once("[200~Hà Hai\rMẫu\u{1b}");
    std::thread::sleep(Duration::from_millis(20));
    terminal.at_once("[201~").wait_for("Hà Hai Mẫu");
    // An Esc alone is one, a breath later.
    terminal.send("\u{1b}").wait_for("Enter phiếu").send("q");
    assert_eq!(terminal.end(), 0);
    assert!(units(&place) == before, "changed");
}
