//! The fast loops. Each says in its first line what it computes.
//!
//! Every loop adds in an order that does not depend on the machine, so that the same numbers come out everywhere,
//! to the last bit: products are accumulated with one rounding (`mul_add`), as all vector units do. Products are written
//! for registers of any width; loops over consecutive numbers are plain Rust, which the compiler vectorises.
//! `vector_unit.rs` compiles both for the vector units that a processor may have and picks one version at run time.

mod adam;
mod addend;
mod csr;
mod dense;
mod dot_products;
mod elementwise;
mod functions;
mod outputs;
#[cfg(test)]
mod plain;
mod prefetch;
mod registers;
mod row_set;
mod sliced_ell;
mod transpose;

pub use adam::{Adam, TINY, adam_step, adam_updates};
pub use addend::{Accumulation, Addend};
pub use csr::{ByteEntry, Entry, csr_product, csr_scatter};
pub use dense::{affine, product};
pub use dot_products::{dot_products, row_sums, total};
pub use elementwise::{count_in_rows, count_nonzero, map, map_indexed, sum_of_squares, zip_map};
pub use functions::{sigmoid, softmax, tanh};
pub use outputs::{argmax, count_correct, map_with_targets, squared_error};
#[cfg(test)]
pub use plain::{BYTE_VALUES, assert_same, dense_matrix, sum};
pub use prefetch::{prefetch_in_bulk, prefetch_to_write};
pub use row_set::{RowSet, clear, copy, take_step};
pub use sliced_ell::{Slice, Tile, sliced_ell_product};
pub use transpose::{transpose, transpose_back};
