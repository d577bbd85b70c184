//! Who runs: of several threads exactly one, and at each call of the file system the script says who goes on.

use super::script::{Fault, Script};
use crate::help::trouble::{Kind, Verb};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

/// How long a call takes, in microseconds.
const CALL: u64 = 40;
/// What a day of the simulated clock is counted from: 2026-11-23 08:00 in Hà Nội, in seconds.
pub(super) const START: u64 = 1_795_395_600;
/// The seconds of one person never are another's, so a time in the journal tells who it was.
pub(super) const SECONDS: u64 = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Runs,
    /// Until a time in microseconds.
    Waits(u64),
    Done,
}

#[derive(Debug)]
struct Actor {
    doing: Doing,
    /// Killed: nothing that it still does has any effect.
    dead: bool,
    calls: usize,
    /// The second of what it does now.
    second: u64,
}

/// What a call meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    Nothing,
    /// It fails like this.
    Fails(Kind),
    /// The process is dead or the power gone.
    Nobody,
    /// The process dies now.
    Dies,
}

#[derive(Debug)]
struct State {
    actors: Vec<Actor>,
    has: usize,
    now: u64,
    steps: usize,
    left: u32,
    plan: VecDeque<(u32, u8)>,
    faults: Vec<Fault>,
    dark: bool,
    log: Vec<String>,
}

/// The baton, which one of the threads has.
#[derive(Debug, Clone)]
pub(super) struct Baton(Arc<(Mutex<State>, Vec<Condvar>)>);

impl State {
    /// Who can go on now.
    fn can(&self, at: usize) -> bool {
        match self.actors[at].doing {
            Doing::Runs => true,
            Doing::Waits(until) => until <= self.now,
            Doing::Done => false,
        }
    }

    /// Gives the baton to whom the script says, or to the next who can take it. None if all are done.
    fn choose(&mut self) -> Option<usize> {
        if self.left > 0 && self.can(self.has) {
            self.left -= 1;
            return Some(self.has);
        }
        while let Some((calls, who)) = self.plan.pop_front() {
            let who = usize::from(who) % self.actors.len();
            if self.can(who) {
                self.left = calls;
                return Some(who);
            }
        }
        let count = self.actors.len();
        loop {
            let mut turn = (0..count).map(|n| (self.has + n) % count);
            if let Some(next) = turn.find(|at| self.can(*at)) {
                self.left = 20;
                return Some(next);
            }
            let until = self.actors.iter().filter_map(|actor| match actor.doing {
                Doing::Waits(until) => Some(until),
                _ => None,
            });
            self.now = until.min()?;
        }
    }

    /// What goes wrong with a call of an actor.
    fn meet(&mut self, who: usize, verb: Verb) -> Met {
        let (calls, steps, now) = (self.actors[who].calls, self.steps, self.now);
        let mut met = Met::Nothing;
        let mut stops = None;
        self.faults.retain_mut(|fault| match fault {
            Fault::Kill { who: of, call } if *of == who && *call <= calls => {
                met = Met::Dies;
                false
            }
            Fault::Cut { step } if *step <= steps => {
                met = Met::Nobody;
                self.dark = true;
                false
            }
            Fault::Stop { who: of, call, ms } if *of == who && *call <= calls => {
                stops = Some(now + u64::from(*ms) * 1_000);
                false
            }
            Fault::Fails {
                who: of,
                call,
                kind,
                times,
            } => {
                let befalls = *of == who && *call <= calls && kind.befalls(verb);
                if befalls && met == Met::Nothing {
                    met = Met::Fails(*kind);
                    *times -= 1;
                }
                *times > 0
            }
            _ => true,
        });
        if let Some(until) = stops {
            self.actors[who].doing = Doing::Waits(until);
        }
        met
    }
}

