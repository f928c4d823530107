//! The screen of a run at one moment, without a terminal.

use std::sync::Arc;

use ratatui::buffer::Buffer;

use super::app::App;
use super::effects::{self, Host};
use super::gradient_check::CheckRequest;
use super::message::Message;
use super::picture::Request;
use super::screen;
use super::theme::Theme;
use crate::data::{self, Choice};
use crate::display::{Background, Colors, DisplayOptions, Glyphs};
use crate::error::Error;
use crate::export::{PictureFormat, TextColors, screen_png, screen_svg, screen_text};
use crate::launch::{PendingFile, PendingRun};
use crate::train::{
    Command, Fork, LineFile, Pace, Past, Report, RunId, Session, Setup, Snapshot, State, Status,
};

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
    Ok(match format {
        PictureFormat::Svg => screen_svg(&buffer, &session.command_line(""), theme.background).into_bytes(),
        PictureFormat::Png => screen_png(&buffer, theme.background).map_err(Error::Output)?,
        PictureFormat::Text(colors) => screen_text(&buffer, colors).into_bytes(),
    })
}

/// The screen of a run as it stands, on a terminal of this size.
///
/// # Errors
/// When the picture cannot be made.
pub fn still(session: &Session, theme: Theme, size: (u16, u16)) -> Result<Buffer, Error> {
    let (mut app, _) = App::new(theme, size, None);
    let (run, _) = app.show_new_run(session.setup());
    let status = match session.state() {
        State::Learning => Status::Paused,
        state => Status::from(state),
    };
    if let Some(run) = &mut app.run {
        run.wants_running = false;
    }
    let snapshot = Box::new(Snapshot::of(session, run, status));
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

/// Computes pictures at once, and nothing else.
#[derive(Default)]
struct Pictures(Vec<Message>);

impl Host for Pictures {
    fn start(&mut self, _: RunId, _: Setup, _: Pace) -> Result<(), Error> {
        Ok(())
    }

    fn resume(&mut self, _: RunId, _: Box<Session>, _: Pace) -> Result<(), Error> {
        Ok(())
    }

    fn command(&mut self, _: Command) {}

    fn paint(&mut self, request: Request) -> Result<(), Error> {
        self.0.push(Message::Picture(Box::new(request.render())));
        Ok(())
    }

    fn check_gradients(&mut self, request: CheckRequest) -> Result<(), Error> {
        self.0.push(Message::GradientCheck(Box::new(request.carry_out())));
        Ok(())
    }

    fn explain(&mut self, _: Arc<Fork>) -> Result<(), Error> {
        Ok(())
    }

    fn train_seeds(&mut self, _: u64, _: Setup) -> Result<(), Error> {
        Ok(())
    }

    fn stop_seeds(&mut self) {}

    fn try_cures(&mut self, _: Arc<Fork>, _: bool) -> Result<(), Error> {
        Ok(())
    }

    fn stop_cures(&mut self) {}

    fn recall(&mut self, _: u64, _: Past, _: u64) -> Result<(), Error> {
        Ok(())
    }

    fn stop_recall(&mut self) {}

    fn load_thumbnail(&mut self, _: usize, _: Choice, _: data::Request) -> Result<(), Error> {
        Ok(())
    }

    fn read(&mut self, _: u64, _: PendingFile) -> Result<(), Error> {
        Ok(())
    }

    fn open_run(&mut self, _: u64, _: PendingRun) -> Result<(), Error> {
        Ok(())
    }

    fn stop_reading(&mut self) {}

    fn write(&mut self, _: Vec<LineFile>) {}
}
