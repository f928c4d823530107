//! A table in a ZIP archive, as Kaggle and the UCI repository distribute them.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::bounded::Bounded;
use super::read_error::{ReadError, invalid_content};

/// Begins a ZIP archive that has entries.
pub const MAGIC: &[u8] = b"PK\x03\x04";
/// What is wrong with an archive that cannot be unpacked.
pub const DAMAGED: &str = "its zip data are damaged: download it again";
/// Endings of tables, in groups: the first group of which the archive has any decides.
const TABLES: [&[&str]; 2] = [&[".csv", ".tsv"], &[".data", ".dat", ".txt"]];

/// Where the table is in the file.
pub struct ZippedTable {
    start: u64,
    packed_size: u64,
    is_packed: bool,
    checksum: u32,
}

/// Finds the table of an archive, if it has just one or nothing else; leaves the file at its beginning. Arrays, and what
/// cannot be unpacked, are left to the reader of NPZ files.
///
/// # Errors
/// When the operating system reports an error.
pub fn find(file: &mut (impl Read + Seek)) -> io::Result<Option<ZippedTable>> {
    let mut start = Vec::new();
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut start)?;
    file.rewind()?;
    if start != MAGIC {
        return Ok(None);
    }
    let found =
        ZipArchive::new(BufReader::new(&mut *file)).ok().and_then(|mut archive| find_in(&mut archive));
    file.rewind()?;
    Ok(found)
}

fn find_in(archive: &mut ZipArchive<impl Read + Seek>) -> Option<ZippedTable> {
    let index = index_of_table(&file_names(archive))?;
    let entry = archive.by_index_raw(index).ok().filter(|entry| !entry.encrypted())?;
    let is_packed = match entry.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        _ => return None,
    };
    Some(ZippedTable {
        start: entry.data_start()?,
        packed_size: entry.compressed_size(),
        is_packed,
        checksum: entry.crc32(),
    })
}

/// The names of the files in an archive with their places, without folders and what systems add to them.
pub fn file_names(archive: &ZipArchive<impl Read + Seek>) -> Vec<(usize, String)> {
    let names = archive.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).enumerate();
    let is_file = |name: &str| {
        let last = name.rsplit('/').next().unwrap_or_default();
        !last.is_empty() && !last.starts_with('.') && !name.starts_with("__MACOSX/")
    };
    names.filter(|(_, name)| is_file(name)).collect()
}

fn index_of_table(names: &[(usize, String)]) -> Option<usize> {
    let has_ending = |name: &str, endings: &[&str]| {
        let name = name.to_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    };
    if names.iter().any(|(_, name)| has_ending(name, &[".npy"])) {
        return None;
    }
    if let [(index, _)] = names {
        return Some(*index);
    }
    let groups = TABLES.map(|endings| names.iter().filter(move |(_, name)| has_ending(name, endings)));
    let tables: Vec<_> = groups.into_iter().map(Iterator::collect::<Vec<_>>).find(|all| !all.is_empty())?;
    if let [(index, _)] = tables.as_slice() { Some(*index) } else { None }
}

impl ZippedTable {
    /// Unpacks the table from the file that it was found in.
    ///
    /// # Errors
    /// When the operating system reports an error.
    pub fn open<'f>(self, mut file: impl Read + Seek + 'f) -> io::Result<impl Read + 'f> {
        file.seek(SeekFrom::Start(self.start))?;
        let packed = BufReader::new(file.take(self.packed_size));
        let inner: Box<dyn Read + 'f> =
            if self.is_packed { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        let inner = Bounded::new(inner, self.packed_size);
        Ok(Checked { inner, sum: Crc::new(), expected: self.checksum })
    }
}

/// Unpacked data, with an error at their end if the checksum is another.
struct Checked<R> {
    inner: R,
    sum: Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer).map_err(|source| match ReadError::from_io(source, DAMAGED) {
            ReadError::Io(source) => source,
            ReadError::Content(problem) | ReadError::UnclearClass { problem, .. } => invalid_content(problem),
        })?;
        self.sum.update(&buffer[..count]);
        if count == 0 && !buffer.is_empty() && self.sum.sum() != self.expected {
            return Err(invalid_content(DAMAGED.to_owned()));
        }
        Ok(count)
    }
}
