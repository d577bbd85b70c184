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
    let open = ground.open()?;
    let texts = &open.ground.config.texts;
    let text = match report {
        Report::Quota { year, unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let report = QuotaReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print(format.into(), texts)
        }
        Report::Pipeline { unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(None);
            let (book, rules) = (&open.book, open.rules());
            let report = PipelineReport::new(book, rules, &figures, unit.as_ref(), texts)?;
            report.print(format.into(), texts)
        }
        Report::Agenda { days, unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(None);
            let (book, rules) = (&open.book, open.rules());
            let report = AgendaReport::new(book, rules, &figures, unit.as_ref(), days, texts)?;
            report.print(format.into(), texts)
        }
        Report::Analysis { year, unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let (book, rules) = (&open.book, open.rules());
            let report = AnalysisReport::new(book, rules, &figures, unit.as_ref(), texts)?;
            report.print(format.into(), texts)
        }
        Report::Causes { year, unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let (book, rules) = (&open.book, open.rules());
            let report = CausesReport::new(book, rules, &figures, unit.as_ref(), texts)?;
            report.print(format.into(), texts)
        }
        Report::Silent {
            years,
            unit,
            format,
        } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(None);
            let (book, rules) = (&open.book, open.rules());
            let asked = (unit.as_ref(), years.unwrap_or(rules.silent_years));
            let report = SilentReport::new(book, rules, &figures, asked, texts)?;
            report.print(format.into(), texts)
        }
        Report::NewlyAdmitted { year, unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let report = AdmittedReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print(format.into(), texts)
        }
        Report::Survey { year, unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let report = SurveyReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print(format.into(), texts)
        }
        Report::Visits { unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(None);
            let report = VisitsReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print(format.into(), texts)
        }
        Report::Outreach { year, unit, format } => {
            let unit = unit.as_deref().map(unit_id).transpose()?;
            let figures = open.figures(year);
            let report = OutreachReport::new(&open.book, open.rules(), &figures, unit.as_ref())?;
            report.print(format.into(), texts)
        }
    };
    open.ground.print(&text)?;
    Ok(Exit::Done)
}
