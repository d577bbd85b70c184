//! The routes from the cell to the decision: which steps each one has, and what they owe.

use crate::agenda::{Days, person, rules, unit};
use crate::desk::Desk;
use crate::gates::table::{Put, valid, vote};
use crate::gates::{Day, case, file, in_words, mau, on, put, refused, step, today};
use crate::world::{code, day, header, unit_id};
use ketnap::app::Overlay;
use ketnap::model::{Book, Chain, Dated, Place, Refusal, Route, ScalarField};
use ketnap::rules::{Known, Rules, StepTo, passage, set_route};
use ketnap::text::Lang;

pub(crate) const RESOLUTION: &str = "6-KNĐ nghị quyết của chi bộ đề nghị kết nạp";
pub(crate) const CELL: &str = "chi bộ chưa biểu quyết, cần ≥ 8/11";
pub(crate) const COMMITTEE: &str = "đảng ủy cơ sở chưa biểu quyết";
pub(crate) const STANDING: &str = "ban thường vụ chưa biểu quyết";
const COMMITTEE_RESOLUTION: &str = "8-KNĐ nghị quyết của đảng ủy cơ sở đề nghị kết nạp";
const DECISION: &str = "9-KNĐ quyết định kết nạp đảng viên";
const RECOGNITION_PAPERS: [&str; 4] = [
    "10-KNĐ bản tự kiểm điểm",
    "11-KNĐ bản nhận xét đảng viên dự bị của đảng viên giúp đỡ",
    "12-KNĐ tổng hợp ý kiến nhận xét đảng viên dự bị",
    "13-KNĐ nghị quyết của chi bộ đề nghị công nhận đảng viên chính thức",
];
const RECOGNITION_DECISION: &str = "16-KNĐ quyết định công nhận đảng viên chính thức";

/// What recognition owes, with what the route adds between the cell's papers and the decision.
fn recognition(between: &[&'static str], votes: &[&'static str]) -> Vec<&'static str> {
    let papers = [&RECOGNITION_PAPERS[..], between, &[RECOGNITION_DECISION]].concat();
    [&papers[..], votes].concat()
}

fn chain(book: &Book, rules: &Rules, date: Day) -> (Chain, bool) {
    let (unit, _) = book.candidate(&mau()).unwrap();
    let passage = passage(Known::new(book, rules, on(date)), unit, on(date));
    (passage.chain, passage.section)
}

/// A file of a sound person in front of the cell.
pub(crate) fn before_the_cell(cell: &str, since: Day, rules: &Rules) -> Book {
    let mut book = file(&[("cell", since)], cell);
    put(&mut book, rules, Put::Typed(ScalarField::Born, "2/9/1995"));
    put(
        &mut book,
        rules,
        Put::Typed(ScalarField::Schooling, "12/12"),
    );
    book
}

/// The cell votes, and the file goes on.
fn through_the_cell(book: &mut Book, rules: &Rules, date: Day) -> Place {
    assert_eq!(refused(book, rules, date), [RESOLUTION, CELL]);
    put(book, rules, vote("cell", "cell", date, (8, 11)));
    put(book, rules, valid("6-KND", date));
    let taken = step(book, rules, date, None);
    assert!(!taken.forced);
    taken.to
}

fn to(stage: &str) -> Place {
    Place::Stage(code(stage))
}

/// Who acts now, and what is to be done, as the line above the footer says it.
fn next(book: &Book, rules: &Rules, date: Day) -> String {
    let message = case(book, rules, on(date)).next();
    in_words(&[message.into()]).remove(0)
}

