//! The table of built-in data sets.

use super::source::Source;
use super::{circles, gaussians, mnist, moons, spirals, xor};

/// All built-in data sets, in the order of the picker.
#[rustfmt::skip]
pub const SOURCES: &[&Source] = &[
    &circles::SOURCE,
    &moons::SOURCE,
    &xor::SOURCE,
    &gaussians::SOURCE,
    &spirals::SOURCE,
    &mnist::SOURCE,
];

/// Finds the built-in data set of that name.
pub fn find(name: &str) -> Option<&'static Source> {
    SOURCES.iter().copied().find(|source| source.name == name)
}
