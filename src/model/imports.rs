//! What became of the rows of a list that was taken over: numbers, marks and ids, no value of anybody.

use super::{CandidateId, UnitId};
use serde::{Deserialize, Serialize};

/// What this machine keeps of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its number in the book.
    pub n: u32,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// Its rows, in the order of the file.
    pub rows: Vec<ImportedRow>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportedRow {
    /// The place of its sheet among those of the file, from 1; none in a text file. The name of a
    /// sheet may be a person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<u32>,
    /// Its number as a spreadsheet shows it.
    pub row: u32,
    /// The word of its mark, as the preview has it for programs.
    pub mark: String,
    /// Whether something of it was written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken: bool,
    /// What was told or asked of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<ImportedProblem>,
    /// The person that it is of, where that is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<CandidateId>,
    /// The organisation that it is a quota of, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

/// Something that was told or asked of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportedProblem {
    /// The cell, as `F12`.
    pub cell: String,
    /// The word of its kind, as the preview has it for programs.
    pub code: String,
}
