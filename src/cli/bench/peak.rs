//! The peak float32 arithmetic of this machine: fused multiply-adds in registers.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pulp::{Arch, Simd, WithSimd};

/// The time of one try: long enough for the processor to reach its sustained clock, and for an accurate time.
const TRY: Duration = Duration::from_millis(60);
/// The number of tries of which the best counts, because other programs may be running.
const TRIES: usize = 5;
/// Multiply-adds of each sum between two readings of the clock: tens of microseconds.
const ROUNDS: usize = 10_000;

/// Billions of operations a second on `f32`; a fused multiply-add counts as two.
#[derive(Clone, Copy, Debug)]
pub struct Peak {
    /// One core while the others are idle.
    pub one_core: f64,
    /// All cores together.
    pub all_cores: f64,
}

impl Peak {
    /// Measures the peak of one core and of `cores` cores.
    pub fn measure(cores: usize) -> Peak {
        Peak { one_core: best(1), all_cores: best(cores) }
    }
}

fn best(threads: usize) -> f64 {
    // Independent sums hide the latency of an addition. 12 fit into 16 registers, 24 into 32.
    let tries = (0..TRIES).flat_map(|_| [together::<12>(threads), together::<24>(threads)]);
    tries.fold(0.0, f64::max)
}

/// Runs all threads at once and adds up their speeds.
fn together<const SUMS: usize>(threads: usize) -> f64 {
    let is_ready = AtomicBool::new(false);
    thread::scope(|scope| {
        let work = || {
            while !is_ready.load(Ordering::Acquire) {
                thread::yield_now();
            }
            one_thread::<SUMS>()
        };
        // There are fewer if the system cannot create them.
        let start = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).map_while(start).collect();
        is_ready.store(true, Ordering::Release);
        let own = work();
        // A thread that panicked adds nothing.
        own + others.into_iter().filter_map(|other| other.join().ok()).sum::<f64>()
    })
}

fn one_thread<const SUMS: usize>() -> f64 {
    let arch = Arch::new();
    let start = Instant::now();
    let mut operations = 0;
    while start.elapsed() < TRY {
        operations += 2 * arch.dispatch(MultiplyAdds::<SUMS>);
    }
    operations as f64 / start.elapsed().as_secs_f64() / 1e9
}

/// Performs multiply-adds and returns their number.
struct MultiplyAdds<const SUMS: usize>;

impl<const SUMS: usize> WithSimd for MultiplyAdds<SUMS> {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> usize {
        // Every sum converges to 1, far from slow subnormal numbers. `black_box` hides this from the compiler.
        let half = simd.splat_f32s(black_box(0.5));
        let mut sums = [simd.splat_f32s(black_box(0.25)); SUMS];
        for _ in 0..ROUNDS {
            for sum in &mut sums {
                *sum = simd.mul_add_f32s(*sum, half, half);
            }
        }
        black_box(sums.map(|sum| simd.reduce_sum_f32s(sum)));
        SUMS * S::F32_LANES * ROUNDS
    }
}
