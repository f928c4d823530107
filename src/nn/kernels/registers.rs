//! Vectors in the registers of a vector unit.

use pulp::Simd;

use crate::nn::vector::{Vector, as_numbers, as_numbers_mut};

/// The numbers of `vectors` in the registers of a vector unit.
#[inline(always)]
pub fn registers<S: Simd>(vectors: &[Vector]) -> &[S::f32s] {
    S::as_simd_f32s(as_numbers(vectors)).0
}

/// The numbers of `vectors` in the registers of a vector unit, mutable.
#[inline(always)]
pub fn registers_mut<S: Simd>(vectors: &mut [Vector]) -> &mut [S::f32s] {
    S::as_mut_simd_f32s(as_numbers_mut(vectors)).0
}

/// Calls `rows::<S, R, W>(simd)` of a kernel for panels whose rows fill `$registers` registers, which is `W`.
///
/// `R` is the number of rows whose sums are worth computing side by side: about 8 sums in all hide the latency of an addition
/// and leave registers for the factors, also where there are 16 in all. It divides 4.
macro_rules! for_row_of_registers {
    ($kernel:ident, $simd:ident, $registers:expr) => {
        match $registers {
            0 => {}
            1 => $kernel.rows::<S, 4, 1>($simd),
            2 => $kernel.rows::<S, 4, 2>($simd),
            3 => $kernel.rows::<S, 2, 3>($simd),
            4 => $kernel.rows::<S, 2, 4>($simd),
            6 => $kernel.rows::<S, 1, 6>($simd),
            8 => $kernel.rows::<S, 1, 8>($simd),
            12 => $kernel.rows::<S, 1, 12>($simd),
            16 => $kernel.rows::<S, 1, 16>($simd),
            32 => $kernel.rows::<S, 1, 32>($simd),
            48 => $kernel.rows::<S, 1, 48>($simd),
            _ => $kernel.rows::<S, 1, 64>($simd),
        }
    };
}
pub(super) use for_row_of_registers;

/// Calls `all::<S, N>(simd)` of a kernel whose sums are kept in lanes, where a vector fills `N` registers.
macro_rules! for_registers_of_a_vector {
    ($kernel:ident, $simd:ident) => {
        match LANES / S::F32_LANES {
            1 => $kernel.all::<S, 1>($simd),
            2 => $kernel.all::<S, 2>($simd),
            4 => $kernel.all::<S, 4>($simd),
            _ => $kernel.all::<S, LANES>($simd),
        }
    };
}
pub(super) use for_registers_of_a_vector;
