//! `ketnap info`: where everything is, the version, and what the book holds.

use super::exit::{Exit, Outcome};
use super::open::{Ground, fixed_day, replica_told};
use super::out_args::Out;
use crate::config::Settings;
use crate::exchange::{Cell, Format, Table, json, write};
use crate::model::{clean, show_date};

use crate::store::{Copied, Presence};
use crate::terminal::office_time;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Info {
    version: &'static str,
    data_dir: String,
    config_dir: Option<String>,
    /// Whether there is such a folder.
    config_dir_exists: bool,
    lang: &'static str,
    replica: Option<String>,
    replica_is: Option<String>,
    /// The day it is, and how far the office's clock is ahead of universal time.
    today: Option<NaiveDate>,
    utc_offset: String,
    book: Option<BookInfo>,
    settings_problems: usize,
    /// What lies in the user's folder and is not read.
    settings_strays: Vec<String>,
}

#[derive(Serialize)]
struct BookInfo {
    id: String,
    root: String,
    /// What a reader must know about the book.
    note: Option<String>,
    units: usize,
    candidates: usize,
    unreadable: usize,
    last_snapshot: Option<NaiveDate>,
    /// The newest copy on another disk that is known.
    outside_copy: Option<CopyInfo>,
    #[serde(skip)]
    copied: String,
}

#[derive(Serialize)]
struct CopyInfo {
    path: String,
    on: NaiveDate,
    /// None where the clock cannot be believed.
    days: Option<i64>,
    read_back: bool,
}

pub(super) fn run(ground: &Ground, out: &Out) -> Outcome {
    let way = out.way()?;
    let mut fixed = ground.given_today;
    let mut offset = ground.config.settings.clone();
    let day = |settings: &Settings| {
        let now = office_time(&ground.store, settings, None);
        now.map(|now| now.date_naive())
    };
    let book = if ground.store.presence()? == Presence::Book {
        let book = ground.store.load()?;
        offset.follow(book.settings());
        fixed = fixed_day(fixed, &book);
        let copied = ground.store.newest_copy();
        let now = ground.store.now().ok();
        let said = Copied::told(copied.as_ref(), now);
        Some(BookInfo {
            id: book.header().id.to_string(),
            root: {
                // By the newest row where the clock cannot be right.
                let day = fixed.map_or_else(|| day(&offset), Ok);
                let root = book.header().root_on(day.unwrap_or(NaiveDate::MAX));
                root.map(ToString::to_string).unwrap_or_default()
            },
            note: book
                .settings()
                .note
                .as_deref()
                .map(|note| clean(note).into_owned()),
            units: book.units().len(),
            candidates: book.candidate_count(),
            unreadable: book.unreadable().len(),
            last_snapshot: ground.store.snapshots().last().copied(),
            // Only such are remembered as were read back.
            outside_copy: copied.map(|copied| CopyInfo {
                path: clean(&copied.path).into_owned(),
                on: copied.at.date_naive(),
                days: now.map(|now| copied.days(now)),
                read_back: true,
            }),
            copied: ground.config.texts.say(&said),
        })
    } else {
        None
    };
    let texts = &ground.config.texts;
    let replica = ground.store.replica()?;
    // A clock that cannot be right is said; everything else is known all the same.
    let today = fixed.map_or_else(|| day(&offset), Ok);
    if let Err(wrong) = &today {
        ground.tell(&wrong.message());
    }
    let info = Info {
        version: env!("CARGO_PKG_VERSION"),
        data_dir: clean(&ground.data.display().to_string()).into_owned(),
        config_dir: ground
            .config_dir
            .as_ref()
            .map(|dir| clean(&dir.display().to_string()).into_owned()),
        config_dir_exists: ground.config_dir.as_ref().is_some_and(|dir| dir.is_dir()),
        lang: ground.config.texts.lang.code(),
        replica_is: replica
            .as_ref()
            .and_then(replica_told)
            .map(|said| texts.say(&said)),
        replica: replica.map(|replica| replica.name),
        today: today.ok(),
        utc_offset: offset.utc_offset.to_string(),
        book,
        settings_problems: ground.config.problems.len(),
        settings_strays: ground
            .config
            .strays
            .iter()
            .map(|stray| clean(&stray.path).into_owned())
            .collect(),
    };
    let text = match way.format {
        Format::Json => json(&info).map_err(std::io::Error::other)?,
        format => write(&table(ground, &info), format, way.room),
    };
    way.give(ground, &text)?;
    Ok(Exit::Done)
}

fn table(ground: &Ground, info: &Info) -> Table {
    let texts = &ground.config.texts;
    let mut rows = vec![
        ("info.version", info.version.to_owned()),
        ("info.data-dir", info.data_dir.clone()),
        (
            "info.config-dir",
            info.config_dir.clone().unwrap_or_default(),
        ),
        ("info.lang", info.lang.to_owned()),
        ("info.today", info.today.map(show_date).unwrap_or_default()),
        ("info.utc-offset", info.utc_offset.clone()),
    ];
    rows.extend(info.replica.clone().map(|name| ("info.replica", name)));
    rows.extend(
        info.replica_is
            .clone()
            .map(|said| ("info.replica-is", said)),
    );
    match &info.book {
        None => rows.push(("info.book", texts.get("info.no-book").to_owned())),
        Some(book) => rows.extend([
            ("info.book", book.id.clone()),
            ("info.root", book.root.clone()),
            ("info.note", book.note.clone().unwrap_or_default()),
            ("info.units", book.units.to_string()),
            ("info.candidates", book.candidates.to_string()),
            ("info.unreadable", book.unreadable.to_string()),
            (
                "info.last-snapshot",
                book.last_snapshot.map(show_date).unwrap_or_default(),
            ),
            ("info.outside-copy", book.copied.clone()),
        ]),
    }
    rows.push(("info.settings-problems", info.settings_problems.to_string()));
    let strays = info.settings_strays.iter();
    rows.extend(strays.map(|path| ("info.settings-stray", path.clone())));
    let rows = rows
        .into_iter()
        .map(|(key, value)| vec![Cell::text(texts.get(key)), Cell::text(value)])
        .collect();
    let headers = ["info.what", "info.value"].map(|key| texts.get(key).to_owned());
    Table {
        headers: headers.to_vec(),
        rows,
        ..Table::default()
    }
}
