//! One run of training: its settings, its steps, its curves, and the thread that keeps it going.

mod augmentation;
mod diagnosis;
mod history;
mod ladder;
mod order;
mod protocol;
mod queue;
mod schedule;
mod seeds;
mod session;
mod settings;
mod setup;
mod speed;
mod trainer;
mod worker_threads;

pub use diagnosis::{Diagnosis, Monitor, Word, loss_of_guessing};
pub use history::{Best, Bucket, History, Mark, Point, Range, Series};
pub use ladder::{Direction, next};
pub use protocol::{Command, Pace, Report, RunId, Snapshot, Status};
pub use schedule::{BEST, Planned, WEIGHTS};
pub use seeds::{SeedRun, whole_run};
pub use session::{Divergence, Session, State, inputs_of};
pub use settings::{Change, SETTINGS, Setting, setting};
pub use setup::{Preset, Reduction, Setup};
pub use trainer::Trainer;
pub use worker_threads::WorkerThreads;
