//! The picture of a network: its output over the plane and its predictions, made from a snapshot in a thread of its own so
//! that neither keys nor training wait for it.

use std::sync::Arc;

use ndarray::Array2;
use ratatui::layout::Rect;

use super::theme::MapPixel;
use super::unit_maps::{SIDE, UnitView, large_map, small_maps};
use crate::data::{Dataset, Examples, Shape};
use crate::nn::{ConfusionMatrix, Inputs, Margin, Network, Prediction, UnitActivity, UnitId, Workspace};
use crate::train::{RunId, inputs_of};

/// A part of the plane, centred at the origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Half its width.
    pub half_width: f32,
    /// Half its height.
    pub half_height: f32,
}

impl Viewport {
    /// The smallest viewport of these proportions that shows every example with a margin.
    pub fn around(dataset: &Dataset, width: usize, height: usize) -> Viewport {
        Viewport::reaching(radius(dataset), (width, height))
    }

    /// The smallest viewport of these proportions that reaches `radius` on every side.
    fn reaching(radius: f32, (width, height): (usize, usize)) -> Viewport {
        let unit = radius / width.min(height).max(1) as f32;
        Viewport { half_width: unit * width as f32, half_height: unit * height as f32 }
    }

    /// The column and row of a point in an area of cells that shows this viewport, or `None` if it lies outside.
    pub fn cell(&self, x: f32, y: f32, area: Rect) -> Option<(u16, u16)> {
        let across = f32::midpoint(1.0, x / self.half_width);
        let down = f32::midpoint(1.0, -y / self.half_height);
        let inside = (0.0..1.0).contains(&across) && (0.0..1.0).contains(&down);
        inside.then(|| ((across * f32::from(area.width)) as u16, (down * f32::from(area.height)) as u16))
    }
}

/// A request for a picture.
#[derive(Clone, Debug)]
pub struct Request {
    /// The run it belongs to.
    pub run: RunId,
    /// The network.
    pub network: Arc<Network>,
    /// The step of the network.
    pub step: u64,
    /// The data of the run.
    pub dataset: Arc<Dataset>,
    /// Columns and rows of pixels of the map.
    pub grid: (usize, usize),
    /// The hidden units that are left out.
    pub knocked_out: Vec<UnitId>,
    /// The hidden unit that a person looks at, while the units are in view.
    pub unit: Option<UnitId>,
}

/// The output of a network over the plane, and its predictions.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The run it belongs to.
    pub run: RunId,
    /// The step of the network.
    pub step: u64,
    /// The network.
    pub network: Arc<Network>,
    /// The data that it is of.
    pub dataset: Arc<Dataset>,
    /// The output over the plane, pixel rows × columns from the top left; empty for other data.
    pub map: Array2<MapPixel>,
    /// The part of the plane that the map covers.
    pub window: Viewport,
    /// The prediction for each training example of the plane; empty for other data.
    pub train: Vec<Prediction>,
    /// The prediction for each test example.
    pub test: Vec<Prediction>,
    /// The outputs for each test example, examples × classes.
    pub outputs: Array2<f32>,
    /// What each hidden unit does on the test examples, layer by layer.
    pub units: Vec<Vec<UnitActivity>>,
    /// The hidden units that are left out of everything but `units`.
    pub knocked_out: Vec<UnitId>,
    /// How many test examples the whole network gets right, if units are knocked out.
    pub correct_with_all: Option<usize>,
    /// The hidden unit that a person looks at, while the units are in view.
    pub unit: Option<UnitView>,
    /// The activation of each hidden unit over the plane from -1 to 1, layer by layer: units × pixels, [`SIDE`]
    /// rows of as many from the top left; empty for other data, and while the units are not in view.
    pub unit_maps: Vec<Array2<f32>>,
    /// Which classes are mistaken for which among the test examples.
    pub confusion: ConfusionMatrix,
    /// The test examples that are predicted wrong, the most confident mistake first.
    pub mistakes: Vec<usize>,
    /// How many flipped training labels the network predicts as flipped, and how many are flipped.
    pub label_noise: (usize, usize),
}

