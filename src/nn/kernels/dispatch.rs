//! Run-time selection of the vector unit.

use std::sync::LazyLock;

use pulp::Arch;

/// Environment variable that, if set, turns run-time selection off. The numbers stay the same: a test compares.
const DISABLE: &str = "OVERFIT_PLAIN";

/// Runs `loops` as compiled for the best vector unit of this processor.
///
/// `loops` and everything it calls must be inlined (`#[inline(always)]`), or it is compiled for the baseline.
#[inline(always)]
pub fn dispatch<R>(loops: impl FnOnce() -> R) -> R {
    static ARCH: LazyLock<Option<Arch>> =
        LazyLock::new(|| std::env::var_os(DISABLE).is_none().then(Arch::new));
    match *ARCH {
        Some(arch) => arch.dispatch(loops),
        None => loops(),
    }
}
