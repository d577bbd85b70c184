//! Three versions of a unit's file; what must hold then is asked of the kept files too, by `cargo test -- corpus::`.
#![no_main]

#[path = "../../tests/suite/corpus/merge.rs"]
mod merge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| merge::holds(bytes));
