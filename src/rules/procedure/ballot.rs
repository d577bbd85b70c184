//! The arithmetic of votes: which rule a vote falls under, whether it carried, how often one failed.

use crate::model::{Candidate, Vote};
use crate::rules::Rules;
use crate::rules::procedure::{Procedure, VoteRule};
use chrono::NaiveDate;

/// The rule that a vote falls under, in a set.
pub fn rule_of<'a>(set: &'a Procedure, vote: &Vote) -> Option<&'a VoteRule> {
    let mut rows = set.votes.iter().filter(|row| row.stage == vote.stage);
    match &vote.body {
        None => rows.next(),
        Some(body) => rows.find(|row| row.id == *body),
    }
}

/// Votes that a vote needed to carry, by the set in force on its day; none where no rule speaks of it.
pub fn needed(rules: &Rules, vote: &Vote) -> Option<u32> {
    rule_of(rules.on(vote.on), vote).map(|rule| rule.share.needed(vote.n))
}

/// Whether a vote carried. Nobody carries where nobody counts.
pub fn carried(rules: &Rules, vote: &Vote) -> bool {
    vote.n > 0 && needed(rules, vote).is_some_and(|needed| vote.agree >= needed)
}

/// How the votes under one rule went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// None was held.
    Open,
    /// The last one carried.
    Carried(&'a Vote),
    /// The last one failed.
    Failed(&'a Vote),
    /// So many failed that the level above considers; the last of them.
    GoneUp(&'a Vote),
}

/// How the votes on a person under a rule went, by a day.
pub fn outcome<'a>(
    rules: &Rules,
    person: &'a Candidate,
    rule: &VoteRule,
    by: NaiveDate,
) -> Outcome<'a> {
    let under = |vote: &&Vote| {
        let row = rule_of(rules.on(vote.on), vote);
        vote.on <= by && row.is_some_and(|row| row.id == rule.id)
    };
    let mut failed = 0;
    let mut last = Outcome::Open;
    let mut votes: Vec<&Vote> = person.votes.iter().filter(under).collect();
    votes.sort_by_key(|vote| vote.on);
    for vote in votes {
        last = if carried(rules, vote) {
            failed = 0;
            Outcome::Carried(vote)
        } else {
            failed += 1;
            match rule.up_after {
                Some(most) if failed >= most => Outcome::GoneUp(vote),
                _ => Outcome::Failed(vote),
            }
        };
    }
    last
}
