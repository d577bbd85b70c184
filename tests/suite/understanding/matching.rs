//! Who of a list is in the book, who is somebody twice, and where file and book differ.

use super::grids::one;
use super::{book_with, read_in};
use crate::world::{code, day, person_id, unit_id};
use ketnap::exchange::incoming::{Mark, Options, Reading};
use ketnap::model::{
    Book, Candidate, Change, Guide, GuideKind, Paper, PaperState, PartialDay, Place, Sex, Step,
};

const LIST: &str = "
    STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|Đảng viên giúp đỡ|Ngày cấp GCN|Chi bộ
    #1|Lê Thị Mẫu|13/2/1990|Nữ|||13/10/2022|Chi bộ Mẫu
    ";

fn read(book: &Book, text: &str) -> Reading {
    read_in(book, &one(text), &Options::default()).unwrap()
}

fn book_of(people: &[(&str, Candidate)]) -> Book {
    let mut book = book_with(&[("cb", "Chi bộ Mẫu"), ("hai", "Chi bộ Hai")]);
    for (cell, person) in people {
        let add = Change::AddCandidate(unit_id(cell), Box::new(person.clone()));
        book.apply(add).unwrap();
    }
    book
}

/// The person of [`LIST`] as the book has them once the list is in.
fn taken() -> Candidate {
    let mut person = Candidate::new(
        person_id("p1"),
        "Lê Thị Mẫu".into(),
        code("source"),
        day(2022, 1, 5),
    );
    person.born = Some(PartialDay::from(day(1990, 2, 13)));
    person.sex = Some(Sex::Female);
    let mut paper = Paper::new(code("CN-NTVD"), PaperState::Valid);
    paper.on = Some(PartialDay::from(day(2022, 10, 13)));
    person.papers.push(paper);
    let to = Place::Stage(code("dossier"));
    person.steps = vec![Step::plain(day(2022, 10, 13), to)];
    person
}

fn said(reading: &Reading) -> (Mark, Vec<String>) {
    let row = &reading.rows[0];
    let problems = row.problems.iter();
    let told = problems.map(|problem| format!("{} {}", problem.cell, problem.code.word()));
    (row.mark, told.collect())
}

fn told(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

#[test]
fn what_the_book_holds_is_the_same() {
    let reading = read(&book_of(&[("cb", taken())]), LIST);
    assert_eq!(said(&reading), (Mark::Same, Vec::new()));
    assert_eq!(said(&read(&book_of(&[]), LIST)), (Mark::New, Vec::new()));
}

#[test]
fn what_the_book_lacks_is_filled() {
    let mut person = taken();
    person.sex = None;
    let reading = read(&book_of(&[("cb", person)]), LIST);
    assert_eq!(said(&reading), (Mark::Filled, Vec::new()));
}

#[test]
fn what_the_book_says_otherwise_is_a_conflict() {
    let mut person = taken();
    person.papers[0].on = Some(PartialDay::from(day(2022, 10, 14)));
    let book = book_of(&[("cb", person)]);
    assert_eq!(
        said(&read(&book, LIST)),
        (Mark::Conflict, told(&["G2 differs"]))
    );
    let mut person = taken();
    person.helpers = vec![Guide::new("Trần Mẫu".into(), GuideKind::Member)];
    let list = LIST.replace("Nữ|||", "Nữ||Lý Mẫu|");
    let book = book_of(&[("cb", person)]);
    assert_eq!(
        said(&read(&book, &list)),
        (Mark::Conflict, told(&["F2 differs"]))
    );
}

#[test]
fn a_birth_of_which_the_book_knows_more_is_no_conflict() {
    let list = LIST.replace("13/2/1990", "1990");
    let reading = read(&book_of(&[("cb", taken())]), &list);
    assert_eq!(said(&reading), (Mark::Same, Vec::new()));
}

#[test]
fn who_may_be_of_the_book_is_asked() {
    // In another cell: neither moved nor doubled.
    let reading = read(&book_of(&[("hai", taken())]), LIST);
    assert_eq!(said(&reading), (Mark::Asked, told(&["B2 possible-twin"])));
    // The same name in the same cell, another birth.
    let mut person = taken();
    person.born = Some(PartialDay::from(day(1991, 2, 13)));
    let reading = read(&book_of(&[("cb", person.clone())]), LIST);
    assert_eq!(said(&reading), (Mark::Asked, told(&["B2 possible-twin"])));
    // The same name and another birth in another cell is somebody else.
    let reading = read(&book_of(&[("hai", person)]), LIST);
    assert_eq!(said(&reading), (Mark::New, Vec::new()));
}

#[test]
fn a_number_tells_who_it_is_whatever_the_name() {
    let list = LIST.replace("Nữ||", "Nữ|001190000123|");
    let mut person = taken();
    person.name = "Lê Thị Mẫu Khác".into();
    person.id_number = Some("001190000123".into());
    let reading = read(&book_of(&[("cb", person)]), &list);
    assert_eq!(said(&reading), (Mark::Conflict, told(&["B2 differs"])));
    // Two numbers, two people.
    let mut person = taken();
    person.id_number = Some("001190000999".into());
    let reading = read(&book_of(&[("hai", person)]), &list);
    assert_eq!(said(&reading), (Mark::New, Vec::new()));
}

#[test]
fn twins_of_a_file_are_both_asked() {
    let list = format!(
        "{}\n#2|LÊ THỊ MẪU|1990|Nữ|||13/10/2022|Chi bộ Hai",
        LIST.trim()
    );
    let reading = read(&book_of(&[]), &list);
    assert_eq!(reading.count(Mark::Asked), 2);
    let apart = list.replace("|1990|", "|1989|");
    assert_eq!(read(&book_of(&[]), &apart).count(Mark::New), 2);
}
