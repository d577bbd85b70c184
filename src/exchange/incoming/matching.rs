//! Who of a list is in the book already, who may be somebody twice, and what the book says otherwise.

use super::against::{Against, against};
use crate::model::import::{
    Allotted, Cell, Given, Issue as Code, Mark, Options, Person, Problem, Row, What,
};
use crate::model::{
    Arg, Candidate, CandidateId, Code as Word, Message, PartialDay, Unit, search_key,
};
use crate::rules::{Known, id_digits};
use crate::words::listed;
use std::collections::{BTreeSet, HashMap};

/// What tells a person of a row apart.
struct Sign {
    name: String,
    born: Option<PartialDay>,
    number: Option<String>,
}

impl Sign {
    fn of_row(person: &Person) -> Self {
        let born = match person.fields.get("born") {
            Some(Given::Day(day)) => Some(*day),
            _ => None,
        };
        let number = person.fields.get("id_number").map(Given::to_string);
        Self {
            name: search_key(&person.name),
            born,
            number: number.as_deref().and_then(id_digits),
        }
    }

    fn of_book(person: &Candidate) -> Self {
        Self {
            name: search_key(&person.name),
            born: person.born,
            number: person.id_number.as_deref().and_then(id_digits),
        }
    }

    /// Both have a number, and not the same.
    fn is_another(&self, other: &Self) -> bool {
        matches!((&self.number, &other.number), (Some(a), Some(b)) if a != b)
    }
}

/// The people of the book, by what tells them apart.
struct People<'a> {
    all: Vec<(&'a Unit, &'a Candidate, Sign)>,
    by_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

/// How a row and the book fit.
enum Fit<'a> {
    /// Nobody.
    Nobody,
    /// This one.
    Sure(&'a Unit, &'a Candidate),
    /// Perhaps these; why.
    Perhaps(&'static str, Vec<(&'a Unit, &'a Candidate)>),
}

impl<'a> People<'a> {
    fn new(known: Known<'a>) -> Self {
        let mut people = Self {
            all: Vec::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
        };
        for unit in known.book.units() {
            for person in &unit.candidates {
                let sign = Sign::of_book(person);
                let at = people.all.len();
                if let Some(number) = &sign.number {
                    people.by_number.entry(number.clone()).or_default().push(at);
                }
                people
                    .by_name
                    .entry(sign.name.clone())
                    .or_default()
                    .push(at);
                people.all.push((unit, person, sign));
            }
        }
        people
    }

    fn at(&self, places: impl IntoIterator<Item = usize>) -> Vec<(&'a Unit, &'a Candidate)> {
        let places = places.into_iter().map(|at| &self.all[at]);
        places.map(|(unit, person, _)| (*unit, *person)).collect()
    }

    /// Who of the book a row is: by number; by name and birth; perhaps by name and cell.
    fn fit(&self, sign: &Sign, cell: &Cell) -> Fit<'a> {
        let of_number = sign
            .number
            .as_ref()
            .and_then(|number| self.by_number.get(number));
        match of_number.map(Vec::as_slice) {
            Some([one]) => {
                let (unit, person, _) = &self.all[*one];
                return Fit::Sure(unit, person);
            }
            Some(several) => {
                return Fit::Perhaps("twin.number", self.at(several.iter().copied()));
            }
            None => {}
        }
        let namesakes = self.by_name.get(&sign.name).into_iter().flatten().copied();
        let namesakes = namesakes.filter(|at| !sign.is_another(&self.all[*at].2));
        let (mut equal, mut near, mut here) = (Vec::new(), Vec::new(), Vec::new());
        for at in namesakes {
            let (unit, _, other) = &self.all[at];
            let is_here = *cell == Cell::Known(unit.id.clone());
            match (sign.born, other.born) {
                (Some(a), Some(b)) if a == b => equal.push((at, is_here)),
                (Some(a), Some(b)) if a.meets(b) => near.push((at, is_here)),
                _ if is_here => here.push(at),
                _ => {}
            }
        }
        // A birth that is known as well in both tells more than one of which only the year is known.
        for born in [equal, near] {
            let in_cell: Vec<usize> = born
                .iter()
                .filter(|(_, here)| *here)
                .map(|(at, _)| *at)
                .collect();
            let all: Vec<usize> = born.iter().map(|(at, _)| *at).collect();
            match (&in_cell[..], &all[..]) {
                (_, []) => {}
                ([one], _) => {
                    let (unit, person, _) = &self.all[*one];
                    return Fit::Sure(unit, person);
                }
                _ => return Fit::Perhaps("twin.born", self.at(all)),
            }
        }
        match here[..] {
            [] => Fit::Nobody,
            _ => Fit::Perhaps("twin.cell", self.at(here)),
        }
    }
}

