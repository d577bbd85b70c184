//! A list of people: each row becomes a person with what the row gives, or says why it is none.

use super::bodies::{Is, Shape, Walk, cell_of};
use super::cells::{self, is_blank};
use super::columns::{Column, columns, order, settled, told};
use super::context::Context;
use super::days::{Order, Written, range, written};
use super::grid::{Row as GridRow, Value};
use super::parts::{Brackets, number_and_day, vote, without_address};
use super::standing::{Above, Standing};
use super::tables::Found;
use super::totals::Totals;
use super::units::Fits;
use super::values::Taking;
use super::way;
use crate::model::import::{
    As, Capitals, Cell, Given, Issue as Code, Mark, Person, Problem, Row, Table, What,
};
use crate::model::{
    Candidate, CandidateField, CandidateId, Message, NAME_LIMIT, ScalarField, rows_in_halves, tidy,
};
use crate::rules::Taken;
use std::collections::BTreeMap;

/// A row below the heading, and what it is.
type Told<'a> = (&'a GridRow, Is);

/// A table of people being read.
struct List<'a> {
    context: &'a Context<'a>,
    found: &'a Found<'a>,
    sheet: Option<&'a str>,
    columns: Vec<Column>,
    /// How days are read, by column.
    orders: BTreeMap<usize, Order>,
    /// At which row the doubt about a column's days is told, by column.
    doubts: BTreeMap<usize, u32>,
    /// The cell that the lines above name.
    title: Option<String>,
    names: Vec<usize>,
}

/// What one cell says of days, for the order of its column.
fn days_of(takes: Taken, value: &Value) -> Vec<Written> {
    let text = || cells::shown(value);
    match takes {
        Taken::Range => {
            let (from, until) = range(&text());
            std::iter::once(from).chain(until).collect()
        }
        Taken::NumberAndDay => number_and_day(&text()).1.into_iter().collect(),
        Taken::Vote => vote(&text())
            .and_then(|vote| vote.day)
            .into_iter()
            .collect(),
        Taken::Day
        | Taken::DayOfMale
        | Taken::DayOfFemale
        | Taken::Paper
        | Taken::DecisionOrCeremony => vec![written(value)],
        _ => Vec::new(),
    }
}

/// A name as it stands, and what is told of it.
struct Named {
    name: String,
    brackets: Vec<String>,
    offered: Option<String>,
}

