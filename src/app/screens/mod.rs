//! The screens and their panes, one file each, and what is looked for in them.

pub(in crate::app) mod agenda;
pub(in crate::app) mod analysis;
pub(in crate::app) mod board;
pub(in crate::app) mod field;
pub(in crate::app) mod journal;
pub(in crate::app) mod outlook;
pub(in crate::app) mod pipeline;
pub(in crate::app) mod quotas;
pub(in crate::app) mod search;
pub(in crate::app) mod tree;
pub(in crate::app) mod welcome;

/// Which screen is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// First start.
    Welcome,
    /// 1: the two panes.
    Board,
    /// 2: the quotas.
    Quotas,
    /// 3: what is to be done.
    Agenda,
    /// 4: why the year goes as it goes.
    Analysis,
    /// 5: who changed what when.
    Journal,
}
