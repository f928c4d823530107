//! The subject itself: fully connected networks, backpropagation, gradient descent.
//!
//! Arrays in, arrays out. Weights are inputs × units. Nothing in here makes a thread, knows a clock, a file or
//! a screen, and nothing can fail: numbers that stop being finite are reported as such.

mod activation;
mod backprop;
mod batch;
mod csr;
mod dropout;
mod evaluation;
mod first_layer;
mod gradient;
mod init;
mod inputs;
mod kernels;
mod layer;
mod loss;
mod matrix;
mod metrics;
mod network;
mod optimizer;
mod regularization;
mod resize;
mod sliced_ell;
mod thread_pool;
mod vector;
mod workspace;

pub use activation::Activation;
pub use batch::Batch;
pub use dropout::Dropout;
pub use evaluation::evaluate;
pub use gradient::{Gradient, Gradients};
pub use init::Init;
pub use inputs::Inputs;
pub use layer::Layer;
pub use loss::Loss;
pub use matrix::Matrix;
pub use metrics::Metrics;
pub use network::{Network, Prediction};
pub use optimizer::{Optimizer, OptimizerState};
pub use regularization::Penalty;
pub use resize::{add_units, remove_units};
pub use thread_pool::{ThreadPool, Worker};
pub use workspace::Workspace;
