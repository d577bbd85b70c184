//! What is not read: each refusal with its sentence, and bytes of every kind that bring nothing down.

use super::made::{self, Made, record, words};
use super::{example, names, sheet};
use crate::corpus::sheet::holds;
use ketnap::config::Config;
use ketnap::exchange::incoming::{BYTES, COLUMNS, NotRead, Other, ROWS, SHEETS, read, take};
use ketnap::text::Lang;
use std::io::{self, Cursor, Write};
use zip::unstable::write::FileOptionsExt as _;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// What a file is refused as, with the sentences in both languages.
fn refused(bytes: &[u8], why: &NotRead, said: [&str; 2]) {
    let found = read(bytes, None).map(|grid| grid.sheets.len());
    assert_eq!(found.as_ref(), Err(why));
    for (lang, said) in [Lang::Vi, Lang::En].into_iter().zip(said) {
        let sentence = Config::load(None, Some(lang)).texts.say(&why.message());
        assert!(sentence.contains(said), "{sentence}");
        // What it is, where, and what to do: more than one sentence, and every gap is filled.
        assert!(sentence.ends_with('.') && sentence.contains(". ") || sentence.contains(": "));
        assert!(!sentence.contains(['{', '}']), "{sentence}");
    }
}

#[test]
fn what_is_no_spreadsheet() {
    let unknown: Vec<u8> = (0..=255).cycle().take(4_096).collect();
    let docx = made::packed(&[("word/document.xml", b"<d/>")]);
    let pptx = made::packed(&[("ppt/presentation.xml", b"<d/>")]);
    let odt = made::packed(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
    let xlsb = made::packed(&[("xl/workbook.bin", b"\x83\x01")]);
    let doc = made::ole(&[("WordDocument", vec![0; 8])]);
    let ppt = made::ole(&[("PowerPoint Document", vec![0; 8])]);
    let msi = made::ole(&[("Tables", vec![0; 8])]);
    for (bytes, other, said) in [
        (
            &b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..],
            Other::Picture,
            ["tệp ảnh", "a picture"],
        ),
        (
            b"\x89PNG\r\n\x1a\n\0",
            Other::Picture,
            ["tệp ảnh", "a picture"],
        ),
        (
            b"RIFF\x10\0\0\0WEBPVP8 ",
            Other::Picture,
            ["tệp ảnh", "a picture"],
        ),
        (
            b"\0\0\0\x18ftypheic\0\0\0\0",
            Other::Picture,
            ["tệp ảnh", "a picture"],
        ),
        (
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
            Other::Pdf,
            ["PDF", "a PDF"],
        ),
        (
            b"{\\rtf1\\ansi Danh sach}",
            Other::Document,
            ["văn bản", "word processor"],
        ),
        (&docx, Other::Document, ["văn bản", "word processor"]),
        (&odt, Other::Document, ["văn bản", "word processor"]),
        (&doc, Other::Document, ["văn bản", "word processor"]),
        (&pptx, Other::Slides, ["trình chiếu", "slides"]),
        (&ppt, Other::Slides, ["trình chiếu", "slides"]),
        (
            &made::packed(&[("a.xlsx", b"x")]),
            Other::Archive,
            ["tệp nén", "packed folder"],
        ),
        (
            b"Rar!\x1a\x07\x01\0",
            Other::Archive,
            ["tệp nén", "packed folder"],
        ),
        (
            b"\x1f\x8b\x08\0\0\0\0\0",
            Other::Archive,
            ["tệp nén", "packed folder"],
        ),
        (&xlsb, Other::Xlsb, [".xlsb", ".xlsb"]),
        (
            b"\x09\x04\x06\0\0\0\x10\0\0\0",
            Other::OldExcel,
            ["Excel 4", "Excel 4"],
        ),
        (
            &unknown,
            Other::Unknown,
            ["không phải bảng tính", "neither"],
        ),
        (&msi, Other::Unknown, ["không phải bảng tính", "neither"]),
        (
            b"STT;T\xeen\n\x01\x02\x03\x04\x05;\x06\x0e\x0f",
            Other::Unknown,
            ["không phải bảng tính", "neither"],
        ),
    ] {
        refused(bytes, &NotRead::NoSpreadsheet(other), said);
    }
}

