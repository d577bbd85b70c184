//! Rows that ask, and the answers: cells, the day of joining, dates, capitals, rows taken all the same.

use super::{book, fixture, import, list_in, marks, person, ward};
use serde_json::Value;

fn codes(read: &Value) -> Vec<&str> {
    let rows = read["rows"].as_array().unwrap().iter();
    let problems = rows.flat_map(|row| row["problems"].as_array().unwrap());
    problems
        .map(|problem| problem["code"].as_str().unwrap())
        .collect()
}

#[test]
fn without_answers_a_row_stays_out_and_is_counted() {
    let place = ward(&[]);
    let read = import(&place, &fixture("05-dang-vien-du-bi.ods"), &["--yes"]);
    assert_eq!(marks(&read), ["asked", "asked"]);
    assert_eq!(read["counts"]["asked"], 2);
    assert!(codes(&read).contains(&"no-unit") && codes(&read).contains(&"which-day"));
    let people: usize = book(&place)
        .units()
        .iter()
        .map(|unit| unit.candidates.len())
        .sum();
    assert_eq!(people, 0);
    // A row without a cell cannot be accepted either.
    let read = import(
        &place,
        &fixture("05-dang-vien-du-bi.ods"),
        &["--accept", "4,5", "--yes"],
    );
    assert_eq!(marks(&read), ["asked", "asked"]);
}

#[test]
fn the_day_of_joining_is_the_decisions_or_the_ceremonys_as_it_is_answered() {
    for (answer, stage) in [("decision", "ceremony"), ("ceremony", "probation")] {
        let place = ward(&["Chi bộ Mẫu"]);
        let args = ["--unit", "Chi bộ Mẫu", "--as-day", answer, "--yes"];
        import(&place, &fixture("05-dang-vien-du-bi.ods"), &args);
        let found = person(&place, "Trần Thị Mẫu 41");
        let last = found.steps.last().unwrap();
        assert_eq!(
            format!("{:?}", last.to),
            format!("Stage({stage:?})"),
            "{answer}"
        );
        assert_eq!(last.on.to_string(), "2025-02-03");
    }
}

#[test]
fn a_row_is_accepted_with_what_was_asked_on_record() {
    let place = ward(&[]);
    let args = ["--new-units", "--accept", "2", "--yes", "--lang", "en"];
    let read = import(&place, &fixture("01-doi-tuong-dang.xlsx"), &args);
    assert_eq!(read["counts"]["new"], 4);
    assert_eq!(read["counts"]["asked"], 0);
    let found = person(&place, "Lò Văn Mẫu 1");
    // The later stage stands; the day that goes against it is told in the remark.
    let days: Vec<String> = found.steps.iter().map(|step| step.on.to_string()).collect();
    assert_eq!(days, ["2022-10-03"]);
    let said = &found.notes[0].text;
    assert!(
        said.contains("24/02/2023") && said.contains("03/10/2022"),
        "{said}"
    );
}

#[test]
fn a_cell_that_is_not_in_the_book_is_asked_chosen_or_made() {
    let list = "Họ và tên;Năm sinh;Chi bộ\nVi Văn Mẫu 71;1994;Chi bộ Lạ Mẫu\n";
    let place = ward(&["Chi bộ Mẫu"]);
    let file = list_in(&place, "a.csv", list);
    let read = import(&place, &file, &["--yes"]);
    assert_eq!(
        (marks(&read), codes(&read)),
        (vec!["asked"], vec!["unknown-unit"])
    );
    import(&place, &file, &["--new-units", "--yes"]);
    let today = super::TODAY.parse().unwrap();
    let book = book(&place);
    let unit = book.units().iter().find(|unit| !unit.candidates.is_empty());
    assert_eq!(unit.unwrap().name_on(today), "Chi bộ Lạ Mẫu");
    assert_eq!(book.units().len(), 3);
}

#[test]
fn below_a_top_that_holds_no_cells_none_is_made() {
    let place = crate::help::place::Place::empty();
    let name = [
        "init",
        "--name",
        "Đảng bộ Mẫu",
        "--kind",
        "section-committee",
    ];
    super::run(&place, &name);
    let list = "Họ và tên;Năm sinh;Chi bộ\nVi Văn Mẫu 71;1994;Chi bộ Lạ Mẫu\n";
    let read = import(
        &place,
        &list_in(&place, "a.csv", list),
        &["--new-units", "--yes"],
    );
    assert_eq!(marks(&read), ["new"], "a section committee holds cells");
    let place = crate::help::place::Place::empty();
    super::run(
        &place,
        &["init", "--name", "Chi bộ Mẫu", "--kind", "grassroots-cell"],
    );
    let read = import(
        &place,
        &list_in(&place, "a.csv", list),
        &["--new-units", "--yes"],
    );
    assert_eq!(
        (marks(&read), codes(&read)),
        (vec!["asked"], vec!["unknown-unit"])
    );
    assert_eq!(book(&place).units().len(), 1);
}

