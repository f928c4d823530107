//! Styles, named by what they stand for.

use ratatui::style::{Modifier, Style};

use super::terminal::Theme;
use crate::display::Colors;

impl Theme {
    /// The background of the screen. It is drawn because the background of the terminal is unknown.
    pub fn background(self) -> Style {
        if self.has_colors() { self.text().bg(self.color(self.palette().background)) } else { Style::new() }
    }

    /// Ordinary text.
    pub fn text(self) -> Style {
        self.foreground(self.palette().text)
    }

    /// Less important text: units, hints, axes.
    pub fn faint(self) -> Style {
        self.foreground(self.palette().faint).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Frames around panels.
    pub fn frame(self) -> Style {
        self.foreground(self.palette().frame).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Titles and chosen items.
    pub fn strong(self) -> Style {
        self.foreground(self.palette().strong).add_modifier(Modifier::BOLD)
    }

    /// The field or card that the keys act on.
    pub fn focus(self) -> Style {
        self.foreground(self.palette().focus)
            .add_modifier(Modifier::BOLD | self.without_color(Modifier::REVERSED))
    }

    /// What is added to the style of the cell of a map that the keys act on.
    pub fn chosen_cell(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// The text of a field that is being typed.
    pub fn typed(self) -> Style {
        self.foreground(self.palette().strong).add_modifier(Modifier::UNDERLINED)
    }

    /// The character at the cursor of such a field.
    pub fn caret(self) -> Style {
        self.foreground(self.palette().focus).add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// A key in a hint.
    pub fn key(self) -> Style {
        self.foreground(self.palette().focus).add_modifier(self.without_color(Modifier::BOLD))
    }

    /// Everything about the training set.
    pub fn train(self) -> Style {
        self.foreground(self.palette().train)
    }

    /// Everything about the validation set.
    pub fn validation(self) -> Style {
        self.foreground(self.palette().validation)
    }

    /// Everything about the test set.
    pub fn test(self) -> Style {
        self.foreground(self.palette().test)
    }

    /// Curves of the previous run.
    pub fn ghost(self) -> Style {
        self.foreground(self.palette().faint).add_modifier(self.without_color(Modifier::DIM))
    }

    /// The curve and the text of a pinned run, the first one number 0.
    pub fn pin(self, number: usize) -> Style {
        let pins = self.palette().pins;
        self.foreground(pins[number % pins.len()])
    }

    /// Curves of the runs from many seeds. They have no colour of their own, because they belong to the current run.
    pub fn seeds(self) -> Style {
        self.text()
    }

    /// The shaded area between two curves.
    pub fn shade(self) -> Style {
        self.foreground(self.palette().gap).add_modifier(self.without_color(Modifier::DIM))
    }

    /// The cursor in the curves.
    pub fn cursor(self) -> Style {
        self.foreground(self.palette().focus)
    }

    /// Good results.
    pub fn good(self) -> Style {
        self.foreground(self.palette().strong)
    }

    /// Wrong predictions and failures.
    pub fn bad(self) -> Style {
        let style = self.foreground(self.palette().bad).add_modifier(Modifier::BOLD);
        match self.palette().bad_ground_of_16 {
            Some(ground) if self.colors == Colors::Ansi16 => style.bg(ground),
            _ => style,
        }
    }

    /// Bars of wrong predictions.
    pub fn bad_bar(self) -> Style {
        let style = self.foreground(self.palette().bad).add_modifier(Modifier::BOLD);
        match self.palette().bad_ground_of_16 {
            // A bar need not be read, but one of letters may be taken for text.
            Some(color) if self.colors == Colors::Ansi16 && self.unicode() => style.fg(color),
            _ => style,
        }
    }

    /// Requests that are not in force yet.
    pub fn pending(self) -> Style {
        self.foreground(self.palette().focus).add_modifier(Modifier::ITALIC)
    }
}
