//! The sheet of an organisation: its rows, what can be added to it, edited and taken out.

use crate::app::command::Command;
use crate::app::sheet::{SheetRow, UnitFacts, part};
use crate::app::typing::form::FormFor;
use crate::app::typing::pick::{PickFor, Picker};
use crate::app::typing::prompt::{Ask, Prompt};
use crate::app::{App, Overlay, Palette, World};
use crate::model::{Change, Message, Refusal, Subject, UnitId};
use crate::rules::{self, set_route, set_survey, set_visit};
use crate::rules::{SourceGap, Spot, newest_survey, survey_gap};

/// What `a` offers on an organisation's sheet; the last only on that of the book's root.
const ADDED: [Command; 7] = [
    Command::AddQuota,
    Command::AddExemption,
    Command::AddRemedy,
    Command::AddRoute,
    Command::AddSurvey,
    Command::AddVisit,
    Command::AddFloor,
];

pub(in crate::app) fn unit_rows(facts: &UnitFacts<'_>) -> Vec<SheetRow> {
    use SheetRow::*;
    let unit = facts.unit;
    let mut rows = vec![
        UnitName, UnitKind, UnitParent, Passage, Sector, Members, Officers, UnitCause, UnitNote,
    ];
    rows.extend((0..unit.routes.len()).map(Route));
    rows.extend((0..unit.quotas.len()).map(Quota));
    rows.extend((0..unit.exemptions.len()).map(Exemption));
    rows.extend((0..facts.floors.len()).map(Floor));
    rows.extend((0..unit.unlisted.len()).map(Unlisted));
    rows.extend((0..unit.causes.len()).map(CauseEntry));
    rows.extend((0..unit.remedies.len()).map(Remedy));
    rows.extend((0..unit.notes.len()).map(NoteEntry));
    let surveys = (0..unit.surveys.len()).map(Survey);
    part(&mut rows, "sheet.part-surveys", surveys);
    let gaps = (0..facts.gaps.len()).map(SurveyGap);
    let left_out = (facts.not_surveyed > 0).then_some(NotSurveyed);
    part(&mut rows, "sheet.part-gaps", gaps.chain(left_out));
    let visits = (0..unit.visits.len()).map(Visit);
    part(&mut rows, "sheet.part-visits", visits);
    rows
}

