//! The table of an organisation's fields.

use super::check::{
    causes, exemptions, line, members, names, notes, officers, quotas, remedies, surveys, unlisted,
    visits,
};
use crate::model::{
    Cause, Code, Dated, Exemption, MemberCount, Note, OfficerCount, Quota, Remedy, Route, Survey,
    Unit, UnitId, Unlisted, Visit,
};
use chrono::NaiveDate;

fields! {
    /// A field of an organisation with its new value.
    UnitField of Unit, beside (id: |it| it.id.clone(), candidates: |_| Vec::new()), tied ();

    more {
        Kind(Code)                  => kind,       "field.kind",       whole, |_, _| Ok(());
        Names(Vec<Dated<String>>)   => names,      "field.unit-name",  rows,  |it, _| names(it);
        Parents(Vec<Dated<UnitId>>) => parents,    "field.parent",     rows,  |_, _| Ok(());
        Ended(Option<NaiveDate>)    => ended,      "field.ended",      whole, |_, _| Ok(());
        Sector(Option<String>)      => sector,     "field.sector",     whole, |it, _| line(it.as_ref());
        Routes(Vec<Dated<Route>>)   => routes,     "field.passage",    rows,  |_, _| Ok(());
        Members(Vec<MemberCount>)   => members,    "field.members",    rows,  |it, _| members(it);
        Officers(Vec<OfficerCount>) => officers,   "field.officers",   rows,  |it, _| officers(it);
        Quotas(Vec<Quota>)          => quotas,     "col.target",       rows,  |it, _| quotas(it);
        Exemptions(Vec<Exemption>)  => exemptions, "field.exemptions", rows,  |it, _| exemptions(it);
        Unlisted(Vec<Unlisted>)     => unlisted,   "col.unlisted",     rows,  |it, _| unlisted(it);
        Causes(Vec<Cause>)          => causes,     "col.cause",        rows,  |it, _| causes(it);
        Remedies(Vec<Remedy>)       => remedies,   "sheet.remedy",     rows,  |it, _| remedies(it);
        Notes(Vec<Note>)            => notes,      "col.note",         rows,  |it, _| notes(it);
        Surveys(Vec<Survey>)        => surveys,    "field.surveys",    rows,  |it, _| surveys(it);
        Visits(Vec<Visit>)          => visits,     "field.visits",     rows,  |it, _| visits(it);
    }
}
