//! A list with heads between its lines: kept apart, so that a long list costs no more for having them.

/// A row of such a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<L, H> {
    /// The head of a group, and how many lines it has.
    Head(H, usize),
    /// A line.
    Line(L),
}

/// Lines in order, and where a head stands among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouped<L, H> {
    lines: Vec<L>,
    /// Each with the place of its first line.
    heads: Vec<(usize, H)>,
}

impl<L, H> Default for Grouped<L, H> {
    fn default() -> Self {
        Self {
            lines: Vec::new(),
            heads: Vec::new(),
        }
    }
}

impl<L: Copy + PartialEq, H: Copy + PartialEq> Grouped<L, H> {
    /// Takes everything out; the room is kept.
    pub(in crate::rules) fn clear(&mut self) {
        self.lines.clear();
        self.heads.clear();
    }

    /// Adds a line to the last group.
    pub(in crate::rules) fn push(&mut self, line: L) {
        self.lines.push(line);
    }

    /// Adds a line below a head, which is new where the last line had another.
    pub fn push_under(&mut self, head: H, line: L) {
        if self.heads.last().is_none_or(|(_, last)| *last != head) {
            self.heads.push((self.lines.len(), head));
        }
        self.lines.push(line);
    }

    /// Adds lines below a new head.
    pub(in crate::rules) fn extend_under(&mut self, head: H, lines: impl Iterator<Item = L>) {
        self.heads.push((self.lines.len(), head));
        self.lines.extend(lines);
    }

    /// The lines, without heads.
    pub fn lines(&self) -> &[L] {
        &self.lines
    }

    /// How many rows there are, heads too.
    pub fn len(&self) -> usize {
        self.lines.len() + self.heads.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row `at`.
    pub fn get(&self, at: usize) -> Option<Row<L, H>> {
        let heads = self.heads.iter().enumerate();
        let above = heads.take_while(|(i, (first, _))| first + i <= at).count();
        if let Some((first, head)) = above.checked_sub(1).map(|last| self.heads[last])
            && first + above - 1 == at
        {
            let end = self.heads.get(above).map_or(self.lines.len(), |h| h.0);
            return Some(Row::Head(head, end - first));
        }
        self.lines.get(at - above).copied().map(Row::Line)
    }

    /// The line of a row; none of a head.
    pub fn line(&self, at: usize) -> Option<L> {
        match self.get(at) {
            Some(Row::Line(line)) => Some(line),
            _ => None,
        }
    }

    /// The row of a line.
    pub fn position(&self, line: L) -> Option<usize> {
        let place = self.lines.iter().position(|l| *l == line)?;
        let heads = self.heads.iter().filter(|(first, _)| *first <= place);
        Some(place + heads.count())
    }

    /// A row that is no head: this one, else the next in the direction of the move, else the last
    /// one before it.
    pub fn settle(&self, at: usize, forward: bool) -> usize {
        let last = self.len().saturating_sub(1);
        let at = at.min(last);
        let is_line = |row: &usize| self.line(*row).is_some();
        let after = (at..self.len()).find(is_line);
        let before = (0..=at).rev().find(is_line);
        let found = if forward {
            after.or(before)
        } else {
            before.or(after)
        };
        found.unwrap_or(at)
    }
}
