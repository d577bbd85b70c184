//! What becomes of a change: made, saved, taken back, met by what others have saved.

pub(in crate::app) mod commit;
pub(in crate::app) mod history;
pub(in crate::app) mod news;
pub(in crate::app) mod settle;
pub(in crate::app) mod told;
pub(in crate::app) mod turns;
