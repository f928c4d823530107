//! Update: from the gradients of all examples to the new weight.

use ratatui::text::Line;

use super::part::Part;
use super::sum::DIGITS;
use crate::nn::WeightMoments;
use crate::numbers::{counted, digits, grouped};
use crate::train::Reduction;
use crate::tui::widgets::text::wrap;

impl Part<'_> {
    /// The lines of this part.
    pub fn update(self) -> Vec<Line<'static>> {
        let (parameter, update) = (self.explanation.parameter, &self.explanation.update);
        let (setup, shares) = (self.step.setup(), self.explanation.shares);
        let others = self.step.examples().len().saturating_sub(1);
        let mut lines =
            self.words("All examples of the step pull at the weight, each with its own gradient.");
        lines.push(self.result("this example", shares.this));
        lines.push(self.result(&counted(others as u64, "other example"), shares.others));
        lines.push(self.result(&format!("dC/d{parameter} of the step, their sum"), update.gradient));
        lines.extend(self.penalty());
        lines.push(match setup.reduction {
            Reduction::Sum => self.result("g, the gradient", update.scaled),
            Reduction::Mean => {
                self.result(&format!("g, the mean: / {}", grouped(others as u64 + 1)), update.scaled)
            }
        });
        lines.extend(self.moments());
        let direction = match update.moments_after {
            WeightMoments::None => "g",
            WeightMoments::Velocity(_) => "v",
            WeightMoments::Adam { .. } => "d",
        };
        let [eta, factor, before] =
            [setup.eta, update.direction, update.before].map(|number| digits(number.into(), DIGITS));
        let change = f64::from(setup.eta) * f64::from(update.direction);
        let (sign, size) = (if change < 0.0 { "+" } else { "-" }, digits(change.abs(), DIGITS));
        lines.push(self.result(&format!("eta {direction} = {eta} × {factor}"), change));
        lines.push(self.result(&format!("{parameter} before"), update.before));
        lines.push(self.outcome(&format!("{parameter} after = {before} {sign} {size}"), update.after));
        if !self.step.is_sound() {
            let words =
                "A weight would pass 1e8 or stop being a number: the run diverges, and no weight changes.";
            lines.extend(wrap(words, self.width, self.theme.bad()));
        }
        lines
    }

    /// What the penalty adds to the gradient. There is none on biases.
    fn penalty(self) -> Vec<Line<'static>> {
        let (penalty, update) = (self.step.setup().penalty, &self.explanation.update);
        if penalty.is_none() || self.explanation.parameter.from.is_none() {
            return Vec::new();
        }
        let (n, w) = (self.step.examples().len(), f64::from(update.before));
        let sign = if update.before == 0.0 { 0.0 } else { w.signum() };
        let times = |lambda: f32, x: f64| n as f64 * f64::from(lambda) * x;
        let mut lines = Vec::new();
        if penalty.l1 > 0.0 {
            let words = format!("+ {} L1 sign(w), L1 = {}", grouped(n as u64), penalty.l1);
            lines.push(self.result(&words, times(penalty.l1, sign)));
        }
        if penalty.l2 > 0.0 {
            let words = format!("+ {} L2 w, L2 = {}", grouped(n as u64), penalty.l2);
            lines.push(self.result(&words, times(penalty.l2, w)));
        }
        lines.push(self.result("with the penalty", update.penalised));
        lines
    }

    /// What the optimizer makes of g with its moments.
    fn moments(self) -> Vec<Line<'static>> {
        let update = &self.explanation.update;
        let short = |number: f32| digits(number.into(), DIGITS);
        match (update.moments_before, update.moments_after) {
            (WeightMoments::Velocity(before), WeightMoments::Velocity(v)) => {
                vec![self.result(&format!("v = 0.9 v + g, v was {}", short(before)), v)]
            }
            (
                WeightMoments::Adam { first: first_before, second: second_before, .. },
                WeightMoments::Adam { first, second, corrections: [of_first, of_second] },
            ) => vec![
                self.result(&format!("m = 0.9 m + 0.1 g, m was {}", short(first_before)), first),
                self.result(&format!("s = 0.999 s + 0.001 g^2, s was {}", short(second_before)), second),
                self.result(&format!("m^ = m / {}", digits(of_first, DIGITS)), f64::from(first) / of_first),
                self.result(
                    &format!("s^ = s / {}", digits(of_second, DIGITS)),
                    f64::from(second) / of_second,
                ),
                self.result("d = m^ / (sqrt(s^) + 1e-8)", update.direction),
            ],
            _ => Vec::new(),
        }
    }
}
