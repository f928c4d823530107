//! Records of neighbouring evaluations in bounded memory.

/// A record that can take in the one after it.
pub trait Merge {
    /// Takes in the record after this one.
    fn merge(&mut self, later: &Self);
}

/// Records in order. When there are too many, neighbours are merged, so that the whole run stays covered.
#[derive(Clone, Debug, PartialEq)]
pub struct Thinned<R> {
    records: Vec<R>,
    /// The most records.
    capacity: usize,
    /// How many evaluations a full record stands for.
    evaluations: u32,
    /// How many the last record stands for.
    in_last: u32,
}

impl<R: Merge + Clone> Thinned<R> {
    /// No records, of which at most `capacity` will be kept.
    pub fn new(capacity: usize) -> Thinned<R> {
        Thinned { records: Vec::new(), capacity, evaluations: 1, in_last: 0 }
    }

    /// Adds the record of an evaluation.
    pub fn push(&mut self, record: R) {
        match self.records.last_mut() {
            Some(last) if self.in_last < self.evaluations => last.merge(&record),
            _ => {
                if self.records.len() == self.capacity {
                    self.halve();
                }
                self.records.push(record);
                self.in_last = 0;
            }
        }
        self.in_last += 1;
    }

    /// The records, from the first to the last.
    pub fn records(&self) -> &[R] {
        &self.records
    }

    /// The records, to be changed.
    pub fn records_mut(&mut self) -> &mut [R] {
        &mut self.records
    }

    /// How many evaluations were added.
    pub fn evaluations(&self) -> u64 {
        let full = self.records.len().saturating_sub(1) as u64;
        full * u64::from(self.evaluations) + u64::from(self.in_last)
    }

    /// The records of the first `evaluations`, the last of which was `latest`. Where a record holds later ones too,
    /// `latest` stands for it.
    pub fn beginning(&self, evaluations: u64, latest: R) -> Thinned<R> {
        let size = u64::from(self.evaluations);
        let (full, rest) = ((evaluations / size) as usize, (evaluations % size) as u32);
        let mut records = self.records[..full.min(self.records.len())].to_vec();
        if rest > 0 {
            records.push(latest);
        }
        Thinned { records, in_last: if rest > 0 { rest } else { self.evaluations }, ..*self }
    }

    /// Merges neighbours, which halves the number of records.
    fn halve(&mut self) {
        let merged = self.records.chunks(2).map(|pair| {
            let mut record = pair[0].clone();
            pair[1..].iter().for_each(|later| record.merge(later));
            record
        });
        self.records = merged.collect();
        self.evaluations *= 2;
    }
}
