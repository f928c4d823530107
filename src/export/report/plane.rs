//! The decision boundary of a network over the plane, with the examples.

use std::fmt::Write;

use ndarray::Array2;

use super::class_look::{UNDECIDED, color, symbol};
use super::predictions::Predictions;
use crate::data::{Dataset, Examples};
use crate::export::png_image::{Pixels, data_link};
use crate::export::terminal_colors::Rgb;
use crate::nn::{Inputs, Margin, Network, Workspace};

/// Pixels of the map across and down.
const SIDE: usize = 120;
/// The size of the picture.
const SIZE: f64 = 360.0;
/// The most examples of each kind that are drawn.
const MOST: usize = 600;
/// Levels of a colour between undecided and sure. Few of them compress well.
const LEVELS: f32 = 12.0;

/// The output of a network over the plane as SVG inside the page: a colour for each class, and the examples.
pub fn plane(network: &Network, dataset: &Dataset, predictions: &Predictions) -> String {
    let radius = radius(dataset);
    let map = data_link(SIDE, SIDE, Pixels::Rgb, &map(network, dataset.classes(), radius));
    let mut svg = format!(
        "<svg class=\"plane\" viewBox=\"0 0 {SIZE} {SIZE}\" role=\"img\" aria-label=\"The class that the network predicts \
         for each point of the plane, with the examples\">\n\
         <image href=\"{map}\" width=\"{SIZE}\" height=\"{SIZE}\" preserveAspectRatio=\"none\"/>\n"
    );
    let place = |(x, y): (f32, f32)| {
        let at = |share: f32| SIZE * f64::from(f32::midpoint(share / radius, 1.0));
        (at(x), at(-y))
    };
    svg += &symbols(&dataset.train, "known", place);
    svg += &symbols(&dataset.test, "new", place);
    let mut crosses = String::new();
    for &n in predictions.mistakes.iter().filter(|&&n| n < MOST) {
        let (x, y) = place(dataset.test.inputs.point(n));
        // Writing to a string cannot fail.
        let _ = write!(crosses, "M{:.1} {:.1}l10 10m-10 0l10 -10", x - 5.0, y - 5.0);
    }
    svg + &format!("<path class=\"wrong\" d=\"{crosses}\"/>\n</svg>\n")
}

/// The symbols of some examples, a path for each class.
fn symbols(examples: &Examples, style: &str, place: impl Fn((f32, f32)) -> (f64, f64)) -> String {
    let count = examples.len().min(MOST);
    let classes = examples.labels.iter().take(count).max().map_or(0, |&class| usize::from(class) + 1);
    let mut paths = vec![String::new(); classes];
    for n in 0..count {
        let ((x, y), class) = (place(examples.inputs.point(n)), examples.labels[n]);
        paths[usize::from(class)] += &symbol(class, x, y, 3.0);
    }
    let path = |(class, path): (usize, &String)| {
        format!("<path class=\"{style}\" style=\"--class:{}\" d=\"{path}\"/>\n", color(class as u8).hex())
    };
    paths.iter().enumerate().map(path).collect()
}

/// The largest coordinate of any example, with a margin.
fn radius(dataset: &Dataset) -> f32 {
    let examples = [&dataset.train, &dataset.test];
    let coordinates = examples.into_iter().flat_map(|examples| examples.inputs.rows().flatten());
    1.05 * coordinates.fold(0.1, |largest, x| x.abs().max(largest))
}

/// The colours of the map, row by row from the top left.
fn map(network: &Network, classes: usize, radius: f32) -> Vec<u8> {
    let middle = |n: usize| radius * (2.0 * (n as f32 + 0.5) / SIDE as f32 - 1.0);
    let places =
        Array2::from_shape_fn(
            (SIDE * SIDE, 2),
            |(n, axis)| {
                if axis == 0 { middle(n % SIDE) } else { -middle(n / SIDE) }
            },
        );
    let mut workspace = Workspace::default();
    network.forward(&Inputs::from(places.view()).all(), &mut workspace);
    let pixel = |n: usize| {
        let Rgb(red, green, blue) = shade((0..classes).map(|class| workspace.output(n, class)));
        [red, green, blue]
    };
    (0..SIDE * SIDE).flat_map(pixel).collect()
}

/// The colour of the class with the largest output, paler the nearer the second largest one is.
fn shade(outputs: impl Iterator<Item = f32>) -> Rgb {
    let Margin { class, margin } = Margin::of(outputs);
    let level = (margin * LEVELS).floor() / LEVELS;
    UNDECIDED.mixed(color(class), 0.15 + 0.75 * level)
}
