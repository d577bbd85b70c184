//! Any bytes as a journal and as what takes edits back; what must hold then is asked of the kept files too, by `cargo test -- corpus::`.
#![no_main]

#[path = "../../tests/suite/corpus/journal.rs"]
mod journal;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| journal::holds(bytes));
