//! Lists that take no more room than they need.

use super::{
    Absent, CandidateId, Card, Cause, Code, Dated, Exemption, Extended, Former, Guide, Handover,
    Leader, LeftOut, Letter, MeetingDay, MemberCount, Note, OfficerCount, Outreach, Paper,
    PartialDay, Plan, Quota, Remedy, Reminder, Route, Sex, Step, Successor, Survey, SurveyGroup,
    UnitId, Unlisted, Visit, Vote,
};
use chrono::NaiveDate;

/// Gives back the room that a list keeps for more. It moves into a new place: an allocator may
/// leave a list that shrinks in place where it is, with up to half of the place empty.
pub(crate) fn fit<T>(list: &mut Vec<T>) {
    if list.capacity() > list.len() {
        let mut exact = Vec::with_capacity(list.len());
        exact.append(list);
        *list = exact;
    }
}

/// A value that may hold lists.
pub(crate) trait Fit {
    /// Gives back the room that its lists keep for more: lists just read have up to twice as much as
    /// they need, and a province has hundreds of thousands of them.
    fn fit(&mut self);
}

impl<T: Fit> Fit for Vec<T> {
    fn fit(&mut self) {
        fit(self);
        self.iter_mut().for_each(Fit::fit);
    }
}

impl<T: Fit> Fit for Option<T> {
    fn fit(&mut self) {
        self.iter_mut().for_each(Fit::fit);
    }
}

impl<T: Fit> Fit for Box<T> {
    fn fit(&mut self) {
        (**self).fit();
    }
}

impl<T: Fit> Fit for Dated<T> {
    fn fit(&mut self) {
        self.value.fit();
    }
}

impl Fit for Vote {
    fn fit(&mut self) {
        self.left_out.fit();
        self.absent.fit();
    }
}

impl Fit for Letter {
    fn fit(&mut self) {
        self.reminders.fit();
    }
}

impl Fit for Plan {
    fn fit(&mut self) {
        self.people.fit();
    }
}

impl Fit for Survey {
    fn fit(&mut self) {
        self.groups.fit();
    }
}

macro_rules! no_lists {
    ($($plain:ty),* $(,)?) => {
        $(impl Fit for $plain {
            fn fit(&mut self) {}
        })*
    };
}

no_lists!(
    bool,
    u32,
    String,
    NaiveDate,
    PartialDay,
    MeetingDay,
    Code,
    CandidateId,
    UnitId,
    Sex,
    Guide,
    Paper,
    Absent,
    LeftOut,
    Reminder,
    Successor,
    Leader,
    Extended,
    Step,
    Handover,
    Former,
    Card,
    Cause,
    Remedy,
    Note,
    Outreach,
    Route,
    MemberCount,
    OfficerCount,
    Quota,
    Exemption,
    Unlisted,
    SurveyGroup,
    Visit,
);
