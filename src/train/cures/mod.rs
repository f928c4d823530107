//! Cures that are tried on copies of a run before one of them is praised.
//!
//! A [`Fork`] is the run as it stood when they were asked for. Each [`Trial`] takes a copy of it, makes the changes of
//! a [`Cure`] as the keys would, and trains on. The [`CureTable`] ranks the results by the watched loss: that of the
//! validation set if there is one, of the test examples otherwise. Nothing here has a thread or a clock, so the
//! numbers do not depend on who runs the trials, or in which order.

mod candidates;
mod cure;
mod fork;
mod table;
mod trial;

pub use cure::{Cost, Cure, Start};
pub use fork::Fork;
pub use table::{CureTable, Ranked, TrialState};
pub use trial::{Trial, Tried};
