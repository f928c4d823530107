//! Backward: from the loss to delta of a unit, and to the gradient of a weight.

use ratatui::text::Line;

use super::part::Part;
use super::sum::{DIGITS, Sum};
use crate::nn::{Activation, Parameter};
use crate::numbers::digits;
use crate::train::{Explanation, UnitDropout};

impl Part<'_> {
    /// The lines of this part.
    pub fn backward(self) -> Vec<Line<'static>> {
        let mut lines = self.words(&self.formula_of_delta());
        let place = lines.len();
        lines.extend(self.rows_of_delta());
        lines.push(Line::default());
        lines.extend(self.rows_of_gradient());
        let (next, unit) = (self.explanation.parameter.layer + 2, self.explanation.parameter.to + 1);
        let name = |k: usize| format!("w{next}[{},{unit}] delta{next}[{}]", k + 1, k + 1);
        self.with_sum(
            lines,
            place,
            &Sum { terms: &self.explanation.backward.terms, name: &name, chosen: None },
        )
    }

    /// delta, a or z of the unit.
    fn of_unit(self, name: &str) -> String {
        let Parameter { layer, to, .. } = self.explanation.parameter;
        format!("{name}{}[{}]", layer + 1, to + 1)
    }

    fn formula_of_delta(self) -> String {
        let [delta, a, z] = ["delta", "a", "z"].map(|name| self.of_unit(name));
        let (next, unit) = (self.explanation.parameter.layer + 2, self.explanation.parameter.to + 1);
        match (self.is_output(), self.explanation.backward.slope_of_sigma) {
            (true, Some(_)) => format!("{delta} = ({a} - y[{unit}]) sigma'({z})"),
            (true, None) => format!("{delta} = {a} - y[{unit}]"),
            (false, _) => {
                format!("{delta} = sigma'({z}) times the sum of w{next}[k,{unit}] delta{next}[k] over k")
            }
        }
    }

    /// From the slope of the loss to delta.
    fn rows_of_delta(self) -> Vec<Line<'static>> {
        let (Explanation { parameter, forward, backward, pass, .. }, mut lines) =
            (self.explanation, Vec::new());
        let words = if self.is_output() {
            let y = u8::from(parameter.to == usize::from(pass.label));
            let a = digits(forward.a.into(), DIGITS);
            format!("{} - y[{}] = {a} - {y}", self.of_unit("a"), parameter.to + 1)
        } else {
            "their sum".to_owned()
        };
        lines.push(self.result(&words, backward.slope_of_loss));
        if let Some(slope) = backward.slope_of_sigma {
            let sigma = digits(forward.sigma, DIGITS);
            let formula = match (self.is_output(), self.step.network().activation) {
                (true, _) | (false, Activation::Sigmoid) => format!("{sigma} (1 - {sigma})"),
                (false, Activation::Tanh) => format!("1 - {sigma}^2"),
                (false, Activation::Relu) => "1 if z > 0, else 0".to_owned(),
            };
            lines.push(self.result(&format!("sigma'({}) = {formula}", self.of_unit("z")), slope));
        }
        match forward.dropout {
            UnitDropout::Off => {}
            UnitDropout::Kept(share) => lines.push(self.result("dropout keeps it: divided by", share)),
            UnitDropout::LeftOut => lines.push(self.result("dropout leaves it out: times", 0.0)),
        }
        lines.push(self.outcome(&self.of_unit("delta"), backward.delta));
        lines
    }

    /// From delta to the gradient of this example.
    fn rows_of_gradient(self) -> Vec<Line<'static>> {
        let (parameter, gradient) = (self.explanation.parameter, self.explanation.shares.this);
        let delta = self.of_unit("delta");
        let Some(input) = self.input_name() else {
            return vec![self.outcome(&format!("dC/d{parameter} = {delta}"), gradient)];
        };
        let factor = self.result(&input, self.explanation.backward.input);
        vec![factor, self.outcome(&format!("dC/d{parameter} = {input} {delta}"), gradient)]
    }

    /// The name of what the weight is multiplied by; none for a bias.
    fn input_name(self) -> Option<String> {
        let Parameter { layer, from, .. } = self.explanation.parameter;
        let from = from? + 1;
        Some(if layer == 0 { format!("x[{from}]") } else { format!("a{layer}[{from}]") })
    }
}
