//! Reads the files of a data set.

use std::io::{self, Read};
use std::path::Path;

use super::emnist::{self, Mapping};
use super::file_name::{Content, Part};
use super::file_set::FileSet;
use crate::data::arrays::{self, Array, NumberType, TEST, TRAINING, VALIDATION};
use crate::data::file_data::{FileData, MAX_EXAMPLES, check_inputs};
use crate::data::gzip;
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;
use crate::error::Error;

/// The most bytes of a data set, whatever its headers claim. Enough for all of MNIST's kind but the two largest of
/// EMNIST, which have 609 MiB.
const MAX_BYTES: u64 = 256 << 20;
/// The most numbers of a data set that are not bytes.
const MAX_NUMBERS: u64 = 60_000_000;

/// Reads the data set in a folder, or the one that a file belongs to. Without a test part, a fifth of the examples
/// becomes the test set.
///
/// # Errors
/// [`Error::Unreadable`] when the operating system reports an error, [`Error::BadData`] when files are missing or
/// cannot be used.
pub fn read(path: &Path, progress: &mut Progress) -> Result<FileData, Error> {
    let files = FileSet::find(path).map_err(|error| error.for_file(path))?;
    for part in Part::ALL {
        for content in [Content::Images, Content::Labels] {
            files.path(part, content).inspect(|path| progress.expect(path));
        }
    }
    let bad = |problem: String| ReadError::from(problem).for_file(&files.folder);
    let mut reader = Reader { progress, bytes_left: MAX_BYTES, numbers_left: MAX_NUMBERS, notes: Vec::new() };
    let train = reader.part(&files, Part::Train)?;
    let train = train.ok_or_else(|| bad(files.missing(Part::Train, Content::Images)))?;
    let validation = reader.part(&files, Part::Validation)?;
    let test = reader.part(&files, Part::Test)?;
    let Reader { mut notes, .. } = reader;
    let mut data =
        arrays::file_data([train].into_iter().chain(validation).chain(test).collect()).map_err(bad)?;
    if emnist::is_emnist(&files.prefix) {
        notes.push("images turned upright: those of EMNIST are stored on their side".to_owned());
    }
    if let Some(path) = files.mapping() {
        let mapping = Mapping::read(&path).map_err(|error| ReadError::Io(error).for_file(&path))?;
        if mapping.name(&mut data.class_names) {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            notes.push(format!("class names from {file}"));
        }
    }
    notes.dedup();
    data.reading.notes.extend(notes);
    Ok(data)
}

/// Reads the files of one data set.
struct Reader<'p, 'a> {
    progress: &'p mut Progress<'a>,
    /// Bytes that may still be read.
    bytes_left: u64,
    /// Numbers of more than a byte that may still be read.
    numbers_left: u64,
    /// What a person should know about what was read.
    notes: Vec<String>,
}

impl Reader<'_, '_> {
    /// Reads the images and labels of a part; `None` if there is no file of images.
    fn part(&mut self, files: &FileSet, part: Part) -> Result<Option<arrays::Part>, Error> {
        let Some(image_path) = files.path(part, Content::Images) else { return Ok(None) };
        let missing = || ReadError::from(files.missing(part, Content::Labels)).for_file(&files.folder);
        let label_path = files.path(part, Content::Labels).ok_or_else(missing)?;
        // The labels come first: they are few, and say how many images there should be.
        let labels = self.array(label_path, Content::Labels, None);
        let mut labels = labels.map_err(|error| error.for_file(label_path))?;
        let images = self.array(image_path, Content::Images, labels.shape.first().copied());
        let mut inputs = images.map_err(|error| error.for_file(image_path))?;
        if let [_, columns] = labels.shape[..]
            && columns > 1
            && !arrays::is_one_hot(&labels)
        {
            labels.keep_first_column();
            self.notes.push(format!("class: the first of {columns} numbers in each row of the labels"));
        }
        if emnist::is_emnist(&files.prefix) {
            emnist::turn_upright(&mut inputs);
        }
        let name = match part {
            Part::Train => TRAINING,
            Part::Validation => VALIDATION,
            Part::Test => TEST,
        };
        Ok(Some(arrays::Part { name, inputs, labels }))
    }

