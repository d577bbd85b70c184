//! Understanding the command line; what is wrong with one, and the help, in the user's language.

use super::args::{Cli, Wrong};
use crate::model::{Arg as Value, Message};
use crate::text::Texts;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches};
use std::error::Error as _;
use std::ffi::OsString;

/// What is said in place of doing something.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) text: String,
    /// Whether it was asked for, as help is.
    pub(super) asked: bool,
}

/// Understands a command line, with the program's name before it. A line that is understood needs
/// no words, and fetching them takes a while.
pub(super) fn read(line: &[OsString], texts: impl FnOnce() -> Texts) -> Result<Cli, Said> {
    let read = |command: Command| {
        let matches = command.try_get_matches_from(line)?;
        Cli::from_arg_matches(&matches)
    };
    read(Cli::command()).or_else(|_| {
        let texts = texts();
        read(worded(Cli::command(), "", &texts)).map_err(|error| said(&error, &texts))
    })
}

/// Puts the words of the user's language on every command and argument: `help.report.quota`,
/// `help.arg.unit`, `help.value.unit`.
fn worded(command: Command, path: &str, texts: &Texts) -> Command {
    let word = |key: &str| texts.get(key).to_owned();
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}",
        texts.get("usage.heading")
    );
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(word("usage.commands"))
        .subcommand_value_name(word("help.value.command"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', ArgAction::Help));
    if path.is_empty() {
        command = command.arg(flag("version", 'V', ArgAction::Version));
    }
    let command = command.about(word(&format!("help{path}")));
    let command = command.mut_args(|arg| in_words(arg, texts));
    command.mut_subcommands(|sub| {
        let path = format!("{path}.{}", sub.get_name());
        worded(sub, &path, texts)
    })
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    Arg::new(name).short(short).long(name).action(action)
}

fn in_words(arg: Arg, texts: &Texts) -> Arg {
    let id = arg.get_id().to_string();
    let heading = if arg.is_positional() {
        "usage.arguments"
    } else {
        "usage.options"
    };
    let mut help = vec![texts.get(&format!("help.arg.{id}")).to_owned()];
    if arg.get_action().takes_values() {
        let list = |words: Vec<String>| (!words.is_empty()).then(|| words.join(", "));
        let values = arg.get_possible_values().into_iter();
        let values = values.map(|value| value.get_name().to_owned());
        let defaults = arg.get_default_values().iter();
        let defaults = defaults.map(|value| value.to_string_lossy().into_owned());
        let env = arg.get_env().into_iter();
        let env = env.map(|name| name.to_string_lossy().into_owned());
        let notes = [
            ("usage.one-of", list(values.collect())),
            ("usage.default", list(defaults.collect())),
            ("usage.env", list(env.collect())),
        ];
        let told = notes
            .into_iter()
            .filter_map(|(key, words)| Some((key, words?)));
        help.extend(told.map(|(key, words)| texts.fill(key, &[("words", &words)])));
    }
    let arg = arg
        .help(help.join("; "))
        .help_heading(texts.get(heading).to_owned());
    if !arg.get_action().takes_values() {
        return arg;
    }
    let arg = arg
        .hide_possible_values(true)
        .hide_default_value(true)
        .hide_env(true);
    arg.value_name(texts.get(&format!("help.value.{id}")).to_owned())
}

fn said(error: &Error, texts: &Texts) -> Said {
    let text = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.render().to_string(),
        _ => complaint(error, texts),
    };
    Said {
        // The library's own word for what may stand there.
        text: text.replace(
            "[OPTIONS]",
            &format!("[{}]", texts.get("help.value.options")),
        ),
        asked: !error.use_stderr(),
    }
}

/// What is wrong, what may have been meant, how the command is written.
fn complaint(error: &Error, texts: &Texts) -> String {
    let mut lines = vec![format!("ketnap: {}", texts.say(&reason(error)))];
    let meant = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let meant = meant.into_iter().filter_map(|kind| told(error, kind));
    lines.extend(meant.map(|what| texts.fill("usage.meant", &[("what", &what)])));
    let unknown = told(error, ContextKind::InvalidArg).unwrap_or_default();
    let is_text = |arg: &str| arg.starts_with('-') && arg.contains(|c: char| !is_of_a_flag(c));
    if error.kind() == ErrorKind::UnknownArgument && is_text(&unknown) {
        lines.push(texts.get("usage.dashes").to_owned());
    }
    if let Some(usage) = told(error, ContextKind::Usage) {
        let usage = usage.trim_start_matches("Usage:").trim();
        lines.push(format!("{} {usage}", texts.get("usage.heading")));
    }
    lines.push(texts.get("usage.more").to_owned());
    lines.join("\n") + "\n"
}

fn is_of_a_flag(c: char) -> bool {
    c == '-' || c.is_ascii_alphabetic()
}

fn told(error: &Error, kind: ContextKind) -> Option<String> {
    let told = error.get(kind)?.to_string();
    (!told.is_empty()).then_some(told)
}

fn reason(error: &Error) -> Message {
    let word = |kind| told(error, kind).unwrap_or_default();
    let about = |key| Message::error(key).with("arg", word(ContextKind::InvalidArg));
    match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation
            if word(ContextKind::InvalidValue).is_empty() =>
        {
            about("usage.no-value")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let wrong = error
                .source()
                .and_then(|source| source.downcast_ref::<Wrong>());
            let why = match (told(error, ContextKind::ValidValue), wrong) {
                (Some(words), _) => Message::info("usage.one-of").with("words", words),
                (None, wrong) => {
                    wrong.map_or(Message::info("usage.wrong"), |wrong| wrong.message())
                }
            };
            about("usage.bad-value")
                .with("value", word(ContextKind::InvalidValue))
                .with("why", Value::from(why))
        }
        ErrorKind::UnknownArgument => about("usage.unknown-argument"),
        ErrorKind::InvalidSubcommand => Message::error("usage.unknown-command")
            .with("command", word(ContextKind::InvalidSubcommand)),
        ErrorKind::ArgumentConflict => match told(error, ContextKind::PriorArg) {
            Some(prior) if prior != word(ContextKind::InvalidArg) => {
                about("usage.conflict").with("other", prior)
            }
            _ => about("usage.twice"),
        },
        ErrorKind::MissingRequiredArgument => about("usage.missing"),
        ErrorKind::MissingSubcommand => {
            Message::error("usage.no-command").with("words", word(ContextKind::ValidSubcommand))
        }
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => about("usage.values"),
        ErrorKind::InvalidUtf8 => Message::error("usage.not-text"),
        _ => Message::error("usage.not-understood"),
    }
}
