//! `overfit sweep`: one run for each combination of values and each seed, on all cores or many machines.
//!
//! ```text
//! arguments ──► plan: the grid and the set-up of each run ──► work: runs on threads ──► lines ──► results_file: that of -o
//!                                                                                        └──► summary
//! merge: files of shards ────────────────────────────────────────────────────────────────┘
//! ```

mod arguments;
mod lines;
mod merge;
mod plan;
mod print;
mod progress;
mod results;
mod results_file;
mod run;
mod screen;
mod summary;
mod work;

pub use arguments::{Sweep, command, options};
pub use run::sweep;
pub use screen::Show;
