//! `ketnap report …`: figures and files as a table, JSON, CSV or Markdown.

use super::args::Report;
use super::exit::{Exit, Outcome, print};
use super::open::Ground;
use super::unit_id;
use crate::exchange::{AgendaReport, PipelineReport, QuotaReport, Report as _};

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
    };
    print(&text)?;
    Ok(Exit::Done)
}
