//! Gaps, alternating losses, stuck units, ends, and the advice that fits them.

use super::*;

#[test]
fn a_loss_that_stays_near_that_of_guessing_is_under_fitting() {
    let diagnosis_panel = scripted(1_000, |t, _| (0.245 + 0.05 * (-80.0 * t).exp(), 0.25, 0.55, 0.5));
    assert_eq!(
        diagnosis_panel.words(),
        [Word::Learning, Word::Plateau, Word::UnderFitting],
        "{}",
        diagnosis_panel.text()
    );
    assert_eq!(diagnosis_panel.remedies()[0], adjust(SettingId::Hidden, Direction::Up));
}

#[test]
fn a_loss_stuck_above_that_of_guessing_wants_a_smaller_eta() {
    let diagnosis_panel =
        scripted(1_000, |_, i| if i < 3 { (0.3, 0.3, 0.5, 0.5) } else { (0.5, 0.5, 0.5, 0.5) });
    assert_eq!(
        diagnosis_panel.words(),
        [Word::Learning, Word::Plateau, Word::UnderFitting],
        "{}",
        diagnosis_panel.text()
    );
    let smaller_eta = adjust(SettingId::Eta, Direction::Down);
    assert_eq!(diagnosis_panel.remedies(), [smaller_eta, Remedy::Again { eta: None }]);
}

#[test]
fn a_divergence_is_said_at_once() {
    let mut diagnosis_panel = scripted(5, |t, _| (0.3 + t, 0.3 + t, 0.5, 0.5));

    diagnosis_panel.state = State::Diverged(Divergence { step: 51, cause: Cause::Weight });
    assert_eq!(diagnosis_panel.word(), Word::Diverged);
    let diagnosis = diagnosis_panel.diagnosis();
    assert_eq!(diagnosis.evidence, "At step 51: a weight would have passed 1e8 or stopped being a number.");
    let again = Remedy::Again { eta: Some(diagnosis_panel.setup.eta / 3.0) };
    assert_eq!(diagnosis.advice.remedies, [again], "guessing was better than the best step");
    let mut learned = scripted(5, |t, _| (0.1 + t, 0.1 + t, 0.5, 0.5));
    learned.state = State::Diverged(Divergence { step: 51, cause: Cause::Weight });
    assert_eq!(learned.diagnosis().advice.remedies, [again, Remedy::GoBack { step: 0 }]);
}

#[test]
fn a_gap_that_chance_does_not_explain_is_over_fitting() {
    let with_gap =
        |test: f64| scripted(500, move |t, _| (0.2 / (1.0 + 20.0 * t), 0.3 / (1.0 + t), 0.87, test));
    let large = with_gap(0.58);
    assert_eq!(large.words(), [Word::Learning, Word::OverFitting], "{}", large.text());
    let evidence = large.diagnosis().evidence;
    assert!(evidence.contains("87") && evidence.contains("58"), "{evidence}");
    assert!(!large.remedies().contains(&Remedy::GoBack { step: 5_000 }), "the best step is the last one");
    let small = with_gap(0.84);
    assert_eq!(small.words(), [Word::Learning], "{}", small.text());
}

#[test]
fn a_loss_that_alternates_is_bouncing_however_small_the_swings_of_the_other_are() {
    for (train, test) in [(0.02, 0.0), (0.0, 0.1), (0.02, 0.1)] {
        let swing = |size: f64, i: u64| if i.is_multiple_of(2) { 1.0 + size } else { 1.0 };
        let curve = |_, i| (0.1 * swing(train, i), 0.15 * swing(test, i), 0.85, 0.83);
        let diagnosis_panel = scripted(1_000, curve);
        // The first few evaluations might turn so often by chance.
        let since = diagnosis_panel.story.words.last().map(|&(step, _)| step);
        assert_eq!(diagnosis_panel.word(), Word::Bouncing, "{}", diagnosis_panel.text());
        assert!(since < Some(1_000), "{}", diagnosis_panel.text());
        assert_eq!(
            diagnosis_panel.remedies(),
            [adjust(SettingId::Eta, Direction::Down)],
            "the batch is full"
        );
        assert!(diagnosis_panel.diagnosis().evidence.contains("up and down at each evaluation"));
    }
}

#[test]
fn swings_that_grow_are_bouncing() {
    let diagnosis_panel = scripted(1_000, |t, i| {
        let loss = 0.1 + 0.1 * t * t * noise(i, 7).abs();
        (loss, loss, 0.85, 0.85)
    });
    assert_eq!(diagnosis_panel.word(), Word::Bouncing, "{}", diagnosis_panel.text());
}

#[test]
fn stuck_units_are_named_and_counted() {
    let layer = |stuck, kind, are_outputs| StuckUnits { stuck, units: 10, kind, are_outputs };
    for (layers, word, counted) in [
        (
            vec![layer(8, Stuck::Saturated, false), layer(10, Stuck::Saturated, true)],
            Word::Saturated,
            "8 of 10 hidden",
        ),
        (
            vec![layer(3, Stuck::Saturated, false), layer(10, Stuck::Saturated, true)],
            Word::Saturated,
            "10 of 10 output",
        ),
        (vec![layer(2, Stuck::Dead, false), layer(7, Stuck::Dead, false)], Word::DeadUnits, "7 of 10 hidden"),
    ] {
        let mut diagnosis_panel = Reporter::new(Monitor::new(GUESSING, "test", 10_000));
        diagnosis_panel.monitor.observe_units(&layers);
        tell(&mut diagnosis_panel, 0, 1_000, |_, _| (0.24, 0.24, 0.6, 0.6));
        assert_eq!(diagnosis_panel.words(), [Word::Learning, word], "{}", diagnosis_panel.text());
        assert!(diagnosis_panel.diagnosis().evidence.starts_with(counted));
    }
}

