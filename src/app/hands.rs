//! Edits asked for by a key on a person or an organisation: done at once, or asked for by a line to type or a choice.

use super::command::Command;
use super::reply::Reply;
use super::screens::field::Field;
use super::see::See;
use super::typing::pick::{Offer, PickFor, PickItem, Picker};
use super::typing::prompt::{Ask, Prompt};
use crate::model::{
    CandidateField, CandidateId, Cause, Change, Code, Label, Message, Place, Refusal, Subject,
    Unit, UnitId, fresh_candidate_id, show_date,
};
use crate::rules::{self, Case, Exit, Rules, Spot, Standing, StepTo, new_candidate, passage};

/// Rows of the data files as a choice.
fn item(code: &Code, name: &Label, marked: bool) -> PickItem {
    PickItem {
        offers: Offer::Row(code.clone()),
        label: name.clone(),
        marked,
    }
}

/// The causes as a choice, the open ones marked.
pub(super) fn cause_items(rules: &Rules, open: &[Cause]) -> Vec<PickItem> {
    let is_open = |code: &Code| open.iter().any(|c| c.code == *code && c.until.is_none());
    let rows = rules.causes.iter();
    rows.map(|row| item(&row.id, &row.name, is_open(&row.id)))
        .collect()
}

/// The day on which the present stage was entered, in figures; empty where nobody knows it.
pub(super) fn since(see: See<'_>, id: &CandidateId) -> String {
    let case = see.case(id).ok();
    let since = case.and_then(|case| case.now().and_then(Standing::known_since));
    since.map(show_date).unwrap_or_default()
}

/// A command on a person, from the board, the tasks or the sheet.
pub(super) fn person_command(see: See<'_>, id: &CandidateId, command: Command) -> Reply {
    let case = match see.case(id) {
        Ok(case) => case,
        Err(refusal) => return Reply::refused(&refusal),
    };
    match command {
        Command::Why if case.limits().is_empty() => Reply::warn("why.nothing"),
        Command::Why => Reply::Why(id.clone()),
        Command::PickStage => Reply::Offer(stages_for(&case)),
        Command::NextStep => match step(&case, StepTo::next(see.today())) {
            Ok(made) => made,
            Err(Refusal::Missing(_)) => Reply::Ask(Prompt::new(Ask::Force(id.clone(), None), "")),
            Err(refusal) => Reply::refused(&refusal),
        },
        Command::BackStep | Command::Pause if case.active().is_none() => {
            Reply::refused(&Refusal::NotActive)
        }
        Command::BackStep => back_step(see, &case),
        Command::Pause => Reply::Ask(Prompt::new(Ask::PauseReason(id.clone()), "")),
        Command::Stop => Reply::Offer(exits_for(see, id)),
        Command::Resume => Reply::make(case.resume(see.today())),
        _ => Reply::Done,
    }
}

/// A step of a person, with what is said once it is made.
pub(super) fn step(case: &Case<'_>, to: StepTo<'_>) -> Result<Reply, Refusal> {
    let change = case.advance(to)?;
    let told = told_step(case, &change);
    Ok(Reply::Step(change, told))
}

/// What is said of a step once it is made: where it led; none where a change is no step to a stage.
pub(super) fn told_step(case: &Case<'_>, change: &Change) -> Option<Message> {
    let Change::SetCandidate(_, CandidateField::Steps(steps)) = change else {
        return None;
    };
    let Place::Stage(to) = &steps.last()?.to else {
        return None;
    };
    let mut stages = case.known.rules.procedure.stages.iter();
    let stage = stages.find(|stage| stage.id == *to)?;
    let message = Message::info("said.moved").with("name", case.person.name.as_str());
    Some(message.with("stage", stage.name.clone()))
}

fn back_step(see: See<'_>, case: &Case<'_>) -> Reply {
    match case.now().map(|now| now.stage) {
        Some(0) | None => Reply::warn("refused.first-stage"),
        Some(stage) => {
            let to = see.world.rules.procedure.stages[stage - 1].id.clone();
            let ask = Ask::BackReason(case.person.id.clone(), to);
            Reply::Ask(Prompt::new(ask, ""))
        }
    }
}

