//! Run-time selection of the vector unit.

use std::sync::LazyLock;

use pulp::{Arch, Simd, WithSimd};

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
