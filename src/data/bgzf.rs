//! Random access to a gzip file in the BGZF format (section 4.1 of the SAM specification): an ordinary gzip file of
//! many members, each with at most 64 KiB of content and its own compressed length in an extra field. Any range can
//! be decompressed without what precedes it, and several blocks at the same time.
//!
//! Most runs need a few hundred of the 70,000 built-in images, of which the test images are at the end of 55 MB: an
//! ordinary gzip file would have to be decompressed up to there. flate2 inflates each block and computes its checksum;
//! only finding the blocks is done here. A crate that reads a range of a BGZF file in memory, without a separate index
//! file, could replace this.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// The first bytes of a block: the magic number of gzip, the method deflate, the flag for an extra field.
const START: [u8; 4] = [31, 139, 8, 4];
/// The extra field up to the block size: its length, the identifier BC, the length of what follows.
const EXTRA: [u8; 6] = [6, 0, b'B', b'C', 2, 0];
/// Bytes before the deflate data.
const HEADER: usize = 18;
/// Bytes after the deflate data: the CRC-32 and the length of the content.
const TRAILER: usize = 8;
/// From this many blocks on, which take some milliseconds, several threads share the work.
const MIN_SHARED: usize = 16;

/// A BGZF file in memory, with an index of its blocks.
#[derive(Debug)]
pub struct BgzfFile {
    blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug)]
struct Block {
    /// The offset of its content in the decompressed file.
    start: usize,
    /// The length of its content.
    length: usize,
    crc: u32,
    deflated: &'static [u8],
}

impl BgzfFile {
    /// Finds the blocks of a file; `None` if it is not a BGZF file.
    pub fn new(mut file: &'static [u8]) -> Option<BgzfFile> {
        let (mut blocks, mut start) = (Vec::new(), 0);
        while !file.is_empty() {
            let header = file.get(..HEADER)?;
            if header[..4] != START || header[10..16] != EXTRA {
                return None;
            }
            let size = usize::from(u16::from_le_bytes([header[16], header[17]])) + 1;
            let deflated = file.get(HEADER..size.checked_sub(TRAILER)?)?;
            let trailer = file.get(size - TRAILER..size)?;
            let number = |at: usize| trailer[at..at + 4].iter().rfold(0, |n, &byte| n << 8 | u32::from(byte));
            let length = number(4) as usize;
            blocks.push(Block { start, length, crc: number(0), deflated });
            start += length;
            file = &file[size..];
        }
        Some(BgzfFile { blocks })
    }

    /// Decompresses a range of the content on up to `threads` threads; `None` if a block is damaged or the range goes beyond
    /// the end.
    pub fn read(&self, range: Range<usize>, threads: usize) -> Option<Vec<u8>> {
        let first = self.blocks.partition_point(|block| block.start + block.length <= range.start);
        let end = self.blocks.partition_point(|block| block.start < range.end);
        let blocks = self.blocks.get(first..end.max(first))?;
        let mut content = vec![0; range.len()];
        let is_sound = if blocks.len() < MIN_SHARED || threads < 2 {
            inflate(blocks, range.start, &mut content).is_some()
        } else {
            inflate_in_parallel(blocks, range, threads, &mut content)
        };
        is_sound.then_some(content)
    }
}

