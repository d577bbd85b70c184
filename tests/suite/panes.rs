//! Panes on their own: what one may look at is handed to it, and it answers with data; no board is asked.

use crate::desk::{sample, world};
use crate::world::{code, unit_id};
use ketnap::app::command::Command;
use ketnap::app::{
    Agenda, Ahead, Ask, FormFor, Insight, Outlooks, Part, PipelinePane, Quotas, Reply, See, Sheet,
    World,
};
use ketnap::config::Config;
use ketnap::model::{Book, Change, Message, Subject};
use ketnap::rules::{Class, Figures, Task};

/// A book with what was counted of it.
struct Ground {
    world: World,
    book: Book,
    figures: Figures,
    ahead: Ahead,
}

impl Ground {
    fn new() -> Self {
        let world = world(&Config::load(None, None));
        let book = sample();
        let figures = Figures::new(world.known(&book), 2022);
        Self {
            world,
            book,
            figures,
            ahead: Ahead::default(),
        }
    }

    fn see(&self) -> See<'_> {
        let mut see = See::new(&self.world, &self.book, &self.figures, &self.ahead);
        let track = self.book.settings().tracks.first();
        see.track = track.map(|track| &track.id);
        see.node = Some(0);
        see
    }

    /// The pane of a cell's people.
    fn people(&self, cell: &str) -> PipelinePane {
        let mut pane = PipelinePane::default();
        let node = self.see().node_of(&unit_id(cell));
        pane.enter(self.see().counted(), node);
        pane
    }
}

