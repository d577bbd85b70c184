//! The form of the card of a full member.

use super::{Entries, Form, FormFor, Slot};
use crate::model::{Candidate, Card, Refusal};
use chrono::NaiveDate;

pub(super) fn open(person: &Candidate, today: NaiveDate) -> Form {
    let card = person.card.as_ref();
    let entries = Entries::default()
        .line(Slot::Number, card.map_or("", |card| &card.number))
        .day(Slot::On, Some(card.map_or(today, |card| card.on)));
    Form::new(FormFor::Card(person.id.clone()), entries)
}

/// None where no number is typed.
pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Option<Card>, Refusal> {
    let on = form.day(&Slot::On, today)?;
    let Some(number) = form.text(&Slot::Number)? else {
        return Ok(None);
    };
    let on = on.ok_or(Refusal::Empty)?;
    Ok(Some(Card { number, on }))
}
