//! `ketnap rules`: the rule set in force on a day, and where each value comes from.

use super::exit::{Exit, Outcome};
use super::open::Ground;
use super::out_args::Out;
use crate::exchange::{Report as _, RulesReport};
use crate::model::{Message, in_reach, parse_loose};

pub(super) fn run(ground: &Ground, on: Option<&str>, out: &Out) -> Outcome {
    let way = out.way()?;
    let config = &ground.config;
    let on = match on {
        Some(typed) => match typed.parse() {
            Ok(day) => in_reach(day)?,
            Err(_) => parse_loose(typed, ground.today()?, &config.rules.spellings)?,
        },
        None => ground.today()?,
    };
    let problems = config.problems.iter().chain(&config.strays);
    let problems: Vec<Message> = problems.map(|problem| problem.message.clone()).collect();
    for problem in &problems {
        ground.tell(problem);
    }
    let report = RulesReport::new(&config.rules, on, &problems, &config.texts);
    let text = report.print_in(way.room, way.format, &config.texts);
    way.give(ground, &text)?;
    Ok(Exit::Done)
}
