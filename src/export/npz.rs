//! Arrays as NumPy reads them: an NPZ archive of NPY files.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::nn::{Matrix, Network};

/// The weights of a network as `numpy.load` reads them, in the names and shapes of the lecture: `w1` (units × inputs) and `b1`
/// (units × 1) of the first layer, `w2` and `b2` of the second, and so on; all of them float32.
///
/// # Errors
/// When the archive would pass 4 GiB.
pub fn npz(network: &Network) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The same weights give the same bytes, so the time is not that of a clock.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (n, layer) in network.layers.iter().enumerate() {
        for (letter, matrix) in [('w', &layer.weights), ('b', &layer.biases)] {
            archive.start_file(format!("{letter}{}.npy", n + 1), options)?;
            archive.write_all(&transposed_npy(matrix))?;
        }
    }
    Ok(archive.finish()?.into_inner())
}

/// The transpose of a matrix in version 1 of the NPY format. Its numbers are those of the matrix in Fortran's order, so that
/// none of them has to move.
fn transposed_npy(matrix: &Matrix) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    let (rows, columns) = (matrix.columns(), matrix.rows());
    let mut header = format!("{{'descr': '<f4', 'fortran_order': True, 'shape': ({rows}, {columns}), }}");
    // The numbers start at a multiple of 64 bytes; a line feed ends the header.
    let length = bytes.len() + size_of::<u16>() + header.len() + 1;
    header += &" ".repeat(length.next_multiple_of(64) - length);
    header.push('\n');
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    bytes.extend(matrix.values().flat_map(f32::to_le_bytes));
    bytes
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::nn::{Activation, Layer, Loss};

    fn network() -> Network {
        let layer = |inputs, units| Layer {
            weights: Matrix::from_fn(inputs, units, |i, j| (10 * i + j) as f32),
            biases: Matrix::from_fn(1, units, |_, j| -(j as f32)),
        };
        Network {
            layers: vec![layer(3, 2), layer(2, 4)],
            activation: Activation::Tanh,
            loss: Loss::Quadratic,
        }
    }

    #[test]
    fn the_arrays_have_the_names_and_shapes_of_the_lecture() {
        let bytes = npz(&network()).expect("memory");
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("an archive");
        let names: Vec<String> = archive.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
        assert_eq!(names, ["w1.npy", "b1.npy", "w2.npy", "b2.npy"]);
        let shapes = ["(2, 3)", "(2, 1)", "(4, 2)", "(4, 1)"];
        for (name, shape) in names.iter().zip(shapes) {
            let mut file = Vec::new();
            archive.by_name(name).expect(name).read_to_end(&mut file).expect("whole");
            let length = usize::from(u16::from_le_bytes([file[8], file[9]]));
            assert_eq!((10 + length) % 64, 0);
            let header = std::str::from_utf8(&file[10..10 + length]).expect("text");
            assert!(header.contains(&format!("'shape': {shape}, ")) && header.ends_with('\n'), "{header}");
        }
        assert_eq!(npz(&network()).expect("memory"), bytes, "the same weights give the same bytes");
    }
}
