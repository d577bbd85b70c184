//! The change that a typed line or a choice turns into.

use super::form::FormFor;
use super::number::{number, pair, whole_and_part};
use super::pick::{Offer, PickFor, Picker};
use super::prompt::{Ask, Prompt};
use crate::app::cursor::Places;
use crate::app::effect::{Effect, Start};
use crate::app::hands::{self, advance_all, told_step};
use crate::app::overlay::Overlay;
use crate::app::reply::Reply;
use crate::app::screens::Screen;
use crate::app::screens::board::Pane;
use crate::app::screens::field::Field;
use crate::app::state::App;
use crate::app::world::World;
use crate::model::{
    BookField, Change, Code, MemberCount, Message, NAME_LIMIT, NOTE_LIMIT, Note, OfficerCount,
    Refusal, ScalarField, Track, UnitField, UnitId, dated_index_on, fresh_candidate_id,
    fresh_unit_id, parse_loose, show_date, tidy,
};
use crate::rules::{
    self, StepTo, add_cause, add_note, ask_letters, ask_numbers, assign_helper, new_candidate,
    new_unit, set_quota, set_scalar, set_unit_scalar, set_unlisted,
};

impl App {
    /// Enter in a typed line: the change it means, or the line again with what is wrong.
    pub(in crate::app) fn accept_prompt(&mut self, world: &World, prompt: Prompt) -> Vec<Effect> {
        if prompt.ask == Ask::Search {
            if !self.search.needle.is_empty() {
                self.find(world, Places::from_here());
            }
            return Vec::new();
        }
        if matches!(prompt.ask, Ask::ListFile | Ask::ListYear) {
            return self.typed_for_list(prompt);
        }
        if let Ask::BookName(kind) = &prompt.ask {
            return self.accept_book_name(kind.clone(), prompt);
        }
        let typed = Overlay::Prompt(prompt.clone());
        let change = self.change_for(world, &prompt);
        let change = change.and_then(|change| {
            let as_typed = prompt.is_meant();
            if !as_typed {
                ask_letters([prompt.input.value()])?;
            }
            ask_numbers(&self.book, &change, world.today, as_typed)?;
            Ok(change)
        });
        match change.and_then(|change| self.commit(world, change, Some(typed))) {
            Ok(effects) => {
                self.after_prompt(world, &prompt.ask, &effects);
                self.say_twins(world, &effects);
                effects
            }
            Err(refusal) => {
                let fault = Some(refusal.message());
                let doubted = prompt.doubted_by(&refusal);
                // What a way out owes is said once; a second Enter goes past it.
                let ask = match (prompt.ask, &refusal) {
                    (Ask::StopReason(id, exit, _), Refusal::Missing(_)) => {
                        Ask::StopReason(id, exit, true)
                    }
                    (ask, _) => ask,
                };
                self.overlays.push(Overlay::Prompt(Prompt {
                    ask,
                    fault,
                    doubted,
                    ..prompt
                }));
                Vec::new()
            }
        }
    }

    fn accept_book_name(&mut self, kind: Code, prompt: Prompt) -> Vec<Effect> {
        let name = tidy(prompt.input.value(), NAME_LIMIT).and_then(|name| {
            if !prompt.is_meant() {
                ask_letters([prompt.input.value()])?;
            }
            Ok(name)
        });
        match name {
            Ok(name) if !name.is_empty() => {
                self.keep_until_made(Overlay::Prompt(prompt));
                vec![Effect::Create(Start::New { name, kind })]
            }
            other => {
                let refusal = other.err().unwrap_or(Refusal::Empty);
                let doubted = prompt.doubted_by(&refusal);
                self.overlays.push(Overlay::Prompt(Prompt {
                    fault: Some(refusal.message()),
                    doubted,
                    ..prompt
                }));
                Vec::new()
            }
        }
    }

