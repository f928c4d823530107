//! What the result of a kernel is added to.

use crate::nn::matrix::Matrix;
use crate::nn::vector::Vector;

/// What a matrix product is added to.
#[derive(Clone, Copy)]
pub enum Addend<'a> {
    /// Nothing: the output is overwritten.
    Zero,
    /// One row, 1 × columns of the output, that is added to every row: the biases.
    Row(&'a Matrix),
    /// What the output holds already.
    Output,
}

impl Addend<'_> {
    /// What the sums of a panel of `W` vectors start from; for [`Addend::Output`], before the output is read.
    #[inline(always)]
    pub fn initial<const W: usize>(self, panel: usize) -> [Vector; W] {
        match self {
            Addend::Row(row) => row.vectors().as_chunks::<W>().0[panel],
            Addend::Zero | Addend::Output => [Vector::default(); W],
        }
    }
}

/// Whether a sum replaces its output or goes on from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accumulation {
    /// The output is overwritten.
    Replace,
    /// The sum is added to what the output holds.
    Add,
}
