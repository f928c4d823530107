//! The formats of exports: one table for the command line and the screen.

use std::io;
use std::path::{Path, PathBuf};

use ratatui::buffer::Buffer;

use super::npz::npz;
use super::screen_png::screen_png;
use super::screen_svg::screen_svg;
use super::screen_text::{PictureFormat, TextColors, screen_text};
use super::weights::Weights;
use crate::display::Background;

/// A format of other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// The whole run on one page of HTML.
    Report,
    /// The screen.
    Screen(PictureFormat),
    /// The evaluations.
    Curves(CurveFormat),
    /// The network.
    Weights(WeightFormat),
}

/// A format for evaluations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveFormat {
    /// CSV, a row for each evaluation.
    Csv,
    /// JSON lines, with the changes.
    JsonLines,
    /// A TensorBoard event file, in a folder.
    TensorBoard,
}

/// A format for weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightFormat {
    /// Arrays of NumPy.
    Npz,
    /// safetensors, with the names of an `nn.Sequential` of PyTorch.
    Safetensors,
}

impl ExportFormat {
    /// All formats.
    pub const ALL: [ExportFormat; 9] = [
        ExportFormat::Report,
        ExportFormat::Screen(PictureFormat::Svg),
        ExportFormat::Screen(PictureFormat::Png),
        ExportFormat::Screen(PictureFormat::Text(TextColors::Ansi)),
        ExportFormat::Curves(CurveFormat::Csv),
        ExportFormat::Curves(CurveFormat::JsonLines),
        ExportFormat::Curves(CurveFormat::TensorBoard),
        ExportFormat::Weights(WeightFormat::Npz),
        ExportFormat::Weights(WeightFormat::Safetensors),
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Report => "report",
            ExportFormat::Screen(PictureFormat::Svg) => "svg",
            ExportFormat::Screen(PictureFormat::Png) => "png",
            ExportFormat::Screen(PictureFormat::Text(_)) => "text",
            ExportFormat::Curves(CurveFormat::Csv) => "csv",
            ExportFormat::Curves(CurveFormat::JsonLines) => "jsonl",
            ExportFormat::Curves(CurveFormat::TensorBoard) => "tensorboard",
            ExportFormat::Weights(WeightFormat::Npz) => "npz",
            ExportFormat::Weights(WeightFormat::Safetensors) => "safetensors",
        }
    }

    /// What it holds, and for whom.
    pub fn about(self) -> &'static str {
        match self {
            ExportFormat::Report => "the whole run on a page for a browser",
            ExportFormat::Screen(PictureFormat::Svg) => "the screen, sharp at any size",
            ExportFormat::Screen(PictureFormat::Png) => "the screen as an image",
            ExportFormat::Screen(PictureFormat::Text(_)) => "the screen as text",
            ExportFormat::Curves(CurveFormat::Csv) => "the curves as a table",
            ExportFormat::Curves(CurveFormat::JsonLines) => "the curves and changes for scripts",
            ExportFormat::Curves(CurveFormat::TensorBoard) => "the curves for TensorBoard",
            ExportFormat::Weights(WeightFormat::Npz) => "the weights for NumPy",
            ExportFormat::Weights(WeightFormat::Safetensors) => "the weights for PyTorch",
        }
    }

    /// What comes behind the name of its file.
    pub fn extension(self) -> &'static str {
        match self {
            ExportFormat::Report => "html",
            ExportFormat::Screen(PictureFormat::Text(_)) => "txt",
            other => other.name(),
        }
    }

    /// The path of an export beside its run.
    pub fn path(self, run: &Path) -> PathBuf {
        run.with_extension(self.extension())
    }
}

impl PictureFormat {
    /// The bytes of a file. `line` describes the picture; `background` is what its cells were drawn for.
    ///
    /// # Errors
    /// When the picture is too large for PNG.
    pub fn bytes(self, buffer: &Buffer, line: &str, background: Background) -> io::Result<Vec<u8>> {
        Ok(match self {
            PictureFormat::Svg => screen_svg(buffer, line, background).into_bytes(),
            PictureFormat::Png => screen_png(buffer, background)?,
            PictureFormat::Text(colors) => screen_text(buffer, colors).into_bytes(),
        })
    }
}

impl WeightFormat {
    /// The bytes of a file.
    ///
    /// # Errors
    /// When the weights take more than the 4 GiB of an NPZ archive.
    pub fn bytes(self, weights: &Weights) -> io::Result<Vec<u8>> {
        match self {
            WeightFormat::Npz => npz(weights.network),
            WeightFormat::Safetensors => Ok(weights.safetensors()),
        }
    }
}
