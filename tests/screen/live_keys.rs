//! Keys pressed while the real trainer runs in its own thread.

use std::time::{Duration, Instant};

use crate::support::COLOR;
use crossbeam_channel::Receiver;
use overfit::data;
use overfit::nn::ThreadPool;
use overfit::run_file::Keeping;
use overfit::train::{Command, Pace, Preset, Report, Session, Setup, Snapshot, State, Status};
use overfit::tui::app::App;
use overfit::tui::backend::Backend;
use overfit::tui::effects::{self, Host};
use overfit::tui::message::{Effect, Message};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Far longer than anything here takes: only a broken trainer runs into it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The screen with the threads that the program has behind it.
struct Live {
    app: App,
    backend: Backend,
    results: Receiver<Message>,
}

impl Live {
    fn new(setup: Setup) -> Live {
        let (backend, results) = Backend::new(2, Keeping::Off);
        let (app, effects) = App::new(COLOR, (120, 36), Some(setup));
        let mut live = Live { app, backend, results };
        live.carry_out(effects);
        live.backend.command(Command::SetPace(Pace::Max));
        live
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            effects::carry_out(effect, &mut self.backend).expect("threads");
        }
    }

    fn tell(&mut self, message: Message) {
        let effects = self.app.update(message);
        self.carry_out(effects);
    }

    fn press(&mut self, keys: &str) {
        for key in keys.chars() {
            self.tell(Message::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)));
        }
    }

    /// Takes in the next report, and the pictures that are there.
    fn take_in(&mut self) -> Option<Snapshot> {
        let results: Vec<Message> = self.results.try_iter().collect();
        for result in results {
            self.tell(result);
        }
        let report = self.backend.reports().recv_timeout(PATIENCE).expect("a report");
        self.tell(Message::Report(report.clone()));
        match report {
            Report::Progress(snapshot) => Some(*snapshot),
            Report::Loading(_) => None,
            Report::Failed(_, reason) => panic!("{reason}"),
        }
    }

    fn until(&mut self, wanted: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Some(snapshot) = self.take_in().filter(&wanted) {
                return snapshot;
            }
        }
        panic!("no such report came");
    }

    /// How the run stands when the trainer has answered all keys and takes no more steps.
    fn at_rest(&mut self) -> Snapshot {
        loop {
            let run = self.app.run.as_ref().expect("a run");
            if let Some(snapshot) =
                run.snapshot.as_ref().filter(|snapshot| snapshot.status != Status::Running)
                && run.is_settled()
            {
                assert_eq!(run.wanted, *snapshot.setup, "what is wanted is in force");
                return snapshot.as_ref().clone();
            }
            self.take_in();
        }
    }
}

fn circles(steps: u64) -> Setup {
    Setup { steps, ..Setup::lecture(data::resolve("circles").expect("built in")) }
}

/// The fingerprint of the command line's set-up, up to the same step.
fn fingerprint(snapshot: &Snapshot) -> u64 {
    let again = snapshot.again().expect("few changes");
    let mut session = Session::new(again, ThreadPool::default()).expect("built in");
    while session.step() < snapshot.step && *session.state() == State::Learning {
        session.advance();
    }
    session.catch_up();
    session.history().fingerprint()
}

#[test]
fn keys_that_are_held_down_do_not_undo_what_was_planned() {
    for _ in 0..5 {
        let mut setup = circles(3_000);
        setup.plan(["800:hidden=20"]).expect("a plan");
        let mut live = Live::new(setup);
        loop {
            live.press("][");
            if live.take_in().is_some_and(|snapshot| snapshot.step > 1_500) {
                break;
            }
        }
        let last = live.at_rest();
        assert_eq!(last.setup.hidden, [20]);
        assert_eq!(last.network.sizes(), [2, 20, 2]);
        assert_eq!(last.setup.eta, 0.005, "as often up as down");
        assert_eq!(fingerprint(&last), last.history.fingerprint());
    }
}

#[test]
fn a_burst_of_keys_ends_like_the_same_keys_with_pauses() {
    // Fewer units than at the best step: going back brings them again.
    for keys in ["u]", "--u]", "u+", "]u[", "(u)", "u}{u", "bu]", "+++u-"] {
        let end = |has_pauses: bool| {
            let setup = Setup { train_size: 60, test_size: 50, flip: 0.2, ..circles(2_000) };
            let mut live = Live::new(setup);
            let last = live.until(|snapshot| snapshot.status == Status::Finished);
            assert_eq!(last.step, 2_000);
            for key in keys.chars() {
                live.press(&key.to_string());
                if has_pauses {
                    live.at_rest();
                }
            }
            let last = live.at_rest();
            assert_eq!(fingerprint(&last), last.history.fingerprint(), "{keys}");
            last.setup.as_ref().clone()
        };
        assert_eq!(end(false), end(true), "{keys}");
    }
}

#[test]
fn a_key_that_is_refused_is_told_and_changes_nothing() {
    let mut live = Live::new(Setup { hidden: vec![1], ..circles(500) });
    live.until(|snapshot| snapshot.status == Status::Finished);
    live.press("-");
    let last = live.at_rest();
    assert_eq!(last.setup.hidden, [1]);
    let notice = live.app.run.as_ref().and_then(|run| run.notice.clone()).expect("a notice");
    assert!(notice.contains("One unit is the fewest here: / removes the layer"), "{notice}");
}

#[test]
fn results_from_many_seeds_go_with_the_set_up_they_belong_to() {
    let mut live = Live::new(circles(300));
    live.until(|snapshot| snapshot.status == Status::Finished);
    live.press("M");
    let seeds = |live: &Live| live.app.run.as_ref().and_then(|run| run.seeds.clone());
    assert_eq!(seeds(&live).expect("asked for").setup, circles(300));
    live.press(" ");
    live.until(|snapshot| snapshot.step > 300);
    assert!(seeds(&live).is_some(), "a longer run is the same up to there");
    live.press("]");
    live.until(|snapshot| snapshot.setup.eta > 0.005);
    assert!(seeds(&live).is_none(), "another eta is another set-up");
    live.press("M");
    let setup = seeds(&live).expect("asked for").setup;
    assert_eq!(setup.at.len(), 2, "the longer run and the other eta: {:?}", setup.at);
    live.press("ry");
    live.until(|snapshot| snapshot.run > overfit::train::RunId(1));
    assert!(seeds(&live).is_none(), "it begins with what was changed then");
}

#[test]
fn a_preset_is_taken_by_the_set_up_in_force() {
    let mut live = Live::new(circles(100_000));
    live.press("]]");
    live.press(",my");
    let snapshot = live.until(|snapshot| snapshot.setup.optimizer == overfit::nn::Optimizer::Adam);
    let modern = Preset::Modern.of(snapshot.setup.data.clone());
    assert_eq!(*snapshot.setup, Setup { steps: 100_000, ..modern });
}

#[test]
fn going_back_right_after_a_restart_ends_paused() {
    for keys in ["Ryu", "ayu", "ryu"] {
        let mut live = Live::new(circles(100_000));
        live.until(|snapshot| snapshot.step > 200);
        live.press(keys);
        assert_eq!(live.at_rest().status, Status::Paused, "{keys}");
        assert!(!live.app.run.as_ref().expect("a run").wants_running, "{keys}");
    }
}
