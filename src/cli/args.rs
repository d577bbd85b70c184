//! The command line as it is typed; its words come from the text files.

use super::list_args::{Export, Import};
use super::out_args::Out;
use crate::model::{Message, Spellings, parse_loose};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;
use thiserror::Error;

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
        value_parser = given_day,
        allow_hyphen_values = true,
        value_name = "YYYY-MM-DD"
    )]
    pub(super) today: Option<Today>,
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
        #[arg(long)]
        as_typed: bool,
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
        #[arg(long, value_parser = typed_day, allow_hyphen_values = true)]
        born: Option<String>,
        #[arg(long)]
        source: Option<String>,
        #[arg(long)]
        as_typed: bool,
    },
    Advance {
        candidate: String,
        #[arg(long)]
        to: Option<String>,
        #[arg(long, value_parser = typed_day, allow_hyphen_values = true, value_name = "YYYY-MM-DD")]
        on: String,
        #[arg(long)]
        reason: Option<String>,
        #[arg(long)]
        as_typed: bool,
    },
    Set {
        candidate: String,
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
        #[arg(long)]
        as_typed: bool,
    },
    Note {
        candidate: String,
        text: String,
        #[arg(long)]
        as_typed: bool,
    },
    Undo {
        #[arg(id = "edit", value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
        number: Option<u64>,
        #[arg(id = "take_newer", long = "yes")]
        yes: bool,
    },
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
    Import(Box<Import>),
    Export {
        #[command(subcommand)]
        export: Export,
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
        #[arg(long, value_parser = from_one::<u16>, allow_negative_numbers = true)]
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
        #[arg(id = "in_force", long = "on", value_parser = typed_day, allow_hyphen_values = true, value_name = "YYYY-MM-DD")]
        on: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    Info {
        #[command(flatten)]
        out: Out,
    },
    Guide {
        page: Option<String>,
    },
    Completions {
        shell: clap_complete::Shell,
    },
}

/// Of which organisation a report is, the whole book without one, and where it goes.
#[derive(Debug, Args)]
pub(super) struct Scope {
    #[arg(long)]
    pub(super) unit: Option<String>,
    #[command(flatten)]
    pub(super) out: Out,
}

#[derive(Debug, Subcommand)]
pub(super) enum Report {
    Quota {
        #[arg(long, value_parser = year, allow_negative_numbers = true)]
        year: Option<i32>,
        #[command(flatten)]
        scope: Scope,
    },
    Pipeline {
        #[command(flatten)]
        scope: Scope,
    },
    Agenda {
        #[arg(long, value_parser = days, allow_negative_numbers = true, default_value_t = 30)]
        days: u32,
        #[command(flatten)]
        scope: Scope,
    },
    Analysis {
        #[arg(long, value_parser = year, allow_negative_numbers = true)]
        year: Option<i32>,
        #[command(flatten)]
        scope: Scope,
    },
    Causes {
        #[arg(long, value_parser = year, allow_negative_numbers = true)]
        year: Option<i32>,
        #[command(flatten)]
        scope: Scope,
    },
    Silent {
        #[arg(long, value_parser = from_one::<u32>, allow_negative_numbers = true)]
        years: Option<u32>,
        #[command(flatten)]
        scope: Scope,
    },
    NewlyAdmitted {
        #[arg(long, value_parser = year, allow_negative_numbers = true)]
        year: Option<i32>,
        #[command(flatten)]
        scope: Scope,
    },
    Survey {
        #[arg(long, value_parser = year, allow_negative_numbers = true)]
        year: Option<i32>,
        #[command(flatten)]
        scope: Scope,
    },
    Visits {
        #[command(flatten)]
        scope: Scope,
    },
    Outreach {
        #[arg(long, value_parser = year, allow_negative_numbers = true)]
        year: Option<i32>,
        #[command(flatten)]
        scope: Scope,
    },
}

impl Report {
    pub(super) fn scope(&self) -> &Scope {
        match self {
            Self::Quota { scope, .. }
            | Self::Pipeline { scope }
            | Self::Agenda { scope, .. }
            | Self::Analysis { scope, .. }
            | Self::Causes { scope, .. }
            | Self::Silent { scope, .. }
            | Self::NewlyAdmitted { scope, .. }
            | Self::Survey { scope, .. }
            | Self::Visits { scope }
            | Self::Outreach { scope, .. } => scope,
        }
    }

    /// The year asked for, of those that are of a year.
    pub(super) fn year(&self) -> Option<i32> {
        match self {
            Self::Quota { year, .. }
            | Self::Analysis { year, .. }
            | Self::Causes { year, .. }
            | Self::NewlyAdmitted { year, .. }
            | Self::Survey { year, .. }
            | Self::Outreach { year, .. } => *year,
            Self::Pipeline { .. }
            | Self::Agenda { .. }
            | Self::Silent { .. }
            | Self::Visits { .. } => None,
        }
    }
}

/// Why a value is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum Wrong {
    #[error("no day")]
    Day,
    #[error("no year")]
    Year,
    #[error("no whole number from one up")]
    FromOne,
    #[error("no number of days")]
    Days,
}

impl Wrong {
    /// What it must be.
    pub(super) fn message(self) -> Message {
        Message::info(match self {
            Self::Day => "usage.a-day",
            Self::Year => "usage.a-year",
            Self::FromOne => "usage.from-one",
            Self::Days => "usage.days",
        })
    }
}

/// The day that is to be today.
#[derive(Debug, Clone)]
pub(super) enum Today {
    /// In full.
    On(NaiveDate),
    /// In days from the clock's, which is not asked yet.
    Away(String),
}

fn given_day(text: &str) -> Result<Today, Wrong> {
    let day = if text.starts_with(['-', '+']) {
        let some = NaiveDate::from_ymd_opt(2000, 1, 1).ok_or(Wrong::Day)?;
        // A number of days has no words.
        parse_loose(text, some, &Spellings::default())
            .map(|_| Today::Away(text.to_owned()))
            .ok()
    } else {
        text.parse().map(Today::On).ok()
    };
    day.ok_or(Wrong::Day)
}

/// A day as a clerk types it, read later against today; but not the next option.
fn typed_day(text: &str) -> Result<String, Wrong> {
    let next = text.strip_prefix('-');
    if next.is_some_and(|rest| rest.starts_with('-') || rest.starts_with(char::is_alphabetic)) {
        return Err(Wrong::Day);
    }
    Ok(text.to_owned())
}

fn year(text: &str) -> Result<i32, Wrong> {
    let year = text.parse().ok();
    year.filter(|year| (1..=9999).contains(year))
        .ok_or(Wrong::Year)
}

fn days(text: &str) -> Result<u32, Wrong> {
    let days = text.parse().ok();
    days.filter(|days| *days <= 36_500).ok_or(Wrong::Days)
}

fn from_one<N: FromStr + PartialOrd + From<u8>>(text: &str) -> Result<N, Wrong> {
    let number = text.parse().ok();
    number
        .filter(|number| *number >= N::from(1))
        .ok_or(Wrong::FromOne)
}
