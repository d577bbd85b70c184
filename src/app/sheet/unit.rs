//! The sheet of an organisation: its rows, what can be added to it, edited and taken out.

use super::facts::UnitFacts;
use super::row::{SheetRow, part};
use crate::app::command::Command;
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::app::typing::form::FormFor;
use crate::app::typing::pick::PickFor;
use crate::app::typing::prompt::{Ask, Prompt};
use crate::model::{Change, Refusal, Subject, UnitId, UnitScalar};
use crate::rules::{
    SourceGap, Spot, newest_survey, remove_quota, set_exemption, set_floor, set_leader, set_route,
    set_survey, set_visit, survey_gap,
};

/// What `a` offers on an organisation's sheet; the last only on that of the book's root.
const ADDED: [Command; 8] = [
    Command::AddQuota,
    Command::AddExemption,
    Command::AddRemedy,
    Command::AddRoute,
    Command::AddSurvey,
    Command::AddVisit,
    Command::AddLeader,
    Command::AddFloor,
];

pub(super) fn unit_rows(facts: &UnitFacts<'_>) -> Vec<SheetRow> {
    use SheetRow::{
        BookBelow, CauseEntry, Code, Exemption, Floor, Leader, Members, NotSurveyed, NoteEntry,
        Officers, Passage, Planned, Quota, Remedy, Route, Successor, Survey, SurveyGap, UnitCause,
        UnitKind, UnitName, UnitNote, UnitParent, Unlisted, Visit,
    };
    let unit = facts.unit;
    let mut rows = vec![
        UnitName, UnitKind, UnitParent, Passage, Members, Officers, UnitCause, UnitNote,
    ];
    rows.extend(unit.book.iter().map(|_| BookBelow));
    rows.extend((0..unit.leaders.len()).map(Leader));
    rows.extend((0..unit.became.len()).map(Successor));
    rows.extend((0..unit.codes.len()).map(Code));
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
    let plans = (0..unit.plans.len()).map(Planned);
    part(&mut rows, "sheet.part-visits", plans.chain(visits));
    let scalars = UnitScalar::ALL.into_iter().map(SheetRow::UnitScalar);
    part(&mut rows, "sheet.part-unit", scalars);
    rows
}

/// What the sheet shows of an organisation beside the record; none if it is not there.
pub(super) fn unit_facts<'a>(see: See<'a>, id: &UnitId) -> Option<UnitFacts<'a>> {
    let unit = see.book.unit(id)?;
    let floors = &see.book.settings().floors[..];
    let (gaps, not_surveyed) = gaps_of(see, id);
    Some(UnitFacts {
        unit,
        floors: if see.book.header().is_root(&unit.id) {
            floors
        } else {
            &[]
        },
        gaps,
        not_surveyed,
    })
}

fn is_surveyed(see: See<'_>, node: usize) -> bool {
    let tree = &see.figures.tree.nodes;
    let mut below = tree[node..tree[node].end].iter();
    below.any(|node| match node.spot {
        Spot::Unit(at) => newest_survey(&see.book.units()[at], see.figures.year).is_some(),
        Spot::Unreadable(_) => false,
    })
}

/// The source groups in which the surveys of the shown year found somebody willing, in an
/// organisation and all below it, and how many cells there no survey covers. Nothing where there is
/// no survey at all.
fn gaps_of(see: See<'_>, id: &UnitId) -> (Vec<SourceGap>, usize) {
    let Some(node) = see.node_of(id).filter(|node| is_surveyed(see, *node)) else {
        return (Vec::new(), 0);
    };
    let below = node..see.figures.tree.nodes[node].end;
    let surveyed = survey_gap(see.counted(), below);
    let mut groups = surveyed.total(&see.world.rules);
    groups.retain(|group| group.willing > 0);
    (groups, surveyed.left_out.len())
}

