//! A list of classes in columns and pages: the legend of the plane, and the bars of the classes.
//!
//! The state needs the number of pages, and drawing needs the places. Nothing here draws.

use super::widgets::text::text_width;
use crate::data::Dataset;

/// The symbols of classes if there are more than two: a digit or a letter for each. Classes beyond them share them again, but
/// on another colour: their number has no divisor in common with that of the colours. There is no `O`, which looks like `0`.
const SYMBOLS: [&str; 61] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k",
    "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "A", "B", "C", "D", "E", "F",
    "G", "H", "I", "J", "K", "L", "M", "N", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z",
];

/// The symbol of a class if there are more than two.
pub fn symbol(class: u8) -> &'static str {
    SYMBOLS[usize::from(class) % SYMBOLS.len()]
}

/// Columns of the shortest bar that can be compared with others.
pub const BAR: usize = 6;

/// The arrangement of some classes in columns, filled from the top, on one or several pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassList {
    classes: usize,
    /// Columns of classes.
    pub across: usize,
    /// Classes in a column.
    pub down: usize,
    /// Rows of each class.
    pub rows: usize,
    /// Columns of the terminal for each class.
    pub width: usize,
}

/// The place of a class in a [`ClassList`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The class.
    pub class: usize,
    /// The first column of the terminal, from the left of the list.
    pub x: u16,
    /// The first row, from its top.
    pub y: u16,
}

impl ClassList {
    /// A list of one-row entries of at least `entry` columns in at most `width` columns and `height` rows.
    fn compact(classes: usize, entry: usize, width: usize, height: usize) -> ClassList {
        let height = height.max(1);
        let across = (width / entry.max(1)).clamp(1, classes.max(1));
        let down = classes.div_ceil(across).clamp(1, height);
        // No more columns than the rows leave classes for.
        let across = across.min(classes.div_ceil(down)).max(1);
        ClassList { classes, across, down, rows: 1, width: width / across }
    }

    /// The legend below the plane, of symbols and names: in at most a quarter of `height` rows.
    pub fn legend(names: &[String], width: usize, height: usize) -> ClassList {
        ClassList::compact(names.len(), ENTRY + longest(names), width, height / 4)
    }

    /// The bars of the classes: in one column if they fit, else in as many as leave room for a name, a bar and the counts.
    /// A name that leaves no room for a bar has a row of its own.
    pub fn bars(dataset: &Dataset, width: usize, height: usize) -> ClassList {
        let (classes, entry) = (dataset.classes(), bar_entry(dataset));
        let rows = if has_name_above(dataset, width) || 2 * classes <= height { 2 } else { 1 };
        if rows == 2 || classes <= height {
            let down = (height / rows).clamp(1, classes.max(1));
            return ClassList { classes, across: 1, down, rows, width };
        }
        let across = (width / entry).min(classes.div_ceil(height));
        let list = ClassList::compact(classes, width / across.max(1), width, height);
        ClassList { rows: 1, ..list }
    }

    /// The number of pages.
    pub fn pages(&self) -> usize {
        self.classes.div_ceil(self.on_page()).max(1)
    }

    /// The number of classes on a full page.
    pub fn on_page(&self) -> usize {
        (self.across * self.down).max(1)
    }

    /// The first class of a page. Pages are counted in both directions without end.
    pub fn first(&self, page: i64) -> usize {
        page.rem_euclid(self.pages().try_into().unwrap_or(1)) as usize * self.on_page()
    }

    /// The page with a class.
    pub fn page_of(&self, class: usize) -> i64 {
        (class / self.on_page()).try_into().unwrap_or(0)
    }

    /// The classes of a page with their places.
    pub fn places(&self, page: i64) -> impl Iterator<Item = Place> + use<> {
        let (list, first) = (*self, self.first(page));
        (first..list.classes.min(first + list.on_page())).map(move |class| {
            let nth = class - first;
            let (column, row) = (nth / list.down, nth % list.down);
            Place { class, x: (column * list.width) as u16, y: (row * list.rows) as u16 }
        })
    }

    /// Which classes a page shows, if there are several: `1-12 of 40`.
    pub fn shown(&self, page: i64) -> Option<String> {
        let first = self.first(page);
        let last = self.classes.min(first + self.on_page());
        (self.pages() > 1).then(|| format!("{}-{last} of {}", first + 1, self.classes))
    }
}

