//! Taking people out of everything this machine keeps, and finding what is kept about them.

pub(super) mod erase;
pub(super) mod erased_words;
pub(super) mod erasing;
pub(super) mod held;
