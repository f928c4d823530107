//! Pixels as PNG.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use png::{BitDepth, ColorType, Compression, Encoder};

/// What a pixel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pixels {
    /// A byte, from black to white.
    Grey,
    /// A byte each for red, green and blue.
    Rgb,
}

/// An image as the bytes of a PNG file. `bytes` are the pixels, row by row.
///
/// # Errors
/// When the image has no pixels, or the bytes are not as many as it takes.
pub fn png(width: usize, height: usize, pixels: Pixels, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let size = |length: usize| u32::try_from(length).map_err(io::Error::other);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, size(width)?, size(height)?);
    encoder.set_color(match pixels {
        Pixels::Grey => ColorType::Grayscale,
        Pixels::Rgb => ColorType::Rgb,
    });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(bytes)?;
    writer.finish()?;
    Ok(file)
}

/// An image as a link that holds it. Empty if it has no pixels.
pub fn data_link(width: usize, height: usize, pixels: Pixels, bytes: &[u8]) -> String {
    match png(width, height, pixels, bytes) {
        Ok(file) => format!("data:image/png;base64,{}", STANDARD.encode(file)),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_come_back() {
        let bytes = [0, 50, 255, 1, 2, 3];
        for (pixels, width) in [(Pixels::Grey, 3), (Pixels::Rgb, 1)] {
            let file = png(width, 2, pixels, &bytes).expect("an image");
            let mut reader = png::Decoder::new(io::Cursor::new(file)).read_info().expect("a header");
            let mut decoded = vec![0; bytes.len()];
            reader.next_frame(&mut decoded).expect("pixels");
            assert_eq!(decoded, bytes);
        }
        assert!(png(0, 2, Pixels::Grey, &[]).is_err());
        assert!(png(2, 2, Pixels::Grey, &[0]).is_err());
    }
}
