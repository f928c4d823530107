//! The screen: one state, one function that changes it, one that draws it.

pub mod action;
pub mod advice;
pub mod app;
mod app_actions;
pub mod axis;
pub mod backend;
mod chart_actions;
mod commands;
pub mod effects;
mod event_loop;
pub mod keymap;
mod labels;
pub mod layout;
pub mod line_data;
pub mod message;
mod outcomes;
pub mod panels;
mod paste;
pub mod picker;
pub mod picture;
pub mod pins;
pub mod run;
mod run_lines;
pub mod screen;
pub mod seeds;
pub mod terminal;
pub mod theme;
mod threads;
pub mod view;
pub mod widgets;

pub use event_loop::run as show;
