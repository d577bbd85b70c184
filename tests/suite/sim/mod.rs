//! One seed decides everything: who works on the book, who goes on at each call of the file system, and what goes wrong.

mod baton;
mod laws;
mod players;
mod port;
mod reckoning;
mod run;
mod script;
mod shrink;
mod soak;

use run::{Ran, run};
use script::Script;
use std::fs;
use std::path::{Path, PathBuf};

/// So many seeds are run where nothing else is said.
const SEEDS: u64 = 300;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/seeds")
}

fn read(path: &Path) -> Script {
    ron::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn fails(script: &Script) -> bool {
    !run(script).wrong.is_empty()
}

/// Says what is wrong with a script, in its smallest form, and how it is run again.
fn tell(seed: u64, script: Script) -> String {
    let small = shrink::shrink(script, fails);
    let pretty = ron::ser::PrettyConfig::new().depth_limit(3);
    let text = ron::ser::to_string_pretty(&small, pretty).unwrap();
    let Ran { wrong, log, .. } = run(&small);
    let tail: Vec<String> = log
        .iter()
        .filter(|line| line.contains(": "))
        .cloned()
        .collect();
    format!(
        "seed {seed} fails; again with KETNAP_SEED={seed}\n{}\n{}\nits smallest form, to be kept in \
         tests/fixtures/seeds:\n{text}",
        wrong.join("\n"),
        tail.join("\n")
    )
}

#[test]
fn nothing_is_lost_or_invented_whatever_the_seed_decides() {
    let kept = std::env::var("KETNAP_SCRIPT")
        .ok()
        .map(|path| read(path.as_ref()));
    if let Some(script) = kept.or_else(|| number("KETNAP_SEED").map(Script::of)) {
        let ran = run(&script);
        println!("{script:#?}\n{}", ran.log.join("\n"));
        assert!(ran.wrong.is_empty(), "{}", ran.wrong.join("\n"));
        return;
    }
    let from = number("KETNAP_FROM").unwrap_or(0);
    let count = number("KETNAP_SEEDS").unwrap_or(SEEDS);
    let mut steps = 0;
    let (mut bad, most) = (Vec::new(), number("KETNAP_BAD").unwrap_or(1));
    for seed in from..from + count {
        let script = Script::of(seed);
        let ran = run(&script);
        steps += ran.log.len();
        if !ran.wrong.is_empty() {
            bad.push(seed);
            println!("{}", tell(seed, script));
            if bad.len() as u64 >= most {
                break;
            }
        }
    }
    println!("{count} seeds from {from} on: {steps} calls and words; failed: {bad:?}");
    assert!(bad.is_empty(), "failed: {bad:?}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_the_same_log() {
    for seed in 0..20 {
        let script = Script::of(seed);
        let (one, other) = (run(&script), run(&script));
        assert_eq!(one.log, other.log, "seed {seed}");
        assert!(one == other, "seed {seed}");
    }
}

#[test]
fn what_once_failed_is_mended() {
    let mut kept: Vec<PathBuf> = fs::read_dir(kept())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    kept.sort();
    assert!(!kept.is_empty());
    for path in kept {
        let wrong = run(&read(&path)).wrong;
        assert!(
            wrong.is_empty(),
            "{}:\n{}",
            path.display(),
            wrong.join("\n")
        );
    }
}

/// A failure is made smaller without becoming another script than one that fails.
#[test]
fn a_failing_script_becomes_small() {
    let script = (0..10_000)
        .map(Script::of)
        .find(|script| script.faults.len() > 1)
        .unwrap();
    let has_a_fault = |script: &Script| !script.faults.is_empty();
    let small = shrink::shrink(script, has_a_fault);
    assert_eq!(small.faults.len(), 1);
    assert!(small.parts.iter().all(|part| part.acts.is_empty()));
    assert!(small.plan.is_empty());
}
