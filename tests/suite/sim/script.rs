//! What a run is made of: who does what, who goes on when, and what goes wrong; all of it from one seed, or written down.

use crate::help::trouble::Kind;
use fastrand::Rng;
use serde::{Deserialize, Serialize};

/// Something that one of the people does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Act {
    /// A command line, without the program's name.
    Run(Vec<String>),
    /// On a board: a person gets another name.
    Name(String, String),
    /// On a board: a remark on a person.
    Note(String, String),
    /// On a board: all who are listed take the next step.
    StepAll,
    /// On a board: `u`.
    Undo,
    /// On a board: `Ctrl+R`.
    Redo,
    /// On a board: a look at the files.
    Look,
    /// On a board: left and opened again.
    Reopen,
    /// An editor puts another word into a field of a file, in place or by another file.
    Write {
        unit: String,
        person: String,
        word: String,
        in_place: bool,
    },
    /// An editor keeps a file as it is.
    Keep(String),
    /// An editor puts back what it kept.
    Older(String),
    /// Somebody takes the lock's file away.
    Unlock,
    /// A sync tool leaves a copy of a file beside it.
    Conflict(String),
    /// So many minutes pass.
    Wait(u32),
}

/// One of those who work on the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) account: String,
    pub(super) acts: Vec<Act>,
}

/// What goes wrong. Calls are counted for each of the people, steps for all together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Fault {
    /// The process is killed.
    Kill { who: usize, call: usize },
    /// The process is stopped for a while, whatever it holds.
    Stop { who: usize, call: usize, ms: u32 },
    /// Some calls fail, from one on.
    Fails {
        who: usize,
        call: usize,
        kind: Kind,
        times: u32,
    },
    /// The power goes.
    Cut { step: usize },
}

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Script {
    /// What is drawn besides: new ids, names of files, what a power cut leaves.
    pub(super) seed: u64,
    pub(super) parts: Vec<Part>,
    pub(super) faults: Vec<Fault>,
    /// For how many calls who goes on, in turn.
    pub(super) plan: Vec<(u32, u8)>,
}

pub(super) const PEOPLE: [&str; 4] = ["p1", "p2", "p3", "p4"];
pub(super) const CELLS: [&str; 2] = ["a", "b"];

/// Each word that is written is another, and says who wrote it.
struct Words {
    rng: Rng,
    next: u32,
}

impl Words {
    fn word(&mut self) -> String {
        self.next += 1;
        format!("x{}x", self.next)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.rng.usize(..of.len())]
    }

    fn person(&mut self) -> String {
        self.one(&PEOPLE).to_owned()
    }

    fn run(args: &[&str]) -> Act {
        Act::Run(args.iter().map(|arg| (*arg).to_owned()).collect())
    }

    /// What somebody does from a shell.
    fn shell(&mut self, wild: bool) -> Act {
        let (person, word) = (self.person(), self.word());
        match self.rng.u8(..20) {
            0..5 => Self::run(&["set", &person, &format!("residence=Thôn {word}")]),
            5..7 => Self::run(&[
                "set",
                &person,
                &format!("name=Mẫu {word}"),
                &format!("occupation=Nghề {word}"),
            ]),
            7..10 => Self::run(&["note", &person, &format!("Ghi {word}")]),
            10..12 => {
                let cell = self.one(&CELLS);
                Self::run(&["add", "--unit", cell, "--name", &format!("Mới {word}")])
            }
            12..14 => Self::run(&[
                "advance",
                &person,
                "--on",
                "2026-11-23",
                "--reason",
                &format!("Lý do {word}"),
            ]),
            14..17 => Self::run(&["undo"]),
            17 => Self::run(&["undo", &self.rng.u32(1..12).to_string(), "--yes"]),
            18 if wild => match self.rng.u8(..4) {
                // The snapshot of the day on which everything begins.
                0 => Self::run(&["restore", "/srv/data/.backup/2026-11-23"]),
                1 => Self::run(&["erase", &person, "--reason", "xin rút", "--yes"]),
                2 => Self::run(&["anonymise", "--months", "1", "--yes"]),
                _ => Self::run(&["show", &person]),
            },
            _ => Self::run(&["check"]),
        }
    }

    /// What somebody does on a board.
    fn board(&mut self) -> Act {
        let (person, word) = (self.person(), self.word());
        match self.rng.u8(..20) {
            0..5 => Act::Name(person, format!("Tên {word}")),
            5..9 => Act::Note(person, format!("Nhắc {word}")),
            9 => Act::StepAll,
            10..14 => Act::Undo,
            14..16 => Act::Redo,
            16..18 => Act::Look,
            18 => Act::Reopen,
            _ => Act::Wait(self.rng.u32(1..200)),
        }
    }

    fn editor(&mut self) -> Act {
        let unit = self.one(&CELLS).to_owned();
        let word = self.word();
        match self.rng.u8(..8) {
            0..3 => Act::Write {
                person: if unit == "a" { "p1" } else { "p3" }.to_owned(),
                unit,
                word: format!("Sửa {word}"),
                in_place: self.rng.bool(),
            },
            3 => Act::Keep(unit),
            4 => Act::Older(unit),
            5 => Act::Unlock,
            6 => Act::Conflict(unit),
            _ => Act::Wait(self.rng.u32(1..20)),
        }
    }
}

