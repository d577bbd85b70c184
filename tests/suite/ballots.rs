//! Votes through the gate: which share carries, votes that fail, strike-off, and what time shuts.

use crate::agenda::rules;
use crate::chains::{CELL, COMMITTEE, RESOLUTION, STANDING, before_the_cell};
use crate::gates::table::{Put, paper, valid, vote};
use crate::gates::{Day, case, file, in_words, last_step, mau, of, on, put, refused, step, today};
use crate::world::{code, day};
use ketnap::config::Config;
use ketnap::model::{Book, Former, LeftOut, PaperState, Place, Refusal, Vote, WhyOut};
use ketnap::rules::{Counted, Figures, Item, Known, Severity, findings, put_item, set_former};
use ketnap::text::Lang;

#[test]
fn two_thirds_of_the_cell_and_more_than_half_of_the_standing_committee() {
    let rules = rules();
    let said = |stage: &str, body: &str, votes: (u32, u32), paper: &str| {
        let mut book = match stage {
            "cell" => before_the_cell("b", (2022, 11, 1), &rules),
            _ => file(&[(stage, (2022, 11, 1))], "b"),
        };
        put(&mut book, &rules, valid(paper, (2022, 11, 20)));
        put(&mut book, &rules, vote(stage, body, (2022, 11, 20), votes));
        refused(&book, &rules, (2022, 11, 21))
    };
    let cell = |votes| said("cell", "cell", votes, "6-KND");
    let standing = |votes| said("decision", "standing", votes, "9-KND");
    assert_eq!(
        cell((7, 11)),
        ["chi bộ biểu quyết 20/11/2022 được 7/11, cần 8"]
    );
    assert_eq!(cell((8, 11)), Vec::<String>::new());
    assert_eq!(
        standing((4, 8)),
        ["ban thường vụ biểu quyết 20/11/2022 được 4/8, cần 5"]
    );
    assert_eq!(standing((5, 9)), Vec::<String>::new());
    assert_eq!(standing((5, 8)), Vec::<String>::new());
    let grassroots = |votes| said("grassroots", "grassroots", votes, "8-KND");
    assert_eq!(
        grassroots((7, 11)),
        ["đảng ủy cơ sở biểu quyết 20/11/2022 được 7/11, cần 8"]
    );
    assert_eq!(grassroots((8, 11)), Vec::<String>::new());
}

#[test]
fn the_number_that_counts_is_the_clerks() {
    let rules = rules();
    let mut book = before_the_cell("b", (2022, 11, 1), &rules);
    put(&mut book, &rules, valid("6-KND", (2022, 11, 20)));
    // Of 11 full members 2 are away for a while and absent: 6 of 9 are enough.
    let votes = Vote {
        left_out: vec![LeftOut {
            why: WhyOut::Elsewhere,
            count: 2,
        }],
        ..Vote::new(code("cell"), day(2022, 11, 20), 9, 8, 6, 2)
    };
    put(&mut book, &rules, Put::Row(Item::Vote(votes.clone())));
    assert_eq!(refused(&book, &rules, (2022, 11, 21)), Vec::<String>::new());
    // A vote of tomorrow is none today.
    assert_eq!(refused(&book, &rules, (2022, 11, 19)).len(), 2);
    let strange = |stage: &str, body: Option<&str>| {
        let row = Vote {
            stage: code(stage),
            body: body.map(code),
            ..votes.clone()
        };
        put_item(
            Known::new(&book, &rules, today()),
            &mau(),
            None,
            Item::Vote(row),
        )
    };
    for (stage, body, known) in [
        (
            "probation",
            None,
            "cell, grassroots, decision, recognition, struck-off",
        ),
        ("cell", Some("standing"), "cell"),
    ] {
        let Err(Refusal::Unknown { known: names, .. }) = strange(stage, body) else {
            panic!("{stage} {body:?}")
        };
        assert_eq!(names, known);
    }
}