#[test]
fn pages_xml_and_files_of_nothing() {
    let page = ["trang web", "web page"];
    for text in [
        "<html><table><tr><td>STT</td></tr></table></html>",
        "\u{feff}\r\n <!DOCTYPE html PUBLIC>",
        "<table border=1>",
        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">",
        "MIME-Version: 1.0\nX-Document-Type: Workbook\n",
    ] {
        refused(text.as_bytes(), &NotRead::WebPage, page);
    }
    let xml = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>"#;
    refused(xml.as_bytes(), &NotRead::Xml, ["XML", "XML"]);
    for bytes in [
        &b""[..],
        b"\xef\xbb\xbf",
        b" \r\n\t\r\n",
        b"\xff\xfe",
        b";;;\n;;;\n",
        &made::one_sheet("<sheetData/>"),
        &made::one_sheet(r#"<sheetData><row r="1"><c r="A1" s="1"/></row></sheetData>"#),
    ] {
        refused(
            bytes,
            &NotRead::Empty,
            ["không có gì để đọc", "nothing to read"],
        );
    }
    refused(
        b"K\xf6ln, Stra\xdfe, \xc4rzte",
        &NotRead::Letters,
        ["--letters", "--letters"],
    );
}

#[test]
fn what_is_under_a_password() {
    let said = ["mật khẩu", "password"];
    let modern = made::ole(&[
        ("EncryptionInfo", vec![4, 0]),
        ("EncryptedPackage", vec![1; 99]),
    ]);
    refused(&modern, &NotRead::Locked, said);
    let old = made::xls(
        &[record(0x002f, &words(&[1, 1]))],
        &[("A", 0, Vec::new())],
        true,
    );
    refused(&old, &NotRead::Locked, said);
    let manifest = br#"<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let kind: (&str, &[u8]) = (
        "mimetype",
        b"application/vnd.oasis.opendocument.spreadsheet",
    );
    let ods = made::packed(&[
        kind,
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"\x01\x02"),
    ]);
    refused(&ods, &NotRead::Locked, said);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let locked = SimpleFileOptions::default()
        .with_deprecated_encryption(b"x")
        .unwrap();
    zip.start_file("xl/workbook.xml", locked).unwrap();
    zip.write_all(b"<workbook/>").unwrap();
    refused(&zip.finish().unwrap().into_inner(), &NotRead::Locked, said);
}

#[test]
fn what_is_broken() {
    let said = ["Tệp hỏng", "damaged"];
    let broken = |part: &str| NotRead::Broken(part.to_owned());
    let whole = example("01-doi-tuong-dang.xlsx");
    refused(&whole[..whole.len() / 2], &broken("zip"), said);
    let old = example("04-abc-vntime.xls");
    let found = read(&old[..old.len() / 2], None);
    assert!(matches!(found, Err(NotRead::Broken(_))), "{found:?}");
    let cut = made::one_sheet(r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row>"#);
    // The sheet ends with its element, but the rows before it never do.
    assert_eq!(read(&cut, None).unwrap().sheets[0].rows.len(), 1);
    for (parts, part) in [
        (
            vec![("xl/workbook.xml", &b"<workbook"[..])],
            "xl/workbook.xml",
        ),
        (
            vec![("xl/workbook.xml", b"<workbook><sheets/></workbook>")],
            "xl/workbook.xml",
        ),
        (
            vec![(
                "xl/workbook.xml",
                br#"<workbook><sheets><sheet name="A" id="r1"/></sheets></workbook>"#,
            )],
            "A",
        ),
    ] {
        refused(&made::packed(&parts), &broken(part), said);
    }
    // A part that says that it is small and is not: no more of it is taken than it says.
    let mut lying = made::packed(&[("xl/workbook.xml", &vec![b' '; 100_000])]);
    for (sign, size) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
        let at = lying.windows(4).position(|four| four == sign).unwrap() + size;
        lying[at..at + 4].copy_from_slice(&9_u32.to_le_bytes());
    }
    refused(&lying, &broken("xl/workbook.xml"), said);
    // Entities that nobody knows, as those of a bomb of XML, are never put in.
    let laughs = made::one_sheet(
        r#"<sheetData><row><c t="inlineStr"><is><t>&lol9;</t></is></c></row></sheetData>"#,
    );
    refused(&laughs, &broken("xl/worksheets/sheet1.xml"), said);
    let deep = made::one_sheet(&"<a>".repeat(100_000));
    refused(&deep, &broken("xl/worksheets/sheet1.xml"), said);
}

