//! What the process keeps to itself: no core file and no look into its memory, where people's data is.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Shuts both ways. Where the system refuses, the program still works; there is nothing to be done.
pub(super) fn close() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}
