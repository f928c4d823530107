//! Tells what a file holds by how it begins. The content decides before the name.

use std::io::Read;
use std::path::Path;

use super::foreign;
use super::gzip;
use super::progress::Progress;
use super::zipped_table;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Images or labels in the IDX format.
    Idx,
    /// A ZIP archive, which may be one of NumPy arrays.
    Zip,
    /// One NumPy array.
    Npy,
    /// A pickle of Python.
    Pickle,
    /// Text, which may be a table.
    Text,
    /// Something that this program does not read; says what it is and what to do, as the end of a sentence that begins
    /// with the path.
    Foreign(&'static str),
    /// Nothing that is known: its name has to tell.
    Unknown,
}

/// The bytes that are looked at.
const START: u64 = 8 << 10;

/// Tells what a file holds, unpacked if it is compressed.
pub fn of(path: &Path, progress: &Progress) -> Content {
    // A file that cannot be opened is reported by its reader.
    let Ok(start) = gzip::start(path, progress, START) else { return Content::Unknown };
    let mut magic = [0; 2];
    let is_gzip =
        progress.peek(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok() && magic == gzip::MAGIC;
    match of_start(&start) {
        Content::Zip if is_gzip => {
            Content::Foreign("it is a zip archive that is compressed with gzip: unpack it, as gunzip does")
        }
        content => content,
    }
}

fn of_start(start: &[u8]) -> Content {
    if let Some(sentence) = foreign::sentence(start) {
        return Content::Foreign(sentence);
    }
    match start {
        [0, 0, 0x08..=0x0e, 1..=4, ..] => Content::Idx,
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => Content::Npy,
        [0x80, 1..=5, ..] | [b']' | b'}', ..] => Content::Pickle,
        [b'(', ..] if is_old_pickle(start) => Content::Pickle,
        start if start.starts_with(zipped_table::MAGIC) => Content::Zip,
        start if is_text(start) => Content::Text,
        _ => Content::Unknown,
    }
}

/// Whether bytes that begin with a mark are a pickle of protocol 0, which is text, or 1, and no table whose first column
/// is in brackets.
fn is_old_pickle(start: &[u8]) -> bool {
    let has_numpy = || start.windows(6).any(|word| word == b"numpy.");
    matches!(start, [_, b'l' | b'd' | b't', b'p', b'0', ..]) || !is_text(start) || has_numpy()
}

/// Whether bytes are text in UTF-8, UTF-16 or a one-byte alphabet.
fn is_text(start: &[u8]) -> bool {
    /// Tab, line feed, form feed, carriage return, and the end of a file of DOS.
    const SPACING: [u8; 5] = [b'\t', b'\n', 0x0c, b'\r', 0x1a];
    let is_utf16 = [[0xff, 0xfe], [0xfe, 0xff]].iter().any(|mark| start.starts_with(mark));
    let is_plain = start.iter().all(|&byte| byte >= b' ' || SPACING.contains(&byte));
    !start.is_empty() && (is_utf16 || is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_what_a_file_holds() {
        for (start, content) in [
            (&b"\0\0\x08\x03\0\0\0\x01"[..], Content::Idx),
            (b"\0\0\x0e\x02", Content::Idx),
            (b"PK\x03\x04rest", Content::Zip),
            (b"\x93NUMPY\x01\0", Content::Npy),
            (b"\x80\x04\x95", Content::Pickle),
            (b"(lp0\nI1\na.", Content::Pickle),
            (b"]q\0(K\x01e.", Content::Pickle),
            (b"1,2,a\r\n3,4,b\x1a", Content::Text),
            (b"\xff\xfe1\0,\0", Content::Text),
            (b"h\xf6he,label\n", Content::Text),
            (b"(a),(b)\n", Content::Text),
            (b"", Content::Unknown),
            (b"\x01\x02\x03", Content::Unknown),
        ] {
            assert_eq!(of_start(start), content, "{}", start.escape_ascii());
        }
    }
}
