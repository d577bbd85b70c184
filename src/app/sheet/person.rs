//! The sheet of a person: its rows, what can be added to the dossier, edited and taken out.

use super::facts::PersonFacts;
use super::row::{SheetRow, part};
use crate::app::command::Command;
use crate::app::hands::{person_command, since};
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::app::typing::form::{FormFor, vote_of};
use crate::app::typing::pick::PickFor;
use crate::app::typing::prompt::{Ask, Prompt};
use crate::model::{
    Arg, CandidateId, Change, Message, Paper, PaperState, Refusal, ScalarField, Subject,
};
use crate::rules::{
    Asked, Case, Known, Leg, List, OwedAt, PaperRow, backplan, last_day, passage, remove_item,
    set_card, set_former, set_outreach,
};

/// What `a` offers on a person's sheet.
const ADDED: [Command; 10] = [
    Command::AddPaper,
    Command::AddLetter,
    Command::AddVote,
    Command::AddIntroducer,
    Command::AddExtension,
    Command::AddRemedy,
    Command::SetCard,
    Command::SetFormer,
    Command::HandOver,
    Command::SetOutreach,
];

/// Papers on record and not yet, in the order of the set in force on the day.
fn paper_rows(case: &Case<'_>) -> Vec<SheetRow> {
    let Known { rules, today, .. } = case.known;
    let person = case.person;
    let way = passage(case.known, case.unit, today);
    let set = rules.on(today);
    // What belongs to later stages would only be in the way.
    let due = |row: &PaperRow| {
        let stage = rules.procedure.index(&row.stage);
        case.now().is_none_or(|now| stage <= Some(now.stage))
    };
    let asked = |row: &PaperRow| row.asked_of(person, way, set) != Asked::No;
    let mut rows = Vec::new();
    for (place, row) in set.papers.iter().enumerate() {
        let on_record = person.papers.iter().enumerate();
        let on_record = on_record.filter(|(_, paper)| paper.form == row.id);
        let before = rows.len();
        rows.extend(on_record.map(|(at, _)| SheetRow::Paper(at)));
        if rows.len() == before && due(row) && asked(row) {
            rows.push(SheetRow::NoPaper(place));
        }
    }
    let unknown = person.papers.iter().enumerate();
    let unknown = unknown.filter(|(_, paper)| set.paper(&paper.form).is_none());
    rows.extend(unknown.map(|(at, _)| SheetRow::Paper(at)));
    rows
}

/// The rows of the sheet.
pub(super) fn person_rows(facts: &PersonFacts<'_>) -> Vec<SheetRow> {
    use SheetRow::*;
    let person = facts.case.person;
    let mut rows = vec![Scalar(ScalarField::Name), Stage, Since, Helper, Cause, Note];
    let limits = facts.limits.len();
    let owed = facts.case.owed().len();
    let waits = (0..limits).map(Limit).chain((0..owed).map(Missing));
    part(&mut rows, "sheet.part-next", waits);
    let legs = facts.legs.len();
    let plan = (legs > 0).then_some(Plan);
    let plan = plan.into_iter().chain((0..legs).map(Leg));
    part(&mut rows, "sheet.part-plan", plan);
    part(&mut rows, "sheet.part-papers", paper_rows(&facts.case));
    part(
        &mut rows,
        "sheet.part-letters",
        (0..person.letters.len()).map(Letter),
    );
    let votes = (0..person.votes.len()).map(Vote);
    let given = (0..person.extensions.len()).map(Extension);
    let reminded = (0..person.reminders.len()).map(Reminder);
    part(
        &mut rows,
        "sheet.part-votes",
        votes.chain(given).chain(reminded),
    );
    let guides = (0..person.introducers.len()).map(Introducer);
    part(
        &mut rows,
        "sheet.part-guides",
        guides.chain((0..person.helpers.len()).map(PastHelper)),
    );
    let former = person.former.iter().map(|_| Former);
    let card = person.card.iter().map(|_| Card);
    part(&mut rows, "sheet.part-membership", card.chain(former));
    let fields = ScalarField::ALL[1..].iter().map(|field| Scalar(*field));
    part(
        &mut rows,
        "sheet.part-person",
        fields.chain([Groups, Outreach]),
    );
    let steps = (0..person.steps.len()).map(Step);
    part(
        &mut rows,
        "sheet.part-way",
        steps.chain((0..person.handovers.len()).map(Handover)),
    );
    let causes = (0..person.causes.len()).map(CauseEntry);
    let remedies = (0..person.remedies.len()).map(Remedy);
    let notes = (0..person.notes.len()).map(NoteEntry);
    part(
        &mut rows,
        "sheet.part-notes",
        causes.chain(remedies).chain(notes),
    );
    rows
}

/// By when a person's remaining stages must be left, so that the ceremony is held in the year
/// shown; nothing for a year that is over.
pub(super) fn plan_of(see: See<'_>, case: &Case<'_>) -> Vec<Leg> {
    let deadline = last_day(see.figures.year);
    let deadline = deadline.filter(|day| see.today() <= *day);
    deadline.map_or_else(Vec::new, |deadline| backplan(case, see.pace(), deadline))
}

/// A command that adds something to a dossier; another one is for the person.
pub(super) fn add_to_person(see: See<'_>, id: &CandidateId, command: Command) -> Reply {
    let whose = id.clone();
    Reply::Form(match command {
        Command::Add => return Reply::Palette(&ADDED),
        Command::AddPaper => return Reply::Pick(PickFor::Paper(whose)),
        Command::HandOver => return Reply::Pick(PickFor::Cell(whose)),
        Command::AddLetter => FormFor::Letter(whose, None),
        Command::AddVote => FormFor::Vote(whose, None),
        Command::AddIntroducer => FormFor::Introducer(whose, None),
        Command::AddExtension => FormFor::Extension(whose, None),
        Command::AddRemedy => FormFor::Remedy(Subject::Person(whose), None),
        Command::SetCard => FormFor::Card(whose),
        Command::SetFormer => FormFor::Former(whose),
        Command::SetOutreach => FormFor::Outreach(whose),
        command => return person_command(see, id, command),
    })
}

