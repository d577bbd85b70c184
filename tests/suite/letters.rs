//! Letters of before Unicode: the tables against those of others, files read whole, names that are asked about and names that are not.

use ketnap::model::letters::{Letters, decode, detect, garbled, is_syllable, score};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use unicode_normalization::UnicodeNormalization;

fn fixture(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/letters");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Rows of a table: a byte and the letter it means.
fn table(name: &str) -> Vec<(u8, char)> {
    let row = |line: &str| {
        let (byte, letter) = line.split_once(' ').unwrap();
        let letter = u32::from_str_radix(letter, 16).unwrap();
        (
            u8::from_str_radix(byte, 16).unwrap(),
            char::from_u32(letter).unwrap(),
        )
    };
    fixture(name).lines().map(row).collect()
}

#[test]
fn tcvn3_and_windows_1258_are_read_as_the_c_library_reads_them() {
    // Below A0 the fonts keep the signs of Windows where the standard has rare capitals.
    for (name, letters, from) in [
        ("tcvn5712-1.txt", Letters::Tcvn3, 0xa0),
        ("windows-1258.txt", Letters::Windows1258, 0x80),
    ] {
        let rows = table(name);
        assert!(rows.len() > 110);
        for (byte, letter) in rows.into_iter().filter(|(byte, _)| *byte >= from) {
            // Letters of other languages are not explained; everything else is the same.
            let read = decode(&[byte], letters);
            let foreign = letters == Letters::Windows1258 && read.is_none();
            assert!(
                foreign || read == Some(letter.to_string()),
                "{name} {byte:02X}: {read:?}"
            );
        }
    }
    // Tones follow their letter.
    assert_eq!(
        decode(b"Nguy\xea\xden Thi\xf2", Letters::Windows1258).as_deref(),
        Some("Nguyễn Thị")
    );
}

#[test]
fn vni_is_read_as_its_chart_has_it() {
    let mut seen = BTreeSet::new();
    for line in fixture("vni.txt").lines() {
        let (letter, bytes) = line.split_once(' ').unwrap();
        let bytes: Vec<u8> = (0..bytes.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&bytes[at..at + 2], 16).unwrap())
            .collect();
        let read = decode(&bytes, Letters::Vni);
        assert_eq!(read.as_deref(), Some(letter), "{bytes:02x?}");
        seen.insert(letter.to_owned());
    }
    assert_eq!(seen.len(), 2 * 73);
    assert_eq!(
        decode(b"Nguye\xe3n Th\xf2 Ma\xe3u", Letters::Vni).as_deref(),
        Some("Nguyễn Thị Mẫu")
    );
    // Capitals with the small sign, as people typed them.
    assert_eq!(
        decode(b"O\xe2ng U\xf9t A\xf9nh", Letters::Vni).as_deref(),
        Some("Ông Út Ánh")
    );
}

#[test]
fn a_whole_file_is_read_in_the_letters_that_explain_it() {
    let tcvn3 = b"STT;H\xe4 v\xb5 t\xaan;N\xa8m sinh;Chi b\xe9;Ng\xb5y c\xcap GCN\r\n\
        1;Ho\xb5ng Th\xde M\xc9u 67;1987;Th\xabn M\xc9u 5\r\n2;L\xad\xacng V\xa8n M\xc9u 68;1992;Th\xabn M\xc9u 5\r\n";
    let w1258 = b"STT,Ho\xf2 v\xe0 t\xean,Ng\xe0y sinh,\xd0\xf5n vi\xf2\r\n\
        1,Nguy\xea\xden Thi\xf2 M\xe2\xdeu 65,05/06/1990\r\n2,\xd0\xe3\xf2ng V\xe3n M\xe2\xdeu 66,06/05/1991,S\xe1n Di\xccu\r\n";
    let vni = b"STT;Ho\xef va\xf8 te\xe2n\r\n1;Ho\xe0 Th\xf2 Ma\xe3u\r\n2;\xd1a\xebng Va\xean Ma\xe3u\r\n";
    for (bytes, letters, holds) in [
        (&tcvn3[..], Letters::Tcvn3, "Lương Văn Mẫu 68"),
        (w1258, Letters::Windows1258, "Đặng Văn Mẫu 66"),
        (vni, Letters::Vni, "Hồ Thị Mẫu"),
        ("Họ và tên;Nguyễn Thị Mẫu".as_bytes(), Letters::Utf8, "Mẫu"),
    ] {
        let (found, text) = detect(bytes).unwrap();
        assert_eq!(found, letters);
        assert!(text.contains(holds), "{text}");
        assert!(text.nfc().eq(text.chars()));
        let (good, all) = score(&text);
        assert!(good * 10 >= all * 8 && all > 2, "{good} of {all}: {text}");
    }
    // A letter that no Vietnamese text has, and bytes that are no text.
    assert_eq!(detect(b"Stra\xdfe, K\xf6ln, \xc4rzte, \xdcbung"), None);
    assert_eq!(detect(&[0xff, 0xfe, 0x81, 0x90, 0xff]), None);
}

