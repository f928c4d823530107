//! Forward: from the inputs of a unit over z to its activation a.

use ratatui::text::Line;

use super::part::Part;
use super::sum::{DIGITS, Sum};
use crate::nn::{Activation, Loss, Parameter};
use crate::numbers::digits;
use crate::train::UnitDropout;

impl Part<'_> {
    /// The lines of this part.
    pub fn forward(self) -> Vec<Line<'static>> {
        let (Parameter { layer, from, to }, forward) =
            (self.explanation.parameter, &self.explanation.forward);
        let (l, unit) = (layer + 1, to + 1);
        let input = if layer == 0 { "x".to_owned() } else { format!("a{layer}") };
        let mut lines = self.words(&format!(
            "z{l}[{unit}] = b{l}[{unit}] + the sum of w{l}[{unit},i] {input}[i] over i, and a{l}[{unit}] = {}",
            self.function(&format!("z{l}[{unit}]"))
        ));
        let place = lines.len();
        lines.push(self.result(&format!("b{l}[{unit}]"), forward.bias));
        lines.push(self.result(&format!("z{l}[{unit}], their sum"), forward.z));
        lines.push(Line::default());
        lines.extend(self.rows_of_activation(&format!("a{l}[{unit}]")));
        let name = |i: usize| format!("w{l}[{unit},{}] {input}[{}]", i + 1, i + 1);
        self.with_sum(lines, place, &Sum { terms: &forward.terms, name: &name, chosen: from })
    }

    /// The activation function of the unit by its name.
    fn function(self, z: &str) -> String {
        match (self.is_output(), self.step.network().loss, self.step.network().activation) {
            (true, Loss::CrossEntropy, _) => format!("softmax({z})"),
            (true, Loss::Quadratic, _) | (false, _, Activation::Sigmoid) => format!("sigma({z})"),
            (false, _, Activation::Tanh) => format!("tanh({z})"),
            (false, _, Activation::Relu) => format!("max(0, {z})"),
        }
    }

    /// From z to the activation, which is called `a`.
    fn rows_of_activation(self, a: &str) -> Vec<Line<'static>> {
        let forward = &self.explanation.forward;
        let function = match (self.is_output(), self.step.network().loss, self.step.network().activation) {
            (true, Loss::CrossEntropy, _) => {
                format!("exp({}) / the sum over the outputs", digits(forward.z, DIGITS))
            }
            (true, Loss::Quadratic, _) | (false, _, Activation::Sigmoid) => {
                format!("1 / (1 + exp({}))", digits(-forward.z, DIGITS))
            }
            (false, ..) => self.function(&digits(forward.z, DIGITS)),
        };
        let with_dropout = match forward.dropout {
            UnitDropout::Off => return vec![self.outcome(&format!("{a} = {function}"), forward.sigma)],
            UnitDropout::Kept(share) => format!("{a}: kept by dropout, divided by {share:.2}"),
            UnitDropout::LeftOut => format!("{a}: dropout leaves it out of this step"),
        };
        vec![self.result(&function, forward.sigma), self.outcome(&with_dropout, forward.a)]
    }
}
