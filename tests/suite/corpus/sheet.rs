//! What holds for any bytes as a file that comes in: read to rows in order within the limits, or refused; never more.

use ketnap::exchange::incoming::grid::{Row, Value};
use ketnap::exchange::incoming::{COLUMNS, ROWS, SHEETS, read};

fn row_holds(row: &Row) {
    assert!(row.cells.len() <= COLUMNS && row.cells.last().is_some_and(Option::is_some));
    for cell in row.cells.iter().flatten() {
        if let Value::Text(text) = cell {
            assert!(!text.trim().is_empty(), "{text:?}");
        }
    }
}

pub(crate) fn holds(bytes: &[u8]) {
    let Ok(grid) = read(bytes, None) else {
        return;
    };
    assert_eq!(grid.sha256.len(), 64);
    assert!(grid.sheets.len() <= SHEETS);
    assert!(grid.sheets.iter().any(|sheet| !sheet.rows.is_empty()));
    for sheet in &grid.sheets {
        assert!(sheet.rows.len() <= ROWS);
        assert!(sheet.rows.is_sorted_by_key(|row| row.number));
        sheet.rows.iter().for_each(row_holds);
    }
}
