//! Widgets. They know numbers, cells and the theme, but no network and no data set.

pub mod bar;
pub mod curve;
pub mod grey_image;
pub mod heat_map;
pub mod text;
