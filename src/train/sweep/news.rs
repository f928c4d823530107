//! What is told of a sweep while it is carried out.

use super::score::Score;

/// What has happened in a sweep.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// So many steps more are taken, or will not be.
    Steps(u64),
    /// A run has ended.
    Ended {
        /// Its place in the sweep, from 1 on.
        index: usize,
        /// What it has come to.
        score: Score,
    },
    /// The sweep cannot go on, for this reason.
    Failed(String),
}