/// Makes pictures, and keeps the prepared inputs for the next picture of the same data.
#[derive(Debug, Default)]
pub struct PictureRenderer {
    workspace: Workspace,
    prepared: Option<PreparedInputs>,
}

/// The examples of a data set as inputs of a network. Preparing thousands of images takes far longer than a forward pass.
#[derive(Debug)]
struct PreparedInputs {
    dataset: Arc<Dataset>,
    /// The radius of the viewport; 1 for data outside the plane.
    radius: f32,
    /// The training points of the plane; `None` for other data.
    train: Option<Inputs>,
    test: Inputs,
    /// The training examples whose labels are flipped.
    flipped: Inputs,
}

impl PreparedInputs {
    fn of(dataset: Arc<Dataset>) -> PreparedInputs {
        let inputs = |examples: &Examples| inputs_of(&examples.inputs);
        let (radius, train) = match dataset.shape {
            Shape::Plane => (radius(&dataset), Some(inputs(&dataset.train))),
            Shape::Image { .. } | Shape::Numbers { .. } => (1.0, None),
        };
        let flipped = inputs(&dataset.train.select(&dataset.flipped));
        PreparedInputs { radius, train, test: inputs(&dataset.test), flipped, dataset }
    }
}

/// The largest coordinate of any example, with a margin of 5 %.
fn radius(dataset: &Dataset) -> f32 {
    let size =
        |examples: &Examples| examples.inputs.rows().flatten().fold(0.0_f32, |size, x| size.max(x.abs()));
    1.05 * size(&dataset.train).max(size(&dataset.test)).max(0.1)
}

impl PictureRenderer {
    /// Makes the requested picture.
    pub fn render(&mut self, request: Request) -> Picture {
        let Request { run, network, step, dataset, grid, knocked_out, unit } = request;
        let kept = self.prepared.take().filter(|prepared| Arc::ptr_eq(&prepared.dataset, &dataset));
        let prepared = self.prepared.insert(kept.unwrap_or_else(|| PreparedInputs::of(Arc::clone(&dataset))));
        let workspace = &mut self.workspace;
        let window = Viewport::reaching(prepared.radius, grid);
        let labels = &dataset.test.labels;
        let knocked_out = network.those_of(&knocked_out);
        let is_whole = knocked_out.is_empty();
        let shown = if is_whole { Arc::clone(&network) } else { Arc::new(network.without(&knocked_out)) };
        let matrix = |said: &[Prediction]| ConfusionMatrix::of(said, &dataset.test.labels, dataset.classes());
        let correct_with_all =
            (!is_whole).then(|| matrix(&network.predict(&prepared.test.all(), workspace)).correct());
        let train = prepared.train.as_ref().map(|train| shown.predict(&train.all(), workspace));
        let flipped = shown.predict(&prepared.flipped.all(), workspace);
        let learned =
            flipped.iter().zip(&dataset.flipped).filter(|(said, n)| said.class == dataset.train.labels[**n]);
        let label_noise = (learned.count(), flipped.len());
        let test = shown.predict(&prepared.test.all(), workspace);
        let shape = (test.len(), dataset.classes());
        let outputs = Array2::from_shape_fn(shape, |(n, class)| workspace.output(n, class));
        let units = shown.unit_activity(workspace);
        let confusion = matrix(&test);
        let wrong = (0..test.len()).filter(|&n| test[n].class != labels[n]);
        let mistakes = surest_first(wrong, &test);
        let mut unit = unit.filter(|&id| network.has_unit(id)).map(|id| UnitView::of(id, workspace));
        let (map, unit_maps) = match dataset.shape {
            Shape::Plane => over_plane(&shown, dataset.classes(), window, grid, unit.as_mut(), workspace),
            Shape::Image { .. } | Shape::Numbers { .. } => (Array2::default((0, 0)), Vec::new()),
        };
        Picture {
            run,
            step,
            network,
            dataset,
            map,
            window,
            train: train.unwrap_or_default(),
            test,
            outputs,
            units,
            knocked_out,
            correct_with_all,
            unit,
            unit_maps,
            confusion,
            mistakes,
            label_noise,
        }
    }
}

