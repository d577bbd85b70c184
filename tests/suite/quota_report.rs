//! Quotas in full as they are reported, checked and kept on disk.

use crate::desk::Desk;
use crate::help::place::Place as Home;
use crate::quotas::{
    NORTH, NORTH_CELL, ROOT, SOUTH, SOUTH_CELL, admitted, book, figures, node, quota, revised,
    rules, today, uneven,
};
use crate::world::{code, day};
use ketnap::exchange::{QuotaReport, Report};
use ketnap::model::{Exemption, Floor, MemberCount, Quota, Sex, UnitClass};
use ketnap::rules::{Counted, Figures, Known, members, reference};
use ketnap::store::{Access, Store};
use ketnap::text::Lang;
use serde_json::{Value, json};

#[test]
fn parts_that_do_not_add_up_are_told_with_the_difference() {
    let home = Home::empty();
    let book = uneven();
    let store = Store::new(home.data(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    let output = home.run(&["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = report["findings"].as_array().unwrap().iter();
    let sums: Vec<_> = rows.filter(|row| row["code"] == "quota-sum").collect();
    assert!(
        sums.iter()
            .all(|row| row["level"] == "warning" && row["unit"] == "goc")
    );
    let said: Vec<_> = sums
        .iter()
        .map(|row| row["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        said,
        [
            "Năm 2022, KH27: giao xuống 202, cấp này 100, chênh 102.",
            "Năm 2022, KH27, nữ: giao xuống 4, cấp này 10, chênh -6."
        ]
    );
    let mut desk = Desk::with(book, Lang::Vi);
    desk.press("2");
    let screen = desk.screen(120, 20);
    assert!(screen.contains("≠202"), "{screen}");
}

#[test]
fn the_reference_is_a_share_of_the_members() {
    let rules = rules();
    assert_eq!(reference(&rules, 2021, 1_000), None);
    assert_eq!(reference(&rules, 2022, 1_000), Some((30, Some(40))));
    assert_eq!(reference(&rules, 2022, 50), Some((2, Some(2))));
    let book = book(|_, units| {
        for (unit, members) in [(NORTH_CELL, 30), (SOUTH_CELL, 70), (SOUTH, 210)] {
            units[unit].members.push(MemberCount {
                on: day(2022, 6, 30),
                members,
                full: Some(members),
                source: None,
            });
        }
    });
    let of = |year, unit| {
        let figures = Figures::new(Known::new(&book, &rules, today()), year);
        members(&book, &figures, node(&book, &figures, unit))
    };
    assert_eq!(of(2022, "nam"), Some(210));
    assert_eq!(of(2021, "nam"), None);
    // What its cells in the book come to is not the whole of it.
    assert_eq!(of(2022, "bac"), None);
}

#[test]
fn the_report_holds_groups_exemptions_and_the_reference() {
    let rules = rules();
    let mut woman = admitted(1);
    woman.sex = Some(Sex::Female);
    let book = book(|_, units| {
        units[NORTH_CELL].candidates = vec![woman];
        units[NORTH].quotas.push(Quota {
            group: Some(code("women")),
            deadline: Some(day(2022, 10, 20)),
            ..quota(2022, 3)
        });
        units[NORTH].members.push(MemberCount {
            on: day(2022, 6, 30),
            members: 200,
            full: Some(190),
            source: None,
        });
        units[SOUTH].exemptions.push(Exemption {
            year: 2022,
            from: day(2022, 1, 1),
            basis: None,
            note: None,
        });
    });
    let figures = figures(&book, &rules);
    let report = QuotaReport::new(Counted::new(&book, &rules, &figures), None).unwrap();
    let report: Value = serde_json::from_str(&report.json()).unwrap();
    let row = |unit: &str| {
        let rows = report["rows"].as_array().unwrap();
        rows.iter().find(|row| row["unit"] == unit).unwrap()
    };
    assert_eq!(
        row("bac")["groups"],
        json!([{"group": "women", "track": "KH27", "target": 3, "admitted": 1, "missing": 2,
            "deadline": "2022-10-20"}])
    );
    assert_eq!(row("bac")["reference"], json!([6, 8]));
    assert_eq!(
        (&row("bac")["exempt"], &row("nam")["exempt"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(row("nam")["reference"], Value::Null);
}

#[test]
fn all_of_it_is_kept_on_disk() {
    let home = Home::empty();
    let book = book(|head, units| {
        head.settings.floors = vec![Floor {
            track: code("KH27"),
            year: 2022,
            class: UnitClass::Sector("doanh nghiệp".into()),
            least: 1,
            basis: Some("Kế hoạch mẫu".into()),
        }];
        units[ROOT].quotas = vec![revised(110, 1, day(2021, 3, 11))];
        units[NORTH].exemptions.push(Exemption {
            year: 2022,
            from: day(2022, 1, 1),
            basis: None,
            note: Some("hết nguồn".into()),
        });
        let mut marked = admitted(1);
        marked.groups.push(code("militia"));
        units[NORTH_CELL].candidates = vec![marked];
    });
    let store = Store::new(home.data(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    assert_eq!(store.load().unwrap(), book);
}
