//! Letters of every alphabet: words as they were written in each, in text files and inside cells, and texts that are left as they are.

use super::{made, names, sheet, shown};
use ketnap::exchange::incoming::grid::{Alphabet, Grid, Value};
use ketnap::exchange::incoming::{NotRead, read};
use ketnap::model::letters::from_latin;
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use unicode_normalization::UnicodeNormalization;

fn fixture(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/letters");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn hex(text: &str) -> Vec<u8> {
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// How each letter is written, by the tables of others.
struct Pen {
    letters: HashMap<char, Vec<u8>>,
}

impl Pen {
    /// Of a code page, a byte and its letter in each line.
    fn of_page(name: &str, from: u8) -> Self {
        let text = fixture(name);
        let rows = text.lines().map(|line| {
            let (byte, letter) = line.split_once(' ').unwrap();
            let letter = u32::from_str_radix(letter, 16).unwrap();
            (char::from_u32(letter).unwrap(), hex(byte))
        });
        Self {
            letters: rows.filter(|(_, bytes)| bytes[0] >= from).collect(),
        }
    }

    /// Of VNI, a letter and its bytes in each line.
    fn of_vni() -> Self {
        let text = fixture("vni.txt");
        let rows = text.lines().map(|line| {
            let (letter, bytes) = line.split_once(' ').unwrap();
            (letter.chars().next().unwrap(), hex(bytes))
        });
        Self {
            letters: rows.collect(),
        }
    }

    /// The bytes of a text; none where it has a letter that was never written so.
    fn write(&self, text: &str) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        for c in text.nfc() {
            if let Some(bytes) = self.letters.get(&c) {
                out.extend(bytes);
            } else if c.is_ascii() {
                out.push(u8::try_from(c).unwrap());
            } else {
                // The letter with its hat or horn, then the tone.
                let tone = |c: &char| {
                    matches!(
                        *c,
                        '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
                    )
                };
                let (tones, letter): (String, String) = std::iter::once(c).nfd().partition(tone);
                for part in letter.nfc().chain(tones.chars()) {
                    match self.letters.get(&part) {
                        Some(bytes) => out.extend(bytes),
                        None => out.push(u8::try_from(part).ok().filter(u8::is_ascii)?),
                    }
                }
            }
        }
        Some(out)
    }
}

/// The old alphabets with their pens.
fn pens() -> [(Alphabet, Pen); 3] {
    [
        (Alphabet::Tcvn3, Pen::of_page("tcvn5712-1.txt", 0xa0)),
        (Alphabet::Vni, Pen::of_vni()),
        (
            Alphabet::Windows1258,
            Pen::of_page("windows-1258.txt", 0x80),
        ),
    ]
}

/// The texts of column B of a text file, of column A of a workbook.
fn column(grid: &Grid, at: usize) -> Vec<String> {
    let cells = sheet(grid, 0).rows.iter().map(|row| row.cells[at].as_ref());
    cells
        .map(|value| match value {
            Some(Value::Text(text)) => text.clone(),
            other => panic!("{other:?}"),
        })
        .collect()
}

/// The words that an alphabet can write, and their bytes.
fn written(words: &str, pen: &Pen) -> Vec<(String, Vec<u8>)> {
    let words = words.lines();
    let written = words.filter_map(|word| Some((word.to_owned(), pen.write(word)?)));
    written.collect()
}

/// Texts as the second column of a text file.
fn as_column_b<'a>(texts: impl Iterator<Item = &'a str>, separator: char) -> String {
    texts.fold(String::new(), |mut file, text| {
        file.extend(['1', separator]);
        file.push_str(text);
        file.push('\n');
        file
    })
}

