//! The sentences of a forecast: what becomes of a file and why, and what a quota still needs.

use super::class::{Class, Outlook, Why};
use super::needed::Need;
use crate::model::{Label, Message};
use crate::rules::Rules;
use chrono::NaiveDate;

impl Outlook {
    /// What is to be expected and why, with the step and the day that decide; the day is that of
    /// the forecast.
    pub fn say(&self, rules: &Rules, today: NaiveDate) -> Message {
        let key = match (self.class, self.why) {
            (Class::Done, _) => "forecast.done",
            (Class::Closed, _) => "forecast.closed",
            (_, Why::Lost) => "forecast.lost",
            (Class::OnTrack, Why::Pace) => "forecast.on-track",
            (Class::OnTrack, _) => "forecast.on-track-if",
            (Class::Tight, _) if self.by.is_none() => "forecast.unknown",
            (Class::Tight, _) => "forecast.tight",
            (Class::NotThisYear, Why::Admitted) => "forecast.too-late",
            (Class::NotThisYear, Why::Paused) => "forecast.paused",
            (Class::NotThisYear, Why::NotBefore(_) | Why::Waits(_)) => "forecast.not-before",
            (Class::NotThisYear, _) => "forecast.not-in-time",
        };
        let message = Message::info(key)
            .with("stage", stage(rules, self.stage))
            .with("why", self.reason(rules, today));
        let days = [("date", self.by), ("expected", self.expected)].into_iter();
        let known = days.filter_map(|(name, day)| Some((name, day?)));
        known.fold(message, |message, (name, day)| message.with(name, day))
    }

    fn reason(&self, rules: &Rules, today: NaiveDate) -> Message {
        let set = rules.on(today);
        let of_limit = |key, place: usize| {
            let limit = &set.limits[place];
            Message::info(key)
                .with("limit", limit.name.clone())
                .with("missed", limit.missed.clone())
        };
        match self.why {
            Why::Unknown(at) => {
                Message::info("forecast.why-unknown").with("stage", stage(rules, at))
            }
            Why::Stalled => Message::info("forecast.why-stalled"),
            Why::Missed(limit) => of_limit("forecast.why-missed", limit),
            Why::Consent(limit) if self.class != Class::OnTrack => {
                of_limit("forecast.why-consent", limit)
            }
            Why::Consent(limit) | Why::Expires(limit) => of_limit("forecast.why-expires", limit),
            Why::Expired(limit) => of_limit("forecast.why-expired", limit),
            Why::Waits(limit) => of_limit("forecast.why-waits", limit),
            Why::NotBefore(place) | Why::NotAfter(place) | Why::Bars(place) => {
                let name = set.criteria[place].name.clone();
                Message::info("forecast.why-condition").with("name", name)
            }
            Why::Pace | Why::Admitted | Why::Apart | Why::Earlier | Why::Paused | Why::Lost => {
                match self.expected.filter(|_| self.class == Class::Tight) {
                    Some(day) => Message::info("forecast.why-pace").with("expected", day),
                    None => Message::info("forecast.why-quickest"),
                }
            }
        }
    }
}

impl Need {
    /// How many more people must stand where, by when.
    pub fn say(&self, rules: &Rules) -> Message {
        let message = |key| {
            Message::info(key)
                .with("missing", self.missing)
                .with("if_tight", self.if_tight)
        };
        match self.at {
            Some((at, day)) => message("forecast.needed")
                .with("stage", stage(rules, at))
                .with("date", day),
            None => message("forecast.needed-too-late"),
        }
    }
}

fn stage(rules: &Rules, at: usize) -> Label {
    rules.procedure.stages[at].name.clone()
}
