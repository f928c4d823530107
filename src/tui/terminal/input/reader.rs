//! Reads events from the terminal.

use std::io;

use super::event::Input;

/// Reads events and passes them on until the receiver refuses them or the terminal is gone.
///
/// # Errors
/// Returns the error if the terminal cannot be read.
pub fn read(on_event: impl FnMut(Input) -> bool) -> io::Result<()> {
    platform::read(on_event)
}

#[cfg(unix)]
mod platform {
    use std::io;
    use std::thread;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use rustix::stdio::stdin;

    use super::super::event::Input;
    use super::super::parser::Parser;
    use crate::tui::terminal::job;

    /// The time between two checks whether the process is in the foreground again.
    const IN_BACKGROUND: Duration = Duration::from_millis(100);

    pub fn read(mut on_event: impl FnMut(Input) -> bool) -> io::Result<()> {
        let stdin = stdin();
        let mut parser = Parser::default();
        let mut bytes = [0; 4_096];
        loop {
            let mut terminal = [PollFd::new(&stdin, PollFlags::IN)];
            let patience = parser.patience().and_then(|time| Timespec::try_from(time).ok());
            match poll(&mut terminal, patience.as_ref()) {
                Err(Errno::INTR) => continue,
                Err(fault) => return Err(fault.into()),
                Ok(0) => parser.give_up(),
                // In the background the input belongs to the shell, and reading it would stop the process.
                Ok(_) if !job::in_foreground() => {
                    thread::sleep(IN_BACKGROUND);
                    continue;
                }
                Ok(_) => match rustix::io::read(stdin, &mut bytes) {
                    Ok(0) => return Ok(()),
                    Ok(count) => parser.feed(&bytes[..count]),
                    Err(Errno::INTR | Errno::AGAIN) => continue,
                    Err(fault) => return Err(fault.into()),
                },
            }
            for event in parser.events() {
                if !on_event(event) {
                    return Ok(());
                }
            }
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io;

    use ratatui::crossterm::event;

    use super::super::event::Input;

    pub fn read(mut on_event: impl FnMut(Input) -> bool) -> io::Result<()> {
        while on_event(Input::Event(event::read()?)) {}
        Ok(())
    }
}
