//! What a sheet can be asked for about a dossier: new rows, the reason of a day, another cell.

use crate::app::command::Command;
use crate::app::typing::form::FormFor;
use crate::app::typing::pick::{Offer, PickFor, PickItem, Picker};
use crate::app::{App, Effect, Overlay, Palette, SheetRow, World};
use crate::model::{CandidateId, Label, Message, Paper, PaperState, Subject};
use crate::rules::{Case, Leg, OwedAt, backplan, last_day};

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

/// The arithmetic of a person's limits, open above the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Whose.
    pub id: CandidateId,
    /// Lines scrolled.
    pub scroll: usize,
}

impl App {
    /// Opens the form or the line in which something that is owed is put on record.
    pub(in crate::app) fn put_what_is_owed(&mut self, world: &World, id: &CandidateId, at: usize) {
        let Ok(case) = self.case(world, id) else {
            return;
        };
        let person = case.person;
        let whose = id.clone();
        let place = case.owed().get(at).map(|missing| missing.place.clone());
        let form = match &place {
            Some(OwedAt::Paper(form)) => {
                // One that is there but not whole yet is gone on with.
                let open = |paper: &Paper| paper.form == *form && paper.state != PaperState::Valid;
                let known = person.papers.iter().position(open);
                FormFor::Paper(whose, form.clone(), known)
            }
            Some(OwedAt::Vote(body)) => {
                self.open_form(world, FormFor::Vote(whose, None));
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.choose_body(body);
                }
                return;
            }
            Some(OwedAt::Letter(at)) => FormFor::Letter(whose, Some(*at)),
            Some(OwedAt::Introducer) => FormFor::Introducer(whose, None),
            Some(OwedAt::Former) => FormFor::Former(whose),
            Some(OwedAt::Helper) => return self.type_into(world, SheetRow::Helper),
            Some(OwedAt::Field(field)) => return self.type_into(world, SheetRow::Scalar(*field)),
            Some(OwedAt::Nowhere) | None => {
                return self.say(Message::warning("refused.row-is-owed"));
            }
        };
        self.open_form(world, form);
    }

    /// Goes to a row of the open sheet and edits it.
    fn type_into(&mut self, world: &World, row: SheetRow) {
        let Some(Overlay::Sheet(sheet)) = self.overlays.last().cloned() else {
            return;
        };
        let rows = sheet.rows(self, world);
        let place = rows.iter().position(|known| *known == row);
        if let (Some(place), Some(Overlay::Sheet(open))) = (place, self.overlays.last_mut()) {
            open.at = place;
        }
        self.edit_sheet_row(world, &sheet.subject, row);
    }

    /// By when a person's remaining stages must be left, so that the ceremony is held in the year
    /// shown; nothing for a year that is over.
    pub fn plan_of(&self, world: &World, case: &Case<'_>) -> Vec<Leg> {
        let deadline = last_day(self.figures.year);
        let deadline = deadline.filter(|day| world.today <= *day);
        deadline.map_or_else(Vec::new, |deadline| {
            backplan(case, self.pace(world), deadline)
        })
    }

    /// Shows the arithmetic of a person's limits.
    pub(in crate::app) fn explain(&mut self, world: &World, id: &CandidateId) {
        let limited = |case: Case<'_>| !case.limits().is_empty();
        if self.case(world, id).is_ok_and(limited) {
            let id = id.clone();
            self.overlays.push(Overlay::Why(Why { id, scroll: 0 }));
        } else {
            self.say(Message::warning("why.nothing"));
        }
    }

    /// A command on the dossier of the person whose sheet is open.
    pub(in crate::app) fn dossier_command(
        &mut self,
        world: &World,
        id: &CandidateId,
        command: Command,
    ) -> Vec<Effect> {
        let whose = id.clone();
        let form = match command {
            Command::Add => {
                self.overlays.push(Overlay::Palette(Palette::only(&ADDED)));
                return Vec::new();
            }
            Command::AddPaper => {
                self.pick_paper(world, whose);
                return Vec::new();
            }
            Command::HandOver => {
                self.pick_cell(world, whose);
                return Vec::new();
            }
            Command::AddLetter => FormFor::Letter(whose, None),
            Command::AddVote => FormFor::Vote(whose, None),
            Command::AddIntroducer => FormFor::Introducer(whose, None),
            Command::AddExtension => FormFor::Extension(whose, None),
            Command::AddRemedy => FormFor::Remedy(Subject::Person(whose), None),
            Command::SetCard => FormFor::Card(whose),
            Command::SetFormer => FormFor::Former(whose),
            Command::SetOutreach => FormFor::Outreach(whose),
            command => return self.person_command(world, command),
        };
        self.open_form(world, form);
        Vec::new()
    }

    pub(in crate::app) fn pick_paper(&mut self, world: &World, id: CandidateId) {
        let papers = world.rules.on(world.today).papers.iter();
        let items = papers.map(|row| PickItem {
            offers: Offer::Row(row.id.clone()),
            label: Label {
                vi: format!("{} {}", row.form, row.name.vi),
                en: format!("{} {}", row.form, row.name.en),
            },
            marked: false,
        });
        let items = items.collect();
        self.offer(Picker::new(PickFor::Paper(id), items));
    }

    /// Every cell of the book but the present one.
    pub(in crate::app) fn pick_cell(&mut self, world: &World, id: CandidateId) {
        let today = world.today;
        let home = self.book.home(&id).cloned();
        let holds = |unit: &&crate::model::Unit| {
            let kind = world.rules.kind(&unit.kind);
            kind.is_some_and(|kind| kind.holds_candidates) && Some(&unit.id) != home.as_ref()
        };
        let items = self.book.units().iter().filter(holds).map(|unit| {
            let above = unit.parent_on(today).and_then(|id| self.book.unit(id));
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
        let items = items.collect();
        self.offer(Picker::new(PickFor::Cell(id), items));
    }
}
