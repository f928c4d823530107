//! Training: the set-up of a run, the session that takes its steps, its curves, and the training thread.

mod adjustment;
mod augmentation;
mod command_line;
mod cures;
mod diagnosis;
mod driver;
mod history;
mod inputs;
mod ladder;
mod layers;
mod mark;
mod order;
mod pace;
mod planned;
mod point;
mod preset;
mod protocol;
mod queue;
mod reduction;
mod schedule;
mod seeds;
mod session;
mod setting_id;
mod settings;
mod setup;
mod speed;
mod state;
mod trainer;
mod worker_threads;

pub use adjustment::{Adjustment, Refusal, SettingChange, To};
pub use command_line::quoted;
pub use cures::{Cost, Cure, CureTable, Fork, Ranked, Start, Trial, TrialState, Tried};
pub use diagnosis::{Advice, Diagnosis, Guessing, Monitor, Remedy, Situation, Word};
pub use driver::Driver;
pub use history::{Best, History};
pub use inputs::inputs_of;
pub use ladder::{Direction, next};
pub use mark::{Mark, Skipped};
pub use pace::Pace;
pub use planned::{Planned, Target};
pub use point::{Bucket, Point, Range, Series};
pub use preset::Preset;
pub use protocol::{Change, Command, Outcome, Report, RunId, Snapshot, Status};
pub use reduction::Reduction;
pub use schedule::BEST;
pub use seeds::{SeedRun, whole_run};
pub use session::{Event, Session};
pub use setting_id::SettingId;
pub use settings::{
    Forget, InStatusLine, Liveness, SETTINGS, Setting, Stale, TakesEffect, setting, settings_of,
};
pub use setup::Setup;
pub use state::{Divergence, State};
pub use trainer::Trainer;
pub use worker_threads::WorkerThreads;
