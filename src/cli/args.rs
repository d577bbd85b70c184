//! The command line as it is typed; its words come from the text files.

use crate::text::Texts;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "ketnap", version, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What holds for every command.
#[derive(Debug, Clone, Args)]
pub(super) struct Global {
    #[arg(
        long,
        global = true,
        env = "KETNAP_DATA_DIR",
        hide_env_values = true,
        value_name = "DIR"
    )]
    pub(super) data_dir: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        env = "KETNAP_CONFIG_DIR",
        hide_env_values = true,
        value_name = "DIR"
    )]
    pub(super) config_dir: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        env = "KETNAP_TODAY",
        hide_env_values = true,
        value_name = "YYYY-MM-DD"
    )]
    pub(super) today: Option<NaiveDate>,
    #[arg(
        long,
        global = true,
        env = "KETNAP_LANG",
        hide_env_values = true,
        value_enum
    )]
    pub(super) lang: Option<Language>,
    #[arg(long, global = true)]
    pub(super) read_only: bool,
}

/// A language of the program.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Language {
    Vi,
    En,
}

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

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Demo,
    Init {
        #[arg(long)]
        demo: bool,
        #[arg(long)]
        shared: bool,
        #[arg(long, conflicts_with = "demo")]
        name: Option<String>,
        #[arg(long, conflicts_with = "demo", default_value = "ward")]
        kind: String,
    },
    Report {
        #[command(subcommand)]
        report: Report,
    },
    Add {
        #[arg(long)]
        unit: String,
        #[arg(long)]
        name: String,
        #[arg(long)]
        born: Option<String>,
        #[arg(long)]
        source: Option<String>,
    },
    Advance {
        candidate: String,
        #[arg(long)]
        to: Option<String>,
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: String,
        #[arg(long)]
        reason: Option<String>,
    },
    Set {
        candidate: String,
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
    Note {
        candidate: String,
        text: String,
    },
    Undo,
    Log {
        #[arg(long, value_name = "ID")]
        candidate: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Backup {
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    Restore {
        #[arg(value_name = "FILE")]
        copy: PathBuf,
    },
    Show {
        candidate: String,
        #[command(flatten)]
        out: Out,
    },
    Erase {
        candidate: String,
        #[arg(id = "why_erased", long = "reason", value_name = "REASON")]
        reason: String,
        #[arg(long)]
        yes: bool,
    },
    Anonymise {
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
        months: Option<u16>,
        #[arg(id = "really", long = "yes")]
        yes: bool,
        #[command(flatten)]
        out: Out,
    },
    Check {
        #[command(flatten)]
        out: Out,
    },
    Rules {
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<NaiveDate>,
        #[command(flatten)]
        out: Out,
    },
    Info {
        #[command(flatten)]
        out: Out,
    },
    Completions {
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Report {
    Quota {
        #[arg(long)]
        year: Option<i32>,
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Pipeline {
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Agenda {
        #[arg(long, default_value_t = 30)]
        days: u32,
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Analysis {
        #[arg(long)]
        year: Option<i32>,
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Causes {
        #[arg(long)]
        year: Option<i32>,
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Silent {
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        years: Option<u32>,
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    NewlyAdmitted {
        #[arg(long)]
        year: Option<i32>,
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Survey {
        #[arg(long)]
        year: Option<i32>,
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Visits {
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Outreach {
        #[arg(long)]
        year: Option<i32>,
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        out: Out,
    },
}

impl Report {
    pub(super) fn out(&self) -> &Out {
        match self {
            Self::Quota { out, .. }
            | Self::Pipeline { out, .. }
            | Self::Agenda { out, .. }
            | Self::Analysis { out, .. }
            | Self::Causes { out, .. }
            | Self::Silent { out, .. }
            | Self::NewlyAdmitted { out, .. }
            | Self::Survey { out, .. }
            | Self::Visits { out, .. }
            | Self::Outreach { out, .. } => out,
        }
    }
}

/// Puts the words of the user's language on every command and argument: `help.report.quota`,
/// `help.arg.unit`.
pub(super) fn worded(command: clap::Command, path: &str, texts: &Texts) -> clap::Command {
    let key = format!("help{path}");
    let command = if texts.has(&key) {
        command.about(texts.get(&key).to_owned())
    } else {
        command
    };
    let command = command.mut_args(|arg| {
        let key = format!("help.arg.{}", arg.get_id());
        if texts.has(&key) {
            arg.help(texts.get(&key).to_owned())
        } else {
            arg
        }
    });
    command.mut_subcommands(|sub| {
        let path = format!("{path}.{}", sub.get_name());
        worded(sub, &path, texts)
    })
}
