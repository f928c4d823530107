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
    /// `x` in every lane.
    #[inline(always)]
    pub fn splat(x: f32) -> Vector {
        Vector([x; LANES])
    }

    /// Replaces every lane by `f(self, other)`.
    #[inline(always)]
    pub fn zip(&mut self, other: &Vector, f: impl Fn(f32, f32) -> f32) {
        let (a, b) = (self.0, other.0);
        self.0 = std::array::from_fn(|lane| f(a[lane], b[lane]));
    }

    /// `self` + `x` · `row`.
    #[inline(always)]
    pub fn plus_scaled(mut self, x: f32, row: Vector) -> Vector {
        for lane in 0..LANES {
            self.0[lane] = x.mul_add(row.0[lane], self.0[lane]);
        }
        self
    }

    /// `self` + `a` ∘ `b`, lane by lane.
    #[inline(always)]
    pub fn plus_product(mut self, a: Vector, b: Vector) -> Vector {
        for lane in 0..LANES {
            self.0[lane] = a.0[lane].mul_add(b.0[lane], self.0[lane]);
        }
        self
    }

    /// `self`, with 1 in every lane where |`values`| exceeds `limit` or is NaN.
    #[inline(always)]
    pub fn mark_beyond(mut self, limit: f32, values: Vector) -> Vector {
        for lane in 0..LANES {
            let within = values.0[lane].abs() <= limit;
            self.0[lane] = if within { self.0[lane] } else { 1.0 };
        }
        self
    }

    /// The sum of the lanes, added pairwise: the upper half to the lower half, until one number is left.
    #[inline(always)]
    pub fn sum_lanes(self) -> f32 {
        let eight: [f32; 8] = add_halves(self.0);
        let four: [f32; 4] = add_halves(eight);
        let two: [f32; 2] = add_halves(four);
        two[0] + two[1]
    }
}

/// The lower half plus the upper half.
#[inline(always)]
fn add_halves<const N: usize, const HALF: usize>(lanes: [f32; N]) -> [f32; HALF] {
    let mut sums = [0.0; HALF];
    for lane in 0..HALF {
        sums[lane] = lanes[lane] + lanes[lane + HALF];
    }
    sums
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
