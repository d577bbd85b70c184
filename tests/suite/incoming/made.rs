//! Files made for the tests: packed ones, workbooks of Excel from their XML, old ones from their records.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A packed file of parts.
pub(super) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A sheet of a workbook that is made: its name, what else is said of it, what stands in its element.
pub(super) struct Made<'a> {
    pub(super) name: &'a str,
    pub(super) said: &'a str,
    pub(super) inside: &'a str,
}

const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="3"><numFmt numFmtId="164" formatCode="mm/dd/yyyy"/><numFmt numFmtId="165" formatCode="&quot;d&quot; 0"/>
<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/><xf numFmtId="9"/></cellXfs>
</styleSheet>"#;

/// Where a part of a workbook leads to.
fn lead(id: &str, kind: &str, to: &str) -> String {
    format!(
        r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{to}"/>"#
    )
}

/// A workbook. Styles: 1 a day, 2 a day the American way, 3 a number after a d, 4 hours, 5 a day with a time, 6 a share.
pub(super) fn xlsx(sheets: &[Made<'_>], head: &str, words: &[&str]) -> Vec<u8> {
    let (mut listed, mut parts) = (Vec::new(), Vec::new());
    let mut leads = vec![
        lead("styles", "styles", "styles.xml"),
        lead("words", "sharedStrings", "/xl/sharedStrings.xml"),
    ];
    for (at, sheet) in (1..).zip(sheets) {
        let Made { name, said, inside } = sheet;
        listed.push(format!(
            r#"<sheet name="{name}" sheetId="{at}" {said} r:id="rId{at}"/>"#
        ));
        let to = format!("worksheets/sheet{at}.xml");
        leads.push(lead(&format!("rId{at}"), "worksheet", &to));
        let xml = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</worksheet>"#
        );
        parts.push((format!("xl/worksheets/sheet{at}.xml"), xml));
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("<si>{word}</si>"))
        .collect();
    let (words, listed, leads) = (words.concat(), listed.concat(), leads.concat());
    parts.push((
        "xl/sharedStrings.xml".to_owned(),
        format!("<sst>{words}</sst>"),
    ));
    parts.push(("xl/styles.xml".to_owned(), STYLES.to_owned()));
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!(
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{head}<sheets>{listed}</sheets></workbook>"#
        ),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships>{leads}</Relationships>"),
    ));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, xml)| (name.as_str(), xml.as_bytes()))
        .collect();
    packed(&parts)
}

/// A workbook of one sheet that is not hidden.
pub(super) fn one_sheet(inside: &str) -> Vec<u8> {
    let sheet = Made {
        name: "Sheet1",
        said: "",
        inside,
    };
    xlsx(&[sheet], "", &[])
}

/// A workbook with a text in each row of column A.
pub(super) fn column_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let rows = texts.into_iter().map(|text| {
        let text = escaped(text);
        format!(r#"<row><c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c></row>"#)
    });
    let rows = rows.collect::<Vec<_>>().concat();
    one_sheet(&format!("<sheetData>{rows}</sheetData>"))
}

/// A spreadsheet of a free office from what stands in its `office:spreadsheet`.
pub(super) fn ods(styles: &str, inside: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body></office:document-content>"#
    );
    packed(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ])
}

/// A file with streams (OLE), each in sectors of its own.
pub(super) fn ole(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    let sectors = |bytes: &[u8]| bytes.len().max(4_096).div_ceil(512);
    let (mut table, mut body) = (vec![0xffff_fffd_u32, END], Vec::new());
    let mut directory = vec![entry("Root Entry", 5, END, 0)];
    for (name, bytes) in streams {
        let start = table.len() as u32;
        let count = sectors(bytes);
        table.extend((1..count as u32).map(|at| start + at));
        table.push(END);
        let mut bytes = bytes.clone();
        bytes.resize(count * 512, 0);
        directory.push(entry(name, 2, start, bytes.len() as u32));
        body.extend(bytes);
    }
    assert!(
        table.len() <= 128 && directory.len() <= 4,
        "one sector each"
    );
    table.resize(128, 0xffff_ffff);
    let mut head = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    head.resize(512, 0);
    let mut put = |at: usize, bytes: &[u8]| head[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4_096_u32.to_le_bytes());
    for at in [60, 68] {
        put(at, &END.to_le_bytes());
    }
    put(76, &[0xff; 436]);
    put(76, &0_u32.to_le_bytes());
    let mut directory: Vec<u8> = directory.concat();
    directory.resize(512, 0);
    let table: Vec<u8> = table.iter().flat_map(|next| next.to_le_bytes()).collect();
    [head, table, directory, body].concat()
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = entry.len() as u16 + 2;
    entry.resize(128, 0);
    entry[64..66].copy_from_slice(&length.to_le_bytes());
    entry[66] = kind;
    entry[68..80].fill(0xff);
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&size.to_le_bytes());
    entry
}

/// A record of an old workbook.
pub(super) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = data.len() as u16;
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

/// Numbers of two bytes.
pub(super) fn words(numbers: &[u16]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

/// An old workbook: what its head holds besides, and its sheets with name, state and records. With
/// Unicode it is one of Excel 97, else one of Excel 95.
pub(super) fn xls(head: &[Vec<u8>], sheets: &[(&str, u8, Vec<Vec<u8>>)], unicode: bool) -> Vec<u8> {
    let version = if unicode { 0x0600 } else { 0x0500 };
    let begin = |kind: u16| {
        let mut data = words(&[version, kind, 0, 0]);
        data.resize(if unicode { 16 } else { 8 }, 0);
        record(0x0809, &data)
    };
    let end = record(0x000a, &[]);
    let name = |name: &str| {
        let mut out = vec![name.len() as u8];
        if unicode {
            out.push(0);
        }
        out.extend(name.bytes());
        out
    };
    let mut stream = [begin(5), head.concat()].concat();
    let listed: usize = sheets.iter().map(|sheet| 10 + name(sheet.0).len()).sum();
    let mut from = stream.len() + listed + end.len();
    let mut bodies = Vec::new();
    for (title, state, records) in sheets {
        let body = [begin(16), records.concat(), end.clone()].concat();
        let mut data = (from as u32).to_le_bytes().to_vec();
        data.extend([*state, 0]);
        data.extend(name(title));
        stream.extend(record(0x0085, &data));
        from += body.len();
        bodies.extend(body);
    }
    stream.extend(end);
    stream.extend(bodies);
    ole(&[(if unicode { "Workbook" } else { "Book" }, stream)])
}