/// The cell of a row, as far as it tells people apart.
fn cell_key(row: &Row, cell: &Cell) -> String {
    match cell {
        Cell::Known(id) => id.to_string(),
        Cell::New(name) => search_key(name),
        Cell::Asked => row.unit.as_deref().map(search_key).unwrap_or_default(),
    }
}

/// For each row that may be the same person as another of the file, that other. Who is left out is
/// nobody's twin.
fn twins_of_file(rows: &[Row], options: &Options) -> HashMap<usize, usize> {
    let mut by_number: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_name: HashMap<String, Vec<(usize, Sign, String)>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let What::Person(person) = &row.what
            && !options.leaves(row)
        {
            let sign = Sign::of_row(person);
            if let Some(number) = &sign.number {
                by_number.entry(number.clone()).or_default().push(at);
            }
            let namesakes = by_name.entry(sign.name.clone()).or_default();
            namesakes.push((at, sign, cell_key(row, &person.cell)));
        }
    }
    let mut twins = HashMap::new();
    let mut meet = |a: usize, b: usize| {
        twins.entry(a).or_insert(b);
        twins.entry(b).or_insert(a);
    };
    for same in by_number.values() {
        for pair in same.windows(2) {
            meet(pair[0], pair[1]);
        }
    }
    for namesakes in by_name.values() {
        for (place, (b, sign, cell)) in namesakes.iter().enumerate() {
            let before = namesakes[..place].iter().find(|(_, other, other_cell)| {
                let alike = match (sign.born, other.born) {
                    (Some(a), Some(b)) => a.meets(b),
                    _ => cell == other_cell,
                };
                alike && !sign.is_another(other)
            });
            if let Some((a, ..)) = before {
                meet(*a, *b);
            }
        }
    }
    twins
}

/// Whether the book has of somebody all that a row gives.
fn has_all(other: &Candidate, row: &Person, known: Known<'_>) -> bool {
    let mut fields = row.fields.iter();
    fields.all(|(key, given)| against(other, key, given, row, known) == Against::Same)
}

