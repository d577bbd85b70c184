//! What the board says when it starts: a mistake in the settings, closed files past their period.

use crate::help::place::Place;
use crate::help::terminal::Terminal;

#[test]
fn a_users_rule_with_a_mistake_is_told_whole_at_the_start() {
    let place = Place::sample();
    let config = place.home.path().join("config");
    let folder = config.join("procedures");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "(format: 1, procedure: (id: \"24-qd-tw\", name: (vi: \"24\"), from: \"2021-07-30\",\n\
                basis: \"mẫu\", routes: [(id: \"ward\", bellow: \"ward\", chain: Direct)]))";
    std::fs::write(folder.join("mine.ron"), text).unwrap();
    let more = [("KETNAP_CONFIG_DIR", config.to_str().unwrap())];
    let mut terminal = Terminal::start_with(&place, (80, 24), &[], &more);
    terminal.wait_for("69/110").wait_for("giá trị gốc.");
    // The sentence goes over several lines of the screen.
    let said: String = terminal.text().split_whitespace().collect();
    for word in [
        "`bellow`",
        "`below`",
        "`chain`",
        "`confirmed`",
        "giátrịgốc.",
    ] {
        assert!(said.contains(word), "{word}:\n{}", terminal.text());
    }
    terminal.send("2").wait_for("thiếu 41 (KH27)");
    assert!(
        !terminal.text().contains("mine.ron"),
        "gone with the next key"
    );
    terminal.send("q");
    assert_eq!(terminal.end(), 0);

    let nowhere = place.home.path().join("none");
    let first = ["--data-dir", nowhere.to_str().unwrap()];
    let mut terminal = Terminal::start_with(&place, (80, 24), &first, &more);
    terminal.wait_for("giá trị gốc.");
    assert!(terminal.text().contains("Mở sổ mẫu"), "{}", terminal.text());
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn closed_files_past_the_period_are_told_once_at_the_start() {
    let place = Place::sample();
    let config = place.home.path().join("config");
    std::fs::create_dir_all(&config).unwrap();
    let more = [("KETNAP_CONFIG_DIR", config.to_str().unwrap())];
    let (usual, sentence) = ("còn 34 ngày, 52 hồ sơ", "ketnap anonymise liệt kê");
    for (months, args, told) in [
        ("0", &[][..], usual),
        ("1", &["demo"], usual),
        ("1", &[], sentence),
    ] {
        let text = format!("(format: 1, anonymise_after: {months})");
        std::fs::write(config.join("settings.ron"), text).unwrap();
        let mut terminal = Terminal::start_with(&place, (120, 36), args, &more);
        terminal.wait_for("69/110").wait_for(told);
        assert_eq!(terminal.text().contains(sentence), told == sentence);
        terminal.send("2").wait_for("d giao");
        let gone = !terminal.text().contains(sentence);
        assert!(gone, "with the next key");
        if told == sentence {
            // Who else has the book open is told before.
            let mut other = Terminal::start_with(&place, (120, 36), &[], &more);
            other.wait_for("69/110").wait_for("cũng đang mở").send("q");
            assert_eq!(other.end(), 0);
        }
        terminal.send("q");
        assert_eq!(terminal.end(), 0);
    }
}

#[test]
fn a_book_without_its_head_is_said_on_the_first_screen() {
    let place = Place::sample();
    let head = place.data().join("book.ron");
    std::fs::rename(&head, place.home.path().join("book.ron")).unwrap();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("Mở sổ mẫu").wait_for("thiếu book.ron");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    assert!(!head.exists());
}
