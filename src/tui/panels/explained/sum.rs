//! Sums of products, a row for each, as many as there is room for; and rows with one number.

use ratatui::text::{Line, Span};

use crate::numbers::{digits, grouped};
use crate::train::Term;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{pad, text_width};

/// Significant digits of a result.
pub const DIGITS: u8 = 6;
/// Significant digits of the numbers of a product.
const FEWER: u8 = 5;
/// Columns of such a number.
const NUMBER: usize = 10;
/// Columns of a result.
const RESULT: usize = 12;

/// A sum of products.
pub struct Sum<'a> {
    /// The products.
    pub terms: &'a [Term],
    /// The name of the product with this index.
    pub name: &'a dyn Fn(usize) -> String,
    /// The index of the product that is marked and always shown.
    pub chosen: Option<usize>,
}

impl Sum<'_> {
    /// A row for each product if they fit. Otherwise the largest ones, and the sum of the others.
    pub fn rows(&self, theme: Theme, rows: usize, width: usize) -> Vec<Line<'static>> {
        if self.terms.len() <= rows {
            return self.terms.iter().map(|&term| self.row(theme, term, width)).collect();
        }
        let mut order: Vec<Term> = self.terms.to_vec();
        // The chosen one comes first, so that it is always shown.
        order.sort_by(|a, b| {
            let size = |term: &Term| (Some(term.index) == self.chosen, term.product().abs());
            size(b).0.cmp(&size(a).0).then(size(b).1.total_cmp(&size(a).1))
        });
        let shown = rows.saturating_sub(1).max(1).min(order.len());
        let rest: f64 = order[shown..].iter().map(|term| term.product()).sum();
        let mut lines: Vec<Line> = order[..shown].iter().map(|&term| self.row(theme, term, width)).collect();
        let more = format!("  … {} more, which are smaller", grouped((order.len() - shown) as u64));
        lines.push(result(&more, rest, theme, width));
        lines
    }

    fn row(&self, theme: Theme, term: Term, width: usize) -> Line<'static> {
        let is_chosen = self.chosen == Some(term.index);
        let mark = theme.arrow(is_chosen);
        let style = if is_chosen { theme.focus() } else { theme.text() };
        let [weight, factor] = [term.weight, term.factor].map(|number| fitting(number.into()));
        let product = digits(term.product(), FEWER);
        let name = width.saturating_sub(2 * NUMBER + RESULT + 7);
        let name = pad(&(self.name)(term.index), name);
        Line::from(vec![
            Span::styled(format!("{mark} {name}"), style),
            Span::styled(format!("{weight:>NUMBER$} × {factor:>NUMBER$} ="), theme.faint()),
            Span::styled(format!("{product:>RESULT$}"), theme.text()),
        ])
    }
}

/// A number with as many digits as fit.
fn fitting(number: f64) -> String {
    let text = digits(number, FEWER);
    if text.len() > NUMBER { digits(number, FEWER - 2) } else { text }
}

/// A row with a number at its right end.
pub fn result(words: &str, number: f64, theme: Theme, width: usize) -> Line<'static> {
    let end = format!("{:>RESULT$}", digits(number, DIGITS));
    let words = pad(words, width.saturating_sub(text_width(&end)));
    Line::from(vec![Span::styled(words, theme.text()), Span::styled(end, theme.text())])
}

/// A row with the number that all rows above it lead to.
pub fn outcome(words: &str, number: f64, theme: Theme, width: usize) -> Line<'static> {
    let line = result(words, number, theme, width);
    line.spans.into_iter().map(|span| Span::styled(span.content, theme.strong())).collect()
}
