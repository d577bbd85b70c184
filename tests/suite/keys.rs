//! The bytes of a terminal as keys, cut into reads wherever a line may cut them.

use ketnap::app::command::{Chord, Key, Stroke};
use ketnap::terminal::{Burst, Decoder, Gathered, Gathering, Input};
use std::time::{Duration, Instant};

/// What all reads together come to, as keys are written, with nothing more to come.
fn heard(reads: &[&[u8]]) -> Vec<String> {
    let mut decoder = Decoder::default();
    let mut inputs: Vec<Input> = reads.iter().flat_map(|read| decoder.take(read)).collect();
    inputs.extend(decoder.give_up());
    assert_eq!(decoder.patience(), None);
    let shown = |input: &Input| match input {
        Input::Key(stroke) => stroke.chord.to_string(),
        Input::Paste(text) => format!("paste {text:?}"),
    };
    inputs.iter().map(shown).collect()
}

/// Each sequence that terminals send for a key, and the key.
const SEQUENCES: [(&[u8], &str); 32] = [
    (b"\x1b[A", "↑"),
    (b"\x1b[B", "↓"),
    (b"\x1bOC", "→"),
    (b"\x1b[D", "←"),
    (b"\x1b[1;5C", "Ctrl+→"),
    (b"\x1b[1;3D", "Alt+←"),
    (b"\x1b[1;2A", "↑"),
    (b"\x1b[H", "Home"),
    (b"\x1b[1~", "Home"),
    (b"\x1bOF", "End"),
    (b"\x1b[4~", "End"),
    (b"\x1b[3~", "Delete"),
    (b"\x1b[5~", "PgUp"),
    (b"\x1b[6~", "PgDn"),
    (b"\x1b[Z", "Shift+Tab"),
    (b"\x1bOP", "F1"),
    (b"\x1b[[B", "F2"),
    (b"\x1b[15~", "F5"),
    (b"\x1b[17~", "F6"),
    (b"\x1b[21~", "F10"),
    (b"\x1b[24~", "F12"),
    (b"\x1bOM", "Enter"),
    (b"\x1b[13;5u", "Ctrl+Enter"),
    (b"\x1b[97;5u", "Ctrl+A"),
    (b"\r", "Enter"),
    (b"\t", "Tab"),
    (b"\x7f", "Backspace"),
    (b"\x08", "Ctrl+H"),
    (b"\x1a", "Ctrl+Z"),
    (b"\x00", "Ctrl+Space"),
    ("ễ".as_bytes(), "ễ"),
    (
        b"\x1b[200~a\x1b[31m\n\x1b[201~",
        "paste \"a\\u{1b}[31m\\n\"",
    ),
];

#[test]
fn a_sequence_in_two_pieces_is_the_same_key_wherever_it_is_cut() {
    for (bytes, key) in SEQUENCES {
        assert_eq!(heard(&[bytes]), [key], "{bytes:?} in one piece");
        for at in 1..bytes.len() {
            let (one, two) = bytes.split_at(at);
            assert_eq!(heard(&[one, two]), [key], "{bytes:?} cut at {at}");
        }
        let each: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(heard(&each), [key], "{bytes:?} byte by byte");
    }
}

#[test]
fn an_esc_waits_a_breath_and_is_an_esc_when_no_rest_comes() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.take(b"\x1b"), []);
    let patience = decoder.patience().unwrap();
    assert!(patience >= Duration::from_millis(50) && patience <= Duration::from_millis(200));
    assert_eq!(heard(&[b"\x1b"]), ["Esc"]);
    // What is typed after it is no Alt key: that comes in one piece.
    assert_eq!(heard(&[b"\x1b", b"q"]), ["Esc", "q"]);
    assert_eq!(heard(&[b"\x1bb"]), ["Alt+b"]);
    assert_eq!(heard(&[b"\x1b\x1b[A"]), ["Esc", "↑"]);
    assert_eq!(heard(&[b"\x1b\x1b\x1b"]), ["Esc", "Esc", "Esc"]);
    assert_eq!(heard(&["\u{1b}ư".as_bytes()]), ["Esc", "ư"]);
}