#[test]
fn a_cell_directly_below_a_ward_goes_straight_up_under_294() {
    let rules = rules();
    let mut book = before_the_cell("a", (2025, 7, 20), &rules);
    assert_eq!(chain(&book, &rules, (2025, 8, 15)), (Chain::Direct, false));
    let grassroots = code("grassroots");
    let off = case(&book, &rules, today()).advance(StepTo {
        to: Some(&grassroots),
        on: day(2025, 8, 15),
        why: Some("cứ đi"),
    });
    let Err(Refusal::Unknown { given, known }) = off else {
        panic!("{off:?}")
    };
    assert_eq!(given, "grassroots");
    assert!(known.contains("cell, decision") && !known.contains("grassroots"));
    assert_eq!(
        through_the_cell(&mut book, &rules, (2025, 8, 15)),
        to("decision")
    );
    assert_eq!(refused(&book, &rules, (2025, 9, 5)), [DECISION, STANDING]);
    // The same cell before: nothing was said of wards.
    let mut book = before_the_cell("a", (2022, 11, 1), &rules);
    assert_eq!(
        through_the_cell(&mut book, &rules, (2022, 11, 20)),
        to("grassroots")
    );
    let book = file(&[("recognition", (2025, 8, 1))], "a");
    assert_eq!(
        refused(&book, &rules, (2025, 8, 20)),
        recognition(&[], &[CELL, STANDING])
    );
}

#[test]
fn the_ward_is_the_grassroots_body_under_208() {
    let rules = rules();
    let mut book = before_the_cell("a", (2026, 7, 28), &rules);
    assert_eq!(
        chain(&book, &rules, (2026, 8, 14)),
        (Chain::WardBase, false)
    );
    assert_eq!(
        through_the_cell(&mut book, &rules, (2026, 8, 14)),
        to("decision")
    );
    let line = next(&book, &rules, (2026, 8, 15));
    assert!(line.contains("ban thường vụ đảng ủy phường, xã"), "{line}");
    assert_eq!(refused(&book, &rules, (2026, 9, 7)), [DECISION, STANDING]);
    put(
        &mut book,
        &rules,
        vote("decision", "standing", (2026, 9, 7), (5, 9)),
    );
    put(&mut book, &rules, valid("9-KND", (2026, 9, 7)));
    assert!(!step(&mut book, &rules, (2026, 9, 7), None).forced);
    // The clock runs from the day the decision was issued: when it was received is not asked.
    assert_eq!(refused(&book, &rules, (2026, 9, 20)), Vec::<String>::new());
    let book = file(&[("recognition", (2026, 8, 3))], "a");
    assert_eq!(
        refused(&book, &rules, (2026, 8, 20)),
        recognition(&[], &[CELL, STANDING])
    );
}

#[test]
fn a_committee_with_delegated_power_decides_itself() {
    let rules = rules();
    let mut book = before_the_cell("b", (2022, 11, 1), &rules);
    let row = Dated {
        from: Some(day(2022, 1, 1)),
        value: Route {
            chain: Chain::Delegated,
            section: None,
        },
    };
    let change = set_route(&book, &unit_id("co-so"), None, Some(row)).unwrap();
    book.apply(change).unwrap();
    assert_eq!(chain(&book, &rules, (2021, 12, 31)).0, Chain::Grassroots);
    assert_eq!(chain(&book, &rules, (2022, 11, 20)).0, Chain::Delegated);
    assert_eq!(
        through_the_cell(&mut book, &rules, (2022, 11, 20)),
        to("grassroots")
    );
    let owes = [COMMITTEE_RESOLUTION, COMMITTEE];
    assert_eq!(refused(&book, &rules, (2022, 12, 5)), owes);
    put(
        &mut book,
        &rules,
        vote("grassroots", "grassroots", (2022, 12, 5), (10, 15)),
    );
    put(&mut book, &rules, valid("8-KND", (2022, 12, 5)));
    assert!(!step(&mut book, &rules, (2022, 12, 5), None).forced);
    let line = next(&book, &rules, (2022, 12, 6));
    assert!(line.contains("đảng ủy cơ sở được ủy quyền"), "{line}");
    assert_eq!(refused(&book, &rules, (2022, 12, 12)), [DECISION]);
    put(&mut book, &rules, valid("9-KND", (2022, 12, 12)));
    assert!(!step(&mut book, &rules, (2022, 12, 12), None).forced);
}

