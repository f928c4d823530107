//! Reads tables of numbers as text (CSV and its relatives): each row is an example. Its class is in the column with a
//! usual name such as `label`, in the only column of words, or in the last column; a table without a header may also
//! have it in the first.
//!
//! ```text
//! x,y,label              5.1;3.5;1.4;0.2;setosa          7,0,0,12,255, …
//! 0.31,-0.2,inner        4.9;3.0;1.4;0.2;setosa          2,0,3,90,14, …
//! ```
//!
//! Rows of two numbers are points of the plane. A square number of bytes or of shares from 0 to 1 is an image.
//! Everything else is plain numbers. Columns of points and numbers are scaled so that the training part fills -1 … 1.

mod class_column;
mod columns;
mod lines;
mod read;
mod rows;

pub use read::{is_table, read};
