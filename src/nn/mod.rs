//! The subject itself: fully connected networks, backpropagation, gradient descent.
//!
//! Arrays in, arrays out. Weights are inputs × units. Nothing in here makes a thread, knows a clock, a file or
//! a screen, and nothing can fail: numbers that stop being finite are reported as such.

mod activation;
mod batch;
mod dropout;
mod gradient;
mod growth;
mod init;
mod inputs;
mod kernels;
#[cfg(test)]
mod kernels_tests;
mod loss;
mod matrix;
mod metrics;
mod network;
mod optimizer;
mod regularization;
mod sparse;
mod thread_pool;
mod workspace;

pub use activation::Activation;
pub use batch::Batch;
pub use dropout::Dropout;
pub use gradient::Gradient;
pub use growth::{add_unit, least_important_unit, remove_unit};
pub use init::Init;
pub use inputs::Inputs;
pub use loss::Loss;
pub use matrix::Matrix;
pub use metrics::{Metrics, evaluate};
pub use network::{Gradients, Layer, Network, Prediction};
pub use optimizer::{Optimizer, OptimizerState};
pub use regularization::Penalty;
pub use thread_pool::{ThreadPool, Worker};
pub use workspace::Workspace;