/// Takes people to a stage, or each to the next one, through the same gates as one person.
pub(super) fn advance_all(see: See<'_>, people: &[CandidateId], to: Option<&Code>) -> Reply {
    let mut changes = Vec::new();
    let mut held = Vec::new();
    for id in people {
        let step = StepTo {
            to,
            ..StepTo::next(see.today())
        };
        match see.case(id).and_then(|case| case.advance(step)) {
            Ok(change) => changes.push(change),
            Err(refusal) => held.push((id.clone(), refusal)),
        }
    }
    Reply::StepMany(changes, held)
}

fn exits_for(see: See<'_>, id: &CandidateId) -> Picker {
    let procedure = &see.world.rules.procedure;
    let case = see.case(id).ok();
    let stage = case.and_then(|case| case.now().map(|now| &procedure.stages[now.stage].id));
    // A way out that the stage does not know is not offered.
    let leads =
        |exit: &&Exit| exit.from.is_empty() || stage.is_none_or(|at| exit.from.contains(at));
    let exits = procedure.exits.iter().filter(leads);
    let items = exits.map(|exit| item(&exit.id, &exit.name, false));
    Picker::new(PickFor::Exit(id.clone()), items.collect())
}

/// Every stage, for those who are marked.
pub(super) fn stages_for_marked(see: See<'_>) -> Picker {
    let stages = see.world.rules.procedure.stages.iter();
    let items = stages.map(|stage| item(&stage.id, &stage.name, false));
    Picker::new(PickFor::StageOfMarked, items.collect())
}

/// The stages behind a person, and those ahead on the route.
fn stages_for(case: &Case<'_>) -> Picker {
    let (rules, today) = (case.known.rules, case.known.today);
    let here = case.now().map(|now| now.stage);
    let stages = rules.procedure.stages.iter().enumerate();
    let items = stages
        .filter(|(at, stage)| {
            here.is_some_and(|here| *at <= here) || case.on_route(&stage.id, today)
        })
        .map(|(at, stage)| item(&stage.id, &stage.name, here == Some(at)));
    Picker::new(PickFor::Stage(case.person.id.clone()), items.collect())
}

fn sources_for(see: See<'_>, id: &CandidateId) -> Picker {
    let person = see.book.candidate(id).map(|(_, person)| person);
    let now = person.and_then(|person| person.source.as_ref());
    let mut items = vec![PickItem::nothing(now.is_none())];
    let sources = see.world.rules.sources.iter();
    items.extend(sources.map(|row| item(&row.id, &row.name, now == Some(&row.id))));
    Picker::new(PickFor::Source(id.clone()), items)
}

fn causes_for(see: See<'_>, id: &CandidateId) -> Picker {
    let person = see.book.candidate(id).map(|(_, person)| person);
    let open = person.map_or(&[][..], |person| &person.causes);
    let items = cause_items(&see.world.rules, open);
    Picker::new(PickFor::Cause(id.clone()), items)
}

/// The groups that only a mark tells, for a person.
fn groups_for(see: See<'_>, id: &CandidateId) -> Picker {
    let person = see.book.candidate(id).map(|(_, person)| person);
    let rows = person.into_iter().flat_map(|person| {
        let marked = |row: &rules::GroupRow| person.groups.contains(&row.id);
        let rows = see.world.rules.groups.iter();
        let rows = rows.filter(move |row| !row.is_told_of(person) || marked(row));
        rows.map(move |row| item(&row.id, &row.name, marked(row)))
    });
    Picker::new(PickFor::Group(id.clone()), rows.collect())
}

/// The papers of the set in force, for a person.
fn papers_for(see: See<'_>, id: &CandidateId) -> Picker {
    let papers = see.world.rules.on(see.today()).papers.iter();
    let items = papers.map(|row| PickItem {
        offers: Offer::Row(row.id.clone()),
        label: Label {
            vi: format!("{} {}", row.form, row.name.vi),
            en: format!("{} {}", row.form, row.name.en),
        },
        marked: false,
    });
    Picker::new(PickFor::Paper(id.clone()), items.collect())
}

/// Organisations to choose from, each with the one above it.
fn unit_items(see: See<'_>, offered: impl Fn(&Unit) -> bool) -> Vec<PickItem> {
    let (book, today) = (see.book, see.today());
    let units = book.units().iter().filter(|unit| offered(unit));
    let items = units.map(|unit| {
        let above = unit.parent_on(today).and_then(|id| book.unit(id));
        let above = above.map_or("", |above| above.name_on(today));
        let name = format!("{} · {above}", unit.name_on(today));
        PickItem {
            offers: Offer::Unit(unit.id.clone()),
            label: Label {
                vi: name.clone(),
                en: name,
            },
            marked: false,
        }
    });
    items.collect()
}

