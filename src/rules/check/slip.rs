//! What is wrong with a rule set that could be read: words that nothing knows, sets that lean on each other.

use crate::model::Code;
use crate::rules::procedure::data::Kind;
use crate::rules::procedure::ruleset::{RuleSet, ring};
use crate::rules::procedure::{Procedure, Ruled};

/// A word of a rule set that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The field that it stands in.
    pub field: &'static str,
    /// The word.
    pub word: Code,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a word of a rule set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing bears it; the words that there are.
    Unknown(Vec<Code>),
    /// The set leans on itself, by these.
    Ring(Vec<Code>),
    /// The set has no stages, neither its own nor taken over.
    NoStages,
}

/// What is wrong with the users' sets among all, each by its place: with what they are stated
/// over first, then with the words of their rows. All stand in the order of their first days.
pub fn slips(all: &[RuleSet], users: &[&RuleSet], kinds: &[Kind]) -> Vec<(usize, Slip)> {
    let each = |slips: &dyn Fn(&RuleSet) -> Vec<Slip>| -> Vec<(usize, Slip)> {
        let numbered = users.iter().enumerate();
        let found = numbered.map(|(at, set)| slips(set).into_iter().map(move |slip| (at, slip)));
        found.flatten().collect()
    };
    let named = each(&|set| over(all, set).into_iter().collect());
    if !named.is_empty() {
        return named;
    }
    let dated = each(&|set| in_ring(all, set, ("id", &set.id)).into_iter().collect());
    if !dated.is_empty() {
        return dated;
    }
    let sets = crate::rules::resolved(all.to_vec());
    each(
        &|set| match sets.iter().find(|resolved| resolved.id == set.id) {
            Some(resolved) => strays(all, resolved, set, kinds),
            None => vec![Slip {
                field: "id",
                word: set.id.clone(),
                fault: Fault::NoStages,
            }],
        },
    )
}

fn in_ring(all: &[RuleSet], set: &RuleSet, (field, word): (&'static str, &Code)) -> Option<Slip> {
    ring(all, &set.id).map(|ring| Slip {
        field,
        word: word.clone(),
        fault: Fault::Ring(ring),
    })
}

/// What is wrong with the set that one says it is stated over.
fn over(all: &[RuleSet], set: &RuleSet) -> Option<Slip> {
    let word = set.over.as_ref()?;
    if all.iter().any(|other| other.id == *word) {
        return in_ring(all, set, ("over", word));
    }
    Some(Slip {
        field: "over",
        word: word.clone(),
        fault: Fault::Unknown(all.iter().map(|other| other.id.clone()).collect()),
    })
}

fn ids<T: Ruled>(rows: &[T]) -> Vec<Code> {
    rows.iter().map(|row| row.id().clone()).collect()
}

/// The words of rows that anything in any of the sets can be switched off by.
fn switches(all: &[RuleSet]) -> Vec<Code> {
    let mut words = Vec::new();
    for set in all {
        let rows = [
            ids(&set.papers),
            ids(&set.limits),
            ids(&set.votes),
            ids(&set.criteria),
            ids(&set.routes),
        ];
        for word in rows.into_iter().flatten() {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// Words of a user's set that nothing bears in the procedure it leads to.
fn strays(all: &[RuleSet], resolved: &Procedure, set: &RuleSet, kinds: &[Kind]) -> Vec<Slip> {
    let stages = ids(&resolved.stages);
    let mut places = stages.clone();
    places.extend(resolved.exits.iter().map(|exit| exit.id.clone()));
    let switches = switches(all);
    let kinds: Vec<Code> = kinds.iter().map(|kind| kind.id.clone()).collect();

    let papers = set.papers.iter().map(|row| &row.stage);
    let votes = set.votes.iter().map(|row| &row.stage);
    let criteria = set.criteria.iter().map(|row| &row.stage);
    let at_stages = papers.chain(votes).chain(criteria);
    let led_out = set.exits.iter().flat_map(|exit| &exit.from);
    let below = set.routes.iter().map(|row| &row.below);
    let words = at_stages
        .map(|word| ("stage", word, &places))
        .chain(led_out.map(|word| ("from", word, &stages)))
        .chain(below.map(|word| ("below", word, &kinds)))
        .chain(set.off.iter().map(|word| ("off", word, &switches)));

    let mut found: Vec<Slip> = Vec::new();
    for (field, word, known) in words.filter(|(_, word, known)| !known.contains(word)) {
        let slip = Slip {
            field,
            word: word.clone(),
            fault: Fault::Unknown(known.clone()),
        };
        if !found.contains(&slip) {
            found.push(slip);
        }
    }
    found
}
