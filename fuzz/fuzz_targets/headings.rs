//! Any text as a user's rows of headings, and any cells as a list; what must hold then is asked of kept inputs too, by `cargo test -- corpus::`.
#![no_main]

#[path = "../../tests/suite/corpus/headings.rs"]
mod headings;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| headings::holds(bytes));