#[test]
fn months_first_and_usual_letters_are_taken_when_they_are_asked_for() {
    let list = "Họ và tên;Ngày sinh;Chi bộ\nBẾ THỊ MẪU 12;08/25/1994;Chi bộ Mẫu\n";
    let place = ward(&["Chi bộ Mẫu"]);
    let file = list_in(&place, "a.csv", list);
    let read = import(&place, &file, &["--dry-run"]);
    assert_eq!(marks(&read), ["asked"]);
    assert!(codes(&read).contains(&"american-date"));
    import(
        &place,
        &file,
        &["--dates", "mdy", "--capitals", "lower", "--yes"],
    );
    let found = person(&place, "Bế Thị Mẫu 12");
    assert_eq!(found.born.unwrap().to_string(), "1994-08-25");
}

#[test]
fn a_column_is_mapped_by_its_letter_or_its_heading() {
    let list = "Họ và tên;Năm sinh;Chi bộ;Cột lạ;Cột khác\nVi Văn Mẫu 71;1994;Chi bộ Mẫu;Bản Mẫu;thợ mộc\n";
    let place = ward(&["Chi bộ Mẫu"]);
    let file = list_in(&place, "a.csv", list);
    let args = ["--map", "D=residence", "--map", "cột khác=note", "--yes"];
    import(&place, &file, &args);
    let found = person(&place, "Vi Văn Mẫu 71");
    assert_eq!(found.residence.as_deref(), Some("Bản Mẫu"));
    assert_eq!(found.notes[0].text, "thợ mộc");
    for bad in ["Z=note", "không có=note", "D=nothing.there"] {
        let file = file.to_str().unwrap();
        let (code, said) = place.fails(&["import", file, "--map", bad, "--today", super::TODAY]);
        assert_eq!(code, 3, "{said}");
    }
}

#[test]
fn twins_of_a_list_are_asked_both_and_taken_when_they_are_two() {
    let list =
        "Họ và tên;Năm sinh;Chi bộ\nVi Văn Mẫu 71;1994;Chi bộ Mẫu\nVi Văn Mẫu 71;1994;Chi bộ Mẫu\n";
    let place = ward(&["Chi bộ Mẫu"]);
    let file = list_in(&place, "a.csv", list);
    let read = import(&place, &file, &["--yes"]);
    assert_eq!(marks(&read), ["asked", "asked"]);
    import(&place, &file, &["--accept", "2,3", "--yes"]);
    let people: usize = book(&place)
        .units()
        .iter()
        .map(|unit| unit.candidates.len())
        .sum();
    assert_eq!(people, 2);
}

#[test]
fn of_two_numbers_for_the_same_only_one_is_taken_whatever_is_accepted() {
    let list =
        "Chi bộ;Chỉ tiêu;Số đảng viên\nChi bộ Mẫu A;2;9\nChi bộ Mẫu A;5;9\nChi bộ Mẫu B;1;9\n";
    let place = ward(&[]);
    let file = list_in(&place, "a.csv", list);
    let common = [
        "--as",
        "quota",
        "--track",
        "CT",
        "--year",
        "2026",
        "--new-units",
        "--yes",
    ];
    let read = import(&place, &file, &[&common[..], &["--accept", "2,3"]].concat());
    assert_eq!(marks(&read), ["new", "asked", "new"], "{read:#}");
    let book = book(&place);
    let quotas = book.units().iter().flat_map(|unit| &unit.quotas);
    let mut targets: Vec<u32> = quotas.map(|row| row.target).collect();
    targets.sort_unstable();
    assert_eq!(targets, [1, 2]);
}

#[test]
fn what_was_settled_is_not_told_as_left_out() {
    let place = ward(&["Chi bộ Mẫu"]);
    let head = "Họ và tên;Năm sinh;Chi bộ;Dân tộc\n";
    let row = |name: &str, people: &str| format!("{name};1994;Chi bộ Mẫu;{people}\n");
    let first = format!("{head}{}", row("Vi Văn Mẫu 71", "Tày"));
    import(&place, &list_in(&place, "a.csv", &first), &["--yes"]);
    let rows = row("Vi Văn Mẫu 71", "Nùng") + &row("Hà Văn Mẫu 72", "Dao");
    let other = list_in(&place, "b.csv", &format!("{head}{rows}"));
    let said = |args: &[&str]| {
        let list = [
            "import",
            other.to_str().unwrap(),
            "--lang",
            "en",
            "--today",
            super::TODAY,
        ];
        let output = place.run(&[&list, args].concat());
        String::from_utf8(output.stderr).unwrap()
    };
    let settled = said(&["--take", "book", "--yes"]);
    assert!(
        settled.contains("1 rows taken over") && !settled.contains("Left out"),
        "{settled}"
    );
    assert_eq!(
        person(&place, "Vi Văn Mẫu 71").ethnicity.as_deref(),
        Some("Tày")
    );
}
