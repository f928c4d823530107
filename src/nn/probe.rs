//! What a network makes of one example, and which units decided it.

use super::inputs::Inputs;
use super::kernels;
use super::network::Network;
use super::workspace::Workspace;

/// The forward pass of one example, and the pulls on its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// The activations of the hidden layers, the first one first.
    pub hidden: Vec<Vec<f32>>,
    /// The output for each class.
    pub outputs: Vec<f32>,
    /// The class with the largest output.
    pub answer: usize,
    /// The class with the second largest output; the answer itself if there is no other.
    pub runner_up: usize,
    /// What each unit before the outputs adds to the lead of the answer over the runner-up: aⱼ (wⱼ − vⱼ), with its weights w and
    /// v to the two. Without hidden layers those units are the inputs.
    pub pulls: Vec<f32>,
    /// The difference of their biases.
    pub bias: f32,
}

impl Network {
    /// Runs one example through the network.
    ///
    /// # Panics
    /// When there are more or fewer `inputs` than the network takes.
    pub fn probe(&self, inputs: &[f32]) -> Probe {
        let mut workspace = Workspace::default();
        let example = Inputs::from_rows(1, inputs.len(), |_| inputs.iter().copied());
        self.forward(&example.all(), &mut workspace);
        let outputs: Vec<f32> = workspace.outputs(0).collect();
        let hidden: Vec<Vec<f32>> = (self.hidden_sizes().into_iter().enumerate())
            .map(|(l, units)| (0..units).flat_map(|unit| workspace.activations(l, unit)).collect())
            .collect();
        let (answer, _) = kernels::argmax(outputs.iter().copied());
        let others = (0..outputs.len()).filter(|&class| class != answer);
        let runner_up = others.max_by(|&a, &b| outputs[a].total_cmp(&outputs[b])).unwrap_or(answer);
        let before = hidden.last().map_or(inputs, Vec::as_slice);
        let (pulls, bias) = match self.layers.last() {
            Some(last) => {
                let difference = |j: usize| last.weights[(j, answer)] - last.weights[(j, runner_up)];
                let pulls = before.iter().enumerate().map(|(j, a)| a * difference(j)).collect();
                (pulls, last.biases[(0, answer)] - last.biases[(0, runner_up)])
            }
            None => (Vec::new(), 0.0),
        };
        Probe { hidden, outputs, answer, runner_up, pulls, bias }
    }
}

impl Probe {
    /// How much larger the weighted input of the answer is than that of the runner-up.
    pub fn lead(&self) -> f32 {
        self.pulls.iter().sum::<f32>() + self.bias
    }

    /// The units with a pull, the strongest first.
    pub fn strongest(&self) -> Vec<usize> {
        let mut units: Vec<usize> = (0..self.pulls.len()).filter(|&unit| self.pulls[unit] != 0.0).collect();
        units.sort_by(|&a, &b| self.pulls[b].abs().total_cmp(&self.pulls[a].abs()));
        units
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Activation, Init, Loss};
    use crate::random::{Stream, stream};

    #[test]
    fn the_pulls_add_up_to_the_lead_of_the_answer() {
        for (sizes, loss) in [
            (&[2, 5, 3][..], Loss::Quadratic),
            (&[2, 3][..], Loss::CrossEntropy),
            (&[2, 6, 4, 3][..], Loss::CrossEntropy),
        ] {
            let mut rng = stream(3, Stream::Weights);
            let network = Network::new(sizes, Activation::Tanh, loss, Init::Normal, &mut rng);
            let probe = network.probe(&[0.4, -0.7]);
            // The last layer once more, by plain loops.
            let last = network.layers.last().unwrap();
            let before = probe.hidden.last().cloned().unwrap_or_else(|| vec![0.4, -0.7]);
            let z = |class: usize| {
                let sum: f32 = before.iter().enumerate().map(|(j, a)| a * last.weights[(j, class)]).sum();
                sum + last.biases[(0, class)]
            };
            assert!((probe.lead() - (z(probe.answer) - z(probe.runner_up))).abs() < 1e-5, "{probe:?}");
            assert!(probe.lead() >= 0.0 && probe.answer != probe.runner_up);
            let ranked = probe.strongest();
            assert!(ranked.windows(2).all(|pair| probe.pulls[pair[0]].abs() >= probe.pulls[pair[1]].abs()));
            assert_eq!(probe.hidden.len(), sizes.len() - 2);
        }
    }
}
