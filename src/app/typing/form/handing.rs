//! Which quota is handed down by a form.

use crate::model::{Code, UnitId};
use crate::rules::By;
use serde::{Deserialize, Serialize};

/// Which quota is handed down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handing {
    /// Whose.
    pub unit: UnitId,
    /// For which year.
    pub year: i32,
    /// By which plan or resolution.
    pub track: Code,
    /// The number to hand down.
    pub target: u32,
    /// What the numbers were last proposed by.
    pub by: By,
}
