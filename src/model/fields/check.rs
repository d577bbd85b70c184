//! What the values of fields must be: tidy text, days of this book in order, parts no more than their whole.

use crate::model::Spellings;
use crate::model::date::parse_loose;
use crate::model::name::{NAME_LIMIT, NOTE_LIMIT, tidy_but_letters};
use crate::model::{
    Card, Cause, Code, Dated, Exemption, Extended, Former, Guide, Handover, Label, Leader, Letter,
    MeetingDay, MemberCount, Note, OfficerCount, Outreach, Paper, PartialDay, Plan, PlanState,
    Quota, Refusal, Remedy, Reminder, Step, Successor, Survey, Unlisted, Visit, Vote,
};
use chrono::NaiveDate;

/// Refuses text that is not as [`crate::model::tidy`] leaves it. The letters that look like đ are let
/// pass: a record that holds one from before is named by `check` and goes on being saved.
fn tidy_already(text: &str, limit: usize) -> Result<(), Refusal> {
    if tidy_but_letters(text, limit)? == text {
        Ok(())
    } else {
        Err(Refusal::Untidy)
    }
}

pub(super) fn line(text: Option<&String>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |t| tidy_already(t, NAME_LIMIT))
}

fn long_line(text: Option<&String>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |t| tidy_already(t, NOTE_LIMIT))
}

pub(super) fn name(text: &str) -> Result<(), Refusal> {
    if text.is_empty() {
        Err(Refusal::Empty)
    } else {
        tidy_already(text, NAME_LIMIT)
    }
}

fn day(on: NaiveDate) -> Result<(), Refusal> {
    // The range of a typed date holds for a stored one too.
    parse_loose(
        &on.format("%Y-%m-%d").to_string(),
        on,
        &Spellings::default(),
    )
    .map(|_| ())
}

pub(super) fn causes(rows: &[Cause]) -> Result<(), Refusal> {
    for row in rows {
        day(row.from)?;
        long_line(row.note.as_ref())?;
        long_line(row.source.as_ref())?;
        if let Some(until) = row.until {
            in_order(row.from, until)?;
        }
    }
    Ok(())
}

pub(super) fn remedies(rows: &[Remedy]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        if row.text.is_empty() {
            return Err(Refusal::Empty);
        }
        tidy_already(&row.text, NOTE_LIMIT)?;
        line(row.who.as_ref())?;
        [row.by, row.done].into_iter().flatten().try_for_each(day)
    })
}

pub(super) fn notes(rows: &[Note]) -> Result<(), Refusal> {
    rows.iter()
        .try_for_each(|row| tidy_already(&row.text, NOTE_LIMIT))
}

fn in_order(earlier: NaiveDate, later: NaiveDate) -> Result<(), Refusal> {
    if later < earlier {
        Err(Refusal::OutOfOrder { earlier, later })
    } else {
        Ok(())
    }
}

/// The days that are known are days of this book and do not run backwards.
fn days_in_order(days: &[Option<NaiveDate>]) -> Result<(), Refusal> {
    let mut last: Option<NaiveDate> = None;
    for on in days.iter().flatten() {
        day(*on)?;
        last.map_or(Ok(()), |earlier| in_order(earlier, *on))?;
        last = Some(*on);
    }
    Ok(())
}

/// The same of days of which only the month or the year may be known: refused where they cannot
/// be in order.
fn partials_in_order(days: &[Option<PartialDay>]) -> Result<(), Refusal> {
    let mut last: Option<PartialDay> = None;
    for on in days.iter().flatten() {
        partial(Some(*on))?;
        last.map_or(Ok(()), |earlier| in_order(earlier.first(), on.last()))?;
        last = Some(*on);
    }
    Ok(())
}

fn part(part: u32, whole: u32) -> Result<(), Refusal> {
    if part > whole {
        Err(Refusal::PartOfWhole { part, whole })
    } else {
        Ok(())
    }
}

pub(super) fn surveys(rows: &[Survey]) -> Result<(), Refusal> {
    let word = |code: &Code| Label {
        vi: code.to_string(),
        en: code.to_string(),
    };
    rows.iter().try_for_each(|row| {
        day(row.on)?;
        row.period.check()?;
        long_line(row.note.as_ref())?;
        long_line(row.source.as_ref())?;
        let mut groups = row.groups.iter();
        groups.try_for_each(|group| group.check(&word(&group.source)))
    })
}

pub(super) fn visits(rows: &[Visit]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        name(&row.who)?;
        row.check_results()?;
        days_in_order(&[row.on, row.by])?;
        days_in_order(&[row.on, row.done])?;
        let texts = [&row.findings, &row.agreed, &row.source];
        texts.into_iter().try_for_each(|t| long_line(t.as_ref()))
    })
}

/// A day of which only the month or the year may be known.
pub(super) fn partial(it: Option<PartialDay>) -> Result<(), Refusal> {
    it.map_or(Ok(()), |it| day(it.first()))
}

/// Nobody takes a step before the birth, whenever that was.
pub(super) fn births(born: Option<PartialDay>, steps: &[Step]) -> Result<(), Refusal> {
    let Some(born) = born else {
        return Ok(());
    };
    partial(Some(born))?;
    let first = steps.first();
    first.map_or(Ok(()), |first| in_order(born.first(), first.on))
}

pub(super) fn way(rows: &[Step], born: Option<PartialDay>) -> Result<(), Refusal> {
    let first = rows.first().ok_or(Refusal::Empty)?;
    born.map_or(Ok(()), |born| in_order(born.first(), first.on))?;
    for row in rows {
        day(row.on)?;
        long_line(row.reason.as_ref())?;
    }
    rows.windows(2).try_for_each(|w| in_order(w[0].on, w[1].on))
}

