//! The rows of a sheet: which of a record's rows each of them is, and what is derived for them.

use super::View;
use super::pipeline::{field_key, stage_text};
use crate::app::{Facts, Field, PersonFacts, SheetRow, UnitFacts};
use crate::model::Arg;
use crate::rules::{Event, Line};
use crate::words::{Row, Telling, Words};

/// The words of the screen: what is of use now, in the year shown.
pub(super) fn words(view: View<'_>) -> Words<'_> {
    let see = view.see();
    Words {
        known: see.known(),
        names_of: see.day(),
        telling: Telling::Now,
    }
}

/// A row of a sheet; none where the record has no such row.
pub(super) fn said(view: View<'_>, facts: &Facts<'_>, at: SheetRow) -> Option<Row> {
    match facts {
        Facts::Person(facts) => person_row(view, facts, at),
        Facts::Unit(facts) => unit_row(view, facts, at),
    }
}

/// A row of a person's sheet; none where it is not one, or what it shows is gone.
fn person_row(view: View<'_>, facts: &PersonFacts<'_>, at: SheetRow) -> Option<Row> {
    let View { app, world, .. } = view;
    let (words, case) = (words(view), &facts.case);
    let person = case.person;
    let field = |field: Field, value: Arg| Row::new(Arg::Key(field_key(field)), value);
    Some(match at {
        SheetRow::Scalar(of) if view.see().shows(&person.id, of) => words.scalar(person, of),
        SheetRow::Scalar(of) => words.masked(person, of),
        SheetRow::Groups => words.groups(person),
        SheetRow::Stage => field(Field::Stage, stage_text(view, case.now()).into()),
        SheetRow::Since => {
            let since = case.now().map(|now| {
                let unknown = Arg::Key("value.since-unknown");
                now.known_since().map_or(unknown, Arg::from)
            });
            let enters = case.now().and_then(|now| {
                let stages = &world.rules.procedure.stages;
                stages[now.stage].enters
            });
            let key = if enters == Some(Event::Ceremony) {
                "field.admitted-on"
            } else {
                field_key(Field::Since)
            };
            Row::new(Arg::Key(key), since.unwrap_or_else(|| Arg::from("")))
        }
        SheetRow::Helper => {
            let name = person.helper().map_or("", |guide| guide.name.as_str());
            field(Field::Helper, name.into())
        }
        SheetRow::Cause => field(Field::Cause, words.open_causes(&person.causes)),
        SheetRow::Note => field(Field::Note, Arg::Key("ui.add-note")),
        SheetRow::Limit(n) => words.limit(person, facts.limits.get(n)?),
        SheetRow::Missing(n) => words.missing(case.owed().get(n)?),
        SheetRow::Plan => {
            let line = Line::find(&app.book, &case.unit.id, &person.id)?;
            let seen = view.see().forecast().of(line);
            words.plan(app.figures.year, seen.as_ref())
        }
        SheetRow::Leg(n) => words.leg(facts.legs.get(n)?),
        SheetRow::Step(n) => words.step(&person.steps[n]),
        SheetRow::PastHelper(n) => words.helper(&person.helpers[n]),
        SheetRow::Introducer(n) => words.introducer(&person.introducers[n]),
        SheetRow::Paper(n) => words.paper(&person.papers[n]),
        SheetRow::NoPaper(n) => words.no_paper(&world.rules.on(world.today).papers[n]),
        SheetRow::Letter(n) => words.letter(&person.letters[n]),
        SheetRow::Vote(n) => words.vote(&person.votes[n]),
        SheetRow::Extension(n) => words.extension(&person.extensions[n]),
        SheetRow::Reminder(n) => words.reminder(&person.reminders[n]),
        SheetRow::Handover(n) => words.handover(&person.handovers[n]),
        SheetRow::Card => words.card(person.card.as_ref()?),
        SheetRow::Former => words.former(person.former.as_ref()?),
        SheetRow::Outreach => words.introduced(person.introduced.as_ref()),
        SheetRow::CauseEntry(n) => words.cause(&person.causes[n]),
        SheetRow::Remedy(n) => words.remedy(&person.remedies[n]),
        SheetRow::NoteEntry(n) => words.note(&person.notes[n]),
        _ => return None,
    })
}

/// A row of an organisation's sheet; none where it is not one, or what it shows is gone.
fn unit_row(view: View<'_>, facts: &UnitFacts<'_>, at: SheetRow) -> Option<Row> {
    let (words, unit) = (words(view), facts.unit);
    let field = |field: Field, value: Arg| Row::new(Arg::Key(field_key(field)), value);
    Some(match at {
        SheetRow::UnitName => words.name_now(unit),
        SheetRow::UnitScalar(of) => words.unit_scalar(unit, of),
        SheetRow::UnitKind => words.kind_now(unit),
        SheetRow::Code(n) => words.code(&unit.codes[n]),
        SheetRow::Successor(n) => words.successor(&unit.became[n]),
        SheetRow::Leader(n) => words.leader(&unit.leaders[n]),
        SheetRow::BookBelow => words.book_below(unit)?,
        SheetRow::Planned(n) => words.planned(&unit.plans[n]),
        SheetRow::UnitParent => words.parent_now(unit),
        SheetRow::Passage => words.passage(unit),
        SheetRow::Members => words.members(unit.members.last()),
        SheetRow::Officers => words.officers(unit.officers.last()),
        SheetRow::UnitCause => field(Field::Cause, words.open_causes(&unit.causes)),
        SheetRow::UnitNote => field(Field::Note, Arg::Key("ui.add-note")),
        SheetRow::Route(n) => words.route(&unit.routes[n]),
        SheetRow::Quota(n) => words.quota(unit, &unit.quotas[n]),
        SheetRow::Exemption(n) => words.exemption(&unit.exemptions[n]),
        SheetRow::Floor(n) => words.floor(facts.floors.get(n)?),
        SheetRow::Unlisted(n) => words.unlisted(&unit.unlisted[n]),
        SheetRow::CauseEntry(n) => words.cause(&unit.causes[n]),
        SheetRow::Remedy(n) => words.remedy(&unit.remedies[n]),
        SheetRow::NoteEntry(n) => words.note(&unit.notes[n]),
        SheetRow::Survey(n) => words.survey(&unit.surveys[n]),
        SheetRow::SurveyGap(n) => words.gap(facts.gaps.get(n)?),
        SheetRow::NotSurveyed => words.not_surveyed(facts.not_surveyed),
        SheetRow::Visit(n) => words.visit(&unit.visits[n]),
        _ => return None,
    })
}
