//! What exists: the book of one Party committee, its organisations, its candidates, and the one door for changing them.

mod anonymous;
mod book;
mod candidate;
mod change;
mod clean;
mod date;
mod dossier;
mod edit;
pub(crate) mod fast;
pub(crate) mod fault;
mod fields;
mod fit;
mod fold;
mod halves;
mod header;
mod id;
pub mod import;
mod imports;
mod known_by;
pub mod letters;
mod log;
mod merge;
mod message;
mod name;
mod news;
mod partial_day;
mod plan;
mod quota;
mod refusal;
mod spellings;
mod stored_day;
mod subject;
mod survey;
mod unit;
mod visit;

pub use book::Book;
pub use candidate::{Candidate, Cause, Guide, GuideKind, Note, Place, Remedy, Sex, Step};
pub use change::{BookField, Change};
pub use clean::{clean, is_inert};
pub use date::{in_reach, parse_loose, show as show_date};
pub use dossier::{
    Absent, Answer, Card, Extended, Former, Handover, LeftOut, Letter, Paper, PaperState, Relation,
    Reminder, Vote, WhyOut,
};
pub use edit::{Edit, Whose};
pub use fault::{Fault, FaultKind};
pub use fields::{
    CandidateField, Deed, ScalarField, UnitField, UnitScalar, candidate_faults, candidate_texts,
    check_candidate, check_unit, field_key, masked, unit_faults, unit_texts,
};
pub(crate) use fit::{Fit, fit};
pub use fold::fold;
pub(crate) use halves::{both, in_halves, rows_in_halves};
pub use header::{Act, BookSettings, BornOf, Counting, Event, Header, Import, Track, Unreadable};
pub use id::{BadId, CandidateId, Code, UnitId, fresh_candidate_id, fresh_unit_id};
pub use imports::{Imported, ImportedProblem, ImportedRow};
pub use log::{Damage, DamageKind, GivenOut, Log, LogEdit, LogRecord, Outcome};
pub use merge::{
    AnyField, AnyRecord, Clash, Conflict, Joined, Merged, MergedUnits, Side, Sides, differing,
    join, merge_header, merge_unit, merge_units,
};
pub use message::{Arg, Between, Label, Level, Message, place};
pub use name::{NAME_LIMIT, NOTE_LIMIT, NameOrder, given_name, matches_key, search_key, tidy};
pub use news::{Gone, News};
pub use partial_day::PartialDay;
pub use plan::{MeetingDay, Plan, PlanKind, PlanState};
pub use quota::{Exemption, Floor, Quota, UnitClass, Unlisted};
pub use refusal::{DateFault, Refusal};
pub use spellings::{Spelling, Spellings};
pub use subject::Subject;
pub use survey::{Outreach, Period, Survey, SurveyGroup};
pub(crate) use unit::stored_dated;
pub use unit::{
    Chain, Dated, Leader, MemberCount, OfficerCount, Route, Successor, Unit, dated_index_on,
    dated_on,
};
pub use visit::Visit;
