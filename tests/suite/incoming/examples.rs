//! What the examples are read to, cell by cell, also against another reader.

use super::{example, names, row, sheet, shown};
use calamine::{Data, Reader};
use ketnap::exchange::incoming::grid::{Alphabet, Grid, Merged, Row, Value};
use ketnap::exchange::incoming::read;
use std::io::Cursor;

fn read_example(name: &str) -> Grid {
    read(&example(name), None).unwrap()
}

#[test]
fn the_register_with_hidden_sheets_and_rows() {
    let grid = read_example("01-doi-tuong-dang.xlsx");
    assert_eq!(
        names(&grid),
        [
            ("Danh sách đối tượng Đảng", false),
            ("2022", true),
            ("2024(v1)", true)
        ]
    );
    assert!(grid.tells_hidden);
    assert_eq!(grid.alphabet, Alphabet::Unicode);
    let first = sheet(&grid, 0);
    let hidden: Vec<u32> = first
        .rows
        .iter()
        .filter(|row| row.hidden)
        .map(|row| row.number)
        .collect();
    assert_eq!(hidden, [3, 4]);
    for (at, held) in [
        ("A1", "STT"),
        ("A2", "n 1"),
        ("B2", ""),
        ("C2", "Lò Văn Mẫu 1"),
        ("F2", "d 2003-07-12"),
        ("G2", "Thái/ Không"),
        ("O2", "24/02/2023"),
        ("C3", "Quàng Thị Mẫu 2"),
        ("F3", "5/9/2003"),
    ] {
        assert_eq!(shown(first, at), held, "{at}");
    }
    let faults = |sheet: usize| {
        let cells = grid.sheets[sheet].rows.iter().flat_map(|row| &row.cells);
        cells
            .filter(|cell| **cell == Some(Value::Fault("#REF!".to_owned())))
            .count()
    };
    assert!((0..3).map(faults).sum::<usize>() > 0);
    assert_eq!(grid.sha256.len(), 64);
    assert_ne!(grid.sha256, read_example("02-quan-chung-uu-tu.xlsx").sha256);
}

