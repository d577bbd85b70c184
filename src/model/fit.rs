//! Lists that take no more room than they need.

/// Gives back the room that a list keeps for more. It moves into a new place: an allocator may
/// leave a list that shrinks in place where it is, with up to half of the place empty.
pub(crate) fn fit<T>(list: &mut Vec<T>) {
    if list.capacity() > list.len() {
        let mut exact = Vec::with_capacity(list.len());
        exact.append(list);
        *list = exact;
    }
}
