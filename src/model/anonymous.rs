//! A candidate's record without the person: what the figures of any year read stays, all else goes.

use super::candidate::{Candidate, Cause, Remedy, Step};
use super::dossier::{Extended, Paper, Vote};
use super::id::CandidateId;

/// Stands where words are owed that were about the person, and before the end of the id in the
/// name. It is data, so it is the same in every language.
const UNNAMED: &str = "Ẩn danh";

fn unnamed(id: &CandidateId) -> String {
    let tail = id.as_str().rsplit('-').next();
    let tail = tail.filter(|tail| !tail.is_empty());
    format!("{UNNAMED} {}", tail.unwrap_or(id.as_str()))
}

/// What says that there were words, where there were some.
fn unsaid(words: Option<&String>) -> Option<String> {
    words.map(|_| UNNAMED.to_owned())
}

impl Candidate {
    /// The record without the person: the way with its days and its end, votes, causes, groups and
    /// whatever else is counted. A reason that is owed stays owed, its words go.
    #[must_use]
    pub fn anonymous(&self) -> Self {
        // Taken apart as a whole, so that of a new field it must be said whether it stays.
        let Self {
            id,
            name: _,
            born: _,
            other_name: _,
            sex,
            ethnicity,
            religion: _,
            schooling: _,
            profession: _,
            occupation: _,
            theory: _,
            title: _,
            work: _,
            posts: _,
            home: _,
            birthplace: _,
            residence: _,
            source,
            youth_union,
            union_on: _,
            groups,
            id_number: _,
            phone: _,
            helpers: _,
            introducers: _,
            papers,
            // They tell of relatives, and nothing counts them.
            letters: _,
            votes,
            extensions,
            // They tell only that somebody was asked to hurry.
            reminders: _,
            steps,
            handovers,
            former: _,
            card: _,
            causes,
            remedies,
            notes: _,
            introduced,
        } = self;
        Self {
            id: id.clone(),
            name: unnamed(id),
            born: None,
            other_name: None,
            sex: *sex,
            ethnicity: ethnicity.clone(),
            religion: None,
            schooling: None,
            profession: None,
            occupation: None,
            theory: None,
            title: None,
            work: None,
            posts: None,
            home: None,
            birthplace: None,
            residence: None,
            source: source.clone(),
            youth_union: *youth_union,
            union_on: None,
            groups: groups.clone(),
            id_number: None,
            phone: None,
            helpers: Vec::new(),
            introducers: Vec::new(),
            papers: papers.iter().map(paper).collect(),
            letters: Vec::new(),
            votes: votes.iter().map(vote).collect(),
            extensions: extensions.iter().map(extension).collect(),
            reminders: Vec::new(),
            steps: steps.iter().map(step).collect(),
            handovers: handovers.clone(),
            former: None,
            card: None,
            causes: causes.iter().map(cause).collect(),
            remedies: remedies.iter().map(remedy).collect(),
            notes: Vec::new(),
            introduced: introduced.clone(),
        }
    }

    /// Whether nothing is on record that tells of the person.
    pub fn is_anonymous(&self) -> bool {
        self.name.starts_with(UNNAMED) && *self == self.anonymous()
    }
}

fn paper(row: &Paper) -> Paper {
    let Paper {
        form,
        state,
        number: _,
        on,
        received,
        reason,
        from: _,
        until: _,
        grade: _,
        issuer: _,
        taken_over,
    } = row;
    Paper {
        on: *on,
        received: *received,
        reason: unsaid(reason.as_ref()),
        taken_over: *taken_over,
        ..Paper::new(form.clone(), *state)
    }
}

/// Who led the meeting, and what was said there, is not counted.
fn vote(row: &Vote) -> Vote {
    Vote {
        absent: Vec::new(),
        chair: None,
        minutes: None,
        why_against: None,
        ..row.clone()
    }
}

fn extension(row: &Extended) -> Extended {
    let Extended {
        limit,
        on,
        reason: _,
    } = row;
    Extended {
        limit: limit.clone(),
        on: *on,
        reason: None,
    }
}

fn step(row: &Step) -> Step {
    let Step {
        on,
        to,
        reason,
        forced,
        elsewhere,
        taken_over,
    } = row;
    Step {
        on: *on,
        to: to.clone(),
        reason: unsaid(reason.as_ref()),
        forced: *forced,
        elsewhere: *elsewhere,
        taken_over: *taken_over,
    }
}

/// That it says where it is known from is counted.
fn cause(row: &Cause) -> Cause {
    let Cause {
        code,
        from,
        until,
        note: _,
        source,
    } = row;
    Cause {
        code: code.clone(),
        from: *from,
        until: *until,
        note: None,
        source: unsaid(source.as_ref()),
    }
}

fn remedy(row: &Remedy) -> Remedy {
    let Remedy {
        cause,
        text: _,
        who: _,
        by,
        done,
    } = row;
    Remedy {
        cause: cause.clone(),
        text: UNNAMED.to_owned(),
        who: None,
        by: *by,
        done: *done,
    }
}
