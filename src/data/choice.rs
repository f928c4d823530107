//! The data set of a run: a built-in one or a file.

use std::path::PathBuf;
use std::sync::Arc;

use super::dataset::Dataset;
use super::features::Features;
use super::file_data::FileData;
use super::input_column::InputColumn;
use super::read_error::STANDARD_INPUT;
use super::read_options::ReadOptions;
use super::reading::Reading;
use super::shape::Shape;
use super::source::{Defaults, Origin, Request, Sizes, Source};
use super::{mnist, plane};
use crate::error::Error;
use crate::spelling::capitalized;

/// The data set that a run takes its examples from.
#[derive(Clone, Debug)]
pub enum Choice {
    /// A built-in data set.
    BuiltIn(&'static Source),
    /// A file that has been read.
    File {
        /// The path as it was given.
        path: PathBuf,
        /// How it was read.
        options: ReadOptions,
        /// All examples of the file.
        data: Arc<FileData>,
    },
}

impl Choice {
    /// The name as typed on the command line.
    pub fn name(&self) -> String {
        match self {
            Choice::BuiltIn(source) => source.name.to_owned(),
            Choice::File { path, .. } => path.display().to_string(),
        }
    }

    /// What was said about how the file is to be read; `None` for a built-in data set.
    pub fn read_options(&self) -> Option<&ReadOptions> {
        match self {
            Choice::BuiltIn(_) => None,
            Choice::File { options, .. } => Some(options),
        }
    }

    /// What the columns of the file were taken for; `None` for a built-in data set.
    pub fn reading(&self) -> Option<&Reading> {
        match self {
            Choice::BuiltIn(_) => None,
            Choice::File { data, .. } => Some(&data.reading),
        }
    }

    /// The columns of the file that the inputs come from; empty for images and built-in data sets.
    pub fn input_columns(&self) -> &[InputColumn] {
        match self {
            Choice::BuiltIn(_) => &[],
            Choice::File { data, .. } => &data.inputs,
        }
    }

    /// Whether the examples are images of grey levels, of which distorted copies can be made.
    pub fn has_pixels(&self) -> bool {
        let is_image = matches!(self.shape(), Shape::Image { .. });
        is_image
            && match self {
                Choice::BuiltIn(_) => true,
                Choice::File { data, .. } => matches!(data.train.inputs, Features::Pixels(_)),
            }
    }

    /// What a row of inputs stands for.
    pub fn shape(&self) -> Shape {
        match self {
            Choice::BuiltIn(source) => source.shape,
            Choice::File { data, .. } => data.shape,
        }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        match self {
            Choice::BuiltIn(source) => source.class_names.len(),
            Choice::File { data, .. } => data.class_names.len(),
        }
    }

    /// The largest training and test sets that can be asked for.
    pub fn max_sizes(&self) -> Sizes {
        match self {
            Choice::BuiltIn(source) => source.max_sizes,
            Choice::File { data, .. } => Sizes { train: data.train.len(), test: data.test.len() },
        }
    }

    /// The name on its card in the picker.
    pub fn title(&self) -> String {
        match self {
            Choice::BuiltIn(source) => source.title.to_owned(),
            Choice::File { path, .. } if path.as_os_str() == STANDARD_INPUT => "standard input".to_owned(),
            Choice::File { path, .. } => {
                path.file_name().map_or_else(|| self.name(), |name| name.to_string_lossy().into_owned())
            }
        }
    }

    /// The shortest name: for a file, the last part of its path.
    pub fn short_name(&self) -> String {
        match self {
            Choice::BuiltIn(_) => self.name(),
            Choice::File { .. } => self.title(),
        }
    }

    /// A short name that suits any file: letters, digits, `-` and `_`.
    pub fn plain_name(&self) -> String {
        let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "-_".contains(*letter);
        self.short_name().chars().filter(is_plain).take(32).collect()
    }