/// What differs, as a list.
fn differ(found: &[String], meant: &[String]) -> String {
    assert_eq!(found.len(), meant.len());
    let pairs = found
        .iter()
        .zip(meant)
        .filter(|(found, meant)| found != meant);
    let shown = pairs.map(|(found, meant)| format!("{meant}: {found:?}"));
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_of_words_in_every_alphabet() {
    let words = fixture("words.txt");
    for (alphabet, pen) in pens() {
        let rows = written(&words, &pen);
        assert!(rows.len() >= 200, "{alphabet:?} {}", rows.len());
        let mut bytes = Vec::new();
        for (number, (_, word)) in rows.iter().enumerate() {
            bytes.extend(format!("{number};").bytes());
            bytes.extend(word);
            bytes.extend(b"\r\n");
        }
        let meant: Vec<String> = rows.into_iter().map(|(word, _)| word).collect();
        for given in [None, Some(alphabet)] {
            let grid = read(&bytes, given).unwrap();
            assert_eq!(grid.alphabet, alphabet);
            assert_eq!(differ(&column(&grid, 1), &meant), "", "{alphabet:?}");
        }
    }
    let text = as_column_b(words.lines(), '\t');
    let meant: Vec<String> = words.lines().map(str::to_owned).collect();
    let units: Vec<u16> = text.encode_utf16().collect();
    let small: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let apart: String = text.nfd().collect();
    for (bytes, alphabet) in [
        (text.as_bytes().to_vec(), Alphabet::Utf8),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Alphabet::Utf8),
        (apart.into_bytes(), Alphabet::Utf8),
        ([&[0xff, 0xfe], &small[..]].concat(), Alphabet::Utf16),
        ([&[0xfe, 0xff], &big[..]].concat(), Alphabet::Utf16),
        (small, Alphabet::Utf16),
        (big, Alphabet::Utf16),
    ] {
        let grid = read(&bytes, None).unwrap();
        assert_eq!(grid.alphabet, alphabet);
        assert_eq!(differ(&column(&grid, 1), &meant), "", "{alphabet:?}");
    }
}

#[test]
fn words_in_old_letters_inside_the_cells_of_a_workbook() {
    let words = fixture("words.txt");
    for (alphabet, pen) in pens() {
        let rows = written(&words, &pen);
        let texts: Vec<String> = rows.iter().map(|(_, word)| from_latin(word)).collect();
        let meant: Vec<String> = rows.into_iter().map(|(word, _)| word).collect();
        for given in [None, Some(alphabet)] {
            let grid = read(&made::column_of(texts.iter().map(String::as_str)), given).unwrap();
            assert_eq!(grid.alphabet, alphabet);
            assert_eq!(differ(&column(&grid, 0), &meant), "", "{alphabet:?}");
        }
    }
    // UTF-8 that a program took for single bytes, once and twice.
    let once = |word: &str| from_latin(word.as_bytes());
    let meant: Vec<String> = words.lines().map(str::to_owned).collect();
    for twice in [false, true] {
        let texts = words
            .lines()
            .map(|word| if twice { once(&once(word)) } else { once(word) });
        let texts: Vec<String> = texts.collect();
        let grid = read(&made::column_of(texts.iter().map(String::as_str)), None).unwrap();
        assert_eq!(grid.alphabet, Alphabet::Unicode);
        assert_eq!(differ(&column(&grid, 0), &meant), "", "{twice}");
        let csv = as_column_b(texts.iter().map(String::as_str), ';');
        let grid = read(csv.as_bytes(), None).unwrap();
        assert_eq!(grid.alphabet, Alphabet::Utf8);
        assert_eq!(differ(&column(&grid, 1), &meant), "", "{twice}");
    }
}

#[test]
fn cells_in_unicode_beside_cells_in_old_letters() {
    for (alphabet, pen) in pens() {
        let old = |text: &str| from_latin(&pen.write(text).unwrap());
        let texts = [
            "Danh sách quần chúng ưu tú".to_owned(),
            "Bí thư: Nguyễn Thị Mẫu 1".to_owned(),
            old("Nguyễn Thị Mẫu 31"),
            old("Hoàng Văn Mẫu"),
            old("đảng viên dự bị"),
            "Đặng Văn Mẫu 32".to_owned(),
            "Lò Văn Mẫu".to_owned(),
            old("Lương Thị Mẫu"),
        ];
        let grid = read(&made::column_of(texts.iter().map(String::as_str)), None).unwrap();
        assert_eq!(grid.alphabet, alphabet);
        let meant = [
            "Danh sách quần chúng ưu tú",
            "Bí thư: Nguyễn Thị Mẫu 1",
            "Nguyễn Thị Mẫu 31",
            "Hoàng Văn Mẫu",
            "đảng viên dự bị",
            "Đặng Văn Mẫu 32",
            "Lò Văn Mẫu",
            "Lương Thị Mẫu",
        ];
        assert_eq!(column(&grid, 0), meant, "{alphabet:?}");
    }
}

