//! Styles, named by what they stand for.

use ratatui::style::{Modifier, Style};

use super::terminal::Theme;

impl Theme {
    /// What everything is written on: painted, because nobody knows what a terminal has there.
    pub fn background(self) -> Style {
        if self.has_colors() { self.text().bg(self.color(self.palette().background)) } else { Style::new() }
    }

    /// Ordinary text.
    pub fn text(self) -> Style {
        self.foreground(self.palette().text)
    }

    /// Text of less weight: units, hints, axes.
    pub fn faint(self) -> Style {
        self.foreground(self.palette().faint).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Frames around panels.
    pub fn frame(self) -> Style {
        self.foreground(self.palette().frame).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Titles, and what is chosen.
    pub fn strong(self) -> Style {
        self.foreground(self.palette().strong).add_modifier(Modifier::BOLD)
    }

    /// The field or card that the keys act on.
    pub fn focus(self) -> Style {
        self.foreground(self.palette().focus)
            .add_modifier(Modifier::BOLD | self.without_color(Modifier::REVERSED))
    }

    /// A key in a hint.
    pub fn key(self) -> Style {
        self.foreground(self.palette().focus).add_modifier(self.without_color(Modifier::BOLD))
    }

    /// Everything of the training examples.
    pub fn train(self) -> Style {
        self.foreground(self.palette().train)
    }

    /// Everything of the validation set.
    pub fn validation(self) -> Style {
        self.foreground(self.palette().validation)
    }

    /// Everything of the test examples.
    pub fn test(self) -> Style {
        self.foreground(self.palette().test)
    }

    /// Curves of runs before this one.
    pub fn ghost(self) -> Style {
        self.foreground(self.palette().faint).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Curves of pinned runs, and what is said about them.
    pub fn pin(self) -> Style {
        self.foreground(self.palette().pin)
    }

    /// Curves of the same set-up from many seeds: no colour of their own, for they are about this run and no other.
    pub fn seeds(self) -> Style {
        self.text()
    }

    /// The space between two curves.
    pub fn shade(self) -> Style {
        self.foreground(self.palette().gap).add_modifier(self.without_color(Modifier::DIM))
    }

    /// The step of the curves that is looked at.
    pub fn cursor(self) -> Style {
        self.foreground(self.palette().focus)
    }

    /// What went well.
    pub fn good(self) -> Style {
        self.foreground(self.palette().strong)
    }

    /// What went wrong.
    pub fn bad(self) -> Style {
        self.foreground(self.palette().bad).add_modifier(Modifier::BOLD)
    }

    /// What was asked for and is not in force yet.
    pub fn pending(self) -> Style {
        self.foreground(self.palette().focus).add_modifier(Modifier::ITALIC)
    }
}
