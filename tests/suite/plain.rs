//! Texts that are measured letter by letter are measured as the libraries measure them.

use ketnap::text::{is_plain, width};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

fn plain() -> Vec<char> {
    let all = ('\0'..=char::MAX).filter(|c| is_plain(c.encode_utf8(&mut [0; 4])));
    all.collect()
}

#[test]
fn each_plain_letter_stands_alone_in_one_column() {
    let letters = plain();
    assert!(letters.len() > 600);
    for c in &letters {
        assert_eq!(c.to_string().width(), 1, "{c:?}");
    }
    let there: String = letters.iter().collect();
    let back: String = letters.iter().rev().collect();
    for text in [there, back] {
        assert_eq!(text.graphemes(true).count(), letters.len());
    }
}

#[test]
fn texts_of_vietnamese_are_plain_once_composed_and_joined_letters_never_are() {
    assert!(is_plain("Nguyễn Thị Hường, đảng ủy xã Nông Thượng – 7/11…"));
    for text in [
        "e\u{302}",
        "a\u{200b}b",
        "\u{ad}",
        "👩‍🌾",
        "日本",
        "\t",
        "\u{202e}x",
        "▪\u{fe0f}",
    ] {
        assert!(!is_plain(text), "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_width_is_the_librarys(text in "[\\PC\u{300}-\u{36f}ạ-ỹ]{0,30}") {
        prop_assert_eq!(width(&text), text.width());
    }
}
