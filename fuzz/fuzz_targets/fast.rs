//! Any bytes to the quick reader and to `ron`; what must hold then is asked of the kept files too, by `cargo test -- corpus::`.
#![no_main]

#[path = "../../tests/suite/corpus/fast.rs"]
mod fast;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fast::holds(bytes));
