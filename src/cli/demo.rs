//! `ketnap demo`: the board on the sample book in a temporary place; nothing is kept.

use super::exit::{Failure, Outcome};
use super::open::Ground;
use super::{board, init};
use crate::app::Start;
use crate::model::Message;
use std::path::PathBuf;
use tempfile::{Builder, TempDir};

pub(super) fn run(ground: Ground) -> Outcome {
    let place = place(&ground)?;
    let mut ground = ground.at(place.path().join("data"));
    // The period is for the user's own book.
    ground.config.settings.anonymise_after = 0;
    init::create(
        &ground.store,
        &ground.config,
        &Start::Sample,
        ground.today()?,
    )?;
    let outcome = board::run(ground);
    place.close()?;
    outcome
}

/// A folder that goes with the program: in the usual place for such, else where the account has
/// one, which is said.
fn place(ground: &Ground) -> Result<TempDir, Failure> {
    let usual = std::env::temp_dir();
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let others = ["/tmp", "/var/tmp", "/dev/shm"].map(PathBuf::from);
    let mut places = vec![usual.clone()];
    places.extend(runtime.into_iter().chain(others));
    places.retain(|place| place.is_absolute());
    for place in &places {
        if let Ok(made) = Builder::new().prefix("ketnap-demo-").tempdir_in(place) {
            if *place != usual {
                let message = Message::warning("cli.demo-elsewhere");
                let message = message.with("usual", usual.display().to_string());
                ground.tell(&message.with("path", place.display().to_string()));
            }
            return Ok(made);
        }
    }
    let tried: Vec<String> = places
        .iter()
        .map(|place| place.display().to_string())
        .collect();
    let message = Message::error("cli.no-temp");
    Err(message.with("paths", tried.join(", ")).into())
}