fn said(reply: Reply) -> Message {
    match reply {
        Reply::Say(message) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_tasks_lead_to_the_person_or_the_organisation_they_are_about() {
    let ground = Ground::new();
    let see = ground.see();
    let mut agenda = Agenda::default();
    let nobody = said(agenda.command(see, Command::Jump));
    assert_eq!(nobody.key, "refused.nobody-selected");
    agenda.list(see);
    let all = agenda.tasks.len();
    assert!(all > 10, "{all}");
    let mut people = 0;
    for at in 0..agenda.rows.len() {
        agenda.at = at;
        let Some(task) = agenda.task().cloned() else {
            continue;
        };
        match (task.line(), agenda.command(see, Command::Jump)) {
            (Some(line), Reply::ToPerson(to)) => {
                assert_eq!(line, to);
                people += 1;
            }
            (None, Reply::ToUnit(to)) => assert_eq!(to, task.unit()),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(people, agenda.tasks.iter().filter_map(Task::line).count());
    let longer = said(agenda.command(see, Command::Filter));
    assert_eq!((longer.key, agenda.days), ("said.days-ahead", 60));
    assert!(agenda.tasks.len() > all);
}

#[test]
fn a_quota_is_asked_for_in_the_column_and_the_row_under_the_cursor() {
    let ground = Ground::new();
    let see = ground.see();
    let mut quotas = Quotas::default();
    quotas.list(see, true);
    assert_eq!(quotas.rows.len(), see.figures.tree.nodes.len());
    let root = see.id_of(0).unwrap();
    let Reply::Ask(prompt) = quotas.command(see, Command::Edit) else {
        panic!()
    };
    assert_eq!(prompt.ask, Ask::Quota(root.clone(), code("KH27")));
    assert_eq!(prompt.input.value(), "110");
    assert!(matches!(quotas.command(see, Command::Right), Reply::Done));
    let Reply::Ask(prompt) = quotas.command(see, Command::Edit) else {
        panic!()
    };
    assert_eq!(prompt.ask, Ask::Unlisted(root.clone()));
    let Reply::Form(FormFor::HandDown(handing)) = quotas.command(see, Command::HandDown) else {
        panic!()
    };
    assert_eq!((handing.unit, handing.year), (root, 2022));
    assert_eq!(said(quotas.command(see, Command::Sort)).key, "said.by-risk");
    assert!(quotas.rows.len() < see.figures.tree.nodes.len());
    assert!(matches!(
        quotas.command(see, Command::People),
        Reply::Outlooks(0)
    ));
}

#[test]
fn who_is_marked_steps_together_and_who_is_not_alone() {
    let ground = Ground::new();
    let see = ground.see();
    let cells = ground.book.units().iter();
    let cell = cells.max_by_key(|unit| unit.candidates.len()).unwrap();
    let mut pane = ground.people(cell.id.as_str());
    let id = pane.line().unwrap().person(&ground.book).id.clone();
    match pane.command(see, Command::NextStep) {
        Reply::Step(Change::SetCandidate(who, _), Some(_)) => assert_eq!(who, id),
        Reply::Ask(prompt) => assert_eq!(prompt.ask, Ask::Force(id.clone(), None)),
        other => panic!("{other:?}"),
    }
    match pane.command(see, Command::Open) {
        Reply::Sheet(Subject::Person(who), None) => assert_eq!(who, id),
        other => panic!("{other:?}"),
    }
    assert_eq!(said(pane.command(see, Command::MarkAll)).key, "said.marked");
    let marked = pane.marked.len();
    assert!(marked > 1);
    match pane.command(see, Command::NextStep) {
        Reply::StepMany(changes, held) => assert_eq!(changes.len() + held.len(), marked),
        other => panic!("{other:?}"),
    }
    let one = said(pane.command(see, Command::Pause));
    assert_eq!(one.key, "refused.one-at-a-time");
}

#[test]
fn what_is_supposed_alters_the_numbers_beside_the_real_ones() {
    let ground = Ground::new();
    let see = ground.see();
    let mut open = Outlooks::open(see, 0);
    let (real, other) = open.classes(see);
    assert_eq!(other, None);
    let class = open.of(see, open.line().unwrap()).unwrap().class;
    assert!(matches!(class, Class::OnTrack | Class::Tight));
    assert!(matches!(
        open.command(see, Command::SupposeDrop),
        Reply::Done
    ));
    let (still, other) = open.classes(see);
    assert_eq!(still, real);
    assert_eq!(other.unwrap().of(class), real.of(class) - 1);
    open.command(see, Command::SupposeDrop);
    assert_eq!(open.classes(see), (real, None));
}

#[test]
fn a_row_that_stays_is_said_to_stay_and_an_entry_is_taken_out() {
    let ground = Ground::new();
    let see = ground.see();
    let people = ground.book.units().iter().flat_map(|unit| &unit.candidates);
    let person = people.max_by_key(|person| person.papers.len()).unwrap();
    let mut sheet = Sheet::person(person.id.clone());
    let stays = said(sheet.command(see, Command::Remove));
    assert_eq!(stays.key, "refused.row-stays");
    let rows = sheet.rows(see);
    let paper = |row: &ketnap::app::SheetRow| matches!(row, ketnap::app::SheetRow::Paper(_));
    sheet.at = rows.iter().position(paper).unwrap();
    let Reply::Make(change) = sheet.command(see, Command::Remove) else {
        panic!()
    };
    let mut book = ground.book.clone();
    book.apply(change).unwrap();
    let (_, after) = book.candidate(&person.id).unwrap();
    assert_eq!(after.papers.len(), person.papers.len() - 1);
    assert!(matches!(sheet.command(see, Command::Cancel), Reply::Close));
}

#[test]
fn the_parts_of_the_analysis_go_round() {
    let ground = Ground::new();
    let see = ground.see();
    let mut insight = Insight::default();
    insight.look(see);
    for part in Part::ALL {
        assert_eq!(insight.part, part);
        insight.command(see, Command::NextPart);
    }
    assert_eq!(insight.part, Part::ALL[0]);
    insight.command(see, Command::BackPart);
    assert_eq!(insight.part, Part::Waiting);
    match insight.command(see, Command::Jump) {
        Reply::ToPerson(line) => assert_eq!(line, insight.data.unwrap().waiting[0].line),
        other => panic!("{other:?}"),
    }
}
