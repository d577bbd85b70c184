//! How much of a file is read; a larger one is refused, most of it before anything is unpacked.

/// How many bytes a file may have.
pub const BYTES: usize = 50 << 20;
/// How many rows of a sheet may hold anything.
pub const ROWS: usize = 100_000;
/// How many columns a sheet may have.
pub const COLUMNS: usize = 300;
/// How many sheets a file may have.
pub const SHEETS: usize = 200;
/// How many bytes the parts of a packed file may have together.
pub(super) const UNPACKED: u64 = 300 << 20;
/// How many parts a packed file may have.
pub(super) const PARTS: usize = 10_000;
/// Places for cells up to the last one of each row, of all sheets together.
pub(super) const CELLS: usize = 3_000_000;
/// Bytes of text of all cells together.
pub(super) const TEXT: usize = 128 << 20;
/// Merged cells of a sheet.
pub(super) const MERGED: usize = 100_000;
