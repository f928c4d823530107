//! The answers to each test example over a run.

use overfit::cli::setup_of_words;
use overfit::nn::ThreadPool;
use overfit::train::{Event, Session, Setup, State};

fn setup(words: &str) -> Setup {
    setup_of_words(words).expect("a set-up")
}

/// Advances a session to its end, with the number of right test examples at each evaluation.
fn advance(session: &mut Session) -> Vec<(u64, usize)> {
    let mut right = Vec::new();
    while *session.state() == State::Learning {
        session.advance();
        right.extend(session.events().iter().filter_map(|event| match event {
            Event::Point(point) => Some((point.step, point.test.correct)),
            Event::Change(_) | Event::Skipped(_) => None,
        }));
    }
    right
}

#[test]
fn the_records_add_up_to_the_evaluations() {
    for words in
        ["circles --steps 900", "mnist --steps 60 --test-size 2500 --train-size 100 --validation 0.2"]
    {
        let mut session = Session::new(setup(words), ThreadPool::default()).expect("built in");
        let right = advance(&mut session);
        let history = session.example_history();
        let examples = session.dataset().test.len();
        let answers: Vec<_> = (0..examples).map(|n| history.of(n)).collect();
        assert!(answers[0].len() > 1, "{words}");
        for (at, &(step, _)) in answers[0].iter().enumerate().skip(1) {
            let count = answers.iter().filter(|of_one| of_one[at].1.is_right()).count();
            assert!(right.contains(&(step, count)), "{words} at {step}: {count}");
        }
    }
}

#[test]
fn other_test_examples_begin_a_new_record() {
    let setup = setup("circles --steps 300 --at 200:noise=0.3");
    let mut session = Session::new(setup, ThreadPool::default()).expect("built in");
    for _ in 0..199 {
        session.advance();
    }
    assert!(session.example_history().of(0).len() > 2);
    let copy = session.fork(ThreadPool::default());
    assert_eq!(copy.example_history(), session.example_history());
    advance(&mut session);
    assert_eq!(session.example_history().of(0)[0].0, 200);
}
