//! A page of Markdown as rows of text: headings, paragraphs and lists, broken between words.

use super::format::wrapped;

/// What an item of a list begins with: its sign and the blanks before its words.
fn sign(line: &str) -> Option<(&str, &str)> {
    let dash = line.strip_prefix("- ").map(|rest| ("- ", rest));
    dash.or_else(|| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = line[digits..].strip_prefix(". ").filter(|_| digits > 0)?;
        Some((&line[..digits + 2], rest))
    })
}

/// The rows of a page, of at most so many columns. Words that are typed lose their marks.
pub fn page(markdown: &str, columns: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for line in markdown.lines() {
        let line = line.replace('`', "");
        if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim();
            let whole = wrapped(heading, columns);
            // The title of the page stands out from those of its parts.
            rows.extend(if line.starts_with("##") {
                whole
            } else {
                whole.into_iter().map(|row| row.to_uppercase()).collect()
            });
        } else if let Some((sign, rest)) = sign(&line) {
            let indent = sign.chars().count();
            let parts = wrapped(rest, columns.saturating_sub(indent).max(1));
            let parts = parts.into_iter().enumerate().map(|(at, part)| {
                if at == 0 {
                    format!("{sign}{part}")
                } else {
                    format!("{}{part}", " ".repeat(indent))
                }
            });
            rows.extend(parts);
        } else if line.trim().is_empty() {
            rows.push(String::new());
        } else {
            rows.extend(wrapped(&line, columns));
        }
    }
    rows
}
