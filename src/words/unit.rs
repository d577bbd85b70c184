//! An organisation in words: what it is, how its dossiers go, its numbers.

use super::{Part, Row, Words, dated, head, nothing, parts, span, text};
use crate::model::{
    Arg, Between, Code, Dated, Exemption, Floor, Leader, MeetingDay, MemberCount, Message,
    OfficerCount, Plan, PlanState, Quota, Route, Successor, Unit, UnitId, UnitScalar, Unlisted,
};
use crate::rules::{as_of, basis_of, passage};

impl Words<'_> {
    /// All that is on record of an organisation but its people: a part for each field that says
    /// something.
    pub fn unit(self, unit: &Unit) -> Vec<Part> {
        let scalars = UnitScalar::ALL.into_iter();
        let scalars = scalars.filter(|field| field.is_known(unit));
        let scalars = scalars.map(|field| Part {
            field: field.key(),
            rows: vec![self.unit_scalar(unit, field)],
        });
        let all = [
            Part::of("kinds", &unit.kinds, |row| self.kind(unit, row)),
            Part::of("names", &unit.names, |row| self.name(row)),
            Part::of("parents", &unit.parents, |row| self.parent(row)),
            Part::of("codes", &unit.codes, |row| self.code(row)),
            Part::of("became", &unit.became, |row| self.successor(row)),
            Part::of("leaders", &unit.leaders, |row| self.leader(row)),
            Part::one("book", self.book_below(unit)),
            Part::of("routes", &unit.routes, |row| self.route(row)),
            Part::of("members", &unit.members, |row| self.members(Some(row))),
            Part::of("officers", &unit.officers, |row| self.officers(Some(row))),
            Part::of("quotas", &unit.quotas, |row| self.quota(unit, row)),
            Part::of("exemptions", &unit.exemptions, |row| self.exemption(row)),
            Part::of("unlisted", &unit.unlisted, |row| self.unlisted(row)),
            Part::of("causes", &unit.causes, |row| self.cause(row)),
            Part::of("remedies", &unit.remedies, |row| self.remedy(row)),
            Part::of("notes", &unit.notes, |row| self.note(row)),
            Part::of("surveys", &unit.surveys, |row| self.survey(row)),
            Part::of("visits", &unit.visits, |row| self.visit(row)),
            Part::of("plans", &unit.plans, |row| self.planned(row)),
        ];
        let all = scalars.chain(all);
        all.filter(|part| !part.rows.is_empty()).collect()
    }

    /// A single value, as it is typed but in words where there are any.
    pub fn unit_scalar(self, unit: &Unit, field: UnitScalar) -> Row {
        let spellings = &self.known.rules.spellings;
        let value = match (field, unit.meets) {
            (UnitScalar::Meets, Some(MeetingDay::Day(day))) => Message::info("meets.day")
                .with("day", u32::from(day))
                .into(),
            (UnitScalar::Meets, Some(MeetingDay::Week(nth, day))) => {
                let at = day.num_days_from_monday() as usize;
                let day = spellings.weekdays[at].first();
                let key = if nth == LAST {
                    "meets.last"
                } else {
                    "meets.week"
                };
                let said = Message::info(key).with("day", day);
                said.with("nth", u32::from(nth)).into()
            }
            _ => Arg::from(field.read(unit, spellings)),
        };
        Row::new(Arg::Key(field.text_key()), value)
    }

    /// What kind of organisation it is on the day, and its id.
    pub fn kind_now(self, unit: &Unit) -> Row {
        let kind = unit.kind_on(self.names_of);
        let kind = kind.map(|kind| self.kind_name(kind));
        let value = parts([kind, Some(Arg::from(unit.id.as_str()))]);
        Row::new(Arg::Key("field.kind"), value)
    }

    /// One of the kinds that it is or was of, and its id.
    pub fn kind(self, unit: &Unit, row: &Dated<Code>) -> Row {
        let id = Arg::from(unit.id.as_str());
        let value = parts([
            Some(self.kind_name(&row.value)),
            row.from.map(Arg::from),
            Some(id),
        ]);
        Row::new(Arg::Key("field.kind"), value)
    }

    /// A number in the membership system.
    pub fn code(self, row: &Dated<String>) -> Row {
        let value = parts([Some(row.value.as_str().into()), row.from.map(Arg::from)]);
        Row::new(Arg::Key("field.codes"), value)
    }

    /// What it became.
    pub fn successor(self, row: &Successor) -> Row {
        let name = self.unit_name(&row.unit, row.on);
        let value = parts([Some(name), text(row.basis.as_ref())]);
        Row::new(head("field.became", row.on), value)
    }

    /// Who leads or led it.
    pub fn leader(self, row: &Leader) -> Row {
        let days = row.from.or(row.until).map(|_| span(row.from, row.until));
        let value = parts([
            Some(Arg::from(row.name.as_str())),
            days,
            text(row.phone.as_ref()),
        ]);
        Row::new(row.post.as_str(), value)
    }

    /// The book whose summary gives its figures.
    pub fn book_below(self, unit: &Unit) -> Option<Row> {
        let book = unit.book.as_ref()?;
        Some(Row::new(Arg::Key("field.book-below"), book.as_str()))
    }

    /// A meeting, a session, a course or a ceremony that is or was planned.
    pub fn planned(self, row: &Plan) -> Row {
        let state = match row.state {
            PlanState::Planned => Arg::Key("plan.planned"),
            PlanState::Held => Arg::Key("plan.held"),
            PlanState::Moved(to) => Message::info("plan.moved").with("date", to).into(),
            PlanState::Dropped => Arg::Key("plan.dropped"),
        };
        let people = row.people.iter().map(|id| {
            let found = self.known.book.candidate(id);
            Arg::from(found.map_or(id.as_str(), |(_, person)| person.name.as_str()))
        });
        let people = Arg::Several(Between::Commas, people.collect());
        let value = parts([
            Some(state),
            dated("plan.made", Some(row.made)),
            (!row.people.is_empty()).then_some(people),
            text(row.note.as_ref()),
        ]);
        Row::new(head(row.what.text_key(), row.on), value)
    }

    /// The name it goes by.
    pub fn name_now(self, unit: &Unit) -> Row {
        Row::new(Arg::Key("field.unit-name"), unit.name_on(self.names_of))
    }

    /// One of its names.
    pub fn name(self, row: &Dated<String>) -> Row {
        let value = parts([Some(row.value.as_str().into()), row.from.map(Arg::from)]);
        Row::new(Arg::Key("field.unit-name"), value)
    }

    /// What it stands below.
    pub fn parent_now(self, unit: &Unit) -> Row {
        let above = unit.parent_on(self.names_of);
        let name = above.map(|id| self.unit_name(id, self.names_of));
        Row::new(
            Arg::Key("field.parent"),
            name.unwrap_or(Arg::Key("value.unsaid")),
        )
    }

    /// One of those it stands or stood below.
    pub fn parent(self, row: &Dated<UnitId>) -> Row {
        let name = self.unit_name(&row.value, self.names_of);
        let value = parts([Some(name), row.from.map(Arg::from)]);
        Row::new(Arg::Key("field.parent"), value)
    }

    /// How the dossiers go on the day, and what says so.
    pub fn passage(self, unit: &Unit) -> Row {
        let way = passage(self.known, unit, self.known.today);
        let said = chain(way.chain.text_key(), way.section.then_some("sheet.section"));
        let value = way.rule.map_or(said.clone(), |rule| {
            let set = self.known.rules.on(self.known.today);
            let basis = basis_of(&rule.basis, rule.confirmed, &rule.origin, set);
            let by = Message::info("sheet.by-rule").with("basis", basis);
            let message = Message::info("sheet.passage").with("way", said);
            message.with("by", by).into()
        });
        Row::new(Arg::Key("field.passage"), value)
    }

    /// A row that says how they go from a day on.
    pub fn route(self, row: &Dated<Route>) -> Row {
        let section = row.value.section.map(|is| {
            if is {
                "sheet.section"
            } else {
                "sheet.no-section"
            }
        });
        let value = chain(row.value.chain.text_key(), section);
        Row::new(head("sheet.route", span(row.from, None)), value)
    }

    /// A count of the membership.
    pub fn members(self, row: Option<&MemberCount>) -> Row {
        let value = row.map(|row| match row.full {
            Some(full) => counted((row.members, full), row.on),
            None => parts([Some(row.members.into()), Some(row.on.into())]),
        });
        Row::new(Arg::Key("field.members"), value.unwrap_or_else(nothing))
    }

    /// A count of local officers.
    pub fn officers(self, row: Option<&OfficerCount>) -> Row {
        let value = row.map(|row| counted((row.officers, row.members), row.on));
        Row::new(Arg::Key("field.officers"), value.unwrap_or_else(nothing))
    }

    /// A number with all that is said of it, and whether it is the one in force.
    pub fn quota(self, unit: &Unit, row: &Quota) -> Row {
        let day = as_of(row.year, self.known.today);
        let now = unit.quota_on(row.year, &row.track, row.group.as_ref(), day);
        let state = match row.from {
            _ if now == Some(row) => None,
            Some(from) if from > day => Some(Arg::Key("sheet.not-yet")),
            _ => Some(Arg::Key("sheet.replaced")),
        };
        let target = if row.at_least {
            Arg::from(format!("≥ {}", row.target))
        } else {
            Arg::from(row.target)
        };
        let number = match &row.group {
            None => target,
            Some(group) => {
                let message = Message::info("sheet.group-target");
                let message = message.with("group", self.group_name(group));
                message.with("target", target).into()
            }
        };
        let value = parts([
            Some(number),
            state,
            dated("sheet.from", row.from),
            dated("sheet.deadline", row.deadline),
            text(row.by.as_ref()),
            text(row.basis.as_ref()),
            text(row.note.as_ref()),
        ]);
        Row::new(of_year("sheet.quota", row.year, Some(&row.track)), value)
    }

    /// A year in which it owes nobody.
    pub fn exemption(self, row: &Exemption) -> Row {
        let value = parts([
            dated("sheet.from", Some(row.from)),
            text(row.basis.as_ref()),
            text(row.note.as_ref()),
        ]);
        Row::new(of_year("sheet.exemption", row.year, None), value)
    }

    /// The least for a class of organisations.
    pub fn floor(self, row: &Floor) -> Row {
        let value = parts([
            Some(format!("≥ {}", row.least).into()),
            Some(self.class_name(&row.class)),
            text(row.basis.as_ref()),
        ]);
        Row::new(of_year("sheet.floor", row.year, Some(&row.track)), value)
    }

    /// Admissions of a year without a record here.
    pub fn unlisted(self, row: &Unlisted) -> Row {
        let value = parts([Some(row.count.into()), text(row.source.as_ref())]);
        Row::new(of_year("sheet.unlisted", row.year, None), value)
    }
}

/// Stands for the last such day of the week of a month.
const LAST: u8 = 5;

fn chain(key: &'static str, section: Option<&'static str>) -> Arg {
    parts([Some(Arg::Key(key)), section.map(Arg::Key)])
}

fn counted((all, of_these): (u32, u32), on: chrono::NaiveDate) -> Arg {
    parts([Some(format!("{all}/{of_these}").into()), Some(on.into())])
}

fn of_year(key: &'static str, year: i32, track: Option<&Code>) -> Arg {
    let year = Arg::from(i64::from(year));
    let track = track.map(|track| Arg::from(track.as_str()));
    let all = [Arg::Key(key), year].into_iter().chain(track);
    Arg::Several(Between::Spaces, all.collect())
}
