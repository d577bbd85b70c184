//! The command line: one file per subcommand, exit codes, and the way to the board.

mod add;
mod advance;
mod anonymise;
mod args;
mod backup;
mod board;
mod check;
mod completions;
mod demo;
mod erase;
mod exit;
mod export;
mod guard;
mod guide;
mod ids;
mod import;
mod info;
mod init;
mod list_args;
mod log;
mod note;
mod open;
mod out_args;
mod output;
mod report;
mod restore;
mod rules;
mod set;
mod show;
mod undo;
mod usage;
mod way;

pub use output::Printed;

use crate::config::Config;
use crate::store::Store;
use crate::terminal::panic_sentence;
use crate::text::Lang;
use args::{Cli, Command};
use exit::{Exit, Failure, Outcome};
use open::Ground;
use output::{Output, panic_words};
use signal_hook::consts::SIGXFSZ;
use signal_hook::flag;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Runs the program and gives its exit code.
pub fn run() -> ExitCode {
    guard::close();
    survive_file_limits();
    let line: Vec<OsString> = std::env::args_os().collect();
    // What is no command line is told in the user's language, as far as it can be made out.
    let words = || {
        let dir = asked(&line, "--config-dir", "KETNAP_CONFIG_DIR").map(PathBuf::from);
        let dir = open::config_dir(dir.as_deref()).ok().flatten();
        let lang = asked(&line, "--lang", "KETNAP_LANG");
        let lang = lang.and_then(|word| Lang::from_code(&word.to_string_lossy()));
        Config::load(dir.as_deref(), lang).texts
    };
    let cli = match usage::read(&line, words) {
        Ok(cli) => cli,
        Err(said) if said.asked => {
            let _ = Output::default().print(&said.text);
            return Exit::Done.into();
        }
        Err(said) => {
            Output::default().say(&said.text);
            return Exit::Usage.into();
        }
    };
    let dir = open::config_dir(cli.global.config_dir.as_deref());
    let lang = open::lang(cli.global.lang);
    let config = Config::load(dir.as_ref().ok().and_then(Option::as_deref), lang);
    let texts = config.texts.clone();
    panic_sentence(panic_words(&texts));
    carry_out(cli, is_typed(&line, "--config-dir"), config)
        .unwrap_or_else(|failure| failure.tell(&texts, &Output::default()))
        .into()
}

/// Runs a command line, without the program's name, for an account on a store, and gives the exit
/// code with what was printed and said. What asks on a terminal finds none.
pub fn run_on(store: Store, account: &str, config: Config, args: &[String]) -> (u8, Printed) {
    let output = Output::kept();
    let line = std::iter::once("ketnap").chain(args.iter().map(String::as_str));
    let line: Vec<OsString> = line.map(OsString::from).collect();
    let texts = config.texts.clone();
    let ran = match usage::read(&line, || texts.clone()) {
        Ok(cli) => {
            let mut ground = Ground::on(store, account.to_owned(), &cli.global, config);
            ground.output = output.clone();
            command(cli.command, ground)
        }
        Err(said) if said.asked => output.print(&said.text).map(|()| Exit::Done),
        Err(said) => {
            output.say(&said.text);
            Ok(Exit::Usage)
        }
    };
    let exit = ran.unwrap_or_else(|failure| failure.tell(&texts, &output));
    (exit.code(), output.taken())
}

