//! What a network learns from: built-in data sets, one file each, and readers of data files, one module per format.
//!
//! A new built-in data set is a file with one `const` [`Source`] and a row in [`SOURCES`]; the picker, the command
//! line, `--help` and the tests find it there. A new data set of the plane states only its geometry: see `plane`.
//!
//! A file imports from its own layer and from those above it in this table:
//!
//! | layer | files |
//! | --- | --- |
//! | examples | `features`, `shape`, `examples`, `dataset`, `label_noise`, `validation`, `point_edits`, `edited_points` |
//! | built-in data sets | `source`, `plane`, `circles`, `moons`, `xor`, `gaussians`, `spirals`, `bgzf`, `mnist`, `registry` |
//! | reading files | `progress`, `read_error`, `read_options`, `reading`, `foreign`, `bounded`, `zipped_table`, `gzip`, `class_names`, `pixels`, `input_column`, `file_data`, `arrays`, `npy`, `named_arrays` |
//! | file formats | `idx`, `npz`, `array_files`, `table`, `pickle` |
//! | which format | `content`, `pipe` |
//! | the data set of a run | `choice`, `resolve` |
//! | distorted copies | `augment`, `distort` |
//! | images drawn by hand | `drawing` |

mod array_files;
mod arrays;
mod augment;
mod bgzf;
mod bounded;
mod choice;
mod circles;
mod class_names;
mod content;
mod dataset;
mod distort;
mod drawing;
mod edited_points;
mod examples;
mod features;
mod file_data;
mod foreign;
mod gaussians;
mod gzip;
mod idx;
mod input_column;
mod label_noise;
mod mnist;
mod moons;
mod named_arrays;
mod npy;
mod npz;
mod pickle;
mod pipe;
mod pixels;
mod plane;
mod point_edits;
mod progress;
mod read_error;
mod read_options;
mod reading;
mod registry;
mod resolve;
mod shape;
mod source;
mod spirals;
mod table;
mod validation;
mod xor;
mod zipped_table;

pub use crate::column::Column;
pub use augment::Augment;
pub use choice::Choice;
pub use dataset::Dataset;
pub use distort::Distorter;
pub use drawing::{Framing, Point, Sheet, Tool};
pub use examples::Examples;
pub use features::{Features, GREY};
pub use file_data::FileData;
pub use input_column::InputColumn;
pub use pipe::{make_way_for_keys, put_aside};
pub use point_edits::{MOST_COORDINATE, MOST_EDITS, PointEdit, PointEdits, PointId};
pub use progress::ProgressCallback;
pub use read_error::STANDARD_INPUT;
pub use read_options::{ColumnChoice, Header, ReadOptions};
pub use reading::{LeftOut, Reading};
pub use registry::{SOURCES, find};
pub use resolve::{is_file, resolve, resolve_with};
pub use shape::Shape;
pub use source::{Defaults, Origin, Request, Sizes, Source};
pub use validation::validation_size;