    /// Reads a file that should have this content and, if it is known, this many entries.
    fn array(&mut self, path: &Path, content: Content, count: Option<usize>) -> Result<Array, ReadError> {
        let mut file = gzip::open(path, self.progress).map_err(ReadError::from_gzip)?;
        let array = header(&mut file, content)?;
        let length = array.shape.first().copied().unwrap_or(0);
        if let Some(labels) = count.filter(|&labels| labels != length) {
            return Err(format!("it has {length} images, and there are {labels} labels").into());
        }
        let numbers = count_of_numbers(&array.shape)?;
        let size = array.number_type.size() as u64;
        let left = if size == 1 { &mut self.bytes_left } else { &mut self.numbers_left };
        *left = left.checked_sub(numbers).ok_or_else(|| {
            format!(
                "it says it has too many bytes: the files of a set may have {} MiB in all",
                MAX_BYTES >> 20
            )
        })?;
        let filled = arrays::fill(array, &mut file).map_err(read_error)?;
        match filled.bytes_read.cmp(&(numbers * size)) {
            std::cmp::Ordering::Less => Err(TRUNCATED.into()),
            std::cmp::Ordering::Equal => Ok(filled.array),
            std::cmp::Ordering::Greater => Err("it is longer than its header says".into()),
        }
    }
}

/// Reads the header of a file into an array without numbers.
fn header(file: &mut impl Read, content: Content) -> Result<Array, ReadError> {
    let mut number = || {
        let mut bytes = [0; 4];
        file.read_exact(&mut bytes).map(|()| bytes).map_err(read_error)
    };
    let [zero, zero_too, code, dimensions] = number()?;
    let number_type = number_type(code).filter(|_| (zero, zero_too) == (0, 0));
    let allowed = match content {
        Content::Images => 2..=4,
        Content::Labels => 1..=2,
    };
    let number_type = number_type.filter(|_| allowed.contains(&dimensions));
    let number_type = number_type.ok_or_else(|| format!("it is not an IDX file of {}", content.name()))?;
    let lengths = (0..dimensions).map(|_| Ok(u32::from_be_bytes(number()?) as usize));
    let shape = lengths.collect::<Result<Vec<_>, ReadError>>()?;
    Ok(Array { shape, ..Array::empty(number_type, true) })
}

/// The number type with this code.
fn number_type(code: u8) -> Option<NumberType> {
    Some(match code {
        0x08 => NumberType::U8,
        0x09 => NumberType::I8,
        0x0b => NumberType::I16,
        0x0c => NumberType::I32,
        0x0d => NumberType::F32,
        0x0e => NumberType::F64,
        _ => return None,
    })
}

const TRUNCATED: &str = "it is shorter than its header says: download it again";

fn read_error(source: io::Error) -> ReadError {
    if source.kind() == io::ErrorKind::UnexpectedEof {
        TRUNCATED.into()
    } else {
        ReadError::from_gzip(source)
    }
}

/// The count of numbers that a header announces.
fn count_of_numbers(shape: &[usize]) -> Result<u64, String> {
    let product =
        |lengths: &[usize]| lengths.iter().map(|&length| length as u64).try_fold(1, u64::checked_mul);
    let inputs = product(shape.get(1..).unwrap_or_default()).unwrap_or(u64::MAX);
    check_inputs(usize::try_from(inputs).unwrap_or(usize::MAX))?;
    if shape.first().is_some_and(|&examples| examples > MAX_EXAMPLES) {
        return Err(format!("it says it has more than {MAX_EXAMPLES} examples"));
    }
    match product(shape).unwrap_or(u64::MAX) {
        0 => Err("it is empty".to_owned()),
        numbers => Ok(numbers),
    }
}
