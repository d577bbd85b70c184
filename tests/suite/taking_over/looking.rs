//! A list that is only looked at: what it comes to is shown, and nothing is written, in a book that may only be read too.

use super::{fixture, ward};

#[test]
fn a_list_is_shown_and_not_taken_over_where_nothing_may_be_written() {
    let place = ward(&["Chi bộ Mẫu"]);
    let before = place.files();
    let list = fixture("02-quan-chung-uu-tu.xlsx").display().to_string();
    let looks: [&[&str]; 3] = [
        &["--dry-run"],
        &["--dry-run", "--read-only"],
        &["--read-only"],
    ];
    for more in looks {
        let args = [&["import", &list, "--new-units"], more].concat();
        let shown = place.ok(&args);
        assert!(shown.contains("Hoàng Văn Mẫu 11"), "{more:?}: {shown}");
        assert!(place.files() == before, "{more:?} wrote something");
    }
    let args = ["import", &list, "--new-units", "--yes", "--read-only"];
    let (code, said) = place.fails(&args);
    assert_eq!(code, 3);
    assert!(!said.trim().is_empty());
    assert!(
        place.files() == before,
        "refused, and something was written"
    );
}
