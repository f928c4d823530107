//! The picture of a network: its output over the plane and its predictions, made from a snapshot in a thread of its own so
//! that neither keys nor training wait for it.

use std::sync::Arc;

use ndarray::Array2;
use ratatui::layout::Rect;

use super::theme::MapPixel;
use crate::data::{Dataset, Examples, Shape};
use crate::nn::{ConfusionMatrix, Inputs, Network, Prediction, UnitActivity, Workspace};
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

/// Pixels along a side of the map of a hidden unit.
pub const UNIT_MAP: usize = 28;

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
    /// The activation of each hidden unit over the plane, layer by layer: units × pixels, [`UNIT_MAP`] rows of as many from
    /// the top left; empty for other data.
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
        let Request { run, network, step, dataset, grid } = request;
        let kept = self.prepared.take().filter(|prepared| Arc::ptr_eq(&prepared.dataset, &dataset));
        let prepared = self.prepared.insert(kept.unwrap_or_else(|| PreparedInputs::of(Arc::clone(&dataset))));
        let window = Viewport::reaching(prepared.radius, grid);
        let mut predict = |inputs: &Inputs| network.predict(&inputs.all(), &mut self.workspace);
        let train = prepared.train.as_ref().map(&mut predict).unwrap_or_default();
        let flipped = predict(&prepared.flipped);
        let learned =
            flipped.iter().zip(&dataset.flipped).filter(|(said, n)| said.class == dataset.train.labels[**n]);
        let label_noise = (learned.count(), flipped.len());
        let test = predict(&prepared.test);
        let shape = (test.len(), dataset.classes());
        let outputs = Array2::from_shape_fn(shape, |(n, class)| self.workspace.output(n, class));
        let units = network.unit_activity(&self.workspace);
        let confusion = ConfusionMatrix::of(&test, &dataset.test.labels, dataset.classes());
        let wrong = (0..test.len()).filter(|&n| test[n].class != dataset.test.labels[n]);
        let mistakes = surest_first(wrong, &test);
        let unit_maps = match dataset.shape {
            Shape::Plane => unit_maps(&network, window, grid, &mut self.workspace),
            Shape::Image { .. } | Shape::Numbers { .. } => Vec::new(),
        };
        let map = match dataset.shape {
            Shape::Plane => map(&network, window, grid, dataset.classes(), &mut self.workspace),
            Shape::Image { .. } | Shape::Numbers { .. } => Array2::default((0, 0)),
        };
        Picture {
            run,
            step,
            network,
            dataset,
            map,
            window,
            train,
            test,
            outputs,
            units,
            unit_maps,
            confusion,
            mistakes,
            label_noise,
        }
    }
}

impl Request {
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

/// The activation of each hidden unit at the centres of the pixels of a small map of the window, layer by layer.
fn unit_maps(
    network: &Network,
    window: Viewport,
    (width, height): (usize, usize),
    workspace: &mut Workspace,
) -> Vec<Array2<f32>> {
    let side = width.min(height).max(1) as f32;
    // The square in the middle of the window, which holds all examples.
    let square = Viewport {
        half_width: window.half_width * side / width.max(1) as f32,
        half_height: window.half_height * side / height.max(1) as f32,
    };
    network.forward(&Inputs::from(centres(square, (UNIT_MAP, UNIT_MAP)).view()).all(), workspace);
    let hidden = network.layers.len() - 1;
    let activations = |l: usize| {
        let units = network.layers[l].units();
        let values = (0..units).flat_map(|unit| workspace.activations(l, unit)).collect();
        Array2::from_shape_vec((units, UNIT_MAP * UNIT_MAP), values).unwrap_or_default()
    };
    (0..hidden).map(activations).collect()
}

/// The output of the network at the centre of each pixel of the viewport.
fn map(
    network: &Network,
    window: Viewport,
    (width, height): (usize, usize),
    classes: usize,
    workspace: &mut Workspace,
) -> Array2<MapPixel> {
    network.forward(&Inputs::from(centres(window, (width, height)).view()).all(), workspace);
    Array2::from_shape_fn((height, width), |(row, column)| {
        map_pixel((0..classes).map(|class| workspace.output(row * width + column, class)))
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

/// The class of the largest output, and its margin: the difference to the second largest over their sum, from 0 to 1.
fn map_pixel(outputs: impl Iterator<Item = f32>) -> MapPixel {
    let (mut class, mut first, mut second) = (0, f32::NEG_INFINITY, f32::NEG_INFINITY);
    for (number, output) in outputs.enumerate() {
        if output > first {
            (class, first, second) = (number as u8, output, first);
        } else {
            second = second.max(output);
        }
    }
    let sum = first + second;
    MapPixel { class, margin: if sum > 0.0 { ((first - second) / sum).clamp(0.0, 1.0) } else { 0.0 } }
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
