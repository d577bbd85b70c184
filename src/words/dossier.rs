//! What lies in a dossier, in words: the way walked, papers, letters, votes, extensions, memberships.

use super::{Row, Telling, Words, dated, head, noted, parts, span, taken_over, text};
use crate::model::{
    Arg, Between, Card, Extended, Former, Handover, Letter, Message, Paper, Reminder, Step, Vote,
};
use crate::rules::{PaperRow, carried, needed, rule_of};

impl Words<'_> {
    /// A step of the way.
    pub fn step(self, row: &Step) -> Row {
        let value = parts([
            Some(self.place_name(&row.to)),
            row.forced.then_some(Arg::Key("sheet.forced")),
            row.elsewhere.then_some(Arg::Key("sheet.elsewhere")),
            text(row.reason.as_ref()),
            taken_over(row.taken_over),
        ]);
        Row::new(head("sheet.step", row.on), value)
    }

    /// A file handed over by another cell.
    pub fn handover(self, row: &Handover) -> Row {
        let from = self.unit_name(&row.from, row.on);
        let value = Message::info("sheet.handed-from").with("from", from);
        Row::new(head("sheet.handover", row.on), value)
    }

    /// A paper on record.
    pub fn paper(self, row: &Paper) -> Row {
        let known = self.paper_row(row);
        let number = row.number.as_ref();
        let number = number.map(|n| Message::info("sheet.number").with("number", n.as_str()));
        let value = parts([
            Some(Arg::Key(row.state.text_key())),
            row.on.map(Arg::from),
            number.map(Arg::from),
            dated("sheet.received", row.received),
            row.from.or(row.until).map(|_| {
                let days = span(row.from, row.until);
                Message::info("sheet.course").with("days", days).into()
            }),
            text(row.grade.as_ref()),
            text(row.issuer.as_ref()),
            text(row.reason.as_ref()),
            taken_over(row.taken_over),
            known.map(|known| known.name.clone().into()),
        ]);
        Row::new(
            known.map_or(row.form.as_str(), |known| known.form.as_str()),
            value,
        )
    }

    /// A paper that is not on record.
    pub fn no_paper(self, row: &PaperRow) -> Row {
        let value = parts([
            Some(Arg::Key("sheet.no-paper")),
            Some(row.name.clone().into()),
        ]);
        Row::new(row.form.as_str(), value)
    }

    /// A letter of verification: all its days, or how it stands.
    pub fn letter(self, row: &Letter) -> Row {
        let [sent, received, answered] = [
            dated("sheet.sent", row.sent),
            dated("sheet.received", row.received),
            dated("sheet.answered", row.answered),
        ];
        let days = match self.telling {
            Telling::All => [sent, received, answered],
            Telling::Now if answered.is_some() => [answered, None, None],
            Telling::Now if sent.is_none() => [Some(Arg::Key("sheet.not-sent")), None, None],
            Telling::Now => [sent, received, None],
        };
        let place = [Some(Arg::from(row.place.as_str()))];
        let result = [
            row.result.map(|answer| Arg::Key(answer.text_key())),
            row.abroad.then_some(Arg::Key("form.abroad")),
        ];
        let reminded = row.reminders.iter().copied().map(Arg::from).collect();
        let reminded = Arg::Several(Between::Commas, reminded);
        let reminded = Message::info("sheet.reminded").with("days", reminded);
        let more = [
            noted("sheet.letter-number", row.number.as_ref()),
            dated("sheet.answer-by", row.by),
            (!row.reminders.is_empty()).then(|| reminded.into()),
            taken_over(row.taken_over),
        ];
        let all = place.into_iter().chain(days).chain(result);
        let value = parts(all.chain(more));
        Row::new(Arg::Key(row.about.text_key()), value)
    }

    /// A vote: how it went by the rule it falls under, where one speaks of it.
    pub fn vote(self, row: &Vote) -> Row {
        let rule = rule_of(self.known.rules.on(row.on), row);
        let body = rule.map_or_else(
            || row.stage.as_str().into(),
            |rule| rule.body.clone().into(),
        );
        let key = if carried(self.known.rules, row) {
            "sheet.vote-carried"
        } else {
            "sheet.vote-failed"
        };
        let needed = needed(self.known.rules, row);
        let said = Message::info(key)
            .with("agree", row.agree)
            .with("n", row.n)
            .with("present", row.present.map_or(unsaid(), Arg::from))
            .with("against", row.against.map_or(unsaid(), Arg::from))
            .with("needed", needed.map_or(unsaid(), Arg::from));
        let out = row.left_out.iter().map(|out| {
            let said = vec![Arg::from(out.count), Arg::Key(out.why.text_key())];
            Arg::Several(Between::Spaces, said)
        });
        let out = Arg::Several(Between::Commas, out.collect());
        let out = Message::info("sheet.left-out").with("who", out);
        let out = (!row.left_out.is_empty()).then(|| out.into());
        let label = Arg::Several(Between::Spaces, vec![body, row.on.into()]);
        let absent = row.absent.iter().map(|absent| {
            let count = Some(Arg::from(absent.count));
            let said = count.into_iter().chain(text(absent.reason.as_ref()));
            Arg::Several(Between::Spaces, said.collect())
        });
        let absent = Arg::Several(Between::Commas, absent.collect());
        let absent = Message::info("sheet.absent").with("who", absent);
        let probationary = row.probationary.map(|all| {
            let present = row.probationary_present.map(Arg::from);
            Message::info("sheet.probationary")
                .with("all", all)
                .with("present", present.unwrap_or(unsaid()))
                .into()
        });
        let more = [
            (!row.absent.is_empty()).then(|| absent.into()),
            probationary,
            noted("sheet.chair", row.chair.as_ref()),
            noted("sheet.minutes", row.minutes.as_ref()),
            noted("sheet.why-against", row.why_against.as_ref()),
            taken_over(row.taken_over),
        ];
        let all = [Some(said.into()), out].into_iter().chain(more);
        Row::new(label, parts(all))
    }

    /// That somebody was reminded as a limit ran.
    pub fn reminder(self, row: &Reminder) -> Row {
        let name = self.limit_name(&row.limit, row.on);
        let value = parts([Some(name), Some(Arg::from(row.step.as_str()))]);
        Row::new(head("sheet.reminder", row.on), value)
    }

    /// A limit that was extended.
    pub fn extension(self, row: &Extended) -> Row {
        let name = self.limit_name(&row.limit, row.on);
        let value = parts([Some(name), text(row.reason.as_ref())]);
        Row::new(head("sheet.extension", row.on), value)
    }

    /// A membership that ended before.
    pub fn former(self, row: &Former) -> Row {
        let consent = dated("sheet.consent", row.consent);
        let value = parts([
            dated("sheet.left", Some(row.left)),
            consent.or(Some(Arg::Key("sheet.no-consent"))),
        ]);
        Row::new(Arg::Key("sheet.former"), value)
    }

    /// The card of a full member.
    pub fn card(self, row: &Card) -> Row {
        let value = parts([Some(Arg::from(row.number.as_str())), Some(row.on.into())]);
        Row::new(Arg::Key("sheet.card"), value)
    }
}

/// In the place of a number that is not known.
fn unsaid() -> Arg {
    Arg::Key("value.unsaid")
}
