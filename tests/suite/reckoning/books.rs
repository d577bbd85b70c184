//! Random books: organisations that move, end and begin, with quotas, counts, surveys and visits.

use super::people;
use crate::world::{code, day, unit_id};
use chrono::{Datelike, Days, NaiveDate};
use fastrand::Rng;
use ketnap::model::{
    Book, BookSettings, Cause, Chain, Counting, Dated, Exemption, Header, MemberCount,
    OfficerCount, Period, Quota, Remedy, Route, Successor, Survey, SurveyGroup, Track, Unit,
    UnitId, Unlisted, Visit,
};

/// The first day of the books and the last.
pub(super) const SPAN: (i32, i32) = (2018, 2026);

/// One thing out of some.
pub(super) fn one<T: Clone>(rng: &mut Rng, all: &[T]) -> T {
    all[rng.usize(..all.len())].clone()
}

/// True in so many of a hundred cases.
pub(super) fn in_hundred(rng: &mut Rng, cases: u32) -> bool {
    rng.u32(..100) < cases
}

/// A day of the books.
pub(super) fn any_day(rng: &mut Rng) -> NaiveDate {
    day(SPAN.0, 1, 1) + Days::new(rng.u64(..365 * 9))
}

fn year(rng: &mut Rng) -> i32 {
    rng.i32(SPAN.0 + 1..=SPAN.1)
}

/// A random book; the same for a seed.
pub(super) fn book(seed: u64) -> Book {
    let rng = &mut Rng::with_seed(seed);
    let mut head = Header::new(
        code("so-ngau-nhien"),
        unit_id("goc"),
        BookSettings::default(),
    );
    head.settings.counting = one(rng, &[Counting::Ceremony, Counting::Decision]);
    head.settings.recorded_from = (in_hundred(rng, 60)).then(|| year(rng));
    head.settings.tracks = ["KH", "NQ"]
        .map(|id| Track {
            id: code(id),
            name: format!("Kế hoạch {id}"),
        })
        .to_vec();
    let mut units = tree(rng);
    if in_hundred(rng, 25) {
        another_root(rng, &mut head, &mut units);
    }
    for unit in &mut units {
        furnish(rng, unit);
        if unit.id.as_str() == "tinh" {
            unit.quotas.retain(|row| row.year >= 2025);
            unit.unlisted.retain(|row| row.year >= 2025);
        }
        let end = unit.ended.unwrap_or(NaiveDate::MAX);
        unit.quotas.retain(|row| row.year <= end.year());
        unit.unlisted.retain(|row| row.year <= end.year());
        for row in &mut unit.unlisted {
            row.as_of = row.as_of.filter(|on| *on <= end);
        }
    }
    let cells: Vec<UnitId> = units
        .iter()
        .filter(|u| is_cell(u))
        .map(|u| u.id.clone())
        .collect();
    for n in 1..=rng.u32(8..30) {
        let (home, person) = people::person(rng, n, &cells, &units);
        let home = units.iter_mut().find(|unit| unit.id == home).unwrap();
        home.candidates.push(person);
    }
    Book::new(head, units, Vec::new())
}

pub(super) fn is_cell(unit: &Unit) -> bool {
    unit.kinds[0].value.as_str().ends_with("cell")
}

fn below(id: &UnitId) -> Vec<Dated<UnitId>> {
    vec![Dated::ever(id.clone())]
}

