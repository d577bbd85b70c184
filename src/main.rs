//! The program: hands the command line over and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ketnap::cli::run()
}
