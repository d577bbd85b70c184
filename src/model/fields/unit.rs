//! The table of an organisation's fields.

use super::check::{
    aliases, became, causes, codes, exemptions, leaders, line, lived, meets, members, names, notes,
    officers, planned, quotas, remedies, some, surveys, unlisted, visits,
};
use crate::model::{
    Cause, Code, Dated, Exemption, Leader, MeetingDay, MemberCount, Note, OfficerCount, Plan,
    Quota, Remedy, Route, Successor, Survey, Unit, UnitId, Unlisted, Visit,
};
use chrono::NaiveDate;

fields! {
    /// A field of an organisation with its new value.
    UnitField of Unit, beside (id: |it| it.id.clone(), candidates: |_| Vec::new()), tied (founded, ended);

    typed UnitScalar {
        Founded(Option<NaiveDate>)  => founded,    "field.founded",    whole, |it, unit| lived(*it, unit.ended), open;
        Ended(Option<NaiveDate>)    => ended,      "field.ended",      whole, |it, unit| lived(unit.founded, *it), open;
        Sector(Option<String>)      => sector,     "field.sector",     whole, |it, _| line(it.as_ref()), open;
        Aliases(Vec<String>)        => aliases,    "field.aliases",    union, |it, _| aliases(it),       open;
        Place(Option<String>)       => place,      "field.place",      whole, |it, _| line(it.as_ref()), open;
        Sign(Option<String>)        => sign,       "field.sign",       whole, |it, _| line(it.as_ref()), open;
        Meets(Option<MeetingDay>)   => meets,      "field.meets",      whole, |it, _| meets(*it),        open;
        Order(Option<u32>)          => order,      "field.order",      whole, |_, _| Ok(()),             open;
    }

    more {
        #[serde(alias = "Kind", deserialize_with = "crate::model::unit::kinds")]
        Kinds(Vec<Dated<Code>>)     => kinds,      "field.kind",       rows,  |it, _| some(it);
        Names(Vec<Dated<String>>)   => names,      "field.unit-name",  rows,  |it, _| names(it);
        Parents(Vec<Dated<UnitId>>) => parents,    "field.parent",     rows,  |_, _| Ok(());
        Codes(Vec<Dated<String>>)   => codes,      "field.codes",      rows,  |it, _| codes(it);
        Became(Vec<Successor>)      => became,     "field.became",     rows,  |it, _| became(it);
        Leaders(Vec<Leader>)        => leaders,    "field.leaders",    rows,  |it, _| leaders(it);
        Book(Option<Code>)          => book,       "field.book-below", whole, |_, _| Ok(());
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
        Plans(Vec<Plan>)            => plans,      "field.plans",      plans, |it, _| planned(it);
    }
}
