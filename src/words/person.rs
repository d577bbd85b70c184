//! A person in words: the single values, then what stands in the dossier.

use super::{Part, Row, Telling, Words, dated, head, nothing, parts, span, text};
use crate::model::{
    Arg, Between, Candidate, Cause, Guide, GuideKind, Note, Outreach, PartialDay, Remedy,
    ScalarField, Sex, masked,
};

impl Words<'_> {
    /// All that is on record of a person, in the order of a dossier: a part for each field that
    /// says something.
    pub fn person(self, person: &Candidate) -> Vec<Part> {
        let scalars = ScalarField::ALL.into_iter();
        let scalars = scalars.filter(|field| field.is_known(person));
        let scalars = scalars.map(|field| Part {
            field: field.key(),
            rows: vec![self.scalar(person, field)],
        });
        let groups = self.groups_said(person);
        let rest = [
            Part::one("groups", (!groups.is_empty()).then(|| self.groups(person))),
            Part::of("steps", &person.steps, |row| self.step(row)),
            Part::of("handovers", &person.handovers, |row| self.handover(row)),
            Part::of("helpers", &person.helpers, |row| self.helper(row)),
            Part::of("introducers", &person.introducers, |row| {
                self.introducer(row)
            }),
            Part::of("papers", &person.papers, |row| self.paper(row)),
            Part::of("letters", &person.letters, |row| self.letter(row)),
            Part::of("votes", &person.votes, |row| self.vote(row)),
            Part::of("extensions", &person.extensions, |row| self.extension(row)),
            Part::of("reminders", &person.reminders, |row| self.reminder(row)),
            Part::one("former", person.former.as_ref().map(|row| self.former(row))),
            Part::one("card", person.card.as_ref().map(|row| self.card(row))),
            Part::one("introduced", self.introduced_by(person.introduced.as_ref())),
            Part::of("causes", &person.causes, |row| self.cause(row)),
            Part::of("remedies", &person.remedies, |row| self.remedy(row)),
            Part::of("notes", &person.notes, |row| self.note(row)),
        ];
        let parts = scalars.chain(rest);
        parts.filter(|part| !part.rows.is_empty()).collect()
    }

    /// A single value, whole.
    pub fn scalar(self, person: &Candidate, field: ScalarField) -> Row {
        let value = match field {
            ScalarField::Sex => person.sex.map(|sex| match sex {
                Sex::Male => Arg::Key("value.male"),
                Sex::Female => Arg::Key("value.female"),
            }),
            ScalarField::YouthUnion => person
                .youth_union
                .map(|is| Arg::Key(if is { "value.yes" } else { "value.no" })),
            ScalarField::Source => person.source.as_ref().map(|code| self.source_name(code)),
            field => Some(Arg::from(field.read(person, &self.known.rules.spellings))),
        };
        Row::new(Arg::Key(field.text_key()), value.unwrap_or_else(nothing))
    }

    /// A single value of which only the end is shown.
    pub fn masked(self, person: &Candidate, field: ScalarField) -> Row {
        Row::new(
            Arg::Key(field.text_key()),
            masked(&field.read(person, &self.known.rules.spellings)),
        )
    }

    /// Groups with a quota of their own: those a person belongs to, or the marks on record.
    pub fn groups(self, person: &Candidate) -> Row {
        let names = self.groups_said(person);
        Row::new(
            Arg::Key("field.groups"),
            Arg::Several(Between::Semicolons, names),
        )
    }

    fn groups_said(self, person: &Candidate) -> Vec<Arg> {
        match self.telling {
            Telling::All => {
                let marks = person.groups.iter();
                marks.map(|code| self.group_name(code)).collect()
            }
            Telling::Now => {
                let places = self.known.rules.groups_of(person);
                let name = |at: usize| Arg::from(self.known.rules.groups[at].name.clone());
                places.map(name).collect()
            }
        }
    }

    /// A member who helps or helped.
    pub fn helper(self, row: &Guide) -> Row {
        Row::new(Arg::Key("sheet.helper"), guide(row))
    }

    /// Who vouches in the dossier.
    pub fn introducer(self, row: &Guide) -> Row {
        Row::new(Arg::Key("sheet.introducer"), guide(row))
    }

    /// Which mass organisation introduced the person, and when.
    pub fn introduced(self, row: Option<&Outreach>) -> Row {
        let by = self.introduced_by(row);
        by.unwrap_or_else(|| Row::new(Arg::Key("field.introduced"), nothing()))
    }

    fn introduced_by(self, row: Option<&Outreach>) -> Option<Row> {
        let row = row?;
        let value = parts([Some(self.organisation_name(&row.by)), Some(row.on.into())]);
        Some(Row::new(Arg::Key("field.introduced"), value))
    }

    /// What holds back.
    pub fn cause(self, row: &Cause) -> Row {
        let days = span(Some(row.from), row.until);
        match self.telling {
            Telling::Now => Row::new(head("sheet.cause", days), self.cause_said(row, None)),
            Telling::All => Row::new(Arg::Key("sheet.cause"), self.cause_said(row, Some(days))),
        }
    }

    /// All that holds back now.
    pub fn open_causes<'a>(self, rows: impl IntoIterator<Item = &'a Cause>) -> Arg {
        let open = rows.into_iter().filter(|row| row.until.is_none());
        let said = open.map(|row| self.cause_said(row, None));
        Arg::Several(Between::Semicolons, said.collect())
    }

    fn cause_said(self, row: &Cause, days: Option<Arg>) -> Arg {
        parts([
            Some(self.cause_name(&row.code)),
            days,
            text(row.note.as_ref()),
            text(row.source.as_ref()),
        ])
    }

    /// What is done against it, by whom, until when, and against what.
    pub fn remedy(self, row: &Remedy) -> Row {
        let by = match row.by {
            _ if self.telling == Telling::All => dated("sheet.by", row.by),
            _ if row.done.is_some() => None,
            Some(by) if by < self.known.today => dated("cause.late", row.by),
            _ => dated("cause.by", row.by),
        };
        let value = parts([
            Some(Arg::from(row.text.as_str())),
            text(row.who.as_ref()),
            by,
            dated("sheet.done", row.done),
            Some(self.cause_name(&row.cause)),
        ]);
        Row::new(Arg::Key("sheet.remedy"), value)
    }

    /// A remark.
    pub fn note(self, row: &Note) -> Row {
        Row::new(head("sheet.note", row.on), row.text.as_str())
    }
}

fn guide(row: &Guide) -> Arg {
    let kind = match row.kind {
        GuideKind::Member => "value.member",
        GuideKind::YouthUnion => "value.youth-union",
        GuideKind::TradeUnion => "value.trade-union",
    };
    parts([
        Some(Arg::from(row.name.as_str())),
        Some(Arg::Key(kind)),
        Some(span(row.from, row.until.map(PartialDay::from))),
        dated("sheet.together", row.together),
        text(row.post.as_ref()),
        dated("sheet.guide-born", row.born),
        dated("sheet.guide-joined", row.joined),
        dated("sheet.guide-full", row.full),
    ])
}
