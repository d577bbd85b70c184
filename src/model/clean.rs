//! The one way to make text from data inert before it is drawn, printed or exported.

use std::borrow::Cow;

/// What stands in the place of a character that must not reach a terminal.
const SHOWN: char = '\u{fffd}';

/// Whether a character may go to a terminal as it is: no control, no bidirectional or
/// invisible formatting, no line separator.
pub fn is_inert(c: char) -> bool {
    !(c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'))
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Whether a character is of the many that are inert and no mark, told without a table.
pub(super) fn is_usual(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}')
}

/// The most combining marks one letter keeps; Vietnamese needs two.
const MARKS: usize = 3;

/// Makes stored text safe to draw: what is not inert is shown as `�`, and piled-up combining
/// marks are dropped. Text that is already inert is lent, not copied.
pub fn clean(text: &str) -> Cow<'_, str> {
    // All of them are looked at, so that it can be done to many at once.
    if (text.bytes()).fold(true, |all, byte| all & matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut marks = 0;
    let harmless = text.chars().all(|c| {
        if is_usual(c) {
            marks = 0;
            return true;
        }
        marks = if is_mark(c) { marks + 1 } else { 0 };
        is_inert(c) && marks <= MARKS
    });
    if harmless {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks > MARKS {
            continue;
        }
        out.push(if is_inert(c) { c } else { SHOWN });
    }
    Cow::Owned(out)
}
