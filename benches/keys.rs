//! From a key to the whole frame, and the bytes of that frame, with the selection moving.

use crate::Ground;
use crate::desk::{Desk, Frame, Place};
use crate::table::{Budget, Table, at_most, median};

/// Steps down, and as many up again.
const STEPS: usize = 20;
const TREE: Place = Place(0, 33, 2);
const PIPELINE: Place = Place(34, 79, 3);
const WHOLE: Place = Place(0, 79, 2);
const LIST: Place = Place(0, 79, 3);
/// The parts of screen 4 in the order of the key that turns them, as they are marked.
const PARTS: [&str; 8] = [
    "[5 years]",
    "[Stages]",
    "[Causes]",
    "[Sources]",
    "[Make-up]",
    "[Weak cells]",
    "[Waiting above]",
    "[Course]",
];
const HELLO: Place = Place(0, 33, 1);

/// The same number of keys for both, one after the other.
fn alternate(board: &mut Desk, hello: &mut Desk, place: Place, keys: &[&str]) -> [Vec<Frame>; 2] {
    let mut both = [Vec::new(), Vec::new()];
    for key in keys {
        both[0].push(hello.moved("j", HELLO));
        both[1].push(board.moved(key, place));
    }
    both
}

/// From each part of screen 4 to the next, until the first is back.
fn turn(board: &mut Desk, hello: &mut Desk) -> [Vec<Frame>; 2] {
    let turns = PARTS.into_iter().zip(["j", "k"].into_iter().cycle());
    let parts = turns.map(|(part, key)| (hello.moved(key, HELLO), board.turned("\t", 2, part)));
    let (floor, frames) = parts.unzip();
    [floor, frames]
}

fn tell(table: &mut Table, what: &str, most: f64, [hello, board]: &[Vec<Frame>; 2]) {
    let times = |frames: &[Frame]| median(&frames.iter().map(|f| f.time).collect::<Vec<_>>());
    let (time, floor) = (times(board), times(hello));
    let budget = at_most(most, time, floor);
    table.time(&format!("key to frame, {what}"), time, floor, Some(budget));
    let mut bytes: Vec<usize> = board.iter().map(|f| f.bytes).collect();
    bytes.sort_unstable();
    let (middle, most) = (bytes[bytes.len() / 2], bytes[bytes.len() - 1]);
    let budget = Budget("<= 1000 B".to_owned(), middle <= 1_000);
    let measured = format!("{middle} B, most {most} B");
    table.number(&format!("bytes, {what}"), measured, Some(budget));
}

/// Measures both panes and the other screens on both books.
pub(crate) fn measure(ground: &Ground, table: &mut Table) {
    let steps: Vec<&str> = std::iter::repeat_n("j", STEPS)
        .chain(std::iter::repeat_n("k", STEPS))
        .collect();
    for (name, data) in ground.books() {
        let most = if data == ground.city { 2.5 } else { 3.0 };
        let tell = |table: &mut Table, what: &str, frames: &[Vec<Frame>; 2]| {
            tell(table, &format!("{what}, {name}"), most, frames);
        };
        let mut hello = Desk::hello();
        let mut board = Desk::board(data, &ground.config);
        let turns = ["j", "g"].repeat(STEPS / 2);
        let root = alternate(&mut board, &mut hello, TREE, &turns);
        board.moved("j", TREE);
        let tree = alternate(&mut board, &mut hello, TREE, &steps);
        board.press("g");
        board.press("\t");
        let people = alternate(&mut board, &mut hello, PIPELINE, &steps);
        board.press("\t");
        let opened = board.moved("3", WHOLE).time;
        let tasks = alternate(&mut board, &mut hello, WHOLE, &steps);
        board.press("1");
        board.press("g");
        let quotas_opened = board.turned("2", 1, "Quotas").time;
        let quotas = alternate(&mut board, &mut hello, WHOLE, &steps);
        let analysis_opened = board.turned("4", 1, "Analysis").time;
        let parts = turn(&mut board, &mut hello);
        board.turned("\x1b[Z", 2, "[Waiting above]");
        board.turned("\x1b[Z", 2, "[Weak cells]");
        let weak = alternate(&mut board, &mut hello, LIST, &steps);
        board.quit();
        hello.quit();
        tell(table, "organisations", &tree);
        // Every other step rebuilds the candidates of the whole book.
        let whole = root.map(|frames| frames.into_iter().skip(1).step_by(2).collect());
        tell(table, "onto the root", &whole);
        tell(table, "candidates", &people);
        tell(table, "tasks", &tasks);
        let floor = median(&tasks[0].iter().map(|f| f.time).collect::<Vec<_>>());
        tell(table, "quotas", &quotas);
        tell(table, "weak cells", &weak);
        // Such a frame is a whole one, not a selection that moves.
        let parts = median(&parts[1].iter().map(|f| f.time).collect::<Vec<_>>());
        for (what, time) in [
            ("all tasks found", opened),
            ("quotas opened", quotas_opened),
            ("analysis opened", analysis_opened),
            ("from chart to chart", parts),
        ] {
            table.time(&format!("{what}, {name}"), time, floor, None);
        }
    }
}
