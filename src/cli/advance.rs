//! `ketnap advance`: a candidate to the next stage or a named one, through the board's own rules.

use super::exit::{Exit, Failure, Outcome};
use super::ids::candidate_id;
use super::open::Ground;
use crate::model::{Code, Message, parse_loose};
use crate::rules::{Case, StepTo};

pub(super) fn run(
    ground: Ground,
    candidate: &str,
    to: Option<&str>,
    on: &str,
    reason: Option<&str>,
) -> Outcome {
    let mut open = ground.open()?;
    let id = candidate_id(candidate)?;
    let on = parse_loose(on, open.today, &open.rules().spellings)?;
    let unknown = |text: &str| {
        let stages = &open.rules().procedure.stages;
        let known: Vec<&str> = stages.iter().map(|s| s.id.as_str()).collect();
        let message = Message::error("refused.unknown");
        Failure::from(message.with("given", text).with("known", known.join(", ")))
    };
    let to = to
        .map(|text| Code::new(text).map_err(|_| unknown(text)))
        .transpose()?;
    let change = Case::find(open.known(), &id)?.advance(StepTo {
        to: to.as_ref(),
        on,
        why: reason,
    })?;
    open.commit(change, None)?;
    Ok(Exit::Done)
}