pub(super) fn guides(rows: &[Guide]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        name(&row.name)?;
        line(row.post.as_ref())?;
        row.together.map_or(Ok(()), day)?;
        [row.from, row.born].into_iter().try_for_each(partial)?;
        partials_in_order(&[row.joined, row.full])?;
        partials_in_order(&[row.from, row.until.map(PartialDay::from)])
    })
}

pub(super) fn papers(rows: &[Paper]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        let lines = [&row.number, &row.grade, &row.issuer];
        lines.into_iter().try_for_each(|text| line(text.as_ref()))?;
        partials_in_order(&[row.on, row.received.map(PartialDay::from)])?;
        partials_in_order(&[row.from, row.until])?;
        long_line(row.reason.as_ref())
    })
}

pub(super) fn letters(rows: &[Letter]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        name(&row.place)?;
        line(row.number.as_ref())?;
        days_in_order(&[row.sent, row.by])?;
        row.reminders.iter().copied().try_for_each(day)?;
        days_in_order(&[row.sent, row.received, row.answered])
    })
}

pub(super) fn votes(rows: &[Vote]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        day(row.on)?;
        // Nobody votes who is not present.
        let against = row.against.unwrap_or(0);
        let voted = row.agree.saturating_add(against);
        let present = row.present.unwrap_or(voted);
        part(present, row.n)?;
        if voted > present {
            return Err(Refusal::VotesOver {
                agree: row.agree,
                against,
                present,
            });
        }
        let absent = row.absent.iter().map(|absent| absent.count);
        part(absent.fold(present, u32::saturating_add), row.n)?;
        if let Some(present) = row.probationary_present {
            part(present, row.probationary.unwrap_or(u32::MAX))?;
        }
        let reasons = row.absent.iter().map(|absent| &absent.reason);
        let texts = reasons.chain([&row.chair, &row.minutes, &row.why_against]);
        texts.into_iter().try_for_each(|text| line(text.as_ref()))
    })
}

pub(super) fn reminders(rows: &[Reminder]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| day(row.on))
}

pub(super) fn extensions(rows: &[Extended]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        day(row.on)?;
        long_line(row.reason.as_ref())
    })
}

pub(super) fn handovers(rows: &[Handover]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| day(row.on))
}

pub(super) fn former(former: Option<&Former>) -> Result<(), Refusal> {
    let consent = |it: &Former| it.consent.map(PartialDay::from);
    former.map_or(Ok(()), |it| {
        partials_in_order(&[Some(it.left), consent(it)])
    })
}

pub(super) fn card(card: Option<&Card>) -> Result<(), Refusal> {
    let Some(card) = card else {
        return Ok(());
    };
    day(card.on)?;
    name(&card.number)
}

pub(super) fn introduced(by: Option<&Outreach>) -> Result<(), Refusal> {
    by.map_or(Ok(()), |by| day(by.on))
}

pub(super) fn names(rows: &[Dated<String>]) -> Result<(), Refusal> {
    some(rows)?;
    codes(rows)
}

pub(super) fn members(rows: &[MemberCount]) -> Result<(), Refusal> {
    rows.iter()
        .try_for_each(|row| part(row.full.unwrap_or(0), row.members))
}

pub(super) fn officers(rows: &[OfficerCount]) -> Result<(), Refusal> {
    let mut rows = rows.iter();
    rows.try_for_each(|row| part(row.members, row.officers))
}

pub(super) fn quotas(rows: &[Quota]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        line(row.by.as_ref())?;
        for on in [row.from, row.deadline].into_iter().flatten() {
            day(on)?;
        }
        long_line(row.basis.as_ref())?;
        long_line(row.note.as_ref())
    })
}

pub(super) fn exemptions(rows: &[Exemption]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        day(row.from)?;
        long_line(row.basis.as_ref())?;
        long_line(row.note.as_ref())
    })
}

pub(super) fn unlisted(rows: &[Unlisted]) -> Result<(), Refusal> {
    let mut rows = rows.iter();
    rows.try_for_each(|row| long_line(row.source.as_ref()))
}

/// A list that holds something.
pub(super) fn some<T>(rows: &[T]) -> Result<(), Refusal> {
    if rows.is_empty() {
        Err(Refusal::Empty)
    } else {
        Ok(())
    }
}

/// An organisation does not end before its first day.
pub(super) fn lived(founded: Option<NaiveDate>, ended: Option<NaiveDate>) -> Result<(), Refusal> {
    days_in_order(&[founded, ended])
}

pub(super) fn codes(rows: &[Dated<String>]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| name(&row.value))
}

pub(super) fn aliases(rows: &[String]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| name(row))
}

pub(super) fn became(rows: &[Successor]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        day(row.on)?;
        long_line(row.basis.as_ref())
    })
}

pub(super) fn leaders(rows: &[Leader]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        name(&row.name)?;
        name(&row.post)?;
        line(row.phone.as_ref())?;
        days_in_order(&[row.from, row.until])
    })
}

pub(super) fn planned(rows: &[Plan]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        day(row.on)?;
        day(row.made)?;
        if let PlanState::Moved(to) = row.state {
            day(to)?;
        }
        long_line(row.note.as_ref())
    })
}

pub(super) fn meets(it: Option<MeetingDay>) -> Result<(), Refusal> {
    let (number, most) = match it {
        None => return Ok(()),
        Some(MeetingDay::Day(day)) => (day, 31),
        Some(MeetingDay::Week(nth, _)) => (nth, 5),
    };
    if (1..=most).contains(&number) {
        Ok(())
    } else {
        Err(Refusal::NotANumber {
            least: 1,
            most: most.into(),
        })
    }
}
