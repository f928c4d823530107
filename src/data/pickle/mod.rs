//! Reads the pickles in which MNIST is distributed, as Python 2 and 3 write them in every protocol.
//!
//! ```text
//! file ── gzip ──► guard ──► serde-pickle ──► layout, array ──► arrays
//!                 opcodes,   values; nothing  which array       numbers become
//!                 limits     is ever called   is what           inputs and classes
//! ```
//!
//! serde-pickle does the parsing. The guard exists because serde-pickle 1.2 can be crashed by a hostile file: deep
//! nesting overflows the stack and aborts the process, 57 bytes of `DUP` opcodes take 6 GB, and a long decimal number
//! takes quadratic time. It also turns the text of protocol 0 into bytes, of which serde-pickle does not know all
//! escapes. It can go as soon as serde-pickle itself limits depth, size and time, and keeps the number type of an array and
//! the array itself through `BUILD`.

mod abstract_stack;
mod array;
mod error;
mod escapes;
mod guard;
mod layout;
mod opcode;
mod read;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub use read::decode;
pub use read::read;