/// Every cell of the book but the present one of a person.
fn cells_for(see: See<'_>, id: &CandidateId) -> Picker {
    let home = see.book.home(id);
    let is_cell = |unit: &Unit| see.world.rules.is_cell(unit, see.today());
    let items = unit_items(see, |unit| is_cell(unit) && Some(&unit.id) != home);
    Picker::new(PickFor::Cell(id.clone()), items)
}

/// The organisations that a list may mean.
fn bodies_for_list(see: See<'_>, what: &PickFor) -> Picker {
    let there = |unit: &Unit| unit.ended.is_none_or(|ended| ended >= see.today());
    Picker::new(what.clone(), unit_items(see, there))
}

/// The plans that quotas of a list may be by.
fn tracks_for_list(see: See<'_>) -> Picker {
    let tracks = see.book.settings().tracks.iter();
    let items = tracks.map(|track| {
        let name = Label {
            vi: track.name.clone(),
            en: track.name.clone(),
        };
        item(&track.id, &name, false)
    });
    Picker::new(PickFor::ListTrack, items.collect())
}
/// The kinds of organisations that may stand below one; none where nothing may.
fn kinds_below(see: See<'_>, id: &UnitId) -> Option<Picker> {
    let rules = &see.world.rules;
    let unit = see.book.unit(id);
    let kind = unit.and_then(|unit| rules.kind_of(unit, see.today()));
    let below = kind.map_or(&[][..], |kind| &kind.below).iter();
    let kinds = below.filter_map(|code| rules.kind(code));
    let kinds = kinds.filter(|kind| kind.is_there(see.today()));
    let items: Vec<PickItem> = kinds
        .map(|kind| item(&kind.id, &kind.name, false))
        .collect();
    (!items.is_empty()).then(|| Picker::new(PickFor::Kind(id.clone()), items))
}

/// The stages at which one more person may be supposed in a cell.
pub(super) fn stages_to_suppose(see: See<'_>, cell: &UnitId) -> Option<Picker> {
    let rules = &see.world.rules;
    let unit = see.book.unit(cell)?;
    let chain = passage(see.known(), unit, see.today()).chain;
    let set = rules.on(see.today());
    let stages = rules.procedure.stages.iter();
    let before = stages.take_while(|s| s.enters != Some(rules::Event::Ceremony));
    let items = before
        .filter(|stage| set.walks(&stage.id, chain))
        .map(|stage| item(&stage.id, &stage.name, false));
    let what = PickFor::Supposed(cell.clone());
    Some(Picker::new(what, items.collect()))
}

/// A choice, with what there is to choose now; none where there is nothing, or what must be named
/// anew.
pub(super) fn picker_for(see: See<'_>, what: &PickFor) -> Reply {
    let case = |id: &CandidateId| see.case(id).ok();
    let picker = match what {
        PickFor::Stage(id) => case(id).map(|case| stages_for(&case)),
        PickFor::StageOfMarked => Some(stages_for_marked(see)),
        PickFor::Paper(id) => Some(papers_for(see, id)),
        PickFor::Cell(id) => Some(cells_for(see, id)),
        PickFor::Source(id) => Some(sources_for(see, id)),
        PickFor::Cause(id) => Some(causes_for(see, id)),
        PickFor::Group(id) => Some(groups_for(see, id)),
        PickFor::Exit(id) => Some(exits_for(see, id)),
        PickFor::UnitCause(id) => see.book.unit(id).map(|unit| {
            let items = cause_items(&see.world.rules, &unit.causes);
            Picker::new(what.clone(), items)
        }),
        PickFor::Kind(id) => match kinds_below(see, id) {
            Some(picker) => Some(picker),
            None => return Reply::warn("refused.nothing-below"),
        },
        PickFor::Supposed(cell) => {
            let picker = stages_to_suppose(see, cell);
            return picker.map_or(Reply::Done, Reply::Suppose);
        }
        PickFor::RootKind => {
            let kinds = see.world.rules.kinds.iter();
            let kinds = kinds.filter(|kind| !kind.below.is_empty());
            let kinds = kinds.filter(|kind| kind.is_there(see.today()));
            let items = kinds.map(|kind| item(&kind.id, &kind.name, kind.id.as_str() == "ward"));
            // There is no book yet that could be open for reading only.
            let picker = Picker::new(PickFor::RootKind, items.collect());
            return Reply::Suppose(picker);
        }
        PickFor::ListBody(_) => return Reply::Suppose(bodies_for_list(see, what)),
        PickFor::ListTrack => return Reply::Suppose(tracks_for_list(see)),
        // Its window knows what there is to choose.
        PickFor::ListColumn(_) | PickFor::Drafts | PickFor::TakeBack(_) => None,
    };
    picker.map_or(Reply::Done, Reply::Offer)
}

