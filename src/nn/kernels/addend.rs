//! What the result of a kernel is added to.

use pulp::Simd;

use super::registers::registers;
use crate::nn::vector::Vector;

/// What a matrix product is added to.
#[derive(Clone, Copy)]
pub enum Addend<'a> {
    /// Nothing: the output is overwritten.
    Zero,
    /// One row, 1 × columns of the output, that is added to every row: the biases.
    Row(&'a [Vector]),
    /// What the output holds already.
    Output,
}

impl Addend<'_> {
    /// What the sums of a row of `W` registers start from; for [`Addend::Output`], before the output is read.
    #[inline(always)]
    pub fn initial<S: Simd, const W: usize>(self, simd: S) -> [S::f32s; W] {
        match self {
            Addend::Row(row) => registers::<S>(row).as_chunks::<W>().0[0],
            Addend::Zero | Addend::Output => [simd.splat_f32s(0.0); W],
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
