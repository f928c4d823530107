//! A sweep: one run for each combination of values and each seed. All runs have their index before the first one begins, so that
//! several processes can carry out parts of it.

mod axis;
mod data_hash;
mod grid;
mod sample;
mod score;
mod shard;
mod summary;

pub use axis::Axis;
pub use data_hash::data_hash;
pub use grid::{Combination, Grid, MOST_RUNS};
pub use score::Score;
pub use shard::Shard;
pub use summary::{Mean, Summary};
