//! What screens 2 and 4 draw is what `report … --format json` prints, number by number.

use crate::desk::Desk;
use crate::help::place::Place;
use ketnap::app::Part;
use serde_json::Value;

/// Wide enough for every column, high enough for every row.
const WIDE: (u16, u16) = (150, 160);
/// The organisations looked at, by what is typed to find them.
const UNITS: [(&str, &str); 3] = [
    ("bac-kan", ""),
    ("duong-quang", "dương quang"),
    ("nong-thuong", "nông thượng"),
];

fn desk(screen: &str, find: &str, earlier: bool) -> Desk {
    let mut desk = Desk::new();
    if !find.is_empty() {
        desk.press("/").write(find).press("Enter");
    }
    desk.press(screen);
    if earlier {
        desk.press("[");
    }
    desk
}

/// The rows inside the frame, without the line of parts or headings.
fn rows(desk: &mut Desk) -> Vec<String> {
    let screen = desk.screen(WIDE.0, WIDE.1);
    let inside = screen.lines().skip(3).map_while(|line| {
        let line = line.trim_end().strip_prefix('│')?.strip_suffix('│')?;
        Some(line.trim_end().to_owned())
    });
    inside.collect()
}

/// The numbers of a text; a comma or a stop between digits belongs to the number.
fn numbers(text: &str) -> Vec<String> {
    let apart = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '/'));
    apart
        .map(|word| word.trim_matches([',', '/']).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// A number as it is drawn: a whole one, or one with a decimal comma.
fn drawn(value: &Value) -> Option<String> {
    let tenths = |x: f64| format!("{x:.1}").replace('.', ",");
    match value {
        Value::Null => None,
        Value::Number(n) if n.is_f64() => n.as_f64().map(tenths),
        Value::Number(n) => Some(n.to_string()),
        other => panic!("no number: {other}"),
    }
}

fn list(report: &Value, path: &str) -> Vec<Value> {
    report.pointer(path).unwrap().as_array().unwrap().clone()
}

fn all(values: &[&Value]) -> Vec<String> {
    values.iter().filter_map(|value| drawn(value)).collect()
}

fn whole(percent: &Value) -> String {
    format!("{:.0}", (percent.as_f64().unwrap() * 10.0).round() / 10.0)
}

/// Holds that the rows end with these numbers, one row each, and that nothing stands below.
fn hold(rows: &[String], told: &[Vec<String>], what: &str) {
    assert!(rows.len() >= told.len(), "{what}: {rows:#?}");
    for (row, told) in rows.iter().zip(told) {
        let seen = numbers(row);
        assert!(
            seen.ends_with(told),
            "{what}: {row:?} shows {seen:?}, not {told:?}"
        );
    }
    let below = rows[told.len()..].iter().flat_map(|row| numbers(row));
    assert_eq!(below.collect::<Vec<_>>(), [""; 0], "{what}");
}

fn pairs(form: &Value, name: &str) -> Vec<String> {
    let row = &form[name];
    all(&[&row["yes"], &row["no"], &row["unknown"]])
}

fn told(report: &Value, part: Part) -> Vec<Vec<String>> {
    match part {
        Part::Course => {
            let points = list(report, "/curve/points");
            let line = |p: &Value| {
                let even = p["even"]
                    .get(0)
                    .map_or(&Value::Null, |even| &even["people"]);
                all(&[&p["month"], &p["admitted"], even])
            };
            points.iter().map(line).collect()
        }
        Part::Years => {
            let rows = list(report, "/history");
            let line = |row: &Value| {
                let mut out = all(&[&row["year"], &row["admitted"]]);
                let made = row["admitted"].as_u64();
                for target in row["targets"].as_array().unwrap() {
                    let track = target["track"].as_str().unwrap();
                    out.extend(numbers(track));
                    out.extend(drawn(&target["target"]));
                    let of = target["target"].as_f64().filter(|of| *of > 0.0);
                    out.extend(
                        made.zip(of)
                            .map(|(n, of)| format!("{:.0}", n as f64 * 100.0 / of)),
                    );
                }
                out
            };
            rows.iter().map(line).collect()
        }
        Part::Funnel => {
            let rows = list(report, "/funnel/stages");
            let line = |row: &Value| all(&[&row["people"], &row["median_days"], &row["median_of"]]);
            let mut out: Vec<_> = rows.iter().map(line).collect();
            out.push(all(&[&report["funnel"]["paused"]]));
            out
        }
        Part::Causes => {
            let rows = list(report, "/causes");
            let line = |row: &Value| all(&[&row["candidates"], &row["cells"], &row["committees"]]);
            rows.iter().map(line).collect()
        }
        Part::Sources => {
            let rows = list(report, "/sources");
            let line = |row: &Value| all(&[&row["open"], &row["admitted"]]);
            let known =
                |row: &&Value| !row["source"].is_null() || row["open"] != 0 || row["admitted"] != 0;
            rows.iter().filter(known).map(line).collect()
        }
        Part::People => {
            let form = &report["newly_admitted"];
            let mut out = vec![all(&[&form["listed"]]), all(&[&form["unlisted"]])];
            for name in ["women", "ethnic_minority", "religion", "youth_union"] {
                out.push(pairs(form, name));
            }
            out.push(all(&[&form["readmitted"]]));
            out.extend(
                list(form, "/ages/bands")
                    .iter()
                    .map(|band| all(&[&band["people"]])),
            );
            out.extend(drawn(&form["ages"]["average"]).map(|age| vec![age]));
            out
        }
        Part::Cells | Part::Waiting => unreachable!("told by their own tests"),
    }
}

#[test]
fn the_charts_of_screen_4_draw_what_the_report_says() {
    let place = Place::sample();
    for (unit, find) in UNITS {
        for (year, earlier) in [("2022", false), ("2021", true)] {
            let mut desk = desk("4", find, earlier);
            let report = place.json(&["report", "analysis", "--year", year, "--unit", unit]);
            for part in Part::ALL {
                while desk.app.screens.insight.part != part {
                    desk.press("→");
                }
                if matches!(part, Part::Cells | Part::Waiting) {
                    continue;
                }
                let what = format!("{unit} {year} {part:?}");
                let rows = rows(&mut desk);
                let told = told(&report, part);
                match part {
                    // A table beside the chart: its lines begin with a month.
                    Part::Course => {
                        let table = rows.iter().filter(|row| {
                            let last = row.rsplit("  ").next().unwrap_or_default();
                            !last.trim().is_empty()
                        });
                        course(&table.cloned().collect::<Vec<_>>(), &told, &what);
                    }
                    // More stands below: the sources of a cause, what a mark means.
                    Part::Years | Part::People | Part::Causes => {
                        hold(&rows[..told.len()], &told, &what);
                    }
                    _ => hold(&rows, &told, &what),
                }
            }
        }
    }
}

/// Holds that the table of months is there, line under line.
fn course(rows: &[String], told: &[Vec<String>], what: &str) {
    let ends = |row: &&String, told: &[String]| numbers(row).ends_with(told);
    let first = rows.iter().position(|row| ends(&row, &told[0]));
    let first = first.unwrap_or_else(|| panic!("{what}: no {:?} in {rows:#?}", told[0]));
    for (row, told) in rows[first..].iter().zip(told) {
        assert!(ends(&row, told), "{what}: {row:?}, not {told:?}");
    }
}

#[test]
fn the_lists_of_screen_4_hold_what_the_report_lists() {
    let place = Place::sample();
    for (unit, find) in UNITS {
        let mut desk = desk("4", find, false);
        let report = place.json(&["report", "analysis", "--unit", unit]);
        let mut lines = |part: Part| {
            while desk.app.screens.insight.part != part {
                desk.press("→");
            }
            let mut rows = rows(&mut desk);
            rows.retain(|row| !row.is_empty());
            rows
        };
        let waiting = list(&report, "/waiting");
        let seen = lines(Part::Waiting);
        for (line, row) in seen.iter().zip(&waiting) {
            assert!(line.contains(row["name"].as_str().unwrap()), "{line}");
            assert!(line.contains(&format!("{} ngày", row["days"])), "{line}");
        }
        let silent = list(&report, "/cells/rows");
        let others = list(&report, "/cells/others");
        let seen_cells = lines(Part::Cells);
        if !waiting.is_empty() {
            assert_eq!(seen.len(), waiting.len(), "{unit}: {seen:#?}");
        }
        let warned = seen_cells.iter().filter(|line| line.contains('⚠')).count();
        assert_eq!(warned, silent.len(), "{unit}: {seen_cells:#?}");
        assert_eq!(seen_cells.len(), silent.len() + others.len(), "{unit}");
    }
}

#[test]
fn the_table_of_screen_2_draws_what_the_report_says() {
    let place = Place::sample();
    let report = place.json(&["report", "quota", "--year", "2022"]);
    let mut desk = desk("2", "", false);
    let rows = rows(&mut desk);
    let told = list(&report, "/rows");
    assert!(rows.len() >= told.len());
    let mut with_quota = 0;
    for (row, told) in rows.iter().zip(&told) {
        let quotas = told["quotas"].as_array().unwrap();
        let track = quotas.iter().find(|quota| quota["track"] == "KH27");
        let target = track.and_then(|t| t["target"].as_u64());
        let seen = numbers(row);
        let ends: Vec<String> = if let Some(track) = track.filter(|_| target.is_some()) {
            with_quota += 1;
            let missing = track["missing"].as_u64().filter(|n| *n > 0);
            let mut out = all(&[&track["target"], &told["admitted"]]);
            out.push(whole(&track["percent"]));
            out.extend(missing.map(|n| n.to_string()));
            let forecast = &told["forecast"];
            out.extend(all(&[&forecast["on_track"], &forecast["tight"]]));
            let months = told["per_month"].as_array().into_iter().flatten();
            let month = months.filter(|row| row["track"] == "KH27");
            out.extend(month.filter_map(|row| drawn(&row["people"])));
            out.extend(all(&[&told["year_before"], &track["allotted"]]));
            out
        } else {
            let forecast = &told["forecast"];
            let people = |n: &Value| n.as_u64().unwrap();
            let some = people(&forecast["on_track"]) + people(&forecast["tight"]) > 0;
            let classes = all(&[&forecast["on_track"], &forecast["tight"]]);
            let classes = if some { classes } else { Vec::new() };
            [classes, all(&[&told["year_before"]])].concat()
        };
        // Then what the organisation says itself of those without a record, and its open files.
        let open = drawn(&told["open"]).unwrap();
        assert_eq!(seen.last(), Some(&open), "{row}");
        let seen = &seen[..seen.len() - 1];
        let unlisted = drawn(&told["unlisted"]).unwrap();
        let without = seen.strip_suffix(&[unlisted][..]).unwrap_or(seen);
        assert!(
            seen.ends_with(&ends) || without.ends_with(&ends),
            "{row:?} shows {seen:?}, not {ends:?}"
        );
    }
    assert_eq!(with_quota, 3, "the city and its two communes");
}

#[test]
fn the_people_behind_the_forecast_are_as_many_as_the_report_counts() {
    let place = Place::sample();
    for (unit, find) in UNITS {
        let report = place.json(&["report", "quota", "--unit", unit]);
        let forecast = &report["rows"][0]["forecast"];
        let mut desk = desk("2", find, false);
        desk.press("Enter");
        let rows = rows(&mut desk);
        let screen = desk.screen(WIDE.0, WIDE.1);
        for (mark, class) in [('▓', "on_track"), ('▒', "tight"), ('░', "not_this_year")] {
            let people = rows.iter().filter(|row| {
                let mut marks = row.char_indices().filter(|(_, c)| *c == mark);
                marks.next().is_some_and(|(at, _)| at > 20)
            });
            let count = people.count() as u64;
            assert_eq!(
                Some(count),
                forecast[class].as_u64(),
                "{unit} {class}: {screen}"
            );
        }
        let done = drawn(&forecast["done"]).unwrap();
        assert_eq!(
            numbers(&screen.lines().nth(2).unwrap()[3..])[0],
            done,
            "{screen}"
        );
    }
}