/// Columns of an entry of the legend without the name: a blank, the symbol, a blank, and the gap to the next.
const ENTRY: usize = 4;

fn longest(names: &[String]) -> usize {
    names.iter().map(|name| text_width(name)).max().unwrap_or(0)
}

/// Columns of the largest ` 12/20`, which counts the test examples of a class.
pub fn counts(dataset: &Dataset) -> usize {
    let mut all = vec![0_usize; dataset.classes()];
    dataset.test.labels.iter().for_each(|&label| all[usize::from(label)] += 1);
    2 + 2 * all.into_iter().max().unwrap_or(0).to_string().len()
}

/// Columns of a blank, a name, a bar and the counts.
fn bar_entry(dataset: &Dataset) -> usize {
    longest(&dataset.class_names) + counts(dataset) + BAR + 3
}

/// Whether the names have a row of their own, above the bars, because both do not fit into `width` columns.
pub fn has_name_above(dataset: &Dataset, width: usize) -> bool {
    bar_entry(dataset) > width
}

/// Whether the names of two classes fit into a title of `width` columns, so that they need no list.
pub fn fit_title(names: &[String], width: usize) -> bool {
    const WITHOUT_NAMES: usize = 18; // ` Output `, two corners, and a symbol with three blanks for each
    names.len() <= 2 && names.iter().map(|name| text_width(name)).sum::<usize>() + WITHOUT_NAMES <= width
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::tui::theme::{Background, Colors, Glyphs, MapPixel, Theme};

    fn names(count: usize, length: usize) -> Vec<String> {
        vec!["n".repeat(length); count]
    }

    #[test]
    fn every_class_is_on_one_page() {
        for count in [2, 3, 10, 40, 256] {
            for (width, height) in [(1, 1), (20, 3), (38, 19), (60, 31), (100, 54)] {
                let list = ClassList::legend(&names(count, 8), width, height);
                let shown: Vec<usize> = (0..i64::try_from(list.pages()).unwrap())
                    .flat_map(|page| list.places(page))
                    .map(|p| p.class)
                    .collect();
                assert_eq!(shown, (0..count).collect::<Vec<_>>(), "{count} in {width}x{height}");
                let below = list.places(0).all(|place| usize::from(place.y) < (height / 4).max(1));
                assert!(below, "{count} in {width}x{height}");
            }
        }
    }

    #[test]
    fn pages_turn_in_both_directions() {
        let list = ClassList::legend(&names(40, 8), 38, 19);
        assert_eq!((list.across, list.down, list.pages()), (3, 4, 4));
        let shown = [0, 3, 4, -1].map(|page| list.shown(page).unwrap());
        assert_eq!(shown, ["1-12 of 40", "37-40 of 40", "1-12 of 40", "37-40 of 40"]);
        assert_eq!(ClassList::legend(&names(3, 8), 38, 19).shown(0), None);
    }

    #[test]
    fn each_class_is_on_its_page() {
        let list = ClassList::legend(&names(40, 8), 38, 19);
        for class in 0..40 {
            assert!(list.places(list.page_of(class)).any(|place| place.class == class), "{class}");
        }
    }

    #[test]
    fn forty_classes_have_forty_symbols() {
        let mut symbols: Vec<&str> = (0..40).map(symbol).collect();
        symbols.sort_unstable();
        symbols.dedup();
        assert_eq!(symbols.len(), 40);
    }

    #[test]
    fn all_classes_of_the_plane_are_told_apart_by_symbol_and_ground() {
        for colors in [Colors::Ansi16, Colors::Ansi256, Colors::True] {
            for background in Background::ALL {
                let theme = Theme { colors, background, glyphs: Glyphs::Unicode };
                let ground = |class| theme.map(MapPixel { class, margin: 1.0 }).to_string();
                let pairs = (0..=u8::MAX).map(|class| (symbol(class), ground(class)));
                assert_eq!(pairs.collect::<BTreeSet<_>>().len(), 256, "{colors:?}, {background:?}");
                let grounds: BTreeSet<String> = (0..16).map(ground).collect();
                let expected = if colors == Colors::True { 16 } else { 8 };
                assert_eq!(grounds.len(), expected, "{colors:?}, {background:?}: {grounds:?}");
            }
        }
    }
}