#[test]
fn the_list_with_two_rows_of_headings() {
    let grid = read_example("02-quan-chung-uu-tu.xlsx");
    assert_eq!(names(&grid), [("Sheet1", false)]);
    let list = sheet(&grid, 0);
    for (at, held) in [
        ("B8", "Họ và tên"),
        ("C8", "Năm sinh"),
        ("D8", ""),
        ("C9", "Nam"),
        ("D9", "Nữ"),
        ("I8", "Nghề nghiệp,\nchức vụ"),
        ("B12", "Hoàng Văn Mẫu 11"),
    ] {
        assert_eq!(shown(list, at), held, "{at}");
    }
    assert_eq!(row(list, 25).number, 25);
    let days: Vec<String> = list
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().flatten())
        .filter_map(|value| match value {
            Value::Day(day) => Some(day.first().to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(days, ["2000-01-01"]);
    assert_eq!(list.merged.len(), 19);
    let years = Merged {
        rows: (8, 8),
        columns: (2, 3),
    };
    assert!(list.merged.contains(&years));
}

#[test]
fn the_old_workbook_in_old_letters() {
    let grid = read_example("04-abc-vntime.xls");
    assert_eq!(grid.alphabet, Alphabet::Tcvn3);
    assert!(!grid.tells_hidden);
    let list = sheet(&grid, 0);
    for (at, held) in [
        ("B3", "họ và tên"),
        ("B4", "Nguyễn Thị Mẫu 31"),
        ("B5", "Đặng Văn Mẫu 32"),
        ("D4", "Tày"),
        ("E4", "ủy viên BCH"),
        ("E5", "Trưởng thôn"),
        ("F4", "Thôn Mẫu 3"),
    ] {
        assert_eq!(shown(list, at), held, "{at}");
    }
}

#[test]
fn the_spreadsheet_with_a_million_empty_rows() {
    let grid = read_example("05-dang-vien-du-bi.ods");
    assert_eq!(names(&grid), [("Dự bị", false)]);
    assert!(grid.tells_hidden);
    let list = sheet(&grid, 0);
    for (at, held) in [
        ("B4", "Trần Thị Mẫu 41"),
        ("C4", "d 1996-04-05"),
        ("D4", "d 2025-02-03"),
        ("A5", "n 2"),
        ("B5", "Sầm Văn Mẫu 42"),
        ("D5", "d 2025-06-30"),
    ] {
        assert_eq!(shown(list, at), held, "{at}");
    }
    assert_eq!(
        list.merged,
        [Merged {
            rows: (1, 1),
            columns: (0, 6)
        }]
    );
    assert!(list.rows.len() < 10);
}

/// A text file as a whole: letters, and every field.
fn is_whole(name: &str, alphabet: Alphabet, rows: &[&[&str]]) {
    let grid = read_example(name);
    assert_eq!((grid.alphabet, grid.tells_hidden), (alphabet, true));
    assert_eq!(grid.sheets.len(), 1);
    let list = sheet(&grid, 0);
    assert_eq!(list.name, None);
    assert!(!list.hidden && list.merged.is_empty());
    let expected = (1..).zip(rows).map(|(number, fields)| Row {
        number,
        hidden: false,
        cells: fields
            .iter()
            .map(|field| Some(Value::Text((*field).to_owned())))
            .collect(),
    });
    assert_eq!(list.rows, expected.collect::<Vec<_>>(), "{name}");
}

#[test]
fn the_text_files() {
    is_whole(
        "07-unicode-text.txt",
        Alphabet::Utf16,
        &[
            &["STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Ghi chú"],
            &[
                "1",
                "Vi Văn Mẫu 61",
                "9/2/1994",
                "Thôn Mẫu 4",
                "Học tại TTCT\nkhóa 2",
            ],
            &["2", "Chu Thị Mẫu 62", "21/2/1994", "Thôn Mẫu 4"],
        ],
    );
    is_whole(
        "08-windows-1258.csv",
        Alphabet::Windows1258,
        &[
            &["STT", "Họ và tên", "Ngày sinh", "Dân tộc", "Đơn vị"],
            &[
                "1",
                "Nguyễn Thị Mẫu 65",
                "05/06/1990",
                "Kinh",
                "Chi bộ Mẫu A, xã Mẫu",
            ],
            &[
                "2",
                "Đặng Văn Mẫu 66",
                "06/05/1991",
                "Sán Dìu",
                "Chi bộ Mẫu B",
            ],
        ],
    );
    is_whole(
        "09-tcvn3.csv",
        Alphabet::Tcvn3,
        &[
            &["STT", "Họ và tên", "Năm sinh", "Chi bộ", "Ngày cấp GCN"],
            &["1", "Hoàng Thị Mẫu 67", "1987", "Thôn Mẫu 5", "30/4/2024"],
            &["2", "Lương Văn Mẫu 68", "1992", "Thôn Mẫu 5", "30/4/2024"],
        ],
    );
}

#[test]
fn the_quota_table_and_the_form_without_results() {
    let grid = read_example("11-giao-chi-tieu.xlsx");
    assert_eq!(names(&grid), [("Phụ lục", false)]);
    let list = sheet(&grid, 0);
    for (at, held) in [
        ("F4", "Chỉ tiêu năm 2026"),
        ("G5", "Trong đó: nữ"),
        ("E7", "2/2"),
        ("F7", "n 2"),
        ("F8", "≥ 2"),
        ("F9", "Hết nguồn"),
    ] {
        assert_eq!(shown(list, at), held, "{at}");
    }
    assert_eq!(list.merged.len(), 8);
    let grid = read_example("12-bieu-2-btctw.xlsx");
    let form = sheet(&grid, 0);
    for (at, held) in [("B5", "n 7"), ("C5", "n 9"), ("D5", ""), ("D8", "")] {
        assert_eq!(shown(form, at), held, "{at}");
    }
}

/// Where one reader finds something, so does the other, and numbers and days are the same.
fn agrees(name: &str) {
    let bytes = example(name);
    let grid = read(&bytes, None).unwrap();
    let mut other = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let titles: Vec<String> = other.sheet_names();
    assert_eq!(titles.len(), grid.sheets.len(), "{name}");
    let mut compared = 0;
    for (sheet, title) in grid.sheets.iter().zip(&titles) {
        assert_eq!(sheet.name.as_ref(), Some(title));
        let range = other.worksheet_range(title).unwrap();
        let (top, left) = range.start().unwrap();
        let theirs = range.used_cells().filter(|(.., data)| {
            !matches!(data, Data::Empty) && !data.to_string().trim().is_empty()
        });
        let theirs: Vec<_> = theirs.collect();
        let ours: usize = sheet
            .rows
            .iter()
            .map(|row| row.cells.iter().flatten().count())
            .sum();
        assert_eq!(ours, theirs.len(), "{name} {title}");
        for (down, across, data) in theirs {
            let (number, column) = (top + down as u32 + 1, left as usize + across);
            let value = row(sheet, number).cells[column].as_ref();
            let place = format!("{name} {title} {number}/{column}: {data:?} {value:?}");
            match (value.expect(&place), data) {
                (Value::Text(ours), Data::String(theirs)) => {
                    assert!(
                        grid.alphabet == Alphabet::Tcvn3 || ours == theirs,
                        "{place}"
                    );
                }
                (Value::Number(ours), Data::Float(theirs)) => {
                    assert!((ours - theirs).abs() < 1e-9, "{place}");
                }
                (Value::Number(ours), Data::Int(theirs)) => {
                    assert!((ours - *theirs as f64).abs() < 1e-9, "{place}");
                }
                (Value::Day(ours), Data::DateTime(theirs)) => {
                    let theirs = theirs.as_datetime().map(|moment| moment.date());
                    assert_eq!(ours.day(), theirs, "{place}");
                }
                (Value::Day(ours), Data::DateTimeIso(theirs)) => {
                    assert_eq!(ours.first().to_string(), theirs[..10], "{place}");
                }
                (Value::Fault(ours), Data::Error(theirs)) => {
                    assert_eq!(*ours, theirs.to_string(), "{place}");
                }
                (Value::Truth(ours), Data::Bool(theirs)) => assert_eq!(ours, theirs, "{place}"),
                _ => panic!("{place}"),
            }
            compared += 1;
        }
    }
    assert!(compared > 10, "{name}: {compared}");
}

#[test]
fn another_reader_finds_the_same_in_the_same_cells() {
    for name in [
        "01-doi-tuong-dang.xlsx",
        "02-quan-chung-uu-tu.xlsx",
        "04-abc-vntime.xls",
        "05-dang-vien-du-bi.ods",
        "11-giao-chi-tieu.xlsx",
        "12-bieu-2-btctw.xlsx",
    ] {
        agrees(name);
    }
}

/// The same list as other programs write it (openpyxl, xlwt, odfpy): what a format or a program
/// leaves out is empty here.
#[test]
fn lists_that_other_programs_wrote() {
    for (name, hides_rows, formula, total) in [
        ("by-openpyxl.xlsx", true, "", "Cộng"),
        ("by-xlwt.xls", false, "", "Cộng"),
        ("by-odfpy.ods", false, "=B2", ""),
    ] {
        let grid = read(&example(&format!("../import-others/{name}")), None).unwrap();
        assert_eq!(grid.alphabet, Alphabet::Unicode);
        let list = sheet(&grid, 0);
        assert_eq!(list.name.as_deref(), Some("Danh sách"), "{name}");
        for (at, held) in [
            ("B1", "Họ và tên"),
            ("B2", "Nguyễn Thị Mẫu"),
            ("C2", "d 1990-05-06"),
            ("D2", "0912345678"),
            ("E2", "n 0.5"),
            ("B3", "Đặng Văn Mẫu"),
            ("C3", "d 1991-01-02"),
            ("D3", "n 912345678"),
            ("E3", "n 1.25"),
            ("B4", formula),
            ("D4", "t true"),
            ("A6", total),
        ] {
            assert_eq!(shown(list, at), held, "{name} {at}");
        }
        assert_eq!(row(list, 3).hidden, hides_rows, "{name}");
        let merges = !total.is_empty();
        let total = Merged {
            rows: (6, 6),
            columns: (0, 2),
        };
        assert_eq!(list.merged.contains(&total), merges, "{name}");
        if merges {
            assert_eq!(names(&grid)[1..], [("cũ", true)], "{name}");
            assert_eq!(shown(sheet(&grid, 1), "B2"), "x");
        }
    }
}
