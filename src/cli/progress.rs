//! The look of progress bars.

use indicatif::ProgressStyle;

/// A style from a template, which is ours and therefore sound.
pub fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
