//! An organisation in words: what it is, how its dossiers go, its numbers.

use super::{Part, Row, Words, dated, head, nothing, parts, span, text};
use crate::model::{
    Arg, Between, Dated, Exemption, Floor, MemberCount, Message, OfficerCount, Quota, Route, Unit,
    UnitId, Unlisted,
};
use crate::rules::{as_of, basis_of, passage};

impl Words<'_> {
    /// All that is on record of an organisation but its people: a part for each field that says
    /// something.
    pub fn unit(self, unit: &Unit) -> Vec<Part> {
        let sector = unit.sector.as_ref().map(|_| self.sector(unit));
        let ended = unit.ended;
        let ended = ended.map(|day| Row::new(Arg::Key("field.ended"), day));
        let all = [
            Part::one("kind", Some(self.kind(unit))),
            Part::of("names", &unit.names, |row| self.name(row)),
            Part::of("parents", &unit.parents, |row| self.parent(row)),
            Part::one("ended", ended),
            Part::one("sector", sector),
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
        ];
        let all = all.into_iter();
        all.filter(|part| !part.rows.is_empty()).collect()
    }

    /// What kind of organisation it is, and its id.
    pub fn kind(self, unit: &Unit) -> Row {
        let id = Arg::from(unit.id.as_str());
        let value = parts([Some(self.kind_name(&unit.kind)), Some(id)]);
        Row::new(Arg::Key("field.kind"), value)
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

    /// Residential, public service …
    pub fn sector(self, unit: &Unit) -> Row {
        let sector = text(unit.sector.as_ref());
        Row::new(Arg::Key("field.sector"), sector.unwrap_or_else(nothing))
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
        let value = row.map(|row| counted((row.members, row.full), row.on));
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
        let number = row.group.as_ref().map_or_else(
            || Arg::from(row.target),
            |group| {
                let message = Message::info("sheet.group-target");
                let message = message.with("group", self.group_name(group));
                message.with("target", row.target).into()
            },
        );
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

fn chain(key: &'static str, section: Option<&'static str>) -> Arg {
    parts([Some(Arg::Key(key)), section.map(Arg::Key)])
}

fn counted((all, of_these): (u32, u32), on: chrono::NaiveDate) -> Arg {
    parts([Some(format!("{all}/{of_these}").into()), Some(on.into())])
}

fn of_year(key: &'static str, year: i32, track: Option<&crate::model::Code>) -> Arg {
    let year = Arg::from(i64::from(year));
    let track = track.map(|track| Arg::from(track.as_str()));
    let all = [Arg::Key(key), year].into_iter().chain(track);
    Arg::Several(Between::Spaces, all.collect())
}
