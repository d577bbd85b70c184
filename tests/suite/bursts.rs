//! Keys that came at once, on every screen, sheet, picker and form: a paste is text of a field or nothing.

use crate::board::at;
use crate::desk::{Desk, sample};
use ketnap::app::command::Context;
use ketnap::app::{App, Front, Msg, Overlay};
use ketnap::terminal::{Burst, Decoder, Gathered, Gathering, Heard, is_harmless};
use std::time::{Duration, Instant};

/// What clipboards hold, sent as keys by a terminal that does not tell a paste.
const PASTES: [&str; 10] = [
    "Nguyen Van Thu\rTran Thi Hai\r",
    "Nguyen Van Thu\nTran Thi Hai\n",
    "Nguyen Van Thu",
    "Vu\tTran Thi Hai\t1990\r\n>\r\n",
    "u>\rx\r\r",
    "rxpm<>\ruuu\r",
    "012345678901\r",
    "\r\r\r> x\r> x\r",
    "jjk>u\r",
    "kjl\r> x\r",
];

impl Desk {
    /// Keys that come at once, as the loop takes them in.
    fn at_once(&mut self, text: &str) -> &mut Self {
        self.reads([text.as_bytes()])
    }

    /// Keys that come in so many reads, a few milliseconds after each other.
    fn reads<'a>(&mut self, reads: impl IntoIterator<Item = &'a [u8]>) -> &mut Self {
        let (mut decoder, mut gathering) = (Decoder::default(), Gathering::default());
        let mut now = Instant::now();
        for read in reads {
            let (app, keys) = (&self.app, &self.config.keys);
            let harmless = |stroke| is_harmless(stroke, app, keys);
            for gathered in gathering.add(decoder.take(read), now, harmless) {
                match gathered {
                    Gathered::Keys(burst) => self.heard(burst),
                    Gathered::Paste(text) => panic!("{text}"),
                }
            }
            now += Duration::from_millis(3);
        }
        gathering
            .end()
            .into_iter()
            .for_each(|rest| self.heard(rest));
        self
    }

    fn heard(&mut self, burst: Burst) {
        let mut heard = Heard::new(burst, &self.app, &self.config.keys);
        while let Some(msg) = heard.next(&self.app, &self.config.keys) {
            self.send(msg);
        }
    }
}

/// Ways to every place where keys hold, with what is in front there.
fn places() -> Vec<(&'static str, Desk, Context)> {
    let mut all = Vec::new();
    let mut add = |name, desk: Desk, context| {
        assert_eq!(desk.app.context(), context, "{name}");
        all.push((name, desk, context));
    };
    let to = |keys: &str| {
        let mut desk = at("mau-19");
        desk.press(keys);
        desk
    };
    add("the organisations", Desk::new(), Context::Tree);
    add("the people", to(""), Context::Pipeline);
    add("marked people", to("v"), Context::Pipeline);
    add("the quotas", to("2"), Context::Quotas);
    add("the tasks", to("3"), Context::Agenda);
    add("the analysis", to("4"), Context::Analysis);
    add("the journal", to("5"), Context::Journal);
    add("people behind a forecast", to("2 Enter"), Context::Outlook);
    add("a person's sheet", to("Enter"), Context::Sheet);
    add("the help", to("?"), Context::Help);
    add("the reasons", to("w"), Context::Help);
    let mut unit = Desk::new();
    unit.press("Enter");
    add("an organisation's sheet", unit, Context::Sheet);
    add("the palette", to(":"), Context::Pick);
    add("the stages", to("m"), Context::Pick);
    add("the ways out", to("x"), Context::Pick);
    add("the search", to("/"), Context::Typing);
    add("a name", to("e"), Context::Typing);
    add("why a file rests", to("p"), Context::Typing);
    let mut handing = Desk::new();
    handing.press("2 d");
    add(
        "the form of a hand-down, on a choice",
        handing,
        Context::Form,
    );
    let mut welcome = Desk::new();
    welcome.app = App::first_start(&welcome.world, 1);
    add("the first start", welcome, Context::Welcome);
    all
}

#[test]
fn a_paste_as_keys_changes_nothing_of_the_book_outside_a_line() {
    for (paste, piece) in PASTES
        .iter()
        .flat_map(|it| [(it, it.len()), (it, 1), (it, 2)])
    {
        for (name, mut desk, _) in places() {
            let before = desk.app.book.clone();
            let front = desk.app.front();
            let overlays = desk.app.overlays.len();
            let effects = desk.effects.len();
            desk.reads(paste.as_bytes().chunks(piece));
            if front == Front::Line && matches!(paste.matches(['\r', '\n']).count(), 0 | 1) {
                // One line typed into a line: the Enter behind it is an Enter.
                continue;
            }
            assert_eq!(desk.app.book, before, "{paste:?} at {name}");
            assert!(desk.saves.is_empty(), "{paste:?} at {name}");
            assert_eq!(
                desk.effects.len(),
                effects,
                "{paste:?} at {name}: {:?}",
                desk.effects
            );
            if front == Front::Commands && desk.app.front() == Front::Commands {
                assert_eq!(desk.app.overlays.len(), overlays, "{paste:?} at {name}");
            }
        }
    }
}

