//! The subject itself: fully connected networks, backpropagation, gradient descent.
//!
//! Arrays in, arrays out. Rows are examples; weights are inputs × units. Nothing in here knows a thread, a
//! clock, a file or a screen, and nothing can fail: numbers that stop being finite are reported as such.

mod activation;
mod growth;
mod init;
mod inputs;
mod kernels;
#[cfg(test)]
mod kernels_tests;
mod loss;
mod metrics;
mod network;
mod optimizer;

pub use activation::Activation;
pub use growth::{add_unit, least_important_unit, remove_unit};
pub use init::Init;
pub use inputs::{Batch, Inputs};
pub use loss::Loss;
pub use metrics::{Metrics, evaluate};
pub use network::{Gradients, Layer, Network, Pass, Prediction};
pub use optimizer::{Optimizer, OptimizerState};
