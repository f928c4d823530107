//! Curves over steps, drawn in braille. Every peak stays visible, values that are not finite leave gaps, and lines are named
//! at their ends.
//!
//! ratatui's `Chart` is not used: it has no logarithmic axis (ratatui #1052), and it draws NaN as a peak at the top
//! (fixed by ratatui PR #2722). Once both are fixed in a release, it can replace `lines` and `frame`.
//!
//! | file     | content                                                          |
//! | -------- | ---------------------------------------------------------------- |
//! | `chart`  | what a chart shows                                               |
//! | `range`  | the range of its values, and where its lines end                 |
//! | `plot`   | where steps and values are in the plot                           |
//! | `render` | drawing, back to front                                           |
//! | `frame`  | axes with ticks and marks, vertical lines                        |
//! | `lines`  | lines, and the shaded area between two of them                   |
//! | `names`  | names of lines                                                   |
//! | `ticks`  | round numbers for an axis, and their labels                      |

mod chart;
mod frame;
mod lines;
mod names;
mod plot;
mod range;
mod render;
mod ticks;

pub use chart::{Chart, Curve, Mark, Pattern, Shade, Span};
pub use plot::{column, columns};
pub use range::{smoothed_end, value_axis};

#[cfg(test)]
mod tests;
