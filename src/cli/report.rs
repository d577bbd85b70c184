//! `ketnap report …`: figures and files as a table, JSON, CSV or Markdown.

use super::args::Report;
use super::exit::{Exit, Outcome};
use super::open::Ground;
use super::unit_id;
use crate::exchange::{
    AdmittedReport, AgendaReport, AnalysisReport, CausesReport, OutreachReport, PipelineReport,
    QuotaReport, Report as _, SilentReport, SurveyReport, VisitsReport,
};

pub(super) fn run(ground: Ground, report: Report) -> Outcome {
    let way = report.out().way()?;
    let open = ground.open()?;
    let texts = &open.ground.config.texts;
    let text = match report {
        Report::Quota { year, unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let report = QuotaReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print_in(way.room, way.format, texts)
        }
        Report::Pipeline { unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(None);
            let (book, rules) = (&open.book, open.rules());
            let report = PipelineReport::new(book, rules, &figures, unit.as_ref(), texts)?;
            report.print_in(way.room, way.format, texts)
        }
        Report::Agenda { days, unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(None);
            let (book, rules) = (&open.book, open.rules());
            let report = AgendaReport::new(book, rules, &figures, unit.as_ref(), days, texts)?;
            report.print_in(way.room, way.format, texts)
        }
        Report::Analysis { year, unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let (book, rules) = (&open.book, open.rules());
            let report = AnalysisReport::new(book, rules, &figures, unit.as_ref(), texts)?;
            report.print_in(way.room, way.format, texts)
        }
        Report::Causes { year, unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let (book, rules) = (&open.book, open.rules());
            let report = CausesReport::new(book, rules, &figures, unit.as_ref(), texts)?;
            report.print_in(way.room, way.format, texts)
        }
        Report::Silent { years, unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(None);
            let (book, rules) = (&open.book, open.rules());
            let asked = (unit.as_ref(), years.unwrap_or(rules.silent_years));
            let report = SilentReport::new(book, rules, &figures, asked, texts)?;
            report.print_in(way.room, way.format, texts)
        }
        Report::NewlyAdmitted { year, unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let report = AdmittedReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print_in(way.room, way.format, texts)
        }
        Report::Survey { year, unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let report = SurveyReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print_in(way.room, way.format, texts)
        }
        Report::Visits { unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(None);
            let report = VisitsReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print_in(way.room, way.format, texts)
        }
        Report::Outreach { year, unit, .. } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let report = OutreachReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print_in(way.room, way.format, texts)
        }
    };
    way.give(&open.ground, &text)?;
    Ok(Exit::Done)
}
