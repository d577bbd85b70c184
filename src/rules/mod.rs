//! What ought to be: the procedure, the quota arithmetic, the next step, and what is wrong with a book.

mod agenda;
mod analysis;
mod check;
mod count;
mod edits;
mod forecast;
mod heading;
mod known;
mod mapping;
mod procedure;
mod step;

pub use agenda::{About, Harm, LimitTask, Task, agenda, agenda_at};
pub use analysis::{
    Admitted, Ages, Analysis, BANDS, CauseCount, Count, Curve, HISTORY_YEARS, Past, Point,
    SourceCount, Split, StageCount, UnderWay, Waiting, Weak, Words, admitted, admitted_before,
    causes, waiting_above, weak_cells,
};
pub use check::doubt::{ask_letters, ask_numbers, id_digits, lost_zeros};
pub use check::finding::{Finding, Severity};
pub use check::findings;
pub use check::head::{HeadSlip, head_slips};
pub use check::slip::{Fault, Slip, slips};
pub use check::twins::twins;
pub use count::aim::{Aim, members, reference};
pub use count::counted::Counted;
pub use count::figures::{Figures, percent_tenths};
pub use count::grouped::{Grouped, Row as GroupedRow};
pub use count::line::Line;
pub use count::own::Tally;
pub use count::pipeline::{Arrange, Head, Row, Rows, Show, arrange};
pub use count::progress::Progress;
pub use count::standing::{Standing, State, standing};
pub use count::tree::{Node, Spot, Tree};
pub use count::year::{as_of, last_day};
pub use edits::anonymise::{Overstayed, anonymised, closed_too_long, overstayed};
pub use edits::dossier::{
    Item, List, put_item, remove_item, set_card, set_former, set_leader, set_route,
};
pub use edits::erase::{Erasure, erasure};
pub use edits::group::{GroupRow, Sign, mark_group};
pub use edits::moves::{
    add_cause, add_note, add_unit_cause, assign_helper, fresh_record, new_candidate, new_unit,
    set_scalar, set_source, set_unit_scalar, set_unlisted, typed_scalar,
};
pub use edits::outreach::{Introduced, introductions, set_outreach};
pub use edits::quotas::{put_quota, remove_quota, set_exemption, set_floor, set_quota};
pub use edits::remedy::{
    causes_of, put_cause, put_remedy, remedies_of, remove_cause, remove_remedy,
};
pub use edits::spread::{By, Plan, Terms, hand_down, handed, spread, usually_by};
pub use edits::survey::{
    Area, SourceGap, Surveyed, newest_survey, set_survey, source_name, survey_gap,
};
pub use edits::visit::{
    FollowUp, LastVisit, Need as VisitNeed, Proposal, VisitTask, follow_ups, set_visit,
    visits_to_make,
};
pub use forecast::backplan::{Leg, backplan};
pub use forecast::pace::{LEAST_SAMPLES, Pace, SaidBy, Takes, Usual};
pub use forecast::{Class, Classes, Forecast, Need, Needs, Outlook, WhatIf, Why, year_end};
pub use heading::{
    Heading, Of, ROW_MARKS, Taken, field_names, heading_words, is_field, written_out,
};
pub use known::Known;
pub use mapping::{Mapped, Mapping};
pub use procedure::ballot::{Outcome, carried, needed, outcome, rule_of};
pub use procedure::basis::basis_of;
pub use procedure::clock::{Calendar, DayCount, DayOff, Length};
pub use procedure::data::{CauseKind, CauseRow, Kind, Organisation, Source};
pub use procedure::holiday::Holiday;
pub use procedure::limit::{Running, pressing};
pub use procedure::papers::Asked;
pub use procedure::route::{Passage, passage};
pub use procedure::ruleset::{RuleSet, resolved};
pub use procedure::why::{length_of, why};
pub use procedure::{
    Check, Clock, Criterion, Event, Exit, Extension, Limit, LimitKind, Needed, Origin, Otherwise,
    PaperRow, Procedure, RouteRule, Share, Stage, VoteRule,
};
pub use step::admit::admit;
pub use step::case::Case;
pub use step::gate::full_members;
pub use step::missing::{Missing, Place as OwedAt};
pub use step::next::{days_left, next_for_unit};
pub use step::steps::StepTo;

