//! What stands in cells of every kind: files made for what is odd in workbooks and spreadsheets.

use super::made::{self, Made, record, words};
use super::{names, row, sheet, shown};
use ketnap::exchange::incoming::grid::{Alphabet, Merged};
use ketnap::exchange::incoming::{NotRead, read};
use std::io::Cursor;

#[test]
fn cells_of_every_kind_in_a_workbook() {
    let inside = r#"<sheetData>
<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>37814</v></c><c r="D2" s="2"><v>37814.75</v></c>
<c r="E2" s="3"><v>37814</v></c><c r="F2" s="4"><v>0.5</v></c><c r="G2" s="5"><v>37814.5</v></c><c r="H2"><v>37814</v></c></row>
<row r="4" hidden="1"><c r="A4" t="b"><v>1</v></c><c r="B4" t="e"><v>#REF!</v></c><c r="C4"><f>A1</f><v></v></c><c r="D4"><f>A1</f></c>
<c r="E4" t="d"><v>2003-07-12T00:00:00</v></c><c r="F4" t="str"><f>"001"</f><v>001</v></c><c r="G4" t="inlineStr"><is><t>'0079</t></is></c>
<c r="H4" s="1"><v>60</v></c><c r="I4" s="1"/><c r="J4" t="inlineStr"><is><t>a_x000D_b_x_</t></is></c></row>
<row r="5"><c r="A5"><v>1</v></c><c r="C5"><v>2</v></c></row><row><c><v>7</v></c><c s="1"><v>1</v></c></row>
<row r="7"><c r="A7" s="6"><v>0.5</v></c></row><row r="9"><c r="IV9" s="1"/></row></sheetData>
<mergeCells count="1"><mergeCell ref="A5:C5"/></mergeCells>"#;
    let book = made::xlsx(
        &[Made {
            name: "A &amp; B",
            said: r#"state="veryHidden""#,
            inside,
        }],
        "<workbookPr/>",
        &[
            "<r><t>Nguyễn </t></r><r><rPr><b/></rPr><t>Thị &#7850;&amp;</t></r><rPh><t>x</t></rPh>",
            "<t xml:space=\"preserve\"> </t>",
        ],
    );
    let grid = read(&book, None).unwrap();
    assert_eq!(names(&grid), [("A & B", true)]);
    let list = sheet(&grid, 0);
    for (at, held) in [
        ("A2", "Nguyễn Thị Ẫ&"),
        ("B2", ""),
        ("C2", "d 2003-07-12"),
        ("D2", "d 2003-07-12"),
        ("E2", "n 37814"),
        ("F2", "n 0.5"),
        ("G2", "d 2003-07-12"),
        ("H2", "n 37814"),
        ("A4", "t true"),
        ("B4", "f #REF!"),
        ("C4", ""),
        ("D4", ""),
        ("E4", "d 2003-07-12"),
        ("F4", "001"),
        ("G4", "0079"),
        ("H4", "n 60"),
        ("J4", "a\rb_x_"),
        ("A5", "n 1"),
        ("C5", ""),
        ("A6", "n 7"),
        ("B6", "d 1900-01-01"),
        // Shown as 50 %.
        ("A7", "n 0.5"),
    ] {
        assert_eq!(shown(list, at), held, "{at}");
    }
    let numbers: Vec<(u32, bool)> = list
        .rows
        .iter()
        .map(|row| (row.number, row.hidden))
        .collect();
    assert_eq!(
        numbers,
        [(2, false), (4, true), (5, false), (6, false), (7, false)]
    );
    assert_eq!(
        list.merged,
        [Merged {
            rows: (5, 5),
            columns: (0, 2)
        }]
    );
}

