//! The protocol between screen and trainer, through the real thread.

use std::thread;
use std::time::{Duration, Instant};

use crate::reports::{PATIENCE, to_value, until};
use overfit::data;
use overfit::nn::ThreadPool;
use overfit::train::{
    Adjustment, Change, Command, Direction, Outcome, Pace, Refusal, Report, RunId, Session, SettingChange,
    SettingId, Setup, Snapshot, State, Status, Trainer,
};

fn circles(steps: u64) -> Setup {
    Setup { steps, ..Setup::lecture(data::resolve("circles").expect("built in")) }
}

fn spawn(setup: Setup, pace: Pace) -> Trainer {
    Trainer::spawn(RunId(1), setup, pace, 2).expect("a thread")
}

fn is_finished(snapshot: &Snapshot) -> bool {
    snapshot.status == Status::Finished
}

fn fingerprint_without_thread(setup: Setup) -> u64 {
    let mut session = Session::new(setup, ThreadPool::default()).expect("generated data load");
    while *session.state() == State::Learning {
        session.advance();
    }
    session.history().fingerprint()
}

#[test]
fn the_thread_does_not_change_a_bit() {
    let expected = fingerprint_without_thread(circles(2_000));
    for pace in [Pace::Max, Pace::PerSecond(10_000.0)] {
        let trainer = spawn(circles(2_000), pace);
        assert_eq!(until(&trainer, is_finished).history.fingerprint(), expected);
    }
}

#[test]
fn pauses_and_paces_do_not_change_a_bit() {
    let expected = fingerprint_without_thread(circles(1_000));
    let trainer = spawn(circles(1_000), Pace::PerSecond(100.0));
    until(&trainer, |snapshot| snapshot.step > 5);
    for command in [Command::Pause, Command::Step, Command::Step, Command::Epoch] {
        trainer.send(command);
    }
    until(&trainer, |snapshot| snapshot.status == Status::Paused);
    for pace in [Pace::PerSecond(1_000.0), Pace::Max] {
        trainer.send(Command::SetPace(pace));
        trainer.send(Command::Resume);
    }
    assert_eq!(until(&trainer, is_finished).history.fingerprint(), expected);
}

#[test]
fn a_pause_holds_and_single_steps_are_single() {
    let trainer = spawn(circles(1_000_000), Pace::Max);
    trainer.send(Command::Pause);
    let paused = until(&trainer, |snapshot| snapshot.status == Status::Paused);
    thread::sleep(Duration::from_millis(100));
    trainer.send(Command::Step);
    let next = until(&trainer, |snapshot| snapshot.step > paused.step);
    assert_eq!((next.step, next.status), (paused.step + 1, Status::Paused));
}

#[test]
fn an_epoch_ends_where_it_should() {
    let setup = Setup { batch: Some(50), ..circles(1_000_000) }; // 8 steps an epoch
    let trainer = spawn(setup, Pace::Max);
    trainer.send(Command::Pause);
    let paused = until(&trainer, |snapshot| snapshot.status == Status::Paused);
    trainer.send(Command::Epoch);
    let next = until(&trainer, |snapshot| snapshot.step > paused.step && snapshot.status == Status::Paused);
    assert_eq!(next.step, (paused.step / 8 + 1) * 8);
}

#[test]
fn a_live_change_keeps_the_run_and_its_weights() {
    let trainer = spawn(circles(1_000_000), Pace::Max);
    until(&trainer, |snapshot| snapshot.step > 100);
    trainer.send(Command::Pause);
    let before = until(&trainer, |snapshot| snapshot.status == Status::Paused);
    trainer.send(to_value(1, "eta", "0.01"));
    let after = until(&trainer, |snapshot| snapshot.setup.eta > 0.009);
    assert_eq!((after.run, after.step), (before.run, before.step));
    assert_eq!(after.network, before.network);
    assert_eq!(after.history.marks().len(), 1);
    trainer.send(Command::Resume);
    until(&trainer, |snapshot| snapshot.step > before.step + 100);
}

