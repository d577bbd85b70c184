//! What a key can ask for, where it holds, and the keys themselves, free of any terminal library.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! commands {
    ($($name:ident => $id:literal,)*) => {
        /// Something a user can ask for by a key or in the palette.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum Command {
            $($name,)*
        }

        impl Command {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The row of the text files that says what it does.
            pub fn text_key(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("cmd.", $id),)*
                }
            }
        }
    };
}

commands! {
    Up => "up",
    Down => "down",
    Left => "left",
    Right => "right",
    PageUp => "page-up",
    PageDown => "page-down",
    Top => "top",
    Bottom => "bottom",
    NextPane => "next-pane",
    Zoom => "zoom",
    Open => "open",
    Edit => "edit",
    NextStep => "next-step",
    BackStep => "back-step",
    PickStage => "pick-stage",
    Add => "add",
    Pause => "pause",
    Stop => "stop",
    Resume => "resume",
    Sort => "sort",
    Filter => "filter",
    Mark => "mark",
    MarkAll => "mark-all",
    Unmark => "unmark",
    Why => "why",
    Sheet => "sheet",
    Jump => "jump",
    People => "people",
    SupposeDrop => "suppose-drop",
    SupposeLater => "suppose-later",
    SupposeSooner => "suppose-sooner",
    NextPart => "next-part",
    BackPart => "back-part",
    Scope => "scope",
    Remove => "remove",
    Reveal => "reveal",
    AddPaper => "add-paper",
    AddLetter => "add-letter",
    AddVote => "add-vote",
    AddIntroducer => "add-introducer",
    AddExtension => "add-extension",
    AddRoute => "add-route",
    AddQuota => "add-quota",
    AddExemption => "add-exemption",
    AddFloor => "add-floor",
    ReviseQuota => "revise-quota",
    HandDown => "hand-down",
    AddRemedy => "add-remedy",
    SetCard => "set-card",
    SetFormer => "set-former",
    HandOver => "hand-over",
    AddSurvey => "add-survey",
    AddVisit => "add-visit",
    AddLeader => "add-leader",
    SetOutreach => "set-outreach",
    Search => "search",
    FindNext => "find-next",
    FindBack => "find-back",
    YearBack => "year-back",
    YearForward => "year-forward",
    Track => "track",
    Undo => "undo",
    Redo => "redo",
    BoardScreen => "board-screen",
    QuotaScreen => "quota-screen",
    AgendaScreen => "agenda-screen",
    AnalysisScreen => "analysis-screen",
    JournalScreen => "journal-screen",
    Palette => "palette",
    Help => "help",
    Redraw => "redraw",
    Suspend => "suspend",
    Quit => "quit",
    Accept => "accept",
    Cancel => "cancel",
    CursorLeft => "cursor-left",
    CursorRight => "cursor-right",
    WordLeft => "word-left",
    WordRight => "word-right",
    CursorStart => "cursor-start",
    CursorEnd => "cursor-end",
    DeleteBack => "delete-back",
    DeleteForward => "delete-forward",
    DeleteWord => "delete-word",
    DeleteToEnd => "delete-to-end",
    ClearLine => "clear-line",
    KeepMine => "keep-mine",
    KeepTheirs => "keep-theirs",
    Import => "import",
    TakeOver => "take-over",
    AnswerRow => "answer-row",
    LeaveOut => "leave-out",
    OnlyOpen => "only-open",
    Columns => "columns",
    Complete => "complete",
}

impl Command {
    /// Whether it does nothing but move the selection.
    pub fn only_moves(self) -> bool {
        use Command::*;
        matches!(
            self,
            Up | Down | Left | Right | PageUp | PageDown | Top | Bottom
        )
    }
}

/// Where a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Context {
    /// Wherever nothing is being typed.
    Everywhere,
    /// The pane of organisations.
    Tree,
    /// The pane of candidates.
    Pipeline,
    /// The screen of quotas.
    Quotas,
    /// The screen of what is to be done.
    Agenda,
    /// The screen of the analysis.
    Analysis,
    /// The screen of the journal.
    Journal,
    /// The people behind the numbers of a forecast.
    Outlook,
    /// The sheet of a person or an organisation.
    Sheet,
    /// The choices of a first start.
    Welcome,
    /// The help screen.
    Help,
    /// The choice between two versions.
    Settle,
    /// A list that is being taken over.
    Taking,
    /// A line being typed.
    Typing,
    /// Several values being typed.
    Form,
    /// A list with a filter being typed.
    Pick,
}

/// What of the commands that work everywhere works in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// All of them.
    All,
    /// Moving, undoing and the help.
    Moves,
    /// None.
    Nothing,
}

impl Context {
    /// All of them, as the help has them.
    pub const ALL: [Self; 16] = [
        Self::Everywhere,
        Self::Tree,
        Self::Pipeline,
        Self::Quotas,
        Self::Agenda,
        Self::Analysis,
        Self::Journal,
        Self::Outlook,
        Self::Sheet,
        Self::Form,
        Self::Settle,
        Self::Taking,
        Self::Pick,
        Self::Typing,
        Self::Help,
        Self::Welcome,
    ];

