//! A file that is being read.

/// A file that is being read.
#[derive(Debug)]
pub struct Reading {
    /// The number of the request, to tell it from earlier ones.
    pub number: u64,
    /// The path as the person typed it.
    pub name: String,
    /// How much of it is read, from 0 to 1.
    pub share: f64,
    /// What the file is read for.
    pub purpose: Purpose,
}

/// What a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The run given on the command line.
    Run,
    /// A card in the picker.
    Card,
}
