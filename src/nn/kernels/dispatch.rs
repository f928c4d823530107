//! Run-time selection of the vector unit.

use std::sync::LazyLock;

use pulp::{Arch, Simd, WithSimd};

use crate::nn::vector::{Vector, as_numbers, as_numbers_mut};

/// Environment variable that, if set, turns run-time selection off. The numbers stay the same: a test compares.
const DISABLE: &str = "OVERFIT_PLAIN";

/// Runs a kernel as compiled for the best vector unit of this processor.
///
/// Everything that it calls must be inlined (`#[inline(always)]`), or it is compiled for the baseline.
#[inline(always)]
pub fn dispatch<K: WithSimd>(kernel: K) -> K::Output {
    static ARCH: LazyLock<Arch> =
        LazyLock::new(|| if std::env::var_os(DISABLE).is_none() { Arch::new() } else { Arch::Scalar });
    ARCH.dispatch(kernel)
}

/// Runs `loops` as the compiler vectorises them for the best vector unit of this processor: loops over consecutive
/// numbers only, or it gathers.
///
/// `loops` and everything it calls must be inlined (`#[inline(always)]`). It is not an `FnOnce`, whose call through
/// a reference is not inlined reliably.
#[inline(always)]
pub fn vectorize<R>(loops: impl FnMut() -> R) -> R {
    dispatch(Loops(loops))
}

struct Loops<F>(F);

impl<R, F: FnMut() -> R> WithSimd for Loops<F> {
    type Output = R;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) -> R {
        (self.0)()
    }
}

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

/// Registers of a row that a kernel goes through side by side: the most that divide a row of `registers` registers, up
/// to 8. A kernel that sums as many rows at once as make 8 sums in all hides the latency of an addition and leaves
/// registers for the factors, also where there are 16 in all.
pub fn panel_width(registers: usize) -> usize {
    [8, 4, 3, 2].into_iter().find(|&width| registers.is_multiple_of(width)).unwrap_or(1)
}
