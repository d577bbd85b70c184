//! From a key to the whole frame, and the bytes of that frame, with the selection moving.

use crate::Ground;
use crate::desk::{Desk, Frame, Place, ROWS};
use crate::table::{Budget, Table, at_most, median};
use std::time::Duration;

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

/// Page by page down a list and up again.
fn pages(board: &mut Desk, place: Place, count: usize) -> Vec<Frame> {
    let keys = std::iter::repeat_n("\x04", count).chain(std::iter::repeat_n("\x15", count));
    keys.map(|key| board.moved(key, place)).collect()
}

/// The letters of somebody's name, one after the other into the line of a search.
fn letters(board: &mut Desk, hello: &mut Desk, name: &str) -> [Vec<Frame>; 2] {
    board.press("/");
    let mut typed = "Find: ".to_owned();
    let turns = name.chars().zip(["j", "k"].into_iter().cycle());
    let frames = turns.map(|(letter, key)| {
        typed.push(letter);
        let floor = hello.moved(key, HELLO);
        (floor, board.turned(&letter.to_string(), ROWS - 2, &typed))
    });
    let (floor, frames) = frames.unzip();
    board.press("\x1b");
    [floor, frames]
}

fn times(frames: &[Frame]) -> Vec<Duration> {
    frames.iter().map(|frame| frame.time).collect()
}

/// A letter in the city goes by the floor, in the province by the selection's own move.
fn tell_letters(table: &mut Table, name: &str, own: Option<Duration>, frames: &[Vec<Frame>; 2]) {
    let [floor, letters] = frames.each_ref().map(|frames| times(frames));
    let (time, floor) = (median(&letters), own.unwrap_or_else(|| median(&floor)));
    let most = if own.is_some() { 4.0 } else { 3.0 };
    let what = format!("a letter to the finder, {name}");
    table.time(&what, time, floor, Some(at_most(most, time, floor)));
    let slowest = letters.into_iter().max().unwrap_or_default();
    table.time(
        &format!("the slowest of these, {name}"),
        slowest,
        floor,
        None,
    );
}

fn tell(table: &mut Table, what: &str, most: f64, [hello, board]: &[Vec<Frame>; 2]) {
    let (time, floor) = (median(&times(board)), median(&times(hello)));
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
        let mut paged = pages(&mut board, TREE, 1);
        board.press("g");
        board.press("\t");
        let people = alternate(&mut board, &mut hello, PIPELINE, &steps);
        paged.extend(pages(&mut board, PIPELINE, 3));
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
        board.press("1");
        let last = if data == ground.city {
            "mau 2999"
        } else {
            "mau 59999"
        };
        let found = letters(&mut board, &mut hello, last);
        board.quit();
        hello.quit();
        tell(table, "organisations", &tree);
        // Every other step rebuilds the candidates of the whole book.
        let whole = root.map(|frames| frames.into_iter().skip(1).step_by(2).collect());
        tell(table, "onto the root", &whole);
        tell(table, "candidates", &people);
        let own = (data == ground.province).then(|| median(&times(&tree[1])));
        tell_letters(table, name, own, &found);
        let most = paged
            .iter()
            .map(|frame| frame.bytes)
            .max()
            .unwrap_or_default();
        let budget = Budget("<= 2800 B".to_owned(), most <= 2_800);
        let what = format!("bytes of a page, {name}");
        table.number(&what, format!("most {most} B"), Some(budget));
        tell(table, "tasks", &tasks);
        let floor = median(&times(&tasks[0]));
        tell(table, "quotas", &quotas);
        tell(table, "weak cells", &weak);
        // Such a frame is a whole one, not a selection that moves.
        let parts = median(&times(&parts[1]));
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
