//! `overfit sweep`: one run for each combination of values and each seed, on all cores or many machines.
//!
//! ```text
//! arguments ──► plan: the grid and the set-up of each run ──► work: runs on threads ──► lines ──► ledger: the file of -o
//!                                                                                        └──► summary
//! merge: files of shards ────────────────────────────────────────────────────────────────┘
//! ```

mod arguments;
mod ledger;
mod lines;
mod merge;
mod plan;
mod print;
mod results;
mod run;
mod screen;
mod summary;
mod work;

pub use arguments::{Sweep, command, options};
pub use run::sweep;
pub use screen::Show;
