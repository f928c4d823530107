//! The files of a log, and in which order they are read.

use std::collections::HashMap;

use super::folder::Part;
use super::stream::Stream;

/// The files of a log, or its pipe.
#[derive(Debug, Default)]
pub struct Streams {
    /// Each of them, in the order in which they were found.
    pub all: Vec<Stream>,
    groups: Vec<Group>,
    /// The number of the group of each name.
    numbers: HashMap<String, usize>,
}

/// Files that continue each other's steps.
#[derive(Debug, Default)]
struct Group {
    /// Their numbers, in the order in which they are read.
    streams: Vec<usize>,
    /// How many of them are at their ends.
    at_end: usize,
}

impl Streams {
    /// Adds the pipe.
    pub fn add_pipe(&mut self) {
        self.add(String::new(), Stream::new(None));
    }

    /// Adds a file.
    pub fn add_file(&mut self, part: Part) {
        self.add(part.group().to_owned(), Stream::new(Some(part)));
    }

    fn add(&mut self, name: String, stream: Stream) {
        let next = self.groups.len();
        let group = *self.numbers.entry(name).or_insert(next);
        if group == next {
            self.groups.push(Group::default());
        }
        self.groups[group].streams.push(self.all.len());
        self.all.push(Stream { group, ..stream });
    }

    /// Looks at all of them once more.
    pub fn rewind(&mut self) {
        self.all.iter_mut().for_each(|stream| stream.is_at_end = false);
        self.groups.iter_mut().for_each(|group| group.at_end = 0);
    }

    /// The one to read next: those of a group one after the other, and groups side by side, by their steps, so that what
    /// belongs together is joined. `None` if all are at their ends.
    pub fn next(&mut self) -> Option<usize> {
        let Streams { all, groups, .. } = self;
        let mut next: Option<(u64, usize)> = None;
        for group in groups {
            let rest = &group.streams[group.at_end..];
            group.at_end += rest.iter().take_while(|&&stream| all[stream].is_at_end).count();
            let before = group.streams[..group.at_end].last().map_or(0, |&stream| all[stream].step);
            let waiting =
                group.streams.get(group.at_end).map(|&stream| (all[stream].step.max(before), stream));
            next = waiting.filter(|waiting| next.is_none_or(|next| waiting.0 < next.0)).or(next);
        }
        next.map(|(_, stream)| stream)
    }

    /// Reads all files from their beginnings.
    pub fn reopen(&mut self) {
        self.all.iter_mut().for_each(Stream::reopen);
        self.rewind();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;

    use super::*;
    use crate::watch::folder::new_parts;

    #[test]
    fn groups_are_read_side_by_side() {
        let folder = tempfile::tempdir().expect("a folder");
        for epoch in ["train/epoch-1", "train/epoch-2", "valid/epoch-1", "valid/epoch-2"] {
            fs::create_dir_all(folder.path().join(epoch)).expect("made");
            fs::write(folder.path().join(epoch).join("Loss.log"), "").expect("written");
        }
        let mut streams = Streams::default();
        for part in new_parts(folder.path(), &HashSet::new()) {
            streams.add_file(part);
        }
        let mut order = Vec::new();
        while let Some(next) = streams.next() {
            order.push(next);
            (streams.all[next].is_at_end, streams.all[next].step) = (true, [1, 2][next % 2]);
        }
        assert_eq!(order, [0, 2, 1, 3]);
        streams.rewind();
        assert_eq!(streams.next(), Some(0));
    }
}
