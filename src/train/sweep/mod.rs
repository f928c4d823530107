//! A sweep: the same run with other values and other seeds. Its grid is known before the first run, whoever carries out which.

mod axis;
mod grid;
mod news;
mod sample;
mod score;
mod shard;
mod summary;

pub use axis::Axis;
pub use grid::{Combination, Grid, MOST_RUNS};
pub use news::News;
pub use score::Score;
pub use shard::Shard;
pub use summary::{Mean, Summary};
