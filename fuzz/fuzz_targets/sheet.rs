//! Any bytes as a file that comes in; what must hold then is asked of the examples too, by `cargo test -- incoming::`.
#![no_main]

#[path = "../../tests/suite/corpus/sheet.rs"]
mod sheet;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sheet::holds(bytes));