impl Baton {
    pub(super) fn new(script: &Script) -> Self {
        let actor = |_| Actor {
            doing: Doing::Runs,
            dead: false,
            calls: 0,
            second: 0,
        };
        let state = State {
            actors: script.parts.iter().map(actor).collect(),
            has: 0,
            now: 0,
            steps: 0,
            left: 0,
            plan: script.plan.iter().copied().collect(),
            faults: script.faults.clone(),
            dark: false,
            log: Vec::new(),
        };
        let waits = script.parts.iter().map(|_| Condvar::new()).collect();
        Self(Arc::new((Mutex::new(state), waits)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap()
    }

    /// All begin anew after the power was gone.
    pub(super) fn light(&self) {
        let mut state = self.state();
        state.dark = false;
        state.has = 0;
        for actor in &mut state.actors {
            actor.doing = Doing::Runs;
            actor.dead = false;
        }
    }

    pub(super) fn is_dark(&self) -> bool {
        self.state().dark
    }

    /// A line for the log.
    pub(super) fn note(&self, line: String) {
        self.state().log.push(line);
    }

    pub(super) fn log(&self) -> Vec<String> {
        self.state().log.clone()
    }

    pub(super) fn steps(&self) -> usize {
        self.state().steps
    }

    /// Takes the baton when its time comes.
    fn wait<'a>(&'a self, mut state: MutexGuard<'a, State>, who: usize) -> MutexGuard<'a, State> {
        while state.has != who {
            state = self.0.1[who].wait(state).unwrap();
        }
        state.actors[who].doing = Doing::Runs;
        state
    }

    fn pass<'a>(&'a self, mut state: MutexGuard<'a, State>, who: usize) -> MutexGuard<'a, State> {
        let Some(next) = state.choose() else {
            return state;
        };
        if next == who {
            state.actors[who].doing = Doing::Runs;
            return state;
        }
        state.has = next;
        self.0.1[next].notify_one();
        state
    }

    /// A thread begins.
    pub(super) fn begin(&self, who: usize) {
        drop(self.wait(self.state(), who));
    }

    /// A thread has nothing more to do.
    pub(super) fn end(&self, who: usize) {
        let mut state = self.state();
        state.actors[who].doing = Doing::Done;
        state.left = 0;
        drop(self.pass(state, who));
    }

    /// A call of the file system.
    pub(super) fn call(&self, who: usize, verb: Verb, what: &str) -> Met {
        let mut state = self.state();
        if state.dark || state.actors[who].dead {
            return Met::Nobody;
        }
        state.now += CALL;
        let met = state.meet(who, verb);
        if met == Met::Nothing || matches!(met, Met::Fails(_)) {
            state = self.wait(self.pass(state, who), who);
            if state.dark || state.actors[who].dead {
                return Met::Nobody;
            }
            state.steps += 1;
            state.actors[who].calls += 1;
        }
        if met == Met::Dies {
            state.actors[who].dead = true;
        }
        let line = format!("{} {who} {verb:?} {what} {met:?}", state.steps);
        state.log.push(line);
        met
    }

    /// Waits as long as the simulated clock needs for it.
    pub(super) fn pause(&self, who: usize, micros: u64) {
        let mut state = self.state();
        let until = state.now + micros;
        if state.dark || state.actors[who].dead {
            state.now = until;
            return;
        }
        state.actors[who].doing = Doing::Waits(until);
        drop(self.wait(self.pass(state, who), who));
    }

    /// Something new is begun: in a second of its own.
    pub(super) fn second(&self, who: usize) -> u64 {
        let mut state = self.state();
        let now = START + state.now / 1_000_000;
        let actor = &mut state.actors[who];
        let least = now.max(actor.second + 1);
        let own = who as u64;
        actor.second = least + (own + SECONDS - least % SECONDS) % SECONDS;
        actor.second
    }

    /// What the clock of an actor says, in seconds and microseconds.
    pub(super) fn now(&self, who: usize) -> (u64, u64) {
        let state = self.state();
        (state.actors[who].second, state.now)
    }

    pub(super) fn is_dead(&self, who: usize) -> bool {
        let state = self.state();
        state.dark || state.actors[who].dead
    }

    /// Whoever was killed is there again, as another process.
    pub(super) fn revive(&self, who: usize) {
        self.state().actors[who].dead = false;
    }
}
