//! The pages of keys: the keys that work here, nearest first, then those of other places, in columns.

use super::app::{App, Overlay};
use super::keymap::{self, Place};
use super::page_layout;

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// A blank line.
    Blank,
    /// The name of a place.
    Heading(String),
    /// Keys, and what they do.
    Keys(String, &'static str),
}

/// A page: its columns of lines, from left to right.
pub type HelpPage = Vec<Vec<HelpLine>>;

impl App {
    /// The places of the `?` page: first those that are in reach without it, the nearest first, then all others.
    pub fn help_places(&self) -> Vec<Place> {
        let below = self.beneath.last().copied().unwrap_or(Overlay::None);
        let mut places = self.places_under(below);
        let others = Place::ALL.into_iter().filter(|place| !places.contains(place)).collect::<Vec<_>>();
        places.extend(others);
        places
    }

    /// The pages of keys in a terminal of this size.
    pub fn help_pages(&self) -> Vec<HelpPage> {
        let here = self.places_under(self.beneath.last().copied().unwrap_or(Overlay::None)).len();
        let groups: Vec<Vec<HelpLine>> = self
            .help_places()
            .into_iter()
            .enumerate()
            .map(|(nth, place)| {
                let title = if nth < here {
                    place.title().to_owned()
                } else {
                    format!("{} (elsewhere)", place.title())
                };
                let rows = keymap::rows(place, self.theme.unicode());
                let keys = rows.into_iter().map(|(keys, help)| HelpLine::Keys(keymap::together(&keys), help));
                [HelpLine::Heading(title)].into_iter().chain(keys).collect()
            })
            .collect();
        let (columns, rows) = page_layout::help_grid(self.area);
        // If one page is enough, its columns are as low as they can be.
        let lowest = (3..=rows).map(|rows| in_columns(&groups, rows)).find(|page| page.len() <= columns);
        let all = lowest.unwrap_or_else(|| in_columns(&groups, rows));
        all.chunks(columns).map(<[_]>::to_vec).collect()
    }
}

/// Puts groups of lines into columns of `rows` lines. A heading never ends a column.
fn in_columns(groups: &[Vec<HelpLine>], rows: usize) -> Vec<Vec<HelpLine>> {
    let mut columns: Vec<Vec<HelpLine>> = vec![Vec::new()];
    for group in groups {
        let used = columns.last().map_or(0, Vec::len);
        // A blank line, the heading and its first key.
        if used > 0 && used + 3 > rows {
            columns.push(Vec::new());
        } else if let Some(column) = columns.last_mut().filter(|column| !column.is_empty()) {
            column.push(HelpLine::Blank);
        }
        for words in group {
            match columns.last_mut() {
                Some(column) if column.len() < rows => column.push(words.clone()),
                _ => columns.push(vec![words.clone()]),
            }
        }
    }
    columns
}
