//! What the program tells of the machine that built it: nothing.

use crate::world::temp;
use std::fs;
use std::path::Path;
use std::process::Command;

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn no_text_of_the_program_names_a_folder_of_the_machine_that_built_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let settings = fs::read_to_string(root.join(".cargo/config.toml")).unwrap();
    assert!(settings.contains("rustc-wrapper = \".cargo/rustc\""));
    // A crate of a registry that can panic, built as Cargo builds it.
    let home = temp();
    let krate = home.path().join("registry/src/index-1/mau-1.0.0/src");
    fs::create_dir_all(&krate).unwrap();
    let source = krate.join("main.rs");
    let text = "fn main() { let n = std::env::args().count(); println!(\"{}\", [1, 2][n]); }";
    fs::write(&source, text).unwrap();
    let built = home.path().join("built");
    let build = |command: &mut Command| {
        let command = command.env("CARGO_HOME", home.path()).current_dir(&krate);
        let command = command.arg("-o").arg(&built).arg(&source);
        let done = command.output().unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        fs::read(&built).unwrap()
    };
    let folder = home.path().display().to_string();
    assert!(holds(
        &build(&mut Command::new("rustc")),
        &format!("{folder}/registry")
    ));
    let bytes = build(Command::new(root.join(".cargo/rustc")).arg("rustc"));
    assert!(!holds(&bytes, &format!("{folder}/registry")));
    assert!(holds(&bytes, "crates/mau-1.0.0/src/main.rs"));
}
