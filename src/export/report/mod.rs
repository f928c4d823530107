//! The report of a run: one HTML page that stands alone, which a student hands in and a teacher can check.

mod axis;
mod class_look;
mod confusion;
mod curves;
mod figures;
mod input;
mod mistakes;
mod page;
mod plane;
mod predictions;

pub use input::{Moment, Report, ReportedDiagnosis};
pub use page::report;

#[cfg(test)]
mod tests;
