//! Reports and tables: the article's figures, exact JSON, and names that try to do harm.

mod article;

use article::{city, day, id, rules, texts};
use ketnap::exchange::{
    Cell, FindingsReport, Format, PipelineReport, QuotaReport, Report, Room, Shape, Table, write,
};
use ketnap::model::{Book, Refusal};
use ketnap::rules::{Counted, Figures, Known, findings};
use serde_json::{Value, json};

fn figures(book: &Book) -> Figures {
    Figures::new(Known::new(book, &rules(), day("2022-11-27")), 2022)
}

fn quota_report(book: &Book, unit: Option<&str>) -> QuotaReport {
    let unit = unit.map(id);
    QuotaReport::new(Counted::new(book, &rules(), &figures(book)), unit.as_ref()).unwrap()
}

fn pipeline_report(book: &Book) -> PipelineReport {
    PipelineReport::new(Counted::new(book, &rules(), &figures(book)), None, &texts()).unwrap()
}

fn findings_report(book: &Book) -> FindingsReport {
    let found = findings(Counted::new(book, &rules(), &figures(book)));
    FindingsReport::new(&found, &texts())
}

fn parsed(report: &impl Report) -> Value {
    serde_json::from_str(&report.json()).unwrap()
}

fn row<'a>(report: &'a Value, unit: &str) -> &'a Value {
    let mut rows = report["rows"].as_array().unwrap().iter();
    rows.find(|row| row["unit"] == unit).unwrap()
}

#[test]
fn the_articles_figures_come_out_exactly() {
    let report = parsed(&quota_report(&city(), None));
    assert_eq!(report["year"], 2022);
    assert_eq!(report["as_of"], "2022-11-27");
    assert_eq!(report["counting"], "ceremony");
    let city = row(&report, "city");
    assert_eq!(
        (&city["admitted"], &city["listed"], &city["unlisted"]),
        (&json!(69), &json!(2), &json!(67))
    );
    assert_eq!(
        city["quotas"],
        json!([
            {"track": "KH27", "target": 110, "percent": 62.7, "missing": 41, "allotted": 24},
            {"track": "NQ", "target": 90, "percent": 76.7, "missing": 21, "allotted": null},
        ])
    );
    let south = row(&report, "duong-quang");
    assert_eq!(south["quotas"][0]["percent"], 0.0);
    assert_eq!(south["quotas"][0]["allotted"], 0);
    assert_eq!(row(&report, "chi-bo")["quotas"][0]["percent"], Value::Null);
    assert_eq!(row(&report, "chi-bo")["quotas"][0]["missing"], 0);
    assert_eq!(row(&report, "chi-bo-2")["quotas"], json!([]));
}

#[test]
fn over_fulfilment_is_normal() {
    let report = parsed(&quota_report(&city(), Some("nong-thuong")));
    assert_eq!(report["rows"].as_array().unwrap().len(), 2);
    assert_eq!(
        report["rows"][0]["quotas"],
        json!([{"track": "KH27", "target": 12, "percent": 108.3, "missing": 0, "allotted": null}])
    );
    assert_eq!(report["rows"][0]["depth"], 1);
    assert_eq!(report["rows"][0]["parent"], "city");
}

