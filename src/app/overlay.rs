//! What can be open above a screen.

use super::saving::settle::Settle;
use super::screens::outlook::Outlooks;
use super::sheet::Sheet;
use super::sheet::why::Why;
use super::taking::Taking;
use super::typing::form::Form;
use super::typing::palette::Palette;
use super::typing::pick::Picker;
use super::typing::prompt::Prompt;
use crate::model::Message;

/// Something open above the screen. The last one has the keys.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// A person or an organisation with all fields.
    Sheet(Sheet),
    /// A line being typed.
    Prompt(Prompt),
    /// Several values being typed.
    Form(Form),
    /// A choice.
    Pick(Picker),
    /// All commands.
    Palette(Palette),
    /// The keys; the number of lines scrolled.
    Help(usize),
    /// Why the limits of a person end when they do.
    Why(Why),
    /// The people behind the numbers of a forecast.
    Outlooks(Outlooks),
    /// What somebody else has changed to something else.
    Settle(Settle),
    /// A list that is being taken over.
    Taking(Box<Taking>),
}

impl Overlay {
    /// The sheet, if it is one.
    pub(super) fn sheet(&self) -> Option<&Sheet> {
        if let Self::Sheet(sheet) = self {
            Some(sheet)
        } else {
            None
        }
    }

    /// The list that is being taken over, if it is one.
    pub(super) fn taking(&self) -> Option<&Taking> {
        if let Self::Taking(open) = self {
            Some(open)
        } else {
            None
        }
    }

    /// The same, to be changed.
    pub(super) fn taking_mut(&mut self) -> Option<&mut Taking> {
        if let Self::Taking(open) = self {
            Some(open)
        } else {
            None
        }
    }

    /// Whether the commands that work on every screen work above it too, in part.
    pub(super) fn shares_commands(&self) -> bool {
        match self {
            Self::Sheet(_) | Self::Outlooks(_) => true,
            Self::Prompt(_)
            | Self::Form(_)
            | Self::Pick(_)
            | Self::Palette(_)
            | Self::Help(_)
            | Self::Why(_)
            | Self::Settle(_)
            | Self::Taking(_) => false,
        }
    }

    /// Where it says what is wrong with what is typed, if something is typed in it: beside a line
    /// nothing else is shown.
    pub(super) fn fault_mut(&mut self) -> Option<&mut Option<Message>> {
        match self {
            Self::Prompt(prompt) => Some(&mut prompt.fault),
            Self::Form(form) => Some(&mut form.fault),
            Self::Sheet(_)
            | Self::Pick(_)
            | Self::Palette(_)
            | Self::Help(_)
            | Self::Why(_)
            | Self::Outlooks(_)
            | Self::Settle(_)
            | Self::Taking(_) => None,
        }
    }
}
