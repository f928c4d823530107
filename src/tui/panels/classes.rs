//! The accuracy for each class, for data that cannot be drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::row;
use super::status::step_of;
use crate::numbers::{aligned, grouped};
use crate::tui::action::RunAction;
use crate::tui::app::App;
use crate::tui::class_list::{self, ClassList};
use crate::tui::keymap::key_of;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::text::{line, pad, panel, text_width};

/// Draws a bar for each class: the share of its test examples that the network gets right.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let Some(picture) = &run.picture else {
        let title = Line::styled(" Test examples by class ", theme.strong());
        let inner = panel(theme, title, Line::default(), area, buffer);
        line(&Line::styled(" reading the data …", theme.faint()), 0, inner, buffer);
        return;
    };
    if let Some(n) = run.shown_example() {
        return row::draw(app, run, picture, n, area, buffer);
    }
    let inner = Block::bordered().inner(area);
    let list = ClassList::bars(&picture.dataset, inner.width.into(), inner.height.into());
    let [right, all] = [picture.confusion.correct(), picture.confusion.total()].map(|count| count as u64);
    let foot = format!(" {}: {} of {} right ", step_of(run, picture), aligned(right, all), grouped(all));
    panel(theme, title(app, run, &list), Line::styled(foot, theme.test()), area, buffer);
    for place in list.places(run.class_page) {
        let rows = Rect {
            x: inner.x + place.x,
            y: inner.y + place.y,
            width: list.width as u16,
            height: list.rows as u16,
        };
        draw_class(app, picture, place.class, rows.intersection(inner), buffer);
    }
}

/// The title, with the classes that are shown and the keys for the others if there are too many.
fn title<'a>(app: &App, run: &Run, list: &ClassList) -> Line<'a> {
    let theme = app.theme;
    let Some(shown) = list.shown(run.class_page) else {
        return Line::styled(" Test examples by class ", theme.strong());
    };
    let keys = [RunAction::PreviousClasses, RunAction::NextClasses].map(key_of).concat();
    Line::from(vec![
        Span::styled(format!(" Classes {shown} "), theme.strong()),
        Span::styled(format!("{keys} "), theme.key()),
    ])
}

/// Draws the name, the bar and the counts of a class into the rows of `area`.
fn draw_class(app: &App, picture: &Picture, class: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let (dataset, width) = (&picture.dataset, usize::from(area.width));
    let name = &dataset.class_names[class];
    let (right, all) = (picture.confusion.count(class, class), picture.confusion.of_class(class));
    let longest = dataset.class_names.iter().map(|name| text_width(name)).max().unwrap_or(0);
    let digits = (class_list::counts(dataset) - 2) / 2;
    let short = format!(" {right:>digits$}/{all:<digits$} ");
    let long = format!(" {right:>digits$} of {all:>digits$} right ");
    let is_above = class_list::has_name_above(dataset, width);
    let name_columns = if is_above { 0 } else { longest + 1 };
    let room = |counts: &str| width.saturating_sub(1 + name_columns + counts.len());
    let counts = if room(&long) >= 2 * class_list::BAR { long } else { short };
    let bar = if all == 0 {
        // An empty bar would look like a class of which nothing is right.
        let words = ["none in the test set", "none"].into_iter().find(|words| words.len() <= room(&counts));
        [Span::styled(pad(words.unwrap_or_default(), room(&counts)), theme.faint()), Span::raw("")]
    } else {
        let share = right as f64 / all as f64;
        Bar { share, stroke: Stroke::Cells, style: theme.test() }.spans(theme, room(&counts))
    };
    let name_span =
        Span::styled(format!(" {}", pad(name, if is_above { longest } else { name_columns })), theme.text());
    let rest = bar.into_iter().chain([Span::styled(counts, theme.text())]);
    if is_above {
        line(&Line::from(name_span), 0, area, buffer);
        line(&[Span::raw(" ")].into_iter().chain(rest).collect::<Line>(), 1, area, buffer);
    } else {
        line(&[name_span].into_iter().chain(rest).collect::<Line>(), 0, area, buffer);
    }
}
