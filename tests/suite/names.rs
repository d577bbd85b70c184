//! Names and remarks as keyboards, pastes and other programs make them: mended, refused with a word,
//! and never so long that anything stops.

use crate::cli::Place;
use crate::desk::Desk;
use ketnap::app::{Msg, Overlay};
use ketnap::model::{NAME_LIMIT, Refusal, tidy};
use ketnap::store::{Access, Store};
use std::fs;
use std::time::{Duration, Instant};

#[test]
fn a_name_is_stored_in_one_form_however_it_was_typed() {
    for (typed, stored) in [
        (
            "Nguye\u{302}\u{303}n  Thi\u{323} Ma\u{302}\u{303}u",
            "Nguyễn Thị Mẫu",
        ),
        ("  Hà\t\u{a0}Mẫu\u{3000}19 ", "Hà Mẫu 19"),
        ("Hà\u{200b}\u{feff} M\u{ad}ẫu\u{202e}", "Hà Mẫu"),
        ("Hà\0\u{1b}Mẫu\r\n", "HàMẫu"),
        ("Đảng viên β-blốc", "Đảng viên β-blốc"),
        ("Иванов", "Иванов"),
    ] {
        assert_eq!(tidy(typed, NAME_LIMIT).as_deref(), Ok(stored), "{typed:?}");
    }
    for (typed, letter) in [
        ("Nguyễn Vаn Mẫu", 'а'),
        ("Нà Mẫu", 'Н'),
        ("Trần Μẫu", 'Μ'),
        ("Lê Ｍẫu", 'Ｍ'),
    ] {
        assert_eq!(
            tidy(typed, NAME_LIMIT),
            Err(Refusal::Lookalike(letter)),
            "{typed}"
        );
    }
}

#[test]
fn the_command_line_and_the_board_say_what_is_wrong_with_a_name() {
    let place = Place::sample();
    let before = place.files();
    let long = "Mẫu ".repeat(10_000);
    for (name, said) in [
        ("Hà Vаn Mẫu", "Latinh"),
        (&*long, "120"),
        ("\u{200b}", "nội dung"),
    ] {
        let field = format!("name={name}");
        for args in [
            &["set", "mau-19", &*field][..],
            &["add", "--unit", "duong-quang-mau-1", "--name", name],
        ] {
            let (code, told) = place.fails(args);
            assert_eq!(code, 3);
            assert!(told.contains(said), "{told}");
        }
    }
    assert_eq!(place.files(), before);
    place.ok(&["set", "mau-19", "name=Ha\u{300}  Ma\u{302}\u{303}u\u{200b}"]);
    let file = place.data().join("units/duong-quang-mau-1.ron");
    assert!(
        fs::read_to_string(file)
            .unwrap()
            .contains("name: \"Hà Mẫu\"")
    );

    let mut desk = Desk::new();
    desk.press("/").write("mau 19").press("Enter Tab e Ctrl+U");
    desk.send(Msg::Paste("Mẫu ".repeat(250_000)));
    desk.press("Enter");
    let Some(Overlay::Prompt(prompt)) = desk.app.overlays.last() else {
        panic!("a name of 2,000 letters was taken")
    };
    assert_eq!(prompt.fault.as_ref().unwrap().key, "refused.too-long");
    assert!(desk.screen(80, 24).contains("120"));
}

/// More than a frame may take here, where nothing is optimised and others use the machine.
const FRAME: Duration = Duration::from_secs(2);

/// A cell with a person of a name of a megabyte, and one with a remark of 100,000 lines.
fn swollen() -> Place {
    let place = Place::sample();
    let file = place.data().join("units/duong-quang-mau-1.ron");
    let text = fs::read_to_string(&file).unwrap();
    let name = "Nguyễn Thị ".repeat(80_000);
    assert!(name.len() > 1 << 20);
    let note = "dòng ghi chú\\n".repeat(100_000);
    let text = text.replacen("Hà Thị Mẫu 19", &name, 1);
    let (head, tail) = text.split_at(text.find("id: \"mau-24\"").unwrap());
    let tail = tail.replacen(
        "steps:",
        &format!("notes: [(on: \"2022-11-01\", text: \"{note}\")],\n        steps:"),
        1,
    );
    fs::write(file, format!("{head}{tail}")).unwrap();
    place
}

#[test]
fn a_name_of_a_megabyte_and_a_remark_of_a_hundred_thousand_lines_hold_up_no_frame() {
    let place = swollen();
    let store = Store::new(place.data(), Access::ReadWrite);
    let mut desk = Desk::on(store);
    assert_eq!(desk.app.book.unreadable(), []);
    let mut slowest = (Duration::ZERO, "");
    for keys in [
        "/ m a u Space 2 4 Enter",
        "Tab",
        "Enter",
        "Esc",
        "2",
        "3",
        "4",
        "5",
        "1",
    ] {
        for key in keys.split(' ') {
            let key = if key == "Space" { " " } else { key };
            if desk.app.context().takes_text() && key.chars().count() == 1 {
                desk.write(key);
            } else {
                desk.press(key);
            }
        }
        for (width, height) in [(80, 24), (200, 60)] {
            let begun = Instant::now();
            desk.screen(width, height);
            assert!(
                begun.elapsed() < 10 * FRAME,
                "{keys}: {:?}",
                begun.elapsed()
            );
            slowest = slowest.max((begun.elapsed(), keys));
        }
    }
    assert!(slowest.0 < FRAME, "{slowest:?}");
    for args in [&["report", "pipeline"][..], &["check"], &["show", "mau-24"]] {
        let begun = Instant::now();
        place.run(args);
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{args:?}: {:?}",
            begun.elapsed()
        );
    }
    // The neighbours are edited as ever; the name itself only by one that is allowed.
    place.ok(&["note", "mau-25", "đã gặp"]);
    place.ok(&["set", "mau-19", "name=Hà Thị Mẫu 19"]);
}
