//! What a workbook says of itself is inert when it comes in: names of sheets, headings, values, and what is said against it.

use super::commands::printed;
use super::payload::{ALL, PUT};
use crate::help::place::Place;
use std::fs;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A packed workbook: sheets by their names, each of rows of texts.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let tables = sheets.iter().map(|(name, rows)| {
        let rows = rows.iter().map(|row| {
            let cell = |text: &&str| {
                format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
            };
            let cells: String = row.iter().map(cell).collect();
            format!("<table:table-row>{cells}</table:table-row>")
        });
        let rows: String = rows.collect();
        format!("<table:table table:name=\"{name}\">{rows}</table:table>")
    });
    let tables: String = tables.collect();
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A text with every payload that XML can hold, each by its number.
fn put(text: &str) -> String {
    let all = ALL.iter().flat_map(|payload| payload.chars());
    // XML knows no others below a blank, and what ends a tag is written as what it is.
    let held = all.filter(|c| *c >= ' ' || matches!(c, '\t' | '\r' | '\n'));
    let held: Vec<String> = held.map(|c| format!("&#{};", u32::from(c))).collect();
    text.replace(PUT, &held.concat())
}

#[test]
fn no_name_of_a_sheet_no_heading_and_no_value_acts() {
    let place = Place::sample();
    let list: &[&[&str]] = &[
        &["Danh sách ☠ Chi bộ Lạ☠"],
        &[
            "STT",
            "Họ và tên☠",
            "Năm sinh ☠",
            "Chi bộ",
            "☠Cột lạ",
            "Số NQ☠ ngày NQ",
        ],
        &["1", "Hà ☠Mẫu", "1990☠", "Thôn ☠Mẫu", "☠", "☠"],
        &["I. ☠ Chi bộ ☠"],
        &["2", "", "☠1991", "☠", "=☠", "@☠"],
        &["Cộng ☠", "5☠"],
        &["Ghi chú ☠"],
    ];
    let form: &[&[&str]] = &[&["Biểu số 2-BTCTW ☠"], &["Chỉ tiêu☠", "Số☠", "%"]];
    for (name, sheets) in [
        ("list.ods", vec![("Tờ ☠ 1", list), ("☠Tờ 2", form)]),
        ("form.ods", vec![("Tờ ☠ 1", form)]),
    ] {
        let put_in = |rows: &[&[&str]]| -> Vec<Vec<String>> {
            let row = |row: &&[&str]| row.iter().map(|text| put(text)).collect();
            rows.iter().map(row).collect()
        };
        let sheets: Vec<(String, Vec<Vec<String>>)> = sheets
            .iter()
            .map(|(name, rows)| (put(name), put_in(rows)))
            .collect();
        let rows: Vec<Vec<Vec<&str>>> = sheets
            .iter()
            .map(|(_, rows)| {
                rows.iter()
                    .map(|row| row.iter().map(String::as_str).collect())
                    .collect()
            })
            .collect();
        let rows: Vec<Vec<&[&str]>> = rows
            .iter()
            .map(|rows| rows.iter().map(Vec::as_slice).collect())
            .collect();
        let sheets: Vec<(&str, &[&[&str]])> = sheets
            .iter()
            .zip(&rows)
            .map(|((name, _), rows)| (name.as_str(), rows.as_slice()))
            .collect();
        let path = place.home.path().join(name);
        fs::write(&path, workbook(&sheets)).unwrap();
        let path = path.display().to_string();
        let word = ALL[11];
        let called = format!("{word}Tờ");
        let mapped = format!("{word}Cột=name");
        let ways: [&[&str]; 6] = [
            &[],
            &["--new-units"],
            &["--new-units", "--yes"],
            &["--sheet", &called],
            &["--map", &mapped],
            &["--as", "quota"],
        ];
        for more in ways {
            for (format, lang) in [("table", "vi"), ("json", "en"), ("csv", "vi"), ("md", "en")] {
                let args = [&["import", &path, "--lang", lang, "--format", format], more].concat();
                let output = place.run(&args);
                let text = printed(&args, &output);
                assert!(!text.trim().is_empty(), "{args:?} says nothing");
                let seen =
                    text.contains('\u{fffd}') || name == "form.ods" || more.contains(&"quota");
                assert!(
                    seen || more.contains(&"--map"),
                    "{args:?}: nothing was there to be cleaned: {text}"
                );
            }
        }
    }
}
