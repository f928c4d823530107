//! A screen as an SVG image that stands alone. Text is text, which can be selected; everything else is drawn as shapes.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use ratatui::text::Span;

use super::escape::escaped;
use super::screen_text::visible;
use super::shapes::{HEIGHT, Place, Shape, WIDTH, shapes};
use super::terminal_colors::{CellColors, Rgb, default_colors};
use crate::display::Background;

/// The room around the cells.
const MARGIN: f32 = 10.0;
/// The base line of text within a cell.
const BASE_LINE: f32 = 15.0;
/// Modifiers that a blank shows, too.
const LINES: Modifier = Modifier::UNDERLINED.union(Modifier::CROSSED_OUT);
/// Modifiers that a letter shows, and not its cell.
const LETTER: Modifier = Modifier::BOLD.union(Modifier::ITALIC).union(LINES);

/// A picture of a screen. `background` is that of the terminal for cells that have no colours of their own.
pub fn screen_svg(buffer: &Buffer, title: &str, background: Background) -> String {
    let default = default_colors(background);
    let mut layers = Layers::default();
    let width = usize::from(buffer.area.width).max(1);
    for (y, row) in buffer.content.chunks(width).enumerate() {
        let mut run: Option<Run> = None;
        for (x, cell) in visible(row) {
            let corner = Place::new(MARGIN + WIDTH * x as f32, MARGIN + HEIGHT * y as f32);
            let colors = CellColors::of(cell, default);
            let columns = Span::raw(cell.symbol()).width().max(1);
            if colors.background != default.background {
                layers.grounds.add(colors.background, corner, WIDTH * columns as f32, HEIGHT);
            }
            let drawn = cell.symbol().chars().next().filter(|_| columns == 1).and_then(shapes);
            if let Some(shapes) = &drawn {
                for shape in shapes {
                    layers.draw(shape, corner, colors);
                }
            }
            let letter = Letter { text: cell.symbol(), columns, style: Style::of(cell, colors) };
            if drawn.is_some() || !run.as_mut().is_some_and(|run| run.takes(&letter)) {
                layers.text.extend(run.take().map(|run| run.element()));
                run = (drawn.is_none() && !letter.is_blank()).then(|| Run::new(&letter, corner));
            }
        }
        layers.text.extend(run.map(|run| run.element()));
    }
    layers.image(buffer, title, default)
}

/// How a letter looks.
#[derive(Clone, Copy, PartialEq)]
struct Style {
    color: Rgb,
    modifier: Modifier,
}

impl Style {
    fn of(cell: &Cell, colors: CellColors) -> Style {
        Style { color: colors.foreground, modifier: cell.modifier & LETTER }
    }

    fn attributes(self) -> String {
        let is = |modifier: Modifier| self.modifier.contains(modifier);
        let lines = [(Modifier::UNDERLINED, "underline"), (Modifier::CROSSED_OUT, "line-through")];
        let lines: Vec<&str> =
            lines.into_iter().filter(|(line, _)| is(*line)).map(|(_, name)| name).collect();
        let mut attributes = format!("fill=\"{}\"", self.color.hex());
        if is(Modifier::BOLD) {
            attributes += " font-weight=\"bold\"";
        }
        if is(Modifier::ITALIC) {
            attributes += " font-style=\"italic\"";
        }
        if !lines.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(attributes, " text-decoration=\"{}\"", lines.join(" "));
        }
        attributes
    }
}

/// The text of a cell.
struct Letter<'a> {
    text: &'a str,
    columns: usize,
    style: Style,
}

impl Letter<'_> {
    /// Whether nothing is to be seen of it.
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && !self.style.modifier.intersects(LINES)
    }
}

/// Letters of one look in one row.
struct Run {
    corner: Place,
    style: Style,
    text: String,
    columns: usize,
}

impl Run {
    fn new(letter: &Letter, corner: Place) -> Run {
        Run { corner, style: letter.style, text: letter.text.to_owned(), columns: letter.columns }
    }

