//! A table of quotas: what each organisation is given, for everybody and for groups.

use super::bodies::{Is, Shape, Walk};
use super::cells::{self, is_blank};
use super::columns::{Column, columns, order, told};
use super::context::Context;
use super::days::{Order, Read};
use super::grid::Row as GridRow;
use super::parts::number_and_day;
use super::people::message_of;
use super::stated::Stated;
use super::tables::Found;
use super::titles;
use super::units::Fits;
use crate::model::import::{Allotted, As, Cell, Issue as Code, Mark, Problem, Row, Table, What};
use crate::model::{Message, NAME_LIMIT, NOTE_LIMIT, tidy};
use crate::rules::Taken;
use chrono::NaiveDate;
use std::borrow::Cow;

/// A column of numbers, and the year they are of.
struct Target {
    column: Column,
    year: Option<i32>,
}

/// A number of a row that a total is held against.
struct Sum {
    column: usize,
    part: u32,
    so_far: u32,
    all: u32,
}

/// A part of the table begins.
fn part_begins(sums: &mut [Sum]) {
    for sum in sums {
        sum.part = 0;
    }
}

/// A table of quotas being read.
struct Quotas<'a> {
    context: &'a Context<'a>,
    sheet: Option<&'a str>,
    unit: usize,
    members: Option<usize>,
    /// The day that its heading names.
    members_on: Option<NaiveDate>,
    note: Option<usize>,
    targets: Vec<Target>,
    track: Option<String>,
}

/// The years of which columns are taken: what is asked for, else none before the title's, and none that
/// was reckoned up already while another was not.
fn settle_years(columns: &mut [Column], context: &Context<'_>, title: Option<i32>) -> Vec<Target> {
    let year = |column: &Column| titles::year_of_heading(&column.heading);
    let is_target = |column: &&Column| column.takes == Taken::Target;
    let years: Vec<i32> = columns.iter().filter(is_target).filter_map(year).collect();
    let done = |at: i32| {
        let mut columns = columns.iter();
        columns.any(|column| column.is("done") && year(column) == Some(at))
    };
    let asked = context.options.year;
    let taken: Vec<i32> = match (asked, title) {
        (Some(asked), _) => vec![asked],
        (None, Some(title)) if years.iter().any(|year| *year >= title) => {
            years.into_iter().filter(|year| *year >= title).collect()
        }
        (None, _) => {
            let open: Vec<i32> = years.iter().copied().filter(|year| !done(*year)).collect();
            let last = years.iter().copied().max();
            if open.is_empty() {
                last.into_iter().collect()
            } else {
                open
            }
        }
    };
    let mut targets = Vec::new();
    for column in columns
        .iter_mut()
        .filter(|column| column.takes == Taken::Target)
    {
        let own = titles::year_of_heading(&column.heading);
        if own.is_some_and(|own| !taken.contains(&own)) {
            column.leave_out();
            continue;
        }
        let one = match taken[..] {
            [one] => Some(one),
            _ => None,
        };
        targets.push(Target {
            column: column.clone(),
            year: own.or(asked).or(title).or(one),
        });
    }
    // Of two columns for the same, neither can be chosen.
    let key = |target: &Target| (target.year, target.column.group.clone());
    let twice = |at: usize| {
        let mut others = targets.iter().enumerate();
        others.any(|(other, target)| other != at && key(target) == key(&targets[at]))
    };
    let twice: Vec<usize> = (0..targets.len())
        .filter(|at| twice(*at))
        .map(|at| targets[at].column.at)
        .collect();
    for column in columns
        .iter_mut()
        .filter(|column| twice.contains(&column.at))
    {
        column.doubted();
    }
    targets.retain(|target| !twice.contains(&target.column.at));
    targets
}

