//! What a field of a list is called where it is shown.

use crate::model::{Arg, Between, ScalarField};
use crate::rules::{Rules, form_and_part};

/// The words for a field by its key.
pub fn listed(rules: &Rules, key: &str) -> Arg {
    if let Ok(field) = ScalarField::named(key) {
        return Arg::Key(field.text_key());
    }
    let both = |first: Arg, second: Arg| Arg::Several(Between::Spaces, vec![first, second]);
    match key.split_once('.') {
        Some(("steps", stage)) => {
            let stages = &rules.procedure.stages;
            let named = stages.iter().find(|row| row.id.as_str() == stage);
            named.map_or_else(|| stage.into(), |row| row.name.clone().into())
        }
        Some(("paper", rest)) => {
            let (form, part) = form_and_part(rest);
            both(form.into(), Arg::Key(part_key(part)))
        }
        Some(("helper", "from")) => both(Arg::Key("col.helper"), Arg::Key("taken.from")),
        Some(("helper", _)) => Arg::Key("col.helper"),
        Some(("vote", rest)) => {
            let part = rest.rsplit_once('.').map_or(rest, |(_, part)| part);
            both(Arg::Key("taken.vote"), Arg::Key(part_key(part)))
        }
        Some(("letter", part)) => both(Arg::Key("taken.letter"), Arg::Key(part_key(part))),
        Some(("card", part)) => both(Arg::Key("sheet.card"), Arg::Key(part_key(part))),
        _ => match key {
            "cause" => Arg::Key("col.cause"),
            "note" => Arg::Key("col.note"),
            "unit" => Arg::Key("taken.unit"),
            "target" => Arg::Key("taken.target"),
            "at_least" => Arg::Key("taken.at-least"),
            "exempt" => Arg::Key("taken.exempt"),
            "members" => Arg::Key("taken.members"),
            "group" => Arg::Key("taken.group"),
            _ => key.into(),
        },
    }
}

/// The words for a part of a paper, a vote, a letter, a card.
fn part_key(part: &str) -> &'static str {
    match part {
        "on" => "taken.on",
        "number" => "taken.number",
        "from" => "taken.from",
        "to" => "taken.to",
        "grade" => "taken.grade",
        "issuer" => "taken.issuer",
        "n" => "taken.n",
        "agree" => "taken.agree",
        "place" => "taken.place",
        "sent" => "taken.sent",
        "answered" => "taken.answered",
        _ => "taken.there",
    }
}
