//! A sheet: one person or one organisation with all fields, the dossier, and the whole history.

pub(in crate::app) mod person;
pub(in crate::app) mod reveal;
pub(in crate::app) mod unit;

use crate::app::command::Command;
use crate::app::sheet::unit::unit_rows;
use crate::app::typing::form::FormFor;
use crate::app::typing::prompt::{Ask, Prompt};
use crate::app::{App, Effect, Overlay, World};
use crate::model::{
    Arg, CandidateId, Floor, Message, PaperState, ScalarField, Subject, Unit, UnitId,
};
use crate::rules::{
    self, Case, Known, Leg, List, Needed, PaperRow, Running, SourceGap, passage, remove_item,
};

/// A row of a sheet. Those with a number are entries of the record's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SheetRow {
    /// The head of a part; takes no selection.
    Head(&'static str),
    Scalar(ScalarField),
    /// Groups with a quota of their own.
    Groups,
    Stage,
    Since,
    Helper,
    Cause,
    Note,
    /// A limit that runs.
    Limit(usize),
    /// Something that the next step owes.
    Missing(usize),
    /// Whether the ceremony can be held in the year.
    Plan,
    /// By when a remaining stage must be left for that.
    Leg(usize),
    Step(usize),
    PastHelper(usize),
    Introducer(usize),
    Paper(usize),
    /// A paper of the set in force that is not on record, by its place there.
    NoPaper(usize),
    Letter(usize),
    Vote(usize),
    Extension(usize),
    Handover(usize),
    Card,
    Former,
    CauseEntry(usize),
    Remedy(usize),
    NoteEntry(usize),
    UnitName,
    UnitKind,
    UnitParent,
    Sector,
    Members,
    Officers,
    Passage,
    Route(usize),
    UnitCause,
    UnitNote,
    Quota(usize),
    Exemption(usize),
    /// A floor of the book, on the sheet of its root.
    Floor(usize),
    Unlisted(usize),
    /// Which mass organisation introduced the person.
    Outreach,
    Survey(usize),
    /// A source group with willing people, against the files.
    SurveyGap(usize),
    /// How many cells below no survey covers.
    NotSurveyed,
    Visit(usize),
}

/// An open sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Whose.
    pub subject: Subject,
    /// The selected row.
    pub at: usize,
}

impl Facts<'_> {
    /// The rows of the sheet.
    pub fn rows(&self) -> Vec<SheetRow> {
        match self {
            Self::Person(facts) => person_rows(facts),
            Self::Unit(facts) => unit_rows(facts),
        }
    }
}

/// A part of the sheet, if it has a row.
pub(in crate::app) fn part(
    rows: &mut Vec<SheetRow>,
    head: &'static str,
    more: impl IntoIterator<Item = SheetRow>,
) {
    let mut more = more.into_iter().peekable();
    if more.peek().is_some() {
        rows.push(SheetRow::Head(head));
        rows.extend(more);
    }
}

/// Papers on record and not yet, in the order of the set in force on the day.
fn paper_rows(case: &Case<'_>) -> Vec<SheetRow> {
    let Known { rules, today, .. } = case.known;
    let person = case.person;
    let way = passage(case.known, case.unit, today);
    let set = rules.on(today);
    let on_route = |row: &PaperRow| row.chains.is_empty() || row.chains.contains(&way.chain);
    // What belongs to later stages would only be in the way.
    let due = |row: &PaperRow| {
        let stage = rules.procedure.index(&row.stage);
        case.now().is_none_or(|now| stage <= Some(now.stage))
    };
    let asked = |row: &PaperRow| match row.needed {
        Needed::Always => true,
        Needed::SectionCommittee => way.section,
        // Enough of the three kinds is enough: the others are not asked for.
        Needed::Introduction(_) => {
            person
                .papers
                .iter()
                .filter(|paper| paper.state == PaperState::Valid)
                .filter_map(|paper| set.paper(&paper.form))
                .filter(|row| matches!(row.needed, Needed::Introduction(_)))
                .count()
                < 2
        }
    };
    let mut rows = Vec::new();
    for (place, row) in set.papers.iter().enumerate() {
        let on_record = person.papers.iter().enumerate();
        let on_record = on_record.filter(|(_, paper)| paper.form == row.id);
        let before = rows.len();
        rows.extend(on_record.map(|(at, _)| SheetRow::Paper(at)));
        if rows.len() == before && due(row) && on_route(row) && asked(row) {
            rows.push(SheetRow::NoPaper(place));
        }
    }
    let unknown = person.papers.iter().enumerate();
    let unknown = unknown.filter(|(_, paper)| set.paper(&paper.form).is_none());
    rows.extend(unknown.map(|(at, _)| SheetRow::Paper(at)));
    rows
}

