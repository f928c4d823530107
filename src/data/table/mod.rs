//! Reads tables of numbers as text (CSV and its relatives): each row is an example.
//!
//! ```text
//! x,y,label              5.1;3.5;1.4;0.2;setosa          7,0,0,12,255, …
//! 0.31,-0.2,inner        4.9;3.0;1.4;0.2;setosa          2,0,3,90,14, …
//! ```
//!
//! A file is read twice. The first look (`survey`) finds out what stands in each column: `encoding`, `lines`,
//! `delimiter` and `records` make rows of text, `head` tells examples from what stands above them, and `column_survey`
//! counts. Then `plan` decides what each column is: the class (`class_column`, by `names`, `candidate` and `one_hot`),
//! an input (`marks`, `notation`, `offset`), or nothing that can be learned from. The second look (`rows`) reads what is wanted.
//! Where a file leaves two good readings, the person is asked.
//!
//! Rows of two numbers are points of the plane. A square number of grey levels is an image, whose pixels are used as
//! they are: none is rounded. Everything else is plain numbers. A number of a table is read as float64, less the offset
//! of its column, which is 0 unless its numbers are large and alike (`offset`), and rounded to float32; each column of
//! points and numbers is then scaled so that the training part fills -1 … 1.

mod candidate;
mod class_column;
mod column_survey;
mod delimiter;
mod encoding;
mod head;
mod lines;
mod marks;
mod names;
mod notation;
mod number;
mod offset;
mod one_hot;
mod pair;
mod plan;
mod read;
mod records;
mod rows;
mod spelling;
mod survey;

pub use read::{is_table, read};
