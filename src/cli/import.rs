//! `ketnap import`: a list of people or of quotas taken over into the book, shown first.

use super::exit::{Failure, Outcome};
use super::ids::unit;
use super::list_args::{self, Answers, Import};
use super::open::{Ground, Opened, path};
use super::out_args::Out;
use crate::exchange::Report as _;
use crate::exchange::incoming::{
    self, As, AsDay, Capitals, DayOrder, Differing, LastReport, LastRow, Mark, Options, Plan,
    Preview, Progress, Reading, ReadingReport, RowAt, Take,
};
use crate::model::{Change, Code, Edit, Message, both, search_key};
use crate::terminal::{keep_import, read_file, remember_columns};
use std::path::Path;

pub(super) fn run(ground: Ground, asked: &Import) -> Outcome {
    match &asked.which.file {
        Some(file) => list(ground, file, asked),
        None => last(ground, &asked.out),
    }
}

/// Prints what became of each row of the newest import of this machine.
fn last(ground: Ground, out: &Out) -> Outcome {
    let way = out.way()?;
    let open = ground.open()?;
    let Some(imported) = open.ground.store.last_import()? else {
        return Err(Message::error("import.no-last").into());
    };
    let held = &open.book.header().imports;
    let mut same = held.iter().filter(|import| import.n == imported.n);
    let stands = same.any(|import| import.sha256 == imported.sha256);
    let newer = held.iter().map(|import| import.n).max();
    let newer = newer.filter(|newest| *newest > imported.n);
    let report = LastReport::new(imported, &open.book, open.today);
    let (texts, rows) = (&open.ground.config.texts, &report.rows);
    way.give(&open.ground, &report.print_in(way.room, way.format, texts))?;
    let count = |is: fn(&LastRow) -> bool| rows.iter().filter(|row| is(row)).count();
    let number = |key: &'static str, n| Message::warning(key).with("number", n);
    let message = Message::info("import.last").with("number", report.import);
    let message = message.with("rows", rows.len());
    open.ground
        .tell(&message.with("taken", count(|row| row.taken)));
    let (left, conflicts) = (count(LastRow::waits), count(LastRow::differs));
    if left + conflicts > 0 {
        let message = Message::warning("import.last-left").with("count", left);
        open.ground.tell(&message.with("conflicts", conflicts));
    }
    if !stands {
        open.ground
            .tell(&number("import.last-taken-back", report.import));
    }
    if let Some(newer) = newer {
        open.ground.tell(&number("import.last-newer", newer));
    }
    Ok(open.done())
}

fn list(ground: Ground, file: &Path, asked: &Import) -> Outcome {
    let way = asked.out.way()?;
    let file = path(file)?;
    let letters = asked.answers.letters.map(Into::into);
    // The list is read beside the book.
    let read = || read_file(&file, letters, &Progress::default());
    let (open, grid) = both(|| ground.open(), read);
    let mut open = open?;
    if asked.answers.yes {
        open.may_write()?;
    }
    for problem in open.ground.mappings_problems() {
        open.ground.tell(&problem.message);
    }
    let answers = &asked.answers;
    let options = options(answers, &open)?;
    let grid = grid?;
    let config = &open.ground.config;
    let data = (&config.headings[..], &config.texts);
    let shown = incoming::preview(&grid, open.known(), data, &options);
    let Preview {
        reading, mut plan, ..
    } = shown.map_err(|why| Failure::from(why.message()))?;
    // What is not needed any more makes room for what is printed.
    drop(grid);
    if !answers.yes {
        plan.change = None;
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let text = ReadingReport::new(&reading, &name, &config.texts).print_in(
        way.room,
        way.format,
        &config.texts,
    );
    way.give(&open.ground, &text)?;
    told(&open, &reading);
    if answers.yes {
        take(&mut open, &reading, (plan, !options.takes.is_empty()))?;
        let Ground { store, config, .. } = &open.ground;
        if let Some(told) = remember_columns(store, config, &reading.mappings) {
            open.ground.tell(&told);
        }
    } else if !answers.dry_run {
        let message = match plan.taken.len() {
            0 => Message::info("import.nothing-new"),
            rows => Message::info("import.how").with("count", rows),
        };
        open.ground.tell(&message);
    }
    Ok(open.done())
}

fn options(asked: &Answers, open: &Opened) -> Result<Options, Failure> {
    let unit = asked.unit.as_deref().map(|typed| unit(open, typed));
    let map = asked.map.iter().map(|pair| mapped(pair));
    let track = asked.track.as_deref().map(|typed| track(open, typed));
    let take = asked.take.map(|take| match take {
        list_args::Stands::File => Take::File,
        list_args::Stands::Book => Take::Book,
    });
    let accepted = asked.accept.iter();
    let accepted = accepted.map(|row| RowAt {
        sheet: None,
        row: *row,
    });
    Ok(Options {
        unit: unit.transpose()?,
        sheet: asked.sheet.clone(),
        read_as: asked.read_as.map(|read_as| match read_as {
            list_args::ReadAs::People => As::People,
            list_args::ReadAs::Quota => As::Quota,
        }),
        map: map.collect::<Result<_, _>>()?,
        remembered: open.ground.config.mappings.to_vec(),
        track: track.transpose()?,
        year: asked.of_year,
        new_units: asked.new_units,
        as_day: asked.as_day.map(|day| match day {
            list_args::JoinedDay::Decision => AsDay::Decision,
            list_args::JoinedDay::Ceremony => AsDay::Ceremony,
        }),
        dates: asked.dates.map(|order| match order {
            list_args::DateOrder::Dmy => DayOrder::DayFirst,
            list_args::DateOrder::Mdy => DayOrder::MonthFirst,
        }),
        capitals: match asked.capitals {
            Some(list_args::NameLetters::Lower) => Capitals::Lower,
            Some(list_args::NameLetters::Keep) | None => Capitals::Keep,
        },
        takes: take
            .map(|take| (Differing::default(), take))
            .into_iter()
            .collect(),
        accept: accepted.collect(),
        ..Options::default()
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
    let counted = |message: Message, mark: &Mark| message.with(mark.word(), reading.count(*mark));
    let counts = Message::info("import.counts");
    open.ground.tell(&Mark::ALL.iter().fold(counts, counted));
    if reading.recalled {
        open.ground.tell(&Message::info("import.columns-known"));
    }
    if !reading.tells_hidden && !reading.rows.is_empty() {
        open.ground.tell(&Message::info("import.hidden-unknown"));
    }
}

/// Writes what needs no answer, as one edit. It is `settled` or not who is right where the file and
/// the book differ.
fn take(
    open: &mut Opened,
    reading: &Reading,
    (mut plan, settled): (Plan, bool),
) -> Result<(), Failure> {
    let Some(change) = plan.change.take() else {
        open.ground.tell(&Message::info("import.nothing-new"));
        return Ok(());
    };
    let edit: Edit = open.commit(change, None)?;
    let made = edit.change.parts().iter();
    let made = made.filter(|one| matches!(one, Change::AddUnit(_))).count();
    if let Some(told) = keep_import(&open.ground.store, reading, &plan) {
        open.ground.tell(&told);
    }
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
