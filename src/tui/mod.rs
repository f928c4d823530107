//! The screen: one state, one function that changes it, one that draws it.

pub mod action;
pub mod app;
pub mod keymap;
pub mod panels;
pub mod picker;
pub mod picture;
pub mod run;
pub mod screen;
pub mod theme;
pub mod widgets;
