//! The board on a book that a newer program wrote.

use crate::golden::newer;
use crate::help::terminal::Terminal;

#[test]
fn the_board_shows_a_newer_book_says_why_it_cannot_be_edited_and_writes_nothing() {
    let place = newer(1);
    let before = place.files();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal
        .wait_for("69/110")
        .wait_for("book.ron do bản ketnap mới hơn ghi")
        .send("/mau 24\r")
        .wait_for("Chỉ đọc")
        .send(">")
        .wait_for("Sổ đang mở chỉ để đọc");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    assert_eq!(place.files(), before);
}
