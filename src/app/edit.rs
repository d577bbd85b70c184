//! Edits asked for by a key: done at once, or asked for by a line to type or a choice.

use super::typing::pick::{Offer, PickFor, PickItem, Picker};
use super::typing::prompt::{Ask, Prompt};
use super::{App, Effect, Field, Overlay, Screen, SheetRow, World};
use crate::app::command::Command;
use crate::model::{
    CandidateId, Cause, Change, Code, Label, Message, Refusal, Subject, Unit, UnitId,
    fresh_candidate_id, show_date,
};
use crate::rules::{self, Case, Rules, StepTo, new_candidate};

/// The causes as a choice, the open ones marked.
pub(super) fn cause_items(rules: &Rules, open: &[Cause]) -> Vec<PickItem> {
    let is_open = |code: &Code| open.iter().any(|c| c.code == *code && c.until.is_none());
    let item = |row: &rules::CauseRow| PickItem {
        offers: Offer::Row(row.id.clone()),
        label: row.name.clone(),
        marked: is_open(&row.id),
    };
    rules.causes.iter().map(item).collect()
}

impl App {
    /// The day on which the present stage was entered, in figures; empty where nobody knows it.
    pub(super) fn since(&self, world: &World, id: &CandidateId) -> String {
        let case = self.case(world, id).ok();
        let since = case.and_then(|case| case.now().map(|now| now.since));
        since.map(show_date).unwrap_or_default()
    }

    /// The present stage of a person, by its place in the procedure.
    fn stage_of(&self, world: &World, id: &CandidateId) -> Option<usize> {
        let case = self.case(world, id).ok()?;
        case.now().map(|now| now.stage)
    }

    /// Shows a choice, unless nothing may be changed.
    pub(super) fn offer(&mut self, picker: Picker) {
        if self.read_only {
            self.say(Refusal::ReadOnly.message());
        } else {
            self.overlays.push(Overlay::Pick(picker));
        }
    }