    /// Takes a letter if it belongs to the run. Two blanks end a run, so that letters stay in their columns even where a
    /// viewer ignores `textLength`.
    fn takes(&mut self, letter: &Letter) -> bool {
        let is_gap = letter.is_blank() && !self.is_lined();
        let belongs = is_gap || letter.style == self.style;
        let ends = letter.is_blank() && self.text.ends_with(' ') || letter.columns > 1 || self.is_wide();
        if belongs && !ends {
            self.text += letter.text;
            self.columns += letter.columns;
        }
        belongs && !ends
    }

    fn is_lined(&self) -> bool {
        self.style.modifier.intersects(LINES)
    }

    fn is_wide(&self) -> bool {
        self.columns != self.text.chars().count()
    }

    fn element(&self) -> String {
        let text = if self.is_lined() { &self.text } else { self.text.trim_end_matches(' ') };
        let columns = self.columns - (self.text.len() - text.len());
        format!(
            "<text x=\"{}\" y=\"{}\" textLength=\"{}\" {}>{}</text>\n",
            self.corner.x,
            self.corner.y + BASE_LINE,
            WIDTH * columns as f32,
            self.style.attributes(),
            escaped(text)
        )
    }
}

/// Rectangles by colour. One that continues the last one of its colour is joined to it.
#[derive(Default)]
struct Rectangles(BTreeMap<Rgb, Vec<(Place, f32, f32)>>);

impl Rectangles {
    fn add(&mut self, color: Rgb, corner: Place, width: f32, height: f32) {
        let of_color = self.0.entry(color).or_default();
        match of_color.last_mut() {
            Some((last, last_width, last_height))
                if (last.x + *last_width, last.y, *last_height) == (corner.x, corner.y, height) =>
            {
                *last_width += width;
            }
            _ => of_color.push((corner, width, height)),
        }
    }

    fn paths(&self) -> String {
        let path = |(corner, width, height): &(Place, f32, f32)| {
            let [x, y, width, height] = [corner.x, corner.y, *width, *height].map(short);
            format!("M{x} {y}h{width}v{height}h-{width}z")
        };
        let of_color = |(color, rectangles): (&Rgb, &Vec<_>)| {
            let paths: Vec<String> = rectangles.iter().map(path).collect();
            format!("<path fill=\"{}\" d=\"{}\"/>\n", color.hex(), paths.concat())
        };
        self.0.iter().map(of_color).collect()
    }
}

/// What is drawn, from the bottom to the top.
#[derive(Default)]
struct Layers {
    grounds: Rectangles,
    blocks: Rectangles,
    fills: BTreeMap<Rgb, String>,
    /// By colour, and by width as it is written.
    strokes: BTreeMap<(Rgb, String), String>,
    text: String,
}

impl Layers {
    fn draw(&mut self, shape: &Shape, cell: Place, colors: CellColors) {
        let color = colors.foreground;
        let at = |place: Place| Place::new(cell.x + place.x, cell.y + place.y);
        match shape {
            Shape::Rectangle { corner, width, height } => {
                self.blocks.add(color, at(*corner), *width, *height);
            }
            Shape::Tint(share) => {
                self.blocks.add(colors.background.mixed(color, *share), cell, WIDTH, HEIGHT);
            }
            Shape::Disc { middle, radius } => {
                let left = Place::new(at(*middle).x - radius, at(*middle).y);
                let (r, d) = (short(*radius), short(2.0 * radius));
                let path =
                    format!("M{} {}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z", short(left.x), short(left.y));
                self.fills.entry(color).or_default().push_str(&path);
            }
            Shape::Polygon(corners) => {
                let path = path(corners.iter().map(|&corner| at(corner))) + "z";
                self.fills.entry(color).or_default().push_str(&path);
            }
            Shape::Stroke { places, width } => {
                let path = path(places.iter().map(|&place| at(place)));
                self.strokes.entry((color, short(*width))).or_default().push_str(&path);
            }
        }
    }

