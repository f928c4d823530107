//! The command line: argument parsing, training without a screen, one run or many, and the benchmark.

mod arguments;
mod bench;
mod blocking;
mod change_files;
mod check;
mod cures;
mod export;
mod export_arguments;
mod json;
mod other_flags;
mod outcome;
mod read;
mod read_flags;
mod reporter;
mod sentence;
mod setup_flags;
mod signals;
mod sweep;
mod text;
mod threads;
mod train;
mod watch;
mod watch_arguments;
mod watch_lines;

pub use arguments::{Invocation, parse};
pub use bench::{Bench, bench, peak_memory};
pub use blocking::Blocking;
pub use check::{Check, check};
pub use export::{Draw, export};
pub use export_arguments::Export;
pub use outcome::Outcome;
pub use read::read;
pub use setup_flags::setup_of_words;
pub use sweep::{Show, Sweep, sweep};
pub use train::{Cures, Format, TrainOptions, go_on, train};
pub use watch::{Ending, Until, WatchOptions, watch};
