//! What becomes of a list: each row that needs no answer as changes of the book, all of them one edit.

use super::against::{Against, against};
use super::record::{Fields, Record, Rest};
use super::way::{has_steps, new_cell};
use crate::model::import::{
    Allotted, Body, Cell, Given, Issue as Kind, Mark, Options, Person, Plan, Problem, Reading, Row,
    Take, Taken, What,
};
use crate::model::{
    BookField, Candidate, CandidateId, Change, Code, Dated, Exemption, Import, MemberCount,
    Message, NAME_LIMIT, Place, Quota, Refusal, Step, Track, Unit, UnitField, UnitId,
    check_candidate, differing, fold, fresh_candidate_id, fresh_unit_id, search_key, tidy,
};
use crate::rules::Known;
use crate::text::Texts;
use std::collections::{BTreeMap, BTreeSet};

/// The book as the plan would leave it, as far as it is touched.
struct Planner<'a, R> {
    known: Known<'a>,
    options: &'a Options,
    texts: &'a Texts,
    random: R,
    import: u32,
    /// Organisations that are made, by their names.
    made: BTreeMap<String, Unit>,
    /// Where they are made, and of which kind; none where the top holds no cells.
    place: Option<(UnitId, Code)>,
    /// Tracks that are made.
    tracks: Vec<Track>,
    /// Organisations with numbers put in.
    units: BTreeMap<UnitId, Unit>,
    people: Vec<Change>,
    /// Of whom, of which year, track and group a number was taken.
    allotted: BTreeSet<(UnitId, i32, Code, Option<Code>)>,
}

/// What is done with a row.
enum Done {
    /// Nothing is new.
    Nothing,
    /// It is taken, as a person or as a number of an organisation.
    Taken(Option<CandidateId>, Option<UnitId>),
    /// It asks after all.
    Asks(Problem),
    /// What it asks stays open: of two numbers for the same only the first can be taken.
    Waits,
}

/// Plans what of a list is taken over, and settles the marks of rows that only now turn out to ask.
///
/// `random` gives numbers for the identities of who and what is new.
pub(super) fn plan(
    reading: &mut Reading,
    known: Known<'_>,
    options: &Options,
    texts: &Texts,
    random: impl FnMut() -> u64,
) -> Plan {
    let imports = &known.book.header().imports;
    let last = imports.iter().map(|import| import.n).max();
    let mut planner = Planner {
        known,
        options,
        texts,
        random,
        import: last.unwrap_or(0).saturating_add(1),
        made: BTreeMap::new(),
        place: new_cell(known),
        tracks: Vec::new(),
        units: BTreeMap::new(),
        people: Vec::new(),
        allotted: BTreeSet::new(),
    };
    let mut taken = Vec::new();
    for (at, row) in reading.rows.iter_mut().enumerate() {
        match planner.row(row) {
            Ok(Done::Nothing) if row.mark == Mark::Filled => row.mark = Mark::Same,
            Ok(Done::Nothing) => {}
            Ok(Done::Taken(person, unit)) => {
                if row.mark == Mark::Same {
                    row.mark = Mark::Filled;
                }
                planner.remember(row);
                taken.push(Taken {
                    row: at,
                    person,
                    unit,
                });
            }
            Ok(Done::Waits) => row.mark = Mark::Asked,
            Ok(Done::Asks(problem)) => {
                row.mark = Mark::Asked;
                row.problems.push(problem);
            }
            Err(refusal) => {
                row.mark = Mark::Error;
                let cell = row.place().to_owned();
                row.problems
                    .push(Problem::new(cell, Kind::Refused, refusal.message()));
            }
        }
    }
    let import = planner.import;
    Plan {
        change: planner.change(&reading.sha256, taken.len()),
        import,
        taken,
    }
}

/// How often a way goes back to an earlier stage.
fn turns_back(known: Known<'_>, steps: &[Step]) -> usize {
    let place = |step: &Step| match &step.to {
        Place::Stage(id) => known.rules.procedure.index(id),
        Place::Paused | Place::Exit(_) => None,
    };
    let places: Vec<usize> = steps.iter().filter_map(place).collect();
    places.windows(2).filter(|pair| pair[1] < pair[0]).count()
}