#[test]
fn days_counted_from_1904_and_a_strict_workbook() {
    let inside = r#"<sheetData><row r="1"><c r="A1" s="1"><v>36352</v></c></row></sheetData>"#;
    let sheet1 = || {
        [Made {
            name: "a",
            said: "",
            inside,
        }]
    };
    let grid = read(
        &made::xlsx(&sheet1(), r#"<workbookPr date1904="1"/>"#, &[]),
        None,
    )
    .unwrap();
    assert_eq!(shown(sheet(&grid, 0), "A1"), "d 2003-07-12");

    // Strict: other names of namespaces and of relations, the main part under another name.
    let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let lead = |id: &str, kind: &str, to: &str| {
        format!(
            r#"<Relationships><Relationship Id="{id}" Type="{strict}/{kind}" Target="{to}"/></Relationships>"#
        )
    };
    let book = made::packed(&[
        ("_rels/.rels", lead("r", "officeDocument", "/book/main.xml").as_bytes()),
        ("book/_rels/main.xml.rels", lead("a", "worksheet", "../s.xml").as_bytes()),
        (
            "book/main.xml",
            br#"<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:q="http://purl.oclc.org/ooxml/officeDocument/relationships" conformance="strict"><x:sheets><x:sheet name="S" sheetId="1" q:id="a"/></x:sheets></x:workbook>"#,
        ),
        (
            "s.xml",
            br#"<x:worksheet xmlns:x="m"><x:sheetData><x:row r="3"><x:c r="B3" t="d"><x:v>1996-04-05</x:v></x:c></x:row></x:sheetData></x:worksheet>"#,
        ),
    ]);
    let grid = read(&book, None).unwrap();
    assert_eq!(shown(sheet(&grid, 0), "B3"), "d 1996-04-05");
}

#[test]
fn macros_and_links_to_elsewhere_are_left_alone() {
    let inside = r#"<sheetData><row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>5</v></c><c r="B1" t="str"><f>HYPERLINK("http://x")</f><v>x</v></c></row></sheetData>"#;
    let mut parts = zip::ZipWriter::new_append(Cursor::new(made::one_sheet(inside))).unwrap();
    for (name, text) in [
        ("xl/vbaProject.bin", "\u{1}macro"),
        ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
    ] {
        parts
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut parts, text.as_bytes()).unwrap();
    }
    let grid = read(&parts.finish().unwrap().into_inner(), None).unwrap();
    assert_eq!(shown(sheet(&grid, 0), "A1"), "n 5");
    assert_eq!(shown(sheet(&grid, 0), "B1"), "x");
}

