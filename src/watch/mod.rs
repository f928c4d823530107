//! Logs of other programs that train: read as they grow, and turned into evaluations, curves and a diagnosis like those of a run of
//! this program.
//!
//! Nothing here knows a screen, starts a thread or sleeps: who watches looks again and again, each [`Log::look`] reads what is new.
//!
//! | file | what it does |
//! | --- | --- |
//! | `file`, `pipe`, `folder` | follow a file through growth, truncation and rotation; standard input; the files of a folder |
//! | `reader` | recognises a format by its first bytes |
//! | `table`, `json`, `text`, `event_file`, `means` | turn the bytes of a format into rows of numbers with named columns |
//! | `names`, `roles`, `model` | tell from their names what the columns are, and what kind of model is trained |
//! | `clock`, `joiner`, `course`, `quantities`, `curves` | give each row its step, join rows to evaluations, and observe these |
//! | `stream`, `told`, `log` | a file of a run, what is told of it, one run put together |
//! | `state`, `event` | what is known of it for a screen, and what is written of it as JSON |

mod clock;
mod course;
mod curves;
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
mod pipe;
mod quantities;
mod reader;
mod repeats;
mod roles;
mod rows;
mod state;
mod stream;
mod streams;
mod table;
mod text;
mod told;

pub use course::{Course, Gap};
pub use curves::Said;
pub use event::{DiagnosisLine, EndLine, NoticeLine, PointLine, SourceLine};
pub use log::{Log, News, STANDARD_INPUT};
pub use names::Role;
pub use reader::Format;
pub use roles::{Chosen, Doubt};
pub use state::LogState;
