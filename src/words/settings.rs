//! The settings of a book, and what else its head holds, in words.

use super::{Row, Words, nothing, parts, text};
use crate::model::{
    Arg, Between, BookField, BookSettings, Counting, Dated, Event, Message, Track, UnitId,
};

impl Words<'_> {
    /// A field of the book, a row each; what says enough by itself has no label.
    pub fn of_book(self, field: &BookField) -> Vec<Row> {
        let plain = |value: Message| Row::new(nothing(), value);
        match field {
            BookField::Settings(settings) => self.settings(settings),
            BookField::Roots(rows) => rows.iter().map(|row| self.root(row)).collect(),
            BookField::Events(rows) => rows.iter().map(|row| self.event(row)).collect(),
            BookField::Imports(rows) => {
                let said = rows.iter().map(|row| {
                    Message::info("settle.import")
                        .with("n", row.n)
                        .with("date", row.on)
                        .with("rows", row.rows)
                        .with("hash", row.sha256.as_str())
                });
                said.map(plain).collect()
            }
        }
    }

    fn root(self, row: &Dated<UnitId>) -> Row {
        let name = self.unit_name(&row.value, row.from.unwrap_or(self.names_of));
        let said = Message::info("settle.root").with("unit", name);
        Row::new(
            nothing(),
            parts([Some(said.into()), row.from.map(Arg::from)]),
        )
    }

    /// What was done to organisations, and what became of them.
    pub fn event(self, row: &Event) -> Row {
        let before = row.on.pred_opt().unwrap_or(row.on);
        let named = |ids: &[UnitId], on| {
            let names = ids.iter().map(|id| self.unit_name(id, on));
            (!ids.is_empty()).then(|| Arg::Several(Between::Commas, names.collect()))
        };
        let value = parts([
            named(&row.old, before),
            Some(Arg::Key(row.act.text_key())),
            named(&row.new, row.on),
            text(row.basis.as_ref()),
        ]);
        Row::new(row.on, value)
    }

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
        rows.extend(settings.utc_offset.map(|minutes| {
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            let sign = if minutes < 0 { '-' } else { '+' };
            let offset = format!("{sign}{hours:02}:{rest:02}");
            plain(
                Message::info("settle.utc-offset")
                    .with("offset", offset)
                    .into(),
            )
        }));
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