/// Decompresses consecutive blocks into `out`, the content in `range`. Returns whether all went well. Where the system
/// has no thread to give, this one does the work.
fn inflate_in_parallel(blocks: &[Block], range: Range<usize>, threads: usize, out: &mut [u8]) -> bool {
    let is_sound = AtomicBool::new(true);
    let jobs: Mutex<Vec<Job>> = Mutex::default();
    let (mut rest, mut start) = (out, range.start);
    for blocks in blocks.chunks(blocks.len().div_ceil(threads)) {
        let end = blocks.last().map_or(start, |last| range.end.min(last.start + last.length));
        let (out, after) = rest.split_at_mut(end - start);
        jobs.lock().unwrap_or_else(PoisonError::into_inner).push(Job { blocks, start, out });
        (rest, start) = (after, end);
    }
    let is_filled = rest.is_empty();
    // A lock in the `while let` itself would be held while the job runs.
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let work = || {
        while let Some(job) = next() {
            if inflate(job.blocks, job.start, job.out).is_none() {
                is_sound.store(false, Ordering::Relaxed);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    is_filled && is_sound.into_inner()
}

/// A part of the content, and the blocks that hold it.
struct Job<'a> {
    blocks: &'a [Block],
    start: usize,
    out: &'a mut [u8],
}

/// Decompresses consecutive blocks into `out`, which begins at the offset `start` of the content; `None` if one is
/// damaged or they do not fill `out`.
fn inflate(blocks: &[Block], start: usize, out: &mut [u8]) -> Option<()> {
    let mut inflater = Decompress::new(false);
    let mut content = Vec::new();
    let mut filled = 0;
    for block in blocks {
        content.resize(block.length, 0);
        inflater.reset(false);
        let status = inflater.decompress(block.deflated, &mut content, FlushDecompress::Finish).ok()?;
        let mut crc = Crc::new();
        crc.update(&content);
        let is_complete = status == Status::StreamEnd && inflater.total_out() == block.length as u64;
        if !is_complete || crc.sum() != block.crc {
            return None;
        }
        let wanted = &content[(start + filled).checked_sub(block.start)?..];
        let count = wanted.len().min(out.len() - filled);
        out[filled..filled + count].copy_from_slice(&wanted[..count]);
        filled += count;
    }
    (filled == out.len()).then_some(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A file with blocks of 1,000 bytes, the last one empty, and its content.
    fn file(bytes: usize) -> (Vec<u8>, Vec<u8>) {
        let content: Vec<u8> = (0..bytes).map(|i| (i * i / 7) as u8).collect();
        let mut file = Vec::new();
        for block in content.chunks(1_000).chain([[].as_slice()]) {
            let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
            deflate.write_all(block).unwrap();
            let deflated = deflate.finish().unwrap();
            file.extend([31, 139, 8, 4, 0, 0, 0, 0, 0, 255]);
            file.extend(EXTRA);
            file.extend(((deflated.len() + HEADER + TRAILER - 1) as u16).to_le_bytes());
            file.extend(&deflated);
            let mut crc = Crc::new();
            crc.update(block);
            file.extend(crc.sum().to_le_bytes());
            file.extend((block.len() as u32).to_le_bytes());
        }
        (file, content)
    }

    fn indexed(file: &[u8]) -> Option<BgzfFile> {
        BgzfFile::new(Box::leak(file.to_vec().into_boxed_slice()))
    }

    #[test]
    fn any_range_can_be_read() {
        let (file, content) = file(40_500);
        let indexed = indexed(&file).unwrap();
        for range in [0..0, 0..1, 0..40_500, 999..1_001, 1_000..2_000, 5_500..32_100, 40_499..40_500] {
            assert_eq!(indexed.read(range.clone(), 2).unwrap(), content[range]);
        }
        for beyond in [40_000..40_501, 0..40_501] {
            assert_eq!(indexed.read(beyond, 2), None);
        }
        assert_eq!(indexed.read(90_000..90_001, 2), None);
    }

    #[test]
    fn damage_is_detected_everywhere() {
        let (file, content) = file(3_000);
        assert!(indexed(&[]).unwrap().read(0..1, 2).is_none());
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x40;
            let read = indexed(&damaged).and_then(|indexed| indexed.read(0..3_000, 2));
            // The time stamp, extra flags and operating system in a header do not affect the content.
            assert!(read.is_none() || read.as_ref() == Some(&content), "byte {at}");
            let short = indexed(&file[..at]).and_then(|indexed| indexed.read(0..3_000, 2));
            assert!(short.is_none() || short.as_ref() == Some(&content), "{at} bytes");
        }
    }
}