/// Steps of an accepted row that a later stage's earlier day leaves no room for.
fn outdone(known: Known<'_>, fields: &BTreeMap<String, Given>) -> Vec<String> {
    let mut first = None;
    let mut out = Vec::new();
    if !has_steps(fields) {
        return out;
    }
    for stage in known.rules.procedure.stages.iter().rev() {
        let key = format!("steps.{}", stage.id);
        let Some(Given::Day(day)) = fields.get(&key) else {
            continue;
        };
        match first {
            Some(first) if day.first() > first => out.push(key),
            _ => first = Some(day.first()),
        }
    }
    out
}

impl<'a, R: FnMut() -> u64> Planner<'a, R> {
    fn row(&mut self, row: &Row) -> Result<Done, Refusal> {
        match (&row.what, row.mark) {
            (What::Nothing, _) | (_, Mark::Asked | Mark::Skipped | Mark::Error) => {
                Ok(Done::Nothing)
            }
            _ if self.options.leaves(row) => Ok(Done::Nothing),
            (What::Quota(allotted), mark) => self.quota(row, allotted, mark),
            (What::Person(person), Mark::New) => self.new_person(row, person),
            (What::Person(person), _) => self.known_person(row, person),
        }
    }

    fn record(&self) -> Record<'a> {
        Record {
            known: self.known,
            import: self.import,
        }
    }

    /// The organisation of a row; one that is to be made is begun.
    ///
    /// # Errors
    ///
    /// Nothing can be called as the file has it.
    fn unit(&mut self, cell: &Cell) -> Result<Option<UnitId>, Refusal> {
        let name = match cell {
            Cell::Known(id) => return Ok(Some(id.clone())),
            Cell::Asked => return Ok(None),
            Cell::New(name) => tidy(name, NAME_LIMIT)?,
        };
        let key = search_key(&name);
        if let Some(unit) = self.made.get(&key) {
            return Ok(Some(unit.id.clone()));
        }
        let Some((above, kind)) = self.place.clone() else {
            return Ok(None);
        };
        let id = loop {
            let id = fresh_unit_id(&name, (self.random)());
            if self.known.book.position(&id).is_none() {
                break id;
            }
        };
        let mut unit = Unit::new(id.clone(), kind, name);
        unit.parents = vec![Dated::ever(above)];
        self.made.insert(key, unit);
        Ok(Some(id))
    }

    /// That the organisation of a row cannot be made below the top.
    fn no_room(row: &Row) -> Done {
        let unit = row.unit.clone().unwrap_or_default();
        let message = Message::warning("reading.no-room").with("unit", unit);
        Done::Asks(Problem::new(
            row.place().to_owned(),
            Kind::UnknownUnit,
            message,
        ))
    }

    fn new_person(&mut self, row: &Row, given: &Person) -> Result<Done, Refusal> {
        let Some(cell) = self.unit(&given.cell)? else {
            return Ok(Self::no_room(row));
        };
        let id = loop {
            let id = fresh_candidate_id((self.random)());
            if self.known.book.home(&id).is_none() {
                break id;
            }
        };
        let first = self.known.rules.procedure.first().id.clone();
        let today = self.known.today;
        let mut person = Candidate::new(id.clone(), given.name.clone(), first, today);
        // Nothing tells since when somebody stands there of whom the list knows no step.
        for step in &mut person.steps {
            step.taken_over = Some(self.import);
        }
        let outdone = outdone(self.known, &given.fields);
        let fields = given.fields.iter();
        let fields = fields.filter(|(key, _)| !outdone.contains(*key));
        let fields: Fields<'_> = fields.map(|(key, given)| (&**key, given)).collect();
        let rest = self.record().put(&mut person, &fields, &given.fields)?;
        self.remark(&mut person, row, rest)?;
        check_candidate(&person)?;
        self.people
            .push(Change::AddCandidate(cell, Box::new(person)));
        Ok(Done::Taken(Some(id), None))
    }

    /// Puts on record what no field holds, and what was asked of a row that is taken all the same.
    fn remark(&self, person: &mut Candidate, row: &Row, rest: Rest) -> Result<(), Refusal> {
        let record = self.record();
        for (key, value) in rest {
            let label = crate::words::listed(self.known.rules, &key);
            let message = Message::info("reading.rest").with("field", label);
            record.note(person, &self.texts.say(&message.with("value", value)))?;
        }
        for problem in row.problems.iter().filter(|problem| problem.code.asks()) {
            record.note(person, &self.texts.say(&problem.message))?;
        }
        Ok(())
    }

    fn known_person(&mut self, row: &Row, given: &Person) -> Result<Done, Refusal> {
        let (book, known) = (self.known.book, self.known);
        let held = given.of_book.as_ref().and_then(|id| book.candidate(id));
        let Some((_, held)) = held else {
            return Ok(Done::Nothing);
        };
        let mut fields = Fields::new();
        for (key, value) in &given.fields {
            let wanted = match against(held, key, value, given, known) {
                Against::Same => false,
                Against::Lacks => true,
                Against::Differs(_) => match self.options.take(row, key) {
                    Some(take) => take == Take::File,
                    // A row is taken once all of it is settled.
                    None => return Ok(Done::Nothing),
                },
            };
            if wanted {
                fields.insert(key, value);
            }
        }
        let other_name = search_key(&given.name) != search_key(&held.name);
        let named = match self.options.take(row, "name") {
            None if other_name => return Ok(Done::Nothing),
            take => other_name && take == Some(Take::File),
        };
        // A row tells of a helper, a letter and a vote as a whole.
        for whole in ["helper.name", "letter.place"] {
            let part = &whole[..whole.find('.').map_or(0, |at| at + 1)];
            if let (true, Some(value)) = (
                fields.keys().any(|key| key.starts_with(part)),
                given.fields.get(whole),
            ) {
                fields.insert(whole, value);
            }
        }
        let mut person = held.clone();
        let rest = self.record().put(&mut person, &fields, &given.fields)?;
        if named {
            person.name.clone_from(&given.name);
        }
        self.remark(&mut person, row, rest)?;
        if turns_back(known, &person.steps) > turns_back(known, &held.steps) {
            let message = Message::warning("reading.steps-against-book");
            let cell = row.place().to_owned();
            return Ok(Done::Asks(Problem::new(cell, Kind::StepsOrder, message)));
        }
        check_candidate(&person)?;
        let changes = differing(held, &person);
        if changes.is_empty() {
            return Ok(Done::Nothing);
        }
        let id = held.id.clone();
        let set = |field| Change::SetCandidate(id.clone(), field);
        self.people.extend(changes.into_iter().map(set));
        Ok(Done::Taken(Some(id), None))
    }

    /// What the words of a row for its organisation were said to mean goes by that name from now on.
    fn remember(&mut self, row: &Row) {
        let (Some(words), options) = (&row.unit, self.options) else {
            return;
        };
        let (Some(Body::Known(id)), Ok(called)) = (options.body(words), tidy(words, NAME_LIMIT))
        else {
            return;
        };
        let key = search_key(words);
        let Some(unit) = self.with_numbers(id) else {
            return;
        };
        let names = unit.names.iter().map(|row| &row.value);
        if !names
            .chain(&unit.aliases)
            .any(|name| search_key(name) == key)
        {
            unit.aliases.push(called);
        }
    }

    /// The track of a quota; one that the title names and the book lacks is made where that is asked for.
    fn track(&mut self, allotted: &Allotted) -> Option<Code> {
        if let Some(id) = &allotted.of_book {
            return Some(id.clone());
        }
        let name = allotted.track.as_ref().filter(|_| self.options.new_units)?;
        if let Some(track) = self.tracks.iter().find(|track| track.name == *name) {
            return Some(track.id.clone());
        }
        let plain: String = fold(name).to_uppercase();
        let words = plain.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let id = Code::new(&words.join("-")).ok()?;
        let known = &self.known.book.settings().tracks;
        if known.iter().any(|track| track.id == id) {
            return None;
        }
        self.tracks.push(Track {
            id: id.clone(),
            name: name.clone(),
        });
        Some(id)
    }

    /// An organisation with what the plan has put in so far.
    fn with_numbers(&mut self, id: &UnitId) -> Option<&mut Unit> {
        if let Some(made) = self.made.values_mut().find(|unit| unit.id == *id) {
            return Some(made);
        }
        let book = self.known.book;
        if !self.units.contains_key(id) {
            // Its people do not change here.
            let mut unit = book.unit(id)?.clone();
            unit.candidates.clear();
            self.units.insert(id.clone(), unit);
        }
        self.units.get_mut(id)
    }

    fn quota(&mut self, row: &Row, given: &Allotted, mark: Mark) -> Result<Done, Refusal> {
        if mark == Mark::Conflict && self.options.take(row, "target") != Some(Take::File) {
            return Ok(Done::Nothing);
        }
        let (today, track) = (self.known.today, self.track(given));
        let Some(id) = self.unit(&given.cell)? else {
            return Ok(Self::no_room(row));
        };
        if let (Some(year), Some(track)) = (given.year, &track) {
            let number = (id.clone(), year, track.clone(), given.group.clone());
            if !self.allotted.insert(number) {
                return Ok(Done::Waits);
            }
        }
        let (Some(year), Some(unit)) = (given.year, self.with_numbers(&id)) else {
            return Ok(Done::Nothing);
        };
        let before = (
            unit.quotas.clone(),
            unit.exemptions.clone(),
            unit.members.clone(),
        );
        let first = chrono::NaiveDate::from_ymd_opt(year, 1, 1);
        match (given.target, track, first) {
            (Some(target), Some(track), _) => {
                let group = given.group.as_ref();
                let now = unit.quota_on(year, &track, group, today);
                let at = now.and_then(|now| unit.quotas.iter().position(|row| row == now));
                let mut row = match at {
                    Some(at) => unit.quotas[at].clone(),
                    None => Quota::new(year, track, target),
                };
                (row.target, row.at_least) = (target, given.at_least);
                row.group = group.cloned();
                row.note = given.note.clone().or(row.note);
                match at {
                    Some(at) => unit.quotas[at] = row,
                    None => unit.quotas.push(row),
                }
                // A number was given to whom nothing was owed.
                if mark == Mark::Conflict && given.group.is_none() {
                    unit.exemptions.retain(|row| row.year != year);
                }
            }
            (None, _, Some(first)) if given.exempt && unit.exemption_on(year, today).is_none() => {
                unit.exemptions.push(Exemption {
                    year,
                    from: first,
                    basis: None,
                    note: given.note.clone(),
                });
            }
            _ => {}
        }
        if let Some(members) = given.members {
            let on = given.members_on.unwrap_or(today);
            let before = unit.members.iter().filter(|row| row.on <= on);
            let last = before.max_by_key(|row| row.on);
            if last.is_none_or(|row| row.members != members) {
                unit.members.retain(|row| row.on != on);
                unit.members.push(MemberCount {
                    on,
                    members,
                    full: None,
                    source: given.track.clone(),
                });
                unit.members.sort_by_key(|row| row.on);
            }
        }
        let same = before
            == (
                unit.quotas.clone(),
                unit.exemptions.clone(),
                unit.members.clone(),
            );
        Ok(if same {
            Done::Nothing
        } else {
            Done::Taken(None, Some(id))
        })
    }

    /// All of it as one change, with the import on record; none where nothing is new.
    fn change(self, sha256: &str, rows: usize) -> Option<Change> {
        if rows == 0 {
            return None;
        }
        let Known { book, today, .. } = self.known;
        let mut all = Vec::new();
        let mut imports = book.header().imports.clone();
        imports.push(Import {
            n: self.import,
            on: today,
            sha256: sha256.to_owned(),
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
        });
        all.push(Change::SetBook(BookField::Imports(imports)));
        if !self.tracks.is_empty() {
            let mut settings = book.settings().clone();
            settings.tracks.extend(self.tracks);
            all.push(Change::SetBook(BookField::Settings(Box::new(settings))));
        }
        let made = self.made.into_values().map(Box::new);
        all.extend(made.map(Change::AddUnit));
        for (id, unit) in self.units {
            let Some(held) = book.unit(&id) else { continue };
            let set = |field| Change::SetUnit(id.clone(), field);
            if held.quotas != unit.quotas {
                all.push(set(UnitField::Quotas(unit.quotas)));
            }
            if held.exemptions != unit.exemptions {
                all.push(set(UnitField::Exemptions(unit.exemptions)));
            }
            if held.members != unit.members {
                all.push(set(UnitField::Members(unit.members)));
            }
            if held.aliases != unit.aliases {
                all.push(set(UnitField::Aliases(unit.aliases)));
            }
        }
        all.extend(self.people);
        Some(Change::Many(all))
    }
}
