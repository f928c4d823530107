//! The thread that looks at logs, again and again, and tells what is new.

use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use super::background::spawn;
use super::message::Message;
use crate::error::Error;
use crate::watch::{Log, LogState, Role};

/// The time between two looks. A point is on the screen well within half a second.
const PAUSE: Duration = Duration::from_millis(100);

/// A wish for another column.
#[derive(Clone, Copy, Debug)]
pub struct NextColumn {
    /// The number of the log.
    pub log: usize,
    /// What the column is to be.
    pub role: Role,
}

/// Starts the thread; returns where to send wishes. It ends when nobody can send one any more.
pub fn start(logs: Vec<Log>, out: &Sender<Message>) -> Result<Sender<NextColumn>, Error> {
    let (wishes, wanted) = unbounded(); // a wish for each key
    let to_screen = out.clone();
    spawn("watcher", out, Message::Fault, move || watch(logs, &wanted, &to_screen))?;
    Ok(wishes)
}

fn watch(mut logs: Vec<Log>, wanted: &Receiver<NextColumn>, out: &Sender<Message>) {
    let mut told: Vec<Option<String>> = vec![None; logs.len()];
    loop {
        let mut is_busy = false;
        for (nth, log) in logs.iter_mut().enumerate() {
            let (state, has_more) = look(log, told[nth].as_deref());
            is_busy |= has_more;
            if let Some(state) = state {
                told[nth].clone_from(&state.failure);
                if out.send(Message::Watched { nth, log: Box::new(state) }).is_err() {
                    return;
                }
            }
        }
        let pause = if is_busy { Duration::ZERO } else { PAUSE };
        match wanted.recv_timeout(pause) {
            Ok(NextColumn { log: nth, role }) => {
                let Some(log) = logs.get_mut(nth) else { continue };
                let words = match log.choose_next(role) {
                    Some(name) => format!("The {} is `{name}` now.", role.words()),
                    None => format!("There is no other column for the {}.", role.words()),
                };
                let state = LogState::of(log, vec![words]);
                if out.send(Message::Watched { nth, log: Box::new(state) }).is_err() {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Looks at a log. The state is there if anything is new, or if it cannot be read for another reason than was `told`.
fn look(log: &mut Log, told: Option<&str>) -> (Option<LogState>, bool) {
    let was_over = log.has_ended();
    match log.look(Duration::ZERO) {
        Ok(mut news) => {
            if log.has_ended() && !was_over {
                let last = log.end();
                news.points.extend(last.points);
                news.notices.extend(last.notices);
            }
            let is_new = !news.points.is_empty() || !news.notices.is_empty() || told.is_some();
            let is_new = is_new || log.has_ended() != was_over;
            (is_new.then(|| LogState::of(log, news.notices)), news.has_more)
        }
        Err(source) => {
            let failure = Error::Unreadable { path: log.name.clone(), source }.to_string();
            let is_new = told != Some(failure.as_str());
            (is_new.then(|| LogState { failure: Some(failure), ..LogState::of(log, Vec::new()) }), false)
        }
    }
}
