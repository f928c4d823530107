//! Compressed sparse rows: the entries of each row that are not zero, one row after the other.

use super::kernels::{self, ByteEntry, Entry};
use super::thread_pool::ThreadPool;

/// Rows of bytes that one thread converts at once.
const ROWS_PER_JOB: usize = 500;

/// A sparse matrix in compressed sparse row (CSR) format, whose entries are stored as `T`.
#[derive(Clone, Debug)]
pub(super) struct Csr<T> {
    rows: Vec<Row>,
    entries: Vec<T>,
}

impl<T> Default for Csr<T> {
    fn default() -> Csr<T> {
        Csr { rows: Vec::new(), entries: Vec::new() }
    }
}

/// Where the entries of a row are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    start: u32,
    end: u32,
}

impl Row {
    /// Fills an empty row with the bytes that are not 0; `entries` has room for all.
    pub fn fill(&mut self, entries: &mut [ByteEntry], bytes: &[u8]) {
        let mut count = 0;
        for (column, &byte) in (0..).zip(bytes) {
            // Without a branch, which would be mispredicted: an entry of zero is overwritten by the next one, and left out at
            // the end of the room.
            if let Some(entry) = entries.get_mut(count) {
                *entry = ByteEntry::new(column, byte);
            }
            count += usize::from(byte != 0);
        }
        self.end = self.start + count as u32;
    }
}

impl Csr<Entry> {
    /// Becomes the matrix with `rows` rows and these entries, each given with its row; the entries of a row come
    /// in the order of their columns. Keeps its memory.
    pub fn assign(&mut self, rows: usize, entries: impl Iterator<Item = (u32, Entry)> + Clone) {
        self.rows.clear();
        self.rows.resize(rows, Row::default());
        let all = &mut self.rows[..];
        entries.clone().for_each(|(row, _)| all[row as usize].end += 1);
        let count = start_after_each_other(all);
        self.entries.resize(count, Entry::default());
        let out = &mut self.entries[..];
        entries.for_each(|(row, entry)| {
            let end = &mut all[row as usize].end;
            out[*end as usize] = entry;
            *end += 1;
        });
    }
}

impl Csr<ByteEntry> {
    /// The bytes that are not 0 of rows of `width` bytes; `None` if there are more than `most`. The threads of `pool` share the work.
    pub fn from_bytes(bytes: &[u8], width: usize, most: usize, pool: &ThreadPool) -> Option<Csr<ByteEntry>> {
        assert!(width <= ByteEntry::MAX_COLUMNS, "rows have {width} bytes");
        let mut rows = vec![Row::default(); bytes.len() / width];
        let parts = bytes.chunks(ROWS_PER_JOB * width);
        pool.for_each(parts.clone().zip(rows.chunks_mut(ROWS_PER_JOB)), |(bytes, rows)| {
            for (row, bytes) in rows.iter_mut().zip(bytes.chunks_exact(width)) {
                row.end = kernels::count_nonzero(bytes);
            }
        });
        let nonzero = start_after_each_other(&mut rows);
        if nonzero > most {
            return None;
        }
        let mut entries: Vec<ByteEntry> = bytemuck::zeroed_vec(nonzero);
        let (mut rest, mut jobs) = (&mut entries[..], Vec::new());
        let starts: Vec<usize> = rows.iter().step_by(ROWS_PER_JOB).map(|row| row.start as usize).collect();
        let ends = starts.iter().skip(1).copied().chain([nonzero]);
        for (((start, end), bytes), rows) in
            starts.iter().zip(ends).zip(parts).zip(rows.chunks_mut(ROWS_PER_JOB))
        {
            let (entries, after) = rest.split_at_mut(end - start);
            jobs.push((rows, entries, bytes));
            rest = after;
        }
        pool.for_each(jobs.into_iter(), |(rows, entries, bytes)| {
            let first = rows[0].start;
            for (row, bytes) in rows.iter_mut().zip(bytes.chunks_exact(width)) {
                row.fill(&mut entries[(row.start - first) as usize..], bytes);
            }
        });
        Some(Csr { rows, entries })
    }

