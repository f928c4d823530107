//! A list of the runs that are kept, to choose one from.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::folder::kept;
use super::read::RunFile;
use crate::error::harmless;
use crate::train::SettingId;

/// What is said of a run that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRun {
    /// Its file.
    pub path: PathBuf,
    /// When it was written last, as `2026-11-30 12:10` in UTC.
    pub date: String,
    /// How long ago that was.
    pub age: Duration,
    /// The name of its data set.
    pub dataset: String,
    /// Steps taken.
    pub step: u64,
    /// Steps that it is to take.
    pub steps: Option<u64>,
    /// The last word of its diagnosis.
    pub word: String,
}

/// The runs in a folder, newest first. Those that cannot be opened are left out.
pub fn saved_runs(folder: &Path) -> Vec<SavedRun> {
    let now = SystemTime::now();
    let run = |path: PathBuf, changed: SystemTime| {
        let file = RunFile::read(&path).ok()?;
        let steps =
            file.start.setup.settings.get(SettingId::Steps.name()).and_then(|steps| steps.parse().ok());
        let word = file.diagnoses.last().map_or_else(String::new, |diagnosis| harmless(&diagnosis.word));
        let since = changed.duration_since(UNIX_EPOCH).unwrap_or_default();
        Some(SavedRun {
            path,
            date: date(since.as_secs()),
            age: now.duration_since(changed).unwrap_or_default(),
            dataset: harmless(&file.start.dataset),
            step: file.step,
            steps,
            word,
        })
    };
    kept(folder).into_iter().filter_map(|kept| run(kept.path, kept.changed)).collect()
}

/// The day and the minute in UTC, of a number of seconds since 1970, in the Gregorian calendar.
fn date(seconds: u64) -> String {
    let (mut days, minutes) = (seconds / 86_400, seconds % 86_400 / 60);
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02} {:02}:{:02}", days + 1, minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00"),
            (951_782_399, "2000-02-28 23:59"),
            (951_782_400, "2000-02-29 00:00"),
            (1_709_251_199, "2024-02-29 23:59"),
            (1_796_040_000, "2026-11-30 12:00"),
            (4_107_542_400, "2100-03-01 00:00"),
        ] {
            assert_eq!(date(seconds), text);
        }
    }
}
