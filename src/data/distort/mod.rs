//! Distorts training images, so that a network sees new ones.
//!
//! Lengths are given for images of 28 × 28 pixels, and scaled for others.

mod affine;
mod displacement;
mod distorter;
mod padded;
mod scale;

pub use distorter::Distorter;
