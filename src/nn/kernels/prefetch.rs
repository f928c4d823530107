//! Fetching ahead.

use crate::nn::vector::Vector;

/// Bytes of a cache line.
#[cfg(target_arch = "x86_64")]
const LINE: usize = 64;

/// Asks for `numbers` to be brought into the cache while the processor goes on; changes nothing else.
///
/// A processor recognises one stream after the other by itself, but not that a row is followed by one elsewhere in memory.
#[inline(always)]
pub fn prefetch<T>(numbers: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in lines(numbers) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: all x86-64 processors have the instruction, and it is a hint that reads nothing.
        #[expect(unsafe_code, reason = "there is no other way to fetch ahead without waiting")]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(line);
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = numbers;
}

/// Like [`prefetch`], for numbers that other cores have written: all lines are requested together, so that their latencies overlap,
/// where a loop that needs one row at a time waits for each.
///
/// Requests at most a megabyte, so that the lines are still in the cache when they are used.
pub fn prefetch_in_bulk(vectors: &[Vector]) {
    const MOST: usize = (1 << 20) / size_of::<Vector>();
    prefetch(&vectors[..vectors.len().min(MOST)]);
}

/// Like [`prefetch`], for numbers that are soon to be written: takes them out of the caches of other cores.
#[inline(always)]
pub fn prefetch_to_write<T>(numbers: &[T]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        for line in lines(numbers) {
            // SAFETY: processors with AVX2 execute the instruction or ignore it. It is a hint that changes no memory, and no address
            // makes it fail.
            #[expect(
                unsafe_code,
                reason = "`_mm_prefetch` fetches for writing in builds for newer processors only"
            )]
            unsafe {
                std::arch::asm!("prefetchw [{}]", in(reg) line, options(nostack, preserves_flags, readonly));
            }
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = numbers;
}

/// A pointer into each cache line of `numbers`.
#[cfg(target_arch = "x86_64")]
fn lines<T>(numbers: &[T]) -> impl Iterator<Item = *const i8> {
    numbers.chunks((LINE / size_of::<T>()).max(1)).map(|line| line.as_ptr().cast())
}