    fn image(self, buffer: &Buffer, title: &str, default: CellColors) -> String {
        let width = 2.0 * MARGIN + WIDTH * f32::from(buffer.area.width);
        let height = 2.0 * MARGIN + HEIGHT * f32::from(buffer.area.height);
        let mut shapes = String::new();
        for (color, path) in &self.fills {
            // Writing to a string cannot fail.
            let _ = writeln!(shapes, "<path fill=\"{}\" d=\"{path}\"/>", color.hex());
        }
        for ((color, width), path) in &self.strokes {
            let stroke = color.hex();
            let _ = writeln!(
                shapes,
                "<path fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\" d=\"{path}\"/>"
            );
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
             <title>{}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n\
             <g shape-rendering=\"crispEdges\">\n{}{}</g>\n\
             <g stroke-linejoin=\"round\">\n{shapes}</g>\n\
             <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"16\" \
             xml:space=\"preserve\" style=\"white-space: pre\">\n{}</g>\n\
             </svg>\n",
            escaped(title),
            default.background.hex(),
            self.grounds.paths(),
            self.blocks.paths(),
            self.text
        )
    }
}

fn path(places: impl Iterator<Item = Place>) -> String {
    let corner = |(n, place): (usize, Place)| {
        format!("{}{} {}", if n == 0 { 'M' } else { 'L' }, short(place.x), short(place.y))
    };
    places.enumerate().map(corner).collect()
}

/// A number with two decimals at most.
fn short(number: f32) -> String {
    ((f64::from(number) * 100.0).round() / 100.0).to_string()
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    use super::*;

    fn svg(draw: impl Fn(&mut Buffer)) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        draw(&mut buffer);
        screen_svg(&buffer, "a <title> & more", Background::Dark)
    }

    #[test]
    fn text_is_escaped_and_as_long_as_its_columns() {
        let image = svg(|buffer| buffer.set_string(1, 1, "<b> & 'x'", Style::new().fg(Color::Rgb(1, 2, 3))));
        assert!(image.contains("<title>a &lt;title&gt; &amp; more</title>"));
        let text =
            "<text x=\"20\" y=\"45\" textLength=\"90\" fill=\"#010203\">&lt;b&gt; &amp; &#39;x&#39;</text>";
        assert!(image.contains(text), "{image}");
    }

    #[test]
    fn half_blocks_are_two_colours_and_neighbours_are_joined() {
        let style = Style::new().fg(Color::Rgb(255, 0, 0)).bg(Color::Rgb(0, 0, 255));
        let image = svg(|buffer| buffer.set_string(0, 0, "▀▀▀", style));
        assert!(image.contains("<path fill=\"#ff0000\" d=\"M10 10h30v10h-30z\"/>"), "{image}");
        assert!(image.contains("<path fill=\"#0000ff\" d=\"M10 10h30v20h-30z\"/>"), "{image}");
        assert!(!image.contains("<text"));
    }

    #[test]
    fn looks_of_letters_are_kept() {
        let style = Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED | Modifier::REVERSED);
        let image = svg(|buffer| buffer.set_string(0, 0, "ab", style));
        assert!(
            image.contains("fill=\"#18181c\" font-weight=\"bold\" text-decoration=\"underline\">ab<"),
            "{image}"
        );
        assert!(image.contains("<path fill=\"#dedee2\" d=\"M10 10h20v20h-20z\"/>"), "{image}");
    }

    #[test]
    fn columns_stay_where_they_are() {
        let image = svg(|buffer| buffer.set_string(0, 0, "a  日b ─c", Style::new()));
        for start in ["<text x=\"10\" ", "<text x=\"40\" ", "<text x=\"60\" ", "<text x=\"90\" "] {
            assert!(image.contains(start), "{start}: {image}");
        }
        assert_eq!(image.matches("<text").count(), 4);
    }
}
