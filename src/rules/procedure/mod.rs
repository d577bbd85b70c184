//! The official procedure as data: stages, papers, limits, votes, criteria and the ways out.

pub(in crate::rules) mod ballot;
pub(in crate::rules) mod basis;
pub(in crate::rules) mod clock;
pub(in crate::rules) mod data;
pub(in crate::rules) mod events;
pub(in crate::rules) mod holiday;
pub(in crate::rules) mod limit;
pub(in crate::rules) mod papers;
pub(in crate::rules) mod route;
pub(in crate::rules) mod ruleset;
pub(in crate::rules) mod why;

use crate::model::{Chain, Code, Counting, GuideKind, Label};
use crate::rules::procedure::clock::Length;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where a row of the procedure in force comes from; filled in while the sets are laid over each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The set that states the row.
    pub set: Option<Code>,
    /// The file it stands in: a name below `config/`, or the path of a user's file.
    pub file: Arc<str>,
    /// The set in force could not be read and says nothing of its own here.
    pub carried: bool,
}

macro_rules! ruled {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name {
                /// Its word, in unit files and in the user's rows.
                pub id: Code,
                $($(#[$field_doc])* pub $field: $type,)*
                /// The regulation.
                pub basis: String,
                /// Whether the value is known from the regulation itself.
                pub confirmed: bool,
                /// Where the row comes from.
                #[serde(skip)]
                pub origin: Origin,
            }

            impl Ruled for $name {
                fn id(&self) -> &Code {
                    &self.id
                }
                fn origin(&self) -> &Origin {
                    &self.origin
                }
                fn origin_mut(&mut self) -> &mut Origin {
                    &mut self.origin
                }
                fn carry(&mut self) {
                    self.confirmed = false;
                    self.origin.carried = true;
                }
            }
        )*
    };
}

/// A row of a rule set.
pub(in crate::rules) trait Ruled: Clone {
    /// Its word.
    fn id(&self) -> &Code;
    /// Where it comes from.
    fn origin(&self) -> &Origin;
    /// Where it comes from, to be filled in.
    fn origin_mut(&mut self) -> &mut Origin;
    /// Takes it over into a set that could not be read.
    fn carry(&mut self);
}

ruled! {
    /// One stage of the procedure.
    Stage {
        /// Its name.
        name: Label,
        /// Who acts.
        who: Label,
        /// What is to be done, as an instruction.
        next: Label,
        /// Which event has happened at the latest when this stage is entered.
        #[serde(default)]
        enters: Option<Event>,
        /// The last stage: the way is walked, the file is no longer open.
        #[serde(default)]
        last: bool,
        /// The chains that it belongs to; none named means all.
        #[serde(default)]
        chains: Vec<Chain>,
        /// Who acts, and what is to be done, where a chain has it otherwise.
        #[serde(default)]
        otherwise: Vec<Otherwise>,
    }

    /// A paper that belongs to a stage; its id is the form number without accents, as `1-KND`.
    PaperRow {
        /// The form number as it is printed, `6-KNĐ`.
        form: String,
        /// The stage that it must be there to leave.
        stage: Code,
        /// What it is.
        name: Label,
        /// For whom.
        #[serde(default)]
        needed: Needed,
        /// The chains that it belongs to; none named means all.
        #[serde(default)]
        chains: Vec<Chain>,
        /// Which event bears the day on the paper.
        #[serde(default)]
        event: Option<Event>,
    }

    /// A time limit.
    Limit {
        /// What must happen in it.
        name: Label,
        /// What its end means.
        kind: LimitKind,
        /// From what to what it runs.
        clock: Clock,
        /// How long.
        length: Length,
        /// By how much it may be extended.
        #[serde(default)]
        extension: Option<Extension>,
        /// The length where the place asked is abroad.
        #[serde(default)]
        abroad: Option<Length>,
        /// What is owed when it is missed.
        missed: Label,
        /// Once it is missed, the step may be taken only with consent from above.
        #[serde(default)]
        consent: bool,
    }

    /// A vote, and what it needs to pass.
    VoteRule {
        /// The stage, or the way out, that it belongs to.
        stage: Code,
        /// Who votes.
        body: Label,
        /// Who counts.
        of: Label,
        /// How many must agree.
        share: Share,
        /// Those who count are the full members of the cell.
        #[serde(default)]
        cell: bool,
        /// The chains that it belongs to; none named means all.
        #[serde(default)]
        chains: Vec<Chain>,
        /// After so many votes that failed, the level above considers without one that carries.
        #[serde(default)]
        up_after: Option<u32>,
        /// Which event it is when it carries.
        #[serde(default)]
        event: Option<Event>,
    }

    /// A condition on the person or the cell.
    Criterion {
        /// The stage that cannot be left without it.
        stage: Code,
        /// In words.
        name: Label,
        /// What the program looks at.
        check: Check,
    }

    /// The chain of the cells directly below a kind of organisation, where no row of a unit says another.
    RouteRule {
        /// The kind directly above.
        below: Code,
        /// How their dossiers go.
        chain: Chain,
    }
}

/// Who acts at a stage on one chain, and what is to be done there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Otherwise {
    /// The chain.
    pub chain: Chain,
    /// Who acts.
    pub who: Label,
    /// What is to be done, as an instruction.
    pub next: Label,
}

impl Stage {
    /// Who acts on a chain, and what is to be done.
    pub fn act(&self, chain: Chain) -> (&Label, &Label) {
        let other = self.otherwise.iter().find(|o| o.chain == chain);
        other.map_or((&self.who, &self.next), |o| (&o.who, &o.next))
    }