/// What a row is asked and told of the book.
fn of_book(
    row: &mut Row,
    people: &People<'_>,
    known: Known<'_>,
    said: Option<&CandidateId>,
) -> Mark {
    let What::Person(person) = &mut row.what else {
        return row.mark;
    };
    let at = person.from.get("name").cloned().unwrap_or_default();
    let twin = |message: Message| Problem::new(at.clone(), Code::PossibleTwin, message);
    let said = said.and_then(|id| known.book.candidate(id));
    let fit = match said {
        Some((unit, candidate)) => Fit::Sure(unit, candidate),
        None => people.fit(&Sign::of_row(person), &person.cell),
    };
    let (unit, candidate) = match fit {
        Fit::Nobody => return Mark::New,
        // Of a namesake of the cell who has all that the row gives nothing could be said otherwise.
        Fit::Perhaps(_, others)
            if matches!(others[..], [(unit, other)]
                if person.cell == Cell::Known(unit.id.clone())
                    && has_all(other, person, known)) =>
        {
            person.of_book = Some(others[0].1.id.clone());
            return Mark::Same;
        }
        Fit::Perhaps(why, others) => {
            person.perhaps = others.iter().map(|(_, other)| other.id.clone()).collect();
            let others = others.iter().map(|(unit, other)| {
                Message::warning(why)
                    .with("id", other.id.as_str())
                    .with("cell", unit.name_on(known.today))
            });
            let others: Vec<Message> = others.collect();
            row.problems
                .push(twin(Message::warning("said.twin").with("others", others)));
            return Mark::New;
        }
        Fit::Sure(unit, candidate) => (unit, candidate),
    };
    person.of_book = Some(candidate.id.clone());
    let is_here = match &person.cell {
        Cell::Known(id) => *id == unit.id,
        Cell::New(_) => false,
        // Which cell it is waits for an answer already.
        Cell::Asked => true,
    };
    if !is_here && said.is_none() {
        let message = Message::warning("reading.other-cell")
            .with("id", candidate.id.as_str())
            .with("cell", unit.name_on(known.today));
        row.problems.push(twin(message));
    }
    let mut mark = Mark::Same;
    let mut same: BTreeSet<&str> = BTreeSet::new();
    for (key, given) in &person.fields {
        match against(candidate, key, given, person, known) {
            Against::Same => _ = same.insert(key),
            Against::Lacks => mark = mark.max_of(Mark::Filled),
            Against::Differs(book) => {
                mark = Mark::Conflict;
                let cell = person.from.get(key).unwrap_or(&at);
                let message = Message::info("reading.differs")
                    .with("field", listed(known.rules, key))
                    .with("given", Arg::from(given))
                    .with("book", book);
                row.problems
                    .push(Problem::new(cell.clone(), Code::Differs, message).of_field(key));
            }
        }
    }
    if search_key(&person.name) != search_key(&candidate.name) {
        mark = Mark::Conflict;
        let message = Message::info("reading.differs")
            .with("field", listed(known.rules, "name"))
            .with("given", person.name.as_str())
            .with("book", candidate.name.as_str());
        row.problems
            .push(Problem::new(at.clone(), Code::Differs, message).of_field("name"));
    }
    // The order of steps that the book holds was accepted.
    let from = &person.from;
    let held = |cell: &str| {
        same.iter()
            .any(|key| key.starts_with("steps.") && from.get(*key).is_some_and(|from| from == cell))
    };
    row.problems
        .retain(|problem| problem.code != Code::StepsOrder || !held(&problem.cell));
    mark
}

impl Mark {
    /// Filled and same give filled; a conflict stays one.
    fn max_of(self, other: Self) -> Self {
        if self == Self::Conflict { self } else { other }
    }
}

/// What a quota of a row is against the book.
fn quota_of_book(row: &mut Row, known: Known<'_>) -> Mark {
    let What::Quota(allotted) = &row.what else {
        return row.mark;
    };
    let (Cell::Known(id), Some(year)) = (&allotted.cell, allotted.year) else {
        return Mark::New;
    };
    let Some(unit) = known.book.unit(id) else {
        return Mark::New;
    };
    let exempt = unit.exemption_on(year, known.today).is_some();
    if allotted.exempt && exempt {
        return Mark::Same;
    }
    let track = allotted.of_book.as_ref();
    let quota =
        track.and_then(|track| unit.quota_on(year, track, allotted.group.as_ref(), known.today));
    let (Some(quota), false) = (quota, allotted.exempt) else {
        return if exempt && allotted.group.is_none() {
            told_exempt(row)
        } else {
            Mark::New
        };
    };
    match allotted.target {
        None => Mark::Same,
        Some(target) if target == quota.target && allotted.at_least == quota.at_least => Mark::Same,
        Some(target) => {
            let message = Message::info("reading.differs-quota")
                .with("given", target)
                .with("book", quota.target);
            differs(row, message)
        }
    }
}

