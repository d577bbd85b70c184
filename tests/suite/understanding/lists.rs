//! Lists of people: what columns are known, how values are read, what is told and what is asked.

use super::grids::{grid, merged, one, sheet};
use super::{book_with, json, read_in};
use crate::world::unit_id;
use ketnap::exchange::incoming::grid::Grid;
use ketnap::exchange::incoming::{
    AsDay, Capitals, DayOrder, Given, Issue, Mark, NoList, Options, Person, Reading, Row, What,
};

/// Reads a list with cells made as they are named.
fn made(grid: &Grid) -> Reading {
    let options = Options {
        new_units: true,
        ..Options::default()
    };
    read_in(&book_with(&[]), grid, &options).unwrap()
}

fn row(reading: &Reading, number: u32) -> &Row {
    let mut rows = reading.rows.iter();
    rows.find(|row| row.row == number).unwrap()
}

fn person(reading: &Reading, number: u32) -> &Person {
    match &row(reading, number).what {
        What::Person(person) => person,
        other => panic!("{other:?}"),
    }
}

/// A value of a row, empty where it gives none.
fn value(reading: &Reading, number: u32, key: &str) -> String {
    let given = person(reading, number).fields.get(key);
    given.map(Given::to_string).unwrap_or_default()
}

/// What is told and asked of a row, as `F12 code`, in order.
fn told(reading: &Reading, number: u32) -> Vec<String> {
    let problems = row(reading, number).problems.iter();
    let mut told: Vec<String> = problems
        .map(|problem| format!("{} {}", problem.cell, problem.code.word()))
        .collect();
    told.sort();
    told
}

/// The columns as `heading = field`.
fn columns(reading: &Reading) -> Vec<String> {
    let columns = reading
        .tables
        .iter()
        .flat_map(ketnap::exchange::incoming::Table::filling);
    columns
        .map(|column| format!("{} = {}", column.heading, column.field))
        .collect()
}

#[test]
fn two_header_rows_and_a_whole_way_in_one_row() {
    let mut list = sheet(
        "Sheet1",
        "
        TT|Họ và tên|Năm sinh||GCN số, ngày|Đơn|Thẩm tra|||Họp chi bộ|Số NQ|Ngày trình|Số, ngày QĐ|Ngày kết nạp|Chi bộ
        ||Nam|Nữ|||Nơi|Gửi|Trả lời
        #1|Trần Thị Mẫu||05/1998|280/CN, 13/10/2022|x|Xã Mẫu|13/2/2026|14/3/2026|13/7/2026 (14/15)|12-NQ/CB|20/7/2026|15-QĐ/ĐU ngày 21/8/2026|@2026-09-02|TDP 1
        ",
    );
    list.merged = vec![merged((1, 1), (2, 3)), merged((1, 1), (6, 8))];
    let reading = made(&grid(vec![list]));
    assert_eq!(reading.tables[0].header_rows, [1, 2]);
    let held = |key: &str| value(&reading, 3, key);
    assert_eq!((held("born"), held("sex")), ("1998-05".into(), "nữ".into()));
    for (key, right) in [
        ("paper.CN-NTVD.number", "280/CN"),
        ("steps.dossier", "2022-10-13"),
        ("paper.1-KND", "có"),
        ("letter.place", "Xã Mẫu"),
        ("letter.answered", "2026-03-14"),
        ("vote.cell.agree", "14"),
        ("vote.cell.n", "15"),
        ("steps.grassroots", "2026-07-13"),
        ("paper.6-KND.number", "12-NQ/CB"),
        ("paper.8-KND.on", "2026-07-20"),
        ("steps.decision", "2026-07-20"),
        ("paper.9-KND.number", "15-QĐ/ĐU"),
        ("steps.ceremony", "2026-08-21"),
        ("steps.probation", "2026-09-02"),
    ] {
        assert_eq!(held(key), right, "{key}");
    }
    assert_eq!(told(&reading, 3), [""; 0]);
    assert_eq!(row(&reading, 3).mark, Mark::New);
}

