//! The commands that the training thread has received and not yet carried out.

use std::collections::VecDeque;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, TryRecvError};

use super::protocol::{Change, Command};

/// The maximum number of queued commands: more than a person gives during one step.
pub const COMMANDS: usize = 256;
/// The maximum number of queued single steps, for a key that is held down.
const STEPS: usize = 32;

/// The sender of the commands was dropped.
pub struct Gone;

/// The queued commands, oldest first.
pub struct Queue {
    inbox: Receiver<Command>,
    waiting: VecDeque<Command>,
}

impl Queue {
    /// Creates an empty queue that receives from `inbox`.
    pub fn new(inbox: Receiver<Command>) -> Queue {
        Queue { inbox, waiting: VecDeque::new() }
    }

    /// Receives the commands that have arrived. An empty queue waits up to `patience` for one, or forever if it is
    /// `None`.
    pub fn take_in(&mut self, patience: Option<Duration>) -> Result<(), Gone> {
        if self.waiting.is_empty()
            && let Some(command) = self.wait(patience)?
        {
            self.push(command);
        }
        // Leave the rest in the channel, where the sender can see its length.
        while self.waiting.len() < COMMANDS
            && let Ok(command) = self.inbox.try_recv()
        {
            self.push(command);
        }
        Ok(())
    }

    /// Waits for one command; `Ok(None)` if none arrives in time.
    fn wait(&self, patience: Option<Duration>) -> Result<Option<Command>, Gone> {
        match patience {
            None => self.inbox.recv().map(Some).map_err(|_| Gone),
            Some(Duration::ZERO) => match self.inbox.try_recv() {
                Err(TryRecvError::Disconnected) => Err(Gone),
                result => Ok(result.ok()),
            },
            Some(time) => match self.inbox.recv_timeout(time) {
                Err(RecvTimeoutError::Disconnected) => Err(Gone),
                result => Ok(result.ok()),
            },
        }
    }

    fn push(&mut self, command: Command) {
        let is_step = |command: &&Command| matches!(command, Command::Step);
        if is_step(&&command) && self.waiting.iter().rev().take_while(is_step).count() >= STEPS {
            return;
        }
        if let Command::Change(number, Change::Adjust(adjustments)) = &command
            && let Some(Command::Change(last_number, Change::Adjust(last))) = self.waiting.back_mut()
        {
            // Merge consecutive adjustments: each may load data, and a key that is held down sends many.
            *last_number = *number;
            last.extend_from_slice(adjustments);
            return;
        }
        self.waiting.push_back(command);
    }

    /// Removes the oldest command.
    pub fn pop(&mut self) -> Option<Command> {
        self.waiting.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::unbounded;

    use super::*;
    use crate::train::adjustment::Adjustment;
    use crate::train::ladder::Direction;
    use crate::train::setting_id::SettingId;

    fn all_of(commands: impl IntoIterator<Item = Command>) -> Vec<Command> {
        let (sender, inbox) = unbounded();
        commands.into_iter().for_each(|command| sender.send(command).expect("somebody listens"));
        let mut queue = Queue::new(inbox);
        assert!(queue.take_in(Some(Duration::ZERO)).is_ok());
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn a_key_that_is_held_down_does_not_pile_up_steps() {
        let held = || std::iter::repeat_n(Command::Step, 1_000);
        assert_eq!(all_of(held()).len(), STEPS);
        assert_eq!(all_of(held().take(5).chain([Command::Resume])).len(), 6, "those that are counted stay");
        assert_eq!(all_of(std::iter::repeat_n(Command::Epoch, 1_000)).len(), COMMANDS);
    }

    #[test]
    fn changes_that_wait_are_carried_out_together_in_their_order() {
        let adjust = |number, direction| {
            let adjustment = Adjustment::next(SettingId::Eta, direction);
            Command::Change(number, Change::Adjust(vec![adjustment]))
        };
        let again = Command::Change(3, Change::Again);
        let left =
            all_of([adjust(1, Direction::Up), adjust(2, Direction::Down), again, adjust(4, Direction::Up)]);
        let [
            Command::Change(2, Change::Adjust(first)),
            Command::Change(3, Change::Again),
            Command::Change(4, _),
        ] = &left[..]
        else {
            panic!("{left:?}")
        };
        let expected = [Direction::Up, Direction::Down].map(|to| Adjustment::next(SettingId::Eta, to));
        assert_eq!(first[..], expected);
    }

    #[test]
    fn it_ends_with_its_sender() {
        let (sender, inbox) = unbounded();
        drop(sender);
        assert!(Queue::new(inbox).take_in(None).is_err());
    }
}
