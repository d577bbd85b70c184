//! Makes a failing script smaller for as long as it still fails.

use super::script::Script;

/// What of a script can be left out: a list of things, and how to leave one out.
type Cut = fn(&Script, usize, usize) -> Option<Script>;

fn without<T: Clone>(list: &[T], from: usize, count: usize) -> Option<Vec<T>> {
    (from < list.len()).then(|| {
        let to = list.len().min(from + count);
        [&list[..from], &list[to..]].concat()
    })
}

fn fewer_acts(script: &Script, from: usize, count: usize) -> Option<Script> {
    let mut at = from;
    for (who, part) in script.parts.iter().enumerate() {
        if at < part.acts.len() {
            let mut less = script.clone();
            less.parts[who].acts = without(&part.acts, at, count)?;
            return Some(less);
        }
        at -= part.acts.len();
    }
    None
}

fn fewer_faults(script: &Script, from: usize, count: usize) -> Option<Script> {
    let faults = without(&script.faults, from, count)?;
    Some(Script {
        faults,
        ..script.clone()
    })
}

fn shorter_plan(script: &Script, from: usize, count: usize) -> Option<Script> {
    let plan = without(&script.plan, from, count)?;
    Some(Script {
        plan,
        ..script.clone()
    })
}

/// The smallest script found that still fails.
pub(super) fn shrink(script: Script, fails: impl Fn(&Script) -> bool) -> Script {
    let mut best = script;
    let cuts: [Cut; 3] = [fewer_faults, fewer_acts, shorter_plan];
    loop {
        let before = best.clone();
        for cut in cuts {
            let mut count = 128;
            while count > 0 {
                let mut from = 0;
                while let Some(less) = cut(&best, from, count) {
                    if less != best && fails(&less) {
                        best = less;
                    } else {
                        from += count;
                    }
                }
                count /= 2;
            }
        }
        if best == before {
            return best;
        }
    }
}
