//! The command line of where data goes and in which form.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Where data goes and in which form.
#[derive(Debug, Args)]
pub(super) struct Out {
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    #[arg(id = "out", short = 'o', long = "output", value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    #[arg(long)]
    pub(super) bom: bool,
}

/// How data is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Format {
    Table,
    Json,
    Csv,
    Md,
}
