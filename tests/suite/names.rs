//! Names and remarks as keyboards, pastes and other programs make them: mended, refused with a word,
//! and never so long that anything stops.

use crate::desk::Desk;
use crate::help::place::Place;
use ketnap::app::{Msg, Overlay};
use ketnap::model::{NAME_LIMIT, Refusal, matches_key, search_key, tidy};
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

#[test]
fn what_only_looks_like_d_with_a_stroke_is_written_as_that_letter() {
    for typed in ["Ðỗ Mẫu", "Ɖỗ Mẫu", "Đỗ Mẫu"] {
        assert_eq!(tidy(typed, NAME_LIMIT).as_deref(), Ok("Đỗ Mẫu"));
    }
    assert_eq!(tidy("ðɖđÐƉĐ", NAME_LIMIT).as_deref(), Ok("đđđĐĐĐ"));
    let place = Place::sample();
    place.ok(&["set", "mau-19", "name=Ðinh Ɖức Mẫu", "residence=xã ðồng ɖa"]);
    place.ok(&["note", "mau-19", "Ðã gặp"]);
    let file = place.data().join("units/duong-quang-mau-1.ron");
    let text = fs::read_to_string(&file).unwrap();
    for stored in ["Đinh Đức Mẫu", "xã đồng đa", "Đã gặp"] {
        assert!(text.contains(stored), "{stored}");
    }
    assert!(!text.contains(['Ð', 'Ɖ', 'ð', 'ɖ']));
    // One of before is named, found by a search and goes on being edited.
    fs::write(&file, text.replacen("Đinh Đức Mẫu", "Ðinh Ɖức Mẫu", 1)).unwrap();
    let output = place.run(&["check"]);
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("mau-19") && told.contains("Đ, đ"), "{told}");
    place.ok(&["note", "mau-19", "vẫn sửa được"]);
    let mut desk = Desk::on(Store::new(place.data(), Access::ReadWrite));
    for needle in ["dinh duc", "Đinh Đức", "Ðinh Đức", "ɖinh"] {
        desk.press("Esc /").write(needle).press("Enter");
        let screen = desk.screen(120, 40);
        assert!(screen.contains("▸Ðinh"), "{needle}\n{screen}");
    }
}

#[test]
fn a_needle_is_folded_as_the_names_are_in_every_search_and_filter() {
    let key = |text: &str| search_key(text);
    for alike in [
        &["K'Brêu", "K’Brêu", "Kʼbreu", "k`breu", "K‘BRÊU", "K´brêu"][..],
        &[
            "Ê-đê",
            "ê‐đê",
            "ê‑đê",
            "ê–đê",
            "ê—đê",
            "ê−đê",
            "ê\u{ad}đê",
            "E\u{302}-đê",
        ],
        &[
            "Hà  Mẫu",
            " hà\u{a0}mẫu ",
            "Hà\u{200b} M\u{ad}ẫu",
            "HÀ\u{3000}\tmẫu",
        ],
        &["Hà - Mẫu", "ha mau", "Hà – Mẫu"],
    ] {
        for other in alike {
            assert_eq!(key(other), key(alike[0]), "{other:?}");
            assert!(matches_key(&format!("Xã {other}, tổ 7"), &key(other)));
        }
    }
    assert_ne!(key("K'Brêu"), key("K Brêu"));
    assert!(!matches_key("Hà Mẫu", &key("Hà  Mâụ khác")));

    // Somebody who stands on the screen of tasks too.
    let place = Place::sample();
    let tasks = place.json(&["report", "agenda"]);
    let mut tasks = tasks["rows"].as_array().unwrap().iter();
    let id = tasks.find_map(|row| row["candidate"].as_str()).unwrap();
    place.ok(&["set", id, "name=H'Hen K’Brêu Ê-đê"]);
    let mut desk = Desk::on(Store::new(place.data(), Access::ReadWrite));
    let needles = [
        "h’hen",
        "h'hen  k'brêu",
        "ʼbreu ê‑đê",
        "K`Brêu",
        "hen\u{a0}k",
        "ê–đê",
        "ê\u{ad}đê ",
        "Ɖê",
    ];
    for screen in ["1", "3"] {
        desk.press(screen);
        for needle in needles {
            desk.press("Esc g /").write(needle).press("Enter");
            let screen = desk.screen(120, 40);
            assert!(
                !desk.said().contains("Không thấy"),
                "{needle:?}: {}",
                desk.said()
            );
            let there = |row: &str| row.contains('▸') && row.contains("H'Hen");
            assert!(screen.lines().any(there), "{needle:?}\n{screen}");
        }
    }
    desk.press("1 Esc");
    // Pickers and the palette.
    desk.press("m");
    for needle in ["chi  bộ", " chi\u{a0}bo "] {
        desk.press("Ctrl+U").write(needle);
        let Some(Overlay::Pick(picker)) = desk.app.overlays.last() else {
            panic!("no choice is open")
        };
        assert!(!picker.shown().is_empty(), "{needle:?}");
    }
    desk.press("Esc :").write("hoàn  tác");
    assert!(!desk.app.palette_entries(&desk.world).is_empty());
}

/// How many frames of the plain sample one may take: some hundred times the text is a few hundred times
/// the work, not the square of it. The quickest of a few is compared, so that it
/// does not matter what else the machine does.
const FRAMES: u32 = 1000;

/// The quickest of a few frames.
fn frame(desk: &mut Desk, (width, height): (u16, u16)) -> Duration {
    let draw = |_| {
        let begun = Instant::now();
        desk.screen(width, height);
        begun.elapsed()
    };
    (0..5).map(draw).min().unwrap()
}

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
    let plain = Place::sample();
    let on = |place: &Place| Desk::on(Store::new(place.data(), Access::ReadWrite));
    let (mut desk, mut beside) = (on(&place), on(&plain));
    assert_eq!(desk.app.book.unreadable(), []);
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
        for desk in [&mut desk, &mut beside] {
            for key in keys.split(' ') {
                let key = if key == "Space" { " " } else { key };
                if desk.app.context().takes_text() && key.chars().count() == 1 {
                    desk.write(key);
                } else {
                    desk.press(key);
                }
            }
        }
        for size in [(80, 24), (200, 60)] {
            let (swollen, floor) = (frame(&mut desk, size), frame(&mut beside, size));
            assert!(swollen < FRAMES * floor, "{keys}: {swollen:?}, {floor:?}");
        }
    }
    for args in [&["report", "pipeline"][..], &["check"], &["show", "mau-24"]] {
        place.run(args);
    }
    // The neighbours are edited as ever; the name itself only by one that is allowed.
    place.ok(&["note", "mau-25", "đã gặp"]);
    place.ok(&["set", "mau-19", "name=Hà Thị Mẫu 19"]);
}
