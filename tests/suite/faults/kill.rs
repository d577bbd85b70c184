//! What `tests/kill_loop.sh` runs under a tracer: the change of many records that no command makes.

use super::scene::{forty, move_forty};
use crate::world::stamp;
use ketnap::store::{Access, Store};
use std::path::PathBuf;

fn place() -> Store {
    let dir = std::env::var_os("KETNAP_KILL_DIR").expect("KETNAP_KILL_DIR says where");
    Store::new(PathBuf::from(dir), Access::ReadWrite)
}

#[test]
#[ignore = "run by tests/kill_loop.sh"]
fn make_a_book_of_forty() {
    let book = forty();
    place().create(book.header(), book.units()).unwrap();
}

#[test]
#[ignore = "run by tests/kill_loop.sh"]
fn move_forty_people() {
    let store = place();
    let mut book = store.load().unwrap();
    let change = move_forty(&book);
    let edit = book.edit(change).unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
}
