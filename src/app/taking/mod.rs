//! A list that is being taken over: what was read of it, what was answered, and what its window does.

pub(super) mod answer;
pub(super) mod begin;
pub(super) mod fate;
pub(super) mod rows;

use super::command::Command;
use super::cursor::moved;
use super::reply::Reply;
use super::typing::pick::{Offer, PickFor, PickItem, Picker};
use crate::model::Message;
use crate::model::import::{Options, Preview, Row, RowAt, Source};
use answer::{Answer, Menu, answers};
use fate::Sums;
use std::sync::Arc;

/// What there is of a list so far.
#[derive(Debug, Clone)]
pub enum Shown {
    /// Nothing yet.
    Nothing,
    /// Why it cannot be taken over.
    Refused(Message),
    /// What it would come to.
    List(Arc<Preview>),
}

/// What of a list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Its rows.
    Rows,
    /// Its columns.
    Columns,
}

/// The window of a list that is being taken over.
#[derive(Debug, Clone)]
pub struct Taking {
    /// Where it comes from.
    pub source: Source,
    /// What was answered so far.
    pub options: Options,
    /// The reading that is waited for, by its number; none where what is shown holds.
    pub waits: Option<u64>,
    /// How many rows were read so far.
    pub read: usize,
    /// What there is of it.
    pub shown: Shown,
    /// What of it is looked at.
    pub side: Side,
    /// Only rows with something to be settled are listed.
    pub only_open: bool,
    /// The rows that are listed, by their places in the reading.
    rows: Vec<usize>,
    /// What the rows come to in numbers.
    sums: Sums,
    /// The selected row among those that are listed.
    pub at: usize,
    /// The selected column.
    pub column: usize,
    /// How far the values of the selected row are scrolled.
    pub scroll: usize,
    /// The answers that are offered.
    pub menu: Option<Menu>,
    /// What was answered before each answer, the last one last.
    before: Vec<Options>,
    /// Whether it was asked to be closed, with answers that would be lost.
    leaving: bool,
}

impl Taking {
    fn new(source: Source, options: Options) -> Self {
        Self {
            source,
            options,
            waits: None,
            read: 0,
            shown: Shown::Nothing,
            side: Side::Rows,
            only_open: false,
            rows: Vec::new(),
            sums: Sums::default(),
            at: 0,
            column: 0,
            scroll: 0,
            menu: None,
            before: Vec::new(),
            leaving: false,
        }
    }

    /// What the list would come to, if it can be read.
    pub fn preview(&self) -> Option<&Preview> {
        match &self.shown {
            Shown::List(preview) => Some(preview),
            Shown::Nothing | Shown::Refused(_) => None,
        }
    }

    fn at_mut(&mut self) -> (&mut usize, usize) {
        let counts = (self.rows().len(), self.columns().len());
        match (&mut self.menu, self.side) {
            (Some(menu), _) => (&mut menu.at, menu.answers.len()),
            (None, Side::Rows) => (&mut self.at, counts.0),
            (None, Side::Columns) => (&mut self.column, counts.1),
        }
    }

    /// A command of the window, where a page has so many rows.
    pub(super) fn command(&mut self, command: Command, page: usize) -> Reply {
        let leaving = std::mem::take(&mut self.leaving);
        match command {
            Command::Cancel | Command::Quit if self.menu.is_some() => self.menu = None,
            Command::Cancel | Command::Quit if !self.before.is_empty() && !leaving => {
                self.leaving = true;
                return Reply::warn("taking.answers-lost");
            }
            Command::Cancel | Command::Quit => return Reply::CloseList,
            Command::Undo => return Reply::Unanswer,
            Command::Help => return Reply::Help,
            Command::Palette => return Reply::Palette(&[]),
            Command::Redo => return Reply::warn("taking.open"),
            Command::TakeOver => return Reply::TakeOver,
            Command::Columns if self.menu.is_none() => {
                self.side = match self.side {
                    Side::Rows => Side::Columns,
                    Side::Columns => Side::Rows,
                };
            }
            Command::OnlyOpen if self.menu.is_none() => self.filter(),
            Command::Right => self.scroll = self.scroll.saturating_add(page / 2),
            Command::Left => self.scroll = self.scroll.saturating_sub(page / 2),
            Command::AnswerRow if matches!(self.shown, Shown::Refused(_)) => {
                return Reply::AskListAgain;
            }
            Command::AnswerRow => return self.open(),
            Command::LeaveOut if self.menu.is_none() && self.side == Side::Rows => {
                return self.row().map_or(Reply::Done, |row| {
                    let out = self.options.leaves(row);
                    Reply::Answer(Answer::Leave(RowAt::of(row), !out))
                });
            }
            command if command.only_moves() => {
                let (at, count) = self.at_mut();
                *at = moved(command, *at, count, page);
                self.scroll = 0;
            }
            _ => {}
        }
        Reply::Done
    }

    /// Shows only what is to be settled, or all; stays at the selected row, if it is still there.
    fn filter(&mut self) {
        let selected = self.rows().get(self.at).copied();
        self.only_open = !self.only_open;
        self.list();
        let place = self.rows().iter().position(|at| Some(*at) == selected);
        self.at = place.unwrap_or(0);
    }

    fn open(&mut self) -> Reply {
        if let Some(menu) = self.menu.take() {
            let chosen = menu.answers.into_iter().nth(menu.at);
            return chosen.map_or(Reply::Done, Reply::Answer);
        }
        match (self.side, self.row()) {
            (Side::Columns, _) => self.fields().map_or(Reply::Done, Reply::Suppose),
            (Side::Rows, Some(row)) => match answers(row, &self.options) {
                answers if answers.is_empty() => Reply::warn("taking.nothing-to-answer"),
                answers => {
                    self.menu = Some(Menu { answers, at: 0 });
                    Reply::Done
                }
            },
            (Side::Rows, None) => Reply::Done,
        }
    }

    /// What the selected column may be said to fill.
    fn fields(&self) -> Option<Picker> {
        let (table, column) = self.selected_column()?;
        let called = Self::called(table, column);
        let as_read = !self.options.map.iter().any(|(own, _)| *own == called);
        let all = self.preview()?.fills.iter().enumerate();
        let fills = all.filter(|(_, fills)| fills.of.is_none_or(|of| of == table.kind));
        let items = fills.map(|(at, fills)| PickItem {
            offers: Offer::Fills(at),
            label: fills.name.clone(),
            marked: !as_read && fills.fields.join("+") == column.field,
        });
        let nothing = PickItem::nothing(!as_read && column.field.is_empty());
        let own = self.preview()?.as_read.clone();
        let first = [PickItem::as_read(own, as_read), nothing].into_iter();
        let items = first.chain(items).collect();
        Some(Picker::new(PickFor::ListColumn(called), items))
    }

    /// The selected row.
    pub fn row(&self) -> Option<&Row> {
        let at = *self.rows().get(self.at)?;
        self.preview()?.reading.rows.get(at)
    }
}
