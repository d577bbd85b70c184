//! Edits asked for by a key, and the change that a typed line or a choice turns into.

use super::pick::{PickFor, PickItem, Picker};
use super::prompt::{Ask, Prompt};
use super::{App, Effect, Field, Overlay, Screen, Start, World};
use crate::app::command::Command;
use crate::model::{
    BookField, Candidate, CandidateId, Cause, Change, Code, Label, MemberCount, Message,
    NAME_LIMIT, NOTE_LIMIT, Note, OfficerCount, Refusal, ScalarField, Track, UnitField, UnitId,
    fresh_candidate_id, fresh_unit_id, parse_loose, show_date, tidy,
};
use crate::rules::{
    self, Rules, Standing, add_cause, add_note, advance, assign_helper, new_candidate, new_unit,
    pause, redate, resume, set_quota, set_scalar, set_unlisted, stop,
};
use chrono::NaiveDate;

/// The causes as a choice, the open ones marked.
pub(super) fn cause_items(rules: &Rules, open: &[Cause]) -> Vec<PickItem> {
    let is_open = |code: &Code| open.iter().any(|c| c.code == *code && c.until.is_none());
    let item = |row: &rules::CauseRow| PickItem {
        code: Some(row.id.clone()),
        label: row.name.clone(),
        marked: is_open(&row.id),
    };
    rules.causes.iter().map(item).collect()
}

/// The most people that a quota or a count can be.
const MOST: u32 = 1_000_000;

/// A whole number typed into a table; empty is none.
fn number(typed: &str) -> Result<Option<u32>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let fault = Refusal::NotANumber {
        least: 0,
        most: i64::from(MOST),
    };
    typed
        .parse()
        .ok()
        .filter(|n| *n <= MOST)
        .map(Some)
        .ok_or(fault)
}

/// Two numbers typed as `32/30`.
fn pair(typed: &str) -> Result<(u32, u32), Refusal> {
    let (whole, part) = typed.split_once('/').unwrap_or((typed, ""));
    let whole = number(whole)?.ok_or(Refusal::Empty)?;
    Ok((whole, number(part)?.unwrap_or(0)))
}

impl App {
    pub(super) fn since(&self, world: &World, person: &Candidate) -> Option<NaiveDate> {
        self.stands(world, person).map(|s| s.since)
    }

