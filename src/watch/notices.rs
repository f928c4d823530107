//! Notices of what happened to a log, each once.

use std::collections::BTreeMap;

use super::evaluations::{Evaluations, Gap, Resumed};
use super::names::Role;
use super::reader::Format;
use super::stream::Stream;
use crate::numbers::counted;
use crate::train::Unit;

/// Which notices there have been.
#[derive(Debug, Default)]
pub struct Notices {
    gaps: BTreeMap<Role, Gap>,
    late: u64,
    too_long: u64,
    damaged: Vec<usize>,
    too_large: bool,
    binary: bool,
    absent: bool,
}

/// That a run goes on from an earlier step.
pub fn resumed(Resumed { from, to, is_far }: Resumed, unit: Unit) -> String {
    let what = if is_far {
        "so much of it is replaced that the curves begin again here"
    } else {
        "what follows replaces what was there"
    };
    format!(
        "The {}s went back from {} to {}: the run was resumed, and {what}.",
        unit.name(),
        unit.number(from),
        unit.number(to)
    )
}

impl Notices {
    /// Tells of what could not be read as it stands.
    pub fn take_new(&mut self, evaluations: &Evaluations, streams: &[Stream]) -> Vec<String> {
        let mut notices = self.gaps(evaluations);
        if evaluations.is_empty() && !self.absent {
            let absent = streams.iter().filter_map(Stream::path).find(|path| !path.exists());
            self.absent = absent.is_some();
            notices
                .extend(absent.map(|path| format!("{} does not exist yet; waiting for it.", path.display())));
        }
        if evaluations.late > self.late {
            let late = evaluations.late - self.late;
            self.late = evaluations.late;
            let are = if late == 1 { "is" } else { "are" };
            notices.push(format!("{} came long after later steps and {are} left out.", counted(late, "row")));
        }
        let too_long = streams.iter().map(|stream| stream.reader.too_long()).sum();
        if too_long > self.too_long {
            let lines = counted(too_long - self.too_long, "line");
            self.too_long = too_long;
            notices.push(format!("{lines} too long to be an evaluation: skipped."));
        }
        notices.extend(self.unreadable(streams));
        notices
    }

    /// The numbers that are not finite.
    fn gaps(&mut self, evaluations: &Evaluations) -> Vec<String> {
        let mut notices = Vec::new();
        for (role, gap) in &evaluations.gaps {
            let before = self.gaps.insert(*role, *gap);
            if before == Some(*gap) {
                continue;
            }
            let new = gap.count - before.map_or(0, |before| before.count.min(gap.count));
            notices.push(format!(
                "{} of the {} {} not finite and left out, the last one at {}.",
                counted(new, "value"),
                role.words(),
                if new == 1 { "is" } else { "are" },
                evaluations.elsewhere().unit.at(gap.last_step)
            ));
        }
        notices
    }

    /// The files of which something cannot be read.
    fn unreadable(&mut self, streams: &[Stream]) -> Vec<String> {
        let mut notices = Vec::new();
        for (nth, stream) in streams.iter().enumerate() {
            let path = || {
                stream.path().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string())
            };
            if stream.reader.is_damaged() && !self.damaged.contains(&nth) {
                self.damaged.push(nth);
                notices.push(format!("{} has a damaged record; what follows it is not read.", path()));
            }
            if stream.reader.is_too_large() && !self.too_large {
                self.too_large = true;
                notices.push(format!("{} is a JSON document of more than 64 MiB and is not read.", path()));
            }
            if stream.reader.format() == Format::Binary && !self.binary {
                self.binary = true;
                notices.push(format!("{} is no log: it is neither text nor an event file.", path()));
            }
        }
        notices
    }
}
