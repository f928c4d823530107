//! The network, its training, and what is said about it: gradients against finite differences, runs against reference
//! numbers, changes while it learns, and the trainer's thread.

mod cures;
mod diagnosis;
mod driver;
mod edited_points;
mod example_history;
mod explained_step;
mod first_cure;
mod golden;
mod gradient_check;
mod gradients;
mod ladders;
mod layers;
mod live_changes;
mod reference;
mod reports;
mod run_files;
mod same_bits;
mod session;
mod stale;
mod time_machine;
mod trainer;
mod tried_cures;

use overfit::cli::setup_of_words;
use overfit::nn::ThreadPool;
use overfit::train::{Session, Setup, State};

/// The run of a set-up, to its end.
fn finished(setup: Setup) -> Session {
    let mut session = Session::new(setup, ThreadPool::default()).expect("the data load");
    while *session.state() == State::Learning {
        session.advance();
    }
    session
}

/// The run of a set-up given as words, after so many steps.
fn advanced(words: &str, steps: u64) -> Session {
    let mut session =
        Session::new(setup_of_words(words).expect(words), ThreadPool::default()).expect("it loads");
    while session.step() < steps && *session.state() == State::Learning {
        session.advance();
    }
    session
}
