//! The colours a terminal is sent: as many as it has, by its description, its name, and its own word.

use ketnap::terminal::{Colours, colours_in};

#[test]
fn a_terminal_has_the_colours_of_its_description_else_those_of_its_name() {
    use Colours::{Eight, Many, None as No, Sixteen};
    for (term, says, described, colours) in [
        ("vt100", None, Some(0), No),
        ("vt100", None, None, No),
        ("vt220", None, None, No),
        ("vt52", Some("truecolor"), None, No),
        ("xterm-mono", None, Some(0), No),
        ("xterm-mono", None, None, No),
        ("xterm-mono", Some("truecolor"), Some(0), No),
        ("rxvt-m", None, None, No),
        ("", None, None, No),
        ("", Some("truecolor"), None, No),
        ("who-knows", None, None, No),
        ("xterm", None, Some(8), Eight),
        ("xterm", None, None, Eight),
        ("linux", None, None, Eight),
        ("xterm", Some("truecolor"), Some(8), Many),
        ("xterm", Some(""), Some(8), Eight),
        ("xterm", Some("gnome-terminal"), Some(8), Eight),
        ("who-knows", Some("24bit"), None, Many),
        ("rxvt-16color", None, None, Sixteen),
        ("xterm-16color", None, Some(16), Sixteen),
        ("xterm-256color", None, None, Many),
        ("screen.xterm-256color", None, None, Many),
        ("xterm-direct", None, Some(1 << 24), Many),
        ("xterm-kitty", None, None, Many),
        ("alacritty", None, None, Many),
    ] {
        let found = Colours::of(term, says, described);
        assert_eq!(found, colours, "{term} {says:?} {described:?}");
    }
}

/// A compiled description with so many colours.
fn description(magic: u16, colours: i32, numbers: u16) -> Vec<u8> {
    let names = b"x|mau\0";
    let mut bytes = Vec::new();
    for number in [magic, names.len() as u16, 1, numbers, 0, 0] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(names);
    bytes.extend([1, 0]);
    for at in 0..numbers {
        let number = if at == 13 { colours } else { -1 };
        let wide = number.to_le_bytes();
        bytes.extend(&wide[..if magic == 0o432 { 2 } else { 4 }]);
    }
    bytes
}

#[test]
fn the_number_of_colours_is_read_from_both_forms_of_a_description() {
    assert_eq!(colours_in(&description(0o432, 256, 15)), Some(256));
    assert_eq!(colours_in(&description(0o432, -1, 15)), Some(0));
    assert_eq!(colours_in(&description(0o432, 8, 13)), Some(0));
    assert_eq!(colours_in(&description(0o1036, 1 << 24, 15)), Some(1 << 24));
    let whole = description(0o1036, 256, 15);
    for length in 0..whole.len() - 4 {
        assert_eq!(colours_in(&whole[..length]), None, "cut at {length}");
    }
    assert_eq!(colours_in(b"#!/bin/sh\n"), None);
}

#[test]
fn a_frame_holds_no_colour_that_the_terminal_has_not() {
    let frame = "\u{1b}[2;1H\u{1b}[1;38;5;1;48;5;4mcột\u{1b}[38;5;12m·\u{1b}[38;5;8mmờ\u{1b}[38;2;255;0;0m!\
                 \u{1b}[38;5;46m?\u{1b}[39;49m\u{1b}[59m\u{1b}[0m\u{1b}[?25l\u{1b}[94m.";
    for (colours, fitted) in [
        (
            Colours::Sixteen,
            "\u{1b}[2;1H\u{1b}[1;31;44mcột\u{1b}[94m·\u{1b}[90mmờ\u{1b}[91m!\
             \u{1b}[92m?\u{1b}[39;49m\u{1b}[0m\u{1b}[?25l\u{1b}[94m.",
        ),
        (
            Colours::Eight,
            "\u{1b}[2;1H\u{1b}[1;31;44mcột\u{1b}[34m·\u{1b}[39mmờ\u{1b}[31m!\
             \u{1b}[32m?\u{1b}[39;49m\u{1b}[0m\u{1b}[?25l\u{1b}[34m.",
        ),
        (
            Colours::None,
            "\u{1b}[2;1H\u{1b}[1mcột·mờ!?\u{1b}[0m\u{1b}[?25l.",
        ),
        (Colours::Many, frame),
    ] {
        let found = String::from_utf8(colours.fit(frame.as_bytes())).unwrap();
        assert_eq!(found, fitted, "{colours:?}");
    }
    for cut in ["\u{1b}", "\u{1b}[", "\u{1b}[38;5", "ễ\u{1b}[1"] {
        assert_eq!(Colours::None.fit(cut.as_bytes()), cut.as_bytes());
    }
}
