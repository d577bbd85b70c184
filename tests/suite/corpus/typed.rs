//! The values that are bad in a file are refused when they are typed: at their field, in words, with the typing kept.

use crate::board::at;
use crate::desk::Desk;
use crate::help::place::Place;

#[test]
fn days_that_cannot_be_are_refused_by_the_command_line() {
    let place = Place::sample();
    let before = place.files();
    let born = |text: &str| format!("born={text}");
    for (args, said) in [
        (vec!["set", "mau-19", &born("30/2")], "không có ngày này"),
        (vec!["set", "mau-19", &born("1/1/0000")], "từ 1900 đến 2200"),
        (
            vec!["set", "mau-01", &born("1/11/2022")],
            "ở trước ngày 01/11/2022",
        ),
        (
            vec!["advance", "mau-19", "--on", "1/1/2020", "--reason", "thử"],
            "Ngày 01/01/2020 ở trước ngày",
        ),
    ] {
        let (exit, words) = place.fails(&args);
        assert_eq!(exit, 3, "{args:?}: {words}");
        assert!(words.contains(said), "{args:?}: {words}");
    }
    assert_eq!(place.files(), before);
}

#[test]
fn days_that_cannot_be_are_refused_in_their_place_at_the_board() {
    for (typed, said) in [
        ("30/2", "không có ngày này"),
        ("1/1/0000", "từ 1900 đến 2200"),
        ("1/1/2000", "ở trước ngày"),
    ] {
        let mut desk = at("mau-19");
        desk.press("→ → e Ctrl+U").write(typed).press("Enter");
        let screen = desk.screen(120, 36);
        assert!(
            screen.contains(said) && screen.contains(typed),
            "{typed}\n{screen}"
        );
        assert!(desk.saves.is_empty());
    }
}

/// The form of a vote, with numbers typed for those who count, are there, agree and do not.
fn voted(numbers: [&str; 4]) -> Desk {
    let mut desk = at("mau-19");
    desk.press("Enter a").write("bieu quyet").press("Enter");
    for number in numbers {
        desk.press("Ctrl+U").write(number).press("↓");
    }
    desk.press("Enter");
    desk
}

#[test]
fn more_votes_than_there_were_people_are_refused_in_the_form() {
    for (numbers, said) in [
        (
            ["12", "11", "14", "1"],
            "Tán thành 14 + không tán thành 1 = 15",
        ),
        (["12", "13", "10", "1"], "13 không thể nhiều hơn 12"),
    ] {
        let mut desk = voted(numbers);
        let screen = desk.screen(120, 36);
        assert!(screen.contains(said), "{screen}");
        assert!(desk.saves.is_empty() && desk.form().fault.is_some());
    }
    assert_eq!(voted(["12", "11", "10", "1"]).saves.len(), 1);
}
