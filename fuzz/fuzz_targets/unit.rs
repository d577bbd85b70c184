//! Any bytes as a unit's file; what must hold then is asked of the kept files too, by `cargo test -- corpus::`.
#![no_main]

#[path = "../../tests/suite/corpus/unit.rs"]
mod unit;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unit::holds(bytes));
