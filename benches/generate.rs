//! Invented books of the two sizes that the budgets speak of, the same for the same seed.

#[path = "people.rs"]
mod people;

use chrono::NaiveDate;
use fastrand::Rng;
use ketnap::model::{
    BookSettings, Cause, Code, Counting, Dated, Exemption, Floor, Header, MemberCount, Note, Quota,
    Track, Unit, UnitClass, UnitId, Unlisted,
};
use people::candidate;

/// How large a book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// 60 committees, 400 cells, 3,000 candidates.
    City,
    /// 1,500 committees, 6,000 cells, 60,000 candidates.
    Province,
}

const CAUSES: [&str; 5] = ["away", "livelihood", "unsure", "schooling", "verification"];

/// How many cells the city has.
pub(crate) const CITY_CELLS: u32 = 400;

/// The day on which the books stand.
pub(crate) fn as_of() -> NaiveDate {
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
pub(crate) fn book(size: Size, seed: u64) -> (Header, Vec<Unit>) {
    let mut rng = Rng::with_seed(seed);
    let (top, cities, wards, cells, people) = match size {
        Size::City => ("city", 0, 59, CITY_CELLS, 3_000),
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
        floors: vec![Floor {
            track: code("KH27"),
            year: 2022,
            class: UnitClass::Kind(code("ward")),
            least: 2,
            basis: Some("Kế hoạch mẫu".to_owned()),
        }],
        today: Some(as_of()),
        recorded_from: Some(2021),
        note: Some("Dữ liệu minh họa, mọi tên đều là tên mẫu.".to_owned()),
        group_shared: false,
        utc_offset: None,
    };
    let id = code("sach-mau");
    (Header::new(id, root, settings), units)
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
        full: Some(full),
        source: None,
    });
    for (track, percent) in [("KH27", 4), ("NQ", 3)] {
        unit.quotas.extend([2021, 2022].map(|year| Quota {
            basis: Some("Kế hoạch mẫu".to_owned()),
            ..Quota::new(year, code(track), full * percent / 100 + 1)
        }));
    }
    if kind == "ward" {
        unit.quotas.push(Quota {
            group: Some(code("women")),
            deadline: Some(day(2022, 10, 20)),
            ..Quota::new(2022, code("KH27"), full / 100 + 1)
        });
    }
    if rng.u8(..12) == 0 {
        unit.quotas.push(Quota {
            revision: 1,
            from: Some(day(2022, 6, 1)),
            by: Some("Đảng ủy Mẫu".to_owned()),
            basis: Some("Công văn mẫu".to_owned()),
            ..Quota::new(2022, code("KH27"), full / 50 + 1)
        });
    }
    if kind == "cell" && rng.u8(..30) == 0 {
        unit.exemptions.push(Exemption {
            year: 2022,
            from: day(2022, 3, 1),
            basis: Some("Thông báo mẫu".to_owned()),
            note: None,
        });
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
