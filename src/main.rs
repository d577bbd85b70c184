//! The program: hands the command line over and returns its exit code.

use std::process::ExitCode;

/// A book is tens of thousands of small texts; reading it is a good part allocation.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ketnap::cli::run()
}
