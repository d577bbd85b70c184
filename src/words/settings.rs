//! The settings of a book in words.

use super::{Row, Words, nothing};
use crate::model::{Arg, Between, BookSettings, Counting, Message, Track};

impl Words<'_> {
    /// All that is set, a row each; what says enough by itself has no label.
    pub fn settings(self, settings: &BookSettings) -> Vec<Row> {
        let plain = |value: Arg| Row::new(nothing(), value);
        let counting = match settings.counting {
            Counting::Ceremony => "settle.by-ceremony",
            Counting::Decision => "settle.by-decision",
        };
        let mut rows = vec![plain(Arg::Key(counting))];
        rows.extend(
            settings
                .group_shared
                .then(|| plain(Arg::Key("settle.shared"))),
        );
        rows.extend(settings.tracks.iter().map(|row| plain(track(row))));
        rows.extend(settings.floors.iter().map(|row| self.floor(row)));
        let today = settings.today;
        rows.extend(today.map(|day| plain(Message::info("settle.today").with("date", day).into())));
        rows.extend(settings.recorded_from.map(|year| {
            let message = Message::info("settle.recorded-from");
            plain(message.with("year", i64::from(year)).into())
        }));
        rows.extend(
            settings
                .note
                .as_ref()
                .map(|note| plain(note.as_str().into())),
        );
        rows
    }
}

fn track(track: &Track) -> Arg {
    let said = vec![track.id.as_str().into(), track.name.as_str().into()];
    Arg::Several(Between::Spaces, said)
}
