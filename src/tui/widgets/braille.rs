//! Braille cells, whose dots make up lines.

/// Columns and rows of dots in a braille cell.
pub const DOTS: (usize, usize) = (2, 4);

/// The cell without dots.
const BLANK: u32 = 0x2800;

/// The bit of a dot within its cell.
pub fn bit(column: usize, row: usize) -> u32 {
    const BITS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
    BITS[row % DOTS.1][column % DOTS.0]
}

/// The bits of the dots of a cell; none if it has another symbol.
pub fn bits(symbol: &str) -> u32 {
    let letter = symbol.chars().next().map_or(BLANK, u32::from);
    if (BLANK..BLANK + 0x100).contains(&letter) { letter - BLANK } else { 0 }
}

/// The cell with these dots.
pub fn cell(bits: u32) -> char {
    char::from_u32(BLANK + (bits & 0xff)).unwrap_or(' ')
}
