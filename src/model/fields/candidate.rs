//! The table of a candidate's fields.

use super::check::{
    births, card, causes, extensions, former, guides, handovers, introduced, letters, line, name,
    notes, papers, partial, remedies, reminders, votes, way,
};
use crate::model::{
    Candidate, Card, Cause, Code, Extended, Former, Guide, Handover, Letter, Note, Outreach, Paper,
    PartialDay, Remedy, Reminder, Sex, Step, Vote,
};

fields! {
    /// A field of a candidate with its new value.
    CandidateField of Candidate, beside (id: |it| it.id.clone()), tied (born, steps);

    typed ScalarField {
        Name(String)                 => name,        "field.name",         whole, |it, _| name(it),                        open;
        Born(Option<PartialDay>)     => born,        "field.born",         whole, |it, person| births(*it, &person.steps), open;
        OtherName(Option<String>)    => other_name,  "field.other-name",   whole, |it, _| line(it.as_ref()),               open;
        Sex(Option<Sex>)             => sex,         "field.sex",          whole, |_, _| Ok(()),                           open;
        Ethnicity(Option<String>)    => ethnicity,   "field.ethnicity",    whole, |it, _| line(it.as_ref()),               open;
        Religion(Option<String>)     => religion,    "field.religion",     whole, |it, _| line(it.as_ref()),               open;
        Schooling(Option<String>)    => schooling,   "field.schooling",    whole, |it, _| line(it.as_ref()),               open;
        Profession(Option<String>)   => profession,  "field.profession",   whole, |it, _| line(it.as_ref()),               open;
        Occupation(Option<String>)   => occupation,  "field.occupation",   whole, |it, _| line(it.as_ref()),               open;
        Theory(Option<String>)       => theory,      "field.theory",       whole, |it, _| line(it.as_ref()),               open;
        Title(Option<String>)        => title,       "field.title",        whole, |it, _| line(it.as_ref()),               open;
        Work(Option<String>)         => work,        "field.work",         whole, |it, _| line(it.as_ref()),               open;
        Posts(Option<String>)        => posts,       "field.posts",        whole, |it, _| line(it.as_ref()),               open;
        Home(Option<String>)         => home,        "field.home",         whole, |it, _| line(it.as_ref()),               open;
        Birthplace(Option<String>)   => birthplace,  "field.birthplace",   whole, |it, _| line(it.as_ref()),               open;
        Residence(Option<String>)    => residence,   "field.residence",    whole, |it, _| line(it.as_ref()),               open;
        Source(Option<Code>)         => source,      "field.source",       whole, |_, _| Ok(()),                           open;
        YouthUnion(Option<bool>)     => youth_union, "field.youth-union",  whole, |_, _| Ok(()),                           open;
        UnionOn(Option<PartialDay>)  => union_on,    "field.union-on",     whole, |it, _| partial(*it),                    open;
        IdNumber(Option<String>)     => id_number,   "field.id-number",    whole, |it, _| line(it.as_ref()),               masked;
        Phone(Option<String>)        => phone,       "field.phone",        whole, |it, _| line(it.as_ref()),               masked;
    }

    more {
        Groups(Vec<Code>)            => groups,      "field.groups",       whole, |_, _| Ok(());
        Helpers(Vec<Guide>)          => helpers,     "col.helper",         chain, |it, _| guides(it);
        Introducers(Vec<Guide>)      => introducers, "sheet.introducer",   rows,  |it, _| guides(it);
        Papers(Vec<Paper>)           => papers,      "sheet.part-papers",  rows,  |it, _| papers(it);
        Letters(Vec<Letter>)         => letters,     "sheet.part-letters", rows,  |it, _| letters(it);
        Votes(Vec<Vote>)             => votes,       "sheet.part-votes",   rows,  |it, _| votes(it);
        Extensions(Vec<Extended>)    => extensions,  "sheet.extension",    rows,  |it, _| extensions(it);
        Reminders(Vec<Reminder>)     => reminders,   "sheet.reminder",     rows,  |it, _| reminders(it);
        Handovers(Vec<Handover>)     => handovers,   "sheet.handover",     chain, |it, _| handovers(it);
        Former(Option<Box<Former>>)  => former,      "sheet.former",       whole, |it, _| former(it.as_deref());
        Card(Option<Box<Card>>)      => card,        "sheet.card",         whole, |it, _| card(it.as_deref());
        Steps(Vec<Step>)             => steps,       "col.stage",          chain, |it, person| way(it, person.born);
        Causes(Vec<Cause>)           => causes,      "col.cause",          rows,  |it, _| causes(it);
        Remedies(Vec<Remedy>)        => remedies,    "sheet.remedy",       rows,  |it, _| remedies(it);
        Notes(Vec<Note>)             => notes,       "col.note",           rows,  |it, _| notes(it);
        Introduced(Option<Outreach>) => introduced,  "field.introduced",   whole, |it, _| introduced(it.as_ref());
    }
}