/// The column of the organisations, of several the one that most rows fill.
fn settle_unit(columns: &mut [Column], body: &[&GridRow]) -> usize {
    let filled = |at: usize| body.iter().filter(|row| row.value(at).is_some()).count();
    let units = columns.iter().filter(|column| column.takes == Taken::Unit);
    let mut best = 0;
    let mut most = None;
    for column in units {
        let count = filled(column.at);
        if most.is_none_or(|most| count > most) {
            (best, most) = (column.at, Some(count));
        }
    }
    for column in columns.iter_mut() {
        if column.takes == Taken::Unit && column.at != best {
            column.leave_out();
        }
    }
    best
}

/// Remarks that say who owes nothing are no remarks.
fn settle_note(
    columns: &mut [Column],
    records: &[&GridRow],
    context: &Context<'_>,
) -> Option<usize> {
    let mut notes = columns
        .iter_mut()
        .filter(|column| column.takes == Taken::Note);
    let column = notes.next()?;
    let texts = records.iter().map(|row| row.shown(column.at));
    let texts: Vec<_> = texts.filter(|text| !is_blank(text)).collect();
    let exempt = |text: &Cow<'_, str>| context.marks.begins("exempt", text);
    let fills: &[&str] = if texts.is_empty() || !texts.iter().any(exempt) {
        &["note"]
    } else if texts.iter().all(exempt) {
        &["exempt"]
    } else {
        &["exempt", "note"]
    };
    column.fills = fills.iter().map(|key| (*key).to_owned()).collect();
    let at = column.at;
    for more in notes {
        more.leave_out();
    }
    Some(at)
}

/// A table of quotas, and its rows.
pub(super) fn quota(
    found: &Found<'_>,
    sheet: Option<&str>,
    context: &Context<'_>,
) -> (Table, Vec<Row>) {
    let headings = context.quota;
    let mut columns = columns(&found.heads, headings, context.options);
    let all: Vec<&GridRow> = found.body.iter().map(|row| &**row).collect();
    let unit = settle_unit(&mut columns, &all);
    let targets = settle_years(&mut columns, context, titles::year(&found.title));
    let filling = columns.iter().filter(|column| !column.fills.is_empty());
    let others: Vec<usize> = filling
        .map(|column| column.at)
        .filter(|at| *at != unit)
        .collect();
    let shape = Shape {
        kind: As::Quota,
        names: &[unit],
        order: order(&columns),
        others: &others,
        marks: context.marks,
    };
    let is_unit = |text: &str| context.bodies.find(text) != Fits::None;
    let mut walk = Walk::new(shape, is_unit);
    let rows = all.iter();
    let mut body: Vec<(&GridRow, Is)> = rows
        .filter_map(|row| Some((*row, walk.next(row)?)))
        .collect();
    // Where all rows are numbered like sections, those with numbers are the organisations.
    if !body.iter().any(|(_, is)| *is == Is::Record) {
        for (row, is) in &mut body {
            let holds = |target: &Target| row.value(target.column.at).is_some();
            if matches!(is, Is::Section(..)) && targets.iter().any(holds) {
                *is = Is::Record;
            }
        }
    }
    let records = body.iter().filter(|(_, is)| *is == Is::Record);
    let records: Vec<&GridRow> = records.map(|(row, _)| *row).collect();
    let note = settle_note(&mut columns, &records, context);
    let members = columns.iter().find(|column| column.takes == Taken::Count);
    let track = context.options.track.as_ref().map(ToString::to_string);
    let table = Quotas {
        context,
        sheet,
        unit,
        members: members.map(|column| column.at),
        members_on: members.and_then(|column| day_in(&column.heading, context.known.today)),
        note,
        targets,
        track: track.or_else(|| {
            let plan = titles::plan(&found.title)?;
            tidy(&plan, NAME_LIMIT).ok()
        }),
    };
    let rows = table.rows(&body, &records);
    let table = Table {
        sheet: sheet.map(str::to_owned),
        kind: As::Quota,
        header_rows: found.header_rows.clone(),
        columns: told(&columns),
    };
    (table, rows)
}

/// The whole day that a heading names: `Tổng số đảng viên đến 31/12/2025`. None where it has not come.
fn day_in(heading: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (_, written) = number_and_day(heading);
    match Order::of([], None, today).read(&written?) {
        Read::Day(day) => day.day().filter(|day| *day <= today),
        Read::MonthFirst(_) | Read::None => None,
    }
}