#[test]
fn a_quota_row_has_the_keys_of_the_contract_in_order() {
    let text = quota_report(&city(), Some("chi-bo-2")).json();
    insta::assert_snapshot!(text, @r#"
    {
      "year": 2022,
      "as_of": "2022-11-27",
      "counting": "ceremony",
      "rows": [
        {
          "unit": "chi-bo-2",
          "parent": "nong-thuong",
          "name": "Chi bộ Mẫu 2",
          "kind": "cell",
          "depth": 2,
          "admitted": 2,
          "listed": 2,
          "unlisted": 0,
          "quotas": [],
          "stages": {
            "source": 0,
            "decision": 0,
            "ceremony": 0,
            "probation": 2,
            "full": 1
          },
          "forecast": {
            "done": 2,
            "on_track": 0,
            "tight": 0,
            "not_this_year": 0
          },
          "groups": [],
          "exempt": false,
          "reference": null,
          "open": 2,
          "year_before": null
        }
      ]
    }
    "#);
    assert!(text.ends_with("}\n"));
}

#[test]
fn an_unreadable_unit_is_a_row_and_marks_those_above() {
    let report = parsed(&quota_report(&city(), None));
    let bad = row(&report, "hong");
    assert_eq!(
        (&bad["unreadable"], &bad["kind"], &bad["name"]),
        (&json!(true), &Value::Null, &json!("hong"))
    );
    assert_eq!(
        (&bad["admitted"], &bad["stages"]["full"]),
        (&json!(0), &json!(0))
    );
    assert!(bad.get("incomplete").is_none());
    assert_eq!(row(&report, "city")["incomplete"], true);
    assert!(row(&report, "chi-bo").get("incomplete").is_none());
}

#[test]
fn an_unknown_unit_is_refused() {
    let book = city();
    let report = QuotaReport::new(
        Counted::new(&book, &rules(), &figures(&book)),
        Some(&id("nowhere")),
    );
    assert_eq!(report, Err(Refusal::NoUnit(id("nowhere"))));
}

#[test]
fn the_pipeline_holds_open_files_by_stage_and_wait() {
    let report = parsed(&pipeline_report(&city()));
    let rows = report["rows"].as_array().unwrap();
    let order: Vec<_> = rows
        .iter()
        .map(|r| r["candidate"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["uv-4", "uv-3", "uv-5", "uv-1", "uv-2"]);
    assert_eq!(
        rows[2],
        json!({
            "candidate": "uv-5", "unit": "chi-bo", "name": "Mẫu 5", "stage": "decision",
            "since": "2022-03-01", "days": 271, "due": null, "overdue": false,
            "next": "Tiếp: làm decision (chi bộ)", "blockers": [],
        })
    );
    assert_eq!(rows[1]["blockers"], json!(["đi làm ăn xa"]));
    assert_eq!(report["as_of"], "2022-11-27");
}

#[test]
fn a_finding_is_one_line_with_its_place() {
    let book = city();
    let report = findings_report(&book);
    let text = report.print(Format::Table, &texts());
    let broken = "units/hong\u{fffd}.ron:4:9 error unreadable Sai cú pháp ở =Mẫu";
    assert!(text.lines().any(|line| line.starts_with(broken)), "{text}");
    let found = parsed(&report);
    let mut rows = found["findings"].as_array().unwrap().iter();
    let bad = rows.find(|row| row["unit"] == "hong").unwrap();
    let keys: Vec<&String> = bad.as_object().unwrap().keys().collect();
    let sorted = "candidate code level line message path unit";
    assert_eq!(keys, sorted.split(' ').collect::<Vec<_>>());
    assert_eq!((&bad["line"], &bad["candidate"]), (&json!(4), &Value::Null));
    assert_eq!(text.lines().count(), report.findings.len());
}

fn sheet() -> Table {
    let text = |t: &str| vec![Cell::text(t), Cell::Number(-3), Cell::Percent(1083)];
    Table {
        headers: ["Tên", "Số", "%"].map(str::to_owned).to_vec(),
        rows: [
            "=1+1", "+1", "-1", "@a", "\tx", "\rx", "  =2", "a|b\\", "a,\"b\"",
        ]
        .map(text)
        .to_vec(),
        shape: Shape::Grid,
    }
}

#[test]
fn csv_runs_nothing_in_a_spreadsheet() {
    insta::assert_snapshot!(write(&sheet(), Format::Csv, Room::Endless), @r#"
    Tên,Số,%
    '=1+1,-3,108.3
    '+1,-3,108.3
    '-1,-3,108.3
    '@a,-3,108.3
    '�x,-3,108.3
    '�x,-3,108.3
    '=2,-3,108.3
    a|b\,-3,108.3
    "a,""b""",-3,108.3
    "#);
}

#[test]
fn a_markdown_cell_never_ends_early() {
    let text = write(&sheet(), Format::Md, Room::Endless);
    insta::assert_snapshot!(text.lines().take(3).collect::<Vec<_>>().join("\n"), @r"
    | Tên | Số | % |
    | --- | ---: | ---: |
    | =1+1 | -3 | 108.3% |
    ");
    assert!(text.contains(r"| a\|b\\ | -3 |"), "{text}");
}

#[test]
fn a_table_keeps_eighty_columns_indents_and_aligns() {
    let text = quota_report(&city(), None).print(Format::Table, &texts());
    assert!(
        text.lines().all(|line| ketnap::text::width(line) <= 80),
        "{text}"
    );
    insta::assert_snapshot!(text, @r"
    Tổ chức      Mã          Theo  Chỉ Kết  Tỷ lệ   Còn   Đã Không Đang Kịp Sát Trễ
                                  tiêu nạp        thiếu giao hồ sơ   mở
    ────────────────────────────────────────────────────────────────────────────────
    TP. Bắc Kạn  city        KH27  110  69  62.7%    41   24    67    5   0   1   2
    TP. Bắc Kạn  city        NQ     90  69  76.7%    21         67    5   0   1   2
      Xã Dương   duong-quang KH27   12   0   0.0%    12    0     0    3   0   1   2
    Quang
        =Mẫu�[31 chi-bo      KH27    0   0            0          0    3   0   1   2
    m�|x�<b>�
      Xã Nông    nong-thuong KH27   12  13 108.3%     0         11    2   0   0   0
    Thượng
        Chi bộ   chi-bo-2                2                       0    2   0   0   0
    Mẫu 2
      hong       hong
    ");
}

#[test]
fn the_pipeline_table_keeps_eighty_columns() {
    let text = pipeline_report(&city()).print(Format::Table, &texts());
    assert!(
        text.lines().all(|line| ketnap::text::width(line) <= 80),
        "{text}"
    );
    insta::assert_snapshot!(text, @r"
    Hồ sơ Tổ chức  Họ và tên     Bước      Từ ngày      Số Việc tiếp   Vướng
                                                      ngày
    ────────────────────────────────────────────────────────────────────────────────
    uv-4  chi-bo   Mẫu 4         Bước      01/03/2022  271 Tạm dừng từ
                                 source                    01/04/2022:
    uv-3  chi-bo   =Mẫu�[31m�|x� Bước      28/10/2022   30 Tiếp: làm   đi làm ăn xa
                   <b>�          source                    source (chi
                                                           bộ)
    uv-5  chi-bo   Mẫu 5         Bước      01/03/2022  271 Tiếp: làm
                                 decision                  decision
                                                           (chi bộ)
    uv-1  chi-bo-2 Mẫu 1         Bước      19/05/2022  192 Tiếp: làm
                                 probation                 probation
                                                           (chi bộ)
    uv-2  chi-bo-2 Mẫu 2         Bước      19/05/2022  192 Tiếp: làm
                                 probation                 probation
                                                           (chi bộ)
    ");
}

#[test]
fn hostile_names_are_inert_in_every_format() {
    let book = city();
    for format in Format::ALL {
        let all = [
            quota_report(&book, None).print(format, &texts()),
            pipeline_report(&book).print(format, &texts()),
            findings_report(&book).print(format, &texts()),
        ];
        for text in all {
            let bad = text
                .chars()
                .find(|c| *c != '\n' && !ketnap::model::is_inert(*c));
            assert_eq!(bad, None, "{format:?}: {text}");
            let escapes = ["\\u001b", "\\u202e", "\\u009b"];
            assert!(
                !escapes.iter().any(|e| text.contains(e)),
                "{format:?}: {text}"
            );
        }
    }
}

#[test]
fn formats_have_words() {
    for format in Format::ALL {
        assert_eq!(Format::from_word(format.word()), Some(format));
    }
    assert_eq!(Format::from_word("xml"), None);
}
