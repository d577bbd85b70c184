//! The sample book, built in: the files that `ketnap demo` and `ketnap init --demo` lay down.