/// The output over the plane and, if a unit is looked at, the activations of all units in small and of that one in large.
fn over_plane(
    network: &Network,
    classes: usize,
    window: Viewport,
    grid: (usize, usize),
    unit: Option<&mut UnitView>,
    workspace: &mut Workspace,
) -> (Array2<MapPixel>, Vec<Array2<f32>>) {
    network.forward(&Inputs::from(centres(window, grid).view()).all(), workspace);
    let map = output_map(grid, classes, workspace);
    let Some(unit) = unit else { return (map, Vec::new()) };
    unit.map = large_map(network, unit.id, grid, workspace);
    let square = centres(square_in(window, grid), (SIDE, SIDE));
    network.forward(&Inputs::from(square.view()).all(), workspace);
    (map, small_maps(network, workspace))
}

impl Request {
    /// Whether it is a request for the same picture as `other`.
    pub(super) fn is_same(&self, other: &Request) -> bool {
        Arc::ptr_eq(&self.network, &other.network)
            && Arc::ptr_eq(&self.dataset, &other.dataset)
            && self.grid == other.grid
            && self.knocked_out == other.knocked_out
            && self.unit == other.unit
    }

    /// Makes the requested picture without keeping anything for another one.
    pub fn render(self) -> Picture {
        PictureRenderer::default().render(self)
    }
}

/// Sorts examples by how sure the network is of them, the surest first; of equal ones in their order.
pub fn surest_first(examples: impl Iterator<Item = usize>, said: &[Prediction]) -> Vec<usize> {
    let mut examples: Vec<usize> = examples.collect();
    examples.sort_by(|&a, &b| said[b].confidence.total_cmp(&said[a].confidence));
    examples
}

/// The square in the middle of a window of these proportions, which holds all examples.
fn square_in(window: Viewport, (width, height): (usize, usize)) -> Viewport {
    let side = width.min(height).max(1) as f32;
    Viewport {
        half_width: window.half_width * side / width.max(1) as f32,
        half_height: window.half_height * side / height.max(1) as f32,
    }
}

/// The class and its margin at the centre of each pixel, from the forward pass in `workspace`.
fn output_map((width, height): (usize, usize), classes: usize, workspace: &Workspace) -> Array2<MapPixel> {
    Array2::from_shape_fn((height, width), |(row, column)| {
        let outputs = (0..classes).map(|class| workspace.output(row * width + column, class));
        let Margin { class, margin } = Margin::of(outputs);
        MapPixel { class, margin }
    })
}

/// The centres of the pixels of a window, row by row from the top left; pixels × 2.
fn centres(window: Viewport, (width, height): (usize, usize)) -> Array2<f32> {
    let middle = |at: usize, of: usize| 2.0 * (at as f32 + 0.5) / of as f32 - 1.0;
    Array2::from_shape_fn((width * height, 2), |(i, axis)| match axis {
        0 => window.half_width * middle(i % width, width),
        _ => -window.half_height * middle(i / width, height),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;
    use crate::nn::ThreadPool;
    use crate::train::{Session, Setup};

    fn request(name: &str, seed: u64) -> Request {
        let setup = Setup { seed, ..Setup::lecture(data::resolve(name).unwrap()) };
        let session = Session::new(setup, ThreadPool::default()).unwrap();
        Request {
            run: RunId::default(),
            network: Arc::new(session.network().clone()),
            step: session.network_step(),
            dataset: Arc::clone(session.dataset()),
            grid: (30, 40),
            knocked_out: Vec::new(),
            unit: None,
        }
    }

    #[test]
    fn kept_inputs_never_reach_a_picture_of_other_data() {
        let mut renderer = PictureRenderer::default();
        let (points, others, images) = (request("circles", 0), request("circles", 1), request("mnist", 0));
        for request in [&points, &points, &others, &images, &points] {
            let (kept, fresh) = (renderer.render(request.clone()), request.clone().render());
            assert_eq!(kept.outputs, fresh.outputs);
            assert_eq!((kept.map, kept.window), (fresh.map, fresh.window));
            assert_eq!(kept.train, fresh.train);
        }
    }
}
