//! The screen of a run at one moment, without a terminal.

use ratatui::buffer::Buffer;

use super::app::App;
use super::effects;
use super::message::Message;
use super::pictures::Pictures;
use super::screen;
use super::theme::Theme;
use crate::display::{Background, Colors, DisplayOptions, Glyphs};
use crate::error::Error;
use crate::export::{PictureFormat, TextColors};
use crate::train::{Report, Session, Snapshot, Status};

/// The screen of a run as it stands, in a format of files. What the options leave open is as on the best terminal.
///
/// # Errors
/// When the picture cannot be made.
pub fn picture(
    session: &Session,
    format: PictureFormat,
    options: DisplayOptions,
    size: (u16, u16),
) -> Result<Vec<u8>, Error> {
    let is_plain = format == PictureFormat::Text(TextColors::None);
    let colors = options.colors.filter(|_| !is_plain);
    let theme = Theme {
        colors: colors.unwrap_or(if is_plain { Colors::None } else { Colors::True }),
        glyphs: options.glyphs.unwrap_or(Glyphs::Unicode),
        background: options.background.unwrap_or(Background::Dark),
    };
    let buffer = still(session, theme, size)?;
    format.bytes(&buffer, &session.command_line(""), theme.background).map_err(Error::Output)
}

/// The screen of a run as it stands, on a terminal of this size.
///
/// # Errors
/// When the picture cannot be made.
pub fn still(session: &Session, theme: Theme, size: (u16, u16)) -> Result<Buffer, Error> {
    let (mut app, _) = App::new(theme, size, None);
    let (run, _) = app.show_new_run(session.setup());
    if let Some(run) = &mut app.run {
        run.wants_running = false;
    }
    let snapshot = Box::new(Snapshot::of(session, run, Status::at_rest(session.state())));
    let mut pictures = Pictures::default();
    let mut messages = vec![Message::Report(Report::Progress(snapshot))];
    while let Some(message) = messages.pop() {
        for effect in app.update(message) {
            effects::carry_out(effect, &mut pictures)?;
        }
        messages.append(&mut pictures.0);
    }
    let mut buffer = Buffer::empty(app.area);
    screen::draw(&app, app.area, &mut buffer);
    Ok(buffer)
}
