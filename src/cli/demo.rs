//! `ketnap demo`: the board on the sample book in a temporary place; nothing is kept.

use super::exit::Outcome;
use super::open::{Ground, clock};
use super::{board, init};
use crate::app::Start;

pub(super) fn run(ground: Ground) -> Outcome {
    let place = tempfile::Builder::new().prefix("ketnap-demo-").tempdir()?;
    let mut ground = ground.at(place.path().join("data"));
    // The period is for the user's own book.
    ground.config.settings.anonymise_after = 0;
    init::create(&ground.store, &ground.config, &Start::Sample, clock())?;
    let outcome = board::run(ground);
    place.close()?;
    outcome
}
