//! The form of how an organisation's dossiers go.

use super::{Entries, Form, FormFor, Slot, no_yes};
use crate::model::{Chain, Dated, Refusal, Route, Unit};
use chrono::NaiveDate;

pub(super) fn open(unit: &Unit, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| unit.routes.get(at));
    let chain = row.map_or(Chain::Grassroots, |row| row.value.chain);
    let section = row.and_then(|row| row.value.section);
    let entries = Entries::default()
        .one_of(Slot::Chain, &Chain::ALL, Chain::text_key, chain)
        .maybe_one_of(Slot::Section, &[false, true], no_yes, section)
        .day(Slot::From, row.map_or(Some(today), |row| row.from));
    Form::new(FormFor::Route(unit.id.clone(), at), entries)
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Dated<Route>, Refusal> {
    Ok(Dated {
        from: form.day(&Slot::From, today)?,
        value: Route {
            chain: form.one_of(&Slot::Chain, &Chain::ALL, Chain::text_key)?,
            section: form.maybe_one_of(&Slot::Section, &[false, true], no_yes),
        },
    })
}
