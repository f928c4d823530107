//! How classes look in a report: a colour and, so that nothing depends on colours, a symbol or a name.

use crate::export::terminal_colors::Rgb;

/// The colours of classes in the plane, between light and dark, so that they suit pages of both kinds.
const COLORS: [Rgb; 8] = [
    Rgb(238, 154, 70),
    Rgb(92, 150, 226),
    Rgb(72, 176, 138),
    Rgb(178, 122, 206),
    Rgb(196, 186, 70),
    Rgb(214, 104, 122),
    Rgb(84, 178, 196),
    Rgb(150, 150, 156),
];

/// The colour of a network that cannot decide.
pub const UNDECIDED: Rgb = Rgb(232, 232, 230);

/// The colour of a class.
pub fn color(class: u8) -> Rgb {
    COLORS[usize::from(class) % COLORS.len()]
}

/// The outline of a symbol for a class around a place, as an SVG path.
pub fn symbol(class: u8, x: f64, y: f64, radius: f64) -> String {
    let r = radius;
    match class % 5 {
        0 => format!("M{:.1} {y:.1}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z", x - r, d = 2.0 * r),
        1 => format!("M{:.1} {:.1}h{d}v{d}h-{d}z", x - 0.9 * r, y - 0.9 * r, d = 1.8 * r),
        2 => format!("M{x:.1} {:.1}l{:.1} {:.1}h-{:.1}z", y - 1.1 * r, 1.2 * r, 2.1 * r, 2.4 * r),
        3 => format!("M{x:.1} {:.1}l{k} {k}l-{k} {k}l-{k} -{k}z", y - 1.3 * r, k = 1.3 * r),
        _ => format!("M{x:.1} {:.1}l-{:.1} -{:.1}h{:.1}z", y + 1.1 * r, 1.2 * r, 2.1 * r, 2.4 * r),
    }
}
