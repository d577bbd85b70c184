//! A hidden number in a real terminal: shown for as long as the settings say.

use crate::help::place::Place;
use crate::help::terminal::Terminal;

/// The selected row, if the frame is whole.
fn selected(text: &str) -> Option<String> {
    let mut rows = text.lines().filter(|row| row.contains('▸'));
    let row = rows.next().map(str::to_owned);
    row.filter(|_| rows.next().is_none())
}

#[test]
fn a_number_that_was_shown_is_hidden_again_without_a_key() {
    let place = Place::sample();
    place.ok(&["set", "mau-24", "id_number=000086987654"]);
    let settings = place.home.path().join(".config/ketnap");
    std::fs::create_dir_all(&settings).unwrap();
    std::fs::write(
        settings.join("settings.ron"),
        "(format: 1, reveal_for: 4)\n",
    )
    .unwrap();
    let mut terminal = Terminal::start(&place, (100, 40), &[]);
    terminal.wait_for("69/110").send("\t/mau 24\r");
    terminal.wait_for("▸Hoàng Đức Mẫu 24").send("\r");
    terminal.wait_for("Người giúp đỡ");
    while !selected(&terminal.text()).is_some_and(|row| row.contains("Số căn cước")) {
        let before = selected(&terminal.text());
        let moved = |text: &str| selected(text).is_some_and(|row| Some(row) != before);
        terminal.send("j").wait_until("another row", moved);
        // The rest of the frame.
        terminal.listen();
    }
    terminal.send("v").wait_for("000086987654");
    terminal.wait_for("•••••••••654");
    let log = place.json(&["log", "--candidate", "mau-24"]);
    assert_eq!(log["rows"][0]["outcome"], "shown");
    terminal.send("\x1b").wait_for("Enter phiếu").send("q");
    assert_eq!(terminal.end(), 0);
}
