//! The 64-bit FNV-1a hash (Fowler, Noll and Vo).

/// The hash of nothing.
pub const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds bytes to a hash.
pub fn add(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
