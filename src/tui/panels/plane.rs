//! The output of the network over the plane, its decision boundary, and the examples as points.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::crosshair;
use super::names::{knocked_out, unit_name};
use super::opened_point;
use super::plane_legend::{class_entry, columns, symbols, symbols_fit_title, title_entries};
use super::point_symbol::{Split, symbol};
use super::status::step_of;
use crate::data::Examples;
use crate::nn::{Prediction, UnitId};
use crate::numbers::{aligned, grouped};
use crate::train::Direction;
use crate::tui::action::{PointAction, RunAction};
use crate::tui::app::App;
use crate::tui::class_list;
use crate::tui::keymap::key_of;
use crate::tui::layout;
use crate::tui::panel_id::PanelId;
use crate::tui::picture::Picture;
use crate::tui::run::{Edge, Points, Run};
use crate::tui::unit_maps::UnitView;
use crate::tui::widgets::heat_map::HeatMap;
use crate::tui::widgets::text::{line, panel, text_width};

/// Draws the map, the points, and the legend.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let inner = panel(app.theme, title(app, run, area.width), foot(app, run, area), area, buffer);
    let Some(picture) = run.picture.as_ref().filter(|picture| !picture.map.is_empty()) else {
        line(&Line::styled(" making the data …", app.theme.faint()), 0, inner, buffer);
        return;
    };
    let names = &picture.dataset.class_names;
    let [inner, below] = layout::plane_areas(area, names);
    let map = match chosen_unit(run, picture) {
        Some(view) => HeatMap { pixels: view.map.view(), classes: 2, hard: false },
        None => HeatMap {
            pixels: picture.map.view(),
            classes: picture.dataset.classes(),
            hard: run.edge == Edge::Hard,
        },
    };
    map.render(app.theme, inner, buffer);
    // A unit does not say what an example is, so nothing is wrong there.
    let crosses = if chosen_unit(run, picture).is_some() { Crosses::Off } else { Crosses::On };
    let shown = run.shown_points();
    if shown != Points::Test {
        points(app, &map, picture, Split::Train, crosses, inner, buffer);
        flipped_points(app, &map, picture, inner, buffer);
    }
    if shown != Points::Train {
        points(app, &map, picture, Split::Test, crosses, inner, buffer);
    }
    if let Some(n) = run.shown_example() {
        opened_point::draw(app, run, picture, n, inner, buffer);
    }
    crosshair::draw(app, run, picture, inner, buffer);
    if let Some(legend) = layout::legend(area, names) {
        for place in legend.places(run.class_page) {
            let words = class_entry(app, place.class as u8, names.len(), &names[place.class]);
            let entry =
                Rect { x: below.x + place.x, y: below.y + place.y, width: legend.width as u16, height: 1 };
            line(&Line::from(words), 0, entry.intersection(below), buffer);
        }
    }
}

/// The hidden unit whose activation is shown in place of the output: the chosen one, while the units have the focus.
fn chosen_unit<'a>(run: &Run, picture: &'a Picture) -> Option<&'a UnitView> {
    let chosen = run.chosen_unit().filter(|_| run.panels.focused() == Some(PanelId::Units))?;
    picture.unit.as_ref().filter(|view| view.id == chosen && view.map.dim() == picture.map.dim())
}

/// The title with the names of two classes, and the symbols of training, test, flipped and wrong points, as far as there is
/// room.
fn title<'a>(app: &App, run: &Run, width: u16) -> Line<'a> {
    let Some(picture) = &run.picture else { return Line::styled(" Output ", app.theme.strong()) };
    let names = &picture.dataset.class_names;
    if let Some(view) = chosen_unit(run, picture) {
        return unit_title(app, picture, view.id, width);
    }
    let entries = title_entries(app, names, width);
    let what = match knocked_out(&picture.knocked_out) {
        None => " Output ".to_owned(),
        Some(units) => {
            let long = format!(" Output without {units} ");
            let fits = text_width(&long) + columns(&entries) + 2 <= usize::from(width);
            if fits { long } else { format!(" Without {units} ") }
        }
    };
    let mut parts = vec![vec![Span::styled(what, app.theme.strong())]];
    parts.extend(entries);
    if symbols_fit_title(app, run, names, width) {
        parts.extend(symbols(app, run, names.len()));
    }
    join_fitting(parts, width)
}

/// The title over the activation of a hidden unit.
fn unit_title<'a>(app: &App, picture: &Picture, id: UnitId, width: u16) -> Line<'a> {
    let name = unit_name(id.unit);
    let layer = if picture.units.len() > 1 { format!(" in layer {}", id.layer + 1) } else { String::new() };
    let out = if picture.knocked_out.contains(&id) { ", knocked out" } else { "" };
    let words = [
        format!(" Activation of {name}{layer}{out} "),
        format!(" Activation of {name}{out} "),
        format!(" {name}{out} "),
    ];
    let fitting = words.into_iter().find(|words| text_width(words) + 2 <= usize::from(width));
    Line::styled(fitting.unwrap_or_default(), app.theme.strong())
}

