//! What is at a place of the plane, in words.

use ratatui::layout::{Position, Rect};

use super::layout;
use super::picture::Picture;
use super::run::{Points, Run};
use crate::data::{Examples, Shape};
use crate::nn::Prediction;

/// Describes the example at a place of the screen, or what the network says of the place if there is none. `None` outside
/// the plane that is drawn in `area`.
pub fn describe(run: &Run, area: Rect, place: Position) -> Option<String> {
    let Drawn { picture, cell, test, train } = Drawn::at(run, area, place)?;
    let dataset = &picture.dataset;
    // The symbol that is drawn last is the one on top.
    let words = match (test.last(), train.last()) {
        (Some(&n), _) => point(picture, "Test point", dataset.test.labels[n], picture.test[n], ""),
        (None, Some(&n)) => {
            let flipped = if dataset.flipped.contains(&n) { ", its label flipped on purpose" } else { "" };
            point(picture, "Training point", dataset.train.labels[n], picture.train[n], flipped)
        }
        (None, None) => {
            let pixel = picture.map.get((2 * usize::from(cell.1), usize::from(cell.0)))?;
            format!("No point is here; the network would say {}.", name(picture, pixel.class))
        }
    };
    Some(match test.len() + train.len() {
        0 | 1 => words,
        more => format!("{words} {more} points lie here; this is the one on top."),
    })
}

/// The training point at a place of the plane that is drawn in `area`, by its index: of several the one on top.
pub fn training_point(run: &Run, area: Rect, place: Position) -> Option<usize> {
    Drawn::at(run, area, place)?.train.last().copied()
}

/// Whether no point is drawn at a place of the plane that is drawn in `area`.
pub fn is_free(run: &Run, area: Rect, place: Position) -> bool {
    Drawn::at(run, area, place).is_some_and(|drawn| drawn.train.is_empty() && drawn.test.is_empty())
}

/// The points that are drawn in one cell of the plane.
struct Drawn<'a> {
    picture: &'a Picture,
    /// The column and row of the cell in the map.
    cell: (u16, u16),
    /// The test points, in the order in which they are drawn.
    test: Vec<usize>,
    /// The training points, which are drawn below them.
    train: Vec<usize>,
}

impl Drawn<'_> {
    fn at(run: &Run, area: Rect, place: Position) -> Option<Drawn<'_>> {
        let picture = run.picture.as_ref().filter(|picture| picture.dataset.shape == Shape::Plane)?;
        let dataset = &picture.dataset;
        let [map, _] = layout::plane_areas(area, &dataset.class_names);
        if !map.contains(place) {
            return None;
        }
        let cell = (place.x - map.x, place.y - map.y);
        let test = here(picture, &dataset.test, &picture.test, map, cell);
        let train = here(picture, &dataset.train, &picture.train, map, cell);
        let shown = run.shown_points();
        let train = if shown == Points::Test { Vec::new() } else { train };
        let test = if shown == Points::Train { Vec::new() } else { test };
        Some(Drawn { picture, cell, test, train })
    }
}

/// The examples that are drawn in a cell, in the order in which they are drawn.
fn here(
    picture: &Picture,
    examples: &Examples,
    said: &[Prediction],
    inner: Rect,
    cell: (u16, u16),
) -> Vec<usize> {
    let is_here = |n: &usize| {
        let (x, y) = examples.inputs.point(*n);
        picture.window.cell(x, y, inner) == Some(cell)
    };
    (0..said.len().min(examples.len())).filter(is_here).collect()
}

fn point(picture: &Picture, what: &str, label: u8, said: Prediction, flipped: &str) -> String {
    let verdict = if said.class == label { "rightly" } else { "wrongly" };
    format!(
        "{what} of class {}{flipped}: the network says {}, {verdict}, output {:.2}.",
        name(picture, label),
        name(picture, said.class),
        said.confidence,
    )
}

fn name(picture: &Picture, class: u8) -> &str {
    picture.dataset.class_names.get(usize::from(class)).map_or("?", String::as_str)
}
