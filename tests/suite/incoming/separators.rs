//! What text files are parted at, and what is one field.

use super::sheet;
use ketnap::exchange::incoming::grid::Value;
use ketnap::exchange::incoming::read;

/// The fields of a text file, row by row.
fn fields(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let grid = read(bytes, None).unwrap();
    let sheet = sheet(&grid, 0).clone();
    let field = |value: &Option<Value>| match value {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(other) => format!("{other:?}"),
    };
    let rows = sheet.rows.iter();
    rows.map(|row| (row.number, row.cells.iter().map(field).collect()))
        .collect()
}

#[test]
fn separators_quotes_and_numbers_of_records() {
    let of = |number: u32, fields: &[&str]| {
        (
            number,
            fields
                .iter()
                .map(|field| (*field).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    for (bytes, rows) in [
        (
            &b"a;b;c\r\n1;x, y;2,5\r\n"[..],
            vec![of(1, &["a", "b", "c"]), of(2, &["1", "x, y", "2,5"])],
        ),
        (
            b"a,b\n1,\"x;y;z\"\n",
            vec![of(1, &["a", "b"]), of(2, &["1", "x;y;z"])],
        ),
        (
            b"a\tb\tc\r1\t2,3,4\t5",
            vec![of(1, &["a", "b", "c"]), of(2, &["1", "2,3,4", "5"])],
        ),
        (
            b"sep=,\r\na;b,c\r\n1,2",
            vec![of(1, &["a;b", "c"]), of(2, &["1", "2"])],
        ),
        (b"\"sep=;\"\na;b\n", vec![of(1, &["a", "b"])]),
        // A line feed inside quotes begins no row, an empty line is one, a doubled quote is a quote.
        (
            b"a,b\n\"x\ny\",2\n\n\"\"\"\",\"say \"\"x\"\"\"\n",
            vec![
                of(1, &["a", "b"]),
                of(2, &["x\ny", "2"]),
                of(4, &["\"", "say \"x\""]),
            ],
        ),
        // A quote alone is the sign for "as above", also in the last column; one before a line feed
        // may also begin a text.
        (
            b"a;b\n1;2\n\";3\n\";4\"\"\n",
            vec![
                of(1, &["a", "b"]),
                of(2, &["1", "2"]),
                of(3, &["\"", "3"]),
                of(4, &["\"", "4\"\""]),
            ],
        ),
        (
            b"a;b\n1;2\n\";3\n",
            vec![of(1, &["a", "b"]), of(2, &["1", "2"]), of(3, &["\"", "3"])],
        ),
        (
            b"a\tb\n1\t\"\n2\t\"\n",
            vec![of(1, &["a", "b"]), of(2, &["1", "\""]), of(3, &["2", "\""])],
        ),
        (
            b"a;b\n1;\"\nx\"\n",
            vec![of(1, &["a", "b"]), of(2, &["1", "\nx"])],
        ),
        // Commas in every address part more than the semicolons do, but not the headings.
        (
            b"a;b;c;d\n1;x, y, z, u, v;2;3\n4;x, y, z, u, v;5;6\n7;x, y, z, u, v;8;9\n",
            vec![
                of(1, &["a", "b", "c", "d"]),
                of(2, &["1", "x, y, z, u, v", "2", "3"]),
                of(3, &["4", "x, y, z, u, v", "5", "6"]),
                of(4, &["7", "x, y, z, u, v", "8", "9"]),
            ],
        ),
        (
            b"List, 2026\na|b|c\n1|2|3\n",
            vec![
                of(1, &["List, 2026"]),
                of(2, &["a", "b", "c"]),
                of(3, &["1", "2", "3"]),
            ],
        ),
        (
            b"a;b\n=\"001\";'0079\n\"=\"\"002\"\"\";'=1+1\n'Anh;'\n",
            vec![
                of(1, &["a", "b"]),
                of(2, &["001", "0079"]),
                of(3, &["002", "=1+1"]),
                of(4, &["'Anh", "'"]),
            ],
        ),
        (
            b"one column\nof words\n",
            vec![of(1, &["one column"]), of(2, &["of words"])],
        ),
        (
            b"a,b\n#REF!, \n",
            vec![of(1, &["a", "b"]), of(2, &["Fault(\"#REF!\")"])],
        ),
    ] {
        assert_eq!(fields(bytes), rows, "{}", String::from_utf8_lossy(bytes));
    }
}
