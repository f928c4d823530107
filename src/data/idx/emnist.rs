//! What is special about EMNIST (Cohen, Afshar, Tapson and van Schaik, 2017): its images lie on their side, as MATLAB
//! stores them column by column, and a file says which letter each label stands for.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::data::arrays::Array;

/// The most bytes of a mapping, which has a short line for each class.
const MAX_BYTES: u64 = 1 << 16;

/// Whether the names of the files of a set begin like those of EMNIST.
pub fn is_emnist(prefix: &str) -> bool {
    prefix.starts_with("emnist")
}

/// Turns images upright, whose bytes are pixels: rows become columns.
pub fn turn_upright(images: &mut Array) {
    let &[_, rows, columns] = images.shape.as_slice() else { return };
    if images.number_type.size() != 1 || rows * columns == 0 {
        return;
    }
    for image in images.bytes.chunks_exact_mut(rows * columns) {
        let lying = image.to_vec();
        for (n, pixel) in image.iter_mut().enumerate() {
            *pixel = lying[(n % rows) * columns + n / rows];
        }
    }
    images.shape = vec![images.shape[0], columns, rows];
}

/// A letter for each label, as the lines of a mapping say it: the label, then the code of the letter.
pub struct Mapping(Vec<(String, char)>);

impl Mapping {
    /// Reads a mapping file. Lines that are not understood are left out.
    ///
    /// # Errors
    /// When the operating system reports an error.
    pub fn read(path: &Path) -> io::Result<Mapping> {
        let mut bytes = Vec::new();
        File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let entry = |line: &str| {
            let mut numbers = line.split_whitespace();
            let label: i64 = numbers.next()?.parse().ok()?;
            let letter = char::from_u32(numbers.next()?.parse().ok()?)?;
            letter.is_alphanumeric().then_some((label.to_string(), letter))
        };
        Ok(Mapping(text.lines().filter_map(entry).collect()))
    }

    /// Names the classes, if there is a letter for each of them. Returns whether it did.
    pub fn name(&self, classes: &mut [String]) -> bool {
        let letter =
            |label: &String| self.0.iter().find(|(known, _)| known == label).map(|(_, letter)| *letter);
        let letters: Option<Vec<char>> = classes.iter().map(letter).collect();
        for (class, letter) in classes.iter_mut().zip(letters.iter().flatten()) {
            *class = letter.to_string();
        }
        letters.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::arrays::NumberType;

    #[test]
    fn lying_images_are_turned_upright() {
        let mut images = Array {
            shape: vec![2, 2, 3],
            bytes: vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            ..Array::empty(NumberType::U8, true)
        };
        turn_upright(&mut images);
        assert_eq!(images.shape, [2, 3, 2]);
        assert_eq!(images.bytes, [1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12]);
    }
}