#[test]
fn a_restart_never_mixes_runs() {
    let trainer = spawn(circles(300), Pace::Max);
    until(&trainer, |snapshot| snapshot.step > 200);
    trainer.send(to_value(1, "seed", "5"));
    let end = Instant::now() + PATIENCE;
    loop {
        let report = trainer.reports.recv_deadline(end).expect("a report");
        let Report::Progress(snapshot) = report else { continue };
        let expected = if snapshot.setup.seed == 5 { RunId(2) } else { RunId(1) };
        assert_eq!(snapshot.run, expected);
        let first = snapshot.history.buckets()[0];
        assert_eq!(first.first_step, 0);
        assert!(snapshot.history.latest().expect("a point").step <= snapshot.step);
        if is_finished(&snapshot) && snapshot.run == RunId(2) {
            assert_eq!(snapshot.history.fingerprint(), fingerprint_without_thread((*snapshot.setup).clone()));
            return;
        }
    }
}

#[test]
fn what_is_asked_after_a_restart_is_for_the_new_run() {
    let trainer = spawn(circles(1_000_000), Pace::Max);
    until(&trainer, |snapshot| snapshot.step > 10);
    trainer.send(Command::Change(1, Change::Again));
    trainer.send(Command::Pause);
    trainer.send(to_value(2, "eta", "0.5"));
    let settled = until(&trainer, |snapshot| snapshot.run == RunId(2) && snapshot.setup.eta > 0.4);
    assert_eq!(settled.status, Status::Paused);
    assert_eq!(settled.initial.eta, 0.005, "it began as the run before");
}

#[test]
fn the_report_says_what_became_of_each_change() {
    let trainer = spawn(circles(1_000_000), Pace::Max);
    trainer.send(Command::Pause);
    until(&trainer, |snapshot| snapshot.status == Status::Paused);
    let outcomes = |number: u64, command: Command| {
        trainer.send(command);
        let mut outcomes = Vec::new();
        let last = until(&trainer, |snapshot| {
            snapshot.answered >= number || !snapshot.outcomes.is_empty() // they are told once
        });
        outcomes.extend(last.outcomes);
        outcomes
    };
    let change = |setting, before: &str, after: &str| SettingChange {
        setting,
        before: before.to_owned(),
        after: after.to_owned(),
    };
    assert_eq!(
        outcomes(1, to_value(1, "batch", "50")),
        [Outcome::Changed(vec![
            change(SettingId::Eta, "0.005", "0.04"),
            change(SettingId::Batch, "full", "50")
        ])]
    );
    let refused = outcomes(2, to_value(2, "eta", "fast"));
    assert!(
        matches!(&refused[..], [Outcome::Refused(Refusal::Value(why))] if why.contains("a number above 0"))
    );
    assert_eq!(
        outcomes(3, to_value(3, "augment", "shift")),
        [Outcome::Refused(Refusal::DoesNotApply(SettingId::Augment, "circles".to_owned()))]
    );
    assert_eq!(
        outcomes(4, to_value(4, "hidden", "11")),
        [Outcome::Changed(vec![change(SettingId::Hidden, "10", "11")])]
    );
    let went_back = outcomes(5, Command::Change(5, Change::GoBack));
    assert!(matches!(&went_back[..], [Outcome::WentBack(changes)] if changes.len() < 2), "{went_back:?}");
    assert_eq!(
        outcomes(6, to_value(6, "activation", "tanh")),
        [Outcome::Restarted(vec![change(SettingId::Activation, "sigmoid", "tanh")])]
    );
    let deeper = outcomes(7, to_value(7, "hidden", "5,5"));
    assert!(
        matches!(&deeper[..], [Outcome::Restarted(changes)] if changes[0].after == "5,5"),
        "another number of layers is a new run: {deeper:?}"
    );
    let fewer = Change::Adjust(vec![Adjustment::next(SettingId::Hidden, Direction::Down); 5]);
    assert_eq!(
        outcomes(8, Command::Change(8, fewer)).last(),
        Some(&Outcome::Changed(vec![change(SettingId::Hidden, "5,5", "1,5")])),
        "keys that go one unit at a time never remove a layer"
    );
}