impl Script {
    /// The run of a seed.
    pub(super) fn of(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut words = Words {
            rng: rng.fork(),
            next: 0,
        };
        let wild = rng.u8(..4) == 0;
        let (boards, shells) = match rng.u8(..4) {
            0 => (1, 1),
            1 => (2, 1),
            2 => (1, 2),
            _ => (2, 2),
        };
        let account = |rng: &mut Rng| if rng.u8(..3) == 0 { "bình" } else { "an" }.to_owned();
        let mut parts = Vec::new();
        for _ in 0..boards {
            let acts = (0..rng.usize(2..6)).map(|_| words.board()).collect();
            parts.push(Part {
                account: account(&mut rng),
                acts,
            });
        }
        for _ in 0..shells {
            let acts = (0..rng.usize(2..6)).map(|_| words.shell(wild)).collect();
            parts.push(Part {
                account: account(&mut rng),
                acts,
            });
        }
        if rng.u8(..4) == 0 {
            let acts = (0..rng.usize(1..5)).map(|_| words.editor()).collect();
            parts.push(Part {
                account: "vi".to_owned(),
                acts,
            });
        }
        let count = parts.len();
        let often = 1 << rng.u32(0..7);
        let plan = (0..rng.usize(100..600)).map(|_| (rng.u32(0..=often), rng.u8(..count as u8)));
        let plan = plan.collect();
        let mut faults = Vec::new();
        for _ in 0..[0, 0, 1, 1, 2, 3][rng.usize(..6)] {
            faults.push(fault(&mut rng, count));
        }
        // A second one, while the first is being mended.
        if let Some(Fault::Cut { step }) = faults.first() {
            let step = step + rng.usize(1..120);
            if rng.bool() {
                faults.push(Fault::Cut { step });
            }
        } else if let Some(Fault::Kill { who, call }) = faults.first() {
            let (who, call) = (*who, call + rng.usize(1..80));
            if rng.bool() {
                faults.push(Fault::Kill { who, call });
            }
        }
        Self {
            seed,
            parts,
            faults,
            plan,
        }
    }

    fn any(&self, what: impl Fn(&Act) -> bool) -> bool {
        self.parts.iter().flat_map(|part| &part.acts).any(what)
    }

    /// Whether somebody writes into the files without asking the program.
    pub(super) fn has_editor(&self) -> bool {
        self.any(|act| {
            matches!(
                act,
                Act::Write { .. } | Act::Older(_) | Act::Unlock | Act::Conflict(_)
            )
        })
    }

    pub(super) fn has_cut(&self) -> bool {
        self.faults
            .iter()
            .any(|fault| matches!(fault, Fault::Cut { .. }))
    }

    /// Whether something is done that nothing takes back.
    pub(super) fn is_wild(&self) -> bool {
        let for_good = ["erase", "anonymise", "restore"];
        self.any(|act| matches!(act, Act::Run(args) if for_good.contains(&args[0].as_str())))
    }
}

fn fault(rng: &mut Rng, count: usize) -> Fault {
    let (who, call) = (rng.usize(..count), rng.usize(20..500));
    match rng.u8(..10) {
        0..3 => Fault::Kill { who, call },
        3..5 => Fault::Stop {
            who,
            call,
            ms: [200, 2_000, 4_000, 20_000][rng.usize(..4)],
        },
        5..7 => Fault::Cut {
            step: rng.usize(50..1_500),
        },
        _ => {
            let kinds = Kind::ALL.iter().chain(&Kind::REFUSALS);
            let kinds: Vec<Kind> = kinds.copied().collect();
            let kind = kinds[rng.usize(..kinds.len())];
            Fault::Fails {
                who,
                call,
                kind,
                times: [1, 1, 2, 40][rng.usize(..4)],
            }
        }
    }
}
