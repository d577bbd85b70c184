//! Putting the files of one edit in place: all or none, whatever fails and whenever the machine stops.

use super::undo;
use crate::model::UnitId;
use crate::store::disk::atomic::{self, Staged, stage};
use crate::store::disk::file::{NoBytes, read_into};
use crate::store::disk::fs::{About, Fs};
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::journal::Journal;
use crate::store::journal::line::{Line, Mark, Planned, hash};
use std::path::PathBuf;

/// One file as it is and as it is to be.
#[derive(Debug)]
pub(super) struct Plan {
    /// The organisation; none for the book itself.
    pub(in crate::store) unit: Option<UnitId>,
    pub(in crate::store) path: PathBuf,
    pub(in crate::store) old: Option<Vec<u8>>,
    pub(in crate::store) like: Option<About>,
    pub(in crate::store) new: Option<Vec<u8>>,
}

impl Plan {
    fn planned(&self) -> Planned {
        let seal = |bytes: &Vec<u8>| hash(&[bytes]);
        Planned {
            unit: self.unit.clone(),
            old: self.old.as_ref().map(seal),
            new: self.new.as_ref().map(seal),
        }
    }

    /// Whether the file is still as it was when the edit was planned.
    fn still_holds(&self, fs: &dyn Fs) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        let now = match read_into(fs, &self.path, &mut bytes) {
            Ok(_) => Some(bytes),
            Err(NoBytes::Missing) => None,
            Err(NoBytes::Failed(error)) => return Err(error),
            Err(NoBytes::Fault(_)) => return Err(self.clash()),
        };
        if now == self.old {
            Ok(())
        } else {
            Err(self.clash())
        }
    }

    fn clash(&self) -> StoreError {
        match self.unit.clone() {
            Some(unit) => StoreError::Clash { unit },
            None => StoreError::BookClash,
        }
    }

    fn reversed(&self) -> Self {
        Self {
            unit: self.unit.clone(),
            path: self.path.clone(),
            old: self.new.clone(),
            like: self.like,
            new: self.old.clone(),
        }
    }
}

/// Why an edit was not carried out.
#[derive(Debug)]
pub(in crate::store) enum Failed {
    /// No file was changed, and none will be.
    Nothing(StoreError),
    /// What was changed has been put back, and the journal says so.
    Back(StoreError),
    /// Whether all files will be changed or none, only the next look at the disk can tell.
    Unsure(PathBuf),
}

/// New contents, beside the files that they will replace; none for a file that goes.
type Waiting<'a> = Vec<Option<Staged<'a>>>;

/// The files of one edit.
#[derive(Debug)]
pub(super) struct Transaction<'a> {
    fs: &'a dyn Fs,
    layout: &'a Layout,
    n: u64,
    plans: &'a [Plan],
    token: String,
}

impl<'a> Transaction<'a> {
    pub(in crate::store) fn new(
        fs: &'a dyn Fs,
        layout: &'a Layout,
        n: u64,
        plans: &'a [Plan],
    ) -> Self {
        Self {
            fs,
            layout,
            n,
            plans,
            token: atomic::token(),
        }
    }

    /// The line that comes before everything.
    pub(super) fn intent(&self, back: bool) -> Line {
        Line::Mark(Mark::Intent {
            n: self.n,
            token: self.token.clone(),
            files: self.plans.iter().map(Plan::planned).collect(),
            back,
            seal: String::new(),
        })
    }

    fn commit(&self) -> Line {
        Line::Mark(Mark::Commit {
            n: self.n,
            seal: String::new(),
        })
    }

    /// Carries the edit out; its intent is in the journal.
    pub(super) fn carry_out(&self, journal: &mut Journal<'_>) -> Result<(), Failed> {
        let mut waiting = self.stage_all().map_err(Failed::Nothing)?;
        if self.plans.len() > 1 {
            self.sync_dirs().map_err(Failed::Nothing)?;
            let committed = journal.add_durably(&[self.commit()]);
            if let Err(error) = committed {
                return Err(self.withdraw(journal, waiting, error));
            }
        }
        if let Err((placed, error)) = self.place_all(&mut waiting) {
            return Err(match placed {
                0 => self.withdraw(journal, waiting, error),
                _ => self.go_back(journal, placed, waiting, error),
            });
        }
        self.sync_dirs().map_err(|_| self.unsure())
    }