#[test]
fn a_strike_off_owes_its_votes_once_more_by_the_same_chain() {
    let rules = rules();
    let mut book = file(&[("probation", (2022, 3, 1))], "b");
    let exit = code("struck-off");
    let date = (2022, 11, 25);
    let stopped = |book: &Book, force| {
        case(book, &rules, today()).stop(&exit, on(date), "vi phạm tư cách", force)
    };
    let owes = [CELL, COMMITTEE, STANDING];
    let Err(Refusal::Missing(missing)) = stopped(&book, false) else {
        panic!()
    };
    assert_eq!(in_words(&missing), owes);

    let mut forced = book.clone();
    forced.apply(stopped(&book, true).unwrap()).unwrap();
    assert!(last_step(&forced).forced);
    let figures = Figures::new(Known::new(&forced, &rules, today()), 2022);
    let found = findings(Counted::new(&forced, &rules, &figures));
    let found: Vec<_> = found.iter().filter(|f| f.code == "forced-step").collect();
    assert_eq!((found.len(), found[0].level), (1, Severity::Warning));
    let said = in_words(&[found[0].message.clone().into()]).remove(0);
    assert!(
        said.contains("Xóa tên") && said.contains("vi phạm tư cách"),
        "{said}"
    );

    for (body, votes) in [
        ("strike-cell", (8, 11)),
        ("strike-grassroots", (10, 15)),
        ("strike-standing", (5, 9)),
    ] {
        put(
            &mut book,
            &rules,
            vote("struck-off", body, (2022, 11, 20), votes),
        );
    }
    book.apply(stopped(&book, false).unwrap()).unwrap();
    let taken = last_step(&book);
    assert_eq!((taken.to, taken.forced), (Place::Exit(exit.clone()), false));

    let early = file(&[("cell", (2022, 3, 1))], "b");
    assert_eq!(stopped(&early, true), Err(Refusal::NoSuchExitHere));
    // A person who withdraws is not voted on.
    let withdrawn =
        case(&early, &rules, today()).stop(&code("withdrawn"), on(date), "xin rút", false);
    assert!(withdrawn.is_ok());
}

#[test]
fn whoever_was_a_member_waits_and_needs_the_consent_of_the_province() {
    let rules = rules();
    let mut book = before_the_cell("b", (2022, 11, 1), &rules);
    put(
        &mut book,
        &rules,
        vote("cell", "cell", (2022, 12, 5), (8, 11)),
    );
    put(&mut book, &rules, valid("6-KND", (2022, 12, 5)));
    let sentence =
        "kết nạp lại: ra khỏi Đảng ít nhất 36 tháng, ban thường vụ tỉnh ủy đồng ý bằng văn bản";
    let said = |book: &Book, left: Day, consent: Option<Day>| {
        let former = Former {
            left: on(left).into(),
            consent: consent.map(on),
        };
        let mut book = book.clone();
        let change = set_former(&book, &mau(), Some(former)).unwrap();
        book.apply(change).unwrap();
        refused(&book, &rules, (2022, 12, 6))
    };
    let agreed = Some((2022, 10, 3));
    assert_eq!(refused(&book, &rules, (2022, 12, 6)), Vec::<String>::new());
    assert_eq!(said(&book, (2019, 12, 5), agreed), Vec::<String>::new());
    assert_eq!(said(&book, (2019, 12, 6), agreed), [sentence]);
    assert_eq!(said(&book, (2015, 1, 1), None), [sentence]);
    assert_eq!(said(&book, (2015, 1, 1), Some((2022, 12, 7))), [sentence]);
    assert_eq!(
        said(&book, (2015, 1, 1), Some((2022, 12, 6))),
        Vec::<String>::new()
    );
}

