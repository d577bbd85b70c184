//! Charts by ratatui's own widgets, each with its numbers beside it.

use super::View;
use super::line::RowBuilder;
use super::panes::row;
use crate::config::Look;
use crate::model::clean;
use crate::rules::{Analysis, Curve};
use crate::text::{cut_middle, pad, percent, tenths, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::Marker;
use ratatui::text::Line;
use ratatui::widgets::{Axis, Bar, BarChart, Chart, Dataset, GraphType, LegendPosition};

/// A row of a chart of bars: its name, its value, and what stands beside the bar.
pub(super) struct Measure {
    pub(super) name: String,
    pub(super) value: u32,
    pub(super) told: String,
}

/// Bars lying one below the other: names on the left, numbers on the right, so that nothing
/// depends on the length of a bar.
pub(super) fn bars(frame: &mut Frame<'_>, view: View<'_>, area: Rect, measures: &[Measure]) {
    let room = usize::from(area.width);
    let longest = |text: fn(&Measure) -> &String| measures.iter().map(|m| width(text(m))).max();
    let names = longest(|m| &m.name).unwrap_or(0).min(room * 2 / 5);
    let told = longest(|m| &m.told).unwrap_or(0).min(room / 2);
    let length = room.saturating_sub(names + told + 3);
    let height = measures.len().min(usize::from(area.height));
    let chart = Rect {
        x: area.x + names as u16 + 1,
        width: length as u16,
        height: height as u16,
        ..area
    };
    for (line, measure) in measures.iter().take(height).enumerate() {
        let mut out = RowBuilder::default();
        let name = cut_middle(&clean(&measure.name), names);
        out.cell(&name, names + length + 2, Style::new());
        out.cell(&measure.told, told + 1, view.styles.get(Look::Plain));
        out.draw(frame, row(area, line), Style::new());
    }
    let drawn = measures.iter().take(height);
    let drawn = drawn.map(|m| Bar::new(u64::from(m.value)).text_value(String::new()));
    let most = measures.iter().map(|m| m.value).max().unwrap_or(0);
    let widget = BarChart::horizontal(drawn.collect::<Vec<_>>())
        .bar_width(1)
        .bar_gap(0)
        .max(u64::from(most.max(1)))
        .bar_style(view.styles.get(Look::Head));
    frame.render_widget(widget, chart);
}

/// The target of the track shown, else of the first that has one, with the track's short name.
fn target(view: View<'_>, targets: &[Option<u32>]) -> Option<(String, u32)> {
    let tracks = view.app.book.settings().tracks.iter();
    let shown = view.app.screens.quotas.track(&view.app.book);
    let known = tracks.zip(targets).filter_map(|(track, target)| {
        let target = (*target)?;
        Some((track, target))
    });
    let shown_one = known.clone().find(|(track, _)| Some(&track.id) == shown);
    let one = shown_one.or_else(|| known.clone().next());
    one.map(|(track, target)| (track.id.to_string(), target))
}

/// The months of the numbers beside the chart.
fn months(view: View<'_>, curve: &Curve, target: Option<u32>) -> Vec<String> {
    let heads = ["col.month", "col.admitted", "col.even"].map(|key| view.texts.get(key));
    let line =
        |month: &str, made: &str, even: &str| format!("{} {made:>9} {even:>8}", pad(month, 8));
    let mut lines = vec![line(heads[0], heads[1], heads[2])];
    lines.extend(curve.points.iter().map(|point| {
        let made = point.count.map(|count| count.admitted().to_string());
        let even =
            target.map(|target| tenths(curve.even_tenths(target, point.until), view.texts.lang));
        let month = point.month.to_string();
        line(&month, &made.unwrap_or_default(), &even.unwrap_or_default())
    }));
    lines
}

/// The year's admissions against the even pace: what is above the line is ahead of it.
pub(super) fn course(frame: &mut Frame<'_>, view: View<'_>, area: Rect, data: &Analysis) {
    let View { texts, styles, .. } = view;
    let curve = &data.curve;
    let goal = target(view, &curve.targets);
    let lines = months(view, curve, goal.as_ref().map(|(_, target)| *target));
    let beside = lines.iter().map(|line| width(line)).max().unwrap_or(0) as u16 + 1;
    let numbers = Rect {
        x: area.x + area.width.saturating_sub(beside),
        width: beside.min(area.width),
        ..area
    };
    let last = curve.last();
    let mut below = Vec::new();
    if let (Some((track, target)), Some(last)) = (&goal, last) {
        let today = view.world.today;
        let even = tenths(curve.even_tenths(*target, today), view.texts.lang);
        let made = last.admitted().to_string();
        let target = target.to_string();
        below.push(texts.fill(
            "insight.against-even",
            &[
                ("made", &made),
                ("track", track),
                ("target", &target),
                ("even", &even),
            ],
        ));
    }
    if let Some(last) = last.filter(|last| last.unlisted > 0) {
        let count = last.unlisted.to_string();
        below.push(texts.fill("insight.unlisted-month", &[("count", &count)]));
    }
    let room = usize::from(area.width);
    let below: Vec<String> = below
        .iter()
        .flat_map(|text| crate::text::wrapped(text, room))
        .collect();
    let spare = usize::from(area.height).saturating_sub(below.len());
    for (at, line) in lines.iter().take(spare).enumerate() {
        let look = if at == 0 { Look::Dim } else { Look::Plain };
        frame.render_widget(
            Line::styled(line.clone(), styles.get(look)),
            row(numbers, at),
        );
    }
    for (at, line) in below.iter().enumerate().take(usize::from(area.height)) {
        frame.render_widget(Line::raw(line.clone()), row(area, spare + at));
    }
    let chart = Rect {
        width: area.width.saturating_sub(beside + 1),
        height: spare as u16,
        ..area
    };
    if chart.width < 20 || chart.height < 5 {
        return;
    }
    let mut made = vec![(0.0, 0.0)];
    made.extend(curve.points.iter().filter_map(|point| {
        let count = point.count?.admitted();
        Some((f64::from(point.month), f64::from(count)))
    }));
    let goal_line = goal.as_ref().map(|(track, target)| {
        let even = [(0.0, 0.0), (12.0, f64::from(*target))];
        (texts.fill("insight.even-of", &[("track", track)]), even)
    });
    let highest = goal.as_ref().map_or(0, |(_, target)| *target);
    let highest = highest
        .max(last.map_or(0, crate::rules::Count::admitted))
        .max(1);
    let made_name = texts.get("insight.made").to_owned();
    let mut sets = Vec::new();
    if let Some((name, even)) = &goal_line {
        sets.push(
            Dataset::default()
                .name(name.clone())
                .marker(Marker::Braille)
                .graph_type(GraphType::Line)
                .style(styles.get(Look::Dim))
                .data(even),
        );
    }
    sets.push(
        Dataset::default()
            .name(made_name)
            .marker(Marker::Dot)
            .graph_type(GraphType::Line)
            .style(styles.get(Look::Good))
            .data(&made),
    );
    let months = ["1", "6", "12"];
    let widget = Chart::new(sets)
        .x_axis(Axis::default().bounds([0.0, 12.0]).labels(months))
        .y_axis(
            Axis::default()
                .bounds([0.0, f64::from(highest)])
                .labels(["0".to_owned(), highest.to_string()]),
        )
        .legend_position(Some(LegendPosition::TopLeft))
        .hidden_legend_constraints((
            ratatui::layout::Constraint::Percentage(100),
            ratatui::layout::Constraint::Percentage(50),
        ));
    frame.render_widget(widget, chart);
}

/// The years before and this one, each with what was to be admitted by every track.
pub(super) fn years(frame: &mut Frame<'_>, view: View<'_>, area: Rect, data: &Analysis) {
    let tracks = &view.app.book.settings().tracks;
    let measures: Vec<Measure> = data
        .history
        .iter()
        .map(|past| {
            let made = past.admitted();
            let each = tracks.iter().zip(&past.targets);
            let each = each.filter_map(|(track, target)| {
                let target = (*target)?;
                let share = made.and_then(|made| percent(made, target));
                Some(format!(
                    "{} {target} {}",
                    track.id,
                    share.unwrap_or_default()
                ))
            });
            let made_of = made.map_or("?".to_owned(), |made| made.to_string());
            let mut told = format!("{made_of:>4}");
            for one in each {
                told = format!("{told} · {}", one.trim_end());
            }
            Measure {
                name: past.year.to_string(),
                value: made.unwrap_or(0),
                told,
            }
        })
        .collect();
    bars(frame, view, area, &measures);
    let note = row(area, measures.len() + 1);
    if measures.len() + 1 < usize::from(area.height)
        && data.history.iter().any(|past| past.admitted().is_none())
    {
        let text = view.texts.get("insight.unknown-year").to_owned();
        frame.render_widget(Line::styled(text, view.styles.get(Look::Dim)), note);
    }
}