    /// Becomes a matrix of `rows` empty rows with room for `columns` entries each, and returns each row with its room.
    /// Keeps its memory.
    pub fn slots(
        &mut self,
        rows: usize,
        columns: usize,
    ) -> impl DoubleEndedIterator<Item = (&mut Row, &mut [ByteEntry])> + ExactSizeIterator {
        assert!(columns <= ByteEntry::MAX_COLUMNS, "there are {columns} columns");
        self.rows.clear();
        self.rows.extend((0..rows).map(|row| (row * columns) as u32).map(|start| Row { start, end: start }));
        self.entries.resize(rows * columns, ByteEntry::default());
        self.rows.iter_mut().zip(self.entries.chunks_exact_mut(columns.max(1)))
    }
}

impl<T: Copy> Csr<T> {
    /// The number of entries.
    pub fn entries(&self) -> usize {
        self.rows.iter().map(|row| (row.end - row.start) as usize).sum()
    }

    /// Row `row`, whose entries `read` reads, as column `column` of the transpose: each entry with its row there.
    pub fn transposed_row(
        &self,
        row: usize,
        read: impl Fn(T) -> Entry + Copy,
        column: usize,
    ) -> impl Iterator<Item = (u32, Entry)> + Clone {
        self.row(row).iter().map(move |&stored| {
            let Entry { column: row, value } = read(stored);
            (row, Entry { column: column as u32, value })
        })
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The numbers of the rows that have entries, ascending.
    pub fn nonempty_rows(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.rows).filter(|(_, row)| row.end > row.start).map(|(number, _)| number)
    }

    /// The entries of a row, in the order of their columns.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &[T] {
        let Row { start, end } = self.rows[row];
        &self.entries[start as usize..end as usize]
    }
}

/// A sparse matrix by rows, with its numbers stored in one of two ways.
#[derive(Clone, Debug)]
pub(super) enum SparseRows {
    /// Any numbers.
    Numbers(Csr<Entry>),
    /// Numbers that bytes stand for: byte b for `value[b]`.
    Bytes { csr: Csr<ByteEntry>, value: &'static [f32; 256] },
}

/// Evaluates `$body` with `$csr`, the matrix of [`SparseRows`], and `$read`, which reads the entries that are stored in it.
macro_rules! with_rows {
    ($rows:expr, |$csr:ident, $read:ident| $body:expr) => {
        match $rows {
            crate::nn::csr::SparseRows::Numbers($csr) => {
                let $read = |entry: crate::nn::kernels::Entry| entry;
                $body
            }
            crate::nn::csr::SparseRows::Bytes { csr: $csr, value } => {
                let value: &[f32; 256] = value;
                let $read = |stored: crate::nn::kernels::ByteEntry| stored.entry(value);
                $body
            }
        }
    };
}
pub(super) use with_rows;

impl SparseRows {
    /// The number of rows.
    pub fn rows(&self) -> usize {
        with_rows!(self, |csr, _read| csr.rows())
    }
}

/// Makes rows whose `end` is the number of their entries empty ones that have room for these, one after the other; returns the
/// number of all entries.
fn start_after_each_other(rows: &mut [Row]) -> usize {
    let mut start = 0;
    for row in rows {
        (row.start, row.end, start) = (start, start, start + row.end);
    }
    start as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::BYTE_VALUES;
    use crate::nn::thread_pool::with_pool;

    #[test]
    fn bytes_become_their_entries_on_any_number_of_threads() {
        let (rows, width) = (2 * ROWS_PER_JOB + 7, 19);
        // The last byte of a part of the rows is 0, and that of all rows is not.
        let bytes: Vec<u8> =
            (0..rows * width).map(|i| if i % 5 == 3 { (i % 256) as u8 } else { 0 }).collect();
        let nonzero = bytes.iter().filter(|&&byte| byte != 0).count();
        for threads in [1, 3] {
            with_pool(threads, |pool| {
                assert!(Csr::from_bytes(&bytes, width, nonzero - 1, pool).is_none());
                let csr = Csr::from_bytes(&bytes, width, nonzero, pool).expect("a sparse matrix");
                assert_eq!((csr.rows(), csr.entries()), (rows, nonzero));
                for (row, bytes) in bytes.chunks(width).enumerate() {
                    let numbers = (0..).zip(bytes).filter(|&(_, &byte)| byte != 0);
                    let expected: Vec<(u32, f32)> =
                        numbers.map(|(column, &byte)| (column, BYTE_VALUES[usize::from(byte)])).collect();
                    let found: Vec<(u32, f32)> = csr
                        .row(row)
                        .iter()
                        .map(|stored| stored.entry(&BYTE_VALUES))
                        .map(|entry| (entry.column, entry.value))
                        .collect();
                    assert_eq!(found, expected, "row {row}");
                }
            });
        }
    }
}
