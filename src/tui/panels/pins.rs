//! The list of pinned runs: how each differs from the current run, and its results.

use ratatui::text::{Line, Span};

use super::readout::share_text;
use crate::numbers::short;
use crate::tui::charts::Charts;
use crate::tui::pins::Pin;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::truncate;

/// One row for each pinned run, of at most `width` columns.
pub fn rows(theme: Theme, charts: &Charts, width: usize) -> Vec<Line<'static>> {
    charts.pins.iter().enumerate().map(|(number, pin)| row(theme, charts, (number, pin), width)).collect()
}

fn row(theme: Theme, charts: &Charts, (number, pin): (usize, &Pin), width: usize) -> Line<'static> {
    let differences = pin.about(charts.subject.and_then(|subject| subject.setup));
    let differences = truncate(&differences, width.saturating_sub(2));
    let mut spans = vec![
        Span::styled(pin.letter.clone(), theme.pin(number)),
        Span::styled(format!(" {differences}"), theme.text()),
    ];
    if let (Some(best), Some(latest)) = (pin.history.best(), pin.history.latest()) {
        let best = &best.test;
        let numbers = [
            (best.test.loss.is_finite())
                .then(|| format!("  best {} @ {}", short(best.test.loss), pin.unit().number(best.step))),
            (latest.test.accuracy().is_finite())
                .then(|| format!("  test {}", share_text(latest.test.accuracy(), latest.test.examples))),
        ];
        for text in numbers.into_iter().flatten() {
            let used: usize = spans.iter().map(Span::width).sum();
            if used + text.chars().count() <= width {
                spans.push(Span::styled(text, theme.faint()));
            }
        }
    }
    Line::from(spans)
}
