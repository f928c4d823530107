//! The picker: a card with examples for each data set, and the settings of the chosen one.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::text::{Line, Span};

use super::field;
use super::point_symbol::{Split, symbol};
use crate::data::{Dataset, Shape};
use crate::numbers::grouped;
use crate::train::{Preset, Setting};
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap;
use crate::tui::picker::{Card, Focus};
use crate::tui::run::Run;
use crate::tui::widgets::grey_image::GreyImage;
use crate::tui::widgets::text::{line, lines, panel, text_width, truncate, truncate_lines, wrap};
use crate::tui::widgets::window::window;

/// Draws the picker without the footer.
pub fn picker(app: &App, area: Rect, buffer: &mut Buffer) {
    let [title, cards, settings] = parts(app, area);
    let places = card_places(app, cards);
    let first = places.first().map_or(0, |(first, _)| *first);
    draw_title(app, &(first..first + places.len()), title, buffer);
    for (number, place) in places {
        draw_card(app, number, &app.picker.cards[number], place, buffer);
    }
    draw_settings(app, settings, buffer);
}

/// The areas of the title, the cards and the settings.
fn parts(app: &App, area: Rect) -> [Rect; 3] {
    let fields = rows_of_fields(app, area.width).min(usize::from(area.height) / 3) as u16;
    let rows =
        [Constraint::Length(1), Constraint::Fill(1), Constraint::Length(fields + 5), Constraint::Length(1)];
    let [title, cards, settings, _] = Layout::vertical(rows).areas(area);
    [title, cards, settings]
}

/// The cards that are shown, and their places in `area`.
fn card_places(app: &App, area: Rect) -> Vec<(usize, Rect)> {
    let all = app.picker.cards.len();
    let (columns, rows) = grid(area, all as u16);
    let shown = usize::from(columns * rows).min(all);
    let places = Layout::vertical((0..rows).map(|_| Constraint::Fill(1))).split(area);
    let places = places
        .iter()
        .flat_map(|row| Layout::horizontal((0..columns).map(|_| Constraint::Fill(1))).split(*row).to_vec());
    window(app.picker.chosen, shown, all).zip(places).collect()
}

/// The card at a place of the screen, whose size is `area`.
pub fn card_at(app: &App, area: Rect, place: Position) -> Option<usize> {
    let [_, cards, _] = parts(app, area);
    card_places(app, cards).into_iter().find(|(_, card)| card.contains(place)).map(|(number, _)| number)
}

/// Columns and rows of the smallest card.
const CARD: (u16, u16) = (16, 9);

/// The columns and rows of cards that show all of them as large as possible. If they do not fit, one row of those that do.
fn grid(area: Rect, cards: u16) -> (u16, u16) {
    let side = |&(columns, rows): &(u16, u16)| {
        let (width, height) = (area.width / columns, area.height / rows);
        width.saturating_sub(2).min(2 * height.saturating_sub(2))
    };
    let fits = |&(columns, rows): &(u16, u16)| area.width / columns >= CARD.0 && area.height / rows >= CARD.1;
    let grids = (1..=cards).rev().map(|columns| (columns, cards.div_ceil(columns))).filter(fits);
    // Of grids with cards of one size, the one with the fewest rows.
    let best = grids.fold(None, |best, grid| match best {
        Some(best) if side(&grid) <= side(&best) => Some(best),
        _ => Some(grid),
    });
    best.unwrap_or(((area.width / CARD.0).clamp(1, cards), 1))
}

/// Columns of a setting.
const FIELD: u16 = 37;

fn columns_of_fields(width: u16) -> usize {
    usize::from(width / FIELD).max(1)
}

fn rows_of_fields(app: &App, width: u16) -> usize {
    app.picker.fields().len().div_ceil(columns_of_fields(width))
}

/// Draws the name of the program and, as far as there is room, the run to go back to and the cards that are not shown.
fn draw_title(app: &App, shown: &Range<usize>, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let mut words = vec![
        Span::styled(" overfit ", theme.strong()),
        Span::styled(format!("{}   ", env!("CARGO_PKG_VERSION")), theme.faint()),
        Span::styled("Choose what to learn from", theme.text()),
    ];
    let used: usize = words.iter().map(Span::width).sum();
    let room = usize::from(area.width).saturating_sub(used + 1);
    let backs = app.run.as_ref().map_or(vec![String::new()], ways_back);
    let others = other_cards(app, shown);
    let mut pairs = backs.iter().flat_map(|back| others.iter().map(move |others| (back, others)));
    if let Some((back, others)) = pairs.find(|(back, others)| text_width(back) + text_width(others) <= room) {
        words.push(Span::styled(back.clone(), theme.key()));
        words.push(Span::styled(others.clone(), theme.faint()));
    }
    line(&Line::from(words), 0, area, buffer);
}

