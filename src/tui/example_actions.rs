//! Choosing test examples: by their true class, in the list beside the confusion matrix, and opening one.

use super::inside::{Arrow, Opened};
use super::open_panels::PanelFocus;
use super::panel_id::PanelId;
use super::picture::surest_first;
use super::run::Run;
use crate::data::Shape;
use crate::train::Direction;

impl Run {
    /// The test examples that are listed beside the confusion matrix: those of the chosen cell, or all mistakes, or the
    /// mistakes of the chosen class; the most confident prediction first.
    pub fn listed_examples(&self) -> Vec<usize> {
        let Some(picture) = &self.picture else { return Vec::new() };
        let labels = &picture.dataset.test.labels;
        match (self.inside.cell, self.inside.true_class) {
            (Some(cell), _) => {
                let is_in = |&n: &usize| {
                    usize::from(labels[n]) == cell.truth && usize::from(picture.test[n].class) == cell.said
                };
                surest_first((0..picture.test.len()).filter(is_in), &picture.test)
            }
            (None, Some(class)) => {
                let is_of = |n: &usize| usize::from(labels[*n]) == class;
                picture.mistakes.iter().copied().filter(is_of).collect()
            }
            (None, None) => picture.mistakes.clone(),
        }
    }

    /// The place of the chosen example in the list, if the arrows choose one: the first one once it has left the list.
    pub fn place_in_list(&self, examples: &[usize]) -> Option<usize> {
        let chosen = self.inside.listed?;
        Some(examples.iter().position(|&n| n == chosen).unwrap_or(0))
    }

    /// The test example that is looked at: the open one, and among images the one that is shown large.
    pub fn shown_example(&self) -> Option<usize> {
        let picture = self.picture.as_ref().filter(|_| !self.hides_test_set())?;
        let shown = match self.shape() {
            Shape::Image { .. } => Some(self.image),
            Shape::Plane | Shape::Numbers { .. } => self.opened().map(|opened| opened.example),
        };
        shown.filter(|&n| n < picture.test.len())
    }

    /// The example that was opened in the list, while the focus is on it.
    pub fn opened(&self) -> Option<Opened> {
        self.inside.opened.filter(|_| self.panels.focused() == Some(PanelId::Picture))
    }

    /// Whether the arrows choose examples in the list.
    pub fn is_in_list(&self) -> bool {
        self.inside.listed.is_some() && self.panels.focused() == Some(PanelId::Mistakes)
    }

    /// Goes into the list: the arrows choose its examples.
    pub(super) fn enter_list(&mut self) {
        self.inside.listed = self.listed_examples().first().copied();
    }

    /// Chooses another example of the list, of which so many are beside each other.
    pub(super) fn move_example(&mut self, arrow: Arrow, across: usize) {
        let examples = self.listed_examples();
        let Some(at) = self.place_in_list(&examples) else { return };
        let last = examples.len().saturating_sub(1);
        let next = match arrow {
            Arrow::Left => at.saturating_sub(1),
            Arrow::Right => (at + 1).min(last),
            Arrow::Up if at < across => at,
            Arrow::Up => at - across,
            Arrow::Down if at + across > last => at,
            Arrow::Down => at + across,
        };
        self.inside.listed = examples.get(next).copied();
    }

    /// Opens the chosen example: an image large in the panel of the picture, a point marked on the plane, a row of numbers
    /// with the names of its columns.
    pub(super) fn open_listed(&mut self) {
        let examples = self.listed_examples();
        let Some(&example) = self.place_in_list(&examples).and_then(|at| examples.get(at)) else { return };
        self.inside.listed = Some(example);
        self.inside.opened = Some(Opened { example, from: self.panels.focus });
        if matches!(self.shape(), Shape::Image { .. }) {
            self.image = example;
        }
        self.panels.focus = PanelFocus::InPlace(PanelId::Picture);
    }

    /// Goes one level out of the open example or the list. Returns whether there was one.
    pub(super) fn leave_examples(&mut self) -> bool {
        if let Some(opened) = self.opened() {
            self.inside.opened = None;
            self.panels.focus = opened.from;
            return true;
        }
        let was_in_list = self.is_in_list();
        if was_in_list {
            self.inside.listed = None;
        }
        was_in_list
    }

    /// Shows the examples of the next true class that has any; after the last one, of all classes.
    pub(super) fn next_true_class(&mut self) {
        let Some(picture) = &self.picture else { return };
        let first = self.inside.true_class.map_or(0, |class| class + 1);
        let has_examples = |class: &usize| picture.confusion.of_class(*class) > 0;
        self.inside.true_class = (first..picture.confusion.classes()).find(has_examples);
        self.inside.cell = None;
        self.inside.listed = None;
        if !self.images().contains(&self.image) {
            self.turn_page(Direction::Up);
        }
    }
}
