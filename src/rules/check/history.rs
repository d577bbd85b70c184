//! What the way of somebody lacks who was taken over from a list: days of steps that the list did not give.

use crate::model::{Arg, Between, Candidate, Message, Place, Unit};
use crate::rules::Known;
use crate::rules::procedure::route::passage;

/// One sentence on what is lacking; none where nothing is, or the way was not taken over.
pub(in crate::rules) fn lacking(
    known: Known<'_>,
    unit: &Unit,
    person: &Candidate,
) -> Option<Message> {
    let stages = &known.rules.procedure.stages;
    let import = person.steps.iter().rev().find_map(|step| step.taken_over)?;
    let first = &known.rules.procedure.first().id;
    if person.steps.iter().any(|step| step.is_since_unknown(first)) {
        return Some(Message::warning("check.since-unknown").with("number", import));
    }
    let reached = person.steps.iter().filter_map(|step| match &step.to {
        Place::Stage(id) => known.rules.procedure.index(id),
        Place::Paused | Place::Exit(_) => None,
    });
    let reached: Vec<usize> = reached.collect();
    let last = *reached.iter().max()?;
    let chain = passage(known, unit, known.today).chain;
    let between = (1..last).filter(|at| stages[*at].on(chain) && !reached.contains(at));
    let names: Vec<Arg> = between.map(|at| stages[at].name.clone().into()).collect();
    let message = Message::warning("check.steps-lacking").with("number", import);
    (!names.is_empty()).then(|| message.with("what", Arg::Several(Between::Commas, names)))
}
