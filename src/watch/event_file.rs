//! Event files of TensorBoard: records with checksums (`TFRecord`), each of them an `Event` message in the encoding of protocol
//! buffers. Losses are numbers (PyTorch) or tensors with one number (TensorFlow).

use std::borrow::Cow;

use super::rows::Rows;
use crate::export::crc32c;

/// Bytes before a record: its length and the checksum of that; and after it: the checksum of the record.
const HEAD: usize = 12;
const FOOT: usize = 4;
/// The most bytes of a record that is looked into. Longer ones are images and graphs.
const LONGEST: u64 = 1 << 20;
/// The name of the column of steps.
pub const STEP: &str = "step";

/// Reads the records of an event file.
#[derive(Debug)]
pub struct EventFile {
    /// What stands before each tag: the folder of the file, with a slash.
    prefix: String,
    /// The name of a column, kept for its memory.
    name: String,
    rest: Vec<u8>,
    /// Bytes of a long record that are still to be skipped.
    skip: u64,
    /// Whether a record was damaged. What comes after it cannot be read.
    pub is_damaged: bool,
}

impl EventFile {
    /// An event file in this folder, as seen from that of the run.
    pub fn new(folder: &str) -> EventFile {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        EventFile { prefix, name: String::new(), rest: Vec::new(), skip: 0, is_damaged: false }
    }

    /// Whether bytes begin an event file: with a length and its checksum.
    pub fn begins(bytes: &[u8]) -> bool {
        length(bytes).is_some()
    }

    /// Reads the records that `bytes` complete.
    pub fn read(&mut self, bytes: &[u8], rows: &mut Rows) {
        if self.is_damaged {
            return;
        }
        let skipped = self.skip.min(bytes.len() as u64);
        self.skip -= skipped;
        self.rest.extend_from_slice(&bytes[skipped as usize..]);
        let mut rest = std::mem::take(&mut self.rest);
        let mut at = 0;
        while rest.len() - at >= HEAD {
            let Some(length) = length(&rest[at..]) else {
                self.is_damaged = true;
                return;
            };
            let whole = (HEAD + FOOT) as u64 + length;
            let there = (rest.len() - at) as u64;
            if length > LONGEST && there < whole {
                self.skip = whole - there;
                at = rest.len();
            } else if there < whole {
                break;
            } else {
                let record = &rest[at + HEAD..at + HEAD + length as usize];
                let foot = &rest[at + HEAD + length as usize..][..FOOT];
                if crc32c::masked(record) != foot {
                    self.is_damaged = true;
                    return;
                }
                self.event(record, rows);
                at += whole as usize;
            }
        }
        rest.drain(..at);
        self.rest = rest;
    }

    /// Reads an event. The fields have the numbers of `event.proto` and `summary.proto`.
    fn event(&mut self, record: &[u8], rows: &mut Rows) {
        let step = Fields(record).find_map(|field| match field {
            (2, Value::Varint(number)) => Some(number.cast_signed()),
            _ => None,
        });
        let summaries = Fields(record).filter_map(|field| match field {
            (5, Value::Bytes(summary)) => Some(summary),
            _ => None,
        });
        let mut values = summaries.flat_map(Fields).filter_map(scalar).peekable();
        if values.peek().is_none() {
            return;
        }
        rows.push_named(STEP, step.unwrap_or(0) as f64);
        for (tag, value) in values {
            self.name.clone_from(&self.prefix);
            self.name += &tag;
            rows.push_named(&self.name, value);
        }
        rows.end();
    }
}

/// The length of a record; `None` if its checksum is another.
fn length(bytes: &[u8]) -> Option<u64> {
    let (length, checksum) = (bytes.get(..8)?, bytes.get(8..HEAD)?);
    let is_right = crc32c::masked(length) == checksum;
    is_right.then(|| length.try_into().map(u64::from_le_bytes).ok())?.filter(|&length| length < u64::MAX / 2)
}