#[test]
fn saturated_units_of_a_network_that_has_learned_do_not_matter() {
    let mut diagnosis_panel = Reporter::new(Monitor::new(GUESSING, "test", 10_000));
    let layer = StuckUnits { stuck: 9, units: 10, kind: Stuck::Saturated, are_outputs: false };
    diagnosis_panel.monitor.observe_units(&[layer]);
    tell(&mut diagnosis_panel, 0, 1_000, |_, _| (0.05, 0.06, 0.94, 0.94));
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
}

#[test]
fn the_advice_fits_the_end_of_the_run() {
    let mut diagnosis_panel =
        scripted(1_000, |t, _| (0.25 / (1.0 + 20.0 * t), 0.26 / (1.0 + 20.0 * t), 0.8, 0.8));
    assert_eq!(diagnosis_panel.diagnosis().advice.to_string(), "Let it go on.");
    for state in [State::Finished, State::OutOfPatience] {
        diagnosis_panel.state = state;
        assert_eq!(diagnosis_panel.remedies(), [Remedy::Extend]);
    }
}

#[test]
fn nothing_impossible_is_advised() {
    let curve = |t: f64, _| (0.2 * (-4.0 * t).exp(), 0.1 + (t - 0.2).abs(), 0.99, 0.8);
    let mut diagnosis_panel = scripted(1_000, curve);
    diagnosis_panel.setup.train_size = diagnosis_panel.setup.data.max_sizes().train;
    diagnosis_panel.setup.hidden = vec![1];
    diagnosis_panel.setup.penalty.l2 = 1.0;
    assert!(
        matches!(diagnosis_panel.remedies()[..], [Remedy::GoBack { .. }]),
        "{:?}",
        diagnosis_panel.remedies()
    );
}

#[test]
fn classes_that_training_lacks_are_named() {
    let mut diagnosis_panel = scripted(1_000, |t, _| (0.2 * (-4.0 * t).exp(), 0.3, 1.0, 0.4));
    let mut dataset = (*diagnosis_panel.dataset).clone();
    assert_eq!(diagnosis_panel.diagnosis().note, None);
    dataset.train.labels.fill(0);
    diagnosis_panel.dataset = Arc::new(dataset);
    let note = diagnosis_panel.diagnosis().note.expect("outer circle without training points");
    assert!(note.starts_with("50 of 100 test examples are of classes without training examples: "), "{note}");
    assert_eq!(diagnosis_panel.diagnosis().advice.reason, "Training needs examples of every class.");
}

#[test]
fn after_a_change_the_run_is_judged_afresh_against_the_same_best() {
    let curve =
        |t: f64, i: u64| (0.2 * (-4.0 * t).exp(), 0.1 + (t - 0.2).abs() + 0.002 * noise(i, 4), 0.9, 0.8);
    let mut diagnosis_panel = scripted(1_000, curve);
    assert_eq!(diagnosis_panel.word(), Word::OverFitting);
    diagnosis_panel.monitor.forget_recent(10_000, GUESSING);
    assert_eq!(diagnosis_panel.word(), Word::Learning);
    assert_eq!(
        diagnosis_panel.diagnosis().evidence,
        "Watching again since step 10,000: training loss 0.0037, test loss 0.900."
    );
    tell(&mut diagnosis_panel, 10_000, 200, |_, i| (0.003, 0.9 + 0.002 * noise(i, 5), 0.9, 0.8));
    assert_eq!(diagnosis_panel.word(), Word::OverFitting, "{}", diagnosis_panel.text());
    assert_eq!(diagnosis_panel.remedies().last(), Some(&Remedy::GoBack { step: 2_000 }));
}

#[test]
fn validation_examples_are_called_so() {
    let mut diagnosis_panel = Reporter::new(Monitor::new(GUESSING, "validation", 10));
    let metrics = |loss| Metrics::counted(loss, 80, 100);
    for step in 0..40 {
        let rise = step as f64 / 100.0;
        let point = Point {
            step,
            epoch: 0.0,
            train: metrics(0.15 - rise / 4.0),
            test: metrics(f64::NAN),
            validation: Some(metrics(0.15 + rise)),
        };
        diagnosis_panel.observe(&point);
    }
    assert!(
        diagnosis_panel
            .diagnosis()
            .evidence
            .starts_with("Validation loss rose from 0.150 at step 0 to 0.540")
    );
}

#[test]
fn guessing_knows_the_shares_of_the_classes_only() {
    let guessing = |labels: &[u8], classes, loss| {
        let Guessing { loss, accuracy } = Guessing::on(labels, classes, loss);
        [loss, accuracy].map(|value| (1e9 * value).round() / 1e9)
    };
    assert_eq!(guessing(&[0, 1, 0, 1], 2, Loss::Quadratic), [0.25, 0.5]);
    assert_eq!(guessing(&[0, 0, 0, 1], 2, Loss::Quadratic), [0.1875, 0.75]);
    assert_eq!(guessing(&[0, 1, 2, 3], 4, Loss::CrossEntropy), [1.386_294_361, 0.25]);
    assert_eq!(guessing(&[2, 2], 10, Loss::CrossEntropy), [0.0, 1.0]);
}