/// A command that adds something to an organisation.
pub(super) fn add_to_unit(see: See<'_>, id: &UnitId, command: Command) -> Reply {
    let whose = id.clone();
    Reply::Form(match command {
        Command::Add => {
            let here = ADDED.len() - usize::from(!see.book.header().is_root(id));
            return Reply::Palette(&ADDED[..here]);
        }
        Command::AddRoute => FormFor::Route(whose, None),
        Command::AddRemedy => FormFor::Remedy(Subject::Unit(whose), None),
        Command::AddQuota => FormFor::Quota(whose, None),
        Command::AddExemption => FormFor::Exemption(whose, None),
        Command::AddFloor => FormFor::Floor(None),
        Command::AddSurvey => FormFor::Survey(whose, None),
        Command::AddVisit => FormFor::Visit(whose, None),
        Command::AddLeader => FormFor::Leader(whose, None),
        _ => return Reply::warn("refused.nobody-selected"),
    })
}

/// The change that takes a row out; none of a row that stays.
pub(super) fn without_unit_row(
    see: See<'_>,
    id: &UnitId,
    row: SheetRow,
) -> Option<Result<Change, Refusal>> {
    let book = see.book;
    Some(match row {
        SheetRow::Route(at) => set_route(book, id, Some(at), None),
        SheetRow::Quota(at) => remove_quota(book, id, at),
        SheetRow::Exemption(at) => set_exemption(book, id, Some(at), None),
        SheetRow::Floor(at) => set_floor(see.known(), Some(at), None),
        SheetRow::Survey(at) => set_survey(see.known(), id, Some(at), None),
        SheetRow::Visit(at) => set_visit(book, id, Some(at), None, see.today()),
        SheetRow::Leader(at) => set_leader(book, id, Some(at), None),
        _ => return None,
    })
}

/// Edits a row, or says why it is not edited.
pub(super) fn edit_unit_row(see: See<'_>, id: &UnitId, row: SheetRow) -> Reply {
    let Some(unit) = see.book.unit(id) else {
        return Reply::Done;
    };
    let id = id.clone();
    Reply::Ask(match row {
        SheetRow::UnitName => Prompt::new(Ask::Rename(id), unit.name_on(see.today())),
        SheetRow::Passage => return Reply::Form(FormFor::Route(id, None)),
        SheetRow::Route(at) => return Reply::Form(FormFor::Route(id, Some(at))),
        SheetRow::Quota(at) => return Reply::Form(FormFor::Quota(id, Some(at))),
        SheetRow::Exemption(at) => return Reply::Form(FormFor::Exemption(id, Some(at))),
        SheetRow::Floor(at) => return Reply::Form(FormFor::Floor(Some(at))),
        SheetRow::Survey(at) => return Reply::Form(FormFor::Survey(id, Some(at))),
        SheetRow::Visit(at) => return Reply::Form(FormFor::Visit(id, Some(at))),
        SheetRow::SurveyGap(_) | SheetRow::NotSurveyed => {
            return Reply::warn("refused.row-is-derived");
        }
        SheetRow::UnitScalar(field) => {
            let value = field.read(unit, &see.world.rules.spellings);
            Prompt::new(Ask::UnitScalar(id, field), &value)
        }
        SheetRow::Leader(at) => return Reply::Form(FormFor::Leader(id, Some(at))),
        SheetRow::Members => {
            let last = unit.members.last();
            let last = last.map(|row| match row.full {
                Some(full) => format!("{}/{full}", row.members),
                None => row.members.to_string(),
            });
            Prompt::new(Ask::Members(id), &last.unwrap_or_default())
        }
        SheetRow::Officers => {
            let last = unit.officers.last();
            let last = last.map(|row| format!("{}/{}", row.officers, row.members));
            Prompt::new(Ask::Officers(id), &last.unwrap_or_default())
        }
        SheetRow::UnitNote => Prompt::new(Ask::UnitNote(id), ""),
        SheetRow::UnitCause => return Reply::Pick(PickFor::UnitCause(id)),
        SheetRow::Unlisted(_) => return Reply::warn("refused.edit-on-quota-screen"),
        SheetRow::UnitKind | SheetRow::UnitParent => return Reply::warn("refused.row-fixed"),
        _ => return Reply::warn("refused.row-is-history"),
    })
}
