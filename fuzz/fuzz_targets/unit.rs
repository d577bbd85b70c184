//! Any bytes as a unit's file, and to the quick reader and `ron`; what must hold then is asked of the kept files too, by `cargo test -- corpus::`.
#![no_main]

#[path = "../../tests/suite/corpus/fast.rs"]
mod fast;
#[path = "../../tests/suite/corpus/unit.rs"]
mod unit;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fast::holds(bytes);
    unit::holds(bytes);
});