    /// Whether a chain has this stage.
    pub fn on(&self, chain: Chain) -> bool {
        holds(&self.chains, chain)
    }
}

/// Whether a row that names these chains holds on one.
pub(in crate::rules) fn holds(chains: &[Chain], chain: Chain) -> bool {
    chains.is_empty() || chains.contains(&chain)
}

/// For whom a paper is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Needed {
    /// For everybody.
    #[default]
    Always,
    /// One of the lawful combinations of introductions.
    Introduction(GuideKind),
    /// Where the cell stands below a section committee.
    SectionCommittee,
}

/// What the end of a limit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LimitKind {
    /// Something must be done by then.
    Deadline,
    /// Something is worth nothing after then.
    Life,
    /// Nothing can be done before then.
    Wait,
}

/// What a limit's clock runs between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// What starts it.
    pub from: Event,
    /// What stops it.
    pub to: Event,
}

/// A dated event in a person's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The certificate of the course.
    Certificate,
    /// The dossier is made.
    Dossier,
    /// A verification letter reached the place asked.
    LetterReceived,
    /// The place asked answered.
    LetterAnswered,
    /// The cell voted on the admission.
    CellVote,
    /// The decision to admit bears its date.
    DecisionIssued,
    /// The decision reached the cell.
    DecisionReceived,
    /// The ceremony.
    Ceremony,
    /// The probation is over.
    ProbationEnd,
    /// The cell voted on recognition.
    RecognitionVote,
    /// The decision of recognition.
    RecognitionDecision,
}

impl Event {
    /// The event that admissions are counted by.
    pub fn counted(counting: Counting) -> Self {
        match counting {
            Counting::Ceremony => Self::Ceremony,
            Counting::Decision => Self::DecisionIssued,
        }
    }
}

/// By how much a limit may be extended.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// How long.
    pub length: Length,
    /// The regulation.
    pub basis: String,
    /// Whether the value is known from the regulation itself.
    pub confirmed: bool,
}

/// How many of those who count must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Share {
    /// At least so many parts of so many, rounded up.
    AtLeast(u32, u32),
    /// More than so many parts of so many.
    MoreThan(u32, u32),
}

impl Share {
    /// The least number of votes that carries, of `n` who count.
    pub fn needed(self, n: u32) -> u32 {
        let of = |part: u32, whole: u32| (u64::from(n) * u64::from(part), u64::from(whole.max(1)));
        let votes = match self {
            Self::AtLeast(part, whole) => {
                let (product, whole) = of(part, whole);
                product.div_ceil(whole)
            }
            Self::MoreThan(part, whole) => {
                let (product, whole) = of(part, whole);
                product / whole + 1
            }
        };
        u32::try_from(votes).unwrap_or(u32::MAX)
    }
}

/// What a criterion looks at. Ages and lengths end on the day the cell votes, else on the day of the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// A helper is named.
    Helper,
    /// Every letter of verification is answered, and nothing stands against the person.
    Letters,
    /// Two members, or a member and one of the unions, introduce the person.
    Introductions,
    /// A member who introduces has been together with the person for months, at least.
    Together(u32),
    /// The day the decision reached the cell is on record.
    DecisionReceived,
    /// Months since a former membership ended, at least, and the consent of the province.
    Readmission(u32),
    /// Completed years of age, at least.
    AgeAtLeast(u32),
    /// Completed years of age, at most.
    AgeAtMost(u32),
    /// Schooling is on record.
    Schooling,
    /// The youth union's resolution where the person is of its members.
    YouthUnion,
    /// Full members of the cell, at least.
    FullMembers(u32),
}

/// A way out other than the last stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    /// Its word in unit files.
    pub id: Code,
    /// Its name.
    pub name: Label,
    /// The stages that it leads out of; none named means all.
    #[serde(default)]
    pub from: Vec<Code>,
}

/// The procedure in force from a day on, with all that it takes over from the sets before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// Its word.
    pub id: Code,
    /// Its name, shown beside what follows from it.
    pub name: Label,
    /// The first day in force.
    pub from: NaiveDate,
    /// Regulation, guidance, forms.
    pub basis: String,
    /// Whether its text could be read.
    pub read: bool,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Papers, in the order of the stages.
    pub papers: Vec<PaperRow>,
    /// Time limits.
    pub limits: Vec<Limit>,
    /// Votes.
    pub votes: Vec<VoteRule>,
    /// Conditions.
    pub criteria: Vec<Criterion>,
    /// Chains of cells.
    pub routes: Vec<RouteRule>,
    /// Ways out.
    pub exits: Vec<Exit>,
}

impl Procedure {
    /// Whether a stage is on the way of a chain; one that the set does not know is.
    pub fn walks(&self, stage: &Code, chain: Chain) -> bool {
        let here = self.stages.iter().find(|here| here.id == *stage);
        here.is_none_or(|here| here.on(chain))
    }

    /// The place of a stage in the order.
    pub fn index(&self, id: &Code) -> Option<usize> {
        self.stages.iter().position(|s| s.id == *id)
    }

    /// An exit.
    pub fn exit(&self, id: &Code) -> Option<&Exit> {
        self.exits.iter().find(|e| e.id == *id)
    }

    /// A paper by its form number.
    pub fn paper(&self, form: &Code) -> Option<&PaperRow> {
        self.papers.iter().find(|p| p.id == *form)
    }

    /// A time limit.
    pub fn limit(&self, id: &str) -> Option<&Limit> {
        self.limits.iter().find(|l| l.id.as_str() == id)
    }

    /// The stage that a person starts in.
    pub fn first(&self) -> &Stage {
        &self.stages[0]
    }
}