impl Quotas<'_> {
    fn left_out(&self, row: &GridRow, code: Code, column: usize, message: Message) -> Row {
        Row {
            sheet: self.sheet.map(str::to_owned),
            row: row.number,
            mark: Mark::Skipped,
            unit: None,
            what: What::Nothing,
            problems: vec![Problem::new(cells::name(column, row.number), code, message)],
        }
    }

    fn rows(&self, body: &[(&GridRow, Is)], records: &[&GridRow]) -> Vec<Row> {
        let mut sums = self.sums(records);
        let mut rows = Vec::new();
        for (row, is) in body {
            match is {
                Is::Record => {
                    for sum in &mut sums {
                        if let Stated::Number(number, _) =
                            self.context.stated(row.value(sum.column))
                        {
                            sum.part += number;
                            sum.so_far += number;
                        }
                    }
                    self.record(row, &mut rows);
                }
                Is::Nameless => {
                    let message = Message::error("reading.no-body");
                    let mut left = self.left_out(row, Code::NoName, self.unit, message);
                    left.mark = Mark::Error;
                    rows.push(left);
                }
                Is::Section(column, _) => {
                    part_begins(&mut sums);
                    let message = Message::info("reading.section");
                    rows.push(self.left_out(row, Code::Section, *column, message));
                }
                Is::Left(code, column) => {
                    let mut left = self.left_out(row, *code, *column, message_of(*code));
                    if *code == Code::Total {
                        left.problems.extend(self.differing(row, &sums));
                        part_begins(&mut sums);
                    }
                    rows.push(left);
                }
            }
        }
        rows
    }

    fn sums(&self, records: &[&GridRow]) -> Vec<Sum> {
        let targets = self.targets.iter().map(|target| target.column.at);
        let sum = |column: usize| {
            let numbers = records
                .iter()
                .map(|row| self.context.stated(row.value(column)));
            let numbers = numbers.filter_map(|stated| match stated {
                Stated::Number(number, _) => Some(number),
                _ => None,
            });
            Sum {
                column,
                part: 0,
                so_far: 0,
                all: numbers.sum(),
            }
        };
        targets.chain(self.members).map(sum).collect()
    }

    fn differing(&self, row: &GridRow, sums: &[Sum]) -> Vec<Problem> {
        let differing = sums.iter().filter_map(|sum| {
            let Stated::Number(given, _) = self.context.stated(row.value(sum.column)) else {
                return None;
            };
            let agrees = [sum.part, sum.so_far, sum.all].contains(&given);
            (!agrees).then(|| {
                let message = Message::info("reading.sum-differs")
                    .with("given", given)
                    .with("read", sum.all);
                Problem::new(
                    cells::name(sum.column, row.number),
                    Code::SumDiffers,
                    message,
                )
            })
        });
        differing.collect()
    }

    /// The rows that one row of the file gives: one for everybody, one for each group that has a number.
    fn record(&self, row: &GridRow, rows: &mut Vec<Row>) {
        let context = self.context;
        let place = cells::name(self.unit, row.number);
        let shown = row.shown(self.unit);
        let unit = tidy(&shown, NAME_LIMIT).unwrap_or_else(|_| shown.into_owned());
        let cell = context.bodies.cell(&unit, context.options);
        let note = self.note.map(|at| row.shown(at));
        let note = note.filter(|text| !is_blank(text));
        let spared = note
            .as_ref()
            .is_some_and(|text| context.marks.begins("exempt", text));
        let mut said: Vec<(Option<&Target>, Stated)> = Vec::new();
        for target in &self.targets {
            let stated = context.stated(row.value(target.column.at));
            let of_group = target.column.group.is_some();
            if !of_group || matches!(stated, Stated::Number(..) | Stated::Else) {
                said.push((Some(target), stated));
            }
        }
        // The number for everybody comes before those for groups, wherever its column stands.
        said.sort_by_key(|(target, _)| {
            target.map(|target| (target.year, target.column.group.is_some()))
        });
        if said.is_empty() {
            said.push((self.targets.first(), Stated::Nothing));
        }
        for (number, (target, stated)) in said.into_iter().enumerate() {
            let mut problems = Vec::new();
            let mut tell = |cell: &str, code: Code, message: Message| {
                problems.push(Problem::new(cell.to_owned(), code, message));
            };
            if cell == Cell::Asked {
                let message = Message::warning("reading.unknown-unit").with("unit", unit.as_str());
                tell(&place, Code::UnknownUnit, message);
            }
            let at = target.map_or(self.unit, |target| target.column.at);
            let at = cells::name(at, row.number);
            let mut allotted = Allotted {
                cell: cell.clone(),
                year: target.map_or(context.options.year, |target| target.year),
                track: self.track.clone(),
                of_book: self
                    .track
                    .as_deref()
                    .and_then(|track| context.track(track))
                    .cloned(),
                group: target.and_then(|target| target.column.group.clone()),
                target: None,
                at_least: false,
                exempt: false,
                members: None,
                members_on: None,
                note: None,
                at: at.clone(),
            };
            if number == 0 {
                if row.hidden {
                    tell(&place, Code::HiddenRow, Message::info("reading.hidden-row"));
                }
                allotted.members = self.members(row, &mut tell);
                allotted.members_on = self.members_on.filter(|_| allotted.members.is_some());
                let said_by_number = matches!(stated, Stated::Number(1.., _));
                let remark = note.as_deref().filter(|_| !spared || said_by_number);
                allotted.note = remark.and_then(|text| tidy(text, NOTE_LIMIT).ok());
            }
            let owed = match stated {
                Stated::Number(0, _) | Stated::Nothing if spared => Stated::Exempt,
                stated => stated,
            };
            match (owed, target) {
                (Stated::Number(number, least), _) => {
                    (allotted.target, allotted.at_least) = (Some(number), least);
                }
                (Stated::Exempt, _) => allotted.exempt = true,
                (Stated::Else, Some(target)) => {
                    let message = Message::warning("reading.unreadable")
                        .with("heading", target.column.heading.as_str())
                        .with("value", row.shown(target.column.at));
                    tell(&at, Code::Unreadable, message);
                }
                (Stated::Nothing | Stated::Else, _) => {
                    tell(&at, Code::NoTarget, Message::info("reading.no-target"));
                }
            }
            self.ask(&allotted, &at, &mut tell);
            rows.push(self.row(row, &unit, allotted, problems));
        }
    }

    fn row(&self, row: &GridRow, unit: &str, allotted: Allotted, problems: Vec<Problem>) -> Row {
        Row {
            sheet: self.sheet.map(str::to_owned),
            row: row.number,
            mark: Mark::New,
            unit: Some(unit.to_owned()),
            what: What::Quota(allotted),
            problems,
        }
    }

    /// How many members the organisation has; what is no number is asked.
    fn members(&self, row: &GridRow, tell: &mut impl FnMut(&str, Code, Message)) -> Option<u32> {
        let column = self.members?;
        match self.context.stated(row.value(column)) {
            Stated::Number(number, _) => Some(number),
            Stated::Nothing => None,
            Stated::Exempt | Stated::Else => {
                let message =
                    Message::warning("reading.unreadable-members").with("value", row.shown(column));
                tell(&cells::name(column, row.number), Code::Unreadable, message);
                None
            }
        }
    }

    /// Asks of which year and by which plan a number is, where that is not said.
    fn ask(&self, allotted: &Allotted, at: &str, tell: &mut impl FnMut(&str, Code, Message)) {
        if allotted.year.is_none() {
            tell(at, Code::NoYear, Message::warning("reading.no-year"));
        }
        match &allotted.track {
            None => tell(at, Code::NoTrack, Message::warning("reading.no-track")),
            Some(track) if allotted.of_book.is_none() && !self.context.options.new_units => {
                let message =
                    Message::warning("reading.unknown-track").with("track", track.as_str());
                tell(at, Code::UnknownTrack, message);
            }
            Some(_) => {}
        }
    }
}