/// Edits a field of a person's row on the board.
pub(super) fn edit_field(see: See<'_>, id: &CandidateId, field: Field) -> Reply {
    let Some((_, person)) = see.book.candidate(id) else {
        return Reply::Done;
    };
    let value = match field {
        Field::Stage => return picker_for(see, &PickFor::Stage(id.clone())),
        Field::Source => return picker_for(see, &PickFor::Source(id.clone())),
        Field::Cause => return picker_for(see, &PickFor::Cause(id.clone())),
        Field::Name => person.name.clone(),
        Field::Since => since(see, id),
        Field::Helper => person.helper().map(|g| g.name.clone()).unwrap_or_default(),
        Field::Note => String::new(),
    };
    Reply::Ask(Prompt::new(Ask::Row(id.clone(), field), &value))
}

/// Asks for the name of a new candidate in the selected cell.
pub(super) fn ask_new_candidate(see: See<'_>) -> Reply {
    let Some(id) = see.node.and_then(|node| see.id_of(node)) else {
        return Reply::Done;
    };
    // Asked with a name that will do, so that a wrong kind of unit is refused before typing.
    let trial = fresh_candidate_id(0);
    match new_candidate(see.known(), &id, trial, "x") {
        Ok(_) => Reply::Ask(Prompt::new(Ask::CandidateName(id), "")),
        Err(refusal) => Reply::refused(&refusal),
    }
}

/// Does something with an organisation of the tree that can be read; else says why not.
pub(super) fn with_unit<'a>(
    see: See<'a>,
    node: Option<usize>,
    then: impl FnOnce(&'a Unit) -> Reply,
) -> Reply {
    let node = node.and_then(|node| see.figures.tree.nodes.get(node));
    match node.map(|node| node.spot) {
        Some(Spot::Unit(at)) => then(&see.book.units()[at]),
        Some(Spot::Unreadable(at)) => {
            let id = see.book.unreadable()[at].id.clone();
            Reply::refused(&Refusal::UnitUnreadable(id))
        }
        None => Reply::Done,
    }
}

/// Asks for a new organisation below the selected one, or beside it where nothing can stand below.
pub(super) fn ask_new_unit(see: See<'_>, node: Option<usize>) -> Reply {
    let rules = &see.world.rules;
    let kind = |unit: &Unit| rules.kind_of(unit, see.today());
    let below = |unit: &Unit| kind(unit).map_or(&[][..], |kind| &kind.below);
    with_unit(see, node, |unit| {
        let above = unit.parent_on(see.today());
        let above = above.and_then(|id| see.book.unit(id));
        let unit = above.filter(|_| below(unit).is_empty()).unwrap_or(unit);
        picker_for(see, &PickFor::Kind(unit.id.clone()))
    })
}

/// Asks for another name of the selected organisation.
pub(super) fn edit_unit_name(see: See<'_>, node: Option<usize>) -> Reply {
    with_unit(see, node, |unit| {
        let ask = Ask::Rename(unit.id.clone());
        Reply::Ask(Prompt::new(ask, unit.name_on(see.today())))
    })
}

/// Opens the sheet of the selected organisation.
pub(super) fn open_unit(see: See<'_>, node: Option<usize>) -> Reply {
    with_unit(see, node, |unit| {
        Reply::Sheet(Subject::Unit(unit.id.clone()), None)
    })
}

/// What became of steps of marked people, in a sentence.
pub(super) fn told_steps(see: See<'_>, moved: usize, held: &[(CandidateId, Refusal)]) -> Message {
    let message = match held.first() {
        None => Message::info("said.moved-many"),
        Some((id, refusal)) => {
            let person = see.book.candidate(id).map(|(_, person)| person);
            let name = person.map_or("", |person| person.name.as_str());
            Message::warning("said.moved-some")
                .with("held", held.len())
                .with("name", name)
                .with("why", refusal.message())
        }
    };
    message.with("count", moved)
}
