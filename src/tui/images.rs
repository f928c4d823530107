//! Browsing the test images.

use super::run::Run;
use crate::train::Direction;

/// The images that the arrow keys browse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFilter {
    /// All test images.
    All,
    /// Misclassified test images only.
    Wrong,
}

impl Run {
    /// The test images that the arrow keys browse, in order.
    pub fn images(&self) -> Vec<usize> {
        let Some(picture) = &self.picture else { return Vec::new() };
        let labels = &picture.dataset.test.labels;
        let all = picture.test.iter().zip(labels).enumerate();
        let filtered = all.filter(|(_, (prediction, label))| {
            self.image_filter == ImageFilter::All || prediction.class != **label
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
            self.notice = Some("No test image is wrong.".to_owned());
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
                self.notice = Some("No test image is wrong.".to_owned());
            }
            None => {}
        }
    }
}