#[test]
fn what_is_no_key_is_nothing_and_the_next_one_is_heard() {
    for nothing in [
        &b"\x1b[<0;1;1M"[..],
        b"\x1b[I",
        b"\x1b[?1;2c",
        b"\x1b[24;80R",
        b"\x1b[999~",
        b"\x1b[97;5:3u",
        b"\x1b[201~",
        b"\xff\xfe",
        b"\xe1\xba",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xc2\x9b",
        b"\x1bOz",
        b"\x1b[1;",
    ] {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.take(nothing), [], "{nothing:?}");
        let key = Input::Key(Stroke::of(Chord::try_from("Enter".to_owned()).unwrap()));
        assert_eq!(decoder.take(b"\r"), [key], "{nothing:?}");
    }
    let endless = [b"\x1b[".as_slice(), &[b'1'; 10_000]].concat();
    assert!(heard(&[&endless, b"x"]).len() < 10_000);
}

/// What is gathered of reads that come so long after each other, where so many keys are harmless.
fn gathered(reads: &[&[u8]], apart: Duration, harmless: fn(Stroke) -> bool) -> Vec<Gathered> {
    let (mut decoder, mut gathering) = (Decoder::default(), Gathering::default());
    let mut now = Instant::now();
    let mut all = Vec::new();
    for read in reads {
        all.extend(gathering.end_if_over(now).map(Gathered::Keys));
        all.extend(gathering.add(decoder.take(read), now, harmless));
        now += apart;
    }
    all.extend(gathering.end().map(Gathered::Keys));
    all
}

/// Keys that are done, and those that are judged with them.
fn burst(text: &str, done: usize) -> Gathered {
    let strokes = strokes(text);
    Gathered::Keys(Burst { strokes, done })
}

fn strokes(text: &str) -> Vec<Stroke> {
    let mut decoder = Decoder::default();
    let inputs = decoder.take(text.as_bytes()).into_iter();
    let key = |input| match input {
        Input::Key(stroke) => stroke,
        Input::Paste(text) => panic!("{text}"),
    };
    inputs.map(key).collect()
}

#[test]
fn a_paste_cut_at_every_byte_is_one_gathering() {
    let paste = "Nguyễn Văn Thu\rTrần Thị Hải\r";
    let none = |_| false;
    let bytes = paste.as_bytes();
    for at in 1..bytes.len() {
        let (one, two) = bytes.split_at(at);
        let found = gathered(&[one, two], Duration::from_millis(20), none);
        assert_eq!(found, [burst(paste, 0)], "cut at {at}");
    }
    let each: Vec<&[u8]> = bytes.chunks(1).collect();
    let apart = Duration::from_millis(15);
    assert_eq!(gathered(&each, apart, none), [burst(paste, 0)]);
    // Letters that may be typed before more is known are part of what is judged.
    let letters = |stroke: Stroke| stroke.letter.is_some();
    let found = gathered(&each, apart, letters);
    assert_eq!(found, [burst("N", 0), burst("Ng", 1), burst(paste, 2)]);
}

#[test]
fn keys_of_a_hand_come_one_by_one_and_a_move_is_not_held_up() {
    let none = |_| false;
    let hand = gathered(&[b"j", b"k", b">"], Duration::from_millis(80), none);
    assert_eq!(hand, [burst("j", 0), burst("k", 0), burst(">", 0)]);
    let held: Vec<&[u8]> = vec![b"j"; 50];
    let found = gathered(&held, Duration::from_millis(20), none);
    assert!(found.len() > 10, "{}", found.len());
    // Keys that are no text do not wait at all, nor do those that only move.
    let moves = |stroke: Stroke| stroke.letter == Some('j');
    for key in ["\u{1b}[A", "\u{15}", "\u{7f}", "j"] {
        let mut gathering = Gathering::default();
        let now = Instant::now();
        let inputs = vec![Input::Key(strokes(key)[0])];
        assert_eq!(gathering.add(inputs, now, moves), [burst(key, 0)]);
        assert_eq!(gathering.patience(now), None, "{key:?}");
        assert_eq!(gathering.end(), None);
    }
    assert_eq!(strokes("\u{1b}[A")[0].chord.key, Key::Up);
    // What follows one in the same breath waits, and so does a move behind it.
    let apart = Duration::from_millis(10);
    let found = gathered(&[b"j", b">", b"j"], apart, moves);
    assert_eq!(found, [burst("j", 0), burst("j>j", 1)]);
    // What alters which keys are harmless does not take others along.
    let found = gathered(&[b"\x1b[Aj"], apart, moves);
    assert_eq!(found, [burst("\u{1b}[Aj", 0)]);
    assert_eq!(
        gathered(&[b"jj", b"k"], apart, moves),
        [burst("jj", 0), burst("jjk", 2)]
    );
}
