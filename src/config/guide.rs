//! The guide: short pages in each language, part of the program.

use crate::text::Lang;

/// A page of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The word by which it is asked for.
    pub id: &'static str,
    vi: &'static str,
    en: &'static str,
}

macro_rules! pages {
    ($($id:literal),* $(,)?) => {
        [$(Page {
            id: $id,
            vi: include_str!(concat!("../../config/guide/", $id, ".vi.md")),
            en: include_str!(concat!("../../config/guide/", $id, ".en.md")),
        }),*]
    };
}

/// All pages, in the order in which they are read.
pub const PAGES: [Page; 1] = pages!["import"];

impl Page {
    /// The page of a word.
    pub fn of(id: &str) -> Option<Self> {
        PAGES.into_iter().find(|page| page.id == id)
    }

    /// Its text in a language, as Markdown: headings, paragraphs, lists, words as they are typed.
    pub fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// Its title in a language.
    pub fn title(self, lang: Lang) -> &'static str {
        let first = self.text(lang).lines().next().unwrap_or_default();
        first.trim_start_matches(['#', ' '])
    }
}