#[test]
fn what_is_too_large_or_unpacks_to_too_much() {
    assert_eq!(take(io::repeat(b'1')).unwrap().len(), BYTES + 1);
    assert_eq!(take(&b"12"[..]).unwrap(), b"12");
    let said = ["50 MiB", "50 MiB"];
    refused(&take(io::repeat(b'1')).unwrap(), &NotRead::TooLarge, said);

    let said = ["nở ra quá lớn", "unpacks to too much"];
    // Thirty-one parts of ten megabytes each, packed to almost nothing.
    let one = made::packed(&[("xl/workbook.xml", &vec![b' '; 10 << 20])]);
    let mut one = ZipArchive::new(Cursor::new(one)).unwrap();
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..31 {
        let packed = one.by_index_raw(0).unwrap();
        bomb.raw_copy_file_rename(packed, format!("xl/{part}.xml"))
            .unwrap();
    }
    let bomb = bomb.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    refused(&bomb, &NotRead::Bomb, said);
    // One piece of XML that never ends.
    let long = made::one_sheet(&format!("<{}", "a".repeat(5 << 20)));
    refused(&long, &NotRead::Bomb, said);

    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in 0..=10_000 {
        zip.start_file(format!("{part}"), stored).unwrap();
    }
    let many = zip.finish().unwrap().into_inner();
    refused(&many, &NotRead::TooManyParts, ["10000 phần", "10000 parts"]);
}

