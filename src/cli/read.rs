//! Reads a data file with a progress bar.

use indicatif::ProgressBar;

use super::progress::style;
use crate::data;
use crate::error::Error;
use crate::launch::PendingFile;
use crate::train::Setup;

/// Reads a data set and makes the set-up for it, with a bar on stderr while a file is read.
///
/// # Errors
/// When there is no such data set, it cannot be used, or the set-up does not fit it.
pub fn read(pending: PendingFile) -> Result<Setup, Error> {
    let template = "reading {percent:>3} % {wide_bar} {elapsed}";
    let bar = if data::is_file(&pending.name) { ProgressBar::new(1_000) } else { ProgressBar::hidden() };
    let bar = bar.with_style(style(template));
    let setup = pending.read(|share| bar.set_position((1_000.0 * share) as u64));
    bar.finish_and_clear();
    setup
}
