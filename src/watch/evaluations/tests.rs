//! Which evaluations are handed out, and what a resumed run replaces.

use super::*;

fn add(evaluations: &mut Evaluations, part: usize, step: u64, role: Role) {
    evaluations.add(part, Moment { step, epoch: f64::NAN }, &[(role, 0.5)]);
}

fn handed_out(evaluations: &mut Evaluations) -> Vec<u64> {
    evaluations.take_fresh(0).iter().map(|point| point.step).collect()
}

#[test]
fn only_evaluations_that_are_new_or_have_changed_are_handed_out() {
    let mut evaluations = Evaluations::default();
    for step in [10, 20, 30, 40] {
        add(&mut evaluations, 0, step, Role::TrainLoss);
    }
    assert_eq!(handed_out(&mut evaluations), [10, 20, 30, 40]);
    assert!(handed_out(&mut evaluations).is_empty());
    add(&mut evaluations, 1, 20, Role::TestLoss);
    add(&mut evaluations, 1, 25, Role::TestLoss);
    add(&mut evaluations, 0, 50, Role::TrainLoss);
    assert_eq!(handed_out(&mut evaluations), [20, 25, 50]);
    add(&mut evaluations, 0, 30, Role::TrainLoss);
    assert_eq!(handed_out(&mut evaluations), [30], "a resumed run");
}

#[test]
fn what_becomes_final_is_handed_out_once() {
    let mut evaluations = Evaluations::default();
    let steps = RECENT as u64 + 10;
    (0..steps / 2).for_each(|step| add(&mut evaluations, 0, step, Role::TrainLoss));
    let before = handed_out(&mut evaluations).len();
    (steps / 2..steps).for_each(|step| add(&mut evaluations, 0, step, Role::TrainLoss));
    assert_eq!(before + handed_out(&mut evaluations).len(), steps as usize);
}

#[test]
fn a_part_that_is_resumed_takes_only_its_own_values_back() {
    let mut evaluations = Evaluations::default();
    for step in [10, 20, 30] {
        add(&mut evaluations, 0, step, Role::TrainLoss);
        add(&mut evaluations, 1, step, Role::TestLoss);
    }
    add(&mut evaluations, 0, 40, Role::TrainLoss);
    assert_eq!(handed_out(&mut evaluations), [10, 20, 30, 40]);
    add(&mut evaluations, 0, 20, Role::TrainLoss);
    assert_eq!(handed_out(&mut evaluations), [20]);
    let losses: Vec<[bool; 3]> = evaluations
        .recent
        .iter()
        .map(|point| [point.train.loss, point.test.loss, point.epoch].map(f64::is_finite))
        .collect();
    assert_eq!(losses, [[true, true, false], [true, true, false], [false, true, false]]);
}

#[test]
fn a_run_that_goes_back_by_far_says_that_its_curves_begin_again() {
    let mut evaluations = Evaluations::default();
    (0..=RECENT as u64).for_each(|step| add(&mut evaluations, 0, step, Role::TrainLoss));
    let moment = Moment { step: 10, epoch: f64::NAN };
    let joined = evaluations.add(0, moment, &[(Role::TrainLoss, 0.5)]);
    assert_eq!(joined, Joined::Back(Resumed { from: RECENT as u64, to: 10, is_far: true }));
    evaluations.draw();
    assert_eq!(evaluations.count(), 1);
}
