//! `ketnap`: who is on the way to admission, cell by cell, and whether the year's quota will be met.
//!
//! This page is the map of the house. What the program does for whoever uses it stands in `README.md`.
//!
//! # The layers
//!
//! From the lowest up. A layer uses those that are named beside it and no other.
//!
//! | layer | may use | what it is |
//! |---|---|---|
//! | [`model`] | nothing | what exists: the book, its organisations and candidates, and [`model::Change`], the one door for changing them |
//! | [`text`] | model | words and formats per language; every stored text is cleaned here before it is shown |
//! | [`rules`] | model | what ought to be: the procedure, what a step owes, the quota arithmetic, the forecast, the findings |
//! | [`store`] | model | the disk: one file an organisation, saves that are all or nothing, the journal, undo, copies |
//! | [`words`] | model, rules | a record in words: each kind of row is said once, for `show`, the sheets and the window of two versions |
//! | [`exchange`] | model, rules, text, words | reports: the same rows as a table, CSV, JSON or Markdown |
//! | [`config`] | model, rules, text, [`app::command`] | the rows of `config/`, built in, and the user's rows over them |
//! | [`app`] | model, rules | the state of the screens and [`app::update`], which changes it and asks for effects; no clock, no disk, no terminal |
//! | [`ui`] | model, rules, text, words, config, app | the drawing of that state: one file a pane |
//! | [`terminal`] | model, rules, text, config, app, store, ui, exchange | the loop around them: events to messages, effects to disk and terminal, frames |
//! | [`cli`] | model, rules, text, config, app, store, ui, exchange, terminal | arguments; one file a subcommand |
//!
//! # The way of an edit
//!
//! 1. [`terminal`] reads bytes and makes keys of them ([`terminal::Decoder`]). What comes at once is
//!    judged first ([`terminal::Gathering`]): a paste is text or nothing.
//! 2. Where the keys hold now is [`app::App::context`]; what one asks for there stands in
//!    `config/keys.ron`, read into [`config::Config`]. It becomes an [`app::Msg`].
//! 3. [`app::update`] takes the message in. The pane that has the keys sees what [`app::See`] shows it
//!    and answers with data, an [`app::Reply`], which is carried out in `src/app/carry.rs`. A step asks
//!    [`rules::Case::advance`] for the change, or for what is missing; a line or a form makes its change
//!    of what was typed.
//! 4. [`rules::admit`] refuses what would be saved although it must be mended first.
//!    [`model::Book::edit`] makes the change and keeps what stood there: [`model::Edit`]. The figures
//!    of the organisations above are counted again.
//! 5. [`app::Effect::Save`] goes out. [`terminal::save`] hands it to [`store::Store::save_merged`]: under
//!    a short lock the files are read again and what others changed is merged; the journal's lines are
//!    made durable, the new file beside the old one too, then it takes that one's name.
//! 6. The answer is a message again: [`app::Msg::Saved`], [`app::Msg::Merged`] with what others did, or
//!    [`app::Msg::NotSaved`], and the edit is taken back in memory.
//! 7. [`ui::draw`] draws the state. It decides nothing but where things stand; sentences come from
//!    [`text::Texts`], whose rows are in `config/text`.
//!
//! # The way of a file
//!
//! 1. [`store::Store::load`] first ends or undoes a save that was broken off. It reads `book.ron`, then
//!    every file of `units/`, on two threads.
//! 2. A file says its format before anything else in it is believed. It is read the quick way if it is
//!    as this program writes it, else by `ron`, which also knows line and column of what is wrong.
//!    A file that cannot be read is one [`model::Unreadable`] row; nothing else is ever made of it.
//! 3. [`model::Book::new`] puts the organisations in order; [`rules::Figures`] counts them, and
//!    [`app::App::new`] lays the board out.
//! 4. While the board is open a [`store::Watch`] looks every two seconds. [`store::Store::news`] reads
//!    only what was changed, and [`app::Msg::News`] takes it over, except what is being edited.
//!
//! # Where to add what
//!
//! Beside each: the tests that fail when something of it was forgotten. What it does gets a test of its
//! own, named as a sentence, in the file of `tests/suite` for its subject.
//!
//! - **A sentence**: a row of one key in `config/text/vi.ron` and in `config/text/en.ron`, beside its like.
//!   Code says `Message::info("group.key").with("name", value)` and puts no words together itself.
//!   `tests/suite/words.rs`: a key that one language lacks, a value without a place, a row that nobody asks
//!   for.
//! - **A key**: a row of `config/keys.ron`: where, which command, the keys; `footer: true` shows it in the
//!   last line, in the words `cmd.….short` where there are some. A new command is a row of `commands!` in
//!   `src/app/command.rs`, its words `cmd.…`, and an arm in the function `command` of its pane
//!   (`src/app/screens`), of the sheet (`src/app/sheet`), or of what works everywhere (`src/app/update.rs`).
//!   `tests/suite/settings/keys.rs`: no key does two things in one place. `tests/suite/key_rows.rs`: every row does
//!   something. `tests/suite/readme.rs`: the table of keys in the README, which
//!   `KETNAP_README=write cargo test -- readme::` writes.
//! - **A rule set**: a file of `config/procedures`, named by its first day and its number, with the rows
//!   that differ from the set before it, each with its `basis` and whether it is `confirmed`; its name in
//!   `src/config/procedures.rs`. `ketnap rules --on DAY` shows what is then in force.
//!   `tests/suite/rules.rs`: the worked cases of `tests/fixtures/limits.csv`.
//! - **A paper**: a row of `papers` in each rule set that asks for it: at which stage, for whom, by which
//!   regulation. A set says only what differs from the one before it: a row of the same `id` takes that one's
//!   place, another is added. Code only where "for whom" is of a new kind: a variant of `Needed`
//!   (`src/rules/procedure/mod.rs`), and whom it is asked of (`src/rules/procedure/papers.rs`).
//!   `tests/suite/gates.rs`: what each stage owes, in `tests/suite/gates/table.rs` that of one person under the
//!   sets of 2021 to 2024; what is owed of somebody special has a test beside it, as in `tests/suite/ballots.rs`.
//! - **A field**: in the struct (`src/model/candidate.rs`, `src/model/unit.rs`), and a row of the table in
//!   `src/model/fields/candidate.rs` or `src/model/fields/unit.rs`; the head of `src/model/fields/mod.rs`
//!   says the rest: its word `field.…`, whether it stays when the person goes (`src/model/anonymous.rs`), a
//!   value of it in `tests/fixtures/golden`. `tests/suite/golden.rs`: the books of releases before, and a
//!   field that none of them has.
//! - **A report**: a type with the trait `Report` in a file of `src/exchange`, named in `src/exchange/mod.rs`:
//!   rows for programs, a table for people. Its arguments in `src/cli/args.rs` (the variant, its scope, its
//!   year), its arm in `src/cli/report.rs`, its words `help.report.…` and those of its columns. Its numbers come
//!   from `src/rules`, as those of the screens do. It is named in the README, in both languages.
//!   `tests/suite/inert/commands.rs`: each command on a book of hostile texts. `tests/suite/cli/usage.rs`: its
//!   words in the help. `tests/suite/cli/out.rs`: its tables and files. `tests/suite/readme.rs`: its line.
//! - **A screen**: its state in a file of `src/app/screens`, which answers a command with a `Reply`; a variant
//!   of `Screen` and an arm where one is missing in `src/app/screens/mod.rs`; in `src/app/command.rs` the
//!   command that opens it and a `Context` for its keys; a file of `src/ui` that draws it, and its arms in
//!   `src/ui/mod.rs`; rows in `config/keys.ron`, its words `context.…` and `cmd.…`. The README's table of
//!   keys is written anew as for a key.
//!   `tests/suite/panes.rs`: a pane without a board. `tests/suite/key_rows.rs`: its keys.
//!   `tests/suite/inert/board.rs` and `tests/suite/said/rows.rs`: each screen on a book of hostile texts and on
//!   one in which nothing is known; `tests/suite/screens.rs` keeps what it shows.

pub mod app;
pub mod cli;
pub mod config;
pub mod exchange;
pub mod model;
pub mod rules;
pub mod store;
pub mod terminal;
pub mod text;
pub mod ui;
pub mod words;