    fn unsure(&self) -> Failed {
        let path = self.plans.first().map(|plan| plan.path.clone());
        Failed::Unsure(path.unwrap_or_else(|| self.layout.root().to_owned()))
    }

    fn stage_all(&self) -> Result<Waiting<'a>, StoreError> {
        let stage = |plan: &Plan| match &plan.new {
            Some(bytes) => {
                stage(self.fs, &plan.path, &self.token, bytes, plan.like.as_ref()).map(Some)
            }
            None => Ok(None),
        };
        self.plans.iter().map(stage).collect()
    }

    /// Puts all files in place, or tells how many are.
    fn place_all(&self, waiting: &mut Waiting<'a>) -> Result<(), (usize, StoreError)> {
        for (placed, (plan, waits)) in self.plans.iter().zip(waiting).enumerate() {
            self.place(plan, waits.as_mut())
                .map_err(|error| (placed, error))?;
        }
        Ok(())
    }

    fn place(&self, plan: &Plan, waits: Option<&mut Staged<'a>>) -> Result<(), StoreError> {
        // An editor takes no lock; what it wrote while we wrote must not be lost.
        plan.still_holds(self.fs)?;
        match waits {
            Some(staged) => staged.publish(),
            None => self
                .fs
                .remove(&plan.path)
                .map_err(|error| StoreError::io(&plan.path, &error)),
        }
    }

    fn sync_dirs(&self) -> Result<(), StoreError> {
        for dir in [self.layout.units(), self.layout.root().to_owned()] {
            let concerned = |plan: &Plan| plan.path.parent() == Some(&dir);
            if self.plans.iter().any(concerned) {
                let fail = |error| StoreError::io(&dir, &error);
                self.fs.sync_dir(&dir).map_err(fail)?;
            }
        }
        Ok(())
    }

    /// Sees to it that nothing will be put in place later.
    fn withdraw(&self, journal: &Journal<'_>, waiting: Waiting<'_>, error: StoreError) -> Failed {
        // It cannot be taken back, as it will not come about.
        let forgotten = undo::forget(self.fs, self.layout, self.n).is_ok();
        // A single file is put in place by nobody but us.
        let certain = self.plans.len() == 1 || forgotten && journal.drop_added().is_ok();
        drop(waiting);
        if certain || self.sync_dirs().is_ok() {
            Failed::Nothing(error)
        } else {
            self.unsure()
        }
    }

    /// Puts back, as an edit of its own, the files that are in place already.
    fn go_back(
        &self,
        journal: &mut Journal<'_>,
        placed: usize,
        waiting: Waiting<'_>,
        error: StoreError,
    ) -> Failed {
        let plans: Vec<Plan> = self.plans[..placed].iter().map(Plan::reversed).collect();
        let back = Transaction::new(self.fs, self.layout, self.n, &plans);
        match back.carry_back(journal) {
            Ok(()) => Failed::Back(error),
            Err(more) => {
                // The next start needs them, whichever way it goes.
                let all = waiting.into_iter().chain(more).flatten();
                all.for_each(Staged::keep);
                self.unsure()
            }
        }
    }

    fn carry_back(&self, journal: &mut Journal<'_>) -> Result<(), Waiting<'a>> {
        let Ok(mut waiting) = self.stage_all() else {
            return Err(Vec::new());
        };
        let lines = [self.intent(true), self.commit()];
        let promised = self.sync_dirs().and_then(|()| journal.add_durably(&lines));
        if promised.is_err() || self.place_all(&mut waiting).is_err() {
            return Err(waiting);
        }
        self.sync_dirs().map_err(|_| Vec::new())?;
        let _ = undo::forget(self.fs, self.layout, self.n);
        let undone = Mark::Undone {
            n: self.n,
            seal: String::new(),
        };
        // Without this line the next start finds out the same.
        let _ = journal.add(&[Line::Mark(undone)]);
        Ok(())
    }
}
