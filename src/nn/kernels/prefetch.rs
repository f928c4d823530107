//! Fetching ahead.

/// Bytes of a cache line.
const LINE: usize = 64;

/// Asks for `numbers` to be brought into the cache while the processor goes on; changes nothing else.
///
/// A processor recognises one stream after the other by itself, but not that a row is followed by one elsewhere in memory.
#[inline(always)]
pub fn prefetch<T>(numbers: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in numbers.chunks((LINE / size_of::<T>()).max(1)) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: all x86-64 processors have the instruction, and it is a hint that reads nothing.
        #[expect(unsafe_code, reason = "there is no other way to fetch ahead without waiting")]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (numbers, LINE);
}
