//! A list that is taken over, every text of which is hostile.

use super::board::{Drawn, desk, look};
use super::payload::ALL;
use ketnap::app::{Answer, Msg};
use ketnap::model::{Book, Log};
use ketnap::text::Lang;

/// Rows as they come out of a spreadsheet, every text of them hostile.
fn rows(heading: &str, columns: usize) -> String {
    let cell = |text: &str, column: usize| {
        let text = text.replace('"', "\"\"");
        format!("\"{text}Mẫu {column}{text}\"")
    };
    let row = |text: &&str| {
        let cells = (0..columns).map(|column| cell(text, column));
        cells.collect::<Vec<_>>().join("\t")
    };
    // With a zero in it no text is a list; a quote before a tab or a line's end is a sign for "as above".
    let texts = ALL.iter();
    let texts = texts.filter(|text| !text.contains(['\0', '\t', '\r', '\n']));
    let rows = texts.map(row).collect::<Vec<_>>();
    // What is for the most part signs that no text has is no list.
    let filling = "Mẫu ".repeat(30_000);
    format!("{heading}\r\n{}\r\n\t\t{filling}", rows.join("\r\n"))
}

/// Lists that are taken over: of people and of quotas, their rows, columns, answers and choices.
pub(super) fn listed(book: &Book, log: &Log, drawn: &mut Drawn) {
    let hostile = ALL[0];
    let people = format!("Họ và tên\tNăm sinh\tChi bộ\tGhi chú\t{hostile}Cột lạ");
    let quotas = format!("Đơn vị\tChỉ tiêu\tGhi chú\t{hostile}Cột lạ");
    for (heading, columns) in [(people, 5), (quotas, 4)] {
        let rows = rows(&heading, columns);
        let rows = if columns == 4 {
            // A number for somebody, so that its year and its plan are asked.
            rows + "\r\nChi bộ Mẫu\t3\t\t"
        } else {
            rows
        };
        let mut desk = desk(book, log, Lang::Vi);
        desk.send(Msg::Paste(rows));
        let open = desk.app.taking().unwrap();
        assert!(open.preview().is_some(), "{heading}: {:?}", open.shown);
        assert!(look(&mut desk, drawn, 1).contains("Mẫu"), "{heading}");
        let count = desk.app.taking().unwrap().rows().len();
        desk.press("g");
        for turn in 0..count {
            look(&mut desk, drawn, turn);
            desk.press("Enter");
            look(&mut desk, drawn, turn);
            let menu = desk.app.taking().unwrap().menu.as_ref();
            let chooses = |it: &Answer| {
                matches!(
                    it,
                    Answer::ChooseBody(_) | Answer::ChooseTrack | Answer::TypeYear
                )
            };
            let places = menu.iter().flat_map(|menu| menu.answers.iter().enumerate());
            let places: Vec<usize> = places
                .filter(|(_, it)| chooses(it))
                .map(|(at, _)| at)
                .collect();
            // Nothing is answered, so that the same is offered again.
            for place in places {
                for _ in 0..place {
                    desk.press("↓");
                }
                desk.press("Enter");
                look(&mut desk, drawn, place);
                desk.press("Esc Enter");
            }
            if desk.app.taking().unwrap().menu.is_some() {
                desk.press("Esc");
            }
            desk.press("↓");
        }
        desk.press("Tab");
        for turn in 0..columns {
            look(&mut desk, drawn, turn);
            desk.press("Enter");
            look(&mut desk, drawn, turn);
            desk.press("Esc ↓");
        }
    }
    let mut file = desk(book, log, Lang::Vi);
    file.press("I");
    look(&mut file, drawn, 0);
}
