//! The list of pinned runs: how each differs from the current run, and its results.

use ratatui::text::{Line, Span};

use crate::numbers::{grouped, percent_of, short};
use crate::tui::app::App;
use crate::tui::pins::Pin;
use crate::tui::run::Run;
use crate::tui::widgets::text::truncate;

/// One row for each pinned run, of at most `width` columns.
pub fn rows(app: &App, run: &Run, width: usize) -> Vec<Line<'static>> {
    run.pins.all().iter().enumerate().map(|(number, pin)| row(app, run, (number, pin), width)).collect()
}

fn row(app: &App, run: &Run, (number, pin): (usize, &Pin), width: usize) -> Line<'static> {
    let theme = app.theme;
    let in_force = run.snapshot.as_ref().map_or(&run.wanted, |snapshot| &snapshot.setup);
    let differences = match pin.differences(in_force) {
        words if words.is_empty() => "same settings".to_owned(),
        words => words.join(", "),
    };
    let differences = truncate(&differences, width.saturating_sub(2));
    let mut spans = vec![
        Span::styled(pin.letter, theme.pin(number)),
        Span::styled(format!(" {differences}"), theme.text()),
    ];
    if let (Some(best), Some(latest)) = (pin.history.best(), pin.history.latest()) {
        let best = &best.test;
        let numbers = [
            format!("  best {} @ {}", short(best.test.loss), grouped(best.step)),
            format!("  test {}", percent_of(latest.test.accuracy(), latest.test.examples)),
        ];
        for text in numbers {
            let used: usize = spans.iter().map(Span::width).sum();
            if used + text.chars().count() <= width {
                spans.push(Span::styled(text, theme.faint()));
            }
        }
    }
    Line::from(spans)
}