/// The row gives a number to whom the book exempts.
fn told_exempt(row: &mut Row) -> Mark {
    differs(row, Message::info("reading.differs-exempt"))
}

fn differs(row: &mut Row, message: Message) -> Mark {
    let place = match &row.what {
        What::Quota(allotted) => allotted.at.clone(),
        What::Person(_) | What::Nothing => String::new(),
    };
    row.problems
        .push(Problem::new(place, Code::Differs, message));
    Mark::Conflict
}

/// What a quota is of.
type Owner = (String, Option<i32>, Option<String>, Option<Word>);

fn owner(row: &Row, allotted: &Allotted) -> Owner {
    let cell = cell_key(row, &allotted.cell);
    (
        cell,
        allotted.year,
        allotted.track.clone(),
        allotted.group.clone(),
    )
}

/// Rows that give one organisation two numbers for the same.
fn twice_given(rows: &mut [Row]) {
    let mut given: HashMap<Owner, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let What::Quota(allotted) = &row.what {
            given.entry(owner(row, allotted)).or_default().push(at);
        }
    }
    for same in given.values().filter(|same| same.len() > 1) {
        for (place, at) in same.iter().enumerate() {
            let other = rows[same[usize::from(place == 0)]].row;
            let row = &mut rows[*at];
            let What::Quota(allotted) = &row.what else {
                continue;
            };
            let message = Message::warning("reading.twin-quota").with("row", other);
            let problem = Problem::new(allotted.at.clone(), Code::PossibleTwin, message);
            row.problems.push(problem);
        }
    }
}

/// Sets the mark of each row that is a record: against the book, against the others, by what is asked.
pub(super) fn settle(rows: &mut [Row], known: Known<'_>, options: &Options) {
    let people = People::new(known);
    let twins = twins_of_file(rows, options);
    let numbers: Vec<(Option<String>, u32)> = rows
        .iter()
        .map(|row| (row.sheet.clone(), row.row))
        .collect();
    twice_given(rows);
    let mut first: HashMap<CandidateId, usize> = HashMap::new();
    let mut both: Vec<(usize, usize)> = Vec::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let mark = match &row.what {
            What::Person(_) => of_book(row, &people, known, options.same_as(row)),
            What::Quota(_) => quota_of_book(row, known),
            What::Nothing => continue,
        };
        row.mark = mark;
        let other = twins.get(&at).copied();
        if let What::Person(Person {
            of_book: Some(id), ..
        }) = &row.what
        {
            let before = *first.entry(id.clone()).or_insert(at);
            if before != at && other.is_none() {
                both.push((before, at));
            }
        }
        if let Some(other) = other {
            told_twin(row, &numbers[other]);
        }
    }
    for (a, b) in both {
        told_twin(&mut rows[a], &numbers[b]);
        told_twin(&mut rows[b], &numbers[a]);
    }
    for row in rows.iter_mut() {
        let accepts = options.accepts(row);
        let mut asking = row.problems.iter().filter(|problem| problem.code.asks());
        let asks = if accepts {
            asking.any(|problem| !problem.code.can_be_accepted())
        } else {
            asking.next().is_some()
        };
        if row.what != What::Nothing && asks {
            row.mark = Mark::Asked;
        }
    }
}

/// Asks of a row whether it is another row's person.
fn told_twin(row: &mut Row, (sheet, number): &(Option<String>, u32)) {
    let What::Person(person) = &row.what else {
        return;
    };
    let cell = person.from.get("name").cloned().unwrap_or_default();
    let message = match sheet {
        Some(sheet) if row.sheet.as_ref() != Some(sheet) => Message::warning("reading.twin-sheet")
            .with("row", *number)
            .with("sheet", sheet.as_str()),
        _ => Message::warning("reading.twin-row").with("row", *number),
    };
    row.problems
        .push(Problem::new(cell, Code::PossibleTwin, message));
}
