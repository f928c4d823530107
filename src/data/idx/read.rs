//! Reads the files of a data set.

use std::cmp::Ordering;
use std::io::{self, Read};
use std::path::Path;

use ndarray::Array2;

use super::file_set::{FileSet, IMAGES, LABELS, PartNames, TEST, TRAIN};
use crate::data::class_names::ClassNames;
use crate::data::examples::Examples;
use crate::data::features::Features;
use crate::data::file_data::{FileData, MAX_EXAMPLES, check_inputs};
use crate::data::gzip;
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;
use crate::data::reading::Reading;
use crate::data::shape::Shape;
use crate::error::Error;

/// Begins a file of unsigned bytes in three dimensions.
const IMAGE_MAGIC: u32 = 0x0803;
/// Begins a file of unsigned bytes in one dimension.
const LABEL_MAGIC: u32 = 0x0801;
/// The most bytes of a data set, whatever its headers claim. Enough for all of MNIST's kind but the two largest of
/// EMNIST, which have 609 MiB.
const MAX_BYTES: u64 = 256 << 20;

/// Reads the data set in a folder, or the one that a file belongs to. Without a test part, a fifth of the examples
/// becomes the test set.
///
/// # Errors
/// [`Error::Unreadable`] when the operating system reports an error, [`Error::BadData`] when files are missing or
/// cannot be used.
pub fn read(path: &Path, progress: &mut Progress) -> Result<FileData, Error> {
    let files = FileSet::find(path).map_err(|error| error.for_file(path))?;
    for part in [TRAIN, TEST] {
        for path in [IMAGES, LABELS].into_iter().filter_map(|kind| files.path(part, kind)) {
            progress.expect(&path);
        }
    }
    let bad = |problem: String| ReadError::from(problem).for_file(&files.folder);
    let mut reader = Reader { progress, names: ClassNames::default(), bytes_left: MAX_BYTES };
    let train = reader.part(&files, TRAIN)?;
    let train = train.ok_or_else(|| bad(files.missing(TRAIN, IMAGES)))?;
    let test = reader.part(&files, TEST)?;
    if test.as_ref().is_some_and(|test| test.shape != train.shape) {
        return Err(bad("its training and test images differ in size".to_owned()));
    }
    FileData::new(
        train.shape,
        reader.names,
        Reading::default(),
        train.examples,
        test.map(|test| test.examples),
    )
    .map_err(bad)
}

/// Reads the files of one data set.
struct Reader<'p, 'a> {
    progress: &'p mut Progress<'a>,
    names: ClassNames,
    /// Bytes that may still be read.
    bytes_left: u64,
}

/// Images with their labels.
struct Part {
    shape: Shape,
    examples: Examples,
}

/// The header and the bytes of a file with `N` dimensions.
struct Content<const N: usize> {
    sizes: [u32; N],
    bytes: Vec<u8>,
}

impl Reader<'_, '_> {
    /// Reads the images and labels of a part; `None` if there is no file of images.
    fn part(&mut self, files: &FileSet, part: PartNames) -> Result<Option<Part>, Error> {
        let Some(image_path) = files.path(part, IMAGES) else { return Ok(None) };
        let missing = || ReadError::from(files.missing(part, LABELS)).for_file(&files.folder);
        let label_path = files.path(part, LABELS).ok_or_else(missing)?;
        // The labels come first: they are few, and say how many images there should be.
        let labels = self.content(&label_path, LABEL_MAGIC, None);
        let Content { sizes: [count], bytes: labels } =
            labels.map_err(|error| error.for_file(&label_path))?;
        let images = self.content(&image_path, IMAGE_MAGIC, Some(count));
        let Content { sizes, bytes: pixels } = images.map_err(|error| error.for_file(&image_path))?;
        let [count, height, width] = sizes.map(|size| size as usize);
        let pixels = Array2::from_shape_vec((count, height * width), pixels);
        let pixels = pixels.map_err(|error| ReadError::from(error.to_string()).for_file(&image_path))?;
        // A byte has 256 values, so no label is left out.
        let labels = labels.iter().filter_map(|&label| self.names.number_of_integer(label.into())).collect();
        let examples = Examples { inputs: Features::Pixels(pixels), labels };
        Ok(Some(Part { shape: Shape::Image { width, height }, examples }))
    }

    /// Reads a file that should begin with `magic` and, if it is known, have this many images.
    fn content<const N: usize>(
        &mut self,
        path: &Path,
        magic: u32,
        count: Option<u32>,
    ) -> Result<Content<N>, ReadError> {
        let mut file = gzip::open(path, self.progress).map_err(ReadError::from_gzip)?;
        let mut number = || {
            let mut bytes = [0; 4];
            file.read_exact(&mut bytes).map(|()| u32::from_be_bytes(bytes)).map_err(read_error)
        };
        if number()? != magic {
            let what = if magic == IMAGE_MAGIC { "images" } else { "labels" };
            return Err(format!("it is not an IDX file of {what}").into());
        }
        let mut sizes = [0; N];
        for size in &mut sizes {
            *size = number()?;
        }
        if let Some(labels) = count.filter(|&labels| labels != sizes[0]) {
            return Err(format!("it has {} images, and there are {labels} labels", sizes[0]).into());
        }
        let length = content_length(&sizes, self.bytes_left)?;
        self.bytes_left -= length;
        let mut bytes = Vec::new();
        file.take(length + 1).read_to_end(&mut bytes).map_err(read_error)?;
        match (bytes.len() as u64).cmp(&length) {
            Ordering::Less => Err(TRUNCATED.into()),
            Ordering::Equal => Ok(Content { sizes, bytes }),
            Ordering::Greater => Err("it is longer than its header says".into()),
        }
    }
}

const TRUNCATED: &str = "it is shorter than its header says: download it again";

fn read_error(source: io::Error) -> ReadError {
    if source.kind() == io::ErrorKind::UnexpectedEof {
        TRUNCATED.into()
    } else {
        ReadError::from_gzip(source)
    }
}

/// The number of bytes that a header with these sizes announces, if it is at most `max`.
fn content_length(sizes: &[u32], max: u64) -> Result<u64, String> {
    let product = |sizes: &[u32]| sizes.iter().map(|&size| u64::from(size)).try_fold(1, u64::checked_mul);
    let inputs = product(&sizes[1..]).unwrap_or(u64::MAX);
    check_inputs(usize::try_from(inputs).unwrap_or(usize::MAX))?;
    if sizes[0] as usize > MAX_EXAMPLES {
        return Err(format!("it says it has more than {MAX_EXAMPLES} examples"));
    }
    let length = product(sizes).filter(|&length| length <= max).ok_or_else(|| {
        format!("it says it has too many bytes: the files of a set may have {} MiB in all", MAX_BYTES >> 20)
    })?;
    if length > 0 { Ok(length) } else { Err("it is empty".to_owned()) }
}