    /// What of the commands that work everywhere works here.
    pub fn shares(self) -> Shared {
        match self {
            Self::Welcome | Self::Taking => Shared::Nothing,
            Self::Sheet | Self::Outlook => Shared::Moves,
            Self::Everywhere
            | Self::Tree
            | Self::Pipeline
            | Self::Quotas
            | Self::Agenda
            | Self::Analysis
            | Self::Journal
            | Self::Help
            | Self::Settle
            | Self::Typing
            | Self::Form
            | Self::Pick => Shared::All,
        }
    }

    /// Whether it is of a screen: one leaves the program from there.
    pub fn is_screen(self) -> bool {
        match self {
            Self::Tree
            | Self::Pipeline
            | Self::Quotas
            | Self::Agenda
            | Self::Analysis
            | Self::Journal
            | Self::Welcome => true,
            Self::Everywhere
            | Self::Outlook
            | Self::Sheet
            | Self::Help
            | Self::Settle
            | Self::Taking
            | Self::Typing
            | Self::Form
            | Self::Pick => false,
        }
    }

    /// Whether letters are text here.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Typing | Self::Form | Self::Pick)
    }

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Everywhere => "context.everywhere",
            Self::Tree => "context.tree",
            Self::Pipeline => "context.pipeline",
            Self::Quotas => "context.quotas",
            Self::Agenda => "context.agenda",
            Self::Analysis => "context.analysis",
            Self::Journal => "context.journal",
            Self::Outlook => "context.outlook",
            Self::Sheet => "context.sheet",
            Self::Welcome => "context.welcome",
            Self::Help => "context.help",
            Self::Settle => "context.settle",
            Self::Taking => "context.taking",
            Self::Typing => "context.typing",
            Self::Form => "context.form",
            Self::Pick => "context.pick",
        }
    }
}

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Backspace,
    Delete,
    F(u8),
}

const NAMED: [(&str, Key); 14] = [
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("Shift+Tab", Key::BackTab),
    ("↑", Key::Up),
    ("↓", Key::Down),
    ("←", Key::Left),
    ("→", Key::Right),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
];

/// A key with its modifiers, written as `Ctrl+D`, `Alt+B`, `>`, `Enter`, `F1`, `Space`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Chord {
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// The key.
    pub key: Key,
}

/// A word that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a key")]
pub struct NotAKey;

impl TryFrom<String> for Chord {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        let (ctrl, rest) = text
            .strip_prefix("Ctrl+")
            .map_or((false, text.as_str()), |r| (true, r));
        let (alt, rest) = rest
            .strip_prefix("Alt+")
            .map_or((false, rest), |r| (true, r));
        let mut letters = rest.chars();
        let named = NAMED
            .iter()
            .find(|(name, _)| *name == rest)
            .map(|(_, key)| *key);
        let key = match (named, letters.next(), letters.next()) {
            (Some(key), ..) => key,
            (None, Some(c), None) if ctrl => Key::Char(c.to_ascii_lowercase()),
            (None, Some(c), None) => Key::Char(c),
            _ if rest == "Space" => Key::Char(' '),
            _ => match rest.strip_prefix('F').and_then(|n| n.parse().ok()) {
                Some(n @ 1..=12) => Key::F(n),
                _ => return Err(NotAKey),
            },
        };
        Ok(Self { ctrl, alt, key })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.alt {
            f.write_str("Alt+")?;
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            key => {
                let name = NAMED
                    .iter()
                    .find(|(_, k)| *k == key)
                    .map_or("", |(name, _)| name);
                f.write_str(name)
            }
        }
    }
}

/// A key as it comes in, and the letter it types if it types one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// The key.
    pub chord: Chord,
    /// The letter.
    pub letter: Option<char>,
}

impl Stroke {
    /// The stroke of a key.
    pub fn of(chord: Chord) -> Self {
        let letter = match chord.key {
            Key::Char(c) if !chord.ctrl && !chord.alt => Some(c),
            _ => None,
        };
        Self { chord, letter }
    }

    /// Whether it ends a line of what a terminal pastes as keys.
    pub fn ends_a_line(self) -> bool {
        let Chord { ctrl, alt, key } = self.chord;
        match key {
            Key::Enter => !ctrl && !alt,
            Key::Char('j') => ctrl && !alt,
            _ => false,
        }
    }

    /// Whether it is of text, and not of a hand that moves or edits.
    pub fn may_be_pasted(self) -> bool {
        self.letter.is_some() || self.ends_a_line() || self.chord.key == Key::Tab
    }
}

/// A command as the palette shows it: where it holds, what it does in words, its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Where it holds.
    pub on: Context,
    /// What it does, in the user's language.
    pub title: String,
    /// Its keys.
    pub keys: String,
}
