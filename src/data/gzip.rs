//! Reads files that may be compressed with gzip, or be the only table in a ZIP archive.

use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::bounded::Bounded;
use super::progress::Progress;
use super::zipped_table;

/// The first two bytes of a gzip file (RFC 1952, section 2.3.1).
pub const MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Bytes that are read at a time.
const BUFFER: usize = 1 << 16;

/// Opens a file and unpacks it if it begins like gzip, or like a ZIP archive with one table in it, whatever its name.
pub fn open<'p>(path: &Path, progress: &'p mut Progress<'_>) -> io::Result<Box<dyn BufRead + 'p>> {
    let size = progress.size(path);
    unpacked(progress.open(path)?, size)
}

/// Reads up to `length` bytes from the beginning of a file, unpacked as [`open`] does, without counting them. Returns
/// fewer if the rest is damaged.
///
/// # Errors
/// When the file cannot be opened.
pub fn start(path: &Path, progress: &Progress, length: u64) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    // The reader of the file reports what is wrong with it.
    let _ = unpacked(progress.peek(path)?, progress.size(path))?.take(length).read_to_end(&mut start);
    Ok(start)
}

fn unpacked<'f>(mut file: impl Read + Seek + 'f, size: Option<u64>) -> io::Result<Box<dyn BufRead + 'f>> {
    match zipped_table::find(&mut file)? {
        Some(table) => Ok(Box::new(BufReader::with_capacity(BUFFER, table.open(file)?))),
        None => decompressed(BufReader::with_capacity(BUFFER, file), size),
    }
}

/// Decompresses a file if it begins like gzip. `size` is its compressed size, unknown for a pipe.
pub fn decompressed<'f>(mut file: impl BufRead + 'f, size: Option<u64>) -> io::Result<Box<dyn BufRead + 'f>> {
    if !file.fill_buf()?.starts_with(&MAGIC) {
        return Ok(Box::new(file));
    }
    let bounded = Bounded::new(MultiGzDecoder::new(file), size.unwrap_or(u64::MAX));
    Ok(Box::new(BufReader::with_capacity(BUFFER, bounded)))
}
