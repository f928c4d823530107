//! The thread that looks at logs, again and again, and tells what is new.

use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use super::background::spawn;
use super::message::Message;
use crate::error::Error;
use crate::watch::{Format, Log, LogState, News, Role};

/// The time between two looks. A point is on the screen well within half a second.
const PAUSE: Duration = Duration::from_millis(100);

/// A request for another column.
#[derive(Clone, Copy, Debug)]
pub struct NextColumn {
    /// The number of the log.
    pub log: usize,
    /// What the column is to be.
    pub role: Role,
}

/// Starts the thread; returns where to send requests. It ends when nobody can send one any more.
pub(super) fn start(logs: Vec<Log>, out: &Sender<Message>) -> Result<Sender<NextColumn>, Error> {
    let (requests, requested) = unbounded(); // one for each key
    let to_screen = out.clone();
    spawn("watcher", out, Message::Fault, move || watch(logs, &requested, &to_screen))?;
    Ok(requests)
}

fn watch(logs: Vec<Log>, requested: &Receiver<NextColumn>, out: &Sender<Message>) {
    let mut watcher = Watcher::new(logs);
    let send = |messages: Vec<Message>| messages.into_iter().all(|message| out.send(message).is_ok());
    loop {
        let (news, is_busy) = watcher.look();
        if !send(news) {
            return;
        }
        let pause = if is_busy { Duration::ZERO } else { PAUSE };
        let answer = match requested.recv_timeout(pause) {
            Ok(request) => watcher.choose_next(request),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        if !send(answer.into_iter().collect()) {
            return;
        }
    }
}

/// Looks at logs, and tells the screen what is new.
#[derive(Debug)]
pub struct Watcher {
    logs: Vec<Log>,
    /// What the screen knows of each.
    sent: Vec<Option<Seen>>,
}

/// What the screen knows of a log beside its evaluations and notices.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    format: Format,
    columns: usize,
    has_ended: bool,
    failure: Option<String>,
}

impl Watcher {
    /// Will look at these logs.
    pub fn new(logs: Vec<Log>) -> Watcher {
        Watcher { sent: vec![None; logs.len()], logs }
    }

    /// Looks at all logs. Returns the state of each of which anything is new, and whether there is more to read.
    pub fn look(&mut self) -> (Vec<Message>, bool) {
        let (mut news, mut is_busy) = (Vec::new(), false);
        for (nth, (log, sent)) in self.logs.iter_mut().zip(&mut self.sent).enumerate() {
            let (state, has_more) = look(log, sent);
            news.extend(state.map(|state| Message::Watched { nth, log: Box::new(state) }));
            is_busy |= has_more;
        }
        (news, is_busy)
    }

    /// Takes the next column for a role; returns the state of the log.
    pub fn choose_next(&mut self, NextColumn { log: nth, role }: NextColumn) -> Option<Message> {
        let log = self.logs.get_mut(nth)?;
        let words = match log.choose_next(role) {
            Some(name) => format!("The {} is `{name}` now.", role.words()),
            None => format!("There is no other column for the {}.", role.words()),
        };
        let (state, _) = look(log, &mut self.sent[nth]);
        let mut state = state.unwrap_or_else(|| LogState::of(log, Vec::new()));
        state.notices.push(words);
        Some(Message::Watched { nth, log: Box::new(state) })
    }
}

/// Looks at a log. The state is there if anything is new since it was last sent.
fn look(log: &mut Log, sent: &mut Option<Seen>) -> (Option<LogState>, bool) {
    let (news, failure) = match log.look(Duration::ZERO) {
        Ok(news) => (news, None),
        Err(source) => {
            let error = Error::Unreadable { path: log.name.clone(), source };
            (News::default(), Some(error.to_string()))
        }
    };
    let seen = Seen {
        format: log.format(),
        columns: log.columns().len(),
        has_ended: log.is_finished(),
        failure: failure.clone(),
    };
    let is_new = !news.points.is_empty() || !news.notices.is_empty() || sent.as_ref() != Some(&seen);
    *sent = Some(seen);
    let state = is_new.then(|| LogState { failure, ..LogState::of(log, news.notices) });
    (state, news.has_more)
}