    /// What it is, in one or two short sentences.
    pub fn about(&self) -> String {
        match self {
            Choice::BuiltIn(source) => source.about.to_owned(),
            Choice::File { data, .. } => {
                let what = match data.shape {
                    Shape::Plane => "points of the plane".to_owned(),
                    Shape::Image { width, height } => format!("images of {width} × {height} pixels"),
                    Shape::Numbers { count } => format!("rows of {count} numbers"),
                };
                let taken = data.reading.summary(data.class_names.len(), data.shape.inputs());
                format!("Your file: {what}. {}.", capitalized(&taken))
            }
        }
    }

    /// Whether its points are generated for each run, with as much noise as the run asks for.
    pub fn is_generated(&self) -> bool {
        matches!(self, Choice::BuiltIn(source) if source.is_generated())
    }

    /// The set-up to start with: for a file, the lecture's for data of its shape, with no more examples than it has.
    pub fn defaults(&self) -> Defaults {
        match self {
            Choice::BuiltIn(source) => source.defaults,
            Choice::File { data, .. } => {
                let defaults = match data.shape {
                    Shape::Image { .. } => mnist::SOURCE.defaults,
                    Shape::Plane | Shape::Numbers { .. } => plane::DEFAULTS,
                };
                Defaults {
                    train_size: defaults.train_size.min(data.train.len()),
                    test_size: defaults.test_size.min(data.test.len()),
                    noise: 0.0,
                    ..defaults
                }
            }
        }
    }

    /// Returns the examples of one run. What has to be decompressed is on up to `threads` threads.
    ///
    /// # Errors
    /// [`Error::BadData`] when the built-in images cannot be decoded.
    pub fn load(&self, request: &Request, threads: usize) -> Result<Dataset, Error> {
        let mut dataset = match self {
            Choice::BuiltIn(source) => match source.origin {
                Origin::Generated(place) => plane::generate(source, place, request),
                Origin::Stored(load) => load(request, threads)?,
            },
            Choice::File { data, .. } => data.to_dataset(&self.name(), request),
        };
        dataset.split_validation(request.validation);
        dataset.flip_labels(request.flip, request.seed);
        dataset.edit_points(&request.points, request.validation);
        Ok(dataset)
    }
}

impl PartialEq for Choice {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Choice::BuiltIn(a), Choice::BuiltIn(b)) => a.name == b.name,
            (Choice::File { data: a, .. }, Choice::File { data: b, .. }) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::features::Features;
    use crate::data::registry::SOURCES;

    fn generated() -> impl Iterator<Item = &'static Source> {
        SOURCES.iter().copied().filter(|source| source.is_generated())
    }

    #[test]
    fn generated_sets_are_balanced_and_grow_by_adding() {
        for source in generated() {
            let load = |train_size, seed| {
                let request = Request { train_size, test_size: 40, noise: 0.1, seed, ..Request::default() };
                Choice::BuiltIn(source).load(&request, 1).unwrap()
            };
            let (few, many) = (load(50, 5), load(400, 5));
            assert_eq!(many.train.labels.iter().filter(|&&label| label == 1).count(), 200, "{}", source.name);
            assert_eq!(many.train.first(50), few.train, "{}", source.name);
            assert_eq!(few.test, many.test, "{}", source.name);
            assert_eq!(few.classes(), 2);
            assert_ne!(load(50, 6).train.inputs, few.train.inputs, "{}", source.name);
        }
    }

    #[test]
    fn without_noise_generated_sets_fit_the_picture() {
        for source in generated() {
            let request = Request { train_size: 1_000, test_size: 40, seed: 1, ..Request::default() };
            let Features::Numbers(points) = Choice::BuiltIn(source).load(&request, 1).unwrap().train.inputs
            else {
                panic!("points are numbers")
            };
            let largest = points.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
            assert!((0.3..=1.1).contains(&largest), "{}: {largest}", source.name);
        }
    }
}
