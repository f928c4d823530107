//! Loss: from the outputs of the example to its loss C.

use ratatui::text::{Line, Span};

use super::part::Part;
use super::sum::DIGITS;
use crate::nn::{Loss, Prediction};
use crate::numbers::{digits, grouped};
use crate::tui::widgets::text::{pad, truncate};

/// Columns of a number in the table of the outputs.
const OUTPUT: usize = 12;

impl Part<'_> {
    /// The lines of this part.
    pub fn loss(self) -> Vec<Line<'static>> {
        let (pass, loss) = (&self.explanation.pass, self.step.network().loss);
        let l = self.step.network().layers.len();
        let truth = usize::from(pass.label);
        let outputs = pass.activations.last().map_or(&[][..], |outputs| outputs);
        let (formula, end) = match loss {
            Loss::Quadratic => {
                (format!("C = 1/2 of the sum of (a{l}[k] - y[k])^2 over the classes k"), "(a - y)^2/2")
            }
            Loss::CrossEntropy => (format!("C = -ln a{l}[k] of the true class k"), "-y ln a"),
        };
        let mut lines = self.words(&format!("{formula}; y is 1 for the true class, and 0 for the others"));
        lines.push(self.output_row("class", ["y", &format!("a{l}"), end], false));
        let mut classes: Vec<usize> = (0..outputs.len()).collect();
        let room = self.rows.saturating_sub(lines.len() + 3).max(2);
        let is_cut = classes.len() > room;
        if is_cut {
            classes.sort_by(|&a, &b| (b == truth).cmp(&(a == truth)).then(outputs[b].total_cmp(&outputs[a])));
        }
        for &class in classes.iter().take(if is_cut { room - 1 } else { room }) {
            let (a, y) = (f64::from(outputs[class]), if class == truth { 1.0 } else { 0.0 });
            let part = match loss {
                Loss::Quadratic => 0.5 * (a - y) * (a - y),
                Loss::CrossEntropy if class == truth => self.explanation.loss,
                Loss::CrossEntropy => 0.0,
            };
            let numbers = [format!("{y}"), digits(a, DIGITS), digits(part, DIGITS)];
            let name = format!("{}: {}", class + 1, self.step.dataset().class_names[class]);
            lines.push(self.output_row(&name, numbers.each_ref().map(String::as_str), class == truth));
        }
        if is_cut {
            let more =
                format!("… {} more, whose outputs are smaller", grouped((outputs.len() + 1 - room) as u64));
            lines.push(self.output_row(&more, ["", "", ""], false));
        }
        lines.push(self.outcome("C of this example", self.explanation.loss));
        lines.extend(self.words(&self.prediction(outputs, truth)));
        lines
    }

    /// A row of the table of outputs.
    fn output_row(self, name: &str, numbers: [&str; 3], is_strong: bool) -> Line<'static> {
        let numbers = numbers.map(|number| format!("{number:>OUTPUT$}")).concat();
        let name = pad(&format!("  {name}"), self.width.saturating_sub(3 * OUTPUT));
        let style = if is_strong { self.theme.strong() } else { self.theme.text() };
        Line::from(vec![Span::styled(name, style), Span::styled(numbers, style)])
    }

    fn prediction(self, outputs: &[f32], truth: usize) -> String {
        let said = usize::from(Prediction::of(outputs.iter().copied()).class);
        let name = truncate(&self.step.dataset().class_names[said], 24);
        let verdict = if said == truth { "right" } else { "wrong" };
        format!("The largest output is that of {name}: {verdict}.")
    }
}
