//! A change that was made, with what the store needs to save it: what stood there before.

use super::book::Book;
use super::change::Change;
use super::header::Header;
use super::id::UnitId;
use super::refusal::Refusal;
use super::unit::Unit;

/// Whose an edit is, seen from a board or a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Of this board; for a shell, of any shell of the same account on the same machine.
    Own,
    /// Of the same account on the same machine, before this board began.
    Earlier,
    /// Of another account or machine, of another board or shell beside this one, or nobody knows.
    Other,
}

/// Organisations as they were; none where there was none.
type Before = Vec<(UnitId, Option<Unit>)>;

/// A change that the book in memory has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What was done.
    pub change: Change,
    /// What takes it back.
    pub inverse: Change,
    /// The touched organisations as they were; none where there was none.
    pub before: Before,
    /// The head of the book as it was, if the change touched it.
    pub header: Option<Header>,
}

impl Book {
    /// Makes a change and keeps what stood there before.
    pub fn edit(&mut self, change: Change) -> Result<Edit, Refusal> {
        let (before, header) = self.before(&change);
        let inverse = self.apply(change.clone())?;
        Ok(Edit {
            change,
            inverse,
            before,
            header,
        })
    }

    /// Makes a change that puts back what stood there, whatever it was.
    pub fn edit_back(&mut self, change: Change) -> Result<Edit, Refusal> {
        let (before, header) = self.before(&change);
        let inverse = self.restore(change.clone())?;
        Ok(Edit {
            change,
            inverse,
            before,
            header,
        })
    }

    /// What a change would touch, as it stands now.
    fn before(&self, change: &Change) -> (Before, Option<Header>) {
        let touched = self.touched(change).into_iter();
        let units = touched.map(|id| (id.clone(), self.unit(&id).cloned()));
        let header = change.touches_header().then(|| self.header().clone());
        (units.collect(), header)
    }

    /// Whether an inverse still takes back what its change did: nothing has changed there since.
    pub fn may_take_back(&mut self, inverse: &Change, change: &Change) -> Result<(), Refusal> {
        let redo = self.restore(inverse.clone())?;
        let same = redo == *change;
        self.restore(redo)?;
        if same {
            Ok(())
        } else {
            Err(Refusal::ChangedSince)
        }
    }

    /// Takes an edit back, for a save that failed.
    pub fn revert(&mut self, edit: &Edit) -> Result<(), Refusal> {
        self.restore(edit.inverse.clone()).map(|_| ())
    }
}