/// `\u{…}` in a fixture.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, after) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = after;
    }
    out + rest
}

#[test]
fn text_in_old_letters_is_told_with_what_it_perhaps_was() {
    let text = fixture("garbled.txt");
    let mut wrong = Vec::new();
    for line in text.lines() {
        let mut parts = line.split('\t');
        let (kind, typed, right) = (
            parts.next().unwrap(),
            unescaped(parts.next().unwrap()),
            parts.next().unwrap(),
        );
        let found = garbled(&typed);
        let looks = found.as_ref().and_then(|found| found.looks);
        let perhaps = found.as_ref().and_then(|found| found.perhaps.as_deref());
        if (looks.map(Letters::name), perhaps) != (Some(kind), Some(right)) {
            wrong.push(format!("{kind} {typed:?} {right}: {found:?}"));
        }
    }
    assert!(text.lines().count() > 200);
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    for lost in ["Nguy\u{fffd}n Th\u{fffd} M\u{fffd}u", "Nguy?n Th? M?u"] {
        let found = garbled(lost).unwrap();
        assert_eq!((found.looks, found.perhaps), (None, None));
    }
    // What the terminal or a tidying dropped on the way cannot be told, but that it is missing can.
    for torn in ["Nguyá»n Thá» Máº«u", "Äá» Máº«u", "Äinh Mẫu"] {
        assert_eq!(garbled(torn).unwrap().looks, Some(Letters::Utf8), "{torn}");
    }
}

#[test]
fn names_of_all_peoples_and_places_are_never_complained_about() {
    let text = fixture("names.txt");
    let mut count = 0;
    let mut alarms = Vec::new();
    for line in text.lines() {
        let capitals = line.to_uppercase();
        let apart: String = line.nfd().collect();
        let words = line.split([' ', ',']);
        for shown in words.chain([line, &*capitals, &*apart]) {
            count += 1;
            if let Some(found) = garbled(shown) {
                alarms.push(format!("{shown}: {found:?}"));
            }
        }
    }
    assert!(count > 1_000);
    assert!(
        alarms.is_empty(),
        "{} of {count}\n{}",
        alarms.len(),
        alarms.join("\n")
    );
}

#[test]
fn every_syllable_is_readable_as_it_stands() {
    let text =
        fixture("names.txt") + "giấc quyển nghiêng khuỷu xoong ngoéo thuở giềng ưỡn ượt yểng uyên";
    assert!(
        ["quyển", "giềng", "khuỷu", "Hoà", "HÒA", "gì", "quốc"]
            .into_iter()
            .all(is_syllable)
    );
    for bad in [
        "NguyÔn", "Maãu", "quyêt", "hoằ", "kà", "cê", "nghà", "tốố", "hàc", "Mẫuu", "ngưu1", "MẪu",
        "",
    ] {
        assert!(!is_syllable(bad), "{bad}");
    }
    let onsets = [
        "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
        "nh", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
    ];
    let words: BTreeSet<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| is_syllable(word))
        .map(str::to_lowercase)
        .collect();
    assert!(words.len() > 250, "{}", words.len());
    for word in &words {
        let rhyme: String = word
            .chars()
            .skip_while(|c| {
                !"aăâeêioôơuưy".contains(c.nfd().next().unwrap()) && !"ơưăâêô".contains(*c)
            })
            .collect();
        for onset in onsets {
            let other = format!("{onset}{rhyme}");
            for shown in [other.to_uppercase(), other] {
                assert_eq!(garbled(&shown), None, "{shown}");
            }
        }
    }
}