/// The tag and the number of a value of a summary.
fn scalar((field, value): (u64, Value<'_>)) -> Option<(Cow<'_, str>, f64)> {
    let (1, Value::Bytes(value)) = (field, value) else { return None };
    let (mut tag, mut number) = (None, None);
    for (field, value) in Fields(value) {
        match (field, value) {
            (1, Value::Bytes(text)) => tag = Some(String::from_utf8_lossy(text)),
            (2, Value::Four(bytes)) => number = Some(f64::from(f32::from_le_bytes(bytes))),
            (8, Value::Bytes(tensor)) => number = number.or_else(|| tensor_scalar(tensor)),
            _ => {}
        }
    }
    tag.zip(number)
}

/// The number of a tensor that has only one, of type float (1) or double (2).
fn tensor_scalar(tensor: &[u8]) -> Option<f64> {
    let (mut kind, mut content) = (0, None);
    for (field, value) in Fields(tensor) {
        match (field, value) {
            (1, Value::Varint(number)) => kind = number,
            (4..=6, Value::Bytes(bytes)) => content = Some(bytes),
            (5, Value::Four(bytes)) => return Some(f64::from(f32::from_le_bytes(bytes))),
            (6, Value::Eight(bytes)) => return Some(f64::from_le_bytes(bytes)),
            _ => {}
        }
    }
    let content = content?;
    match kind {
        1 => content.try_into().ok().map(|bytes| f64::from(f32::from_le_bytes(bytes))),
        2 => content.try_into().ok().map(f64::from_le_bytes),
        _ => None,
    }
}

/// The fields of a message, up to the first that cannot be read.
struct Fields<'a>(&'a [u8]);

enum Value<'a> {
    Varint(u64),
    Eight([u8; 8]),
    Bytes(&'a [u8]),
    Four([u8; 4]),
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Varint(self.varint()?),
            1 => Value::Eight(self.take(8)?.try_into().ok()?),
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.take(usize::try_from(length).ok()?)?)
            }
            5 => Value::Four(self.take(4)?.try_into().ok()?),
            _ => return None,
        };
        Some((key >> 3, value))
    }
}

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::event_file;
    use crate::nn::Metrics;
    use crate::train::Point;

    fn file() -> Vec<u8> {
        let metrics = |loss| Metrics::counted(loss, 1, 2);
        let point =
            |step| Point { step, epoch: 0.0, train: metrics(0.5), test: metrics(0.75), validation: None };
        event_file(&[point(0), point(300)], |point| point.step as f64)
    }

    #[test]
    fn what_is_exported_is_read_again_in_any_pieces() {
        let file = file();
        for size in [1, 7, file.len()] {
            let (mut reader, mut rows) = (EventFile::new(""), Rows::default());
            file.chunks(size).for_each(|chunk| reader.read(chunk, &mut rows));
            let taken = rows.take();
            assert_eq!(rows.names(), ["step", "loss/train", "loss/test", "accuracy/train", "accuracy/test"]);
            let values: Vec<f64> =
                taken.iter().nth(1).expect("a row").iter().map(|cell| cell.value).collect();
            assert_eq!((taken.len(), &values[..]), (2, &[300.0, 0.5, 0.75, 0.5, 0.5][..]));
        }
    }

    #[test]
    fn a_lying_length_ends_the_file_at_once() {
        let mut lie = file();
        lie[3] = 0xff;
        let mut reader = EventFile::new("");
        reader.read(&lie, &mut Rows::default());
        assert!(reader.is_damaged && reader.rest.is_empty());
        let mut vast = vec![0xff; 7];
        vast.push(0x10);
        vast.extend(crc32c::masked(&vast));
        let mut reader = EventFile::new("");
        reader.read(&vast, &mut Rows::default());
        assert!(reader.rest.is_empty(), "nothing is kept for it");
    }
}
