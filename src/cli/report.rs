//! `ketnap report …`: figures and files as a table, JSON, CSV or Markdown.

use super::args::Report;
use super::exit::Outcome;
use super::ids::unit_id;
use super::open::Ground;
use super::way::Way;
use crate::exchange::{
    self, AdmittedReport, AgendaReport, AnalysisReport, CausesReport, OutreachReport,
    PipelineReport, QuotaReport, SilentReport, SurveyReport, VisitsReport,
};
use crate::text::Texts;

pub(super) fn run(ground: Ground, report: &Report) -> Outcome {
    let scope = report.scope();
    let way = scope.out.way()?;
    let open = ground.open()?.of_its_day();
    let unit = scope.unit.as_deref().map(unit_id).transpose()?;
    let (figures, unit) = (&open.figures(report.year()), unit.as_ref());
    let texts = &open.ground.config.texts;
    let counted = open.counted(figures);
    let to = (&way, texts);
    let text = match *report {
        Report::Quota { .. } => print(to, &QuotaReport::new(counted, unit)?),
        Report::Pipeline { .. } => print(to, &PipelineReport::new(counted, unit, texts)?),
        Report::Agenda { days, .. } => print(to, &AgendaReport::new(counted, unit, days, texts)?),
        Report::Analysis { .. } => print(to, &AnalysisReport::new(counted, unit, texts)?),
        Report::Causes { .. } => print(to, &CausesReport::new(counted, unit, texts)?),
        Report::Silent { years, .. } => {
            let asked = (unit, years.unwrap_or(open.rules().silent_years));
            print(to, &SilentReport::new(counted, asked, texts)?)
        }
        Report::NewlyAdmitted { .. } => print(to, &AdmittedReport::new(counted, unit)?),
        Report::Survey { .. } => print(to, &SurveyReport::new(counted, unit)?),
        Report::Visits { .. } => print(to, &VisitsReport::new(counted, unit)?),
        Report::Outreach { .. } => print(to, &OutreachReport::new(counted, unit)?),
    };
    way.give(&open.ground, &text)?;
    Ok(open.done())
}

fn print((way, texts): (&Way, &Texts), report: &impl exchange::Report) -> String {
    report.print_in(way.room, way.format, texts)
}
