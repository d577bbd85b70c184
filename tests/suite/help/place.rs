//! A home of its own for the program: a data directory, settings, and the program run in it.

use crate::help::world::temp;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::DirEntry;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a loaded machine; a passing test never waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Place {
    pub(crate) home: TempDir,
}

impl Place {
    pub(crate) fn empty() -> Self {
        Self { home: temp() }
    }

    /// With the sample book in the data directory.
    pub(crate) fn sample() -> Self {
        let place = Self::empty();
        assert!(place.run(&["init", "--demo"]).status.success());
        place
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The program in a home of its own, on the day of the sample.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ketnap"));
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("PATH", "/usr/bin:/bin")
            .env("KETNAP_DATA_DIR", self.data())
            .env("KETNAP_CONFIG_DIR", self.home.path().join("config"))
            .env("KETNAP_TODAY", "2022-11-27");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command().args(args).output().unwrap()
    }

    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What is printed where the terminal is eighty columns wide.
    pub(crate) fn ok_at_eighty(&self, args: &[&str]) -> String {
        let output = self.command().env("COLUMNS", "80").args(args).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let mut args = args.to_vec();
        args.extend(["--format", "json"]);
        serde_json::from_str(&self.ok(&args)).unwrap()
    }

    /// The commands below one, by what the program itself says.
    pub(crate) fn commands(&self, path: &[&str]) -> Vec<String> {
        let help = self.ok(&[path, &["--help", "--lang", "en"]].concat());
        let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        let rows = lines.take_while(|line| line.starts_with("  "));
        rows.map(|row| row.split_whitespace().next().unwrap().to_owned())
            .collect()
    }

    /// Whether a command takes an option.
    pub(crate) fn takes(&self, path: &[&str], option: &str) -> bool {
        let help = self.ok(&[path, &["--help", "--lang", "en"]].concat());
        help.contains(option)
    }

    /// The names of all reports.
    pub(crate) fn reports(&self) -> Vec<String> {
        let all = self.commands(&["report"]);
        assert!(all.len() >= 10, "{all:?}");
        all
    }

    /// Exit code and what was said on standard error.
    pub(crate) fn fails(&self, args: &[&str]) -> (i32, String) {
        let output = self.run(args);
        assert!(output.stdout.is_empty(), "{args:?}: data on a failure");
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    /// All files of the book with their bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.data()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.clone(), std::fs::read(path).unwrap());
                }
            }
        }
        found
    }

    /// Waits until what is being typed on a board of this book is on disk.
    pub(crate) fn wait_for_draft(&self, typed: &str) {
        let until = Instant::now() + PATIENCE;
        let local = self.data().join(".local");
        let holds = |file: DirEntry| {
            let of_a_board = file.file_name().to_string_lossy().starts_with("draft-");
            of_a_board && std::fs::read_to_string(file.path()).is_ok_and(|it| it.contains(typed))
        };
        while !std::fs::read_dir(&local).unwrap().flatten().any(holds) {
            assert!(Instant::now() < until, "no draft holds '{typed}'");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
