//! The table of settings. The command line, the picker, the keys and `--help` are derived from it.

mod data_rows;
mod learning_rows;
mod lookup;
mod network_rows;
mod other_names;
mod points;
mod run_rows;
mod setting;
mod stale;
mod table;
mod values;

pub use lookup::{setting, settings_of};
pub use setting::{InStatusLine, Liveness, Setting, TakesEffect};
pub use stale::{Forget, Stale};
pub use table::SETTINGS;
pub use values::{MOST_LAYERS, MOST_STEPS, number_text};
