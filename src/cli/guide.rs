//! `ketnap guide`: the pages of the guide, or one of them.

use super::exit::{Exit, Failure, Outcome};
use super::open::Ground;
use super::way::room;
use crate::config::{PAGES, Page};
use crate::exchange::Room;
use crate::model::Message;
use crate::text::page;

/// The most columns in which a page is easy to read.
const COLUMNS: usize = 80;

pub(super) fn run(ground: &Ground, asked: Option<&str>) -> Outcome {
    let lang = ground.config.texts.lang;
    let text = match asked {
        None => {
            let lines = PAGES.map(|page| format!("{}  {}\n", page.id, page.title(lang)));
            lines.concat()
        }
        Some(asked) => {
            let page_asked = Page::of(asked).ok_or_else(|| {
                let known = PAGES.map(|page| page.id).join(", ");
                let message = Message::error("guide.no-page").with("given", asked);
                Failure::usage(message.with("known", known))
            })?;
            let columns = match room(true) {
                Room::Columns(columns) => usize::from(columns).min(COLUMNS),
                Room::Endless => COLUMNS,
            };
            page(page_asked.text(lang), columns).join("\n") + "\n"
        }
    };
    ground.output.print(&text)?;
    Ok(Exit::Done)
}
