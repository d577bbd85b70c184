//! Nothing that was saved is lost: power cuts at every step, disks that fail, torn and damaged journals.

mod beneath;
mod clock;
mod conformance;
mod crash;
mod erasure;
mod errors;
pub(crate) mod ext4;
mod journal;
mod kill;
mod opening;
pub(crate) mod real;
mod scene;
mod shown;
mod snapshot;
