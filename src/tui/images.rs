//! Browsing the test images.

use super::image_filter::ImageFilter;
use super::run::Run;
use crate::train::Direction;

/// The notice when there is nothing to browse.
const NONE_WRONG: &str = "No such test image is wrong.";

impl Run {
    /// The test images that the arrow keys browse, in order.
    pub fn images(&self) -> Vec<usize> {
        let Some(picture) = &self.picture else { return Vec::new() };
        let labels = &picture.dataset.test.labels;
        let all = picture.test.iter().zip(labels).enumerate();
        let filtered = all.filter(|(_, (prediction, label))| {
            let is_kept = self.image_filter == ImageFilter::All || prediction.class != **label;
            is_kept && self.inside.true_class.is_none_or(|class| usize::from(**label) == class)
        });
        filtered.map(|(image, _)| image).collect()
    }

    /// Browses the misclassified images only, or all of them again.
    pub(super) fn toggle_wrong_only(&mut self) {
        self.image_filter = match self.image_filter {
            ImageFilter::All => ImageFilter::Wrong,
            ImageFilter::Wrong => ImageFilter::All,
        };
        if self.images().is_empty() {
            self.image_filter = ImageFilter::All;
            self.notice = Some(NONE_WRONG.to_owned());
        } else if !self.images().contains(&self.image) {
            self.turn_page(Direction::Up);
        }
    }

    /// Shows the next or the previous image.
    pub(super) fn turn_page(&mut self, direction: Direction) {
        let images = self.images();
        let next = match direction {
            Direction::Up => images.iter().find(|&&image| image > self.image).or(images.first()),
            Direction::Down => images.iter().rev().find(|&&image| image < self.image).or(images.last()),
        };
        match next {
            Some(&image) => self.image = image,
            None if self.image_filter == ImageFilter::Wrong => {
                self.notice = Some(NONE_WRONG.to_owned());
            }
            None => {}
        }
    }
}
