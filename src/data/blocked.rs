//! Blocked gzip (BGZF, section 4.1 of the SAM specification): an ordinary gzip file of many members, each with at
//! most 64 KiB of contents and its own length in an extra field, so that any part can be unpacked by itself and
//! several at the same time.

use std::ops::Range;
use std::thread;

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// What a member begins with: gzip, deflate, an extra field of six bytes.
const START: [u8; 4] = [31, 139, 8, 4];
/// The extra field up to its contents: its length, the letters BC, the length of what follows.
const EXTRA: [u8; 6] = [6, 0, b'B', b'C', 2, 0];
const HEADER: usize = 18;
/// The checksum and the length of the contents.
const TRAILER: usize = 8;
/// Blocks from which on more than one thread unpacks them: some milliseconds.
const WORTH_SHARING: usize = 16;

/// A file in memory, and where its blocks are.
#[derive(Debug)]
pub struct Blocked {
    blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug)]
struct Block {
    /// Where its contents begin among all contents.
    start: usize,
    length: usize,
    crc: u32,
    packed: &'static [u8],
}

impl Blocked {
    /// Finds the blocks of a file that is built into the program; nothing if it is no such file.
    pub fn new(mut file: &'static [u8]) -> Option<Blocked> {
        let (mut blocks, mut start) = (Vec::new(), 0);
        while !file.is_empty() {
            let header = file.get(..HEADER)?;
            if header[..4] != START || header[10..16] != EXTRA {
                return None;
            }
            let size = usize::from(u16::from_le_bytes([header[16], header[17]])) + 1;
            let packed = file.get(HEADER..size.checked_sub(TRAILER)?)?;
            let trailer = file.get(size - TRAILER..size)?;
            let number = |at: usize| trailer[at..at + 4].iter().rfold(0, |n, &byte| n << 8 | u32::from(byte));
            let length = number(4) as usize;
            blocks.push(Block { start, length, crc: number(0), packed });
            start += length;
            file = &file[size..];
        }
        Some(Blocked { blocks })
    }

    /// Unpacks a range of the contents; nothing if a block is damaged or the contents end before.
    pub fn read(&self, range: Range<usize>) -> Option<Vec<u8>> {
        let first = self.blocks.partition_point(|block| block.start + block.length <= range.start);
        let end = self.blocks.partition_point(|block| block.start < range.end);
        let blocks = self.blocks.get(first..end.max(first))?;
        let mut contents = vec![0; range.len()];
        if blocks.len() < WORTH_SHARING {
            unpack(blocks, range.start, &mut contents)?;
            return Some(contents);
        }
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let done = thread::scope(|scope| {
            let mut rest = (contents.as_mut_slice(), range.start);
            let mut parts = Vec::new();
            for blocks in blocks.chunks(blocks.len().div_ceil(threads)) {
                let end = blocks.last().map_or(rest.1, |last| range.end.min(last.start + last.length));
                let (out, after) = std::mem::take(&mut rest.0).split_at_mut(end - rest.1);
                let start = rest.1;
                parts.push(scope.spawn(move || unpack(blocks, start, out)));
                rest = (after, end);
            }
            parts.into_iter().all(|part| matches!(part.join(), Ok(Some(()))))
        });
        done.then_some(contents)
    }
}

/// Unpacks neighbouring blocks into `out`, which begins at `start` among all contents.
fn unpack(blocks: &[Block], start: usize, out: &mut [u8]) -> Option<()> {
    let mut inflate = Decompress::new(false);
    let mut room = Vec::new();
    let mut filled = 0;
    for block in blocks {
        room.resize(block.length, 0);
        inflate.reset(false);
        let status = inflate.decompress(block.packed, &mut room, FlushDecompress::Finish).ok()?;
        let mut crc = Crc::new();
        crc.update(&room);
        let whole = status == Status::StreamEnd && inflate.total_out() == block.length as u64;
        if !whole || crc.sum() != block.crc {
            return None;
        }
        let wanted = &room[(start + filled).checked_sub(block.start)?..];
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

    /// A file of blocks of 1,000 numbers, the last one empty, and its contents.
    fn file(bytes: usize) -> (Vec<u8>, Vec<u8>) {
        let contents: Vec<u8> = (0..bytes).map(|i| (i * i / 7) as u8).collect();
        let mut file = Vec::new();
        for part in contents.chunks(1_000).chain([[].as_slice()]) {
            let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
            deflate.write_all(part).unwrap();
            let packed = deflate.finish().unwrap();
            file.extend([31, 139, 8, 4, 0, 0, 0, 0, 0, 255]);
            file.extend(EXTRA);
            file.extend(((packed.len() + HEADER + TRAILER - 1) as u16).to_le_bytes());
            file.extend(&packed);
            let mut crc = Crc::new();
            crc.update(part);
            file.extend(crc.sum().to_le_bytes());
            file.extend((part.len() as u32).to_le_bytes());
        }
        (file, contents)
    }

    fn blocked(file: &[u8]) -> Option<Blocked> {
        Blocked::new(Box::leak(file.to_vec().into_boxed_slice()))
    }

    #[test]
    fn any_range_is_as_in_the_contents() {
        let (file, contents) = file(40_500);
        let blocked = blocked(&file).unwrap();
        for range in [0..0, 0..1, 0..40_500, 999..1_001, 1_000..2_000, 5_500..32_100, 40_499..40_500] {
            assert_eq!(blocked.read(range.clone()).unwrap(), contents[range]);
        }
        assert_eq!(blocked.read(40_000..40_501), None);
        assert_eq!(blocked.read(90_000..90_001), None);
    }

    #[test]
    fn damage_is_found_wherever_it_is() {
        let (file, contents) = file(3_000);
        assert!(blocked(&[]).unwrap().read(0..1).is_none());
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x40;
            let read = blocked(&damaged).and_then(|blocked| blocked.read(0..3_000));
            // Time stamp, extra flags and system of a header say nothing about the contents.
            assert!(read.is_none() || read.as_ref() == Some(&contents), "byte {at}");
            let short = blocked(&file[..at]).and_then(|blocked| blocked.read(0..3_000));
            assert!(short.is_none() || short.as_ref() == Some(&contents), "{at} bytes");
        }
    }
}