/// The flipped labels that are learned and at which step, the display options that differ from the default, and the classes
/// that the legend shows.
fn foot<'a>(app: &App, run: &Run, area: Rect) -> Line<'a> {
    let theme = app.theme;
    let mut parts = Vec::new();
    let names = run.picture.as_ref().map_or(&[][..], |picture| &picture.dataset.class_names);
    if let Some(shown) = layout::legend(area, names).and_then(|legend| legend.shown(run.class_page)) {
        // The crosshair needs the arrows.
        let keys = if run.is_probing {
            format!("{} ", key_of(PointAction::NextClass(Direction::Up)))
        } else {
            [RunAction::PreviousClasses, RunAction::NextClasses].map(key_of).concat()
        };
        parts.push(vec![
            Span::styled(format!(" {keys}"), theme.key()),
            Span::styled(format!(" classes {shown} "), theme.faint()),
        ]);
    }
    let is_output = run.picture.as_ref().is_some_and(|picture| chosen_unit(run, picture).is_none());
    // Of the output, the title says what is left out.
    if let Some(picture) =
        run.picture.as_ref().filter(|picture| !is_output && !picture.knocked_out.is_empty())
    {
        parts.push(vec![Span::styled(format!(" {} ", step_of(run, picture)), theme.bad())]);
    }
    if let Some(picture) = run.picture.as_ref().filter(|picture| picture.label_noise.1 > 0) {
        parts.push(flips(app, run, picture, area.width));
    }
    let points = match run.shown_points() {
        Points::All => None,
        Points::Train => Some("training points only"),
        Points::Test => Some("test points only"),
    };
    let edge = (run.edge == Edge::Hard).then_some("which class wins");
    let unusual = points.into_iter().chain(edge).collect::<Vec<_>>().join(", ");
    let unusual = if unusual.is_empty() { unusual } else { format!(" {unusual} ") };
    parts.push(vec![Span::styled(unusual, theme.faint())]);
    // The title has the symbols if there is room for all of them.
    if is_output && !symbols_fit_title(app, run, names, area.width) {
        parts.extend(symbols(app, run, names.len()));
    }
    join_fitting(parts, area.width)
}

/// How many flipped labels are learned at the step of the picture, behind the symbols of their points.
fn flips<'a>(app: &App, run: &Run, picture: &Picture, width: u16) -> Vec<Span<'a>> {
    let theme = app.theme;
    let (learned, flipped) = (picture.label_noise.0 as u64, picture.label_noise.1 as u64);
    let (learned, flipped) = (aligned(learned, flipped), grouped(flipped));
    let mut spans = vec![Span::raw(" ")];
    if picture.dataset.classes() > 2 {
        spans.push(Span::styled("1", theme.text().add_modifier(theme.flipped())));
    } else {
        spans.push(Span::styled([0, 1].map(|class| flipped_symbol(app, class)).join(" "), theme.text()));
    }
    let step = step_of(run, picture);
    let long = format!(" {learned} of {flipped} flipped labels learned at {step} ");
    let is_short = text_width(&long) + 6 > usize::from(width);
    let words = if is_short { format!(" {learned}/{flipped} flips learned, {step} ") } else { long };
    spans.push(Span::styled(words, theme.train()));
    spans
}

/// Whether the points that are predicted wrong are crossed.
#[derive(Clone, Copy, PartialEq)]
enum Crosses {
    On,
    Off,
}

/// Joins the first parts of a title or foot, as many as fit into the edge of a panel of `width` columns.
fn join_fitting(parts: Vec<Vec<Span>>, width: u16) -> Line {
    let mut room = usize::from(width).saturating_sub(2);
    let fits = |part: &Vec<Span>| {
        let left = room.checked_sub(part.iter().map(Span::width).sum());
        room = left.unwrap_or(0);
        left.is_some()
    };
    Line::from(parts.into_iter().take_while(fits).collect::<Vec<_>>().concat())
}

/// The symbol of a point whose label is flipped, one of two classes: a diamond, hollow or filled as its true class is.
fn flipped_symbol(app: &App, true_label: u8) -> &'static str {
    if true_label == 0 { app.theme.glyph("◇", "c") } else { app.theme.glyph("◆", "@") }
}

/// Draws the points with flipped labels as their true class, whatever the network says of them. Where the map around such a
/// point is of another class, the network has learned the flipped label.
fn flipped_points(app: &App, map: &HeatMap, picture: &Picture, area: Rect, buffer: &mut Buffer) {
    let classes = picture.dataset.classes();
    for (&n, &label) in picture.dataset.flipped.iter().zip(&picture.dataset.true_labels) {
        let (x, y) = picture.dataset.train.inputs.point(n);
        let Some((x, y)) = picture.window.cell(x, y, area) else { continue };
        let Some(cell) = buffer.cell_mut((area.x + x, area.y + y)) else { continue };
        let map_pixel = map.map_pixel(x, y);
        let style = app.theme.mistake(map_pixel);
        let style = map_pixel.map_or(style, |map_pixel| style.bg(app.theme.map(map_pixel)));
        if classes > 2 {
            cell.set_symbol(class_list::symbol(label)).set_style(style.add_modifier(app.theme.flipped()));
        } else {
            cell.set_symbol(flipped_symbol(app, label)).set_style(style);
        }
    }
}

fn points(
    app: &App,
    map: &HeatMap,
    picture: &Picture,
    part: Split,
    crosses: Crosses,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (examples, said): (&Examples, &[Prediction]) = match part {
        Split::Train => (&picture.dataset.train, &picture.train),
        Split::Test => (&picture.dataset.test, &picture.test),
    };
    let classes = picture.dataset.classes();
    for (n, (&label, said)) in examples.labels.iter().zip(said).enumerate() {
        let (x, y) = examples.inputs.point(n);
        let Some((x, y)) = picture.window.cell(x, y, area) else { continue };
        let Some(cell) = buffer.cell_mut((area.x + x, area.y + y)) else { continue };
        let wrong = crosses == Crosses::On && said.class != label;
        let map_pixel = map.map_pixel(x, y);
        let style = if wrong { app.theme.mistake(map_pixel) } else { app.theme.point(label, map_pixel) };
        let style =
            if classes > 2 && part == Split::Test { style.add_modifier(app.theme.tested()) } else { style };
        cell.set_symbol(symbol(app, part, label, classes, wrong));
        cell.set_style(map_pixel.map_or(style, |map_pixel| style.bg(app.theme.map(map_pixel))));
    }
}