    /// A command on the selected candidate, from the pipeline or the sheet.
    pub(super) fn person_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        let Some(id) = self.candidate_id() else {
            self.say(Message::warning("refused.nobody-selected"));
            return Vec::new();
        };
        let on_board = self.overlays.is_empty() && self.screen == Screen::Board;
        let many = on_board && !self.marked().is_empty();
        match command {
            Command::NextStep if many => return self.advance_marked(world, None),
            Command::PickStage if many => self.pick_stage_of_marked(world),
            Command::BackStep | Command::Pause | Command::Stop | Command::Resume if many => {
                let count = self.marked().len();
                self.say(Message::warning("refused.one-at-a-time").with("count", count));
            }
            Command::Why => self.explain(world, &id),
            Command::PickStage => self.pick_stage(world, &id),
            Command::Edit => self.edit_field(world, &id),
            Command::NextStep => return self.next_step(world, &id),
            Command::BackStep | Command::Pause
                if !self
                    .case(world, &id)
                    .is_ok_and(|case| case.active().is_some()) =>
            {
                self.say(Refusal::NotActive.message());
            }
            Command::BackStep => self.back_step(world, &id),
            Command::Pause => self.ask(Prompt::new(Ask::PauseReason(id), "")),
            Command::Stop => self.pick_exit(world, &id),
            Command::Resume => {
                let case = self.case(world, &id);
                let change = case.and_then(|case| case.resume(world.today));
                return self.run(world, change, None);
            }
            _ => {}
        }
        Vec::new()
    }

    fn pick_exit(&mut self, world: &World, id: &CandidateId) {
        let item = |e: &rules::Exit| PickItem {
            offers: Offer::Row(e.id.clone()),
            label: e.name.clone(),
            marked: false,
        };
        let items = world.rules.procedure.exits.iter().map(item).collect();
        self.offer(Picker::new(PickFor::Exit(id.clone()), items));
    }

    /// Opens a choice again.
    pub(super) fn pick(&mut self, world: &World, what: &PickFor) {
        match what {
            PickFor::Stage(id) => self.pick_stage(world, id),
            PickFor::StageOfMarked => self.pick_stage_of_marked(world),
            PickFor::Paper(id) => self.pick_paper(world, id.clone()),
            PickFor::Cell(id) => self.pick_cell(world, id.clone()),
            PickFor::Source(id) => self.pick_source(world, id),
            PickFor::Cause(id) => self.pick_cause(world, id),
            PickFor::Group(id) => self.pick_group(world, id),
            PickFor::Exit(id) => self.pick_exit(world, id),
            PickFor::UnitCause(id) => {
                let subject = Subject::Unit(id.clone());
                self.edit_sheet_row(world, &subject, SheetRow::UnitCause);
            }
            PickFor::Kind(id) => self.pick_kind(world, id),
            PickFor::Supposed(cell) => self.pick_supposed_stage(world, cell),
            // No book, what is kept itself, or what must be named anew.
            PickFor::RootKind | PickFor::Draft(_) | PickFor::TakeBack(_) => {}
        }
    }

    /// Commits a change or says why not.
    pub(super) fn run(
        &mut self,
        world: &World,
        change: Result<Change, Refusal>,
        typed: Option<Overlay>,
    ) -> Vec<Effect> {
        match change.and_then(|change| self.commit(world, change, typed)) {
            Ok(effects) => effects,
            Err(refusal) => {
                self.say(refusal.message());
                Vec::new()
            }
        }
    }

    fn next_step(&mut self, world: &World, id: &CandidateId) -> Vec<Effect> {
        let case = self.case(world, id);
        let change = case.and_then(|case| case.advance(StepTo::next(world.today)));
        if let Err(Refusal::Missing(_)) = change {
            self.ask(Prompt::new(Ask::Force(id.clone(), None), ""));
            return Vec::new();
        }
        let effects = self.run(world, change, None);
        if !effects.is_empty() {
            self.say_stage(world, id);
        }
        effects
    }

    /// Says at which stage a person now is.
    pub(super) fn say_stage(&mut self, world: &World, id: &CandidateId) {
        let Ok(case) = self.case(world, id) else {
            return;
        };
        let Some(now) = case.now() else { return };
        let stage = world.rules.procedure.stages[now.stage].name.clone();
        let name = case.person.name.clone();
        self.board.pipeline.select_person(id, &self.book);
        self.say(
            Message::info("said.moved")
                .with("name", name)
                .with("stage", stage),
        );
    }

    fn back_step(&mut self, world: &World, id: &CandidateId) {
        match self.stage_of(world, id) {
            Some(0) | None => self.say(Message::warning("refused.first-stage")),
            Some(stage) => {
                let to = world.rules.procedure.stages[stage - 1].id.clone();
                self.ask(Prompt::new(Ask::BackReason(id.clone(), to), ""));
            }
        }
    }

    fn pick_stage_of_marked(&mut self, world: &World) {
        let stages = world.rules.procedure.stages.iter();
        let items = stages.map(|stage| PickItem {
            offers: Offer::Row(stage.id.clone()),
            label: stage.name.clone(),
            marked: false,
        });
        let items = items.collect();
        self.offer(Picker::new(PickFor::StageOfMarked, items));
    }

    pub(super) fn pick_stage(&mut self, world: &World, id: &CandidateId) {
        let case = self.case(world, id);
        let now = case.as_ref().ok().and_then(Case::now);
        let walked = |stage: &Code| {
            let case = case.as_ref();
            case.is_ok_and(|case| case.on_route(stage, world.today))
        };
        let behind = |at: usize| now.is_some_and(|now| at <= now.stage);
        let stages = world.rules.procedure.stages.iter().enumerate();
        let items = stages
            .filter(|(at, stage)| behind(*at) || walked(&stage.id))
            .map(|(at, stage)| PickItem {
                offers: Offer::Row(stage.id.clone()),
                label: stage.name.clone(),
                marked: now.is_some_and(|now| now.stage == at),
            })
            .collect();
        self.offer(Picker::new(PickFor::Stage(id.clone()), items));
    }

    pub(super) fn pick_source(&mut self, world: &World, id: &CandidateId) {
        let now = self
            .book
            .candidate(id)
            .and_then(|(_, person)| person.source.clone());
        let none = Label {
            vi: "–".to_owned(),
            en: "–".to_owned(),
        };
        let mut items = vec![PickItem {
            offers: Offer::Nothing,
            label: none,
            marked: now.is_none(),
        }];
        items.extend(world.rules.sources.iter().map(|source| PickItem {
            offers: Offer::Row(source.id.clone()),
            label: source.name.clone(),
            marked: now.as_ref() == Some(&source.id),
        }));
        self.offer(Picker::new(PickFor::Source(id.clone()), items));
    }

    pub(super) fn pick_cause(&mut self, world: &World, id: &CandidateId) {
        let Some((_, person)) = self.book.candidate(id) else {
            return;
        };
        let items = cause_items(&world.rules, &person.causes);
        self.offer(Picker::new(PickFor::Cause(id.clone()), items));
    }

    /// The groups that only a mark tells, for this person.
    pub(super) fn pick_group(&mut self, world: &World, id: &CandidateId) {
        let Some((_, person)) = self.book.candidate(id) else {
            return;
        };
        let rows = world.rules.groups.iter();
        let items = rows
            .filter(|row| !row.is_told_of(person) || person.groups.contains(&row.id))
            .map(|row| PickItem {
                offers: Offer::Row(row.id.clone()),
                label: row.name.clone(),
                marked: person.groups.contains(&row.id),
            });
        let items = items.collect();
        self.offer(Picker::new(PickFor::Group(id.clone()), items));
    }

    fn edit_field(&mut self, world: &World, id: &CandidateId) {
        let Some((_, person)) = self.book.candidate(id) else {
            return;
        };
        let field = self.board.pipeline.field;
        let value = match field {
            Field::Stage => return self.pick_stage(world, id),
            Field::Source => return self.pick_source(world, id),
            Field::Cause => return self.pick_cause(world, id),
            Field::Name => person.name.clone(),
            Field::Since => self.since(world, id),
            Field::Helper => person.helper().map(|g| g.name.clone()).unwrap_or_default(),
            Field::Note => String::new(),
        };
        self.ask(Prompt::new(Ask::Row(id.clone(), field), &value));
    }

    pub(super) fn ask_new_candidate(&mut self, world: &World) {
        let Some(id) = self.unit_id() else { return };
        // Asked with a name that will do, so that a wrong kind of unit is refused before typing.
        let trial = fresh_candidate_id(0);
        match new_candidate(world.known(&self.book), &id, trial, "x") {
            Ok(_) => self.ask(Prompt::new(Ask::CandidateName(id), "")),
            Err(refusal) => self.say(refusal.message()),
        }
    }

    /// Below the selected organisation, or beside it where nothing can stand below.
    pub(super) fn ask_new_unit(&mut self, world: &World) {
        let Some(id) = self.unit_id() else { return };
        let Some(unit) = self.book.unit(&id) else {
            return self.say(Refusal::UnitUnreadable(id).message());
        };
        let below = |unit: &Unit| world.rules.kind(&unit.kind).map_or(&[][..], |k| &k.below);
        let above = unit
            .parent_on(world.today)
            .and_then(|id| self.book.unit(id));
        let unit = match above {
            Some(above) if below(unit).is_empty() => above,
            _ => unit,
        };
        let id = unit.id.clone();
        self.pick_kind(world, &id);
    }

    /// The kinds of organisations that may stand below one.
    fn pick_kind(&mut self, world: &World, id: &UnitId) {
        let unit = self.book.unit(id);
        let kind = unit.and_then(|unit| world.rules.kind(&unit.kind));
        let items: Vec<PickItem> = kind
            .map_or(&[][..], |kind| &kind.below)
            .iter()
            .filter_map(|code| world.rules.kind(code))
            .map(|k| PickItem {
                offers: Offer::Row(k.id.clone()),
                label: k.name.clone(),
                marked: false,
            })
            .collect();
        if items.is_empty() {
            self.say(Message::warning("refused.nothing-below"));
        } else {
            self.offer(Picker::new(PickFor::Kind(id.clone()), items));
        }
    }

    pub(super) fn edit_unit_name(&mut self, world: &World) {
        let Some(id) = self.unit_id() else { return };
        match self.book.unit(&id) {
            Some(unit) => {
                let name = unit.name_on(world.today).to_owned();
                self.ask(Prompt::new(Ask::Rename(id), &name));
            }
            None => self.say(Refusal::UnitUnreadable(id).message()),
        }
    }
}