    fn stands(&self, world: &World, person: &Candidate) -> Option<Standing> {
        let counting = self.book.settings().counting;
        rules::standing(person, &world.rules.procedure, counting, world.today)
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
        match command {
            Command::Edit => self.edit_field(world, &id),
            Command::NextStep => return self.next_step(world, &id),
            Command::BackStep => self.back_step(world, &id),
            Command::PickStage => self.pick_stage(world, &id),
            Command::Pause => self.ask(Prompt::new(Ask::PauseReason(id), "")),
            Command::Stop => {
                let item = |e: &rules::Exit| PickItem {
                    code: Some(e.id.clone()),
                    label: e.name.clone(),
                    marked: false,
                };
                let items = world.rules.procedure.exits.iter().map(item).collect();
                self.offer(Picker::new(PickFor::Exit(id), items));
            }
            Command::Resume => {
                let change = resume(&self.book, &world.rules, &id, world.today);
                return self.run(world, change, None);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Commits a change or says why not.
    fn run(
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
        let days = (world.today, world.today);
        let change = advance(&self.book, &world.rules, id, None, days, None);
        let effects = self.run(world, change, None);
        if !effects.is_empty() {
            self.say_stage(world, id);
        }
        effects
    }

    /// Says at which stage a person now is.
    fn say_stage(&mut self, world: &World, id: &CandidateId) {
        let Some((_, person)) = self.book.candidate(id) else {
            return;
        };
        let Some(now) = self.stands(world, person) else {
            return;
        };
        let stage = world.rules.procedure.stages[now.stage].name.clone();
        let name = person.name.clone();
        self.board.pipeline.select_person(id, &self.book);
        self.say(
            Message::info("said.moved")
                .with("name", name)
                .with("stage", stage),
        );
    }

    fn back_step(&mut self, world: &World, id: &CandidateId) {
        let now = self
            .book
            .candidate(id)
            .and_then(|(_, person)| self.stands(world, person));
        match now.map(|now| now.stage) {
            Some(0) | None => self.say(Message::warning("refused.first-stage")),
            Some(stage) => {
                let to = world.rules.procedure.stages[stage - 1].id.clone();
                self.ask(Prompt::new(Ask::BackReason(id.clone(), to), ""));
            }
        }
    }

    pub(super) fn pick_stage(&mut self, world: &World, id: &CandidateId) {
        let now = self
            .book
            .candidate(id)
            .and_then(|(_, person)| self.stands(world, person));
        let stages = world.rules.procedure.stages.iter().enumerate();
        let items = stages
            .map(|(at, stage)| PickItem {
                code: Some(stage.id.clone()),
                label: stage.name.clone(),
                marked: now.as_ref().is_some_and(|n| n.stage == at),
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
            code: None,
            label: none,
            marked: now.is_none(),
        }];
        items.extend(world.rules.sources.iter().map(|source| PickItem {
            code: Some(source.id.clone()),
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
            Field::Since => self.since(world, person).map(show_date).unwrap_or_default(),
            Field::Helper => person.helper().map(|g| g.name.clone()).unwrap_or_default(),
            Field::Note => String::new(),
        };
        self.ask(Prompt::new(Ask::Row(id.clone(), field), &value));
    }

    pub(super) fn ask_new_candidate(&mut self, world: &World) {
        let Some(id) = self.unit_id() else { return };
        // Asked with a name that will do, so that a wrong kind of unit is refused before typing.
        let trial = fresh_candidate_id(0);
        match new_candidate(&self.book, &world.rules, &id, trial, "x", world.today) {
            Ok(_) => self.ask(Prompt::new(Ask::CandidateName(id), "")),
            Err(refusal) => self.say(refusal.message()),
        }
    }

    pub(super) fn ask_new_unit(&mut self, world: &World) {
        let Some(id) = self.unit_id() else { return };
        let Some(unit) = self.book.unit(&id) else {
            return self.say(Refusal::UnitUnreadable(id).message());
        };
        let below = world.rules.kind(&unit.kind).map_or(&[][..], |k| &k.below);
        let items: Vec<PickItem> = below
            .iter()
            .filter_map(|code| world.rules.kind(code))
            .map(|k| PickItem {
                code: Some(k.id.clone()),
                label: k.name.clone(),
                marked: false,
            })
            .collect();
        if items.is_empty() {
            self.say(Message::warning("refused.nothing-below"));
        } else {
            self.offer(Picker::new(PickFor::Kind(id), items));
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

    /// Enter in a typed line: the change it means, or the line again with what is wrong.
    pub(super) fn accept_prompt(&mut self, world: &World, prompt: Prompt) -> Vec<Effect> {
        if prompt.ask == Ask::Search {
            return Vec::new();
        }
        if let Ask::BookName(kind) = &prompt.ask {
            return self.accept_book_name(kind.clone(), prompt);
        }
        let typed = Overlay::Prompt(prompt.clone());
        let change = self.change_for(world, &prompt);
        match change.and_then(|change| self.commit(world, change, Some(typed))) {
            Ok(effects) => {
                self.after_prompt(world, &prompt.ask, &effects);
                effects
            }
            Err(refusal) => {
                let fault = Some(refusal.message());
                self.overlays
                    .push(Overlay::Prompt(Prompt { fault, ..prompt }));
                Vec::new()
            }
        }
    }

    fn accept_book_name(&mut self, kind: Code, prompt: Prompt) -> Vec<Effect> {
        match tidy(prompt.input.value(), NAME_LIMIT) {
            Ok(name) if !name.is_empty() => vec![Effect::Create(Start::New { name, kind })],
            other => {
                let fault = other.err().unwrap_or(Refusal::Empty).message();
                self.overlays.push(Overlay::Prompt(Prompt {
                    fault: Some(fault),
                    ..prompt
                }));
                Vec::new()
            }
        }
    }

    fn change_for(&mut self, world: &World, prompt: &Prompt) -> Result<Change, Refusal> {
        let (rules, today, typed) = (&world.rules, world.today, prompt.input.value());
        match &prompt.ask {
            Ask::Row(id, Field::Name) => {
                set_scalar(&self.book, rules, id, ScalarField::Name, typed, today)
            }
            Ask::Row(id, Field::Since) | Ask::Since(id) => {
                let on = parse_loose(typed, today)?;
                redate(&self.book, rules, id, (on, today))
            }
            Ask::Row(id, Field::Helper) | Ask::Helper(id) => {
                assign_helper(&self.book, id, typed, today)
            }
            Ask::Row(id, _) | Ask::Note(id) => add_note(&self.book, id, typed, today),
            Ask::Scalar(id, field) => set_scalar(&self.book, rules, id, *field, typed, today),
            Ask::BackReason(id, to) => {
                advance(&self.book, rules, id, Some(to), (today, today), Some(typed))
            }
            Ask::PauseReason(id) => pause(&self.book, rules, id, today, typed),
            Ask::StopReason(id, exit) => stop(&self.book, rules, id, exit, today, typed),
            Ask::CandidateName(cell) => {
                let id = fresh_candidate_id(self.ids.u64(..));
                new_candidate(&self.book, rules, cell, id, typed, today)
            }
            Ask::UnitName(parent, kind) => {
                let id = fresh_unit_id(typed, self.ids.u64(..));
                new_unit(&self.book, rules, parent, kind, id, typed)
            }
            Ask::Quota(id, track) => {
                set_quota(&self.book, id, self.figures.year, track, number(typed)?)
            }
            Ask::Unlisted(id) => {
                let as_of = rules::as_of(self.figures.year, today);
                set_unlisted(&self.book, id, self.figures.year, number(typed)?, as_of)
            }
            Ask::Track => self.new_track(typed),
            Ask::Rename(id)
            | Ask::Sector(id)
            | Ask::Members(id)
            | Ask::Officers(id)
            | Ask::UnitNote(id) => self.unit_change(world, &prompt.ask, id, typed),
            Ask::BookName(_) | Ask::Search => Err(Refusal::Empty),
        }
    }

    fn unit_change(
        &self,
        world: &World,
        ask: &Ask,
        id: &UnitId,
        typed: &str,
    ) -> Result<Change, Refusal> {
        let unit = self
            .book
            .unit(id)
            .ok_or_else(|| Refusal::NoUnit(id.clone()))?;
        let on = world.today;
        let field = match ask {
            Ask::Rename(_) => {
                // A correction of the name in force; a new name from a day is another row.
                let name = tidy(typed, NAME_LIMIT)?;
                let mut names = unit.names.clone();
                let shown = unit.name_on(on);
                if let Some(row) = names.iter_mut().find(|row| row.value == shown) {
                    row.value = name;
                }
                UnitField::Names(names)
            }
            Ask::Sector(_) => {
                let sector = tidy(typed, NAME_LIMIT)?;
                UnitField::Sector((!sector.is_empty()).then_some(sector))
            }
            Ask::Members(_) => {
                let (members, full) = pair(typed)?;
                let mut rows = unit.members.clone();
                rows.retain(|row| row.on != on);
                rows.push(MemberCount {
                    on,
                    members,
                    full,
                    source: None,
                });
                UnitField::Members(rows)
            }
            Ask::Officers(_) => {
                let (officers, members) = pair(typed)?;
                let mut rows = unit.officers.clone();
                rows.retain(|row| row.on != on);
                rows.push(OfficerCount {
                    on,
                    officers,
                    members,
                    source: None,
                });
                UnitField::Officers(rows)
            }
            _ => {
                let text = tidy(typed, NOTE_LIMIT)?;
                if text.is_empty() {
                    return Err(Refusal::Empty);
                }
                let mut notes = unit.notes.clone();
                notes.push(Note { on, text });
                UnitField::Notes(notes)
            }
        };
        Ok(Change::SetUnit(id.clone(), field))
    }

    fn new_track(&self, typed: &str) -> Result<Change, Refusal> {
        let typed = tidy(typed, NOTE_LIMIT)?;
        let (id, name) = typed.split_once(' ').unwrap_or((&typed, &typed));
        let unknown = |_| Refusal::Unknown {
            given: id.to_owned(),
            known: "KH27, NQ, CT-2026".to_owned(),
        };
        let id = Code::new(id).map_err(unknown)?;
        let mut settings = self.book.settings().clone();
        if !settings.tracks.iter().any(|t| t.id == id) {
            settings.tracks.push(Track {
                id,
                name: name.to_owned(),
            });
        }
        Ok(Change::SetBook(BookField::Settings(Box::new(settings))))
    }

    /// Selects what was just made.
    fn after_prompt(&mut self, world: &World, ask: &Ask, effects: &[Effect]) {
        let Some(Effect::Save(edit, _)) = effects.first() else {
            return;
        };
        match (ask, &edit.change) {
            (Ask::CandidateName(_), Change::AddCandidate(_, person)) => {
                let id = person.id.clone();
                self.board.focus = super::Pane::Pipeline;
                self.board.pipeline.select_person(&id, &self.book);
                self.say(Message::info("said.added").with("name", person.name.as_str()));
            }
            (Ask::UnitName(..), Change::AddUnit(unit)) => {
                let node = self
                    .book
                    .position(&unit.id)
                    .and_then(|at| self.figures.tree.node_of(at));
                if let Some(node) = node.filter(|_| self.screen == Screen::Board) {
                    self.reveal(world, node);
                }
            }
            (Ask::BackReason(id, _), _) => self.say_stage(world, id),
            (Ask::Track, _) => {
                self.quotas.track = self.book.settings().tracks.len().saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Enter in a choice.
    pub(super) fn accept_pick(&mut self, world: &World, picker: &Picker) -> Vec<Effect> {
        let Some(item) = picker.chosen().cloned() else {
            return Vec::new();
        };
        let today = world.today;
        match (&picker.what, item.code) {
            (PickFor::Stage(id), Some(code)) => {
                let days = (today, today);
                match advance(&self.book, &world.rules, id, Some(&code), days, None) {
                    Err(Refusal::NeedsReason) => {
                        self.ask(Prompt::new(Ask::BackReason(id.clone(), code), ""));
                        Vec::new()
                    }
                    change => {
                        let effects = self.run(world, change, None);
                        if !effects.is_empty() {
                            self.say_stage(world, id);
                        }
                        effects
                    }
                }
            }
            (PickFor::Source(id), code) => self.run(world, Ok(rules::set_source(id, code)), None),
            (PickFor::Cause(id), Some(code)) => {
                let change = add_cause(&self.book, &world.rules, id, &code, today);
                self.run(world, change, None)
            }
            (PickFor::UnitCause(id), Some(code)) => {
                let change = rules::add_unit_cause(&self.book, &world.rules, id, &code, today);
                self.run(world, change, None)
            }
            (PickFor::Exit(id), Some(code)) => {
                self.ask(Prompt::new(Ask::StopReason(id.clone(), code), ""));
                Vec::new()
            }
            (PickFor::Kind(parent), Some(code)) => {
                self.ask(Prompt::new(Ask::UnitName(parent.clone(), code), ""));
                Vec::new()
            }
            (PickFor::RootKind, Some(code)) => {
                self.ask(Prompt::new(Ask::BookName(code), ""));
                Vec::new()
            }
            (_, None) => Vec::new(),
        }
    }
}
