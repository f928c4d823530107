//! The names of IDX files, such as `emnist-letters-train-images-idx3-ubyte.gz`.

use std::ffi::OsStr;

/// A part of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Examples to learn from.
    Train,
    /// More of them, which other programs hold out.
    Validation,
    /// Examples that the network never learns from.
    Test,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Images.
    Images,
    /// Their labels.
    Labels,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 3] = [Part::Train, Part::Validation, Part::Test];

    /// Its names in file names, the usual one first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Part::Train => &["train"],
            Part::Validation => &["validation", "val"],
            Part::Test => &["t10k", "test"],
        }
    }
}

impl Content {
    /// Its name in file names, and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Content::Images => "images",
            Content::Labels => "labels",
        }
    }
}

/// What the name of a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    /// What precedes the part, in lower case.
    pub prefix: String,
    /// The part.
    pub part: Part,
    /// What is in it.
    pub content: Content,
}

impl FileName {
    /// Understands a name in any case, with a dash or a dot before `idx`; `None` if it is not that of an IDX file.
    pub fn parse(name: &OsStr) -> Option<FileName> {
        let name = name.to_string_lossy().to_lowercase();
        name.char_indices().find_map(|(at, _)| {
            let (part, content) = part_and_content(&name[at..])?;
            Some(FileName { prefix: name[..at].to_owned(), part, content })
        })
    }

    /// The usual name of the file for a part and content.
    pub fn usual(part: Part, content: Content) -> String {
        let dimensions = if content == Content::Images { 3 } else { 1 };
        format!("{}-{}-idx{dimensions}-ubyte", part.names()[0], content.name())
    }
}

fn part_and_content(text: &str) -> Option<(Part, Content)> {
    let parts = Part::ALL.into_iter().flat_map(|part| part.names().iter().map(move |name| (part, *name)));
    let pairs = parts.flat_map(|(part, name)| {
        [Content::Images, Content::Labels]
            .map(|content| (part, content, format!("{name}-{}", content.name())))
    });
    let mut pairs = pairs.filter(|(.., words)| {
        text.strip_prefix(words.as_str())
            .is_some_and(|rest| rest.starts_with("-idx") || rest.starts_with(".idx"))
    });
    pairs.next().map(|(part, content, _)| (part, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood_in_their_usual_forms() {
        for (name, prefix, part, content) in [
            ("train-images-idx3-ubyte", "", Part::Train, Content::Images),
            ("T10k-labels.IDX1-ubyte.gz", "", Part::Test, Content::Labels),
            ("emnist-letters-test-images-idx3-ubyte.gz", "emnist-letters-", Part::Test, Content::Images),
            ("qmnist-train-labels-idx2-int", "qmnist-", Part::Train, Content::Labels),
            ("val-images-idx3-float", "", Part::Validation, Content::Images),
        ] {
            let expected = FileName { prefix: prefix.to_owned(), part, content };
            assert_eq!(FileName::parse(OsStr::new(name)), Some(expected), "{name}");
        }
        for name in ["other-idx3-ubyte", "train-images.png", "images-idx3-ubyte", ""] {
            assert_eq!(FileName::parse(OsStr::new(name)), None, "{name}");
        }
    }
}
