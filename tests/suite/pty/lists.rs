//! Lists taken over in a real terminal: typed paths, pasted rows, a line that is cut.

use crate::help::place::Place;
use crate::help::terminal::Terminal;
use std::path::Path;

/// A new book with a ward at its top.
fn ward() -> Place {
    let place = Place::empty();
    place.ok(&["init", "--name", "Đảng bộ xã Mẫu", "--kind", "ward"]);
    place
}

fn fixture(name: &str) -> String {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    dir.join(name).to_str().unwrap().to_owned()
}

/// What a terminal sends for a paste.
fn paste(terminal: &mut Terminal, text: &str) {
    terminal.at_once(format!(
        "\u{1b}[200~{}\u{1b}[201~",
        text.replace('\n', "\r")
    ));
}

/// The names of all people of the book.
fn names(place: &Place) -> Vec<String> {
    let report = place.json(&["export", "people"]);
    let rows = report["rows"].as_array().unwrap().iter();
    let names = rows.map(|row| row["fields"]["name"].as_str().unwrap().to_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_list_comes_in_by_its_path_in_a_terminal_of_eighty_columns() {
    let place = ward();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("Đảng bộ xã Mẫu").send("I");
    terminal
        .wait_for("Đường dẫn tệp")
        .send(&fixture("02-quan-chung-uu-tu.xlsx"));
    terminal.send("\r").wait_for("cần hỏi 4");
    terminal.send("f").send("\r").wait_for("Lập mọi tổ chức");
    terminal.send("\u{1b}[B\u{1b}[B\r").wait_for("thêm mới 4");
    terminal.send("\u{13}").wait_for("Đã lưu");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    assert_eq!(names(&place).len(), 4);
}

#[test]
fn rows_pasted_from_a_spreadsheet_open_the_list_and_one_undo_takes_them_back() {
    let place = ward();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("Đảng bộ xã Mẫu");
    // A cell with a line feed inside, a quote, and letters with their marks apart.
    paste(
        &mut terminal,
        "Họ và tên\tNăm sinh\tChi bộ\tGhi chú\n\
         Nguye\u{302}\u{303}n Văn Mẫu\t1990\tChi bộ Mẫu A\t\"hai\ndòng\"\n\
         Trần Thị Mẫu\t12/3/1991\tChi bộ Mẫu A\tnói \"ừ\"\n",
    );
    terminal.wait_for("cần hỏi 2").send("\r");
    terminal.wait_for("Lập tổ chức mới").send("\r");
    terminal
        .wait_for("thêm mới 2")
        .send("\u{13}")
        .wait_for("Đã lưu");
    assert_eq!(names(&place), ["Nguyễn Văn Mẫu", "Trần Thị Mẫu"]);
    terminal
        .send("u")
        .wait_until("nobody", |_| names(&place).is_empty());
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_list_half_answered_is_offered_again_after_the_line_was_cut() {
    let place = ward();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("Đảng bộ xã Mẫu");
    paste(
        &mut terminal,
        "Họ và tên\tNăm sinh\tChi bộ\nLê Mẫu A\t1990\tKhu Một\nLê Mẫu B\t1991\tKhu Hai\n",
    );
    terminal.wait_for("cần hỏi 2").send("\r");
    terminal.wait_for("Lập tổ chức mới").send("\r");
    terminal.wait_for("thêm mới 1");
    terminal.signal("-HUP");
    terminal.end();
    let mut again = Terminal::start(&place, (80, 24), &[]);
    again.wait_for("Họ và tên").send("\r");
    again.wait_for("thêm mới 1");
    again.wait_for("cần hỏi 1");
    again.send("\u{1b}").send("q");
    assert_eq!(again.end(), 0);
    assert_eq!(names(&place), Vec::<String>::new());
}

#[test]
fn text_that_is_no_rows_is_still_no_list() {
    let place = ward();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("Đảng bộ xã Mẫu");
    paste(&mut terminal, "Nguyễn Văn Mẫu\nTrần Thị Mẫu\n");
    terminal.wait_for("coi là dán");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
}