#[test]
fn the_name_of_a_sheet_in_old_letters() {
    let inside = "<sheetData><row><c t='inlineStr'><is><t>NguyÔn ThÞ MÉu</t></is></c></row>\
        <row><c t='inlineStr'><is><t>L\u{ad}¬ng V¨n MÉu</t></is></c></row></sheetData>";
    let made = made::Made {
        name: "QuÇn chóng",
        said: "",
        inside,
    };
    let grid = read(&made::xlsx(&[made], "", &[]), None).unwrap();
    assert_eq!(names(&grid), [("Quần chúng", false)]);
    assert_eq!(shown(sheet(&grid, 0), "A2"), "Lương Văn Mẫu");
}

/// Texts that other letters could also read, and that are what they are.
const LEFT: [&str; 56] = [
    "Café",
    "Müller",
    "Straße",
    "Zürich",
    "Ångström",
    "François",
    "São Paulo",
    "München",
    "naïve",
    "résumé",
    "Citroën",
    "Björk",
    "Łódź",
    "Škoda",
    "Żywiec",
    "Dvořák",
    "25 °C",
    "± 0,5",
    "10 m²",
    "5 m³",
    "½",
    "¼ ha",
    "µg",
    "§ 5",
    "© 2026",
    "® Mẫu",
    "« Mẫu »",
    "“Mẫu”",
    "…",
    "– 5",
    "Mẫu – 2",
    "100 €",
    "£ 5",
    "№ 5",
    "•",
    "✓",
    "Hoà",
    "Thuỷ",
    "Lò Văn Mẫu",
    "Vàng A Mẫu",
    "Sùng Thị Mẫu",
    "Giàng A Páo",
    "K'Brêh",
    "H'Hen Niê",
    "Y Điêng",
    "Ê Đê",
    "Rơ Châm",
    "Siu Blăh",
    "Thào Mí",
    "xã Tà Mung",
    "Ê",
    "à",
    "ô tô",
    "Đinh Núp",
    "Ksor Krơn",
    "Bàn Tài Đoàn",
];

#[test]
fn texts_that_are_what_they_are_are_left() {
    for text in LEFT {
        let grid = read(&made::column_of([text]), None).unwrap();
        assert_eq!(
            (grid.alphabet, column(&grid, 0)),
            (Alphabet::Unicode, vec![text.to_owned()])
        );
        let line = format!("1;{text}\n2;x\n");
        let grid = read(line.as_bytes(), None).unwrap();
        assert_eq!(
            (grid.alphabet, shown(sheet(&grid, 0), "B1")),
            (Alphabet::Utf8, text.to_owned())
        );
    }
    let all: Vec<String> = LEFT.map(str::to_owned).to_vec();
    let grid = read(&made::column_of(LEFT), None).unwrap();
    assert_eq!(grid.alphabet, Alphabet::Unicode);
    assert_eq!(differ(&column(&grid, 0), &all), "");
    // Every name of all peoples, in one file.
    let text = fixture("names.txt");
    let names: Vec<String> = text.lines().map(str::to_owned).collect();
    let grid = read(&made::column_of(text.lines()), None).unwrap();
    assert_eq!(grid.alphabet, Alphabet::Unicode);
    assert_eq!(differ(&column(&grid, 0), &names), "");
}

#[test]
fn letters_that_are_named_are_taken_or_refused() {
    // A word alone may be many things.
    let word = b"H\xe4 t\xaan\n";
    let grid = read(word, Some(Alphabet::Tcvn3)).unwrap();
    assert_eq!(shown(sheet(&grid, 0), "A1"), "Họ tên");
    for (bytes, given) in [
        (&word[..], Alphabet::Utf8),
        (b"odd", Alphabet::Utf16),
        (b"K\xf6ln, Stra\xdfe", Alphabet::Windows1258),
        (b"Nguy\xe3\xe3n \xfe", Alphabet::Vni),
    ] {
        assert_eq!(read(bytes, Some(given)), Err(NotRead::Letters), "{given:?}");
    }
    // Letters that the file's own mark speaks against are not forced upon it.
    let marked = "\u{feff}Họ tên\n";
    let grid = read(marked.as_bytes(), Some(Alphabet::Windows1258)).unwrap();
    assert_eq!(shown(sheet(&grid, 0), "A1"), "Họ tên");
}