#[test]
fn cells_of_every_kind_in_an_old_workbook() {
    let text = |text: &str| {
        let mut out = words(&[text.len() as u16]);
        out.push(0);
        out.extend(text.bytes());
        out
    };
    let at = |row: u16, column: u16, style: u16| words(&[row, column, style]);
    let with = |mut head: Vec<u8>, tail: &[u8]| {
        head.extend(tail);
        head
    };
    // Shared words: the first goes on in a second record, and there in letters of two bytes.
    let mut shared = vec![2, 0, 0, 0, 2, 0, 0, 0];
    shared.extend(words(&[6]));
    shared.push(0);
    shared.extend(b"Nguy");
    let mut goes_on = vec![1];
    goes_on.extend(words(&[0x1ec5, u16::from(b'n')]));
    goes_on.extend(words(&[3]));
    goes_on.push(8);
    goes_on.extend(words(&[1]));
    goes_on.extend(b"abc");
    goes_on.extend([0; 4]);
    let head = [
        record(0x041e, &with(words(&[164]), &text("dd/mm/yyyy"))),
        record(0x00e0, &words(&[0, 0])),
        record(0x00e0, &words(&[0, 164])),
        record(0x00fc, &shared),
        record(0x003c, &goes_on),
    ];
    let number = |value: f64| value.to_le_bytes();
    let formula = |row, column, stored: [u8; 8]| {
        let tail = [&stored[..], &[0; 8]].concat();
        record(0x0006, &with(at(row, column, 0), &tail))
    };
    let integer = |value: u32| (value << 2 | 2).to_le_bytes();
    let sheet1 = vec![
        // It says that it goes on to the end of all rows.
        record(
            0x0200,
            &[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff, 0, 0],
        ),
        record(0x00fd, &with(at(0, 0, 0), &[0, 0, 0, 0])),
        record(0x00fd, &with(at(0, 1, 0), &[1, 0, 0, 0])),
        record(0x0203, &with(at(1, 0, 1), &number(37_814.0))),
        record(0x0203, &with(at(1, 1, 0), &number(2.5))),
        record(0x027e, &with(at(1, 2, 0), &integer(7))),
        record(
            0x027e,
            &with(at(1, 3, 0), &(1_234_u32 << 2 | 3).to_le_bytes()),
        ),
        record(0x0204, &with(at(1, 4, 0), &text("plain"))),
        record(0x0205, &with(at(1, 5, 0), &[1, 0])),
        record(0x0205, &with(at(1, 6, 0), &[0x17, 1])),
        record(
            0x00bd,
            &[
                &at(2, 0, 1)[..],
                &integer(37_814),
                &words(&[0]),
                &integer(9),
                &words(&[1]),
            ]
            .concat(),
        ),
        formula(3, 0, number(4.0)),
        formula(3, 1, [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
        record(0x0207, &text("came to")),
        formula(3, 2, [3, 0, 0, 0, 0, 0, 0xff, 0xff]),
        formula(3, 3, [2, 0, 0x2a, 0, 0, 0, 0xff, 0xff]),
        // A chart on the sheet has cells of its own.
        record(0x0809, &[0, 6, 0x20, 0]),
        record(0x0203, &with(at(9, 9, 0), &number(1.0))),
        record(0x000a, &[]),
        record(0x0203, &with(at(0, 3, 0), &number(8.0))),
        record(0x00e5, &words(&[1, 1, 1, 1, 2])),
    ];
    let book = made::xls(&head, &[("A", 0, sheet1), ("B", 1, Vec::new())], true);
    let grid = read(&book, None).unwrap();
    assert_eq!(names(&grid), [("A", false), ("B", true)]);
    let list = sheet(&grid, 0);
    for (place, held) in [
        ("A1", "Nguyễn"),
        ("B1", "abc"),
        ("D1", "n 8"),
        ("A2", "d 2003-07-12"),
        ("B2", "n 2.5"),
        ("C2", ""),
        ("D2", "n 12.34"),
        ("E2", "plain"),
        ("F2", "t true"),
        ("G2", "f #REF!"),
        ("A3", "d 2003-07-12"),
        ("B3", "n 9"),
        ("A4", "n 4"),
        ("B4", "came to"),
        ("C4", ""),
        ("D4", "f #N/A"),
        ("J10", ""),
    ] {
        assert_eq!(shown(list, place), held, "{place}");
    }
    assert_eq!(
        list.merged,
        [Merged {
            rows: (2, 2),
            columns: (1, 2)
        }]
    );
}

#[test]
fn a_workbook_of_excel_95_with_bytes_of_a_code_page() {
    let label = |row: u16, text: &[u8]| {
        let mut data = words(&[row, 0, 0, text.len() as u16]);
        data.extend(text);
        record(0x0204, &data)
    };
    let rows = vec![
        label(0, b"H\xe4 v\xb5 t\xaan"),
        label(1, b"Nguy\xd4n Th\xde M\xc9u"),
    ];
    let book = made::xls(&[record(0x0042, &words(&[1252]))], &[("A", 0, rows)], false);
    let grid = read(&book, None).unwrap();
    assert_eq!(grid.alphabet, Alphabet::Tcvn3);
    assert_eq!(shown(sheet(&grid, 0), "A1"), "Họ và tên");
    assert_eq!(shown(sheet(&grid, 0), "A2"), "Nguyễn Thị Mẫu");
}

#[test]
fn repeated_hidden_and_covered_cells_of_a_spreadsheet() {
    let styles = r#"<style:style style:name="off"><style:table-properties table:display="false"/></style:style>"#;
    let inside = r#"<table:table table:name="A" table:style-name="off"><table:table-header-rows>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table-header-rows>
<table:table-row table:visibility="filter"><table:table-cell/><table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c<text:span>d</text:span>&amp;</text:p><office:annotation><text:p>said by</text:p></office:annotation></table:table-cell>
<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="2.5"><text:p>2,5</text:p></table:table-cell><table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2003-07-12T01:00:00"><text:p>x</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"/>
<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" office:value-type="string"><text:p>seen</text:p></table:table-cell><table:covered-table-cell office:value-type="string"><text:p>not seen</text:p></table:covered-table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row></table:table>"#;
    let grid = read(&made::ods(styles, inside), None).unwrap();
    assert_eq!(names(&grid), [("A", true)]);
    let list = sheet(&grid, 0);
    for (at, held) in [
        ("B4", "a  b\ncd&"),
        ("C4", "n 2.5"),
        ("D4", "n 2.5"),
        ("E4", "n 0.5"),
        ("A5", "d 2003-07-12"),
        ("A6", "d 2003-07-12"),
        ("B6", "t true"),
        ("C5", "f #REF!"),
        ("A7", "seen"),
        ("B7", ""),
    ] {
        assert_eq!(shown(list, at), held, "{at}");
    }
    assert!(row(list, 4).hidden && !row(list, 5).hidden);
    assert_eq!(list.rows.len(), 4);
    assert_eq!(
        list.merged,
        [Merged {
            rows: (7, 8),
            columns: (0, 1)
        }]
    );
}

#[test]
fn a_sheet_that_claims_to_have_every_cell_costs_nothing() {
    let claims = r#"<dimension ref="A1:XFD1048576"/>"#;
    let far = |last: &str| {
        made::one_sheet(&format!(
            r#"{claims}<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="{last}"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="B2:XFD1048575"/></mergeCells>"#
        ))
    };
    let grid = read(&far("C1048576"), None).unwrap();
    let list = sheet(&grid, 0);
    assert_eq!(
        (shown(list, "A1"), shown(list, "C1048576")),
        ("n 1".to_owned(), "n 2".to_owned())
    );
    assert_eq!(list.rows.len(), 2);
    assert_eq!(
        read(&far("XFD1048576"), None),
        Err(NotRead::TooManyColumns(Some("Sheet1".to_owned())))
    );
}