#[test]
fn a_reader_that_never_reads_does_not_stop_training() {
    let trainer = spawn(circles(1_000_000_000), Pace::Max);
    thread::sleep(Duration::from_secs(2));
    // What waits is old; what comes then is new. Between them lies all that the trainer did alone.
    let mut steps = Vec::new();
    while steps.len() < 5 {
        if let Report::Progress(snapshot) = trainer.reports.recv_timeout(PATIENCE).expect("a report") {
            steps.push(snapshot.step);
        }
    }
    let gaps: Vec<u64> = steps.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (alone, usual) = (gaps.iter().max().expect("gaps"), gaps.iter().min().expect("gaps"));
    assert!(*alone > 5 * usual, "it waited for its reader: {steps:?}");
}

#[test]
fn a_huge_eta_ends_in_a_report_and_a_restart_learns_again() {
    let trainer = spawn(Setup { eta: 1e9, ..circles(1_000) }, Pace::Max);
    let diverged = until(&trainer, |snapshot| matches!(snapshot.status, Status::Diverged(_)));
    assert!(diverged.network.layers.iter().all(|layer| layer.weights.values().all(f32::is_finite)));
    trainer.send(to_value(1, "eta", "0.005"));
    trainer.send(Command::Change(2, Change::Again));
    assert_eq!(until(&trainer, is_finished).run, RunId(2));
}

#[test]
fn the_lecture_s_run_is_paced_to_twenty_seconds() {
    assert_eq!(Pace::to_watch(10_000), Pace::PerSecond(500.0));
    assert_eq!(Pace::to_watch(20_000), Pace::PerSecond(1_000.0));
    assert_eq!(Pace::PerSecond(500.0).faster(), Pace::PerSecond(1_000.0));
    assert_eq!(Pace::PerSecond(500.0).slower(), Pace::PerSecond(100.0));
    assert_eq!((Pace::Max.faster(), Pace::PerSecond(1.0).slower()), (Pace::Max, Pace::PerSecond(1.0)));
}

#[test]
fn changes_that_come_faster_than_they_are_carried_out_are_taken_together() {
    let setup = Setup { train_size: 20_000, ..Setup::lecture(data::resolve("mnist").expect("built in")) };
    let trainer = spawn(setup, Pace::PerSecond(1.0));
    until(&trainer, |snapshot| snapshot.step > 0);
    for n in 1..=300 {
        trainer.send(to_value(n, "flip", &format!("{}", n as f64 / 1_000.0)));
    }
    let after = until(&trainer, |snapshot| snapshot.answered == 300);
    assert_eq!(after.setup.flip, 0.3, "the last one is in force");
    let carried_out = after.history.marks().iter().filter(|mark| mark.target.name() == "flip").count();
    assert!((1..100).contains(&carried_out), "{carried_out} times the labels were drawn");
}

#[test]
fn a_report_is_not_made_without_room_for_it() {
    // Copying two million weights takes longer than many steps of one example.
    let setup = Setup { hidden: vec![1_000, 1_000], batch: Some(1), ..circles(1_000_000_000) };
    let trainer = spawn(setup, Pace::Max);
    thread::sleep(Duration::from_secs(1));
    let waiting: Vec<Report> = trainer.reports.try_iter().collect();
    assert!(waiting.len() <= 2, "{} reports wait", waiting.len());
    let first = until(&trainer, |_| true);
    let second = until(&trainer, |snapshot| snapshot.step > first.step);
    assert_eq!(second.run, first.run);
}
