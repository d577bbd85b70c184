//! What is wrong with the head of a book: the same thing set twice, days and years that cannot be.

use crate::model::{Header, Message, Refusal, in_reach};
use chrono::NaiveDate;

/// Something wrong with the head of a book, and where its file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadSlip {
    /// What kind, a stable word.
    pub code: &'static str,
    /// The field that it stands in.
    pub field: &'static str,
    /// What stands there.
    pub word: String,
    /// How often the same stands in such a field before.
    pub before: usize,
    /// The sentence.
    pub message: Message,
}

/// What is wrong with the head of a book.
pub fn head_slips(header: &Header) -> Vec<HeadSlip> {
    let settings = &header.settings;
    let mut slips = Vec::new();
    let ids = std::iter::once(&header.id).chain(settings.tracks.iter().map(|track| &track.id));
    let ids: Vec<_> = ids.collect();
    for (at, id) in ids.iter().enumerate().skip(1) {
        if ids[1..at].contains(id) {
            let message = Message::error("check.doubled-track").with("word", id.as_str());
            slips.push(HeadSlip {
                code: "doubled-track",
                field: "id",
                word: id.to_string(),
                before: ids[..at].iter().filter(|other| *other == id).count(),
                message,
            });
        }
    }
    for (at, floor) in settings.floors.iter().enumerate() {
        let before = &settings.floors[..at];
        let key = (&floor.track, floor.year, &floor.class);
        if before
            .iter()
            .any(|other| (&other.track, other.year, &other.class) == key)
        {
            let message = Message::error("check.doubled-floor")
                .with("track", floor.track.as_str())
                .with("year", i64::from(floor.year));
            slips.push(HeadSlip {
                code: "doubled-floor",
                field: "track",
                word: floor.track.to_string(),
                before: before
                    .iter()
                    .filter(|other| other.track == floor.track)
                    .count(),
                message,
            });
        }
    }
    let first = settings.recorded_from;
    let first = first.map(|year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN));
    for (field, day) in [("today", settings.today), ("recorded_from", first)] {
        if let Some(Err(refused)) = day.map(in_reach) {
            slips.push(invalid(field, day, &refused));
        }
    }
    slips
}

fn invalid(field: &'static str, day: Option<NaiveDate>, refused: &Refusal) -> HeadSlip {
    let message = Message::error("check.invalid-value")
        .with("field", field)
        .with("why", refused.message());
    HeadSlip {
        code: "invalid-value",
        field,
        word: day.map(|day| day.to_string()).unwrap_or_default(),
        before: 0,
        message,
    }
}
