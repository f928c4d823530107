//! Compressed sparse rows: the entries of each row that are not zero, one row after the other.

use super::kernels::Entry;

/// A sparse matrix in compressed sparse row (CSR) format.
#[derive(Clone, Debug, Default)]
pub(super) struct Csr {
    /// Where the entries of each row start, and twice where the last row ends.
    row_starts: Vec<u32>,
    entries: Vec<Entry>,
    /// The rows that have entries.
    nonempty_rows: Vec<u32>,
}

impl Csr {
    /// Becomes the matrix with `rows` rows and these entries, each given with its row; the entries of a row come
    /// in the order of their columns. Keeps its memory.
    pub fn assign(&mut self, rows: usize, entries: impl Iterator<Item = (u32, Entry)> + Clone) {
        self.row_starts.clear();
        self.row_starts.resize(rows + 2, 0);
        let starts = &mut self.row_starts[..];
        entries.clone().for_each(|(row, _)| starts[row as usize + 2] += 1);
        self.nonempty_rows.clear();
        self.nonempty_rows.extend((0..rows as u32).filter(|&row| starts[row as usize + 2] > 0));
        for row in 0..rows {
            starts[row + 2] += starts[row + 1];
        }
        self.entries.resize(starts[rows + 1] as usize, Entry::default());
        let out = &mut self.entries[..];
        entries.for_each(|(row, entry)| {
            // The start of the row moves as the row is filled, and ends where the next row starts.
            let next = &mut starts[row as usize + 1];
            out[*next as usize] = entry;
            *next += 1;
        });
    }

    /// The matrix of rows of bytes, where byte b stands for `value[b]` and byte 0 for 0.
    pub fn from_bytes<'a>(rows: impl Iterator<Item = &'a [u8]>, value: &[f32; 256]) -> Csr {
        let mut csr = Csr { row_starts: vec![0], ..Csr::default() };
        for (row, bytes) in rows.enumerate() {
            let start = csr.entries.len();
            csr.entries.resize(start + bytes.len(), Entry::default());
            let (entries, mut count) = (&mut csr.entries[start..], 0);
            for (column, &byte) in (0..).zip(bytes) {
                // Without a branch, which would be mispredicted: an entry of zero is overwritten by the next one.
                entries[count] = Entry { column, value: value[usize::from(byte)] };
                count += usize::from(byte != 0);
            }
            csr.entries.truncate(start + count);
            csr.row_starts.push(csr.entries.len() as u32);
            csr.nonempty_rows.extend((count > 0).then_some(row as u32));
        }
        csr.row_starts.push(csr.entries.len() as u32); // as `assign` leaves it
        csr
    }

    /// Row `row` as column `column` of the transpose: each entry with its row there.
    pub fn transposed_row(&self, row: usize, column: usize) -> impl Iterator<Item = (u32, Entry)> + Clone {
        let transpose =
            move |entry: &Entry| (entry.column, Entry { column: column as u32, value: entry.value });
        self.row(row).iter().map(transpose)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.row_starts.len().saturating_sub(2)
    }

    /// The numbers of the rows that have entries, ascending.
    pub fn nonempty_rows(&self) -> &[u32] {
        &self.nonempty_rows
    }

    /// The entries of a row, in the order of their columns.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &[Entry] {
        &self.entries[self.row_starts[row] as usize..self.row_starts[row + 1] as usize]
    }
}