#[test]
fn recognition_by_a_delegated_committee_needs_no_standing_committee() {
    let rules = rules();
    let mut book = file(&[("recognition", (2022, 11, 1))], "b");
    let row = Dated {
        from: None,
        value: Route {
            chain: Chain::Delegated,
            section: None,
        },
    };
    let change = set_route(&book, &unit_id("co-so"), None, Some(row)).unwrap();
    book.apply(change).unwrap();
    let resolution = "15-KNĐ nghị quyết của đảng ủy cơ sở đề nghị công nhận đảng viên chính thức";
    let owes = recognition(&[resolution], &[CELL, COMMITTEE]);
    assert_eq!(refused(&book, &rules, (2022, 12, 1)), owes);
}

/// A cell below a section committee of a grassroots committee.
fn below_a_section(way: Days<'_>) -> Book {
    let mut cell = unit("b", "cell", Some("bo-phan"));
    cell.candidates = vec![person(1, way)];
    let units = vec![
        unit("goc", "city", None),
        unit("co-so", "grassroots-committee", Some("goc")),
        unit("bo-phan", "section-committee", Some("co-so")),
        cell,
    ];
    Book::new(header(), units, Vec::new())
}

#[test]
fn a_section_committee_reports_twice() {
    let rules = rules();
    let mut book = below_a_section(&[("grassroots", (2022, 11, 1))]);
    assert_eq!(
        chain(&book, &rules, (2022, 12, 1)),
        (Chain::Grassroots, true)
    );
    let report = "7-KNĐ báo cáo thẩm định của đảng ủy bộ phận về việc kết nạp";
    let owes = [report, COMMITTEE_RESOLUTION, COMMITTEE];
    assert_eq!(refused(&book, &rules, (2022, 12, 1)), owes);
    put(&mut book, &rules, valid("7-KND", (2022, 11, 20)));
    assert_eq!(refused(&book, &rules, (2022, 12, 1)), owes[1..]);
    let book = below_a_section(&[("recognition", (2022, 11, 1))]);
    let between = [
        "14-KNĐ báo cáo thẩm định của đảng ủy bộ phận về việc công nhận đảng viên chính thức",
        "15-KNĐ nghị quyết của đảng ủy cơ sở đề nghị công nhận đảng viên chính thức",
    ];
    let votes = ["chi bộ chưa biểu quyết", COMMITTEE, STANDING];
    // Its members are not counted here, so no number is said.
    let missing = refused(&book, &rules, (2022, 12, 1));
    assert_eq!(missing[..7], recognition(&between, &[]));
    assert_eq!(missing[7].as_str(), votes[0]);
    assert_eq!(missing[8..], votes[1..]);
}

#[test]
fn the_way_out_of_a_cell_without_a_grassroots_step_owes_no_vote_there() {
    let rules = rules();
    let book = file(&[("probation", (2025, 3, 1))], "a");
    let exit = code("struck-off");
    let refusal = case(&book, &rules, today()).stop(&exit, day(2025, 9, 1), "vi phạm", false);
    let Err(Refusal::Missing(missing)) = refusal else {
        panic!()
    };
    assert_eq!(in_words(&missing), [CELL, STANDING]);
}

#[test]
fn the_stages_to_choose_from_are_those_of_the_route() {
    let rules = rules();
    let offered = |chain: Chain, stage: &str| {
        let mut book = file(&[(stage, (2022, 11, 1))], "a");
        let row = Dated {
            from: None,
            value: Route {
                chain,
                section: None,
            },
        };
        let change = set_route(&book, &unit_id("a"), None, Some(row)).unwrap();
        book.apply(change).unwrap();
        let mut desk = Desk::with(book, Lang::Vi);
        desk.press("Tab m");
        let Some(Overlay::Pick(picker)) = desk.app.overlays.last() else {
            panic!()
        };
        let codes = picker
            .items
            .iter()
            .filter_map(|item| item.offers.row().cloned());
        codes.collect::<Vec<_>>()
    };
    let all: Vec<_> = rules
        .procedure
        .stages
        .iter()
        .map(|s| s.id.clone())
        .collect();
    let skipping: Vec<_> = all
        .iter()
        .filter(|id| **id != code("grassroots"))
        .cloned()
        .collect();
    assert_eq!(offered(Chain::Grassroots, "cell"), all);
    assert_eq!(offered(Chain::Direct, "cell"), skipping);
    // Back to where a file has been leads every way.
    assert_eq!(offered(Chain::Direct, "decision"), all);
}
