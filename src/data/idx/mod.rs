//! Reads the IDX format (LeCun, Cortes and Burges, "The MNIST database") in which MNIST, Fashion-MNIST, EMNIST, QMNIST
//! and similar sets are published: four files in a folder, compressed with gzip or not.
//!
//! ```text
//! 00 00 08 03   count  rows  columns   pixels …      images: big-endian numbers, 08 for bytes, 03 dimensions
//! 00 00 08 01   count                  labels …      labels
//! ```

mod emnist;
mod file_name;
mod file_set;
mod read;

pub use file_set::is_idx;
pub use read::read;
