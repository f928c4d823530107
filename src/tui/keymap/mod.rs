//! The table of keys. The footer, the `?` page and the table in the README are derived from it.

mod bindings;
mod key;
mod lookup;
mod place;

pub use bindings::{BINDINGS, Binding};
pub use key::Key;
pub use lookup::{action, key_of, markdown, names, row, rows, together, typed, within_reach};
pub use place::Place;
