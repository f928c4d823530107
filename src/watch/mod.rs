//! Logs of other programs that train: read as they grow, and turned into evaluations, curves and a diagnosis like those of a run of
//! this program.
//!
//! Nothing here draws, starts a thread or sleeps: each call of [`Log::look`] reads what is new since the one before.
//!
//! | file | what it does |
//! | --- | --- |
//! | `file`, `pipe`, `folder` | follow a file through growth, truncation and rotation; standard input; the files of a folder |
//! | `reader` | recognises a format by its first bytes |
//! | `table`, `json`, `text`, `event_file`, `means` | turn the bytes of a format into rows of numbers with named columns |
//! | `names`, `roles`, `model` | tell from their names what the columns are, and what kind of model is trained |
//! | `step_counter`, `joiner` | give each row its step, join rows to evaluations |
//! | `evaluations`, `quantities`, `curves`, `repeats` | evaluations, their curves and diagnoses, and which were handed out before |
//! | `stream`, `streams`, `notices`, `log` | a file of a run, in which order files are read, what happened to them, one run put together |
//! | `state`, `event` | what is known of it for a screen, and what is written of it as JSON |

mod curves;
mod evaluations;
mod event;
mod event_file;
mod file;
mod folder;
mod joiner;
mod json;
mod json_document;
mod lines;
mod log;
mod means;
mod model;
mod names;
mod notices;
mod pipe;
mod quantities;
mod reader;
mod repeats;
mod roles;
mod rows;
mod state;
mod step_counter;
mod stream;
mod streams;
mod table;
mod text;

pub use curves::TimedDiagnosis;
pub use evaluations::{Evaluations, Gap};
pub use event::{DiagnosisLine, EndLine, NoticeLine, PointLine, SourceLine};
pub use log::{Log, News, STANDARD_INPUT};
pub use names::Role;
pub use reader::Format;
pub use roles::{Chosen, Doubt};
pub use state::LogState;
