//! The names of the values of forms.

use crate::model::{Code, UnitId, WhyOut};
use serde::{Deserialize, Serialize};

macro_rules! slots {
    ($($name:ident => $key:literal,)*) => {
        /// The name of a value in a form: by it a value is read, and a draft is taken up.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum Slot {
            $($name,)*
            /// How many were left out of a vote, and why.
            Out(WhyOut),
            /// The numbers of a group of sources.
            Source(Code),
            /// The number for an organisation below.
            Part(UnitId),
        }

        impl Slot {
            /// The row of the text files that names it; none where its name is data.
            pub fn text_key(&self) -> Option<&'static str> {
                Some(match self {
                    $(Self::$name => $key,)*
                    Self::Out(WhyOut::Elsewhere) => "form.out-elsewhere",
                    Self::Out(WhyOut::Exempt) => "form.out-exempt",
                    Self::Out(WhyOut::Suspended) => "form.out-suspended",
                    Self::Out(WhyOut::Detained) => "form.out-detained",
                    Self::Source(_) | Self::Part(_) => return None,
                })
            }
        }
    };
}

slots! {
    About => "form.about",
    Abroad => "form.abroad",
    Absent => "form.absent",
    Against => "form.against",
    Agree => "form.agree",
    Agreed => "form.agreed",
    AnswerBy => "form.answer-by",
    Answered => "form.answered",
    Basis => "form.basis",
    Body => "form.body",
    Born => "form.born",
    By => "form.by",
    Cause => "form.cause",
    CauseNote => "form.cause-note",
    CauseSource => "form.cause-source",
    Chain => "form.chain",
    Chair => "form.chair",
    Class => "form.class",
    Consent => "form.consent",
    CourseFrom => "form.course-from",
    CourseUntil => "form.course-until",
    Deadline => "form.deadline",
    Done => "form.done",
    DoneBy => "form.done-by",
    Enlistment => "form.enlistment",
    Entry => "form.entry",
    Findings => "form.findings",
    From => "form.from",
    Full => "form.full",
    Given => "form.given",
    Grade => "form.grade",
    Group => "form.group",
    Held => "form.held",
    Introduced => "form.introduced",
    Issuer => "form.issuer",
    Joined => "form.joined",
    Kind => "form.kind",
    KnownFrom => "form.known-from",
    Least => "form.least",
    Left => "form.left",
    Limit => "form.limit",
    Minutes => "form.minutes",
    N => "form.n",
    Name => "form.name",
    Note => "form.note",
    Number => "form.number",
    On => "form.on",
    Organisation => "form.organisation",
    Phone => "form.phone",
    Place => "form.place",
    Post => "form.post",
    Present => "form.present",
    Probationary => "form.probationary",
    ProbationaryPresent => "form.probationary-present",
    Reason => "form.reason",
    Received => "form.received",
    ReceivedThere => "form.received-there",
    RemedyText => "form.remedy-text",
    Reminded => "form.reminded",
    ReplacesFrom => "form.replaces-from",
    Result => "form.result",
    Section => "form.section",
    Sent => "form.sent",
    SpreadBy => "form.spread-by",
    State => "form.state",
    SurveyYear => "form.survey-year",
    Surveyed => "form.surveyed",
    Target => "form.target",
    Together => "form.together",
    Track => "form.track",
    Until => "form.until",
    UntilYear => "form.until-year",
    VisitBy => "form.visit-by",
    VisitOn => "form.visit-on",
    VisitWho => "form.visit-who",
    Voted => "form.voted",
    Who => "form.who",
    WhyAgainst => "form.why-against",
    Year => "form.year",
}