/// The form or the line in which something that is owed is put on record.
fn put_what_is_owed(see: See<'_>, id: &CandidateId, at: usize) -> Reply {
    let Ok(case) = see.case(id) else {
        return Reply::Done;
    };
    let whose = id.clone();
    let place = case.owed().get(at).map(|missing| &missing.place);
    Reply::Form(match place {
        Some(OwedAt::Paper(form)) => {
            // One that is there but not whole yet is gone on with.
            let open = |paper: &Paper| paper.form == *form && paper.state != PaperState::Valid;
            let known = case.person.papers.iter().position(open);
            FormFor::Paper(whose, form.clone(), known)
        }
        Some(OwedAt::Vote(body)) => return Reply::Filled(vote_of(&case, body)),
        Some(OwedAt::Letter(at)) => FormFor::Letter(whose, Some(*at)),
        Some(OwedAt::Introducer) => FormFor::Introducer(whose, None),
        Some(OwedAt::Former) => FormFor::Former(whose),
        Some(OwedAt::Helper) => return Reply::EditRow(SheetRow::Helper),
        Some(OwedAt::Field(field)) => return Reply::EditRow(SheetRow::Scalar(*field)),
        Some(OwedAt::Nowhere) | None => return Reply::warn("refused.row-is-owed"),
    })
}

/// The list and the place of a row that can be taken out.
fn entry(row: SheetRow) -> Option<(List, usize)> {
    match row {
        SheetRow::Paper(at) => Some((List::Papers, at)),
        SheetRow::Letter(at) => Some((List::Letters, at)),
        SheetRow::Vote(at) => Some((List::Votes, at)),
        SheetRow::Introducer(at) => Some((List::Introducers, at)),
        SheetRow::Extension(at) => Some((List::Extensions, at)),
        _ => None,
    }
}

/// The change that takes a row out; none of a row that stays.
pub(super) fn without_person_row(
    see: See<'_>,
    id: &CandidateId,
    row: SheetRow,
) -> Option<Result<Change, Refusal>> {
    let book = see.book;
    match row {
        SheetRow::Card => Some(set_card(book, id, None)),
        SheetRow::Former => Some(set_former(book, id, None)),
        SheetRow::Outreach => Some(set_outreach(see.known(), id, None)),
        row => entry(row).map(|(list, at)| remove_item(book, id, list, at)),
    }
}

/// Edits a row, or says why it is not edited.
pub(super) fn edit_person_row(see: See<'_>, id: &CandidateId, row: SheetRow) -> Reply {
    let Some((_, person)) = see.book.candidate(id) else {
        return Reply::Done;
    };
    let id = id.clone();
    let form = match row {
        SheetRow::Paper(at) => Some(FormFor::Paper(
            id.clone(),
            person.papers[at].form.clone(),
            Some(at),
        )),
        SheetRow::NoPaper(at) => {
            let papers = &see.world.rules.on(see.today()).papers;
            Some(FormFor::Paper(id.clone(), papers[at].id.clone(), None))
        }
        SheetRow::Letter(at) => Some(FormFor::Letter(id.clone(), Some(at))),
        SheetRow::Vote(at) => Some(FormFor::Vote(id.clone(), Some(at))),
        SheetRow::Introducer(at) => Some(FormFor::Introducer(id.clone(), Some(at))),
        SheetRow::PastHelper(at) => Some(FormFor::Helper(id.clone(), at)),
        SheetRow::Extension(at) => Some(FormFor::Extension(id.clone(), Some(at))),
        SheetRow::Card => Some(FormFor::Card(id.clone())),
        SheetRow::Former => Some(FormFor::Former(id.clone())),
        SheetRow::Outreach => Some(FormFor::Outreach(id.clone())),
        _ => None,
    };
    if let Some(form) = form {
        return Reply::Form(form);
    }
    let hidden = |field| super::reveal::hidden(see, &id, Some(SheetRow::Scalar(field)));
    Reply::Ask(match row {
        SheetRow::Scalar(ScalarField::Source) => return Reply::Pick(PickFor::Source(id)),
        SheetRow::Stage => return Reply::Pick(PickFor::Stage(id)),
        SheetRow::Cause => return Reply::Pick(PickFor::Cause(id)),
        SheetRow::Groups => return Reply::Pick(PickFor::Group(id)),
        SheetRow::Limit(_) => return person_command(see, &id, Command::Why),
        SheetRow::Scalar(field) if hidden(field).is_some() => {
            let name = Arg::Key(field.text_key());
            return Reply::Say(Message::warning("refused.hidden").with("field", name));
        }
        SheetRow::Scalar(field) => {
            let value = field.read(person, &see.world.rules.spellings);
            Prompt::new(Ask::Scalar(id, field), &value)
        }
        SheetRow::Since => {
            let since = since(see, &id);
            Prompt::new(Ask::Since(id), &since)
        }
        SheetRow::Helper => {
            let helper = person.helper().map(|g| g.name.clone()).unwrap_or_default();
            Prompt::new(Ask::Helper(id), &helper)
        }
        SheetRow::Note => Prompt::new(Ask::Note(id), ""),
        SheetRow::Missing(at) => return put_what_is_owed(see, &id, at),
        SheetRow::Plan | SheetRow::Leg(_) => {
            return Reply::warn("refused.row-is-derived");
        }
        _ => return Reply::warn("refused.row-is-history"),
    })
}
