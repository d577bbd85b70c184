//! An edit that waits until another has saved.

use crate::model::Edit;
use crate::store::{StoreError, Traces};
use std::time::Duration;

/// How long one attempt may last: no key waits longer.
pub(super) const ATTEMPT: Duration = Duration::from_millis(20);

/// An edit that waits for the lock, and what the files said meanwhile.
pub(super) struct Waiting {
    pub(super) edit: Box<Edit>,
    pub(super) undoes: Option<u64>,
    /// On the running clock.
    pub(super) until: Duration,
    pub(super) unheard: Option<Result<Traces, StoreError>>,
}
