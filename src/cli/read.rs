//! Reads a data file with a progress bar.

use indicatif::{ProgressBar, ProgressStyle};

use crate::data::{self, Choice};
use crate::error::Error;

/// Resolves a data set by name or path, with a progress bar while a file is read.
///
/// # Errors
/// When there is no such data set, or its file is invalid.
pub fn read(name: &str) -> Result<Choice, Error> {
    let look = "reading {percent:>3} % {wide_bar} {elapsed}";
    let style = ProgressStyle::with_template(look).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = if data::is_file(name) { ProgressBar::new(1_000) } else { ProgressBar::hidden() };
    let bar = bar.with_style(style);
    let choice = data::resolve_with_progress(name, &mut |share| {
        bar.set_position((1_000.0 * share) as u64);
        true
    });
    bar.finish_and_clear();
    choice
}
