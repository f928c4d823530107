//! Widgets. They depend on numbers, cells and the theme, but not on networks or data sets.

pub mod bar;
pub mod braille;
pub mod curve;
pub mod grey_image;
pub mod heat_map;
pub mod links;
pub mod signed_map;
pub mod sparkline;
pub mod text;
pub mod window;
