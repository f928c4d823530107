//! The steps of a run that can be gone back to, each with the very numbers that it had.
//!
//! A [`Timeline`] keeps the run at some evaluations, and what was changed by hand. Any other step is computed from the
//! last one kept before it, by a [`Recaller`], which repeats the steps and the changes. Nothing here has a thread or a
//! clock.

mod live_change;
mod past;
mod recaller;
mod timeline;
mod waypoint;

pub use live_change::LiveChange;
pub use past::{Past, PastStep};
pub use recaller::{Recall, Recaller};
pub use timeline::Timeline;