/// What a sheet shows of its record beside the record itself, derived once.
#[derive(Debug)]
pub enum Facts<'a> {
    /// Of a person.
    Person(PersonFacts<'a>),
    /// Of an organisation.
    Unit(UnitFacts<'a>),
}

/// What is derived of a person.
#[derive(Debug)]
pub struct PersonFacts<'a> {
    /// The person's case.
    pub case: Case<'a>,
    /// The limits that run, the one that presses first.
    pub limits: Vec<Running<'a>>,
    /// By when the remaining stages must be left.
    pub legs: Vec<Leg>,
}

/// What is derived of an organisation.
#[derive(Debug)]
pub struct UnitFacts<'a> {
    /// The organisation.
    pub unit: &'a Unit,
    /// The floors of the book, if it is its root.
    pub floors: &'a [Floor],
    /// The source groups in which the surveys of the shown year found somebody willing.
    pub gaps: Vec<SourceGap>,
    /// How many cells no survey covers.
    pub not_surveyed: usize,
}

fn person_rows(facts: &PersonFacts<'_>) -> Vec<SheetRow> {
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
    part(
        &mut rows,
        "sheet.part-votes",
        votes.chain((0..person.extensions.len()).map(Extension)),
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

impl Sheet {
    /// A record's.
    pub fn of(subject: Subject) -> Self {
        Self { subject, at: 0 }
    }

    /// A person's.
    pub fn person(id: CandidateId) -> Self {
        Self::of(Subject::Person(id))
    }

    /// An organisation's.
    pub fn unit(id: UnitId) -> Self {
        Self::of(Subject::Unit(id))
    }

    /// What it shows beside the record itself; none if the record is gone.
    pub fn facts<'a>(&self, app: &'a App, world: &'a World) -> Option<Facts<'a>> {
        match &self.subject {
            Subject::Person(id) => {
                let case = app.case(world, id).ok()?;
                Some(Facts::Person(PersonFacts {
                    limits: case.limits_by_press(),
                    legs: app.plan_of(world, &case),
                    case,
                }))
            }
            Subject::Unit(id) => Some(Facts::Unit(app.unit_facts(world, id)?)),
        }
    }

    /// Its rows now; none if the record is gone.
    pub fn rows(&self, app: &App, world: &World) -> Vec<SheetRow> {
        let facts = self.facts(app, world);
        facts.map_or_else(Vec::new, |facts| facts.rows())
    }

    /// Goes to a row; a head is passed over in the direction of the move.
    pub(in crate::app) fn select(&mut self, to: usize, rows: &[SheetRow]) {
        let forward = to >= self.at;
        let to = to.min(rows.len().saturating_sub(1));
        let plain = |at: &usize| !matches!(rows[*at], SheetRow::Head(_));
        let after = (to..rows.len()).find(plain);
        let before = (0..=to).rev().filter(|at| *at < rows.len()).find(plain);
        let found = if forward {
            after.or(before)
        } else {
            before.or(after)
        };
        self.at = found.unwrap_or(0);
    }

    /// The first row of the next part, or of the first one after the last.
    pub(in crate::app) fn next_part(&self, rows: &[SheetRow]) -> usize {
        let heads = (0..rows.len()).filter(|at| matches!(rows[*at], SheetRow::Head(_)));
        heads
            .map(|head| head + 1)
            .find(|first| *first > self.at)
            .unwrap_or(0)
    }
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

impl App {
    pub(in crate::app) fn sheet_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        let Some(Overlay::Sheet(sheet)) = self.overlays.last().cloned() else {
            return Vec::new();
        };
        let rows = sheet.rows(self, world);
        let row = rows.get(sheet.at).copied();
        match (command, &sheet.subject) {
            (Command::Cancel | Command::Quit, _) => {
                self.overlays.pop();
            }
            (Command::NextPane, _) => {
                let to = sheet.next_part(&rows);
                if let Some(Overlay::Sheet(open)) = self.overlays.last_mut() {
                    open.at = to;
                }
            }
            (Command::Reveal, Subject::Person(id)) => match self.hidden(id, row) {
                Some(field) => return self.ask_to_reveal(id, field, false),
                None => self.say(Message::warning("refused.nothing-hidden")),
            },
            (Command::Edit | Command::Open, _) => {
                if let Subject::Person(id) = &sheet.subject
                    && let Some(field) = self.hidden(id, row)
                {
                    return self.ask_to_reveal(id, field, true);
                }
                if let Some(row) = row {
                    self.edit_sheet_row(world, &sheet.subject, row);
                }
            }
            (Command::Remove, _) => return self.remove_row(world, &sheet.subject, row),
            (_, Subject::Person(id)) => return self.dossier_command(world, id, command),
            (_, Subject::Unit(id)) => self.add_to_unit(world, id, command),
        }
        Vec::new()
    }

    fn remove_row(
        &mut self,
        world: &World,
        subject: &Subject,
        row: Option<SheetRow>,
    ) -> Vec<Effect> {
        let change = match (subject, row) {
            (Subject::Person(id), Some(SheetRow::Card)) => {
                Some(rules::set_card(&self.book, id, None))
            }
            (Subject::Person(id), Some(SheetRow::Former)) => {
                Some(rules::set_former(&self.book, id, None))
            }
            (subject, Some(SheetRow::CauseEntry(at))) => {
                Some(rules::remove_cause(&self.book, &subject.clone(), at))
            }
            (subject, Some(SheetRow::Remedy(at))) => {
                Some(rules::remove_remedy(&self.book, &subject.clone(), at))
            }
            (Subject::Unit(id), Some(row)) => self.without_unit_row(world, id, row),
            (Subject::Person(id), Some(SheetRow::Outreach)) => {
                Some(rules::set_outreach(world.known(&self.book), id, None))
            }
            (Subject::Person(id), Some(row)) => {
                entry(row).map(|(list, at)| remove_item(&self.book, id, list, at))
            }
            _ => None,
        };
        let Some(change) = change else {
            self.say(Message::warning("refused.row-stays"));
            return Vec::new();
        };
        self.run(world, change, None)
    }

    pub(in crate::app) fn edit_sheet_row(
        &mut self,
        world: &World,
        subject: &Subject,
        row: SheetRow,
    ) {
        let form = match row {
            SheetRow::CauseEntry(at) => Some(FormFor::Cause(subject.clone(), at)),
            SheetRow::Remedy(at) => Some(FormFor::Remedy(subject.clone(), Some(at))),
            _ => None,
        };
        if let Some(form) = form {
            return self.open_form(world, form);
        }
        match subject {
            Subject::Person(id) => self.edit_person_row(world, id, row),
            Subject::Unit(id) => self.edit_unit_row(world, id, row),
        }
    }

    fn edit_person_row(&mut self, world: &World, id: &CandidateId, row: SheetRow) {
        let Some((_, person)) = self.book.candidate(id) else {
            return;
        };
        let id = id.clone();
        let form = match row {
            SheetRow::Paper(at) => Some(FormFor::Paper(
                id.clone(),
                person.papers[at].form.clone(),
                Some(at),
            )),
            SheetRow::NoPaper(at) => {
                let papers = &world.rules.on(world.today).papers;
                Some(FormFor::Paper(id.clone(), papers[at].id.clone(), None))
            }
            SheetRow::Letter(at) => Some(FormFor::Letter(id.clone(), Some(at))),
            SheetRow::Vote(at) => Some(FormFor::Vote(id.clone(), Some(at))),
            SheetRow::Introducer(at) => Some(FormFor::Introducer(id.clone(), Some(at))),
            SheetRow::Extension(at) => Some(FormFor::Extension(id.clone(), Some(at))),
            SheetRow::Card => Some(FormFor::Card(id.clone())),
            SheetRow::Former => Some(FormFor::Former(id.clone())),
            SheetRow::Outreach => Some(FormFor::Outreach(id.clone())),
            _ => None,
        };
        if let Some(form) = form {
            return self.open_form(world, form);
        }
        let prompt = match row {
            SheetRow::Scalar(ScalarField::Source) => return self.pick_source(world, &id),
            SheetRow::Stage => return self.pick_stage(world, &id),
            SheetRow::Cause => return self.pick_cause(world, &id),
            SheetRow::Groups => return self.pick_group(world, &id),
            SheetRow::Limit(_) => return self.explain(world, &id),
            SheetRow::Scalar(field) if self.hidden(&id, Some(row)).is_some() => {
                let name = Arg::Key(field.text_key());
                return self.say(Message::warning("refused.hidden").with("field", name));
            }
            SheetRow::Scalar(field) => Prompt::new(Ask::Scalar(id, field), &field.read(person)),
            SheetRow::Since => {
                let since = self.since(world, &id);
                Prompt::new(Ask::Since(id), &since)
            }
            SheetRow::Helper => {
                let helper = person.helper().map(|g| g.name.clone()).unwrap_or_default();
                Prompt::new(Ask::Helper(id), &helper)
            }
            SheetRow::Note => Prompt::new(Ask::Note(id), ""),
            SheetRow::Missing(at) => return self.put_what_is_owed(world, &id, at),
            SheetRow::Plan | SheetRow::Leg(_) => {
                return self.say(Message::warning("refused.row-is-derived"));
            }
            _ => return self.say(Message::warning("refused.row-is-history")),
        };
        self.ask(prompt);
    }
}