/// A city, committees below it, cells below these; some move to another committee, some end.
fn tree(rng: &mut Rng) -> Vec<Unit> {
    let root = Unit::new(unit_id("goc"), code("city"), "Mẫu gốc".into());
    let mut units = vec![root];
    let committees = rng.usize(2..5);
    for n in 0..committees {
        let id = format!("uy-{n}");
        let kind = one(
            rng,
            &["ward", "grassroots-committee", "grassroots-committee"],
        );
        let mut unit = Unit::new(unit_id(&id), code(kind), format!("Mẫu đảng ủy {n}"));
        unit.parents = below(&unit_id("goc"));
        units.push(unit);
    }
    if in_hundred(rng, 40) {
        let mut unit = Unit::new(
            unit_id("bo-phan"),
            code("section-committee"),
            "Mẫu bộ phận".into(),
        );
        unit.parents = below(&units[1].id);
        units.push(unit);
    }
    let above: Vec<UnitId> = units[1..].iter().map(|unit| unit.id.clone()).collect();
    for n in 0..rng.usize(3..9) {
        let id = format!("cb-{n}");
        let mut unit = Unit::new(unit_id(&id), code("cell"), format!("Mẫu chi bộ {n}"));
        unit.parents = below(&one(rng, &above));
        if in_hundred(rng, 15) {
            unit.kinds = vec![Dated::ever(code("grassroots-cell"))];
            unit.parents = below(&unit_id("goc"));
        }
        if in_hundred(rng, 30) {
            let from = Some(any_day(rng));
            let value = one(rng, &above);
            unit.parents.push(Dated { from, value });
        }
        if in_hundred(rng, 20) {
            let from = Some(any_day(rng));
            let value = format!("Mẫu chi bộ mới {n}");
            unit.names.push(Dated { from, value });
        }
        if in_hundred(rng, 20) {
            let on = any_day(rng);
            unit.ended = on.pred_opt();
            unit.became = vec![Successor {
                unit: unit_id("cb-0"),
                on,
                basis: None,
            }];
        }
        let end = unit.ended.unwrap_or(NaiveDate::MAX);
        unit.parents
            .retain(|row| row.from.is_none_or(|from| from <= end));
        units.push(unit);
    }
    // The successor goes on.
    let first = units
        .iter_mut()
        .find(|unit| unit.id.as_str() == "cb-0")
        .unwrap();
    (first.ended, first.became) = (None, Vec::new());
    units
}

/// From 2025 on a province stands at the top in the city's place, which ends.
fn another_root(rng: &mut Rng, head: &mut Header, units: &mut Vec<Unit>) {
    let on = day(2025, 7, 1);
    let above = unit_id("tinh");
    head.roots.push(Dated {
        from: Some(on),
        value: above.clone(),
    });
    let ends = rng.bool();
    for unit in &mut *units {
        let under_city = unit
            .parents
            .last()
            .is_some_and(|row| row.value.as_str() == "goc");
        let moves = unit
            .parents
            .last()
            .is_some_and(|row| row.from.is_none_or(|from| from < on));
        let lives = unit.ended.is_none_or(|end| end >= on);
        if (under_city && moves && lives) || (unit.id.as_str() == "goc" && !ends) {
            unit.parents.push(Dated {
                from: Some(on),
                value: above.clone(),
            });
        }
        if unit.id.as_str() == "goc" && ends {
            unit.ended = on.pred_opt();
        }
    }
    let mut province = Unit::new(above, code("provincial"), "Mẫu tỉnh".into());
    province.founded = Some(on);
    units.push(province);
}

