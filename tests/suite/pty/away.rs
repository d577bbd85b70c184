//! The data directory vanishes or becomes read-only under an open board: said, the typing kept, nothing made in its place.

use crate::faults::ext4::Mounted;
use crate::faults::real::Tmpfs;
use crate::help::place::Place;
use crate::help::terminal::Terminal;
use std::fs;
use std::time::Duration;

/// Longer than between two looks, and than a line that is typed goes without being written down: what
/// must not come of either needs the time to come.
const A_WHILE: Duration = Duration::from_millis(2_500);

/// The board with another name typed for a person.
fn half_typed(place: &Place) -> Terminal {
    let mut terminal = Terminal::start(place, (120, 36), &[]);
    terminal.wait_for("69/110").send("\t/mau 19\r");
    terminal.wait_for("▸Hà Thị Mẫu 19");
    terminal
        .send("e\u{15}Hạ Thị Mẫu 19")
        .wait_for("Hạ Thị Mẫu 19");
    terminal
}

#[test]
fn a_directory_that_vanishes_is_told_and_none_is_made_in_its_place() {
    let place = Place::sample();
    let away = place.home.path().join("away");
    let mut terminal = half_typed(&place);
    fs::rename(place.data(), &away).unwrap();
    std::thread::sleep(A_WHILE);
    terminal
        .send("\r")
        .wait_for("Không có sổ ở")
        .wait_for("Chưa lưu");
    std::thread::sleep(A_WHILE);
    assert!(!place.data().exists(), "it was made anew");
    // Still looked at, and the line is still there.
    terminal.send("\u{1b}").wait_for("Enter phiếu");
    terminal.wait_for("▸Hà Thị Mẫu 19");
    terminal
        .send("e\u{15}Hạ Thị Mẫu 19")
        .wait_for("Hạ Thị Mẫu 19");
    fs::rename(&away, place.data()).unwrap();
    terminal.send("\r").wait_for("Đã lưu").send("q");
    assert_eq!(terminal.end(), 0);
    assert!(
        place
            .ok(&["report", "pipeline", "--format", "csv"])
            .contains("Hạ Thị Mẫu 19")
    );
}

/// As ext4 does when the disk fails: from one moment to the next nothing can be written.
#[test]
fn a_disk_that_becomes_read_only_is_told_and_the_typing_stays() {
    let place = Place::empty();
    let (image, data) = (place.home.path().join("disk"), place.data());
    let disk = match Mounted::fresh(image, data.clone()) {
        Ok(disk) => disk,
        Err(why) => return println!("not run: no ext4 in a file here ({why})"),
    };
    place.ok(&["init", "--demo"]);
    let mut terminal = half_typed(&place);
    terminal.send("\r").wait_for("Đã lưu");
    terminal.send("e\u{15}Hạ Mẫu 19").wait_for("Hạ Mẫu 19");
    place.wait_for_draft("Hạ Mẫu 19");
    let units = || fs::read(data.join("units/duong-quang-mau-1.ron")).unwrap();
    let before = units();
    disk.fails();
    terminal
        .send("\r")
        .wait_for("Chưa lưu")
        .wait_for("chỉ để đọc");
    terminal.wait_for("Hạ Mẫu 19");
    assert_eq!(units(), before);
    let (exit, said) = place.fails(&["note", "mau-24", "Một"]);
    assert!(exit == 3 && said.contains("chỉ để đọc"), "{said}");
    let pipeline = place.ok(&["report", "pipeline", "--format", "csv"]);
    assert!(pipeline.contains("Hạ Thị Mẫu 19"));
    terminal.send("\u{1b}").wait_for("Enter phiếu").send("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn who_only_looks_at_the_first_screen_leaves_nothing_behind() {
    let place = Place::empty();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("Mở sổ mẫu").send("q");
    assert_eq!(terminal.end(), 0);
    assert!(!place.data().exists());
}

#[test]
fn who_cannot_write_is_told_before_anything_is_typed() {
    let place = Place::empty();
    let data = place.data();
    fs::create_dir(&data).unwrap();
    let Some(disk) = Tmpfs::mount(&data, "8m") else {
        return println!("not run: only root may mount a file system in memory");
    };
    place.ok(&["init", "--demo"]);
    disk.run("mount", &["-o", "remount,ro"]);
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").wait_for("sổ chỉ mở để xem");
    terminal.send("\t/mau 19\r").wait_for("▸Hà Thị Mẫu 19");
    terminal.send("e").wait_for("Sổ đang mở chỉ để đọc");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
}
