//! The subject itself: fully connected networks, backpropagation, gradient descent.
//!
//! # From the textbook to the files
//!
//! A network has layers 1 to L; layer l has uₗ units, and u₀ is the number of inputs. A step takes n examples. Shapes
//! are rows × columns, as in the formulas; ∘ is the product of the elements.
//!
//! | step | file | formula | shapes |
//! | --- | --- | --- | --- |
//! | initial weights | `init.rs` | wₗ ~ N(0, 1), N(0, 1/uₗ₋₁) or N(0, 2/uₗ₋₁), bₗ = 0 | wₗ: uₗ₋₁ × uₗ, bₗ: 1 × uₗ |
//! | inputs | `inputs.rs`, `batch.rs` | a₀ | n × u₀ |
//! | forward pass | `network.rs` | zₗ = aₗ₋₁ · wₗ + bₗ, aₗ = σ(zₗ) | zₗ, aₗ: n × uₗ |
//! | activation σ, σ′ | `activation.rs` | a = 1/(1 + e⁻ᶻ), σ′ = a(1 − a); a = tanh z, σ′ = 1 − a²; a = max(0, z), σ′ = 0 or 1 | n × uₗ |
//! | dropout | `dropout.rs` | aₗ ← aₗ ∘ m/(1 − p), δₗ ← δₗ ∘ m/(1 − p), m = 0 with probability p, else 1; hidden layers | m: n × uₗ |
//! | outputs | `loss.rs` | a = σ(z) or softmax(z), z of the last layer | a, z: n × classes |
//! | loss | `loss.rs` | C = ½ Σ (a − y)² or −Σ y ln a, with outputs a and one-hot targets y | y: n × classes, C: a number |
//! | output delta | `loss.rs` | δ = (a − y) ∘ a ∘ (1 − a) or a − y | n × classes |
//! | hidden delta | `backprop.rs` | δₗ = (δₗ₊₁ · wₗ₊₁ᵀ) ∘ σ′(zₗ) | n × uₗ |
//! | bias gradient | `backprop.rs` | ∂C/∂bₗ = Σ δₗ over the examples | 1 × uₗ |
//! | weight gradient | `backprop.rs` | ∂C/∂wₗ = aₗ₋₁ᵀ · δₗ | uₗ₋₁ × uₗ |
//! | penalty | `regularization.rs` | ∂C/∂wₗ += n (λ₁ sign wₗ + λ₂ wₗ) | uₗ₋₁ × uₗ |
//! | gradient g | caller | g = ∂C/∂w, or its mean ∂C/∂w / n | that of w |
//! | update | `optimizer.rs`, `optimizer_state.rs` | Δ = g; v ← 0.9 v + g, Δ = v; or m ← 0.9 m + 0.1 g, s ← 0.999 s + 0.001 g², Δ = m̂/(√ŝ + 10⁻⁸), m̂ = m/(1 − 0.9ᵗ), ŝ = s/(1 − 0.999ᵗ) at step t | Δ, v, m, s: that of w |
//! | step | `network.rs` | w ← w − η Δ, and b likewise | that of w |
//! | prediction | `network.rs` | the class of the largest output | n |
//! | how clear a prediction is | `margin.rs` | (a₁ − a₂)/(a₁ + a₂), with the two largest outputs | a number |
//! | accuracy, its interval | `evaluation.rs`, `metrics.rs` | correct/n, Wilson's interval | numbers |
//! | which classes are mistaken for which | `confusion.rs` | counts of (true class, prediction) | classes × classes |
//! | what pulled the answer c above the runner-up r | `probe.rs` | aⱼ (wⱼ − vⱼ), with the weights w of c and v of r | numbers |
//! | what a hidden unit does | `unit_activity.rs` | mean, spread and histogram of aₗ over the examples | numbers |
//! | without a unit | `knock_out.rs` | wₗ₊₁ = 0 in the row of the unit | uₗ × uₗ₊₁ |
//! | one example of a step | `example_pass.rs` | x, a, δ of each layer | u₀ numbers, uₗ numbers |
//! | is backpropagation right? | `gradient_check.rs` | ∂C/∂w ≈ (C(w + h) − C(w − h)) / 2h, in float64 | numbers |
//! | units that stopped learning | `stuck_units.rs` | σ′(zₗ) ≈ 0 for nearly all examples | numbers |
//! | how each layer does | `layer_statistics.rs` | ‖wₗ‖, ‖g‖, ‖η Δ‖/‖wₗ‖, shares of saturated and dead units | numbers |
//! | more or fewer units | `resize.rs` | new units have outgoing weights of 0; those with the smallest Var(a) · Σ w² leave | wₗ, bₗ, wₗ₊₁ |
//!
//! In memory, z, a and δ are transposed, units × examples, so that vectors are full however few units a layer has.
//!
//! # What to read, and what is only speed
//!
//! The files in the table, `layer.rs` and `parameter.rs` are the subject. The others compute the same sums faster: `vector.rs` and
//! `matrix.rs` (aligned rows), `kernels/` (the loops), `csr.rs` and `sliced_ell.rs` (inputs that are mostly zero),
//! `first_layer.rs` and `sparse_gradient.rs` (products with them), `gradient.rs` (skips rows of zeros), `workspace.rs` (memory that is used
//! again), `thread_pool.rs` and `rest.rs`. Adam's update and step are one pass of `kernels/adam.rs`.
//!
//! An independent reference stands in `tests/engine/reference.rs`: the network in float64, written from the formulas
//! alone, whose central differences every gradient is compared with. `tests/engine/golden.rs` compares whole training runs
//! with figures of another float64 program.
//!
//! # What holds for all of it
//!
//! Arrays in, arrays out. Nothing here starts a thread or knows a clock, a file or a screen, and nothing returns an
//! error: the caller is told when numbers stop being finite. Results have the same bits on all machines and with any
//! number of threads.

