//! Screen 2: the quotas of all organisations for a year, edited in place.

use crate::app::command::Command;
use crate::app::screens::tree::id_of;
use crate::app::typing::prompt::{Ask, Prompt};
use crate::app::{App, Effect, Overlay, Screen, World};
use crate::model::{Book, Code, Message, Refusal, UnitId};
use crate::rules::{self, Figures, Spot};
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

impl App {
    /// Lists the organisations again.
    pub(in crate::app) fn list_quotas(&mut self, world: &World) {
        self.quotas.clamp(&self.figures, &self.book);
        let nodes = 0..self.figures.tree.nodes.len();
        self.quotas.rows = nodes.collect();
        if self.screen != Screen::Quotas {
            return;
        }
        self.quotas.before = rules::admitted_before(&self.book, &self.figures);
        if self.quotas.order == QuotaOrder::Risk {
            let mut rows = std::mem::take(&mut self.quotas.rows);
            rows.retain(|node| self.owes(*node));
            rows.sort_by_key(|node| self.risk(world, *node));
            self.quotas.rows = rows;
        }
    }

    fn target(&self, node: usize) -> Option<u32> {
        let track = self.quotas.track(&self.book)?;
        let progress = self.figures.progress(&self.book, node, track);
        progress.target.filter(|_| !progress.exempt)
    }

    fn owes(&self, node: usize) -> bool {
        node == 0 || self.target(node).is_some()
    }

    /// Less is more at risk: first the most people missing at the usual pace, then if all that is
    /// tight succeeds.
    fn risk(&self, world: &World, node: usize) -> (Reverse<u32>, Reverse<u32>) {
        let target = self.target(node);
        let classes = self.forecast(world).count(node);
        let usual = classes.done.saturating_add(classes.on_track);
        let missing = target.map_or(0, |target| target.saturating_sub(usual));
        let worse = missing.saturating_sub(classes.tight);
        (Reverse(missing), Reverse(worse))
    }

    pub(in crate::app) fn quota_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        match command {
            Command::Left => self.quotas.column = QuotaColumn::Target,
            Command::Right => self.quotas.column = QuotaColumn::Unlisted,
            Command::Track => {
                let count = self.book.settings().tracks.len();
                self.quotas.track = (self.quotas.track + 1) % count.max(1);
                self.list_quotas(world);
            }
            Command::Open => self.open_unit(),
            Command::People => self.open_outlooks(world),
            Command::Sort => {
                self.quotas.order = match self.quotas.order {
                    QuotaOrder::Tree => QuotaOrder::Risk,
                    QuotaOrder::Risk => QuotaOrder::Tree,
                };
                self.list_quotas(world);
                self.say(Message::info(match self.quotas.order {
                    QuotaOrder::Tree => "said.by-tree",
                    QuotaOrder::Risk => "said.by-risk",
                }));
            }
            Command::Edit => self.edit_quota(),
            Command::ReviseQuota => self.revise_quota(world),
            Command::HandDown => self.hand_down(world),
            Command::Add => self.ask(Prompt::new(Ask::Track, "")),
            _ => {}
        }
        Vec::new()
    }

    fn edit_quota(&mut self) {
        let Some(node) = self.node() else { return };
        let at = match self.figures.tree.nodes[node].spot {
            Spot::Unit(at) => at,
            Spot::Unreadable(at) => {
                let id = self.book.unreadable()[at].id.clone();
                return self.say(Refusal::UnitUnreadable(id).message());
            }
        };
        let unit = &self.book.units()[at];
        let year = self.figures.year;
        let prompt = match self.quotas.column {
            QuotaColumn::Unlisted => {
                let count = unit.unlisted_in(year).map(|r| r.count.to_string());
                Prompt::new(Ask::Unlisted(unit.id.clone()), &count.unwrap_or_default())
            }
            QuotaColumn::Target => match self.quotas.track(&self.book) {
                Some(track) => {
                    let target = unit.quota_on(year, track, None, self.day());
                    let target = target.map(|q| q.target.to_string());
                    let ask = Ask::Quota(unit.id.clone(), track.clone());
                    Prompt::new(ask, &target.unwrap_or_default())
                }
                None => return self.say(Message::warning("refused.no-track")),
            },
        };
        self.ask(prompt);
    }

    /// Opens a line to type in, unless nothing may be changed.
    pub(in crate::app) fn ask(&mut self, prompt: Prompt) {
        if self.read_only {
            self.say(Refusal::ReadOnly.message());
        } else {
            self.overlays.push(Overlay::Prompt(prompt));
        }
    }
}
