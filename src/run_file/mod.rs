//! Run files: what happened in a run, so that it can be looked at, checked and continued.
//!
//! A run file holds one JSON object a line, in the order in which things happened. `overfit train --json` prints the same
//! lines, without checkpoints. Programs that read it skip events and members that they do not know.
//!
//! | `event` | what it says |
//! | --- | --- |
//! | `start` | always first: `format`, the version of this format, now 1; the command line that repeats the run, the data set and what was read of it, and `setup`, every setting by its name on the command line |
//! | `point` | an evaluation: step, epoch, and for the training, test and validation examples their number, mean loss and accuracy |
//! | `change` | a setting (or `weights`, which went back to the best ones) has a new value after so many steps |
//! | `skipped` | a planned change could not be made, and why |
//! | `diagnosis` | the word of the diagnosis changed; evidence, and what to try |
//! | `note` | what a person has written, on a step that may lie a little before that of the lines around it |
//! | `progress` | the run has come to this step, where nothing else says so for a second |
//! | `rewind` | the run went back and another way: of all lines before, only the first `points` evaluations and `changes` changes count |
//! | `checkpoint` | all that the next steps depend on; `tensors` is a safetensors file in base64 (see [`layers`]) with the weights now and at the best step |
//! | `end` | how it ended, and the fingerprint of its losses |
//!
//! Lines are appended as things happen. A line without its end, as a killed process leaves it, does not count. A run whose file
//! has no checkpoint is computed again from its first step.

mod disk;
mod ending;
mod event;
mod exports;
mod folder;
mod keeping;
pub mod layers;
mod open;
mod read;
mod saved;
mod start;
mod writer;

pub use disk::with_tilde;
pub use ending::Ending;
pub use event::{Event, Times, json_lines};
pub use keeping::{Keeping, SessionFiles};
pub use read::{RunFile, is_run_file};
pub use saved::{SavedRun, saved_runs};
pub use writer::RunWriter;
