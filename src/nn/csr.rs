//! Compressed sparse rows: the entries of each row that are not zero, one row after the other.

use super::kernels::Entry;

/// A sparse matrix in compressed sparse row (CSR) format.
#[derive(Clone, Debug, Default)]
pub(super) struct Csr {
    rows: Vec<Row>,
    entries: Vec<Entry>,
    /// The rows that have entries.
    nonempty_rows: Vec<u32>,
}

/// Where the entries of a row are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    start: u32,
    end: u32,
}

impl Row {
    /// Fills an empty row with bytes, where byte b stands for `value[b]` and byte 0 for 0; `entries` has room for all.
    pub fn fill(&mut self, entries: &mut [Entry], bytes: &[u8], value: &[f32; 256]) {
        let mut count = 0;
        for (column, &byte) in (0..).zip(bytes) {
            // Without a branch, which would be mispredicted: an entry of zero is overwritten by the next one.
            entries[count] = Entry { column, value: value[usize::from(byte)] };
            count += usize::from(byte != 0);
        }
        self.end = self.start + count as u32;
    }
}

impl Csr {
    /// Becomes the matrix with `rows` rows and these entries, each given with its row; the entries of a row come
    /// in the order of their columns. Keeps its memory.
    pub fn assign(&mut self, rows: usize, entries: impl Iterator<Item = (u32, Entry)> + Clone) {
        self.rows.clear();
        self.rows.resize(rows, Row::default());
        let all = &mut self.rows[..];
        entries.clone().for_each(|(row, _)| all[row as usize].end += 1);
        let mut start = 0;
        for row in all.iter_mut() {
            (row.start, row.end, start) = (start, start, start + row.end);
        }
        self.entries.resize(start as usize, Entry::default());
        let out = &mut self.entries[..];
        entries.for_each(|(row, entry)| {
            let end = &mut all[row as usize].end;
            out[*end as usize] = entry;
            *end += 1;
        });
        self.find_nonempty_rows();
    }

    /// The matrix of rows of bytes, where byte b stands for `value[b]` and byte 0 for 0.
    pub fn from_bytes<'a>(rows: impl Iterator<Item = &'a [u8]>, value: &[f32; 256]) -> Csr {
        let mut csr = Csr::default();
        for bytes in rows {
            let start = csr.entries.len();
            csr.entries.resize(start + bytes.len(), Entry::default());
            let mut row = Row { start: start as u32, end: start as u32 };
            row.fill(&mut csr.entries[start..], bytes, value);
            csr.entries.truncate(row.end as usize);
            csr.rows.push(row);
        }
        csr.find_nonempty_rows();
        csr
    }

    /// Becomes a matrix of `rows` empty rows with room for `columns` entries each, and returns each row with its room.
    /// Keeps its memory.
    pub fn slots(
        &mut self,
        rows: usize,
        columns: usize,
    ) -> impl DoubleEndedIterator<Item = (&mut Row, &mut [Entry])> + ExactSizeIterator {
        self.rows.clear();
        self.rows.extend((0..rows).map(|row| (row * columns) as u32).map(|start| Row { start, end: start }));
        self.entries.resize(rows * columns, Entry::default());
        self.rows.iter_mut().zip(self.entries.chunks_exact_mut(columns.max(1)))
    }

    /// The number of entries.
    pub fn entries(&self) -> usize {
        self.rows.iter().map(|row| (row.end - row.start) as usize).sum()
    }

    /// Finds out which rows have entries; to be called once they are filled.
    pub fn find_nonempty_rows(&mut self) {
        self.nonempty_rows.clear();
        let numbered = (0..).zip(&self.rows);
        self.nonempty_rows.extend(numbered.filter(|(_, row)| row.end > row.start).map(|(number, _)| number));
    }

    /// Row `row` as column `column` of the transpose: each entry with its row there.
    pub fn transposed_row(&self, row: usize, column: usize) -> impl Iterator<Item = (u32, Entry)> + Clone {
        let transpose =
            move |entry: &Entry| (entry.column, Entry { column: column as u32, value: entry.value });
        self.row(row).iter().map(transpose)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The numbers of the rows that have entries, ascending.
    pub fn nonempty_rows(&self) -> &[u32] {
        &self.nonempty_rows
    }

    /// The entries of a row, in the order of their columns.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &[Entry] {
        let Row { start, end } = self.rows[row];
        &self.entries[start as usize..end as usize]
    }
}