#[test]
fn a_paste_as_keys_cut_at_any_byte_changes_nothing_of_the_book() {
    let keys = ["", "Enter", "m", ":", "2", "3"];
    for paste in PASTES.map(str::as_bytes) {
        for at in 1..paste.len() {
            let (one, two) = paste.split_at(at);
            let mut desk = self::at("mau-19");
            desk.press(keys[at % keys.len()]).reads([one, two]);
            let paste = String::from_utf8_lossy(paste);
            assert_eq!(desk.app.book, sample(), "{paste:?} cut at {at}");
            assert!(desk.saves.is_empty(), "{paste:?} cut at {at}");
        }
    }
}

#[test]
fn outside_a_field_the_line_says_that_nothing_was_done() {
    let mut desk = at("mau-19");
    desk.at_once(PASTES[0]);
    let said = desk.said();
    assert!(
        said.starts_with("28 phím đến cùng lúc, coi là dán: chưa làm gì"),
        "{said}"
    );
    // A terminal that tells a paste is answered alike.
    desk.send(Msg::Paste("q\nq".to_owned()));
    assert!(
        desk.said().starts_with("3 phím đến cùng lúc"),
        "{}",
        desk.said()
    );
    assert!(desk.effects.is_empty());
    // The covered screen is only uncovered.
    desk.send(Msg::Cover);
    desk.at_once(PASTES[4]);
    assert!(!desk.app.covered);
    assert_eq!(desk.app.book, sample());
}

fn typed(desk: &Desk) -> &str {
    match desk.app.overlays.last() {
        Some(Overlay::Prompt(prompt)) => prompt.input.value(),
        Some(Overlay::Pick(picker)) => picker.input.value(),
        Some(Overlay::Palette(palette)) => palette.input.value(),
        other => panic!("no line: {other:?}"),
    }
}

#[test]
fn inside_a_field_a_paste_is_one_line_of_text_and_no_enter_in_it_is_taken() {
    for (name, mut desk, _) in places() {
        if desk.app.front() == Front::Commands {
            continue;
        }
        desk.press("Ctrl+U").at_once(PASTES[0]);
        assert_eq!(typed(&desk), "Nguyen Van Thu Tran Thi Hai", "{name}");
        let screen = desk.screen(120, 36);
        assert!(screen.contains("28 phím đến cùng lúc"), "{name}:\n{screen}");
        desk.press("Ctrl+U").at_once("Hà\tMẫu\r\n");
        assert_eq!(typed(&desk), "Hà Mẫu", "{name}");
    }
    let mut desk = Desk::new();
    desk.press("2 d ↓ Ctrl+U").at_once(PASTES[0]);
    let form = desk.form().clone();
    let Some(ketnap::app::Value::Line(line)) = form.selected() else {
        panic!()
    };
    assert_eq!(line.value(), "Nguyen Van Thu Tran Thi Hai");
    assert!(form.fault.is_some());
}

#[test]
fn a_burst_whose_first_key_opens_a_field_goes_on_as_text_of_it() {
    let mut desk = at("mau-19");
    desk.at_once("/mau 24\r");
    assert_eq!(typed(&desk), "mau 24");
    desk.press("Esc")
        .at_once("e\u{15}Hà Mẫu\u{7f}\u{7f}ậu 19\rTrần\r");
    assert_eq!(typed(&desk), "Hà Mậu 19 Trần");
    assert_eq!(desk.app.book, sample());
    // A step back is asked about; a step on is done at once, so it opens nothing.
    desk.press("Esc").at_once(">nghi ngờ\r");
    assert!(desk.app.overlays.is_empty());
    assert!(desk.said().contains("chưa làm gì"));
    // Where the first key opens nothing after all, nothing is done.
    desk.app.read_only = true;
    desk.at_once("exxuu\r");
    assert!(desk.app.overlays.is_empty() && desk.saves.is_empty());
}

#[test]
fn an_input_method_and_a_fast_hand_go_on_typing() {
    let mut desk = at("mau-19");
    desk.press("e Ctrl+U");
    for burst in [
        "Nguye",
        "\u{7f}\u{7f}yê",
        "n",
        "\u{7f}\u{7f}ễn",
        " T",
        "hi",
        "\u{8}ị",
    ] {
        desk.at_once(burst);
    }
    assert_eq!(typed(&desk), "Nguyễn Thị");
    // The last word comes together with the Enter that ends it.
    desk.at_once(" Mẫu\r");
    assert_eq!(desk.saves.len(), 1);
    assert!(desk.app.overlays.is_empty());
    // A key that is held down, and two rolled over.
    let mut desk = Desk::new();
    let before = desk.app.screens.board.tree.at;
    desk.at_once("jjjj");
    assert_eq!(desk.app.screens.board.tree.at, before + 4);
    desk.at_once("kj").at_once("\u{1b}[A\u{1b}[A");
    assert_eq!(desk.app.screens.board.tree.at, before + 2);
    assert_eq!(desk.said(), "");
}
