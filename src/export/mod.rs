//! What a run leaves for other programs: curves, weights, pictures of the screen, a report. A file for each format.
//!
//! Nothing here opens a file or knows a clock: each function returns the text or the bytes of a format, and the same
//! arguments give the same bytes.
//!
//! `format` is the table of formats.
//!
//! | file | format | read by |
//! | --- | --- | --- |
//! | `curves` | CSV | tables and scripts |
//! | `npz` | NPZ, with the names and shapes of the lecture | NumPy |
//! | `weights`, `tensors` | safetensors, with the names of an `nn.Sequential` | PyTorch, and this program |
//! | `tensorboard` | event file | TensorBoard |
//! | `screen_svg`, `screen_png`, `screen_text` | the screen | people |
//! | `asciicast` | a recording of the screen | asciinema |
//! | `report` | one HTML page | people |

mod asciicast;
pub mod crc32c;
mod curves;
mod escape;
mod format;
mod npz;
mod png_image;
mod report;
mod screen_png;
mod screen_svg;
mod screen_text;
mod shapes;
mod tensorboard;
mod tensors;
mod terminal_colors;
mod weights;

pub use asciicast::Asciicast;
pub use curves::{Evaluation, csv};
pub use format::{CurveFormat, ExportFormat, WeightFormat};
pub use npz::npz;
pub use report::{Moment, Report, ReportedDiagnosis, report};
pub use screen_png::screen_png;
pub use screen_svg::screen_svg;
pub use screen_text::{PictureFormat, TextColors, screen_text};
pub use tensorboard::{EVENT_FILE, event_file};
pub use tensors::{Numbers, Tensor, Tensors};
pub use weights::{Weights, layer_tensors, layers, network, network_tensors};