    fn change_for(&mut self, world: &World, prompt: &Prompt) -> Result<Change, Refusal> {
        let (today, typed) = (world.today, prompt.input.value());
        match &prompt.ask {
            Ask::Row(id, Field::Name) => {
                set_scalar(world.known(&self.book), id, ScalarField::Name, typed)
            }
            Ask::Row(id, Field::Since) | Ask::Since(id) => {
                let on = parse_loose(typed, today, &world.rules.spellings)?;
                self.see(world).case(id)?.redate(on)
            }
            Ask::Row(id, Field::Helper) | Ask::Helper(id) => {
                assign_helper(&self.book, id, typed, today)
            }
            Ask::Row(id, _) | Ask::Note(id) => add_note(&self.book, id, typed, today),
            Ask::Scalar(id, field) => set_scalar(world.known(&self.book), id, *field, typed),
            Ask::BackReason(id, to) => self.see(world).case(id)?.advance(StepTo {
                to: Some(to),
                on: today,
                why: Some(typed),
            }),
            Ask::PauseReason(id) => self.see(world).case(id)?.pause(today, typed),
            Ask::StopReason(id, exit, force) => {
                self.see(world).case(id)?.stop(exit, today, typed, *force)
            }
            Ask::Force(..) if typed.trim().is_empty() => Err(Refusal::NeedsReason),
            Ask::Force(id, to) => self.see(world).case(id)?.advance(StepTo {
                to: to.as_ref(),
                on: today,
                why: Some(typed),
            }),
            Ask::HandOver(id, to) => {
                let on = parse_loose(typed, today, &world.rules.spellings)?;
                self.see(world).case(id)?.hand_over(to, on)
            }
            Ask::CandidateName(cell) => {
                let id = fresh_candidate_id(self.ids.u64(..));
                new_candidate(world.known(&self.book), cell, id, typed)
            }
            Ask::UnitName(parent, kind) => {
                let id = fresh_unit_id(typed, self.ids.u64(..));
                new_unit(world.known(&self.book), parent, kind, id, typed)
            }
            Ask::Quota(id, track) => {
                let (year, day) = (self.figures.year, self.see(world).day());
                set_quota(&self.book, id, (year, track), number(typed)?, day)
            }
            Ask::Unlisted(id) => {
                let (year, day) = (self.figures.year, self.see(world).day());
                set_unlisted(&self.book, id, year, number(typed)?, day)
            }
            Ask::Track => self.new_track(typed),
            Ask::UnitScalar(id, field) => {
                set_unit_scalar(world.known(&self.book), id, *field, typed)
            }
            Ask::Rename(id) | Ask::Members(id) | Ask::Officers(id) | Ask::UnitNote(id) => {
                self.unit_change(world, &prompt.ask, id, typed)
            }
            Ask::BookName(_) | Ask::Search | Ask::ListFile | Ask::ListYear => Err(Refusal::Empty),
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
                if let Some(at) = dated_index_on(&names, on) {
                    names[at].value = name;
                }
                UnitField::Names(names)
            }
            Ask::Members(_) => {
                let (members, full) = whole_and_part(typed)?;
                let mut rows = unit.members.clone();
                let same = |row: &MemberCount| (row.members, row.full) == (members, full);
                if !rows.last().is_some_and(same) {
                    rows.retain(|row| row.on != on);
                    let source = None;
                    rows.push(MemberCount {
                        on,
                        members,
                        full,
                        source,
                    });
                }
                UnitField::Members(rows)
            }
            Ask::Officers(_) => {
                let (officers, members) = pair(typed)?;
                let mut rows = unit.officers.clone();
                let same = |row: &OfficerCount| (row.officers, row.members) == (officers, members);
                if !rows.last().is_some_and(same) {
                    rows.retain(|row| row.on != on);
                    let source = None;
                    rows.push(OfficerCount {
                        on,
                        officers,
                        members,
                        source,
                    });
                }
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

    /// A new track, or another name for one that is there.
    fn new_track(&self, typed: &str) -> Result<Change, Refusal> {
        let typed = tidy(typed, NOTE_LIMIT)?;
        if typed.is_empty() {
            return Err(Refusal::Empty);
        }
        let (id, name) = typed.split_once(' ').unwrap_or((&typed, &typed));
        let id = Code::new(id).map_err(|_| Refusal::NotACode(id.to_owned()))?;
        let mut settings = self.book.settings().clone();
        let name = name.to_owned();
        match settings.tracks.iter_mut().find(|t| t.id == id) {
            Some(track) => track.name = name,
            None => settings.tracks.push(Track { id, name }),
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
                self.screens.board.focus = Pane::Pipeline;
                self.screens.board.pipeline.select_person(&id, &self.book);
                self.say(Message::info("said.added").with("name", person.name.as_str()));
            }
            (Ask::UnitName(..), Change::AddUnit(unit)) => {
                let node = self
                    .book
                    .position(&unit.id)
                    .and_then(|at| self.figures.tree.node_of(at));
                if let Some(node) = node.filter(|_| self.screens.open == Screen::Board) {
                    self.reveal(world, node);
                }
            }
            (Ask::BackReason(id, _) | Ask::Force(id, _), change) => {
                let case = self.see(world).case(id).ok();
                let told = case.and_then(|case| told_step(&case, change));
                self.notice = told.or(self.notice.take());
            }
            (Ask::HandOver(..), _) => self.say(Message::info("said.handed-over")),
            (Ask::Track, _) => {
                self.screens.quotas.track = self.book.settings().tracks.len().saturating_sub(1);
            }
            (
                Ask::CandidateName(_)
                | Ask::UnitName(..)
                | Ask::Row(..)
                | Ask::Scalar(..)
                | Ask::Helper(_)
                | Ask::Since(_)
                | Ask::Note(_)
                | Ask::PauseReason(_)
                | Ask::StopReason(..)
                | Ask::Rename(_)
                | Ask::UnitScalar(..)
                | Ask::Members(_)
                | Ask::Officers(_)
                | Ask::UnitNote(_)
                | Ask::Quota(..)
                | Ask::Unlisted(_)
                | Ask::BookName(_)
                | Ask::Search
                | Ask::ListFile
                | Ask::ListYear,
                _,
            ) => {}
        }
    }

    /// Says who may be the same person as the one just added, renamed or renumbered.
    fn say_twins(&mut self, world: &World, effects: &[Effect]) {
        let Some(Effect::Save(edit, _)) = effects.first() else {
            return;
        };
        let others = rules::twins(&self.book, &edit.change, world.today);
        if others.is_empty() {
            return;
        }
        let message = if let Change::AddCandidate(_, person) = &edit.change {
            Message::warning("said.added-twin").with("name", person.name.as_str())
        } else {
            Message::warning("said.twin")
        };
        self.say(message.with("others", others));
    }

    /// Enter in a choice.
    pub(in crate::app) fn accept_pick(&mut self, world: &World, picker: &Picker) -> Vec<Effect> {
        let Some(item) = picker.chosen() else {
            return Vec::new();
        };
        match (&picker.what, &item.offers) {
            (PickFor::Drafts, Offer::Draft(at)) => match self.offered.get(*at).cloned() {
                Some(draft) => self.take_up(world, &draft, *at),
                None => Vec::new(),
            },
            (PickFor::TakeBack(number), _) => self.take_named(world, *number),
            (PickFor::Cell(id), Offer::Unit(to)) => {
                let ask = Ask::HandOver(id.clone(), to.clone());
                self.ask(Prompt::new(ask, &show_date(world.today)));
                Vec::new()
            }
            (PickFor::Source(id), Offer::Nothing) => {
                self.carry_out(world, Reply::Make(rules::set_source(id, None)))
            }
            (
                what @ (PickFor::ListBody(_) | PickFor::ListColumn(_)),
                offer @ (Offer::Unit(_) | Offer::Fills(_) | Offer::AsRead | Offer::Nothing),
            ) => self.chosen_for_list(what, offer),
            (what, Offer::Row(code)) => self.accept_row(world, what, code.clone()),
            (
                _,
                Offer::Nothing
                | Offer::Unit(_)
                | Offer::Draft(_)
                | Offer::Edit(_)
                | Offer::Fills(_)
                | Offer::AsRead,
            ) => Vec::new(),
        }
    }

    /// Enter on a row of the data files.
    fn accept_row(&mut self, world: &World, what: &PickFor, code: Code) -> Vec<Effect> {
        let today = world.today;
        let ask = match what {
            PickFor::Stage(id) => {
                let step = StepTo {
                    to: Some(&code),
                    ..StepTo::next(today)
                };
                let case = self.see(world).case(id);
                match case.and_then(|case| hands::step(&case, step)) {
                    Err(Refusal::NeedsReason) => Ask::BackReason(id.clone(), code),
                    Err(Refusal::Missing(_)) => Ask::Force(id.clone(), Some(code)),
                    Ok(made) => return self.carry_out(world, made),
                    Err(refusal) => return self.carry_out(world, Reply::refused(&refusal)),
                }
            }
            PickFor::Source(id) => {
                let change = rules::set_source(id, Some(code));
                return self.carry_out(world, Reply::Make(change));
            }
            PickFor::Cause(id) => {
                let change = add_cause(world.known(&self.book), id, &code);
                return self.carry_out(world, Reply::make(change));
            }
            PickFor::Group(id) => {
                let change = rules::mark_group(world.known(&self.book), id, &code);
                return self.carry_out(world, Reply::make(change));
            }
            PickFor::UnitCause(id) => {
                let change = rules::add_unit_cause(world.known(&self.book), id, &code);
                return self.carry_out(world, Reply::make(change));
            }
            PickFor::StageOfMarked => {
                let marked = self.screens.board.pipeline.marked_in(&self.book);
                let reply = advance_all(self.see(world), &marked, Some(&code));
                return self.carry_out(world, reply);
            }
            PickFor::Paper(id) => {
                return self.carry_out(world, Reply::Form(FormFor::Paper(id.clone(), code, None)));
            }
            PickFor::Supposed(cell) => {
                self.suppose_one_more(world, cell, &code);
                return Vec::new();
            }
            PickFor::Exit(id) => Ask::StopReason(id.clone(), code, false),
            PickFor::Kind(parent) => Ask::UnitName(parent.clone(), code),
            PickFor::RootKind => Ask::BookName(code),
            PickFor::ListBody(_) | PickFor::ListColumn(_) | PickFor::ListTrack => {
                return self.chosen_for_list(what, &Offer::Row(code));
            }
            PickFor::Cell(_) | PickFor::Drafts | PickFor::TakeBack(_) => return Vec::new(),
        };
        self.ask(Prompt::new(ask, ""));
        Vec::new()
    }
}