/// What an organisation has beside its people.
fn furnish(rng: &mut Rng, unit: &mut Unit) {
    if in_hundred(rng, 20) {
        let chain = one(rng, &Chain::ALL);
        let from = in_hundred(rng, 70).then(|| any_day(rng));
        let section = None;
        let value = Route { chain, section };
        unit.routes.push(Dated { from, value });
    }
    for _ in 0..rng.usize(..5) {
        let (track, year) = (one(rng, &["KH", "NQ"]), year(rng));
        let mut quota = Quota::new(year, code(track), rng.u32(..6));
        let groups = [
            "women",
            "youth",
            "militia",
            "ethnic-minority",
            "private-enterprise",
        ];
        quota.group = in_hundred(rng, 30).then(|| code(one(rng, &groups)));
        quota.from = in_hundred(rng, 50).then(|| day(year, rng.u32(1..13), rng.u32(1..28)));
        let same = |row: &&Quota| row.is_of(year, &quota.track, quota.group.as_ref());
        quota.revision = unit.quotas.iter().filter(same).count() as u16;
        unit.quotas.push(quota);
    }
    if in_hundred(rng, 10) {
        let year = year(rng);
        unit.exemptions.push(Exemption {
            year,
            from: day(year, rng.u32(1..13), 1),
            basis: None,
            note: None,
        });
    }
    for at in SPAN.0..=SPAN.1 {
        if in_hundred(rng, 15) {
            let known = day(at, rng.u32(1..13), rng.u32(1..28));
            unit.unlisted.push(Unlisted {
                year: at,
                count: rng.u32(..4),
                source: None,
                as_of: in_hundred(rng, 60).then_some(known),
            });
        }
    }
    for _ in 0..rng.usize(..3) {
        let members = rng.u32(3..40);
        unit.members.push(MemberCount {
            on: any_day(rng),
            members,
            full: rng.bool().then(|| rng.u32(2..=members)),
            source: None,
        });
        let officers = rng.u32(1..12);
        unit.officers.push(OfficerCount {
            on: any_day(rng),
            officers,
            members: rng.u32(..=officers),
            source: None,
        });
    }
    unit.members.sort_by_key(|row| row.on);
    unit.officers.sort_by_key(|row| row.on);
    unit.causes = causes(rng);
    unit.remedies = remedies(rng, &unit.causes);
    for _ in 0..rng.usize(..3) {
        unit.surveys.push(survey(rng));
    }
    for _ in 0..rng.usize(..3) {
        unit.visits.push(visit(rng));
    }
}

/// What holds somebody back, for a while.
pub(super) fn causes(rng: &mut Rng) -> Vec<Cause> {
    let codes = [
        "away",
        "livelihood",
        "no-source",
        "unsure",
        "cell-passive",
        "schooling",
    ];
    let mut rows = Vec::new();
    for _ in 0..rng.usize(..3) {
        let from = any_day(rng);
        rows.push(Cause {
            code: code(one(rng, &codes)),
            from,
            until: rng.bool().then(|| from + Days::new(rng.u64(..500))),
            note: None,
            source: rng
                .bool()
                .then(|| one(rng, &["biên bản", "báo cáo"]).to_string()),
        });
    }
    rows
}

/// What is to be done against some of it.
pub(super) fn remedies(rng: &mut Rng, causes: &[Cause]) -> Vec<Remedy> {
    let mut rows = Vec::new();
    for cause in causes {
        if rng.bool() {
            rows.push(Remedy {
                cause: cause.code.clone(),
                text: format!("việc {}", rng.u32(..1000)),
                who: rng.bool().then(|| "bí thư".to_owned()),
                by: rng.bool().then(|| cause.from + Days::new(rng.u64(..300))),
                done: in_hundred(rng, 30).then(|| cause.from + Days::new(rng.u64(..300))),
            });
        }
    }
    rows
}

fn survey(rng: &mut Rng) -> Survey {
    let on = any_day(rng);
    let first = on.year() + rng.i32(0..2);
    let mut groups = Vec::new();
    for source in ["youth-union", "graduate", "worker", "other"] {
        if rng.bool() {
            let people = rng.u32(1..20);
            let fit = rng.u32(..=people);
            let asked = rng.u32(..=fit);
            let willing = rng.u32(..=asked);
            groups.push(SurveyGroup {
                source: code(source),
                people,
                fit,
                asked,
                willing,
            });
        }
    }
    Survey {
        on,
        period: Period {
            from: first,
            until: rng.bool().then_some(first + 2),
        },
        groups,
        note: None,
        source: None,
    }
}

fn visit(rng: &mut Rng) -> Visit {
    let on = any_day(rng);
    let held = rng.bool();
    let agreed = held && rng.bool();
    Visit {
        on: in_hundred(rng, 90).then_some(on),
        held,
        who: "tổ công tác".into(),
        findings: None,
        agreed: agreed.then(|| format!("việc {}", rng.u32(..1000))),
        by: (agreed && rng.bool()).then(|| on + Days::new(rng.u64(..90))),
        done: (agreed && rng.bool()).then(|| on + Days::new(rng.u64(..120))),
        source: None,
    }
}
