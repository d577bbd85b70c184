//! The analysis drawn as text: parts under their heads, with bars and the numbers beside them.

use super::analysis::{
    AnalysisReport, CurveRows, Funnel, PointRow, SourceRow, StageRow, Target, WaitingRow, YearRow,
};
use super::causes;
use super::part::{Line, Part};
use super::quota::Tenths;
use super::table::{Cell, Room};
use crate::model::{Code, show_date};
use crate::text::Texts;

/// Waiting files that are drawn; the data has all.
const DRAWN: usize = 20;

impl AnalysisReport {
    pub(super) fn parts(&self, texts: &Texts) -> Vec<Part> {
        let [people, ages] = self.newly_admitted.parts(texts);
        vec![
            self.curve.part(texts),
            history_part(&self.history, texts),
            self.funnel.part(texts),
            causes::part(&self.causes, texts),
            sources_part(&self.sources, texts),
            people,
            ages,
            self.cells.part(texts),
            waiting_part(&self.waiting, texts),
        ]
    }

    /// The parts under their heads, as wide as the room at most.
    pub(super) fn charts(&self, room: Room, texts: &Texts) -> String {
        let (year, day) = (self.year.to_string(), show_date(self.as_of));
        let about = [
            ("name", self.name.as_str()),
            ("year", &year),
            ("date", &day),
        ];
        let mut out = texts.fill("analysis.title", &about);
        out.push('\n');
        if self.incomplete {
            out.push_str(texts.get("analysis.incomplete"));
            out.push('\n');
        }
        for mut part in self.parts(texts) {
            let more = part.lines.len().saturating_sub(DRAWN);
            if part.cut && more > 0 {
                part.lines.truncate(DRAWN);
                let more = more.to_string();
                part.foot
                    .push(texts.fill("analysis.more", &[("count", &more)]));
            }
            out.push('\n');
            out.push_str(&part.drawn(room, texts));
        }
        out
    }
}

fn number(n: impl Into<i64>) -> Cell {
    Cell::Number(n.into())
}

fn told(targets: &[Target], texts: &Texts) -> String {
    let each = targets.iter().map(|row| {
        let target = row.target.to_string();
        texts.fill(
            "analysis.target",
            &[("track", row.track.as_str()), ("target", &target)],
        )
    });
    each.collect::<Vec<_>>().join(" · ")
}

fn most(targets: &[Target]) -> u64 {
    targets
        .iter()
        .map(|row| u64::from(row.target))
        .max()
        .unwrap_or(0)
}

impl CurveRows {
    fn part(&self, texts: &Texts) -> Part {
        let line = |point: &PointRow| {
            let even = point.even.iter().map(|even| {
                let Tenths(people) = even.people;
                format!("{} {}.{}", even.track, people / 10, people % 10)
            });
            let even = even.collect::<Vec<_>>().join(" · ");
            let note = match even.as_str() {
                "" => String::new(),
                each => texts.fill("analysis.even", &[("each", each)]),
            };
            let label = texts.fill("analysis.by", &[("date", &show_date(point.until))]);
            Line::new(label, Cell::number(point.admitted), note)
        };
        let undated = self.points.iter().filter_map(|point| point.unlisted).max();
        let undated = undated.filter(|count| *count > 0).map(|count| {
            let count = count.to_string();
            match self.unlisted_as_of.map(show_date) {
                Some(day) => {
                    let known = [("count", count.as_str()), ("date", &day)];
                    texts.fill("analysis.undated-as-of", &known)
                }
                None => texts.fill("analysis.undated", &[("count", &count)]),
            }
        });
        Part {
            head: texts.get("analysis.curve").to_owned(),
            lines: self.points.iter().map(line).collect(),
            scale: most(&self.targets),
            bars: true,
            foot: undated.into_iter().collect(),
            ..Part::default()
        }
    }
}

fn history_part(years: &[YearRow], texts: &Texts) -> Part {
    let line = |row: &YearRow| {
        let count = row.listed.saturating_add(row.unlisted);
        let partly = row.admitted.is_none() && count > 0;
        let note = if partly {
            let count = count.to_string();
            texts.fill("analysis.partly", &[("count", &count)])
        } else {
            told(&row.targets, texts)
        };
        Line::new(row.year.to_string(), Cell::number(row.admitted), note)
    };
    let most = years.iter().map(|row| most(&row.targets)).max();
    Part {
        head: texts.get("analysis.history").to_owned(),
        lines: years.iter().map(line).collect(),
        scale: most.unwrap_or(0),
        bars: true,
        ..Part::default()
    }
}

impl Funnel {
    fn part(&self, texts: &Texts) -> Part {
        let line = |row: &StageRow| {
            let median = row.median_days.zip(row.median_of).map(|(days, of)| {
                let (days, of) = (days.to_string(), of.to_string());
                texts.fill("analysis.median", &[("days", &days), ("of", &of)])
            });
            let label = texts.label(&row.name);
            Line::new(label, number(row.people), median.unwrap_or_default())
        };
        let paused = Line::new(texts.get("ui.paused"), number(self.paused), "");
        Part {
            head: texts.get("analysis.funnel").to_owned(),
            lines: self.stages.iter().map(line).chain([paused]).collect(),
            bars: true,
            ..Part::default()
        }
    }
}

fn sources_part(groups: &[SourceRow], texts: &Texts) -> Part {
    let line = |row: &SourceRow| {
        let word = row.source.as_ref().map(Code::as_str);
        let unsaid = || word.unwrap_or(texts.get("analysis.no-group"));
        let label = row.name.as_ref().map(|name| texts.label(name));
        let admitted = row.admitted.to_string();
        let note = texts.fill("analysis.of-these", &[("admitted", &admitted)]);
        Line::new(label.unwrap_or_else(unsaid), number(row.open), note)
    };
    Part {
        head: texts.get("analysis.sources").to_owned(),
        lines: groups.iter().map(line).collect(),
        bars: true,
        ..Part::default()
    }
}

fn waiting_part(rows: &[WaitingRow], texts: &Texts) -> Part {
    let line = |row: &WaitingRow| {
        let (since, due) = (show_date(row.since), row.due.map(show_date));
        let about = [
            ("stage", texts.label(&row.stage_name)),
            ("date", since.as_str()),
            ("due", due.as_deref().unwrap_or_default()),
        ];
        let note = match (&due, row.overdue) {
            (None, _) => texts.fill("analysis.waits", &about[..2]),
            (Some(_), false) => texts.fill("analysis.waits-due", &about),
            (Some(_), true) => texts.fill("analysis.waits-late", &about),
        };
        Line::new(row.name.as_str(), number(row.days), note)
    };
    Part {
        head: texts.get("analysis.waiting").to_owned(),
        lines: rows.iter().map(line).collect(),
        cut: true,
        ..Part::default()
    }
}
