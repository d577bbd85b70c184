//! Invented books of the two sizes that the budgets speak of, the same for the same seed.

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use ketnap::model::{
    BookSettings, Candidate, CandidateId, Cause, Code, Counting, Dated, Guide, GuideKind, Header,
    MemberCount, Note, Paper, PaperState, Place, Quota, Sex, Step, Track, Unit, UnitId, Unlisted,
    Vote,
};

/// How large a book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 60 committees, 400 cells, 3,000 candidates.
    City,
    /// 1,500 committees, 6,000 cells, 60,000 candidates.
    Province,
}

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
const SOURCES: [&str; 4] = ["youth", "officer", "veteran", "graduate"];
const CAUSES: [&str; 5] = ["away", "livelihood", "unsure", "schooling", "verification"];
/// A paper and the stage after which it is complete.
const PAPERS: [(&str, usize); 6] = [
    ("CN-NTVD", 1),
    ("1-KND", 2),
    ("2-KND", 2),
    ("3-KND", 4),
    ("4-KND", 4),
    ("5-KND", 4),
];

/// The day on which the books stand.
pub fn as_of() -> NaiveDate {
    day(2022, 11, 27)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn code(word: &str) -> Code {
    Code::new(word).expect("a valid code")
}

fn unit_id(word: &str) -> UnitId {
    UnitId::new(word).expect("a valid id")
}

/// A book: its head and its organisations, the committees before the cells.
pub fn book(size: Size, seed: u64) -> (Header, Vec<Unit>) {
    let mut rng = Rng::with_seed(seed);
    let (top, cities, wards, cells, people) = match size {
        Size::City => ("city", 0, 59, 400, 3_000),
        Size::Province => ("provincial", 24, 1_475, 6_000, 60_000),
    };
    let root = unit_id("goc");
    let mut units = vec![unit(&mut rng, "goc", top, "Đảng bộ Mẫu 0", None)];
    for n in 1..=cities {
        let name = format!("Đảng bộ thành phố Mẫu {n}");
        units.push(unit(
            &mut rng,
            &format!("tp-{n:02}"),
            "city",
            &name,
            Some(&root),
        ));
    }
    for n in 1..=wards {
        let above = match cities {
            0 => root.clone(),
            _ => unit_id(&format!("tp-{:02}", n % cities + 1)),
        };
        let name = format!("Đảng bộ xã Mẫu {n}");
        units.push(unit(
            &mut rng,
            &format!("xa-{n:04}"),
            "ward",
            &name,
            Some(&above),
        ));
    }
    for n in 1..=cells {
        let above = unit_id(&format!("xa-{:04}", n % wards + 1));
        let name = format!("Chi bộ thôn Mẫu {n}");
        let mut cell = unit(&mut rng, &format!("cb-{n:05}"), "cell", &name, Some(&above));
        // A first share for all, the rest one each from the first cell on: the sum is exact.
        let share = people / cells + u32::from(n <= people % cells);
        let before = people / cells * (n - 1) + (n - 1).min(people % cells);
        cell.candidates = (0..share)
            .map(|k| candidate(&mut rng, before + k + 1))
            .collect();
        units.push(cell);
    }
    let track = |id: &str, name: &str| Track {
        id: code(id),
        name: name.to_owned(),
    };
    let settings = BookSettings {
        counting: Counting::Ceremony,
        tracks: vec![track("KH27", "Kế hoạch mẫu"), track("NQ", "Nghị quyết mẫu")],
        today: Some(as_of()),
        recorded_from: Some(2021),
        note: Some("Dữ liệu minh họa, mọi tên đều là tên mẫu.".to_owned()),
    };
    let id = code("sach-mau");
    (Header { id, root, settings }, units)
}

fn unit(rng: &mut Rng, id: &str, kind: &str, name: &str, above: Option<&UnitId>) -> Unit {
    let mut unit = Unit::new(unit_id(id), code(kind), name.to_owned());
    unit.parents.extend(above.map(|above| Dated {
        from: None,
        value: above.clone(),
    }));
    let full = match kind {
        "cell" => rng.u32(3..40),
        "ward" => rng.u32(80..500),
        _ => rng.u32(2_000..6_000),
    };
    unit.members.push(MemberCount {
        on: day(2022, 6, 30),
        members: full + full / 20,
        full,
        source: None,
    });
    for (track, percent) in [("KH27", 4), ("NQ", 3)] {
        unit.quotas.extend([2021, 2022].map(|year| Quota {
            year,
            track: code(track),
            target: full * percent / 100 + 1,
            group: None,
            deadline: None,
            basis: Some("Kế hoạch mẫu".to_owned()),
            revision: 0,
            note: None,
        }));
    }
    if kind == "ward" && rng.u8(..4) == 0 {
        unit.unlisted.push(Unlisted {
            year: 2021,
            count: rng.u32(0..5),
            source: Some("Báo cáo mẫu".to_owned()),
            as_of: Some(day(2021, 12, 31)),
        });
    }
    if rng.u8(..5) == 0 {
        unit.causes.push(cause(rng, day(2022, 3, 1)));
        unit.notes.push(Note {
            on: day(2022, 9, 15),
            text: "Nguồn mỏng, cần khảo sát lại (ghi chú mẫu).".to_owned(),
        });
    }
    unit
}

fn cause(rng: &mut Rng, from: NaiveDate) -> Cause {
    Cause {
        code: code(CAUSES[rng.usize(..CAUSES.len())]),
        from,
        until: None,
        note: Some("Theo báo cáo mẫu của chi bộ".to_owned()),
        source: None,
    }
}

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
    Step { on, to, reason }
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

fn candidate(rng: &mut Rng, number: u32) -> Candidate {
    let stage = reached(rng);
    let steps = steps(rng, stage);
    let family = FAMILIES[rng.usize(..FAMILIES.len())];
    let first = steps[0].on;
    let id = CandidateId::new(&format!("uv-{number:05}")).expect("a valid id");
    let name = format!("{family} Mẫu {number}");
    let mut person = Candidate::new(id, name, code("source"), first);
    let female = rng.bool();
    person.born = Some(first - Days::new(rng.u64(18 * 366..45 * 365)));
    person.sex = Some(if female { Sex::Female } else { Sex::Male });
    person.ethnicity = Some(ETHNICITIES[rng.usize(..ETHNICITIES.len())].to_owned());
    person.religion = Some("Không".to_owned());
    person.schooling = Some("12/12".to_owned());
    person.occupation = Some(OCCUPATIONS[rng.usize(..OCCUPATIONS.len())].to_owned());
    person.residence = Some(format!("Thôn Mẫu {}", number % 400 + 1));
    person.source = Some(code(SOURCES[rng.usize(..SOURCES.len())]));
    person.youth_union = Some(rng.bool());
    let member = |name: String| Guide {
        name,
        kind: GuideKind::Member,
        from: Some(first),
        until: None,
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
                form: code(form),
                state: if on.is_some() {
                    PaperState::Valid
                } else {
                    PaperState::Drafted
                },
                number: None,
                on,
                reason: None,
            }
        }));
    for at in [5, 6, 7] {
        if let Some(on) = entered(STAGES[at + 1].0) {
            let n = rng.u32(6..20);
            let agree = (2 * n).div_ceil(3).max(n - rng.u32(..3));
            let stage = code(STAGES[at].0);
            person.votes.push(Vote {
                stage,
                on,
                n,
                present: n,
                agree,
                against: n - agree,
            });
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
