//! What the network makes of the plane and of the test examples: worked out beside the screen, from a
//! snapshot, so that neither keys nor training wait for it.

use std::sync::Arc;

use ndarray::Array2;
use ratatui::layout::Rect;

use crate::data::{Dataset, Examples, Shape};
use crate::nn::{Inputs, Network, Pass, Prediction};
use crate::train::RunId;

/// A part of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Half its width, around the origin.
    pub half_width: f32,
    /// Half its height, around the origin.
    pub half_height: f32,
}

impl Window {
    /// The smallest window of these proportions that shows every example with some room around it.
    pub fn around(dataset: &Dataset, width: usize, height: usize) -> Window {
        let size = |examples: &Examples| examples.inputs.iter().fold(0.0_f32, |size, x| size.max(x.abs()));
        let radius = 1.05 * size(&dataset.train).max(size(&dataset.test)).max(0.1);
        let unit = radius / width.min(height).max(1) as f32;
        Window { half_width: unit * width as f32, half_height: unit * height as f32 }
    }

    /// Column and row of a point in an area of cells that shows this window; none if it lies outside.
    pub fn cell(&self, x: f32, y: f32, area: Rect) -> Option<(u16, u16)> {
        let across = f32::midpoint(1.0, x / self.half_width);
        let down = f32::midpoint(1.0, -y / self.half_height);
        let inside = (0.0..1.0).contains(&across) && (0.0..1.0).contains(&down);
        inside.then(|| ((across * f32::from(area.width)) as u16, (down * f32::from(area.height)) as u16))
    }
}

/// What to work out.
#[derive(Clone, Debug)]
pub struct Request {
    /// The run it belongs to.
    pub run: RunId,
    /// The network at some step.
    pub network: Arc<Network>,
    /// Its data.
    pub dataset: Arc<Dataset>,
    /// Pixels across and down the map of the plane.
    pub grid: (usize, usize),
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The run it belongs to.
    pub run: RunId,
    /// The data that were looked at.
    pub dataset: Arc<Dataset>,
    /// The network's share of class 1 over the plane, pixel rows × columns from the top left, and the part
    /// of the plane they cover; empty for images.
    pub map: Array2<f32>,
    /// The part of the plane the map covers.
    pub window: Window,
    /// What it says about each training example of the plane; empty for images.
    pub train: Vec<Prediction>,
    /// What it says about each test example.
    pub test: Vec<Prediction>,
    /// Its outputs for each test example, examples × classes.
    pub outputs: Array2<f32>,
}

impl Request {
    /// Asks the network.
    pub fn paint(self) -> Picture {
        let mut pass = Pass::default();
        let (width, height) = self.grid;
        let window = Window::around(&self.dataset, width, height);
        let (map, train) = match self.dataset.shape {
            Shape::Plane => {
                let train =
                    self.network.predict(&Inputs::from(self.dataset.train.inputs.view()).all(), &mut pass);
                (self.map(window, &mut pass), train)
            }
            Shape::Image { .. } => (Array2::zeros((0, 0)), Vec::new()),
        };
        let test = self.network.predict(&Inputs::from(self.dataset.test.inputs.view()).all(), &mut pass);
        let shape = (test.len(), self.dataset.classes());
        let outputs = Array2::from_shape_fn(shape, |(n, class)| pass.output(n, class));
        Picture { run: self.run, dataset: self.dataset, map, window, train, test, outputs }
    }

    fn map(&self, window: Window, pass: &mut Pass) -> Array2<f32> {
        let (width, height) = self.grid;
        let middle = |at: usize, of: usize| 2.0 * (at as f32 + 0.5) / of as f32 - 1.0;
        let mut points = Array2::zeros((width * height, 2));
        for (i, mut point) in points.rows_mut().into_iter().enumerate() {
            point[0] = window.half_width * middle(i % width, width);
            point[1] = -window.half_height * middle(i / width, height);
        }
        self.network.forward(&Inputs::new(points).all(), pass);
        Array2::from_shape_fn((height, width), |(row, column)| {
            let output = |class| pass.output(row * width + column, class);
            let sum = output(0) + output(1);
            if sum > 0.0 { output(1) / sum } else { 0.5 }
        })
    }
}
