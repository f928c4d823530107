//! The vector of sixteen numbers in which every loop of this folder works.

use bytemuck::{Pod, Zeroable};

/// Numbers in a vector: what one AVX-512 instruction takes.
///
/// Sums over examples are kept in this many lanes on every machine, also on those with narrower vector units, so
/// that their bits are the same on all machines.
pub const LANES: usize = 16;

/// [`LANES`] numbers, aligned to a cache line of 64 bytes: a load that crosses two lines costs two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
#[repr(C, align(64))]
pub struct Vector(pub [f32; LANES]);

impl Vector {
    /// Replaces every lane by `f(self, other)`.
    #[inline(always)]
    pub fn zip(&mut self, other: &Vector, f: impl Fn(f32, f32) -> f32) {
        let (a, b) = (self.0, other.0);
        self.0 = std::array::from_fn(|lane| f(a[lane], b[lane]));
    }
}

/// The numbers of consecutive vectors.
#[inline(always)]
pub fn as_numbers(vectors: &[Vector]) -> &[f32] {
    bytemuck::cast_slice(vectors)
}

/// The numbers of consecutive vectors, mutable.
#[inline(always)]
pub fn as_numbers_mut(vectors: &mut [Vector]) -> &mut [f32] {
    bytemuck::cast_slice_mut(vectors)
}
