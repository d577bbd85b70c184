//! `ketnap check`: every problem of the book and of the user's settings.

use super::exit::{Exit, Outcome};
use super::open::Ground;
use super::out_args::Out;
use crate::config::{Config, Problem};
use crate::exchange::{FindingsReport, Format, Report as _};
use crate::model::{Damage, DamageKind, Gone, Message};
use crate::rules::{Finding, HeadSlip, Severity, findings, head_slips, overstayed};
use crate::store::{Carrier, Exposed, Openness, Store, Unfenced};

fn of_settings(level: Severity, code: &'static str, problem: &Problem) -> Finding {
    Finding {
        level,
        code,
        unit: None,
        candidate: None,
        path: Some(problem.path.clone()),
        at: problem.at,
        message: problem.message.clone(),
    }
}

fn of_journal(damage: Damage) -> Finding {
    let (level, code) = match damage.kind {
        DamageKind::Altered => (Severity::Error, "journal-damaged"),
        DamageKind::Unread => (Severity::Error, "journal-unread"),
        DamageKind::Conflict => (Severity::Error, "journal-conflict"),
        DamageKind::Older => (Severity::Error, "journal-older"),
        DamageKind::Branch => (Severity::Warning, "journal-branch"),
        DamageKind::Ahead => (Severity::Warning, "journal-ahead"),
    };
    Finding {
        level,
        code,
        unit: None,
        candidate: None,
        path: Some(damage.path),
        at: (damage.line > 0).then_some((damage.line, 1)),
        message: damage.message,
    }
}

fn of_modes(exposed: Exposed) -> Finding {
    let (code, key) = match exposed.openness {
        Openness::Others => ("open-to-others", "check.open-to-others"),
        Openness::Undeclared => ("open-to-group", "check.open-to-group"),
        Openness::Closed => ("closed-to-group", "check.closed-to-group"),
    };
    let message = Message::warning(key)
        .with("count", exposed.count)
        .with("mode", format!("{:04o}", exposed.mode));
    Finding {
        level: Severity::Warning,
        code,
        unit: None,
        candidate: None,
        path: Some(exposed.path),
        at: None,
        message,
    }
}

fn of_carriers(unfenced: &Unfenced) -> Finding {
    let (code, key) = match unfenced.carrier {
        Carrier::Git => ("git-unfenced", "check.git-unfenced"),
        Carrier::Syncthing => ("syncthing-unfenced", "check.syncthing-unfenced"),
    };
    Finding {
        level: Severity::Warning,
        code,
        unit: None,
        candidate: None,
        path: Some(unfenced.fence.display().to_string()),
        at: None,
        message: Message::warning(key),
    }
}

/// An organisation whose file is no more; in git it may stand on another branch.
fn of_gone(gone: &Gone, in_git: bool) -> Finding {
    let (level, key) = if in_git {
        (Severity::Warning, "check.unit-gone-git")
    } else {
        (Severity::Error, "check.unit-gone")
    };
    Finding {
        level,
        code: "unit-gone",
        unit: Some(gone.unit.clone()),
        candidate: None,
        path: Some(format!("units/{}.ron", gone.unit)),
        at: None,
        message: Message::error(key)
            .with("people", gone.people)
            .with("kept", gone.kept()),
    }
}

/// Files that nothing reads, in one row for all of one kind.
fn of_strays((code, key): (&'static str, &'static str), files: &[String]) -> Option<Finding> {
    let first = files.first()?;
    let message = Message::warning(key)
        .with("count", files.len())
        .with("files", files.join(", "));
    Some(Finding {
        level: Severity::Warning,
        code,
        unit: None,
        candidate: None,
        path: Some(first.clone()),
        at: None,
        message,
    })
}

fn of_head(store: &Store, slip: HeadSlip) -> Finding {
    Finding {
        level: Severity::Error,
        code: slip.code,
        unit: None,
        candidate: None,
        path: Some("book.ron".to_owned()),
        at: store.place_in_head(slip.field, &slip.word, slip.before),
        message: slip.message,
    }
}

pub(super) fn run(ground: Ground, out: &Out) -> Outcome {
    let way = out.way()?;
    let open = ground.open_as_it_is()?;
    let figures = open.figures(None);
    let Config {
        problems,
        strays,
        needless,
        ..
    } = &open.ground.config;
    let problems = problems.iter();
    let strays = strays.iter();
    let mut found: Vec<Finding> = problems
        .map(|problem| of_settings(Severity::Error, "settings", problem))
        .chain(strays.map(|stray| of_settings(Severity::Warning, "settings-stray", stray)))
        .chain(
            needless
                .iter()
                .map(|row| of_settings(Severity::Warning, "needless-day-off", row)),
        )
        .collect();
    let store = &open.ground.store;
    let damaged = store.verify_journal().into_iter();
    let damaged = damaged.chain(store.journal_elsewhere());
    found.extend(damaged.chain(store.journals_ahead()).map(of_journal));
    let bad = open.book.unreadable();
    let gone = open
        .ground
        .store
        .gone(|id| open.book.unit(id).is_some() || bad.iter().any(|row| row.id == *id));
    let in_git = open.ground.store.is_in_git();
    found.extend(gone.iter().map(|gone| of_gone(gone, in_git)));
    let strays = open.ground.store.strays();
    let journal = ("journal-strays", "check.journal-strays");
    found.extend(of_strays(journal, &strays.journal));
    found.extend(of_strays(
        ("unit-strays", "check.unit-strays"),
        &strays.units,
    ));
    let store = &open.ground.store;
    let slips = head_slips(open.book.header()).into_iter();
    found.extend(slips.map(|slip| of_head(store, slip)));
    found.extend(findings(open.counted(&figures)));
    let exposed = open.ground.store.exposed(&open.book);
    found.extend(exposed.into_iter().map(of_modes));
    let unfenced = open.ground.store.unfenced();
    found.extend(unfenced.iter().map(of_carriers));
    let months = open.ground.config.settings.anonymise_after;
    found.extend(overstayed(open.known(), months));
    let texts = &open.ground.config.texts;
    let report = FindingsReport::new(&found, texts);
    let text = match way.format {
        Format::Table if found.is_empty() => format!("{}\n", texts.get("cli.no-findings")),
        format => report.print_in(way.room, format, texts),
    };
    way.give(&open.ground, &text)?;
    let errors = found.iter().any(|f| f.level == Severity::Error);
    Ok(if errors { Exit::Found } else { Exit::Done })
}
