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
    static ARCH: LazyLock<Arch> = LazyLock::new(|| most_bits().ok().flatten().map_or_else(Arch::new, within));
    ARCH.dispatch(kernel)
}

/// The largest width of vectors in bits that `OVERFIT_VECTOR_BITS` allows, if it is set.
///
/// # Errors
/// When it is not a positive whole number; with a sentence.
pub fn most_bits() -> Result<Option<usize>, String> {
    let Some(bits) = std::env::var_os(MOST_BITS) else { return Ok(None) };
    let number = bits.to_str().and_then(|bits| bits.parse().ok()).filter(|&bits| bits > 0);
    number.map(Some).ok_or_else(|| {
        let bits = bits.display();
        format!("the environment variable {MOST_BITS} is `{bits}`: give a width in bits, as in 256")
    })
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
