//! The sample book, built in: the files that `ketnap demo` and `ketnap init --demo` lay down.

/// The sample's `book.ron`.
pub const BOOK: &str = include_str!("../../config/demo/book.ron");

macro_rules! units {
    ($($name:literal,)*) => {
        &[$(include_str!(concat!("../../config/demo/units/", $name, ".ron")),)*]
    };
}

/// The sample's files in `units/`; a test holds that none is forgotten.
pub const UNITS: &[&str] = units![
    "bac-kan",
    "duc-xuan-mau-1",
    "duc-xuan-mau-2",
    "duc-xuan-mau-3",
    "duc-xuan",
    "duong-quang-mau-1",
    "duong-quang-mau-2",
    "duong-quang-mau-3",
    "duong-quang-mau-4",
    "duong-quang",
    "huyen-tung-mau-1",
    "huyen-tung-mau-2",
    "huyen-tung",
    "nguyen-thi-minh-khai-doanh-nghiep",
    "nguyen-thi-minh-khai-mau-1",
    "nguyen-thi-minh-khai-mau-2",
    "nguyen-thi-minh-khai-mau-3",
    "nguyen-thi-minh-khai",
    "nong-thuong-mau-1",
    "nong-thuong-mau-2",
    "nong-thuong-mau-3",
    "nong-thuong-mau-4",
    "nong-thuong",
    "phung-chi-kien-mau-1",
    "phung-chi-kien-mau-2",
    "phung-chi-kien-to-7",
    "phung-chi-kien",
    "song-cau-bo-phan",
    "song-cau-mau-1",
    "song-cau-mau-2",
    "song-cau",
    "xuat-hoa-mau-1",
    "xuat-hoa-mau-2",
    "xuat-hoa",
];
