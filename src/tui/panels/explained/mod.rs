//! The sheet that explains the next step, in four parts, in the lecture's notation.

mod backward;
mod forward;
mod loss;
mod part;
mod sheet;
mod sum;
mod update;

pub use sheet::explained_step;
