//! The table of built-in data sets, and the choice between one of them and a file.

use std::path::{Path, PathBuf, is_separator};
use std::sync::Arc;

use super::meter::{Meter, Tell};
use super::{
    Dataset, FileData, Shape, circles, gaussians, idx, mnist, moons, npz, pickle, spirals, table, xor,
};
use crate::error::Error;

/// What of a data set one run wants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Request {
    /// Training examples.
    pub train_size: usize,
    /// Test examples.
    pub test_size: usize,
    /// Standard deviation of the noise on points of the plane.
    pub noise: f64,
    /// The share of the training labels that is flipped.
    pub flip: f64,
    /// The share of the training examples that is held out, to choose by.
    pub validation: f64,
    /// Seed of data that are made up, and of what is flipped.
    pub seed: u64,
}

/// The set-up a data set is first shown with: the lecture's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Defaults {
    /// Training examples.
    pub train_size: usize,
    /// Test examples.
    pub test_size: usize,
    /// Standard deviation of the noise on points of the plane.
    pub noise: f64,
    /// Units of the one hidden layer.
    pub hidden: usize,
    /// The learning rate, for gradients summed over all training examples.
    pub eta: f32,
    /// Steps of a whole run.
    pub steps: u64,
}

/// A built-in data set.
#[derive(Debug)]
pub struct Source {
    /// The name on the command line.
    pub name: &'static str,
    /// The name on its card.
    pub title: &'static str,
    /// What it is and what there is to see, in two short sentences.
    pub about: &'static str,
    /// What a row of inputs is.
    pub shape: Shape,
    /// The set-up of the lecture.
    pub defaults: Defaults,
    /// The most training and test examples there are.
    pub most: (usize, usize),
    /// Makes or reads the examples. The first `n` do not depend on how many follow.
    pub load: fn(&Request) -> Result<Dataset, Error>,
}

/// All built-in data sets, in the order of the picker.
pub const SOURCES: &[&Source] =
    &[&circles::SOURCE, &moons::SOURCE, &xor::SOURCE, &gaussians::SOURCE, &spirals::SOURCE, &mnist::SOURCE];

/// The built-in data set of that name.
pub fn find(name: &str) -> Option<&'static Source> {
    SOURCES.iter().copied().find(|source| source.name == name)
}

/// Where the examples of a run come from.
#[derive(Clone, Debug)]
pub enum Choice {
    /// A built-in data set.
    BuiltIn(&'static Source),
    /// A file that a person named, read already.
    File {
        /// As the person named it.
        path: PathBuf,
        /// All its examples.
        data: Arc<FileData>,
    },
}

/// Whether a name stands for a file or a folder that exists, which takes a while to read.
pub fn is_file(name: &str) -> bool {
    find(name).is_none() && Path::new(name).exists()
}

/// Finds a built-in data set by name, or reads the file at that path.
///
/// # Errors
/// When there is neither, or when the file is not one this program can read.
pub fn resolve(name: &str) -> Result<Choice, Error> {
    resolve_with_progress(name, &mut |_| true)
}

/// The same for somebody who is told how much of the file is read, and may stop it; what comes of it then is of no
/// use.
///
/// # Errors
/// As [`resolve`].
pub fn resolve_with_progress(name: &str, tell: &mut Tell) -> Result<Choice, Error> {
    if let Some(source) = find(name) {
        return Ok(Choice::BuiltIn(source));
    }
    let path = Path::new(name);
    if !path.exists() && path.extension().is_none() && !name.contains(is_separator) {
        let known = SOURCES.iter().map(|source| source.name).collect::<Vec<_>>().join(", ");
        return Err(Error::UnknownDataset { name: name.to_owned(), known });
    }
    let meter = &mut Meter::new(tell);
    let data = match path {
        path if idx::is_idx(path) => idx::read(path, meter)?,
        path if npz::is_npz(path) => npz::read(path, meter)?,
        path if table::is_table(path) => table::read(path, meter)?,
        path => pickle::read(path, meter)?,
    };
    Ok(Choice::File { path: path.to_owned(), data: Arc::new(data) })
}

impl Choice {
    /// The name as it is typed on the command line.
    pub fn name(&self) -> String {
        match self {
            Choice::BuiltIn(source) => source.name.to_owned(),
            Choice::File { path, .. } => path.display().to_string(),
        }
    }

    /// What a row of inputs is.
    pub fn shape(&self) -> Shape {
        match self {
            Choice::BuiltIn(source) => source.shape,
            Choice::File { data, .. } => data.shape,
        }
    }

    /// The most training and test examples there are.
    pub fn most(&self) -> (usize, usize) {
        match self {
            Choice::BuiltIn(source) => source.most,
            Choice::File { data, .. } => (data.train.len(), data.test.len()),
        }
    }

    /// The name on its card.
    pub fn title(&self) -> String {
        match self {
            Choice::BuiltIn(source) => source.title.to_owned(),
            Choice::File { path, .. } => {
                path.file_name().map_or_else(|| self.name(), |name| name.to_string_lossy().into_owned())
            }
        }
    }

    /// The name as short as it can be typed: of a file the last part of its path.
    pub fn short_name(&self) -> String {
        match self {
            Choice::BuiltIn(_) => self.name(),
            Choice::File { .. } => self.title(),
        }
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
                format!("Your file: {what} in {} classes.", data.class_names.len())
            }
        }
    }

    /// Whether its points are made up for each run, with as much noise as it wants.
    pub fn is_made_up(&self) -> bool {
        matches!(self, Choice::BuiltIn(source) if source.shape == Shape::Plane)
    }

    /// The set-up to start with: the lecture's for data of its kind, as far as a file has that many examples.
    pub fn defaults(&self) -> Defaults {
        match self {
            Choice::BuiltIn(source) => source.defaults,
            Choice::File { data, .. } => {
                let like = match data.shape {
                    Shape::Image { .. } => mnist::SOURCE.defaults,
                    Shape::Plane | Shape::Numbers { .. } => circles::SOURCE.defaults,
                };
                let (train_size, test_size) =
                    (like.train_size.min(data.train.len()), like.test_size.min(data.test.len()));
                Defaults { train_size, test_size, noise: 0.0, ..like }
            }
        }
    }

    /// The examples of one run.
    ///
    /// # Errors
    /// When the built-in images cannot be decoded.
    pub fn load(&self, request: &Request) -> Result<Dataset, Error> {
        let mut dataset = match self {
            Choice::BuiltIn(source) => (source.load)(request)?,
            Choice::File { data, .. } => data.cut(&self.name(), request),
        };
        dataset.split_validation(request.validation);
        dataset.flip(request.flip, request.seed);
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
