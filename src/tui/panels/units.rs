//! A strip with the mean activation of each hidden unit, and the units that dropout leaves out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{one_unit, unit_tiles};
use crate::nn::UnitActivity;
use crate::numbers::grouped;
use crate::tui::app::App;
use crate::tui::layout::UNIT_TILES;
use crate::tui::run::Run;
use crate::tui::widgets::bar::{HIGHEST, upright};
use crate::tui::widgets::text::{line, panel};

/// Draws a bar or, if there is room, a tile for each unit, layer by layer.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let theme = app.theme;
    let Some(picture) = run.picture.as_ref().filter(|picture| !picture.units.is_empty()) else {
        if area.height < 3 {
            return;
        }
        panel(theme, Line::styled(" No hidden units ", theme.strong()), Line::default(), area, buffer);
        return;
    };
    if let Some(id) = run.chosen_unit().filter(|_| run.inside.is_alone) {
        return one_unit::draw(app, run, picture, id, area, buffer);
    }
    if area.height >= UNIT_TILES {
        return unit_tiles::draw(app, run, picture, area, buffer);
    }
    let left_out = theme.glyph(LEFT_OUT.0, LEFT_OUT.1);
    let foot = match run.dropout {
        dropout if dropout.is_none() => Line::default(),
        dropout => Line::styled(
            format!(" {left_out} left out of this step (dropout {:.0} %) ", 100.0 * dropout.rate),
            theme.bad(),
        ),
    };
    let title = Line::styled(" Hidden units: how active on average ", theme.strong());
    // Without room for a frame, the strip is a single row.
    let (inner, first) = if area.height < 3 {
        (area, Span::styled(format!(" units, {left_out} left out "), theme.faint()))
    } else {
        (panel(theme, title, foot, area, buffer), Span::raw(" "))
    };
    let room = usize::from(inner.width).saturating_sub(first.width());
    let mut spans = cells(app, run, &picture.units, room);
    let used: usize = spans.iter().map(Span::width).sum();
    if used > room {
        let all: usize = picture.units.iter().map(Vec::len).sum();
        let more = format!(" the first of {}", grouped(all as u64));
        spans.truncate(room.saturating_sub(more.len()));
        spans.push(Span::styled(more, theme.faint()));
    }
    spans.insert(0, first);
    line(&Line::from(spans), 0, inner, buffer);
}

/// The units layer by layer, each as wide as `room` columns allow.
fn cells(app: &App, run: &Run, layers: &[Vec<UnitActivity>], room: usize) -> Vec<Span<'static>> {
    let theme = app.theme;
    let all: usize = layers.iter().map(|layer| layer.len() + 3).sum();
    let wide = (room / all.max(1)).clamp(1, WIDEST);
    let left_out = theme.glyph(LEFT_OUT.0, LEFT_OUT.1);
    let mut spans = Vec::new();
    for (l, layer) in layers.iter().enumerate() {
        if l > 0 {
            spans.push(Span::styled(theme.glyph(" │ ", " | "), theme.frame()));
        }
        let largest = layer.iter().fold(f32::MIN_POSITIVE, |largest, unit| largest.max(unit.mean.abs()));
        for (unit, activity) in layer.iter().enumerate() {
            spans.push(if run.dropout.is_none() || run.dropout.keeps(l, unit, 0) {
                Span::styled(bar(app, activity.mean.abs() / largest, wide), theme.train())
            } else {
                Span::styled(format!("{left_out:<wide$}"), theme.bad())
            });
        }
    }
    spans
}

/// The glyph of a unit that dropout leaves out, in Unicode and in ASCII.
const LEFT_OUT: (&str, &str) = ("╳", "x");
/// The most columns of a unit, including the gap behind it.
const WIDEST: usize = 4;

/// A vertical bar for a share of one. Bars wider than a column end with a gap.
fn bar(app: &App, share: f32, wide: usize) -> String {
    let bar = upright(app.theme, (share * HIGHEST as f32).round() as usize);
    let gap = usize::from(wide > 1);
    bar.repeat(wide - gap) + &" ".repeat(gap)
}
