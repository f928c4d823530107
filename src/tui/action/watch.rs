//! Actions of keys on the logs that are watched.

use crate::watch::Role;

/// Actions on logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchAction {
    /// Show the next log, compared with the others.
    NextLog,
    /// Show the log before.
    PreviousLog,
    /// Take the next column for this.
    NextColumn(Role),
}
