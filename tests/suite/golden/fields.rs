//! The golden books hold every field of the model, so that none is read by a later release unseen.

use super::{books, copied, load};
use ketnap::model::{
    Absent, Act, Answer, Book, BookSettings, BornOf, CandidateField, Card, Cause, Chain, Dated,
    Event, Exemption, Extended, Floor, Former, Guide, Handover, Header, Import, Leader, LeftOut,
    Letter, MemberCount, Note, OfficerCount, Outreach, Paper, PaperState, Period, Plan, PlanKind,
    Quota, Relation, Remedy, Reminder, Route, Step, Successor, Survey, SurveyGroup, Track,
    UnitField, Unlisted, Visit, Vote, WhyOut,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// Notes which fields of some records hold something. Takes every field by its name, so a field
/// that is added must be added here, and to a golden book.
macro_rules! fields {
    ($found:ident, $rows:expr, $record:ident { $($field:ident),* $(,)? }) => {
        $(note(&mut $found, stringify!($record), stringify!($field), false);)*
        for row in $rows {
            let $record { $($field),* } = row;
            $(
                let held = says(&format!("{:?}", $field));
                note(&mut $found, stringify!($record), stringify!($field), held);
            )*
        }
    };
}

/// Whether a value is more than what stands where nothing is known.
fn says(value: &str) -> bool {
    !matches!(value, "None" | "[]" | "false" | "0" | "\"\"")
}

/// Which fields hold something in a book.
type Found = BTreeMap<String, bool>;

fn note(found: &mut Found, record: &str, field: &str, held: bool) {
    *found.entry(format!("{record}.{field}")).or_default() |= held;
}

/// The same of a record whose fields stand in a table of the model.
fn of_table(
    found: &mut Found,
    record: &str,
    table: &[(&str, &str)],
    rows: impl Iterator<Item = (&'static str, impl Debug)>,
) {
    for (field, _) in table {
        note(found, record, field, false);
    }
    for (field, row) in rows {
        // A variant around the value.
        let said = format!("{row:?}");
        let value = said
            .split_once('(')
            .and_then(|(_, it)| it.strip_suffix(')'));
        note(found, record, field, says(value.unwrap()));
    }
}

fn debugs<T: Debug>(all: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    all.into_iter().map(|one| format!("{one:?}")).collect()
}

#[test]
fn the_golden_books_hold_every_field_and_word_of_the_model() {
    let books: Vec<Book> = books().iter().map(|dir| load(&copied(dir))).collect();
    let settings = || books.iter().map(Book::settings);
    let units = || books.iter().flat_map(Book::units);
    let people = || units().flat_map(|unit| &unit.candidates);
    let mut found = Found::new();
    fields!(
        found,
        books.iter().map(Book::header),
        Header {
            id,
            roots,
            born_of,
            settings,
            events,
            imports
        }
    );
    let heads = || books.iter().map(Book::header);
    fields!(
        found,
        heads().filter_map(|h| h.born_of.as_ref()),
        BornOf { book, on }
    );
    fields!(
        found,
        heads().flat_map(|h| &h.events),
        Event {
            id,
            on,
            act,
            old,
            new,
            basis
        }
    );
    fields!(
        found,
        heads().flat_map(|h| &h.imports),
        Import {
            n,
            on,
            sha256,
            rows
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.became),
        Successor { unit, on, basis }
    );
    fields!(
        found,
        units().flat_map(|u| &u.leaders),
        Leader {
            name,
            post,
            from,
            until,
            phone
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.plans),
        Plan {
            id,
            what,
            on,
            made,
            people,
            state,
            note
        }
    );
    fields!(
        found,
        settings(),
        BookSettings {
            counting,
            tracks,
            floors,
            today,
            recorded_from,
            note,
            group_shared,
            utc_offset
        }
    );
    fields!(
        found,
        settings().flat_map(|s| &s.tracks),
        Track { id, name }
    );
    fields!(
        found,
        settings().flat_map(|s| &s.floors),
        Floor {
            track,
            year,
            class,
            least,
            basis
        }
    );
    let table = units().flat_map(UnitField::all);
    of_table(
        &mut found,
        "Unit",
        UnitField::WORDS,
        table.map(|it| (it.key(), it)),
    );
    fields!(found, units().flat_map(|u| &u.names), Dated { from, value });
    fields!(
        found,
        units().flat_map(|u| &u.routes).map(|r| &r.value),
        Route { chain, section }
    );
    fields!(
        found,
        units().flat_map(|u| &u.members),
        MemberCount {
            on,
            members,
            full,
            source
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.officers),
        OfficerCount {
            on,
            officers,
            members,
            source
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.quotas),
        Quota {
            year,
            track,
            target,
            at_least,
            group,
            deadline,
            basis,
            revision,
            from,
            by,
            note
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.exemptions),
        Exemption {
            year,
            from,
            basis,
            note
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.unlisted),
        Unlisted {
            year,
            count,
            source,
            as_of
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.surveys),
        Survey {
            on,
            period,
            groups,
            note,
            source
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.surveys).map(|s| &s.period),
        Period { from, until }
    );
    fields!(
        found,
        units().flat_map(|u| &u.surveys).flat_map(|s| &s.groups),
        SurveyGroup {
            source,
            people,
            fit,
            asked,
            willing
        }
    );
    fields!(
        found,
        units().flat_map(|u| &u.visits),
        Visit {
            on,
            held,
            who,
            findings,
            agreed,
            by,
            done,
            source
        }
    );
    let table = people().flat_map(CandidateField::all);
    of_table(
        &mut found,
        "Candidate",
        CandidateField::WORDS,
        table.map(|it| (it.key(), it)),
    );
    fields!(
        found,
        people().flat_map(|p| &p.introducers),
        Guide {
            name,
            kind,
            from,
            until,
            together,
            post,
            born,
            joined,
            full
        }
    );
    fields!(
        found,
        people().flat_map(|p| &p.papers),
        Paper {
            form,
            state,
            number,
            on,
            received,
            reason,
            from,
            until,
            grade,
            issuer,
            taken_over
        }
    );
    fields!(
        found,
        people().flat_map(|p| &p.letters),
        Letter {
            about,
            place,
            abroad,
            sent,
            received,
            answered,
            result,
            number,
            by,
            reminders,
            taken_over
        }
    );
    fields!(
        found,
        people().flat_map(|p| &p.votes),
        Vote {
            stage,
            body,
            on,
            n,
            present,
            agree,
            against,
            left_out,
            absent,
            probationary,
            probationary_present,
            chair,
            minutes,
            why_against,
            taken_over
        }
    );
    fields!(
        found,
        people().flat_map(|p| &p.votes).flat_map(|v| &v.absent),
        Absent { count, reason }
    );
    fields!(
        found,
        people().flat_map(|p| &p.reminders),
        Reminder { limit, on, step }
    );
    fields!(
        found,
        people().flat_map(|p| &p.votes).flat_map(|v| &v.left_out),
        LeftOut { why, count }
    );
    fields!(
        found,
        people().flat_map(|p| &p.extensions),
        Extended { limit, on, reason }
    );
    fields!(
        found,
        people().flat_map(|p| &p.steps),
        Step {
            on,
            to,
            reason,
            forced,
            elsewhere,
            taken_over
        }
    );
    fields!(
        found,
        people().flat_map(|p| &p.handovers),
        Handover { on, from }
    );
    fields!(
        found,
        people().filter_map(|p| p.former.as_deref()),
        Former { left, consent }
    );
    fields!(
        found,
        people().filter_map(|p| p.card.as_deref()),
        Card { number, on }
    );
    fields!(
        found,
        people().flat_map(|p| &p.causes),
        Cause {
            code,
            from,
            until,
            note,
            source
        }
    );
    fields!(
        found,
        people().flat_map(|p| &p.remedies),
        Remedy {
            cause,
            text,
            who,
            by,
            done
        }
    );
    fields!(found, people().flat_map(|p| &p.notes), Note { on, text });
    fields!(
        found,
        people().filter_map(|p| p.introduced.as_ref()),
        Outreach { by, on }
    );
    found.retain(|_, held| !*held);
    assert_eq!(found.into_keys().collect::<Vec<_>>(), Vec::<String>::new());
    let letters = || people().flat_map(|p| &p.letters);
    let out = people().flat_map(|p| &p.votes).flat_map(|v| &v.left_out);
    let routes = units().flat_map(|u| &u.routes);
    let states = people().flat_map(|p| &p.papers).map(|p| p.state);
    assert_eq!(debugs(states), debugs(PaperState::ALL));
    assert_eq!(debugs(letters().map(|l| l.about)), debugs(Relation::ALL));
    assert_eq!(
        debugs(letters().filter_map(|l| l.result)),
        debugs(Answer::ALL)
    );
    assert_eq!(debugs(out.map(|o| o.why)), debugs(WhyOut::ALL));
    assert_eq!(debugs(routes.map(|r| r.value.chain)), debugs(Chain::ALL));
    let plans = units().flat_map(|u| &u.plans);
    assert_eq!(debugs(plans.map(|p| p.what)), debugs(PlanKind::ALL));
    let acts = heads().flat_map(|h| &h.events).map(|event| event.act);
    assert_eq!(debugs(acts), debugs(Act::ALL));
}

/// The lists of a record that keep room for more than they hold.
macro_rules! roomy {
    ($record:expr; $($list:ident),*) => {{
        let lists = [$((stringify!($list), $record.$list.capacity() - $record.$list.len())),*];
        lists.into_iter().filter(|(_, room)| *room > 0).map(|(list, _)| list)
    }};
}

#[test]
fn lists_just_read_keep_no_room_for_more() {
    let mut found = BTreeSet::new();
    for book in books().iter().map(|dir| load(&copied(dir))) {
        for unit in book.units() {
            found.extend(roomy!(
                unit; kinds, codes, aliases, became, leaders, plans, names, parents, routes, members, officers, quotas, exemptions, unlisted,
                causes, remedies, notes, candidates, surveys, visits
            ));
            found.extend(unit.plans.iter().flat_map(|row| roomy!(row; people)));
            found.extend(unit.surveys.iter().flat_map(|row| roomy!(row; groups)));
            for person in &unit.candidates {
                found.extend(roomy!(
                    person; reminders, groups, helpers, introducers, papers, letters, votes, extensions,
                    steps, handovers, causes, remedies, notes
                ));
                found.extend(
                    person
                        .votes
                        .iter()
                        .flat_map(|row| roomy!(row; left_out, absent)),
                );
                found.extend(person.letters.iter().flat_map(|row| roomy!(row; reminders)));
            }
        }
    }
    assert_eq!(found, BTreeSet::new());
}
