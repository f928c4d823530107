//! Products with a sparse left factor whose rows are lists of entries (compressed sparse rows).
//!
//! Zeros add nothing and are left out, so the bits are those of the plain loop over all numbers.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use super::addend::Addend;
use super::dispatch::dispatch;
use crate::nn::matrix::Matrix;
use crate::nn::vector::Vector;

/// An entry of a sparse row: a number that is not zero.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// The column it is in.
    pub column: u32,
    /// The number.
    pub value: f32,
}

/// `out` = `left` · `right` + `addend`, for the rows of `left` that `order` yields.
///
/// `row(i)` is row i of `left`; `out` has the rows of `left` and the columns of `right`. A few rows are computed
/// side by side to hide the latency of an addition, which works best if consecutive rows are about equally long.
pub fn csr_product<'a>(
    order: impl ExactSizeIterator<Item = usize> + Clone,
    row: impl Fn(usize) -> &'a [Entry],
    right: &Matrix,
    addend: Addend,
    out: &mut [Vector],
) {
    dispatch(
        #[inline(always)]
        || match right.stride() {
            0 => {}
            1 => panels::<8, 1>(order, row, right, addend, out),
            2 => panels::<4, 2>(order, row, right, addend, out),
            3 => panels::<2, 3>(order, row, right, addend, out),
            _ => panels::<2, 4>(order, row, right, addend, out),
        },
    );
}

/// Computes the product in tiles of `R` rows × `W` vectors. A panel is a column of tiles.
#[inline(always)]
fn panels<'a, const R: usize, const W: usize>(
    order: impl ExactSizeIterator<Item = usize> + Clone,
    row: impl Fn(usize) -> &'a [Entry],
    right: &Matrix,
    addend: Addend,
    out: &mut [Vector],
) {
    let stride = right.stride() / W;
    let (right, _) = right.vectors().as_chunks::<W>();
    let (out, _) = out.as_chunks_mut::<W>();
    for panel in 0..stride {
        let initial = addend.initial::<W>(panel);
        let mut order = order.clone();
        while order.len() >= R {
            let (mut indices, mut rows) = ([0; R], [[].as_slice(); R]);
            let mut sums = [initial; R];
            for r in 0..R {
                indices[r] = order.next().unwrap_or_default();
                rows[r] = row(indices[r]);
                if let Addend::Output = addend {
                    sums[r] = out[indices[r] * stride + panel];
                }
            }
            let sums = add_rows::<R, W>(rows, right, panel, stride, sums);
            for r in 0..R {
                out[indices[r] * stride + panel] = sums[r];
            }
        }
        for index in order {
            let mut sums = [initial];
            if let Addend::Output = addend {
                sums[0] = out[index * stride + panel];
            }
            [out[index * stride + panel]] = add_rows::<1, W>([row(index)], right, panel, stride, sums);
        }
    }
}

/// `sums` + `R` sparse rows · a panel of `right`.
#[inline(always)]
fn add_rows<const R: usize, const W: usize>(
    rows: [&[Entry]; R],
    right: &[[Vector; W]],
    panel: usize,
    stride: usize,
    mut sums: [[Vector; W]; R],
) -> [[Vector; W]; R] {
    let mut common = usize::MAX;
    for row in rows {
        common = common.min(row.len());
    }
    let mut heads = rows;
    for r in 0..R {
        heads[r] = &rows[r][..common];
    }
    for k in 0..common {
        for r in 0..R {
            add_entry(&mut sums[r], heads[r][k], right, panel, stride);
        }
    }
    for r in 0..R {
        for &entry in &rows[r][common..] {
            add_entry(&mut sums[r], entry, right, panel, stride);
        }
    }
    sums
}

/// Adds one entry times its row of `right`, in one panel.
#[inline(always)]
pub fn add_entry<const W: usize>(
    sums: &mut [Vector; W],
    entry: Entry,
    right: &[[Vector; W]],
    panel: usize,
    stride: usize,
) {
    let row = right[entry.column as usize * stride + panel];
    for w in 0..W {
        sums[w] = sums[w].plus_scaled(entry.value, row[w]);
    }
}

/// `out` += `left`ᵀ · `right`, from the first row of `left` to the last; `rows` are the rows of `left`.
///
/// For few rows this is faster than transposing `left` first. Shapes: `left` m × k, `right` m × n, `out` k × n.
pub fn csr_scatter<'a>(rows: impl Iterator<Item = &'a [Entry]>, right: &Matrix, out: &mut Matrix) {
    dispatch(
        #[inline(always)]
        || match right.stride() {
            0 => {}
            1 => scatter_panels::<1>(rows, right, out),
            2 => scatter_panels::<2>(rows, right, out),
            3 => scatter_panels::<3>(rows, right, out),
            _ => scatter_panels::<4>(rows, right, out),
        },
    );
}

#[inline(always)]
fn scatter_panels<'a, const W: usize>(
    rows: impl Iterator<Item = &'a [Entry]>,
    right: &Matrix,
    out: &mut Matrix,
) {
    let stride = right.stride() / W;
    let (right, _) = right.vectors().as_chunks::<W>();
    let (out, _) = out.vectors_mut().as_chunks_mut::<W>();
    for (row, right) in rows.zip(right.chunks_exact(stride)) {
        for (panel, factors) in right.iter().enumerate() {
            for entry in row {
                let sums = &mut out[entry.column as usize * stride + panel];
                for w in 0..W {
                    sums[w] = sums[w].plus_scaled(entry.value, factors[w]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{WIDTHS, assert_same, dense_matrix, sparse_matrix, sum};

    #[test]
    fn sparse_products_are_the_plain_loops_over_all_numbers() {
        for columns in WIDTHS {
            for rows in [1, 2, 5, 8] {
                let (left, right) = (sparse_matrix(rows, 40), dense_matrix(40, columns));
                let biases = dense_matrix(1, columns);
                let entries = |i: usize| -> Vec<Entry> {
                    let all = left.row_values(i).enumerate().filter(|(_, value)| *value != 0.0);
                    all.map(|(column, value)| Entry { column: column as u32, value }).collect()
                };
                let lists: Vec<Vec<Entry>> = (0..rows).map(entries).collect();
                let mut out = Matrix::zeros(rows, columns);
                let order = (0..rows).rev();
                csr_product(order.clone(), |i| &lists[i], &right, Addend::Row(&biases), out.vectors_mut());
                assert_same(&out, |i, j| sum(biases[(0, j)], 40, |k| left[(i, k)], |k| right[(k, j)]));
                csr_product(order, |i| &lists[i], &right, Addend::Output, out.vectors_mut());
                let once = |i: usize, j| sum(biases[(0, j)], 40, |k| left[(i, k)], |k| right[(k, j)]);
                assert_same(&out, |i, j| sum(once(i, j), 40, |k| left[(i, k)], |k| right[(k, j)]));

                let delta = dense_matrix(rows, columns);
                let mut gradient = Matrix::zeros(40, columns);
                csr_scatter(lists.iter().map(Vec::as_slice), &delta, &mut gradient);
                assert_same(&gradient, |i, j| sum(0.0, rows, |n| left[(n, i)], |n| delta[(n, j)]));
            }
        }
    }
}