/// A name in usual letters.
fn lowered(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter();
        let rest = letters.flat_map(char::to_lowercase);
        first.chain(rest).collect::<String>()
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn all_capitals(name: &str) -> bool {
    let cased = name
        .chars()
        .filter(|c| c.is_lowercase() || c.is_uppercase());
    cased.clone().count() > 1 && !name.chars().any(char::is_lowercase)
}

impl List<'_> {
    fn named(&self, row: &GridRow) -> Option<Named> {
        let parts: Vec<_> = self.names.iter().map(|at| row.shown(*at)).collect();
        let Brackets { outside, inside } = Brackets::of(&parts.join(" "));
        let name = tidy(without_address(&outside), NAME_LIMIT).ok()?;
        if !name.chars().any(char::is_alphabetic) {
            return None;
        }
        let capitals = all_capitals(&name);
        let (name, offered) = match (capitals, self.context.options.capitals) {
            (true, Capitals::Lower) => (lowered(&name), None),
            (true, Capitals::Keep) => (name.clone(), Some(lowered(&name))),
            (false, _) => (name, None),
        };
        Some(Named {
            name,
            brackets: inside,
            offered,
        })
    }

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

    /// The unit column's text, else that of the section, else of the title.
    fn unit_of(&self, row: &GridRow, above: Option<&Value>, section: Option<&String>) -> UnitText {
        let column = self
            .columns
            .iter()
            .find(|column| column.takes == Taken::Unit);
        if let Some(column) = column {
            let value = above.or_else(|| row.value(column.at));
            let text = value.map(cells::shown).unwrap_or_default();
            if !is_blank(&text) {
                return UnitText {
                    text: tidy(&text, NAME_LIMIT).ok().or(Some(text.into_owned())),
                    cell: Some(cells::name(column.at, row.number)),
                    own: true,
                };
            }
        }
        UnitText {
            text: section.or(self.title.as_ref()).map(|text| {
                let tidied = tidy(text, NAME_LIMIT);
                tidied.unwrap_or_else(|_| text.clone())
            }),
            cell: None,
            own: section.is_some(),
        }
    }

    /// The columns that fill something.
    fn filling(&self) -> impl Iterator<Item = &Column> {
        let columns = self.columns.iter();
        columns.filter(|column| !column.fills.is_empty())
    }

    fn person(&self, record: &Record<'_>) -> Row {
        let Record { row, section, .. } = record;
        let at = cell_of(&self.names, row);
        let mut taking = Taking::new(self.context.known, row.number);
        let Some(named) = self.named(row) else {
            return self.no_name(row, &at);
        };
        if row.hidden {
            taking.tell(&at, Code::HiddenRow, Message::info("reading.hidden-row"));
        }
        if let Some(offered) = &named.offered {
            let message = Message::info("reading.capitals").with("offered", offered.as_str());
            taking.tell(&at, Code::Capitals, message);
        }
        let mut unit_above = None;
        for (column, standing) in self.filling().zip(&record.cells) {
            let value = match standing {
                Standing::Nothing => continue,
                Standing::Value(value) => *value,
                // Told as what it is, a sign that cannot be read.
                Standing::NothingAbove(value) => {
                    let message = Message::warning("reading.unreadable")
                        .with("heading", column.heading.as_str())
                        .with("value", cells::shown(value));
                    let cell = cells::name(column.at, row.number);
                    taking.tell(&cell, Code::Unreadable, message);
                    continue;
                }
            };
            if column.takes == Taken::Unit {
                unit_above = Some(value);
                continue;
            }
            let order = self.orders.get(&column.at).copied();
            let order = order.unwrap_or_else(|| Order::of([], None, self.context.known.today));
            taking.take(column, value, order);
            if self.doubts.get(&column.at) == Some(&row.number) {
                let message =
                    Message::info("reading.ambiguous-day").with("heading", column.heading.as_str());
                let cell = cells::name(column.at, row.number);
                taking.tell(&cell, Code::AmbiguousDay, message);
            }
        }
        taking.brackets(&at, &named.brackets);
        let unit = self.unit_of(row, unit_above, section.as_ref());
        let cell = self.cell(&unit, &mut taking, &at);
        self.no_birth(row, &mut taking);
        taking.offer_zeros(|taking| self.bearer(&named.name, taking));
        way::settle(self.context.known, &cell, &mut taking);
        taking.from.insert("name".to_owned(), at);
        Row {
            sheet: self.sheet.map(str::to_owned),
            row: row.number,
            mark: Mark::New,
            unit: unit.text,
            what: What::Person(Person {
                name: named.name,
                cell,
                fields: taking.fields,
                from: taking.from,
                of_book: None,
                perhaps: Vec::new(),
            }),
            problems: taking.problems,
        }
    }

    fn no_name(&self, row: &GridRow, at: &str) -> Row {
        let message = Message::error("reading.no-name");
        Row {
            mark: Mark::Error,
            problems: vec![Problem::new(at.to_owned(), Code::NoName, message)],
            ..self.left_out(row, Code::NoName, 0, Message::error("reading.no-name"))
        }
    }

    /// The organisation of a row; asked where it is not known or not named.
    fn cell(&self, unit: &UnitText, taking: &mut Taking<'_>, at: &str) -> Cell {
        let Context { options, units, .. } = self.context;
        let named = unit
            .text
            .as_deref()
            .filter(|_| unit.own || options.unit.is_none());
        let Some(text) = named else {
            if let Some(id) = &options.unit {
                return Cell::Known(id.clone());
            }
            let sheet = self
                .sheet
                .filter(|name| matches!(units.find(name), Fits::One(_)));
            let message = match sheet {
                Some(sheet) => Message::warning("reading.no-unit-sheet").with("sheet", sheet),
                None => Message::warning("reading.no-unit"),
            };
            taking.tell(at, Code::NoUnit, message);
            return Cell::Asked;
        };
        let cell = units.cell(text, options);
        if cell == Cell::Asked {
            let message = Message::warning("reading.unknown-unit").with("unit", text);
            let place = unit.cell.as_deref().unwrap_or(at);
            taking.tell(place, Code::UnknownUnit, message);
        }
        cell
    }

    fn no_birth(&self, row: &GridRow, taking: &mut Taking<'_>) {
        let mut births = self.columns.iter();
        let births: Vec<&Column> = births
            .by_ref()
            .filter(|column| column.fills.iter().any(|key| key == "born"))
            .collect();
        let Some(first) = births.first() else { return };
        if births.iter().all(|column| is_blank(&row.shown(column.at))) {
            let cell = match births.len() {
                1 => cells::name(first.at, row.number),
                _ => cell_of(&self.names, row),
            };
            taking.tell(&cell, Code::NoBirth, Message::info("reading.no-birth"));
        }
    }

    /// Somebody with the birth and the sex of the row, of whom an identity number must tell the same.
    fn bearer(&self, name: &str, taking: &Taking<'_>) -> Candidate {
        let known = self.context.known;
        let stage = known.rules.procedure.first().id.clone();
        let id = CandidateId::new("row").expect("a word of letters");
        let mut person = Candidate::new(id, name.to_owned(), stage, known.today);
        for field in [ScalarField::Born, ScalarField::Sex] {
            let given = taking.fields.get(field.key()).map(Given::to_string);
            let spellings = &known.rules.spellings;
            let read = given.map(|text| field.parse(&text, known.today, spellings));
            if let Some(Ok(read)) = read {
                CandidateField::put(read, &mut person);
            }
        }
        person
    }
}

/// The words for an organisation.
struct UnitText {
    text: Option<String>,
    /// The cell of its column.
    cell: Option<String>,
    /// The row or its section says it, not the title.
    own: bool,
}