impl App {
    /// What a sheet shows of an organisation beside the record; none if it is not there.
    pub(in crate::app) fn unit_facts(&self, world: &World, id: &UnitId) -> Option<UnitFacts<'_>> {
        let unit = self.book.unit(id)?;
        let floors = &self.book.settings().floors[..];
        let (gaps, not_surveyed) = self.gaps_of(world, id);
        Some(UnitFacts {
            unit,
            floors: if unit.id == self.book.header().root {
                floors
            } else {
                &[]
            },
            gaps,
            not_surveyed,
        })
    }

    /// A command that adds something to an organisation.
    pub(in crate::app) fn add_to_unit(&mut self, world: &World, id: &UnitId, command: Command) {
        let whose = id.clone();
        let form = match command {
            Command::Add => {
                let here = ADDED.len() - usize::from(*id != self.book.header().root);
                let palette = Palette::only(&ADDED[..here]);
                return self.overlays.push(Overlay::Palette(palette));
            }
            Command::AddRoute => FormFor::Route(whose, None),
            Command::AddRemedy => FormFor::Remedy(Subject::Unit(whose), None),
            Command::AddQuota => FormFor::Quota(whose, None),
            Command::AddExemption => FormFor::Exemption(whose, None),
            Command::AddFloor => FormFor::Floor(None),
            Command::AddSurvey => FormFor::Survey(whose, None),
            Command::AddVisit => FormFor::Visit(whose, None),
            _ => return self.say(Message::warning("refused.nobody-selected")),
        };
        self.open_form(world, form);
    }

    /// The change that takes a row out; none of a row that stays.
    pub(in crate::app) fn without_unit_row(
        &self,
        world: &World,
        id: &UnitId,
        row: SheetRow,
    ) -> Option<Result<Change, Refusal>> {
        let book = &self.book;
        Some(match row {
            SheetRow::Route(at) => set_route(book, id, Some(at), None),
            SheetRow::Quota(at) => rules::remove_quota(book, id, at),
            SheetRow::Exemption(at) => rules::set_exemption(book, id, Some(at), None),
            SheetRow::Floor(at) => rules::set_floor(world.known(&self.book), Some(at), None),
            SheetRow::Survey(at) => set_survey(world.known(&self.book), id, Some(at), None),
            SheetRow::Visit(at) => set_visit(book, id, Some(at), None, world.today),
            _ => return None,
        })
    }

    pub(in crate::app) fn edit_unit_row(&mut self, world: &World, id: &UnitId, row: SheetRow) {
        let Some(unit) = self.book.unit(id) else {
            return;
        };
        let id = id.clone();
        let prompt = match row {
            SheetRow::UnitName => Prompt::new(Ask::Rename(id), unit.name_on(world.today)),
            SheetRow::Passage => return self.open_form(world, FormFor::Route(id, None)),
            SheetRow::Route(at) => return self.open_form(world, FormFor::Route(id, Some(at))),
            SheetRow::Quota(at) => return self.open_form(world, FormFor::Quota(id, Some(at))),
            SheetRow::Exemption(at) => {
                return self.open_form(world, FormFor::Exemption(id, Some(at)));
            }
            SheetRow::Floor(at) => return self.open_form(world, FormFor::Floor(Some(at))),
            SheetRow::Survey(at) => return self.open_form(world, FormFor::Survey(id, Some(at))),
            SheetRow::Visit(at) => return self.open_form(world, FormFor::Visit(id, Some(at))),
            SheetRow::SurveyGap(_) | SheetRow::NotSurveyed => {
                return self.say(Message::warning("refused.row-is-derived"));
            }
            SheetRow::Sector => {
                Prompt::new(Ask::Sector(id), unit.sector.as_deref().unwrap_or_default())
            }
            SheetRow::Members => {
                let last = unit
                    .members
                    .last()
                    .map(|m| format!("{}/{}", m.members, m.full));
                Prompt::new(Ask::Members(id), &last.unwrap_or_default())
            }
            SheetRow::Officers => {
                let last = unit
                    .officers
                    .last()
                    .map(|o| format!("{}/{}", o.officers, o.members));
                Prompt::new(Ask::Officers(id), &last.unwrap_or_default())
            }
            SheetRow::UnitNote => Prompt::new(Ask::UnitNote(id), ""),
            SheetRow::UnitCause => {
                let items = crate::app::edit::cause_items(&world.rules, &unit.causes);
                return self.offer(Picker::new(PickFor::UnitCause(id), items));
            }
            SheetRow::Unlisted(_) => {
                return self.say(Message::warning("refused.edit-on-quota-screen"));
            }
            SheetRow::UnitKind | SheetRow::UnitParent => {
                return self.say(Message::warning("refused.row-fixed"));
            }
            _ => return self.say(Message::warning("refused.row-is-history")),
        };
        self.ask(prompt);
    }
}

impl App {
    /// An organisation's place in the tree.
    pub(in crate::app) fn node_of(&self, id: &UnitId) -> Option<usize> {
        let place = self.book.position(id)?;
        self.figures.tree.node_of(place)
    }

    fn is_surveyed(&self, node: usize) -> bool {
        let tree = &self.figures.tree.nodes;
        let mut below = tree[node..tree[node].end].iter();
        below.any(|node| match node.spot {
            Spot::Unit(at) => newest_survey(&self.book.units()[at], self.figures.year).is_some(),
            Spot::Unreadable(_) => false,
        })
    }

    /// The source groups in which the surveys of the shown year found somebody willing, in an
    /// organisation and all below it, and how many cells there no survey covers. Nothing where
    /// there is no survey at all.
    fn gaps_of(&self, world: &World, id: &UnitId) -> (Vec<SourceGap>, usize) {
        let Some(node) = self.node_of(id).filter(|node| self.is_surveyed(*node)) else {
            return (Vec::new(), 0);
        };
        let below = node..self.figures.tree.nodes[node].end;
        let surveyed = survey_gap(self.counted(world), below);
        let mut groups = surveyed.total(&world.rules);
        groups.retain(|group| group.willing > 0);
        (groups, surveyed.left_out.len())
    }
}
