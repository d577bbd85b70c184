//! Reading a book: all of it when it is opened, and what was changed since.

pub(super) mod gone;
pub(super) mod head;
pub(super) mod load;
pub(super) mod look;
pub(super) mod strays;