/// A row that is a person, with what it has from the rows above.
struct Record<'r> {
    row: &'r GridRow,
    /// The cell that the section names.
    section: Option<String>,
    /// What stands in the columns that fill something.
    cells: Vec<Standing<'r>>,
}

/// A row in its turn.
enum Turn<'r> {
    Record(Record<'r>),
    Done(Box<Row>),
}

/// The sentence for a row that is no record.
pub(super) fn message_of(code: Code) -> Message {
    Message::info(match code {
        Code::Numbering => "reading.numbering",
        Code::Total => "reading.total",
        Code::Signature => "reading.signature",
        _ => "reading.note",
    })
}

/// A table of people, and its rows.
pub(super) fn people(
    found: &Found<'_>,
    sheet: Option<&str>,
    context: &Context<'_>,
) -> (Table, Vec<Row>) {
    let headings = context.people;
    let first = columns(&found.heads, headings, context.options);
    let of = |takes: Taken| -> Vec<usize> {
        let columns = first.iter().filter(|column| column.takes == takes);
        columns.map(|column| column.at).collect()
    };
    let names = of(Taken::Name);
    let filling = first.iter().filter(|column| !column.fills.is_empty());
    let others: Vec<usize> = filling
        .filter(|column| column.takes != Taken::Name)
        .map(|column| column.at)
        .collect();
    let shape = Shape {
        kind: As::People,
        names: &names,
        order: order(&first),
        others: &others,
        marks: context.marks,
    };
    let is_unit = |text: &str| context.units.find(text) != Fits::None;
    let mut walk = Walk::new(shape, is_unit);
    let body: Vec<Told<'_>> = found
        .body
        .iter()
        .filter_map(|row| Some((&**row, walk.next(row)?)))
        .collect();
    let records = body.iter().filter(|(_, is)| *is == Is::Record);
    let records: Vec<&GridRow> = records.map(|(row, _)| *row).collect();
    let columns = settled(first, &records, context.options);
    let mut list = List {
        context,
        found,
        sheet,
        names: columns
            .iter()
            .filter(|column| column.takes == Taken::Name)
            .map(|column| column.at)
            .collect(),
        columns,
        orders: BTreeMap::new(),
        doubts: BTreeMap::new(),
        title: super::titles::cell(&found.title, context.marks, context.units),
    };
    list.settle_days(&records);
    let rows = list.rows(&body);
    let table = Table {
        sheet: sheet.map(str::to_owned),
        kind: As::People,
        header_rows: list.found.header_rows.clone(),
        columns: told(&list.columns),
    };
    (table, rows)
}

impl List<'_> {
    /// Decides the order of day and month of each column, and where a doubt about it is told.
    fn settle_days(&mut self, records: &[&GridRow]) {
        let Context { options, known, .. } = self.context;
        for column in &self.columns {
            let days: Vec<(u32, Written)> = records
                .iter()
                .filter_map(|row| Some((row.number, row.value(column.at)?)))
                .flat_map(|(number, value)| {
                    let days = days_of(column.takes, value);
                    days.into_iter().map(move |day| (number, day))
                })
                .collect();
            if days.is_empty() {
                continue;
            }
            let order = Order::of(days.iter().map(|(_, day)| day), options.dates, known.today);
            let mut doubtful = days.iter().filter(|(_, day)| order.doubts(day));
            if let Some((number, _)) = doubtful.next() {
                self.doubts.insert(column.at, *number);
            }
            self.orders.insert(column.at, order);
        }
    }

    fn rows(&self, body: &[Told<'_>]) -> Vec<Row> {
        let mut turns: Vec<Turn<'_>> = Vec::with_capacity(body.len());
        let mut section: Option<String> = None;
        let mut above = Above::default();
        let mut totals = Totals::new(&self.columns, &self.names);
        for (row, is) in body {
            let done = match is {
                Is::Record => {
                    totals.count(row);
                    turns.push(Turn::Record(Record {
                        row,
                        section: section.clone(),
                        cells: above.standing(row, self.filling(), self.context.marks),
                    }));
                    continue;
                }
                Is::Nameless => self.no_name(row, &cell_of(&self.names, row)),
                Is::Section(column, unit) => {
                    section.clone_from(unit);
                    totals.part();
                    let message = match unit {
                        Some(unit) => {
                            Message::info("reading.section-cell").with("unit", unit.as_str())
                        }
                        None => Message::info("reading.section"),
                    };
                    self.left_out(row, Code::Section, *column, message)
                }
                Is::Left(code, column) => {
                    let mut left = self.left_out(row, *code, *column, message_of(*code));
                    if *code == Code::Total {
                        left.problems.extend(totals.differing(row));
                        totals.part();
                    }
                    left
                }
            };
            turns.push(Turn::Done(Box::new(done)));
        }
        // What a row has from those above is settled: each can be read by itself.
        rows_in_halves(turns.len(), |range| {
            let turns = turns[range].iter();
            let rows = turns.map(|turn| match turn {
                Turn::Record(record) => self.person(record),
                Turn::Done(row) => Row::clone(row),
            });
            rows.collect()
        })
    }
}
