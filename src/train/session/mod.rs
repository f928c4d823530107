//! One run of training, step by step. It has no thread and no clock: the same set-up gives the same numbers.

mod changes;
mod fork;
mod layers;
mod learning;
mod next_step;
mod notes;
mod outline;
mod queries;
mod resume;
mod run;

pub use next_step::{NextStep, WeightUpdate};
pub use outline::Curves;
pub(in crate::train) use outline::bytes_of;
pub use run::{Event, Session};
