//! What a run leaves for other programs: curves, weights, pictures of the screen, a report. A file for each format.
//!
//! Nothing here opens a file or knows a clock: each function returns the text or the bytes of a format, and the same
//! arguments give the same bytes.

mod curves;
mod npz;
mod tensors;
mod weights;

pub use curves::{CurveEvent, Evaluation, csv, json_lines};
pub use npz::npz;
pub use tensors::{Numbers, Tensor, Tensors};
pub use weights::{Weights, network, network_tensors};
