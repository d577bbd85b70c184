//! Workbooks of Excel (xlsx, also strict ones and those with macros): sheets, words that cells share, and which number formats show days.

use super::limits::{PARTS, SHEETS};
use super::not_read::{NotRead, Other};
use super::package::Package;
use super::room::{Filling, Progress, Room};
use super::xlsx_cells;
use super::xlsx_parts::{Shared, is_on, styles, words};
use super::xml::{Xml, attribute, attributes};
use crate::exchange::incoming::grid::Sheet;
use quick_xml::events::Event;
use std::collections::HashMap;

/// Where a part leads to: the kind of what is there, and its name.
struct Lead {
    kind: String,
    to: String,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    hidden: bool,
    lead: String,
}

/// Whether a package is a workbook, by where its main part is; none where it is something else.
pub(super) fn workbook(package: &mut Package<'_>) -> Result<Option<String>, NotRead> {
    let usual = "xl/workbook.xml";
    if package.holds(usual) {
        return Ok(Some(usual.to_owned()));
    }
    let leads = leads(package, "_rels/.rels", "")?;
    let mut main = leads
        .into_values()
        .filter(|lead| lead.kind == "officeDocument");
    match main.next() {
        Some(Lead { to, .. }) if to.rsplit('.').next() == Some("bin") => {
            Err(NotRead::NoSpreadsheet(Other::Xlsb))
        }
        Some(lead) => Ok(package.holds(&lead.to).then_some(lead.to)),
        None => Ok(None),
    }
}

/// The sheets of a workbook.
pub(super) fn sheets(
    package: &mut Package<'_>,
    main: &str,
    progress: &Progress,
) -> Result<Vec<Sheet>, NotRead> {
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let leads = leads(package, &format!("{folder}/_rels/{file}.rels"), folder)?;
    let (listed, since_1904) = {
        let xml = package.xml(main)?;
        let mut xml = xml.ok_or_else(|| NotRead::Broken(main.to_owned()))?;
        listed(&mut xml)?
    };
    let of_kind = |kind: &str| leads.values().find(|lead| lead.kind == kind);
    let words = match of_kind("sharedStrings") {
        Some(lead) => words(package, &lead.to)?,
        None => Vec::new(),
    };
    let days = match of_kind("styles") {
        Some(lead) => styles(package, &lead.to)?,
        None => Vec::new(),
    };
    let shared = Shared {
        words,
        days,
        since_1904,
    };
    let mut room = Room::new(progress);
    let mut sheets = Vec::new();
    for sheet in listed {
        let Some(lead) = leads.get(&sheet.lead) else {
            return Err(NotRead::Broken(sheet.name));
        };
        // Charts, dialogs and macros are no lists.
        if lead.kind != "worksheet" {
            continue;
        }
        let xml = package.xml(&lead.to)?;
        let mut xml = xml.ok_or_else(|| NotRead::Broken(lead.to.clone()))?;
        let mut filling = Filling::new(&mut room, Some(sheet.name), sheet.hidden);
        xlsx_cells::fill(&mut xml, &shared, &mut filling)?;
        sheets.push(filling.done()?);
    }
    Ok(sheets)
}

/// A name that stands in a folder's part, from the top of the package.
fn from_top(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').collect(),
    };
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

/// Where a part leads to, by id. What lies outside the file is not among it: it is never fetched.
fn leads(
    package: &mut Package<'_>,
    name: &str,
    folder: &str,
) -> Result<HashMap<String, Lead>, NotRead> {
    let mut found = HashMap::new();
    let Some(mut xml) = package.xml(name)? else {
        return Ok(found);
    };
    loop {
        match xml.next()? {
            Event::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let [id, kind, to, mode] = attributes(&e, ["Id", "Type", "Target", "TargetMode"]);
                if mode.as_deref() == Some("External") {
                    continue;
                }
                if let (Some(id), Some(kind), Some(to)) = (id, kind, to) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let to = from_top(folder, &to);
                    found.insert(id, Lead { kind, to });
                    if found.len() > PARTS {
                        return Err(NotRead::Bomb);
                    }
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn listed(xml: &mut Xml<'_>) -> Result<(Vec<Listed>, bool), NotRead> {
    let mut listed = Vec::new();
    let mut since_1904 = false;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "sheet" => {
                    if listed.len() >= SHEETS {
                        return Err(NotRead::TooManySheets);
                    }
                    let [name, state, lead] = attributes(&e, ["name", "state", "id"]);
                    listed.push(Listed {
                        name: name.unwrap_or_default(),
                        hidden: state.is_some_and(|state| state != "visible"),
                        lead: lead.unwrap_or_default(),
                    });
                }
                "workbookPr" => {
                    since_1904 = attribute(&e, "date1904").is_some_and(|it| is_on(&it));
                }
                _ => {}
            },
            Event::Eof if listed.is_empty() => return Err(xml.broken()),
            Event::Eof => return Ok((listed, since_1904)),
            _ => {}
        }
    }
}