/// A limit on the size of files kills by default; handled, it is an error of the write.
fn survive_file_limits() {
    let _ = flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// The value of an option wherever it stands, else of its variable.
fn asked(line: &[OsString], option: &str, variable: &str) -> Option<OsString> {
    let after = line.windows(2).find(|pair| pair[0] == option);
    let after = after.map(|pair| pair[1].clone());
    let joined = || {
        let values = line
            .iter()
            .filter_map(|word| word.to_str()?.strip_prefix(option));
        let mut values = values.filter_map(|value| value.strip_prefix('='));
        values.next().map(OsString::from)
    };
    after.or_else(joined).or_else(|| std::env::var_os(variable))
}

/// Whether an option stands on the command line.
fn is_typed(line: &[OsString], option: &str) -> bool {
    let is = |word: &str| {
        word.strip_prefix(option)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    };
    line.iter().filter_map(|word| word.to_str()).any(is)
}

fn carry_out(cli: Cli, typed: bool, mut config: Config) -> Outcome {
    if let Some(Command::Completions { shell }) = cli.command {
        return completions::run(shell);
    }
    let given = open::config_dir(cli.global.config_dir.as_deref())?;
    let given = given.filter(|_| cli.global.config_dir.is_some());
    let missing = given.filter(|dir| !dir.exists());
    // Where it is set for every command, those that tell of the settings tell of it too.
    let told = match &cli.command {
        None | Some(Command::Demo) => false,
        Some(Command::Check { .. } | Command::Rules { .. }) => !typed,
        Some(Command::Info { .. }) => true,
        Some(_) => typed,
    };
    if let Some(missing) = missing.as_deref().map(open::no_such_folder) {
        if told {
            Output::default().tell(&config.texts, &missing.message);
        }
        if typed {
            config.problems.insert(0, missing);
        }
    }
    command(cli.command, Ground::new(&cli.global, config)?)
}

fn command(command: Option<Command>, mut ground: Ground) -> Outcome {
    ground.settle_today()?;
    match command {
        None => board::run(ground),
        Some(Command::Demo) => demo::run(ground),
        Some(Command::Init {
            demo,
            shared,
            name,
            kind,
            as_typed,
        }) => {
            ask_letters(name.as_deref(), as_typed)?;
            init::run(&ground, (demo, shared), name, &kind)
        }
        Some(Command::Report { report }) => report::run(ground, &report),
        Some(Command::Add {
            unit,
            name,
            born,
            source,
            as_typed,
        }) => {
            ask_letters([&*name], as_typed)?;
            let more = (born.as_deref(), source.as_deref());
            add::run(ground, &unit, &name, more, as_typed)
        }
        Some(Command::Advance {
            candidate,
            to,
            on,
            reason,
            as_typed,
        }) => {
            ask_letters(reason.as_deref(), as_typed)?;
            advance::run(ground, &candidate, to.as_deref(), &on, reason.as_deref())
        }
        Some(Command::Set {
            candidate,
            fields,
            as_typed,
        }) => {
            let value = |field: &String| field.split_once('=').map_or(0, |(key, _)| key.len() + 1);
            ask_letters(fields.iter().map(|field| &field[value(field)..]), as_typed)?;
            set::run(ground, &candidate, &fields, as_typed)
        }
        Some(Command::Note {
            candidate,
            text,
            as_typed,
        }) => {
            ask_letters([&*text], as_typed)?;
            note::run(ground, &candidate, &text)
        }
        Some(Command::Undo { number, yes }) => undo::run(ground, number, yes),
        Some(Command::Log { candidate, out }) => log::run(&ground, candidate.as_deref(), &out),
        Some(Command::Backup { output }) => backup::run(&ground, output.as_deref()),
        Some(Command::Restore { copy }) => restore::run(ground, &copy),
        Some(Command::Import(asked)) => import::run(ground, &asked),
        Some(Command::Export { export }) => export::run(ground, &export),
        Some(Command::Erase {
            candidate,
            reason,
            yes,
        }) => erase::run(ground, &candidate, &reason, yes),
        Some(Command::Anonymise { months, yes, out }) => anonymise::run(ground, months, yes, &out),
        Some(Command::Show { candidate, out }) => show::run(ground, &candidate, &out),
        Some(Command::Check { out }) => check::run(ground, &out),
        Some(Command::Rules { on, out }) => rules::run(&ground, on.as_deref(), &out),
        Some(Command::Info { out }) => info::run(&ground, &out),
        Some(Command::Guide { page }) => guide::run(&ground, page.as_deref()),
        Some(Command::Completions { .. }) => Ok(Exit::Done),
    }
}

/// Asks about typed texts that look garbled, unless they are said to be meant.
fn ask_letters<'a>(
    typed: impl IntoIterator<Item = &'a str>,
    as_typed: bool,
) -> Result<(), Failure> {
    if as_typed {
        return Ok(());
    }
    Ok(crate::rules::ask_letters(typed)?)
}

impl From<list_args::Letters> for crate::exchange::incoming::Alphabet {
    fn from(letters: list_args::Letters) -> Self {
        match letters {
            list_args::Letters::Utf8 => Self::Utf8,
            list_args::Letters::Utf16 => Self::Utf16,
            list_args::Letters::Windows1258 => Self::Windows1258,
            list_args::Letters::Tcvn3 => Self::Tcvn3,
            list_args::Letters::Vni => Self::Vni,
        }
    }
}

impl From<out_args::Format> for crate::exchange::Format {
    fn from(format: out_args::Format) -> Self {
        match format {
            out_args::Format::Table => Self::Table,
            out_args::Format::Json => Self::Json,
            out_args::Format::Csv => Self::Csv,
            out_args::Format::Md => Self::Md,
        }
    }
}
