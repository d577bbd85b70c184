//! `ketnap completions`: a script for the shell.

use super::args::Cli;
use super::exit::{Exit, Outcome};
use super::output::Output;
use clap::CommandFactory;

pub(super) fn run(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "ketnap", &mut script);
    Output::default().print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
