//! The test card, which shows what this terminal and its font can display.

use ndarray::Array2;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::theme::{Glyphs, LEVELS, MapPixel, Theme};
use crate::tui::widgets::heat_map::HeatMap;
use crate::tui::widgets::text::{clear, line, panel};

/// Columns and rows of the card, frame included.
const SIZE: (u16, u16) = (66, 17);

/// Draws a sample of each kind of glyphs with a mark at the one in use, the colours of the map, and the text styles.
pub fn card(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let place = area.centered(Constraint::Length(SIZE.0), Constraint::Length(SIZE.1));
    clear(theme, place, buffer);
    let title = Line::styled(" Test card ", theme.strong());
    let [next, background, close] =
        [ProgramAction::TestCard, ProgramAction::ToggleBackground, ProgramAction::Back].map(key_of);
    let foot = format!(" {next}: the next kind of glyphs   {background}: dark or light   {close}: close ");
    let inner = panel(theme, title, Line::styled(foot, theme.faint()), place, buffer);
    let task = format!(" Press {next} until > stands at the first row that looks right.");
    line(&Line::styled(task, theme.text()), 0, inner, buffer);
    for (nth, glyphs) in Glyphs::ALL.into_iter().enumerate() {
        line(&glyph_row(theme, glyphs), 2 + 2 * nth as u16, inner, buffer);
    }
    let words = " From one class over undecided to the other:";
    line(&Line::styled(words, theme.text()), 9, inner, buffer);
    draw_ramp(theme, 10, inner, buffer);
    line(&style_names(theme), 12, inner, buffer);
    let words = format!(" Colours: {}   Background: {}", theme.colors.name(), theme.background.name());
    line(&Line::styled(words, theme.text()), 14, inner, buffer);
}

/// The name of a kind of glyphs and a sample of it, marked if it is in use.
fn glyph_row(theme: Theme, glyphs: Glyphs) -> Line<'static> {
    let in_use = if theme.glyphs == glyphs { ">" } else { " " };
    Line::from(vec![
        Span::styled(format!(" {in_use} {:<8}", glyphs.name()), theme.strong()),
        Span::styled(sample(glyphs), theme.train()),
    ])
}

/// Draws every level of the map into one row, from class 0 to class 1.
fn draw_ramp(theme: Theme, row: u16, inner: Rect, buffer: &mut Buffer) {
    let pixels = Array2::from_shape_fn((2, 2 * LEVELS), |(_, x)| {
        let share = (x as f32 + 0.5) / (2 * LEVELS) as f32;
        MapPixel { class: u8::from(share > 0.5), margin: (2.0 * share - 1.0).abs() }
    });
    let ramp = Rect { x: inner.x + 1, y: inner.y + row, width: inner.width.saturating_sub(1), height: 1 };
    let map = HeatMap { pixels: pixels.view(), classes: 2, hard: false };
    map.render(theme, ramp.intersection(inner), buffer);
}

/// The names of the styles, each in its style.
fn style_names(theme: Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(" train ", theme.train()),
        Span::styled(" test ", theme.test()),
        Span::styled(" validation ", theme.validation()),
        Span::styled(" pinned ", theme.pin(0)),
        Span::styled(" keys ", theme.key()),
        Span::styled(" wrong ", theme.bad()),
    ])
}

/// A sample of a map, a curve, points, a frame and bars in these glyphs.
fn sample(glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Unicode => "▀▄█▀▄█   ⠉⠒⠤⣀⠤⠒⠉⠑⠢⣀   ○ ● □ ■ ✗ ☒   ╭─┬─╮   ▁▂▃▄▅▆▇█",
        Glyphs::Shades => "░▒▓█▓▒   • • · · •    ○ ● □ ■ ✗ ☒   ╭─┬─╮   ▁▂▃▄▅▆▇█",
        Glyphs::Ascii => ".:=#=:   * o . x *    o * n m x X   +---+   ..--==##",
    }
}