/// How to go back to the run, from the longest text to the shortest.
fn ways_back(run: &Run) -> Vec<String> {
    let step = run.snapshot.as_ref().map_or(0, |snapshot| snapshot.step);
    let back = format!("   {}: back", keymap::key_of(ProgramAction::BackToRun));
    let to = format!("{back} to {}", run.wanted.data.title());
    vec![format!("{to}, step {}", grouped(step)), to, back]
}

/// The cards that are not shown: by name, or shorter by number and side.
fn other_cards(app: &App, shown: &Range<usize>) -> [String; 2] {
    let cards = app.picker.cards.iter().enumerate().filter(|(number, _)| !shown.contains(number));
    let names = cards.map(|(number, card)| format!("   {} {}", number + 1, card.setup.data.title()));
    let numbers = |cards: Range<usize>| match cards.len() {
        0 => None,
        1 => Some(cards.end.to_string()),
        _ => Some(format!("{}-{}", cards.start + 1, cards.end)),
    };
    let (left, right) = (app.theme.glyph("◂", "<"), app.theme.glyph("▸", ">"));
    let before = numbers(0..shown.start).map(|numbers| format!("   {left} {numbers}"));
    let after = numbers(shown.end..app.picker.cards.len()).map(|numbers| format!("   {numbers} {right}"));
    [names.collect(), [before, after].into_iter().flatten().collect()]
}

fn draw_card(app: &App, number: usize, card: &Card, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let chosen = number == app.picker.chosen;
    let style = match (chosen, app.picker.focus) {
        (true, Focus::Cards) => theme.focus(),
        (true, Focus::Field(_)) => theme.strong(),
        (false, _) => theme.faint(),
    };
    let pointer = if chosen { theme.glyph("▸ ", "> ") } else { "" };
    let room = usize::from(area.width.saturating_sub(2));
    let title = truncate(&format!("{pointer}{} {}", number + 1, card.setup.data.title()), room);
    let title = if text_width(&title) + 2 <= room { format!(" {title} ") } else { title };
    let title = Line::styled(title, style);
    let (train, test) = (card.setup.train_size, card.setup.test_size);
    let foot = [format!(" {train} training, {test} test examples "), format!(" {train} / {test} ")]
        .into_iter()
        .find(|foot| text_width(foot) < room);
    let foot = Line::styled(foot.unwrap_or_default(), theme.faint());
    let inner = panel(theme, title, foot, area, buffer);
    match &card.thumbnail {
        None => line(&Line::styled(" unpacking …", theme.faint()), 0, inner, buffer),
        Some(dataset) => match dataset.shape {
            Shape::Plane => draw_points(app, dataset, inner, buffer),
            Shape::Image { width, height } => draw_images(app, dataset, (width, height), inner, buffer),
            Shape::Numbers { count } => {
                let text = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
                let words = wrap(&format!("{count} numbers a row"), text.width.into(), theme.text());
                lines(&words, text, buffer);
            }
        },
    }
}

/// Draws the training points with the symbols and colours of the run screen.
fn draw_points(app: &App, dataset: &Dataset, area: Rect, buffer: &mut Buffer) {
    let (width, height) = (usize::from(area.width), 2 * usize::from(area.height));
    let window = crate::tui::picture::Viewport::around(dataset, width, height);
    for (n, &label) in dataset.train.labels.iter().enumerate() {
        let (x, y) = dataset.train.inputs.point(n);
        let Some((x, y)) = window.cell(x, y, area) else { continue };
        let symbol = symbol(app, Split::Train, label, dataset.classes(), false);
        if let Some(cell) = buffer.cell_mut((area.x + x, area.y + y)) {
            cell.set_symbol(symbol).set_style(app.theme.point(label, None));
        }
    }
}

