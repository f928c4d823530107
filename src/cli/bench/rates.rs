//! What this machine can do in a second, measured: the arithmetic, loads and stores that a step is made of.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use bytemuck::{Pod, Zeroable};
use pulp::{Simd, WithSimd};
use serde::Serialize;

use crate::vector_unit::dispatch;

/// The time of one try: long enough for the processor to reach its sustained clock, and for an accurate time.
const TRY: Duration = Duration::from_millis(40);
/// The number of tries of which the best counts, because other programs may be running.
const TRIES: usize = 5;
/// Operations between two readings of the clock take tens of microseconds.
const ROUNDS: usize = 10_000;
/// Bytes that fit into every first-level cache.
const IN_L1: usize = 16 << 10;
/// Bytes that fit into every second-level cache and no first-level one.
const IN_L2: usize = 192 << 10;

/// Billions of `f32` a second to which all cores together do something.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Rates {
    /// Fused multiply-adds in registers, on one core while the others are idle.
    pub multiply_adds_one_core: f64,
    /// Fused multiply-adds in registers.
    pub multiply_adds: f64,
    /// Multiply-adds with a factor from the first-level cache.
    pub multiply_adds_l1: f64,
    /// Multiply-adds with a factor from the second-level cache.
    pub multiply_adds_l2: f64,
    /// Stores to the first-level cache.
    pub stores: f64,
    /// Divisions.
    pub divisions: f64,
    /// Square roots.
    pub roots: f64,
}

impl Rates {
    /// Measures the rates of `cores` cores, which takes about two seconds.
    pub fn measure(cores: usize) -> Rates {
        // Independent sums hide the latency of an addition. 12 fit into 16 registers, 24 into 32.
        let registers = |threads| {
            let sums = best(threads, || || dispatch(MultiplyAdds::<12>));
            sums.max(best(threads, || || dispatch(MultiplyAdds::<24>)))
        };
        let loads = |bytes| {
            best(cores, || {
                let lines = lines(bytes);
                move || dispatch(Loads(&lines))
            })
        };
        let stores = || {
            let mut lines = lines(IN_L1);
            move || dispatch(Stores(&mut lines))
        };
        Rates {
            multiply_adds_one_core: registers(1),
            multiply_adds: registers(cores),
            multiply_adds_l1: loads(IN_L1),
            multiply_adds_l2: loads(IN_L2),
            stores: best(cores, stores),
            divisions: best(cores, || || dispatch(Divisions)),
            roots: best(cores, || || dispatch(Roots)),
        }
    }
}

/// The best speed of the probes that `make` makes, one for each thread.
///
/// A probe runs one kind of operation for some tens of microseconds, and returns the number of its operations.
fn best<P: FnMut() -> usize>(threads: usize, make: impl Fn() -> P + Sync) -> f64 {
    (0..TRIES).map(|_| together(threads, &make)).fold(0.0, f64::max)
}

/// Runs all threads at once and adds up their speeds.
fn together<P: FnMut() -> usize>(threads: usize, make: &(impl Fn() -> P + Sync)) -> f64 {
    let is_ready = AtomicBool::new(false);
    thread::scope(|scope| {
        let work = || {
            let probe = make();
            while !is_ready.load(Ordering::Acquire) {
                thread::yield_now();
            }
            one_thread(probe)
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

fn one_thread(mut probe: impl FnMut() -> usize) -> f64 {
    let start = Instant::now();
    let mut operations = 0;
    while start.elapsed() < TRY {
        operations += probe();
    }
    operations as f64 / start.elapsed().as_secs_f64() / 1e9
}

/// Multiply-adds in registers.
struct MultiplyAdds<const SUMS: usize>;

impl<const SUMS: usize> WithSimd for MultiplyAdds<SUMS> {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> usize {
        // Every sum converges to 1, far from slow subnormal numbers. `black_box` hides this from the compiler.
        let half = simd.splat_f32s(black_box(0.5));
        repeat::<S, SUMS>(simd, 0.25, |x| simd.mul_add_f32s(x, half, half))
    }
}

/// Divisions in registers.
struct Divisions;

impl WithSimd for Divisions {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> usize {
        let three = simd.splat_f32s(black_box(3.0));
        repeat::<S, 8>(simd, 1.7, |x| simd.div_f32s(three, x))
    }
}

/// Square roots in registers.
struct Roots;

impl WithSimd for Roots {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> usize {
        repeat::<S, 8>(simd, 1.7, |x| simd.sqrt_f32s(x))
    }
}

/// Replaces each of `N` registers by `f` of it, again and again; returns how many numbers that were.
#[inline(always)]
fn repeat<S: Simd, const N: usize>(simd: S, start: f32, f: impl Fn(S::f32s) -> S::f32s) -> usize {
    let mut registers = [simd.splat_f32s(black_box(start)); N];
    for _ in 0..ROUNDS {
        for x in &mut registers {
            *x = f(*x);
        }
    }
    black_box(registers.map(|x| simd.reduce_sum_f32s(x)));
    N * S::F32_LANES * ROUNDS
}

/// A cache line, so that no vector lies across two.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C, align(64))]
struct Line([f32; 16]);

/// Numbers that take so many bytes.
fn lines(bytes: usize) -> Vec<Line> {
    vec![Line([1.0; 16]); bytes / size_of::<Line>()]
}

/// Multiply-adds, each with a factor from memory.
struct Loads<'a>(&'a [Line]);

impl WithSimd for Loads<'_> {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> usize {
        const SUMS: usize = 8;
        let (half, mut sums) = (simd.splat_f32s(black_box(0.5)), [simd.splat_f32s(0.0); SUMS]);
        let (registers, _) = S::as_simd_f32s(bytemuck::cast_slice(black_box(self.0)));
        for registers in registers.as_chunks::<SUMS>().0 {
            for (sum, &register) in sums.iter_mut().zip(registers) {
                *sum = simd.mul_add_f32s(half, register, *sum);
            }
        }
        black_box(sums.map(|sum| simd.reduce_sum_f32s(sum)));
        16 * self.0.len()
    }
}

/// Stores of registers.
struct Stores<'a>(&'a mut [Line]);

impl WithSimd for Stores<'_> {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> usize {
        let number = simd.splat_f32s(black_box(0.5));
        let (registers, _) = S::as_mut_simd_f32s(bytemuck::cast_slice_mut(&mut *self.0));
        for register in registers {
            *register = number;
        }
        black_box(&self.0);
        16 * self.0.len()
    }
}