mod activation;
mod backprop;
mod batch;
mod confusion;
mod csr;
mod dropout;
mod evaluation;
mod example_pass;
mod first_layer;
mod gradient;
mod gradient_check;
mod init;
mod inputs;
mod kernels;
mod knock_out;
mod layer;
mod layer_statistics;
mod loss;
mod margin;
mod matrix;
mod metrics;
mod network;
mod optimizer;
mod optimizer_state;
mod parameter;
mod probe;
mod regularization;
mod resize;
mod rest;
mod sliced_ell;
mod sparse_gradient;
mod stuck_units;
mod thread_pool;
mod unit_activity;
mod vector;
mod workspace;

pub use activation::Activation;
pub use batch::Batch;
pub use confusion::ConfusionMatrix;
pub use dropout::Dropout;
pub use evaluation::{evaluate, evaluate_and};
pub use example_pass::ExamplePass;
pub use gradient::{Gradient, Gradients};
pub use gradient_check::{CheckedWeight, GradientCheck, Objective, SMALL_SHARE, TOLERANCE, Verdict};
pub use init::Init;
pub use inputs::Inputs;
pub use knock_out::UnitId;
pub use layer::Layer;
pub use layer_statistics::{LayerStatistics, SaturationCounts, StepNorms};
pub use loss::Loss;
pub use margin::Margin;
pub use matrix::Matrix;
pub use metrics::Metrics;
pub use network::{Network, Prediction};
pub use optimizer::{AdamPowers, Optimizer};
pub use optimizer_state::{OptimizerState, StepFactors, WeightMoments};
pub use parameter::Parameter;
pub use probe::Probe;
pub use regularization::Penalty;
pub use resize::{add_units, remove_units};
pub use stuck_units::{Stuck, StuckUnits};
pub use thread_pool::{ThreadPool, Worker};
pub use unit_activity::{BINS, Health, UnitActivity};
pub use workspace::Workspace;
