//! Choosing a data set: a card for each with its examples, and the settings of the chosen one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::data::{Dataset, Shape};
use crate::train::Setting;
use crate::tui::app::App;
use crate::tui::picker::{Card, Focus};
use crate::tui::widgets::digit::Digit;
use crate::tui::widgets::text::{line, panel, wrapped};

/// Draws the whole picker, without the footer.
pub fn picker(app: &App, area: Rect, buffer: &mut Buffer) {
    let fields = rows_of_fields(app, area.width).min(usize::from(area.height) / 3) as u16;
    let rows =
        [Constraint::Length(1), Constraint::Fill(1), Constraint::Length(fields + 5), Constraint::Length(1)];
    let [title, cards, settings, _] = Layout::vertical(rows).areas(area);
    draw_title(app, title, buffer);
    // As many as have room; the others come when they are chosen.
    let all = app.picker.cards.len();
    let shown = usize::from(area.width / CARD).clamp(1, all);
    let first = (app.picker.chosen + 1).saturating_sub(shown);
    let columns = Layout::horizontal((0..shown).map(|_| Constraint::Fill(1))).split(cards);
    for ((number, card), area) in app.picker.cards.iter().enumerate().skip(first).zip(columns.iter()) {
        draw_card(app, number, card, *area, buffer);
    }
    draw_settings(app, settings, buffer);
}

/// Columns that a card needs.
const CARD: u16 = 19;
/// Columns that a setting needs.
const FIELD: u16 = 37;

fn columns_of_fields(width: u16) -> usize {
    usize::from(width / FIELD).max(1)
}

fn rows_of_fields(app: &App, width: u16) -> usize {
    app.picker.fields().len().div_ceil(columns_of_fields(width))
}

fn draw_title(app: &App, area: Rect, buffer: &mut Buffer) {
    let words = Line::from(vec![
        Span::styled(" overfit ", app.theme.strong()),
        Span::styled(format!("{}   ", env!("CARGO_PKG_VERSION")), app.theme.faint()),
        Span::styled("Choose what to learn from", app.theme.text()),
        Span::styled(
            format!("   {} of {}", app.picker.chosen + 1, app.picker.cards.len()),
            app.theme.faint(),
        ),
    ]);
    line(&words, 0, area, buffer);
}

fn draw_card(app: &App, number: usize, card: &Card, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let chosen = number == app.picker.chosen;
    let style = match (chosen, app.picker.focus) {
        (true, Focus::Cards) => theme.focus(),
        (true, Focus::Field(_)) => theme.strong(),
        (false, _) => theme.faint(),
    };
    let pointer = if chosen { theme.either("▸ ", "> ") } else { "" };
    let title = Line::styled(format!(" {pointer}{} {} ", number + 1, card.setup.data.title()), style);
    let setup = &card.setup;
    let foot = Line::styled(format!(" {} / {} ", setup.train_size, setup.test_size), theme.faint());
    let inner = panel(theme, title, foot, area, buffer);
    match &card.thumbnail {
        None => line(&Line::styled(" unpacking …", theme.faint()), 0, inner, buffer),
        Some(dataset) => match dataset.shape {
            Shape::Plane => draw_points(app, dataset, inner, buffer),
            Shape::Image { width, height } => draw_images(app, dataset, (width, height), inner, buffer),
            Shape::Numbers { count } => {
                let words = format!(" {count} numbers a row");
                line(&Line::styled(words, theme.text()), 0, inner, buffer);
            }
        },
    }
}

/// The training points, hollow and filled.
fn draw_points(app: &App, dataset: &Dataset, area: Rect, buffer: &mut Buffer) {
    let (width, height) = (usize::from(area.width), 2 * usize::from(area.height));
    let window = crate::tui::picture::Window::around(dataset, width, height);
    for (n, &label) in dataset.train.labels.iter().enumerate() {
        let (x, y) = dataset.train.inputs.point(n);
        let Some((x, y)) = window.cell(x, y, area) else { continue };
        let symbol = match label {
            0 => app.theme.either("○", "o"),
            1 => app.theme.either("●", "*"),
            _ => app.theme.either("◇", "+"),
        };
        if let Some(cell) = buffer.cell_mut((area.x + x, area.y + y)) {
            cell.set_symbol(symbol).set_style(app.theme.point(label));
        }
    }
}

/// As many of the first training images as fit, in whole pixels if there is room.
fn draw_images(
    app: &App,
    dataset: &Dataset,
    (width, height): (usize, usize),
    area: Rect,
    buffer: &mut Buffer,
) {
    let shrink =
        if usize::from(area.height) * 2 >= height && usize::from(area.width) >= 2 * width { 1 } else { 2 };
    let (across, down) = ((width / shrink) as u16 + 1, (height / shrink).div_ceil(2) as u16);
    let (columns, rows) = (area.width / across, (area.height / down.max(1)).max(1));
    let left = area.x + (area.width - columns * across) / 2;
    let top = area.y + area.height.saturating_sub(rows * down) / 2;
    for (place, n) in (0..columns * rows).zip(0..dataset.train.len()) {
        let pixels = dataset.train.inputs.image(n, width, height);
        let tile = Rect {
            x: left + place % columns * across,
            y: top + place / columns * down,
            width: across - 1,
            height: down.min(area.height),
        };
        Digit { pixels: pixels.view() }.render(app.theme, tile.intersection(area), buffer);
    }
}

fn draw_settings(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let data = &app.picker.card().setup.data;
    let title = Line::styled(format!(" {} ", data.title()), theme.strong());
    let inner = panel(theme, title, Line::default(), area, buffer);
    let about = wrapped(&data.about(), usize::from(inner.width).saturating_sub(2), theme.text());
    let text = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    for (row, words) in about.iter().take(2).enumerate() {
        line(words, row as u16, text, buffer);
    }
    let fields = app.picker.fields();
    let columns = columns_of_fields(area.width);
    let rows = fields.len().div_ceil(columns);
    let shown = rows.min(usize::from(inner.height.saturating_sub(3)));
    let (chosen, hint) = match app.picker.focus {
        Focus::Cards => (0, ""),
        Focus::Field(i) => (i % rows, fields.get(i).map_or("", |setting| setting.help)),
    };
    // The rows scroll as soon as the chosen one would leave the panel.
    let first = (chosen + 1).saturating_sub(shown);
    let width = inner.width / columns as u16;
    for (i, setting) in fields.iter().enumerate() {
        let (column, row) = (i / rows, i % rows);
        if (first..first + shown).contains(&row) {
            let column = Rect { x: inner.x + column as u16 * width, width, ..inner };
            let focused = app.picker.focus == Focus::Field(i);
            line(&field(app, setting, focused), (row - first) as u16 + 2, column, buffer);
        }
    }
    let more = if shown < rows {
        format!("{} of {} settings are shown. ", shown * columns, fields.len())
    } else {
        String::new()
    };
    line(&Line::styled(format!(" {more}{hint}"), theme.faint()), shown as u16 + 2, inner, buffer);
}

fn field<'a>(app: &App, setting: &Setting, focused: bool) -> Line<'a> {
    let theme = app.theme;
    let (left, right) = (theme.either("◂", "<"), theme.either("▸", ">"));
    let value = (setting.get)(&app.picker.card().setup);
    let style = if focused { theme.focus() } else { theme.strong() };
    let value = if focused { format!("{left} {value} {right}") } else { format!("  {value}") };
    Line::from(vec![
        Span::styled(format!(" {:<18}", setting.label), theme.text()),
        Span::styled(value, style),
    ])
}
