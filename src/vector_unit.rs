//! Run-time selection of the vector unit.

use std::sync::LazyLock;

use pulp::{Arch, Simd, WithSimd};

/// Environment variable with the most bits that a vector may have: `256` on a processor with 512, `32` for no vector unit. The
/// numbers stay the same: a test compares.
const MOST_BITS: &str = "OVERFIT_VECTOR_BITS";

/// Runs a kernel as compiled for the best vector unit of this processor.
///
/// Everything that it calls must be inlined (`#[inline(always)]`), or it is compiled for the baseline.
#[inline(always)]
pub fn dispatch<K: WithSimd>(kernel: K) -> K::Output {
    static ARCH: LazyLock<Arch> = LazyLock::new(|| {
        let most_bits = std::env::var(MOST_BITS).ok().and_then(|bits| bits.parse().ok());
        most_bits.map_or_else(Arch::new, within)
    });
    ARCH.dispatch(kernel)
}

/// The width in bits of the vectors in use.
pub fn vector_bits() -> usize {
    dispatch(VectorBits)
}

/// The widest vector unit of this processor whose vectors have at most `most_bits`.
fn within(most_bits: usize) -> Arch {
    let widest = Arch::new();
    if widest.dispatch(VectorBits) <= most_bits {
        return widest;
    }
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = pulp::x86::V3::try_new()
        && Arch::V3(avx2).dispatch(VectorBits) <= most_bits
    {
        return Arch::V3(avx2);
    }
    Arch::Scalar
}

struct VectorBits;

impl WithSimd for VectorBits {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        8 * size_of::<S::f32s>()
    }
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