#[test]
fn the_third_vote_on_recognition_that_fails_goes_up() {
    let rules = rules();
    let mut book = file(&[("recognition", (2022, 9, 1))], "b");
    let date = (2022, 11, 25);
    for form in ["10-KND", "11-KND", "12-KND", "13-KND", "15-KND", "16-KND"] {
        put(&mut book, &rules, valid(form, (2022, 11, 20)));
    }
    let failed = |month| vote("recognition", "recognition-cell", (2022, month, 5), (7, 11));
    for month in [9, 10] {
        put(&mut book, &rules, failed(month));
        let said = format!("chi bộ biểu quyết 05/{month:02}/2022 được 7/11, cần 8");
        assert_eq!(
            refused(&book, &rules, date),
            [said.as_str(), COMMITTEE, STANDING]
        );
    }
    put(&mut book, &rules, failed(11));
    assert_eq!(refused(&book, &rules, date), [COMMITTEE, STANDING]);
    for (body, votes) in [
        ("recognition-grassroots", (10, 15)),
        ("recognition-standing", (5, 9)),
    ] {
        put(
            &mut book,
            &rules,
            vote("recognition", body, (2022, 11, 20), votes),
        );
    }
    let taken = step(&mut book, &rules, date, None);
    assert_eq!(
        (taken.to, taken.forced),
        (Place::Stage(code("full")), false)
    );
    // On admission nothing goes up, however often the cell says no.
    let mut book = before_the_cell("b", (2022, 8, 1), &rules);
    put(&mut book, &rules, valid("6-KND", (2022, 11, 20)));
    for month in [8, 9, 10, 11] {
        put(
            &mut book,
            &rules,
            vote("cell", "cell", (2022, month, 5), (7, 11)),
        );
    }
    let said = ["chi bộ biểu quyết 05/11/2022 được 7/11, cần 8"];
    assert_eq!(refused(&book, &rules, date), said);
}

#[test]
fn worth_that_has_run_out_shuts_the_gate_of_the_cell() {
    let rules = rules();
    let mut book = before_the_cell("b", (2022, 11, 1), &rules);
    put(&mut book, &rules, valid("CN-NTVD", (2017, 11, 20)));
    put(&mut book, &rules, valid("2-KND", (2021, 11, 30)));
    put(&mut book, &rules, valid("6-KND", (2022, 12, 1)));
    put(
        &mut book,
        &rules,
        vote("cell", "cell", (2022, 12, 1), (8, 11)),
    );
    assert_eq!(
        refused(&book, &rules, (2022, 12, 1)),
        [
            "Giấy chứng nhận còn giá trị chỉ đến 20/11/2022: chi bộ cử đi học lại lớp bồi dưỡng nhận thức về Đảng",
            "Hồ sơ còn giá trị chỉ đến 30/11/2022: làm lại giấy giới thiệu và nghị quyết đoàn thể; \
             bổ sung ý kiến, thẩm tra"
        ]
    );
    // A paper that is not needed counts as there; one that came back does not.
    let back = |state| {
        let Item::Paper(mut row) = paper("6-KND", state, (2022, 12, 1)) else {
            unreachable!()
        };
        row.reason = Some("thiếu dấu".into());
        Item::Paper(row)
    };
    put(&mut book, &rules, Put::Over(2, back(PaperState::Returned)));
    let said = "6-KNĐ nghị quyết của chi bộ đề nghị kết nạp (trả lại để sửa)";
    assert_eq!(refused(&book, &rules, (2022, 12, 1))[0], said);
    put(&mut book, &rules, Put::Over(2, back(PaperState::NotNeeded)));
    assert_eq!(refused(&book, &rules, (2022, 12, 1)).len(), 2);
}

#[test]
fn what_is_owed_is_what_the_board_says_is_in_the_way() {
    let rules = rules();
    let book = before_the_cell("b", (2022, 11, 1), &rules);
    let date = day(2022, 11, 25);
    let case = case(&book, &rules, date);
    let held = case.blockers();
    assert_eq!(in_words(&held), of(case.owed_to(None, date)));
    assert_eq!(in_words(&held), [RESOLUTION, CELL]);
    let en = Config::load(None, Some(Lang::En)).texts;
    let said: Vec<String> = held.iter().map(|what| en.arg(what)).collect();
    assert_eq!(
        said,
        [
            "6-KNĐ resolution of the cell to propose admission",
            "cell has not voted, ≥ 8/11 needed"
        ]
    );
}
