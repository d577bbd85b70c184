//! Invented candidates: a way through the stages that ends where the share of a stage asks.

use super::{as_of, cause, code, day};
use chrono::{Days, NaiveDate};
use fastrand::Rng;
use ketnap::model::{
    Candidate, CandidateId, Guide, GuideKind, Note, Paper, PaperState, Place, Sex, Step, Vote,
};

/// The stages with the fewest and the most days a file spends in each.
const STAGES: [(&str, u32, u32); 12] = [
    ("source", 30, 150),
    ("course", 20, 90),
    ("dossier", 15, 75),
    ("verification", 20, 80),
    ("opinions", 7, 40),
    ("cell", 5, 30),
    ("grassroots", 5, 30),
    ("decision", 15, 60),
    ("ceremony", 5, 30),
    ("probation", 365, 375),
    ("recognition", 10, 60),
    ("full", 0, 0),
];

/// How many of a hundred files stand in each stage.
const SHARES: [u32; 12] = [15, 10, 10, 8, 5, 5, 5, 6, 4, 14, 4, 14];

const FAMILIES: [&str; 8] = [
    "Nông", "Hoàng", "Ma", "Triệu", "Lường", "Bàn", "Đặng", "Nguyễn",
];
const ETHNICITIES: [&str; 5] = ["Tày", "Nùng", "Kinh", "Dao", "Mông"];
const OCCUPATIONS: [&str; 4] = ["Nông dân", "Viên chức", "Công nhân", "Kinh doanh nhỏ"];
const SOURCES: [&str; 4] = ["youth-union", "local-officer", "ex-soldier", "graduate"];
/// A paper and the stage after which it is complete.
const PAPERS: [(&str, usize); 2] = [("CN-NTVD", 1), ("2-KND", 2)];

/// The stage a file has reached, by the shares.
fn reached(rng: &mut Rng) -> usize {
    let mut ticket = rng.u32(..SHARES.iter().sum::<u32>());
    for (stage, share) in SHARES.iter().enumerate() {
        if ticket < *share {
            return stage;
        }
        ticket -= share;
    }
    0
}

fn step(on: NaiveDate, to: Place, reason: Option<&str>) -> Step {
    let reason = reason.map(str::to_owned);
    Step {
        reason,
        ..Step::plain(on, to)
    }
}

/// The way to a stage, walked back from a day on which the file may well stand there.
fn steps(rng: &mut Rng, stage: usize) -> Vec<Step> {
    let to = |stage: usize| Place::Stage(code(STAGES[stage].0));
    let stays: Vec<u64> = STAGES[..stage]
        .iter()
        .map(|&(_, least, most)| u64::from(rng.u32(least..=most)))
        .collect();
    let walked: u64 = stays.iter().sum();
    let span = as_of().signed_duration_since(day(2020, 1, 1)).num_days() as u64 - walked;
    let waits = if stage == 11 {
        span
    } else {
        span.min(u64::from(STAGES[stage].2) * 3 / 2)
    };
    let mut on = as_of() - Days::new(rng.u64(..=waits) + walked);
    let mut steps = Vec::with_capacity(stage + 3);
    for (at, stay) in stays.iter().enumerate() {
        steps.push(step(on, to(at), None));
        // Now and then a dossier comes back and goes out again within its stay.
        if at == 3 && rng.u8(..40) == 0 {
            let back = on + Days::new(stay / 3);
            steps.push(step(back, to(2), Some("Bổ sung lý lịch (mẫu)")));
            steps.push(step(back + Days::new(stay / 3), to(3), None));
        }
        on = on + Days::new(*stay);
    }
    steps.push(step(on, to(stage), None));
    let left = as_of().signed_duration_since(on).num_days() as u64;
    match rng.u8(..100) {
        0..4 if stage < 11 => {
            let on = on + Days::new(rng.u64(..=left));
            steps.push(step(on, Place::Paused, Some("Đi làm ăn xa (mẫu)")));
        }
        4..6 if stage < 8 => {
            let on = on + Days::new(rng.u64(..=left));
            let exit = Place::Exit(code("withdrawn"));
            steps.push(step(on, exit, Some("Tự nguyện xin thôi (mẫu)")));
        }
        _ => {}
    }
    steps
}

pub(super) fn candidate(rng: &mut Rng, number: u32) -> Candidate {
    let stage = reached(rng);
    let steps = steps(rng, stage);
    let family = FAMILIES[rng.usize(..FAMILIES.len())];
    let first = steps[0].on;
    let id = CandidateId::new(&format!("uv-{number:05}")).expect("a valid id");
    let name = format!("{family} Mẫu {number}");
    let mut person = Candidate::new(id, name, code("source"), first);
    let female = rng.bool();
    person.born = Some((first - Days::new(rng.u64(18 * 366..45 * 365))).into());
    person.sex = Some(if female { Sex::Female } else { Sex::Male });
    person.ethnicity = Some(ETHNICITIES[rng.usize(..ETHNICITIES.len())].to_owned());
    person.schooling = Some("12/12".to_owned());
    person.occupation = Some(OCCUPATIONS[rng.usize(..OCCUPATIONS.len())].to_owned());
    person.residence = Some(format!("Thôn Mẫu {}", number % 400 + 1));
    person.source = Some(code(SOURCES[rng.usize(..SOURCES.len())]));
    person.youth_union = Some(rng.bool());
    if rng.u8(..25) == 0 {
        person.groups.push(code("militia"));
    }
    let member = |name: String| Guide {
        from: Some(first.into()),
        ..Guide::new(name, GuideKind::Member)
    };
    let helper = rng.u32(1..900);
    person
        .helpers
        .push(member(format!("Đảng viên Mẫu {helper}")));
    if stage > 4 {
        let introducer = rng.u32(1..900);
        person
            .introducers
            .push(member(format!("Đảng viên Mẫu {introducer}")));
    }
    // The day of entering a stage, the last time if more than once.
    let entered = |word: &str| {
        let mut all = steps.iter().rev();
        all.find(|s| s.to == Place::Stage(code(word))).map(|s| s.on)
    };
    person
        .papers
        .extend(PAPERS.iter().filter(|p| stage >= p.1).map(|&(form, at)| {
            let on = STAGES.get(at + 1).and_then(|next| entered(next.0));
            Paper {
                on: on.map(Into::into),
                ..Paper::new(
                    code(form),
                    if on.is_some() {
                        PaperState::Valid
                    } else {
                        PaperState::Drafted
                    },
                )
            }
        }));
    for at in [5, 6] {
        if let Some(on) = entered(STAGES[at + 1].0) {
            let n = rng.u32(6..20);
            let agree = (2 * n).div_ceil(3).max(n - rng.u32(..3));
            let stage = code(STAGES[at].0);
            person
                .votes
                .push(Vote::new(stage, on, n, n, agree, n - agree));
        }
    }
    if rng.u8(..8) == 0 {
        person.causes.push(cause(rng, first + Days::new(3)));
    }
    if rng.u8(..4) == 0 {
        let text = format!("Đã gặp, hẹn bổ sung giấy tờ lần {} (mẫu).", rng.u8(1..4));
        person.notes.push(Note { on: first, text });
    }
    person.steps = steps;
    person
}
