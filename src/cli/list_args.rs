//! The command line of lists that come in and go out.

use super::out_args::Out;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What holds for lists that spreadsheets take.
#[derive(Debug, Args)]
pub(super) struct Sheet {
    #[arg(long, value_enum, value_name = "SIGN")]
    pub(super) separator: Option<Separator>,
}

/// What parts the values of CSV.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Separator {
    #[value(alias = ",")]
    Comma,
    #[value(alias = ";")]
    Semicolon,
    Tab,
}

impl Sheet {
    /// The sign that parts values, where one is asked for.
    pub(super) fn sign(&self) -> Option<u8> {
        self.separator.map(|separator| match separator {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
        })
    }
}

/// A list that goes out.
#[derive(Debug, Subcommand)]
pub(super) enum Export {
    People {
        #[arg(long)]
        unit: Option<String>,
        #[arg(long, value_name = "REASON")]
        unmasked: Option<String>,
        #[command(flatten)]
        sheet: Sheet,
        #[command(flatten)]
        out: Out,
    },
    Template {
        #[command(flatten)]
        sheet: Sheet,
        #[command(flatten)]
        out: Out,
    },
}

/// Which list: one that comes in, or the last that did.
#[derive(Debug, Args)]
pub(super) struct Which {
    #[arg(id = "list", value_name = "FILE", required_unless_present = "last")]
    pub(super) file: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["list", "Answers"])]
    last: bool,
}

/// A list to be taken over, or the last one looked at.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    pub(super) which: Which,
    #[command(flatten)]
    pub(super) answers: Answers,
    #[command(flatten)]
    pub(super) out: Out,
}

/// What only a list that comes in has: answers given beforehand, and whether it is written.
#[derive(Debug, Args)]
pub(super) struct Answers {
    #[arg(id = "of_unit", long = "unit", value_name = "UNIT")]
    pub(super) unit: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    #[arg(long = "as", value_enum)]
    pub(super) read_as: Option<ReadAs>,
    #[arg(long, value_enum)]
    pub(super) letters: Option<Letters>,
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub(super) map: Vec<String>,
    #[arg(long, value_name = "TRACK")]
    pub(super) track: Option<String>,
    #[arg(id = "of_year", long = "year", value_name = "YEAR")]
    pub(super) of_year: Option<i32>,
    #[arg(long)]
    pub(super) new_units: bool,
    #[arg(long, value_enum)]
    pub(super) as_day: Option<JoinedDay>,
    #[arg(long, value_enum)]
    pub(super) dates: Option<DateOrder>,
    #[arg(long, value_enum)]
    pub(super) capitals: Option<NameLetters>,
    #[arg(long, value_enum)]
    pub(super) take: Option<Stands>,
    #[arg(long, value_name = "ROW", value_delimiter = ',')]
    pub(super) accept: Vec<u32>,
    #[arg(long, conflicts_with = "take_over")]
    pub(super) dry_run: bool,
    #[arg(id = "take_over", long = "yes")]
    pub(super) yes: bool,
}

/// What a list is read as.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ReadAs {
    People,
    Quota,
}

/// How a file's letters are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Letters {
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "utf-16")]
    Utf16,
    #[value(name = "windows-1258")]
    Windows1258,
    Tcvn3,
    Vni,
}

/// What the day of joining the Party is.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum JoinedDay {
    Decision,
    Ceremony,
}

/// What comes first in a date.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum DateOrder {
    Dmy,
    Mdy,
}

/// What becomes of names in capitals.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum NameLetters {
    Keep,
    Lower,
}

/// What stands where the file and the book differ.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Stands {
    File,
    Book,
}
