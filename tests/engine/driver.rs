//! What the driver does at the end of a run.

use overfit::data;
use overfit::nn::ThreadPool;
use overfit::train::{Adjustment, Change, Command, Driver, RunId, SettingId, Setup, Status};

/// A driver at the end of a run of ten steps.
fn finished() -> Driver {
    let setup = Setup { steps: 10, ..Setup::lecture(data::resolve("circles").expect("built in")) };
    let mut driver = Driver::new(RunId(1), setup, ThreadPool::default());
    driver.begin().expect("generated data load");
    for _ in 0..20 {
        driver.advance();
    }
    assert_eq!(status(&mut driver), Status::Finished);
    driver
}

fn status(driver: &mut Driver) -> Status {
    driver.snapshot().expect("a run").status
}

fn more_steps() -> Command {
    Command::Change(1, Change::Adjust(vec![Adjustment::value(SettingId::Steps, "30")]))
}

#[test]
fn a_run_that_has_ended_rests_until_it_is_told_to_go_on() {
    let mut driver = finished();
    driver.obey(more_steps());
    assert_eq!(status(&mut driver), Status::Paused);
    driver.advance();
    assert_eq!(driver.snapshot().expect("a run").step, 10);
    driver.obey(Command::Resume);
    driver.advance();
    assert_eq!(driver.snapshot().expect("a run").step, 11);
}

#[test]
fn resuming_a_run_that_has_ended_does_not_start_a_later_change() {
    for command in [Command::Resume, Command::Epoch] {
        let mut driver = finished();
        driver.obey(command);
        driver.obey(more_steps());
        assert_eq!(status(&mut driver), Status::Paused);
    }
}

#[test]
fn a_network_that_was_not_updated_is_of_the_step_before() {
    let lecture = Setup::lecture(data::resolve("circles").expect("built in"));
    let mut driver = Driver::new(RunId(1), Setup { eta: 1e9, ..lecture }, ThreadPool::default());
    driver.begin().expect("generated data load");
    for _ in 0..100 {
        driver.advance();
    }
    let snapshot = driver.snapshot().expect("a run");
    assert!(matches!(snapshot.status, Status::Diverged(_)));
    assert_eq!(snapshot.network_step, snapshot.step - 1);
    driver.obey(Command::Change(1, Change::GoBack));
    let snapshot = driver.snapshot().expect("a run");
    assert_eq!(snapshot.network_step, snapshot.step);
}
