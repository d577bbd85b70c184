//! `ketnap import`: a list of people or of quotas taken over into the book, shown first.

use super::args::{Import, Letters};
use super::exit::{Failure, Outcome};
use super::ids::unit;
use super::open::{Ground, Opened, path};
use crate::exchange::Report as _;
use crate::exchange::incoming::{
    self, As, AsDay, Capitals, DayOrder, Grid, Mark, NotRead, Options, Plan, Reading,
    ReadingReport, Take,
};
use crate::model::{Change, Code, Edit, Message, search_key};
use std::fs::File;
use std::path::Path;

pub(super) fn run(ground: Ground, asked: &Import) -> Outcome {
    let way = asked.out.way()?;
    let file = path(&asked.file)?;
    let mut open = ground.open()?;
    if asked.yes {
        open.may_write()?;
    }
    let options = options(asked, &open)?;
    let grid = grid(&file, asked.letters)?;
    let config = &open.ground.config;
    let reading = incoming::understand(&grid, open.known(), &config.headings, &options);
    let mut reading = reading.map_err(|why| Failure::from(why.message()))?;
    let imports = open.book.header().imports.len();
    let mut identities = fastrand::Rng::with_seed(reading.seed(imports));
    let random = || identities.u64(..);
    let plan = incoming::plan(&mut reading, open.known(), &options, &config.texts, random);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let text = ReadingReport::new(&reading, &name, &config.texts).print_in(
        way.room,
        way.format,
        &config.texts,
    );
    way.give(&open.ground, &text)?;
    told(&open, &reading);
    if asked.yes {
        take(&mut open, &reading, (plan, options.take.is_some()))?;
    } else if !asked.dry_run {
        let message = match plan.taken.len() {
            0 => Message::info("import.nothing-new"),
            rows => Message::info("import.how").with("count", rows),
        };
        open.ground.tell(&message);
    }
    Ok(open.done())
}

/// Reads the file into its cells.
fn grid(file: &Path, letters: Option<Letters>) -> Result<Grid, Failure> {
    let fail = |error: std::io::Error| {
        let message = Message::error("import.no-file").with("path", file.display().to_string());
        Failure::from(message.with("why", error.to_string()))
    };
    let bytes = File::open(file).and_then(incoming::take).map_err(fail)?;
    incoming::read(&bytes, letters.map(Into::into)).map_err(|why: NotRead| {
        let message = Message::error("import.not-read").with("why", why.message());
        message.with("path", file.display().to_string()).into()
    })
}

fn options(asked: &Import, open: &Opened) -> Result<Options, Failure> {
    let unit = asked.unit.as_deref().map(|typed| unit(open, typed));
    let map = asked.map.iter().map(|pair| mapped(pair));
    let track = asked.track.as_deref().map(|typed| track(open, typed));
    Ok(Options {
        unit: unit.transpose()?,
        sheet: asked.sheet.clone(),
        read_as: asked.read_as.map(|read_as| match read_as {
            super::args::ReadAs::People => As::People,
            super::args::ReadAs::Quota => As::Quota,
        }),
        map: map.collect::<Result<_, _>>()?,
        track: track.transpose()?,
        year: asked.of_year,
        new_units: asked.new_units,
        as_day: asked.as_day.map(|day| match day {
            super::args::JoinedDay::Decision => AsDay::Decision,
            super::args::JoinedDay::Ceremony => AsDay::Ceremony,
        }),
        dates: asked.dates.map(|order| match order {
            super::args::DateOrder::Dmy => DayOrder::DayFirst,
            super::args::DateOrder::Mdy => DayOrder::MonthFirst,
        }),
        capitals: match asked.capitals {
            Some(super::args::NameLetters::Lower) => Capitals::Lower,
            Some(super::args::NameLetters::Keep) | None => Capitals::Keep,
        },
        take: asked.take.map(|take| match take {
            super::args::Stands::File => Take::File,
            super::args::Stands::Book => Take::Book,
        }),
        accept: asked.accept.clone(),
    })
}

fn track(open: &Opened, typed: &str) -> Result<Code, Failure> {
    let tracks = &open.book.settings().tracks;
    let found = tracks.iter().find(|track| {
        search_key(track.id.as_str()) == search_key(typed)
            || search_key(&track.name) == search_key(typed)
    });
    found.map(|track| track.id.clone()).ok_or_else(|| {
        let known = tracks.iter().map(|track| track.id.to_string());
        let known = known.collect::<Vec<_>>().join(", ");
        let message = Message::error("refused.unknown").with("given", typed);
        message.with("known", known).into()
    })
}

/// `COLUMN=FIELD,…`: a column by its letter or its heading; no field: it fills nothing.
fn mapped(pair: &str) -> Result<(String, Vec<String>), Failure> {
    let Some((column, fields)) = pair.rsplit_once('=') else {
        return Err(Failure::usage(
            Message::error("cli.bad-pair").with("text", pair),
        ));
    };
    let fields = fields.split([',', '+']).map(str::trim);
    let fields = fields.filter(|field| !field.is_empty());
    Ok((
        column.trim().to_owned(),
        fields.map(str::to_owned).collect(),
    ))
}

/// Says how many rows there are of each kind, and what the format cannot tell.
fn told(open: &Opened, reading: &Reading) {
    let count = |mark| reading.count(mark);
    let message = Message::info("import.counts")
        .with("new", count(Mark::New))
        .with("filled", count(Mark::Filled))
        .with("conflict", count(Mark::Conflict))
        .with("asked", count(Mark::Asked))
        .with("same", count(Mark::Same))
        .with("skipped", count(Mark::Skipped))
        .with("error", count(Mark::Error));
    open.ground.tell(&message);
    if !reading.tells_hidden && !reading.rows.is_empty() {
        open.ground.tell(&Message::info("import.hidden-unknown"));
    }
}

/// Writes what needs no answer, as one edit. It is `settled` or not who is right where the file and
/// the book differ.
fn take(
    open: &mut Opened,
    reading: &Reading,
    (plan, settled): (Plan, bool),
) -> Result<(), Failure> {
    let Some(change) = plan.change else {
        open.ground.tell(&Message::info("import.nothing-new"));
        return Ok(());
    };
    let edit: Edit = open.commit(change, None)?;
    let made = match &edit.change {
        Change::Many(all) => all.iter(),
        _ => [].iter(),
    };
    let made = made.filter(|one| matches!(one, Change::AddUnit(_))).count();
    let message = Message::info("import.done").with("number", plan.import);
    let message = message.with("count", plan.taken.len()).with("units", made);
    open.ground.tell(&message);
    let left = reading.count(Mark::Asked) + reading.count(Mark::Error);
    let conflicts = if settled {
        0
    } else {
        reading.count(Mark::Conflict)
    };
    if left + conflicts > 0 {
        let message = Message::warning("import.left").with("count", left);
        open.ground.tell(&message.with("conflicts", conflicts));
    }
    Ok(())
}
