//! Screen 2: the quotas of all organisations for a year, edited in place.

use crate::app::command::Command;
use crate::app::hands::{open_unit, with_unit};
use crate::app::reply::Reply;
use crate::app::see::{See, id_of};
use crate::app::typing::form::{FormFor, Handing, quota_revised};
use crate::app::typing::prompt::{Ask, Prompt};
use crate::model::{Book, Code, Message, UnitId};
use crate::rules::{self, Figures, usually_by};
use std::cmp::Reverse;

/// A number that can be edited in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QuotaColumn {
    /// People to admit.
    #[default]
    Target,
    /// Admissions without a record here.
    Unlisted,
}

/// The order of screen 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QuotaOrder {
    /// As the tree has them.
    #[default]
    Tree,
    /// What is most at risk first: the most people missing at the usual pace.
    Risk,
}

/// The state of screen 2.
#[derive(Debug, Clone, Default)]
pub struct Quotas {
    /// The nodes in the order they are shown.
    pub rows: Vec<usize>,
    /// That order.
    pub order: QuotaOrder,
    /// People admitted the year before, by node; none where nothing is on record.
    pub before: Vec<Option<u32>>,
    /// The selected node of the tree.
    pub at: usize,
    /// The number under the cursor.
    pub column: QuotaColumn,
    /// The shown track's place in the book's settings.
    pub track: usize,
    selected: Option<UnitId>,
}

impl Quotas {
    /// The shown track.
    pub fn track<'a>(&self, book: &'a Book) -> Option<&'a Code> {
        book.settings().tracks.get(self.track).map(|t| &t.id)
    }

    /// The row of the selected node.
    pub fn row(&self) -> usize {
        let row = self.rows.iter().position(|node| *node == self.at);
        row.unwrap_or(0)
    }

    /// Keeps the selection on the organisation it stood for.
    pub(in crate::app) fn clamp(&mut self, figures: &Figures, book: &Book) {
        let kept = self.selected.as_ref().and_then(|id| {
            (0..figures.tree.nodes.len())
                .find(|node| id_of(book, figures, *node).as_ref() == Some(id))
        });
        let last = figures.tree.nodes.len().saturating_sub(1);
        self.at = kept.unwrap_or(self.at).min(last);
        let tracks = book.settings().tracks.len();
        self.track = self.track.min(tracks.saturating_sub(1));
    }

    /// Selects a node.
    pub(in crate::app) fn select(&mut self, at: usize, figures: &Figures, book: &Book) {
        self.at = at;
        self.selected = id_of(book, figures, at);
    }
}

impl Quotas {
    /// Lists the organisations again; what only the open screen needs is worked out if it is open.
    pub fn list(&mut self, see: See<'_>, open: bool) {
        self.clamp(see.figures, see.book);
        let nodes = 0..see.figures.tree.nodes.len();
        if !open {
            self.rows = nodes.collect();
            return;
        }
        self.before = rules::admitted_before(see.counted());
        let mut rows: Vec<usize> = nodes.collect();
        if self.order == QuotaOrder::Risk {
            rows.retain(|node| *node == 0 || self.target(see, *node).is_some());
            rows.sort_by_key(|node| self.risk(see, *node));
        }
        self.rows = rows;
    }

    /// The selected node, while there is one.
    pub fn node(&self, figures: &Figures) -> Option<usize> {
        (self.at < figures.tree.nodes.len()).then_some(self.at)
    }

    fn target(&self, see: See<'_>, node: usize) -> Option<u32> {
        let track = self.track(see.book)?;
        let progress = see.figures.progress(see.book, node, track);
        progress.target.filter(|_| !progress.exempt)
    }

    /// Less is more at risk: first the most people missing at the usual pace, then if all that is
    /// tight succeeds.
    fn risk(&self, see: See<'_>, node: usize) -> (Reverse<u32>, Reverse<u32>) {
        let target = self.target(see, node);
        let classes = see.forecast().count(node);
        let usual = classes.done.saturating_add(classes.on_track);
        let missing = target.map_or(0, |target| target.saturating_sub(usual));
        let worse = missing.saturating_sub(classes.tight);
        (Reverse(missing), Reverse(worse))
    }

    /// A command of screen 2.
    pub fn command(&mut self, see: See<'_>, command: Command) -> Reply {
        let node = self.node(see.figures);
        match command {
            Command::Left => self.column = QuotaColumn::Target,
            Command::Right => self.column = QuotaColumn::Unlisted,
            Command::Track => {
                let count = see.book.settings().tracks.len();
                self.track = (self.track + 1) % count.max(1);
                self.list(see, true);
            }
            Command::Open => return open_unit(see, node),
            Command::People => return node.map_or(Reply::Done, Reply::Outlooks),
            Command::Sort => {
                self.order = match self.order {
                    QuotaOrder::Tree => QuotaOrder::Risk,
                    QuotaOrder::Risk => QuotaOrder::Tree,
                };
                self.list(see, true);
                return Reply::Say(Message::info(match self.order {
                    QuotaOrder::Tree => "said.by-tree",
                    QuotaOrder::Risk => "said.by-risk",
                }));
            }
            Command::Edit => return self.edit(see),
            Command::ReviseQuota => return self.revise(see),
            Command::HandDown => return self.hand_down(see),
            Command::Add => return Reply::Ask(Prompt::new(Ask::Track, "")),
            _ => {}
        }
        Reply::Done
    }

    /// Asks for the number under the cursor.
    fn edit(&self, see: See<'_>) -> Reply {
        let year = see.figures.year;
        with_unit(see, self.node(see.figures), |unit| match self.column {
            QuotaColumn::Unlisted => {
                let count = unit.unlisted_in(year).map(|r| r.count.to_string());
                let ask = Ask::Unlisted(unit.id.clone());
                Reply::Ask(Prompt::new(ask, &count.unwrap_or_default()))
            }
            QuotaColumn::Target => match self.track(see.book) {
                Some(track) => {
                    let target = unit.quota_on(year, track, None, see.day());
                    let target = target.map(|q| q.target.to_string());
                    let ask = Ask::Quota(unit.id.clone(), track.clone());
                    Reply::Ask(Prompt::new(ask, &target.unwrap_or_default()))
                }
                None => Reply::warn("refused.no-track"),
            },
        })
    }

    /// Another number for the selected organisation from the day of the figures on; a first one
    /// where there is none.
    fn revise(&self, see: See<'_>) -> Reply {
        let id = self.node(see.figures).and_then(|node| see.id_of(node));
        let Some(id) = id else { return Reply::Done };
        match quota_revised(see, id) {
            Ok(form) => form.map_or(Reply::Done, Reply::Filled),
            Err(message) => Reply::Say(message),
        }
    }

    /// Asks how the quota of the selected organisation goes to those directly below.
    fn hand_down(&self, see: See<'_>) -> Reply {
        let Some(node) = self.node(see.figures) else {
            return Reply::Done;
        };
        let Some(unit) = see.id_of(node) else {
            return Reply::Done;
        };
        let Some(track) = self.track(see.book).cloned() else {
            return Reply::warn("refused.no-track");
        };
        Reply::Form(FormFor::HandDown(Handing {
            unit,
            year: see.figures.year,
            track,
            target: 0,
            by: usually_by(see.counted(), node),
        }))
    }
}
