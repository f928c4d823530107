//! The files of a command line that would otherwise be too long to read: lists of many changes.

use super::fnv;
use super::planned::{Planned, Target};
use super::setting_id::SettingId;
use super::setup::Setup;

/// A line holds up to this many edits of points. More of them go to a file.
const MOST_IN_LINE: usize = 8;

/// A file that a command line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFile {
    /// Its name, which depends on its text, in the folder in which the program was started.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The files of the lists of a command line. A list without one stands in the line itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineFiles {
    /// That of the points edited from the start.
    pub points: Option<LineFile>,
    /// That of the planned changes.
    pub at: Option<LineFile>,
}

impl LineFiles {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &LineFile> {
        self.points.iter().chain(&self.at)
    }
}

impl LineFile {
    fn of(what: &str, about: &str, lines: &[String]) -> LineFile {
        let text = format!("# {about}\n{}\n", lines.join("\n"));
        let name = format!("overfit-{what}-{:016x}.txt", fnv::add(fnv::OFFSET, text.as_bytes()));
        LineFile { name, text }
    }
}

impl Setup {
    /// The files that keep the line of this set-up short: none if it has few edited points.
    pub fn line_files(&self) -> LineFiles {
        let is_edit = |planned: &&Planned| planned.target == Target::Setting(SettingId::Points);
        let points = (self.points.len() > MOST_IN_LINE)
            .then(|| LineFile::of("points", "Edited points, for --points @FILE", &self.points.texts()));
        let at = (self.at.iter().filter(is_edit).count() > MOST_IN_LINE).then(|| {
            let changes: Vec<String> = self.at.iter().map(Planned::text).collect();
            LineFile::of("changes", "Changes while it trains, for --at @FILE", &changes)
        });
        LineFiles { points, at }
    }
}
