//! The test card: what this terminal and its font can show.

use ndarray::Array2;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::theme::{Glyphs, LEVELS, MapPixel};
use crate::tui::widgets::heat_map::HeatMap;
use crate::tui::widgets::text::{clear, line, panel};

const SIZE: (u16, u16) = (66, 17);

/// Draws samples of all kinds of glyphs, with a mark at the one in use.
pub fn card(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let place = area.centered(Constraint::Length(SIZE.0), Constraint::Length(SIZE.1));
    clear(app.theme, place, buffer);
    let title = Line::styled(" Test card ", theme.strong());
    let [next, background, close] =
        [ProgramAction::TestCard, ProgramAction::ToggleBackground, ProgramAction::Back].map(key_of);
    let foot = format!(" {next}: the next kind of glyphs   {background}: dark or light   {close}: close ");
    let foot = Line::styled(foot, theme.faint());
    let inner = panel(theme, title, foot, place, buffer);
    let row = |row: u16, words: Line<'static>, buffer: &mut Buffer| line(&words, row, inner, buffer);
    let task = format!(" Press {next} until > stands at the first row that looks right.");
    row(0, Line::styled(task, theme.text()), buffer);
    for (nth, glyphs) in Glyphs::ALL.into_iter().enumerate() {
        let in_use = if theme.glyphs == glyphs { ">" } else { " " };
        let words = vec![
            Span::styled(format!(" {in_use} {:<8}", glyphs.name()), theme.strong()),
            Span::styled(sample(glyphs), theme.train()),
        ];
        row(2 + 2 * nth as u16, Line::from(words), buffer);
    }
    row(9, Line::styled(" From one class over undecided to the other:", theme.text()), buffer);
    let pixels = Array2::from_shape_fn((2, 2 * LEVELS), |(_, x)| {
        let share = (x as f32 + 0.5) / (2 * LEVELS) as f32;
        MapPixel { class: u8::from(share > 0.5), margin: (2.0 * share - 1.0).abs() }
    });
    let ramp = Rect { x: inner.x + 1, y: inner.y + 10, width: inner.width.saturating_sub(1), height: 1 };
    let map = HeatMap { pixels: pixels.view(), classes: 2, hard: false };
    map.render(theme, ramp.intersection(inner), buffer);
    let lines = vec![
        Span::styled(" train ", theme.train()),
        Span::styled(" test ", theme.test()),
        Span::styled(" validation ", theme.validation()),
        Span::styled(" pinned ", theme.pin()),
        Span::styled(" keys ", theme.key()),
        Span::styled(" wrong ", theme.bad()),
    ];
    row(12, Line::from(lines), buffer);
    let words = format!(" Colours: {}   Background: {}", theme.colors.name(), theme.background.name());
    row(14, Line::styled(words, theme.text()), buffer);
}

/// What the screen is made of with these glyphs: an area, a line, points.
fn sample(glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Unicode => "▀▄█▀▄█   ⠉⠒⠤⣀⠤⠒⠉⠑⠢⣀   ○ ● □ ■ ✗ ☒   ╭─┬─╮   ▁▂▃▄▅▆▇█",
        Glyphs::Shades => "░▒▓█▓▒   • • · · •    ○ ● □ ■ ✗ ☒   ╭─┬─╮   ▁▂▃▄▅▆▇█",
        Glyphs::Ascii => ".:=#=:   * o . x *    o * n m x X   +---+   ..--==##",
    }
}
