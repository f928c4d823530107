//! The network: a drawing of it if it is small, its layers otherwise.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{network_drawing, network_layers, status};
use crate::numbers::{aligned, grouped};
use crate::tui::action::RunAction;
use crate::tui::app::App;
use crate::tui::inside::NetworkView;
use crate::tui::keymap::key_of;
use crate::tui::run::Run;
use crate::tui::widgets::text::panel;

/// Draws the network as it was asked for, as far as there is room.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let (Some(snapshot), Some(picture)) = (&run.snapshot, &run.picture) else {
        panel(theme, Line::styled(" The network ", theme.strong()), Line::default(), area, buffer);
        return;
    };
    let foot = |text: String| Line::styled(format!(" {text} "), theme.faint());
    let drawing = network_drawing::Drawing::of(run, picture, area).filter(|_| run.draws_network());
    let (what, other) = match (&drawing, run.has_small_network(), run.inside.network) {
        (Some(_), ..) => ("The network: a drawing", Some("shows its layers")),
        (None, true, NetworkView::Layers) => ("The network: its layers", Some("draws it")),
        (None, true, NetworkView::Drawing) => ("The network: its layers (no room here to draw it)", None),
        (None, false, _) => ("The network: its layers", None),
    };
    let mut title = vec![Span::styled(format!(" {what} "), theme.strong())];
    if let Some(other) = other {
        title.push(Span::styled(key_of(RunAction::NextNetworkView), theme.key()));
        title.push(Span::styled(format!(" {other} "), theme.faint()));
    }
    let title = Line::from(title);
    if let Some(drawing) = drawing {
        panel(theme, title, foot(status::step_of(run, picture)), area, buffer);
        drawing.render(app, run, picture, buffer);
    } else {
        let step = aligned(snapshot.layers.step(), run.wanted.steps);
        // Of a run that was opened from a file, the curves begin at its checkpoint.
        let since = snapshot.layers.first_step().filter(|&step| step > 0);
        let since = since.map_or_else(String::new, |step| format!("known since {}, ", grouped(step)));
        let inner = panel(theme, title, foot(format!("{since}step {step}")), area, buffer);
        network_layers::draw(app, run, snapshot, inner, buffer);
    }
}
