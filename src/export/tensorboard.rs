//! The curves of a run as an event file of TensorBoard: records with checksums (`TFRecord`), each of them an `Event` message
//! in the encoding of protocol buffers.

use super::crc32c::masked;
use crate::train::{Point, Series};

/// How the name of an event file has to begin, so that TensorBoard finds it in a folder.
pub const EVENT_FILE: &str = "events.out.tfevents.";

/// Numbers of the fields of `Event`, `Summary` and `Summary.Value`, in `event.proto` and `summary.proto`.
mod field {
    pub const WALL_TIME: u64 = 1;
    pub const STEP: u64 = 2;
    pub const FILE_VERSION: u64 = 3;
    pub const SUMMARY: u64 = 5;
    pub const VALUE: u64 = 1;
    pub const TAG: u64 = 1;
    pub const SIMPLE_VALUE: u64 = 2;
}

/// An event file with the losses and accuracies of all evaluations. `seconds` gives the time of an evaluation in seconds
/// since 1970.
pub fn event_file(points: &[Point], seconds: impl Fn(&Point) -> f64) -> Vec<u8> {
    let start = points.first().map_or(0.0, &seconds);
    let version =
        Message::default().double(field::WALL_TIME, start).bytes(field::FILE_VERSION, b"brain.Event:2");
    let mut file = record(&version.0);
    for point in points {
        let event = Message::default()
            .double(field::WALL_TIME, seconds(point))
            .integer(field::STEP, point.step)
            .bytes(field::SUMMARY, &summary(point).0);
        file.extend(record(&event.0));
    }
    file
}

fn summary(point: &Point) -> Message {
    let is_measured = |series: &Series| match series {
        Series::ValidationLoss | Series::ValidationAccuracy => point.validation.is_some(),
        _ => true,
    };
    Series::ALL.into_iter().filter(is_measured).fold(Message::default(), |summary, series| {
        let value = Message::default()
            .bytes(field::TAG, tag(series).as_bytes())
            .float(field::SIMPLE_VALUE, point.get(series) as f32);
        summary.bytes(field::VALUE, &value.0)
    })
}

/// The name of a curve. TensorBoard shows those with the same first part side by side.
fn tag(series: Series) -> &'static str {
    match series {
        Series::TrainLoss => "loss/train",
        Series::TestLoss => "loss/test",
        Series::ValidationLoss => "loss/validation",
        Series::TrainAccuracy => "accuracy/train",
        Series::TestAccuracy => "accuracy/test",
        Series::ValidationAccuracy => "accuracy/validation",
    }
}

/// A record: its length, the checksum of that, the bytes, and their checksum.
fn record(bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u64).to_le_bytes();
    [&length[..], &masked(&length), bytes, &masked(bytes)].concat()
}

/// A message in the encoding of protocol buffers.
#[derive(Default)]
struct Message(Vec<u8>);

/// How the value of a field is encoded.
enum Wire {
    Varint = 0,
    Eight = 1,
    Bytes = 2,
    Four = 5,
}

impl Message {
    fn key(self, field: u64, wire: Wire) -> Message {
        self.varint(field << 3 | wire as u64)
    }

    /// Seven bits a byte, the lowest first; the eighth says that there are more.
    fn varint(mut self, mut number: u64) -> Message {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
        self
    }

    fn integer(self, field: u64, number: u64) -> Message {
        self.key(field, Wire::Varint).varint(number)
    }

    fn double(self, field: u64, number: f64) -> Message {
        self.key(field, Wire::Eight).raw(&number.to_le_bytes())
    }

    fn float(self, field: u64, number: f32) -> Message {
        self.key(field, Wire::Four).raw(&number.to_le_bytes())
    }

    fn bytes(self, field: u64, bytes: &[u8]) -> Message {
        self.key(field, Wire::Bytes).varint(bytes.len() as u64).raw(bytes)
    }

    fn raw(mut self, bytes: &[u8]) -> Message {
        self.0.extend(bytes);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Metrics;

    #[test]
    fn numbers_are_encoded_as_the_specification_says() {
        assert_eq!(Message::default().integer(1, 150).0, [0x08, 0x96, 0x01]);
        assert_eq!(Message::default().bytes(2, b"testing").0, [&[0x12, 0x07][..], b"testing"].concat());
    }

    #[test]
    fn a_record_for_the_version_and_for_each_evaluation() {
        let metrics = Metrics::counted(0.5, 1, 2);
        let point = |step| Point { step, epoch: 0.0, train: metrics, test: metrics, validation: None };
        let file = event_file(&[point(0), point(300)], |point| point.step as f64);
        let (mut rest, mut lengths) = (&file[..], Vec::new());
        while let Some((length, _)) = rest.split_first_chunk() {
            let length = u64::from_le_bytes(*length) as usize;
            lengths.push(length);
            rest = &rest[8 + 4 + length + 4..];
        }
        assert_eq!(lengths.len(), 3);
        assert_eq!(lengths[2], lengths[1] + 1, "300 takes two bytes");
    }
}
