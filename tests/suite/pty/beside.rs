//! An editor beside the open board, both real: seen within two seconds, asked about, never overwritten.

use crate::help::place::Place;
use crate::help::terminal::Terminal;
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

/// Two seconds between looks, and some for a loaded machine.
const SOON: Duration = Duration::from_secs(5);

fn file(place: &Place) -> PathBuf {
    place.data().join("units/duong-quang-mau-1.ron")
}

/// Writes into the file as it is, and sets its day back.
fn edit(place: &Place, from: &str, to: &str) {
    let text = fs::read_to_string(file(place)).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(file(place), text.replacen(from, to, 1)).unwrap();
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::open(file(place)).unwrap().set_modified(day).unwrap();
}

/// The board on the people of Dương Quang, the one named in the row selected.
fn at_the_row() -> (Place, Terminal) {
    let place = Place::sample();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").send("\t/mau 19\r");
    terminal.wait_for("▸Hà Thị Mẫu 19");
    (place, terminal)
}

#[test]
fn an_editors_change_is_seen_at_an_older_day_and_an_equal_size() {
    let (place, mut terminal) = at_the_row();
    for (from, to) in [
        ("Hà Thị Mẫu 19", "Hà Thị Mẫu 91"),
        ("Hà Thị Mẫu 91", "Hà Thị Mẫu 19"),
    ] {
        edit(&place, from, to);
        let then = Instant::now();
        terminal
            .wait_for(&format!("▸{to}"))
            .wait_for("vừa được sửa ở nơi khác");
        assert!(then.elapsed() < SOON, "{:?}", then.elapsed());
    }
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_name_being_typed_stays_and_the_other_one_is_asked_about() {
    let (place, mut terminal) = at_the_row();
    terminal.send("e\u{15}Của Mẫu 19").wait_for("Của Mẫu 19");
    edit(&place, "Hà Thị Mẫu 19", "Họ Thị Mẫu 19");
    terminal.wait_for("chỗ đang gõ giữ nguyên");
    terminal.send("\r").wait_for("Hai người cùng sửa");
    terminal.wait_for("Họ Thị Mẫu 19").wait_for("Hà Thị Mẫu 19");
    let text = fs::read_to_string(file(&place)).unwrap();
    assert!(
        text.contains("Họ Thị Mẫu 19"),
        "nothing is written before it is chosen"
    );
    terminal.send("m\r").wait_for("Đã lưu").send("q");
    assert_eq!(terminal.end(), 0);
    let text = fs::read_to_string(file(&place)).unwrap();
    assert!(text.contains("Của Mẫu 19") && !text.contains("Họ Thị Mẫu 19"));
}

#[test]
fn two_boards_on_one_book_see_each_other() {
    let (place, mut one) = at_the_row();
    let mut two = Terminal::start(&place, (120, 36), &[]);
    two.wait_for("69/110")
        .send("\t/mau 19\r")
        .wait_for("▸Hà Thị Mẫu 19");
    one.send("e\u{15}Hà Mẫu 19\r").wait_for("Đã lưu");
    two.wait_for("▸Hà Mẫu 19");
    // Before the next look: the other field goes in beside the new name.
    one.send("e\u{15}Hạ Mẫu 19\r")
        .wait_for("Đã lưu")
        .wait_for("▸Hạ Mẫu 19");
    two.send(&format!("{}eđã gọi\r", "\u{1b}[C".repeat(6)))
        .wait_for("▸Hạ Mẫu 19");
    for terminal in [&mut one, &mut two] {
        terminal.send("q");
        assert_eq!(terminal.end(), 0);
    }
    let text = fs::read_to_string(file(&place)).unwrap();
    assert!(
        text.contains("Hạ Mẫu 19") && text.contains("đã gọi"),
        "{text}"
    );
}

#[test]
fn a_file_that_becomes_a_pipe_is_marked_and_the_keys_go_on() {
    let (place, mut terminal) = at_the_row();
    let aside = place.home.path().join("aside");
    fs::rename(file(&place), &aside).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(file(&place))
        .status();
    assert!(made.unwrap().success());
    terminal.wait_for("1 tệp không đọc được");
    terminal.send("2").wait_for("Ngoài sổ").send("1");
    fs::remove_file(file(&place)).unwrap();
    fs::rename(&aside, file(&place)).unwrap();
    terminal.wait_for("vừa được sửa ở nơi khác").send("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_damaged_journal_is_said_at_the_start_and_the_board_goes_on() {
    let place = Place::sample();
    place.ok(&["note", "mau-19", "một"]);
    place.ok(&["note", "mau-19", "hai"]);
    let replica = fs::read_dir(place.data().join("journal")).unwrap().next();
    let month = fs::read_dir(replica.unwrap().unwrap().path())
        .unwrap()
        .next();
    let file = month.unwrap().unwrap().path();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("notes", "phone", 1)).unwrap();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").wait_for("Nhật ký hỏng ở 1 chỗ");
    terminal.send("\t/mau 19\r").wait_for("▸Hà Thị Mẫu 19");
    terminal.send("5").wait_for("không còn như lúc ghi");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
}
