//! The same list again, after hands and after the list changed: what is filled, what differs, what either answer gives.

use super::{import, list_in, marks, person, run, ward};
use serde_json::Value;
use std::fmt::Write as _;

/// Twelve people of two cells, each with a birth, a people, a phone and a helper.
fn list(alter: impl Fn(usize) -> Option<&'static str>) -> String {
    let mut text =
        "STT,Họ và tên,Ngày sinh,Chi bộ,Dân tộc,Điện thoại,Ngày họp công nhận,Người giúp đỡ\n"
            .to_owned();
    for at in 1..=12 {
        let cell = if at % 2 == 0 {
            "Chi bộ Mẫu 1"
        } else {
            "Chi bộ Mẫu 2"
        };
        let people = alter(at).unwrap_or("Tày");
        writeln!(
            text,
            "{at},Hoàng Văn Mẫu {at},{at:02}/{at:02}/199{},{cell},{people},09120000{at:02},{:02}/03/2025,Lý Thị Mẫu {at}",
            at % 10,
            at + 12,
        )
        .unwrap();
    }
    text
}

fn values(read: &Value, code: &str) -> usize {
    let rows = read["rows"].as_array().unwrap().iter();
    let problems = rows.flat_map(|row| row["problems"].as_array().unwrap());
    problems.filter(|problem| problem["code"] == code).count()
}

#[test]
fn ten_people_edited_by_hand_differ_until_it_is_said_who_is_right() {
    let place = ward(&["Chi bộ Mẫu 1", "Chi bộ Mẫu 2"]);
    let file = list_in(&place, "a.csv", &list(|_| None));
    let first = import(&place, &file, &["--yes"]);
    assert_eq!(marks(&first), ["new"; 12], "{first:#}");
    for at in 1..=10 {
        let id = person(&place, &format!("Hoàng Văn Mẫu {at}")).id;
        run(&place, &["set", id.as_str(), "ethnicity=Nùng"]);
    }
    let before = place.files();
    let again = import(&place, &file, &["--yes"]);
    assert_eq!(again["counts"]["conflict"], 10);
    assert_eq!(again["counts"]["same"], 2);
    assert_eq!(values(&again, "differs"), 10);
    assert_eq!(place.files(), before, "nothing is taken without an answer");
    import(&place, &file, &["--take", "book", "--yes"]);
    assert_eq!(place.files(), before, "the book stays as it is");
    import(&place, &file, &["--take", "file", "--yes"]);
    for at in 1..=12 {
        let found = person(&place, &format!("Hoàng Văn Mẫu {at}"));
        assert_eq!(found.ethnicity.as_deref(), Some("Tày"));
        assert_eq!(found.helpers.len(), 1);
        assert_eq!(found.steps.len(), 1);
    }
    let after = import(&place, &file, &["--yes"]);
    assert_eq!(after["counts"]["same"], 12);
    run(&place, &["undo"]);
    assert_eq!(
        person(&place, "Hoàng Văn Mẫu 1").ethnicity.as_deref(),
        Some("Nùng")
    );
}

#[test]
fn a_list_changed_in_five_cells_differs_in_five_rows() {
    let place = ward(&["Chi bộ Mẫu 1", "Chi bộ Mẫu 2"]);
    let file = list_in(&place, "a.csv", &list(|_| None));
    import(&place, &file, &["--yes"]);
    let other = list_in(&place, "b.csv", &list(|at| (at <= 5).then_some("Dao")));
    let again = import(&place, &other, &["--dry-run"]);
    assert_eq!(again["counts"]["conflict"], 5);
    assert_eq!(again["counts"]["same"], 7);
    import(&place, &other, &["--take", "file", "--yes"]);
    let dao = (1..=12).filter(|at| {
        let found = person(&place, &format!("Hoàng Văn Mẫu {at}"));
        found.ethnicity.as_deref() == Some("Dao")
    });
    assert_eq!(dao.count(), 5);
}

#[test]
fn what_a_later_list_knows_more_of_is_filled_in() {
    let place = ward(&["Chi bộ Mẫu"]);
    let short = "Họ và tên;Năm sinh;Chi bộ\nVi Văn Mẫu 71;1994;Chi bộ Mẫu\n";
    import(&place, &list_in(&place, "a.csv", short), &["--yes"]);
    let found = person(&place, "Vi Văn Mẫu 71");
    assert_eq!(found.steps[0].on.to_string(), "2026-11-27");
    let long = "Họ và tên;Năm sinh;Chi bộ;Dân tộc;Ngày họp công nhận;Ngày cấp GCN;Số GCN\n\
        Vi Văn Mẫu 71;1994;Chi bộ Mẫu;Thái;15/01/2025;20/06/2025;12/GCN\n";
    let read = import(&place, &list_in(&place, "b.csv", long), &["--yes"]);
    assert_eq!(marks(&read), ["filled"], "{read:#}");
    let found = person(&place, "Vi Văn Mẫu 71");
    assert_eq!(found.ethnicity.as_deref(), Some("Thái"));
    let days: Vec<String> = found.steps.iter().map(|step| step.on.to_string()).collect();
    assert_eq!(
        days,
        ["2025-01-15", "2025-06-20"],
        "the day of the import makes room"
    );
    assert!(found.steps.iter().all(|step| step.taken_over == Some(3)));
    assert_eq!(found.papers.len(), 1);
}