/// Draws as many of the first training images as fit, at half size if the area is small.
fn draw_images(
    app: &App,
    dataset: &Dataset,
    (width, height): (usize, usize),
    area: Rect,
    buffer: &mut Buffer,
) {
    let room = (usize::from(area.width), 2 * usize::from(area.height));
    let shrink = if room.1 >= height && room.0 >= 2 * width { 1 } else { 2 };
    let whole = |pixels: usize, room: usize| (pixels / shrink).clamp(1, room.max(1));
    let tile = Rect::new(0, 0, whole(width, room.0) as u16, whole(height, room.1).div_ceil(2) as u16);
    let (columns, rows) = ((area.width + 1) / (tile.width + 1), area.height / tile.height);
    let size = [columns * (tile.width + 1), rows * tile.height].map(Constraint::Length);
    let Rect { x: left, y: top, .. } = area.centered(size[0], size[1]);
    for (place, n) in (0..columns * rows).zip(0..dataset.train.len()) {
        let pixels = dataset.train.inputs.image(n, width, height);
        let (x, y) = (left + place % columns * (tile.width + 1), top + place / columns * tile.height);
        GreyImage { pixels: pixels.view() }.render(
            app.theme,
            Rect { x, y, ..tile }.intersection(area),
            buffer,
        );
    }
}

fn draw_settings(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let data = &app.picker.card().setup.data;
    let title = Line::from(vec![
        Span::styled(format!(" {} ", data.title()), theme.strong()),
        Span::styled(
            format!(" {} settings ", app.picker.preset().map_or("changed", Preset::name)),
            theme.faint(),
        ),
    ]);
    let foot = Line::from(vec![
        Span::styled(other_class(app), theme.key()),
        Span::styled(last_run(app), theme.key()),
        Span::styled(" Your own data: drop a file here, or paste its path ", theme.faint()),
    ]);
    let inner = panel(theme, title, foot, area, buffer);
    let text = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let width = usize::from(text.width);
    let complaint = app.entry.as_ref().and_then(|entry| entry.complaint.as_ref());
    let about = match (complaint, &app.picker.notice) {
        (Some(complaint), _) => wrap(complaint, width, theme.bad()),
        (None, Some(notice)) => wrap(notice, width, theme.focus()),
        (None, None) => wrap(&data.about(), width, theme.text()),
    };
    lines(&truncate_lines(about, 2, width), text, buffer);
    draw_fields(app, inner, buffer);
}

/// The key that takes another column as the class, if there is one.
fn other_class(app: &App) -> String {
    match app.picker.class_columns().len() {
        0 | 1 => String::new(),
        _ => format!(" {} another class column ", keymap::key_of(ProgramAction::NextClass)),
    }
}

/// The keys that open the last run that was kept and list all of them, if there is one.
fn last_run(app: &App) -> String {
    match app.picker.last_run {
        Some(_) => {
            let [last, all] = [ProgramAction::LastRun, ProgramAction::ToggleSavedRuns].map(keymap::key_of);
            format!(" {last} the last run  {all} others ")
        }
        None => String::new(),
    }
}

/// Draws the settings in columns below two rows of text. They scroll to keep the chosen one in view.
fn draw_fields(app: &App, inner: Rect, buffer: &mut Buffer) {
    let fields = app.picker.fields();
    let columns = columns_of_fields(inner.width + 2);
    let rows = fields.len().div_ceil(columns);
    let shown = rows.min(usize::from(inner.height.saturating_sub(3)));
    let (chosen, hint) = match app.picker.focus {
        Focus::Cards => (0, String::new()),
        Focus::Field(i) => (i % rows, fields.get(i).map_or_else(String::new, |setting| hint(app, setting))),
    };
    let in_view = window(chosen, shown, rows);
    let width = inner.width / columns as u16;
    for (i, setting) in fields.iter().enumerate() {
        let (column, row) = (i / rows, i % rows);
        if in_view.contains(&row) {
            let column = Rect { x: inner.x + column as u16 * width, width, ..inner };
            let focused = app.picker.focus == Focus::Field(i);
            line(&named_field(app, setting, focused), (row - in_view.start) as u16 + 2, column, buffer);
        }
    }
    let down = app.theme.glyph("↓", "v");
    // What can be typed needs the whole line.
    let more = if in_view.end < rows && app.entry.is_none() {
        format!("{down} more settings  ")
    } else {
        String::new()
    };
    line(&Line::styled(format!(" {more}{hint}"), app.theme.faint()), shown as u16 + 2, inner, buffer);
}

/// What a setting means, or what can be typed while its field is open.
fn hint(app: &App, setting: &Setting) -> String {
    match app.entry {
        Some(_) => field::allowed(setting, &app.picker.card().setup),
        None => setting.help.to_owned(),
    }
}

fn named_field<'a>(app: &App, setting: &Setting, is_chosen: bool) -> Line<'a> {
    let theme = app.theme;
    let value = (setting.get)(&app.picker.card().setup);
    let mut words = vec![Span::styled(format!(" {:<18}", setting.label), theme.text())];
    words.extend(if is_chosen {
        field::chosen(theme, &value, app.entry.as_ref())
    } else {
        field::plain(theme, &value)
    });
    Line::from(words)
}
