//! Where in a table something was found, for messages.

/// A field, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub line: u64,
    /// Its beginning.
    pub text: String,
}

impl Found {
    pub fn new(line: u64, field: &[u8]) -> Found {
        Found { line, text: String::from_utf8_lossy(field).chars().take(20).collect() }
    }
}
