//! Keys that came at once: typed by a hand, or a paste by a terminal that does not say so.

use crate::app::command::{Command, Key, Stroke};

/// What has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Front {
    /// Keys are commands.
    Commands,
    /// A list or the palette, narrowed by what is typed.
    Filter,
    /// A line, or one of a form.
    Line,
}

/// What keys that came at once are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Typed, each to be done in its turn.
    Typed,
    /// Text of the field in front.
    Text,
    /// Text of the field in front, and the Enter after it was meant: input methods hand a word over
    /// together with the key that ends it.
    TextAndEnter,
    /// Text of the field that the first key opens.
    TextBehindTheFirst,
    /// A paste where nothing can be pasted.
    Refused,
}

/// Whether no hand types these so fast: several letters and an Enter, or three different letters.
/// A key that is held down is the same letter again and again.
pub fn by_no_hand(strokes: &[Stroke]) -> bool {
    let letters: Vec<char> = strokes.iter().filter_map(|stroke| stroke.letter).collect();
    let ends = strokes.iter().any(|stroke| stroke.ends_a_line());
    let mut different: Vec<char> = Vec::new();
    for letter in &letters {
        if different.len() < 3 && !different.contains(letter) {
            different.push(*letter);
        }
    }
    letters.len() > 1 && ends || different.len() > 2
}

/// Judges keys that came at once, as a whole. `first` is what the first of them asks for.
pub fn judge(strokes: &[Stroke], front: Front, first: Option<Command>) -> Verdict {
    if !by_no_hand(strokes) {
        return Verdict::Typed;
    }
    let ends = strokes.iter().filter(|stroke| stroke.ends_a_line()).count();
    let last = strokes.last().map(|stroke| stroke.chord.key);
    let by_a_letter = strokes
        .first()
        .is_some_and(|stroke| stroke.letter.is_some());
    let only_the_last = ends == 1 && last == Some(Key::Enter);
    match front {
        Front::Line if only_the_last => Verdict::TextAndEnter,
        // An input method's letters and Backspaces, or a fast hand: no end of a line is in it.
        Front::Line | Front::Filter => Verdict::Text,
        Front::Commands if by_a_letter && first.is_some_and(only_opens) => {
            Verdict::TextBehindTheFirst
        }
        Front::Commands => Verdict::Refused,
    }
}

/// Whether a command does nothing but open a field, or say why not.
fn only_opens(command: Command) -> bool {
    matches!(
        command,
        Command::Search
            | Command::Palette
            | Command::Edit
            | Command::Add
            | Command::BackStep
            | Command::PickStage
            | Command::Pause
            | Command::Stop
            | Command::ReviseQuota
            | Command::HandDown
    )
}