#[test]
fn what_is_not_said_stays_unknown() {
    let reading = made(&one("
        STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|Đoàn viên|Chi bộ
        #1|Lê Mẫu|||||Chi bộ Mẫu
        #2|Lê Mẫu Hai|-|…||x|Chi bộ Mẫu
        "));
    let keys = |number: u32| {
        person(&reading, number)
            .fields
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(2), [""; 0]);
    assert_eq!(keys(3), ["youth_union"]);
    assert_eq!(told(&reading, 2), ["C2 no-birth"]);
    assert_eq!(row(&reading, 2).mark, Mark::New);
}

#[test]
fn a_substring_is_no_heading() {
    let reading = made(&one("
        STT|Họ và tên|Năm sinh|Tên chi bộ|Họ tên bố|Năm sinh bố|Năm|Tên lạ
        #1|Lê Mẫu|1990|Chi bộ Mẫu|Lê Cha|1960|2025|?
        "));
    assert_eq!(
        columns(&reading),
        ["Họ và tên = name", "Năm sinh = born", "Tên chi bộ = unit"]
    );
    assert_eq!(
        reading.tables[0].left_out(),
        ["STT", "Họ tên bố", "Năm sinh bố", "Năm", "Tên lạ"]
    );
    assert_eq!(value(&reading, 2, "born"), "1990");
}

#[test]
fn the_order_of_day_and_month_is_the_columns() {
    let text = "
        STT|Họ và tên|Ngày sinh|Chi bộ
        #1|Lê Mẫu A|1/2/1990|Chi bộ Mẫu
        #2|Lê Mẫu B|12/31/1990|Chi bộ Mẫu
        ";
    let reading = made(&one(text));
    assert_eq!(value(&reading, 2, "born"), "1990-02-01");
    assert_eq!(told(&reading, 2), ["C2 ambiguous-day"]);
    // Never turned round by itself.
    assert_eq!(value(&reading, 3, "born"), "");
    assert_eq!(told(&reading, 3), ["C3 american-date"]);
    assert_eq!(row(&reading, 3).mark, Mark::Asked);
    let options = Options {
        new_units: true,
        dates: Some(DayOrder::MonthFirst),
        ..Options::default()
    };
    let reading = read_in(&book_with(&[]), &one(text), &options).unwrap();
    assert_eq!(value(&reading, 2, "born"), "1990-01-02");
    assert_eq!(value(&reading, 3, "born"), "1990-12-31");
    assert_eq!(told(&reading, 3), [""; 0]);
    // One day above twelve proves the column.
    let reading = made(&one(&text.replace("12/31/1990", "31/12/1990")));
    assert_eq!(told(&reading, 2), [""; 0]);
}

#[test]
fn a_day_in_every_form() {
    let forms = [
        ("03.02.97", "1997-02-03"),
        ("3-2-1997", "1997-02-03"),
        ("5/1998", "1998-05"),
        ("1998", "1998"),
        ("#1998", "1998"),
        ("#35828", "1998-02-02"),
        ("@1998-02-02", "1998-02-02"),
        ("1998-02-02", "1998-02-02"),
        ("ngày 2 tháng 2 năm 1998", "1998-02-02"),
        ("'02/02/1998", "1998-02-02"),
        ("=\"02/02/1998\"", "1998-02-02"),
    ];
    for (form, right) in forms {
        let text = format!("Họ và tên|Ngày sinh|Chi bộ\nLê Mẫu|{form}|Chi bộ Mẫu");
        assert_eq!(value(&made(&one(&text)), 2, "born"), right, "{form}");
    }
    for form in ["31/2/1990", "abc", "!REF", "1/2/2099"] {
        let text = format!("Họ và tên|Ngày sinh|Chi bộ\nLê Mẫu|{form}|Chi bộ Mẫu");
        let reading = made(&one(&text));
        assert_eq!(value(&reading, 2, "born"), "", "{form}");
        assert_eq!(row(&reading, 2).mark, Mark::Asked, "{form}");
    }
}

#[test]
fn a_step_needs_a_whole_day() {
    let reading = made(&one("
        Họ và tên|Ngày sinh|Chi bộ|Ngày cấp GCN
        Lê Mẫu|1990|Chi bộ Mẫu|10/2022
        "));
    assert_eq!(value(&reading, 2, "paper.CN-NTVD.on"), "2022-10");
    assert_eq!(value(&reading, 2, "steps.dossier"), "");
    assert_eq!(told(&reading, 2), ["D2 step-needs-day"]);
}

#[test]
fn joining_the_party_is_asked_which_day_it_is() {
    let text = "Họ và tên|Ngày sinh|Chi bộ|Ngày vào Đảng\nLê Mẫu|1990|Chi bộ Mẫu|13/2/2025";
    let reading = made(&one(text));
    assert_eq!(told(&reading, 2), ["D2 which-day"]);
    let with = |as_day: AsDay| {
        let options = Options {
            new_units: true,
            as_day: Some(as_day),
            ..Options::default()
        };
        let reading = read_in(&book_with(&[]), &one(text), &options).unwrap();
        let day = |key: &str| value(&reading, 2, key);
        (
            day("paper.9-KND.on"),
            day("steps.ceremony"),
            day("steps.probation"),
        )
    };
    let (on, none) = ("2025-02-13".to_owned(), String::new());
    assert_eq!(
        with(AsDay::Decision),
        (on.clone(), on.clone(), none.clone())
    );
    assert_eq!(with(AsDay::Ceremony), (none.clone(), none, on));
}

#[test]
fn a_number_that_lost_its_zeros_is_asked() {
    let reading = made(&one("
        Họ và tên|Ngày sinh|Giới tính|Số CCCD|SĐT|Chi bộ
        Lê Mẫu|1997|Nữ|#1197000123|#912345678|Chi bộ Mẫu
        Lê Mẫu Hai|1997|Nam|#1197000124|0912 345 679|Chi bộ Mẫu
        "));
    assert_eq!(told(&reading, 2), ["D2 short-id", "E2 short-phone"]);
    assert_eq!(value(&reading, 2, "id_number"), "");
    assert_eq!(value(&reading, 2, "phone"), "912345678");
    assert_eq!(value(&reading, 3, "phone"), "0912345679");
    let said = json(&reading, "f");
    let said = |row: usize| said["rows"][row]["problems"].to_string();
    // Offered only where century, sex and year agree then.
    assert!(said(0).contains("001197000123"), "{}", said(0));
    assert!(!said(1).contains("001197000124"), "{}", said(1));
}

#[test]
fn the_cell_is_the_rows_then_the_sections_then_the_titles() {
    let reading = made(&one("
        DANH SÁCH CẢM TÌNH ĐẢNG CHI BỘ MẪU 1
        STT|Họ và tên|Năm sinh|Chi bộ
        #1|Lê Mẫu A|1990|
        I|Chi bộ Mẫu 2 (2 người)
        #1|Lê Mẫu B|1991|
        #2|Lê Mẫu C|1992|Chi bộ Mẫu 3
        Cộng nhóm I||2
        II. Chi bộ Mẫu 4
        #1|Lê Mẫu D|1993|\"
        #2|Lê Mẫu E|1994|nt

        Tổng cộng: 05 người
        - Lê Mẫu Z đã chuyển đi
        |||Mẫu, ngày 5 tháng 1 năm 2026
        |||BÍ THƯ

        |||Lê Mẫu Bí Thư
        "));
    let unit = |number: u32| row(&reading, number).unit.clone().unwrap();
    assert_eq!(unit(3), "CHI BỘ MẪU 1");
    assert_eq!(unit(5), "Chi bộ Mẫu 2");
    assert_eq!(unit(6), "Chi bộ Mẫu 3");
    assert_eq!(told(&reading, 7), ["A7 total"]);
    let codes: Vec<&str> = [4, 7, 8, 12, 13, 14, 15, 17]
        .map(|number| row(&reading, number).problems[0].code.word())
        .to_vec();
    assert_eq!(
        codes,
        [
            "section",
            "total",
            "section",
            "total",
            "note",
            "signature",
            "signature",
            "signature"
        ]
    );
    // A total that agrees is told as a total and nothing more.
    assert_eq!(told(&reading, 12).len(), 1);
}

#[test]
fn a_cell_that_is_not_named_is_asked() {
    let list = sheet(
        "Chi bộ Mẫu",
        "STT|Họ và tên|Năm sinh|Dân tộc\n#1|Lê Mẫu|1990|Kinh",
    );
    let book = book_with(&[("cb", "Chi bộ Mẫu")]);
    let reading = read_in(&book, &grid(vec![list.clone()]), &Options::default()).unwrap();
    assert_eq!(told(&reading, 2), ["B2 no-unit"]);
    // The sheet's name fits a cell: offered, not taken.
    let problem = &row(&reading, 2).problems[0];
    assert_eq!(problem.code, Issue::NoUnit);
    assert!(
        json(&reading, "f")["rows"][0]["problems"][0]
            .to_string()
            .contains("Chi bộ Mẫu")
    );
    let options = Options {
        unit: Some(unit_id("cb")),
        ..Options::default()
    };
    let reading = read_in(&book, &grid(vec![list]), &options).unwrap();
    assert_eq!(row(&reading, 2).mark, Mark::New);
}

#[test]
fn several_tables_of_a_sheet_lose_no_row() {
    let reading = made(&one("
        DANH SÁCH CHI BỘ MẪU 1
        STT|Họ và tên|Ngày sinh|Dân tộc
        #1|Lê Mẫu A|13/2/1990|Kinh
        Cộng: 3 người

        DANH SÁCH CHI BỘ MẪU 2
        STT|Họ và tên|Ngày sinh|Dân tộc
        #1|Lê Mẫu B|13/2/1991|Kinh
        "));
    assert_eq!(reading.tables.len(), 2);
    assert_eq!(told(&reading, 4), ["A4 sum-differs", "A4 total"]);
    assert_eq!(row(&reading, 8).unit.as_deref(), Some("CHI BỘ MẪU 2"));
    assert_eq!(reading.rows.len(), 3);
}

#[test]
fn what_the_user_says_of_a_column_holds() {
    let text = "STT|Họ và tên|Ngày sinh|Mục lạ|Chi bộ\n#1|LÊ MẪU|13/2/1990|Kinh|Chi bộ Mẫu";
    let with = |map: &[(&str, &[&str])]| {
        let map = map.iter().map(|(called, fields)| {
            let fields = fields.iter().map(|field| (*field).to_owned());
            ((*called).to_owned(), fields.collect())
        });
        let options = Options {
            new_units: true,
            capitals: Capitals::Lower,
            map: map.collect(),
            ..Options::default()
        };
        read_in(&book_with(&[]), &one(text), &options)
    };
    let reading = with(&[("mục LẠ", &["ethnicity"]), ("C", &[])]).unwrap();
    assert_eq!(value(&reading, 2, "ethnicity"), "Kinh");
    assert_eq!(value(&reading, 2, "born"), "");
    assert_eq!(person(&reading, 2).name, "Lê Mẫu");
    let refused = with(&[("Mục lạ", &["hats"])]).unwrap_err();
    assert!(matches!(refused, NoList::NoField { .. }), "{refused:?}");
    let refused = with(&[("Mục khác", &["note"])]).unwrap_err();
    assert_eq!(refused, NoList::NoColumn("Mục khác".to_owned()));
}

#[test]
fn headings_in_english_are_known() {
    let reading = made(&one(
        "
        No|Full name|Date of birth|Gender|Ethnicity|Party cell|Certificate date|Certificate number|Note
        #1|Vũ Thị Mẫu|@2000-02-29|female|Kinh|Cell 1|@2024-05-06|12/CN|ok
        ",
    ));
    assert_eq!(reading.tables[0].left_out(), ["No"]);
    assert_eq!(value(&reading, 2, "sex"), "nữ");
    assert_eq!(value(&reading, 2, "steps.dossier"), "2024-05-06");
}

#[test]
fn the_name_of_a_cell_in_a_title_ends_before_what_follows() {
    for (title, right) in [
        (
            "DANH SÁCH CỦA CHI BỘ THÔN NAM THẮNG NĂM 2026",
            "CHI BỘ THÔN NAM THẮNG",
        ),
        (
            "Danh sách chi bộ Trường Mẫu (tính đến 1/5/2026)",
            "chi bộ Trường Mẫu",
        ),
        ("Chi bộ Mẫu, quý II", "Chi bộ Mẫu"),
    ] {
        let text = format!("{title}\n\nSTT|Họ và tên|Năm sinh\n#1|Lê Mẫu|1990");
        assert_eq!(
            row(&made(&one(&text)), 4).unit.as_deref(),
            Some(right),
            "{title}"
        );
    }
    // Lines that name no cell, or two.
    for title in [
        "DANH SÁCH CÁC CHI BỘ TRỰC THUỘC",
        "Chi bộ Mẫu 1\nChi bộ Mẫu 2",
    ] {
        let text = format!("{title}\nSTT|Họ và tên|Năm sinh\n#1|Lê Mẫu|1990");
        let reading = made(&one(&text));
        assert_eq!(reading.count(Mark::Asked), 1, "{title}");
    }
}

#[test]
fn names_and_helpers_of_several_columns_and_words() {
    let reading = made(&one("
        STT|Họ đệm|Tên|Năm sinh|Chi bộ|Người giúp đỡ|Đảng viên hướng dẫn
        #1|Lê Thị Mẫu|Năm|1990|Chi bộ Mẫu|Lò Thị Và và Trần Mẫu (CT), Lý Mẫu|
        "));
    assert_eq!(person(&reading, 2).name, "Lê Thị Mẫu Năm");
    assert_eq!(
        value(&reading, 2, "helper.name"),
        "Lò Thị Và; Trần Mẫu; Lý Mẫu"
    );
    assert_eq!(value(&reading, 2, "note"), "CT");
    assert_eq!(reading.tables[0].left_out(), ["STT", "Đảng viên hướng dẫn"]);
}