use crate::model::{Code, Counting, NameOrder, Refusal, Spellings, Unit};
use chrono::NaiveDate;
use std::sync::Arc;

/// Everything the program knows about the field, from the data files.
#[derive(Debug)]
pub struct Rules {
    /// Kinds of organisation, the widest first.
    pub kinds: Vec<Kind>,
    /// The procedure as the newest set has it: the order of the stages and the ways out. What
    /// holds on a day is asked by [`Rules::on`].
    pub procedure: Procedure,
    /// Every set, by its first day.
    pub sets: Vec<Procedure>,
    /// Working days.
    pub calendar: Calendar,
    /// Causes that hold candidates and organisations back.
    pub causes: Vec<CauseRow>,
    /// Source groups.
    pub sources: Vec<Source>,
    /// Groups with a quota of their own.
    pub groups: Vec<GroupRow>,
    /// Shares of the membership that are aimed at in a year.
    pub aims: Vec<Aim>,
    /// Years without an admission after which a cell is marked silent.
    pub silent_years: u32,
    /// Vietnamese order of names.
    pub order: NameOrder,
    /// Mass organisations.
    pub organisations: Vec<Organisation>,
    /// What may be typed for a value, in every language.
    pub spellings: Arc<Spellings>,
}

impl Rules {
    /// The procedure in force on a day; before the first known set, that one.
    pub fn on(&self, day: NaiveDate) -> &Procedure {
        let passed = self.sets.partition_point(|set| set.from <= day);
        self.sets
            .get(passed.saturating_sub(1))
            .unwrap_or(&self.procedure)
    }

    /// A stage, by its place in [`Rules::procedure`], as the set of a day words it.
    pub fn stage_on(&self, stage: usize, day: NaiveDate) -> &Stage {
        let known = &self.procedure.stages[stage];
        let mut stages = self.on(day).stages.iter();
        stages.find(|stage| stage.id == known.id).unwrap_or(known)
    }

    /// The stage in which the files begin that are admitted as a book counts, by its place in
    /// [`Rules::procedure`].
    pub(crate) fn admitted_at(&self, counting: Counting) -> usize {
        let stages = &self.procedure.stages;
        let enters = |event| stages.iter().position(|s| s.enters == Some(event));
        let counted = enters(Event::counted(counting));
        counted.or_else(|| enters(Event::Ceremony)).unwrap_or(0)
    }

    /// A kind of organisation.
    pub fn kind(&self, id: &Code) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.id == *id)
    }

    /// The kind that an organisation is of on a day.
    pub fn kind_of(&self, unit: &Unit, day: NaiveDate) -> Option<&Kind> {
        self.kind(unit.kind_on(day)?)
    }

    /// Whether an organisation follows people itself on a day.
    pub fn is_cell(&self, unit: &Unit, day: NaiveDate) -> bool {
        let kind = self.kind_of(unit, day);
        kind.is_some_and(|kind| kind.holds_candidates)
    }

    /// A cause.
    pub fn cause(&self, id: &Code) -> Option<&CauseRow> {
        self.causes.iter().find(|c| c.id == *id)
    }

    /// A source group.
    pub fn source(&self, id: &Code) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == *id)
    }

    /// A mass organisation.
    pub fn organisation(&self, id: &Code) -> Option<&Organisation> {
        self.organisations.iter().find(|o| o.id == *id)
    }

    /// Refuses a word that is not among the known ones, naming these.
    pub(crate) fn require<'a>(
        given: &Code,
        known: impl Iterator<Item = &'a Code> + Clone,
    ) -> Result<(), Refusal> {
        if known.clone().any(|k| k == given) {
            return Ok(());
        }
        let names: Vec<&str> = known.map(Code::as_str).collect();
        Err(Refusal::Unknown {
            given: given.to_string(),
            known: names.join(", "),
        })
    }
}
