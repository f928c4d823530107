//! The one table of keys: what they do, the footer, the `?` page and the table in the README come from it.

mod bindings;
mod key;
mod lookup;
mod place;

pub use bindings::{BINDINGS, Binding};
pub use key::Key;
pub use lookup::{action, key_of, markdown, names, rows, together, within_reach};
pub use place::Place;
