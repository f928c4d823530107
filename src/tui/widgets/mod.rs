//! Things to draw with. They know numbers, cells and the theme, but no network and no data set.

pub mod curve;
pub mod digit;
pub mod heat_map;
pub mod text;