#[test]
fn sheets_rows_columns_and_cells_beyond_what_is_read() {
    let listed = r#"<sheet name="a" sheetId="1" r:id="rId1"/>"#.repeat(SHEETS);
    let empty = Made {
        name: "x",
        said: "",
        inside: "<sheetData/>",
    };
    let sheets = made::xlsx(&[empty], &listed, &[]);
    refused(
        &sheets,
        &NotRead::TooManySheets,
        ["200 trang tính", "200 sheets"],
    );

    let row = "<row><c><v>1</v></c></row>";
    let full = format!("<sheetData>{}</sheetData>", row.repeat(ROWS));
    assert_eq!(
        sheet(&read(&made::one_sheet(&full), None).unwrap(), 0)
            .rows
            .len(),
        ROWS
    );
    let more = made::one_sheet(&full.replacen(row, &row.repeat(2), 1));
    let said = [
        "“Sheet1” có hơn 100000 dòng",
        "“Sheet1” has more than 100000 rows",
    ];
    refused(
        &more,
        &NotRead::TooManyRows(Some("Sheet1".to_owned())),
        said,
    );
    let said = [
        "Tệp có hơn 100000 dòng",
        "The file has more than 100000 rows",
    ];
    refused(
        "1\n".repeat(ROWS + 1).as_bytes(),
        &NotRead::TooManyRows(None),
        said,
    );
    let repeated = r#"<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>"#;
    let said = ["“A” có hơn", "“A” has more"];
    refused(
        &made::ods("", repeated),
        &NotRead::TooManyRows(Some("A".to_owned())),
        said,
    );

    let wide = |columns: usize| format!("{}1\n", "1;".repeat(columns - 1));
    assert!(read(wide(COLUMNS).as_bytes(), None).is_ok());
    let said = ["sau cột thứ 300", "behind column 300"];
    refused(
        wide(COLUMNS + 1).as_bytes(),
        &NotRead::TooManyColumns(None),
        said,
    );
    refused(
        wide(1_000_000).as_bytes(),
        &NotRead::TooManyColumns(None),
        said,
    );
    // Columns that hold nothing are none.
    assert!(read(format!("1{}\n", ";".repeat(1_000)).as_bytes(), None).is_ok());
    let far =
        made::one_sheet(r#"<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>"#);
    refused(
        &far,
        &NotRead::TooManyColumns(Some("Sheet1".to_owned())),
        said,
    );

    let row = r#"<row><c r="KN1"><v>1</v></c></row>"#;
    let cells = made::one_sheet(&format!("<sheetData>{}</sheetData>", row.repeat(10_001)));
    let said = ["“Sheet1” có quá nhiều ô", "“Sheet1” holds too many cells"];
    refused(
        &cells,
        &NotRead::TooManyCells(Some("Sheet1".to_owned())),
        said,
    );
    let word = format!("<t>{}</t>", "x".repeat(1 << 20));
    let shared = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(129);
    let inside = format!("<sheetData>{shared}</sheetData>");
    let text = Made {
        name: "Sheet1",
        said: "",
        inside: &inside,
    };
    refused(
        &made::xlsx(&[text], "", &[&word]),
        &NotRead::TooManyCells(Some("Sheet1".to_owned())),
        said,
    );
    let merged = r#"<mergeCell ref="A1:B2"/>"#.repeat(100_001);
    let merged = made::one_sheet(&format!("<sheetData/><mergeCells>{merged}</mergeCells>"));
    refused(
        &merged,
        &NotRead::TooManyCells(Some("Sheet1".to_owned())),
        said,
    );
}

#[test]
fn an_old_workbook_whose_sheets_lie_over_each_other() {
    // Every sheet begins at the first one: together they would be read far longer than the file.
    let row = |at: u16| {
        record(
            0x0203,
            &[&words(&[at, 0, 0])[..], &1_f64.to_le_bytes()].concat(),
        )
    };
    let rows: Vec<Vec<u8>> = (0..1_000).map(row).collect();
    let mut sheets = vec![("A", 0, rows)];
    sheets.extend((1..50).map(|_| ("B", 0, Vec::new())));
    let mut book = made::xls(&[], &sheets, true);
    assert_eq!(names(&read(&book, None).unwrap()).len(), 50);
    let places: Vec<usize> = book
        .windows(4)
        .enumerate()
        .filter(|(_, four)| four == &[0x85, 0, 9, 0])
        .map(|(at, _)| at + 4)
        .collect();
    assert_eq!(places.len(), 50);
    let first: [u8; 4] = book[places[0]..places[0] + 4].try_into().unwrap();
    for at in places {
        book[at..at + 4].copy_from_slice(&first);
    }
    let said = ["Tệp hỏng", "damaged"];
    refused(&book, &NotRead::Broken("Workbook".to_owned()), said);
}

/// The examples, one of each kind at least.
const EXAMPLES: [&str; 9] = [
    "01-doi-tuong-dang.xlsx",
    "02-quan-chung-uu-tu.xlsx",
    "04-abc-vntime.xls",
    "05-dang-vien-du-bi.ods",
    "07-unicode-text.txt",
    "08-windows-1258.csv",
    "09-tcvn3.csv",
    "11-giao-chi-tieu.xlsx",
    "12-bieu-2-btctw.xlsx",
];

#[test]
fn the_examples_hold_what_holds_for_any_bytes() {
    for name in EXAMPLES {
        assert!(read(&example(name), None).is_ok(), "{name}");
        holds(&example(name));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn files_that_were_changed_or_cut_bring_nothing_down(
        which in 0_usize..EXAMPLES.len(),
        changes in proptest::collection::vec((0_usize..1_000_000, 0_u8..), 0..20),
        cut in proptest::option::of(0_usize..1_000_000),
    ) {
        let mut bytes = example(EXAMPLES[which]);
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut % bytes.len());
        }
        holds(&bytes);
    }
}
