//! `overfit bench`: measures the training speed of this machine and compares it with its peak arithmetic.
//!
//! | file        | what it does                                                                        |
//! | ----------- | ----------------------------------------------------------------------------------- |
//! | `arguments` | what may be typed after `bench`                                                     |
//! | `jobs`      | the table of what is measured                                                       |
//! | `machine`   | the processor, and the memory of this process                                       |
//! | `rates`     | how much arithmetic, how many loads and stores a second, measured                   |
//! | `limit`     | how long a step would take at these rates                                           |
//! | `measure`   | does one job in this process and writes what came out                               |
//! | `child`     | has that done in a process of its own, whose peak memory is then that of the job    |
//! | `report`    | the table, and the same as JSON                                                     |
//! | `run`       | job by job, from what was typed to what is written                                  |
//! | `put`       | writes lines until nobody reads them any more                                       |

mod arguments;
mod child;
mod jobs;
mod limit;
mod machine;
mod measure;
mod put;
mod rates;
mod report;
mod run;

pub use arguments::Bench;
pub(super) use arguments::{command, options};
pub use machine::peak_memory;
pub use run::bench;
